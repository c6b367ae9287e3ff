"""audit round status, change, list and close of rounds about cases: who has read which, and what is out."""

import shutil
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_cli_setup import as_json, call, open_round, refused, write

from audit.agencies import Agency
from audit.cases.allotment import assignments
from audit.cases.case_round import CaseRound
from audit.cases.plan import EACH, Plan, number
from audit.cases.progress import READ, by_agency, readings, unread
from audit.cases.subject import Subject
from audit.responses.response import Answer, Response, Signature
from audit.rounds import Expected, Progress, Round, Standing
from audit.store.cases import CaseBook
from audit.store.rows import Stamp
from audit.store.store import Store

STANDARDS = """\
title: Case standards
scale: ofsted-4
standards:
  - id: V
    title: Voice
    questions:
      - {id: V1, text: The child was seen alone.}
      - {id: V2, text: Management oversight is recorded.}
"""
TEMPLATE = "title: Case audit\nagainst: local/c\nsubject: {about}\nneeds: {{action: []}}\n"
AGENCIES = (("Kingsbridge Police", "police"), ("Riverside Health", "health"), ("County Council", "council"))
POLICE, HEALTH, COUNCIL = "kingsbridge-police", "riverside-health", "county-council"
REGISTER = "id,team,worker\n" + "".join(f"{1000 + n},{'ABC'[n % 3]},W{n % 5}\n" for n in range(40))
BEFORE, AFTER = "2026-11-20", "2026-12-02"


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """A workspace with three agencies, a sample of six cases, and templates about anything."""
    folder = tmp_path_factory.mktemp("case") / "ws"
    call("init", folder, "--name", "Kingsbridge SCP")
    write(folder / "standards/local/c.yaml", STANDARDS)
    for about in ("case", "observation", "reply"):
        write(folder / f"templates/local/{about}.yaml", TEMPLATE.format(about=about))
    for name, kind in AGENCIES:
        call("agency", "add", name, "--kind", kind, "-w", folder)
    register = write(folder.parent / "register.csv", REGISTER)
    call("sample", "draw", register, "--unit", "id", "--size", "6", "--seed", "77", "-w", folder)
    return folder


@pytest.fixture(autouse=True)
def ws(begun, tmp_path, monkeypatch):
    """A copy of the workspace, and it is where we stand."""
    shutil.copytree(begun, tmp_path / "ws")
    monkeypatch.chdir(tmp_path / "ws")
    return tmp_path / "ws"


def opened(name="neglect", *options, template="local/case"):
    """A round over the sample."""
    call("round", "open", template, "--name", name, "--due", "2026-11-30", *options)


def read(about, agency, by, grades, *options, name="neglect"):
    """A reading given from a file: grades for V1 and, where there are two, V2."""
    answers = "".join(f"V{place}: {grade}\n" for place, grade in enumerate(grades, 1))
    whose = ["--agency", agency] if agency else []
    call("ask", name, "--about", about, *whose, "--by", by, "--answers", write("a.yaml", answers), *options)


def status(day=BEFORE, name="neglect"):
    return as_json("round", "status", name, "--today", day)


def states(block):
    """How far each reading is, by case, agency's code and reading."""
    return {
        (one["case"], one["code"], one["reading"]): (one["progress"], one["percent"], one["late"])
        for one in block["readings"]
    }


# --- each agency reads for itself ------------------------------------------------------------------


def test_status_says_of_every_case_and_agency_how_far_it_is_and_whether_it_is_late():
    opened("neglect", "--sample", "S-001")
    read("C-01", POLICE, "Ann", ["good"] * 2)
    read("C-02", POLICE, "Ann", ["good"])
    read("C-01", HEALTH, "Bob", ["good"] * 2)
    call("sign", "neglect", "--about", "C-01", "--agency", HEALTH, "--name", "B", "--role", "Lead")
    found = states(status())
    assert len(found) == 18
    assert found["C-01", POLICE, 1] == ("complete, not signed", 100, False)
    assert found["C-01", HEALTH, 1] == ("signed", 100, False)
    assert found["C-02", POLICE, 1] == ("started", 50, False)
    assert found["C-06", COUNCIL, 1] == ("not started", 0, False)
    late = states(status(AFTER))
    assert {key for key, one in late.items() if not one[2]} == {("C-01", POLICE, 1), ("C-01", HEALTH, 1)}
    counts = {one["code"]: one for one in status(AFTER)["agencies"]}
    assert counts[POLICE] == {
        "code": POLICE,
        "label": "Kingsbridge Police",
        "expected": 6,
        "not_started": 4,
        "started": 1,
        "complete": 1,
        "signed": 0,
        "late": 5,
    }
    assert (counts[HEALTH]["signed"], counts[COUNCIL]["late"]) == (1, 6)


