"""The report workbook of a round: the same facts for the subgroup, for the board and to be published."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from audit.scoring.counts import counts
from audit.scoring.movement import Movement
from audit.scoring.partnership import Results
from audit.summaries.count import figures
from audit.summaries.kept import Kept
from audit.workbook.agency_detail import agency_detail
from audit.workbook.assembled import Parts, Report, assembled, write
from audit.workbook.cover import cover, sheets
from audit.workbook.detail import standards
from audit.workbook.edition import Edition
from audit.workbook.heatmap import heat_map
from audit.workbook.method import method
from audit.workbook.moderation import moderation, moderation_detail
from audit.workbook.movement import movement, movement_detail
from audit.workbook.notes import notes
from audit.workbook.page import Page
from audit.workbook.plan import actions, evidence, has_actions, has_evidence
from audit.workbook.questions import questions
from audit.workbook.returns import returns
from audit.workbook.summary import asked, made, summary, told


def write_report(
    results: Results,
    path: Path,
    *,
    audience: str,
    partnership: str = "",
    asks: Sequence[str] = (),
    marking: str = "OFFICIAL-SENSITIVE",
    movements: Sequence[Movement] = (),
) -> None:
    """The report of a round as an Excel workbook, dated `results.today`, byte for byte the same each time.

    `audience` is `subgroup` (everything), `board` (the same figures; of what agencies wrote only their
    actions) or `public` (figures alone). `movements` lead from earlier rounds to this one. UnknownError for
    another audience; FileError where the file cannot be written.
    """
    edition = Edition(results, audience, partnership, tuple(asks), marking, tuple(movements))
    write(report_of(edition), path)


def report_of(edition: Edition) -> Report:
    """The report of a round about agencies for an audience, ready to be written or told."""
    name, results = edition.results.round.name, edition.results
    found = counts(results)
    return Report(
        title=f"{name}: {edition.title}, {edition.audience} edition",
        audience=edition.audience,
        on=edition.results.today,
        parts=Parts(cover(edition), _sheets(edition), partial(notes, edition), sheets(edition)),
        kept=Kept(name, edition.audience, results.today, figures(found, drafts=results.drafts)),
        subject=edition.partnership,
        marking=edition.marking,
        asks=asked(edition),
        messages=told(edition),
        counts=found,
        made=made(edition),
    )


def pages(edition: Edition) -> list[Page]:
    """The sheets of a report in their order, fitted to their content."""
    return assembled(report_of(edition).parts, edition.audience)


def _sheets(edition: Edition) -> Iterator[Page]:
    yield from (make(edition) for make in (summary, heat_map))
    if edition.movements:
        yield movement(edition)
        if not edition.board:
            yield movement_detail(edition)
    yield from filter(None, (make(edition) for make in edition.further))
    if edition.template.averaged:
        yield standards(edition)
    yield questions(edition)
    if edition.moderated:
        yield moderation(edition)
        if not edition.board:
            yield moderation_detail(edition)
    yield returns(edition)
    if has_evidence(edition):
        yield evidence(edition)
    if has_actions(edition):
        yield actions(edition)
    if not edition.board:
        yield agency_detail(edition)
    yield method(edition)
