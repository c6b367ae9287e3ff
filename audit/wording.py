"""Counts and names as sentences have them."""

from collections.abc import Sequence

MANY = 6  # names in a sentence before the rest are counted


def plural(count: int, one: str, many: str = "") -> str:
    """So many in words: `1 agency`, `3 agencies`, `1,200 files`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def listed(names: Sequence[str]) -> str:
    """Names as a person lists them, all of them: `A, B and C`; empty where there are none."""
    *most, last = names or [""]
    return f"{', '.join(most)} and {last}" if most else last


def some(names: Sequence[str], most: int = MANY) -> str:
    """The same, where they are more than `most` the last ones only counted: `A, B and 5 more`."""
    if len(names) > most:
        return listed([*names[: most - 1], f"{len(names) - most + 1} more"])
    return listed(names)
