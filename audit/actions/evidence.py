"""The register of evidence: what was accepted or assured on, where it is held, when, and by whom."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from audit.actions.action import Assurance, Piece
from audit.actions.followed import Followed

HEADINGS = (
    *("Action", "What is to be done", "Plan", "Evidence", "Where it is held", "Date", "Accepted by"),
    *("Basis", "Stands"),
)
NOT_ASSURED = "not assured on it"


@dataclass(frozen=True, slots=True)
class Held:
    """A line of the register: a piece of evidence, or an assurance; `what` is empty where it rests on none.

    `basis` is what an assurance rests on, empty where the piece was accepted and nothing assured on it;
    `stands` says whether the action was not opened again since.
    """

    followed: Followed
    what: str
    where: str
    date: str
    by: str
    basis: str = ""
    note: str = ""
    stands: bool = True

    def block(self) -> dict[str, Any]:
        """The same as plain values."""
        names = ("what", "where", "date", "by", "basis", "note")
        line = {name: getattr(self, name) or None for name in names}
        action = self.followed.action
        head = {"id": action.id, "action": action.text, "plan": action.plan or None}
        return head | {"owners": [*action.owners]} | line | {"stands": self.stands}

    @property
    def words(self) -> str:
        """What it is; of an assurance that rests on none, that none is held, and what was said instead."""
        return self.what or (f"none held: {self.note}" if self.note else "none held")

    @property
    def based(self) -> str:
        """What an assurance rests on, or that nothing was assured on it."""
        return self.basis or NOT_ASSURED

    def cells(self) -> tuple[str, ...]:
        """The same as the cells of a table, under HEADINGS."""
        action = self.followed.action
        ends = (self.based, "yes" if self.stands else "no, opened again since")
        return (action.id, action.text, action.plan, self.words, self.where, self.date, self.by, *ends)


def register(found: Iterable[Followed]) -> tuple[Held, ...]:
    """Every piece of evidence and every assurance of some actions, in the order in which they came."""
    return tuple(line for one in found for line in _held(one))


def _held(one: Followed) -> Iterator[Held]:
    for each in one.entries:
        match each.said:
            case Piece(what=what, where=where, date=date, by=by):
                yield Held(one, what, where, date, by or each.by)
            case Assurance() as kept:
                head = (kept.evidence, kept.where, kept.on, kept.by or each.by, kept.basis, kept.note)
                yield Held(one, *head, stands=kept in one.standing)
