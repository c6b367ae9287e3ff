"""Ids of drawn cases leave the store when they need no longer be known; figures, references and acts stay.

Rows are only ever added elsewhere; here they are changed, in one transaction, and an act of the ledger says
which: the chain of the acts stands, and what was signed or drawn can still be told from what was tampered
with.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, Engine, delete, select, update
from sqlalchemy.exc import DBAPIError

from audit.errors import StoreError
from audit.sampling.ledger import PURGE, Act
from audit.sampling.purged import act_without_ids, is_purged, without_ids
from audit.sampling.standing import Standing, columns_of, standing
from audit.store.cases import keep_plan
from audit.store.failing import reason
from audit.store.ledger import Writing, acts_in, samples_in
from audit.store.overtaken import refuse
from audit.store.purgeable import Found, found_in
from audit.store.rows import Stamp, as_text, undamaged
from audit.store.signing import all_signatures
from audit.store.store import Store
from audit.store.tables import CARRIED, LEDGER, METADATA, ROUND, SAMPLE, SUBJECT
from audit.wording import whole_words

SHORTEST = 5  # characters of an id that is taken out of what people typed: 2025 may be a year
GONE = "[id]"
_UNFINISHED = "The ids were taken out, but the database could not be written anew, and may hold them still:"
# Columns of what people typed, or of JSON with it.
TEXTS = ("block", "text", "told", "outcome", "reason", "file")


@dataclass(frozen=True, slots=True)
class Purged:
    """What was purged: samples by id, texts in which ids were typed, keys of cases, signatures over them."""

    samples: tuple[str, ...] = ()
    cases: int = 0
    reserves: int = 0
    texts: int = 0
    keys: int = 0
    signatures: int = 0


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
                raise StoreError(f"{_UNFINISHED} others have it open; let them end, then do it again.")
    except DBAPIError as error:
        raise StoreError(f"{_UNFINISHED} {reason(error, opened=True)}; do it again.") from None


# --- purging ----------------------------------------------------------------------------------------------


def _purge(connection: Connection, found: Found, before: date, stamp: Stamp) -> Purged:
    acts = acts_in(connection)
    names = [one.id for one in found.samples]
    signed = {one.kept: one.found for _, one in all_signatures(connection) if one.sound}
    keyed = select(SUBJECT.c.key).where(SUBJECT.c.round.in_(found.keys), SUBJECT.c.key != "")
    keys = list(connection.execute(keyed).scalars())
    ids = [str(case["unit"]) for one in found.samples for case in _cases(one)]
    known = ids_in(ids, keys)
    texts = _clean_texts(connection, known)
    connection.execute(delete(CARRIED).where(CARRIED.c.sample.in_(names)))
    connection.execute(update(SUBJECT).where(SUBJECT.c.round.in_(found.keys)).values(key=""))
    samples = _clean_samples(connection, found.samples, acts, stamp.at[:10])
    redacted = _clean_acts(connection, acts, names, known)
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
    return Purged(tuple(names), cases, reserves, texts, len(keys), len(signatures))


def _cases(one: Standing) -> list[Mapping[str, Any]]:
    return [*one.certificate["drawn"], *one.certificate["reserves"]]


def ids_in(units: Iterable[str], keys: Iterable[str]) -> re.Pattern[str] | None:
    """What finds ids in texts, in any case and as whole words; None where none is long enough to be sure."""
    return whole_words({re.escape(one) for one in (*units, *keys) if len(one) >= SHORTEST})


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
