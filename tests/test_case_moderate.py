"""audit moderate: grades side by side, what the panel agreed and whether it counts, drift."""

import json
import os
import shutil
import signal
import sys
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_case_status import COUNCIL, HEALTH, POLICE, STANDARDS, begun, opened, raised, read, ws
from test_cli_setup import as_json, call, open_round, refused, write
from workspaces import begin

from audit.cases.case_round import CaseRound
from audit.cases.drift import drift
from audit.cases.moderating import matters, stands
from audit.cases.panel import PanelGrade
from audit.cases.plan import ALLOTTED, Plan
from audit.cases.subject import Subject
from audit.cases.values import Values
from audit.cli.moderating import signed
from audit.responses.response import Answer, Response
from audit.rounds import Round

__all__ = ["begun", "ws"]  # fixtures, found by their names

ON = date(2026, 11, 20)
LOW, GOOD, TOP = "requires-improvement", "good", "outstanding"
ABOUT = ["moderate", "neglect", "--about", "C-01"]


@pytest.fixture
def differing(begun, ws):
    """C-01, on V1 of which police and health differ; both say good on V2."""
    begin(ws, read_apart, begun)


def read_apart(begun):
    shutil.copytree(begun, ".", dirs_exist_ok=True)
    opened("neglect", "--sample", "S-001", "--double", "6")
    read("C-01", POLICE, "Ann", [GOOD, GOOD])
    read("C-01", HEALTH, "Bob", [LOW, GOOD])


def agree(*options, by="Panel"):
    return call(*ABOUT, "--by", by, *options)


def case(ref="C-01"):
    """What is said of a case, question by question."""
    block = as_json("moderate", "neglect", "--about", ref)
    return {one["question"]: one for one in block["questions"]}


# --- what the panel agrees -------------------------------------------------------------------------


@pytest.mark.usefixtures("differing")
def test_every_grade_stands_side_by_side_with_agency_reading_and_name():
    read("C-01", POLICE, "Cat", [TOP], "--reading", "2")
    found = case()["V1"]
    assert found["grades"] == [
        {"agency": POLICE, "reading": 1, "by": ["Ann"], "grade": GOOD},
        {"agency": HEALTH, "reading": 1, "by": ["Bob"], "grade": LOW},
        {"agency": POLICE, "reading": 2, "by": ["Cat"], "grade": TOP},
    ]
    assert (found["state"], found["panel"]) == ("readers differ", None)
    assert case()["V2"]["state"] == ""
    shown = call(*ABOUT).stdout
    for words in (
        "Kingsbridge Police, Ann",
        "Riverside Health, Bob",
        "second reading, Cat",
        "readers differ",
    ):
        assert words in shown


@pytest.mark.usefixtures("differing")
def test_the_panels_grade_is_kept_with_reason_name_and_day():
    said = agree(
        "--question", "v1", "--grade", "Good", "--reason", "Seen alone twice", "--today", "2026-11-22"
    )
    assert said.stderr == "C-01, V1: Good - Seen alone twice.\n"
    found = case()["V1"]
    panel = found["panel"]
    assert found["state"] == "agreed"
    assert (panel["grade"], panel["reason"], panel["by"]) == (GOOD, "Seen alone twice", "Panel")
    assert panel["at"].startswith("2026-11-22T")
    assert panel["counts"]
    assert "Good: Seen alone twice (Panel, 22 November 2026)" in call(*ABOUT).stdout


@pytest.mark.usefixtures("differing")
def test_a_reason_is_needed_only_where_the_panel_says_another_grade_than_a_reader():
    assert refused(*ABOUT, "--question", "V1", "--grade", "good") == (
        "V1: the panel's grade differs from a reader's, so give the reason for it."
    )
    agree("--question", "V2", "--grade", "good")
    assert case()["V2"]["state"] == "agreed"
    assert "differs from a reader's" in refused(*ABOUT, "--question", "V2", "--grade", "n/a")
    agree("--question", "V2", "--grade", "not applicable", "--reason", "A baby")
    assert case()["V2"]["panel"]["grade"] == "n/a"


@pytest.mark.usefixtures("differing")
def test_a_grade_that_a_reader_changed_afterwards_is_to_be_agreed_again():
    agree("--question", "V1", "--grade", "good", "--reason", "x")
    read("C-01", HEALTH, "Bob", [TOP])
    found = case()["V1"]
    assert (found["state"], found["panel"]["counts"]) == ("to be agreed again", False)
    assert "to be agreed again" in call("moderate", "neglect").stdout
    read("C-01", HEALTH, "Bob", [LOW])
    assert case()["V1"]["panel"]["counts"], "the answer is again the one that was moderated"


