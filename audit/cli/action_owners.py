"""Open actions and their owners, as the commands that ask owners begin with them."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from audit.cli.desk import Desk
from audit.cli.screen import tell
from audit.errors import StateError

if TYPE_CHECKING:
    from audit.actions.followed import Followed
    from audit.actions.whose import Owner


def open_actions(desk: Desk, plan: str = "") -> "tuple[Followed, ...]":
    """The actions that are neither assured nor closed, of a plan or of all; StateError where none is kept."""
    from audit.actions.words import ENDED

    return tuple(one for one in every_action(desk, plan) if one.state not in ENDED)


def every_action(desk: Desk, plan: str = "") -> "tuple[Followed, ...]":
    """The actions of a plan, or all; StateError where none is kept yet."""
    from audit.store.actions import ActionBook

    book = ActionBook(desk.store)
    name = book.plan(plan).name if plan else ""
    found = book.actions()
    if not found:
        raise StateError("There are no actions yet; 'audit action import' or 'audit action add' keeps some.")
    return tuple(one for one in found if not name or one.action.plan == name)


def wait_of(desk: Desk) -> int:
    """How many days an owner has to answer before an ask is a silence, by the workspace's own rule."""
    from audit.chasing.rule import ACTIONS, load

    return load(desk.library, ACTIONS).wait


def tell_guessed(some: "Iterable[Owner]") -> None:
    """Say which owners were taken for an agency by a part of its name."""
    if found := [f"{word} for {one.name}" for one in some for word in one.guessed]:
        tell(
            f"Taken for an agency by a part of its name: {', '.join(found)}. Where that is wrong: "
            "audit action change ID --owner …"
        )
