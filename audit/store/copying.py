"""Copy a whole store to another place, all or nothing, and prove that the copy is the same."""

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    MetaData,
    Table,
    collate,
    event,
    func,
    insert,
    select,
)
from sqlalchemy import inspect as look

from audit.errors import StateError, StoreError
from audit.store.engine import open_engine, read_url, shown
from audit.store.failing import TO_MAKE, TO_READ
from audit.store.laying import version_of
from audit.store.tables import META, METADATA, SCHEMA
from audit.store.transactions import Database, opening, sentences

BATCH = 500  # rows that are held at a time
READINGS = 3  # each row is read to be copied, then on both sides to be compared
# Which store of which server this is, since two URLs may mean the same.
SELF = "SELECT pg_postmaster_start_time()::text, current_database()::text, current_schema()::text"
_CAST = re.compile(r"::[\w ]+$")
Told = Callable[[int, int], None]  # takes how much is done, of how much


@dataclass(frozen=True, slots=True)
class Copied:
    """A table that was copied: its rows, and the sha256 of them as lines of canonical JSON, by number."""

    table: str
    rows: int
    sha256: str


class _Pace:
    """How much of the work is done."""

    def __init__(self, told: Told, total: int) -> None:
        self._told, self._total, self._done = told, total, 0

    def step(self, rows: int) -> None:
        self._done += rows
        self._told(self._done, self._total)


def _nobody(_done: int, _of: int) -> None:
    """Nobody is told how far it is."""


def copy_store(source: str, target: str, told: Told = _nobody) -> tuple[Copied, ...]:
    """Copy the store behind a URL into an empty or new one behind another; gives what was proved alike.

    StoreError or StateError where nothing was copied: the one is no store of this version, the other holds
    something, or what was written there reads otherwise.
    """
    _check_source(source)
    with _gone_unless_whole(target):
        _check_target(source, target)
        # All that is read is of one moment, however long it takes and whoever writes meanwhile.
        with (
            closing(Database(target)) as there,
            closing(Database(source, lay=False)) as here,
            here.reading() as reading,
            there.writing() as writing,
        ):
            _refuse_full(writing, target)
            return _copy(reading, writing, METADATA.sorted_tables, told)


def copy_as_it_is(engine: Engine, place: Path, told: Told = _nobody) -> tuple[Copied, ...]:
    """Copy a store of any version, with the tables that it has, into a new SQLite file; StoreError else.

    The file has its name only when it is whole and proved.
    """
    number, name = tempfile.mkstemp(prefix=f"{place.name}.", dir=place.parent)  # readable by its owner alone
    os.close(number)
    try:
        with (
            opening(f"sqlite:///{name}") as there,
            engine.connect() as reading,
            there.connect().execution_options(write=True) as writing,
            writing.begin(),
        ):
            tables = tables_of(reading)
            tables.create_all(writing)
            copied = _copy(reading, writing, tables.sorted_tables, told)
        Path(name).replace(place)
        return copied
    finally:
        Path(name).unlink(missing_ok=True)


def tables_of(connection: Connection) -> MetaData:
    """The tables of ours that a store of any version has, as they can be laid down in any database."""
    found = MetaData()

    @event.listens_for(found, "column_reflect")
    def _plain(_inspector: Any, _table: Table, column: dict[str, Any]) -> None:
        # PostgreSQL says 'nextval(…)' of the numbers that it gives, and '{}'::text of a text.
        default = str(column.get("default") or "nextval()")
        column["default"] = None if "nextval(" in default else _CAST.sub("", default)

    there = set(look(connection).get_table_names())
    found.reflect(connection, only=[name for name in METADATA.tables if name in there])
    return found


def file_of(url: str) -> Path | None:
    """The file of a store in SQLite, None where it lies in a server; ValueError where it is no such URL."""
    parsed = read_url(url)
    if parsed.get_backend_name() != "sqlite":
        return None
    if parsed.database in {None, "", ":memory:"}:
        raise ValueError("it would lie in memory; name a file")
    return Path(str(parsed.database))


# --- what is refused --------------------------------------------------------------------------------------


@contextmanager
def _opened(url: str, denied: str) -> Iterator[tuple[Engine, int | None]]:
    """The engine behind a URL with the version of the store there, None where there is none; StoreError."""
    with sentences(url, denied):
        engine = open_engine(url)
        try:
            yield engine, _version(engine, url)
        finally:
            engine.dispose()


def _version(engine: Engine, url: str) -> int | None:
    try:
        return version_of(engine)
    except StoreError as error:
        raise StoreError(f"Nothing was copied: {shown(url)}: {error}") from None


