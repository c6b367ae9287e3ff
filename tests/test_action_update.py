"""audit action update, assure and close: what is said is kept, what must not be by a slip is refused."""

from contextlib import closing

import pytest
from test_cli_setup import as_json, call, open_round, refused, write
from workspaces import begin

from audit.actions.action import Action, Link, Update
from audit.errors import AuditError
from audit.store.actions import ActionBook, Seen, Writing
from audit.store.rows import Stamp
from audit.store.store import Store

DAY = ("--today", "2026-11-22")
SEEN = ("--basis", "document held", "--evidence", "Policy v3", "--where", "SharePoint")


@pytest.fixture(autouse=True)
def _planned(tmp_path, monkeypatch):
    """A workspace with a signed return and three actions, the last one from an answer of it."""
    monkeypatch.chdir(tmp_path)
    begin(tmp_path, _made)


def _made():
    open_round(".", ("Oak Trust", "charity"))
    both = "A1: {value: not-met, action: {what: Appoint somebody}}\nA2: met\nB1: 26/26\n"
    call("ask", "r1", "--agency", "oak", "--answers", write("a.yaml", both), *DAY)
    call("sign", "r1", "--agency", "oak", "--name", "Ada Moss", "--role", "Chief", *DAY)
    linked = Action("", action="Appoint somebody", link=Link("r1", "A1", "oak", "", "not-met"))
    with closing(Store("sqlite:///audit.db")) as store:
        actions = (Action("", number="7.1", action="Train", due="2027-05-01"), Action("", action="Audit"))
        new = tuple((one, ()) for one in (*actions, linked))
        ActionBook(store).write(Writing(new=new), Stamp("2026-11-01T09:00:00", "Ada"))


def action(name):
    return next(one for one in as_json("action", "list", *DAY) if one["id"] == name)


def test_an_update_is_kept_and_says_how_the_action_stands_since():
    said = call("action", "update", "7.1", "--state", "On Track", "--note", "Booked", "--by", "Ben", *DAY)
    assert said.stderr == "A-001: on track (was not started). Green: on track.\n"
    call("action", "update", "a-001", "A-001", "--note", "Rooms found", "--said-by", "Lee", *DAY)
    assert action("A-001")["updates"] == [
        {"on": "2026-11-22", "by": "Ben", "state": "on track", "note": "Booked"},
        {"on": "2026-11-22", "by": "Lee", "state": None, "note": "Rooms found"},
    ]
    assert action("A-001")["state"] == "on track"


def test_several_are_written_at_once_or_none():
    assert "There is no action 'A-009'" in refused("action", "update", "A-001", "A-009", "--note", "x")
    assert action("A-001")["updates"] == []
    said = call("action", "update", "A-001", "A-002", "--state", "no response", *DAY).stderr
    assert said.count("no response (was not started). Red: no response.\n") == 2


def test_an_update_of_an_earlier_day_is_history():
    call("action", "update", "A-001", "--state", "delayed", "--on", "20/11/2026", *DAY)
    said = call("action", "update", "A-001", "--state", "on track", "--on", "2026-11-03", *DAY).stderr
    assert said.endswith("Of a later day more was said already, so this is kept as history: A-001.\n")
    assert action("A-001")["state"] == "delayed"
    assert [one["state"] for one in action("A-001")["updates"]] == ["delayed", "on track"]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("update", "A-001", "--state", "assured"), "use 'audit action assure ID --basis"),
        (("update", "A-001", "--state", "superseded"), 'use \'audit action close ID --as "superseded"'),
        (("update", "A-001", "--state", "on trak"), "There is no state 'on trak'; did you mean 'on track'?"),
        (("update", "A-001", "--note", "x", "--on", "2026-11-23"), "23 November 2026 is still ahead."),
        (("assure", "A-001", *SEEN, "--on", "2026-11-23"), "23 November 2026 is still ahead."),
        (("assure", "A-001", "--basis", "told"), "--note says who said what."),
        (("assure", "A-001", *SEEN[:4]), "--where where that is held."),
        (("assure", "A-001", *SEEN, "--grade", "met"), "A-001 came from no agency's answer"),
        (("assure", "A-003", *SEEN, "--grade", "blue"), "'blue'"),
        (("close", "A-001", "--as", "superseded", "--reason", ""), "--reason says why it is superseded."),
    ],
)
def test_what_cannot_be_is_a_sentence_and_nothing_is_kept(args, said):
    before = as_json("action", "list", *DAY)
    assert said in refused("action", *args, *DAY)
    assert as_json("action", "list", *DAY) == before


