"""How many cases each of two audits needs so that a change between them would be noticed.

The test is Fisher's exact test, two-sided, on samples of equal size; its power is worked out exactly,
from every pair of counts, and not by an approximation.
"""

import math
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

from audit.errors import AuditError
from audit.statistics import quantiles
from audit.statistics.exact import Number, check_population, check_sample, is_rare, log_ways, within
from audit.statistics.words import percent

LONGEST = 1000  # cases in each audit; beyond it no one plans to read case files
_BELOW = 12  # where to begin under the size of the plain formula, which is too small for Fisher's test


@dataclass(frozen=True, slots=True)
class Change:
    """The cases to read in each audit, and the power (a chance from 0 to 1) that so many give."""

    size: int
    power: float


def change(
    before: Number,
    after: Number,
    *,
    power: Number = 0.8,
    population: int | None = None,
    confidence: Number = 0.95,
) -> Change:
    """The fewest cases in each audit with which a change from one share to another shows so often.

    AuditError where the shares are equal, or where it takes more than 1,000 cases or than there are.
    """
    wanted = within(power, "The power")
    first, second = _shares(before, after, population)
    least = _formula(first, second, wanted, within(confidence, "The confidence"))
    if population is not None:
        least /= 1 + (least - 1) / population
    most = LONGEST if population is None else min(LONGEST, population)
    for size in range(max(2, math.floor(least) - _BELOW), most + 1):
        reached = power_of(size, first, second, population=population, confidence=confidence)
        if reached >= wanted:
            return Change(size, reached)
    step = f"a change from {percent(before)} to {percent(after)}"
    if most == population:
        raise AuditError(
            f"Even all {population:,} cases in each audit would not show {step} that surely; ask for a "
            "larger change, or leave the population out."
        )
    raise AuditError(
        f"It takes more than {LONGEST:,} cases in each audit (about {least:,.0f}) to notice {step}; "
        "ask for a larger change."
    )


def power_of(
    size: int, before: Number, after: Number, *, population: int | None = None, confidence: Number = 0.95
) -> float:
    """The chance that Fisher's test finds the change with so many cases in each audit."""
    check_sample(size, population)
    risk = 1 - within(confidence, "The confidence")
    first, second = _shares(before, after, population)
    chances, others = (_chances(size, share, population) for share in (first, second))
    up_to = [0.0, *accumulate(others)]
    starts = _firsts_that_differ(size, risk)
    # By symmetry a fall is a rise in the failures: the same starts, counted from the other end.
    found = (
        chance * (up_to[-1] - up_to[rise] + up_to[size + 1 - fall])
        for chance, rise, fall in zip(chances, starts, reversed(starts), strict=True)
    )
    return min(1.0, math.fsum(found))


def differs(first: int, second: int, size: int, risk: Fraction) -> bool:
    """Whether two counts out of equal samples differ by Fisher's two-sided test at a risk such as 1/20.

    With equal samples the distribution is symmetric, so the tables no more likely than the one found
    are those of both tails alike, and the two-sided p is twice the smaller tail (of equal counts above 1).
    """
    low, high = sorted((first, second))
    return is_rare(low, size, low + high, 2 * size, risk / 2)


def _firsts_that_differ(size: int, risk: Fraction) -> list[int]:
    """For each count in the first audit, the least count in the second that is shown to be more."""
    starts, second = [], 0
    for first in range(size + 1):  # the starts never fall as the first count rises
        while second <= size and not differs(first, second, size, risk):
            second += 1
        starts.append(second)
    return starts


def _shares(before: Number, after: Number, population: int | None) -> tuple[Fraction, Fraction]:
    """Both shares; in a register the nearest whole numbers of cases. AuditError where they are the same."""
    first, second = within(before, "The share before"), within(after, "The share after")
    if population is not None:
        check_population(population)
        first, second = (
            Fraction(math.floor(share * population + Fraction(1, 2)), population) for share in (first, second)
        )
    if first == second:
        of = "" if population is None else f" in a register of {population:,}"
        raise AuditError(f"There is no change between the two shares{of}; give two that differ.")
    return first, second


def _chances(size: int, share: Fraction, population: int | None) -> list[float]:
    """The chance of each count from 0 to the size of a sample."""
    if population is None:
        yes, no = math.log(share), math.log(1 - share)
        return [math.exp(log_ways(size, x) + x * yes + (size - x) * no) for x in range(size + 1)]
    marked = int(share * population)
    rest, ways = population - marked, log_ways(population, size)
    return [
        math.exp(log_ways(marked, x) + log_ways(rest, size - x) - ways)
        if x <= marked and size - x <= rest
        else 0.0
        for x in range(size + 1)
    ]


def _formula(first: Fraction, second: Fraction, power: Fraction, level: Fraction) -> float:
    """The size by the normal approximation without correction (Fleiss, Levin and Paik 2003, chapter 4)."""
    p, q = float(first), float(second)
    mean = (p + q) / 2
    risk = quantiles.normal((1 + level) / 2) * math.sqrt(2 * mean * (1 - mean))
    sure = quantiles.normal(power) * math.sqrt(p * (1 - p) + q * (1 - q))
    return ((risk + sure) / (p - q)) ** 2
