"""When responses of a round were signed, and when they were opened again."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, select

from audit.chasing.rate import Signing
from audit.responses.response import MEMBERS, answer_from
from audit.store.digests import SIGN
from audit.store.rows import acts_of, undamaged
from audit.store.store import Store
from audit.store.tables import ANSWER


def signings(store: Store, name: str) -> tuple[Signing, ...]:
    """Each signing and opening again of a first response, oldest first, on the day it was kept here."""
    with store.reading() as connection, undamaged():
        number = store.round_row(connection, name).seq
        lines = connection.execute(acts_of(number)).all()
        query = select(ANSWER).where(
            ANSWER.c.round == number, ANSWER.c.question == MEMBERS, ANSWER.c.reading == 1
        )
        said = connection.execute(query.order_by(ANSWER.c.seq)).all()
        return tuple(
            Signing(
                *(line.subject, line.agency, date.fromisoformat(line.at[:10]), line.act == "sign"),
                _members(line, said),
            )
            for line in lines
            if line.reading == 1
        )


def _members(act: Row[Any], said: Sequence[Row[Any]]) -> tuple[str, ...]:
    """For whom a body that answers about itself answers beside itself, in the version that an act is of."""
    if act.act != SIGN or act.agency != act.subject:
        return ()
    own = (line for line in said if line.agency == line.subject == act.agency and line.version <= act.version)
    blocks = [json.loads(line.block) for line in own]
    value = answer_from(blocks[-1]).value if blocks else None
    return value if isinstance(value, tuple) else ()
