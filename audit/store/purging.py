"""Ids of drawn cases leave the store when they need no longer be known; figures, references and acts stay.

Rows are only ever added elsewhere; here they are changed, in one transaction, and an act of the ledger says
which: the chain of the acts stands, and what was signed or drawn can still be told from what was tampered
with.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, Engine, delete, select, update

from audit.cases.plan import Plan, plan_from
from audit.dates import in_words
from audit.errors import StoreError
from audit.sampling.ledger import Act
from audit.sampling.purged import PURGE, act_without_ids, is_purged, without_ids
from audit.sampling.standing import Standing, standing
from audit.store.cases import CaseBook, keep_plan
from audit.store.failing import reason
from audit.store.ledger import Writing, acts_in, samples_in
from audit.store.overtaken import refuse
from audit.store.rows import Stamp, as_text, closed_at, undamaged
from audit.store.signing import Signed, signatures_in
from audit.store.store import Store
from audit.store.tables import (
    CARRIED,
    LEDGER,
    METADATA,
    PLAN,
    ROUND,
    SAMPLE,
    SUBJECT,
)

SHORTEST = 5  # characters of an id that is taken out of what people typed: 2025 may be a year
GONE = "[id]"
TEXTS = (
    "block",
    "text",
    "told",
    "outcome",
    "reason",
    "file",
)  # columns of what people typed, or JSON with it


@dataclass(frozen=True, slots=True)
class Found:
    """What may be purged: samples as they stand, rounds whose cases have keys, and why others are kept.

    `fixed` are the rounds that read those samples, with their plans as they go on without ids.
    """

    samples: tuple[Standing, ...] = ()
    keys: Mapping[int, tuple[str, int]] = field(default_factory=dict)  # round: its name, how many keys
    kept: tuple[str, ...] = ()
    fixed: Mapping[str, Plan] = field(default_factory=dict)

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to purge."""
        return not self.samples and not self.keys


@dataclass(frozen=True, slots=True)
class Purged:
    """What was purged: samples by id, texts in which ids were typed, keys of cases, signatures over them."""

    samples: tuple[str, ...]
    cases: int
    reserves: int
    texts: int
    keys: int
    signatures: int


def purgeable(store: Store, before: date) -> Found:
    """What was last used before a day: samples, and closed rounds whose cases are known by keys."""
    with store.reading() as connection, undamaged():
        found = _found(connection, before)
    book, plans = CaseBook(store), {}
    for name in (name for one in found.samples for name in book.rounds_over(one.id)):
        case_round = book.round(name)
        readings = tuple((one.ref, one.agency, one.reading, one.auditor) for one in case_round.assignments)
        plans[name] = replace(case_round.plan, fixed=case_round.plan.fixed or readings)
    return replace(found, fixed=plans)


def purge(store: Store, found: Found, before: date, stamp: Stamp) -> Purged:
    """Take the ids of what was found out of the store, all or nothing; OvertakenError where that changed."""
    with store.writing() as connection, undamaged():
        if not store.shared:
            connection.exec_driver_sql("PRAGMA secure_delete=ON")
        now = _found(connection, before)
        if [one.id for one in now.samples] != [one.id for one in found.samples] or now.keys != found.keys:
            refuse(["rounds or samples were changed, so that something else would be purged"])
        return _purge(connection, replace(found, samples=now.samples), before, stamp)


def forget(engine: Engine) -> None:
    """Write the database anew, so that nothing that was purged stands in its free pages; StoreError."""
    from sqlalchemy.exc import DBAPIError

    try:
        with engine.connect() as plain:
            connection = plain.execution_options(isolation_level="AUTOCOMMIT")
            if engine.dialect.name != "sqlite":
                for table in METADATA.sorted_tables:
                    connection.exec_driver_sql(f"VACUUM FULL {table.name}")
                return
            raw = connection.connection
            raw.execute("PRAGMA secure_delete=ON")
            raw.execute("VACUUM")
            if (busy := raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()) and busy[0]:
                raise StoreError(f"{_UNFINISHED} others have it open; let them end, then do it again.")
    except DBAPIError as error:
        raise StoreError(f"{_UNFINISHED} {reason(error, opened=True)}; do it again.") from None


