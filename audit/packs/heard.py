"""What counts of responses, worked out once for all the packs in which they are counted."""

from fractions import Fraction

from audit.responses.interview import Interview
from audit.scoring.partnership import Met, Row, met
from audit.scoring.score import points_of
from audit.standards.catalogue import Standard
from audit.standards.question import Question

NOT_ASKED, NO_RISE, NOT_ANSWERED, NOT_APPLICABLE = (
    *("not asked", "does not arise", "not answered"),
    "not applicable",
)


class Heard:
    """The responses of one round, as they are counted; what was looked at once is kept."""

    def __init__(self) -> None:
        """Begin with nothing looked at."""
        self._words: dict[tuple[str, str], tuple[str, ...]] = {}
        self._shares: dict[tuple[str, str], Fraction | None] = {}
        self._met: dict[tuple[str, str], Met] = {}

    def words(self, row: Row, question: Question) -> tuple[str, ...]:
        """What counts of a response to a question, in words."""
        key = row.agency.code, question.id
        if key not in self._words:
            self._words[key] = _said(row.interview, question)
        return self._words[key]

    def share(self, row: Row, question: Question) -> Fraction | None:
        """The share of the points that counts of a question; None where no grade with points does."""
        key = row.agency.code, question.id
        if key not in self._shares:
            self._shares[key] = points_of(row.interview, question)
        return self._shares[key]

    def met(self, row: Row, standard: Standard) -> Met:
        """How far a response meets a standard."""
        key = row.agency.code, standard.id
        if key not in self._met:
            self._met[key] = met(row, standard)
        return self._met[key]


def _said(asked: Interview, question: Question) -> tuple[str, ...]:
    if not asked.meant(question):
        return (NOT_ASKED,)
    if not asked.arises(question):
        return (NO_RISE,)
    grade = asked.counts(question)
    if grade is not None:
        return (grade.label if grade.points is not None else NOT_APPLICABLE,)
    if asked.says_not_applicable(question):
        return (NOT_APPLICABLE,)
    value = asked.answer(question).value
    if value is None or question.graded:
        return (NOT_ANSWERED,)
    return value if isinstance(value, tuple) else (value,)
