"""Formulas and errors in a filled form, which the reader of workbooks gives as a value or as a blank cell."""

import re
import zipfile
from collections.abc import Iterator, Mapping
from enum import StrEnum
from html import unescape
from io import BytesIO
from pathlib import Path
from posixpath import basename, join, normpath

from audit.tables.markup import DeclaredError, MarkupError, beginnings

_CELL = re.compile(rb"<(?:\w+:)?c(?=\s)([^>]*+)(?<!/)>(.*?)</(?:\w+:)?c>", re.DOTALL)
_REFERENCE = re.compile(rb"""\br=["']([A-Z]{1,3})(\d{1,7})["']""")
_KIND = re.compile(rb"""\bt=["'](\w+)["']""")
_FORMULA = re.compile(rb"<(?:\w+:)?f(?=[\s/>])")
_RESULT = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>[^<]")
_ODS = re.compile(rb"<table:(table|table-row|table-cell|covered-table-cell)(?=[\s/>])([^>]*)>")
_ODS_NAME = re.compile(rb"""\btable:name=(["'])(.*?)\1""")
_ODS_REPEATED = re.compile(rb"""number-(?:rows|columns)-repeated=["'](\d{1,9})["']""")
LARGEST = 50_000_000  # bytes of a sheet that is searched; one of a form has a thousandth of that
_UNREAD = (zipfile.BadZipFile, MarkupError, DeclaredError, OSError, ValueError, LookupError, RuntimeError)


class Odd(StrEnum):
    """What stands in a cell that is not as it was typed."""

    RESULT = "a formula with its result"
    BARE = "a formula without a result"
    ERROR = "an error"


Cells = dict[tuple[int, int], Odd]


def formulas(path: Path) -> Mapping[str, Cells | None]:
    """The cells of each sheet that hold a formula or an error, by row and column counted from zero.

    None stands for a sheet that is too large to be searched. An .xls cannot be asked, so it gives none.
    """
    kind = path.suffix.lower()
    if kind not in {".xlsx", ".xlsm", ".ods"}:
        return {}
    try:
        with zipfile.ZipFile(path) as archive:
            return dict(_open_document(archive) if kind == ".ods" else _excel(archive))
    except _UNREAD:
        return {}


def _excel(archive: zipfile.ZipFile) -> Iterator[tuple[str, Cells | None]]:
    parts = {
        one.get("Id", ""): normpath(join("/xl", one.get("Target", ""))).lstrip("/")
        for element, one in beginnings(BytesIO(archive.read("xl/_rels/workbook.xml.rels")))
        if element == "Relationship"
    }
    members = set(archive.namelist())
    for element, one in beginnings(BytesIO(archive.read("xl/workbook.xml"))):
        part = parts.get(one.get("id", ""), "")
        if element == "sheet" and part in members and basename(part):
            searched = archive.getinfo(part).file_size <= LARGEST
            yield one.get("name", ""), _of_sheet(archive.read(part)) if searched else None


def _of_sheet(content: bytes) -> Cells:
    found: Cells = {}
    for cell in _CELL.finditer(content):
        kind = _KIND.search(cell[1])
        wrong = kind is not None and kind[1] == b"e"
        if not wrong and not _FORMULA.search(cell[2]):
            continue
        if reference := _REFERENCE.search(cell[1]):
            place = int(reference[2]) - 1, _column(reference[1])
            result = kind is not None and kind[1] == b"str"  # an empty text is a result
            result = result or _RESULT.search(cell[2]) is not None
            found[place] = Odd.ERROR if wrong else Odd.RESULT if result else Odd.BARE
    return found


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1


def _open_document(archive: zipfile.ZipFile) -> Iterator[tuple[str, Cells]]:
    if archive.getinfo("content.xml").file_size <= LARGEST:
        yield from _ods(archive.read("content.xml"))


def _ods(content: bytes) -> Iterator[tuple[str, Cells]]:
    name, found = "", Cells()
    next_row, row, column = 0, 0, 0
    for tag in _ODS.finditer(content):
        times = int(repeated[1]) if (repeated := _ODS_REPEATED.search(tag[2])) else 1
        if tag[1] == b"table":
            yield name, found
            named = _ODS_NAME.search(tag[2])
            name, found = unescape(named[2].decode("utf-8", "replace")) if named else "", {}
            next_row = 0
        elif tag[1] == b"table-row":
            row, next_row, column = next_row, next_row + times, 0
        else:
            if odd := _ods_odd(tag[2]):
                found[row, column] = odd
            column += times
    yield name, found


def _ods_odd(attributes: bytes) -> Odd | None:
    if b'calcext:value-type="error"' in attributes:
        return Odd.ERROR
    if b"table:formula=" not in attributes:
        return None
    return Odd.RESULT if b"office:value-type=" in attributes else Odd.BARE
