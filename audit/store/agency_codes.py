"""The labels that agencies have in coded reports, and everybody whose name such a report must not hold."""

import json
from collections.abc import Mapping
from dataclasses import asdict

from sqlalchemy import select

from audit.agencies import Agency
from audit.past.cycle import ONLY
from audit.store.past_rows import standing_pasts
from audit.store.rows import Stamp, add, agency_from, undamaged
from audit.store.store import Store
from audit.store.tables import AGENCY, AGENCY_CODE, RESPONSE_ACT


def agency_codes(store: Store) -> dict[str, int]:
    """The number of each agency that has one, by its code; the first that was given stays."""
    with store.reading() as connection:
        rows = connection.execute(select(AGENCY_CODE).order_by(AGENCY_CODE.c.seq)).all()
    found: dict[str, int] = {}
    for row in rows:
        found.setdefault(row.agency, row.number)
    return found


def keep_codes(store: Store, numbers: Mapping[str, int], stamp: Stamp) -> None:
    """Keep the numbers of agencies that had none; StoreError where the store cannot be written."""
    rows = [{"agency": code, "number": number, **asdict(stamp)} for code, number in numbers.items()]
    with store.writing() as connection:
        add(connection, AGENCY_CODE, rows)


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
