"""Any number of readings of each case: Gwet's AC, Fleiss' kappa, Krippendorff's alpha and their like.

Only how often each grade was given to a case matters here, and not by whom: a case is a tuple of counts.
"""

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from audit.statistics import quantiles
from audit.statistics.kappa import Weights

Case = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sums:
    """What the coefficients are made of, summed over cases that were read twice or more.

    `agreed` adds up each case's share of agreeing pairs, `shares` how its readings fell on the grades, and
    `pairs` its pairs of grades, each reading counted once in all (Krippendorff's coincidences).
    """

    cases: int
    agreed: float
    shares: tuple[float, ...]
    pairs: tuple[tuple[float, ...], ...]

    def without(self, other: "Sums") -> "Sums":
        """The sums of the other cases."""
        return Sums(
            self.cases - other.cases,
            self.agreed - other.agreed,
            tuple(a - b for a, b in zip(self.shares, other.shares, strict=True)),
            tuple(
                tuple(a - b for a, b in zip(mine, yours, strict=True))
                for mine, yours in zip(self.pairs, other.pairs, strict=True)
            ),
        )


Coefficient = Callable[[Sums], float | None]


def sums(kinds: Mapping[Case, int]) -> Sums:
    """The sums over cases, given as how many there are with the same counts of grades."""
    size = range(len(next(iter(kinds))))
    every = [(_sums(case), count) for case, count in kinds.items()]
    return Sums(
        sum(count for _, count in every),
        math.fsum(count * one.agreed for one, count in every),
        tuple(math.fsum(count * one.shares[k] for one, count in every) for k in size),
        tuple(tuple(math.fsum(count * one.pairs[k][m] for one, count in every) for m in size) for k in size),
    )


def _sums(case: Case) -> Sums:
    """The sums of one case."""
    times = sum(case)
    pairs = tuple(
        tuple(count * (other - (k == m)) / (times - 1) for m, other in enumerate(case))
        for k, count in enumerate(case)
    )
    agreed = sum(pairs[k][k] for k in range(len(case))) / times
    return Sums(1, agreed, tuple(count / times for count in case), pairs)


def agreement(found: Sums) -> float | None:
    """The mean share of agreeing pairs of readings."""
    return found.agreed / found.cases if found.cases else None


def fleiss(found: Sums) -> float | None:
    """Fleiss' kappa (1971), which for two readings is Scott's pi (1955); for cases read equally often."""
    share = agreement(found)
    if share is None or sum(one > _NOTHING for one in found.shares) < 2:
        return None
    chance = math.fsum((one / found.cases) ** 2 for one in found.shares)
    return (share - chance) / (1 - chance)


def brennan_prediger(found: Sums) -> float | None:
    """Brennan and Prediger's kappa (1981): chance gives every grade of the scale alike."""
    share, size = agreement(found), len(found.shares)
    return None if share is None or size < 2 else (share - 1 / size) / (1 - 1 / size)


def nominal(found: Sums) -> float | None:
    """Krippendorff's alpha (2011) where grades are the same or not."""
    return _alpha(found, lambda _totals, _low, _high: 1.0)


def ordinal(found: Sums) -> float | None:
    """Krippendorff's alpha (2011) where grades have an order: farther by the readings that stand between."""
    return _alpha(found, lambda totals, low, high: (
        math.fsum(totals[low : high + 1]) - (totals[low] + totals[high]) / 2
    ) ** 2)  # fmt: skip


_NOTHING = 1e-9  # what is left of a sum of shares after all of it was taken away


def _alpha(found: Sums, apart: Callable[[Sequence[float], int, int], float]) -> float | None:
    """1 - observed by expected disagreement; None where one grade was given throughout."""
    totals = [math.fsum(line) for line in found.pairs]
    seen = [grade for grade, total in enumerate(totals) if total > _NOTHING]
    if len(seen) < 2:
        return None
    far = [(low, high, apart(totals, low, high)) for low in seen for high in seen if low < high]
    observed = math.fsum(found.pairs[low][high] * distance for low, high, distance in far)
    expected = math.fsum(totals[low] * totals[high] * distance for low, high, distance in far)
    return 1 - (math.fsum(totals) - 1) * observed / expected


def jackknife(kinds: Mapping[Case, int], coefficient: Coefficient) -> float | None:
    """The standard error of a coefficient from leaving out each case in turn (Tukey 1958; Efron 1982).

    None where it is not defined without one of them, as where there is no other.
    """
    whole = sums(kinds)
    found = [(coefficient(whole.without(_sums(case))), count) for case, count in kinds.items()]
    values = [(value, count) for value, count in found if value is not None]
    if len(values) < len(found):
        return None
    mean = math.fsum(value * count for value, count in values) / whole.cases
    squares = math.fsum(count * (value - mean) ** 2 for value, count in values)
    return math.sqrt(squares * (whole.cases - 1) / whole.cases)


def reach(error: float, cases: int, level: Fraction) -> float:
    """How far limits stand from a coefficient with a jackknife error: t on cases - 1 degrees of freedom."""
    return quantiles.student((1 + level) / 2, cases - 1) * error


def gwet(kinds: Mapping[Case, int], weights: Weights) -> tuple[float, float | None] | None:
    """Gwet's AC1, with other than plain weights AC2, and its standard error; None for a scale of one grade.

    The error is Gwet's (2008, British Journal of Mathematical and Statistical Psychology 61:29-48), divided
    by the cases where each was read twice, as there, and else by one less (Gwet 2014); None for one case.
    """
    size = range(len(weights))
    if len(size) < 2:
        return None
    cases = sum(kinds.values())
    shares = sums(kinds).shares
    spread = float(sum(map(sum, weights))) / (len(size) * (len(size) - 1))
    mean = [share / cases for share in shares]
    chance = spread * math.fsum(one * (1 - one) for one in mean)
    agreed = {case: _weighted(case, weights) for case in kinds}
    share = math.fsum(agreed[case] * count for case, count in kinds.items()) / cases
    found = (share - chance) / (1 - chance)
    if cases < 2:
        return found, None
    squares = 0.0
    for case, count in kinds.items():
        own = spread * math.fsum(case[k] * (1 - mean[k]) for k in size) / sum(case)
        value = (agreed[case] - chance - 2 * (1 - found) * (own - chance)) / (1 - chance)
        squares += count * (value - found) ** 2
    twice = all(sum(case) == 2 for case in kinds)
    return found, math.sqrt(squares / (cases * (cases if twice else cases - 1)))


def _weighted(case: Case, weights: Weights) -> float:
    """The share of a case's pairs of readings that agree, in part where the weights say so."""
    size, times = range(len(case)), sum(case)
    both = sum(case[k] * (sum(weights[k][m] * case[m] for m in size) - 1) for k in size)
    return float(both / Fraction(times * (times - 1)))


def kinds_of(cases: Sequence[Case]) -> Mapping[Case, int]:
    """How many cases have the same counts of grades."""
    return Counter(cases)
