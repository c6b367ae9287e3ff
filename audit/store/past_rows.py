"""The rows of past cycles that stand, by name; rounds and past cycles share their names."""

import json
from typing import Any

from sqlalchemy import Connection, Row, select

from audit.errors import StateError
from audit.store.rows import undamaged
from audit.store.tables import PAST

WITHDRAWS = "withdraws"
REASON = "reason"


def standing_pasts(connection: Connection) -> dict[str, Row[Any]]:
    """The row of each past cycle that was not withdrawn, by its folded name, in the order of taking in."""
    rows = connection.execute(select(PAST).order_by(PAST.c.seq)).all()
    with undamaged():
        gone = {row.seq: json.loads(row.block).get(WITHDRAWS) for row in rows}
    withdrawn = {number for number in gone.values() if number is not None}
    return {row.folded: row for row in rows if gone[row.seq] is None and row.seq not in withdrawn}


def refuse_past(connection: Connection, name: str) -> None:
    """StateError where a name is that of a past cycle, of which there is nothing to answer or to send."""
    row = standing_pasts(connection).get(name.strip().casefold())
    if row is not None:
        raise StateError(
            f"{row.name!r} is a past cycle: figures only; 'audit results {row.name}' shows them, 'audit "
            "compare' and 'audit report' with a round behind it set them beside that."
        )
