"""The series that rounds form when one repeats another, as it is kept in their logs."""

import json
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import select

from audit.cases.plan import Plan
from audit.rounds import Round
from audit.store.cases import keep_plan
from audit.store.rows import Stamp, add, as_text, undamaged
from audit.store.store import Store
from audit.store.tables import AGENCY, ROUND, ROUND_LOG

ACT = "repeat"


def open_repeat(
    store: Store, round_: Round, of: str, stamp: Stamp, source: str = "", plan: Plan | None = None
) -> None:
    """Keep a new round that repeats the one named; StateError where its name is taken.

    `source` names the round that its earlier answers were brought from; `plan` says of a round about cases
    how they are come by.
    """
    with store.writing() as connection:
        name = str(store.round_row(connection, of).name)
        number = store.open_in(connection, round_, stamp, source)
        if plan is not None:
            keep_plan(connection, number, plan, stamp)
        line = {"round": number, "act": ACT, "block": as_text({"of": name})}
        add(connection, ROUND_LOG, [{**line, **asdict(stamp)}])


def series(store: Store, name: str) -> tuple[str, ...]:
    """The names of all rounds that a round repeats or is repeated by, itself too, by their due dates.

    UnknownError where there is no such round.
    """
    with store.reading() as connection, undamaged():
        start = store.round_row(connection, name).seq
        rounds = {row.seq: row for row in connection.execute(select(ROUND)).all()}
        lines = connection.execute(select(ROUND_LOG).where(ROUND_LOG.c.act == ACT)).all()
        numbers = {str(row.name): row.seq for row in rounds.values()}
        links = [(line.round, numbers[json.loads(line.block)["of"]]) for line in lines]
    found = {start}
    while more := {one for link in links if found & {*link} for one in link} - found:
        found |= more
    ordered = sorted(found, key=lambda number: (rounds[number].due, number))
    return tuple(str(rounds[number].name) for number in ordered)


def new_since(store: Store, name: str) -> tuple[str, ...]:
    """The codes of the agencies that came to the list after a round was opened, in the order of coming."""
    with store.reading() as connection, undamaged():
        opened = datetime.fromisoformat(store.round_row(connection, name).at)
        rows = connection.execute(select(AGENCY.c.code, AGENCY.c.at).order_by(AGENCY.c.seq)).all()
        first = {row.code: row.at for row in reversed(rows)}
        codes = dict.fromkeys(row.code for row in rows)
        return tuple(code for code in codes if datetime.fromisoformat(first[code]) > opened)
