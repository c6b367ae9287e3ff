"""A CSV, Excel or ODS file as rows of cells with their addresses.

What is read keeps its place: leading blank rows and columns stay, so that a message can name the
cell as Excel shows it. A file is weighed before it is opened, because a few kilobytes can hold a
cell in the last row and column, and the library that reads workbooks takes room for all between.
"""

import csv
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path

import python_calamine as calamine

from audit.errors import FileError, Problem

Value = str | int | float | bool | date | datetime | time | timedelta | None

LARGEST = 100_000_000  # bytes of a file
UNPACKED = 600_000_000  # bytes of everything inside a workbook
CELLS = 16_000_000  # cells of a sheet from A1 to its last one: a million rows of fifteen columns
SEPARATORS = {".csv": ",;\t", ".tsv": "\t"}
ZIPPED = {".xlsx": "xl/", ".xlsm": "xl/", ".ods": "content.xml"}
KINDS = (*SEPARATORS, *ZIPPED, ".xls")

_ZIP = b"PK"
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CELL = re.compile(rb"<(?:\w+:)?c(?=[\s>])([^>]*)(?<!/)>")
_REFERENCE = re.compile(rb"""\br=["']([A-Z]{1,3})(\d{1,7})["']""")
_ROW = re.compile(rb"<(?:\w+:)?row(?=[\s>])([^>]*)>")
_ROW_NUMBER = re.compile(rb"""\br=["'](\d{1,7})["']""")
_ODS = re.compile(rb"<table:(table|table-row|table-cell|covered-table-cell)(?=[\s/>])([^>]*)>")
_REPEATED = re.compile(rb"""number-(?:rows|columns)-repeated=["'](\d{1,9})["']""")
_DAMAGED = (zlib.error, EOFError, OSError, RuntimeError, ValueError, LookupError, OverflowError)


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: rows of equal length, the first being row 1 and its first cell column A.

    `sheet` is empty for a text file. `merged` holds (top, left, bottom, right) of merged cells,
    whose value stands top left; ODS files do not tell them.
    """

    file: str
    sheet: str
    rows: tuple[tuple[Value, ...], ...]
    hidden: bool = False
    merged: tuple[tuple[int, int, int, int], ...] = ()


def read(path: Path | str) -> tuple[Table, ...]:
    """All sheets of a file in their order; FileError with one sentence where it cannot be taken in."""
    path = Path(path)
    kind = path.suffix.lower()
    if kind not in KINDS:
        raise _wrong(path, f"it is none of the files read here; save it as one of {', '.join(KINDS)}.")
    data = _content(path)
    if kind in SEPARATORS:
        return (_text_table(path, data, SEPARATORS[kind]),)
    _check_kind(path, kind, data)
    if kind in ZIPPED:
        _weigh(path, kind, data)
    return _sheets(path, data)


def text(value: Value) -> str:
    """What a person would have typed: whole numbers without a point, dates as 2026-03-31, trimmed.

    A ticked TRUE is `yes`, since that is the word that questions and lists here use; fifteen
    digits of a fraction are kept, which is what Excel shows of the 0.30000000000000004 it stores.
    """
    match value:
        case bool():
            return "yes" if value else "no"
        case float():
            return format(Decimal(format(value, ".15g")), "f")
        case datetime():
            return _day_and_time(value)
        case time():
            return value.isoformat("seconds" if value.second else "minutes")
        case timedelta():
            minutes, seconds = divmod(round(value.total_seconds()), 60)
            return f"{minutes // 60}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")
        case _:
            return "" if value is None else str(value).strip()


def _day_and_time(value: datetime) -> str:
    if value.time() == time():
        return value.date().isoformat()
    return value.isoformat(sep=" ", timespec="seconds" if value.second else "minutes")


def address(row: int, column: int) -> str:
    """The name that Excel gives a cell, from indexes that count from zero: (13, 2) is C14."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def where(sheet: str, row: int, column: int | None = None) -> str:
    """A place for a message: `sheet Agencies, cell C14`, or `row 14` in a text file."""
    spot = f"row {row + 1}" if column is None else f"cell {address(row, column)}"
    return f"sheet {sheet}, {spot}" if sheet else spot