def _check_source(url: str) -> None:
    """StoreError where there is no store of this version to copy."""
    with sentences(url):
        place = file_of(url)
    if place is not None and not place.exists():
        raise StoreError(f"There is no store {place}; mend its name.")
    with _opened(url, TO_READ) as (_, version):
        if version is None:
            raise StoreError(f"There is no store in {shown(url)}, so nothing was copied.")
        if version < SCHEMA:
            raise StoreError(f"Nothing was copied: {_older(url, version)}, then copy it.")


def _older(url: str, version: int) -> str:
    said = f"the tables of {shown(url)} are of version {version}, ours of {SCHEMA}"
    if file_of(url) is None:
        return f"{said}; its owner brings it forward with 'audit store init URL'"
    return f"{said}; bring it forward with 'audit round list', which keeps a copy beside it"


def _check_target(source: str, target: str) -> None:
    """StoreError or StateError where a store cannot go to a place."""
    with sentences(target):
        file_of(target)
    with _opened(source, TO_READ) as (here, _), _opened(target, TO_MAKE) as (there, version):
        if _self(here) == _self(there):
            raise StateError("Both names are of the same store; nothing was copied.")
        if version is not None and version < SCHEMA:
            raise StoreError(f"Nothing was copied: {_older(target, version)}, or name a new one.")


def _self(engine: Engine) -> tuple[str, ...]:
    """What is the same of two URLs of one store, and of no others."""
    if engine.dialect.name == "sqlite":
        return (str(Path(str(engine.url.database)).resolve()),)
    with engine.connect() as connection:
        return tuple(connection.exec_driver_sql(SELF).one())


def _refuse_full(connection: Connection, url: str) -> None:
    """StateError where a store holds anything."""
    for table in METADATA.sorted_tables:
        rows = 0 if table is META else _count(connection, table)
        if rows:
            raise StateError(
                f"Nothing was copied: {shown(url)} is not empty (its table {table.name} has {rows:,} "
                f"row{'s' * (rows > 1)}); name an empty database or a new file."
            )


@contextmanager
def _gone_unless_whole(url: str) -> Iterator[None]:
    """A file that was not there before goes again where something goes wrong."""
    with sentences(url):
        place = file_of(url)
    new = place is not None and not place.exists()
    try:
        yield
    except BaseException:
        for end in ("", "-wal", "-shm", "-journal") if new else ():
            Path(f"{place}{end}").unlink(missing_ok=True)
        raise


# --- the rows ---------------------------------------------------------------------------------------------


def _copy(
    reading: Connection, writing: Connection, tables: Sequence[Table], told: Told
) -> tuple[Copied, ...]:
    """Copy all rows in a transaction under way, then read both sides again; StoreError where they differ."""
    pace = _Pace(told, READINGS * sum(_count(reading, table) for table in tables))
    for table in tables:
        there = _keys(writing, table) if table.name == META.name else set()
        for rows in _batches(reading, table):
            added = [row for row in rows if not there or row["key"] not in there]
            if added:
                writing.execute(insert(table), added)
            pace.step(len(rows))
        _go_on_behind(writing, table)
    copied = tuple(_digest(reading, table, pace) for table in tables)
    for table, one in zip(tables, copied, strict=True):
        if _digest(writing, table, pace) != one:
            raise StoreError(f"Nothing was copied: the table {table.name} reads otherwise in its new place.")
    return copied


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def _keys(connection: Connection, table: Table) -> set[str]:
    return set(connection.execute(select(table.c.key)).scalars())


def _batches(connection: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    """The rows of a table in the order of their numbers, some at a time."""
    query = select(table).order_by(_order(connection, table)).execution_options(yield_per=BATCH)
    for rows in connection.execute(query).mappings().partitions():
        yield [dict(row) for row in rows]


def _order(connection: Connection, table: Table) -> ColumnElement[Any]:
    """By number; where there are none by key, in the same order in every database."""
    if "seq" in table.c:
        return table.c.seq
    return collate(table.c.key, "BINARY" if connection.dialect.name == "sqlite" else "C")


def _digest(connection: Connection, table: Table, pace: _Pace) -> Copied:
    """How many rows a table has, and their digest: neither a database nor the order of columns matters."""
    sha, count = hashlib.sha256(), 0
    for rows in _batches(connection, table):
        for row in rows:
            sha.update(f"{_canonical(row)}\n".encode())
        count += len(rows)
        pace.step(len(rows))
    return Copied(table.name, count, sha.hexdigest())


def _canonical(row: Mapping[str, Any]) -> str:
    return json.dumps(row, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _go_on_behind(connection: Connection, table: Table) -> None:
    """Let PostgreSQL number what is added from now on behind the last row; SQLite does so by itself."""
    if connection.dialect.name == "sqlite" or "seq" not in table.c:
        return
    last = connection.execute(select(func.max(table.c.seq))).scalar()
    if last is not None:
        connection.execute(select(func.setval(func.pg_get_serial_sequence(table.name, "seq"), last)))
