"""Each check of workbooks finds the fault that it is there for, and nothing in a workbook without any."""

import re
import zipfile
from datetime import date

import openpyxl
import pytest
from accessible import wrong
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.hyperlink import Hyperlink

from audit.summaries.kept import Kept
from audit.workbook.assembled import Parts, Report, write
from audit.workbook.page import Chart, Filled, Link, Page, Table, Text
from audit.workbook.palette import NAVY

ON = date(2026, 11, 16)
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning:openpyxl")


def made(path, audience):
    rows = tuple((f"E{n}", Filled("Met", "00703C"), n) for n in range(1, 5))
    table = Table("Grades", ("Standard", "Grade", "Agencies"), rows, filtered=True)
    chart = Chart(
        "Most agencies meet E4", "Grades", "Standard", (("Agencies", NAVY),), "Bars count agencies."
    )
    pages = [Page("Grades", "Grades", (Text("What was graded."), table, chart), frozen=1)]
    cover = Page("Cover", "A report", (Text("For everybody."), Link("Grades", "Grades")))
    notes = Page("Notes", "Notes", (Text("None."),))
    parts = Parts(cover, pages, lambda _: notes, {"Grades": "The grades"})
    kept = Kept("r", audience, ON)
    write(Report("A report", audience, ON, parts, kept, subject="Kingsbridge SCP"), path)
    return path


@pytest.fixture(scope="module")
def paths(tmp_path_factory):
    folder = tmp_path_factory.mktemp("good")
    return {one: made(folder / f"{one}.xlsx", one) for one in ("subgroup", "board", "public")}


@pytest.mark.parametrize("audience", ["subgroup", "board", "public"])
def test_nothing_is_wrong_with_a_good_workbook(paths, audience):
    assert wrong(paths[audience], audience) == []


def dyed(sheet):
    sheet["A1"].fill = PatternFill("solid", fgColor="FFFFEE00")
    sheet["A1"].font = Font(bold=True, color="FFFFFFFF", size=16)


def led(sheet):
    sheet["A1"].hyperlink = Hyperlink(ref="A1", location="'Nowhere'!A1")


def told(sheet):
    sheet["A1"].comment = Comment("Mind", "Ada")