def test_the_grid_has_a_row_for_each_case_and_a_column_for_each_agency():
    involved = write("involved.csv", f"case,agency\nC-02,{POLICE}\n")
    opened("neglect", "--sample", "S-001", "--involved", involved)
    read("C-02", POLICE, "Ann", ["good"])
    said = call("round", "status", "neglect", "--today", AFTER)
    lines = [line.split("   ") for line in said.stdout.splitlines()]
    grid = {cells[0].strip(): [cell.strip() for cell in cells[1:] if cell.strip()] for cells in lines}
    assert grid["Case"] == [name for name, _ in AGENCIES]
    assert grid["C-01"] == ["not started, late"] * 3
    assert grid["C-02"] == ["50 %, late", "-", "-"]
    assert said.stderr.splitlines() == [
        "Not read yet: C-01, C-02, C-03, C-04, C-05, C-06.",
        "0 of 16 readings complete; 16 late on 2 December 2026.",
    ]


def test_second_readings_stand_in_rows_of_their_own():
    opened("neglect", "--sample", "S-001", "--double", "2")
    twice = sorted({one["case"] for one in status()["readings"] if one["reading"] == 2})
    assert len(twice) == 2
    for by, more in (("Ann", []), ("Bob", ["--reading", "2"])):
        read(twice[0], POLICE, by, ["good"] * 2, *more)
    assert states(status())[twice[0], POLICE, 2][0] == "complete, not signed"
    said = call("round", "status", "neglect", "--today", BEFORE)
    row = next(line for line in said.stdout.splitlines() if line.strip().startswith(f"{twice[0]} (second)"))
    assert row.split("   ")[1].strip() == "complete"
    assert said.stderr.endswith(
        "1 of 18 readings complete; 1 of 6 second readings complete; 0 late on 20 November 2026.\n"
    )


def test_an_agency_that_leaves_is_late_no_more_and_what_it_read_stays():
    opened("neglect", "--sample", "S-001")
    read("C-01", COUNCIL, "Cat", ["good"])
    for code in (POLICE, HEALTH):
        read("C-01", code, code, ["good"] * 2)
    call("round", "change", "neglect", "--drop", COUNCIL, "--as", "left", "--reason", "Merged")
    call("round", "change", "neglect", "--due", "2027-01-31", "--agency", POLICE)
    block = status(AFTER)
    found = states(block)
    assert found["C-01", COUNCIL, 1] == ("started", 50, False)
    assert not any(one[2] for key, one in found.items() if key[1] == POLICE)
    assert sum(one[2] for one in found.values()) == 5
    assert "C-01" not in block["not_read"]
    assert "- County Council: left, Merged.\n" in call("round", "status", "neglect", "--today", AFTER).stdout


def test_struck_out_and_unusable_cases_are_told_with_reason_and_follower():
    opened("neglect", "--sample", "S-001")
    call("sample", "replace", "S-001", "C-04", "--reason", "wrong cohort")
    said = call(
        "round", "change", "neglect", "--drop", "c-05", "--as", "unusable", "--reason", "Closed before"
    )
    assert "A reserve is left for it: 'audit sample replace S-001 C-05 --reason …'" in said.stderr
    assert "A case whose file is missing is a finding" in said.stderr
    block = status()
    assert block["out"] == [
        {"ref": "C-04", "reason": "wrong cohort", "follower": "C-07", "replaced": True},
        {"ref": "C-05", "reason": "Closed before", "follower": "", "replaced": False},
    ]
    assert (block["drawn"], block["usable"]) == (6, 5)
    assert {one["case"] for one in block["readings"]} == {"C-01", "C-02", "C-03", "C-06", "C-07"}
    shown = call("round", "status", "neglect").stdout
    assert "- C-04 is struck out: wrong cohort. C-07 took its place.\n" in shown
    assert "- C-05 is out as unusable: Closed before.\n" in shown


def test_a_case_that_was_unusable_and_then_replaced_counts_as_replaced_alone():
    opened("neglect", "--sample", "S-001")
    call("round", "change", "neglect", "--drop", "C-02", "--as", "unusable", "--reason", "Closed before")
    call("sample", "replace", "S-001", "C-02", "--reason", "Closed before")
    found = as_json("results", "neglect")
    assert (found["replaced"], found["unusable"], found["usable"]) == (1, 0, 6)
    assert as_json("results", "neglect", "--target", "90%")["population"] == found["population"] == 39


