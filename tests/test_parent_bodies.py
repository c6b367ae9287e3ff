"""A parent body at the command line: whom it names, by every way in, and who says so afterwards."""

import csv
import json
import shutil
import sys
from pathlib import Path

import pytest
from parents import BOARD, MET, PRACTICES, answer, made, sign
from test_cli_setup import as_json, call, refused, write
from workspaces import begin

ICB = ("ask", "r", "--agency", "icb")


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    begin(tmp_path, made)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def members():
    return as_json("show", "r", "--agency", "icb")["members"]


def state():
    return {one["code"]: one for one in as_json("round", "status", "r", "--today", "2026-11-05")["returns"]}


# --- saying it --------------------------------------------------------------------------------------


def test_members_are_named_at_once_by_code_or_name_and_taken_back():
    said = call(*ICB, "--for", "gp-3", "--for", "abbey surgery").stderr
    assert "Saved. Kingsbridge ICB answers for Abbey Surgery; Cedar Surgery. Still to answer" in said
    assert "themselves, or to be named: Beech Surgery; Dene Surgery." in said
    assert members() == ["gp-1", "gp-3"]
    call(*ICB, "--for", "all")
    assert members() == ["gp-1", "gp-2", "gp-3", "gp-4"]
    assert "answers for itself alone" in call(*ICB, "--for", "none").stderr
    assert members() == []


def test_who_is_no_member_is_refused_and_nothing_changes():
    call(*ICB, "--for", "gp-1")
    assert "'police' is no member of it in this round" in refused(*ICB, "--for", "gp-2", "--for", "police")
    sentence = refused("ask", "r", "--agency", "police", "--for", "all")
    assert "nobody in this round is known as its member" in sentence
    assert members() == ["gp-1"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.yaml", "A1: met\nanswers for: [Abbey Surgery, gp-2]\n"),
        ("a.json", json.dumps({"Answers For": {"value": ["gp-1", "gp-2"]}, "A1": "met"})),
        ("a.json", json.dumps({"#members": "gp-1; beech surgery"})),
    ],
)
def test_a_file_of_answers_says_it_too(name, text):
    call(*ICB, "--answers", write(name, text))
    assert members() == ["gp-1", "gp-2"]


def test_a_file_and_the_command_line_go_together_but_not_both_on_members():
    call(*ICB, "--answers", write("a.yaml", "A1: met\n"), "--for", "gp-4")
    assert members() == ["gp-4"]
    write("a.yaml", "answers for: all\n")
    assert "it says 'answers for' itself; leave out --for" in refused(
        *ICB, "--answers", "a.yaml", "--for", "gp-1"
    )
    write("a.yaml", "A1: met\nanswers for: [gp-9]\n")
    assert "a.yaml, line 2: answers for: 'gp-9' is no member" in refused(*ICB, "--answers", "a.yaml")
    assert members() == ["gp-4"]


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is not to be had on Windows")
def test_at_the_prompt_it_is_asked_once_kept_at_once_and_can_be_changed(here):
    from screens import CTRL_C, ENTER, Terminal

    command = [sys.executable, "-m", "audit", *ICB, "-w", str(here)]
    terminal = Terminal(command)
    terminal.wait("You answer for:")
    terminal.send(" " + ENTER)
    terminal.wait("Answers for: Abbey Surgery.")
    assert members() == ["gp-1"]
    terminal.send("b")
    terminal.wait(lambda t: "● Abbey Surgery" in t.text and "A lead is named" not in t.prompt)
    terminal.send("a" + ENTER)
    terminal.wait("all its 4 members")
    terminal.send(CTRL_C)
    terminal.wait("Stopped")
    assert members() == ["gp-1", "gp-2", "gp-3", "gp-4"]
    again = Terminal(command)
    again.wait("Your grade")
    assert "You answer for:" not in again.text
    assert f"{BOARD} answers for all its 4 members: Abbey Surgery" in again.text
    again.send(CTRL_C)


# --- by e-mail --------------------------------------------------------------------------------------


def test_an_invitation_names_members_and_the_return_carries_for_whom_it_answers(here):
    call("invite", "r", "--agency", "icb", "-o", "out")
    block = json.loads(Path("out/r-icb.json").read_text(encoding="utf-8"))
    assert block["members"] == [{"code": f"gp-{n}", "name": name} for n, name in enumerate(PRACTICES, 1)]
    assert "gp.example" not in Path("out/r-icb.json").read_text(encoding="utf-8")
    assert (
        "It may answer for its members too (Abbey Surgery, Beech"
        in call("join", "out/r-icb.json", here / "at-icb").stderr
    )
    there = ("-w", here / "at-icb")
    call("ask", "r", "--answers", write("a.yaml", MET), "--for", "gp-2", "--for", "dene surgery", *there)
    assert "Answers for: Beech Surgery; Dene Surgery." in call("show", "r", "--agency", "icb", *there).stdout
    call("sign", "r", "--agency", "icb", "--name", "Ida Clay", "--role", "Lead", *there)
    call("send", "r", "-o", "back.json", *there)
    assert "Signed by Ida Clay" in call("collect", "back.json").stderr
    assert members() == ["gp-2", "gp-4"]
    assert state()["gp-4"]["answered_by"] == BOARD
    call("invite", "r", "--agency", "police", "-o", "out")
    assert "members" not in json.loads(Path("out/r-police.json").read_text(encoding="utf-8"))


