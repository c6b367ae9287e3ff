"""Stop when sure: whether a running round meets a target, question by question, however often one looks.

Only the unbroken run of usable cases in ticket order counts, however forms come back; a case found
ineligible leaves the run, and the register is one smaller for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from audit.cases.basis import Basis
from audit.cases.case_round import CaseRound, Stop
from audit.cases.figure import NONE, Figure, Member, counted
from audit.cases.subject import Subject
from audit.cases.values import Came, Value
from audit.errors import StateError
from audit.standards.question import Question
from audit.statistics.exact import Number
from audit.statistics.sequential import Verdict, history, read
from audit.statistics.sequential_sentences import remaining, sentence
from audit.statistics.words import percent

SEQUENTIAL = "sequential"
OTHERWISE = {
    "judgement": "its cases were chosen by hand",
    "weighted": "its cases were drawn by risk",
    "cluster": "its cases were drawn by clusters",
    "stratified": "its cases were drawn by strata",
    "systematic": "its cases were taken at even steps",
    "census": "every case is read anyway, and the figure is then the actual one",
    "not drawn": "its subjects were not drawn",
}
PER_QUESTION = "The error is that of each question by itself, not of all of them together."


class Read(Protocol):
    """What a verdict asks of a round that has been read, wholly or in part."""

    @property
    def case_round(self) -> CaseRound:
        """The round."""
        ...

    @property
    def confidence(self) -> Number:
        """How sure its intervals are."""
        ...

    @property
    def basis(self) -> Basis:
        """What its figures rest on."""
        ...

    @property
    def graded(self) -> tuple[Question, ...]:
        """The questions that come out as a grade."""
        ...

    @property
    def usable(self) -> tuple[Subject, ...]:
        """The subjects that are to be read."""
        ...

    @property
    def unusable(self) -> int:
        """How many are out without another in their place."""
        ...

    @property
    def by_case(self) -> Mapping[str, Mapping[str, Value]]:
        """What each usable case comes to, by question and reference."""
        ...


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict on one question, or why there is none; so many of the run met the standard."""

    verdict: Verdict | None
    compliant: int = 0
    sentences: tuple[str, ...] = ()
    why: str = ""


def verdicts(results: Read, target: Number, confidence: Number | None = None) -> Mapping[str, Judged]:
    """The verdict on each graded question; StateError where the round is no simple draw.

    `confidence` is the results' own where none is given.
    """
    check_simple(results)
    sure = results.confidence if confidence is None else confidence
    return {question.id: _judged(results, question, target, sure) for question in results.graded}


def check_simple(results: Read) -> None:
    """StateError, with the reason, where a round's design allows no verdict."""
    design = results.basis.design
    name = results.case_round.round.name
    if results.case_round.standing and results.case_round.standing.discarded:
        raise StateError(f"The sample of {name!r} was thrown away, so it can give no verdict.")
    if design != "simple":
        raise StateError(
            f"A verdict at any look needs a simple draw, and of {name!r} {OTHERWISE[design]}; "
            "'audit results' shows what it can say."
        )


def run(results: Read, question: Question) -> tuple[tuple[int, ...], str]:
    """The outcomes of the unbroken run in ticket order, 1 for a good grade, and why there is no verdict."""
    scale = results.case_round.round.template.scale
    values = results.by_case[question.id]
    outcomes: list[int] = []
    for subject in sorted(results.usable, key=lambda one: one.place):
        value = values[subject.ref]
        if value.came in {Came.NOT_APPLICABLE, Came.NOT_ASKED}:
            return tuple(outcomes), f"{subject.ref} is not applicable, so the run is no longer of all cases."
        if value.came is not Came.GRADED:
            break
        outcomes.append(int(scale[value.grades[0]].good))
    return tuple(outcomes), ""


def population(results: Read) -> int:
    """The register's units, without the cases found ineligible."""
    return (results.basis.population or 0) - results.unusable


def _judged(results: Read, question: Question, target: Number, confidence: Number) -> Judged:
    if question.asked_of:
        return Judged(None, why=f"It is asked of the sub-sample {question.asked_of} only.")
    outcomes, why = run(results, question)
    if why:
        return Judged(None, sum(outcomes), why=why)
    size = population(results)
    given = {"population": size, "target": target, "confidence": confidence}
    found = history(outcomes, **given)  # type: ignore[arg-type]
    compliant = sum(read(outcomes, size))
    said = sentence(found, compliant, **given)  # type: ignore[arg-type]
    more = (remaining(found[-1], size, confidence),) if 0 < len(outcomes) < size else ()
    return Judged(found[-1], compliant, (said, *more))


def stopped(results: Read, stop: Stop) -> Mapping[str, Figure]:
    """The figures of a round that was stopped on a verdict: with its own limits, which hold at any look.

    The fixed-size interval no longer covers what it says once the size hung on what was seen.
    """
    judged = verdicts(results, stop.target, stop.confidence)
    scale = results.case_round.round.template.scale
    size = population(results)
    found = {}
    for question in results.graded:
        one, values = judged[question.id], results.by_case[question.id]
        if one.verdict is None:
            plain = counted([Member(value) for value in values.values()], scale)
            found[question.id] = replace(plain, method=NONE, why=one.why, sentence=one.why)
            continue
        places = sorted(results.usable, key=lambda subject: subject.place)[: one.verdict.read]
        inside = counted([Member(values[each.ref], each.stratum) for each in places], scale)
        low, high = one.verdict.low, one.verdict.high
        ends = replace(inside, low=low / size, high=high / size, low_count=low, high_count=high)
        on = f"Stopped on a verdict against {percent(stop.target)}"
        why = f"{on}: these limits hold at any look. {PER_QUESTION}"
        found[question.id] = replace(ends, method=SEQUENTIAL, why=why, sentence=" ".join(one.sentences))
    return found
