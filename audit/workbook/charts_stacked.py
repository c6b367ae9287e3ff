"""Stacked bars and columns: a heading and its colour a part, its number on it."""

from typing import Any

from audit.workbook.charts_source import GRID, PLAIN, Source, below, label, legend, total
from audit.workbook.palette import edge

CROWDED = 36  # columns on which no number could be read


def bars(workbook: Any, source: Source) -> Any:
    """A bar a row, from the first down."""
    drawn = workbook.add_chart({"type": "bar", "subtype": "stacked"})
    _parts(drawn, source, labelled=True)
    names = {"reverse": True, "num_font": PLAIN, "major_tick_mark": "none", "interval_unit": 1}
    drawn.set_y_axis(names)
    drawn.set_x_axis(_values(source))
    return drawn


def columns(workbook: Any, source: Source) -> Any:
    """A column a row, from the first on."""
    drawn = workbook.add_chart({"type": "column", "subtype": "stacked"})
    _parts(drawn, source, labelled=source.many <= CROWDED)
    below(drawn, source)
    grid = {"major_gridlines": GRID, "num_font": PLAIN, "num_format": "General"}
    step = {"major_unit": 1} if total(source) <= 5 else {}
    drawn.set_y_axis(_values(source) | grid | {"visible": True} | step)
    return drawn


def _parts(drawn: Any, source: Source, *, labelled: bool) -> None:
    legend(drawn, source)
    for heading, colour in source.chart.series:
        look = {"fill": {"color": f"#{colour}"}, "border": {"color": f"#{edge(colour)}", "width": 1}}
        labels = {"data_labels": label(source, colour)} if labelled else {}
        drawn.add_series(source.series(heading) | look | labels | {"gap": 40})


def _values(source: Source) -> dict[str, Any]:
    """An axis that the numbers on the parts make needless, so long that the longest uses the whole of it."""
    ends = source.chart.ends or (0, max(1, total(source)))
    return {"visible": False, "major_gridlines": {"visible": False}, "min": ends[0], "max": ends[1]}
