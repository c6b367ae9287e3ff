"""A case list that stands already: no other is written over what somebody has written in it."""

from pathlib import Path

from audit.errors import FileError, Problem
from audit.tables import Table, address, read
from audit.tables.cells import text
from audit.workbook.book import unfit
from audit.workbook.cases import TO_WRITE

SHEET = "Cases"
OTHER = "it stands there already and is no case list; name another file."


def check_free(path: Path) -> None:
    """FileError where a case list cannot be written, or would take the place of another's work."""
    if wrong := unfit(path) or (_taken(path) if path.exists() else ""):
        raise FileError(str(path), [Problem("", wrong)])


def _taken(path: Path) -> str:
    """Why a file has to stay as it is; empty where it is a case list that nobody has written in."""
    try:
        table = next((each for each in read(path) if each.sheet == SHEET), None)
    except FileError:
        return "it stands there already and cannot be read; name another file."
    if table is None:
        return OTHER
    head = next((row for row, cells in enumerate(table.rows) if set(TO_WRITE) <= set(map(text, cells))), None)
    if head is None:
        return OTHER
    if place := _written(table, head):
        return f"somebody has written in it (sheet {SHEET}, cell {place}); name another file."
    return ""


def _written(table: Table, head: int) -> str:
    """The first cell that somebody has filled in; empty where there is none."""
    columns = [column for column, cell in enumerate(table.rows[head]) if text(cell) in TO_WRITE]
    found = (
        address(row, column)
        for row, cells in enumerate(table.rows[head + 1 :], head + 1)
        for column in columns
        if text(cells[column])
    )
    return next(found, "")