def place(table: Table, row: int, column: int | None = None) -> str:
    """A place in a table for a message, as `where` words it."""
    return where(table.sheet, row, column)


def _wrong(path: Path, sentence: str) -> FileError:
    return FileError(str(path), [Problem("", sentence)])


def _content(path: Path) -> bytes:
    try:
        if not path.exists():
            raise _wrong(path, "there is no such file; check its name and folder.")
        if not path.is_file():
            raise _wrong(path, "this is not a file; name a file in it.")
        if path.stat().st_size > LARGEST:
            raise _wrong(path, f"it is larger than {LARGEST // 1_000_000} MB; keep what is needed.")
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise _wrong(path, f"it cannot be read ({reason}); close it elsewhere or copy it here.") from None
    if not data.strip():
        raise _wrong(path, "it is empty; send the file that holds the table.")
    return data


# --- text -------------------------------------------------------------------------------------------


def _text_table(path: Path, data: bytes, separators: str) -> Table:
    content = _decoded(path, data)
    rows = _records(path, content, _separator(content, separators))
    width = max(map(len, rows), default=0)
    if len(rows) * width > CELLS:
        raise _wrong(path, _too_wide("", len(rows), width))
    filled = (row + [""] * (width - len(row)) for row in rows)
    return Table(str(path), "", tuple(tuple(cell or None for cell in row) for row in filled))


def _decoded(path: Path, data: bytes) -> str:
    if data.startswith((_OLD, b"PK\x03\x04")):
        raise _wrong(path, "it is named as text but holds a workbook; name it .xlsx, .xls or .ods as it is.")
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if marked else ["utf-8-sig", "cp1252"]:
        try:
            content = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in content:
            return content
    raise _wrong(path, "it is not text that can be read; save it as CSV in UTF-8.")


def _separator(content: str, separators: str) -> str:
    """The one that cuts most of the first rows into the same number of cells."""
    return max(separators, key=lambda separator: _evenness(content, separator))


def _evenness(content: str, separator: str) -> tuple[int, int]:
    widths: list[int] = []
    try:
        for row in csv.reader(StringIO(content, newline=""), delimiter=separator):
            widths.append(len(row))
            if len(widths) == 100:
                break
    except csv.Error:
        return (0, 0)
    return max(((widths.count(width), width) for width in set(widths) if width > 1), default=(0, 0))