def test_for_whom_a_forged_return_answers_is_named_in_words(here):
    call("invite", "r", "--agency", "icb", "-o", "out")
    call("join", "out/r-icb.json", here / "at-icb")
    there = ("-w", here / "at-icb")
    call("ask", "r", "--for", "gp-4", *there)
    call("send", "r", "-o", "back.json", *there)
    text = Path("back.json").read_text(encoding="utf-8")
    assert '"gp-4"' in text
    said = refused("collect", write("forged.json", text.replace('"gp-4"', '"gp-1"')))
    assert "Answers for: the answer does not fit its digest" in said
    assert "#members" not in said


def test_a_return_that_names_one_whom_the_round_does_not_know_is_refused_with_the_name(here):
    call("invite", "r", "--agency", "icb", "-o", "out")
    call("join", "out/r-icb.json", here / "at-icb")
    there = ("-w", here / "at-icb")
    call("ask", "r", "--for", "gp-4", *there)
    call("send", "r", "-o", "back.json", *there)
    call("agency", "add", "Dene Surgery", "--code", "gp-4", "--parent", "")
    assert "answers for: 'gp-4' is no member of it in this round" in refused("collect", "back.json")


def test_a_return_for_another_partnership_names_nobody_here(here):
    call("invite", "r", "--agency", "icb", "-o", "out")
    call("join", "out/r-icb.json", here / "at-icb")
    there = ("-w", here / "at-icb")
    call("ask", "r", "--answers", write("a.yaml", MET), "--for", "gp-4", *there)
    call("send", "r", "-o", "back.json", *there)
    call("init", "other", "--name", "Northborough")
    for name in ("standards", "templates"):
        shutil.copytree(name, f"other/{name}", dirs_exist_ok=True)
    call("agency", "import", "list.csv", "-w", "other")
    call("round", "open", "few", "--name", "n", "--due", "2026-12-01", "-w", "other")
    said = call("collect", "back.json", "-w", "other").stderr
    assert "2 answers taken into 'n'" in said
    assert "It says for whom it answers there, which is not taken" in said
    assert as_json("show", "n", "--agency", "icb", "-w", "other")["members"] == []


# --- tables -----------------------------------------------------------------------------------------


def rows(path):
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_an_export_says_it_and_comes_back_the_same():
    answer("icb")
    call(*ICB, "--for", "gp-1", "--for", "gp-2")
    answer("gp-3")
    call("export", "r", "-o", "out.csv")
    [own] = [one for one in rows("out.csv") if one["question"] == "answers for" and one["value"]]
    assert (own["value"], own["label"]) == ("gp-1; gp-2", "Abbey Surgery; Beech Surgery")
    standing = {one["agency"]: one["standing"] for one in rows("out.csv")}
    assert standing["gp-1"] == "answered for by Kingsbridge ICB, which has not signed yet"
    assert standing["gp-3"] == "expected"
    assert "0 answers taken" in call("collect", "out.csv").stderr
    text = Path("out.csv").read_text(encoding="utf-8-sig").replace("gp-1; gp-2", "Abbey Surgery; gp-4")
    write("changed.csv", text)
    assert "1 answer taken" in call("collect", "changed.csv").stderr
    assert members() == ["gp-1", "gp-4"]
    assert "#members" not in text


def test_a_table_that_names_a_stranger_is_refused_with_its_cell():
    write("t.csv", "round,agency,question,value\nr,icb,A1,met\nr,icb,answers for,gp-1; gp-7\n")
    said = refused("collect", "t.csv")
    assert "t.csv, cell D3: answers for: 'gp-7' is no member" in said
    assert members() == []


# --- who says so ------------------------------------------------------------------------------------


def test_the_log_has_names_and_no_codes_or_marks():
    call(*ICB, "--for", "gp-1")
    call(*ICB, "--for", "gp-2")
    said = call("log", "r", "--agency", "icb").stdout
    assert "members: Abbey Surgery -> Beech Surgery" in said
    assert "(r, Kingsbridge ICB, Answers for)" in said
    assert "#members" not in said


