"""What the other files stand on: decimals taken as they are printed, and tails that no rounding decides.

The risk equals the limit exactly in natural designs (5 cases of 200 at 95 %), and 1 - 0.9 is not 0.1
in floats. So confidence and rates are fractions, and where floats come near the limit integers decide.
"""

import math
import operator
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from audit.errors import AuditError

Number = int | float | str | Fraction | Decimal

LARGEST = 10**8  # units of a register


def fraction(value: Number) -> Fraction:
    """The exact value of a number; of a float the decimal that it prints. AuditError where it is none."""
    try:
        return Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        raise AuditError(f"{value!r} is not a number; write it like 0.9.") from None


def within(value: Number, what: str) -> Fraction:
    """The exact value of a share above 0 and below 1; AuditError where it lies outside."""
    exact = fraction(value)
    if not 0 < exact < 1:
        shown = float(exact)
        raise AuditError(
            f"{what} must be above 0 and below 1, and is {shown:g}; write 0.9 or 90% for nine in ten."
        )
    return exact


def check_sample(sample: int, population: int | None) -> None:
    """AuditError where so many cases cannot be drawn: none at all, or more than there are."""
    if operator.index(sample) < 1:
        raise AuditError(f"A sample of {sample} tells nothing; it needs 1 case or more.")
    if population is None:
        if sample > LARGEST:
            raise AuditError(
                f"A sample of {sample:,} is more than the {LARGEST:,} that can be reckoned with."
            )
        return
    check_population(population)
    if sample > population:
        raise AuditError(f"A sample of {sample:,} cannot come from a population of {population:,}.")


def check_population(population: int) -> None:
    """AuditError where a register has no units, or more than can be reckoned with."""
    if not 1 <= operator.index(population) <= LARGEST:
        raise AuditError(f"A population is a whole number from 1 to {LARGEST:,}, not {population:,}.")


def check_counts(compliant: int, sample: int, population: int | None) -> None:
    """AuditError where the counts of an audit contradict one another."""
    check_sample(sample, population)
    if not 0 <= operator.index(compliant) <= sample:
        raise AuditError(
            f"{compliant:,} of {sample:,} cannot be; the compliant are from 0 to the whole sample."
        )


def is_rare(most: int, sample: int, marked: int, population: int, risk: Fraction) -> bool:
    """Whether at most `most` marked units come up in a sample with a chance of `risk` or less.

    The sample is drawn without replacement; a tie counts as rare.
    """
    chance, limit = _at_most(most, sample, marked, population), float(risk)
    slack = limit * (
        1e-11 + 1e-14 * math.lgamma(population + 1)
    )  # many times what the floats can be wrong by
    if abs(chance - limit) > slack:
        return chance < limit
    return _is_rare(most, sample, marked, population, risk)


def _is_rare(most: int, sample: int, marked: int, population: int, risk: Fraction) -> bool:
    """The same in integers: ways to draw so few are counted until the rest cannot change the answer."""
    # Drawn and marked may change places: the shorter list makes the smaller numbers.
    few, many = sorted((sample, marked))
    rest = population - few - many
    last = min(most, few)
    goal = math.comb(population, few) * risk.numerator
    term = math.comb(many, last) * math.comb(population - many, few - last) * risk.denominator
    total = 0
    for count in range(last, -1, -1):  # it ends at the first that can be drawn, for the next term is 0
        total += term
        before = term
        term = term * count * (rest + count) // ((many - count + 1) * (few - count + 1))
        if total > goal or (term <= before and total + term * count <= goal):
            break  # once terms fall they fall ever faster, so `count` more are at most so much
    return total <= goal


def _at_most(most: int, sample: int, marked: int, population: int) -> float:
    """The same chance in floats: summed from its largest term outwards, so that nothing is lost."""
    few, many = sorted((sample, marked))
    rest = population - few - many
    first, last = max(0, -rest), min(most, few)
    if last < first:
        return 0.0
    peak = min(last, (few + 1) * (many + 1) // (population + 2))
    peak = max(peak, first)
    top = math.exp(log_ways(many, peak) + log_ways(population - many, few - peak) - log_ways(population, few))
    total = term = top
    for count in range(peak, first, -1):
        term *= count * (rest + count) / ((many - count + 1) * (few - count + 1))
        total += term
        if term < total * 1e-18:
            break
    term = top
    for count in range(peak + 1, last + 1):
        term *= (many - count + 1) * (few - count + 1) / (count * (rest + count))
        total += term
        if term < total * 1e-18:
            break
    return total


def log_ways(things: int, chosen: int) -> float:
    """The natural logarithm of the number of ways to choose some of several things."""
    return math.lgamma(things + 1) - math.lgamma(chosen + 1) - math.lgamma(things - chosen + 1)


def largest_count(failed: int, sample: int, population: int, risk: Fraction) -> int:
    """The most failures in a register that are not excluded by those found in a sample from it.

    A count is excluded where so few would be found with a chance of `risk` or less (Katz 1953).
    """
    passed = sample - failed
    return last_where(
        lambda count: not is_rare(failed, sample, count, population, risk), failed, population - passed
    )


def last_where(holds: Callable[[int], bool], low: int, high: int) -> int:
    """The last whole number to `high` where something holds that holds at `low` and ceases once."""
    while low < high:
        middle = (low + high + 1) // 2
        if holds(middle):
            low = middle
        else:
            high = middle - 1
    return low