@pytest.mark.usefixtures("differing")
def test_a_grade_that_came_since_is_put_before_the_panel_where_it_is_another():
    agree("--question", "V1", "--grade", "good", "--reason", "x")
    read("C-01", COUNCIL, "Dan", [GOOD])
    assert case()["V1"]["state"] == "agreed"
    read("C-01", COUNCIL, "Dan", [TOP])
    found = case()["V1"]
    assert (found["state"], found["panel"]["counts"]) == ("another grade has come since", True)
    assert [one["question"] for one in as_json("moderate", "neglect")["open"]] == ["V1"]
    agree("--question", "V1", "--grade", "good", "--reason", "x")
    assert case()["V1"]["state"] == "agreed"
    read("C-01", COUNCIL, "Dan", [LOW])
    assert case()["V1"]["state"] == "to be agreed again", "by now the panel has seen the council's"


@pytest.mark.usefixtures("differing")
def test_a_panels_grade_can_be_taken_back():
    agree("--question", "V1", "--grade", "good", "--reason", "x")
    said = agree("--question", "V1", "--take-back", "--reason", "Wrong case")
    assert said.stderr == "C-01, V1: taken back - Wrong case.\n"
    assert case()["V1"] | {"grades": []} == {
        "case": "C-01",
        "question": "V1",
        "state": "readers differ",
        "grades": [],
        "panel": None,
    }
    assert (
        refused(*ABOUT, "--question", "V1", "--take-back")
        == "The panel has agreed no grade of V1 about C-01."
    )


@pytest.mark.usefixtures("differing")
def test_a_file_takes_grades_with_their_reasons_all_or_none():
    path = write("panel.yaml", "V1: {grade: good, reason: Seen alone}\nv2: outstanding\n")
    assert "line 2: V2: the panel's grade differs" in refused(*ABOUT, "--answers", path)
    assert case()["V1"]["panel"] is None
    agree("--answers", path, "--reason", "The panel's own")
    found = case()
    assert [(one["panel"]["grade"], one["panel"]["reason"]) for one in found.values()] == [
        (GOOD, "Seen alone"),
        (TOP, "The panel's own"),
    ]
    agree("--answers", write("panel.json", json.dumps({"V1": None, "V2": {"grade": None}})))
    assert [one["panel"] for one in case().values()] == [None, None]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("V9: good\n", "line 1: There is no question 'V9' in Case audit; there are V1, V2."),
        (
            "V1: goodish\n",
            "line 1: V1: 'goodish' is no grade that can be agreed; those are outstanding, good,",
        ),
        ("V1: {grade: good, why: x}\n", "line 1: V1: a panel's grade has 'grade' and 'reason', not 'why'."),
        ("V1: {reason: x}\n", "line 1: V1: 'grade' is missing; an empty one takes the panel's grade back."),
        ("V1: [good]\n", "line 1: V1: a grade was expected, or 'grade' with a 'reason'."),
        ("V1: {grade: good, reason: [x]}\n", "line 1: V1: 'reason' must be text."),
        ("V2: good\nv2: good\n", "line 2: V2 is given twice; keep one."),
        ("{}\n", "it names no question."),
    ],
)
@pytest.mark.usefixtures("differing")
def test_a_file_that_does_not_fit_is_refused_with_its_line(content, said):
    assert said in refused(*ABOUT, "--answers", write("panel.yaml", content), "--reason", "x")
    assert [one["panel"] for one in case().values()] == [None, None]


@pytest.mark.parametrize(
    "options",
    [
        ["--question", "V1"],
        ["--question", "V1", "--grade", "good", "--take-back"],
        ["--grade", "good"],
        ["--take-back"],
        ["--reason", "x"],
        ["--question", "V1", "--grade", "good", "--answers", "panel.yaml"],
        ["--question", "V1", "--grade", "good", "--evidence", "accepted"],
        ["--question", "V1", "--grade", "good", "--assured", "2026-01-02"],
        ["--agency", POLICE],
    ],
)
@pytest.mark.usefixtures("differing")
def test_options_that_do_not_go_together_are_wrong_usage(options):
    refused(*ABOUT, *options, code=2)
    refused("moderate", "neglect", "--question", "V1", "--grade", "good", code=2)
    refused("moderate", "neglect", "--all", code=2)
    assert case()["V1"]["panel"] is None


