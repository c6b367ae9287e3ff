"""Three untidy plans from file to list: levels, owners, dates, states, notes, and all that is not read."""

import csv
import json
import re
from datetime import datetime

import openpyxl
import pytest
from openpyxl.styles import PatternFill
from test_cli_setup import call

from audit.dates import MONTHS
from audit.tables import read, text

ON = ("--today", "2018-06-01")
KEYS = ("row", "level", "number", "owners", "due", "due_text", "achieved_text", "state", "themes")

# As a program takes it out of a PDF: a row for each line of text, headings in two rows and again on page 2.
PDF = """\
Anytown Safeguarding Children Board||||||||
SERIOUS CASE REVIEW – CHILD T: ACTION PLAN||||||||
||||||||
Recommendation||Action|Lead|Required|Completion|Date|Comments/|
||||evidence|date|achieved|Outcome|
1. The Board should||1.1 Review the|LSCB|Revised|December|November|Protocol agreed by|
seek assurance that||protocol and|Business|protocol|2016|2016|the Executive.|
agencies respond.||re-issue it.|Manager||||Now on the website.|
||1.2 Multi-agency|QA Sub|Audit|Report to|||
||audit of cases.|group Chair|report|December Board|||
Official – Sensitive||||||||
Page 1 of 2||||||||
Anytown Safeguarding Children Board||||||||
Recommendation||Action|Lead|Required|Completion|Date|Comments/|
||||evidence|date|achieved|Outcome|
2. Health should||2.1 Briefing for all|CCG /|Briefing|31/03/2017||On track. Dates are|
train staff.||GPs.|NHS England|||| set.|
||2.2 Dip sample of records.|as above|Sample|Completed|July 2017|CCG to report to the Board in May.|
"""
PDF_LIST = [
    (
        6,
        "action",
        "1.1",
        ["LSCB Business Manager"],
        "2016-12-31",
        "December 2016",
        "November 2016",
        "reported complete",
        [],
    ),
    (9, "action", "1.2", ["QA Sub group Chair"], None, "Report to December Board", None, "not started", []),
    (16, "action", "2.1", ["CCG", "NHS England"], "2017-03-31", "31/03/2017", None, "on track", []),
    (18, "action", "2.2", [], None, "Completed", "July 2017", "reported complete", []),
]
PDF_NOTES = [
    [(None, None, "Protocol agreed by the Executive.\nNow on the website.")],
    [],
    [(None, "on track", "On track. Dates are set.")],
    [(None, None, "CCG to report to the Board in May.")],
]
PDF_UNREAD = [
    (9, "Completion date", "Report to December Board"),
    (11, "", "Official – Sensitive"),
    (18, "Lead", "as above"),
    (18, "Completion date", "Completed"),
    (18, "Comments/ Outcome", "CCG to report to the Board in May."),
]

