"""Chases as they are kept in the log of a round."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from audit.chasing.owing import Chase
from audit.errors import StateError
from audit.store.rows import Stamp, add, as_text, closed_at, logged, undamaged
from audit.store.store import Store
from audit.store.tables import ROUND_LOG

ACT = "chase"


def add_chases(store: Store, name: str, made: Sequence[Chase], stamp: Stamp) -> None:
    """Keep chases made now, all or none; their day and person are those of the stamp.

    StateError where the round is closed.
    """
    with store.writing() as connection:
        row = store.round_row(connection, name)
        if closed_at(connection, row.seq):
            raise StateError(f"The round {row.name!r} is closed; nothing was changed.")
        kept = ("agency", "how", "level", "to", "note")
        blocks = (as_text({part: getattr(one, part) for part in kept}) for one in made)
        lines = [{"round": row.seq, "act": ACT, "block": block, **asdict(stamp)} for block in blocks]
        add(connection, ROUND_LOG, lines)


def chases(store: Store, name: str) -> tuple[Chase, ...]:
    """Every chase of a round, oldest first; UnknownError where there is no such round."""
    with store.reading() as connection, undamaged():
        number = store.round_row(connection, name).seq
        lines = logged(connection, number, ACT)
        return tuple(_chase(json.loads(line.block), line.at, line.by) for line in lines)


def _chase(block: dict[str, object], at: str, by: str) -> Chase:
    to = block["to"]
    return Chase(
        agency=str(block["agency"]),
        on=date.fromisoformat(at[:10]),
        how=str(block["how"]),
        level=int(str(block["level"])),
        to=tuple(map(str, to)) if isinstance(to, list) else (),
        note=str(block["note"]),
        by=by,
    )
