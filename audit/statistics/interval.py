"""The interval of a share: what a register may hold, given what a random sample from it showed."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from audit.definitions import nearest
from audit.errors import AuditError
from audit.statistics import quantiles
from audit.statistics.exact import Number, check_counts, largest_count, within

Ends = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Interval:
    """A share found in a sample, and between which shares that of all cases lies.

    `low` and `high` are not rounded; the counts are those in the register, None where its size is not known.
    """

    share: float
    low: float
    high: float
    low_count: int | None
    high_count: int | None
    confidence: float
    method: str


def proportion(
    compliant: int,
    sample: int,
    *,
    population: int | None = None,
    confidence: Number = 0.95,
    method: str | None = None,
) -> Interval:
    """The two-sided interval of the share that complies, at a confidence such as 0.95.

    With a population it is exact for a simple random sample from it (`hypergeometric`), without one it is
    Wilson's or that of another method. AuditError where the figures contradict one another.
    """
    check_counts(compliant, sample, population)
    level = within(confidence, "The confidence")
    risk = (1 - level) / 2
    chosen = _method(method, population)
    if population is not None:
        low, high = counts(compliant, sample, population, risk)
        ends: Ends = (low / population, high / population)
        return Interval(compliant / sample, *ends, low, high, float(level), chosen)
    ends = METHODS[chosen](compliant, sample, risk)
    return Interval(compliant / sample, *ends, None, None, float(level), chosen)


def _method(method: str | None, population: int | None) -> str:
    """The method that was asked for, or the one that fits; AuditError where it does not fit."""
    if method is None:
        return "hypergeometric" if population is not None else "wilson"
    if method == "hypergeometric":
        if population is None:
            raise AuditError("The method hypergeometric needs the population that the sample came from.")
    elif method not in METHODS:
        raise AuditError(f"There is no method {method!r}{nearest(method, ('hypergeometric', *METHODS))}")
    elif population is not None:
        raise AuditError(
            f"The method {method} is for a process without end; with a population leave the method out."
        )
    return method


def counts(compliant: int, sample: int, population: int, risk: Fraction) -> tuple[int, int]:
    """The fewest and the most compliant cases that a register may hold, each end at its own risk.

    Equal-tailed inversion of the hypergeometric distribution (Katz 1953; Buonaccorsi 1987), ties excluded.
    """
    low = population - largest_count(sample - compliant, sample, population, risk)
    return low, largest_count(compliant, sample, population, risk)


def upper_count(found: int, sample: int, population: int, confidence: Number = 0.95) -> int:
    """The most cases like those found that a register may hold: a one-sided bound, exact."""
    check_counts(found, sample, population)
    return largest_count(found, sample, population, 1 - within(confidence, "The confidence"))


def upper_share(found: int, sample: int, confidence: Number = 0.95) -> float:
    """The largest share of a process without end: a one-sided bound (Clopper and Pearson 1934)."""
    check_counts(found, sample, None)
    level = within(confidence, "The confidence")
    return 1.0 if found == sample else quantiles.beta(level, found + 1, sample - found)


# --- a process without end --------------------------------------------------------------------------


def _wilson(compliant: int, sample: int, risk: Fraction) -> Ends:
    """Wilson's score interval (1927)."""
    z = quantiles.normal(1 - risk)
    middle = compliant + z * z / 2
    reach = z * math.sqrt(compliant * (sample - compliant) / sample + z * z / 4)
    low, high = (middle - reach) / (sample + z * z), (middle + reach) / (sample + z * z)
    return _ended(compliant, sample, low, high)


def _wilson_cc(compliant: int, sample: int, risk: Fraction) -> Ends:
    """Wilson's interval with continuity correction, as Newcombe (1998) gives it."""
    z = quantiles.normal(1 - risk)
    share, rest = compliant / sample, 1 - compliant / sample
    below = z * z - 2 - 1 / sample + 4 * share * (sample * rest + 1)
    above = z * z + 2 - 1 / sample + 4 * share * (sample * rest - 1)
    middle, width = 2 * compliant + z * z, 2 * (sample + z * z)
    low = (middle - 1 - z * math.sqrt(max(0.0, below))) / width
    high = (middle + 1 + z * math.sqrt(max(0.0, above))) / width
    return _ended(compliant, sample, low, high)


def _clopper_pearson(compliant: int, sample: int, risk: Fraction) -> Ends:
    """The interval of Clopper and Pearson (1934), each end a quantile of a beta distribution."""
    missed = sample - compliant
    low = quantiles.beta(risk, compliant, missed + 1) if compliant else 0.0
    high = quantiles.beta(1 - risk, compliant + 1, missed) if missed else 1.0
    return low, high


def _agresti_coull(compliant: int, sample: int, risk: Fraction) -> Ends:
    """The interval of Agresti and Coull (1998), with z squared (not 4) added observations."""
    z = quantiles.normal(1 - risk)
    size = sample + z * z
    share = (compliant + z * z / 2) / size
    reach = z * math.sqrt(share * (1 - share) / size)
    return max(0.0, share - reach), min(1.0, share + reach)


def _jeffreys(compliant: int, sample: int, risk: Fraction) -> Ends:
    """Jeffreys' interval, closed at 0 and 1 as Brown, Cai and DasGupta (2001) do."""
    first, second = compliant + 0.5, sample - compliant + 0.5
    low, high = quantiles.beta(risk, first, second), quantiles.beta(1 - risk, first, second)
    return _ended(compliant, sample, low, high)


def _ended(compliant: int, sample: int, low: float, high: float) -> Ends:
    """The ends, exactly 0 where nothing complied and exactly 1 where all did, and never outside."""
    return (
        0.0 if compliant == 0 else max(0.0, low),
        1.0 if compliant == sample else min(1.0, high),
    )


METHODS: Mapping[str, Callable[[int, int, Fraction], Ends]] = {
    "wilson": _wilson,
    "wilson-cc": _wilson_cc,
    "exact": _clopper_pearson,
    "agresti-coull": _agresti_coull,
    "jeffreys": _jeffreys,
}
