"""All sheets of a file, each kind by its own road."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import python_calamine as calamine

from audit.errors import FileError
from audit.tables.archives import ZIPPED, check_kind, weigh
from audit.tables.cells import Table
from audit.tables.compound import goes_round
from audit.tables.delimited import table_of
from audit.tables.refusals import CELLS, LARGEST, damaged, locked, too_wide, unreadable, wrong

ERRORS = 2  # the number of the stream of errors
SEPARATORS = {".csv": ",;\t", ".tsv": "\t"}
KINDS = (*SEPARATORS, *ZIPPED, ".xls")


def read(path: Path | str, cells: int = CELLS) -> tuple[Table, ...]:
    """All sheets of a file in their order; FileError with one sentence where it cannot be taken in.

    `cells` is how many a sheet may have from A1 to its last one.
    """
    path = Path(path)
    kind = path.suffix.lower()
    if kind not in KINDS:
        raise wrong(path, f"it is none of the files read here; save it as one of {', '.join(KINDS)}.")
    data = _content(path)
    if kind in SEPARATORS:
        return (table_of(path, data, SEPARATORS[kind], cells),)
    check_kind(path, kind, data)
    if kind in ZIPPED:
        weigh(path, kind, data, cells)
    elif goes_round(data):  # the library would read it for ever
        raise damaged(path)
    return _sheets(path, data, cells)


def _content(path: Path) -> bytes:
    try:
        if not path.exists():
            raise wrong(path, "there is no such file; check its name and folder.")
        if not path.is_file():
            raise wrong(path, "this is not a file; name a file in it.")
        if path.stat().st_size > LARGEST:
            raise wrong(path, f"it is larger than {LARGEST // 1_000_000} MB; keep what is needed.")
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from None
    if not data.strip():
        raise wrong(path, "it is empty; send the file that holds the table.")
    return data


def _sheets(path: Path, data: bytes, cells: int) -> tuple[Table, ...]:
    try:
        with _hushed(), calamine.CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            found = tuple(
                _sheet(path, book.get_sheet_by_name(sheet.name), sheet.visible, cells)
                for sheet in book.sheets_metadata
                if sheet.typ == calamine.SheetTypeEnum.WorkSheet
            )
    except calamine.PasswordError:
        raise locked(path) from None
    except (FileError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # noqa: BLE001  a panic of the library is no Exception
        raise damaged(path) from None
    if not any(table.rows for table in found):
        raise wrong(path, "its sheets are all empty; send the workbook that holds the table.")
    return found


@contextmanager
def _hushed() -> Iterator[None]:
    """Nothing is written to the terminal by the library, which tells there where in it a panic was."""
    try:
        kept = os.dup(ERRORS)
    except OSError:  # there is none
        yield
        return
    if sys.stderr:
        sys.stderr.flush()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, ERRORS)
        yield
    finally:
        os.dup2(kept, ERRORS)
        os.close(nowhere)
        os.close(kept)


def _sheet(path: Path, sheet: calamine.CalamineSheet, visible: calamine.SheetVisibleEnum, most: int) -> Table:
    end = sheet.end or (-1, -1)
    if (end[0] + 1) * (end[1] + 1) > most:
        raise wrong(path, too_wide(f"sheet {sheet.name}: ", end[0] + 1, end[1] + 1))
    cells = sheet.to_python(skip_empty_area=False)
    rows = tuple(tuple(None if value == "" else value for value in row) for row in cells)
    merged = tuple((*first, *last) for first, last in sheet.merged_cell_ranges or ())
    return Table(str(path), sheet.name, rows, visible != calamine.SheetVisibleEnum.Visible, merged)
