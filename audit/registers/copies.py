"""Our own copy of a register: one CSV that every engine reads alike.

UTF-8, a comma between cells, every cell quoted, one record for each row from the very first, so that
a record's number is the row's in Excel. Titles and headings stand on one line each.
"""

import csv
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from audit.registers.recognition import blank_note
from audit.registers.register import Register
from audit.tables.delimited import not_text, records
from audit.tables.refusals import wrong
from audit.tables.spans import rows_named


@dataclass(slots=True)
class Copy:
    """A copy as it was written: where it lies, and what its rows have shown.

    `filled` counts the rows below the headings that hold anything; `beyond` are those with filled
    cells to the right of the headings, and `headless` the filled columns whose heading is blank.
    """

    path: Path
    filled: int = 0
    beyond: list[int] = field(default_factory=list)
    headless: set[int] = field(default_factory=set)


@contextmanager
def copying(path: Path) -> Iterator[None]:
    """A block that copies a file; where the operating system refuses, that is one sentence."""
    try:
        yield
    except OSError as error:
        sentence = f"our copy of it cannot be written ({error.strerror or error}); make room on the disk."
        raise wrong(path, sentence) from None


def new_file(scratch: Path) -> Path:
    """A new empty file in a folder, which nobody but its owner can open."""
    handle, name = tempfile.mkstemp(suffix=".csv", dir=scratch)
    os.close(handle)
    return Path(name)


def write(scratch: Path, rows: Iterable[Sequence[str]], header_row: int, headings: Sequence[str]) -> Copy:
    """A copy of some rows, each made as wide as the headings."""
    copy = Copy(new_file(scratch))
    with copy.path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerows(_even(copy, rows, header_row, headings))
    return copy


def _even(
    copy: Copy, rows: Iterable[Sequence[str]], header_row: int, headings: Sequence[str]
) -> Iterator[Sequence[str]]:
    wide, padding = len(headings), [""] * len(headings)
    headless = [index for index, heading in enumerate(headings) if not heading]
    for index, row in enumerate(rows):
        cells = row if len(row) == wide else [*row[:wide], *padding[len(row) :]]
        if index <= header_row:
            yield [" ".join(cell.split()) for cell in cells]
            continue
        if any(map(str.strip, row)):
            copy.filled += 1
            if len(row) > wide and any(map(str.strip, row[wide:])):
                copy.beyond.append(index)
            copy.headless.update(column for column in headless if cells[column].strip())
        yield cells


def copied(register: Register, rows: Iterable[Sequence[str]], scratch: Path) -> Register:
    """The register with our own copy of its rows; FileError where it has none, or too wide ones."""
    texts = [heading.text for heading in register.headings]
    with copying(register.path):
        copy = write(scratch, rows, register.header_row, texts)
    sheet = f"sheet {register.sheet}" if register.sheet else ""
    if copy.beyond:
        raise wrong(
            register.path,
            f"more cells are filled than the {len(texts)} headings in row {register.header_row + 1}; "
            "put text that holds a separator into quotation marks, or give every column a heading.",
            ", ".join(part for part in (sheet, rows_named(copy.beyond)) if part),
        )
    if not copy.filled:
        raise wrong(
            register.path,
            f"the list is empty: nothing stands below its headings in row {register.header_row + 1}; "
            "send the list with its rows.",
            sheet,
        )
    return replace(
        register,
        data=copy.path,
        skip=register.header_row + 1,
        separator=",",
        written=True,
        notes=tuple(dict.fromkeys([*register.notes, *blank_note(sorted(copy.headless))])),
    )


def write_out(register: Register, scratch: Path) -> Register:
    """The same register from our own copy, where an engine cannot read its text file as it lies."""
    return from_text(register, scratch, "utf-8-sig")


def from_text(register: Register, scratch: Path, encoding: str) -> Register:
    """The register with a copy of its text file; FileError where a row cannot be read."""
    try:
        with register.path.open(encoding=encoding, newline="") as file:
            return copied(register, records(register.path, file, register.separator), scratch)
    except UnicodeError:
        raise not_text(register.path) from None
