"""Several rounds in a row: whether the share rises or falls over them, and which stands out."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from audit.errors import AuditError
from audit.statistics.compare import Count
from audit.statistics.exact import Number, fraction
from audit.statistics.quantiles import two_sided


@dataclass(frozen=True, slots=True)
class Trend:
    """The test of Cochran and Armitage: z is above 0 where the share rises with the scores.

    All three figures are None where every case came out the same, so that there is nothing to test.
    """

    z: float | None
    chi2: float | None
    p_two_sided: float | None


@dataclass(frozen=True, slots=True)
class Chart:
    """A p-chart: the share of all rounds together, the limits of each round, and the rounds outside.

    Limits are clipped to 0 and 1; `outside` counts the rounds from 1.
    """

    centre: float
    lower: tuple[float, ...]
    upper: tuple[float, ...]
    outside: tuple[int, ...]


def trend(rounds: Sequence[Count], scores: Sequence[Number] | None = None) -> Trend:
    """The test of a rising or falling share (Cochran 1954; Armitage 1955), the variance divided by N.

    The scores say where each round stands, by default 1, 2, 3 and so on. It is an approximation, a
    guide only where rounds are small. AuditError for one round, or scores that do not fit.
    """
    places = _places(rounds, scores)
    cases = sum(one.sample for one in rounds)
    share = _pooled(rounds)
    if share in {0, 1}:
        return Trend(None, None, None)
    pairs = list(zip(rounds, places, strict=True))
    slope = sum((place * (one.compliant - one.sample * share) for one, place in pairs), Fraction(0))
    middle = sum((place * one.sample for one, place in pairs), Fraction(0)) / cases
    spread = sum(((place - middle) ** 2 * one.sample for one, place in pairs), Fraction(0))
    squared = slope**2 / (share * (1 - share) * spread)
    z = math.copysign(math.sqrt(squared), slope)
    return Trend(z, float(squared), two_sided(z))


def chart(rounds: Sequence[Count], sigma: Number = 3) -> Chart:
    """The limits within which a steady share would keep each round, by its size (Shewhart's p-chart)."""
    if not rounds:
        raise AuditError("There is no round to chart; give at least one.")
    width = fraction(sigma)
    if width <= 0:
        raise AuditError("The limits of a chart stand more than 0 standard deviations from its centre.")
    centre = _pooled(rounds)
    variances = [centre * (1 - centre) / one.sample for one in rounds]
    reaches = [float(width) * math.sqrt(variance) for variance in variances]
    # Compared as squares, in fractions, so that a round exactly on its limit is inside.
    outside = (
        number
        for number, (one, variance) in enumerate(zip(rounds, variances, strict=True), 1)
        if (one.share - centre) ** 2 > width**2 * variance
    )
    return Chart(
        float(centre),
        tuple(max(0.0, float(centre) - reach) for reach in reaches),
        tuple(min(1.0, float(centre) + reach) for reach in reaches),
        tuple(outside),
    )


def _pooled(rounds: Sequence[Count]) -> Fraction:
    return Fraction(sum(one.compliant for one in rounds), sum(one.sample for one in rounds))


def _places(rounds: Sequence[Count], scores: Sequence[Number] | None) -> list[Fraction]:
    """Where each round stands, exactly; AuditError where that gives no order in which to see a trend."""
    if len(rounds) < 2:
        raise AuditError("A trend needs 2 rounds or more.")
    if scores is None:
        return [Fraction(place) for place in range(1, len(rounds) + 1)]
    if len(scores) != len(rounds):
        raise AuditError(f"{len(rounds)} rounds need as many scores, not {len(scores)}.")
    places = [fraction(score) for score in scores]
    if len(set(places)) == 1:
        raise AuditError("The scores are all the same, so that no round is later than another.")
    return places
