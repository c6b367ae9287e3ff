"""A workbook weighed before it is opened: what kind it is, and how far its cells spread.

A few kilobytes can hold a cell in the last row and column, and the library that reads workbooks
takes room for all between.
"""

import re
import zlib
from collections.abc import Iterable, Iterator
from copy import copy
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from audit.tables.markup import DeclaredError, Handlers, MarkupError, parse
from audit.tables.refusals import CELLS, UNPACKED, damaged, locked, too_wide, wrong

if TYPE_CHECKING:
    import zipfile

BLOCK = 1 << 20  # bytes searched at a time
LONGEST_TAG = 16 * BLOCK
ZIPPED = {".xlsx": "xl/", ".xlsm": "xl/", ".ods": "content.xml"}
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CELL = re.compile(rb"<(?:\w+:)?c(?=[\s>])([^>]*+)(?<!/)>")
_REFERENCE = re.compile(rb"""(?:^|\s)r\s*=\s*["']([A-Za-z]{1,3})(\d{1,7})["']""")
_PLACED = re.compile(rb"""(?:^|\s)r\s*=""")
_ROW = re.compile(rb"<(?:\w+:)?row(?=[\s>])([^>]*)>")
_ROW_NUMBER = re.compile(rb"""(?:^|\s)r\s*=\s*["'](\d{1,7})["']""")
_ODS = re.compile(rb"<table:(table|table-row|table-cell|covered-table-cell)(?=[\s/>])([^>]*)>")
_REPEATED = re.compile(rb"""number-(?:rows|columns)-repeated=["'](\d{1,9})["']""")
DAMAGED = (zlib.error, EOFError, OSError, RuntimeError, ValueError, LookupError, OverflowError)


def check_kind(path: Path, kind: str, data: bytes) -> None:
    """Refuse what is not what its name says, in words that tell what it is."""
    if data.startswith(OLD):
        if _ENCRYPTED in data:
            raise locked(path)
        if kind != ".xls":
            raise wrong(path, f"it is named {kind} but holds an older Excel workbook; save it as .xlsx.")
    elif not data.startswith(b"PK"):
        raise wrong(path, f"it is named {kind} but is no such workbook; open it and save it as .xlsx.")
    elif kind == ".xls":
        raise wrong(path, "it is named .xls but holds a newer workbook; name it .xlsx or .ods as it is.")


def weigh(path: Path, kind: str, data: bytes, cells: int = CELLS) -> None:
    """Refuse an archive that is damaged, locked, of another kind, or would unpack to too much.

    `cells` is how many a sheet may have from A1 to its last one.
    """
    import zipfile

    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
            if any(member.flag_bits & 1 for member in members):
                raise locked(path)
            if sum(member.file_size for member in members) > UNPACKED:
                raise wrong(path, f"it unpacks to more than {UNPACKED // 1_000_000} MB; split it.")
            if not any(member.filename.startswith(ZIPPED[kind]) for member in members):
                raise wrong(
                    path, f"it is named {kind} but is no such workbook; open it and save it as {kind}."
                )
            for member in members:
                _check_spread(path, _extents(archive, member, kind), cells)
            if kind == ".ods":
                _check_closed(archive)
    except (zipfile.BadZipFile, MarkupError, DeclaredError, *DAMAGED):
        raise damaged(path) from None


def blocks(archive: "zipfile.ZipFile", part: "str | zipfile.ZipInfo") -> Iterator[bytes]:
    """A part of an archive in blocks that cut no tag in two."""
    with archive.open(part) as file:
        rest = b""
        while block := file.read(BLOCK):
            whole = rest + block
            cut = whole.rfind(b"<")
            if len(whole) - max(cut, 0) > LONGEST_TAG:  # a text without an end, which is not kept
                if cut >= 0 and b">" not in whole[cut:]:
                    raise ValueError("a tag without an end")
                cut = len(whole)
            rest = whole[max(cut, 0) :]
            yield whole[: max(cut, 0)]
        yield rest


def _extents(archive: "zipfile.ZipFile", member: "zipfile.ZipInfo", kind: str) -> list[tuple[int, int]]:
    """Rows and columns of what a part of a workbook holds; the part is held as a whole only where it must."""
    if kind == ".ods":
        return [*_ods_extents(_true_blocks(archive, member))]
    found = _named_extent(_true_blocks(archive, member))
    return [found or _excel_extent(b"".join(_true_blocks(archive, member)))]


def _true_blocks(archive: "zipfile.ZipFile", member: "zipfile.ZipInfo") -> Iterator[bytes]:
    """A part in blocks; ValueError where it does not hold what the archive says that it unpacks to.

    The library that reads workbooks goes by what is there, so that is what counts here.
    """
    doubted, size = copy(member), 0
    doubted.file_size = UNPACKED + 1
    for block in blocks(archive, doubted):
        size += len(block)
        if size > member.file_size:
            break
        yield block
    if size != member.file_size:
        raise ValueError(member.filename)


def _check_closed(archive: "zipfile.ZipFile") -> None:
    """MarkupError where the content ends within a table: the library would look for its end for ever."""
    with archive.open(ZIPPED[".ods"]) as file:
        for _ in parse(file, Handlers(lambda *_: None, lambda _: None, lambda _: None)):  # type: ignore[arg-type]
            pass


def _named_extent(parts: Iterable[bytes]) -> tuple[int, int] | None:
    """Rows and columns from A1 to the last filled cell; None where a cell does not say where it stands."""
    rows, letters = 0, set[bytes]()
    for part in parts:
        for cell in _CELL.finditer(part):
            reference = _placed(_REFERENCE, cell[1])
            if reference is None:
                return None
            letters.add(reference[1])
            rows = max(rows, int(reference[2]))
    return rows, max(map(_number, letters), default=0)


def _check_spread(path: Path, extents: Iterable[tuple[int, int]], cells: int) -> None:
    for rows, columns in extents:
        if rows * columns > cells:
            raise wrong(path, too_wide("a sheet of ", rows, columns))


def _excel_extent(content: bytes) -> tuple[int, int]:
    """The same where some cells do not say where they stand; (0, 0) where none holds anything."""
    rows, letters, unnamed = 0, set[bytes](), False
    for cell in _CELL.finditer(content):
        reference = _placed(_REFERENCE, cell[1])
        if reference is None:
            unnamed = True
            continue
        letters.add(reference[1])
        rows = max(rows, int(reference[2]))
    columns = max(map(_number, letters), default=0)
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
        number = _placed(_ROW_NUMBER, row[1])
        last = int(number[1]) if number else last + 1
        columns = max(columns, len(_CELL.findall(content, row.end(), end)))
    return last, columns


def _placed(pattern: re.Pattern[bytes], attributes: bytes) -> re.Match[bytes] | None:
    """Where a cell or row says that it stands, None where it says nothing; ValueError where nobody stands.

    The library that reads workbooks would make room up to there, and end the program where it cannot.
    """
    found = pattern.search(attributes)
    if found is None and _PLACED.search(attributes):
        raise ValueError(attributes)
    return found


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def _ods_extents(parts: Iterable[bytes]) -> Iterator[tuple[int, int]]:
    """Rows and columns of each table up to the last cell that holds something, repeats counted."""
    below, repeated, across, rows, columns = 0, 0, 0, 0, 0
    for part in chain.from_iterable(map(_ODS.finditer, parts)):
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