# The plan of several agencies: their names between the rows, columns by date, a tick, what is unclear.
AGENCIES = """\
Child D – multi-agency action plan||||||||
||||||||
Ref|Recommendation|Lead|Timescale|Update March 2017|Update Sept 2017|RAG March 2017|RAG Sept 2017|Not started
Children's Social Care||||||||
V1.|Assess the whole family|AD; Head of QA|Spring 2017|Audit planned|Sept 2017 - Completed. 20 of 24 good|A|G|
V2.|Private fostering is known|see CAF1|31 May 2017||No further assurance received from Comms.|Amber||
Metropolitan Police||||||||
V3.|Officers see the child|MPS|Bi-monthly|Superseded by the new standard.|||-|
V4.|Check Merlins\\nTrain staff|MPS\\nBCU|ASAP|re-assigned to Public Protection||?|Red|
Cafcass||||||||
V5.|Weigh allegations|Cafcass|30 June 2017|||||✓
Total|5|||||||
"""
THEMES = ["Children's Social Care", "Metropolitan Police", "Cafcass"]
AGENCIES_LIST = [
    (
        5,
        "recommendation",
        "V1",
        ["AD", "Head of QA"],
        None,
        "Spring 2017",
        None,
        "reported complete",
        THEMES[:1],
    ),
    (6, "recommendation", "V2", [], "2017-05-31", "31 May 2017", None, "delayed", THEMES[:1]),
    (8, "recommendation", "V3", ["MPS"], None, "Bi-monthly", None, "superseded", THEMES[1:2]),
    (9, "recommendation", "V4", ["MPS", "BCU"], None, "ASAP", None, "not on track", THEMES[1:2]),
    (11, "recommendation", "V5", ["Cafcass"], "2017-06-30", "30 June 2017", None, "not started", THEMES[2:]),
]
AGENCIES_NOTES = [
    [
        ("2017-03", "delayed", "RAG March 2017: A"),
        ("2017-03", None, "Audit planned"),
        ("2017-09", "reported complete", "Completed. 20 of 24 good"),
    ],
    [("2017-09", "no further assurance received", "No further assurance received from Comms.")],
    [("2017-03", "superseded", "Superseded by the new standard.")],
    [("2017-03", None, "RAG March 2017: ?"), ("2017-03", None, "re-assigned to Public Protection")],
    [],
]
AGENCIES_UNREAD = [
    (5, "Timescale", "Spring 2017"),
    (6, "Lead", "see CAF1"),
    (8, "Timescale", "Bi-monthly"),
    (9, "Recommendation", "Check Merlins\nTrain staff"),
    (9, "Timescale", "ASAP"),
    (9, "Update March 2017", "re-assigned to Public Protection"),
    (12, "", "Total | 5"),
]

# By hand in a workbook: headings over two rows, merged cells, dates that show less, colours without words.
BOOK = [
    ["Improvement plan: milestones, July 2017"],
    ["Action", "Milestone", "Timescale", None, "Progress note", None, "RAG", "Milestone lead"],
    [None, None, "Start", "Due", "Q1", "Q2"],
    ["Priority 1: the front door"],
    ["1 Referrals", "Form revised", datetime(2017, 4, 1), datetime(2017, 6, 1), "July 2017 - In use.", None],
    [
        None,
        "Briefings",
        "Apr 17",
        "Report to July Board",
        "Dates set",
        "4 of 6 held",
        None,
        "Trainer / Comms",
    ],
    ["Priority 2: the child's voice"],
    ["2 Seen alone", "Standard issued", None, "Sept/Oct 2017", "Not achieved: in draft.", None, None, "PSW"],
    [None, "Audit of 40 files", None, datetime(2017, 9, 30), None, "No further assurance received.", None],
    [],
    ["Green", "On track or done"],
]
BOOK_LIST = [
    (
        5,
        "milestone",
        None,
        ["Head of First Response"],
        "2017-06-30",
        "2017-06",
        None,
        "reported complete",
        ["Priority 1: the front door"],
    ),
    (
        6,
        "milestone",
        None,
        ["Trainer / Comms"],
        None,
        "Report to July Board",
        None,
        "not on track",
        ["Priority 1: the front door"],
    ),
    (
        8,
        "milestone",
        None,
        ["PSW"],
        None,
        "Sept/Oct 2017",
        None,
        "not on track",
        ["Priority 2: the child's voice"],
    ),
    (
        9,
        "milestone",
        None,
        [],
        "2017-09-30",
        None,
        None,
        "no further assurance received",
        ["Priority 2: the child's voice"],
    ),
]
BOOK_NOTES = [
    [("2017-07", None, "In use.")],
    [(None, None, "Progress note / Q1: Dates set"), (None, None, "Progress note / Q2: 4 of 6 held")],
    [(None, "not on track", "Progress note / Q1: Not achieved: in draft.")],
    [(None, "no further assurance received", "Progress note / Q2: No further assurance received.")],
]
BOOK_UNREAD = [
    (6, "Milestone lead", "Trainer / Comms"),
    (6, "Timescale / Start", "Apr 17"),
    (6, "Timescale / Due", "Report to July Board"),
    (8, "Timescale / Due", "Sept/Oct 2017"),
    (9, "RAG", "green"),
    (11, "", "Green | On track or done"),
]