BROKEN = {  # what is done to the sheet Grades, for whom it is a fault, what is said of it
    "has merged cells": ("board", lambda sheet: sheet.merge_cells("E1:F2")),
    "has hidden rows": ("board", lambda sheet: setattr(sheet.row_dimensions[3], "hidden", True)),
    "is hidden": ("board", lambda sheet: setattr(sheet, "sheet_state", "hidden")),
    "has no title": ("board", lambda sheet: setattr(sheet["A1"], "font", Font(size=12))),
    "cursor is not at A1": (
        "board",
        lambda sheet: setattr(sheet.sheet_view.selection[0], "activeCell", "B2"),
    ),
    "does not open at the first": ("board", lambda sheet: setattr(sheet.parent, "active", 2)),
    "has blank cells": ("board", lambda sheet: setattr(below(sheet, "E2"), "value", None)),
    "headings are blank or alike": (
        "board",
        lambda sheet: setattr(below(sheet, "Grade"), "value", "standard"),
    ),
    "headings stay in sight": ("board", lambda sheet: setattr(sheet, "freeze_panes", "B2")),
    "has a filter": ("board", lambda sheet: setattr(sheet.auto_filter, "ref", "A1:B2")),
    "header or footer": ("board", lambda sheet: setattr(sheet.oddFooter.center, "text", "&P")),
    "has notes at cells": ("board", told),
    "names who wrote a note": ("subgroup", told),
    "is FFFFFF on FFEE00": ("board", dyed),
    "points": ("public", lambda sheet: setattr(sheet["A1"], "font", Font(bold=True, size=10))),
    "leads to 'Nowhere'!A1": ("board", led),
    "has a colour and no word": (
        "subgroup",
        lambda sheet: setattr(sheet["F9"], "fill", PatternFill("solid")),
    ),
    "is not for A4 landscape": ("board", lambda sheet: setattr(sheet.page_setup, "orientation", "portrait")),
    "has no area of print": ("subgroup", lambda sheet: setattr(sheet, "print_area", None)),
    "pages are not numbered": ("subgroup", lambda sheet: setattr(sheet.oddFooter.right, "text", "")),
    "none keeps its headings": ("subgroup", lambda sheet: setattr(sheet, "freeze_panes", None)),
    "stands below the table": ("public", lambda sheet: sheet.append(["Source: us"])),
    "beside the words": ("public", lambda sheet: sheet.__setitem__("C1", "Draft")),
    "has fills": ("public", dyed),
    "symbol alone": ("public", lambda sheet: setattr(below(sheet, "E2"), "value", "–")),
    "another way than [note n]": (
        "public",
        lambda sheet: setattr(below(sheet, "E2"), "value", "E2 [Note: 1]"),
    ),
    "has a mark": ("public", lambda sheet: setattr(below(sheet, "E2"), "value", "E2*")),
    "[c] is not explained": ("public", lambda sheet: setattr(below(sheet, "E2"), "value", "[c]")),
    "rows [2] are blank": ("public", lambda sheet: setattr(sheet["A2"], "value", None)),
    "is cut": ("board", lambda sheet: setattr(below(sheet, "E2"), "value", "many words " * 40)),
    "holds a formula": ("board", lambda sheet: setattr(below(sheet, "E2"), "value", "=1+1")),
    "they name a person": ("board", lambda sheet: setattr(sheet.parent.properties, "lastModifiedBy", "ada")),
    "title, subject or language": ("board", lambda sheet: setattr(sheet.parent.properties, "language", "")),
}


def below(sheet, value):
    """The cell that holds a value."""
    return next(cell for row in sheet for cell in row if cell.value == value)


@pytest.mark.parametrize("said", BROKEN)
def test_a_fault_is_found(paths, tmp_path, said):
    audience, breaking = BROKEN[said]
    book = openpyxl.load_workbook(paths[audience])
    breaking(book["Grades"])
    book.save(tmp_path / "broken.xlsx")
    assert [fault for fault in wrong(tmp_path / "broken.xlsx", audience) if said in fault]


PARTS = {  # what is replaced in which part, and what is said of it
    "told to nobody": ("xl/drawings/drawing1.xml", r'descr="[^"]*"', 'descr=""'),
    "is no finding": ("xl/charts/chart1.xml", "Most agencies meet E4", "Grades"),
    "letters are too small": ("xl/charts/chart1.xml", 'sz="900"', 'sz="800"'),
    "a contrast of": ("xl/charts/chart1.xml", NAVY, "DDDDDD"),
    "a sheet that there is not": ("xl/charts/chart1.xml", r"Grades!\$C", "Gone!$C"),
    "figures stand in no table": ("xl/charts/chart1.xml", r"Grades!\$C\$\d+:\$C\$\d+", "Grades!$A$1:$A$2"),
    "not said that its figures are on": ("xl/sharedStrings.xml", "on the sheet Grades", "elsewhere"),
    "control character": ("xl/sharedStrings.xml", "What was graded", "_x0007_ graded"),
    "leads outside": ("_rels/.rels", "<Relationship ", '<Relationship TargetMode="External" '),
}


@pytest.mark.parametrize("said", PARTS)
def test_a_fault_in_a_part_is_found(paths, tmp_path, said):
    part, old, new = PARTS[said]
    with zipfile.ZipFile(paths["public"]) as good, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as bad:
        for name in good.namelist():
            content = good.read(name).decode()
            changed = re.sub(old, new.replace("\\", r"\\"), content) if name == part else content
            assert name != part or changed != content
            bad.writestr(name, changed)
    assert [fault for fault in wrong(tmp_path / "b.xlsx", "public") if said in fault]
