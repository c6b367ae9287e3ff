"""Replies to a survey as form tools export them, and what comes of collecting them again."""

import csv
import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from test_cli_setup import as_json, call, refused, write
from workspaces import begin

from audit.store.cases import CaseBook
from audit.store.rows import Stamp
from audit.store.store import Store

STAFF = """\
title: Staff knowledge
edition: "2026"
sources:
  - {ref: OURS, title: Our handbook, checked: no}
scale: yes-no
standards:
  - id: K
    title: Knowledge
    questions:
      - {id: K1, text: Do you know who the designated nurse is?}
      - {id: K2, text: "Have you been trained in safeguarding children, at your level, this year?"}
"""
ASKED = """\
title: Staff survey
against: local/staff
subject: reply
not-applicable: free
needs: {action: [], evidence: []}
questions:
  - {id: role, text: What is your role?, kind: choice, choices: [Nurse, "Social worker", Other]}
  - id: X2
    text: Which of these have you used?
    kind: choices
    choices: [Escalation policy, "Tools, forms and guides", Threshold document]
  - {id: X3, text: Anything else?, kind: text, optional: yes}
  - {id: X4, text: When were you trained?, kind: date, optional: yes}
  - {id: X5, text: Are you a manager?, kind: yes-no, optional: yes}
"""
IDS = ["K1", "K2", "role", "X2", "X3", "X4", "X5"]
ROW = ["yes", "no", "Nurse", "Threshold document", "None", "2026-03-01", "no"]


@pytest.fixture
def ws(tmp_path, monkeypatch):
    """A workspace with a survey open to a police force and a school."""
    monkeypatch.chdir(tmp_path)
    begin(tmp_path, opened)
    return tmp_path


def opened():
    call("init", ".", "--name", "Kingsbridge SCP")
    write("standards/local/staff.yaml", STAFF)
    write("templates/local/staff.yaml", ASKED)
    call("agency", "add", "Kingsbridge Police", "--kind", "police")
    call("agency", "add", "Oak School", "--kind", "school")
    call("round", "open", "local/staff", "--name", "staff", "--due", "2026-12-31")


cli = pytest.mark.usefixtures("ws")


def written(path, *rows, separator=",", encoding="utf-8"):
    with Path(path).open("w", newline="", encoding=encoding) as file:
        csv.writer(file, delimiter=separator).writerows(rows)
    return path


def book():
    return CaseBook(Store("sqlite:///audit.db"))


def kept(name="staff"):
    """What is kept of a round: the values of each reply by its reference."""
    found = book().round(name)
    return {
        one.subject: {key: answer.value for key, answer in one.answers.items() if answer.value is not None}
        for one in found.responses
    }


# --- collect ------------------------------------------------------------------------------------------


@cli
def test_replies_are_taken_once_however_often_they_are_collected():
    path = written(
        "replies.csv",
        ["When", *IDS, "agency"],
        ["9:00", *ROW, "Oak School"],
        ["9:01", *ROW, "Oak School"],
        ["9:02", *ROW, ""],
    )
    said = call("collect", path)
    assert not said.stdout
    assert said.stderr == (
        "replies.csv: 3 new in 'staff' (R-01 to R-03), 0 changed, 0 as before. Columns left out: 'When'.\n"
        "1 of 1 files taken.\n"
    )
    first = kept()
    assert first["R-01"] == {**dict(zip(IDS, ROW, strict=True)), "X2": ("Threshold document",)}
    again = call("collect", Path(path).rename("renamed.csv")).stderr
    assert "renamed.csv: taken before, into 'staff'" in again
    assert again.endswith("as replies.csv; nothing was changed.\n0 of 1 files taken, 1 as before.\n")
    path = written(path, ["When", *IDS, "agency"], ["10:00", *ROW, "Oak School"])
    assert "0 new in 'staff', 0 changed, 1 as before." in call("collect", path).stderr
    assert kept() == first


@cli
def test_a_longer_export_adds_what_is_new():
    other = ["no", *ROW[1:]]
    call("collect", written("replies.csv", IDS, ROW, ROW))
    said = call("collect", written("replies.csv", IDS, ROW, other, ROW, ROW)).stderr
    assert "2 new in 'staff' (R-03 to R-04), 0 changed, 2 as before." in said
    assert Counter(one["K1"] for one in kept().values()) == {"yes": 3, "no": 1}


@cli
def test_part_of_an_export_is_told_of():
    call("collect", written("replies.csv", IDS, ROW, ROW))
    assert "so collect the whole export each time." in call("collect", written("part.csv", IDS, ROW)).stderr
    said = call("collect", written("new.csv", IDS, ["no", *ROW[1:]])).stderr
    assert "None of the 2 replies collected before is in this file" in said


