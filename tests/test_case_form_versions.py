"""A grid form or a table about cases that comes back late, or twice, overwrites nothing unasked."""

import csv
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_case_csv import written
from test_case_form import case_round, grid
from test_case_form_command import drawn, fill, open_, shown
from test_case_form_read import Desk, asked
from test_cli_setup import as_json, call, refused, write
from test_merging import HERE
from workspaces import begin

from audit.responses.merging import version, versions_when, whole_version
from audit.responses.response import Answer, Signature
from audit.store.rows import Stamp
from audit.store.store import Store

__all__ = ["asked"]
OWN = ("--agency", "ash-police")


@pytest.fixture
def sent(tmp_path, monkeypatch):
    """A round about four cases, and a blank form of it that the police are to fill in."""
    monkeypatch.chdir(tmp_path)
    begin(tmp_path, out)
    return "f.xlsx"


def out():
    drawn()
    open_("neglect")
    call("form", "neglect", *OWN, "-o", "f.xlsx")


def answer(words, ref="C-01", by="Ada"):
    """Answers at the prompt."""
    call("ask", "neglect", "--about", ref, *OWN, "--answers", write("a.yaml", words), "--by", by)


def saved_anew(path, *cells):
    """The same form from another program: other bytes."""
    fill(path, *cells)
    book = openpyxl.load_workbook(path)
    book.properties.title = "Saved anew"
    book.save(path)
    return path


def collected(path, *options):
    return call("collect", path, *options).stderr


def received():
    """What the log says of files that came in: (subject, part, after)."""
    lines = as_json("log", "neglect")
    return [(one["subject"], one["part"], one["after"]) for one in lines if one["act"] == "file received"]


# --- the same file again ------------------------------------------------------------------------------


def test_a_form_that_was_taken_comes_again_under_any_name_and_changes_nothing(sent):
    fill(sent, ("C-01", "V3", "Yes"), ("C-02", "V3", "No"))
    call("collect", sent)
    answer("V3: no\n")
    for path in (sent, "copy.xlsx"):
        Path(sent).replace(path)
        assert "taken before, into 'neglect' on " in call("collect", path, "--prefer", "file").stderr
        Path(path).replace(sent)
    assert shown("C-01", *OWN) == {"V3": {"value": "no"}}
    found = received()
    assert [(subject, after) for subject, part, after in found if part == "taken"] == [
        ("C-01", "V3"),
        ("C-02", "V3"),
    ]
    assert ("C-01", "file", "f.xlsx") in found
    assert len({after for _, part, after in found if part == "sha256"}) == 1


def test_a_form_that_was_refused_is_not_taken_for_one_that_came(sent):
    fill(sent, ("C-01", "V1", "Splendid"), ("C-02", "V3", "Yes"))
    for _ in range(2):
        assert "'Splendid' is not a grade" in refused("collect", sent)
    assert received() == []
    assert shown("C-02", *OWN) == {}


# --- forms that say what they were made from ----------------------------------------------------------


def test_a_form_saved_anew_says_nothing_against_what_was_answered_since(sent):
    fill(sent, ("C-01", "V3", "Yes"))
    call("collect", sent)
    answer("V3: no\n")
    said = call("collect", saved_anew(sent, ("C-01", "T5", 4))).stderr
    assert "1 answer taken about 1 case, 0 as before, 1 moved on here since." in said
    assert "\n  C-01, moved on here since the form was made: V3.\n" in said
    assert shown("C-01", *OWN) == {"V3": {"value": "no"}, "T5": {"value": "4"}}


def test_a_form_that_was_prefilled_changes_what_nobody_else_has_changed(sent):
    answer("V3: yes\nT5: 3\n")
    call("form", "neglect", *OWN, "-o", sent)
    answer("T5: 5\n")
    fill(sent, ("C-01", "V3", "No"))
    said = call("collect", sent).stderr
    assert "1 answer taken about 1 case, 0 as before, 1 moved on here since." in said
    assert shown("C-01", *OWN) == {"V3": {"value": "no"}, "T5": {"value": "5"}}


def test_what_changed_here_and_in_the_form_is_told_and_settled(sent):
    answer("V3: no\n")
    fill(sent, ("C-01", "V3", "Yes"), ("C-01", "T5", 4), ("C-02", "V3", "Yes"))
    said = refused("collect", sent)
    assert "f.xlsx: Ash Police, 2 answers taken about 2 cases, 0 as before, 1 in conflict.\n" in said
    assert "\n  C-01, V3 is in conflict. Here (Ada, " in said
    assert "): answer 'no'. In the file: answer 'yes'.\n" in said
    assert said.endswith("0 of 1 forms taken, 1 with conflicts left open.")
    assert shown("C-01", *OWN) == {"V3": {"value": "no"}, "T5": {"value": "4"}}
    trace = received()
    answer("T5: 6\n")
    assert "1 in conflict" in refused("collect", sent)  # the rest had its say
    assert received() == trace
    call("collect", sent, "--prefer", "file")
    assert shown("C-01", *OWN) == {"V3": {"value": "yes"}, "T5": {"value": "6"}}
    assert "taken before" in call("collect", sent).stderr