def test_where_no_reserve_is_left_none_is_told_of(ws):
    register = write(ws / "register.csv", REGISTER)
    call("sample", "draw", register, "--unit", "id", "--size", "3", "--reserves", "0")
    opened("neglect", "--sample", "S-002")
    said = call("round", "change", "neglect", "--drop", "C-01", "--as", "unusable", "--reason", "Closed")
    assert "reserve" not in said.stderr


@pytest.mark.parametrize(
    ("drop", "said"),
    [
        (["C-99"], "There is no case 'C-99' in neglect"),
        (["C-01", "C-99"], "There is no case 'C-99' in neglect"),
        (["C-04"], "C-04 is struck out (wrong cohort); C-07 took its place."),
        (["C-05"], "C-05 is out of the round as unusable (Closed)."),
    ],
)
def test_what_cannot_be_taken_out_is_refused_and_nothing_is_changed(drop, said):
    opened("neglect", "--sample", "S-001")
    call("sample", "replace", "S-001", "C-04", "--reason", "wrong cohort")
    call("round", "change", "neglect", "--drop", "C-05", "--as", "unusable", "--reason", "Closed")
    before = status()
    options = [word for name in drop for word in ("--drop", name)]
    assert refused("round", "change", "neglect", *options, "--as", "unusable", "--reason", "x").startswith(
        said
    )
    assert status() == before


def test_a_case_is_not_dropped_as_an_agency_is_nor_an_agency_as_a_case():
    opened("neglect", "--sample", "S-001")
    drop = ["round", "change", "neglect", "--drop", "c-03", "--as"]
    assert (
        refused(*drop, "left", "--reason", "x")
        == "C-03 is no agency; a case is taken out with --as unusable."
    )
    assert "There is no case 'county-council'" in refused(
        "round", "change", "neglect", "--drop", COUNCIL, "--as", "unusable", "--reason", "x"
    )
    refused(*drop, "unusable", "--reason", "x", "--due", "2027-01-31", code=2)
    assert status()["usable"] == 6
    call("round", "close", "neglect")
    assert "is closed; nothing was changed." in refused(*drop, "unusable", "--reason", "x")


def test_nothing_of_a_round_about_agencies_is_taken_out_as_unusable(tmp_path):
    open_round(tmp_path, ("Oak Trust", "charity"))
    drop = ["--drop", "Oak Trust", "--as", "unusable", "--reason", "x", "-w", tmp_path]
    assert refused("round", "change", "r1", *drop) == "The round 'r1' is about agencies, not about cases."


# --- allotted, or made as they come ----------------------------------------------------------------


def test_allotted_cases_name_their_auditor_until_somebody_has_read_them():
    auditors = write("auditors.csv", "name,agency\nAnn,\nBob,\n")
    opened("dip", "--sample", "S-001", "--auditors", auditors, "--double", "1")
    before = {(one["case"], one["reading"]): one["auditor"] for one in status(name="dip")["readings"]}
    mine = next(ref for (ref, reading), name in before.items() if (reading, name) == (1, "Ann"))
    assert set(before.values()) == {"Ann", "Bob"}
    read(mine, "", "Zoe", ["good"] * 2, name="dip")
    block = status(AFTER, name="dip")
    now = {(one["case"], one["reading"]): one["auditor"] for one in block["readings"]}
    assert now == before | {(mine, 1): "Zoe"}
    assert [one["label"] for one in block["auditors"]] == ["Ann", "Bob", "Zoe"]
    assert sum(one["expected"] for one in block["auditors"]) == 7
    shown = call("round", "status", "dip", "--today", AFTER).stdout
    row = next(line for line in shown.splitlines() if line.strip().startswith(mine))
    assert "Zoe: complete" in row
    assert shown.index("First reading") < shown.index("Second reading") < shown.index("Auditor")
    assert "No agency reads in 'dip'" in refused("round", "change", "dip", "--due", "2027-01-31")


def test_observations_are_listed_by_who_made_them():
    opened("obs", template="local/observation")
    answers = write("a.yaml", "V1: good\n")
    for by in ("Ann", "Bob"):
        call("ask", "obs", "--new", "--agency", COUNCIL, "--by", by, "--answers", answers)
    block = status(AFTER, name="obs")
    assert [(one["observation"], one["auditor"], one["percent"]) for one in block["readings"]] == [
        ("O-01", "Ann", 50),
        ("O-02", "Bob", 50),
    ]
    assert block["not_read"] == ["O-01", "O-02"]
    assert "Ann (County Council): 50 %, late" in call("round", "status", "obs", "--today", AFTER).stdout


