"""Stop when sure: whether a register meets a target, while its files are read in ticket order.

Exact for files drawn at random without replacement, and valid however often one looks; how, says
`sequential_bounds`.
"""

import math
import operator
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

from audit.errors import AuditError
from audit.statistics.exact import Number, check_population, fraction, within

MEETS, SHORT, OPEN = "meets", "falls short", "keep reading"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What may be said after so many files: `low` to `high` are the compliant counts not yet ruled out.

    "meets" is that `low` reaches the target, "falls short" that `high` does not. Each end is wrong, at any
    look of the whole audit, with a chance of at most 1 - confidence.
    """

    decision: str
    read: int
    low: int
    high: int


def verdict(
    outcomes: Iterable[int | str], *, population: int, target: Number, confidence: Number = 0.95
) -> Verdict:
    """What the outcomes in ticket order (1 complies, 0 does not) say of a register against a target.

    Exactly at the target meets. AuditError where the figures contradict one another.
    """
    return history(outcomes, population=population, target=target, confidence=confidence)[-1]


def history(
    outcomes: Iterable[int | str], *, population: int, target: Number, confidence: Number = 0.95
) -> tuple[Verdict, ...]:
    """The verdict before the first file and after each: what a look at that moment says.

    A verdict stands whatever is read later, save where the files themselves prove it wrong.
    """
    check_population(population)
    goal, risk = least(target, population), 1 - within(confidence, "The confidence")
    found = read(outcomes, population)
    limits = _limits(found, population, goal, float(risk))
    return tuple(
        Verdict(_decision(low, high, goal), look, low, high) for look, (low, high) in enumerate(limits)
    )


def decided(verdicts: Sequence[Verdict]) -> int | None:
    """After how many files the verdict was reached that still stands; None while there is none.

    `verdicts` is a whole history, which begins with none.
    """
    last = verdicts[-1]
    if last.decision == OPEN:
        return None
    return max(one.read for one in verdicts if one.decision != last.decision) + 1


def least(target: Number, population: int) -> int:
    """The fewest compliant files that meet a target; AuditError where it is not above 0 and at most 1."""
    exact: Fraction = fraction(target)
    if not 0 < exact <= 1:
        raise AuditError(
            f"The target must be above 0 and at most 1, and is {float(exact):g}; write 0.9 or 90%."
        )
    return math.ceil(exact * population)


def read(outcomes: Iterable[int | str], population: int) -> tuple[int, ...]:
    """The outcomes as 1 and 0; AuditError where one is neither, or there are more than files."""
    found = tuple(_outcome(one, place) for place, one in enumerate(outcomes, 1))
    if len(found) > population:
        raise AuditError(f"{len(found):,} outcomes cannot come from a population of {population:,}.")
    return found


def _outcome(one: int | str, place: int) -> int:
    """1 or 0, also of "1" and "0"."""
    value = {"1": 1, "0": 0}.get(one) if isinstance(one, str) else one
    try:
        number = -1 if value is None else operator.index(value)
    except TypeError:
        number = -1
    if number not in {0, 1}:
        raise AuditError(
            f"Outcome {place} is {one!r}; write 1 for a file that meets the standard, 0 for any other."
        )
    return number


def _limits(found: Sequence[int], population: int, goal: int, risk: float) -> Iterable[tuple[int, int]]:
    """The fewest and the most compliant files not ruled out, after none, one, two … of the outcomes.

    Where one limit would pass the other, which chance allows, the first to come stands and the later stops
    there.
    """
    from audit.statistics.sequential_bounds import fewest

    missed = tuple(1 - one for one in found)
    rising = fewest(found, population, risk, goal - 1)
    falling = (population - count for count in fewest(missed, population, risk, population - goal))
    seen = zip(accumulate(found, initial=0), accumulate(missed, initial=0), strict=True)
    low, high = 0, population
    for bottom, top, (met, failed) in zip(rising, falling, seen, strict=True):
        low = min(max(low, bottom), high)
        high = max(min(high, top), low)
        flipped = _held(population - high, population - goal + 1, failed, population - met)
        yield _held(low, goal, met, population - failed), population - flipped


def _held(limit: int, goal: int, met: int, possible: int) -> int:
    """A lower limit, as far as the files seen bear it out: so many met, and so many may at most.

    One that they prove wrong gives way to the verdict that it stood for, if that may still be right, and
    else to what was seen.
    """
    if limit > possible:
        limit = goal if goal <= min(limit, possible) else met
    return max(limit, met)


def _decision(low: int, high: int, goal: int) -> str:
    """The verdict that the counts not ruled out allow."""
    if low >= goal:
        return MEETS
    return SHORT if high < goal else OPEN
