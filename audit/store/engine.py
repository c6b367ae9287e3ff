"""Open a database so that what is committed is on the disk, and one writer at a time writes."""

import logging
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, Dialect, make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

SYNCHRONISED = ("onedrive", "dropbox", "google drive", "googledrive", "icloud", "sharepoint", "nextcloud")
WAIT = 30  # seconds that a writer waits for another to finish
STILL = 60  # seconds after which a writer that says nothing more, its machine having vanished, is put out
DRIVER = "postgresql+psycopg"
NAMES = ("postgres", "postgresql", DRIVER)  # what people call it, and what they are given to copy
SECRETS = ("password", "sslpassword")
# Seconds before connecting is tried again where a server says that it will soon be able to.
PAUSES = (0.1, 0.2, 0.4, 0.8, 1.6)
SOON = (
    *(
        "server closed the connection",
        "starting up",
        "shutting down",
        "in recovery mode",
        "not yet accepting",
        "Is the server running",
    ),
    *("too many clients", "too many connections", "connection slots are reserved"),
)
# What a connection says of itself, so that either side finds out within minutes that the other is gone.
ALIVE = {
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "application_name": "safeguarding-audit",
}
# Readers see one moment, which nobody else's writing changes; SQLite's transactions are so by themselves.
MOMENT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
# What is committed is on the disk, whatever the server does by itself.
LIMITS = f"""
SELECT set_config('lock_timeout', '{WAIT}s', true),
       set_config('idle_in_transaction_session_timeout', '{STILL}s', true),
       set_config('synchronous_commit', CASE current_setting('synchronous_commit')
                  WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END, true)
"""
# One key for each store: the number of its first table, or of its schema while it has none.
LOCK = """
SELECT pg_advisory_xact_lock((7215::bigint << 32)
       + coalesce(to_regclass('meta')::oid::bigint, hashtext(current_schema())::bigint))
"""


def is_synchronised(path: Path) -> bool:
    """Whether a folder seems to be copied by a synchronising service or to lie on a network share."""
    place = str(path).casefold()
    return place.startswith(("\\\\", "//")) or any(word in place for word in SYNCHRONISED)


def read_url(url: str) -> URL:
    """A URL in its parts, PostgreSQL by any of its names; ValueError where it is none or of another kind."""
    if "://" not in url:
        raise ValueError("it is no URL; write postgresql://user@host/database")
    parsed = _parsed(url)
    if parsed is None:
        raise ValueError(
            "its URL cannot be read; write postgresql://user@host/database, and in a password %40 for @, "
            "%3A for :, %2F for / and %25 for %"
        )
    if parsed.drivername in NAMES:
        return parsed.set(drivername=DRIVER)
    if parsed.get_backend_name() == "postgresql":
        raise ValueError(
            f"it names a driver, {parsed.get_driver_name()}, that is not used here; write postgresql://"
        )
    if parsed.get_backend_name() != "sqlite":
        raise ValueError(f"a store lies in SQLite or PostgreSQL, not in {parsed.drivername}")
    return parsed


def _parsed(url: str) -> URL | None:
    """A URL in its parts; None where what passes for a host or port may be a part of the password."""
    try:
        parsed = make_url(url)
    except (SQLAlchemyError, ValueError):
        return None
    return None if "@" in (parsed.host or "") else parsed


def shown(url: str) -> str:
    """A URL as it may be printed, without its password."""
    parsed = _parsed(url)
    if parsed is None:
        return "given"
    hidden = {name: "***" for name in SECRETS if name in parsed.query}
    return repr(parsed.update_query_dict(hidden).render_as_string(hide_password=True).replace("%2A", "*"))


def without_password(url: str) -> tuple[str, bool]:
    """A URL that may be written into a file, and whether it had a password."""
    parsed = read_url(url)
    plain = parsed._replace(password=None).difference_update_query(SECRETS)
    return plain.render_as_string(), plain != parsed


def open_engine(url: str) -> Engine:
    """The engine behind a URL; ValueError where it is of no kind that a store lies in."""
    parsed = read_url(url)
    # What the pool logs of an interrupted close is no news to the person who pressed Ctrl-C.
    for name in ("sqlalchemy", "psycopg"):
        logging.getLogger(name).addHandler(logging.NullHandler())
    return _sqlite(parsed) if parsed.get_backend_name() == "sqlite" else _postgres(parsed)


def _sqlite(url: URL) -> Engine:
    """A file; a new one can be read by its owner alone."""
    engine = create_engine(url, connect_args={"timeout": WAIT}, hide_parameters=True)
    path = Path(url.database or "")
    mode = "DELETE" if is_synchronised(path.absolute()) else "WAL"
    if url.database and not path.exists():
        path.touch(mode=0o600)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        # SQLAlchemy begins transactions itself (below), so that a writer takes its lock at once.
        connection.isolation_level = None
        for pragma in (f"journal_mode={mode}", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writes(connection) else "BEGIN")

    return engine


def _postgres(url: URL) -> Engine:
    """A server; a connection that broke since it was last used is opened anew."""
    own = {name: value for name, value in ALIVE.items() if name not in url.query}
    # Statements prepared ahead would outlive the tables that they were prepared for, and confuse a pooler.
    more = {"pool_pre_ping": True, "connect_args": {**own, "prepare_threshold": None}}
    engine = create_engine(url, hide_parameters=True, **more)

    @event.listens_for(engine, "do_connect")
    def _connect(dialect: Dialect, _record: Any, args: Any, more: Any) -> Any:
        return _patiently(dialect, args, more)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        for statement in (LIMITS, LOCK) if _writes(connection) else (MOMENT,):
            connection.exec_driver_sql(statement)

    return engine


def _writes(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get("write"))


def _patiently(dialect: Dialect, args: Any, more: Any) -> Any:
    """A connection, tried again for three seconds where the server will soon have one."""
    for pause in PAUSES:
        try:
            return dialect.connect(*args, **more)
        except dialect.loaded_dbapi.Error as error:
            if not any(word in str(error) for word in SOON):
                raise
            time.sleep(pause)
    return dialect.connect(*args, **more)


def lost(error: Exception) -> bool:
    """Whether a connection broke, so that what it was told last may have been done or not."""
    return isinstance(error, DBAPIError) and error.connection_invalidated
