"""audit action chase: who owes what and since when, letters, silences, escalation, and what is never set."""

import csv
import io
from datetime import date, timedelta
from pathlib import Path

import pytest
from actions_kept import actions, begin
from hypothesis import given
from hypothesis import strategies as st
from mails_read import read_back
from test_cli_setup import as_json, call, refused
from workspaces import begin as once

from audit import definitions
from audit.actions.action import Action, Ask, Entry, Piece, Proposal, Status, Update
from audit.actions.asking import debtors, no_response, step
from audit.actions.asks import asked, unanswered
from audit.actions.followed import Followed
from audit.actions.owed import here, owed
from audit.actions.whose import owners
from audit.actions.words import State
from audit.agencies import Agency
from audit.chasing.rule import ACTIONS, load, parse
from audit.definitions import Block
from audit.errors import DefinitionError

RULE = load(definitions.library(), ACTIONS)
DAY = date(2026, 5, 20)


@pytest.fixture
def kept(tmp_path, monkeypatch):
    once(tmp_path, _begin)
    monkeypatch.chdir(tmp_path)


def _begin():
    begin(".")


def chase(*args, day=DAY):
    return call("action", "chase", *args, "--today", day, "--by", "Lee")


def owing(day=DAY):
    found = as_json("action", "chase", "--today", day)
    return found, {one["owner"]: one for one in found["owing"]}


# --- the command ------------------------------------------------------------------------------------


@pytest.mark.usefixtures("kept")
def test_it_says_who_owes_what_and_writes_nothing():
    before = sorted(Path().iterdir())
    said = chase()
    assert (
        "update: its due date, 31 March 2026, is past, and it was not updated since 10 January" in said.stdout
    )
    assert "evidence: reported complete on 12 January 2026, and no evidence is held" in said.stdout
    assert (
        "- No agency known here, so addressed in the plan's words: Health Trust, Named GP.\n" in said.stdout
    )
    assert "Without an owner, so nobody can be asked: A-005.\n" in said.stderr
    assert "4 owners owe something on 20 May 2026: an update on 3 actions and evidence on 1 action." in (
        said.stderr
    )
    found, own = owing()
    assert [one["id"] for one in own["Kingsbridge Police"]["actions"]] == ["A-001", "A-003"]
    assert own["Children's Social Care"]["agency"] == "csc"
    assert (own["Health Trust"]["agency"], found["without_owner"]) == (None, ["A-005"])
    assert sorted(Path().iterdir()) == before
    assert as_json("action", "chase", "--history") == []


