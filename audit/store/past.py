"""Past cycles that were taken in: kept, never changed, withdrawn with a reason; one name with rounds."""

import json
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Row, select

from audit.definitions import nearest
from audit.errors import DefinitionError, StateError, StoreError, UnknownError
from audit.past.cycle import Past, block, from_block
from audit.store.past_rows import REASON, WITHDRAWS, standing_pasts
from audit.store.rows import Stamp, add, as_text, undamaged
from audit.store.store import Store
from audit.store.tables import PAST, ROUND


def keep_past(store: Store, past: Past, stamp: Stamp) -> None:
    """Keep a past cycle; StateError where a round or another past cycle has its name."""
    folded = past.name.casefold()
    with store.writing() as connection:
        taken = connection.execute(select(ROUND.c.seq).where(ROUND.c.folded == folded)).first()
        if taken or folded in standing_pasts(connection):
            raise StateError(f"There is a round {past.name!r} already; give this one another --name.")
        _add(connection, past.name, block(past), stamp)


def withdraw_past(store: Store, name: str, reason: str, stamp: Stamp) -> str:
    """Take a past cycle back, for a reason; gives its name. UnknownError where there is none."""
    with store.writing() as connection:
        row = _row(connection, name)
        _add(connection, row.name, {WITHDRAWS: row.seq, REASON: reason}, stamp)
        return str(row.name)


def pasts(store: Store) -> tuple[Past, ...]:
    """Every past cycle that stands, in the order in which they were taken in."""
    with store.reading() as connection:
        rows = [*standing_pasts(connection).values()]
    return tuple(map(_past, rows))


def find_past(store: Store, name: str) -> Past | None:
    """The past cycle of a name, in any case; None where there is none."""
    with store.reading() as connection:
        row = standing_pasts(connection).get(name.strip().casefold())
    return _past(row) if row is not None else None


def _row(connection: Connection, name: str) -> Row[Any]:
    standing = standing_pasts(connection)
    row = standing.get(name.strip().casefold())
    if row is None:
        names = [one.name for one in standing.values()]
        end = nearest(name, names) if names else "; 'audit round past FILE' takes one in."
        raise UnknownError(f"There is no past cycle {name!r}{end}")
    return row


def _past(row: Row[Any]) -> Past:
    with undamaged():
        try:
            return from_block(row.name, json.loads(row.block), row.at, row.by)
        except DefinitionError as error:
            raise StoreError(f"The past cycle {row.name!r} is damaged: {error}") from None


def _add(connection: Connection, name: str, kept: dict[str, Any], stamp: Stamp) -> None:
    line = {"name": name, "folded": name.casefold(), "block": as_text(kept)}
    add(connection, PAST, [{**line, **asdict(stamp)}])