@pytest.mark.usefixtures("differing")
def test_what_cannot_be_moderated_is_refused_in_a_sentence(tmp_path):
    give = ["--question", "V1", "--grade", "good", "--reason", "x"]
    call("sample", "replace", "S-001", "C-04", "--reason", "wrong cohort")
    assert refused("moderate", "neglect", "--about", "C-04", *give).startswith("C-04 is struck out")
    assert refused("moderate", "neglect", "--about", "C-99", *give).startswith("There is no case 'C-99'")
    assert refused("moderate", "neglect", "--about", "C-02", *give) == (
        "No reader has graded V1 about C-02 yet, so there is nothing to agree."
    )
    call("round", "close", "neglect")
    closed = refused(*ABOUT, *give)
    assert closed.startswith("The round 'neglect' was closed on ")
    assert closed.endswith("no grade can be agreed.")
    open_round(tmp_path / "other", ("Oak Trust", "charity"))
    said = refused("moderate", "r1", "--about", "C-01", "-w", tmp_path / "other", code=2)
    assert "This round is about agencies; --about names a case." in said


def test_a_question_without_a_grade_is_none_of_the_panels(ws):
    write(
        ws / "templates/local/case.yaml",
        (
            "title: Case audit\nagainst: local/c\nsubject: case\nneeds: {action: []}\n"
            "not-applicable: refused\n"
            "questions:\n  - {id: G1, text: What was done well?, kind: text}\n"
        ),
    )
    opened("neglect", "--sample", "S-001")
    call(
        "ask",
        "neglect",
        "--about",
        "C-01",
        "--agency",
        POLICE,
        "--answers",
        write("a.yaml", "V1: good\nG1: A visit\n"),
    )
    assert list(case()) == ["V1"]
    assert refused(*ABOUT, "--question", "G1", "--grade", "good").startswith("G1 is not graded")
    said = refused(*ABOUT, "--question", "V1", "--grade", "n/a", "--reason", "x")
    assert said.endswith("those are outstanding, good, requires-improvement, inadequate.")


# --- the round -------------------------------------------------------------------------------------


@pytest.mark.usefixtures("differing")
def test_the_overview_says_what_is_open_what_is_agreed_and_how_far_the_panel_is_from_each():
    read("C-01", POLICE, "Cat", [TOP, GOOD], "--reading", "2")
    agree("--question", "V1", "--grade", "good", "--reason", "x")
    read("C-02", POLICE, "Ann", [GOOD])
    read("C-02", HEALTH, "Bob", [TOP])
    block = as_json("moderate", "neglect")
    assert [(one["case"], one["question"], one["state"]) for one in block["open"]] == [
        ("C-02", "V1", "readers differ")
    ]
    assert block["agreed"] == 1
    found = {(one["later"], one["earlier"], one["agency"]): one for one in block["drift"]}
    figures = {
        key: tuple(one[name] for name in ("answers", "mean", "up", "down", "same"))
        for key, one in found.items()
    }
    third = pytest.approx(1 / 3)
    assert figures == {
        ("panel", "first reading", ""): (2, pytest.approx(1 / 6), 1, 0, 1),
        ("panel", "second reading", ""): (1, pytest.approx(-1 / 3), 0, 1, 0),
        ("second reading", "first reading", ""): (2, pytest.approx(1 / 6), 1, 0, 1),
        ("panel", "first reading", POLICE): (1, 0.0, 0, 0, 1),
        ("panel", "first reading", HEALTH): (1, third, 1, 0, 0),
        ("panel", "first reading", COUNCIL): (0, None, 0, 0, 0),
    }
    said = call("moderate", "neglect")
    assert said.stderr == "The panel's grade counts for 1 of 3 graded questions; 1 still open.\n"
    rows = [line.split("   ") for line in said.stdout.splitlines()]
    drifted = {cells[0].strip(): [cell.strip() for cell in cells[1:] if cell.strip()] for cells in rows}
    assert drifted["Panel against Riverside Health"] == ["1", "+0.33", "1", "0", "0"]
    assert drifted["Panel against second reading"] == ["1", "-0.33", "0", "1", "0"]
    assert "Panel against County Council" not in drifted


