"""What came into a store since a day, in counts: signed, received, opened, proposed, said of actions."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Table, select

from audit.store.store import Store
from audit.store.tables import ACTION, ACTION_ACT, RECEIVED, RESPONSE_ACT, ROUND


@dataclass(frozen=True, slots=True)
class News:
    """What is new, by the name of a round: what was signed in it (codes or references), how many files came.

    `opened` names rounds; `actions` counts new actions, `said` what was said of actions by its kind.
    """

    signed: Mapping[str, tuple[str, ...]]
    files: Mapping[str, int]
    opened: tuple[str, ...] = ()
    actions: int = 0
    said: Mapping[str, int] = field(default_factory=dict)


def news(store: Store, first: date, last: date) -> News:
    """What came in from a day to another, both included; StoreError where the store cannot be read."""
    span = (first.isoformat(), (last + timedelta(days=1)).isoformat())
    with store.reading() as connection:
        names = {line.seq: str(line.name) for line in connection.execute(select(ROUND.c.seq, ROUND.c.name))}
        known = {
            line.action for line in connection.execute(select(ACTION.c.action).where(ACTION.c.at < span[0]))
        }
        added = {line.action for line in _new(connection, ACTION, span)} - known
        files = {line.sha256: line.round for line in _new(connection, RECEIVED, span)}
        return News(
            _signed(connection, names, span),
            Counter(names[number] for number in files.values()),
            tuple(names[line.seq] for line in _new(connection, ROUND, span)),
            len(added),
            Counter(
                str(line.kind) for line in _new(connection, ACTION_ACT, span) if line.action not in added
            ),
        )


def _new(connection: Connection, table: Table, span: tuple[str, str]) -> list[Row[Any]]:
    query = select(table).where(table.c.at >= span[0], table.c.at < span[1])
    return list(connection.execute(query.order_by(table.c.seq)))


def _signed(
    connection: Connection, names: Mapping[int, str], span: tuple[str, str]
) -> dict[str, tuple[str, ...]]:
    """What was signed and not opened again since, by the name of its round."""
    last = {
        (line.round, line.agency, line.subject, line.reading): line
        for line in _new(connection, RESPONSE_ACT, span)
    }
    found: dict[str, list[str]] = {}
    for line in last.values():
        if line.act == "sign":
            found.setdefault(names[line.round], []).append(str(line.subject))
    return {name: tuple(dict.fromkeys(subjects)) for name, subjects in found.items()}
