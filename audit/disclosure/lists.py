"""Which numbers of a list with a total are hidden, so that a small one may be any of 1 to 5."""

from collections.abc import Sequence

from audit.disclosure.counts import SMALLEST_SHOWN, small

ROOM = SMALLEST_SHOWN - 2  # what hidden counts hold beyond one child each, so that any of them may be 5


def concealed(counts: Sequence[int]) -> frozenset[int]:
    """The places of the counts to be hidden; the total is to be printed unless it is small itself.

    Where there is a small count, the small ones are hidden and so are the last two that are not 0,
    whatever they are. Their choice tells nothing of their sizes, and one of them can always make up for
    what another hidden count is thought to be: any of them may be 1 to 5, and the total be the same.
    That needs hidden counts of at least one child each and four more. Where there are fewer, all that
    are not 0 are hidden; where these are too few (and one more, so that it does not show which it was),
    the noughts are too. Then any of them may be 0, and the total does not tell how many are not.
    """
    there = [place for place, count in enumerate(counts) if count]
    hidden = {place for place in there if small(counts[place])}
    if not hidden:
        return frozenset()
    hidden |= set(there[-2:])
    if sum(counts[place] for place in hidden) < len(hidden) + ROOM:
        hidden = set(there)
    if len(hidden) == len(there) and sum(counts) <= len(there) + ROOM:
        hidden = set(range(len(counts)))
    return frozenset(hidden)
