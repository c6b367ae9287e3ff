"""The sheets of a file as texts and colours, which of them holds the matrix, and what it hides."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from audit.errors import FileError, Problem
from audit.past.layout import Known, Listing, Matrix, Unclear, layout
from audit.plans.grid import Grid, grid_of
from audit.tables import Table, Value
from audit.tables.archives import ZIPPED
from audit.tables.fills import Look, looks
from audit.tables.hidden import hidden, named
from audit.wording import some

UNWORKED = "(a formula without a value)"  # stands where a file keeps a formula that was never worked out


def grids_of(path: Path, found: Sequence[Table]) -> list[Grid]:
    """The sheets that hold anything: per cents as they are shown, all colours by their names."""
    look = looks(path)
    return [_grid(one, look.get(one.sheet, Look())) for one in found if one.rows]


def _grid(table: Table, look: Look) -> Grid:
    rows = tuple(
        tuple(_shown(value, (row, column), look) for column, value in enumerate(values))
        for row, values in enumerate(table.rows)
    )
    return grid_of(replace(table, rows=rows), replace(look, fills={**look.fills, **look.others}))


def _shown(value: Value, at: tuple[int, int], look: Look) -> Value:
    if value is None and at in look.unworked:
        return UNWORKED
    if at in look.per_cents and isinstance(value, int | float) and not isinstance(value, bool):
        return per_cent(value)
    return value


def per_cent(share: float) -> str:
    """A share as Excel shows it: 0.95 is 95%, with as many decimals as it has."""
    return f"{format((Decimal(format(share, '.15g')) * 100).normalize(), 'f')}%"


def chosen(path: Path, grids: Sequence[Grid], known: Known, wanted: str) -> tuple[str, Matrix | Listing]:
    """The sheet that holds the matrix, and how it is laid out; FileError where none does, or several do."""
    if wanted:
        same = [one for one in grids if one.sheet.casefold() == wanted.casefold()]
        if not same:
            there = ", ".join(repr(one.sheet) for one in grids)
            raise FileError(str(path), [Problem("", f"it has no sheet {wanted!r}; there are {there}.")])
        grids = same
    found = [(one.sheet, placed) for one in grids if (placed := layout(one, known))]
    if len(found) > 1:
        there = ", ".join(repr(sheet) for sheet, _ in found)
        raise FileError(str(path), [Problem("", f"the sheets {there} all look like it; say which: --sheet.")])
    if not found:
        raise FileError(str(path), [Problem("", _nothing(known))])
    sheet, placed = found[0]
    if isinstance(placed, Unclear):
        raise FileError(str(path), [Problem(placed.where, placed.text)])
    return sheet, placed


def _nothing(known: Known) -> str:
    ids = some([f"{one.id} {one.title}" for one in known.headings.template.standards], 3)
    return (
        "no table of agencies and standards was found in it; head its columns with standards or questions "
        f"by id or title ({ids}), the names of agencies 'Agency', and see --in-order where they are only "
        "numbered."
    )


def sheet_notes(path: Path, found: Sequence[Table], sheet: str) -> Iterator[str]:
    """Which sheet was read and which were not, and what of it is hidden."""
    others = [repr(one.sheet) for one in found if one.rows and one.sheet != sheet]
    if others:
        yield f"Read: the sheet {sheet!r}. Not read: {', '.join(others)}."
    table = next(one for one in found if one.sheet == sheet)
    if table.hidden:
        yield f"Sheet {sheet} is hidden in the workbook; it was read."
    if kept := hidden(path).get(sheet):
        if there := named(kept, len(table.rows), len(table.rows[0])):
            yield f"Sheet {sheet} hides {there}; they were read as the others are."
    elif sheet and path.suffix.lower() not in ZIPPED:
        yield "Whether rows or columns of it are hidden is not seen in such a file; they were read."
