"""Text files: which encoding, which separator, and the records in them."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from pathlib import Path

from audit.errors import FileError
from audit.tables.archives import OLD
from audit.tables.cells import Table
from audit.tables.refusals import CELLS, misnamed, too_wide, wrong

LONGEST = 1_000_000  # characters of a cell; Excel's own hold 32,767
UTF16 = (b"\xff\xfe", b"\xfe\xff")
SAMPLE = 100  # records that tell the separator

csv.field_size_limit(LONGEST)  # Python's own limit is one for the whole process, and too low


def table_of(path: Path, data: bytes, separators: str, cells: int = CELLS) -> Table:
    """The table in the bytes of a text file; FileError with one sentence where there is none."""
    content = _decoded(path, data)
    parts = separator(content, separators)
    rows = list(records(path, StringIO(content, newline=""), parts))
    width = max(map(len, rows), default=0)
    if len(rows) * width > cells:
        raise wrong(path, too_wide("", len(rows), width))
    filled = (row + [""] * (width - len(row)) for row in rows)
    return Table(str(path), "", tuple(tuple(cell or None for cell in row) for row in filled))


def _decoded(path: Path, data: bytes) -> str:
    refuse_workbook(path, data)
    for encoding in ["utf-16"] if data.startswith(UTF16) else ["utf-8-sig", "cp1252"]:
        try:
            content = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in content:
            return content
    raise not_text(path)


def refuse_workbook(path: Path, start: bytes) -> None:
    """Nothing; FileError where the first bytes are those of a workbook under a text file's name."""
    if start.startswith((OLD, b"PK\x03\x04")):
        raise misnamed(path)


def not_text(path: Path) -> FileError:
    """The error of a file whose bytes are in no encoding that is known here."""
    return wrong(path, "it is not text that can be read; save it as CSV in UTF-8.")


def separator(content: str, separators: str) -> str:
    """The one that cuts most of the first rows into the same number of cells."""
    return max(separators, key=lambda one: _evenness(content, one))


def _evenness(content: str, separator: str) -> tuple[int, int]:
    widths: list[int] = []
    try:
        for row in csv.reader(StringIO(content, newline=""), delimiter=separator):
            widths.append(len(row))
            if len(widths) == SAMPLE:
                break
    except csv.Error:
        return (0, 0)
    return max(((widths.count(width), width) for width in set(widths) if width > 1), default=(0, 0))


def records(path: Path, lines: Iterable[str], separator: str) -> Iterator[list[str]]:
    """The records of a text one by one; FileError with the row that is quoted wrongly or far too long."""
    row = 0
    try:
        # Strict, since a quotation mark never closed would swallow the rest of the file unseen.
        for row, record in enumerate(csv.reader(lines, delimiter=separator, strict=True), start=1):  # noqa: B007
            yield record
    except csv.Error as error:
        raise wrong(path, _misquoted(error), f"row {row + 1}") from None


def _misquoted(error: csv.Error) -> str:
    if "field larger" in str(error):
        return (
            f"a cell holds more than {LONGEST:,} characters here; look for a quotation mark never closed, "
            "or shorten the text."
        )
    return "a quotation mark is opened or closed in the wrong place here or below; save the file again."
