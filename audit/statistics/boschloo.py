"""Boschloo's exact test: Fisher's with the total not held fixed, so never less likely to notice a change."""

import heapq
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

from audit.statistics.exact import is_rare, log_ways
from audit.statistics.fisher import Fisher

MOST = 1_000  # cases in both samples; above it the two tests hardly differ, and this one takes long
_GRID = 100  # shares tried at the least, evenly on the scale on which every share is equally well known
_BEST = 5  # of them those round which the largest chance is sought
_STEPS = 40  # of the search, each of which leaves 0.62 of the range
_GOLDEN = (math.sqrt(5) - 1) / 2


@dataclass(frozen=True, slots=True)
class Boschloo:
    """The chances of Boschloo's test, named as Fisher's; `two_sided` is twice the smaller of the others."""

    two_sided: float
    less: float
    greater: float


def boschloo(of_first: int, of_second: int, found: Fisher) -> Boschloo | None:
    """The test of two samples of these sizes (Boschloo 1970), given Fisher's; None above 1,000 cases in both.

    The chance that Fisher's is no larger than the one found, at the share that makes this chance largest.
    """
    if of_first + of_second > MOST:
        return None
    less = _largest(of_first, of_second, found.less)
    greater = _largest(of_second, of_first, found.greater)
    return Boschloo(min(1.0, 2 * min(less, greater)), less, greater)


def _largest(of_first: int, of_second: int, risk: Fraction) -> float:
    """The largest chance, over every share, of a rise that Fisher's test thinks no likelier than the risk."""
    if risk == 1:
        return 1.0
    chance = _chance(of_first, of_second, _starts(of_first, of_second, risk))
    parts = _GRID + 4 * math.isqrt(of_first + of_second)
    width = math.pi / 2 / parts
    best = heapq.nlargest(_BEST, ((chance(place * width), place) for place in range(1, parts)))
    peaks = (_peak(chance, (place - 1) * width, (place + 1) * width) for _, place in best)
    return min(1.0, max(best[0][0], *peaks))


def _starts(of_first: int, of_second: int, risk: Fraction) -> list[int]:
    """For each count in the first sample, the least in the second that Fisher's test finds so rare."""
    both = of_first + of_second
    starts, second = [], 0
    for first in range(of_first + 1):  # the starts never fall as the first count rises
        while second <= of_second and not is_rare(first, of_first, first + second, both, risk):
            second += 1
        starts.append(second)
    return starts


def _chance(of_first: int, of_second: int, starts: Sequence[int]) -> Callable[[float], float]:
    """The chance of those counts as a function of an angle, whose sine squared is the share of both.

    The angle lies between 0 and a right angle: where all or none comply nothing differs.
    """
    ways = [log_ways(of_first, count) for count in range(of_first + 1)]
    others = [log_ways(of_second, count) for count in range(of_second + 1)]

    def _at(angle: float) -> float:
        yes, no = 2 * math.log(math.sin(angle)), 2 * math.log(math.cos(angle))
        firsts = _binomial(ways, yes, no)
        beyond = [*accumulate(reversed(_binomial(others, yes, no)), initial=0.0)]
        return math.fsum(
            one * beyond[of_second + 1 - start] for one, start in zip(firsts, starts, strict=True)
        )

    return _at


def _binomial(ways: Sequence[float], yes: float, no: float) -> list[float]:
    """The chance of each count, from the logarithms of its ways and of both outcomes."""
    last = len(ways) - 1
    return [math.exp(way + count * yes + (last - count) * no) for count, way in enumerate(ways)]


def _peak(chance: Callable[[float], float], low: float, high: float) -> float:
    """The largest chance that a golden-section search finds in a range."""
    left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    at_left, at_right = chance(left), chance(right)
    for _ in range(_STEPS):
        if at_left >= at_right:
            high, right, at_right = right, left, at_left
            left = high - _GOLDEN * (high - low)
            at_left = chance(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + _GOLDEN * (high - low)
            at_right = chance(right)
    return max(at_left, at_right)
