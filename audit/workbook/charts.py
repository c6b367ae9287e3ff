"""Native charts: stacked bars whose title says the finding, readable without colour."""

from math import ceil
from typing import Any

from audit.workbook.book import FONT, on_colour
from audit.workbook.page import Chart, Page, Table

ROW = 20  # pixels of a row that nothing makes taller
MOST = 1000  # pixels across A4 landscape
NAVY, TEAL, PLUM, ORANGE, GREY = "12436D", "28A197", "801650", "F46A25", "B1B4B6"


def rows_for(table: Table) -> int:
    """How many rows of the sheet a chart over a table takes."""
    return max(11, 5 + ceil(1.4 * len(table.rows)))


def insert(workbook: Any, sheet: Any, chart: Chart, table: Table, top: int, row: int, page: Page) -> None:
    """Put a chart over a table, whose headings stand in row `top`, at a row of the sheet."""
    drawn = workbook.add_chart({"type": "bar", "subtype": "stacked"})
    first, last = top + 1, top + len(table.rows)
    category = table.headings.index(chart.category)
    for heading, colour in chart.series:
        column = table.headings.index(heading)
        drawn.add_series(
            {
                "name": [page.name, top, column],
                "categories": [page.name, first, category, last, category],
                "values": [page.name, first, column, last, column],
                "fill": {"color": f"#{colour}"},
                "border": {"color": "#FFFFFF", "width": 1},
                "gap": 40,
                "data_labels": _labels(colour),
            }
        )
    _look(drawn, chart)
    width = _width(page, chart)
    drawn.set_size({"width": width, "height": rows_for(table) * ROW})
    place = {"x_offset": width + 12 if chart.beside else 0, "y_offset": 4, "object_position": 2}
    sheet.insert_chart(row, 0, drawn, place | {"description": f"{chart.title}. {chart.told}"})


def _labels(colour: str) -> dict[str, Any]:
    font = {"name": FONT, "size": 9, "bold": True, "color": f"#{on_colour(colour)}"}
    return {"value": True, "num_format": "0;;;", "font": font}


def _look(drawn: Any, chart: Chart) -> None:
    plain = {"name": FONT, "size": 9}
    drawn.set_title({"name": chart.title, "name_font": {"name": FONT, "size": 11, "bold": True}})
    drawn.set_legend({"position": "bottom", "font": plain})
    drawn.set_y_axis({"reverse": True, "num_font": plain, "major_tick_mark": "none"})
    drawn.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
    drawn.set_chartarea({"border": {"color": "#BFBFBF"}})


def _width(page: Page, chart: Chart) -> int:
    whole = min(MOST, sum(int(width * 7 + 0.5) + 5 for width in page.widths))
    others = any(isinstance(block, Chart) and block.beside for block in page.blocks)
    return (whole - 12) // 2 if others or chart.beside else whole
