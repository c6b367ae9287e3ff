"""A table of children fit to be printed: a small number may be any of 1 to 5, for who knows this rule.

The rule hides by what is printed anyway, never by the size of what is hidden, so that what is hidden
tells nothing more. `lists` argues for lists; a table is settled from its totals inwards:

1. The totals of rows are a list, those of columns another, both with the total of all. They are printed
   as lists are, so that the same total of a row reads the same beside whatever columns it stands.
2. Where no cell is small, every cell is printed, and no total is small. Else no cell is: then each may be
   anything up to the lesser of its row's and its column's total, the others of the table making up for it.
3. That fails where a row and a column are so large that they must meet in a few children. So where the
   printed totals of any row and column are together above the total of all by 1 to 5, no total of a
   column is printed: then the cells of a row may be anything that its own total leaves. (By one as well,
   which does no harm, so that it does not show that it was two or more; by 6 the cell is not small.)

Who wants the cells of a table rather than the totals of its columns asks for `cells`. Then each row whose
total is printed is a list of its own, no row tells of another, and there are no totals of columns; they
must be printed nowhere else either.
"""

from collections.abc import Sequence

from audit.disclosure.counts import Counts, Line, Printed, small
from audit.disclosure.earlier import contradicts
from audit.disclosure.lists import concealed


def protect(
    counts: Counts, before: Sequence[Printed] = (), *, cells: bool = False, untold: bool = False
) -> Printed:
    """A table as it may be printed beside its earlier public editions, which are given oldest first.

    Where a number moved from one of them by 1 to 5, the last one stands again, marked `unchanged`.
    `cells` tells more of the cells of a table, and no totals of its columns. `untold` tells of a list its
    total alone: for one that holds a small number and of which some sums are told elsewhere.
    """
    one = 1 in (len(counts.columns), len(counts.rows))
    found = _list(counts, untold=untold) if one else _by_row(counts) if cells else _table(counts)
    if any(contradicts(one, found) for one in before):
        return _again(before[-1])
    return found


def _again(last: Printed) -> Printed:
    return Printed(
        last.title, last.rows, last.columns, last.cells, last.row_totals, last.column_totals, last.total, True
    )


def _list(counts: Counts, *, untold: bool) -> Printed:
    flat = [value for row in counts.values for value in row]
    line = (None,) * len(flat) if untold else _line(flat)
    wide = len(counts.columns)
    cells = tuple(line[start : start + wide] for start in range(0, len(line), wide))
    return Printed(counts.title, counts.rows, counts.columns, cells, (), (), _told(sum(flat)))


def _table(counts: Counts) -> Printed:
    by_row = [sum(row) for row in counts.values]
    by_column = [sum(column) for column in zip(*counts.values, strict=True)] or [0] * len(counts.columns)
    rows, columns, total = _line(by_row), _line(by_column), sum(by_row)
    cells: tuple[Line, ...] = counts.values
    if any(small(value) for row in counts.values for value in row):
        if _meet(rows, columns, total):
            columns = (None,) * len(columns)
        cells = tuple(tuple(0 if 0 in (row, column) else None for column in columns) for row in rows)
    return Printed(counts.title, counts.rows, counts.columns, cells, rows, columns, _told(total))


def _by_row(counts: Counts) -> Printed:
    """A table whose rows are lists of their own; a row without a printed total has no printed cell."""
    totals = _line([sum(row) for row in counts.values])
    nothing = (None,) * len(counts.columns)
    cells = tuple(
        nothing if total is None else _line(row) for row, total in zip(counts.values, totals, strict=True)
    )
    total = _told(sum(map(sum, counts.values)))
    return Printed(counts.title, counts.rows, counts.columns, cells, totals, (), total)


def _line(counts: Sequence[int]) -> Line:
    hidden = concealed(counts)
    return tuple(None if place in hidden else count for place, count in enumerate(counts))


def _told(total: int) -> int | None:
    return None if small(total) else total


def _meet(rows: Line, columns: Line, total: int) -> bool:
    """Whether a printed row and column must have 1 to 5 children in common at least."""
    return any(small(row + column - total) for row in rows if row for column in columns if column)
