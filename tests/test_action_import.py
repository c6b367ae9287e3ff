"""audit action import: a plan taken in, taken in again, and what is said of it."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_cli_setup import as_json, call, here, refused  # noqa: F401
from workspaces import begin

from audit.actions.action import Action, Plan, Status, Update
from audit.actions.words import State
from audit.cli.action_import import mapped, plan_name
from audit.cli.action_pairing import paired
from audit.plans.line import Draft, Drafted
from audit.store.actions import ActionBook, Writing
from audit.store.rows import Stamp
from audit.store.store import Store

TODAY = date(2026, 3, 2)
STAMP = Stamp("2026-03-02T09:00:00+00:00", "Ada")


# --- no update is lost ------------------------------------------------------------------------------

NOTES = st.sampled_from(["", "Booked", "On track.", "booked!", "Ended", "Ünder way", "…"])
SINCE = st.sampled_from(["", "2011-07", "2011-08-01"])
UPDATES = st.lists(
    st.builds(Update, SINCE, note=NOTES, history=st.just(True), state=st.sampled_from(["", "delayed"])),
    max_size=3,
)
WORDS = st.sampled_from([None, Status(State.ON_TRACK, "On track"), Status(State.REPORTED_COMPLETE, "Done")])
DRAFTS = st.builds(
    lambda text, number, due, said, word: Draft(
        Action("", "", number, action=text, due_text=due), (*said, *([word] if word else []))
    ),
    st.sampled_from(["Train staff", "Write to schools", "Meet"]),
    st.sampled_from(["", "1", "2"]),
    st.sampled_from(["", "March 2026", "Ongoing"]),
    UPDATES,
    WORDS,
)
IMPORT = st.lists(DRAFTS, max_size=3).map(lambda drafts: Drafted(tuple(drafts)))
TYPED = st.tuples(st.integers(0, 5), st.builds(Update, SINCE, note=NOTES, state=st.just("delayed")))
STEPS = st.lists(IMPORT | TYPED, min_size=1, max_size=5)


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """Gives a store without anything in it."""
    count = iter(range(10_000))
    folder = tmp_path_factory.mktemp("stores")
    begin(folder, _init)

    def make():
        path = folder / f"{next(count)}.db"
        path.write_bytes((folder / "audit.db").read_bytes())
        return Store(f"sqlite:///{path}")

    return make


def _init():
    call("init")


def take(book, drafted):
    """Import a drafted plan, as the command does without a terminal; gives what it did."""
    plans = {plan.name: plan for plan in book.plans()}
    found = paired(book, Plan("p"), plans.get("p"), drafted, ask=False)
    book.write(found.writing, STAMP, found.seen)
    return found


@settings(max_examples=25)
@given(STEPS)
def test_no_update_is_ever_lost_whatever_is_imported_and_typed(empty, steps):
    store = empty()
    try:
        book, said, before = ActionBook(store), [], {}
        for step in steps:
            if isinstance(step, Drafted):
                take(book, step)
                said += [one for draft in step.drafts for one in draft.said if isinstance(one, Update)]
            elif before:
                name = sorted(before)[step[0] % len(before)]
                book.write(Writing(said=((name, step[1]),)), STAMP)
                said.append(step[1])
            now = {one.id: one for one in book.actions()}
            for name, one in before.items():  # what was said stays where it was, word for word
                assert now[name].entries[: len(one.entries)] == one.entries
            before = now
        told = {(one.on, word(one.note)) for found in before.values() for one in found.updates}
        assert {(one.on, word(one.note)) for one in said} <= told
    finally:
        store.close()


def word(note):
    """A note without what importing may take for the same."""
    return "".join(filter(str.isalnum, note.casefold())) or note


@settings(max_examples=25)
@given(IMPORT)
def test_the_same_plan_again_writes_nothing(empty, drafted):
    store = empty()
    try:
        book = ActionBook(store)
        take(book, drafted)
        before = book.actions()
        again = take(book, drafted)
        assert again.writing == Writing()
        assert book.actions() == before
        assert len(before) == len(drafted.drafts)
    finally:
        store.close()


# --- words ------------------------------------------------------------------------------------------


def test_a_plan_is_called_by_its_file():
    assert plan_name("Child R Action_Plan (final)") == "child-r-action-plan-final"
    assert plan_name("!!") == "plan"


def test_a_heading_is_given_a_meaning():
    assert mapped(["By whom=owner", "A = b=Sub-theme", "Cost="]) == {
        "By whom": "owner",
        "A = b": "sub_theme",
        "Cost": "",
    }
