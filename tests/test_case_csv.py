"""Answers as a long table: into rounds about cases and about agencies, by the rules of an answers file."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from test_cli_setup import MADE_UP, as_json, call, refused, write
from workspaces import begin

from audit.errors import FileError
from audit.store.cases import CaseBook
from audit.store.store import Store

CASES = """\
title: Case standards
edition: "2026"
sources:
  - {ref: OURS, title: Our handbook, checked: no}
scale: met-partly-not
standards:
  - id: S
    title: What was seen
    questions:
      - {id: S1, text: The child was seen alone.}
      - {id: S2, text: The plan says who does what.}
      - {id: S3, text: Consent was asked for., asked_of: consent}
"""
AUDIT = """\
title: Case audit
against: local/cases
subject: case
not-applicable: reason
needs: {action: [], evidence: []}
questions:
  - {id: X1, text: What went well?, kind: text, optional: yes}
"""
HEADINGS = [
    "agency",
    "case",
    "question",
    "value",
    "comment",
    "reason",
    "evidence",
    "reading",
    "by",
    "concern",
]


@pytest.fixture
def ws(tmp_path, monkeypatch):
    """A workspace with twelve cases drawn, a police force and a school."""
    monkeypatch.chdir(tmp_path)
    begin(tmp_path, drawn)
    return tmp_path


def drawn():
    call("init", ".", "--name", "Kingsbridge SCP")
    write("standards/local/cases.yaml", CASES)
    write("standards/local/ours.yaml", MADE_UP)
    write("templates/local/cases.yaml", AUDIT)
    call("agency", "add", "Kingsbridge Police", "--kind", "police")
    call("agency", "add", "Oak School", "--kind", "school")
    written("register.csv", ["id", "team"], *([f"A{n}", f"T{n % 3}"] for n in range(40)))
    as_json(
        "sample",
        "draw",
        "register.csv",
        "--unit",
        "id",
        "--size",
        "12",
        "--seed",
        "048151623",
        "--sub",
        "consent=3",
        "--carry",
        "team",
    )


@pytest.fixture
def cases(ws):
    """A round about the twelve cases, a third of them read twice."""
    assert ws.exists()
    begin(ws, opened)
    return book().round("neglect")


def opened():
    drawn()
    double = ("--due", "2026-12-31", "--double", "4")
    call("round", "open", "local/cases", "--sample", "S-001", "--name", "neglect", *double)


def book():
    return CaseBook(Store("sqlite:///audit.db"))


def written(path, *rows, separator=","):
    with Path(path).open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=separator).writerows(rows)
    return path


def long(*rows, path="answers.csv"):
    """A long table of rows that name only the columns they fill."""
    return written(path, HEADINGS, *([row.get(name, "") for name in HEADINGS] for row in rows))


def answers(name="neglect"):
    """What is kept of a round: the blocks of its answers by agency, subject and reading."""
    found = Store("sqlite:///audit.db").responses(name)
    return {
        (one.agency, one.subject, one.reading): {key: answer.block() for key, answer in one.answers.items()}
        for one in found
    }


# --- rounds about cases -------------------------------------------------------------------------------


@pytest.mark.usefixtures("cases")
def test_answers_are_taken_case_by_case_and_agency_by_agency():
    path = long(
        {"agency": "Oak School", "case": "C-01", "question": "S1", "value": "Met", "comment": "=1+1"},
        {"agency": "oak-school", "case": "c-01", "question": "s2", "value": "partly"},
        {
            "agency": "Kingsbridge Police",
            "case": "C-01",
            "question": "S1",
            "value": "n/a",
            "reason": "Not ours",
        },
        {"agency": "Oak School", "case": "C-02", "question": "X1", "value": "A home visit\nevery week"},
        {},
        {"agency": "Oak School", "case": "C-03", "question": "S1"},
    )
    said = call("collect", path)
    assert not said.stdout
    assert said.stderr == (
        "answers.csv: 4 answers taken into 'neglect' in 3 responses, 0 as before.\n1 of 1 files taken.\n"
    )
    assert answers() == {
        ("oak-school", "C-01", 1): {"S1": {"value": "met", "comment": "=1+1"}, "S2": {"value": "partly"}},
        ("kingsbridge-police", "C-01", 1): {"S1": {"value": "n/a", "reason": "Not ours"}},
        ("oak-school", "C-02", 1): {"X1": {"value": "A home visit\nevery week"}},
    }
    assert "answers.csv: taken before, into 'neglect'" in call("collect", path).stderr
    Path(path).write_text(Path(path).read_text() + "\n")
    assert "0 answers taken into 'neglect' in 3 responses, 4 as before." in call("collect", path).stderr


@pytest.mark.usefixtures("cases")
def test_a_blank_cell_leaves_what_was_said_before():
    call(
        "collect",
        long({"agency": "Oak School", "case": "C-01", "question": "S1", "value": "met", "comment": "Once"}),
    )
    call("collect", long({"agency": "Oak School", "case": "C-01", "question": "S1", "value": "not-met"}))
    assert answers()["oak-school", "C-01", 1] == {"S1": {"value": "not-met", "comment": "Once"}}


@pytest.mark.usefixtures("cases")
def test_every_mistake_is_named_with_its_cell_and_then_nothing_is_taken():
    path = long(
        {"agency": "Oak School", "case": "C-01", "question": "S1", "value": "met"},
        {"agency": "Oak Scool", "case": "C-01", "question": "S1", "value": "met"},
        {"agency": "Oak School", "case": "C-77", "question": "S1", "value": "met"},
        {"agency": "Oak School", "case": "", "question": "S1", "value": "met"},
        {"agency": "Oak School", "case": "C-01", "question": "S9", "value": "met"},
        {"agency": "Oak School", "case": "C-02", "question": "S2", "value": "mostly"},
        {"agency": "Oak School", "case": "C-02", "question": "", "value": "met"},
        {"agency": "Oak School", "case": "C-01", "question": "S1", "value": "partly"},
        {"agency": "Oak School", "case": "C-02", "question": "S1", "value": "met", "reading": "3"},
        {"case": "C-04", "question": "S1", "value": "met"},
    )
    said = call("collect", path, "--round", "neglect", code=1).stderr
    for line in (
        "cell A3: There is no agency 'Oak Scool'; did you mean 'Oak School'?",
        "cell B4: There is no case 'C-77' in neglect; there are C-01 to C-12.",
        "row 5: say in a column 'case' which case it is about.",
        "cell C6: 'S9' is not a question that was asked here",
        "cell D7: S2: 'mostly' is not a grade",
        "cell C8: an answer stands without a question",
        "cell D9: S1 has another value in cell D2 already; keep one of the two.",
        "cell H10: '3' is no reading; write 1 or 2.",
        "row 11: Several agencies may answer about C-04 (Kingsbridge Police, Oak School); say whose",
    ):
        assert f"answers.csv, {line}" in said
    assert said.splitlines()[-2].endswith("; say whose answers these are in a column 'agency'.")
    assert answers() == {}


def test_a_second_reading_stands_against_the_first_and_is_somebody_elses(cases):
    ref = next(one.ref for one in cases.usable if one.twice)
    own = {"agency": "Oak School", "case": ref, "question": "S1"}
    second = {**own, "value": "partly", "reading": "2"}
    assert "has no first reading yet" in refused("collect", long({**second, "by": "Ben"}))
    same = long({**second, "by": " ada "}, {**own, "value": "met", "by": "Ada"})
    assert "cell I2: ada gave the first reading" in refused("collect", same)
    assert answers() == {}
    call("collect", long({**second, "by": "Ben"}, {**own, "value": "met", "by": "Ada"}))
    assert answers()["oak-school", ref, 1] == {"S1": {"value": "met"}}
    assert answers()["oak-school", ref, 2] == {"S1": {"value": "partly"}}
    readers = {one.reading: one.readers for one in Store("sqlite:///audit.db").responses("neglect")}
    assert readers == {1: ("Ada",), 2: ("Ben",)}


@pytest.mark.usefixtures("cases")
def test_a_case_that_was_struck_out_is_refused_with_the_one_in_its_place():
    call("sample", "replace", "S-001", "C-02", "--reason", "The family moved away")
    said = refused(
        "collect", long({"agency": "Oak School", "case": "C-02", "question": "S1", "value": "met"})
    )
    assert "answers.csv, cell B2: C-02 is struck out (The family moved away); C-13 took its place." in said


def test_what_is_not_asked_of_a_case_is_left_out_and_told_of(cases):
    consent = next(one.ref for one in cases.usable if "consent" in one.subs)
    other = next(one.ref for one in cases.usable if "consent" not in one.subs)
    rows = (
        {"agency": "Oak School", "case": ref, "question": "S3", "value": "met"} for ref in (consent, other)
    )
    assert "Not asked there, so left out 1 times: S3." in call("collect", long(*rows)).stderr
    assert answers() == {("oak-school", consent, 1): {"S3": {"value": "met"}}}


def test_where_nobodys_agency_reads_the_column_may_be_missing(ws):
    write("auditors.csv", "name,team\nAda,\nBen,\nCy,T1\n")
    call(
        "round",
        "open",
        "local/cases",
        "--sample",
        "S-001",
        "--name",
        "dip",
        "--due",
        "2026-12-31",
        "--auditors",
        "auditors.csv",
    )
    call("collect", written("a.csv", ["case", "question", "grade"], ["C-01", "S1", "met"]), "--by", "Ada")
    assert answers("dip") == {("", "C-01", 1): {"S1": {"value": "met"}}}
    found = book().round("dip")
    carried = book().carried(found.standing)
    ref = next(one.ref for one in found.usable if carried.has(one.unit, "t1"))
    own = written("a.csv", ["case", "question", "grade", "by"], [ref, "S1", "met", "cy"])
    assert f"a.csv, cell D2: {ref} is of the team or the work of Cy" in refused("collect", own)
    assert ws.exists()


@pytest.mark.usefixtures("cases")
def test_concerns_are_raised_and_told_of_even_where_the_file_is_refused():
    row = {
        "agency": "Oak School",
        "case": "C-03",
        "question": "S1",
        "value": "met",
        "concern": "Alone at night",
    }
    said = call("collect", long(row), "--by", "Ada").stderr
    assert "Immediate concern about C-03 in 'neglect': raised, and saved." in said
    assert "This audit is not a referral route." in said
    wrong = {**row, "case": "C-04", "value": "mostly"}
    alone = {"agency": "Oak School", "case": "C-05", "concern": "No food", "by": "Ben"}
    said = refused("collect", long(wrong, alone))
    assert "Immediate concern about C-04 in 'neglect': raised, and saved." in said
    assert "NOT RECORDED" not in said
    for lost in (
        {**row, "case": "C-99"},
        {**row, "case": "", "question": ""},
        {**row, "question": "S9", "case": "x"},
    ):
        assert "IMMEDIATE CONCERNS IN IT ARE NOT RECORDED" in refused("collect", long(lost))
    call("sample", "replace", "S-001", "C-06", "--reason", "The family moved away")
    assert "concern about C-06" in refused("collect", long({**row, "case": "c-06", "agency": "nobody"}))
    found = [(one.subject, one.question, one.text, one.by) for one in book().concerns()]
    assert len(found) == 4
    assert [one.agency for one in book().concerns()] == ["oak-school", "oak-school", "oak-school", ""]
    assert found[0] == ("C-03", "S1", "Alone at night", "Ada")
    assert found[1][:3] == ("C-04", "S1", "Alone at night")
    assert found[2] == ("C-05", "", "No food", "Ben")
    assert list(answers()) == [("oak-school", "C-03", 1)]


@pytest.mark.usefixtures("cases")
def test_a_response_that_is_signed_is_refused():
    row = {"agency": "Oak School", "case": "C-01", "question": "S1", "value": "met"}
    call("collect", long(row, {**row, "question": "S2"}))
    call("sign", "neglect", "--about", "C-01", "--agency", "Oak School", "--name", "Ada", "--role", "Head")
    said = refused("collect", long({**row, "case": "C-02"}, {**row, "value": "partly"}))
    assert "answers.csv, row 3: this response was signed by Ada on" in said
    assert list(answers()) == [("oak-school", "C-01", 1)]


@pytest.mark.usefixtures("cases")
def test_a_table_with_a_column_for_each_question_names_its_case():
    rows = [
        ["case", "agency", "S1", "The plan says who does what.", "X1"],
        ["C-01", "Oak School", "met", "Partly met", "Visits"],
    ]
    assert (
        "3 answers taken into 'neglect' in 1 response" in call("collect", written("wide.csv", *rows)).stderr
    )
    assert answers()["oak-school", "C-01", 1]["S2"] == {"value": "partly"}
    again = written("wide.csv", rows[0], rows[1], ["c-01", "oak-school", "partly", "", ""])
    assert "wide.csv, cell C3: S1 has another value in cell C2 already; keep" in refused("collect", again)
    other = written("wide.csv", ["round", *rows[0]], ["other", *rows[1]])
    assert "wide.csv, cell A2: this row is of another round" in refused("collect", other)
    second = written("wide.csv", [*rows[0], "reading", "by"], [*rows[1], "2", "Ada"])
    call("collect", second)
    assert ("oak-school", "C-01", 2) in answers()
    said = refused("collect", written("wide.csv", rows[0], ["", *rows[1][1:]]))
    assert "wide.csv, cell A2: say in a column 'case' which case it is about." in said


# --- which round --------------------------------------------------------------------------------------


@pytest.mark.usefixtures("cases")
def test_the_round_is_the_columns_or_the_options_or_the_only_one_that_fits():
    call("round", "open", "local/cases", "--sample", "S-001", "--name", "again", "--due", "2026-12-31")
    row = ["Oak School", "C-01", "S1", "met"]
    head = ["agency", "case", "question", "value"]
    assert "it fits the rounds 'neglect', 'again'; say which" in refused(
        "collect", written("a.csv", head, row)
    )
    call("collect", written("a.csv", ["round", *head], ["again", *row]))
    assert answers() == {}
    assert len(answers("again")) == 1
    said = refused("collect", written("a.csv", ["round", *head], ["again", *row]), "--round", "neglect")
    assert "its column 'round' says 'again', and --round 'neglect'" in said
    said = refused("collect", written("a.csv", ["round", *head], ["again", *row], ["neglect", *row]))
    assert "make a file for each" in said
    call("collect", written("a.csv", head, row), "--round", "neglect")
    assert len(answers()) == 1
    assert "fit no open round" in refused("collect", written("a.csv", head, [*row[:2], "Z1", "met"]))
    assert "it holds headings and no answers" in refused("collect", written("a.csv", head))


# --- rounds about agencies ----------------------------------------------------------------------------


def test_answers_of_agencies_are_taken_too(ws):
    call("round", "open", "local/ours", "--name", "s11", "--due", "2026-11-30")
    head = [
        "agency",
        "question",
        "value",
        "evidence what",
        "evidence where",
        "action what",
        "action who",
        "reason",
    ]
    rows = [
        ["Oak School", "A1", "met", "Minutes", "Drive", "", "", ""],
        ["Oak School", "A1", "", "Plan", "", "", "", ""],
        ["Oak School", "B1", "18/20", "", "", "Train the rest", "Head", ""],
        ["Oak School", "A", "", "Handbook", "", "", "", ""],
        ["Kingsbridge Police", "B2", "met", "", "", "", "", ""],
        ["Kingsbridge Police", "A2", "n/a", "", "", "", "", "We have no board"],
    ]
    said = call("collect", written("s11.csv", head, *rows)).stderr
    assert "4 answers taken into 's11' in 2 responses" in said
    assert "Not asked there, so left out 1 times: B2." in said
    shown_ = as_json("show", "s11", "--agency", "Oak School")["answers"]
    assert shown_["A1"] == {
        "value": "met",
        "evidence": [{"what": "Minutes", "where": "Drive"}, {"what": "Plan"}],
    }
    assert shown_["B1"] == {"value": "18/20", "action": {"what": "Train the rest", "who": "Head"}}
    assert shown_["A"] == {"evidence": [{"what": "Handbook"}]}
    assert ws.exists()
    twice = written("s11.csv", [*head, "reading"], [*rows[0], "2"])
    assert "only cases are read a second time" in refused("collect", twice)
    call("round", "close", "s11")
    assert "the round 's11' is closed" in refused("collect", "s11.csv", "--round", "s11")


def test_what_is_kept_is_all_or_nothing(ws):
    store = Store("sqlite:///audit.db")
    from audit.errors import StateError
    from audit.responses.response import Answer, Response, Signature
    from audit.store.rows import Stamp

    call("round", "open", "local/ours", "--name", "s11", "--due", "2026-11-30")
    stamp = Stamp("2026-11-01T10:00:00", "Ada")
    one, two = (Response("s11", code, code) for code in ("oak-school", "kingsbridge-police"))
    store.save(two, {"A1": Answer("met")}, stamp)
    store.sign(replace(two, answers={"A1": Answer("met")}), Signature("Ada", "Head", "2026-11-01"), stamp)
    with pytest.raises(StateError):
        store.save_all([(one, {"A1": Answer("met")}, stamp), (two, {"A2": Answer("met")}, stamp)])
    assert [found.agency for found in store.responses("s11")] == ["kingsbridge-police"]
    assert ws.exists()
    assert issubclass(FileError, Exception)


@pytest.mark.usefixtures("cases")
def test_a_concern_is_kept_about_a_case_written_without_its_nought():
    path = long(
        {"agency": "Oak School", "case": "c1", "question": "S1", "value": "mostly", "concern": "left alone"}
    )
    call("collect", path, "--round", "neglect", code=1)
    assert [one["subject"] for one in as_json("concern", "list")] == ["C-01"]
