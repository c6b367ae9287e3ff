"""Findings of reviews: kept, never changed, withdrawn with a reason."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Row, select

from audit.errors import StateError, UnknownError
from audit.recurring.finding import Finding
from audit.store.rows import Stamp, add, as_text, undamaged
from audit.store.store import Store
from audit.store.tables import FINDING

ADDED, WITHDRAWN = "finding", "withdrawal"
_KEPT = ("source", "themes", "text", "strength", "on", "agency", "reference")


def findings(store: Store) -> tuple[Finding, ...]:
    """Every finding, withdrawn ones too, as they were written down."""
    with store.reading() as connection:
        return _read(connection)


def add_finding(store: Store, finding: Finding, stamp: Stamp) -> Finding:
    """Keep a finding; StateError where the very same is kept already."""
    block = _block(finding)
    with store.writing() as connection:
        for one in _read(connection):
            if not one.withdrawn and _block(one) == block:
                raise StateError(f"This finding is kept already, as number {one.number}.")
        _add(connection, ADDED, block, stamp)
        return _read(connection)[-1]


def withdraw_finding(store: Store, number: int, reason: str, stamp: Stamp) -> Finding:
    """Take a finding back; UnknownError where there is none, StateError where it is taken back."""
    with store.writing() as connection:
        found = next((one for one in _read(connection) if one.number == number), None)
        if found is None:
            raise UnknownError(f"No finding has the number {number}; 'audit finding list' shows them.")
        if found.withdrawn:
            raise StateError(f"Finding {number} was withdrawn already ({found.withdrawn}).")
        _add(connection, WITHDRAWN, {"number": number, "reason": reason}, stamp)
    return found


def _block(finding: Finding) -> dict[str, Any]:
    parts = {name: getattr(finding, name) for name in _KEPT}
    return {name: value for name, value in parts.items() if value} | {"themes": list(finding.themes)}


def _add(connection: Connection, kind: str, block: Mapping[str, Any], stamp: Stamp) -> None:
    add(connection, FINDING, [{"kind": kind, "block": as_text(dict(block)), **asdict(stamp)}])


def _read(connection: Connection) -> tuple[Finding, ...]:
    lines = connection.execute(select(FINDING).order_by(FINDING.c.seq)).all()
    with undamaged():
        blocks = [(line, dict(json.loads(line.block))) for line in lines]
        taken = [block for line, block in blocks if line.kind == WITHDRAWN]
        reasons = {int(block["number"]): str(block["reason"]) for block in taken}
        return tuple(_finding(line, block, reasons) for line, block in blocks if line.kind == ADDED)


def _finding(line: Row[Any], block: Mapping[str, Any], reasons: Mapping[int, str]) -> Finding:
    parts = {**block, "themes": tuple(block["themes"])}
    return Finding(**parts, number=line.seq, by=line.by, at=line.at, withdrawn=reasons.get(line.seq, ""))
