"""Plans in real files: merged cells, colours and shown dates of a workbook, and the same plan as CSV."""

from datetime import datetime
from time import process_time

import openpyxl
import pytest
from openpyxl.styles import PatternFill
from openpyxl.styles.colors import Color

from audit import definitions
from audit.errors import FileError
from audit.plans.opening import read_lines
from audit.plans.profile import Options, load
from audit.plans.reading import read_plan
from audit.tables.colours import colour_word
from audit.tables.fills import date_shown, looks

PROFILE = load(definitions.library())
DAY = datetime(2011, 9, 1)


@pytest.fixture
def milestones(tmp_path):
    """A milestone report with merged cells, a heading over two rows, and a status that is only a colour."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "Report"
    for row in (
        ["Milestones 2011"],
        ["No", "Action", "Milestone", None, None, "Status", "Milestone lead"],
        [None, None, None, "Start", "Due"],
        [1, "Improve the front door", "Agree thresholds", DAY, DAY, "Achieved", "AD"],
        [None, None, "Train staff", DAY, "Ongoing", "On track", None],
        [2, "Listen to children", "Ask them", None, DAY, None, "Participation"],
    ):
        page.append(row)
    for span in ("A1:G1", "C2:E2", "A2:A3", "B2:B3", "F2:F3", "G2:G3", "A4:A5", "B4:B5", "G4:G5"):
        page.merge_cells(span)
    page["D4"].number_format = "mmm-yy"
    page["E4"].number_format = "dd/mm/yyyy"
    page["D5"].number_format = "yyyy"
    page["F6"].fill = PatternFill("solid", fgColor="FF92D050")
    path = tmp_path / "milestones.xlsx"
    book.save(path)
    return path


def test_merged_cells_speak_for_the_rows_beside_them(milestones):
    found = read_lines(milestones, PROFILE, Options())
    names = ("action_number", "action", "milestone", "start", "due", "milestone_owner")
    assert [tuple(line[name] for name in names) for line in found.lines] == [
        ("1", "Improve the front door", "Agree thresholds", "2011-09", "2011-09-01", "AD"),
        ("1", "Improve the front door", "Train staff", "2011", "Ongoing", "AD"),
        ("2", "Listen to children", "Ask them", "", "2011-09-01", "Participation"),
    ]
    assert (found.lines[2].fills, found.lines[0].fills) == ({"status": "green"}, {})
    assert [(one.sheet, one.row) for one in found.lines] == [("Report", 4), ("Report", 5), ("Report", 6)]
    assert not found.unread


def test_what_a_sheet_hides_is_read_and_said(milestones):
    book = openpyxl.load_workbook(milestones)
    book["Report"].row_dimensions[5].hidden = True
    book["Report"].column_dimensions["G"].hidden = True
    book.save(milestones)
    found = read_lines(milestones, PROFILE, Options())
    assert len(found.lines) == 3
    assert "Sheet Report hides row 5, column G; they were read as the others are." in found.notes


def test_lines_become_actions_and_a_colour_a_status(milestones):
    found = read_plan(milestones, PROFILE, Options(source="Report 2011", plan="P", interval=30))
    assert [draft.action.milestone for draft in found.drafts] == [
        "Agree thresholds",
        "Train staff",
        "Ask them",
    ]
    assert [draft.said[-1].state for draft in found.drafts] == [
        *("reported complete", "on track", "reported complete"),
    ]
    first = found.drafts[0].action
    assert (first.source, first.plan, first.interval, first.due) == ("Report 2011", "P", 30, "2011-09-01")


def test_the_same_plan_as_csv_differs_by_its_colours_alone(tmp_path, milestones):
    book = openpyxl.load_workbook(milestones)
    plain = tmp_path / "milestones.csv"
    rows = [["" if cell is None else str(cell) for cell in row] for row in book.active.values]
    plain.write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")
    lines = read_lines(plain, PROFILE, Options()).lines
    assert [(line["action"], line["milestone"], line["status"]) for line in lines] == [
        (line["action"], line["milestone"], line["status"])
        for line in read_lines(milestones, PROFILE, Options()).lines
    ]
    assert [dict(line.fills) for line in lines] == [{}, {}, {}]


@pytest.mark.parametrize(
    ("value", "word"),
    [
        *(("FF0000", "red"), ("C00000", "red"), ("FFC7CE", "red"), ("FFC000", "amber"), ("FFFF00", "amber")),
        *(("FFEB9C", "amber"), ("ED7D31", "amber"), ("00B050", "green"), ("92D050", "green")),
        *(("C6EFCE", "green"), ("0070C0", "blue"), ("00B0F0", "blue"), ("D9D9D9", "grey")),
        *(("808080", "grey"), ("FFFFFF", ""), ("000000", ""), ("7030A0", ""), ("nonsense", "")),
    ],
)
def test_colours_have_words(value, word):
    assert colour_word(value) == word


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        *(("mmm-yy", "month"), ("[$-809]mmmm yyyy;@", "month"), ("yyyy", "year"), ("dd/mm/yyyy", "")),
        *(('"due "mmm yyyy', "month"), ("0.00", ""), ("General", ""), ("d-mmm", "")),
    ],
)
def test_a_number_format_shows_so_much_of_a_date(code, shown):
    assert date_shown(code) == shown


def test_colours_by_theme_and_by_number(tmp_path):
    book = openpyxl.Workbook()
    for place, colour in enumerate([Color(theme=0), Color(theme=9, tint=0.4), Color(indexed=10)], start=1):
        book.active.cell(place, 1).fill = PatternFill("solid", fgColor=colour)
    book.active["A9"] = "x"
    path = tmp_path / "colours.xlsx"
    book.save(path)
    assert looks(path)["Sheet"].fills == {(1, 0): "amber", (2, 0): "red"}


def test_other_files_tell_no_colours(tmp_path):
    path = tmp_path / "plan.xlsx"
    path.write_bytes(b"PK nothing")
    assert looks(path) == looks(tmp_path / "plan.csv") == {}


def test_a_file_that_is_no_plan_is_said_in_one_sentence(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("Name,Telephone\nAnn,1\n")
    with pytest.raises(FileError, match=r"list\.csv, row 1 \(Name, Telephone\): no row has the headings"):
        read_lines(path, PROFILE, Options())


def test_a_plan_of_thousands_of_rows_is_read_in_seconds(tmp_path):
    path = tmp_path / "long.csv"
    rows = [f"R{row}.,Do it.,CCG,2011,On track" if row % 3 else ",,,,More." for row in range(3000)]
    path.write_text("Recommendation,Action,Lead,Due,Status\n" + "\n".join(rows))
    began = process_time()
    assert len(read_lines(path, PROFILE, Options()).lines) == 2000
    assert process_time() - began < 5
