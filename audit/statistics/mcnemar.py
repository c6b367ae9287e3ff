"""McNemar's test: whether the same cases moved more one way than the other."""

import math
from dataclasses import dataclass
from fractions import Fraction

from audit.statistics.quantiles import two_sided


@dataclass(frozen=True, slots=True)
class McNemar:
    """The exact and mid-p chances, and the approximation without and with correction (None: none moved)."""

    exact: Fraction
    mid: Fraction
    chi2: float | None
    p_chi2: float | None
    chi2_corrected: float | None
    p_corrected: float | None


def mcnemar(only_first: int, only_second: int) -> McNemar:
    """The test of those that moved each way (McNemar 1947; mid-p: Fagerland, Lydersen and Laake 2013)."""
    moved, fewer = only_first + only_second, min(only_first, only_second)
    if moved == 0:
        return McNemar(Fraction(1), Fraction(1), None, None, None, None)
    ways = below = 1
    for count in range(fewer):
        ways = ways * (moved - count) // (count + 1)
        below += ways
    exact = min(Fraction(1), Fraction(2 * below, 2**moved))
    mid = Fraction(2 * below - ways, 2**moved)
    apart = abs(only_first - only_second)
    plain, corrected = apart**2 / moved, max(0, apart - 1) ** 2 / moved
    return McNemar(exact, mid, plain, two_sided(math.sqrt(plain)), corrected, two_sided(math.sqrt(corrected)))