@pytest.mark.usefixtures("kept")
def test_each_owner_gets_one_letter_naming_each_action_and_the_asks_are_logged():
    said = chase("--letters", "L")
    assert "4 letters are in L, with letters.csv for a mail merge; 5 asks are logged.\n" in said.stderr
    text = Path("L/police-2026-05-20.txt").read_text(encoding="utf-8")
    assert text.startswith(
        "To: Jo Smith <jo@police.uk>\nSubject: Actions of Kingsbridge Police: please answer by 3 June"
    )
    assert "- A-001 (child-r 1.1), due 31 March 2026: Agree a protocol. An update is wanted: its due" in text
    assert "- A-003 (child-r 1.3), due in the plan's words 'December Board': Audit decisions." in text
    assert "Evidence is wanted: reported" in text
    assert "We have asked" not in text
    gp = Path("L/Named-GP-2026-05-20.txt").read_text(encoding="utf-8")
    assert gp.startswith("To: Named GP (no e-mail address is known)\n")
    table = Path("L/letters.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table, newline="")))
    assert [row["agency"] for row in rows][:1] == ["Kingsbridge Police"]
    [ask] = actions()["A-003"].asks
    assert (ask.to, ask.for_, ask.level) == (("Kingsbridge Police", "contact Jo Smith"), "evidence", 1)
    assert actions()["A-001"].state == State.ON_TRACK


@pytest.mark.usefixtures("kept")
def test_letters_are_told_as_values_too():
    [one] = as_json("action", "chase", "--letters", "L", "--owner", "gp", "--today", DAY)["letters"]
    assert (one["agency"], one["addresses"], Path(one["file"]).is_file()) == ("Named GP", [], True)
    assert [ask.to for ask in actions()["A-004"].asks] == [("Named GP", "owner Named GP")]
    assert actions()["A-002"].asks == ()


@pytest.mark.usefixtures("kept")
def test_whoever_has_time_to_answer_is_not_asked_again_unless_that_is_wanted():
    chase("--letters", "L")
    said = chase("--letters", "L", day="2026-06-03")
    assert (
        "Kingsbridge Police has until 3 June 2026 to answer, so left out: A-001, A-003 (--again)."
        in said.stderr
    )
    assert "Nobody is to be asked now, so no letter is written." in said.stderr
    assert "Nobody was to be asked" in refused(
        "action", "chase", "--log", "--owner", "police", "--today", "2026-06-03"
    )
    call(
        "action", "chase", "--log", "--owner", "police", "--again", "--note", "rang", "--today", "2026-06-03"
    )
    assert [one.how for one in actions()["A-001"].asks] == ["letter", "telephone"]


@pytest.mark.usefixtures("kept")
def test_silences_bring_the_letter_up_the_levels_and_the_last_only_suggests_no_response():
    days = [DAY + timedelta(days=15 * turn) for turn in range(4)]
    for day in days:
        chase("--letters", "L", "--owner", "police", day=day)
    third, fourth = (Path(f"L/police-{day}.txt").read_text(encoding="utf-8") for day in days[2:])
    assert third.startswith("To: Dana Reed <chief@police.uk>; Jo Smith <jo@police.uk>\n")
    assert "This letter goes to the chief officer of Kingsbridge Police" in third
    assert "We have asked twice before, last on 4 June 2026." in third
    assert fourth.startswith("To: Dana Reed <chief@police.uk>; QA sub-group (no e-mail address is known)\n")
    assert "It also goes to QA sub-group" in fourth
    said = chase(day=days[3] + timedelta(days=15))
    assert 'audit action update A-001 A-003 --state "no response" --note' in said.stdout
    assert actions()["A-001"].state == State.ON_TRACK
    log = as_json("action", "chase", "--history", "--owner", "police", "--today", days[3])
    assert [one["silence"] for one in log if one["id"] == "A-001"] == [True, True, True, False]
    assert {one["level"] for one in log} == {1, 2, 3, 4}
    assert "silence" in chase("--history", day=days[3]).stdout


@pytest.mark.usefixtures("kept")
def test_an_owner_in_a_whole_sentence_gets_its_letter_too():
    words = "All agencies that work with children under five, " * 6
    call("action", "add", "Agree", "--owner", words, "--due", "2026-01-01", "--today", "2025-12-01")
    chase("--letters", "L", "--owner", words)
    assert [path.name[:12] for path in Path("L").glob("All*.txt")] == ["All-agencies"]


@pytest.mark.parametrize(
    "args",
    [("--log",), ("--letters", "L", "--history"), ("--note", "x"), ("--again",), ("--log", "--letters", "L")],
)
def test_options_that_do_not_go_together_are_wrong_usage(args):
    call("action", "chase", *args, code=2)


@pytest.mark.usefixtures("kept")
def test_the_workspaces_own_rule_counts_and_check_finds_its_mistakes():
    path = Path("templates/letters/actions.yaml")
    path.parent.mkdir(parents=True)
    own = "title: Ours\nof: actions\nwait: 30\nlevels: [{after: 0, to: contact}]\nsubject: [{text: Hello}]\n"
    path.write_text(own + 'paragraphs: [{text: "{actions}"}]\n', encoding="utf-8")
    assert owing()[0]["wait"] == 30
    path.write_text(own + 'paragraphs: [{text: "{agency}", owed: grade}]\n', encoding="utf-8")
    said = call("check", path, code=1).stdout
    assert "line 6: there is no placeholder {agency}" in said
    assert "'owed' cannot be 'grade'" in said
    path.write_text(own.replace("of: actions\n", ""), encoding="utf-8")
    assert "these letters are of returns" in refused("action", "chase")


# --- what is owed -----------------------------------------------------------------------------------

ADDED = "2026-01-15T09:00:00"


def followed(*said, **parts):
    """An action written down on 15 January, and what was said of it: pairs of a day and what."""
    entries = tuple(Entry(one, f"{day}T10:00:00", "Ann") for day, one in said)
    return Followed(Action("A-001", "p", action="Train", owners=("Police",), **parts), ADDED, entries)


def why(one, day="2026-05-20"):
    found = owed(one, date.fromisoformat(day))
    return (found.what, found.why, found.since.isoformat()) if found else None


def test_an_update_is_owed_once_the_interval_or_the_due_date_has_passed():
    assert why(followed(), "2026-04-17") is None
    never = "never updated since it was written down on 15 January 2026"
    assert why(followed(), "2026-04-18") == ("update", never, "2026-04-17")
    assert why(followed(interval=30), "2026-02-15") == ("update", never, "2026-02-14")
    late = followed(due="2026-02-01")
    assert why(late, "2026-02-01") is None
    assert why(late, "2026-02-02")[1] == f"its due date, 1 February 2026, is past, and it was {never}"
    heard = followed(("2026-02-10", Update("2026-02-10", "Ada", "delayed")), due="2026-02-01")
    assert why(heard, "2026-02-20") is None
    assert why(followed(due_text="soon", review="2026-02-01"), "2026-02-02")[1].startswith("its review date")


def test_a_note_without_a_day_counts_when_it_came_with_a_later_plan():
    note = Update(note="24 of 31 named", history=True, row=9)
    typed = Update(note="The due date was moved", history=True)
    assert followed(("2026-03-01", note)).heard() == date(2026, 3, 1)
    assert followed(("2026-03-01", typed)).heard() == date(2026, 1, 15)  # the day it was written down


def test_a_plan_that_came_again_with_another_status_is_heard_of_on_that_day():
    first, again = ("2026-01-15", Status("not started")), ("2026-04-10", Status("on track"))
    one = followed(first, again)
    assert why(one, "2026-07-11") is None
    assert why(one, "2026-07-12") == ("update", "not updated since 10 April 2026", "2026-07-11")
    # Updates with days that came with it say more exactly when that was.
    dated = followed(first, again, ("2026-04-10", Update("2026-02", "", "on track", history=True)))
    assert dated.heard() == date(2026, 2, 28)


def test_evidence_is_owed_until_some_has_come():
    told = ("2026-02-10", Update("2026-02-09", "Ada", "reported complete"))
    more = ("2026-03-10", Update("2026-03-10", "Ada", "reported complete", "as said"))
    assert why(followed(told, more), "2026-03-11") == (
        *("evidence", "reported complete on 9 February 2026, and no evidence is held"),
        "2026-02-09",
    )
    held = followed(told, ("2026-02-12", Piece("Minutes", "QA")))
    assert (why(held), here(held)) == (None, "evidence is held, and waits for somebody to assure it")
    earlier = followed(("2026-02-01", Piece("Draft", "QA")), told)
    assert why(earlier)[0] == "evidence"
    plan = followed(("2026-02-10", Status("reported complete", "Done")))
    assert why(plan)[1] == "reported complete in the plan read on 10 February 2026, and no evidence is held"


@pytest.mark.parametrize("state", ["no further assurance required", "closed without assurance", "superseded"])
def test_of_what_has_ended_or_waits_to_be_accepted_nothing_is_owed(state):
    assert why(followed(("2026-02-10", Update("2026-02-10", "Lee", state))), "2027-01-01") is None
    waits = followed(("2026-02-10", Proposal(1, "2026-02-10", "Police", "on track")))
    assert (why(waits, "2027-01-01"), here(waits)) == (None, "a proposal waits to be accepted")


def test_recording_that_there_is_no_response_is_no_answer():
    ask = ("2026-02-01", Ask("2026-02-01", "letter", ("Police",)))
    one = followed(ask, ("2026-03-01", Update("2026-03-01", "Lee", "no response")))
    assert why(one)[1] == "recorded on 1 March 2026 as no response"
    assert [each.answered for each in asked(one)] == [None]


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        (("2026-02-10", Update("2026-02-09", "Ada", "", "on it")), "answered, on 9 February 2026"),
        (("2026-02-10", Update("2026-01-20", "Ada", "", "older")), "silence for 28 days"),
        (("2026-02-16", Proposal(1, "2026-02-01", "Police")), "answered late, on 16 February 2026"),
        (("2026-02-10", Update("", "Lee", "", "due: 1 May -> 1 June", history=True)), "silence for 28 days"),
        (
            ("2026-02-10", Update("", "", "", "24 named", history=True, row=9)),
            "answered, on 10 February 2026",
        ),
        (("2026-01-30", Piece("Minutes")), "silence for 28 days"),
    ],
)
def test_an_ask_is_a_silence_unless_something_followed_in_time(said, outcome):
    one = followed(("2026-02-01", Ask("2026-02-01", "letter", ("Police",))), said)
    [found] = asked(one)
    assert found.outcome(date(2026, 3, 1), 14) == outcome
    assert bool(unanswered(one, ["police"])) == outcome.startswith("silence")
    assert unanswered(one, ["Health"]) == ()


