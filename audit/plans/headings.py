"""Where the headings of a plan stand, and what each column is.

A row is one of headings where at least half of its cells are known headings, of two fields or more, one of
them a level (learning point, recommendation, action, milestone); two of them known as they stand. The row
below belongs to it where it only fills what the upper row left blank or merged across; the row above where
it stands over such cells.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from audit.actions.action import LEVELS
from audit.plans.columns import Column, settled, with_days, with_marks
from audit.plans.grid import Grid
from audit.plans.names import Names
from audit.plans.profile import heading_key
from audit.tables import letters

_VALUE = re.compile(r":\s*\S")  # `Agency: Police` says which, and heads no columns
LONGEST = 150  # characters of a heading; what is longer is a cell of the table


@dataclass(frozen=True, slots=True)
class Layout:
    """The headings of a table: its rows from `top`, data from `first` on, and its columns by index."""

    top: int
    first: int
    columns: Mapping[int, Column]

    @property
    def shape(self) -> Mapping[int, str]:
        """The field of each column, by which two tables are alike."""
        return {index: column.field for index, column in self.columns.items() if column.heading}

    @property
    def levels(self) -> tuple[str, ...]:
        """The levels that have a column, from the widest."""
        there = {column.field for column in self.columns.values()}
        return tuple(level for level in LEVELS if level in there)


def layouts(grid: Grid, names: Names) -> list[Layout]:
    """The headings of every table in a sheet, from the top."""
    found: list[Layout] = []
    row = 0
    while row < len(grid.rows):
        if _is_header(grid, row, names):
            found.append(_layout(grid, row, names))
            row = found[-1].first
        else:
            row += 1
    ends = [*(one.top for one in found), len(grid.rows)][1:]
    rows: dict[tuple[tuple[int, str], ...], list[int]] = {}
    for one, end in zip(found, ends, strict=True):
        rows.setdefault(_said(one), []).extend(range(one.first, end))
    return [Layout(one.top, one.first, _of(one.columns, grid, rows[_said(one)], names)) for one in found]


def _of(columns: Mapping[int, Column], grid: Grid, rows: Sequence[int], names: Names) -> Mapping[int, Column]:
    """What the columns of a table are, by their headings and by what stands in them."""
    found = with_marks(columns, grid, rows, names.states)
    return settled(with_days(found, grid, rows), grid, rows)


def _said(layout: Layout) -> tuple[tuple[int, str], ...]:
    """The headings of a table, which are the same again on its next page."""
    return tuple((index, heading_key(column.heading)) for index, column in layout.columns.items())


def learned(grid: Grid, names: Names, *, least: int) -> Names | None:
    """The same names with the headings of the first row that names a level and so many fields, some loosely.

    None where no row does. Of a row that names fewer than two, the level must be named as it is known.
    """
    for row in range(len(grid.rows)):
        own = {index: said for index, said in grid.own(row).items() if len(said) <= LONGEST}
        exact = {names.field(said) for said in own.values()}
        said = {heading_key(one): names.loosely(one) or "" for one in own.values()}
        known = {field for field in said.values() if field}
        level = (known if least > 1 else exact) & {*LEVELS}
        if level and len(known) >= least and len(own) == len(grid.own(row)) > 1:
            mapped = {*names.mapped, *said}
            return Names({**names.headings, **said}, names.columns, mapped, names.states)
    return None


def lettered(grid: Grid, names: Names) -> list[Layout]:
    """The one table whose columns were named by letters: the first row that fills them is its headings."""
    for row in range(len(grid.rows)):
        own = grid.own(row)
        if names.columns and set(names.columns) <= set(own):
            columns = {
                index: Column(index, said, names.columns.get(index, "")) for index, said in own.items()
            }
            return [Layout(row, row + 1, settled(columns, grid, range(row + 1, len(grid.rows))))]
    return []


def _is_header(grid: Grid, row: int, names: Names) -> bool:
    own = grid.own(row)
    fields = {index: found for index, said in own.items() if (found := _field(names, said)) is not None}
    known = {found for index in fields if (found := names.field(own[index]))}
    if not {*fields.values()} & {*LEVELS} or len(fields) * 2 < len(own):
        return False
    mapped = any(
        heading_key(own[index]) in names.mapped for index, found in fields.items() if found in LEVELS
    )
    return len(known) >= 2 or (mapped and len(own) >= 2 and max(map(len, own.values())) <= LONGEST)


def _field(names: Names, heading: str) -> str | None:
    return names.loosely(heading) if len(heading) <= LONGEST else None


def _layout(grid: Grid, row: int, names: Names) -> Layout:
    """The layout that a row of headings begins or ends."""
    heads, last = _wrapped(grid, row, names)
    if last > row:
        columns = {
            index: Column(index, head, _field(names, head) or "", row, sure=names.field(head) is not None)
            for index, head in heads.items()
        }
        return Layout(row, last + 1, columns)
    if _goes_below(grid, row, names):
        top, bottom = row, row + 1
    elif _goes_above(grid, row, names):
        top, bottom = row - 1, row
    else:
        top = bottom = row
    columns = dict(_columns(grid, top, bottom, names))
    return Layout(top, bottom + 1, columns)


def _wrapped(grid: Grid, row: int, names: Names) -> tuple[dict[int, str], int]:
    """Headings whose words go on in the rows below (`Completion` above `date`), and the last of these rows.

    They do where every cell below makes a known heading with the one above it, or is one where none is;
    at least one of them must say something else by it, or it is a heading between the rows.
    """
    heads = {index: " ".join(said.split()) for index, said in grid.own(row).items()}
    last = row
    while under := grid.own(last + 1):
        longer = {index: " ".join(f"{heads.get(index, '')} {said}".split()) for index, said in under.items()}
        told = [names.field(heads.get(index, "")) != names.field(said) for index, said in longer.items()]
        if not (set(under) & set(heads)) or not any(told) or not all(map(names.field, longer.values())):
            break
        heads |= longer
        last += 1
    return dict(sorted(heads.items())), last


def _spans(grid: Grid, row: int, below: int) -> Mapping[int, range]:
    """The columns that each heading stands over: merged across, or blank to its right and filled below."""
    own, under = grid.own(row), grid.own(below)
    found = {}
    for index in own:
        last = grid.last_column(row, index)
        while last + 1 < grid.width and last + 1 not in own and last + 1 in under:
            last += 1
        found[index] = range(index, last + 1)
    return found


def _goes_below(grid: Grid, row: int, names: Names) -> bool:
    """Whether the row below fills what this one left blank or merged across, with headings."""
    under = grid.own(row + 1)
    if not under or any(len(said) > LONGEST for said in under.values()):
        return False
    spans = _spans(grid, row, row + 1)
    single = {index for index, span in spans.items() if len(span) == 1}
    upper = {index: grid.rows[row][head] for head, span in spans.items() for index in span}
    known = sum(
        1
        for index, said in under.items()
        if _field(names, f"{upper.get(index, '')} {said}") or _field(names, said)
    )
    return not single & set(under) and known * 2 >= len(under) and known > 0


def _goes_above(grid: Grid, row: int, names: Names) -> bool:
    """Whether the row above only groups some of these headings; what stands over all of them does not."""
    above = grid.own(row - 1)
    if not above or row == 0:
        return False
    spans = _spans(grid, row - 1, row)
    own = grid.own(row)
    narrow = all(len({*own} & {*span}) < len(own) for span in spans.values())
    groups = narrow and any(len(span) > 1 for span in spans.values())
    named = all(_field(names, said) and not _VALUE.search(said) for said in above.values())
    return groups and named


def _columns(grid: Grid, top: int, bottom: int, names: Names) -> Iterator[tuple[int, Column]]:
    """Each headed column; one under a merged heading takes it where it has no heading of its own."""
    lower = grid.own(bottom)
    spans = _spans(grid, top, bottom) if bottom > top else {}
    if bottom == top:
        spans = {index: range(index, grid.last_column(top, index) + 1) for index in lower}
    over = {index: (head, grid.rows[top][head]) for head, span in spans.items() for index in span}
    for index in range(grid.width):
        head, upper = over.get(index, (index, ""))
        own = lower.get(index, "") if bottom > top else ""
        if not (own or upper):
            continue
        heading = " ".join(f"{upper} / {own}".split()) if own and upper else " ".join((own or upper).split())
        field = _named(names, index, head, upper, own, bottom > top)
        sure = index in names.columns or names.field(heading) is not None or names.field(own) is not None
        yield index, Column(index, heading, field, bottom if own else top, sure=sure)


def _named(names: Names, index: int, head: int, upper: str, own: str, two: bool) -> str:
    """What a column is called by its own heading and the one above it; '' where neither is known."""
    if index in names.columns:
        return names.columns[index]
    tries = [f"{upper} {own}", own] if own and upper else [own or upper]
    found = next((one for said in tries if (one := _field(names, said)) is not None), None)
    if found is None and own and upper and index == head:
        found = _field(names, upper)
    if two and not own and index != head:
        return ""
    return found or ""


def column_name(layout: Layout | None, index: int) -> str:
    """How people call a column: by its heading, else by its letters."""
    column = layout.columns.get(index) if layout else None
    return column.heading if column and column.heading else f"column {letters(index)}"
