"""Values to rows of the store, and rows back to values."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, insert, select

from audit.agencies import Agency
from audit.cases.panel import PanelGrade
from audit.errors import StoreError
from audit.moderation import Moderated
from audit.responses.brought import Brought, brought_from
from audit.responses.membership import Member
from audit.responses.response import Response, answer_from, signature_from
from audit.rounds import Expected, Standing
from audit.store.tables import AGENCY, ANSWER, BROUGHT, EXPECTED, PANEL, RESPONSE_ACT, ROUND_ACT, ROUND_LOG

Key = tuple[str, str, int]  # agency, subject, reading
DAMAGED = "What is kept in the store is damaged"
JOINED = "joined"  # the act of a round that an agency joined by an invitation


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who writes, and when (ISO 8601)."""

    at: str
    by: str


@contextmanager
def undamaged() -> Iterator[None]:
    """Rows are written whole, so one that cannot be read back was damaged: StoreError says who names it."""
    try:
        yield
    except (ValueError, KeyError, TypeError, AttributeError):
        raise StoreError(f"{DAMAGED}; 'audit doctor' says which row, and what to do.") from None


def as_text(value: Any) -> str:
    """Canonical JSON."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def add(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add rows to a table, if there are any."""
    if rows:
        connection.execute(insert(table), list(rows))


def agency_from(block: str) -> Agency:
    """The agency that a stored block stands for."""
    parts: dict[str, Any] = json.loads(block)
    kinds, duties = (tuple(parts.pop(key, ())) for key in ("kinds", "duties"))
    return Agency(**parts, kinds=kinds, duties=duties)


def agencies_in(connection: Connection) -> dict[str, Agency]:
    """Every agency by its code as it stands, in the order in which they first came."""
    rows = connection.execute(select(AGENCY.c.code, AGENCY.c.block).order_by(AGENCY.c.seq)).all()
    with undamaged():
        return {row.code: agency_from(row.block) for row in rows}


def expected_row(number: int, expected: Expected, stamp: Stamp) -> dict[str, Any]:
    """The row that says what is expected of an agency."""
    return {
        "round": number,
        "agency": expected.agency.code,
        "due": expected.due.isoformat(),
        "standing": str(expected.standing),
        "reason": expected.reason,
        **asdict(stamp),
    }


def expected_from(agency: Agency, line: Row[Any]) -> Expected:
    """What a row says is expected of an agency."""
    return Expected(agency, date.fromisoformat(line.due), Standing(line.standing), line.reason)


def standing(connection: Connection, number: int) -> dict[str, Row[Any]]:
    """The latest line on each agency of a round, in the order in which they came in."""
    query = select(EXPECTED).where(EXPECTED.c.round == number).order_by(EXPECTED.c.seq)
    return {line.agency: line for line in connection.execute(query)}


def closed_at(connection: Connection, number: int) -> str:
    """When a round was closed; empty while it is open."""
    query = select(ROUND_ACT).where(ROUND_ACT.c.round == number).order_by(ROUND_ACT.c.seq.desc())
    last = connection.execute(query).first()
    return str(last.at) if last and last.act == "close" else ""


def members_joined(connection: Connection, number: int) -> tuple[Member, ...]:
    """The members that an invitation to a round names; none where the round was opened here."""
    query = select(ROUND_LOG.c.block).where(ROUND_LOG.c.round == number, ROUND_LOG.c.act == JOINED)
    kept = connection.execute(query.order_by(ROUND_LOG.c.seq.desc())).scalar()
    return tuple(Member(**one) for one in json.loads(kept).get("members", ())) if kept else ()


def brought_to(connection: Connection, number: int) -> dict[str, dict[str, Brought]]:
    """What an earlier round says, by agency and question; the latest that was brought to an agency counts."""
    query = select(BROUGHT).where(BROUGHT.c.round == number).order_by(BROUGHT.c.seq)
    return {
        line.agency: {name: brought_from(block) for name, block in json.loads(line.block).items()}
        for line in connection.execute(query)
    }


def brought_rows(
    number: int, brought: Mapping[str, Mapping[str, Brought]], stamp: Stamp
) -> list[dict[str, Any]]:
    """The rows that keep what an earlier round says, by agency and question."""
    said = {code: {name: one.block() for name, one in own.items()} for code, own in brought.items()}
    return [
        {"round": number, "agency": code, "block": as_text(own), **asdict(stamp)}
        for code, own in said.items()
    ]


def logged(connection: Connection, number: int, act: str) -> Sequence[Row[Any]]:
    """The lines of one act in the log of a round, oldest first."""
    query = select(ROUND_LOG).where(ROUND_LOG.c.round == number, ROUND_LOG.c.act == act)
    return connection.execute(query.order_by(ROUND_LOG.c.seq)).all()


def moderated_in(connection: Connection, number: int) -> list[Moderated]:
    """All that a panel ever said of agencies' grades in a round, oldest first."""
    query = select(PANEL).where(PANEL.c.round == number).order_by(PANEL.c.seq)
    return [
        Moderated(line.subject, question=line.question, by=line.by, at=line.at, **json.loads(line.block))
        for line in connection.execute(query)
    ]


def panel_rows(number: int, grades: Sequence[PanelGrade | Moderated], stamp: Stamp) -> list[dict[str, Any]]:
    """The rows of what a panel said; a grade that names who gave it is theirs, whoever writes."""
    return [
        {
            "round": number,
            "subject": one.subject,
            "question": one.question,
            "block": as_text(one.block()),
            **asdict(replace(stamp, by=one.by or stamp.by)),
        }
        for one in grades
    ]


def answers_of(number: int, key: Key | None = None) -> Select[Any]:
    """The query of the answers of a round, or of one response, oldest first."""
    return _of(ANSWER, number, key)


def acts_of(number: int, key: Key | None = None) -> Select[Any]:
    """The query of what was signed and reopened, oldest first."""
    return _of(RESPONSE_ACT, number, key)


def _of(table: Table, number: int, key: Key | None) -> Select[Any]:
    query = select(table).where(table.c.round == number)
    if key is not None:
        agency, subject, reading = key
        query = query.where(table.c.agency == agency, table.c.subject == subject, table.c.reading == reading)
    return query.order_by(table.c.seq)


def key_of(line: Response | Row[Any]) -> Key:
    """What a response is known by: agency, subject, reading."""
    return line.agency, line.subject, line.reading


def response_from(name: str, key: Key, answers: Sequence[Row[Any]], acts: Sequence[Row[Any]]) -> Response:
    """A response from its answers and acts, oldest first; the latest answer to each question counts."""
    own = [act for act in acts if key_of(act) == key]
    signed = own[-1] if own and own[-1].act == "sign" else None
    latest = {line.question: line for line in answers}
    return Response(
        round=name,
        agency=key[0],
        subject=key[1],
        version=own[-1].version if own else 1,
        answers={question: answer_from(json.loads(line.block)) for question, line in latest.items()},
        signed=signature_from(signed.name, signed.role, signed.day, json.loads(signed.block))
        if signed
        else None,
        last=answers[-1].question if answers else "",
        by=answers[-1].by if answers else "",
        reading=key[2],
        readers=tuple(dict.fromkeys(line.by for line in answers)),
    )
