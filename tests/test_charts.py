"""Charts of every kind, as they stand in the file: what they are drawn from, how they are told apart."""

import re
import zipfile
from datetime import date
from itertools import pairwise
from xml.etree import ElementTree as ET

import openpyxl
import pytest

from audit.workbook import palette
from audit.workbook.book import writing
from audit.workbook.charts import rows_for
from audit.workbook.fit import fitted
from audit.workbook.page import KINDS, NOTHING, Chart, Number, Page, Table
from audit.workbook.palette import DARK, GREY, NAVY, ORANGE, PLUM, TEAL
from audit.workbook.sheet import write_page

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
SERIES = (("Self", NAVY), ("Panel", ORANGE), ("Upper", DARK), ("Lower", DARK), ("Out", PLUM))
HEADS = ("Month", *(heading for heading, _ in SERIES), "Change")


def share(value):
    return Number(value, "0%")


ROWS = (
    ("May", share(0.5), share(0.7), share(0.9), share(0.1), NOTHING, share(0.2)),
    ("June", NOTHING, share(0.4), share(0.9), share(0.1), NOTHING, NOTHING),
    ("July", share(0.95), share(0.25), share(0.9), share(0.1), share(0.95), share(-0.7)),
)


def drawn(tmp_path, kind, rows=ROWS, series=SERIES, **more):
    """The chart's part of the file, read."""
    table = Table("Shares", HEADS, rows)
    chart = Chart("One in three lies outside", "Shares", "Month", series, "Told.", kind=kind, **more)
    path = tmp_path / "drawn.xlsx"
    with writing(path, "Charts", date(2026, 11, 16)) as book:
        write_page(book, fitted(Page("It's a sheet", "A sheet", (table, chart)), []), "", "")
    with zipfile.ZipFile(path) as file:
        return ET.fromstring(file.read("xl/charts/chart1.xml")), path  # noqa: S314


def values(series):
    return series.find(f"{C}val/{C}numRef/{C}f").text


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_names_its_series_and_says_its_finding(tmp_path, kind):
    chart, path = drawn(tmp_path, kind, low="Change" if kind == "dots" else "", high="Change")
    title = "".join(one.text for one in chart.iter(f"{A}t"))
    assert title == "One in three lies outside"
    count = 1 if kind == "dots" else len(SERIES)
    refs = [one.find(f"{C}tx/{C}strRef/{C}f").text for one in chart.iter(f"{C}ser")]
    assert refs == [f"'It''s a sheet'!${letter}$4" for letter in "BCDEF"][:count]
    shown = openpyxl.load_workbook(path).active
    assert [shown[ref.partition("!")[2].replace("$", "")].value for ref in refs] == list(HEADS[1:6])[:count]
    with zipfile.ZipFile(path) as file:
        assert 'descr="One in three lies outside. Told."' in file.read("xl/drawings/drawing1.xml").decode()


@pytest.mark.parametrize("kind", ["pairs", "lines", "control"])
def test_words_are_a_gap_since_excel_would_draw_them_as_nothing_at_all(tmp_path, kind):
    chart, path = drawn(tmp_path, kind)
    assert chart.find(f"{C}chart/{C}dispBlanksAs") is None, "a gap is the rule"
    sheet = openpyxl.load_workbook(path).active
    for series, column in zip(chart.iter(f"{C}ser"), range(2, 7), strict=True):
        # The areas that a series goes by, cell after cell, are the rows of the table, words left out.
        areas = re.findall(r"\$([A-Z]+)\$(\d+)(?::\$[A-Z]+\$(\d+))?", values(series))
        cells = [
            sheet[f"{letter}{row}"]
            for letter, first, last in areas
            for row in range(int(first), int(last or first) + 1)
        ]
        wanted = [sheet.cell(row, column).value for row in (5, 6, 7)]
        numbers = [value if isinstance(value, float) else None for value in wanted]
        assert [cell.value for cell in cells] == numbers
        points = series.iterfind(f"{C}val/{C}numRef/{C}numCache/{C}pt")
        cached = {int(one.get("idx")): float(one[0].text) for one in points}
        assert cached == {place: value for place, value in enumerate(numbers) if value is not None}


def test_series_differ_in_shape_and_limits_are_dashed(tmp_path):
    chart, _ = drawn(tmp_path, "lines")
    shapes = [one.find(f"{C}marker/{C}symbol").get("val") for one in chart.iter(f"{C}ser")]
    assert len(set(shapes)) == len(shapes) == 5
    chart, _ = drawn(tmp_path, "control")
    marks = [one.find(f"{C}marker/{C}symbol").get("val") for one in chart.iter(f"{C}ser")]
    assert marks == ["circle", "none", "none", "none", "diamond"]
    dashes = [one.find(f"{C}spPr/{A}ln/{A}prstDash") is not None for one in chart.iter(f"{C}ser")]
    assert dashes == [False, False, True, True, False]


