"""Whether numbers that are told beside each other leave a small one to whoever subtracts."""

from collections.abc import Sequence
from itertools import combinations

from audit.disclosure.counts import small

MOST = 4  # numbers taken from one; nobody makes up a whole of more parts, and there are too many ways to try


def leaves_few(totals: Sequence[int]) -> tuple[int, ...]:
    """A total followed by others which, taken from it, leave 1 to 5 children; empty where none do."""
    for place, whole in enumerate(totals):
        others = [*totals[:place], *totals[place + 1 :]]
        for many in range(1, min(len(others), MOST) + 1):
            for parts in combinations(others, many):
                if small(whole - sum(parts)):
                    return (whole, *parts)
    return ()
