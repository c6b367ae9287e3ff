"""audit export: every answer of a round as a table."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli.desk import Desk, everywhere, of_one_moment
from audit.cli.screen import tell

if TYPE_CHECKING:
    from audit.agencies import Agency
    from audit.cases.case_round import CaseRound
    from audit.cases.values import Values
    from audit.responses.interview import Interview
    from audit.responses.response import Response
    from audit.rounds import Round
    from audit.store.history import Written
    from audit.workbook.answer_list import Listed

Key = tuple[str, str, int]
Writers = Mapping[Key, Mapping[str, tuple[str, str]]]


@click.command()
@click.argument("name", metavar="R")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, help="The .csv or .xlsx to write."
)
@everywhere
@of_one_moment
def export(desk: Desk, name: str, output: Path) -> None:
    """Write every answer of a round as a table: a row for each question, answered or not.

    Cases stand there by their references. The table can be worked on and collected again ('audit collect');
    an answer with several pieces of evidence has a further row for each. It is not for publication.

    \b
    Example:
      audit export s11-2026 -o answers.xlsx
    """
    from audit.store.history import written
    from audit.workbook.answer_list import headings, rows_of
    from audit.workbook.listing import check_name, write_list

    check_name(output)
    found = desk.store.round(name)
    cases = found.template.subject != "agency"
    writers = writers_of(written(desk.store, found.name))
    listed = list(of_cases(desk, found, writers) if cases else of_agencies(desk, found, writers))
    rows = [row for one in listed for row in rows_of(one, cases=cases)]
    write_list(output, "Answers", headings(cases=cases), rows, desk.today)
    tell(f"{output} is written: {len(rows):,} rows, of {len(listed):,} responses given or expected.")
    tell("It names agencies and holds what they wrote; keep it where the answers may be seen.")


def writers_of(lines: "Sequence[Written]") -> Writers:
    """Who wrote each answer that stands, and when, by response and question."""
    found: dict[Key, dict[str, tuple[str, str]]] = {}
    for line in lines:
        found.setdefault((line.agency, line.subject, line.reading), {})[line.question] = (line.by, line.at)
    return found


def of_agencies(desk: Desk, found: "Round", writers: Writers) -> "Iterator[Listed]":
    """Every response of a round about agencies, and an empty one of each agency that is to answer yet."""
    from audit.responses.response import Response
    from audit.rounds import Standing, interview, respondent_of, returns
    from audit.workbook.answer_list import Listed

    agencies = {one.code: one for one in desk.store.agencies()}
    given: dict[str, list[Response]] = {}
    responses = desk.store.responses(found.name)
    for response in responses:
        given.setdefault(response.subject, []).append(response)
    by = {line.agency.code: line.answered_by for line in returns(found, responses, desk.today)}
    for expected in found.expected:
        subject = expected.agency
        waited = expected.standing is Standing.EXPECTED
        whose = respondent_of(found.template, subject).code
        nothing = [Response(found.name, whose, subject.code)] if waited else []
        for one in given.get(subject.code, nothing):
            begun = interview(found, subject, one, desk.today)
            key = (one.agency, one.subject, one.reading)
            standing = by[subject.code] or str(expected.standing)
            head = (one, begun, agencies.get(one.agency), standing, writers.get(key, {}))
            yield Listed(*head, *_moderated(found, subject, one, begun, desk))


def _moderated(
    found: "Round", subject: "Agency", response: "Response", begun: "Interview", desk: Desk
) -> tuple[dict[str, tuple[str, str]], dict[str, str]]:
    """What a panel made of the grades, where it counts, and the grades that were revised since."""
    from audit.rounds import interview

    moderation = found.moderation.get(subject.code)
    if moderation is None:
        return {}, {}
    scale = found.template.scale
    since = interview(found, subject, response, desk.today, assured=True).moderated
    panel = {id_: (scale[code].label, moderation.panel[id_].reason) for id_, code in begun.moderated.items()}
    revised = {id_: scale[code].label for id_, code in since.items() if begun.moderated.get(id_) != code}
    return panel, revised


def of_cases(desk: Desk, round_: "Round", writers: Writers) -> "Iterator[Listed]":
    """Every reading of a round about cases, and an empty one of each that is expected yet."""
    from audit.cases.values import Values
    from audit.cli.readings import book_of
    from audit.workbook.answer_list import Listed

    found = book_of(desk).round(round_.name)
    values = Values(found, desk.today)
    for ref in found.by_ref:
        panel = _agreed(found, values, ref)
        for one in (*found.of(ref), *_awaited(found, ref)):
            key = (one.agency, one.subject, one.reading)
            begun = found.interview(one, desk.today)
            standing = "expected" if found.by_ref[ref].usable else "out of the round"
            yield Listed(one, begun, found.agencies.get(one.agency), standing, writers.get(key, {}), panel)


def _agreed(found: "CaseRound", values: "Values", ref: str) -> dict[str, tuple[str, str]]:
    """The panel's grades of a case that count, in words, with their reasons."""
    template = found.round.template
    agreed = {question.id: values.panel(ref, question) for question in template.questions if question.graded}
    return {name: (template.scale[one.grade].label, one.reason) for name, one in agreed.items() if one}


def _awaited(found: "CaseRound", ref: str) -> "Iterator[Response]":
    """An empty response for each reading of a case that is expected and has not begun."""
    from audit.cases.case_round import blank
    from audit.cases.plan import EACH

    each, begun = found.plan.readers == EACH, found.of(ref)
    for one in found.assignments:
        waiting = not any(
            other.reading == one.reading and (not each or other.agency == one.agency) for other in begun
        )
        if one.ref == ref and waiting and found.by_ref[ref].usable:
            yield blank(found, ref, one.agency, one.reading)
