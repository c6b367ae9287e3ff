"""A count that is kept of a report, so that the next one can say how far it has moved."""

from collections.abc import Iterable
from dataclasses import dataclass

OF = ".of"  # what a count is out of is kept under its key with this at the end
DRAFTS = "drafts"  # kept as 1 where unsigned responses count in the figures


@dataclass(frozen=True, slots=True)
class Count:
    """So many, out of so many where `of` is given, in `words` that a sentence can begin with.

    `key` is its name for good, whatever the words become; `sheet` holds its figures.
    """

    key: str
    words: str
    number: int
    of: int | None = None
    sheet: str = ""


def figures(counts: Iterable[Count], *, drafts: bool = False) -> dict[str, int]:
    """The counts as they are kept: each number by its key, and what it is out of beside it."""
    found = {DRAFTS: int(drafts)}
    for one in counts:
        found[one.key] = one.number
        if one.of is not None:
            found[one.key + OF] = one.of
    return found
