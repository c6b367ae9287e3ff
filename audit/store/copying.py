"""Copy a whole store to another place, all or nothing, and prove that the copy is the same."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.schema import CreateTable

from audit.errors import StateError, StoreError
from audit.passing import passing
from audit.store.engine import open_engine, read_url, shown
from audit.store.failing import TO_MAKE, TO_READ, reason
from audit.store.laying import version_of
from audit.store.roles import check_owner
from audit.store.tables import META, METADATA, SCHEMA
from audit.store.transactions import Database, opening, sentences
from audit.store.transfer import Copied, Told, copy_rows, nobody, rows_in, sums_of, tables_of

# Which store of which server this is, since two URLs may mean the same.
SELF = "SELECT pg_postmaster_start_time()::text, current_database()::text, current_schema()::text"


def copy_store(source: str, target: str, told: Told = nobody) -> tuple[Copied, ...]:
    """Copy the store behind a URL into an empty or new one behind another; gives what was proved alike.

    StoreError or StateError where nothing was copied: the one is no store of this version, the other holds
    something, or what was written there reads otherwise.
    """
    _check_source(source)
    with _gone_unless_whole(target):
        _check_target(source, target)
        # All that is read is of one moment, however long it takes and whoever writes meanwhile.
        with closing(Database(target)) as there, closing(Database(source, lay=False)) as here:
            with here.reading() as reading, there.writing() as writing:
                _refuse_full(writing, target)
                copied = copy_rows(reading, writing, METADATA.sorted_tables, told)
            if not there.shared:
                _into_file(there.engine, "wal_checkpoint(TRUNCATE)")
            return copied


def copy_as_it_is(engine: Engine, place: Path, told: Told = nobody) -> tuple[Copied, ...]:
    """Copy a store of any version, with the tables that it has, into a new SQLite file; StoreError else.

    The file has its name only when it is whole and proved.
    """
    with passing(place.parent) as folder:
        copy = folder / "copy"
        with _making(copy) as there, engine.connect() as reading:
            with there.connect().execution_options(write=True) as writing, writing.begin():
                tables = tables_of(reading)
                for table in tables.sorted_tables:  # the same store is the same bytes
                    writing.execute(CreateTable(table))
                    for index in sorted(table.indexes, key=lambda one: str(one.name)):
                        index.create(writing)
                copied = copy_rows(reading, writing, tables.sorted_tables, told)
            _into_file(there, "journal_mode=DELETE")
        copy.replace(place)
        return copied


@contextmanager
def _making(place: Path) -> Iterator[Engine]:
    """The engine of a new file; StoreError that does not name it, since nobody knows it by that name."""
    try:
        engine = open_engine(f"sqlite:///{place}")
        try:
            yield engine
        finally:
            engine.dispose()
    except (SQLAlchemyError, sqlite3.Error, OSError, ValueError) as error:
        why = reason(error, TO_MAKE, opened=True)
        raise StoreError(f"The store was not copied, and nothing was written: {why}.") from None


def _into_file(engine: Engine, pragma: str) -> None:
    """Write all that was committed into the file itself; StoreError where the disk is too full for that.

    What is committed lies in a second file at first, and closing would leave it there without a word where
    the disk is full: the file alone would then be no whole database.
    """
    try:
        with engine.connect() as plain:
            plain.connection.execute(f"PRAGMA {pragma}").fetchall()
    except (SQLAlchemyError, sqlite3.Error) as error:
        why = reason(error, TO_MAKE, opened=True)
        raise StoreError(f"The store was not copied, and nothing was written: {why}.") from None


def sums_in(place: Path) -> tuple[Copied, ...]:
    """The tables of a store in a file with their rows and digests; StoreError where the file is damaged."""
    with opening(f"sqlite:///{place}") as engine, engine.connect() as reading:
        said = reading.exec_driver_sql("PRAGMA integrity_check(1)").scalar()
        if said != "ok":
            raise StoreError(f"The database is damaged: {said}.")
        return sums_of(reading, tables_of(reading).sorted_tables)


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
        if there.dialect.name != "sqlite":
            check_owner(there)


def _self(engine: Engine) -> tuple[str, ...]:
    """What is the same of two URLs of one store, and of no others."""
    if engine.dialect.name == "sqlite":
        return (str(Path(str(engine.url.database)).resolve()),)
    with engine.connect() as connection:
        return tuple(connection.exec_driver_sql(SELF).one())


def _refuse_full(connection: Connection, url: str) -> None:
    """StateError where a store holds anything."""
    for table in METADATA.sorted_tables:
        rows = 0 if table is META else rows_in(connection, table)
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
