"""Drift: which way grades move from one reading to the next, and from a reader to the panel."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from audit.cases.case_round import CaseRound
from audit.cases.moderating import Given, Matter, all_matters
from audit.cases.plan import EACH
from audit.moderation import moved
from audit.standards.scale import Scale

PANEL, FIRST, SECOND = "panel", "first reading", "second reading"
Pair = tuple[str, str]  # the codes of two grades, the earlier one first


@dataclass(frozen=True, slots=True)
class Drift:
    """How later grades lie to earlier ones of the same question about the same subject.

    `answers` counts those of which both grades have points; `mean` is the mean of later minus earlier
    between -1 and 1, where 1 is the whole length of the scale (None without answers). `agency` and
    `auditor` say whose earlier grades they are, both empty where everybody's.
    """

    later: str
    earlier: str
    answers: int
    mean: Fraction | None
    up: int
    down: int
    same: int
    agency: str = ""
    auditor: str = ""


def drift(case_round: CaseRound, today: date) -> tuple[Drift, ...]:
    """Panel against first and second reading, second against first; then panel against each reader.

    Readers are agencies where each agency reads for itself (its first readings), else auditors by name
    (all that they read). Only subjects that are in the round, and panel's grades that count.
    """
    found = all_matters(case_round, today)
    scale = case_round.round.template.scale
    pairs = (
        (PANEL, FIRST, _panel(found, lambda one: one.reading == 1)),
        (PANEL, SECOND, _panel(found, lambda one: one.reading == 2)),
        (SECOND, FIRST, _again(case_round, found)),
    )
    whole = [_drift(scale, (later, earlier), grades) for later, earlier, grades in pairs]
    return (*whole, *_by_reader(case_round, scale, found))


def _by_reader(case_round: CaseRound, scale: Scale, found: Sequence[Matter]) -> Iterable[Drift]:
    if case_round.plan.readers == EACH:
        for code in case_round.agencies:
            own = _panel(found, lambda one, code=code: one.reading == 1 and one.agency == code)  # type: ignore[misc]
            yield _drift(scale, (PANEL, FIRST), own, agency=code)
        return
    given = (one for matter in found for one in matter.given)
    for name in sorted({_auditor(one) for one in given}):
        own = _panel(found, lambda one, name=name: _auditor(one) == name)  # type: ignore[misc]
        yield _drift(scale, (PANEL, "reading"), own, auditor=name)


def _auditor(given: Given) -> str:
    return ", ".join(given.names)


def _panel(found: Iterable[Matter], theirs: Callable[[Given], bool]) -> list[Pair]:
    """A reader's grade and the panel's, for each grade that is theirs and where the panel's counts."""
    return [
        (one.grade, matter.panel.grade)
        for matter in found
        if matter.panel and matter.agreed
        for one in matter.given
        if theirs(one)
    ]


def _again(case_round: CaseRound, found: Iterable[Matter]) -> list[Pair]:
    """First and second grades of the same question: of the same agency where each reads for itself."""
    each = case_round.plan.readers == EACH
    return [
        (first.grade, second.grade)
        for matter in found
        for second in matter.given
        if second.reading == 2
        for first in matter.given
        if first.reading == 1 and (first.agency == second.agency or not each)
    ]


def _drift(scale: Scale, pair: Pair, grades: Iterable[Pair], *, agency: str = "", auditor: str = "") -> Drift:
    one = moved(scale, grades)
    return Drift(*pair, one.answers, one.mean, one.up, one.down, one.same, agency, auditor)