def _records(path: Path, content: str, separator: str) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        # Strict, since a quotation mark never closed would swallow the rest of the file unseen.
        rows.extend(csv.reader(StringIO(content, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        sentence = (
            "a quotation mark is opened or closed in the wrong place here or below; save the file again."
        )
        raise FileError(str(path), [Problem(f"row {len(rows) + 1}", sentence)]) from None
    return rows


# --- workbooks --------------------------------------------------------------------------------------


def _check_kind(path: Path, kind: str, data: bytes) -> None:
    """Refuse what is not what its name says, in words that tell what it is."""
    if data.startswith(_OLD):
        if _ENCRYPTED in data:
            raise _wrong(path, "it is protected by a password; save a copy without one and send that.")
        if kind != ".xls":
            raise _wrong(path, f"it is named {kind} but holds an older Excel workbook; save it as .xlsx.")
    elif not data.startswith(_ZIP):
        raise _wrong(path, f"it is named {kind} but is no such workbook; open it and save it as .xlsx.")
    elif kind == ".xls":
        raise _wrong(path, "it is named .xls but holds a newer workbook; name it .xlsx or .ods as it is.")


def _weigh(path: Path, kind: str, data: bytes) -> None:
    """Refuse an archive that is damaged, locked, of another kind, or would unpack to too much."""
    import zipfile

    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
            if any(member.flag_bits & 1 for member in members):
                raise _wrong(path, "it is protected by a password; save a copy without one and send that.")
            if sum(member.file_size for member in members) > UNPACKED:
                raise _wrong(path, f"it unpacks to more than {UNPACKED // 1_000_000} MB; split it.")
            if not any(member.filename.startswith(ZIPPED[kind]) for member in members):
                raise _wrong(
                    path, f"it is named {kind} but is no such workbook; open it and save it as {kind}."
                )
            for member in members:
                _check_spread(path, kind, archive.read(member))
    except (zipfile.BadZipFile, *_DAMAGED):
        raise _damaged(path) from None


def _check_spread(path: Path, kind: str, content: bytes) -> None:
    extents = _ods_extents(content) if kind == ".ods" else [_excel_extent(content)]
    for rows, columns in extents:
        if rows * columns > CELLS:
            raise _wrong(path, _too_wide("a sheet of ", rows, columns))


def _too_wide(what: str, rows: int, columns: int) -> str:
    corner = address(rows - 1, columns - 1)
    return (
        f"{what}it spreads over {rows:,} rows and {columns:,} columns, to {corner}; "
        "delete what stands far away from the table."
    )


def _excel_extent(content: bytes) -> tuple[int, int]:
    """Rows and columns from A1 to the last cell that holds something; (0, 0) where none does."""
    rows, columns, unnamed = 0, 0, False
    for cell in _CELL.finditer(content):
        reference = _REFERENCE.search(cell[1])
        if reference is None:
            unnamed = True
            continue
        rows = max(rows, int(reference[2]))
        columns = max(columns, _number(reference[1]))
    if unnamed:
        extent = _unnamed_extent(content)
        return max(rows, extent[0]), max(columns, extent[1])
    return rows, columns


def _unnamed_extent(content: bytes) -> tuple[int, int]:
    """The same where cells do not say where they stand, but follow one another."""
    last, columns = 0, 0
    starts = [*_ROW.finditer(content)]
    ends = [*(row.start() for row in starts[1:]), len(content)]
    for row, end in zip(starts, ends, strict=True):
        number = _ROW_NUMBER.search(row[1])
        last = int(number[1]) if number else last + 1
        columns = max(columns, len(_CELL.findall(content, row.end(), end)))
    return last, columns


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _ods_extents(content: bytes) -> Iterator[tuple[int, int]]:
    """Rows and columns of each table up to the last cell that holds something, repeats counted."""
    below, repeated, across, rows, columns = 0, 0, 0, 0, 0
    for part in _ODS.finditer(content):
        times = int(found[1]) if (found := _REPEATED.search(part[2])) else 1
        if part[1] == b"table":
            yield rows, columns
            below, repeated, across, rows, columns = 0, 0, 0, 0, 0
        elif part[1] == b"table-row":
            below, repeated, across = below + repeated, times, 0
        else:
            across += times
            if not part[2].endswith(b"/") or b"office:value" in part[2]:
                rows, columns = max(rows, below + repeated), max(columns, across)
    yield rows, columns


def _sheets(path: Path, data: bytes) -> tuple[Table, ...]:
    try:
        with calamine.CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            found = tuple(
                _sheet(path, book.get_sheet_by_name(sheet.name), sheet.visible)
                for sheet in book.sheets_metadata
                if sheet.typ == calamine.SheetTypeEnum.WorkSheet
            )
    except calamine.PasswordError:
        raise _wrong(path, "it is protected by a password; save a copy without one and send that.") from None
    except (FileError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # noqa: BLE001  a panic of the library is no Exception
        raise _damaged(path) from None
    if not any(table.rows for table in found):
        raise _wrong(path, "its sheets are all empty; send the workbook that holds the table.")
    return found


def _sheet(path: Path, sheet: calamine.CalamineSheet, visible: calamine.SheetVisibleEnum) -> Table:
    end = sheet.end or (-1, -1)
    if (end[0] + 1) * (end[1] + 1) > CELLS:
        raise _wrong(path, _too_wide(f"sheet {sheet.name}: ", end[0] + 1, end[1] + 1))
    cells = sheet.to_python(skip_empty_area=False)
    rows = tuple(tuple(None if value == "" else value for value in row) for row in cells)
    merged = tuple((*first, *last) for first, last in sheet.merged_cell_ranges or ())
    return Table(str(path), sheet.name, rows, visible != calamine.SheetVisibleEnum.Visible, merged)


def _damaged(path: Path) -> FileError:
    return _wrong(path, "it is damaged, or only part of it came; open it, save it again and send that.")
