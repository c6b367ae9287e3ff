"""What moved when a plan came again, told action by action; what is new and what no row is."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from audit.cli.action_imported import Imported, clipped
from audit.cli.screen import item, line

if TYPE_CHECKING:
    from audit.actions.action import Action, Said
    from audit.plans.moving import Moved


def print_moved(found: Imported) -> None:
    """Print what moved, and of a plan that was here before what is new and what is gone."""
    moved = [text for one in found.moved for text in lines_of(one)]
    _list("What moved:", [*moved, *(f"{pair.one.id}: {pair.note}." for pair in found.odd)])
    stays = [f"{one.before.id}: {note}." for one in found.moved for note in one.notes]
    _list("Left as it is here:", stays)
    if found.again and found.new:
        line("New, since they fit no action here by number or text:")
        for place, action in enumerate(found.new):
            item(_named(found.ids[place] if found.ids else action.id, action))
    if found.missing:
        line("Here and not in the file (they stay as they are):")
        for one in found.missing:
            item(_named(one.id, one.action))
    if found.missing and found.new:
        line("At a terminal you are asked whether a new one is one of these; --dry-run shows it beforehand.")


def _list(heading: str, lines: Sequence[str]) -> None:
    if lines:
        line(heading)
        for text in lines:
            item(text)


def _named(name: str, action: "Action") -> str:
    number = f" (number {action.number})" if action.number else ""
    row = f"row {action.row}: " if action.row and not name else ""
    return f"{name}{number} {row}{clipped(action.text)}".strip()


def lines_of(one: "Moved") -> Iterator[str]:
    """What moved of an action, a sentence each."""
    name = one.before.id
    for change in one.changes:
        field = change.field.replace("_", " ")
        before = repr(clipped(change.before)) if change.before else "blank"
        after = repr(clipped(change.after)) if change.after else "blank"
        note = f" ({change.note})" if change.note else ""
        yield f"{name}: {field} was {before} and is {after}{note}."
    for said in one.said:
        yield f"{name}: {_said(one, said)}"


def _said(one: "Moved", said: "Said") -> str:
    from audit.actions.action import Status, Update, kind_of
    from audit.actions.words import ENDED
    from audit.plans.exporting import said_cells

    if isinstance(said, Status):
        again = " It is open again." if one.before.state in ENDED and said.state not in ENDED else ""
        return f"it was {one.before.state} and the file says {said.said!r}, which is {said.state}.{again}"
    if isinstance(said, Update):
        return f"a new update, {said.on or 'without a date'}: {clipped(said.note or said.state)!r}."
    cells = "; ".join(cell for cell in said_cells(said).values() if cell)
    return f"new {kind_of(said)}: {clipped(cells)!r}."
