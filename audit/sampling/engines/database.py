"""A table in a database, reached by SQLAlchemy: one connection that only reads, of one moment if it can."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy import inspect as look
from sqlalchemy import types as kinds
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from audit.definitions import nearest
from audit.errors import FileError, Problem, StateError
from audit.sampling.engines import tongue as tongues
from audit.sampling.engines.statements import Lying, fingerprint
from audit.sampling.engines.tables import BATCH, Values, print_halves
from audit.sampling.engines.tongue import DAY, FRACTION, LARGE, MOMENT, OTHER, TEXT, TRUTH, WHOLE, Tongue

NAMED = 20  # tables that a message lists
WAIT = 10  # seconds for a server to answer
TONGUES: Mapping[str, Tongue] = {
    "postgresql": tongues.PostgreSQL(),
    "sqlite": tongues.SQLite(),
    "mssql": tongues.SQLServer(),
}
DRIVERS = {"postgresql": "'safeguarding-audit[postgres]'", "mssql": "pyodbc"}
KINDS: tuple[tuple[type[Any], str], ...] = (
    (kinds.Boolean, TRUTH),
    (kinds.DateTime, MOMENT),
    (kinds.Date, DAY),
    (kinds.Integer, WHOLE),
    (kinds.Numeric, FRACTION),
    (kinds.Float, FRACTION),
    (kinds.String, TEXT),
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column as the database has it: its name, and the kind of its cells."""

    name: str
    kind: str


class Database:
    """An open table of a database."""

    def __init__(self, address: str, name: str) -> None:
        """Open the table of a name (`schema.table` or `table`) in the database of a URL; else StateError."""
        self.url = _url(address)
        self.shown = f"{_shown(self.url)}#{name}"
        found = TONGUES.get(self.url.get_backend_name())
        if found is None:
            known = "PostgreSQL, SQL Server and SQLite"
            kind = self.url.get_backend_name()
            raise StateError(
                f"Tables of {kind} cannot be read here, those of {known} can; export it as a CSV."
            )
        self.tongue: Tongue = found
        self.engine = _engine(self.url)
        try:
            self.connection = self._connect()
        except SQLAlchemyError as error:
            self.engine.dispose()
            raise StateError(f"{_shown(self.url)} cannot be reached: {_reason(error)}.") from None
        try:
            self.columns = self._columns(name)
        except BaseException:
            self.close()
            raise
        table = ".".join(map(self._quoted, self._path))
        self.lying = Lying(table, tuple((self._quoted(one.name), one.kind) for one in self.columns))

    def _connect(self) -> Connection:
        connection = self.engine.connect()
        if self.url.get_backend_name() == "postgresql":
            connection = connection.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        return connection

    def _quoted(self, name: str) -> str:
        """A name as SQL writes it; a colon in it stands for itself, and is no value's name."""
        preparer = self.engine.dialect.identifier_preparer
        whole = preparer.quote_identifier(name)
        once = whole.replace("%%", "%") if "%" in name and "%%" in whole and "%%" not in name else whole
        return once.replace(":", "\\:")

    def _columns(self, name: str) -> tuple[Column, ...]:
        """The columns of a table; StateError with the tables that there are where it is none of them."""
        found = look(self.connection)
        schema, _, table = name.rpartition(".")
        for own, place in ((table, schema or None), (name, None)):
            with suppress(SQLAlchemyError):
                if own and (found.has_table(own, schema=place) or own in found.get_view_names(schema=place)):
                    self._path = [part for part in (place, own) if part]
                    return tuple(
                        Column(str(column["name"]), kind_of(column["type"]))
                        for column in found.get_columns(own, schema=place)
                    )
        raise StateError(self._no_table(name))

    def _no_table(self, name: str) -> str:
        found, known = look(self.connection), list[str]()
        default = found.default_schema_name
        with suppress(SQLAlchemyError):
            for place in found.get_schema_names():
                own = [*found.get_table_names(schema=place), *found.get_view_names(schema=place)]
                prefix = "" if place in {default, "main"} else f"{place}."
                known += [] if place == "information_schema" else [f"{prefix}{table}" for table in own]
        shown = (
            f"{', '.join(sorted(known)[:NAMED])}{' …' if len(known) > NAMED else ''}" or "none you may see"
        )
        if not name:
            return f"Say which table of {_shown(self.url)} it is, behind a #; there are {shown}."
        end = nearest(name, known)
        close = end if "did you mean" in end else f"; there are {shown}."
        return f"There is no table {name!r} in {_shown(self.url)}{close}"

    def ask(self, query: str, values: Values) -> Iterator[Sequence[Sequence[Any]]]:
        """The lines of an answer, some at a time; FileError where the table cannot be read to its end."""
        try:
            options = {"stream_results": True, "max_row_buffer": BATCH}
            result = self.connection.execution_options(**options).execute(text(query), dict(values))
            with result as found:
                while batch := found.fetchmany(BATCH):
                    yield batch
        except DBAPIError as error:
            sentence = f"the table cannot be read to its end ({_reason(error)})."
            raise FileError(self.shown, [Problem("", sentence)]) from None

    def fingerprint(self) -> tuple[int, str]:
        """All rows of the table, and the digest of a fingerprint over all its cells."""
        count, *halves = next(iter(next(self.ask(fingerprint(self.tongue, self.lying), {}))))
        names = "\x1f".join(column.name for column in self.columns)
        said = f"{names}\n{count}\n{print_halves([int(half or 0) for half in halves])}"
        return int(count), sha256(said.encode()).hexdigest()

    def head(self, rows: int) -> tuple[tuple[str, ...], ...]:
        """So many of its rows, whichever come first."""
        cells = ", ".join(self.tongue.text(*column) for column in self.lying.columns)
        found = self.ask(f"SELECT {cells} FROM {self.lying.table}", {})
        return tuple(tuple(line) for line in next(found, ())[:rows])

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns."""
        return tuple(column.name for column in self.columns)

    def close(self) -> None:
        """Let go of the database."""
        with suppress(SQLAlchemyError):
            self.connection.close()
        self.engine.dispose()


def kind_of(found: Any) -> str:
    """The kind of a column's cells by its type."""
    return next((kind for one, kind in KINDS if isinstance(found, one)), OTHER)


