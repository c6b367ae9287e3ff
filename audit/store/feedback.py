"""Letters on what came of responses, as they are kept in the log of a round."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date

from sqlalchemy import Connection

from audit.chasing.feedback import Feedback
from audit.dates import in_words
from audit.store.overtaken import refuse
from audit.store.rows import Stamp, add, as_text, logged, undamaged
from audit.store.store import Store
from audit.store.tables import ROUND_LOG

ACT = "feedback"


def add_feedback(
    store: Store, name: str, made: Sequence[Feedback], stamp: Stamp, seen: Sequence[Feedback] | None = None
) -> None:
    """Keep letters written now, all or none; their day and person are those of the stamp.

    The round may be closed: what came of it is told after it. `seen` are the letters so far as somebody
    looked at them: OvertakenError where one of these agencies was written to since.
    """
    with store.writing() as connection:
        number = store.round_row(connection, name).seq
        if seen is not None:
            refuse(_since(_letters(connection, number), seen, made))
        blocks = (as_text({"agency": one.agency, "to": list(one.to)}) for one in made)
        lines = [{"round": number, "act": ACT, "block": block, **asdict(stamp)} for block in blocks]
        add(connection, ROUND_LOG, lines)


def feedback_of(store: Store, name: str) -> tuple[Feedback, ...]:
    """Every letter of a round, oldest first; UnknownError where there is no such round."""
    with store.reading() as connection, undamaged():
        number = store.round_row(connection, name).seq
        return _letters(connection, number)


def _letters(connection: Connection, number: int) -> tuple[Feedback, ...]:
    with undamaged():
        lines = logged(connection, number, ACT)
        return tuple(_feedback(json.loads(line.block), line.at, line.by) for line in lines)


def _since(now: Sequence[Feedback], seen: Sequence[Feedback], made: Sequence[Feedback]) -> Iterator[str]:
    """A clause on each letter, to an agency that is written to now, that somebody has not seen."""
    for code in dict.fromkeys(one.agency for one in made):
        before = sum(one.agency == code for one in seen)
        for one in [one for one in now if one.agency == code][before:]:
            yield f"{code} was written to by {one.by}, {in_words(one.on)}"


def _feedback(block: dict[str, object], at: str, by: str) -> Feedback:
    to = block["to"]
    roles = tuple(map(str, to)) if isinstance(to, list) else ()
    return Feedback(str(block["agency"]), date.fromisoformat(at[:10]), roles, by)