def test_a_respondent_may_change_a_reply_and_is_not_kept_by_name(ws):
    call(
        "collect",
        written("replies.csv", ["Respondent", *IDS], ["ada@oak.sch.uk", *ROW], ["ben@oak.sch.uk", *ROW]),
    )
    changed = ["no", "yes", *ROW[2:4], "", *ROW[5:]]
    said = call(
        "collect",
        written("again.csv", ["respondent", *IDS], ["cy@oak.sch.uk", *ROW], ["ADA@oak.sch.uk", *changed]),
    ).stderr
    assert "1 new in 'staff' (R-03), 1 changed, 0 as before." in said
    assert "only a digest that knows it again." in said
    assert kept()["R-01"]["K1"] == "no"
    assert "X3" not in kept()["R-01"]
    assert kept()["R-02"]["K1"] == "yes"
    assert b"oak.sch.uk" not in (ws / "audit.db").read_bytes()


@cli
def test_a_respondent_with_two_rows_is_refused_without_being_named():
    path = written("replies.csv", ["respondent", *IDS], ["ada", *ROW], ["Ada", *ROW])
    said = refused("collect", path)
    assert said.startswith(
        "replies.csv, cell A3: this respondent stands in cell A2 already; keep one row of each"
    )
    assert kept() == {}


@cli
def test_the_agency_of_a_reply_cannot_change_unseen():
    call("collect", written("replies.csv", ["respondent", "agency", *IDS], ["ada", "Oak School", *ROW]))
    said = refused(
        "collect", written("again.csv", ["respondent", "agency", *IDS], ["ada", "", *ROW], ["ben", "", *ROW])
    )
    assert "this reply (R-01) was of Oak School when it was collected, not of no agency" in said
    assert list(kept()) == ["R-01"]
    assert [one.ref for one in book().round("staff").subjects] == ["R-01"]


@cli
def test_every_mistake_is_named_with_its_cell_and_then_nothing_is_taken():
    path = written(
        "replies.csv",
        ["Export"],
        [*IDS, "agency"],
        [*ROW, "Oak Scool"],
        ["perhaps", *ROW[1:5], "soon", "maybe", ""],
        ["yes", "yes", "Doctor", "Escalation policy; Handbook", "", "", "", ""],
    )
    said = call("collect", path, code=1).stderr.splitlines()
    assert said[0] == "replies.csv, cell H3: There is no agency 'Oak Scool'; did you mean 'Oak School'?"
    assert said[1] == "replies.csv, cell A4: K1: 'perhaps' is not a grade; the grades are yes, no, n/a."
    assert said[2] == "replies.csv, cell F4: X4: 'soon' is not a date; write 2026-03-31 or 31/3/2026."
    assert said[3] == "replies.csv, cell G4: X5: 'maybe' is neither yes nor no."
    assert said[4].startswith("replies.csv, cell C5: role: 'Doctor' is not a choice")
    assert said[5].startswith("replies.csv, cell D5: X2: 'Handbook' is not a choice")
    assert said[6] == "Error: 0 of 1 files taken, 1 refused as said above."
    assert len(said) == 7
    assert kept() == {}


@cli
def test_a_question_without_a_column_is_not_lost_unseen():
    said = refused("collect", written("replies.csv", [*IDS[:-1], "Are you a team manager"], ROW))
    assert said.startswith("replies.csv, row 1: no column is headed X5 or 'Are you a manager?', but 'Are you")
    assert kept() == {}
    call("collect", written("replies.csv", IDS, ROW[:-1]))
    assert "X5" not in kept()["R-01"]


@cli
def test_a_question_that_was_not_asked_needs_no_column_and_is_named():
    said = call("collect", written("replies.csv", [*IDS[:-1], "Completion time"], [*ROW[:-1], "9:12"])).stderr
    assert "It has no column for X5, so nothing was asked there." in said
    assert "X5" not in kept()["R-01"]


@cli
def test_headings_without_replies_are_refused():
    assert "it holds headings and no replies." in refused("collect", written("replies.csv", IDS))


@cli
def test_the_round_is_named_where_none_or_several_fit():
    path = written("replies.csv", IDS, ROW)
    other = written("other.csv", ["Name", "Age"], ["Ada", "40"])
    assert "other.csv: its headings fit no open round; say which it is for: --round NAME." in refused(
        "collect", other
    )
    call("round", "open", "local/staff", "--name", "staff-2", "--due", "2026-12-31")
    assert (
        "replies.csv: it fits the rounds 'staff', 'staff-2'; say which it is for: --round NAME."
        in refused("collect", path)
    )
    call("collect", path, "--round", "STAFF-2")
    assert kept() == {}
    assert list(kept("staff-2")) == ["R-01"]
    call("round", "close", "staff-2")
    assert "taken before, into 'staff-2'" in call("collect", path).stderr  # never a second time unasked
    assert "1 new in 'staff'" in call("collect", path, "--round", "staff").stderr
    assert "the round 'staff-2' is closed" in refused(
        "collect", written("more.csv", IDS, ROW, ROW), "--round", "staff-2"
    )
    assert "There is no round 'stuff'; did you mean 'staff'?" in refused("collect", path, "--round", "stuff")


