"""Whether a store is whole: file, tables, rows, digests; what is wrong, where, and what to do."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, func, select
from sqlalchemy import inspect as look
from sqlalchemy.exc import DBAPIError

from audit.definitions import digest
from audit.errors import AuditError
from audit.sampling.certificate import acts_of, differences, edited
from audit.sampling.ledger import Act, broken
from audit.sampling.purged import digest_before, is_purged, unaccounted
from audit.sampling.shape import is_certificate
from audit.sampling.standing import standing
from audit.store.cases import CaseBook
from audit.store.failing import reason
from audit.store.ledger import acts_in
from audit.store.log import log, moment
from audit.store.rows import DAMAGED
from audit.store.signing import all_signatures
from audit.store.store import AGENCIES, Store
from audit.store.tables import AGENCY, ANSWER, CONCERN, EXPECTED, META, METADATA, PANEL, ROUND, SAMPLE

BLOCKS = ("block", "definition", "content", "certificate")  # columns of JSON
BACK = "bring a backup back beside it ('audit restore FILE FOLDER') and compare, or ask whoever changed it"
BY_HAND = f"it was changed by no command of this program; {BACK}"
FILE = "the disk or a copying program damaged it; bring the last backup back with 'audit restore FILE FOLDER'"
ROWS, ROUNDS, SIGNATURES = "rows", "rounds", "signatures"
DRAWS, LOG = "draws and their acts", "changes in the log"
MOST = 20  # faults of one kind that are named; the rest are counted


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is wrong with what is kept: where, what, and what to do."""

    where: str
    what: str
    do: str


@dataclass(frozen=True, slots=True)
class Looked:
    """What was looked at, how much of it there was, and what is wrong with it."""

    what: str
    count: int
    faults: tuple[Fault, ...]
    skipped: str = ""  # why it was not looked at


def look_over(store: Store) -> tuple[Looked, ...]:
    """Everything that can be told of a store's own; one that is damaged deep down is looked at no further."""
    with store.reading() as connection:
        found = [_file(connection), _tables(connection)]
        if any(one.faults for one in found):
            return (*found, *_skipped("the database is damaged", ROWS, ROUNDS, SIGNATURES, DRAWS, LOG))
        found.append(_rows(connection))
        if found[-1].faults:
            return (*found, *_skipped("rows cannot be read", ROUNDS, SIGNATURES, DRAWS, LOG))
        found += [_rounds(store, connection), _signatures(connection), _samples(connection)]
    if any(one.faults for one in found):
        return (*found, *_skipped("what it tells of is damaged", LOG))
    return (*found, _whole(store))


def _skipped(why: str, *parts: str) -> Iterator[Looked]:
    """What is not looked at since something before it is damaged: said, lest it be taken for whole."""
    return (Looked(part, 0, (), f"not looked at: {why}") for part in parts)


def damaged_rows(store: Store) -> int:
    """How many rows cannot be read, or point at what is not there."""
    with store.reading() as connection:
        return len({one.where for one in _faults_of_rows(connection)[1]})


def looked(what: str, count: int, faults: Iterable[Fault]) -> Looked:
    """What was looked at, with the first faults by name and the rest counted."""
    every = tuple(faults)
    more = len(every) - MOST
    last = (Fault("", f"{more:,} more of the same kind", every[0].do),) if more > 0 else ()
    return Looked(what, count, (*every[:MOST], *last))


# --- the file and its tables ------------------------------------------------------------------------------


def _file(connection: Connection) -> Looked:
    """What SQLite itself says of its file: every page, and every row against its indexes."""
    if connection.dialect.name != "sqlite":
        return Looked("database (a server checks its own)", 0, ())
    try:
        said = [str(line) for (line,) in connection.exec_driver_sql(f"PRAGMA integrity_check({MOST})")]
    except DBAPIError as error:
        said = [reason(error, opened=True)]
    count = 0
    with suppress(DBAPIError):
        count = int(connection.exec_driver_sql("PRAGMA page_count").scalar_one())
    wrong = [line.removeprefix("*** in database main ***\n") for line in said if line != "ok"]
    return looked("pages of the database", count, (Fault("the database", one, FILE) for one in wrong))


def _tables(connection: Connection) -> Looked:
    """Whether every table, column and index is there."""
    found = look(connection)
    there = set(found.get_table_names())
    faults = []
    for table in METADATA.sorted_tables:
        if table.name not in there:
            faults.append(Fault(f"table {table.name}", "it is missing", BY_HAND))
            continue
        columns = {column["name"] for column in found.get_columns(table.name)}
        faults += [
            Fault(f"table {table.name}", f"its column {name} is missing", BY_HAND)
            for name in table.c.keys()  # noqa: SIM118 - columns, not a mapping
            if name not in columns
        ]
    return looked("tables", len(METADATA.tables), faults)


# --- rows -------------------------------------------------------------------------------------------------


def _rows(connection: Connection) -> Looked:
    """Whether every row can be read, and what it points to is there."""
    return looked(ROWS, *_faults_of_rows(connection))


def _faults_of_rows(connection: Connection) -> tuple[int, list[Fault]]:
    count, faults = 0, list[Fault]()
    known = {
        "round": set(connection.execute(select(ROUND.c.seq)).scalars()),
        "concern": set(connection.execute(select(CONCERN.c.seq)).scalars()),
    }
    codes = set(connection.execute(select(AGENCY.c.code)).scalars())
    for table in METADATA.sorted_tables:
        if table is META:
            continue
        for line in connection.execute(select(table).order_by(table.c.seq)):
            count += 1
            what = list(_wrong(table, line, known))
            if table is EXPECTED and line.agency not in codes:
                what.append("the agency that it is about is not in the list of agencies")
            faults += [Fault(f"table {table.name}, row {line.seq}", one, BY_HAND) for one in what]
    return count, faults


