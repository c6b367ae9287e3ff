"""A register laid out so that an engine can read it: one CSV, its columns named, its rows numbered.

A plain CSV is read where it lies. Whatever is not (a workbook, another encoding, an XML return) is
written out as one first, with its cells as text, so that everything after has one road to go.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

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


@dataclass(frozen=True, slots=True)
class Register:
    """The population as it came, and where its rows lie.

    `rows of data` follow the headings; row numbers count from zero over the whole sheet or file,
    so that `row + 1` is what Excel shows. `data` is a CSV in UTF-8 whose first `skip` lines are
    titles and headings. `written` says that it is our copy: a comma between cells, every cell
    quoted, every row as wide as the headings. `typed` holds, by column, what a typed cell was
    that cannot be an id (`fraction`, `date`, `yes or no`, `too large`), and in which rows.
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

    @property
    def name(self) -> str:
        """The file's name, with the sheet's behind it."""
        return f"{self.path.name}#{self.sheet}" if self.sheet else self.path.name


def rows(register: Register) -> Iterator[tuple[int, list[str]]]:
    """Every row after the headings with its number, read one by one; as wide as the headings."""
    wide = len(register.headings)
    with register.data.open(encoding="utf-8-sig", newline="") as file:
        for index, cells in enumerate(csv.reader(file, delimiter=register.separator)):
            if index > register.header_row:
                yield index, (cells + [""] * (wide - len(cells)))[:wide]
