"""What each case comes to, question by question: the panel's grade, else the only reader's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from audit.cases.case_round import CaseRound, blank, says
from audit.cases.moderating import stands
from audit.cases.panel import PanelGrade
from audit.cases.plan import EACH
from audit.responses.interview import Interview, State
from audit.responses.response import Response
from audit.standards.question import Question

Key = tuple[str, str, int]  # reference, agency's code, reading


class Came(StrEnum):
    """What a case comes to on a question; never two of them mixed."""

    GRADED = "graded"
    SEVERAL = "several grades"  # of several agencies, and no panel has agreed one
    PARTLY_READ = "partly read"  # graded, while another agency that is expected owes its answer
    NOT_APPLICABLE = "not applicable"
    NOT_ANSWERED = "not answered"
    NOT_ASKED = "not asked"


@dataclass(frozen=True, slots=True)
class Value:
    """What one case comes to: a grade's code or, where agencies answer unmoderated, those of each.

    `not_applicable` and `unanswered` count the readings that say so, or are expected and say nothing yet.
    """

    came: Came
    grades: tuple[str, ...] = ()
    panel: bool = False
    not_applicable: int = 0
    unanswered: int = 0

    @property
    def several(self) -> bool:
        """Whether several agencies' grades stand side by side, whether or not another owes its own."""
        return len(self.grades) > 1

    @property
    def owed(self) -> bool:
        """Whether an answer is still owed."""
        return self.came in {Came.NOT_ANSWERED, Came.PARTLY_READ}


@dataclass(frozen=True)
class Values:
    """The readings of a round about cases, looked at as of a day."""

    case_round: CaseRound
    today: date

    @cached_property
    def interviews(self) -> Mapping[Key, Interview]:
        """Every response's interview, by reference, agency and reading."""
        return {
            key: self.case_round.interview(response, self.today)
            for key, response in self.case_round.readings.items()
        }

    @cached_property
    def _first(self) -> Mapping[str, tuple[Key, ...]]:
        """The first readings of each subject, begun or expected."""
        found: dict[str, dict[Key, None]] = {one.ref: {} for one in self.case_round.subjects}
        for ref, agency, reading in self.case_round.readings:
            if reading == 1 and ref in found:
                found[ref][ref, agency, 1] = None
        for one in self.case_round.assignments:
            # Where one person reads a case, a reading by whoever it was is the one that is expected.
            if one.reading == 1 and (self.case_round.plan.readers == EACH or not found[one.ref]):
                found[one.ref][one.ref, one.agency, 1] = None
        return {ref: tuple(keys) for ref, keys in found.items()}

    @cached_property
    def _expected(self) -> frozenset[Key]:
        """The first readings that are expected."""
        return frozenset((one.ref, one.agency, 1) for one in self.case_round.assignments if one.reading == 1)

    def interview(self, key: Key) -> Interview:
        """The interview of a reading; an empty one where it has not begun."""
        if key not in self.interviews:
            return self.case_round.interview(blank(self.case_round, *key), self.today)
        return self.interviews[key]

    def state(self, key: Key, question: Question) -> State:
        """Where a question stands in a reading."""
        return self.interview(key).state(question)

    def grade(self, key: Key, question: Question) -> str:
        """The grade with points that a reading gives to a question that arises; '' where it gives none."""
        begun = self.interview(key)
        grade = begun.grade(question) if begun.arises(question) else None
        return grade.code if grade and grade.points is not None else ""

    def owes(self, key: Key, question: Question) -> bool:
        """Whether a reading is still to answer a question, or one that decides whether it arises."""
        state = self.state(key, question)
        if state is State.DOES_NOT_ARISE:
            by_id = self.case_round.round.template.by_id
            return any(self.owes(key, by_id[name]) for name, _ in question.when)
        return state is State.UNANSWERED

    def says_not_applicable(self, key: Key, question: Question) -> bool:
        """Whether a reading says that a question does not apply, or it does not arise in it."""
        begun = self.interview(key)
        if begun.state(question) is State.DOES_NOT_ARISE:
            return not self.owes(key, question)
        return begun.state(question) is not State.NOT_ASKED and begun.says_not_applicable(question)

    def readers(self, ref: str) -> tuple[Key, ...]:
        """The first readings of a subject, begun or expected."""
        return self._first.get(ref, ())

    def said(self, ref: str, question: Question) -> dict[str, str]:
        """What each reading says to a graded question, by `agency/reading`; a grade's code."""
        begun = ((one, self.interviews[ref, one.agency, one.reading]) for one in self.case_round.of(ref))
        return {
            f"{one.agency}/{one.reading}": code
            for one, asked in begun
            if asked.arises(question) and (code := says(asked, question))
        }

    def panel(self, ref: str, question: Question) -> PanelGrade | None:
        """The panel's grade, as long as it is of what the readers say now; None else."""
        grade = self.case_round.panel.get((ref, question.id))
        return grade if grade and stands(grade, self.said(ref, question)) else None

    def value(self, ref: str, question: Question) -> Value:
        """What a case comes to on a graded question."""
        if agreed := self.panel(ref, question):
            step = self.case_round.round.template.scale[agreed.grade]
            if step.points is None:
                return Value(Came.NOT_APPLICABLE, panel=True, not_applicable=1)
            return Value(Came.GRADED, (step.code,), panel=True)
        keys = self.readers(ref)
        grades = tuple(grade for key in keys if (grade := self.grade(key, question)))
        silent = [key for key in keys if not self.grade(key, question)]
        apart = sum(self.says_not_applicable(key, question) for key in silent)
        owed = sum(self._waited_for(key) and self.owes(key, question) for key in silent)
        if owed:
            came = Came.PARTLY_READ if grades else Came.NOT_ANSWERED
        elif grades:
            came = Came.GRADED if len(grades) == 1 else Came.SEVERAL
        else:
            came = Came.NOT_APPLICABLE if apart else Came.NOT_ASKED
        return Value(came, grades, not_applicable=apart, unanswered=owed)

    def _waited_for(self, key: Key) -> bool:
        """Whether a reading is expected: where agencies read each for itself, one that left is not."""
        each = self.case_round.plan.readers == EACH and bool(self.case_round.assignments)
        return not each or key in self._expected

    def agency_value(self, ref: str, agency: str, question: Question) -> Value:
        """What one agency's first reading of a case comes to."""
        key = (ref, agency, 1)
        if key not in self.readers(ref) or self.state(key, question) is State.NOT_ASKED:
            return Value(Came.NOT_ASKED)
        if grade := self.grade(key, question):
            return Value(Came.GRADED, (grade,))
        not_applicable = self.says_not_applicable(key, question)
        return Value(Came.NOT_APPLICABLE if not_applicable else Came.NOT_ANSWERED)

    def read(self, ref: str) -> bool:
        """Whether nothing is owed any more in the first readings of a subject that are expected."""
        keys = self.readers(ref)
        done = {key for key in keys if key in self.interviews and not self.interview(key).still_owed()}
        return bool(done) and done.issuperset(self._expected.intersection(keys))

    def response(self, key: Key) -> Response:
        """The response of a reading."""
        return blank(self.case_round, *key)
