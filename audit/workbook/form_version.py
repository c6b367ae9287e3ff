"""The column Version: which answer a row was filled from, and which piece of its evidence it holds."""

import re

from audit.responses.merging import LENGTH, version
from audit.responses.response import Answer

NEW = "new"  # a word of its own, since an empty cell could also be a lost one
# A letter stands before each version, so that no program takes one for a number.
_MARK = re.compile(rf"(?:{NEW}|v([0-9a-f]{{{LENGTH}}}))(?:-([1-9]\d{{0,4}}))?", re.ASCII | re.IGNORECASE)


def mark(answer: Answer | None, piece: int = 1) -> str:
    """What stands beside a row that holds a piece of evidence of an answer, counted from 1."""
    known = version(answer)
    word = f"v{known}" if known else NEW
    return word if piece == 1 else f"{word}-{piece}"


def version_in(words: str) -> str | None:
    """The version that a mark names, empty where there was no answer; None where it is no mark."""
    found = _MARK.fullmatch("".join(words.split()))
    return (found[1] or "").lower() if found else None


def piece_in(words: str) -> int:
    """The piece of evidence that a mark names; 0 where it is no mark."""
    found = _MARK.fullmatch("".join(words.split()))
    return int(found[2] or 1) if found else 0