@pytest.mark.usefixtures("differing")
def test_immediate_concerns_come_first(ws):
    store, _ = raised(ws, "C-01")
    store.close()
    first = "Immediate concern about C-01"
    for args in (["moderate", "neglect"], ABOUT):
        assert call(*args).stdout.startswith(first)
        assert [one["reference"] for one in as_json(*args)["immediate_concerns"]] == ["C-01"]
    assert "Immediate" not in call("moderate", "neglect", "--about", "C-02").stdout


@pytest.mark.parametrize(
    ("mean", "shown"),
    [
        (None, "-"),
        (Fraction(0), "0.00"),
        (Fraction(1, 3), "+0.33"),
        (Fraction(-1), "-1.00"),
        (Fraction(1, 999), "+0.01"),
        (Fraction(-1, 200), "-0.01"),
    ],
)
def test_a_mean_shows_its_sign_and_seems_nothing_only_where_it_is(mean, shown):
    assert signed(mean) == shown


# --- what always holds -----------------------------------------------------------------------------

GRADES = ("outstanding", "good", "requires-improvement", "inadequate", "n/a")
SHARES = dict(zip(GRADES, (Fraction(1), Fraction(2, 3), Fraction(1, 3), Fraction(0), None), strict=True))
READERS = st.dictionaries(
    st.tuples(st.integers(1, 4), st.integers(1, 2)), st.tuples(st.sampled_from("AB"), st.sampled_from(GRADES))
)
PANEL = st.dictionaries(st.integers(1, 4), st.tuples(st.sampled_from(GRADES), st.booleans()))


@pytest.fixture(scope="session")
def template(make):
    return make(STANDARDS, "against: local/set\nsubject: case\nneeds: {action: [], evidence: []}")


def played(template, readers, panel):
    """A round of one question: (case, reading) -> (auditor, grade), and case -> (panel's grade, stale?)."""
    responses = tuple(
        Response(
            "R", "", f"C-0{n}", answers={"V1": Answer(grade, reason="x")}, reading=reading, readers=(who,)
        )
        for (n, reading), (who, grade) in readers.items()
    )
    subjects = tuple(Subject(f"C-0{n}", n) for n in range(1, 5))
    found = CaseRound(Round("R", template, ON, ()), Plan("S-001", ALLOTTED), None, subjects, (), responses)
    grades = {}
    for n, (grade, stale) in panel.items():
        now = Values(found, ON).said(f"C-0{n}", template.by_id["V1"])
        on = now | {"gone/1": "good"} if stale else now
        grades[f"C-0{n}", "V1"] = PanelGrade(f"C-0{n}", "V1", grade, "", "P", "2026-11-20", on)
    return replace(found, panel=grades)


@settings(max_examples=80)
@given(READERS, PANEL)
def test_drift_adds_up_over_auditors_and_is_the_mean_of_what_moved(template, readers, panel):
    found = played(template, readers, panel)
    whole, others = {}, {}
    for one in drift(found, ON):
        assert one.up + one.down + one.same == one.answers
        assert (one.mean is None) == (one.answers == 0)
        assert one.mean is None or -1 <= one.mean <= 1
        (others if one.auditor else whole)[one.later, one.auditor or one.earlier] = one
    moved = {
        (n, reading, who): SHARES[panel[n][0]] - SHARES[grade]
        for (n, reading), (who, grade) in readers.items()
        if n in panel and not panel[n][1] and None not in (SHARES[panel[n][0]], SHARES[grade])
    }
    for reading, name in ((1, "first reading"), (2, "second reading")):
        own = [change for key, change in moved.items() if key[1] == reading]
        assert whole["panel", name].answers == len(own)
        assert whole["panel", name].mean == (sum(own) / len(own) if own else None)
    assert sum(one.answers for one in others.values()) == len(moved)
    again = [
        SHARES[readers[n, 2][1]] - SHARES[readers[n, 1][1]]
        for n in range(1, 5)
        if {(n, 1), (n, 2)} <= set(readers)
        and None not in (SHARES[readers[n, 1][1]], SHARES[readers[n, 2][1]])
    ]
    second = whole["second reading", "first reading"]
    assert (second.answers, second.up, second.down) == (
        len(again),
        sum(one > 0 for one in again),
        sum(one < 0 for one in again),
    )


