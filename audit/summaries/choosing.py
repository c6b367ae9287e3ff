"""Which messages a summary holds: at most ten, what matters first, and no sentence twice."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from audit.summaries.message import Matter, Message

MOST = 10  # sentences that are read; the rest stay on their sheets


def ordered(messages: Iterable[Message]) -> tuple[Message, ...]:
    """Messages by what matters, otherwise in the order given; of two with the same words the first."""
    once: dict[str, Message] = {}
    for one in messages:
        once.setdefault(one.text, one)
    return tuple(sorted(once.values(), key=lambda one: one.matter))


def chosen(messages: Iterable[Message], most: int = MOST) -> tuple[Message, ...]:
    """The messages of a summary, in their order.

    Of more than `most` each matter keeps its first before any keeps its second, so that much to say of one
    never hides another; what matters least gives way first.
    """
    found = ordered(messages)
    if len(found) <= most:
        return found
    kept = {text for _, _, _, text in sorted(_turns(found))[:most]}
    return tuple(one for one in found if one.text in kept)


def _turns(found: Sequence[Message]) -> list[tuple[bool, int, Matter, str]]:
    """For each message when its turn comes: other matters last, then its place among those of its matter."""
    turns = []
    for matter, own in groupby(found, key=lambda one: one.matter):
        turns += [(matter is Matter.OTHER, place, matter, one.text) for place, one in enumerate(own)]
    return turns
