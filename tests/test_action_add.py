"""audit action add and change: what an action is, by hand, with dates or phrases."""

import sys
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from screens import ENTER, Terminal
from test_cli_setup import as_json, call, refused
from workspaces import begin

from audit.actions.action import Action
from audit.actions.changing import changed, slipped, typed
from audit.dates import in_words
from audit.errors import AnswerError

DAY = ("--today", "2026-11-22")


@pytest.fixture(name="ws")
def _ws(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    begin(tmp_path, _made)


def _made():
    call("init", ".")
    call("agency", "add", "Kingsbridge Police", "--code", "police", "--kind", "police")


def add(*args):
    return call("action", "add", *args, *DAY).stderr


def shown(name="A-001"):
    return as_json("action", "show", name, *DAY)


@pytest.mark.usefixtures("ws")
def test_an_action_is_added_with_all_that_is_said_of_it():
    said = add(
        *("Train all staff", "--plan", "child-r", "--owner", "POLICE", "--owner", "QA lead"),
        *("--due", "31/3/2027", "--theme", "supervision", "--evidence", "Register", "--interval", "60"),
        *("--recommendation", "Staff know the tool", "--re-audit", "2027-09-01", "--role", "Chief"),
    )
    assert "The plan 'child-r' is new." in said
    assert said.endswith("A-001 is kept (action): Kingsbridge Police, QA lead; due: 31 March 2027.\n")
    one = shown()
    assert (one["owners"], one["due"], one["due_text"]) == (
        ["Kingsbridge Police", "QA lead"],
        "2027-03-31",
        None,
    )
    assert (one["level"], one["re_audit"], one["interval"], one["themes"]) == (
        "action",
        "2027-09-01",
        60,
        ["supervision"],
    )
    assert "The same words stand there already: A-001." in add("train  ALL staff", "--plan", "CHILD-R")
    assert shown("A-002")["plan"] == "child-r"


@pytest.mark.usefixtures("ws")
def test_a_phrase_for_a_date_is_kept_and_it_is_amber_until_there_is_a_review_date():
    said = add("Report", "--owner", "QA", "--due", "Report to December Board")
    assert "'Report to December Board' is no day, so it is amber until it has one" in said
    assert shown()["rag_word"] == "Amber: no due or review date"
    changed_ = call("action", "change", "A-001", "--review", "1/6/2027", *DAY).stderr
    assert changed_ == "A-001: review: none -> 1 June 2027.\n"
    assert shown()["rag"] == "green"
    assert add("Count", "--owner", "QA", "--due", "March 2027").endswith("due: 31 March 2027.\n")
    assert (shown("A-002")["due"], shown("A-002")["due_text"]) == ("2027-03-31", "March 2027")


@pytest.mark.usefixtures("ws")
def test_a_milestone_has_the_texts_of_what_stands_above_it():
    add("Train", "--plan", "p", "--recommendation", "Staff know", "--owner", "QA", "--theme", "training")
    add("Half of them", "--milestone-of", "a-001", "--due", "2027-01-31")
    one = shown("A-002")
    assert (one["level"], one["milestone"], one["action"], one["recommendation"], one["plan"]) == (
        "milestone",
        "Half of them",
        "Train",
        "Staff know",
        "p",
    )
    assert (one["owners"], one["themes"], one["reference"]) == ([], ["training"], "A-001")


@pytest.mark.usefixtures("ws")
def test_an_action_moves_to_another_owner_or_date_with_the_reason_and_the_log_has_both():
    add("Train", "--owner", "QA", "--due", "2026-12-01")
    assert "--reason says why" in refused("action", "change", "A-001", "--due", "2027-12-01")
    moved = ("--due", "2027-06-30", "--owner", "police", "--reason", "Board, 4 March")
    said = call("action", "change", "A-001", *moved, "--by", "Ada", *DAY).stderr
    assert said == ("A-001: due: 1 December 2026 -> 30 June 2027; owners: QA -> Kingsbridge Police.\n")
    one = shown()
    assert one["updates"] == [
        {
            "on": None,
            "by": "Ada",
            "state": None,
            "note": "due: 1 December 2026 -> 30 June 2027; owners: QA -> Kingsbridge Police. Board, 4 March",
        }
    ]
    assert one["heard"] == "2026-11-22"
    log = [one for one in as_json("log", "--about", "A-001") if one["act"] == "action changed"]
    assert [(one["part"], one["before"], one["after"]) for one in log] == [
        ("due", "2026-12-01", "2027-06-30"),
        ("owners", "QA", "Kingsbridge Police"),
    ]
    again = call("action", "change", "A-001", "--owner", "police", *DAY).stderr
    assert again == "A-001 is so already; nothing was changed.\n"
    call("action", "change", "A-001", "--owner", "", *DAY)
    assert shown()["owners"] == []


@pytest.mark.usefixtures("ws")
@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("add", "x", "--due", "31/2/2027"), "--due: '31/2/2027' is not a date"),
        (("add", "x", "--review", "soon"), "--review: 'soon' is not a date"),
        (("add", "x", "--start", "2027-02-01", "--due", "2027-01-01"), "due on 1 January 2027, before"),
        (("add", "x", "--milestone-of", "A-7"), "There is no action 'A-7'"),
        (("change", "A-7", "--owner", "QA"), "There is no action 'A-7'"),
    ],
)
def test_what_cannot_be_is_a_sentence_and_nothing_is_kept(args, said):
    assert said in refused("action", *args, *DAY)
    assert as_json("action", "list") == []


