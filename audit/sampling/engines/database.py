"""A table in a database, reached by SQLAlchemy: one connection that only reads, of one moment if it can."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any
from warnings import catch_warnings, simplefilter
from weakref import finalize

from sqlalchemy import Connection, Engine, text
from sqlalchemy import inspect as look
from sqlalchemy import types as kinds
from sqlalchemy.dialects import mssql
from sqlalchemy.exc import SAWarning, SQLAlchemyError

from audit.definitions import nearest
from audit.errors import FileError, Problem, StateError
from audit.registers.register import Register
from audit.sampling.engines import tongue as tongues
from audit.sampling.engines.reaching import ENCODINGS, connected, engine_of, reason, shown, url_of
from audit.sampling.engines.statements import Lying, fingerprint
from audit.sampling.engines.tables import BATCH, SINGLE, TableEngine, Values, as_json, print_halves
from audit.sampling.engines.tongue import (
    BYTES,
    DAY,
    FLOATING,
    FRACTION,
    MOMENT,
    MONEY,
    OTHER,
    TEXT,
    TRUTH,
    WHOLE,
    ZONED,
    Tongue,
)

UNICODE = "\U0010ffff"  # its last sign
NAMED = 20  # tables that a message lists
TONGUES: Mapping[str, Tongue] = {
    "postgresql": tongues.PostgreSQL(),
    "sqlite": tongues.SQLite(),
    "mssql": tongues.SQLServer(),
}
KINDS: tuple[tuple[type[Any], str], ...] = (
    # What SQL Server alone has, by the names of SQLAlchemy's classes for it.
    (mssql.DATETIMEOFFSET, ZONED),
    (mssql.XML, OTHER),
    (mssql.MONEY, MONEY),
    (mssql.SMALLMONEY, MONEY),
    (mssql.VARBINARY, BYTES),
    (mssql.IMAGE, BYTES),
    (mssql.TIMESTAMP, BYTES),
    (kinds.BINARY, BYTES),
    (kinds.Boolean, TRUTH),
    (kinds.DateTime, MOMENT),
    (kinds.Date, DAY),
    (kinds.Integer, WHOLE),
    (kinds.Float, FLOATING),
    (kinds.Numeric, FRACTION),
    (kinds.String, TEXT),
)
NUMERIC = (
    "CASE WHEN typeof({0}) IN ('integer', 'real') THEN {0} END"  # SQLite's columns hold what they are given
)
FENCES = {"postgresql": " OFFSET 0", "sqlite": " LIMIT -1"}
NO_RIGHT = {"42501", "229", "230"}  # what PostgreSQL and SQL Server call it


@dataclass(frozen=True, slots=True)
class Column:
    """A column as the database has it: its name, and the kind of its cells."""

    name: str
    kind: str


class Database:
    """An open table of a database."""

    def __init__(self, address: str, name: str) -> None:
        """Open the table of a name (`schema.table` or `table`) in the database of a URL; else StateError."""
        self.url = url_of(address)
        self.kind = self.url.get_backend_name()
        self._base = shown(self.url)
        self.shown = f"{self._base}#{name}"
        engine = engine_of(self.url)
        try:
            self.connection, encoding = connected(engine)
        except (SQLAlchemyError, ValueError) as error:
            engine.dispose()
            raise StateError(f"{self._base} cannot be reached: {reason(error, self.url)}.") from None
        # Whatever else goes wrong, it is closed as soon as nobody holds it.
        self._end = finalize(self, _close, self.connection, engine)
        try:
            self.tongue = self._tongue(encoding)
            self._path, self.columns = self._found(name)
        except BaseException:
            self.close()
            raise
        table = ".".join(map(self._quoted, self._path))
        cells = tuple((self._quoted(one.name), one.kind) for one in self.columns)
        numeric = NUMERIC if self.kind == "sqlite" else "{0}"
        self.lying = Lying(table, cells, numeric, FENCES.get(self.kind, ""))

    def _tongue(self, encoding: str) -> Tongue:
        if encoding not in ENCODINGS:
            raise StateError(
                f"{self._base} keeps its texts in {encoding}, which cannot be read here; have the table "
                "copied into a database in UTF-8, or export it as a CSV."
            )
        found = TONGUES[self.kind]
        self._last = "\xff" if encoding == "LATIN1" else UNICODE
        if isinstance(found, tongues.PostgreSQL):
            return replace(found, signs="".join(sign for sign in found.signs if sign <= self._last))
        return found

    def _quoted(self, name: str) -> str:
        """A name as SQL writes it; a colon in it stands for itself, and is no value's name."""
        preparer = self.connection.dialect.identifier_preparer
        whole = preparer.quote_identifier(name)
        once = whole.replace("%%", "%") if "%" in name and "%%" in whole and "%%" not in name else whole
        return once.replace(":", "\\:")

    def _found(self, name: str) -> tuple[list[str], tuple[Column, ...]]:
        """Where a table lies, and its columns; StateError with the tables there are where it is none."""
        try:
            return self._looked(name)
        except SQLAlchemyError as error:
            raise StateError(f"{self._base} cannot be read: {reason(error, self.url)}.") from None

    def _looked(self, name: str) -> tuple[list[str], tuple[Column, ...]]:
        with catch_warnings():
            simplefilter("ignore", SAWarning)  # of kinds of cells that SQLAlchemy does not know
            inspector = look(self.connection)
            schemas = inspector.get_schema_names()
            schema, _, table = name.rpartition(".")
            for own, place in ((table, schema), (name, "")):
                there = not place or place in schemas or "." in place
                if own and there and inspector.has_table(own, schema=place or None):
                    columns = inspector.get_columns(own, schema=place or None)
                    return [part for part in (place, own) if part], self._columns(columns)
            known = list(_tables(inspector, schemas))
        raise StateError(self._no_table(name, known))

    def _columns(self, found: Sequence[Any]) -> tuple[Column, ...]:
        if not found:
            raise StateError(f"The table {self.shown} has no columns; name another.")
        return tuple(Column(str(column["name"]), kind_of(column["type"])) for column in found)

    def _no_table(self, name: str, known: Sequence[str]) -> str:
        listed = f"{', '.join(sorted(known)[:NAMED])}{' …' if len(known) > NAMED else ''}"
        there = f"there are {listed}." if known else "there is none that you may see."
        if not name:
            return f"Say which table of {self._base} it is, behind a #; {there}"
        own = name.rpartition(".")[2].casefold()
        same = sorted(one for one in known if one.rpartition(".")[2].casefold() == own)
        end = f"; did you mean {' or '.join(map(repr, same))}?" if same else nearest(name, known)
        close = end if "did you mean" in end else f"; {there}"
        return f"There is no table {name!r} in {self._base}{close}"

    def ask(self, query: str, values: Values) -> Iterator[Sequence[Sequence[Any]]]:
        """The lines of an answer, some at a time; FileError where the table cannot be read to its end."""
        if self.kind == "postgresql":
            values = {name: text if name in SINGLE else self._held(text) for name, text in values.items()}
        return self._asked(query, values, BATCH)

    def _held(self, listed: str) -> str:
        """A list without the texts that PostgreSQL cannot hold, and so has not."""
        if "\\u0000" not in listed and (self._last == UNICODE or listed.isascii()):
            return listed
        found = json.loads(listed)
        none = {"\0", *(sign for sign in set(listed) if sign > self._last)}
        return as_json([one for one in found if not isinstance(one, str) or none.isdisjoint(one)])

    def _asked(self, query: str, values: Values, size: int) -> Iterator[Sequence[Sequence[Any]]]:
        options = {"stream_results": True, "max_row_buffer": size}
        try:
            result = self.connection.execution_options(**options).execute(text(query), dict(values))
            with result as found:
                while batch := found.fetchmany(size):
                    yield batch
        except (SQLAlchemyError, UnicodeError) as error:
            raise FileError(self.shown, [Problem("", self._unread(error))]) from None

    def _unread(self, error: Exception) -> str:
        said, cause = reason(error, self.url), getattr(error, "orig", None)
        codes = {str(one) for one in (getattr(cause, "sqlstate", ""), *getattr(cause, "args", ())[:1])}
        if codes & NO_RIGHT:
            return f"you may not read it ({said}); ask whoever keeps the database for the right to SELECT."
        if self.kind == "sqlite" and ("user-defined function" in said or "UTF-8" in said):
            return "it holds text that is not in UTF-8; write the table again in UTF-8."
        return f"the table cannot be read to its end ({said})."

    def fingerprint(self) -> tuple[int, str]:
        """All rows of the table, and the digest of a fingerprint over all its cells."""
        count, *halves = next(iter(next(self.ask(fingerprint(self.tongue, self.lying), {}))))
        names = "\x1f".join(column.name for column in self.columns)
        said = f"{names}\n{count}\n{print_halves([int(half or 0) for half in halves])}"
        return int(count), sha256(said.encode()).hexdigest()

    def engine_of(self, register: Register) -> TableEngine:
        """The engine that puts statements to it for a register."""
        return TableEngine(register, self)

    def head(self, rows: int) -> tuple[tuple[str, ...], ...]:
        """So many of its rows, whichever come first."""
        cells = ", ".join(self.tongue.text(*column) for column in self.lying.columns)
        found = self._asked(f"SELECT {cells} FROM {self.lying.table}", {}, rows)
        return tuple(tuple(line) for line in next(found, ()))

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns."""
        return tuple(column.name for column in self.columns)

    def close(self) -> None:
        """Let go of the database."""
        self._end()


def _close(connection: Connection, engine: Engine) -> None:
    with suppress(SQLAlchemyError):
        connection.close()
    engine.dispose()


def _tables(inspector: Any, schemas: Sequence[str]) -> Iterator[str]:
    """The tables and views that may be seen, those of the default schema without its name."""
    for place in schemas:
        prefix = "" if place in {inspector.default_schema_name, "main"} else f"{place}."
        if place.casefold() != "information_schema":
            names = (*inspector.get_table_names(schema=place), *inspector.get_view_names(schema=place))
            yield from (f"{prefix}{name}" for name in names)


def kind_of(found: Any) -> str:
    """The kind of a column's cells by its type; that of a domain is the one below it."""
    plain = getattr(found, "data_type", found)
    return next((kind for one, kind in KINDS if isinstance(plain, one)), OTHER)