_UNFINISHED = "The ids were taken out, but the database could not be written anew, and may hold them still:"


# --- what is due ------------------------------------------------------------------------------------------


def _found(connection: Connection, before: date) -> Found:
    acts, certificates = acts_in(connection), samples_in(connection)
    rounds = _rounds_over(connection)
    samples, kept = [], []
    for one in (standing(found, acts) for found in certificates.values() if not is_purged(found)):
        day = _last_day(one)
        if day >= before.isoformat():
            continue
        why = _why_kept(connection, rounds.get(one.id, ()), before)
        if why:
            kept.append(f"{one.id}: {why}")
        else:
            samples.append(one)
    return Found(tuple(samples), _keys(connection, before), tuple(kept))


def _last_day(one: Standing) -> str:
    """The day (ISO) on which a sample was drawn, or last changed."""
    drawn = [str(act["at"]) for act in one.certificate["acts"]]
    return max([*drawn, *(act.at for act in one.acts)])[:10]


def _rounds_over(connection: Connection) -> dict[str, list[tuple[int, str]]]:
    """The rounds that read each sample, by its id."""
    query = select(ROUND.c.seq, ROUND.c.name, PLAN.c.block).join(PLAN, PLAN.c.round == ROUND.c.seq)
    latest = {
        (line.seq, line.name): plan_from(json.loads(line.block))
        for line in connection.execute(query.order_by(ROUND.c.seq, PLAN.c.seq))
    }
    found: dict[str, list[tuple[int, str]]] = {}
    for where, plan in latest.items():
        found.setdefault(plan.sample, []).append(where)
    return found


def _why_kept(connection: Connection, rounds: Iterable[tuple[int, str]], before: date) -> str:
    """Why the ids of a sample are still needed; empty where they are not."""
    for number, name in rounds:
        closed = closed_at(connection, number)
        if not closed:
            return f"{name!r} reads its cases and is open"
        if closed[:10] >= before.isoformat():
            return f"{name!r} reads its cases, and was closed on {in_words(date.fromisoformat(closed[:10]))}"
    return ""


def _keys(connection: Connection, before: date) -> dict[int, tuple[str, int]]:
    """The rounds closed before a day whose subjects are known by keys, with their names and counts."""
    query = select(ROUND.c.seq, ROUND.c.name).join(SUBJECT, SUBJECT.c.round == ROUND.c.seq)
    lines = connection.execute(query.where(SUBJECT.c.key != "")).all()
    found: dict[int, tuple[str, int]] = {}
    for number, name in lines:
        closed = closed_at(connection, number)
        if closed and closed[:10] < before.isoformat():
            found[number] = (name, found.get(number, (name, 0))[1] + 1)
    return found


# --- purging ----------------------------------------------------------------------------------------------


def _purge(connection: Connection, found: Found, before: date, stamp: Stamp) -> Purged:
    acts = acts_in(connection)
    names = [one.id for one in found.samples]
    signed = {one.kept: one.today for one in _signed(connection) if one.sound}
    keyed = select(SUBJECT.c.key).where(SUBJECT.c.round.in_(found.keys), SUBJECT.c.key != "")
    keys = list(connection.execute(keyed).scalars())
    ids = [str(case["unit"]) for one in found.samples for case in _cases(one)]
    known = ids_in(ids, keys)
    texts = _clean_texts(connection, known)
    connection.execute(delete(CARRIED).where(CARRIED.c.sample.in_(names)))
    connection.execute(update(SUBJECT).where(SUBJECT.c.round.in_(found.keys)).values(key=""))
    samples = {one.id: _clean_sample(connection, one, stamp.at[:10]) for one in found.samples}
    redacted = _clean_acts(connection, acts, names, known)
    for name, plan in found.fixed.items():
        number = connection.execute(select(ROUND.c.seq).where(ROUND.c.name == name)).scalar_one()
        keep_plan(connection, number, plan, stamp)
    now = {one.kept: one.today for one in _signed(connection)}
    signatures = {kept: now[kept] for kept, before_it in signed.items() if now[kept] != before_it}
    content = {
        "before": before.isoformat(),
        "samples": samples,
        "acts": redacted,
        "signatures": signatures,
        "texts": texts,
        "keys": len(keys),
    }
    Writing(connection, stamp, acts).add(PURGE, content)
    cases = sum(len(one.entries) for one in found.samples)
    reserves = sum(len(one.reserves) for one in found.samples)
    return Purged(tuple(names), cases, reserves, texts, len(keys), len(signatures))


