"""audit register: what a person reads of a register, what is printed as JSON, and what to type next."""

import csv
import json
import shlex
from pathlib import Path

import duckdb
import openpyxl
import pytest
from fake_registers import REGISTERS, needs_registers
from test_checking import EPISODES, LIST_6, child
from test_cli_setup import as_json, call, refused

from audit.registers import text_files

TEAM = ["id", "team"]


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def book(sheets, name="cases.xlsx"):
    """A workbook of {sheet: rows}, and openpyxl's own view of it to spoil."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    made.save(name)
    return made


def text(rows, name="cases.csv", encoding="utf-8"):
    with Path(name).open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(rows)
    return name


def list_6(count=8, *, title=False):
    return [*([["List 6: Children in Need"]] if title else []), LIST_6, *map(child, range(count))]


def lists(*args):
    return as_json("register", *args)["lists"]


def one(*args):
    """The only list, printed as JSON."""
    (found,) = lists(*args)
    return found


def drawn(command):
    """What the command that was proposed draws."""
    words = shlex.split(command)
    assert words[:3] == ["audit", "sample", "draw"]
    return as_json(*words[1:], "--seed", "7")


# --- what it is -------------------------------------------------------------------------------------


@pytest.mark.parametrize("title", [True, False])
def test_a_list_is_recognised_with_its_columns_and_drawn_by_the_command_that_is_printed(title):
    book({"List 6": list_6(title=title)})
    found = one("cases.xlsx")
    assert (found["profile"], found["header_row"], found["rows"]) == ("annex-a/list-6", 1 + title, 8)
    assert [each["letter"] for each in found["columns"]] == list("ABCDEFGHIJKLMN")
    age = found["columns"][4]
    assert (age["heading"], age["matched"], age["kind"]) == ("Age of Child (Years)", "Age", "whole")
    birth = found["columns"][3]["personal"]
    assert birth == "a date of birth"
    assert found["command"] == 'audit sample draw "cases.xlsx#List 6" --by "Allocated Team" --size 8'
    call("init")
    made = drawn(found["command"])
    assert made["population"] == 8
    assert sorted(case["unit"] for case in made["drawn"]) == [str(1000 + n) for n in range(8)]


def test_the_screen_says_what_each_heading_is_and_what_is_kept_back():
    book({"List 6": list_6()})
    said = call("register", "cases.xlsx").stdout
    assert said.startswith("cases.xlsx#List 6: Annex A, list 6: children in need\n")
    assert "- Headings in row 1; 8 rows below with anything in them." in said
    assert "- 8 different ids in 'Child Unique ID'." in said
    assert (
        "* Tells who a child is, so kept out of everything but --carry: 'Date of Birth' (a date of birth)."
        in said
    )
    assert "Nothing is wrong in its cells." in said
    assert 'audit sample draw "cases.xlsx#List 6" --by "Allocated Team" --size 8' in said
    assert "audit init" in said  # there is no workspace here
    call("init")
    assert "audit init" not in call("register", "cases.xlsx").stdout


def test_every_sheet_is_told_of_and_one_that_can_be_drawn_from_is_enough():
    nameless = [["Child Unique ID", "Date of Contact"], [None, "x"], [None, "y"]]
    sheets = {"Front_Sheet": [["About"], ["x"]], "List 6": list_6(), "List_1": nameless, "Prose": [["words"]]}
    book(sheets)
    said = call("register", "cases.xlsx").stdout
    assert "Front_Sheet: no register; it explains the workbook" in said
    assert "Prose: no register; no row of headings" in said
    assert "It cannot be drawn from: no row has an id" in said
    assert said.index("Drawn from") < said.index("cases.xlsx#List_1")  # all lists in one table first
    block = as_json("register", "cases.xlsx")
    assert [each["sheet"] for each in block["refused"]] == ["Front_Sheet", "Prose"]
    assert [each["can_be_drawn"] for each in block["lists"]] == [True, False]
    assert block["lists"][1]["command"] is None
    ended = call("register", "cases.xlsx#List_1", code=1)
    assert "cannot be drawn from: no row has an id." in ended.stderr
    assert "no row of headings" in refused("register", "cases.xlsx#Prose")


def test_the_lists_of_another_inspection_are_refused_by_name():
    send = ["Unique ID", "UPN", "ULN", "Date of birth", "Gender", "Ethnicity", "Age"]
    book({"List_1": [send, ["1", "", "", "", "", "", 3]]})
    block = json.loads(call("register", "cases.xlsx", "--json", code=1).stdout)
    assert block["lists"] == []
    assert "SEND" in block["refused"][0]["problem"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("none.csv", None, "there is no such file"),
        ("empty.csv", "id,team\n", "no row of headings with rows below it"),
        ("bare.csv", "", "it is empty"),
        ("cases.docx", "x", "no register that is read here"),
        ("cut.xlsx", "PK\x03\x04cut", "damaged"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(name, content, said):
    if content is not None:
        Path(name).write_text(content, encoding="utf-8")
    sentence = refused("register", name)
    assert said in sentence
    assert name in sentence
    assert "Traceback" not in sentence


# --- what is wrong with it --------------------------------------------------------------------------


def spoilt():
    rows = list_6(40, title=True)
    rows[13][3], rows[20][3] = "May be 8 Jan 2000", "2010-01-01"
    for row in rows[21:33]:
        row[7] = "nope"
    rows[34][12] = "NORTH"
    rows.append(rows[-1])
    rows.append(["Total", *[None] * 3, 480, *[None] * 9])
    return rows


def test_findings_name_their_cells_as_excel_does_and_gather_what_is_alike():
    book({"List 6": spoilt()})
    said = call("register", "cases.xlsx").stdout
    assert "- row 14, cell D14: 'May be 8 Jan 2000' is not a date; write it as 31/03/2026.\n" in said
    assert "- 12 cells hold 'nope', first in H22: it is none of the 10 codes" in said
    assert "- 1 row repeats another in every cell: rows 42 and 43.\n" in said
    assert "- The last row ('Total') is a row of totals and is left out of every draw.\n" in said
    assert "- Allocated Team: 'NORTH' and 'North' differ only in spelling and stay apart.\n" in said
    assert "- 1 id stands on several rows (at most 2), where one row each is expected: " in said
    assert "2010-01-01" not in said


def test_json_has_every_finding_with_its_rows():
    book({"List 6": spoilt()})
    found = one("cases.xlsx")
    assert (found["wrong"], found["untidy"]) == (1, 14)
    birth = found["findings"][0]
    assert birth == {
        "severity": "wrong",
        "sheet": "List 6",
        "column": "D",
        "heading": "Date of Birth",
        "rows": [14],
        "cells": 1,
        "value": "May be 8 Jan 2000",
        "text": "'May be 8 Jan 2000' is not a date; write it as 31/03/2026.",
    }
    nope = next(each for each in found["findings"] if each["value"] == "nope")
    assert (nope["severity"], nope["column"], nope["rows"]) == ("untidy", "H", list(range(22, 34)))
    assert found["same_rows"] == {"rows": 1, "groups": [[42, 43]]}
    assert (found["total_row"], found["rows"], found["ids"]["repeated"]) == ("Total", 41, 1)
    assert "--distinct" in found["command"]


def test_a_screen_shows_fifty_findings_and_counts_the_rest():
    rows = list_6(200)
    for number, row in enumerate(rows[1:], 1):
        row[3], row[6], row[8], row[9] = f"{number}/13/26", f"x{number}", f"y{number}", f"z{number}"
        row[1], row[2], row[5], row[10] = f"p{number}", f"q{number}", f"r{number}", f"s{number}"
    book({"List 6": rows})
    said = call("register", "cases.xlsx").stdout
    lines = said[said.index("Wrong, ") : said.index(" It could be drawn by")].splitlines()
    assert len(lines) < 60
    assert "Wrong, 800 in all:" in lines
    assert "- 190 more of the same in 'Date of Birth'; --json lists them." in lines
    assert len(one("cases.xlsx")["findings"]) == 1600


def test_what_a_sheet_hides_and_headings_twice_over_are_told():
    rows = [[*row, "more"] for row in list_6()]
    rows[0][-1] = "Allocated Team"
    made = book({"List 6": rows})
    sheet = made["List 6"]
    sheet.row_dimensions[5].hidden = True
    sheet.column_dimensions["I"].hidden = True
    sheet.auto_filter.ref = "A1:N9"
    sheet.auto_filter.add_filter_column(12, ["North"])
    made.save("cases.xlsx")
    said = call("register", "cases.xlsx").stdout
    assert "- Row 5 is hidden in the sheet and stays in.\n" in said
    assert "- Column I is hidden in the sheet and stays in.\n" in said
    assert "- A filter is on in the sheet" in said
    assert "- The heading 'Allocated Team' stands in M1 and O1; both columns are kept.\n" in said
    assert one("cases.xlsx")["rows"] == 8


def test_windows_letters_are_read_and_told_of():
    text([TEAM, ["1", "Zoë"], ["2", "Zoë"], ["3", "Ann"], ["4", "Ann"]], encoding="cp1252")
    said = call("register", "cases.csv").stdout
    assert "- The text is not UTF-8, so it is read as Windows-1252; look at letters with accents.\n" in said
    assert "Zoë 2" in said


# --- plain lists ------------------------------------------------------------------------------------


def test_a_plain_list_says_that_its_ids_are_a_guess_and_can_be_drawn_as_printed():
    text([["Case ID", "Team"], *([f"C{n}", "AB"[n % 2]] for n in range(30))])
    found = one("cases.csv")
    assert (found["profile"], found["unit"], found["unit_guessed"]) == (None, ["Case ID"], True)
    assert found["command"] == 'audit sample draw cases.csv --unit "Case ID" --by Team --size 20'
    assert "cases.csv: a plain list\n" in call("register", "cases.csv").stdout
    call("init")
    assert drawn(found["command"])["strata"] == {
        "A": {"population": 15, "drawn": 10},
        "B": {"population": 15, "drawn": 10},
    }


def test_the_unit_that_a_person_names_is_taken():
    text([["Case ID", "Family", "Team"], *([f"C{n}", f"F{n // 2}", "A"] for n in range(10))])
    found = one("cases.csv", "--unit", "Family")
    assert (found["unit"], found["unit_guessed"], found["ids"]["repeated"]) == (["Family"], False, 5)
    assert found["command"] == "audit sample draw cases.csv --unit Family --distinct --size 5"
    both = one("cases.csv", "--unit", "Family", "--unit", "Case ID")
    assert (both["ids"]["different"], both["ids"]["repeated"]) == (10, 0)
    ended = call("register", "cases.csv", "--unit", "Famly", code=1)
    assert "Family" in ended.stderr


def test_a_list_without_ids_says_how_to_name_them():
    text([["team", "ward"], ["A", "x"], ["A", "x"]])
    ended = call("register", "cases.csv", code=1)
    assert "cannot be drawn from: say which column holds the ids: --unit COLUMN." in ended.stderr
    assert "cases.csv: a plain list" in ended.stdout  # the rest is told all the same


def test_headings_with_quotation_marks_survive_the_shell():
    text([["id", 'The "home" team'], *([f"C{n}", "AB"[n % 2]] for n in range(10))])
    call("init")
    assert set(drawn(one("cases.csv")["command"])["strata"]) == {"A", "B"}


def test_a_parquet_file_is_a_register_too():
    duckdb.sql("SELECT 1000 + i AS id, ['A', 'B'][i % 2 + 1] AS team FROM range(6) t(i)").write_parquet(
        "c.parquet"
    )
    found = one("c.parquet")
    assert (found["rows"], found["unit"], found["strata"][0]["rows"]) == (6, ["id"], {"A": 3, "B": 3})


# --- events, and files of any size ------------------------------------------------------------------


def episodes(count=30):
    return [
        [f"{n % 10}", "1/1/2026", "S", f"L{n % 2 + 1}", "N1", "A3", "PR1", *[""] * 6] for n in range(count)
    ]


def test_where_rows_are_events_children_are_drawn():
    text([EPISODES, *episodes()])
    said = call("register", "cases.csv").stdout
    assert (
        "- 10 ids stand on several rows (at most 3), as rows are events here: --distinct draws each once."
        in said
    )
    assert "audit sample draw cases.csv --distinct --by LS --size 10" in said


def test_a_large_file_that_the_engine_cannot_read_names_the_row(monkeypatch):
    monkeypatch.setattr(text_files, "SMALL", 0)
    text([EPISODES, *episodes(), ["too", "wide", *["x"] * 20]])
    sentence = refused("register", "cases.csv")
    assert "row 32" in sentence
    assert "more cells are filled than the 13 headings" in sentence


def test_a_census_return_is_told_of_module_by_module():
    ids = "<ChildIdentifiers><LAchildID>{0}</LAchildID></ChildIdentifiers>"
    child = f"<Child>{ids}<CINdetails>{{1}}</CINdetails></Child>"
    details = "<CINreferralDate>2026-01-0{}</CINreferralDate><PrimaryNeedCode>N1</PrimaryNeedCode>"
    children = "".join(child.format(n, details.format(n)) for n in range(1, 5))
    Path("cin.xml").write_text(f"<Message><Children>{children}</Children></Message>", encoding="utf-8")
    found = lists("cin.xml")
    assert [(each["sheet"], each["rows"]) for each in found] == [("ChildIdentifiers", 4), ("CINdetails", 4)]
    assert found[1]["command"].startswith("audit sample draw cin.xml#CINdetails ")


def test_what_would_move_a_terminal_is_not_printed():
    text([TEAM, *([str(n), ["A\x1b[2J", "B"][n % 2]] for n in range(8))])
    said = call("register", "cases.csv").stdout
    assert "\x1b" not in said
    assert "A [2J 4" in said


def test_nothing_is_left_in_the_folder(here):
    text([TEAM, ["1", "A"], ["2", "A"]])
    call("register", "cases.csv")
    assert [path.name for path in here.iterdir()] == ["cases.csv"]


# --- the public fake registers ----------------------------------------------------------------------


@needs_registers
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("liia_Annex_A_2024_Jan.xlsx", [5, 5, 6, 5, 5, 5, 7, 5, 6, 5, 5]),
        ("cscdp_annexa_example.xlsx", [13, 2, 11, 5, 4, 2, 3, 3]),
    ],
)
def test_every_list_of_the_public_workbooks_is_recognised(name, expected):
    found = lists(REGISTERS / "annex_a" / name)
    assert [each["rows"] for each in found] == expected
    assert [each["profile"] for each in found] == [f"annex-a/list-{n}" for n, _ in enumerate(expected, 1)]
    assert all(each["can_be_drawn"] for each in found)


@needs_registers
def test_the_public_reviews_show_their_two_rows_that_are_the_same():
    found = one(REGISTERS / "ssda903" / "reviews.csv")
    assert (found["rows"], found["ids"]["different"]) == (12_582, 2_675)
    assert found["same_rows"]["rows"] == 2


@needs_registers
def test_the_public_episodes_are_drawn_by_legal_status():
    found = one(REGISTERS / "ssda903" / "episodes.csv")
    assert (found["rows"], found["ids"]["different"], found["wrong"]) == (5_050, 2_123, 0)
    assert [each["by"] for each in found["strata"]][:2] == ["LS", "PLACE"]
    assert found["command"].endswith("episodes.csv --distinct --by LS --size 20")
