"""One change as the log tells it, and how the rows of a table become changes."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Table, select

from audit.responses.changes import Difference, differences


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody changed something: when (ISO 8601), what was done, to what, before and after.

    `round`, `agency` (a code), `subject` (a code or a reference) and `question` are empty where it is about
    none. `rank`, `version` and `step` order changes of the same second.
    """

    at: str
    by: str
    act: str
    round: str = ""
    agency: str = ""
    subject: str = ""
    reading: int = 1
    version: int = 0
    question: str = ""
    part: str = ""
    before: str = ""
    after: str = ""
    rank: int = 0
    step: int = 0


@dataclass(frozen=True, slots=True)
class Scope:
    """Where the log is read: the rounds by their numbers, and whether it is `whole` or of one round.

    `past` is the name (folded) of the one round, under which a past cycle may have been taken in.
    """

    connection: Connection
    rounds: Mapping[int, Row[Any]]
    whole: bool
    past: str = ""

    def lines(self, table: Table) -> Sequence[Row[Any]]:
        """The rows of a table that belong to the rounds, in the order of writing."""
        query = select(table).order_by(table.c.seq)
        query = query if self.whole else query.where(table.c.round.in_(self.rounds))
        return self.connection.execute(query).all()

    def every(self, table: Table) -> Sequence[Row[Any]]:
        """All rows of a table that belongs to no round, in the order of writing."""
        return self.connection.execute(select(table).order_by(table.c.seq)).all()

    def name(self, line: Row[Any]) -> str:
        """The name of the round that a row belongs to."""
        return str(self.rounds[line.round].name)


def told(line: Row[Any], act: str, found: Iterable[Difference], **where: Any) -> Iterator[Entry]:
    """A change for each part that a row changed."""
    for one in found:
        yield Entry(line.at, line.by, act, part=one.part, before=one.before, after=one.after, **where)


class Before:
    """What stood in a place before, so that each row is told as what it changed."""

    def __init__(self) -> None:
        """Know of nothing yet."""
        self._known: dict[Any, Mapping[str, Any]] = {}

    def __contains__(self, key: Any) -> bool:
        """Whether anything stood there."""
        return key in self._known

    def put(self, key: Any, now: Mapping[str, Any]) -> tuple[Difference, ...]:
        """What changes where this comes in the place of what stood there."""
        found = differences(self._known.get(key, {}), now)
        self._known[key] = now
        return found

    def add(self, key: Any, more: Mapping[str, Any]) -> tuple[Difference, ...]:
        """What changes where this is said beside what stood there."""
        return self.put(key, {**self._known.get(key, {}), **more})


def block_of(line: Row[Any]) -> dict[str, Any]:
    """What a row holds beside its keys; ValueError where it is damaged."""
    return dict(json.loads(line.block))


def first(parts: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """The same parts, with those of some names before the others."""
    return {name: parts[name] for name in (*names, *parts)}
