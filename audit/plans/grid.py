"""A sheet of a plan as texts: merged cells known, dates written as far as the sheet shows them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from audit.tables import Table, Value, text
from audit.tables.fills import Look

_LENGTH = {"year": 4, "month": 7}  # characters of an ISO date that stand for so much of it


@dataclass(frozen=True, slots=True)
class Grid:
    """The texts of a sheet; rows and columns count from zero.

    `origins` says for each cell that a merged one covers where its text stands; `ends` where a merged cell
    ends, by its beginning. `days` are typed dates as far as they are shown, `fills` the colours of cells.
    """

    sheet: str
    rows: tuple[tuple[str, ...], ...]
    origins: Mapping[tuple[int, int], tuple[int, int]]
    ends: Mapping[tuple[int, int], tuple[int, int]]
    days: Mapping[tuple[int, int], str]
    fills: Mapping[tuple[int, int], str]

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.rows[0]) if self.rows else 0

    def own(self, row: int) -> dict[int, str]:
        """The texts that stand in a row by column, where there is one; not what merged cells above say."""
        if not 0 <= row < len(self.rows):
            return {}
        return {column: said for column, said in enumerate(self.rows[row]) if said}

    def spoken(self, row: int) -> Iterator[tuple[int, tuple[int, int], str]]:
        """Column, origin and text of merged cells that begin in a row above and speak for this one too."""
        for column in range(self.width):
            origin = self.origins.get((row, column))
            if origin and origin[0] < row and origin[1] == column and (said := self.rows[origin[0]][column]):
                yield column, origin, said

    def last_column(self, row: int, column: int) -> int:
        """The last column of the cell that begins here, which is its own where it is not merged across."""
        return self.ends.get((row, column), (row, column))[1]


def grid_of(table: Table, look: Look) -> Grid:
    """The texts of a table, and how its sheet looks."""
    days = {
        (row, column): _shown(value, look.shown.get((row, column), ""))
        for row, values in enumerate(table.rows)
        for column, value in enumerate(values)
        if _is_day(value)
    }
    rows = tuple(
        tuple(days.get((row, column)) or _text(value) for column, value in enumerate(values))
        for row, values in enumerate(table.rows)
    )
    origins, ends = _merged(table)
    return Grid(table.sheet, rows, origins, ends, days, look.fills)


def _text(value: Value) -> str:
    return text(value).replace("\r\n", "\n").replace("\r", "\n")


def _is_day(value: Value) -> bool:
    if isinstance(value, datetime):
        return value.time() == time()
    return isinstance(value, date)


def _shown(value: Value, shown: str) -> str:
    return text(value)[: _LENGTH.get(shown, 10)]


def _merged(
    table: Table,
) -> tuple[dict[tuple[int, int], tuple[int, int]], dict[tuple[int, int], tuple[int, int]]]:
    """Where covered cells have their text from, and where merged cells end; as far as the table goes."""
    origins, ends = {}, {}
    deep, wide = len(table.rows), len(table.rows[0]) if table.rows else 0
    left_over = deep * wide  # merged cells that do not overlap cover no more than the sheet
    for top, left, bottom, right in table.merged:
        last = min(bottom, deep - 1), min(right, wide - 1)
        left_over -= max(0, last[0] - top + 1) * max(0, last[1] - left + 1)
        if top >= deep or left >= wide or left_over < 0:
            continue
        ends[top, left] = last
        for row in range(top, last[0] + 1):
            origins.update({(row, column): (top, left) for column in range(left, last[1] + 1)})
        del origins[top, left]
    return origins, ends
