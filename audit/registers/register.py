"""A register laid out so that an engine can read it: one CSV, its columns named, its rows numbered.

A plain CSV is read where it lies. Whatever is not (a workbook, another encoding, an XML return) is
written out as one first, with its cells as text, so that everything after has one road to go.
"""

import csv
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from audit.registers.profile import Profile

# What a typed cell is that cannot be an id, since its text could be written in two ways.
TYPED = {
    "fraction": "a fraction",
    "date": "a date",
    "yes or no": "true or false",
    "too large": "a number too long for a spreadsheet to keep",
}


@dataclass(frozen=True, slots=True)
class Heading:
    """One column as it came: its heading (white space collapsed), and the profile's column it is, or ''."""

    text: str
    column: str = ""


class Elsewhere(Protocol):
    """A table that is read where it lies, in a database or a lake; its rows have no order, and no numbers."""

    @property
    def typed(self) -> str:
        """Its address as a person typed it, but for a password."""
        ...

    @property
    def head(self) -> tuple[tuple[str, ...], ...]:
        """Some of its rows, whichever come first, by which it is judged what the columns hold."""
        ...

    def counts(self, columns: Sequence[int], values: Collection[str], *, ids: bool) -> dict[str, int]:
        """In how many rows trimmed texts stand in a column, or as ids in some; those in none are left out."""
        ...

    def engine(self, register: "Register") -> Any:
        """The engine that answers for the register that lies in it."""
        ...


@dataclass(frozen=True, slots=True)
class Register:
    """The population as it came, and where its rows lie.

    `rows of data` follow the headings; row numbers count from zero over the whole sheet or file,
    so that `row + 1` is what Excel shows. `data` is a CSV in UTF-8 whose first `skip` lines are
    titles and headings. `written` says that it is our copy: a comma between cells, every cell
    quoted, every row as wide as the headings. `typed` holds, by column, what a typed cell was
    that cannot be an id (`fraction`, `date`, `yes or no`, `too large`), and in which rows.

    Where it is a `table` that is read where it lies, `given` is its address without a password, `path`
    its name, and `sha256` the digest of a fingerprint over all its cells; there is no `data`.
    """

    given: str
    path: Path
    sheet: str
    sha256: str
    headings: tuple[Heading, ...]
    header_row: int
    data: Path
    skip: int
    separator: str = ","
    written: bool = True
    profile: Profile | None = None
    typed: Mapping[int, Mapping[str, tuple[int, ...]]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    table: Elsewhere | None = None

    @property
    def source(self) -> str:
        """What a certificate calls it: the file's name, or the table's address."""
        return self.given if self.table else self.path.name

    @property
    def name(self) -> str:
        """The file's name, with the sheet's behind it."""
        return f"{self.path.name}#{self.sheet}" if self.sheet else self.path.name


def rows(register: Register) -> Iterator[tuple[int, list[str]]]:
    """Every row after the headings with its number, read one by one; as wide as the headings.

    Of a table that is read where it lies only its head, numbered as if it were the first rows.
    """
    if register.table:
        yield from enumerate(map(list, register.table.head), 1)
        return
    wide = len(register.headings)
    with register.data.open(encoding="utf-8-sig", newline="") as file:
        for index, cells in enumerate(csv.reader(file, delimiter=register.separator)):
            if index > register.header_row:
                yield index, (cells + [""] * (wide - len(cells)))[:wide]
