"""The report as it is read: rows as high as their text, and pages through LibreOffice."""

from datetime import date
from itertools import takewhile

import openpyxl
import pytest
from office import AS_SHOWN, converted
from openpyxl.utils import range_boundaries
from test_workbook import BOARD, MIXED, SHEETS, scored, texts

from audit.definitions import library
from audit.scoring.partnership import Met, StandardFigures
from audit.standards.catalogue import Standard
from audit.templates import load
from audit.workbook import fit
from audit.workbook.book import LONGEST, on_colour, text, writing
from audit.workbook.page import Chart, Page, Table, Text
from audit.workbook.publishing import published
from audit.workbook.report import write_report
from audit.workbook.sheet import write_page
from audit.workbook.summary import finding


@pytest.fixture(scope="session", params=["subgroup", "board"])
def path(request, tmp_path_factory):
    path = tmp_path_factory.mktemp("pages") / f"{request.param}.xlsx"
    found = scored(load(library(), "section-11/london"), MIXED, unsigned=(5,))
    write_report(found, path, audience=request.param, partnership="Kingsbridge SCP", asks=("agree a date",))
    return path


def widths(sheet):
    """The width of each column by number: equal neighbours stand in the file as one."""
    return {n: one.width for one in sheet.column_dimensions.values() for n in range(one.min, one.max + 1)}


def test_every_text_in_a_table_fits_the_height_of_its_row(path):
    for sheet in openpyxl.load_workbook(path):
        wide = widths(sheet)
        for one in sheet.tables.values():
            for row in sheet[one.ref]:
                for cell in row:
                    width = wide[cell.column]
                    height = sheet.row_dimensions[cell.row].height
                    assert height is not None, (sheet.title, cell.coordinate)
                    assert height <= 409, "Excel takes no more"
                    if isinstance(cell.value, str):
                        assert fit.lines(cell.value, width) * 13 <= height, (sheet.title, cell.coordinate)


def test_no_table_has_a_blank_or_repeated_heading_or_a_blank_cell(path):
    for sheet in openpyxl.load_workbook(path):
        for one in sheet.tables.values():
            head, *rows = [[cell.value for cell in row] for row in sheet[one.ref]]
            assert len({str(name).casefold() for name in head}) == len(head)
            assert None not in head
            assert not [row for row in rows if None in row or "" in row], sheet.title


def test_headings_that_print_on_every_page_are_those_of_what_stands_there(path):
    for sheet in openpyxl.load_workbook(path):
        tops = {int(one.ref.split(":")[0][1:]): one for one in sheet.tables.values()}
        headings = {top: [column.name for column in one.tableColumns] for top, one in tops.items()}
        row = int(sheet.print_title_rows.split(":")[0].strip("$"))
        assert all(names == headings[row] for top, names in headings.items() if top >= row), sheet.title
        assert row == max(headings) or headings[row] == headings[max(headings)]


def test_no_chart_lies_over_a_table_or_another_chart(path):
    for sheet in openpyxl.load_workbook(path):
        tables = [range_boundaries(one.ref) for one in sheet.tables.values()]
        charts = [(at._from, at.to) for at in (chart.anchor for chart in sheet._charts)]
        taken = [(low.col + 1, low.row + 1, high.col, high.row) for low, high in charts]
        for place, (left, top, right, bottom) in enumerate(taken):
            for other in [*tables, *taken[place + 1 :]]:
                apart = right < other[0] or other[2] < left or bottom < other[1] or other[3] < top
                assert apart, (sheet.title, place, other)


def test_a_paragraph_stays_inside_its_width_and_loses_nothing():
    wide = Text("W" * 300 + " a board’s own words, " * 40, "heading")
    lines = fit.paragraph(wide, 100)
    assert "".join(lines).replace(" ", "") == wide.text.replace(" ", "")
    assert all(fit.digits(line) * 1.3 <= 100 for line in lines)
    assert fit.paragraph(Text(""), 100) == [""]


def test_a_date_stands_on_one_line_before_long_texts_get_more():
    table = Table("T", ("A", "When", "B"), (("word " * 60, "22 September 2026", "word " * 60),))
    long, date, other = fit.widths(Page("P", "P", (table,)))
    assert fit.lines("22 September 2026", date) == 1
    assert long == other
    assert long + date + other <= fit.PAGE + 0.2


