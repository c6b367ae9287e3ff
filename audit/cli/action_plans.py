"""The plan that new actions are put in."""

from dataclasses import replace
from typing import TYPE_CHECKING

from audit.cli.desk import Desk
from audit.cli.screen import tell
from audit.errors import UnknownError

if TYPE_CHECKING:
    from audit.actions.action import Plan


def plan_of(desk: Desk, name: str, *, source: str = "", overseer: str = "") -> "tuple[Plan, bool]":
    """The plan of a name, and whether it is new, which is said with the nearest that there is.

    Without a name it is no plan.
    """
    from audit.actions.action import Plan
    from audit.cli.action_writing import book_of
    from audit.definitions import nearest

    if not name:
        return Plan(""), False
    book = book_of(desk)
    try:
        return book.plan(name), False
    except UnknownError:
        end = nearest(name, [one.name for one in book.plans()])
        tell(f"The plan {name!r} is new{end if 'did you mean' in end else '.'}")
    return replace(Plan(name), source=source, overseer=overseer), True
