"""Results that are known only as so many out of so many: kept, never changed, withdrawn with a reason."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Row, select

from audit.cases.history import Known
from audit.errors import StateError, UnknownError
from audit.store.rows import Stamp, add, as_text, undamaged
from audit.store.store import Store
from audit.store.tables import KNOWN_RESULT

WITHDRAWS = "withdraws"


def known_results(store: Store, question: str = "") -> tuple[Known, ...]:
    """The results reported on a question (or on any), withdrawn ones too, as they were written down."""
    with store.reading() as connection:
        found = _read(connection)
    return tuple(one for one in found if not question or one.question == question)


def add_known(store: Store, known: Known, stamp: Stamp) -> Known:
    """Keep a reported result; StateError where the very same is kept already."""
    block = _block(known)
    with store.writing() as connection:
        for one in _read(connection):
            if not one.withdrawn and one.question == known.question and _block(one) == block:
                raise StateError(f"This result is kept already, as number {one.number}.")
        _add(connection, known.question, block, stamp)
        return _read(connection)[-1]


def withdraw_known(store: Store, number: int, reason: str, stamp: Stamp) -> Known:
    """Take a reported result back; UnknownError where there is none, StateError where it is taken back."""
    with store.writing() as connection:
        found = next((one for one in _read(connection) if one.number == number), None)
        if found is None:
            raise UnknownError(f"No result has the number {number}; 'audit result list' shows them.")
        if found.withdrawn:
            raise StateError(f"Result {number} was withdrawn already ({found.withdrawn}).")
        _add(connection, found.question, {WITHDRAWS: number, "reason": reason}, stamp)
    return found


def _add(connection: Connection, question: str, block: Mapping[str, Any], stamp: Stamp) -> None:
    add(connection, KNOWN_RESULT, [{"question": question, "block": as_text(dict(block)), **asdict(stamp)}])


def _block(known: Known) -> dict[str, Any]:
    own = ("on", "how", "met", "of", "said", "found_by")
    return {name: getattr(known, name) for name in own}


def _read(connection: Connection) -> tuple[Known, ...]:
    lines = connection.execute(select(KNOWN_RESULT).order_by(KNOWN_RESULT.c.seq)).all()
    with undamaged():
        blocks = [(line, dict(json.loads(line.block))) for line in lines]
        reasons = {block[WITHDRAWS]: str(block["reason"]) for _, block in blocks if WITHDRAWS in block}
        return tuple(_known(line, block, reasons) for line, block in blocks if WITHDRAWS not in block)


def _known(line: Row[Any], block: Mapping[str, Any], reasons: Mapping[int, str]) -> Known:
    stamp = {"number": line.seq, "by": line.by, "at": line.at}
    return Known(line.question, **block, **stamp, withdrawn=reasons.get(line.seq, ""))
