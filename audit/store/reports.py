"""The reports that were written: their figures and what was printed, each with its day."""

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import Row, select

from audit.store.rows import Stamp, add, as_text, undamaged
from audit.store.store import Store
from audit.store.tables import REPORT
from audit.summaries.kept import Kept


def reports(store: Store, of: str, audience: str = "") -> tuple[Kept, ...]:
    """The reports of a round (by its name), of ACTIONS or ALL, for an audience or any, oldest first."""
    with store.reading() as connection:
        every = connection.execute(select(REPORT.c.about).distinct()).scalars()
        names = [name for name in every if name.casefold() == of.casefold()]
        query = select(REPORT).where(REPORT.c.about.in_(names)).order_by(REPORT.c.seq)
        if audience:
            query = query.where(REPORT.c.audience == audience)
        lines = connection.execute(query).all()
    with undamaged():
        return tuple(map(_kept, lines))


def keep_report(store: Store, report: Kept, stamp: Stamp) -> None:
    """Keep what was written; StoreError where the store cannot be written."""
    block = as_text({"figures": dict(report.figures), "printed": dict(report.printed)})
    line = {"about": report.of, "audience": report.audience, "day": report.on.isoformat(), "block": block}
    with store.writing() as connection:
        add(connection, REPORT, [{**line, **asdict(stamp)}])


def _kept(line: Row[Any]) -> Kept:
    block = json.loads(line.block)
    day = date.fromisoformat(line.day)
    return Kept(
        line.about, line.audience, day, block["figures"], block["printed"], line.seq, line.at, line.by
    )
