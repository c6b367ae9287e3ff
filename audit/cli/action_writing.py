"""Writing of actions at the command line: which are meant, what is kept, and how they stand since."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from audit.cli.desk import Desk
from audit.cli.screen import tell

if TYPE_CHECKING:
    from audit.actions.action import Said
    from audit.actions.followed import Followed
    from audit.store.actions import ActionBook, Writing


def book_of(desk: Desk) -> "ActionBook":
    """What the workspace knows of actions."""
    from audit.store.actions import ActionBook

    return ActionBook(desk.store)


def meant(desk: Desk, ids: Iterable[str]) -> "dict[str, Followed]":
    """The actions of some ids or numbers, each once, by id; UnknownError for one that is none."""
    book = book_of(desk)
    return {one.id: one for one in map(book.action, ids)}


def keep(desk: Desk, seen: "Mapping[str, Followed]", said: "Mapping[str, Said]") -> None:
    """Keep what is said of some actions, all or none, and tell how they stand since."""
    from audit.store.actions import Writing

    write(desk, seen, Writing(said=tuple(said.items())))


def write(desk: Desk, seen: "Mapping[str, Followed]", writing: "Writing") -> None:
    """Keep all of it or nothing, and tell how each action stands since, beside how it did."""
    book_of(desk).write(writing, desk.stamp(), seen)
    for name, now in meant(desk, seen).items():
        tell(moved(desk, seen[name], now))


def moved(desk: Desk, before: "Followed", now: "Followed") -> str:
    """How an action stands, and how it did before where that was otherwise."""
    from audit.actions.rag import rag

    was = f" (was {before.state})" if before.state != now.state else ""
    return f"{now.id}: {now.state}{was}. {rag(now, desk.today).word}."