def _cases(one: Standing) -> list[Mapping[str, Any]]:
    return [*one.certificate["drawn"], *one.certificate["reserves"]]


def ids_in(units: Iterable[str], keys: Iterable[str]) -> re.Pattern[str] | None:
    """What finds ids in texts, in any case and as whole words; None where none is long enough to be sure."""
    known = {one for one in (*units, *keys) if len(one) >= SHORTEST}
    longest = sorted(known, key=lambda one: (-len(one), one))
    words = "|".join(map(re.escape, longest))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE) if longest else None


def _clean_texts(connection: Connection, ids: re.Pattern[str] | None) -> int:
    """Take ids out of all that people typed; gives in how many rows they stood."""
    if ids is None:
        return 0
    count = 0
    for table in METADATA.sorted_tables:
        names = [name for name in TEXTS if name in table.c]
        if not names or table is CARRIED:
            continue
        for line in connection.execute(select(table.c.seq, *(table.c[name] for name in names))).all():
            old = dict(zip(names, line[1:], strict=True))
            new = {name: _cleaned(text, ids) for name, text in old.items()}
            if new != old:
                connection.execute(update(table).where(table.c.seq == line.seq).values(**new))
                count += 1
    return count


def _cleaned(text: str, ids: re.Pattern[str]) -> str:
    """A text, or the texts in a block of JSON, without ids; a block without any stays as it is."""
    if not text.startswith(("{", "[")):
        return ids.sub(GONE, text)
    block = json.loads(text)
    new = _without(block, ids)
    return text if new == block else as_text(new)


def _without(value: Any, ids: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return ids.sub(GONE, value)
    if isinstance(value, list):
        return [_without(one, ids) for one in value]
    if isinstance(value, dict):
        return {name: _without(one, ids) for name, one in value.items()}
    return value


def _clean_sample(connection: Connection, one: Standing, day: str) -> dict[str, str]:
    """Put a certificate without ids in the place of one; gives the digests of both."""
    references = {entry.unit: entry.reference for entry in one.entries}
    new = without_ids(one.certificate, references, day)
    connection.execute(update(SAMPLE).where(SAMPLE.c.id == one.id).values(certificate=as_text(new)))
    return {"was": str(one.certificate["digest"]), "is": str(new["digest"])}


def _clean_acts(
    connection: Connection, acts: Sequence[Act], names: Sequence[str], ids: re.Pattern[str] | None
) -> list[str]:
    """Take ids out of acts that name them; gives the digests of these acts."""
    found = []
    for act in acts:
        content = act_without_ids(act, lambda text: ids.sub(GONE, text) if ids else text, names)
        if content != act.content:
            row = update(LEDGER).where(LEDGER.c.digest == act.digest)
            connection.execute(row.values(content=as_text(content)))
            found.append(act.digest)
    return found


def _signed(connection: Connection) -> list[Signed]:
    """Every signature of every round."""
    rounds = connection.execute(select(ROUND).order_by(ROUND.c.seq)).all()
    return [one for row in rounds for one in signatures_in(connection, row)]