@pytest.mark.usefixtures("ws")
def test_without_words_or_a_terminal_it_is_wrong_usage():
    assert "Say what is to be done" in refused("action", "add", "--owner", "QA", code=2)
    add("x")
    assert "Say what is changed" in refused("action", "change", "A-001", code=2)
    assert "An action needs words" in refused("action", "change", "A-001", "--action", "")


@pytest.mark.usefixtures("ws")
def test_a_name_that_is_nearly_an_agency_or_a_plan_or_a_round_is_said():
    add("x", "--plan", "child-r", "--owner", "QA", "--due", "2027-01-01")
    said = add("y", "--plan", "child-s", "--owner", "polices", "--evidence-round", "dip-2")
    assert "The plan 'child-s' is new; did you mean 'child-r'?" in said
    assert "did you mean 'police'? The owner is kept as 'polices'." in said
    assert "The evidence is to come from 'dip-2', once that is open." in said
    assert shown("A-002")["evidence_result"] == "dip-2: no such round is open yet."


@pytest.mark.usefixtures("ws")
def test_at_a_terminal_it_asks_for_what_was_not_given_and_for_a_review_date():
    terminal = Terminal([sys.executable, "-m", "audit", "action", "add", "--recommendation", "", *DAY])
    for wanted, word in (
        ("What is to be done", "Report on it"),
        ("recommendation", ""),
        ("Owners", "police; QA"),
        ("Due on", "each quarter"),
        ("on which day", "soon"),
        ("'soon' is not a date", "1/6/2027"),
        ("evidence", ""),
    ):
        terminal.wait(wanted)
        terminal.process.send(word + ENTER)
    terminal.wait("A-001 is kept")
    one = shown()
    assert (one["action"], one["owners"], one["due_text"], one["review"]) == (
        "Report on it",
        ["Kingsbridge Police", "QA"],
        "each quarter",
        "2027-06-01",
    )


@pytest.mark.usefixtures("ws")
def test_stopped_half_way_it_says_that_nothing_was_added():
    terminal = Terminal([sys.executable, "-m", "audit", "action", "add", *DAY])
    terminal.wait("What is to be done")
    terminal.process.send("Report on it" + ENTER)
    terminal.wait("recommendation")
    terminal.process.send("\x03")
    terminal.wait("The action was not added.")
    assert not as_json("action", "list")


# --- what always holds ------------------------------------------------------------------------------

DATES = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@given(DATES)
def test_a_day_is_read_however_it_is_written(day):
    for text in (day.isoformat(), f"{day.day}/{day.month}/{day.year}", in_words(day)):
        assert typed({"due": text, "owners": None}) == {"due": day.isoformat(), "due_text": ""}


@given(DATES, st.integers(1, 400))
def test_a_date_slips_only_where_one_stood_there(day, days):
    before, later = Action("A-001", action="x", due=day.isoformat()), day + timedelta(days)
    assert slipped(before, changed(before, {"due": later.isoformat()}))
    assert slipped(before, changed(before, {"due": ""}))
    assert not slipped(before, changed(before, {"due": in_words(day)}))
    bare = Action("A-001", action="x")
    assert not slipped(bare, changed(bare, {"due": later.isoformat()}))
    with pytest.raises(AnswerError, match="before it starts"):
        changed(before, {"start": later.isoformat()})
