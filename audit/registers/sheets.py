"""A register in a sheet of a workbook: its cells as text, and what typed cells cannot be an id."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

from audit.registers.copies import copied
from audit.registers.recognition import Seen, heading_notes, headings_of
from audit.registers.register import Register
from audit.tables import Table, Value, text
from audit.tables.spans import rows_named

TOO_LARGE = 10**15  # a workbook keeps fifteen digits of a number; those beyond are lost
KEPT = 1_000  # rows that are named for a kind of typed cell


def open_sheet(given: str, table: Table, sha256: str, seen: Seen, scratch: Path) -> Register:
    """The register in a sheet, from our own copy; FileError where the list is empty."""
    below = table.rows[seen.header_row + 1 :]
    headings = headings_of(table, seen, _width([table.rows[seen.header_row], *below]))
    register = Register(
        given=given,
        path=Path(table.file),
        sheet=table.sheet,
        sha256=sha256,
        headings=headings,
        header_row=seen.header_row,
        data=Path(table.file),
        skip=0,
        profile=seen.profile,
        typed=_typed(below, seen.header_row + 1),
        notes=(*seen.notes, *heading_notes(headings, seen), *_sheet_notes(table, seen)),
    )
    return copied(register, _texts(table), scratch)


def _width(rows: Sequence[Sequence[Value]]) -> int:
    """The number of columns from A to the last one that holds anything."""
    filled = (next((i for i in reversed(range(len(row))) if row[i] is not None), -1) for row in rows)
    return max(filled, default=-1) + 1


def _texts(table: Table) -> Iterator[list[str]]:
    return ([as_text(value) for value in row] for row in table.rows)


def as_text(value: Value) -> str:
    """What a cell says, as `text` writes it; text itself stays as it stands, white space and all."""
    return value if isinstance(value, str) else text(value)


def kind_of(value: Value) -> str:
    """What a typed cell is that cannot be an id; empty where it can."""
    match value:
        case bool():
            return "yes or no"
        case date() | datetime() | time() | timedelta():
            return "date"
        case float() if not value.is_integer():
            return "fraction"
        case int() | float() if abs(value) >= TOO_LARGE:
            return "too large"
        case _:
            return ""


def _typed(rows: Sequence[Sequence[Value]], first: int) -> Mapping[int, Mapping[str, tuple[int, ...]]]:
    """By column, the rows of the typed cells that cannot be ids: the first thousand of each kind."""
    found: dict[int, dict[str, list[int]]] = {}
    for index, row in enumerate(rows, start=first):
        for column, value in enumerate(row):
            if not isinstance(value, str) and value is not None and (kind := kind_of(value)):
                where = found.setdefault(column, {}).setdefault(kind, [])
                if len(where) < KEPT:
                    where.append(index)
    return {column: {kind: tuple(where) for kind, where in kinds.items()} for column, kinds in found.items()}


def _sheet_notes(table: Table, seen: Seen) -> list[str]:
    notes = ["the sheet is hidden"] if table.hidden else []
    merged = [top for top, _, bottom, _ in table.merged if bottom > seen.header_row]
    if merged:
        notes.append(f"cells are merged from {rows_named(merged)} on; only the first of them holds the value")
    return notes
