"""A register in a table by its address: opened where it lies, and read there."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from audit.definitions import Library
from audit.errors import FileError, Problem
from audit.registers.headings import Recognised
from audit.registers.profile import all_profiles
from audit.registers.recognition import Seen, heading_notes, headings_of, refusal, see
from audit.registers.register import Register
from audit.sampling.engines import statements
from audit.sampling.engines.addresses import is_address, split, without_password
from audit.sampling.engines.statements import with_parts
from audit.sampling.engines.tables import Lake, TableEngine, as_json
from audit.sampling.engines.tongue import DAY, FLOATING, FRACTION, LARGE, MOMENT, TRUTH, WHOLE
from audit.tables import Table

ABREAST = 200  # counts in one statement
HEAD = 200  # rows by which it is judged what the columns hold


class OpenTable(Lake, Protocol):
    """A lake with what is known of its table: its address as it may be shown, and its columns by name."""

    shown: str

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns."""
        ...

    def head(self, rows: int) -> tuple[tuple[str, ...], ...]:
        """So many of its rows, whichever come first."""
        ...

    def engine_of(self, register: Register) -> TableEngine:
        """The engine that puts statements to it for a register."""
        ...


@dataclass(frozen=True, slots=True)
class There:
    """A table that is read where it lies, as a register knows it."""

    lake: OpenTable
    head: tuple[tuple[str, ...], ...]
    typed: str  # its address as a person typed it, but for a password

    def counts(self, columns: Sequence[int], values: Collection[str], *, ids: bool) -> dict[str, int]:
        """In how many rows trimmed texts stand in a column, or as ids in some; those in none are left out."""
        tongue = self.lake.tongue
        parts = statements.rows(tongue, self.lake.lying, columns, columns[0])
        text = statements.unit(tongue, columns) if ids else f"c{columns[0]}"
        some = f"SELECT {text} AS found FROM filled"
        where = f"WHERE found IN ({tongue.items('wanted')})"
        query = f"SELECT found, count(*) FROM ({some}) AS every {where} GROUP BY found"
        given = {"wanted": as_json(sorted(values))}
        return {
            text: int(count)
            for batch in self.lake.ask(with_parts(parts, query), given)
            for text, count in batch
        }

    def engine(self, register: Register) -> TableEngine:
        """The engine that answers for the register that lies in it."""
        return self.lake.engine_of(register)


def is_table(spec: str) -> bool:
    """Whether a register is named by the address of a table: URL#schema.table, spark:local#TABLE-or-PATH."""
    return is_address(spec)


def open_table(spec: str, library: Library, scratch: Path, memory: str = "") -> Register:
    """The register that an address names; StateError where it cannot be reached or has no such table.

    `memory` is what a Spark that is started here may take for its rows, as in `4g`.
    """
    address, name = split(spec)
    lake = _lake(address, name, scratch, memory)
    try:
        return _register(lake, name, library, without_password(spec))
    except BaseException:
        lake.close()
        raise


def _lake(address: str, name: str, scratch: Path, memory: str) -> OpenTable:
    if address.casefold().startswith("spark:"):
        from audit.sampling.engines.spark import open_spark

        return open_spark(address, name, scratch, memory)
    from audit.sampling.engines.database import Database

    return Database(address, name)


def _register(lake: OpenTable, name: str, library: Library, typed: str) -> Register:
    """The register that lies in an open table, its columns recognised as a file's headings are."""
    table = Table(lake.shown, "", (lake.names,))
    seen = see(table, all_profiles(library)) or Seen(None, Recognised(0, {}))
    count, digest = lake.fingerprint()
    if refusal(seen) or not count:
        sentence = refusal(seen) or "the table is empty: it has no rows."
        raise FileError(lake.shown, [Problem("", sentence)])
    headings = headings_of(table, seen, len(lake.names))
    return Register(
        given=lake.shown,
        path=Path(name or lake.shown),
        sheet="",
        sha256=digest,
        headings=headings,
        header_row=0,
        data=Path(),
        skip=1,
        profile=seen.profile,
        typed=_typed(lake),
        notes=(*seen.notes, *heading_notes(headings, seen)),
        table=There(lake, lake.head(HEAD), typed),
    )


def _typed(lake: OpenTable) -> Mapping[int, Mapping[str, tuple[int, ...]]]:
    """The columns whose cells are typed so that they can be no ids, by what they are; no row has a number."""
    tests = [(number, *test) for number, _ in enumerate(lake.lying.columns) for test in _tests(lake, number)]
    found: dict[int, dict[str, tuple[int, ...]]] = {}
    for start in range(0, len(tests), ABREAST):
        some = tests[start : start + ABREAST]
        counts = ", ".join(f"count(CASE WHEN {test} THEN 1 END)" for _, _, test in some)
        lines = lake.ask(f"SELECT {counts} FROM {lake.lying.table}", {})
        for (number, what, _), count in zip(some, next(iter(next(lines))), strict=True):
            if int(count):
                found.setdefault(number, {})[what] = (0,)
    return found


def _tests(lake: OpenTable, number: int) -> Iterator[tuple[str, str]]:
    """What a column's cells may be that is no id, and how SQL asks for it."""
    cell, kind = lake.lying.columns[number]
    plain = {DAY: "date", MOMENT: "date", TRUTH: "yes or no"}
    if kind in plain:
        yield plain[kind], f"{cell} IS NOT NULL"
    value = lake.lying.numeric.format(cell)
    if kind in {FRACTION, FLOATING}:
        yield "fraction", f"{value} <> floor({value})"
    if kind in {WHOLE, FRACTION, FLOATING}:
        yield "too large", f"({value} >= {LARGE} OR {value} <= -{LARGE})"