def _wrong(table: Table, line: Row[Any], known: Mapping[str, set[int]]) -> Iterator[str]:
    for name in BLOCKS:
        if name in table.c and not _reads(getattr(line, name)):
            yield f"its {name} cannot be read"
    try:
        datetime.fromisoformat(line.at)
    except (TypeError, ValueError):
        yield "the time of its writing cannot be read"
    for name, numbers in known.items():
        if name in table.c and getattr(line, name) not in numbers:
            yield f"the {name} that it belongs to is missing"


def _reads(text: Any) -> bool:
    try:
        return isinstance(json.loads(text), (dict, list))
    except (TypeError, ValueError, RecursionError):
        return False


# --- what has a digest ------------------------------------------------------------------------------------


def _rounds(store: Store, connection: Connection) -> Looked:
    """Whether each round's questions are those that it was opened with, and whether it opens."""
    rows = connection.execute(select(ROUND).order_by(ROUND.c.seq)).all()
    faults = []
    for row in rows:
        where = f"round {row.name!r}"
        if digest(json.loads(row.definition)) != row.digest:
            faults.append(Fault(where, "its questions were changed after it was opened", BY_HAND))
            continue
        with _noting(faults, where):
            if store.round(row.name).template.subject == AGENCIES:
                store.responses(row.name)
            else:
                known = CaseBook(store).round(row.name).by_ref
                lost = _subjects(connection, row.seq) - known.keys()
                said = (f"it has answers about {one}, which is not in it" for one in sorted(lost))
                faults += [Fault(where, one, BY_HAND) for one in said]
    return looked(ROUNDS, len(rows), faults)


def _subjects(connection: Connection, number: int) -> set[str]:
    """What somebody wrote about in a round."""
    return {
        str(subject)
        for table in (ANSWER, PANEL, CONCERN)
        for subject in connection.execute(
            select(table.c.subject).where(table.c.round == number).distinct()
        ).scalars()
    }


@contextmanager
def _noting(faults: list[Fault], where: str) -> Iterator[None]:
    """What a piece of the program refuses as damaged becomes a fault."""
    try:
        yield
    except AuditError as error:
        said = str(error)
        faults.append(Fault(where, DAMAGED if said.startswith(DAMAGED) else said.rstrip("."), BY_HAND))


def _signatures(connection: Connection) -> Looked:
    """Whether what was signed still stands there."""
    every = all_signatures(connection)
    faults = (
        Fault(
            f"round {name!r}, {one.subject or one.agency}"
            + (f", {one.agency}" if one.agency not in {"", one.subject} else "")
            + f", version {one.version}",
            one.told.partition("; go back")[0],
            BACK,
        )
        for name, one in every
        if not one.sound
    )
    return looked(SIGNATURES, len(every), faults)


def _samples(connection: Connection) -> Looked:
    """Whether the ledger's chain holds, and each certificate is what its acts say."""
    acts = acts_in(connection)
    rows = connection.execute(select(SAMPLE).order_by(SAMPLE.c.seq)).all()
    faults = [Fault("the ledger of draws", one.rstrip("."), BY_HAND) for one in broken(acts)]
    kept = {row.id: json.loads(row.certificate) for row in rows}
    for name, one in kept.items():
        said = _certificate(name, one, acts)
        faults += [Fault(f"sample {name}", what.rstrip("."), BY_HAND) for what in said]
    drawn = {act.sample for act in acts if act.act == "draw"}
    faults += [
        Fault("the ledger of draws", f"{name} was drawn, and its certificate is missing", BY_HAND)
        for name in sorted(drawn - kept.keys())
    ]
    return looked(DRAWS, len(acts) + len(kept), faults)


def _certificate(name: str, one: Any, acts: list[Act]) -> list[str]:
    """What is wrong with a kept certificate, in sentences."""
    if not is_certificate(one) or one["id"] != name:
        return ["its certificate is none, or that of another sample"]
    said = edited(one) + unaccounted([one], acts)
    known = {act.digest for act in acts}
    own = acts_of(one, name)
    said += [
        f"The act '{act.act}' of {act.at} is not in the ledger." for act in own if act.digest not in known
    ]
    try:
        standing(one, acts)
    except AuditError as error:
        said.append(str(error))
    return said


def last_written(store: Store) -> str:
    """When a row was written last (ISO 8601); empty where there is none."""
    with store.reading() as connection:
        stamped = [table for table in METADATA.sorted_tables if table is not META]
        last = [connection.execute(select(func.max(table.c.at))).scalar() for table in stamped]
    return max(filter(None, last), key=moment, default="")


def file_differs(kept: Mapping[str, Any], found: Mapping[str, Any]) -> list[str]:
    """Where the file of a certificate says other things than the store, in sentences."""
    if is_purged(kept) and found.get("digest") == digest_before(kept):
        return ["it still has the ids that were purged; 'audit purge' deletes it"]
    return differences(found, kept)[:MOST]


def _whole(store: Store) -> Looked:
    """Whether everything can be read as commands read it."""
    faults = list[Fault]()
    count = 0
    with _noting(faults, "the log"):
        count = len(log(store))
    return looked(LOG, count, faults)
