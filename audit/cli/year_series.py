"""Rounds of one template in a row, as a year's report tells them: what changed, and shares over time."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from audit.errors import AuditError

if TYPE_CHECKING:
    from audit.cases.results import Results as CaseResults
    from audit.scoring.partnership import Results, StandardFigures
    from audit.workbook.year_edition import Series


def agencies_series(rounds: "Sequence[Results]") -> "Series":
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


def cases_series(rounds: "Sequence[CaseResults]", confidence: str, *, board: bool) -> "Series":
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
