"""The report as it is read: rows as high as their text, and pages through LibreOffice."""

import shutil
import subprocess

import openpyxl
import pytest
from test_workbook import MIXED, SHEETS, scored

from audit.definitions import library
from audit.templates import load
from audit.workbook import fit
from audit.workbook.book import LONGEST, on_colour, text
from audit.workbook.report import write_report


@pytest.fixture(scope="session", params=["subgroup", "board"])
def path(request, tmp_path_factory):
    path = tmp_path_factory.mktemp("pages") / f"{request.param}.xlsx"
    found = scored(load(library(), "section-11/london"), MIXED * 2, unsigned=(5,))
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
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice (soffice) is not on this machine")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    pdf = tmp_path / f"{path.stem}.pdf"
    assert pdf.read_bytes().count(b"/Type/Page") > len(SHEETS)
    # The sheets as LibreOffice shows them, numbers in their formats: a column too narrow shows ###.
    command[4] = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    shown = [file.read_text(encoding="utf-8") for file in tmp_path.glob("*.csv")]
    assert len(shown) == len(SHEETS)
    assert not [one for one in shown if "###" in one]
