"""The rounds of a year for its report: each with its edition, and those of one template in a row."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from audit.cli.agency_report import agency_edition
from audit.cli.case_results import confidence_of
from audit.cli.desk import Desk
from audit.cli.reporting import Wanted
from audit.cli.year_found import Found
from audit.errors import AuditError

if TYPE_CHECKING:
    from audit.cases.results import Results as CaseResults
    from audit.scoring.partnership import Results, StandardFigures
    from audit.workbook.case_edition import CaseEdition
    from audit.workbook.year_edition import Looked, Series


def looked(desk: Desk, found: Found, wanted: Wanted) -> "Iterator[Looked]":
    """Each round of the year with its own report."""
    from audit.cases.results import Results as CaseResults
    from audit.cli.several_rounds import how
    from audit.recurring.columns import KINDS
    from audit.recurring.grid import Kind
    from audit.recurring.practice import EVERYBODY
    from audit.scoring.movement import movements
    from audit.workbook.year_rounds import agencies_looked, cases_looked

    bare = replace(wanted, asks=())  # what is asked of the year stands on its own Summary
    for name in found.year:
        one = found.rounds[name]
        pair = [found.rounds[other] for other in found.in_a_row(name)[-2:]]
        if isinstance(one, CaseResults):
            kind = KINDS.get(one.case_round.round.template.subject, Kind.CASES)
            cases = [each for each in pair if isinstance(each, CaseResults)]
            yield cases_looked(_case_edition(desk, cases, wanted.audience), kind, how(one))
        else:
            own = [each for each in pair if not isinstance(each, CaseResults)]
            moved = movements(own) if len(own) > 1 else ()
            yield agencies_looked(agency_edition(desk, one, bare, moved), EVERYBODY)


def _case_edition(desk: Desk, pair: "Sequence[CaseResults]", audience: str) -> "CaseEdition":
    """The last of one round or two about cases, compared with the one before as far as that can be."""
    from audit.cases.comparing import compare
    from audit.workbook.case_edition import CaseEdition
    from audit.workbook.case_ready import comparison

    compared = None
    if len(pair) > 1:
        with suppress(AuditError):  # the sheet Over time says why they do not compare
            compared = compare(pair, confidence=confidence_of(desk))
    return CaseEdition(
        pair[-1],
        audience,
        desk.partnership,
        marking=desk.marking(audience),
        comparison=comparison(compared, board=audience != "subgroup") if compared else None,
        compared=compared,
    )


def series_of(found: Found, confidence: str, audience: str) -> "Iterator[Series]":
    """The rounds of each template that was used twice or more, the last time in this year."""
    from audit.cases.results import Results as CaseResults

    last = {found.in_a_row(name)[0]: name for name in found.year}
    for name in last.values():
        rounds = [found.rounds[each] for each in found.in_a_row(name)]
        cases = [one for one in rounds if isinstance(one, CaseResults)]
        if len(rounds) > 1:
            agencies = [one for one in rounds if not isinstance(one, CaseResults)]
            yield _cases(cases, confidence, board=audience != "subgroup") if cases else _agencies(agencies)


def _agencies(rounds: "Sequence[Results]") -> "Series":
    """Rounds about agencies: what moved from each to the next, and who meets each standard fully."""
    from audit.scoring.movement import movements
    from audit.scoring.movement_words import sentences, who_graded
    from audit.workbook.case_edition import Ready
    from audit.workbook.year_edition import Series

    told = [text for one in movements(rounds) for text in (*sentences(one), *who_graded(one))]
    by_id = [{one.standard.id: one for one in found.standards} for found in rounds]
    shared = [name for name in by_id[-1] if all(name in one for one in by_id)]
    lines = {
        f"{name} {by_id[-1][name].standard.title}": tuple(_fully(one[name]) for one in by_id)
        for name in shared
    }
    ready = Ready(tuple(told), (), ())
    what = "Share of agencies that fully meet each standard"
    return Series(rounds[-1].template.title, tuple(one.round for one in rounds), ready, lines, what)


def _fully(one: "StandardFigures") -> float | None:
    """The share of agencies that meet a standard fully, of those that it applies to."""
    from audit.scoring.messages import fully_share

    return float(fully_share(one)) if one.agencies else None


def _cases(rounds: "Sequence[CaseResults]", confidence: str, *, board: bool) -> "Series":
    """Rounds about cases: what changed, question by question, and the share that met each."""
    from audit.cases.comparing import compare
    from audit.cases.pooling import same_questions
    from audit.workbook.case_edition import Ready
    from audit.workbook.case_ready import comparison
    from audit.workbook.year_edition import Series

    try:
        told = comparison(compare(rounds, confidence=confidence), board=board)
    except AuditError as error:
        told = Ready((str(error),), (), ())
    shared, _ = same_questions(rounds)
    lines = {question.id: tuple(one.questions[question.id].share for one in rounds) for question in shared}
    template = rounds[-1].case_round.round.template
    what = "Share that met each question"
    return Series(template.title, tuple(one.case_round.round for one in rounds), told, lines, what)
