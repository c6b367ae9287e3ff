"""A challenge event: a panel puts up to eight questions to each agency, and what came of each is kept."""

import json
import re
import sys
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from accessible import wrong
from test_cli_setup import as_json, call, write
from workspaces import begin

from audit.definitions import library
from audit.templates import load

EVENT = load(library(), "challenge/event")
AGENCIES = ("Kingsbridge Police", "Oak Trust", "Fire Service", "Hill Hospital")
TODAY = "2026-12-05"
ACCEPTED = {"put-1": "A typed question", "answer-1": "A typed answer", "outcome-1": "accepted"}
MORE = {
    "put-2": "A second typed one",
    "answer-2": "Typed",
    "outcome-2": "more-evidence",
    "due-2": "31/1/2027",
}
ESCALATED = {"put-1": "Typed", "answer-1": "Typed", "outcome-1": "escalated", "whom-1": "A typed board"}
HEARD = {
    "kingsbridge-police": {"attended": "attended", "number": "2", **ACCEPTED, **MORE},
    "oak": {"attended": "wrote instead", "number": "1", **ESCALATED},
    "fire-service": {"attended": "no response", "absence": "A typed letter goes out"},
}


def build():
    call("init", ".", "--name", "Kingsbridge SCP")
    for agency in AGENCIES:
        call("agency", "add", agency)
    call("round", "open", "challenge/event", "--name", "day", "--due", "2026-12-01")
    for code, answers in HEARD.items():
        write("a.json", json.dumps(answers))
        call("ask", "day", "--about", code, "--answers", "a.json", "--by", "C. Hay")
        signing = ("--name", "C. Hay", "--role", "Chair of the panel", "--on", "2026-11-21")
        call("sign", "day", "--about", code, *signing, "--today", TODAY)


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    begin(tmp_path, build)
    return tmp_path


def results():
    return as_json("results", "day", "--today", TODAY)


def test_an_outcome_is_a_grade_of_a_standard_of_its_own_and_the_lowest_is_the_overall():
    assert [standard.id for standard in EVENT.standards] == [f"Q{n}" for n in range(1, 9)]
    assert EVENT.score == "worst"
    edges = [(band.name, band.edge) for band in EVENT.bands]
    assert edges == [("accepted", 1), ("more evidence", Fraction(1, 2)), ("escalated", 0)]
    found = {one["code"]: one for one in results()["respondents"]}
    police = found["kingsbridge-police"]
    assert [police["standards"][name]["band"] for name in ("Q1", "Q2", "Q3")] == [
        *("accepted", "more evidence", None),
    ]
    assert (police["overall"], police["band"]) == (0.5, "more evidence")
    assert (found["oak"]["overall"], found["oak"]["band"]) == (0, "escalated")


def test_one_that_did_not_come_owes_no_questions_and_has_no_score():
    fire = next(one for one in results()["respondents"] if one["code"] == "fire-service")
    assert (fire["signed"], fire["completeness"], fire["overall"]) == (True, 1, None)
    said = call("report", "day", "--for", "subgroup", "-o", "r.xlsx", "--today", TODAY)
    assert "3 of 4 recorded" in said.stderr
    sheet = openpyxl.load_workbook("r.xlsx")["Heat map"]
    row = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "Fire Service")
    assert (row[2], row[3]) == ("recorded; attendance: no response", "not graded")
    assert row[4:7] == ("does not arise", "does not arise", "Answers")
    assert (
        "recorded; Attendance: no response" in call("results", "day", "--today", TODAY, COLUMNS="300").stdout
    )
    heads = [cell for line in sheet.iter_rows(values_only=True) for cell in line if cell]
    assert "Q2 Second question" in heads
    assert "Q3 Third question" not in heads  # a third was put to nobody


