"""Days of their own for the agencies of a round, from a file."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audit.cli.desk import Desk
from audit.cli.screen import tell
from audit.dates import in_words
from audit.errors import StateError
from audit.wording import plural

if TYPE_CHECKING:
    from audit.agencies import Agency


def dates_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option for a file of due dates."""
    return click.option(
        "--dates",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="A due date for each agency: a table agency, due.",
    )(command)


def due_of(desk: Desk, path: Path | None, agencies: "Sequence[Agency]") -> dict[str, date]:
    """The due dates that a file gives to agencies, by code; none without a file."""
    from audit.deadlines import read_days
    from audit.registers.profile import load

    if path is None:
        return {}
    profile = load(desk.library, "agencies")
    called = next(one.headings for one in profile.columns if one.name == "name")
    found = read_days(path, desk.store.agencies(), agencies, called)
    tell(f"The days are those under {found.heading!r} ({found.where}).")
    return dict(found.days)


def tell_days(days: dict[str, date], agencies: "Sequence[Agency]", due: date, today: date) -> None:
    """Say how many agencies have a day of their own, between which days, and how many days are past."""
    if not days:
        return
    others = len(agencies) - len(days)
    rest = f" The day of {plural(others, 'other')} is {in_words(due)}." if others else ""
    first, last = min(days.values()), max(days.values())
    span = in_words(first) if first == last else f"{in_words(first)} to {in_words(last)}"
    have = "agency has its" if len(days) == 1 else "agencies have their"
    tell(f"{len(days)} {have} own day: {span}.{rest}")
    if past := sum(day < today for day in days.values()):
        are = "that day is" if past == 1 else f"{past} of those days are"
        tell(f"{are[0].upper()}{are[1:]} past already.")


def change_days(desk: Desk, name: str, path: Path) -> None:
    """Give agencies of a round the days of a file, and say which; the others keep theirs."""
    from dataclasses import replace

    found = desk.store.round(name)
    if found.template.subject != "agency":
        raise StateError(f"No agency has a day of its own in {found.name!r}: it is about cases.")
    days = due_of(desk, path, [one.agency for one in found.expected])
    moved = [one for one in found.expected if days.get(one.agency.code, one.due) != one.due]
    changes = [replace(one, due=days[one.agency.code]) for one in moved]
    desk.store.expect(found.name, changes, desk.stamp(), seen=found)
    for one in moved:
        tell(f"{one.agency.name}: due {in_words(days[one.agency.code])}, before {in_words(one.due)}.")
    same = len(days) - len(moved)
    if same:
        tell(f"{plural(same, 'other')} of the file had that day already.")
