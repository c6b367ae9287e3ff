"""audit round open --bring-forward: last round's answers at the command line, from opening to the results."""

import json
import shutil

import openpyxl
import pytest
from test_cli_setup import MADE_UP, as_json, call, open_round, refused, write

AGENCIES = (("Kingsbridge Police", "police"), ("Elm School", "school"), ("Oak Trust", "charity"))
OLD = """
A1: {value: partly, comment: Nearly., action: {what: Write it, who: Ada}}
A2: met
A: {evidence: [{what: Minutes, where: drive, date: March 2023}]}
B1: 19/20
"""
DUE = ("--due", "2026-11-30", "--today", "2026-03-02")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A round r1 that two of three agencies answered; A2 was reworded since."""
    monkeypatch.chdir(tmp_path)
    open_round(tmp_path, *AGENCIES)
    write("old.yaml", OLD)
    for code in ("oak", "elm-school"):
        call("ask", "r1", "--agency", code, "--answers", "old.yaml")
    write("standards/local/ours.yaml", MADE_UP.replace("hears of it each year", "hears of it each month"))
    return tmp_path


def opened(*options, name="r2"):
    return call("round", "open", "local/ours", "--name", name, *DUE, "--bring-forward", "r1", *options)


def shown(agency="oak", name="r2"):
    return as_json("show", name, "--agency", agency, "--today", "2026-03-02")


def test_opening_says_what_is_to_be_confirmed_what_changed_and_who_is_new():
    call("round", "close", "r1")
    said = opened()
    counts = {
        line.rsplit(None, 2)[0].strip(): line.split()[-2:] for line in said.stdout.splitlines()[3:] if line
    }
    assert counts == {"Kingsbridge Police": ["3", "0"], "Elm School": ["4", "2"], "Oak Trust": ["3", "2"]}
    brought = "Brought forward from 'r1': 4 answers to confirm for 2 agencies."
    assert said.stderr.splitlines()[1:] == [
        f"{brought} Unconfirmed, they count for nothing.",
        "3 of 4 questions mean the same as in 'r1'.",
        "Changed since, so to be answered anew: 1 question (A2).",
        "Without answers in 'r1' to what is asked here: Kingsbridge Police.",
    ]
    assert shown("kingsbridge-police")["to_confirm"] == {}


def test_a_round_that_asks_nothing_of_the_earlier_one_says_so_and_not_that_nobody_answered():
    other = MADE_UP.replace("id: A1", "id: X1").replace("id: A2", "id: X2").replace("id: B1", "id: Y1")
    write("standards/local/other.yaml", other.replace("id: B2", "id: Y2"))
    said = call("round", "open", "local/other", "--name", "r2", *DUE, "--bring-forward", "r1").stderr
    assert "Nothing is brought forward from 'r1': no question of it is asked here." in said
    assert "Without answers" not in said


def test_an_agency_added_later_finds_its_answers_too_and_keeps_them_when_it_comes_back():
    said = opened("--agency", "kingsbridge-police")
    assert "r1' is still open; what changes in it from now on is not brought." in said.stderr
    said = call("round", "change", "r2", "--add", "oak")
    assert "Brought forward from 'r1': 2 answers to confirm for 1 agency." in said.stderr
    before = shown()["to_confirm"]
    assert set(before) == {"A1", "A2", "A", "B1"}
    call("ask", "r1", "--agency", "oak", "--answers", write("later.yaml", "A1: met\n"))
    call("round", "change", "r2", "--drop", "oak", "--as", "left", "--reason", "x")
    assert "Brought" not in call("round", "change", "r2", "--add", "oak").stderr
    assert shown()["to_confirm"] == before


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["local/ours", "--bring-forward", "r9"], 1, "There is no round 'r9'"),
        (["case-audit/multi-agency", "--bring-forward", "r1"], 2, "goes with a template about agencies"),
    ],
)
def test_what_cannot_be_brought_forward_opens_no_round(args, code, said):
    assert said in refused("round", "open", *args, "--name", "r2", *DUE, code=code)
    assert [one["name"] for one in as_json("round", "list")] == ["r1"]


def test_a_round_about_cases_brings_nothing():
    call("round", "open", "observation/practice", "--name", "o", *DUE)
    said = refused("round", "open", "local/ours", "--name", "r2", *DUE, "--bring-forward", "o")
    assert said == "The round 'o' is about cases; answers come from one about agencies."


def figures(where, path):
    """All that the commands print and write of the round r2 in a workspace."""
    day = ("--today", "2026-03-02", "-w", where)
    status = json.loads(call("round", "status", "r2", "--json", *day).stdout)
    for line in status["returns"]:
        line.pop("to_confirm", None)  # the only figure in which what waits may stand
    call("report", "r2", "--for", "board", "-o", path, *day)
    told = [call("results", "r2", *more, *day).stdout for more in ((), ("--json",))]
    sheets = {sheet.title: list(sheet.values) for sheet in openpyxl.load_workbook(path)}
    del sheets["Returns"]  # it counts what waits, beside what the status tells
    return status, told, call("compare", "r1", "r2", *day, code=None).output, sheets


def test_unconfirmed_answers_are_in_no_figure_report_or_comparison(folder):
    shutil.copytree(folder, folder / "other")
    opened()
    call("round", "open", "local/ours", "--name", "r2", *DUE, "-w", "other")
    write("one.yaml", "A2: met\n")
    for where in (".", "other"):
        call("ask", "r2", "--agency", "oak", "--answers", "one.yaml", "-w", where)
    assert figures(".", folder / "b1.xlsx") == figures("other", folder / "b2.xlsx")
    found = shown()
    assert (set(found["answers"]), found["completeness"], found["owed"]) == ({"A2"}, 1 / 3, ["A1", "B1"])


def test_show_tells_what_waits_and_what_was_confirmed():
    opened()
    text = call("show", "r2", "--agency", "oak", "--today", "2026-03-02").stdout
    assert "(to confirm: Partly met (r1))\n        Comment: Nearly.\n        Action: Write it, Ada\n" in text
    assert "(was Met (r1), to another question)\n        The question was then: The board hears" in text
    assert "Evidence: Minutes (drive, March 2023)\n" in text
    assert "0 % complete; still owed: 3. Answers of an earlier round to confirm: 2." in text
    path = write("new.yaml", "A1: {confirm: yes}\nB1: {confirm: yes, comment: Counted.}\nA2: met\n")
    said = call("ask", "r2", "--agency", "oak", "--answers", path)
    assert said.stderr == "3 answers saved. Nothing is owed any more.\n"
    text = call("show", "r2", "--agency", "oak").stdout
    assert "Answer: Partly met\n      Confirmed from r1.\n      Comment: Nearly." in text
    found = shown()
    assert found["answers"]["B1"] == {"value": "19/20", "comment": "Counted.", "confirmed": "r1"}
    assert set(found["to_confirm"]) == {"A"}
    assert found["to_confirm"]["A"]["same"] is False


def test_a_long_table_may_confirm_too():
    opened()
    write(
        "long.csv",
        "round,agency,question,confirm,value,comment\nr2,Oak Trust,A1,yes,,\nr2,Oak Trust,B1,no,,\n",
    )
    call("collect", "long.csv")
    assert {name: one["confirmed"] for name, one in shown()["answers"].items()} == {"A1": "r1"}
    write("long.csv", "round,agency,question,confirm,value,comment\nr2,Oak Trust,A2,yes,,\n")
    said = call("collect", "long.csv", code=1).output
    assert "A2: the question has changed since 'r1'" in said


def test_evidence_older_than_the_templates_limit_is_flagged_and_nothing_else():
    ask = "title: Ask\nagainst: local/ours\nevidence-within: 2 years\n"
    write("templates/local/dated.yaml", ask)
    assert "Evidence older than 24 months is flagged." in call("templates", "local/dated").stdout
    call("round", "open", "local/dated", "--name", "r2", *DUE, "--bring-forward", "r1")
    assert (
        "Evidence: Minutes (drive, March 2023) [older than 24 months]"
        in call("show", "r2", "--agency", "oak", "--today", "2026-03-02").stdout
    )
    said = call("ask", "r2", "--agency", "oak", "--answers", "old.yaml", "--today", "2026-03-02")
    assert "Evidence older than 24 months stands at: A.\n" in said.stderr
    found = shown()
    assert found["stale"] == {"A": [{"what": "Minutes", "where": "drive", "date": "March 2023"}]}
    assert as_json("show", "r2", "--agency", "oak", "--today", "2025-03-31")["stale"] == {}
    assert found["completeness"] == 1


def test_a_blank_earlier_round_is_not_taken_for_none():
    blank = ("--bring-forward", " ")
    assert "must not be blank" in refused("round", "open", "local/ours", "--name", "r2", *DUE, *blank, code=2)
    assert [one["name"] for one in as_json("round", "list")] == ["r1"]


def test_what_a_panel_made_of_a_confirmed_answer_stands_beside_it():
    call("moderate", "r1", "--agency", "oak", "--question", "A1", "--grade", "met", "--reason", "Seen")
    opened()
    call("ask", "r2", "--agency", "oak", "--answers", write("new.yaml", "A1: {confirm: yes}\n"))
    text = call("show", "r2", "--agency", "oak").stdout
    assert "Confirmed from r1.\n      The panel's grade then: Met\n" in text
