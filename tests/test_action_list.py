"""audit action list: the order, the filters, what the screen shows, and the contract of --json."""

from contextlib import closing
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_cli_setup import as_json, call, refused
from workspaces import begin

from audit.actions.action import Action, Assurance, Entry, Link, Plan, Status, Update
from audit.actions.filters import Wanted, bare, chosen, meant
from audit.actions.followed import Followed
from audit.actions.rag import overdue
from audit.actions.table import in_order
from audit.actions.words import ENDED, State
from audit.agencies import Agency
from audit.errors import UnknownError
from audit.store.actions import ActionBook, Writing
from audit.store.rows import Stamp
from audit.store.store import Store

TODAY = date(2026, 11, 22)
LONG = "Every agency is to say how it makes sure that what was learnt reaches all of its staff, and show it."
PLANNED = (
    (
        Action(
            "", "child-r", "1", recommendation="Train staff", owners=("Kingsbridge Police",), due="2026-10-01"
        ),
        Status("not on track", "Slipped", "status"),
    ),
    (Action("", "child-r", "2", recommendation=LONG, action=LONG * 3, due_text="Bi-monthly"), None),
    (
        Action("", "child-r", "3", action="Audit", owners=("Health",), due="2027-03-31", themes=("voice",)),
        Update("2026-11-20", "Ada", "on track", "Going well"),
    ),
    (
        Action(
            "", "child-m", milestone="Minutes", owners=("Public Health",), due="2026-11-30", source="Child M"
        ),
        Assurance("2026-11-01", "Ben", "document held", "Minutes", "SharePoint"),
    ),
    (
        Action("", "child-m", action="Policy", owners=("Health",), role="Named nurse", due="2026-11-01"),
        Update("2026-11-10", "Ada", "reported complete", "Done"),
    ),
)


@pytest.fixture(name="planned")
def _planned(tmp_path, monkeypatch):
    """A workspace with five actions of two plans."""
    monkeypatch.chdir(tmp_path)
    begin(tmp_path, _made)


def _made():
    call("init", ".")
    with closing(Store("sqlite:///audit.db")) as store:
        new = tuple((one, (said,) if said else ()) for one, said in PLANNED)
        writing = Writing(plans=(Plan("child-r"), Plan("child-m")), new=new)
        ActionBook(store).write(writing, Stamp("2026-11-01T09:00:00", "Ada"))


def ids(*options):
    return [one["id"] for one in as_json("action", "list", "--today", "2026-11-22", *options)]


@pytest.mark.usefixtures("planned")
def test_those_without_owner_or_date_come_first_then_the_loudest_and_ended_ones_last():
    assert ids() == ["A-002", "A-001", "A-005", "A-003", "A-004"]


@pytest.mark.usefixtures("planned")
@pytest.mark.parametrize(
    ("options", "found"),
    [
        (("--plan", "CHILD-M"), ["A-005", "A-004"]),
        (("--owner", "police"), ["A-001"]),
        (("--owner", "health"), ["A-005", "A-003"]),  # the whole name, so not Public Health
        (("--owner", "named nurse"), ["A-005"]),
        (("--state", "not started"), ["A-002"]),
        (("--rag", "red"), ["A-001"]),
        (("--theme", "Voice"), ["A-003"]),
        (("--source", "child m"), ["A-004"]),
        (("--level", "recommendation"), ["A-001"]),
        (("--overdue",), ["A-001"]),
        (("--due-by", "31/3/2027"), ["A-001", "A-005", "A-003"]),
        (("--due-by", "2026-10-31"), ["A-001"]),
        (("--unassured", "--plan", "child-m"), ["A-005"]),
        (("--without", "owner"), ["A-002"]),
        (("--without", "date"), ["A-002"]),
        (("--overdue", "--owner", "health"), []),
    ],
)
def test_every_option_narrows_the_list(options, found):
    assert ids(*options) == found


def test_an_agency_is_met_by_every_word_that_plans_have_for_it_as_in_its_letters():
    agency = Agency("police", "Kingsbridge Police", ("police",))
    words = ("Kingsbridge Police", "Police", "police (DCI Jones)", "Transport police unit", "Health")
    found = [
        Followed(Action(f"A-{place}", action="Do", owners=(owner,)), "2026-11-01T09:00:00")
        for place, owner in enumerate(words, 1)
    ]
    for word in ("police", "Kingsbridge police", "POLICE"):
        wanted = Wanted(owner=word, agencies=(agency,))
        assert [one.id for one in chosen(found, wanted, TODAY)] == ["A-1", "A-2", "A-3"]
    assert [one.id for one in chosen(found, Wanted(owner="police"), TODAY)] == ["A-2", "A-3"]