def _url(address: str) -> URL:
    plain = (
        address.replace("postgres://", "postgresql://", 1) if address.startswith("postgres://") else address
    )
    try:
        found = make_url(plain)
    except (ArgumentError, ValueError):
        raise StateError("That is no address of a database; write it as postgresql://HOST/NAME.") from None
    own = found.get_backend_name() == "postgresql" and "+" not in found.drivername
    return found.set(drivername="postgresql+psycopg") if own else found


def _shown(url: URL) -> str:
    """An address without user and password."""
    plain = URL.create(url.get_backend_name(), host=url.host, port=url.port, database=url.database)
    return plain.render_as_string()


def _engine(url: URL) -> Engine:
    backend = url.get_backend_name()
    more: dict[str, Any] = {"connect_args": {"connect_timeout": WAIT}} if backend == "postgresql" else {}
    try:
        engine = create_engine(url, **more)
    except (ImportError, NoSuchModuleError) as error:
        wanted = DRIVERS.get(backend, getattr(error, "name", "") or backend)
        raise StateError(f"Tables of {backend} need a driver: pip install {wanted}.") from None
    if backend == "sqlite":
        if not url.database or not Path(url.database).is_file():  # else it would be made, and be empty
            raise StateError(f"There is no database {url.database!r}; mend its name: sqlite:///FILE#table.")
        event.listen(engine, "connect", _lay_words)
    return engine


def _lay_words(connection: Any, _record: Any) -> None:
    """Lay into SQLite's connection the words that it has not; nothing can be written by it."""
    connection.execute("PRAGMA query_only = ON")
    connection.create_function("audit_text", 2, cell_text, deterministic=True)
    connection.create_function("audit_sha", 1, lambda t: sha256(t.encode()).hexdigest(), deterministic=True)
    connection.create_function(
        "audit_number",
        3,
        lambda t, start, length: int(t[start - 1 : start - 1 + length], 16),
        deterministic=True,
    )


def cell_text(cell: Any, kind: str) -> str:
    """A cell of SQLite as the text that a file would have."""
    if cell is None:
        return ""
    if kind == TRUTH and cell in {0, 1}:
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < LARGE else repr(cell)
    found = cell.decode("utf-8", errors="replace") if isinstance(cell, bytes) else str(cell)
    if kind == MOMENT:
        with suppress(ValueError):
            moment = datetime.fromisoformat(found)
            midnight = moment.time() == datetime.min.time()
            return moment.date().isoformat() if midnight else moment.strftime("%Y-%m-%d %H:%M")
    if kind == DAY:
        with suppress(ValueError):
            return date.fromisoformat(found).isoformat()
    return found


def _reason(error: Exception) -> str:
    """What a database said, in one line, with what may be secret left out."""
    cause = getattr(error, "orig", None) or error
    return " ".join(str(cause).split("\n", 1)[0].split()).rstrip(".")
