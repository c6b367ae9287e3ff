"""Open a database so that what is committed is on the disk, and lay down its tables."""

import logging
import os
import tempfile
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, insert, select, update
from sqlalchemy import inspect as look
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from audit.errors import StoreError
from audit.store.tables import ADDED, META, METADATA, SCHEMA

SYNCHRONISED = ("onedrive", "dropbox", "google drive", "googledrive", "icloud", "sharepoint", "nextcloud")
WAIT = 30  # seconds that a writer waits for another to finish
REMEDIES = {
    "readonly": "copy the folder to where you may write",
    "locked": "somebody else is writing, so try again",
    "malformed": "the file is damaged, so go back to a copy of it",
    "not a database": "the file is damaged or something else, so go back to a copy of it",
    "No module named": "install the driver of that database with pip",
}


def is_synchronised(path: Path) -> bool:
    """Whether a folder seems to be copied by a synchronising service or to lie on a network share."""
    place = str(path).casefold()
    return place.startswith(("\\\\", "//")) or any(word in place for word in SYNCHRONISED)


def open_engine(url: str) -> Engine:
    """The engine behind a URL; a new SQLite file can be read by its owner alone."""
    parsed = make_url(url)
    # What the pool logs of an interrupted close is no news to the person who pressed Ctrl-C.
    logging.getLogger("sqlalchemy").addHandler(logging.NullHandler())
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed)
    engine = create_engine(parsed, connect_args={"timeout": WAIT})
    path = Path(parsed.database or "")
    mode = "DELETE" if is_synchronised(path.absolute()) else "WAL"
    if parsed.database and not path.exists():
        path.touch(mode=0o600)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        # SQLAlchemy begins transactions itself (below), so that a writer takes its lock at once.
        connection.isolation_level = None
        for pragma in (f"journal_mode={mode}", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(
            "BEGIN IMMEDIATE" if connection.get_execution_options().get("write") else "BEGIN"
        )

    return engine


def shown(url: str) -> str:
    """A URL as it may be printed, without its password."""
    try:
        return repr(make_url(url).render_as_string(hide_password=True))
    except SQLAlchemyError:
        return "given"


def reason(error: Exception) -> str:
    """What a database said, in its first line, and what would do where that is known."""
    cause = getattr(error, "orig", None) or error
    said = getattr(cause, "strerror", None) or str(cause).strip().split("\n")[0].rstrip(".")
    end = next((remedy for word, remedy in REMEDIES.items() if word in said), "")
    return f"{said}{end and '; '}{end}"


def settle(engine: Engine) -> None:
    """Lay down the tables of an empty store; StoreError where a newer or another program wrote it."""
    with engine.connect() as connection:
        tables = look(connection).get_table_names()
        laid = META.name in tables
        found = (
            connection.execute(select(META.c.value).where(META.c.key == "schema")).scalar() if laid else None
        )
    if found is None:
        if tables and engine.dialect.name == "sqlite":
            raise StoreError("This file is the database of another program; nothing was changed in it.")
        with engine.connect().execution_options(write=True) as connection, connection.begin():
            METADATA.create_all(connection)
            if not connection.execute(select(META.c.key).where(META.c.key == "schema")).first():
                connection.execute(insert(META).values(key="schema", value=str(SCHEMA)))
    elif int(found) > SCHEMA:
        raise StoreError("The store was written by a newer version of this program; upgrade it to go on.")
    elif int(found) < SCHEMA:
        _migrate(engine, int(found))


def _migrate(engine: Engine, found: int) -> None:
    """Bring an older store forward, after a copy was made beside it: new tables, new columns."""
    if engine.dialect.name == "sqlite" and engine.url.database:
        copy = Path(f"{engine.url.database}.version-{found}")
        if not copy.exists():
            _copy(engine, copy)
    with engine.connect().execution_options(write=True) as connection, connection.begin():
        METADATA.create_all(connection)
        for table, name in ADDED:
            if name not in {column["name"] for column in look(connection).get_columns(table.name)}:
                kind = table.c[name].type.compile(engine.dialect)
                default = table.c[name].server_default.arg  # type: ignore[union-attr]
                add = f"ALTER TABLE {table.name} ADD COLUMN {name} {kind} DEFAULT {default} NOT NULL"
                connection.exec_driver_sql(add)
        connection.execute(update(META).where(META.c.key == "schema").values(value=str(SCHEMA)))


def _copy(engine: Engine, place: Path) -> None:
    """Copy a database to a place, whole: one that a killed command left behind has not the name yet."""
    number, name = tempfile.mkstemp(prefix=f"{place.name}.", dir=place.parent)  # readable by its owner alone
    os.close(number)
    try:
        with engine.connect() as connection:
            connection.connection.execute("VACUUM INTO ?", (name,))
        Path(name).replace(place)
    finally:
        Path(name).unlink(missing_ok=True)
