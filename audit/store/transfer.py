"""The rows of a store go table by table from one database to another, and are read again on both sides."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from sqlalchemy import ColumnElement, Connection, MetaData, Table, collate, event, func, insert, select
from sqlalchemy import inspect as look
from sqlalchemy.exc import DBAPIError

from audit.errors import StoreError
from audit.store.failing import reason
from audit.store.tables import META, METADATA

BATCH = 500  # rows that are held at a time
READINGS = 3  # each row is read to be copied, then on both sides to be compared
_CAST = re.compile(r"::[\w ]+$")
Told = Callable[[int, int], None]  # takes how much is done, of how much
Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Copied:
    """A table that was copied: its rows, and the sha256 of them as lines of canonical JSON, by number."""

    table: str
    rows: int
    sha256: str


class _Sum:
    """The rows of a table that went by, and their digest: no matter which database, or how columns stand."""

    def __init__(self) -> None:
        self._sha, self._rows = hashlib.sha256(), 0

    def add(self, rows: Sequence[Mapping[str, Any]]) -> None:
        for row in rows:
            text = json.dumps(row, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            self._sha.update(f"{text}\n".encode())
        self._rows += len(rows)

    def of(self, table: Table) -> Copied:
        return Copied(table.name, self._rows, self._sha.hexdigest())


class _Pace:
    """How much of the work is done."""

    def __init__(self, told: Told, total: int) -> None:
        self._told, self._total, self._done = told, total, 0

    def step(self, rows: int) -> None:
        self._done += rows
        self._told(self._done, self._total)


def nobody(_done: int, _of: int) -> None:
    """Nobody is told how far it is."""


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


def copy_rows(
    reading: Connection, writing: Connection, tables: Sequence[Table], told: Told
) -> tuple[Copied, ...]:
    """Copy all rows in a transaction under way, then read both sides again; StoreError where they differ."""
    pace = _Pace(told, READINGS * sum(rows_in(reading, table) for table in tables))
    for table in tables:
        there = _keys(writing, table) if table.name == META.name else set()
        for rows in _batches(reading, table):
            _add(writing, table, [row for row in rows if not there or row["key"] not in there])
            pace.step(len(rows))
        _go_on_behind(writing, table)
    return tuple(_proved(reading, writing, table, pace) for table in tables)


def sums_of(connection: Connection, tables: Sequence[Table]) -> tuple[Copied, ...]:
    """The rows of tables and their digests as they stand."""
    found = []
    for table in tables:
        own = _Sum()
        for rows in _batches(connection, table):
            own.add(rows)
        found.append(own.of(table))
    return tuple(found)


def _add(connection: Connection, table: Table, rows: Rows) -> None:
    """Add rows as they are; StoreError names those among which is one that cannot be kept there."""
    if not rows:
        return
    try:
        connection.execute(insert(table), rows)
    except DBAPIError as error:
        which = f"rows {rows[0]['seq']} to {rows[-1]['seq']} of " if "seq" in table.c else ""
        raise StoreError(
            f"Nothing was copied: {which}the table {table.name} cannot be written there: {reason(error)}."
        ) from None


def _proved(reading: Connection, writing: Connection, table: Table, pace: _Pace) -> Copied:
    """What both sides have of a table, read again; StoreError where they differ.

    Both are read in turn, since a server puts out a writer that says nothing for a minute.
    """
    here, there = _Sum(), _Sum()
    none: Rows = []
    for one, other in zip_longest(_batches(reading, table), _batches(writing, table), fillvalue=none):
        here.add(one)
        there.add(other)
        pace.step(len(one) + len(other))
    if here.of(table) != there.of(table):
        raise StoreError(f"Nothing was copied: the table {table.name} reads otherwise in its new place.")
    return here.of(table)


def rows_in(connection: Connection, table: Table) -> int:
    """How many rows a table has."""
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def _keys(connection: Connection, table: Table) -> set[str]:
    return set(connection.execute(select(table.c.key)).scalars())


def _batches(connection: Connection, table: Table) -> Iterator[Rows]:
    """The rows of a table in the order of their numbers, some at a time."""
    query = select(table).order_by(_order(connection, table)).execution_options(yield_per=BATCH)
    for rows in connection.execute(query).mappings().partitions():
        yield [dict(row) for row in rows]


def _order(connection: Connection, table: Table) -> ColumnElement[Any]:
    """By number; where there are none by key, in the same order in every database."""
    if "seq" in table.c:
        return table.c.seq
    return collate(table.c.key, "BINARY" if connection.dialect.name == "sqlite" else "C")


def _go_on_behind(connection: Connection, table: Table) -> None:
    """Let PostgreSQL number what is added from now on behind the last row; SQLite does so by itself."""
    if connection.dialect.name == "sqlite" or "seq" not in table.c:
        return
    last = connection.execute(select(func.max(table.c.seq))).scalar()
    if last is not None:
        connection.execute(select(func.setval(func.pg_get_serial_sequence(table.name, "seq"), last)))
