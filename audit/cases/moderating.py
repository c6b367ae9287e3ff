"""Moderation: every reader's grade side by side, what a panel agreed on them, and whether it still counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from audit.cases.case_round import CaseRound, says
from audit.cases.panel import PanelGrade
from audit.errors import AnswerError, StateError
from audit.responses.reply import says_not_applicable
from audit.responses.response import Response
from audit.standards.question import Question
from audit.standards.scale import Grade
from audit.templates import Template


@dataclass(frozen=True, slots=True)
class Given:
    """A grade that a reader gave: of which agency (empty: none), in which reading, who wrote it."""

    agency: str
    reading: int
    names: tuple[str, ...]
    grade: str

    @property
    def key(self) -> str:
        """What a panel's grade knows it by."""
        return _key(self.agency, self.reading)


@dataclass(frozen=True, slots=True)
class Matter:
    """One graded question about one subject before the panel; `panel` is what it agreed last, if anything."""

    ref: str
    question: Question
    given: tuple[Given, ...]
    panel: PanelGrade | None = None

    @property
    def now(self) -> Mapping[str, str]:
        """The grades as they stand, by `agency/reading`."""
        return {one.key: one.grade for one in self.given}

    @property
    def differ(self) -> bool:
        """Whether readers gave different grades."""
        return len(set(self.now.values())) > 1

    @property
    def agreed(self) -> bool:
        """Whether the panel's grade counts."""
        return self.panel is not None and stands(self.panel, self.now)

    @property
    def again(self) -> bool:
        """Whether what the panel agreed is to be agreed again, since readers' grades have changed."""
        return self.panel is not None and not self.agreed

    @property
    def reason_owed(self) -> bool:
        """Whether the panel's grade counts, differs from a reader's, and has no reason yet."""
        agreed = self.agreed and self.panel is not None and not self.panel.reason
        return agreed and self.panel is not None and self.wants_reason(self.panel.grade)

    @property
    def unseen(self) -> bool:
        """Whether the panel's grade counts, and a reader has given another one since."""
        if self.panel is None or not self.agreed:
            return False
        since = (code for key, code in self.now.items() if key not in self.panel.on)
        return any(code != self.panel.grade for code in since)

    @property
    def open(self) -> bool:
        """Whether the panel has something to say about it: readers differ, or what it said is not settled."""
        return self.again or self.unseen or self.reason_owed or (self.differ and not self.agreed)

    def wants_reason(self, grade: str) -> bool:
        """Whether a panel's grade needs a reason: it differs from a reader's."""
        return any(one != grade for one in self.now.values())


def _key(agency: str, reading: int) -> str:
    return f"{agency}/{reading}"


def stands(grade: PanelGrade, now: Mapping[str, str]) -> bool:
    """Whether a panel's grade counts: every reader's grade that it was agreed on is still the same.

    `now` is every reader's grade by `agency/reading`. A grade changed or taken back since makes it to be
    agreed again; one that has come since does not, but the matter is open where it is another than the
    panel's.
    """
    return bool(grade.grade) and all(now.get(key) == code for key, code in grade.on.items())


def grades(case_round: CaseRound, response: Response, today: date) -> dict[str, str]:
    """The grades' codes that a response comes to, by question; those that do not arise are left out."""
    interview = case_round.interview(response, today)
    asked = (one for one in interview.template.questions if one.graded and interview.arises(one))
    return {one.id: code for one in asked if (code := says(interview, one))}


def matters(case_round: CaseRound, ref: str, today: date) -> tuple[Matter, ...]:
    """The graded questions about a subject that a reader or the panel has graded, in the order of asking."""
    read = [(one, grades(case_round, one, today)) for one in case_round.of(ref)]
    found = []
    for question in case_round.round.template.questions:
        panel = case_round.panel.get((ref, question.id))
        given = tuple(
            Given(one.agency, one.reading, one.readers, codes[question.id])
            for one, codes in read
            if question.id in codes
        )
        if question.graded and (given or panel):
            found.append(Matter(ref, question, given, panel))
    return tuple(found)


def all_matters(case_round: CaseRound, today: date) -> tuple[Matter, ...]:
    """The matters of every subject that is in the round, subject by subject."""
    return tuple(one for subject in case_round.usable for one in matters(case_round, subject.ref, today))


def in_turn(found: Sequence[Matter], *, every: bool) -> list[Matter]:
    """What a panel goes through: what is open, and then, where `every` says so, all else that was graded."""
    rest = [one for one in found if not one.open and one.given] if every else []
    return [one for one in found if one.open] + rest


def find_matter(case_round: CaseRound, ref: str, name: str, today: date) -> Matter:
    """The matter of a question by its id; UnknownError, AnswerError or StateError where it has no grade."""
    question = case_round.round.template.question(name.strip())
    if not question.graded:
        raise AnswerError(f"{question.id} is not graded, so there is no grade of it to agree.")
    found = (one for one in matters(case_round, ref, today) if one.question.id == question.id)
    matter = next(found, None)
    if matter is None:
        raise StateError(f"No reader has graded {question.id} about {ref} yet, so there is nothing to agree.")
    return matter


def grade_of(template: Template, question: Question, word: str) -> Grade:
    """The grade that a panel means, by its code or label or as n/a; AnswerError with those there are."""
    scale = template.scale
    found = scale.not_applicable if says_not_applicable(template, word) else scale.find(word)
    if found is None or (found.points is None and template.not_applicable == "refused"):
        known = ", ".join(one.code for one in choices(template))
        raise AnswerError(f"{question.id}: {word!r} is no grade that can be agreed; those are {known}.")
    return found


def choices(template: Template) -> list[Grade]:
    """The grades that a panel may agree: all of the scale, but for not applicable where that is refused."""
    refused = template.not_applicable == "refused"
    return [one for one in template.scale.grades if one.points is not None or not refused]


def agree(matter: Matter, grade: Grade, reason: str) -> PanelGrade:
    """The panel's grade on the readers' grades as they stand, not stamped yet; StateError without any."""
    if not matter.given:
        raise StateError(
            f"No reader's grade of {matter.question.id} about {matter.ref} is left to agree on; the panel's "
            "can be taken back."
        )
    return PanelGrade(matter.ref, matter.question.id, grade.code, reason, "", "", matter.now)


def need_reason(matter: Matter, grade: Grade, reason: str) -> None:
    """AnswerError where a panel's grade differs from a reader's and no reason is given."""
    if not reason and matter.wants_reason(grade.code):
        raise AnswerError(
            f"{matter.question.id}: the panel's grade differs from a reader's, so give the reason for it."
        )


def take_back(matter: Matter, reason: str) -> PanelGrade:
    """The panel's grade taken back; StateError where there is none."""
    if matter.panel is None:
        raise StateError(f"The panel has agreed no grade of {matter.question.id} about {matter.ref}.")
    return PanelGrade(matter.ref, matter.question.id, "", reason, "", "", matter.now)