def test_a_day_is_left_to_answer_on_the_last_one():
    [found] = asked(followed(("2026-02-01", Ask("2026-02-01", "letter", ("Police",)))))
    assert found.outcome(date(2026, 2, 15), 14) == "time until 15 February 2026"
    assert found.outcome(date(2026, 2, 16), 14) == "silence for 15 days"


# --- whom it goes to --------------------------------------------------------------------------------

POLICE = Agency("police", "Police", contact="Jo", substitute="Al", chief_officer="Dana")


def debtor(days=(), agencies=(POLICE,), overseer="QA"):
    asks = ((day.isoformat(), Ask(day.isoformat(), "letter", ("Police",), 9)) for day in days)
    one = followed(*asks)
    return debtors([one], owners([one], agencies), DAY, {"p": overseer})[0]


def reached(one, on=None):
    found = step(RULE, one, on)
    return found.level, [(person.role, person.name) for person in found.to]


def test_the_rule_says_whom_a_letter_goes_to_after_how_many_days_without_an_answer():
    days = [DAY - timedelta(days=20 * count) for count in range(1, 5)]
    assert reached(debtor()) == (1, [("contact", "Jo")])
    assert reached(debtor(days[:1])) == (2, [("contact", "Jo"), ("substitute", "Al")])
    assert reached(debtor(days[:2])) == (3, [("chief_officer", "Dana"), ("contact", "Jo")])
    assert reached(debtor(days[:3])) == (4, [("chief_officer", "Dana"), ("overseer", "QA")])
    assert reached(debtor([days[0], days[0]])) == reached(debtor(days[:1]))
    assert reached(debtor(days[:1]), days[0])[0] == 1
    assert step(RULE, debtor(days[:3], overseer="")).missing == ("overseer",)