@settings(max_examples=80)
@given(READERS, PANEL, st.integers(1, 4), st.sampled_from(GRADES))
def test_a_panels_grade_counts_until_any_reader_of_that_case_says_something_else(
    template, readers, panel, n, grade
):
    found = played(template, readers, panel)
    changed = played(template, readers | {(n, 1): ("A", grade)}, {})
    question = template.by_id["V1"]
    for key, one in found.panel.items():
        assert stands(one, Values(found, ON).said(key[0], question)) == (not panel[int(key[0][-1])][1])
        if stands(one, Values(found, ON).said(key[0], question)):
            same = key[0] != f"C-0{n}" or readers.get((n, 1), ("", grade))[1] == grade
            assert stands(one, Values(changed, ON).said(key[0], question)) == same
        assert not stands(replace(one, grade=""), one.on)
    for matter in (one for subject in found.usable for one in matters(found, subject.ref, ON)):
        assert not (matter.again and matter.agreed)
        assert matter.agreed or not (matter.unseen or matter.reason_owed)
        if not matter.open:
            assert matter.agreed or not matter.differ


# --- in a terminal ---------------------------------------------------------------------------------

terminals = pytest.mark.skipif(
    sys.platform == "win32", reason="a pseudo-terminal is not to be had on Windows"
)
AUDIT = [sys.executable, "-m", "audit"]


def sit(*options):
    """The panel at its terminal, at the first prompt."""
    from screens import Terminal

    terminal = Terminal([*AUDIT, *ABOUT, "--by", "Panel", *options], lines=40)
    terminal.wait(lambda t: t.ready)
    return terminal


@terminals
@pytest.mark.usefixtures("differing")
def test_a_panel_goes_through_what_is_open_by_keys_and_nothing_is_left():
    terminal = sit()
    assert "C-01, question 1 of 1" in terminal.text
    assert "Requires improvement: Riverside Health, Bob" in terminal.text
    terminal.send("2")
    terminal.wait("The reason")
    terminal.send("Seen alone\r")
    assert terminal.ended() == 0
    assert "That was all about C-01." in terminal.text
    found = case()["V1"]["panel"]
    assert (found["grade"], found["reason"], found["by"]) == (GOOD, "Seen alone", "Panel")
    done = sit_to_the_end()
    assert "Nothing is open about C-01; --all goes through every question." in done


def sit_to_the_end():
    from screens import Terminal

    terminal = Terminal([*AUDIT, *ABOUT], lines=40, columns=120)
    assert terminal.ended() == 0
    return terminal.text


@terminals
@pytest.mark.usefixtures("differing")
def test_all_goes_through_every_question_leaves_and_takes_back():
    agree("--question", "V2", "--grade", "good")
    terminal = sit("--all")
    assert "question 1 of 2" in terminal.text
    terminal.send("6")  # leave
    terminal.wait("question 2 of 2")
    terminal.wait(lambda t: t.ready)
    terminal.send("7")  # take back
    assert terminal.ended() == 0
    assert [one["panel"] for one in case().values()] == [None, None]


@terminals
@pytest.mark.usefixtures("differing")
def test_enter_alone_agrees_no_grade():
    terminal = sit()
    terminal.send("\r")
    assert terminal.ended() == 0
    assert case()["V1"]["panel"] is None


@terminals
@pytest.mark.parametrize("how", ["ctrl-c", "kill"])
@pytest.mark.usefixtures("differing")
def test_a_grade_is_kept_before_its_reason_which_is_then_owed(how):
    terminal = sit()
    terminal.send("1")
    terminal.wait("The reason")
    if how == "kill":
        os.kill(terminal.process.pid, signal.SIGKILL)
        terminal.ended()
    else:
        terminal.process.send("\x03")
        assert terminal.ended() == 130
        assert "go on with: audit moderate neglect --about C-01" in " ".join(terminal.lines)
    found = case()["V1"]
    assert (found["panel"]["grade"], found["state"]) == (TOP, "reason owed")
    terminal = sit()
    assert "reason owed" in " ".join(terminal.lines)
    terminal.send("1")
    terminal.wait("The reason")
    terminal.send("Exemplary\r")
    assert terminal.ended() == 0
    assert case()["V1"]["panel"]["reason"] == "Exemplary"
    assert case()["V1"]["state"] == "agreed"


@terminals
@pytest.mark.usefixtures("differing")
def test_a_closed_round_is_shown_in_a_terminal_and_nothing_is_asked():
    from screens import Terminal

    call("round", "close", "neglect")
    terminal = Terminal([*AUDIT, *ABOUT], lines=40, columns=120)
    assert terminal.ended() == 0
    assert "Riverside Health, Bob" in terminal.text
    assert "The round 'neglect' is closed, so nothing is asked." in terminal.text
