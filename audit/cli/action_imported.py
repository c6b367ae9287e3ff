"""What came of an import of actions, told: headings, counts, what moved, what was not understood by row."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audit.cli.desk import Desk
from audit.cli.screen import as_json as print_json
from audit.cli.screen import item, line, table, tell
from audit.dates import in_words

if TYPE_CHECKING:
    from audit.actions.action import Action
    from audit.actions.followed import Followed
    from audit.plans.line import Matched, Unread
    from audit.plans.matching import Pair
    from audit.plans.moving import Moved
    from audit.store.actions import Writing

LONGEST = 160  # characters of a text that is shown; the file, or --unread, has all of it


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import does: to which plans, what is written upon what was seen, headings, actions.

    `odd` are pairs that somebody should look at. `ids` are those of the new actions, once they are kept.
    """

    plans: tuple[str, ...]
    writing: "Writing"
    seen: "Mapping[str, Followed]"
    matched: "tuple[Matched, ...]"
    new: "tuple[Action, ...]"
    moved: "tuple[Moved, ...]"
    missing: "tuple[Followed, ...]"
    odd: "tuple[Pair, ...]"
    unread: "tuple[Unread, ...]"
    notes: tuple[str, ...]
    ids: tuple[str, ...] = ()

    @property
    def changed(self) -> "tuple[Moved, ...]":
        """The actions of which something moved that somebody is to hear of."""
        return tuple(one for one in self.moved if one.told)

    @property
    def again(self) -> bool:
        """Whether the plan had actions here before."""
        return bool(self.moved or self.missing)


def print_imported(desk: Desk, file: Path, found: Imported, *, dry: bool, as_json: bool) -> None:
    """Print what came of an import, for people or as JSON."""
    from audit.cli.action_moved import print_moved

    if as_json:
        print_json(block(found, dry=dry))
        return
    if found.matched:
        _print_headings(found.matched)
    for note in found.notes:
        item(note)
    _say_owners(desk, found)
    line(_counts(file, found))
    print_moved(found)
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


def clipped(text: str) -> str:
    """The beginning of a long text in one line."""
    whole = " ".join(text.split())
    return whole if len(whole) <= LONGEST else f"{whole[:LONGEST].rsplit(' ', 1)[0]} …"


def block(found: Imported, *, dry: bool) -> dict[str, Any]:
    """What came of an import as values; new actions have an id once they are kept."""
    return {
        "plan": found.plans[0] if len(found.plans) == 1 else None,
        "plans": [*found.plans],
        "dry_run": dry,
        "matched": [
            {"sheet": one.sheet, "address": one.address, "heading": one.heading, "field": one.field or None}
            for one in found.matched
        ],
        "actions": {
            "new": [*found.ids] or [one.id or None for one in found.new],
            "changed": [one.before.id for one in found.changed],
            "same": [one.before.id for one in found.moved if not one.told],
            "missing": [one.id for one in found.missing],
        },
        "moved": [*_moves(found)],
        "unread": [
            {"sheet": one.sheet, "row": one.row, "column": one.column, "text": one.text, "why": one.why}
            for one in found.unread
        ],
        "notes": [*found.notes, *(f"{pair.one.id}: {pair.note}" for pair in found.odd)],
    }


def _moves(found: Imported) -> Iterator[dict[str, Any]]:
    from audit.actions.action import kind_of, said_block

    for one in found.moved:
        name = one.before.id
        for change in one.changes:
            yield {
                "id": name,
                "field": change.field,
                "before": change.before,
                "after": change.after,
                "note": change.note or None,
            }
        for said in one.said:
            yield {
                "id": name,
                "field": kind_of(said),
                "before": None,
                "after": said_block(said),
                "note": None,
            }
        for note in one.notes:
            yield {"id": name, "field": None, "before": None, "after": None, "note": note}
