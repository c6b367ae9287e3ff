"""One question in two rounds: whether it still means the same, and what counted for an agency each time."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from audit.bringing import same_question
from audit.responses.interview import Interview
from audit.scoring.partnership import Row
from audit.standards.question import Question
from audit.standards.scale import Grade
from audit.templates import Template


class Way(StrEnum):
    """Where a score or a grade went."""

    UP = "up"
    DOWN = "down"
    SAME = "same"


class Differs(StrEnum):
    """Why a question cannot be compared, whoever answers it."""

    REWORDED = "reworded"
    GRADED_OTHERWISE = "graded otherwise"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A graded question that no agency's movement rests on, and why."""

    question: Question
    why: Differs


@dataclass(frozen=True, slots=True)
class Pair:
    """What counts for one agency on one question, then and now.

    `points` are the shares of the points, from 0 to 1; None where the two do not compare, and `why` says why
    not. `panel` says of each round whether the grade is a panel's; `confirmed` whether what was answered in
    the earlier round was confirmed as still true.
    """

    question: Question
    then: Grade | None
    now: Grade | None
    points: tuple[Fraction, Fraction] | None
    why: str
    panel: tuple[bool, bool]
    confirmed: bool

    @property
    def way(self) -> Way | None:
        """Where the grade went, by its points; None where the two do not compare."""
        return way(*self.points) if self.points else None


def way(then: Fraction, now: Fraction) -> Way:
    """Whether a number went up, down or stayed."""
    return Way.UP if now > then else Way.DOWN if now < then else Way.SAME


def graded(template: Template) -> Iterator[Question]:
    """The questions of a template that are graded."""
    return (question for question in template.questions if question.graded)


def differs(name: str, then: Template, now: Template) -> Differs | None:
    """Why a question that is graded in one of two templates cannot be compared; None where it can."""
    before, after = then.by_id.get(name), now.by_id.get(name)
    if before is None or after is None:
        return Differs.NEW if before is None else Differs.GONE
    if same_question(then, now, name):
        # How a share or a span of days comes to be a grade is no part of what was said.
        return None if _turned(before) == _turned(after) else Differs.GRADED_OTHERWISE
    return Differs.GRADED_OTHERWISE if _words(before) == _words(after) else Differs.REWORDED


def _words(question: Question) -> list[str]:
    return [*question.text.split(), *question.of.split()]


def _turned(question: Question) -> tuple[object, ...]:
    return question.edges, question.limit, question.days if question.limit else ""


def pair(then: Row, now: Row, question: Question) -> Pair:
    """What counts for an agency on a question that means the same in two rounds."""
    before = then.interview.template.by_id[question.id]
    first, last = _counting(then.interview, before), _counting(now.interview, question)
    whys = _lacking(then.interview, before), _lacking(now.interview, question)
    confirmed = now.interview.answer(question).confirmed
    return Pair(
        question=question,
        then=first,
        now=last,
        points=_points(then.interview, first, last),
        why=_why(*whys),
        panel=(before.id in then.interview.moderated, question.id in now.interview.moderated),
        confirmed=bool(then.response and confirmed == then.response.round),
    )


def _why(then: str, now: str) -> str:
    if then == now:
        return then and f"{then} then or now"
    return ", ".join(f"{why} {when}" for why, when in ((then, "then"), (now, "now")) if why)


def _counting(asked: Interview, question: Question) -> Grade | None:
    return asked.counts(question) if asked.arises(question) else None


def _points(asked: Interview, then: Grade | None, now: Grade | None) -> tuple[Fraction, Fraction] | None:
    """The shares of the points of two grades of one scale; None where one of them has none."""
    share = asked.template.scale.share
    before, after = (share(grade.code) if grade else None for grade in (then, now))
    return None if before is None or after is None else (before, after)


def _lacking(asked: Interview, question: Question) -> str:
    """Why a question has no grade with points; empty where it has one."""
    if not asked.meant(question):
        return "not asked"
    if not asked.arises(question):
        return "did not arise"
    grade = asked.counts(question)
    if grade is None:
        brought = asked.to_confirm(question)
        return "to be confirmed" if brought and brought.same else "not answered"
    return "not applicable" if grade.points is None else ""
