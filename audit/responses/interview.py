"""What to ask next, what a reply means, and what is still owed. Knows no terminal, file or store."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from audit.dates import last_day, latest_day, months_before
from audit.responses.brought import Brought
from audit.responses.membership import Member
from audit.responses.response import Answer, Evidence
from audit.standards.catalogue import Standard
from audit.standards.question import Question
from audit.standards.scale import NOT_APPLICABLE, Grade
from audit.templates import Template


class State(StrEnum):
    """Where a question stands for a respondent; never two of them mixed."""

    NOT_ASKED = "not asked"  # not meant for this kind of agency, or this case
    DOES_NOT_ARISE = "does not arise"  # its condition does not hold
    UNANSWERED = "not answered"
    INCOMPLETE = "incomplete"  # answered, but a reason, an action or evidence is still owed
    NOT_APPLICABLE = "not applicable"
    ANSWERED = "answered"


SETTLED = frozenset({State.ANSWERED, State.NOT_APPLICABLE})
OPEN = frozenset({State.UNANSWERED, State.INCOMPLETE})
NOTHING = Answer()


@dataclass(frozen=True)
class Interview:
    """A template, whom it is put to (codes of kinds and duties), and the answers so far on a day.

    `subs` are the drawn sub-samples that its case belongs to. `brought` are the answers of an earlier round
    that wait to be confirmed, by question; `moderated` the codes of grades that count in place of the
    respondent's own, by question. `members` are those that a body may answer for beside itself.
    """

    template: Template
    words: frozenset[str]
    answers: Mapping[str, Answer]
    today: date
    subs: frozenset[str] = frozenset()
    brought: Mapping[str, Brought] = field(default_factory=dict)
    moderated: Mapping[str, str] = field(default_factory=dict)
    members: tuple[Member, ...] = ()

    def meant(self, question: Question) -> bool:
        """Whether a question is meant for this kind of agency, and for this case."""
        if question.asked_of and question.asked_of not in self.subs:
            return False
        return not question.applies_to or not self.words.isdisjoint(question.applies_to)

    def arises(self, question: Question) -> bool:
        """Whether a question is meant for the agency and all its conditions hold."""
        return self._arising[question.id]

    @cached_property
    def _arising(self) -> Mapping[str, bool]:
        # Conditions look back only (checked when a template is read), so one pass settles all.
        arising: dict[str, bool] = {}
        for question in self.template.questions:
            holds = all(arising[name] and self._matches(name, values) for name, values in question.when)
            arising[question.id] = self.meant(question) and holds
        return arising

    def holds(self, conditions: Iterable[tuple[str, tuple[str, ...]]]) -> bool:
        """Whether every question named arises and has one of its values, as in a question's `when`."""
        by_id = self.template.by_id
        return all(self.arises(by_id[name]) and self._matches(name, values) for name, values in conditions)

    def given(self, question: Question) -> bool:
        """Whether a question arises and has an answer, be it that it does not apply."""
        return self.arises(question) and self.answer(question).value is not None

    def idle(self, names: Iterable[str]) -> tuple[str, ...]:
        """Those of some ids that are answered and do not arise, so that they count for nothing."""
        asked = (self.template.by_id[name] for name in names if name in self.template.by_id)
        return tuple(one.id for one in asked if not self.arises(one) and self.answer(one).value is not None)

    def _matches(self, name: str, values: tuple[str, ...]) -> bool:
        question = self.template.by_id[name]
        value = self.answers.get(name, NOTHING).value
        if value is None or self.says_not_applicable(question):
            return False
        if question.graded:
            grade = self.grade(question)
            wanted = [self.template.scale.find(word) for word in values]
            return grade is not None and grade in wanted
        given = value if isinstance(value, tuple) else (value,)
        return bool({word.casefold() for word in given} & {word.casefold() for word in values})

    def answer(self, question: Question) -> Answer:
        """The answer to a question; an empty one where there is none."""
        return self.answers.get(question.id, NOTHING)

    def says_not_applicable(self, question: Question) -> bool:
        """Whether the answer is that the question does not apply (0 out of 0 says so too)."""
        value = self.answer(question).value
        if not isinstance(value, str):
            return False
        if question.kind == "grade":
            return value in self._without_points
        return value == NOT_APPLICABLE or (question.kind == "share" and value == "0/0")

    @cached_property
    def _without_points(self) -> frozenset[str]:
        return frozenset(grade.code for grade in self.template.scale.grades if grade.points is None)

    def grade(self, question: Question) -> Grade | None:
        """The grade that an answer comes to; None where there is none, or none yet."""
        return self._grades[question.id]

    @cached_property
    def _grades(self) -> Mapping[str, Grade | None]:
        return {question.id: self._grade(question) for question in self.template.questions}

    def _grade(self, question: Question) -> Grade | None:
        value = self.answer(question).value
        if not isinstance(value, str) or not question.graded:
            return None
        scale = self.template.scale
        if question.kind == "grade":
            return scale[value]
        if self.says_not_applicable(question):
            return scale.not_applicable
        return (
            self._share_grade(question, value)
            if question.kind == "share"
            else self._elapsed_grade(question, value)
        )

    def _share_grade(self, question: Question, value: str) -> Grade:
        count, base = (int(part) for part in value.split("/"))
        reached = (code for code, edge in question.edges if Fraction(count, base) >= edge)
        scale = self.template.scale
        return next((scale[code] for code in reached), scale.worst)

    def _elapsed_grade(self, question: Question, value: str) -> Grade | None:
        start, _, end = value.partition("/")
        holidays = self.template.holidays.days if self.template.holidays else frozenset()
        last = last_day(date.fromisoformat(start), question.limit, question.days == "working", holidays)
        if not end and self.today <= last:
            return None
        scale = self.template.scale
        return scale.best if end and date.fromisoformat(end) <= last else scale.worst

    def counts(self, question: Question) -> Grade | None:
        """The grade that counts in scores: the panel's where it stands, else the respondent's own."""
        code = self.moderated.get(question.id)
        return self.template.scale[code] if code else self.grade(question)

    def to_confirm(self, step: Question | Standard) -> Brought | None:
        """What an earlier round says to a question that is not answered yet; None where it says nothing.

        Of a standard it is the evidence for the whole of it, where none is given yet.
        """
        answer = self.answers.get(step.id, NOTHING)
        if isinstance(step, Standard):
            meant, given = any(map(self.meant, step.questions)), bool(answer.evidence)
        else:
            meant, given = self.meant(step), answer.value is not None
        return self.brought.get(step.id) if meant and not given else None

    def waiting(self, section: Standard | None = None) -> tuple[Question, ...]:
        """The questions asked now whose earlier answer waits to be confirmed, of one section or of all."""
        questions = section.questions if section else self.template.questions
        found = ((question, self.to_confirm(question)) for question in questions if self.arises(question))
        return tuple(question for question, brought in found if brought and brought.same)

    def outdated(self, piece: Evidence) -> bool:
        """Whether a piece of evidence is surely older than the template's limit."""
        day, oldest = latest_day(piece.date), self._oldest
        return day is not None and oldest is not None and day < oldest

    @cached_property
    def _oldest(self) -> date | None:
        months = self.template.evidence_months
        return None if months is None else months_before(self.today, months)

    def stale(self, step: Question | Standard) -> tuple[Evidence, ...]:
        """The evidence behind a question that arises, or a standard, that is older than the limit."""
        if isinstance(step, Question) and not self.arises(step):
            return ()
        return tuple(filter(self.outdated, self.answers.get(step.id, NOTHING).evidence))

    @cached_property
    def all_stale(self) -> int:
        """How many pieces of evidence, of questions that arise and of standards, are older than the limit."""
        steps: list[Question | Standard] = [*self.template.questions, *self.template.standards]
        return sum(len(self.stale(step)) for step in steps)

    def top(self, question: Question) -> bool:
        """Whether the grade given is one that evidence is asked for."""
        grade = self.grade(question)
        return grade is not None and grade.code in self.template.evidence_grades

    def missing(self, question: Question) -> tuple[str, ...]:
        """What the answer given still demands: `reason`, `action` or `evidence`."""
        answer, template = self.answer(question), self.template
        if self.says_not_applicable(question):
            owed = template.not_applicable == "reason" and not answer.reason and answer.value != "0/0"
            return ("reason",) if owed else ()
        grade = self.grade(question)
        if answer.value is None or (question.graded and grade is None):
            return ()
        if grade is None:
            return ("evidence",) if "evidence" in question.needs and not answer.evidence else ()
        missing = []
        if self.demands_action(question, grade) and not (answer.action and answer.action.what):
            missing.append("action")
        if "evidence" in question.needs and self.top(question) and not answer.evidence:
            missing.append("evidence")
        return tuple(missing)

    def demands_action(self, question: Question, grade: Grade) -> bool:
        """Whether a grade of a question calls for an action."""
        if grade.points is None:
            return False
        low = "action" in question.needs and not grade.good
        return low or grade.code in self.template.action_grades

    def state(self, question: Question) -> State:
        """Where a question stands."""
        return self._states[question.id]

    @cached_property
    def _states(self) -> Mapping[str, State]:
        return {question.id: self._state(question) for question in self.template.questions}

    def _state(self, question: Question) -> State:
        if not self.meant(question):
            return State.NOT_ASKED
        if not self.arises(question):
            return State.DOES_NOT_ARISE
        if self.answer(question).value is None or (question.graded and self.grade(question) is None):
            return State.UNANSWERED
        if self.missing(question):
            return State.INCOMPLETE
        return State.NOT_APPLICABLE if self.says_not_applicable(question) else State.ANSWERED

    def owed(self, section: Standard | None = None) -> tuple[Question, ...]:
        """The questions owed: those that arise and are not optional; of one section or of all."""
        questions = section.questions if section else self.template.questions
        return tuple(question for question in questions if self.arises(question) and not question.optional)

    def still_owed(self, section: Standard | None = None) -> tuple[Question, ...]:
        """The questions owed that are not settled yet."""
        return tuple(question for question in self.owed(section) if self.state(question) in OPEN)

    def completeness(self, section: Standard | None = None) -> Fraction:
        """Settled out of owed; 1 where nothing is owed."""
        owed = self.owed(section)
        return 1 - Fraction(len(self.still_owed(section)), len(owed)) if owed else Fraction(1)

    def covered(self, question: Question) -> bool:
        """Whether evidence stands behind a grade: its own, or its standard's (where that is enough)."""
        if self.answer(question).evidence:
            return True
        if "evidence" in question.needs:
            return False
        return bool(self.answers.get(self.template.section_of[question.id].id, NOTHING).evidence)

    def without_evidence(self, section: Standard) -> tuple[Question, ...]:
        """The top grades of a section behind which there is no evidence."""
        arising = (question for question in section.questions if self.arises(question))
        return tuple(question for question in arising if self.top(question) and not self.covered(question))

    def evidence_wanted(self, section: Standard) -> bool:
        """Whether the evidence for a whole standard should be asked for now."""
        lacking = self.without_evidence(section)
        return (
            bool(section.id)
            and not self.still_owed(section)
            and any("evidence" not in question.needs for question in lacking)
        )

    def steps(self) -> Iterator[Question | Standard]:
        """What can be asked, in order: questions that arise, and standards whose evidence is wanted."""
        for section in self.template.sections:
            yield from (question for question in section.questions if self.arises(question))
            if self.evidence_wanted(section) or section.id in self.answers:
                yield section

    def open(self, step: Question | Standard) -> bool:
        """Whether a step still has something to ask (optional questions too, until they are answered)."""
        if isinstance(step, Standard):
            return self.evidence_wanted(step)
        return self.state(step) in OPEN

    def next_step(self, after: str = "", passed: frozenset[str] = frozenset()) -> Question | Standard | None:
        """The next open step behind the one with the id `after`, then from the beginning; None at the end.

        Steps in `passed` were skipped for now and are left out.
        """
        steps = list(self.steps())
        ids = [step.id for step in steps]
        start = ids.index(after) + 1 if after in ids else 0
        around = [*steps[start:], *steps[:start]]
        return next((step for step in around if step.id not in passed and self.open(step)), None)
