"""A plan's file as lines: its tables found, their rows put together."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from audit.definitions import nearest
from audit.errors import FileError, Problem, UnknownError
from audit.plans.grid import Grid, grid_of
from audit.plans.headings import Layout, layouts, learned, lettered
from audit.plans.line import FIELDS
from audit.plans.lines import Read, read_rows
from audit.plans.names import Names
from audit.plans.profile import Options, Profile, heading_key
from audit.plans.sheets import under_sheets
from audit.tables import Table, letters, read
from audit.tables.fills import COLOURED, Look, looks
from audit.tables.hidden import Hidden, hidden, named

CELLS = 1_000_000  # cells of a sheet from A1 to its last one; a plan is a document for people


def read_lines(path: Path, profile: Profile, options: Options) -> Read:
    """The lines of a plan before their words are read, and what is to be said of its headings.

    FileError where it cannot be taken in or no heading in it is known; UnknownError where the mapping names
    a field that there is not.
    """
    found = read(path, CELLS)
    lines = lines_of(path, found, looks(path), profile, options)
    shapes = {table.sheet: (len(table.rows), len(table.rows[0]) if table.rows else 0) for table in found}
    for sheet, kept in hidden(path).items():
        if sheet in {line.sheet for line in lines.lines}:
            lines.notes.extend(_hides(sheet, kept, *shapes[sheet]))
    return lines


def _hides(sheet: str, kept: Hidden, rows: int, columns: int) -> Iterator[str]:
    """A note of the rows and columns that a sheet hides, since they are read as well."""
    if there := named(kept, rows, columns):
        yield f"Sheet {sheet} hides {there}; they were read as the others are."


def lines_of(
    path: Path, found: Sequence[Table], look: Mapping[str, Look], profile: Profile, options: Options
) -> Read:
    """The lines of sheets that were read from a file; errors as `read_lines`."""
    tables = _chosen(path, found, options)
    grids = [grid_of(table, look.get(table.sheet, Look())) for table in tables]
    names = _names(path, grids, profile, options)
    placed = _placed(grids, names)
    if not any(placed):
        raise _no_headings(path, grids, profile)
    result = Read([grid.sheet for grid in grids], under_sheets(grids, placed))
    before: Layout | None = None
    for grid, heads in zip(grids, placed, strict=True):
        read_rows(result, grid, heads, before, options)
        before = heads[-1] if heads else before
    result.notes.extend(_lost_colours(result, path))
    result.notes.extend(
        f"Sheet {table.sheet} is hidden in the workbook; it was read as the others are."
        for table in tables
        if table.hidden and any(line.sheet == table.sheet for line in result.lines)
    )
    return result


def _chosen(path: Path, tables: Sequence[Table], options: Options) -> list[Table]:
    """The sheets that are to be read."""
    there = [table.sheet for table in tables]
    for name in options.sheets:
        if name not in there:
            text = f"there is no sheet {name!r}{nearest(name, [one for one in there if one])}"
            raise FileError(str(path), [Problem("", text)])
    return [table for table in tables if not options.sheets or table.sheet in options.sheets]


def _names(path: Path, grids: Sequence[Grid], profile: Profile, options: Options) -> Names:
    """What headings stand for, with what somebody said of this file."""
    headings, columns = dict(profile.headings), {}
    widest = max((grid.width for grid in grids), default=0)
    by_letters = {letters(index): index for index in range(widest)}
    cells = {heading_key(said) for grid in grids for row in grid.rows for said in row if said}
    for heading, field in options.mapping.items():
        if field and field not in FIELDS:
            raise UnknownError(f"{field!r} is no field of a plan{nearest(field, FIELDS)}")
        if heading_key(heading) in cells:
            headings[heading_key(heading)] = field
        elif heading.strip().upper() in by_letters:
            columns[by_letters[heading.strip().upper()]] = field
        else:
            text = f"no cell says {heading!r}, so that it cannot be mapped; write it as it stands there."
            raise FileError(str(path), [Problem("", text)])
    return Names(headings, columns, {heading_key(heading) for heading in options.mapping}, profile.states)


def _placed(grids: Sequence[Grid], names: Names) -> list[list[Layout]]:
    """The tables of each sheet; found by less only where no sheet has any."""
    found = [layouts(grid, names) for grid in grids]
    for least in (3, 1):
        more = next((one for grid in grids if (one := learned(grid, names, least=least))), None)
        if more and not any(found):
            found = [layouts(grid, more) for grid in grids]
    return found if any(found) else [lettered(grid, names) for grid in grids]


def _no_headings(path: Path, grids: Sequence[Grid], profile: Profile) -> FileError:
    """The error of a file in which no row of headings is known; it names the fullest of the first rows."""
    shown = ("recommendation", "action", "learning_point", "milestone", "owner", "due", "status", "progress")
    wanted = ", ".join(headings[0] for field, headings in profile.named if field in shown and headings)
    text = (
        f"no row has the headings of an action plan; looked for are {wanted} and others, a learning point, "
        "recommendation, action or milestone among them. Say what a heading is with --map 'Heading=action', "
        "or a column by its letter with --map 'B=action'."
    )
    return FileError(str(path), [Problem(_fullest(grids), text)])


def _fullest(grids: Sequence[Grid]) -> str:
    rows = [(grid, row) for grid in grids for row in range(min(len(grid.rows), 30))]
    if not rows:
        return ""
    grid, row = max(rows, key=lambda one: len(one[0].own(one[1])))
    words = ", ".join(" ".join(said.split())[:30] for said in [*grid.own(row).values()][:6])
    return f"sheet {grid.sheet}, row {row + 1} ({words})" if grid.sheet else f"row {row + 1} ({words})"


def _lost_colours(found: Read, path: Path) -> Iterator[str]:
    """A note for each column of statuses or colours that is blank throughout."""
    why = (
        "no cell of it is filled with a colour that is known either"
        if path.suffix.lower() in COLOURED
        else f"a colour is lost in a {path.suffix.lower()} file"
    )
    for matched in found.matched:
        of = [line for line in found.lines if line.sheet == matched.sheet]
        blank = not any(line[matched.field] or line.fills.get(matched.field) for line in of)
        if matched.field in {"status", "rag"} and of and blank:
            yield f"{matched.heading} ({matched.address}) is blank in every row: {why}; add the word."
