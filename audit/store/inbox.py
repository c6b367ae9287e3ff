"""Files that came in: what each brings is taken in one transaction with the record that it came."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, Row, select

from audit.responses.merging import Merge, version
from audit.responses.response import Response, Signature, answer_from
from audit.store.rows import Stamp, acts_of, add, answers_of, as_text, key_of, response_from, undamaged
from audit.store.store import Store
from audit.store.tables import RECEIVED, ROUND

UNRECORDED = "concerns not recorded"  # in a source: a file that comes again is read again, to tell of them


@dataclass(frozen=True, slots=True)
class Received:
    """A file that came for an agency in a round: its digest, name and kind, who took it and when (ISO 8601).

    `block` holds the ids of its answers by what came of them (`taken`, `same`, `older`, `open`, `settled`),
    those left open with the version that stood here; why its sign-off was not taken (`unsigned`), where it
    came from (`source`), and whom it is about where that is another agency (`subject`).
    """

    sha256: str
    file: str
    kind: str
    round: str
    agency: str
    at: str
    by: str
    block: Mapping[str, Any] = field(default_factory=dict)

    @property
    def part(self) -> str:
        """Which of several things that the file brings for the agency this is; empty where there is one."""
        return str(self.block.get("part", ""))

    @property
    def whole(self) -> bool:
        """Whether nothing in the file is left to be taken."""
        lost = self.block.get("source", {}).get(UNRECORDED)
        return not self.block.get("open") and not self.block.get("unsigned") and not lost


@dataclass(frozen=True, slots=True)
class Standing:
    """A response as it stands, every version it had by question, oldest first, and who gave each answer when.

    `steps` are the same versions with their questions, in the order of writing; `before` is what came of
    the same file when it came last, None where it never did.
    """

    response: Response
    past: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    given: Mapping[str, Stamp] = field(default_factory=dict)
    before: Received | None = None
    steps: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What is done with what a file brings; nothing is written where it was taken whole before."""

    merge: Merge = field(default_factory=Merge)
    signature: Signature | None = None
    unsigned: str = ""
    before: Received | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a file brings to a response; `decide` is asked in the transaction, with all as it stands then.

    `part` tells apart what one file brings to one agency's responses, or by several people; `came` is who
    took the file in, and when, where the answers are somebody else's.
    """

    sha256: str
    file: str
    kind: str
    response: Response
    decide: Callable[[Standing], Decision]
    stamp: Stamp
    source: Mapping[str, Any] = field(default_factory=dict)
    part: str = ""
    came: Stamp | None = None


def standing(store: Store, one: Delivery) -> Standing:
    """How things stand now for what a file brings; UnknownError where there is no such round."""
    with store.reading() as connection:
        return _standing(store, connection, one)


def receive(store: Store, deliveries: Sequence[Delivery]) -> list[Decision]:
    """Write what was decided on each delivery, all or none; StateError where a response cannot be written."""
    with store.writing() as connection:
        return [_receive(store, connection, one) for one in deliveries]


def received(store: Store, sha256: str = "", name: str = "", agency: str = "") -> tuple[Received, ...]:
    """The files that came in, oldest first: all, or those of one digest, for one round, of one agency."""
    with store.reading() as connection:
        query = select(RECEIVED, ROUND.c.name).join(ROUND, RECEIVED.c.round == ROUND.c.seq)
        query = query.where(RECEIVED.c.sha256 == sha256) if sha256 else query
        query = query.where(ROUND.c.seq == store.round_row(connection, name).seq) if name else query
        query = query.where(RECEIVED.c.agency == agency) if agency else query
        return tuple(map(_received, connection.execute(query.order_by(RECEIVED.c.seq))))


def _standing(store: Store, connection: Connection, one: Delivery) -> Standing:
    response = one.response
    number, key = store.round_row(connection, response.round).seq, key_of(response)
    answers = connection.execute(answers_of(number, key)).all()
    acts = connection.execute(acts_of(number, key)).all()
    query = select(RECEIVED, ROUND.c.name).join(ROUND, RECEIVED.c.round == ROUND.c.seq)
    query = query.where(RECEIVED.c.sha256 == one.sha256, RECEIVED.c.round == number)
    came = connection.execute(
        query.where(RECEIVED.c.agency == response.agency).order_by(RECEIVED.c.seq)
    ).all()
    past: dict[str, tuple[str, ...]] = {}
    with undamaged():
        steps = tuple((line.question, version(answer_from(json.loads(line.block)))) for line in answers)
        for name, known in steps:
            past[name] = (*past.get(name, ()), known)
        return Standing(
            response_from(response.round, key, answers, acts),
            past,
            {line.question: Stamp(line.at, line.by) for line in answers},
            _last(came, one.part),
            steps,
        )


def _last(came: Sequence[Row[Any]], part: str) -> Received | None:
    found = [one for one in map(_received, came) if one.part == part]
    return found[-1] if found else None


def _received(line: Row[Any]) -> Received:
    head = (line.sha256, line.file, line.kind, line.name, line.agency, line.at, line.by)
    with undamaged():
        return Received(*head, block=dict(json.loads(line.block)))


def _receive(store: Store, connection: Connection, one: Delivery) -> Decision:
    now = _standing(store, connection, one)
    decided = one.decide(now)
    block = _block(decided, one, now.response)
    if decided.before or (now.before and not decided.merge.taken and _alike(now.before.block, block)):
        return decided
    if decided.merge.taken:
        store.add_answers(connection, [(one.response, decided.merge.taken, one.stamp)])
    if decided.signature:
        after = replace(now.response, answers={**now.response.answers, **decided.merge.taken})
        store.add_signature(connection, after, decided.signature, one.stamp)
    number = store.round_row(connection, one.response.round).seq
    head = (one.sha256, one.file, one.kind, one.response.round, one.response.agency)
    record(connection, number, Received(*head, **asdict(one.came or one.stamp), block=block))
    return decided


def record(connection: Connection, number: int, one: Received) -> None:
    """Keep that a file came for the round of a number, in a transaction under way."""
    row = {key: getattr(one, key) for key in ("sha256", "agency", "kind", "file", "at", "by")}
    add(connection, RECEIVED, [{**row, "round": number, "block": as_text(dict(one.block))}])


def _alike(before: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Whether a file that came again left just what it left before."""
    return not now.get("settled") and all(before.get(key) == now.get(key) for key in ("open", "unsigned"))


def _block(decided: Decision, one: Delivery, here: Response) -> dict[str, Any]:
    found = decided.merge
    block: dict[str, Any] = {
        "taken": [*found.taken],
        "same": [*found.same],
        "older": [*found.older],
        "open": {name: version(here.answers.get(name)) for name in found.conflicts},
        "settled": {name: str(side) for name, side in found.settled.items()},
        "signed": decided.signature is not None,
        "unsigned": decided.unsigned,
        "source": dict(one.source),
        "part": one.part,
        "subject": here.subject if here.subject != here.agency else "",
    }
    return {key: part for key, part in block.items() if part}
