"""What came of an import, told: headings, counts, what moved, what was not understood by row."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from audit.cli.action_imported import Imported, block
from audit.cli.desk import Desk
from audit.cli.screen import as_json as print_json
from audit.cli.screen import clipped, item, line, table, tell
from audit.dates import in_words

if TYPE_CHECKING:
    from audit.actions.action import Action, Said
    from audit.plans.line import Matched, Unread
    from audit.plans.moving import Moved


def print_imported(desk: Desk, file: Path, found: Imported, *, dry: bool, as_json: bool) -> None:
    """Print what came of an import, for people or as JSON."""
    if as_json:
        print_json(block(found, dry=dry))
        return
    if found.matched:
        _print_headings(found.matched)
    for note in found.notes:
        item(note)
    _say_owners(desk, found)
    _say_headings(desk, found)
    line(_counts(file, found))
    _print_moved(found)
    _print_unread(found.unread)
    if dry:
        tell("This was a dry run: nothing is kept.")
    elif found.new or found.changed:
        tell("'audit action list' shows how they stand.")
    elif not found.ids:
        tell(f"Nothing moved, as of {in_words(desk.today)}.")


def _say_owners(desk: Desk, found: Imported) -> None:
    """Say which owners of new actions are no agency that is known, so that one misspelt is seen at once."""
    from audit.actions.whose import agency_of

    agencies = desk.store.agencies()
    words = dict.fromkeys(word for one in found.new for word in one.owners)
    strange = [word for word in words if agency_of(word, agencies) is None]
    if agencies and strange:
        item(f"Owners that are no agency known here, kept in the plan's words: {'; '.join(strange)}")


def _say_headings(desk: Desk, found: Imported) -> None:
    """Say where headings between rows that were taken for themes are agencies, which owners may be."""
    from audit.actions.whose import agency_of

    agencies = desk.store.agencies()
    words = dict.fromkeys(word for one in found.new for word in (one.theme, one.sub_theme) if word)
    if known := [word for word in words if agency_of(word, agencies) is not None]:
        item(
            f"Themes that are agencies known here: {'; '.join(known)}. Where headings between rows name "
            "owners, import with --sub-heading owner."
        )


def _counts(file: Path, found: Imported) -> str:
    same = len(found.moved) - len(found.changed)
    parts = [f"{len(found.new)} new", f"{len(found.changed)} changed", f"{same} as before"]
    plans = f" ({', '.join(found.plans)})" if found.plans else ""
    total = len(found.new) + len(found.moved)
    gone = f"; {len(found.missing)} here and not in the file" if found.missing else ""
    return (
        f"{file.name}{plans}: {'1 action' if total == 1 else f'{total} actions'}, {', '.join(parts)}{gone}."
    )


def _print_headings(matched: "Sequence[Matched]") -> None:
    rows = [
        [one.heading or "(no heading)", where, one.field.replace("_", " ") or "not known, kept as it is"]
        for one, where in _once(matched)
    ]
    table(["Heading", "Cell", "Taken for"], rows)
    if any(not one.field for one in matched):
        line("A heading that is not known can be given a meaning: --map 'Heading=field'.")


def _once(matched: "Sequence[Matched]") -> "Iterator[tuple[Matched, str]]":
    """Each heading once, and where it stands: its cell, and on how many sheets it is the same."""
    alike: dict[tuple[str, str, str], list[Matched]] = {}
    for one in matched:
        alike.setdefault((one.address, one.heading, one.field), []).append(one)
    for same in alike.values():
        yield same[0], _where(same[0]) if len(same) == 1 else f"{same[0].address}, {len(same)} sheets"


def _where(one: "Matched") -> str:
    return f"{one.sheet} {one.address}".strip()


def _print_unread(unread: "Sequence[Unread]") -> None:
    if not unread:
        line("Everything in it was understood.")
        return
    things = "1 thing" if len(unread) == 1 else f"{len(unread)} things"
    line(f"Not understood, or to be looked at, by row: {things}.")
    several = len({one.sheet for one in unread}) > 1
    rows = [
        [f"{one.sheet} {one.row}" if several else str(one.row), one.column, clipped(one.text), one.why]
        for one in unread
    ]
    table(["Row", "Column", "Text", "Why"], rows)


# --- what moved ------------------------------------------------------------------------------------


def _print_moved(found: Imported) -> None:
    """Print what moved, and of a plan that was here before what is new and what is gone."""
    moved = [text for one in found.moved for text in _lines_of(one)]
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


def _lines_of(one: "Moved") -> Iterator[str]:
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