def test_a_text_too_long_for_a_row_stands_whole_in_the_notes(tmp_path):
    long = " ".join(f"word{n}" for n in range(1200))
    found = scored(load(library(), "section-11/london"), ("mixed", "mixed"), said=long)
    write_report(found, tmp_path / "r.xlsx", audience="subgroup")
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    cut = [value for value in texts(book["Actions"]) if "(cut; the whole stands in Notes) [note 1]" in value]
    assert len(cut) == 1
    assert cut[0].startswith("word0 word1 ")
    rows = list(book["Notes"].iter_rows(values_only=True, max_col=3))
    first = next(place for place, row in enumerate(rows) if row[0] == "Note 1")
    parts = [rows[first][2]]
    parts += [row[2] for row in takewhile(lambda row: row[0] == "Note 1 (continued)", rows[first + 1 :])]
    assert "".join(parts) == long
    assert all(row.height <= 409 for row in book["Notes"].row_dimensions.values() if row.height)


def test_words_on_colours_can_be_read():
    def light(colour):
        parts = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for colour in ("00703C", "F4A300", "D4351C", "B1B4B6", "000000", "FFFFFF", "12436D", "28A197"):
        pair = sorted((light(colour), light(on_colour(colour))))
        assert (pair[1] + 0.05) / (pair[0] + 0.05) >= 4.5, colour


def test_text_is_cut_to_what_a_cell_holds_and_says_so():
    assert text("a\x00b\x1bc\nd") == "abc\nd"
    long = text("x" * 40_000)
    assert len(long) == LONGEST
    assert "[cut" in long[-60:]


def test_libreoffice_prints_every_sheet_and_no_cell_shows_hashes(path, tmp_path):
    sheets = SHEETS if path.stem == "subgroup" else BOARD
    [pdf] = converted("pdf", tmp_path, path)
    assert pdf.read_bytes().count(b"/Type/Page") > len(sheets)
    # The sheets as LibreOffice shows them, numbers in their formats: a column too narrow shows ###.
    converted(AS_SHOWN, tmp_path, path)
    shown = [file.read_text(encoding="utf-8") for file in tmp_path.glob("*.csv")]
    assert len(shown) == len(sheets)
    assert not [one for one in shown if "###" in one]


@pytest.mark.parametrize(
    ("fully", "said"),
    [
        ((2, 1, 1), "Fewest fully meet B and C: 1 of 2 agencies each"),
        ((2, 0, 1), "Fewest fully meet B: 0 of 2 agencies"),
        ((0, 0, 0), "No agency fully meets any standard"),
        ((2, 2, 2), "Every standard is fully met wherever it applies"),
    ],
)
def test_the_title_of_a_chart_names_every_standard_that_shares_the_last_place(fully, said):
    figures = [
        StandardFigures(Standard(name, name, "", ()), None, None, 0, {}, {Met.FULLY: n, Met.NOT: 2 - n})
        for name, n in zip("ABC", fully, strict=True)
    ]
    assert finding(figures) == said


def test_a_page_without_a_table_is_as_wide_as_its_sentences(tmp_path):
    sentence = "No action is planned on these, and nobody says otherwise, so that nothing stands here. " * 2
    path = tmp_path / "r.xlsx"
    page = fit.fitted(Page("Actions", "Actions", (Text(sentence),)), [])
    with writing(path, "t", date(2026, 3, 1)) as book:
        write_page(book, page, "", "t")
    [sheet] = openpyxl.load_workbook(path)
    lines = [cell.value for cell in sheet["A"] if cell.value]
    assert max(map(len, lines)) > 80
    assert range_boundaries(sheet.print_area.replace("$", "").split("!")[1])[2] == len(page.widths)


def test_what_sums_up_a_published_table_is_in_no_bar_of_its_chart(tmp_path):
    table = Table("T", ("Standard", "Lower"), (("A", 2), ("B", 3)), foot=("All", 5))
    chart = Chart("Most in B", "T", "Standard", (("Lower", "12436D"),), "Bars.")
    made = published(Page("Cover", "Cover", ()), [Page("S", "S", (table, chart))], {})
    path = tmp_path / "p.xlsx"
    with writing(path, "t", date(2026, 3, 1)) as book:
        for page in made:
            write_page(book, page, "", "t")
    drawn = next(sheet for sheet in openpyxl.load_workbook(path) if sheet._charts)
    [series] = drawn._charts[0].series
    rows = range_boundaries(series.val.numRef.f.replace("$", "").split("!")[1])
    assert rows[3] - rows[1] == 1
