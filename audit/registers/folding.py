"""Texts of a register without what people vary."""

import re
from functools import lru_cache

BLANKS = frozenset({"", "''", "#N/A"})  # how the systems that registers come from write that nothing is there

_NOT_A_WORD = re.compile(r"[^\w&]+|_")


@lru_cache(maxsize=10_000)
def fold(heading: str) -> str:
    """A heading without what people vary: case, white space, punctuation, quotation marks, `&`."""
    bare = heading.casefold().replace("'", "").replace("’", "").replace("‘", "")
    return " ".join(_NOT_A_WORD.sub(" ", bare).replace("&", " and ").split())


def is_blank(cell: str) -> bool:
    """Whether a cell holds nothing: empty, white space, `''` or `#N/A`."""
    return cell.strip().upper() in BLANKS