def test_of_replies_it_says_how_many_came_by_agency(ws):
    opened("survey", template="local/reply")
    store = Store(f"sqlite:///{ws}/audit.db")
    book, stamp = CaseBook(store), Stamp("2026-11-20T10:00:00+00:00", "survey")
    new = [(f"k{n}", COUNCIL if n < 3 else "") for n in range(5)]
    for n, ref in enumerate(book.add_subjects("survey", new, stamp).values()):
        given = {"V1": Answer("good"), "V2": Answer("good")} if n else {"V1": Answer("good")}
        store.save(Response("survey", "", ref), given, stamp)
    store.close()
    found = {one["agency"]: (one["replies"], one["complete"]) for one in status(name="survey")["replies"]}
    nobody = {name: (0, 0) for name, _ in AGENCIES}
    assert found == nobody | {"County Council": (3, 2), "No agency given": (2, 2)}
    said = call("round", "status", "survey")
    assert said.stderr == "5 replies came; due 30 November 2026.\n"
    assert "C-0" not in said.stdout
    listed = {one["name"]: one for one in as_json("round", "list")}
    assert listed["survey"]["usable"] == 5
    assert "5 replies" in call("round", "list").stdout


# --- concerns, lists and the end -------------------------------------------------------------------


def raised(ws, subject="C-02", text="A baby sleeps on the floor", name="neglect"):
    store = Store(f"sqlite:///{ws}/audit.db")
    book = CaseBook(store)
    book.raise_concern(name, subject, "V1", text, Stamp("2026-11-19T09:00:00+00:00", "Ann"))
    return store, book


def test_open_concerns_stand_first_by_reference_only_until_their_outcome_is_recorded(ws):
    opened("neglect", "--sample", "S-001")
    store, book = raised(ws)
    said = call("round", "status", "neglect").stdout
    assert said.startswith("Immediate concern about C-02")
    assert "outcome not recorded yet." in said.splitlines()[0]
    assert "baby" not in said
    assert [(one["reference"], one["question"]) for one in status()["immediate_concerns"]] == [("C-02", "V1")]
    book.update_concern(book.concerns()[0], "Duty manager", "Visited", Stamp("2026-11-20", "Ann"))
    store.close()
    assert status()["immediate_concerns"] == []
    assert "Immediate" not in call("round", "status", "neglect").stdout


def test_a_round_about_agencies_tells_its_concerns_first_too(tmp_path):
    open_round(tmp_path, ("Oak Trust", "charity"))
    store, _ = raised(tmp_path, "oak", name="r1")
    store.close()
    assert call("round", "status", "r1", "-w", tmp_path).stdout.startswith(
        "Immediate concern about Oak Trust"
    )


def test_a_sample_that_was_thrown_away_is_told():
    opened("neglect", "--sample", "S-001")
    call("sample", "discard", "S-001", "--reason", "Drawn for a trial")
    assert "The sample S-001 was thrown away: Drawn for a trial." in call("round", "status", "neglect").stdout


def test_the_list_of_rounds_counts_cases_where_a_round_is_about_cases():
    opened("neglect", "--sample", "S-001")
    call("round", "change", "neglect", "--drop", "C-05", "--as", "unusable", "--reason", "Closed")
    assert as_json("round", "list") == [
        {
            "name": "neglect",
            "title": "Case audit",
            "due": "2026-11-30",
            "expected": 3,
            "closed": "",
            "about": "case",
            "usable": 5,
        }
    ]
    assert "5 cases" in call("round", "list").stdout


