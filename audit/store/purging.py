"""Ids of drawn cases leave the store when they need no longer be known; figures, references and acts stay.

Rows are only ever added elsewhere; here they are changed, in one transaction, and an act of the ledger says
which: the chain of the acts stands, and what was signed or drawn can still be told from what was tampered
with.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, Engine, delete, select, update
from sqlalchemy.exc import DBAPIError

from audit.errors import StoreError
from audit.mentions import Ids, with_parts
from audit.sampling.ledger import PURGE, Act
from audit.sampling.purged import act_without_ids, is_purged, without_ids
from audit.sampling.standing import Standing, columns_of, standing
from audit.store.cases import keep_plan
from audit.store.failing import reason
from audit.store.ledger import Writing, acts_in, samples_in
from audit.store.overtaken import refuse
from audit.store.purgeable import Found, found_in
from audit.store.rows import Key, Stamp, as_text, key_of, undamaged
from audit.store.signing import all_signatures
from audit.store.store import Store
from audit.store.tables import ANSWER, CARRIED, LEDGER, METADATA, RESPONSE_ACT, ROUND, SAMPLE, SUBJECT
from audit.store.typed import Place, changed_rows, typed

GONE = "[id]"
_AGAIN = "do it again with --yes"
_UNFINISHED = "The ids were taken out, but the database could not be written anew, and may hold them still:"


@dataclass(frozen=True, slots=True)
class Mentioned:
    """Where ids that are to be purged were typed: in how many rows, and under how many signatures.

    `short` is how many of the `ids` are too short to be looked for, `left` where they stay, since they were
    typed into what holds rows together.
    """

    ids: Ids

    texts: int = 0
    signatures: int = 0
    short: int = 0
    left: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Purged:
    """What was purged: samples by id, texts in which ids were typed, keys of cases, signatures over them.

    `short` and `left` are those of Mentioned.
    """

    samples: tuple[str, ...] = ()
    cases: int = 0
    reserves: int = 0
    texts: int = 0
    keys: int = 0
    signatures: int = 0
    short: int = 0
    left: tuple[Place, ...] = ()


def mentioned(store: Store, found: Found) -> Mentioned:
    """Where the ids of what was found were typed; nothing is changed."""
    with store.reading() as connection, undamaged():
        ids = ids_of(connection, found)
        rows, keys = 0, set[tuple[int, Key]]()
        for table, line, _ in changed_rows(connection, ids, GONE):
            rows += 1
            if table in {ANSWER, RESPONSE_ACT}:
                keys.add((line.round, key_of(line)))
        numbers = {name: number for number, name in connection.execute(select(ROUND.c.seq, ROUND.c.name))}
        signed = sum(
            (numbers[name], (one.agency, one.subject, one.reading)) in keys
            for name, one in all_signatures(connection)
        )
        return Mentioned(ids, rows, signed, ids.short, tuple(typed(connection, ids, kept_alone=True)))


def ids_of(connection: Connection, found: Found) -> Ids:
    """The ids of all cases and reserves of samples, and the keys of rounds, to be looked for in texts."""
    units = [
        unit
        for one in found.samples
        for unit in with_parts([str(case["unit"]) for case in _cases(one)], columns_of(one))
    ]
    return Ids([*units, *_keys(connection, found)])


def _keys(connection: Connection, found: Found) -> list[str]:
    keyed = select(SUBJECT.c.key).where(SUBJECT.c.round.in_(found.keys), SUBJECT.c.key != "")
    return list(connection.execute(keyed).scalars())


def purge(store: Store, found: Found, before: date, stamp: Stamp) -> Purged:
    """Take the ids of what was found out of the store, all or nothing; OvertakenError where that changed."""
    with store.writing() as connection, undamaged():
        if not store.shared:
            connection.exec_driver_sql("PRAGMA secure_delete=ON")
        now = found_in(connection, before)
        if [one.id for one in now.samples] != [one.id for one in found.samples] or now.keys != found.keys:
            refuse(["rounds or samples were changed, so that something else would be purged"])
        return _purge(connection, replace(found, samples=now.samples), before, stamp)


def forget(engine: Engine) -> None:
    """Write the database anew, so that nothing that was purged stands in its free pages; StoreError."""
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
                raise StoreError(f"{_UNFINISHED} others have it open; let them end, then {_AGAIN}.")
    except (DBAPIError, sqlite3.Error) as error:
        raise StoreError(f"{_UNFINISHED} {reason(error, opened=True)}; {_AGAIN}.") from None


def was_purged(store: Store) -> bool:
    """Whether anything was ever purged, so that the database may have to be written anew."""
    with store.reading() as connection:
        return any(act.act == PURGE for act in acts_in(connection))


# --- purging ----------------------------------------------------------------------------------------------


def _purge(connection: Connection, found: Found, before: date, stamp: Stamp) -> Purged:
    acts = acts_in(connection)
    names = [one.id for one in found.samples]
    signed = {one.kept: one.found for _, one in all_signatures(connection) if one.sound}
    ids, keys = ids_of(connection, found), _keys(connection, found)
    texts = _clean_texts(connection, ids)
    connection.execute(delete(CARRIED).where(CARRIED.c.sample.in_(names)))
    connection.execute(update(SUBJECT).where(SUBJECT.c.round.in_(found.keys)).values(key=""))
    samples = _clean_samples(connection, found.samples, acts, stamp.at[:10])
    redacted = _clean_acts(connection, acts, names, ids)
    for name, plan in found.fixed.items():
        number = connection.execute(select(ROUND.c.seq).where(ROUND.c.name == name)).scalar_one()
        keep_plan(connection, number, plan, stamp)
    now = {one.kept: one.found for _, one in all_signatures(connection)}
    signatures = {kept: now[kept] for kept, was in signed.items() if now[kept] != was}
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
    left = tuple(typed(connection, ids, kept_alone=True))
    return Purged(tuple(names), cases, reserves, texts, len(keys), len(signatures), ids.short, left)


def _cases(one: Standing) -> list[Mapping[str, Any]]:
    return [*one.certificate["drawn"], *one.certificate["reserves"]]


def _clean_texts(connection: Connection, ids: Ids) -> int:
    """Take ids out of all that people typed; gives in how many rows they stood."""
    count = 0
    for table, line, texts in changed_rows(connection, ids, GONE):
        connection.execute(update(table).where(table.c.seq == line.seq).values(**texts))
        count += 1
    return count


def _clean_samples(
    connection: Connection, samples: Sequence[Standing], acts: Sequence[Act], day: str
) -> dict[str, dict[str, str]]:
    """Put certificates without ids in the place of those with them; gives the digests of both, by sample."""
    others = [standing(one, acts) for one in samples_in(connection).values() if not is_purged(one)]
    found = {}
    for one in samples:
        others = [other for other in others if other.id != one.id]  # each pair of samples is told once
        references = {entry.unit: entry.reference for entry in one.entries}
        new = without_ids(one.certificate, references, day, _alike(one, references, others))
        connection.execute(update(SAMPLE).where(SAMPLE.c.id == one.id).values(certificate=as_text(new)))
        found[one.id] = {"was": str(one.certificate["digest"]), "is": str(new["digest"])}
    return found


def _alike(one: Standing, own: Mapping[str, str], others: Sequence[Standing]) -> dict[str, dict[str, str]]:
    """By sample, the references of its cases that are ours too, with our reference of each."""
    columns = columns_of(one)
    found = {
        other.id: {entry.reference: own[entry.unit] for entry in other.entries if entry.unit in own}
        for other in others
        if columns_of(other) == columns
    }
    return {name: pairs for name, pairs in found.items() if pairs}


def _clean_acts(connection: Connection, acts: Sequence[Act], names: Sequence[str], ids: Ids) -> list[str]:
    """Take ids out of acts that name them; gives the digests of these acts."""
    found = []
    for act in acts:
        content = act_without_ids(act, lambda text: ids.without(text, GONE), names)
        if content != act.content:
            row = update(LEDGER).where(LEDGER.c.digest == act.digest)
            connection.execute(row.values(content=as_text(content)))
            found.append(act.digest)
    return found