@pytest.mark.parametrize(("separator", "encoding"), [(";", "cp1252"), ("\t", "utf-16"), (",", "utf-8-sig")])
@cli
def test_other_encodings_and_separators_are_read(separator, encoding):
    row = [*ROW[:4], "=1+1 £ é", *ROW[5:]]
    call("collect", written("replies.csv", IDS, row, separator=separator, encoding=encoding))
    assert kept()["R-01"]["X3"] == "=1+1 £ é"


@cli
def test_replies_may_come_in_a_workbook():
    book = Workbook()
    book.active.append(["Staff survey"])
    book.active.append(["Start time", *IDS])
    book.active.append(
        [
            "9:00",
            "yes",
            "no",
            "Nurse",
            "Threshold document;",
            "x",
            date(2026, 3, 1),
            False,
        ]
    )
    book.save("replies.xlsx")
    assert "1 new in 'staff' (R-01)" in call("collect", "replies.xlsx").stderr
    assert kept()["R-01"]["X4"] == "2026-03-01"
    assert kept()["R-01"]["X5"] == "no"


@cli
def test_a_workbook_that_is_no_table_is_answered_as_a_form_is():
    book = Workbook()
    book.active.append(["Shopping", "Price"])
    book.save("list.xlsx")
    assert "it is not a form of this program" in refused("collect", "list.xlsx")


def test_a_form_with_one_question_is_no_table(ws):
    one = STAFF.partition("      - {id: K2")[0]
    write("standards/local/one.yaml", one)
    call("round", "open", "local/one", "--name", "one", "--due", "2026-12-31")
    call("form", "one", "--agency", "Oak School", "-o", "oak.xlsx")
    assert "oak.xlsx: Oak School, 0 answers taken" in call("collect", "oak.xlsx").stderr
    assert ws.exists()


def test_a_reply_that_is_out_of_the_round_stays_as_it_was(ws):
    call("collect", written("replies.csv", ["respondent", *IDS], ["ada", *ROW]))
    book().strike("staff", ["R-01"], "A test of the form", Stamp("2026-11-02T10:00:00", "Ada"))
    again = written("replies.csv", ["respondent", *IDS], ["ada", "no", *ROW[1:]])
    assert "0 new in 'staff', 0 changed, 1 as before." in call("collect", again).stderr
    assert kept()["R-01"]["K1"] == "yes"
    assert ws.exists()


@cli
def test_a_concern_in_a_reply_is_raised_and_told_of():
    said = call("collect", written("replies.csv", [*IDS, "concern"], [*ROW, "A child is at risk now"])).stderr
    assert "Immediate concern about R-01 in 'staff': raised, and saved." in said
    assert "This audit is not a referral route." in said
    assert [(one.subject, one.text) for one in book().concerns()] == [("R-01", "A child is at risk now")]
    again = written("again.csv", [*IDS, "concern", "When"], [*ROW, "A child is at risk now", "9:00"])
    assert "Immediate concern about R-01 in 'staff': as before." in call("collect", again).stderr
    for row in (["perhaps", *ROW[1:], "Another"], ["", *ROW[1:6], "maybe", "Another"]):
        said = refused("collect", written("wrong.csv", [*IDS, "concern"], row))
        assert said.startswith(
            "wrong.csv: IMMEDIATE CONCERNS IN IT ARE NOT RECORDED, since it is refused. This audit"
        )
    said = refused(
        "collect", written("wrong.csv", [IDS[0], "concern"], ["perhaps", "Another"]), "--round", "staff"
    )
    assert "ARE NOT RECORDED" in said
    assert "ARE NOT RECORDED" not in refused("collect", written("wrong.csv", [*IDS, "concern"], ["perhaps"]))


@cli
def test_a_reply_is_shown_as_it_was_given():
    call("collect", written("replies.csv", [*IDS, "agency"], [*ROW, "Oak School"]))
    shown = as_json("show", "staff", "--about", "R-01", "--agency", "oak-school")
    assert shown["subject"] == "R-01"
    assert shown["answers"]["K1"] == {"value": "yes"}
    assert json.dumps(shown["answers"]["X2"]) == '{"value": ["Threshold document"]}'


@cli
def test_a_word_that_is_wrong_in_many_replies_is_told_once():
    rows = [["perhaps", *ROW[1:]] for _ in range(5)]
    said = refused("collect", written("replies.csv", IDS, *rows))
    assert said.count("'perhaps'") == 1
    assert "replies.csv, cell A2; cell A3; cell A4 and 2 more places: K1: 'perhaps' is not a grade" in said
    assert kept() == {}
