"""Native charts of every kind at their places; the title says the finding, readable without colour."""

import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from audit.workbook.book import FONT
from audit.workbook.charts_points import control, dots, lines, pairs
from audit.workbook.charts_source import Source
from audit.workbook.charts_stacked import bars, columns
from audit.workbook.page import Chart, Page, Table

ROW = 20  # pixels of a row that nothing makes taller
MOST = 1150  # pixels across A4 landscape
GAP = 12  # pixels between what stands side by side
EDGE = 4  # pixels
DOTS = 22  # rows of the sheet that a chart of points or columns takes
UPRIGHT = 10  # rows more for long names under the points
LEAST = 220  # pixels of height in which a title, bars and their legend can be read
LETTER = 8  # pixels of a bold letter of a title, a few at its sides to spare
CLOSE = 20  # bars that stand as far apart as reads well; more stand closer
KINDS: Mapping[str, Callable[[Any, Source], Any]] = {
    "bars": bars,
    "dots": dots,
    "pairs": pairs,
    "lines": lines,
    "columns": columns,
    "control": control,
}


def kind_of(chart: Chart) -> str:
    """The kind of a chart; bars with a column of lines below are dots."""
    return "dots" if chart.low and chart.kind == "bars" else chart.kind


def rows_for(chart: Chart, table: Table) -> int:
    """How many rows of the sheet a chart over a table takes."""
    if kind_of(chart) != "bars":
        return DOTS + (UPRIGHT if Source(chart, table, 0, "").long else 0)
    many = len(table.rows)
    return max(11, 5 + ceil(1.4 * min(many, CLOSE) + 0.75 * max(0, many - CLOSE)))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a chart stands: its row, the pixels to its left, its size in pixels."""

    row: int
    left: int
    width: int
    height: int


def place(page: Page, chart: Chart, table: Table, row: int, high: int) -> Place:
    """The place of a chart from a row on; beside its table, it is as high as that where that is enough."""
    if chart.by_table:
        left = across(page.widths[: len(table.headings)]) + GAP
        return Place(row, left, max(MOST // 3, min(MOST, across(page.widths)) - left), max(LEAST, high))
    width = _width(page, chart)
    return Place(row, width + GAP if chart.beside else 0, width, rows_for(chart, table) * ROW)


def insert(workbook: Any, sheet: Any, chart: Chart, table: Table, top: int, at: Place, name: str) -> None:
    """Put a chart over a table, whose headings stand in row `top`, at its place on the sheet."""
    drawn = KINDS[kind_of(chart)](workbook, Source(chart, table, top, name))
    title = "\n".join(textwrap.wrap(chart.title, max(20, at.width // LETTER)))
    drawn.set_title({"name": title, "name_font": {"name": FONT, "size": 11, "bold": True}})
    drawn.set_chartarea({"border": {"color": "#BFBFBF"}})
    drawn.set_size({"width": at.width, "height": at.height})
    where = {"x_offset": at.left, "y_offset": 0 if chart.by_table else 4, "object_position": 2}
    sheet.insert_chart(at.row, 0, drawn, where | {"description": f"{chart.title}. {chart.told}"})


def _width(page: Page, chart: Chart) -> int:
    # A little short of the last column, since what touches the next one is printed on a page of its own.
    whole = min(MOST, across(page.widths) - EDGE)
    others = any(isinstance(block, Chart) and block.beside for block in page.blocks)
    return (whole - GAP) // 2 if others or chart.beside else whole


def across(widths: Sequence[float]) -> int:
    """The pixels that columns take."""
    return sum(int(width * 7 + 0.5) + 5 for width in widths)
