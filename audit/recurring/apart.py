"""Where two sources disagree on a theme: by a rule that is printed, the same for every theme.

Two sources disagree where the shares of their answers that are good lie a third apart or more, and where
chance alone would hardly part them so far: Boschloo's two-sided chance is at most 1 - confidence
(Boschloo 1970, Statistica Neerlandica 24:1-35). Answers about one case, or of one agency, are often alike,
so each source counts as if all answers of one were the same: as many answers as there are, divided by the
most that one gave. That is the least that they can tell, so the rule flags too little rather than too much.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import combinations

from audit.recurring.practice import Practice
from audit.statistics.compare import Count, independent
from audit.statistics.exact import Number, fraction

STEP = Fraction(1, 3)  # how far apart shares lie that disagree; the words of the grid are as wide
MOST = 200  # answers that a source counts for: so many that lie a third apart are never chance


class Verdict(StrEnum):
    """What can be said of two sources."""

    DISAGREE = "disagree"
    UNSURE = "a third apart or more, which may be chance"
    NEAR = "less than a third apart"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sources on a theme, the one with the higher share first.

    `chance` is the test's, from 0 to 1; None where they lie less than a third apart, and none was made.
    """

    higher: Practice
    lower: Practice
    apart: Fraction
    chance: float | None
    verdict: Verdict

    @property
    def whole(self) -> bool:
        """Whether both bear on others than those looked at."""
        return self.higher.whole and self.lower.whole


def pairs(found: Sequence[Practice], confidence: Number) -> tuple[Pair, ...]:
    """Every two sources of a theme in which answers count, those furthest apart first.

    Of rounds of one template the latest stands for all, since what differs between them is change.
    """
    latest: dict[str, Practice] = {}
    for one in sorted(found, key=lambda each: (each.source.on, each.source.name)):
        if one.n:
            latest[one.kind] = one
    made = (pair(one, other, confidence) for one, other in combinations(latest.values(), 2))
    return tuple(sorted(made, key=lambda each: each.apart, reverse=True))


def pair(one: Practice, other: Practice, confidence: Number) -> Pair:
    """Two sources, with what can be said of them."""
    higher, lower = (one, other) if one.share >= other.share else (other, one)
    apart = higher.share - lower.share
    if apart < STEP:
        return Pair(higher, lower, apart, None, Verdict.NEAR)
    chance = chance_of(least(higher, nearer=math.floor), least(lower, nearer=math.ceil), confidence)
    sure = fraction(chance) <= 1 - fraction(confidence)
    return Pair(higher, lower, apart, chance, Verdict.DISAGREE if sure else Verdict.UNSURE)


def least(one: Practice, nearer: Callable[[Fraction], int]) -> Count:
    """The least that a source can tell: its answers by the most that one gave, no more than 200 of them.

    The count of good ones is rounded by `nearer`, towards the other source.
    """
    sample = min(MOST, max(1, one.n // max(1, one.each)))
    return Count(nearer(one.share * sample), sample)


def chance_of(first: Count, second: Count, confidence: Number) -> float:
    """The chance of Boschloo's test that two samples lie as far apart or further, from 0 to 1."""
    found = independent(first, second, confidence=confidence)
    return found.p_fisher if found.p_boschloo is None else found.p_boschloo
