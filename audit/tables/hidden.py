"""Which rows and columns a workbook hides, and whether a filter is on: nothing that its cells tell.

An .xls cannot be asked.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from pathlib import Path
from posixpath import basename, dirname, join, normpath

from audit.tables.archives import DAMAGED, ZIPPED, blocks
from audit.tables.cells import letters
from audit.tables.markup import DeclaredError, MarkupError, beginnings

MOST = 6  # hidden rows, and columns, that are named
_HIDDEN = rb"""\bhidden=["'](?:1|true)["']"""
_TAG = re.compile(rb"<(?:\w+:)?(row|col|filterColumn)(?=[\s/>])([^>]*)")
_NUMBERS = {name: re.compile(rb"\b" + name + rb"""=["'](\d{1,7})["']""") for name in (b"r", b"min", b"max")}
_ODS_TAG = re.compile(rb"<table:(table|table-row|table-column)(?=[\s/>])([^>]*)")
_ODS_NAME = re.compile(rb"""\btable:name=(["'])(.*?)\1""")
_ODS_HIDDEN = re.compile(rb"""\btable:visibility=["'](collapse|filter)["']""")
_ODS_REPEATED = re.compile(rb"""number-(?:rows|columns)-repeated=["'](\d{1,9})["']""")


@dataclass(slots=True)
class Hidden:
    """Spans of rows and columns that a sheet hides, counted from zero, and whether a filter is on."""

    rows: list[range]
    columns: list[range]
    filtered: bool = False


def named(kept: Hidden, rows: int, columns: int) -> str:
    """The hidden rows and columns of a sheet of that many: `row 7, column D and 2 more`; empty for none."""
    there = sorted({row + 1 for span in kept.rows for row in range(span.start, min(span.stop, rows))})
    across = sorted({at for span in kept.columns for at in range(span.start, min(span.stop, columns))})
    parts = [f"row {one}" for one in there[:MOST]] + [f"column {letters(one)}" for one in across[:MOST]]
    more = len(there) + len(across) - len(parts)
    return ", ".join(parts) + (f" and {more} more" if more else "")


def hidden(path: Path) -> Mapping[str, Hidden]:
    """What each sheet of a workbook hides, by its name; nothing of sheets where that cannot be told."""
    kind = path.suffix.lower()
    if kind not in ZIPPED:
        return {}
    try:
        with zipfile.ZipFile(path) as archive:
            return dict(_ods(archive) if kind == ".ods" else _excel(archive))
    except (zipfile.BadZipFile, MarkupError, DeclaredError, *DAMAGED):
        return {}


def _excel(archive: zipfile.ZipFile) -> Iterator[tuple[str, Hidden]]:
    members = set(archive.namelist())
    parts = related(archive, "xl/workbook.xml")
    for element, attributes in beginnings(BytesIO(archive.read("xl/workbook.xml"))):
        part = parts.get(attributes.get("id", ""), ("", ""))[1]
        if element == "sheet" and part in members:
            found = _excel_sheet(archive, part)
            tables = [to for kind, to in related(archive, part).values() if kind == "table"]
            found.filtered |= any(b"filterColumn" in archive.read(to) for to in tables if to in members)
            yield attributes.get("name", ""), found


def related(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """By their ids, the kinds and names of the parts that a part of an Excel workbook leans on."""
    name = join(dirname(part), "_rels", f"{basename(part)}.rels")
    if name not in archive.namelist():
        return {}
    found = beginnings(BytesIO(archive.read(name)))
    return {
        one.get("Id", ""): (basename(one.get("Type", "")), _target(part, one.get("Target", "")))
        for element, one in found
        if element == "Relationship"
    }


def _target(part: str, target: str) -> str:
    return normpath(join("/", dirname(part), target)).lstrip("/")


def _excel_sheet(archive: zipfile.ZipFile, part: str) -> Hidden:
    found = Hidden([], [])
    for block in blocks(archive, part):
        if b"hidden=" not in block and b"filterColumn" not in block:
            continue
        for tag in _TAG.finditer(block):
            if tag[1] == b"filterColumn":
                found.filtered = True
            elif re.search(_HIDDEN, tag[2]):
                ends = (b"r", b"r") if tag[1] == b"row" else (b"min", b"max")
                numbers = [_NUMBERS[end].search(tag[2]) for end in ends]
                if numbers[0] and numbers[1]:
                    span = range(int(numbers[0][1]) - 1, int(numbers[1][1]))
                    (found.rows if tag[1] == b"row" else found.columns).append(span)
    return found


def _ods(archive: zipfile.ZipFile) -> Iterator[tuple[str, Hidden]]:
    name, found, rows, columns = "", Hidden([], []), 0, 0
    for block in blocks(archive, "content.xml"):
        for tag in _ODS_TAG.finditer(block):
            if tag[1] == b"table":
                yield name, found
                named = _ODS_NAME.search(tag[2])
                name = unescape(named[2].decode("utf-8", "replace")) if named else ""
                found, rows, columns = Hidden([], []), 0, 0
                continue
            times = int(repeated[1]) if (repeated := _ODS_REPEATED.search(tag[2])) else 1
            how = _ODS_HIDDEN.search(tag[2])
            found.filtered |= how is not None and how[1] == b"filter"
            if tag[1] == b"table-row":
                found.rows += [range(rows, rows + times)] if how else []
                rows += times
            else:
                found.columns += [range(columns, columns + times)] if how else []
                columns += times
    yield name, found
