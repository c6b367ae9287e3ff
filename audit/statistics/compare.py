"""Whether practice got better: two samples, or the same cases read again.

Differences are second minus first throughout, so that a rise is positive.
"""

import math
import operator
from dataclasses import dataclass
from fractions import Fraction

from audit.errors import AuditError
from audit.statistics.boschloo import boschloo
from audit.statistics.exact import Number, check_counts, within
from audit.statistics.fisher import fisher
from audit.statistics.interval import proportion
from audit.statistics.mcnemar import mcnemar

MOST = 20_000  # cases in a sample; more would take longer than a second


@dataclass(frozen=True, slots=True)
class Count:
    """So many cases that comply, out of so many read. AuditError where that cannot be."""

    compliant: int
    sample: int

    def __post_init__(self) -> None:
        """Refuse counts that contradict one another."""
        check_counts(self.compliant, self.sample, None)

    @property
    def share(self) -> Fraction:
        """The share that complies, exactly."""
        return Fraction(self.compliant, self.sample)


@dataclass(frozen=True, slots=True)
class Change:
    """Two samples compared: the difference of their shares with its interval, and the chances of the tests.

    `less` speaks for a rise from first to second, `greater` for a fall. Boschloo's chances are None above
    1,000 cases in both samples. `by_chance` says that Fisher's two-sided chance is above 1 - confidence.
    """

    first: Count
    second: Count
    difference: float
    lower: float
    upper: float
    confidence: float
    by_chance: bool
    p_fisher: float
    p_fisher_less: float
    p_fisher_greater: float
    p_boschloo: float | None
    p_boschloo_less: float | None
    p_boschloo_greater: float | None


def independent(first: Count, second: Count, *, confidence: Number = 0.95) -> Change:
    """The change from one random sample to another: Newcombe's interval, Fisher's and Boschloo's tests.

    The interval is number 10 of Newcombe (1998, Statistics in Medicine 17:873-890), from both Wilson
    intervals. AuditError above 20,000 cases in a sample.
    """
    level = within(confidence, "The confidence")
    for one in (first, second):
        _check_size(one.sample)
    lows, highs = zip(*(_wilson(one, level) for one in (first, second)), strict=True)
    p, q = float(first.share), float(second.share)
    difference = float(second.share - first.share)
    test = fisher(first.compliant, first.sample, second.compliant, second.sample)
    other = boschloo(first.sample, second.sample, test)
    return Change(
        first,
        second,
        difference,
        max(-1.0, difference - math.hypot(q - lows[1], highs[0] - p)),
        min(1.0, difference + math.hypot(highs[1] - q, p - lows[0])),
        float(level),
        test.two_sided > 1 - level,
        *map(float, (test.two_sided, test.less, test.greater)),
        *((other.two_sided, other.less, other.greater) if other else (None, None, None)),
    )


@dataclass(frozen=True, slots=True)
class PairedChange:
    """The same cases read twice: how many moved which way, the difference of shares, McNemar's chances.

    The approximations (`chi2`, `p_chi2` and corrected) are None where no case moved. `by_chance` says that
    the exact chance is above 1 - confidence.
    """

    both: int
    only_first: int
    only_second: int
    neither: int
    difference: float
    lower: float
    upper: float
    confidence: float
    by_chance: bool
    p_exact: float
    p_mid: float
    chi2: float | None
    p_chi2: float | None
    chi2_corrected: float | None
    p_corrected: float | None

    @property
    def first(self) -> Count:
        """Those that complied the first time."""
        return Count(self.both + self.only_first, self.cases)

    @property
    def second(self) -> Count:
        """Those that complied the second time."""
        return Count(self.both + self.only_second, self.cases)

    @property
    def cases(self) -> int:
        """How many cases were read twice."""
        return self.both + self.only_first + self.only_second + self.neither


def paired(
    both: int, only_first: int, only_second: int, neither: int, *, confidence: Number = 0.95
) -> PairedChange:
    """The change in cases read twice, by whether they complied both times, one time only, or never.

    The interval is number 10 of Newcombe (1998, Statistics in Medicine 17:2635-2650). AuditError for
    negative counts, for no cases, and above 20,000.
    """
    level = within(confidence, "The confidence")
    cells = both, only_first, only_second, neither
    if min(map(operator.index, cells)) < 0:
        raise AuditError(f"{min(cells):,} cases cannot be; each of the four counts is 0 or more.")
    cases = sum(cells)
    if cases == 0:
        raise AuditError("No case was read twice, so there is nothing to compare.")
    _check_size(cases)
    test = mcnemar(only_first, only_second)
    return PairedChange(
        *cells,
        (only_second - only_first) / cases,
        *_paired_limits(both, only_first, only_second, neither, level),
        float(level),
        test.exact > 1 - level,
        float(test.exact),
        float(test.mid),
        test.chi2,
        test.p_chi2,
        test.chi2_corrected,
        test.p_corrected,
    )


def _paired_limits(
    both: int, only_first: int, only_second: int, neither: int, level: Fraction
) -> tuple[float, float]:
    """The limits of the difference: those of each share, less what both readings have in common."""
    cases = both + only_first + only_second + neither
    first, second = Count(both + only_first, cases), Count(both + only_second, cases)
    (low, high), (other_low, other_high) = (_wilson(one, level) for one in (first, second))
    p, q = float(first.share), float(second.share)
    alike = _correlation(both, only_first, only_second, neither)
    difference = (only_second - only_first) / cases
    below, above = (q - other_low, high - p), (other_high - q, p - low)
    return (
        max(-1.0, difference - _less_common(*below, alike)),
        min(1.0, difference + _less_common(*above, alike)),
    )


def _correlation(both: int, only_first: int, only_second: int, neither: int) -> float:
    """How alike the two readings are, corrected for continuity where it is positive; 0 where all are one."""
    product = both * neither - only_first * only_second
    margins = (both + only_first) * (only_second + neither) * (both + only_second) * (only_first + neither)
    if margins == 0:
        return 0.0
    if product > 0:
        half = Fraction(both + only_first + only_second + neither, 2)
        return float(max(Fraction(0), product - half)) / math.sqrt(margins)
    return product / math.sqrt(margins)


def _less_common(one: float, other: float, alike: float) -> float:
    """Two distances as one, shorter the more alike the readings are."""
    return math.sqrt(max(0.0, one**2 - 2 * alike * one * other + other**2))


def _wilson(one: Count, level: Fraction) -> tuple[float, float]:
    found = proportion(one.compliant, one.sample, confidence=level, method="wilson")
    return found.low, found.high


def _check_size(sample: int) -> None:
    if sample > MOST:
        raise AuditError(f"{sample:,} cases are more than the {MOST:,} that can be compared exactly here.")
