"""Many things to take in: each wholly or not at all, and one that is refused keeps no other back."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from audit.cli.screen import tell
from audit.errors import AuditError

T = TypeVar("T")


def take_each(things: Iterable[T], take: Callable[[T], str]) -> list[AuditError]:
    """Take things in one after the other and tell what came of each; gives why some were refused."""
    refused = []
    for one in things:
        try:
            said = take(one)
        except AuditError as error:
            refused.append(error)
        else:
            tell(said)
    return refused
