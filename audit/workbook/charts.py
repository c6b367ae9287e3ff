"""Native charts: stacked bars, or dots with lines; the title says the finding, readable without colour."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from audit.workbook.book import FONT, on_colour
from audit.workbook.page import Chart, Page, Table

ROW = 20  # pixels of a row that nothing makes taller
MOST = 1150  # pixels across A4 landscape
GAP = 12  # pixels between what stands side by side
EDGE = 4  # pixels
DOTS = 22  # rows of the sheet that a chart of dots takes
LEAST = 220  # pixels of height in which a title, bars and their legend can be read
NAVY, TEAL, PLUM, ORANGE, GREY = "12436D", "28A197", "801650", "F46A25", "B1B4B6"


def rows_for(chart: Chart, table: Table) -> int:
    """How many rows of the sheet a chart over a table takes."""
    return DOTS if chart.low else max(11, 5 + ceil(1.4 * len(table.rows)))


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
        left = _across(page.widths[: len(table.headings)]) + GAP
        return Place(row, left, max(MOST // 3, min(MOST, _across(page.widths)) - left), max(LEAST, high))
    width = _width(page, chart)
    return Place(row, width + GAP if chart.beside else 0, width, rows_for(chart, table) * ROW)


def insert(workbook: Any, sheet: Any, chart: Chart, table: Table, top: int, at: Place, name: str) -> None:
    """Put a chart over a table, whose headings stand in row `top`, at its place on the sheet."""
    drawn = (
        _dots(workbook, chart, table, top, name) if chart.low else _bars(workbook, chart, table, top, name)
    )
    drawn.set_title({"name": chart.title, "name_font": {"name": FONT, "size": 11, "bold": True}})
    drawn.set_chartarea({"border": {"color": "#BFBFBF"}})
    drawn.set_size({"width": at.width, "height": at.height})
    where = {"x_offset": at.left, "y_offset": 0 if chart.by_table else 4, "object_position": 2}
    sheet.insert_chart(at.row, 0, drawn, where | {"description": f"{chart.title}. {chart.told}"})


def _bars(workbook: Any, chart: Chart, table: Table, top: int, name: str) -> Any:
    """Stacked bars: a bar a row, a heading and its colour a part."""
    drawn = workbook.add_chart({"type": "bar", "subtype": "stacked"})
    first, last = top + 1, top + len(table.rows)
    category = table.headings.index(chart.category)
    for heading, colour in chart.series:
        column = table.headings.index(heading)
        drawn.add_series(
            {
                "name": [name, top, column],
                "categories": [name, first, category, last, category],
                "values": [name, first, column, last, column],
                "fill": {"color": f"#{colour}"},
                "border": {"color": "#FFFFFF", "width": 1},
                "gap": 40,
                "data_labels": _labels(colour),
            }
        )
    _look(drawn, chart, _longest(chart, table))
    return drawn


def _dots(workbook: Any, chart: Chart, table: Table, top: int, name: str) -> Any:
    """A dot a row at a share from 0 to 1, and a line as far below and above it as the table says."""
    drawn = workbook.add_chart({"type": "line"})
    first, last = top + 1, top + len(table.rows)
    category, (heading, colour) = table.headings.index(chart.category), chart.series[0]
    column = table.headings.index(heading)
    # As cells, since LibreOffice draws no lines whose lengths stand in the chart alone.
    plus, minus = (_cells(name, table.headings.index(end), first, last) for end in (chart.high, chart.low))
    line = {"color": f"#{colour}", "width": 1.75}
    drawn.add_series(
        {
            "name": [name, top, column],
            "categories": [name, first, category, last, category],
            "values": [name, first, column, last, column],
            "line": {"none": True},
            "marker": {"type": "circle", "size": 8, "fill": {"color": f"#{colour}"}, "border": line},
            "y_error_bars": {"type": "custom", "plus_values": plus, "minus_values": minus, "line": line},
        }
    )
    plain = {"name": FONT, "size": 9}
    drawn.set_legend({"none": True})
    drawn.set_x_axis({"num_font": plain, "major_tick_mark": "none"})
    grid = {"visible": True, "line": {"color": "#D9D9D9"}}
    ends = {"min": 0, "max": 1, "major_unit": 0.2}
    drawn.set_y_axis({"num_font": plain, "num_format": "0%", "major_gridlines": grid} | ends)
    return drawn


def _cells(name: str, column: int, first: int, last: int) -> str:
    from xlsxwriter.utility import quote_sheetname, xl_range_abs

    return f"={quote_sheetname(name)}!{xl_range_abs(first, column, last, column)}"


def _longest(chart: Chart, table: Table) -> int:
    """What the longest bar counts, so that bars use the whole width."""
    columns = [table.headings.index(heading) for heading, _ in chart.series]
    counts = ([row[column] for column in columns] for row in table.rows)
    return max(sum(cell for cell in cells if isinstance(cell, int)) for cells in counts)


def _labels(colour: str) -> dict[str, Any]:
    font = {"name": FONT, "size": 9, "bold": True, "color": f"#{on_colour(colour)}"}
    return {"value": True, "num_format": "0;;;", "font": font}


def _look(drawn: Any, chart: Chart, longest: int) -> None:
    plain = {"name": FONT, "size": 9}
    drawn.set_legend({"position": "bottom", "font": plain} if len(chart.series) > 1 else {"none": True})
    drawn.set_y_axis({"reverse": True, "num_font": plain, "major_tick_mark": "none"})
    ends = {"min": 0, "max": max(1, longest)}
    drawn.set_x_axis({"visible": False, "major_gridlines": {"visible": False}} | ends)


def _width(page: Page, chart: Chart) -> int:
    # A little short of the last column, since what touches the next one is printed on a page of its own.
    whole = min(MOST, _across(page.widths) - EDGE)
    others = any(isinstance(block, Chart) and block.beside for block in page.blocks)
    return (whole - GAP) // 2 if others or chart.beside else whole


def _across(widths: Sequence[float]) -> int:
    return sum(int(width * 7 + 0.5) + 5 for width in widths)
