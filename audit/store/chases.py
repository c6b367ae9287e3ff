"""Chases as they are kept in the log of a round."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date

from sqlalchemy import Connection

from audit.chasing.owing import Chase
from audit.dates import in_words
from audit.errors import StateError
from audit.store.overtaken import refuse
from audit.store.rows import Stamp, add, as_text, closed_at, logged, undamaged
from audit.store.store import Store
from audit.store.tables import ROUND_LOG

ACT = "chase"


def add_chases(
    store: Store, name: str, made: Sequence[Chase], stamp: Stamp, seen: Sequence[Chase] | None = None
) -> None:
    """Keep chases made now, all or none; their day and person are those of the stamp.

    StateError where the round is closed. `seen` are the chases so far as somebody looked at them:
    OvertakenError where one of these agencies was chased since.
    """
    with store.writing() as connection:
        row = store.round_row(connection, name)
        if closed_at(connection, row.seq):
            raise StateError(f"The round {row.name!r} is closed; nothing was changed.")
        if seen is not None:
            refuse(_since(_chases(connection, row.seq), seen, made))
        kept = ("agency", "how", "level", "to", "note")
        blocks = (as_text({part: getattr(one, part) for part in kept}) for one in made)
        lines = [{"round": row.seq, "act": ACT, "block": block, **asdict(stamp)} for block in blocks]
        add(connection, ROUND_LOG, lines)


def chases(store: Store, name: str) -> tuple[Chase, ...]:
    """Every chase of a round, oldest first; UnknownError where there is no such round."""
    with store.reading() as connection, undamaged():
        number = store.round_row(connection, name).seq
        return _chases(connection, number)


def _chases(connection: Connection, number: int) -> tuple[Chase, ...]:
    with undamaged():
        lines = logged(connection, number, ACT)
        return tuple(_chase(json.loads(line.block), line.at, line.by) for line in lines)


def _since(now: Sequence[Chase], seen: Sequence[Chase], made: Sequence[Chase]) -> Iterator[str]:
    """A clause on each chase, of an agency that is chased now, that somebody has not seen."""
    for code in dict.fromkeys(one.agency for one in made):
        before = sum(one.agency == code for one in seen)
        for one in [one for one in now if one.agency == code][before:]:
            yield f"{code} was chased by {one.by}, {in_words(one.on)} ({one.how})"


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