@pytest.mark.usefixtures("planned")
def test_a_name_that_nobody_has_is_answered_with_the_nearest():
    assert refused("action", "list", "--owner", "helth") == (
        "No action has an owner 'helth'; did you mean 'Health'?"
    )
    assert "There is no plan 'child-x'" in refused("action", "list", "--plan", "child-x")
    assert "There is no round 'r9'" in refused("action", "list", "--link", "r9")


@pytest.mark.usefixtures("planned")
def test_json_has_what_was_promised():
    one = next(one for one in as_json("action", "list", "--today", "2026-11-22") if one["id"] == "A-003")
    promised = {
        *("id", "learning_point", "recommendation", "action", "milestone", "owners", "due", "due_text"),
        *("achieved_text", "evidence_required", "state", "rag", "assured", "basis", "updates", "source"),
        *("row", "themes"),
    }
    assert promised <= set(one)
    assert one["updates"] == [{"on": "2026-11-20", "by": "Ada", "state": "on track", "note": "Going well"}]
    assert (one["rag"], one["assured"], one["basis"], one["learning_point"]) == ("green", False, None, None)


@pytest.mark.usefixtures("planned")
def test_the_screen_has_a_word_in_every_cell_of_colour_and_counts_at_the_end():
    shown = call("action", "list", "--today", "2026-11-22").stdout
    assert shown.startswith("Without an owner, or without a date that can be read: 1.\n")
    assert "Amber: no due or review date" in shown
    assert "Red: not on track" in shown
    assert "(own word: Slipped)" in " ".join(shown.split())
    assert "assured (document held)" in " ".join(shown.split())
    assert shown.endswith(
        "5 actions: 1 red, 2 amber, 1 green, 1 blue. Overdue: 1. Neither assured nor closed: 4.\n"
    )
    assert LONG * 2 not in shown
    assert call("action", "list", "--rag", "grey").stdout == "No action is so.\n"


@pytest.mark.usefixtures("planned")
def test_a_narrow_screen_has_fewer_columns_and_the_same_words(monkeypatch):
    for module in ("screen", "action_list"):
        monkeypatch.setattr(f"audit.cli.{module}.columns", lambda: 80)
    shown = call("action", "list", "--today", "2026-11-22").stdout
    tables = shown.rpartition("\n\n")[0]  # what stands below them is wrapped on a terminal alone
    assert max(map(len, tables.splitlines())) <= 80
    words = " ".join(shown.split())
    assert "Owner, due How it stands" in words
    assert "Kingsbridge Police Red: not on track" in words
    assert "Green: on track on track" not in words


def test_without_any_action_it_says_how_to_begin(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    call("init", ".")
    assert "There are no actions yet" in call("action", "list").stderr
    assert as_json("action", "list") == []


FOLLOWED = st.builds(
    lambda number, state, owner, due: Followed(
        Action(f"A-{number:03}", action="Do", owners=owner, due=due, link=Link("R", "A1")),
        "2026-01-01T09:00:00",
        (Entry(Update(state=state), "2026-01-02T09:00:00", "Ada"),) if state else (),
    ),
    st.integers(1, 900),
    st.sampled_from(["", *State]),
    st.sampled_from([(), ("Health",)]),
    st.sampled_from(["", "2026-01-01", "2026-11-30", "2027-12-31"]),
)


@given(st.lists(FOLLOWED, max_size=8))
def test_the_order_leaves_nothing_out_and_no_filter_adds_anything(found):
    ordered = in_order(found, TODAY)
    assert sorted(one.id for one in ordered) == sorted(one.id for one in found)
    ended = [one.state in ENDED for one in ordered]
    assert ended == sorted(ended)
    open_ = [one for one in ordered if one.state not in ENDED]
    assert [bare(one) for one in open_] == sorted((bare(one) for one in open_), reverse=True)
    assert chosen(ordered, Wanted(), TODAY) == tuple(ordered)
    late = chosen(ordered, Wanted(overdue=True), TODAY)
    assert late == tuple(one for one in ordered if overdue(one, TODAY))


def test_a_word_means_a_whole_name_before_a_part_of_others():
    assert meant("HEALTH", {"Health", "Public Health"}, "owner") == {"Health"}
    assert meant("heal", {"Health", "Public Health"}, "owner") == {"Health", "Public Health"}
    named = {"Health (Dr Lee)", "Health, named nurse", "Health - QA", "Health visiting", "Public Health"}
    assert meant("health", named, "owner") == named - {"Health visiting", "Public Health"}
    with pytest.raises(UnknownError, match="No action has an owner 'x'; none has one"):
        meant("x", set(), "owner")
