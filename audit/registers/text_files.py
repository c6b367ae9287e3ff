"""A register in a text file of any size: read where it lies if it is plain, else from our own copy."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TextIO

from audit.registers.copies import from_text
from audit.registers.headings import DEEPEST
from audit.registers.profile import Profile
from audit.registers.recognition import Seen, blank_note, heading_notes, headings_of, refusal, see
from audit.registers.register import Register
from audit.tables import Table
from audit.tables.delimited import not_text, records, separator
from audit.tables.refusals import wrong
from audit.tables.survey import Survey, survey

SEPARATORS = {".csv": ",;\t|", ".tsv": "\t"}
PLAIN = ",;\t"  # what an engine reads as it lies
SMALL = 8_000_000  # bytes; below it a copy costs nothing, and one careful reading serves all
HEAD = 1_000_000  # characters that tell the separator
_NAMED = re.compile(r'"?sep=([,;|\t])"?[\r\n]', re.IGNORECASE)  # a first line that tells Excel the separator


def open_text(given: str, path: Path, profiles: Sequence[Profile], scratch: Path) -> Register:
    """The register in a CSV or TSV; FileError with what is wrong and its row."""
    found = survey(path)
    parts, rows = _head(path, found)
    table = _table(path, rows)
    seen = see(table, profiles)
    if seen is None or refusal(seen):
        raise wrong(path, refusal(seen))
    register = _register(given, found, table, seen, len(rows[seen.header_row]))
    register = replace(register, separator=parts)
    if path.stat().st_size < SMALL or not _is_plain(found, register, rows):
        return from_text(register, scratch, found.encoding)
    return replace(register, notes=(*register.notes, *blank_note(_headless(register, rows))))


def _head(path: Path, found: Survey) -> tuple[str, list[list[str]]]:
    """The separator of a text file and its first rows, which tell what it is."""
    with _opened(path, found) as file:
        start = file.read(HEAD)
    if "\0" in start:
        raise not_text(path)
    named = _NAMED.match(start)
    parts = named[1] if named else separator(start, SEPARATORS[path.suffix.lower()])
    with _opened(path, found) as file:
        return parts, list(islice(records(path, file, parts), DEEPEST))


@contextmanager
def _opened(path: Path, found: Survey) -> Iterator[TextIO]:
    try:
        with path.open(encoding=found.encoding, newline="") as file:
            yield file
    except UnicodeError:
        raise not_text(path) from None


def _table(path: Path, rows: Sequence[Sequence[str]]) -> Table:
    wide = max(map(len, rows), default=0)
    padded = [[*row, *[""] * (wide - len(row))] for row in rows]
    if wide and padded[0][0].casefold().startswith("sep="):
        padded[0] = [""] * wide  # it looks like a heading and is none
    return Table(str(path), "", tuple(tuple(cell or None for cell in row) for row in padded))


def _register(given: str, found: Survey, table: Table, seen: Seen, wide: int) -> Register:
    """The register as the file lies there."""
    headings = headings_of(table, seen, wide)
    notes = [*seen.notes, *heading_notes(headings, seen)]
    if found.encoding == "cp1252":
        notes.insert(0, "the text is not UTF-8, so it is read as Windows-1252; look at letters with accents")
    return Register(
        given=given,
        path=Path(table.file),
        sheet="",
        sha256=found.sha256,
        headings=headings,
        header_row=seen.header_row,
        data=Path(table.file),
        skip=seen.header_row + 1,
        written=False,
        profile=seen.profile,
        notes=tuple(notes),
    )


def _is_plain(found: Survey, register: Register, rows: Sequence[Sequence[str]]) -> bool:
    """Whether an engine reads the file as it lies: a line for each row down to the headings, none blank."""
    head = rows[: register.skip]
    return (
        found.even
        and found.encoding == "utf-8-sig"
        and register.separator in PLAIN
        and not any("\n" in cell or "\r" in cell for row in head for cell in row)
        and _ends_alike(register)
    )


def _ends_alike(register: Register) -> bool:
    """Whether the lines down to the headings end alike; else an engine passes over rows below them too."""
    with register.path.open("rb") as file:
        return len({line.endswith(b"\r\n") for line in islice(file, register.skip)}) == 1


def _headless(register: Register, rows: Sequence[Sequence[str]]) -> list[int]:
    """The columns without a heading that hold something in the first rows."""
    blank = [index for index, heading in enumerate(register.headings) if not heading.text]
    below = rows[register.skip :]
    return [index for index in blank if any(len(row) > index and row[index].strip() for row in below)]
