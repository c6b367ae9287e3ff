"""What came of an import of actions, as values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from audit.actions.action import Action, Plan
    from audit.actions.followed import Followed
    from audit.plans.line import Matched, Unread
    from audit.plans.matching import Pair
    from audit.plans.moving import Moved
    from audit.store.actions import Writing


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import does: to which plans, what is written upon what was seen, headings, actions.

    `odd` are pairs that somebody should look at. `ids` are those of the new actions, once they are kept;
    `stood` are those that each plan had when the file was matched with it, `known` all plans as they stood.
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
    stood: "Mapping[str, frozenset[str]]" = field(default_factory=dict)
    known: "tuple[Plan, ...]" = ()

    @property
    def changed(self) -> "tuple[Moved, ...]":
        """The actions of which something moved that somebody is to hear of."""
        return tuple(one for one in self.moved if one.told)

    @property
    def again(self) -> bool:
        """Whether the plan had actions here before."""
        return bool(self.moved or self.missing)


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
