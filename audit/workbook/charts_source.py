"""The cells that a chart is drawn from, as Excel says them; where no number stands, a gap."""

from dataclasses import dataclass
from typing import Any

from audit.workbook.book import FONT
from audit.workbook.page import Cell, Chart, Number, Table, words
from audit.workbook.palette import on_colour

PLAIN = {"name": FONT, "size": 9}
LONG = 24  # characters of a category: longer ones, or more of them, stand upright
GRID = {"visible": True, "line": {"color": "#D9D9D9"}}


@dataclass(frozen=True, slots=True)
class Source:
    """A chart and its table, whose headings stand in row `top` (from 0) of the sheet `name`."""

    chart: Chart
    table: Table
    top: int
    name: str

    @property
    def many(self) -> int:
        """How many categories there are."""
        return len(self.table.rows)

    def cells(self, heading: str) -> str:
        """The cells under a heading."""
        column = self._column(heading)
        return self._range(column, 1, self.many)

    def numbers(self, heading: str) -> tuple[float | None, ...]:
        """What stands under a heading; None where it is no number."""
        column = self._column(heading)
        return tuple(_number(row[column]) for row in self.table.rows)

    def series(self, heading: str) -> dict[str, Any]:
        """The name, categories and values of a series, as XlsxWriter takes them.

        Excel draws words as 0, so that where no number stands the series goes by the empty cell to the
        right of the table.
        """
        column, values = self._column(heading), self.numbers(heading)
        beside = len(self.table.headings)
        parts: list[tuple[int, int, int]] = []
        for row, value in enumerate(values, 1):
            place = beside if value is None else column
            if parts and parts[-1][0] == place:
                parts[-1] = (place, parts[-1][1], row)
            else:
                parts.append((place, row, row))
        ranges = ",".join(self._range(*part)[1:] for part in parts)
        return {
            "name": [self.name, self.top, column],
            "categories": self.cells(self.chart.category),
            "values": f"=({ranges})" if len(parts) > 1 else f"={ranges}",
            "values_data": list(values),
        }

    @property
    def long(self) -> bool:
        """Whether a category is too long to be set level under points or columns."""
        column = self._column(self.chart.category)
        return max(len(words(row[column])) for row in self.table.rows) > LONG

    def _column(self, heading: str) -> int:
        return self.table.headings.index(heading)

    def _range(self, column: int, first: int, last: int) -> str:
        from xlsxwriter.utility import quote_sheetname, xl_range_abs

        cells = xl_range_abs(self.top + first, column, self.top + last, column)
        return f"={quote_sheetname(self.name)}!{cells}"


def _number(cell: Cell) -> float | None:
    match cell:
        case int():
            return cell
        case Number():
            return cell.value
    return None


def label(source: Source, colour: str) -> dict[str, Any]:
    """The number on a part of a chart, in black or white; none where it is 0."""
    font = {"name": FONT, "size": 9, "bold": True, "color": f"#{on_colour(colour)}"}
    values = [value for heading, _ in source.chart.series for value in source.numbers(heading)]
    counts = all(value is None or value == int(value) for value in values)
    shown = "0" if counts else source.chart.shown
    return {"value": True, "num_format": f"{shown};;;", "font": font}


def legend(drawn: Any, source: Source) -> None:
    """The names of several series, above the plot where long categories stand below it."""
    if len(source.chart.series) == 1:
        drawn.set_legend({"none": True})
    else:
        above = source.long and source.chart.kind != "bars"
        drawn.set_legend({"position": "top" if above else "bottom", "font": PLAIN})


def below(drawn: Any, source: Source) -> None:
    """The categories under points or columns, upright where they are long; the plot keeps its part."""
    upright = {"rotation": -90} if source.long or source.many > LONG else {}
    look = {"num_font": PLAIN | upright, "major_tick_mark": "none", "label_position": "low"}
    drawn.set_x_axis(look | {"interval_unit": 1})
    if source.long:
        drawn.set_plotarea({"layout": {"x": 0.07, "y": 0.2, "width": 0.9, "height": 0.4}})


def total(source: Source) -> float:
    """What the longest bar or column counts."""
    columns = [source.numbers(heading) for heading, _ in source.chart.series]
    return max((sum(cell or 0 for cell in cells) for cells in zip(*columns, strict=True)), default=0.0)


def axis(source: Source, *, whole: bool = False) -> dict[str, Any]:
    """The axis of values: its ends as the chart says them; shares are marked at every fifth.

    `whole` runs it from 0 to 1 where the chart says nothing and shows shares.
    """
    chart = source.chart
    ends = chart.ends or ((0.0, 1.0) if whole and chart.shown.endswith("%") else None)
    given = {"num_font": PLAIN, "num_format": chart.shown, "major_gridlines": GRID}
    if ends is None:
        return given | {"min": 0} | few(source)
    step = {"major_unit": 0.2} if ends == (0.0, 1.0) else {}
    return given | {"min": ends[0], "max": ends[1]} | step


def few(source: Source) -> dict[str, Any]:
    """Steps of one for an axis of counts so small that a program would mark parts of them."""
    values = [value or 0 for heading, _ in source.chart.series for value in source.numbers(heading)]
    most = max(values, default=0)
    whole = all(value == int(value) for value in values) and not source.chart.shown.endswith("%")
    return {"major_unit": 1, "max": max(1, most)} if whole and most <= 5 else {}
