"""What becomes of an answer that comes in a file: no change it did not know of is overwritten."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.responses.merging import Fate, Incoming, Side, come_again, fate, merge, settle, version
from audit.responses.response import Answer, Evidence

MET, PARTLY, NOT = (Answer(word) for word in ("met", "partly", "not-met"))
IDS = ("A1", "A2", "B1")
ANSWERS = st.builds(Answer, st.sampled_from(["met", "partly", "not-met", None]), st.sampled_from(["", "c"]))
HERE = st.dictionaries(st.sampled_from(IDS), ANSWERS)


def said(answer, *started):
    """An answer that stands whole in a file, which started from these versions; from unknown ones by none."""
    known = frozenset(version(one) for one in started) if started else None
    return Incoming(answer, answer, known)


@st.composite
def stories(draw):
    """The answers that stood here one after the other, and a file that started at one of them, or unknown."""
    states = draw(st.lists(HERE, min_size=1, max_size=4))
    began = draw(st.sampled_from(states))
    filled = draw(HERE)
    known = draw(st.booleans())
    file = {
        name: Incoming(one, one, frozenset({version(began.get(name))}) if known else None)
        for name, one in filled.items()
    }
    past = {name: [version(state.get(name)) for state in states if name in state] for name in IDS}
    return states[-1], past, began, file


def after(now, found):
    return {**now, **found.taken}


def test_a_version_is_of_what_was_said_and_of_nothing_else():
    assert version(None) == version(Answer()) == ""
    # printf '{"value":"met"}' | sha256sum
    assert version(MET) == version(replace(MET, confirmed="s11-2024")) == "5adb5feae4f1"
    assert version(MET) != version(replace(MET, evidence=(Evidence("Minutes"),)))


@pytest.mark.parametrize(
    ("now", "past", "incoming", "wanted"),
    [
        (None, (), said(MET), Fate.TAKEN),
        (None, (), said(MET, None), Fate.TAKEN),
        (MET, (MET,), said(PARTLY, MET), Fate.TAKEN),
        (MET, (MET,), said(MET, None), Fate.SAME),
        (PARTLY, (MET, PARTLY), said(MET, MET), Fate.OLDER),
        (PARTLY, (MET, PARTLY), said(MET), Fate.OLDER),
        (PARTLY, (MET, PARTLY), said(MET, None), Fate.OLDER),
        (NOT, (MET, PARTLY, NOT), said(MET, PARTLY), Fate.CONFLICT),  # said once, before the file began
        (NOT, (MET, PARTLY, MET, NOT), said(MET, PARTLY), Fate.OLDER),
        (NOT, (PARTLY, MET, PARTLY, NOT), said(MET, PARTLY), Fate.CONFLICT),
        (PARTLY, (PARTLY,), said(MET, None), Fate.CONFLICT),
        (PARTLY, (PARTLY,), said(MET), Fate.CONFLICT),
        (PARTLY, (MET, PARTLY), said(NOT, MET), Fate.CONFLICT),
        (PARTLY, (PARTLY,), said(MET, None, PARTLY), Fate.TAKEN),
    ],
)
def test_an_answer_is_taken_where_the_store_still_stands_where_it_started(now, past, incoming, wanted):
    assert fate(now, [version(one) for one in past], incoming) is wanted


def test_what_is_blank_in_a_file_stays():
    both = replace(MET, comment="here")
    assert fate(both, (), Incoming(MET, both, None)) is Fate.SAME


@given(stories())
def test_a_change_that_the_file_did_not_know_is_never_overwritten(story):
    now, past, began, file = story
    found = merge(now, past, file)
    for name in found.taken:
        assert version(now.get(name)) in {"", version(began.get(name))}
        assert not now.get(name) or file[name].started is not None or version(now[name]) == ""


@given(stories())
def test_every_answer_of_a_file_has_one_fate(story):
    now, past, _, file = story
    found = merge(now, past, file)
    assert sorted((*found.taken, *found.same, *found.older, *found.conflicts)) == sorted(file)


@given(stories())
def test_a_file_that_comes_twice_changes_nothing_the_second_time(story):
    now, past, _, file = story
    first = merge(now, past, file)
    then = after(now, first)
    seen = {name: [*past.get(name, ()), version(one)] for name, one in then.items()}
    again = come_again(merge(then, seen, file), tuple(first.conflicts))
    assert not again.taken
    assert set(again.conflicts) == set(first.conflicts)
    assert set(first.taken) <= set(again.same)


@given(HERE, HERE, HERE)
def test_the_order_does_not_matter_where_two_colleagues_filled_in_other_questions(began, one, other):
    other = {name: answer for name, answer in other.items() if name not in one}
    files = [
        {name: said(answer, began.get(name)) for name, answer in filled.items()} for filled in (one, other)
    ]
    ends = []
    for order in (files, files[::-1]):
        now = began
        for file in order:
            found = merge(now, {}, file)
            assert not found.conflicts
            now = after(now, found)
        ends.append(now)
    assert ends[0] == ends[1]


def test_a_conflict_is_settled_as_somebody_preferred_who_saw_what_is_here():
    now, file = {"A1": MET, "A2": MET}, {"A1": said(PARTLY, None), "A2": said(PARTLY, None)}
    found = settle(now, now, merge(now, {}, file), {"A1": Side.FILE, "A2": Side.STORE})
    assert found.taken == {"A1": PARTLY}
    assert found.settled == {"A1": Side.FILE, "A2": Side.STORE}
    assert found.kept == ("A2",)
    assert not found.conflicts


@given(stories(), HERE, st.dictionaries(st.sampled_from(IDS), st.sampled_from(Side)))
def test_what_changed_since_it_was_seen_is_never_overwritten_whatever_is_preferred(story, seen, sides):
    now, past, _, file = story
    found = settle(now, seen, merge(now, past, file), sides)
    assert all(version(now.get(name)) == version(seen.get(name)) for name in (*found.taken, *found.settled))


def test_a_file_that_left_a_conflict_brings_nothing_but_that_when_it_comes_again():
    file = {"A1": said(MET, None), "A2": said(MET, None)}
    again = come_again(
        merge({"A2": PARTLY}, {}, file), ("A2",)
    )  # A1 was taken once, and withdrawn here since
    assert not again.taken
    assert again.older == ("A1",)
    assert set(again.conflicts) == {"A2"}
