"""When responses of a round were signed, and when they were opened again."""

from datetime import date

from audit.chasing.rate import Signing
from audit.store.rows import acts_of, undamaged
from audit.store.store import Store


def signings(store: Store, name: str) -> tuple[Signing, ...]:
    """Each signing and opening again of a first response, oldest first, on the day it was kept here."""
    with store.reading() as connection, undamaged():
        lines = connection.execute(acts_of(store.round_row(connection, name).seq)).all()
        return tuple(
            Signing(line.subject, line.agency, date.fromisoformat(line.at[:10]), line.act == "sign")
            for line in lines
            if line.reading == 1
        )
