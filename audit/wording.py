"""Counts and names as sentences have them."""

import re
from collections.abc import Iterable, Sequence

MANY = 6  # names in a sentence before the rest are counted
# What a terminal obeys, and what turns round the letters after it, so that they read otherwise than they are.
_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


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


def whole_words(patterns: Iterable[str]) -> re.Pattern[str] | None:
    """What finds any of some patterns as whole words in any case, the longest first; None for no pattern."""
    longest = sorted(patterns, key=lambda one: (-len(one), one))  # so that none is found inside another
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest)})(?!\w)", re.IGNORECASE) if longest else None


def harmless(text: str) -> str:
    """A text as a screen may show it: a sign in the place of each character that a terminal would obey."""
    return _OBEYED.sub("\N{REPLACEMENT CHARACTER}", text)


def escaped(text: str) -> str:
    r"""JSON in which such characters stand as `\u202e`: it shows harmlessly, and means the same."""
    return _OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
