"""Writing of actions at the command line: which are meant, what is kept, how they stand since; their plan."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from audit.cli.desk import Desk
from audit.cli.screen import tell
from audit.errors import UnknownError

if TYPE_CHECKING:
    from audit.actions.action import Plan, Said
    from audit.actions.followed import Followed
    from audit.store.actions import ActionBook, Writing


def book_of(desk: Desk) -> "ActionBook":
    """What the workspace knows of actions."""
    from audit.store.actions import ActionBook

    return ActionBook(desk.store)


def meant(desk: Desk, ids: Iterable[str]) -> "dict[str, Followed]":
    """The actions of some ids or numbers, each once, by id; UnknownError for one that is none."""
    return {one.id: one for one in book_of(desk).named(ids)}


def keep(desk: Desk, seen: "Mapping[str, Followed]", said: "Mapping[str, Said]") -> None:
    """Keep what is said of some actions, all or none, and tell how they stand since."""
    from audit.store.actions import Writing

    write(desk, seen, Writing(said=tuple(said.items())))


def write(desk: Desk, seen: "Mapping[str, Followed]", writing: "Writing") -> None:
    """Keep all of it or nothing, and tell how each action stands since, beside how it did.

    A grade that an action's assurance gave its answer is taken back where the action is opened again.
    """
    put(desk, seen, writing)
    for name, now in meant(desk, seen).items():
        tell(moved(desk, seen[name], now))


def put(desk: Desk, seen: "Mapping[str, Followed]", writing: "Writing") -> None:
    """Keep all of it or nothing; grades of answers whose actions are opened again are taken back with it."""
    from audit.cli.action_grades import taken_back
    from audit.store.actions import Seen

    back = taken_back(desk, seen, writing.said)
    graded = replace(writing, graded=(*writing.graded, *back))
    book_of(desk).write(graded, desk.stamp(), Seen(seen))
    for name, grade, _ in back:
        tell(f"The grade that {grade.question} in {name!r} had since its action was assured is taken back.")


def moved(desk: Desk, before: "Followed", now: "Followed") -> str:
    """How an action stands, and how it did before where that was otherwise."""
    from audit.actions.rag import rag

    was = f" (was {before.state})" if before.state != now.state else ""
    return f"{now.id}: {now.state}{was}. {rag(now, desk.today).word}."


def plan_of(desk: Desk, name: str, *, source: str = "", overseer: str = "") -> "tuple[Plan, bool]":
    """The plan of a name, and whether it is new, which is said with the nearest that there is.

    Without a name it is no plan.
    """
    from audit.actions.action import Plan
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
