"""Fisher's exact test: whether two counts differ by more than chance, in integers.

The chances are fractions, so that no rounding decides which tables are no more likely than the one found.
"""

import math
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Fisher:
    """The chances of Fisher's test: a small `less` speaks for a rise from the first, `greater` for a fall.

    `two_sided` adds up all tables that are no more likely than the one found.
    """

    two_sided: Fraction
    less: Fraction
    greater: Fraction


def fisher(first: int, of_first: int, second: int, of_second: int) -> Fisher:
    """The test of so many out of so many against so many out of so many (Fisher 1935)."""
    marked = first + second
    low, high = max(0, marked - of_second), min(of_first, marked)
    found = math.comb(of_first, first) * math.comb(of_second, second)
    ways = math.comb(of_first, low) * math.comb(of_second, marked - low)
    less = greater = unlikely = 0
    for count in range(low, high + 1):
        less += ways if count <= first else 0
        greater += ways if count >= first else 0
        unlikely += ways if ways <= found else 0
        rest = of_second - marked + count + 1  # of the second sample without the mark, once one more is here
        ways = ways * (of_first - count) * (marked - count) // ((count + 1) * rest)
    total = math.comb(of_first + of_second, marked)
    return Fisher(Fraction(unlikely, total), Fraction(less, total), Fraction(greater, total))
