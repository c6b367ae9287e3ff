"""The share in a whole register from samples of its parts: drawn in each stratum, or in whole clusters."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from audit.errors import AuditError
from audit.statistics import quantiles
from audit.statistics.exact import Number, check_counts, check_population, within
from audit.statistics.interval import Interval, counts, proportion

FEW = 6  # clusters; below so many an interval is hardly worth its name


@dataclass(frozen=True, slots=True)
class Stratum:
    """One part of a register: how many cases it has, how many were drawn, how many of those comply."""

    name: str
    population: int
    sample: int
    compliant: int

    @property
    def census(self) -> bool:
        """Whether every case was read, so that nothing is left to estimate."""
        return self.sample == self.population

    @property
    def alike(self) -> bool:
        """Whether all that was read came out the same, while more was not read."""
        return self.compliant in {0, self.sample} and not self.census


@dataclass(frozen=True, slots=True)
class Caution:
    """What a reader must know of an estimate: its kind, and the strata that it is about.

    Kinds: `single` (one case was read, so the variance is unknown), `certain` (no stratum shows any
    variance, which is not certainty), `alike` (these add nothing to the standard error), `clusters`.
    """

    kind: str
    strata: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share in the whole register, its standard error (None where unknown) and its interval.

    The method is `logit` (t on the degrees of freedom), `stratum by stratum` (the exact intervals of the
    strata together) or `census`. `intervals` are each stratum's own, exact, in the order of the strata.
    """

    share: float
    error: float | None
    low: float
    high: float
    confidence: float
    method: str
    freedom: int
    strata: tuple[Stratum, ...] = ()
    intervals: tuple[Interval, ...] = ()
    cautions: tuple[Caution, ...] = ()

    @property
    def population(self) -> int:
        """How many cases the register has."""
        return sum(one.population for one in self.strata)

    @property
    def counts(self) -> tuple[int, int]:
        """Between how many cases of the register the interval lies, rounded outward."""
        size = self.population  # what is left of 85 cases after a division comes back as 84.99999999999999
        return math.floor(round(self.low * size, 6)), math.ceil(round(self.high * size, 6))


def stratified(strata: Sequence[Stratum], *, confidence: Number = 0.95) -> Estimate:
    """The share in a register drawn by strata, each weighted by its size, not by its sample.

    The variance is Cochran's (1977, chapter 5) with finite-population correction, the interval is made on
    the logit scale with t on n - H degrees of freedom; where the variance is unknown or 0 without all
    cases read, the strata's exact intervals are added up, each at its part of the risk.
    AuditError where the figures of a stratum contradict one another.
    """
    level = within(confidence, "The confidence")
    if not strata:
        raise AuditError("There is no stratum to estimate from; give at least one.")
    for one in strata:
        check_counts(one.compliant, one.sample, one.population)
    size = sum(one.population for one in strata)
    check_population(size)
    share = sum(Fraction(one.population * one.compliant, one.sample) for one in strata) / size
    cautions = tuple(_cautions(strata))
    variance = _variance(strata)
    freedom = sum(one.sample for one in strata) - len(strata)
    error = None if variance is None else math.sqrt(variance)
    if all(one.census for one in strata):
        method, ends = "census", (float(share), float(share))
    elif error:
        method, ends = "logit", _within_known(strata, _logit(float(share), error, freedom, level))
    else:
        method, ends = "stratum by stratum", _together(strata, 1 - level)
    own = tuple(
        proportion(one.compliant, one.sample, population=one.population, confidence=level) for one in strata
    )
    return Estimate(float(share), error, *ends, float(level), method, freedom, tuple(strata), own, cautions)


def _variance(strata: Sequence[Stratum]) -> Fraction | None:
    """The variance of the weighted share, exactly; None where a stratum has one case of several."""
    if any(one.sample == 1 and not one.census for one in strata):
        return None
    total = Fraction(0)
    for one in strata:
        if one.census:
            continue
        rest = Fraction(one.population - one.sample, one.population)
        spread = Fraction(one.compliant * (one.sample - one.compliant), one.sample**2 * (one.sample - 1))
        total += one.population**2 * rest * spread
    return total / sum(one.population for one in strata) ** 2


