"""audit action accept: what waits, what is kept of it, and what takes a second look."""

from contextlib import closing
from pathlib import Path

import pytest
from actions_kept import actions, begin, filled
from test_cli_setup import as_json, call, refused
from workspaces import begin as once

from audit.actions.action import Assurance, Decision, Proposal, Update
from audit.actions.words import State
from audit.cli import accepting, settling
from audit.responses import prompts
from audit.store.actions import ActionBook, Writing
from audit.store.rows import Stamp
from audit.store.store import Store

DAY = ("--today", "2026-05-06")
COMPLETE = {
    "Status": "reported complete",
    "Progress": "All three signed",
    "Evidence": "Protocol",
    "Where it is held": "Legal",
    "Signed off by": "Dana Reed",
    "Date": "2026-05-03",
}


@pytest.fixture(autouse=True)
def kept(tmp_path, monkeypatch):
    once(tmp_path, _begin)
    monkeypatch.chdir(tmp_path)


def _begin():
    begin(".")
    call("action", "form", "--all", "-o", "F", "--today", "2026-05-01")
    filled("F/actions-police.xlsx", {"A-001": COMPLETE, "A-003": {"Progress": "Nothing new"}})
    filled("F/actions-csc.xlsx", {"A-002": {"Status": "delayed", "Progress": "Trainer ill"}})
    call("collect", "F", "--today", "2026-05-04", "--by", "Lee")


def accept(*args):
    return call("action", "accept", *args, *DAY, "--by", "Lee")


def write(name, *said, day="2026-05-05"):
    with closing(Store(f"sqlite:///{Path('audit.db')}")) as store:
        every = tuple((name, one) for one in said)
        ActionBook(store).write(Writing(said=every), Stamp(f"{day}T10:00:00+00:00", "Ann"))


def waiting():
    return [one["id"] for one in as_json("action", "accept")]


def test_without_anything_named_it_lists_what_waits_and_keeps_nothing():
    said = accept()
    assert "on track -> reported complete" in said.stdout
    assert "Evidence: Protocol (held: Legal)" in said.stdout
    assert "Kingsbridge Police, signed off by Dana Reed, 3 May 2026" in said.stdout
    assert said.stderr.startswith("3 proposals wait to be accepted")
    first = as_json("action", "accept")[0]
    assert (first["id"], first["before"], first["proposed"]) == ("A-001", "on track", "reported complete")
    assert waiting() == ["A-001", "A-002", "A-003"]


def test_what_is_accepted_becomes_an_update_and_evidence_and_is_not_assured():
    said = accept("A-001")
    assert "A-001/1 is accepted: A-001 is reported complete, was on track; in the register of" in said.stderr
    assert "It is not assured yet: audit action assure A-001\n" in said.stderr
    one = actions()["A-001"]
    assert one.updates[-1] == Update("2026-05-03", "Dana Reed", "reported complete", "All three signed")
    [piece] = one.evidence
    assert (piece.what, piece.where, piece.date, piece.by) == ("Protocol", "Legal", "2026-05-03", "Lee")
    assert (one.state, one.standing, one.proposals) == (State.REPORTED_COMPLETE, (), ())
    assert waiting() == ["A-002", "A-003"]
    assert "Nothing waits to be accepted for 'A-001'; what waits is for A-002, A-003." in refused(
        "action", "accept", "A-001"
    )


def test_what_is_declined_leaves_the_action_as_it_stands_with_the_reason():
    assert (
        "A-002/1 is declined; A-002 stays not started."
        in accept("a-002/1", "--decline", "--reason", "Say by when").stderr
    )
    one = actions()["A-002"]
    assert one.entries[-1].said == Decision(1, "declined", "Say by when")
    assert (one.state, one.updates, one.proposals) == (State.NOT_STARTED, (), ())
    again = call("collect", "F/actions-csc.xlsx", "--today", "2026-05-07")
    assert "taken before" in again.stderr


def test_progress_alone_keeps_the_state():
    accept("A-003")
    one = actions()["A-003"]
    assert (one.state, one.updates[-1].note) == (State.REPORTED_COMPLETE, "Nothing new")
    assert one.updates[-1].by == "Kingsbridge Police"


def test_all_or_an_owner_takes_what_nothing_has_overtaken():
    write("A-002", Assurance("2026-05-05", "Ben", "audit or observation", "Audit", "QA"))
    write("A-003", Update("2026-05-05", "Ann", "on track", "Was wrong"))
    said = accept("--all")
    assert "A-002/1 is left: it is assured by now, and would be opened again." in said.stderr
    assert "A-003/1 is left: it has moved on since this came, and is on track." in said.stderr
    assert [name for name, one in actions().items() if one.proposals] == ["A-002", "A-003"]
    assert "Nothing was accepted." in refused("action", "accept", "--owner", "csc")
    accept("A-002")
    assert actions()["A-002"].state == State.DELAYED


def test_one_that_is_older_than_what_is_known_is_left():
    write("A-002", Update("2026-05", "Ann", "", "Room booked"), day="2026-06-01")
    found = as_json("action", "accept")[1]
    assert (found["id"], found["overtaken"]) == ("A-002", "something newer is known already, of 31 May 2026")


def test_several_of_one_action_are_kept_in_their_order():
    write("A-002", Proposal(2, "2026-05-05", "Health Trust", "on track", "Ours runs"))
    accept("A-002")
    assert [one.state for one in actions()["A-002"].updates] == ["delayed", "on track"]


@pytest.mark.parametrize(
    "args", [("A-001", "--all"), ("--decline", "--reason", "x"), ("A-001", "--decline"), ("--reason", "x")]
)
def test_options_that_do_not_go_together_are_wrong_usage(args):
    call("action", "accept", *args, code=2)


def test_at_a_terminal_each_is_asked_about_and_what_is_left_goes_on_waiting(monkeypatch):
    ways = iter(["accept", "decline", "later"])
    monkeypatch.setattr(settling, "can_ask", lambda: True)
    monkeypatch.setattr(prompts, "pick", lambda *_: next(ways))
    monkeypatch.setattr(prompts, "write", lambda *_, **__: "Too vague")
    monkeypatch.setattr(prompts, "say", lambda *_: None)
    accept()
    assert [one.state for one in actions().values()][:2] == [State.REPORTED_COMPLETE, State.NOT_STARTED]
    assert waiting() == ["A-003"]


def test_an_interrupted_panel_has_kept_what_it_decided(monkeypatch):
    said = []

    def pick(*_):
        if said[-3:] and any("A-002" in line for line in said[-4:]):
            raise KeyboardInterrupt
        return accepting.ACCEPT

    monkeypatch.setattr(settling, "can_ask", lambda: True)
    monkeypatch.setattr(prompts, "pick", pick)
    monkeypatch.setattr(prompts, "say", lambda text, *_: said.append(text))
    accept()
    assert (waiting(), said[-1]) == (["A-002", "A-003"], "\n2 proposals wait still.")