@pytest.mark.parametrize("audience", ["subgroup", "board", "public"])
def test_nobody_returns_and_sheets_without_anything_to_say_are_left_out(audience):
    call("report", "day", "--for", audience, "-o", "r.xlsx", "--today", TODAY)
    book = openpyxl.load_workbook("r.xlsx")
    cells = [str(cell) for sheet in book for row in sheet.values for cell in row if cell is not None]
    assert [cell for cell in cells if re.search("(?i)return", cell)] == []
    names = {name.split()[0] for name in book.sheetnames}
    assert "Progress" in names
    assert not names & {"Evidence", "Actions", "Standards", "Returns"}
    if audience != "public":
        summary = book["Summary"]
        begins = next(cell.row for cell in summary["A"] if cell.value == "Where the agencies stand")
        assert [chart.anchor._from.row >= begins for chart in summary._charts] == [True]


def test_the_sheet_of_outcomes_has_a_row_for_each_question_put_and_one_for_who_did_not_come():
    found = results()["lists"][0]
    assert found["title"] == "Outcomes"
    assert [(one["code"], one["part"], one["Attendance"], one["Outcome"]) for one in found["rows"]] == [
        ("kingsbridge-police", "Q1", "attended", "Accepted"),
        ("kingsbridge-police", "Q2", "attended", "More evidence"),
        ("oak", "Q1", "wrote instead", "Escalated"),
        ("fire-service", "", "no response", None),
    ]
    assert found["rows"][1]["Evidence due"] == "31 January 2027"
    assert found["rows"][2]["Escalated to"] == "A typed board"
    assert found["counts"] == {
        "Attendance": {"attended": 1, "wrote instead": 1, "no response": 1, "of": 4},
        "Outcome": {"accepted": 1, "more evidence": 1, "escalated": 1, "of": 3},
    }
    assert found["waiting"] == ["Hill Hospital"]
    assert list(found["rows"][0])[3:] == [
        *("Attendance", "Question put", "Answer", "Outcome", "Evidence due", "Escalated to"),
    ]


def test_the_key_messages_are_what_came_of_it_and_rank_no_questions():
    said = results()["messages"]
    assert said[:4] == [
        (
            "3 of 4 agencies are recorded. Agencies are counted, not sampled, so no figure has a margin of "
            "error."
        ),
        "What is graded escalated, the lowest grade, in 1 agency: Oak Trust (Q1).",
        "Attendance: 1 attended, 1 wrote instead, 1 no response, of 4 expected.",
        "Outcome: 1 accepted, 1 more evidence, 1 escalated, of 3.",
    ]
    assert not [text for text in said if "fully meet" in text or "throughout" in text]


TYPED = {
    "subgroup": {"question", "answer", "board"},
    "board": {"board"},  # to whom it is escalated, since the board is to decide on that
    "public": set(),
}


@pytest.mark.parametrize("audience", TYPED)
def test_what_was_typed_is_for_the_subgroup_but_for_what_a_board_decides_on(audience):
    call("report", "day", "--for", audience, "-o", "r.xlsx", "--today", TODAY)
    book = openpyxl.load_workbook("r.xlsx")
    rows = [row for sheet in book if sheet.title.startswith("Outcomes") for row in sheet.values]
    cells = [str(cell) for row in rows for cell in row if cell is not None]
    found = {word for cell in cells for word in re.findall(r"^A typed (\w+)$", cell)}
    assert found == TYPED[audience]
    everywhere = [str(cell) for sheet in book for row in sheet.values for cell in row]
    assert audience != "public" or not any(re.search("(?i)typed|Hay", cell) for cell in everywhere)
    assert ("Kingsbridge Police" in cells) == (audience != "public")
    assert audience == "subgroup" or wrong(Path("r.xlsx").absolute(), audience) == []


def test_the_board_is_asked_to_decide_on_what_has_the_lowest_grade_and_the_public_nothing():
    for audience, asked in (("board", True), ("subgroup", False), ("public", False)):
        call("report", "day", "--for", audience, "-o", "r.xlsx", "--today", TODAY)
        book = openpyxl.load_workbook("r.xlsx")
        cells = [str(cell) for row in book["Summary"].values for cell in row if cell is not None]
        text = "decide on what is graded escalated, the lowest grade, in 1 agency: Oak Trust (Q1)."
        assert any(text in cell for cell in cells) == asked
        returns = {row[0]: row[1] for row in book["Heat map"].values if row[0]}
        assert audience != "public" or returns["Fire Service"] == "recorded"
        assert audience != "board" or returns["Fire Service"] == "recorded; attendance: no response"