def test_the_register_the_heat_map_and_the_rate_tell_the_same():
    answer("icb")
    call(*ICB, "--for", "gp-1", "--for", "gp-2", "--for", "gp-3")
    assert state()["gp-1"] == state()["gp-1"] | {
        "signed": False,
        "answered_by": BOARD,
        "progress": "complete, not signed",
    }
    sign("icb")
    answer("gp-3")
    sign("gp-3", today="2026-11-04")
    found = as_json("round", "status", "r", "--today", "2026-11-05")
    assert (found["returned"], found["expected"], found["responses"]) == (4, 6, 2)
    assert state()["gp-3"] == state()["gp-3"] | {"signed": True, "answered_by": None, "named_by": BOARD}
    status = call("round", "status", "r", "--today", "2026-11-05")
    assert "4 of 6 returned, by 2 responses: Kingsbridge ICB answers for 2 members; 0 late" in status.stderr
    assert "named by Kingsbridge ICB too, but answers itself" in status.stdout
    scored = as_json("results", "r")
    assert [one["code"] for one in scored["respondents"]] == ["icb", "police", "gp-3", "gp-4"]
    assert scored["respondents"][0]["members"] == ["Abbey Surgery", "Beech Surgery"]
    assert [(one["code"], one["answered_by"], one["signed"]) for one in scored["members"]] == [
        ("gp-1", BOARD, True),
        ("gp-2", BOARD, True),
    ]
    assert scored["standards"]["A"]["agencies"] == 2
    assert "Kingsbridge ICB says that it answers for Cedar Surgery, and it answers itself too" in " ".join(
        scored["messages"]
    )
    screen = call("results", "r").stdout
    assert "(for 2 members)" in screen
    assert "4 of 6 signed, by 2" in screen
    rate = as_json("chase", "r", "--rate", "--today", "2026-11-05")["rate"]
    assert [one["returned"] for one in rate][-1] == found["returned"]
    call("reopen", "r", "--agency", "icb", "--reason", "one more", "--today", "2026-11-06")
    rate = as_json("chase", "r", "--rate", "--today", "2026-11-12")["rate"]
    assert [one["returned"] for one in rate][-1] == 1
    call(*ICB, "--for", "all", "--today", "2026-11-20")
    sign("icb", today="2026-11-20")
    rate = as_json("chase", "r", "--rate", "--today", "2026-11-21")["rate"]
    assert {one["day"]: one["returned"] for one in rate}["2026-11-05"] == 4
    assert rate[-1]["returned"] == 5


def test_whoever_is_answered_for_gets_no_form_no_invitation_and_no_word_that_it_owes():
    answer("icb")
    answer("gp-2", "A1: met\n")
    call("form", "r", "--agency", "gp-2", "-o", "gp-2.xlsx")
    call(*ICB, "--for", "gp-1", "--for", "gp-2")
    sign("icb")
    said = call("form", "r", "--all", "-o", "forms", "--no-mail").stderr
    assert "Kingsbridge ICB has answered for Abbey Surgery and Beech Surgery, so nothing is written" in said
    assert sorted(one.name for one in Path("forms").glob("*.xlsx")) == [
        "r-gp-3.xlsx",
        "r-gp-4.xlsx",
        "r-police.xlsx",
    ]
    call("invite", "r", "-o", "out")
    assert len(list(Path("out").glob("*.json"))) == 3
    call("collect", "gp-2.xlsx", "--receipts", "receipts")
    import openpyxl

    sheet = openpyxl.load_workbook("receipts/r-gp-2.xlsx")["Receipt"]
    told = " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)
    assert "Kingsbridge ICB has answered for you, and has signed." in told
    assert "Nothing is owed." in told


def test_an_agency_keeps_what_is_not_told_when_its_parent_changes():
    call("agency", "add", "Abbey Surgery", "--code", "gp-1", "--parent", "Oak Trust")
    [one] = [one for one in as_json("agency", "list") if one["code"] == "gp-1"]
    assert (one["parent"], one["kinds"], one["contact"]) == ("Oak Trust", ["health"], "M1 <m1@gp.example>")
    call("agency", "add", "Abbey Surgery", "--code", "gp-1", "--contact", "")
    [one] = [one for one in as_json("agency", "list") if one["code"] == "gp-1"]
    assert (one["parent"], one["contact"]) == ("Oak Trust", "")
    assert "Oak Trust" in call("agency", "list").stdout


def test_whoever_names_nobody_is_asked_whom_and_all_stands_alone():
    said = refused(*ICB, "--for", "", code=2)
    assert "--for names nobody; give a member's name or code, or all, or none." in said
    assert "'all' stands alone" in refused(*ICB, "--for", "all", "--for", "gp-1")
    assert "answers for" not in call("log", "r").stdout.casefold()


def test_members_stand_in_the_order_of_the_round_whatever_they_call_their_parent():
    call("agency", "add", PRACTICES[2], "--code", "gp-3", "--parent", "icb")
    said = call(*ICB, "--for", "gp-4", "--for", "gp-3", "--for", "gp-1").stderr
    assert "answers for Abbey Surgery; Cedar Surgery; Dene Surgery." in said


def test_a_member_that_is_answered_for_is_told_when_its_own_answers_count():
    answer("icb")
    call(*ICB, "--for", "gp-1")
    path = write("own.yaml", MET)
    assert "has answered for" not in call("ask", "r", "--agency", "gp-1", "--answers", path).stderr
    sign("icb")
    said = call("ask", "r", "--agency", "gp-1", "--answers", path).stderr
    assert f"{BOARD} has answered for Abbey Surgery; what it says itself counts once it is signed." in said
