"""Which action each row of a plan is when the plan comes again, and what moves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.actions.action import Action, Assurance, Entry, Status, Update
from audit.actions.followed import Followed
from audit.actions.words import State
from audit.plans.matching import match, nearest_to, whole_text
from audit.plans.moving import base_of, merged

AT = "2026-03-02T09:00:00+00:00"


def action(text, number="", **more):
    return Action("", "p", number, action=text, **more)


def stand(*actions, **said):
    """Actions that stand here as A-001, A-002, with what was said of them by their place (a1=, a2=)."""
    return [
        Followed(
            Action(f"A-{n:03}", **one.block()), AT, tuple(Entry(e, AT, "x") for e in said.get(f"a{n}", ()))
        )
        for n, one in enumerate(actions, 1)
    ]


def found(rows, here):
    """What each row was matched with: the id, or None."""
    pairs = {pair.place: pair.one.id for pair in match(rows, here).pairs}
    return [pairs.get(place) for place in range(len(rows))]


@pytest.mark.parametrize(
    ("rows", "ids"),
    [
        ([action("Train all staff", "1"), action("Write to schools", "2")], ["A-001", "A-002"]),
        ([action("Train every member of staff", "1."), action("Write to schools", "2")], ["A-001", "A-002"]),
        ([action("Train  ALL staff."), action("write to schools")], ["A-001", "A-002"]),
        ([action("Write to schools", "1"), action("Train all staff", "2")], ["A-002", "A-001"]),
        ([action("Meet", "1"), action("Train all staff", "2")], [None, "A-001"]),
        ([action("Train staff", "1"), action("Teach staff", "1")], [None, None]),
        ([action("Train all the staff"), action("Something else", "9")], [None, None]),
        ([Action("", "p", "1", milestone="Book a room")], [None]),
        ([action("Something else", "2")], ["A-002"]),
        ([action("")], [None]),
    ],
    ids=[
        "same",
        "reworded",
        "without numbers",
        "numbered anew",
        "number taken by another text",
        "number twice",
        "neither",
        "another level",
        "number alone",
        "no words",
    ],
)
def test_rows_are_matched_by_number_and_text_and_never_by_guess(rows, ids):
    here = stand(action("Train all staff", "1"), action("Write to schools", "2"))
    assert found(rows, here) == ids


def test_a_number_with_a_wholly_different_text_is_said_and_so_is_a_new_number():
    here = stand(action("Train all staff", "1"), action("Write to schools", "2"))
    matching = match([action("Meet weekly", "1"), action("Write to schools", "7")], here)
    assert [pair.note for pair in matching.pairs] == [
        "number 1 has a wholly different text now; it was 'Train all staff'",
        "number 2 is number 7 now",
    ]
    assert not matching.open
    assert not matching.left


def test_a_number_in_the_text_is_no_part_of_it():
    here = stand(action("1.1 Review it", "1.1"), action("1.2 Audit it", "1.2"))
    rows = [action("1.1 Train", "1.1"), action("1.2 Review it", "1.2"), action("1.3 Audit it", "1.3")]
    assert found(rows, here) == [None, "A-001", "A-002"]


def test_the_same_text_twice_is_told_by_its_owner_and_else_by_its_order():
    twice = [action("Report", owners=("Police",)), action("Report", owners=("School",))]
    here = stand(*twice)
    assert found(twice[::-1], here) == ["A-002", "A-001"]
    assert found([action("Report"), action("Report")], here) == ["A-001", "A-002"]
    assert found([action("Report")], here) == [None]


ROWS = st.lists(
    st.builds(action, st.sampled_from(["Train", "Write", "Meet", "", "!"]), st.sampled_from(["", "1", "2"])),
    max_size=6,
)


@given(ROWS, ROWS)
def test_every_row_and_every_action_stands_in_one_place_and_no_pair_is_a_guess(rows, here):
    standing = stand(*here)
    matching = match(rows, standing)
    assert sorted([*matching.open, *(pair.place for pair in matching.pairs)]) == [*range(len(rows))]
    left = [*matching.left, *(pair.one for pair in matching.pairs)]
    assert sorted(one.id for one in left) == [one.id for one in standing]
    for pair in matching.pairs:
        row, one = rows[pair.place], pair.one.action
        assert (row.number and row.number == one.number) or whole_text(row) == whole_text(one) != ()


@given(ROWS.filter(lambda rows: all(map(whole_text, rows))))
def test_a_plan_that_comes_again_as_it_was_finds_each_of_its_actions(rows):
    assert found(rows, stand(*rows)) == [f"A-{n:03}" for n in range(1, len(rows) + 1)]


def test_the_likest_actions_are_offered_the_likest_first():
    here = stand(action("Train all staff in 2026"), action("Write to schools"), action("Train staff"))
    assert [one.id for one in nearest_to(action("Train staff again"), here)] == ["A-003", "A-001"]


# --- what moves -------------------------------------------------------------------------------------


def again(draft, said=(), *, first=None, first_said=(), typed=()):
    """What a draft does to an action that was imported as `first`, and of which `typed` was said since."""
    first = first or draft
    one = stand(first, a1=(*first_said, *typed))[0]
    return merged(one, draft, said, base_of(first, first_said))


def test_the_same_again_moves_nothing():
    said = (
        Update("2011-07", note="Booked.", history=True, row=3),
        Status(State.ON_TRACK, "On track", "status"),
    )
    moved = again(action("Train", due="2026-03-31", due_text="31/3/2026"), said, first_said=said)
    assert not moved.written
    assert not moved.notes


def test_what_the_file_changed_is_told_and_what_became_blank_stays():
    first = action("Train", "1", owners=("Police", "School"), due="2026-03-31", due_text="March 2026", row=4)
    moved = again(action("Train", "1", due_text="Bi-monthly", row=5), first=first)
    assert [(one.field, one.before, one.after) for one in moved.changes] == [
        ("due", "March 2026", "Bi-monthly")
    ]
    assert moved.after.due == ""  # a phrase stands in the place of the day, not beside it
    assert moved.after.owners == ("Police", "School")
    assert moved.after.row == 5
    assert moved.notes == ("owners is blank in the file and stays 'Police; School'",)


def test_what_was_changed_here_stays_until_the_file_changes_it():
    first, here = action("Train", due_text="Ongoing"), action("Train", due="2026-05-01", due_text="Ongoing")
    one = stand(here)[0]
    assert not merged(one, first, (), base_of(first, ())).written
    moved = merged(one, action("Train", due="2026-07-01", due_text="July 2026"), (), base_of(first, ()))
    assert moved.after.due == "2026-07-01"
    assert moved.changes[0].note == "it had been changed here too"


def test_an_update_is_known_by_its_day_and_words_and_one_that_is_gone_stays():
    old, other = Update("2011-07", note="On track. Booked"), Update("2011-07", note="on track - booked.")
    assert not again(action("Train"), (other,), first_said=(old,)).said
    new = Update("2011-09", note="On track. Booked")
    assert again(action("Train"), (new,), first_said=(old,)).said == (new,)
    assert again(action("Train"), (old, old), first_said=(old,)).said == (old,)
    assert not again(action("Train"), (), first_said=(old,)).said


ON, DONE, BAD = (
    Status(State.ON_TRACK, "On track", "status"),
    Status(State.REPORTED_COMPLETE, "Achieved", "status"),
    Status(State.NOT_ON_TRACK, "Not achieved", "rag"),
)
ASSURED = Assurance("2026-03-01", "Ada", "document held", "Register", "Office")


@pytest.mark.parametrize(
    ("before", "typed", "now", "said"),
    [
        (ON, (), DONE, (DONE,)),
        (ON, (Update(state=State.DELAYED),), ON, ()),
        (ON, (Update(state=State.DELAYED),), DONE, (DONE,)),
        (ON, (ASSURED,), ON, ()),
        (ON, (ASSURED,), DONE, ()),
        (DONE, (ASSURED,), BAD, (BAD,)),
        (ON, (), None, ()),
    ],
)
def test_a_plans_word_counts_where_it_is_another_than_last_time(before, typed, now, said):
    moved = again(action("Train"), (now,) if now else (), first_said=(before,), typed=typed)
    assert moved.said == said
    assert bool(moved.notes) == (not said and now is not before)


def test_without_knowing_what_the_file_said_before_the_plans_last_word_is_what_stands_here():
    one = stand(action("Train"), a1=(ON, Update(state=State.DELAYED)))[0]
    assert not merged(one, action("Train"), (ON,), None).written
    assert merged(one, action("Train"), (DONE,), None).said == (DONE,)
