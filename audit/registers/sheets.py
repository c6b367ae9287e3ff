"""A register in a sheet of a workbook: its cells as text, and what typed cells cannot be an id."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

from audit.registers.copies import copied
from audit.registers.recognition import Seen, heading_notes, headings_of
from audit.registers.register import Register
from audit.tables import Table, Value, text
from audit.tables.hidden import Hidden
from audit.tables.spans import columns_named, rows_named

TOO_LARGE = 10**15  # a workbook keeps fifteen digits of a number; those beyond are lost
KEPT = 1_000  # rows that are named for a kind of typed cell


def open_sheet(
    given: str, table: Table, sha256: str, seen: Seen, scratch: Path, unseen: Hidden | None = None
) -> Register:
    """The register in a sheet, from our own copy; FileError where the list is empty.

    `unseen` is what the sheet hides; all of it stays in, with a note.
    """
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
        notes=(
            *seen.notes,
            *heading_notes(headings, seen),
            *_sheet_notes(table, seen),
            *_unseen_notes(table, seen, unseen),
        ),
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
    if isinstance(value, str):
        return value
    if isinstance(value, float) and abs(value) < TOO_LARGE and value.is_integer():
        return str(int(value))  # as `text` says it, but at once; most numbers are these
    return text(value)


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


def _unseen_notes(table: Table, seen: Seen, unseen: Hidden | None) -> list[str]:
    """Notes on what the sheet hides, as far as it holds anything from the headings on."""
    if unseen is None:
        return []
    first, wide = seen.header_row, _width(table.rows)
    rows = _held(unseen.rows, first + 1, len(table.rows))
    rows = [row for row in rows if any(value is not None for value in table.rows[row])]
    columns = _held(unseen.columns, 0, wide)
    columns = [column for column in columns if any(row[column] is not None for row in table.rows[first:])]
    notes = [
        f"{named} {'is' if len(found) == 1 else 'are'} hidden in the sheet and "
        f"{'stays' if len(found) == 1 else 'stay'} in"
        for found, named in ((rows, rows_named(rows)), (columns, columns_named(columns)))
        if found
    ]
    return (
        [*notes, "a filter is on in the sheet; the rows that it hides stay in"] if unseen.filtered else notes
    )


def _held(spans: Sequence[range], first: int, end: int) -> list[int]:
    return [index for span in spans for index in range(max(span.start, first), min(span.stop, end))]
