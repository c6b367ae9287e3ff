"""A heading without what people vary."""

import re
from functools import lru_cache

_NOT_A_WORD = re.compile(r"[^\w&]+|_")


@lru_cache(maxsize=10_000)
def fold(heading: str) -> str:
    """A heading without what people vary: case, white space, punctuation, quotation marks, `&`."""
    bare = heading.casefold().replace("'", "").replace("’", "").replace("‘", "")
    return " ".join(_NOT_A_WORD.sub(" ", bare).replace("&", " and ").split())