def _cautions(strata: Sequence[Stratum]) -> Iterator[Caution]:
    open_ = [one for one in strata if not one.census]
    if single := tuple(one.name for one in open_ if one.sample == 1):
        yield Caution("single", single)
    alike = tuple(one.name for one in open_ if one.alike and one.sample > 1)
    if open_ and len(alike) == len(open_):
        yield Caution("certain", alike)
    elif alike and not single:
        yield Caution("alike", alike)


def _logit(share: float, error: float, freedom: int, level: Fraction) -> tuple[float, float]:
    """The interval that is symmetric in the log odds, so that it stays between 0 and 1."""
    middle = math.log(share / (1 - share))
    step = quantiles.student((1 + level) / 2, freedom) * error / (share * (1 - share))
    return _share_of(middle - step), _share_of(middle + step)


def _share_of(odds: float) -> float:
    """The share whose log odds these are."""
    return 1 / (1 + math.exp(-odds)) if odds > 0 else math.exp(odds) / (1 + math.exp(odds))


def _within_known(strata: Sequence[Stratum], ends: tuple[float, float]) -> tuple[float, float]:
    """The interval without what the cases read rule out by themselves."""
    size = sum(one.population for one in strata)
    passed = sum(one.compliant for one in strata)
    failed = sum(one.sample for one in strata) - passed
    return max(ends[0], passed / size), min(ends[1], (size - failed) / size)


def _together(strata: Sequence[Stratum], risk: Fraction) -> tuple[float, float]:
    """The exact intervals of the strata added up, the risk shared out between those not read in full."""
    size = sum(one.population for one in strata)
    each = risk / 2 / sum(1 for one in strata if not one.census)
    ends = [counts(one.compliant, one.sample, one.population, each) for one in strata]
    return sum(low for low, _ in ends) / size, sum(high for _, high in ends) / size


def wald(estimate: Estimate) -> tuple[float, float]:
    """The plain interval of an estimate, normal and unbounded: for comparison with other programs only."""
    step = quantiles.normal((1 + within(estimate.confidence, "The confidence")) / 2) * (estimate.error or 0.0)
    return estimate.share - step, estimate.share + step


def clustered(clusters: Sequence[tuple[int, int]], *, drawn_from: int, confidence: Number = 0.95) -> Estimate:
    """The share from clusters drawn at random and read in full, each given as (cases, compliant cases).

    The ratio estimator with linearised variance and finite-population correction, and t on one degree
    of freedom less than clusters (Cochran 1977, chapter 3). AuditError for one cluster, since it
    shows no variance.
    """
    level = within(confidence, "The confidence")
    drawn = len(clusters)
    if not 2 <= drawn <= drawn_from:
        raise AuditError(
            f"An estimate needs 2 clusters or more, and at most the {drawn_from} that there are."
        )
    for cases, compliant in clusters:
        check_counts(compliant, cases, None)
    cases = sum(size for size, _ in clusters)
    share = Fraction(sum(compliant for _, compliant in clusters), cases)
    squares = sum((compliant - share * size) ** 2 for size, compliant in clusters)
    rest = Fraction(drawn_from - drawn, drawn_from)
    error = math.sqrt(rest * drawn / (drawn - 1) * squares) / cases
    cautions = (Caution("clusters"),) if drawn < FEW and drawn < drawn_from else ()
    if drawn == drawn_from:
        method, ends = "census", (float(share), float(share))
    elif error:
        method, ends = "logit", _logit(float(share), error, drawn - 1, level)
    else:
        raise AuditError("All clusters came out the same, so they show no variance to estimate from.")
    return Estimate(float(share), error, *ends, float(level), method, drawn - 1, cautions=cautions)
