"""Rows of cells with their addresses, and a cell as the text that a person would have typed."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

Value = str | int | float | bool | date | datetime | time | timedelta | None


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: rows of equal length, the first being row 1 and its first cell column A.

    `sheet` is empty for a text file. `merged` holds (top, left, bottom, right) of merged cells,
    whose value stands top left; ODS files do not tell them.
    """

    file: str
    sheet: str
    rows: tuple[tuple[Value, ...], ...]
    hidden: bool = False
    merged: tuple[tuple[int, int, int, int], ...] = ()


def text(value: Value) -> str:
    """What a person would have typed: whole numbers without a point, dates as 2026-03-31, trimmed.

    A ticked TRUE is `yes`, since that is the word that questions and lists here use; fifteen
    digits of a fraction are kept, which is what Excel shows of the 0.30000000000000004 it stores.
    """
    match value:
        case bool():
            return "yes" if value else "no"
        case float():
            return format(Decimal(format(value, ".15g")), "f")
        case datetime():
            return _day_and_time(value)
        case time():
            return value.isoformat("seconds" if value.second else "minutes")
        case timedelta():
            minutes, seconds = divmod(round(value.total_seconds()), 60)
            return f"{minutes // 60}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")
        case _:
            return "" if value is None else str(value).strip()


def _day_and_time(value: datetime) -> str:
    if value.time() == time():
        return value.date().isoformat()
    return value.isoformat(sep=" ", timespec="seconds" if value.second else "minutes")


def letters(column: int) -> str:
    """The letters that Excel gives a column, counted from zero: 2 is C, 27 is AB."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def address(row: int, column: int) -> str:
    """The name that Excel gives a cell, from indexes that count from zero: (13, 2) is C14."""
    return f"{letters(column)}{row + 1}"


def where(sheet: str, row: int, column: int | None = None) -> str:
    """A place for a message: `sheet Agencies, cell C14`, or `row 14` in a text file."""
    spot = f"row {row + 1}" if column is None else f"cell {address(row, column)}"
    return f"sheet {sheet}, {spot}" if sheet else spot


def place(table: Table, row: int, column: int | None = None) -> str:
    """A place in a table for a message, as `where` words it."""
    return where(table.sheet, row, column)
