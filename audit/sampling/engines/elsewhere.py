"""A register in a table by its address: opened where it lies, and read there."""

import re
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
from audit.sampling.engines.statements import with_parts
from audit.sampling.engines.tables import Lake, TableEngine, as_json
from audit.sampling.engines.tongue import DAY, FRACTION, LARGE, MOMENT, TRUTH, WHOLE
from audit.tables import Table

HEAD = 200  # rows by which it is judged what the columns hold
_ADDRESS = re.compile(r"spark:local(#|$)|[a-z][a-z0-9+.-]*://", re.IGNORECASE)


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


@dataclass(frozen=True, slots=True)
class There:
    """A table that is read where it lies, as a register knows it."""

    lake: OpenTable
    head: tuple[tuple[str, ...], ...]

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
        return TableEngine(register, self.lake)


def is_table(spec: str) -> bool:
    """Whether a register is named by the address of a table: URL#schema.table, spark:local#TABLE-or-PATH."""
    return _ADDRESS.match(spec) is not None


def open_table(spec: str, library: Library, scratch: Path) -> Register:
    """The register that an address names; StateError where it cannot be reached or has no such table."""
    address, _, name = spec.partition("#")
    lake = _lake(address, name, scratch)
    try:
        return _register(lake, name, library)
    except BaseException:
        lake.close()
        raise


def _lake(address: str, name: str, scratch: Path) -> OpenTable:
    if address.casefold().startswith("spark:"):
        from audit.sampling.engines.spark import open_spark

        return open_spark(address, name, scratch)
    from audit.sampling.engines.database import Database

    return Database(address, name)


def _register(lake: OpenTable, name: str, library: Library) -> Register:
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
        typed=dict(_typed(lake)),
        notes=(*seen.notes, *heading_notes(headings, seen)),
        table=There(lake, lake.head(HEAD)),
    )


def _typed(lake: OpenTable) -> Iterator[tuple[int, Mapping[str, tuple[int, ...]]]]:
    """The columns whose cells are typed so that they can be no ids, by what they are; no row has a number."""
    plain = {DAY: "date", MOMENT: "date", TRUTH: "yes or no"}
    for number, (cell, kind) in enumerate(lake.lying.columns):
        tests = {plain[kind]: f"{cell} IS NOT NULL"} if kind in plain else {}
        if kind == FRACTION:
            tests = {"fraction": f"{cell} <> floor({cell})"}
        if kind in {WHOLE, FRACTION}:
            tests["too large"] = f"({cell} >= {LARGE} OR {cell} <= -{LARGE})"
        found = {}
        for what, test in tests.items():
            lines = lake.ask(f"SELECT count(*) FROM {lake.lying.table} WHERE {test}", {})
            if any(int(count) for batch in lines for (count,) in batch):
                found[what] = (0,)
        if found:
            yield number, found