def test_an_update_says_something():
    assert "--state" in refused("action", "update", "A-001", code=2)


def test_what_is_ended_is_opened_again_only_on_purpose():
    reason = ("--as", "closed without assurance", "--reason", "The service has ended")
    said = call("action", "close", "A-001", *reason, *DAY).stderr
    assert said == "A-001: closed without assurance (was not started). Grey: closed without assurance.\n"
    opened = ("action", "update", "A-001", "--state", "on track", *DAY)
    assert refused(*opened) == (
        "A-001 was ended (closed without assurance); --reopen changes that on purpose."
    )
    assert "--reopen" in refused("action", "assure", "A-001", *SEEN, *DAY)
    call("action", "update", "A-001", "--note", "Asked once more", *DAY)
    assert action("A-001")["state"] == "closed without assurance"
    assert call(*opened, "--reopen").stderr.startswith("A-001: on track (was closed without assurance).")


def test_a_later_check_shows_that_the_change_was_sustained():
    first = call("action", "assure", "A-001", *SEEN, "--on", "2026-10-01", "--by", "Ben", *DAY).stderr
    assert first == "A-001: assured (was not started). Blue: assured.\n"
    told = call("action", "assure", "A-001", "--basis", "told", "--note", "Lee said so", *DAY).stderr
    assert "does not show that the change was sustained" in told
    assert (action("A-001")["basis"], action("A-001")["sustained"]) == ("document held", False)
    assert "not of an earlier day" in refused("action", "assure", "A-001", *SEEN, "--on", "2026-10-31", *DAY)
    call("action", "assure", "A-001", "--basis", "data", *SEEN[2:], *DAY)
    assert (action("A-001")["basis"], action("A-001")["sustained"]) == ("data", True)
    assert action("A-001")["evidence"][0] == {
        "what": "Policy v3",
        "where": "SharePoint",
        "date": "2026-10-01",
        "by": "Ben",
    }


def test_an_assurance_can_give_the_grade_of_its_answer_since():
    said = call("action", "assure", "A-003", *SEEN, *DAY).stderr
    assert "audit moderate r1 --agency oak --question A1 --grade … --assured 2026-11-22" in said
    call("action", "assure", "A-003", *SEEN, "--grade", "met", *DAY)
    revised = [one for one in as_json("log", "r1", "--about", "oak") if one["act"] == "grade revised"]
    assert [(one["question"], one["part"], one["after"]) for one in revised][:1] == [("A1", "grade", "met")]
    assert len(action("A-003")["assurances"]) == 2
    told = ("action", "assure", "A-003", "--basis", "told", "--note", "Lee", "--grade", "met", *DAY)
    assert "Being told is no ground for another grade" in refused(*told)


def test_the_grade_of_an_answer_goes_when_its_action_is_opened_again():
    call("action", "assure", "A-003", *SEEN, "--grade", "met", *DAY)
    kept = call("action", "update", "A-003", "--note", "Still so", *DAY).stderr
    end = ("--as", "no further assurance required", "--reason", "Seen twice", "--reopen")
    kept += call("action", "close", "A-003", *end, *DAY).stderr
    assert "taken back" not in kept
    assert as_json("action", "show", "A-003", *DAY)["answer_today"] == "met"
    back = call("action", "update", "A-003", "--state", "not on track", "--reopen", *DAY).stderr
    assert "The grade that A1 in 'r1' had since its action was assured is taken back." in back
    assert as_json("action", "show", "A-003", *DAY)["answer_today"] == "not-met"
    again = call("action", "update", "A-003", "--state", "delayed", *DAY).stderr
    assert "taken back" not in again


def test_somebody_else_who_wrote_in_the_meantime_is_not_overlooked():
    with closing(Store("sqlite:///audit.db")) as store:
        book, stamp = ActionBook(store), Stamp("2026-11-22T09:00:00", "Ada")
        seen = {"A-001": book.action("A-001")}
        book.write(Writing(said=(("A-001", Update("2026-11-22", "Ben", "delayed")),)), stamp)
        with pytest.raises(AuditError, match=r"A-001 was changed: update: .*by: Ben; state: delayed.*by Ada"):
            book.write(Writing(said=(("A-001", Update("2026-11-22", "Ada", "on track")),)), stamp, Seen(seen))