def test_the_form_of_an_agency_is_the_panels_and_asks_only_for_what_was_put():
    call("form", "day", "--agency", "hill-hospital", "-o", "f.xlsx")
    book = openpyxl.load_workbook("f.xlsx")
    start = [str(cell) for row in book["Start here"].values for cell in row]
    assert "The panel fills this in about the agency, which does not answer about itself here." in start
    book["Who came"]["D5"], book["Who came"]["D7"] = "attended", 2  # as a list of Excel may give it
    first, second = book["Q1 First question"], book["Q2 Second question"]
    first["D7"], first["D8"], first["D9"] = "Why?", "Because.", "More evidence"
    second["D9"], second["D11"] = "Escalated", "The executive"
    book.save("f.xlsx")
    said = call("collect", "f.xlsx").stderr
    assert "7 answers taken into 'day'" in said
    assert "Still owed: due-1, put-2, answer-2." in said


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is not to be had on Windows")
def test_a_panel_is_asked_at_the_prompt_for_what_follows_from_each_outcome():
    from screens import ENTER, Terminal

    command = [sys.executable, "-m", "audit", "ask", "day", "--about", "hill-hospital"]
    terminal = Terminal(command, lines=40)
    terminal.wait(lambda t: t.ready)
    assert "Did the agency come?" in terminal.text
    terminal.send("1")
    terminal.wait("How many questions were put to it?")
    terminal.send("1")  # the key that picks a number is that number
    terminal.wait("What was the first question?")
    terminal.send("Who leads?" + ENTER)
    terminal.wait("What was the answer to the first question?")
    terminal.send("The deputy." + ENTER)
    terminal.wait("What came of the first question?")
    terminal.send("2")
    terminal.wait("By what day is the evidence on the first question wanted?")
    terminal.process.close(force=True)
    found = as_json("show", "day", "--about", "hill-hospital")
    assert found["answers"]["outcome-1"]["value"] == "more-evidence"
    assert found["owed"] == ["due-1"]


def test_an_answer_that_no_other_answer_asks_for_is_told_and_not_lost_unseen():
    heard = {"attended": "attended", "number": "1", **ACCEPTED, **MORE}
    path = write("b.json", json.dumps(heard))
    said = call("ask", "day", "--about", "hill-hospital", "--answers", path).stderr
    assert "counted nowhere: put-2, answer-2, outcome-2, due-2." in said
    call("form", "day", "--agency", "hill-hospital", "-o", "h.xlsx")
    book = openpyxl.load_workbook("h.xlsx")
    sheet = book["Q3 Third question"]
    cell = next(row[3] for row in sheet.iter_rows() if row[0].value == "put-3")
    cell.value = "Left over"
    book.save("h.xlsx")
    assert "counted nowhere: put-3." in call("collect", "h.xlsx").stderr
    assert (
        "counted nowhere" not in call("ask", "day", "--about", "hill-hospital", "--answers", "a.json").stderr
    )


def test_what_is_said_points_at_the_panel_and_at_what_is_to_be_done():
    call("ask", "day", "--about", "hill-hospital", "--answers", "a.json")
    assert 'Next: audit sign day --about "Hill Hospital" --name' in call("chase", "day").stderr
    said = call("ask", "day", "--about", "oak", "--answers", "a.json", code=1).stderr
    assert "What is said about Oak Trust is signed: by C. Hay" in said
    said = call("form", "day", "--agency", "hill-hospital", "-o", "h.xlsx").stderr
    assert "about Hill Hospital, for the panel to fill in; when it comes back" in said
    signing = " ".join(str(row[0].value) for row in openpyxl.load_workbook("h.xlsx")["Sign-off"].iter_rows())
    assert "you confirm that the answers" in signing
    assert "'audit chase day' lists who is still to come." in call("ask", "day", code=2).stderr
    call("round", "close", "day")
    said = call("form", "day", "--agency", "hill-hospital", "-o", "h.xlsx").stderr
    assert "The round 'day' is closed, so what is filled in cannot be taken in." in said
