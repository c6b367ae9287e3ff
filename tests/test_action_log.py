"""audit log of actions: who did what to which, with what stood there before."""

from contextlib import closing

import pytest
from test_cli_setup import as_json, call, open_round
from workspaces import begin

from audit.actions.action import Action, Ask, Decision, Link, Piece, Plan, Proposal, Status
from audit.store.actions import ActionBook, Writing
from audit.store.rows import Stamp
from audit.store.store import Store


@pytest.fixture(autouse=True)
def _done(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    begin(tmp_path, _made)


def _made():
    open_round(".", ("Oak Trust", "charity"))
    with closing(Store("sqlite:///audit.db")) as store:
        book = ActionBook(store)
        link = Link("r1", "A1", "oak", "", "not-met")
        linked = Action("", "p", action="Appoint", due="2027-01-01", link=link)
        status = Status("delayed", "Slipped", "status")
        new = ((linked, (status,)), (Action("", "p", action="Train"), ()))
        book.write(Writing(plans=(Plan("p", "Child R"),), new=new), Stamp("2026-12-01T09:00:00", "Ada"))
        changed = Action("A-001", "p", action="Appoint", due="2027-03-01", link=link)
        book.write(Writing(changed=(changed,)), Stamp("2026-12-02T09:00:00", "Ben"))
        more = (
            Ask("2026-12-03", "letter", ("Oak Trust",)),
            Proposal(1, state="on track", note="Advertised"),
            Decision(1, "accepted"),
            Piece("Advertisement", "HR"),
        )
        said = tuple(("A-001", one) for one in more)
        book.write(Writing(said=said), Stamp("2026-12-03T09:00:00", "Lee"))


def test_the_log_tells_actions_and_what_was_said_of_them():
    assert "Nothing" not in call("log", "--about", "a-001").stdout
    found = as_json("log", "--about", "a-001")
    assert list(dict.fromkeys((one["by"], one["act"]) for one in found)) == [
        ("Ada", "action added"),
        ("Ada", "status of a plan"),
        ("Ben", "action changed"),
        ("Lee", "owner asked"),
        ("Lee", "update proposed"),
        ("Lee", "proposal settled"),
        ("Lee", "evidence accepted"),
    ]
    moved = [one for one in found if one["act"] == "action changed"]
    assert [(one["part"], one["before"], one["after"]) for one in moved] == [
        ("due", "2027-01-01", "2027-03-01")
    ]
    assert {(one["round"], one["agency"], one["question"]) for one in found} == {("r1", "oak", "A1")}


def test_a_rounds_log_tells_the_actions_that_came_of_it_and_the_whole_log_every_one():
    assert {one["subject"] for one in as_json("log", "r1") if one["act"].startswith("action ")} == {"A-001"}
    every = as_json("log")
    assert {one["subject"] for one in every if one["act"] == "action added"} == {"A-001", "A-002"}
    assert [one["after"] for one in every if one["act"] == "plan added"] == ["p", "92", "Child R"]
