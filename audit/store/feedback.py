"""Letters on what came of responses, as they are kept in the log of a round."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from audit.chasing.feedback import Feedback
from audit.store.rows import Stamp, add, as_text, logged, undamaged
from audit.store.store import Store
from audit.store.tables import ROUND_LOG

ACT = "feedback"


def add_feedback(store: Store, name: str, made: Sequence[Feedback], stamp: Stamp) -> None:
    """Keep letters written now, all or none; their day and person are those of the stamp.

    The round may be closed: what came of it is told after it.
    """
    with store.writing() as connection:
        number = store.round_row(connection, name).seq
        blocks = (as_text({"agency": one.agency, "to": list(one.to)}) for one in made)
        lines = [{"round": number, "act": ACT, "block": block, **asdict(stamp)} for block in blocks]
        add(connection, ROUND_LOG, lines)


def feedback_of(store: Store, name: str) -> tuple[Feedback, ...]:
    """Every letter of a round, oldest first; UnknownError where there is no such round."""
    with store.reading() as connection, undamaged():
        number = store.round_row(connection, name).seq
        lines = logged(connection, number, ACT)
        return tuple(_feedback(json.loads(line.block), line.at, line.by) for line in lines)


def _feedback(block: dict[str, object], at: str, by: str) -> Feedback:
    to = block["to"]
    roles = tuple(map(str, to)) if isinstance(to, list) else ()
    return Feedback(str(block["agency"]), date.fromisoformat(at[:10]), roles, by)
