"""A round that an agency joined by an invitation: kept whole in one transaction, with where it came from."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from audit.agencies import Agency
from audit.errors import StateError
from audit.responses.brought import Brought
from audit.responses.response import Answer, Response
from audit.rounds import Round
from audit.store.overtaken import refuse
from audit.store.rows import JOINED, Stamp, add, agencies_in, as_text, closed_at, expected_row, undamaged
from audit.store.store import Store
from audit.store.tables import AGENCY, BROUGHT, EXPECTED, ROUND_LOG


@dataclass(frozen=True, slots=True)
class Joined:
    """Where a round came from: who invited, and how they call round and agency.

    `partnership` has name, area, contact, public_key; `round` name, period, due; `agency` code, name, kinds,
    duties; `digest` is that of the invitation; `members` are those that it may answer for, code and name.
    """

    partnership: Mapping[str, str]
    round: Mapping[str, str]
    agency: Mapping[str, Any]
    digest: str = ""
    members: Sequence[Mapping[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Joining:
    """What is written when an agency joins: its round, itself, what is brought, its answers so far by id."""

    round: Round
    agency: Agency
    joined: Joined
    brought: Mapping[str, Brought] = field(default_factory=dict)
    answers: Mapping[str, Answer] = field(default_factory=dict)


def join(store: Store, one: Joining, stamp: Stamp) -> None:
    """Keep all of an invitation, or nothing; StateError where the round's name is taken.

    OvertakenError where another agency has been given its code in the meantime.
    """
    code = one.agency.code
    with store.writing() as connection:
        now = {each.code.casefold(): each for each in agencies_in(connection).values()}.get(code.casefold())
        if now is not None and now != one.agency:
            refuse([f"the code {code} was given to {now.name}"])
        if now is None:
            add(connection, AGENCY, [{"code": code, "block": as_text(asdict(one.agency)), **asdict(stamp)}])
        number = store.add_round(connection, one.round, stamp)
        store.add_answers(connection, [(Response(one.round.name, code, code), one.answers, stamp)])
        _origin(connection, number, one, stamp)


def join_again(store: Store, one: Joining, stamp: Stamp) -> None:
    """Keep what a later invitation to the same round says of due date, key, contact and earlier answers.

    No answer is touched. StateError where the round is closed.
    """
    with store.writing() as connection:
        row = store.round_row(connection, one.round.name)
        if closed_at(connection, row.seq):
            raise StateError(f"The round {row.name!r} is closed; nothing was changed.")
        add(connection, EXPECTED, [expected_row(row.seq, line, stamp) for line in one.round.expected])
        _origin(connection, row.seq, one, stamp)


def _origin(connection: Connection, number: int, one: Joining, stamp: Stamp) -> None:
    head = {"round": number, **asdict(stamp)}
    if one.brought:
        block = as_text({name: brought.block() for name, brought in one.brought.items()})
        add(connection, BROUGHT, [{**head, "agency": one.agency.code, "block": block}])
    add(connection, ROUND_LOG, [{**head, "act": JOINED, "block": as_text(asdict(one.joined))}])


def joined(store: Store, name: str) -> Joined | None:
    """Where a round came from; None where it was opened here."""
    with store.reading() as connection, undamaged():
        number = store.round_row(connection, name).seq
        query = select(ROUND_LOG).where(ROUND_LOG.c.round == number, ROUND_LOG.c.act == JOINED)
        line = connection.execute(query.order_by(ROUND_LOG.c.seq.desc())).first()
        return Joined(**json.loads(line.block)) if line else None