def test_nothing_outside_the_limits_is_no_series(tmp_path):
    chart, _ = drawn(tmp_path, "control", ROWS[:2])
    assert len(list(chart.iter(f"{C}ser"))) == 4


def test_a_pair_is_joined_by_a_line_as_long_as_its_difference(tmp_path):
    chart, _ = drawn(tmp_path, "pairs", series=SERIES[:2], high="Change")
    first, second = chart.iter(f"{C}ser")
    assert first.find(f"{C}errBars/{C}plus/{C}numRef/{C}f").text == "'It''s a sheet'!$G$5:$G$7"
    assert second.find(f"{C}errBars") is None


@pytest.mark.parametrize(("kind", "ends"), [("pairs", (0, 1)), ("columns", (2, 9)), ("lines", (2, 9))])
def test_the_axis_runs_from_end_to_end(tmp_path, kind, ends):
    more = {} if kind == "pairs" else {"ends": (2, 9), "shown": "0.0"}
    chart, _ = drawn(tmp_path, kind, **more)
    scale = chart.find(f"{C}chart/{C}plotArea/{C}valAx/{C}scaling")
    assert tuple(float(scale.find(f"{C}{end}").get("val")) for end in ("min", "max")) == ends


def test_every_letter_is_of_nine_points_or_more(tmp_path):
    for kind in KINDS:
        chart, _ = drawn(tmp_path, kind, low="Change" if kind == "dots" else "", high="Change")
        sizes = [
            int(one.get("sz"))
            for tag in ("rPr", "defRPr")
            for one in chart.iter(f"{A}{tag}")
            if one.get("sz")
        ]
        assert sizes
        assert min(sizes) >= 900


def test_long_names_make_a_chart_taller_and_stand_upright(tmp_path):
    rows = tuple((f"{row[0]} {'of the long year ' * 5}", *row[1:]) for row in ROWS)
    short, long = (Chart("t", "Shares", "Month", SERIES, "t", kind="lines") for _ in range(2))
    assert rows_for(long, Table("Shares", HEADS, rows)) > rows_for(short, Table("Shares", HEADS, ROWS))
    chart, _ = drawn(tmp_path, "lines", rows)
    assert chart.find(f".//{C}catAx//{A}bodyPr").get("rot") == "-5400000"
    assert chart.find(f".//{C}plotArea/{C}layout/{C}manualLayout") is not None


def test_contrast_is_that_of_the_guidelines():
    assert palette.contrast("000000", "FFFFFF") == pytest.approx(21)
    assert palette.contrast("777777", "FFFFFF") == pytest.approx(4.478, abs=0.001)
    assert palette.contrast("FFFFFF", "777777") == palette.contrast("777777", "FFFFFF")
    assert palette.contrast("12436D", "12436D") == 1


ORDERED = [palette.grades(count) for count in range(1, 9)]


@pytest.mark.parametrize(
    "colours", [palette.CATEGORICAL, *ORDERED, (TEAL, GREY, ORANGE), (*ORDERED[3], GREY)]
)
def test_parts_stand_out_from_white_and_from_each_other(colours):
    for colour in colours:
        seen = max(palette.contrast(colour, "FFFFFF"), palette.contrast(palette.edge(colour), "FFFFFF"))
        assert seen >= palette.PART, colour
        assert palette.contrast(palette.on_colour(colour), colour) >= palette.TEXT, colour
    for one, other in pairwise(colours):
        # The later part's border lies over that of the one before; it must be seen on one of its sides.
        sides = [palette.contrast(palette.edge(other), part) for part in (one, other)]
        assert max(*sides, palette.contrast(one, other)) >= palette.PART, (one, other)


@pytest.mark.parametrize("count", range(1, 7))
def test_grades_run_from_dark_to_light_and_none_is_like_another(count):
    light = [palette.contrast(colour, "000000") for colour in palette.grades(count)]
    assert len(light) == count
    assert all(later / earlier >= 1.2 for earlier, later in pairwise(light))


def test_the_six_kinds_of_things_are_seen_without_a_border():
    assert len(set(palette.CATEGORICAL)) == 6
    assert all(palette.contrast(one, "FFFFFF") >= palette.PART for one in palette.CATEGORICAL)
