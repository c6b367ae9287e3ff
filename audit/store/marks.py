"""How far a round about cases has come, to see whether anything was written in it since."""

from sqlalchemy import Connection, func, select

from audit.store.overtaken import refuse
from audit.store.tables import ANSWER, LEDGER, PANEL, PLAN, SUBJECT

Mark = tuple[int, ...]  # the last row of each table, as far as it is about a round


def mark(connection: Connection, number: int) -> Mark:
    """The last row of each table in which something about the round of a number is written."""
    tables = (ANSWER, PANEL, SUBJECT, PLAN)
    last = (select(func.max(one.c.seq)).where(one.c.round == number) for one in tables)
    replaced = select(func.max(LEDGER.c.seq)).where(LEDGER.c.act != "seal")
    return tuple(connection.execute(query).scalar() or 0 for query in (*last, replaced))


def check_mark(connection: Connection, number: int, name: str, seen: Mark | None) -> None:
    """OvertakenError where more was written in a round since somebody looked; None was not looked at."""
    if seen is not None and mark(connection, number) != seen:
        refuse([f"more was written in {name!r}"])
