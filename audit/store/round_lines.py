"""Rounds in a list of rounds, without their questions."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row

from audit.store.rows import closed_at, standing


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round in a list of rounds: what it is about, and of how many agencies something is expected."""

    name: str
    title: str
    due: date
    period: str
    expected: int
    closed: str
    subject: str = "agency"


def round_line(connection: Connection, row: Row[Any]) -> RoundLine:
    """The line of a round in a list of them."""
    definition = json.loads(row.definition)
    title = str(definition["template"].get("title") or definition["catalogue"].get("title", ""))
    subject = str(definition["template"].get("subject", "agency")).casefold()
    expected = len(standing(connection, row.seq))
    closed = closed_at(connection, row.seq)
    return RoundLine(
        row.name, title or row.name, date.fromisoformat(row.due), row.period, expected, closed, subject
    )