def as_csv(path, rows):
    cells = [[cell.replace("\\n", "\n") for cell in row.split("|")] for row in rows.splitlines()]
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(cells)
    return path


def as_book(path):
    book = openpyxl.Workbook()
    page = book.active
    page.title = "Plan"
    for row in BOOK:
        page.append(row)
    page["H5"] = "Head of First Response"
    for span in ("A2:A3", "B2:B3", "C2:D2", "E2:F2", "G2:G3", "H2:H3", "A4:H4", "A5:A6", "A7:H7", "A8:A9"):
        page.merge_cells(span)
    for cell, colour in (("G5", "00B050"), ("G6", "FF0000"), ("G8", "C00000"), ("G9", "92D050")):
        page[cell].fill = PatternFill("solid", fgColor=colour)
    page["D5"].number_format = "mmm-yy"
    book.save(path)
    return path


MADE = {
    "pdf": (lambda path: as_csv(path / "child-t.csv", PDF), PDF_LIST, PDF_NOTES, PDF_UNREAD),
    "agencies": (
        lambda path: as_csv(path / "child-d.csv", AGENCIES),
        AGENCIES_LIST,
        AGENCIES_NOTES,
        AGENCIES_UNREAD,
    ),
    "book": (lambda path: as_book(path / "milestones.xlsx"), BOOK_LIST, BOOK_NOTES, BOOK_UNREAD),
}


def listed():
    items = json.loads(call("action", "list", "--json", *ON).stdout)
    return sorted(items, key=lambda one: one["row"])


def begin(place, monkeypatch):
    place.mkdir()
    monkeypatch.chdir(place)
    call("init", ".", "--name", "Anytown")


def words(value):
    return {*re.findall(r"[^\W_]+", json.dumps(value, ensure_ascii=False).replace("\\n", " "))}


@pytest.mark.parametrize("name", MADE)
def test_an_untidy_plan_is_taken_in_whole(name, tmp_path, monkeypatch):
    make, items, notes, unread = MADE[name]
    file = make(tmp_path)
    begin(tmp_path / "one", monkeypatch)
    came = json.loads(call("action", "import", file, "--json", "--by", "jo", *ON).stdout)
    there = listed()
    assert [tuple(one[key] for key in KEYS) for one in there] == items
    told = [[(said["on"], said["state"], said["note"]) for said in one["updates"]] for one in there]
    assert told == notes
    assert [(one["row"], one["column"], one["text"]) for one in came["unread"]] == unread
    assert not any(one["assured"] for one in there)

    # No word of the file is nowhere; the month of an update stands in its date.
    known = words([there, came]) | {month[:n] for month in MONTHS for n in (3, 4, 9)}
    cells = [text(cell) for table in read(file) for row in table.rows for cell in row]
    assert words(cells) <= known

    again = json.loads(call("action", "import", file, "--json", "--by", "jo", *ON).stdout)
    assert (again["moved"], again["actions"]["new"], again["actions"]["changed"]) == ([], [], [])
    table = tmp_path / "all.csv"
    call("action", "export", "-o", table)
    begin(tmp_path / "two", monkeypatch)
    call("action", "import", table, "--by", "jo", *ON)
    assert listed() == there


def test_levels_stand_above_their_milestones(tmp_path, monkeypatch):
    begin(tmp_path / "one", monkeypatch)
    call("action", "import", as_book(tmp_path / "milestones.xlsx"), "--by", "jo", *ON)
    assert [(one["action"], one["milestone"]) for one in listed()] == [
        ("1 Referrals", "Form revised"),
        ("1 Referrals", "Briefings"),
        ("2 Seen alone", "Standard issued"),
        ("2 Seen alone", "Audit of 40 files"),
    ]
    came = call("action", "import", tmp_path / "milestones.xlsx", "--by", "jo", *ON)
    assert "green as reported complete (1), red as not on track (2)" in " ".join(came.stdout.split())
