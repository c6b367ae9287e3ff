"""Charts of points: dots with lines, two dots a row, lines over time, points between limits.

Marks differ in shape, so that a series is known without its colour.
"""

from collections.abc import Mapping
from typing import Any

from audit.workbook.charts_source import Source, axis, below, legend
from audit.workbook.palette import DARK

SHAPES = ("circle", "square", "diamond", "triangle", "x", "plus")
WIDTH = 1.75  # points of a line


def dots(workbook: Any, source: Source) -> Any:
    """A dot a row, and a line as far below and above it as the table says."""
    chart = source.chart
    drawn = workbook.add_chart({"type": "line"})
    heading, colour = chart.series[0]
    bars = _error_bars(colour, source.cells(chart.high), source.cells(chart.low)) if chart.low else {}
    drawn.add_series(source.series(heading) | _mark(colour, 0) | {"line": {"none": True}} | bars)
    legend(drawn, source)
    _axes(drawn, source, axis(source, whole=True))
    return drawn


def pairs(workbook: Any, source: Source) -> Any:
    """Two dots a row; the line from the first is as long as the column `high` says, downwards below 0."""
    chart = source.chart
    drawn = workbook.add_chart({"type": "line"})
    for place, (heading, colour) in enumerate(chart.series):
        joined = _error_bars(DARK, source.cells(chart.high), None) if chart.high and not place else {}
        # The second is smaller, so that the first is seen behind it where both are the same.
        mark = _mark(colour, place, 7 if place else 11)
        drawn.add_series(source.series(heading) | mark | {"line": {"none": True}} | joined)
    if not chart.high:
        drawn.set_high_low_lines({"line": {"color": f"#{DARK}", "width": WIDTH}})
    legend(drawn, source)
    _axes(drawn, source, axis(source, whole=True))
    return drawn


def lines(workbook: Any, source: Source) -> Any:
    """A line a heading over the rows, with a gap where no number stands."""
    drawn = workbook.add_chart({"type": "line"})
    for place, (heading, colour) in enumerate(source.chart.series):
        line = {"line": {"color": f"#{colour}", "width": WIDTH}}
        drawn.add_series(source.series(heading) | _mark(colour, place) | line)
    legend(drawn, source)
    _axes(drawn, source, axis(source))
    return drawn


def control(workbook: Any, source: Source) -> Any:
    """Points over time between dashed limits; a fifth heading marks those that lie outside."""
    drawn = workbook.add_chart({"type": "line"})
    for place, (heading, colour) in enumerate(source.chart.series):
        values = source.series(heading)
        if any(value is not None for value in values["values_data"]):
            drawn.add_series(values | _of_control(place, colour, alone=source.many == 1))
    legend(drawn, source)
    _axes(drawn, source, axis(source))
    return drawn


def _of_control(place: int, colour: str, *, alone: bool) -> dict[str, Any]:
    """The look of the share, the centre, the upper and the lower limit, what lies outside."""
    line = {"color": f"#{colour}", "width": WIDTH}
    # One point has no line; a dash stands for it.
    none = {"marker": {"type": "long_dash", "size": 12, "border": line} if alone else {"type": "none"}}
    match place:
        case 0:
            return _mark(colour, 0) | {"line": line}
        case 1:
            return {"line": line} | none
        case 2 | 3:
            return {"line": line | {"dash_type": "dash"}} | none
    return _mark(colour, 2, 12) | {"line": {"none": True}}


def _mark(colour: str, place: int, size: int = 8) -> dict[str, Any]:
    look = {"fill": {"color": f"#{colour}"}, "border": {"color": f"#{colour}", "width": WIDTH}}
    return {"marker": {"type": SHAPES[place % len(SHAPES)], "size": size} | look}


def _error_bars(colour: str, plus: str, minus: str | None) -> dict[str, Any]:
    # As cells, since LibreOffice draws no lines whose lengths stand in the chart alone.
    line = {"line": {"color": f"#{colour}", "width": WIDTH}}
    ends: dict[str, Any] = {"type": "custom", "plus_values": plus}
    ends |= {"minus_values": minus} if minus else {"direction": "plus", "end_style": 0, "minus_values": plus}
    return {"y_error_bars": ends | line}


def _axes(drawn: Any, source: Source, values: Mapping[str, Any]) -> None:
    below(drawn, source)
    drawn.set_y_axis(values)