def test_an_owner_that_is_no_agency_or_has_nobody_is_addressed_all_the_same():
    assert reached(debtor(agencies=())) == (1, [("owner", "Police")])
    assert reached(debtor(agencies=(Agency("police", "Police"),))) == (1, [("owner", "Police")])


def test_no_response_is_suggested_after_the_last_level_alone():
    days = [DAY - timedelta(days=20)]
    assert [one.id for one in no_response(RULE, debtor(days), DAY)] == ["A-001"]
    assert no_response(RULE, debtor(days), days[0] + timedelta(days=14)) == ()
    assert no_response(RULE, debtor(), DAY) == ()


@given(st.lists(st.integers(0, 60), max_size=6), st.integers(0, 90))
def test_an_ask_is_answered_late_silent_or_open_and_never_two_of_them(asks, later):
    first = date(2026, 2, 1)
    said = [((day := first + timedelta(days=n)).isoformat(), Ask(day.isoformat(), "letter")) for n in asks]
    one = followed(*said, ("2026-03-01", Update("2026-03-01", "Ada", "on track")))
    today = first + timedelta(days=later)
    for each in asked(one.until(today)):
        words = each.outcome(today, 14)
        assert words.startswith(("answered", "silence", "time until"))
        assert (each.answered is None) == (today < date(2026, 3, 1) or each.on > date(2026, 3, 1))


def test_the_shipped_rule_and_a_wait_that_is_none():
    assert (RULE.wait, [one.after for one in RULE.levels]) == (14, [0, 1, 2, 3])
    with pytest.raises(
        DefinitionError, match="'wait' must be a whole number from 1 to 366, a number of days"
    ):
        parse(Block({"title": "x", "of": "actions", "wait": "soon"}), "x")


@pytest.mark.usefixtures("kept")
def test_a_letter_is_a_draft_with_the_form_of_the_owners_own_actions():
    said = chase("--letters", "L")
    assert "Beside each stands a draft of an e-mail (.eml) with the form attached" in said.stderr
    one = read_back(Path("L/police-2026-05-20.eml").read_bytes())
    assert (one.to, one.file.name) == ([("Jo Smith", "jo@police.uk")], "actions-police.xlsx")
    assert "\n\nAttached is actions-police.xlsx: your open actions" in one.body
    call("action", "form", "--owner", "police", "-o", "own.xlsx", "--today", DAY)
    assert one.file.content == Path("own.xlsx").read_bytes()
    chase("--letters", "M", "--again", "--no-mail")
    assert not list(Path("M").glob("*.eml"))
    assert "--no-mail goes with --letters" in refused("action", "chase", "--no-mail", code=2)
