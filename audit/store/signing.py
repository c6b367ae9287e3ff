"""What was signed: every version, the digest kept with it, and the one that its answers give today."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from audit.definitions import digest
from audit.responses.response import Answer, Response, Signature, answer_from, signature_from
from audit.sampling.ledger import PURGE
from audit.store.digests import SIGN, head_of, latest, signed_digest
from audit.store.rows import Key, acts_of, answers_of, key_of, undamaged
from audit.store.store import Store
from audit.store.tables import LEDGER, ROUND


@dataclass(frozen=True, slots=True)
class Signed:
    """A version of a response as it was signed: by whom, written when (ISO 8601) by whose hand.

    `kept` is the digest of what was signed, `found` the one that the store gives today, `purged` the one that
    it gave once ids were taken out of answers, empty where none were. `standing` says whether it was not
    reopened since.
    """

    agency: str
    subject: str
    reading: int
    version: int
    signature: Signature
    at: str
    by: str
    kept: str
    found: str
    purged: str
    standing: bool

    @property
    def sound(self) -> bool:
        """Whether the store still holds what was signed."""
        return self.found in {self.kept, self.purged}

    @property
    def told(self) -> str:
        """A sentence on what was signed being another today."""
        return (
            f"What {self.signature.name} signed on {self.signature.on} as version {self.version} was changed "
            f"in the store afterwards, by no command of this program: signed was {self.kept[:12]}…, and what "
            f"stands there gives {self.found[:12]}…; go back to a copy of the store."
        )


def signatures(store: Store, name: str, key: Key | None = None) -> tuple[Signed, ...]:
    """Every signature of a round, or of one response, oldest first; UnknownError where there is no round."""
    with store.reading() as connection, undamaged():
        return signatures_in(connection, store.round_row(connection, name), key)


def signatures_in(connection: Connection, row: Row[Any], key: Key | None = None) -> tuple[Signed, ...]:
    """Every signature of the round in a row, or of one response, oldest first."""
    acts = connection.execute(acts_of(row.seq, key)).all()
    own: dict[Key, list[Row[Any]]] = {}
    for line in connection.execute(answers_of(row.seq, key)):
        own.setdefault(key_of(line), []).append(line)
    last = {key_of(act): act.seq for act in acts}
    head, purged = (row.name, row.digest), _purged(connection)
    return tuple(
        _signed(head, act, own.get(key_of(act), ()), purged, standing=last[key_of(act)] == act.seq)
        for act in acts
        if act.act == SIGN
    )


def all_signatures(connection: Connection) -> list[tuple[str, Signed]]:
    """Every signature of every round with the round's name, in the order of opening."""
    rounds = connection.execute(select(ROUND).order_by(ROUND.c.seq)).all()
    return [(row.name, one) for row in rounds for one in signatures_in(connection, row)]


def _purged(connection: Connection) -> dict[str, str]:
    """The digest that a signature has today by the one that it was given, where ids were purged."""
    found: dict[str, str] = {}
    for content in connection.execute(select(LEDGER.c.content).where(LEDGER.c.act == PURGE)).scalars():
        found |= json.loads(content).get("signatures", {})
    return found


def _signed(
    head: tuple[str, str],
    act: Row[Any],
    lines: Sequence[Row[Any]],
    purged: Mapping[str, str],
    *,
    standing: bool,
) -> Signed:
    """What was signed in an act; a signature that stands is of all there is, whatever is said of versions."""
    key = key_of(act)
    signature = signature_from(act.name, act.role, act.day, json.loads(act.block))
    answers = latest(line for line in lines if standing or line.version <= act.version)
    earlier = digest(head_of(*head, key, answers))  # older stores keep a digest of the answers alone
    found = earlier if earlier == act.digest else signed_digest(*head, key, act.version, answers, signature)
    since = purged.get(act.digest, "")
    return Signed(*key, act.version, signature, act.at, act.by, act.digest, found, since, standing)


def changed(store: Store, response: Response) -> tuple[Signed, ...]:
    """The signatures of a response whose answers are no longer those that were signed; none as a rule."""
    return tuple(one for one in signatures(store, response.round, key_of(response)) if not one.sound)


def answers_at(store: Store, response: Response, version: int) -> dict[str, Answer]:
    """The answers of a response as they stood at the end of a version, by id of question or standard."""
    with store.reading() as connection, undamaged():
        row = store.round_row(connection, response.round)
        lines = connection.execute(answers_of(row.seq, key_of(response))).all()
        kept = latest(line for line in lines if line.version <= version)
        return {name: answer_from(block) for name, block in kept.items()}