def test_closing_says_what_was_not_read_and_writes_to_each_agency_that_has_a_look_up(ws):
    opened("neglect", "--sample", "S-001", "--double", "1")
    for code in (POLICE, HEALTH, COUNCIL):
        read("C-01", code, code, ["good"] * 2)
    read("C-02", POLICE, "Ann", ["good"])
    store = Store(f"sqlite:///{ws}/audit.db")
    for agency, file, columns in (
        (POLICE, "p.age", ["Name", "DoB"]),
        (HEALTH, "h.age", ["Name"]),
        (POLICE, "p2.age", ["Name"]),
    ):
        content = {"agency": agency, "file": file, "columns": columns, "cases": 6}
        CaseBook(store).log("neglect", "case-key", content, Stamp("2026-11-02T09:00:00+00:00", "Ann"))
    store.close()
    said = call("round", "close", "neglect", "--today", "2026-12-24")
    assert said.stderr.startswith(
        "The round 'neglect' is closed.\n"
        "Not read to the end: C-02 (Kingsbridge Police 50 %, Riverside Health not started, "
        "County Council not started); C-03; C-04; C-05; C-06.\n"
    )
    assert "Second readings not complete: C-0" in said.stderr
    letters = said.stdout.split("\n\n")
    assert [letter.splitlines()[0] for letter in letters] == ["To Kingsbridge Police", "To Riverside Health"]
    assert letters[0].splitlines()[1:4] == [
        "The audit round 'neglect' closed on 24 December 2026. For it you were given:",
        "- p.age, on 2 November 2026: Name, DoB, of 6 cases.",
        "- p2.age, on 2 November 2026: Name, of 6 cases.",
    ]
    for letter in letters:
        assert "Please destroy the file" in letter
        assert "confirm to Kingsbridge SCP in writing" in letter
    assert call("round", "close", "neglect", "--reopen").stderr == "The round 'neglect' is open again.\n"


def test_closing_a_round_that_was_read_says_so_and_writes_to_nobody():
    opened("neglect", "--sample", "S-001", "--agency", POLICE)
    for n in range(1, 7):
        read(f"C-0{n}", POLICE, "Ann", ["good"] * 2)
    said = call("round", "close", "neglect")
    assert (said.stdout, said.stderr) == ("", "The round 'neglect' is closed.\nEvery case was read.\n")


# --- what always holds -----------------------------------------------------------------------------

CODES = ("a", "b", "c")


@pytest.fixture(scope="session")
def whole_template(make):
    return make(STANDARDS, "against: local/set\nsubject: case\nneeds: {action: [], evidence: []}")


SUBJECTS = st.lists(st.sampled_from(["", "struck", "unusable"]), min_size=1, max_size=6)
GIVEN = st.dictionaries(
    st.tuples(st.integers(1, 6), st.sampled_from(CODES), st.integers(1, 2)),
    st.sampled_from(["half", "whole", "signed"]),
)


@settings(max_examples=60)
@given(SUBJECTS, GIVEN, st.sets(st.sampled_from(CODES)), st.booleans())
def test_every_reading_is_counted_once_and_a_case_is_unread_until_all_expected_are_complete(
    whole_template, outs, given, gone, late
):
    subjects = tuple(
        Subject(
            f"C-0{n}", n, twice=n % 2 == 0, struck=(out == "struck") * "x", unusable=(out == "unusable") * "x"
        )
        for n, out in enumerate(outs, 1)
    )
    expected = tuple(
        Expected(Agency(code, code), date(2026, 3, 1), Standing.LEFT if code in gone else Standing.EXPECTED)
        for code in CODES
    )
    round_ = Round("R", whole_template, date(2026, 3, 1), expected)
    codes = [code for code in CODES if code not in gone]
    done = {"V1": Answer("good"), "V2": Answer("good")}
    responses = tuple(
        Response(
            "R",
            code,
            f"C-0{n}",
            answers={"V1": Answer("good")} if how == "half" else done,
            signed=Signature("A", "Head", "2026-02-01") if how == "signed" else None,
            reading=reading,
        )
        for (n, code, reading), how in given.items()
    )
    plan = Plan("S-001", EACH)
    found = CaseRound(round_, plan, None, subjects, assignments(plan, subjects, codes), responses)
    lines = readings(found, date(2026, 3, 2 if late else 1))
    keys = [(one.ref, one.agency, one.reading) for one in lines]
    assert len(keys) == len(set(keys))
    usable = {one.ref for one in found.usable}
    assert {(one.subject, one.agency, one.reading) for one in responses if one.subject in usable} == {
        key for key, one in zip(keys, lines, strict=True) if one.response
    }
    assert sum(one.expected for one in by_agency(found, lines).values()) == len(lines)
    for one in lines:
        assert one.late == (late and one.agency not in gone and one.progress not in READ)
        assert (one.progress is Progress.NOT_STARTED) == (one.response is None)
    complete = {key[:2] for key, how in given.items() if how != "half" and key[2] == 1}
    complete = {(f"C-0{n}", code) for n, code in complete}
    for ref in usable:
        own = [(ref, code) in complete for code in codes] or [any(one == ref for one, _ in complete)]
        assert (ref not in unread(found, lines)) == all(own)


@pytest.mark.parametrize(
    ("count", "word", "said"),
    [(1, "case", "1 case"), (0, "reply", "0 replies"), (1200, "interview", "1,200 interviews")],
)
def test_subjects_are_counted_in_words(count, word, said):
    assert number(count, word) == said
