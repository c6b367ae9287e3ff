"""What each case comes to, question by question: the panel's grade, else the only reader's."""

from collections.abc import Mapping, Sequence
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
    """What one case comes to: a grade's code or, where agencies differ unmoderated, those of each."""

    came: Came
    grades: tuple[str, ...] = ()
    panel: bool = False

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

    def _due(self, keys: tuple[Key, ...]) -> Sequence[Key]:
        # An agency that has begun and is no longer expected owes nothing.
        agencies = self.case_round.agencies
        due = [key for key in keys if not key[1] or key[1] in agencies]
        return due or keys

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
                return Value(Came.NOT_APPLICABLE, panel=True)
            return Value(Came.GRADED, (step.code,), panel=True)
        keys = self.readers(ref)
        grades = tuple(grade for key in keys if (grade := self.grade(key, question)))
        if any(self.owes(key, question) for key in self._due(keys)):
            return Value(Came.PARTLY_READ if grades else Came.NOT_ANSWERED, grades)
        if grades:
            return Value(Came.GRADED if len(grades) == 1 else Came.SEVERAL, grades)
        if any(self.says_not_applicable(key, question) for key in keys):
            return Value(Came.NOT_APPLICABLE)
        return Value(Came.NOT_ASKED)

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
        """Whether nothing is owed any more in a first reading of a subject."""
        return any(
            key in self.interviews and not self.interview(key).still_owed() for key in self.readers(ref)
        )

    def response(self, key: Key) -> Response:
        """The response of a reading."""
        return blank(self.case_round, *key)
