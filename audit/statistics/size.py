"""How many cases to read, and what a number of them can show."""

import math
from dataclasses import dataclass
from fractions import Fraction

from audit.errors import AuditError
from audit.statistics import quantiles
from audit.statistics.exact import (
    Number,
    check_population,
    check_sample,
    fraction,
    is_rare,
    last_where,
    within,
)
from audit.statistics.interval import Interval, proportion

LONGEST = 100_000  # cases; a discovery sample of more is no plan


def failing(rate: Number, population: int) -> int:
    """How many cases such a share of a register is: rounded down, the safe side, but at least one."""
    check_population(population)
    return max(1, math.floor(within(rate, "The rate") * population))


def discovery(
    rate: Number, *, allowed: int = 0, population: int | None = None, confidence: Number = 0.95
) -> int:
    """The fewest cases that show, if at most `allowed` of them fail, that fewer than `rate` of all do.

    Exact: without replacement from a population, else by the binomial distribution. AuditError where
    no sample can show it.
    """
    if allowed < 0:
        raise AuditError(f"The failures allowed are 0 or more, not {allowed}.")
    share, risk = within(rate, "The rate"), 1 - within(confidence, "The confidence")
    if population is not None:
        return enough(failing(share, population), population, allowed=allowed, confidence=confidence)
    if (allowed + 1) / share > LONGEST:
        raise AuditError(
            f"To show so little takes more than {LONGEST:,} cases; give a higher rate, or the population."
        )
    size = allowed + 1
    while not _binomial_is_rare(allowed, size, share, risk):
        size *= 2
    return 1 + last_where(lambda n: not _binomial_is_rare(allowed, n, share, risk), 0, size)


def enough(count: int, population: int, *, allowed: int = 0, confidence: Number = 0.95) -> int:
    """The fewest cases that rule out `count` failures in a register, if at most `allowed` of them fail."""
    check_population(population)
    risk = 1 - within(confidence, "The confidence")
    if allowed >= count:
        raise AuditError(
            f"No sample with {allowed} failures in it can show that fewer than {count:,} of the "
            f"{population:,} fail; allow fewer, or give a higher rate."
        )
    return 1 + last_where(lambda size: not is_rare(allowed, size, count, population, risk), 0, population)


def _binomial_is_rare(most: int, sample: int, rate: Fraction, risk: Fraction) -> bool:
    """Whether at most so many failures come up with a chance of `risk` or less, in integers."""
    fails, of = rate.numerator, rate.denominator
    passes = of - fails
    term = passes**sample
    total = 0
    for count in range(min(most, sample) + 1):
        total += term
        term = term * (sample - count) * fails // ((count + 1) * passes)
    return bool(total * risk.denominator <= risk.numerator * of**sample)


def chance_of_one(count: int, sample: int, population: int) -> Fraction:
    """The chance that a sample shows at least one of the `count` failing cases of a register."""
    check_sample(sample, population)
    if not 0 <= count <= population:
        raise AuditError(f"{count:,} of {population:,} cannot fail; give 0 to {population:,}.")
    few, many = sorted((sample, count))
    return 1 - Fraction(math.comb(population - many, few), math.comb(population, few))


def chance(rate: Number, sample: int, *, population: int | None = None) -> Fraction:
    """The chance that a sample shows at least one failure where such a share of all cases fail."""
    check_sample(sample, population)
    if population is not None:
        return chance_of_one(failing(rate, population), sample, population)
    share = within(rate, "The rate")
    if sample > LONGEST:
        raise AuditError(f"A sample of more than {LONGEST:,} needs the population that it comes from.")
    return 1 - (1 - share) ** sample


@dataclass(frozen=True, slots=True)
class Precision:
    """How many cases a margin takes: from a register without end, from this one, and as a whole number."""

    infinite: float
    unrounded: float
    size: int


def precision(
    margin: Number,
    *,
    expected: Number = 0.5,
    population: int | None = None,
    confidence: Number = 0.95,
    z_squared: Number | None = None,
) -> Precision:
    """How many cases to read to know a share to within a margin either way, if it is about the one expected.

    The formula of Cochran (1977, equations 4.2 and 4.3) with its finite-population correction, rounded up;
    `z_squared` stands in for that of the confidence. A guide to planning, rough below some thirty cases.
    """
    far, share = within(margin, "The margin"), within(expected, "The share expected")
    level = within(confidence, "The confidence")
    z = quantiles.normal((1 + level) / 2)
    squared = fraction(z) ** 2 if z_squared is None else fraction(z_squared)
    infinite = squared * share * (1 - share) / far**2
    size = infinite
    if population is not None:
        check_population(population)
        size = infinite / (1 + (infinite - 1) / population)
    return Precision(float(infinite), float(size), max(1, math.ceil(size)))


def reach(sample: int, share: Number, *, population: int | None = None, confidence: Number = 0.95) -> float:
    """How far the interval reaches from the share found, on its longer side, where about `share` comply."""
    found = near(sample, share)
    interval = proportion(found, sample, population=population, confidence=confidence)
    return max(interval.share - interval.low, interval.high - interval.share)


def within_reach(
    margin: Number,
    least: int,
    *,
    expected: Number = 0.5,
    population: int | None = None,
    confidence: Number = 0.95,
) -> int:
    """The first size from `least` on whose interval itself reaches no further than a margin."""
    far, sample = float(within(margin, "The margin")), least
    while reach(sample, expected, population=population, confidence=confidence) > far:
        sample += 1  # ends at the latest with the whole register, of which nothing is left to doubt
    return sample


def near(sample: int, share: Number) -> int:
    """The count out of a sample that is nearest to a share, halves rounded up."""
    return min(sample, math.floor(fraction(share) * sample + Fraction(1, 2)))


def outcomes(
    sample: int, *, population: int | None = None, confidence: Number = 0.95, most: int = 12
) -> tuple[tuple[int, Interval], ...]:
    """What a sample will tell: counts of compliant cases from all to none, each with its interval.

    Every count where there are at most `most`, else evenly spread with those near the top.
    """
    check_sample(sample, population)
    found = {*range(sample + 1)}
    if sample >= most:
        found = {sample - 1, *(near(sample, Fraction(tenth, 10)) for tenth in range(11))}
    return tuple(
        (count, proportion(count, sample, population=population, confidence=confidence))
        for count in sorted(found, reverse=True)
    )


LADDER = (5, 10, 15, 20, 30, 40, 60, 80, 100, 150, 200, 300, 400, 600, 800, 1000, 2000, 5000, 10_000, 50_000)


def neighbours(sample: int, population: int | None = None) -> tuple[int, ...]:
    """A size among up to two smaller and two larger ones, as far as the register goes."""
    steps = [size for size in LADDER if population is None or size <= population]
    smaller = [size for size in steps if size < sample][-2:]
    larger = [size for size in steps if size > sample][:2]
    if population is not None and len(larger) < 2 and population > max([sample, *larger]):
        larger.append(population)
    return (*smaller, sample, *larger)
