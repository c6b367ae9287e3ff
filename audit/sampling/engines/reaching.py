"""A database by its URL: its driver, a connection that only reads, and what went wrong in one line."""

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from audit.errors import StateError
from audit.sampling.engines.addresses import HIDDEN, PLAIN
from audit.sampling.engines.sqlite_cells import lay_words

KNOWN = ("postgresql", "mssql", "sqlite")
FILES = ("http", "https", "ftp", "file", "s3")
SIGNS = "in a password write %40 for @, %2F for /, %3A for : and %23 for #"
WAIT = 10  # seconds for a server to answer
DRIVERS = {"postgresql": "'safeguarding-audit[postgres]'", "mssql": "pyodbc"}
CLOCK = "Europe/London"  # a moment's day is the day here, as for a Parquet file
# How PostgreSQL writes cells, whatever is set there; and plans for all lines of an answer, none
# of which goes through a list once for each row, as it would where it takes a view to have few rows.
SETTINGS = {
    "TimeZone": CLOCK,
    "DateStyle": "ISO, DMY",
    "IntervalStyle": "postgres",
    "bytea_output": "hex",
    "extra_float_digits": "1",
    "cursor_tuple_fraction": "1",
    "enable_nestloop": "off",
    "jit": "off",
}
# From version 14 on a server that is told to looks whether whoever asked is still there.
NOBODY_THERE = (
    "SELECT set_config('client_connection_check_interval', '10s', true) "
    "WHERE current_setting('server_version_num')::integer >= 140000"
)
# Order by bytes is order by code point in these; what else a text is kept in would be put in another order.
ENCODINGS = ("UTF8", "UTF-8", "LATIN1")


def url_of(address: str) -> URL:
    """The URL that a person typed; StateError where it is none, or of a database not read here."""
    plain = address.replace("postgres://", "postgresql://", 1) if address[:11] == "postgres://" else address
    try:
        found = make_url(plain)
    except (ArgumentError, ValueError):
        raise StateError(
            f"That is no address of a database; write it as postgresql://HOST/NAME#schema.table; {SIGNS}."
        ) from None
    kind = found.get_backend_name()
    if "@" in (found.host or ""):
        raise StateError(f"In the address of a database stands one @ too many; {SIGNS}.")
    if kind in FILES:
        raise StateError(f"A register is not fetched from {kind}://; save the file here, and name it.")
    if kind not in KNOWN:
        raise StateError(
            f"Tables of {kind} cannot be read here, those of PostgreSQL, SQL Server and SQLite can; "
            "export it as a CSV."
        )
    return found.set(drivername="postgresql+psycopg") if kind == "postgresql" else found


def shown(url: URL) -> str:
    """A URL without user, password and options."""
    plain = URL.create(url.get_backend_name(), host=url.host, port=url.port, database=url.database)
    return plain.render_as_string()


def engine_of(url: URL) -> Engine:
    """What connects to a URL; StateError where its driver or its file is missing."""
    kind = url.get_backend_name()
    if kind == "sqlite":
        return _file_engine(url)
    more: dict[str, Any] = {}
    if kind == "postgresql":
        given = {"connect_timeout": WAIT, "client_encoding": "utf8"}
        more["connect_args"] = {name: value for name, value in given.items() if name not in url.query}
    try:
        engine = create_engine(url, hide_parameters=True, **more)
    except (ImportError, NoSuchModuleError) as error:
        wanted = DRIVERS.get(kind, getattr(error, "name", "") or kind)
        raise StateError(f"Tables of {kind} need a driver: pip install {wanted}.") from None
    except (ArgumentError, ValueError, TypeError):
        raise StateError(
            f"The address of that database cannot be read; mend what stands behind its ?, or {SIGNS}."
        ) from None
    return engine


def _file_engine(url: URL) -> Engine:
    """What opens a file of SQLite, which nothing is written to, nor folded into from its log."""
    if url.host:
        raise StateError("A file of SQLite is named with three slashes: sqlite:///FILE#table.")
    if url.query:
        raise StateError("A file of SQLite takes no options; it is only read: sqlite:///FILE#table.")
    if not url.database:
        raise StateError("Say in which file the database lies: sqlite:///FILE#table.")
    path = Path(url.database)
    if not path.is_file():
        raise StateError(f"There is no database {url.database!r}; mend its name: sqlite:///FILE#table.")
    name = f"{path.absolute().as_uri()}?mode=ro"

    def opened() -> sqlite3.Connection:
        return sqlite3.connect(name, uri=True, check_same_thread=False)

    engine = create_engine(url, hide_parameters=True, creator=opened)
    event.listen(engine, "connect", _lay_words)
    event.listen(engine, "begin", _begin)
    return engine


def _lay_words(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # Python's own driver would begin nothing before something is written
    lay_words(connection)


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def connected(engine: Engine) -> tuple[Connection, str]:
    """A connection that only reads, of one moment where the database can, and what its texts are kept in."""
    kind = engine.url.get_backend_name()
    connection = engine.connect()
    if kind == "postgresql":
        options: dict[str, Any] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        connection = connection.execution_options(**options)
        connection.exec_driver_sql("; ".join(f"SET LOCAL {name} = '{to}'" for name, to in SETTINGS.items()))
        connection.exec_driver_sql(NOBODY_THERE)
        return connection, str(connection.exec_driver_sql("SHOW server_encoding").scalar())
    if kind == "sqlite":
        return connection, str(connection.exec_driver_sql("PRAGMA encoding").scalar())
    return connection, ENCODINGS[0]


def reason(error: Exception, url: URL) -> str:
    """What a database said, in one line, without the password."""
    cause = getattr(error, "orig", None) or error
    parts = [one for arg in cause.args for one in (arg if isinstance(arg, tuple) else (arg,))]
    said = next((one for one in reversed(parts) if isinstance(one, str | bytes)), "") or str(cause)
    text = said.decode("utf-8", errors="replace") if isinstance(said, bytes) else said
    lines = [one for one in text.strip().split("\n") if not one.startswith("DB-Lib error message")]
    line = " ".join((lines or [""])[0].split()).rstrip(".")
    line = line.removeprefix("connection failed: ").removeprefix("connection is bad: ")
    for secret in _secrets(url):
        line = line.replace(secret, HIDDEN)
    return line


def _secrets(url: URL) -> list[str]:
    """What may be a password in a URL: its own, what its options say, and parts of those."""
    options = {name: value for name, value in url.query.items() if name.casefold() not in PLAIN}
    values = [one for value in options.values() for one in ([value] if isinstance(value, str) else value)]
    parts = [part.partition("=")[2] for value in values for part in value.split(";") if "=" in part]
    return [one for one in (url.password or "", *values, *parts) if len(one) > 2]
