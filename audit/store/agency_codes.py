"""The labels that agencies have in coded reports, and everybody whose name such a report must not hold."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict

from sqlalchemy import Connection, select

from audit.agencies import Agency
from audit.past.cycle import ONLY
from audit.store.past_rows import standing_pasts
from audit.store.rows import Stamp, add, agency_from, undamaged
from audit.store.store import Store
from audit.store.tables import AGENCY, AGENCY_CODE, RESPONSE_ACT


def agency_codes(store: Store) -> dict[str, int]:
    """The number of each agency that has one, by its code; the first that was given stays."""
    with store.reading() as connection:
        return _codes(connection)


def _codes(connection: Connection) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in connection.execute(select(AGENCY_CODE).order_by(AGENCY_CODE.c.seq)):
        found.setdefault(row.agency, row.number)
    return found


def give_codes(
    store: Store, choose: Callable[[Mapping[str, int]], Mapping[str, int]], stamp: Stamp
) -> dict[str, int]:
    """Keep the numbers that `choose` gives to agencies without one; gives the number of each agency.

    It is asked in the transaction, with all that have one, so that no two agencies get the same.
    """
    with store.writing() as connection:
        known = _codes(connection)
        numbers = dict(choose(known))
        rows = [{"agency": code, "number": number, **asdict(stamp)} for code, number in numbers.items()]
        add(connection, AGENCY_CODE, rows)
        return numbers | known


def all_names(store: Store) -> tuple[tuple[Agency, ...], tuple[str, ...]]:
    """Agencies as they are and ever were, the newest first; and the names of all who signed."""
    with store.reading() as connection:
        rows = connection.execute(select(AGENCY.c.block).order_by(AGENCY.c.seq.desc())).all()
        signed = connection.execute(select(RESPONSE_ACT.c.name).distinct()).all()
        pasts = [json.loads(row.block)["agencies"] for row in standing_pasts(connection).values()]
    with undamaged():
        agencies = tuple(dict.fromkeys(agency_from(row.block) for row in rows))
        only = dict.fromkeys(
            Agency(code, name) for one in pasts for code, name in one if code.startswith(ONLY)
        )
        agencies = (*agencies, *only)
    return agencies, tuple(sorted(row.name for row in signed if row.name))