def test_where_a_form_does_not_say_what_it_was_made_from_all_that_differs_is_in_conflict(sent):
    marks = {"C-01": None, "C-02": "v0123456789ab", "C-03": "?"}  # gone, of no reading here, damaged
    for ref in marks:
        answer("V3: no\nT5: 4\n", ref)
    answer("T5: 5\n")
    cells = {"V1": "Good", "V3": "Yes", "T5": 4}
    fill(sent, *[(ref, "Version key", mark) for ref, mark in marks.items()])
    fill(sent, *[(ref, label, value) for ref in marks for label, value in cells.items()])
    said = refused("collect", sent)
    assert "3 answers taken about 3 cases, 2 as before, 4 in conflict." in said
    assert "C-01, T5 is in conflict. Here (Ada, " in said  # though 4 stood here once
    for ref, visits in {"C-01": "5", "C-02": "4", "C-03": "4"}.items():
        said = shown(ref, *OWN)
        assert said == {"V3": {"value": "no"}, "T5": {"value": visits}, "V1": {"value": "good"}}


def test_a_comment_on_a_case_is_in_conflict_under_its_own_name(sent):
    fill(sent, ("C-01", "Case comment", "Ours"))
    call("collect", sent)
    said = refused("collect", saved_anew(sent, ("C-01", "Case comment", "Theirs")))
    assert "C-01, Case comment is in conflict. Here (" in said
    assert "comment 'Ours'. In the file: comment 'Theirs'." in said
    said = collected(sent, "--prefer", "store")
    assert "0 answers taken about 0 cases, 0 as before, 1 kept as here." in said
    assert shown("C-01", *OWN) == {"#case": {"comment": "Ours"}}


def test_a_case_that_was_signed_since_refuses_the_form(sent):
    answer("V3: no\n")
    fill(sent, ("C-01", "V3", "Yes"), ("C-02", "V3", "Yes"))
    store = Store("sqlite:///audit.db")
    response = store.response("neglect", "ash-police", "C-01")
    store.sign(response, Signature("Ada", "Head", "2026-11-01"), Stamp("2026-11-01T10:00:00", "Ada"))
    assert "C-01 was signed by Ada" in refused("collect", sent, "--prefer", "file")
    assert shown("C-02", *OWN) == {}


def test_versions_are_read_by_reference_wherever_they_stand(tmp_path, asked):
    desk = Desk(tmp_path, case_round(asked))
    sheet, cells = desk.book["Cases"], grid(desk.book)
    for ref, mark in (("C-01", " V0123456789AB "), ("C-02", "new"), ("C-03", None)):
        cells["Version key", ref].value = mark
    sheet.insert_rows(4, 2)
    sheet.move_range(f"C1:C{sheet.max_row}", cols=4)  # the first case goes last
    assert desk.read().versions == {"C-01": "0123456789ab", "C-02": ""}
    copy = desk.book.copy_worksheet(sheet)  # two forms in one file, of which nobody knows which is which
    next(cell for cell in copy[copy.max_row] if cell.value == "new").value = "vba9876543210"
    assert desk.read().versions == {"C-01": "0123456789ab"}


# --- what a version of a whole reading tells ----------------------------------------------------------


def test_a_version_of_all_answers_is_of_what_they_say():
    assert whole_version({}) == whole_version({"A1": Answer()}) == ""
    one, other = {"A1": Answer("met"), "A2": Answer("met")}, {"A2": Answer("met"), "A1": Answer("met")}
    assert whole_version(one) == whole_version(other) != whole_version({"A1": Answer("met")})
    assert versions_when([("A1", version(Answer("met")))], "0123456789ab") is None


@settings(max_examples=40)
@given(st.lists(HERE, max_size=5), st.data())
def test_from_the_version_of_a_reading_comes_that_of_each_answer(writes, data):
    states, steps, now = [{}], [], {}
    for write_ in writes:
        steps += [(name, version(one)) for name, one in write_.items()]
        now = {**now, **write_}
        states.append(now)
    began = data.draw(st.sampled_from(states))
    found = versions_when(steps, whole_version(began))
    assert {name: one for name, one in found.items() if one} == {
        name: known for name, one in began.items() if (known := version(one))
    }


# --- long tables --------------------------------------------------------------------------------------


def changed(path, value):
    """An exported table in which what was answered to T5 is something else."""
    with Path(path).open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["value"] = value if row["question"] == "T5" and row["version key"] else row["value"]
    return written(path, [*rows[0]], *(list(row.values()) for row in rows))


@pytest.mark.usefixtures("sent")
def test_a_table_with_versions_overwrites_no_answer_that_has_changed_since():
    answer("V3: yes\nT5: 3\n")
    call("export", "neglect", "-o", "out.csv")
    assert "1 answer taken into 'neglect' in 1 response, 1 as before." in collected(changed("out.csv", "4"))
    call("export", "neglect", "-o", "out.csv")
    answer("V3: no\nT5: 5\n")
    said = refused("collect", changed("out.csv", "6"))
    assert "0 as before, 1 moved on here since, 1 in conflict." in said
    assert "\n  Ash Police, C-01, T5 is in conflict. Here (Ada, " in said
    assert shown("C-01", *OWN) == {"V3": {"value": "no"}, "T5": {"value": "5"}}
    call("collect", "out.csv", "--prefer", "file")
    assert shown("C-01", *OWN) == {"V3": {"value": "no"}, "T5": {"value": "6"}}


@pytest.mark.usefixtures("sent")
def test_a_table_without_versions_is_taken_once_and_then_was_taken_before():
    head, row = ["case", "agency", "question", "value"], ["C-01", "ash-police", "T5", "3"]
    answer("T5: 5\n")
    assert "1 answer taken" in collected(written("t.csv", head, row))
    answer("T5: 6\n")
    assert "taken before" in collected(Path("t.csv").rename("u.csv"))
    assert shown("C-01", *OWN) == {"T5": {"value": "6"}}
    assert ("C-01", "kind", "table") in received()
