"""Which messages a summary holds and in what order, what is asked, and what has moved since last time."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.summaries.asking import asked, numbered
from audit.summaries.choosing import MOST, chosen, ordered
from audit.summaries.count import Count, figures
from audit.summaries.kept import Kept
from audit.summaries.message import Matter, Message
from audit.summaries.since import MOST as MOVED
from audit.summaries.since import STILL, last, since

JUNE, TODAY = date(2026, 6, 3), date(2026, 11, 16)
MESSAGES = st.lists(
    st.builds(Message, st.sampled_from("abcdefghijklmnopq"), st.just("S"), st.sampled_from(Matter))
)


@given(MESSAGES)
def test_a_summary_is_ordered_by_what_matters_without_a_sentence_twice(messages):
    found = chosen(messages)
    texts = [one.text for one in found]
    assert len(texts) == len(set(texts)) == min(MOST, len({one.text for one in messages}))
    assert [one.matter for one in found] == sorted(one.matter for one in found)
    assert set(found) <= set(messages)
    assert chosen(found) == found


@given(MESSAGES)
def test_much_of_one_matter_never_hides_another_and_the_first_of_each_stays(messages):
    firsts = {}
    for one in ordered(messages):
        firsts.setdefault(one.matter, one)
    firsts.pop(Matter.OTHER, None)
    assert set(firsts.values()) <= set(chosen(messages))


def test_of_too_many_the_least_goes_first_and_the_order_within_a_matter_stays():
    critical = [Message(f"c{place}", "S", Matter.CRITICAL) for place in range(9)]
    other = [Message(f"o{place}", "S") for place in range(3)]
    found = chosen([*other, *critical, Message("moved", "S", Matter.MOVED)])
    assert [one.text for one in found] == [*(f"c{place}" for place in range(9)), "moved"][:MOST]


@pytest.mark.parametrize(
    ("audience", "given", "noted", "found"),
    [
        ("board", ["agree a\n date", " "], ["note 2 gaps."], ("agree a date", "note 2 gaps.")),
        ("board", [], [], ()),
        ("subgroup", ["agree"], ["note 2 gaps."], ("agree",)),
        ("subgroup", [], ["note 2 gaps."], ()),
        ("public", ["agree"], ["note 2 gaps."], ()),
    ],
)
def test_what_is_asked_comes_as_given_first_and_nothing_is_asked_of_the_public(audience, given, noted, found):
    assert asked(audience, given, noted) == found


def test_asks_are_numbered_sentences():
    assert numbered(["agree", "why?"]) == ("1. agree.", "2. why?")


# --- since the last report --------------------------------------------------------------------------


def kept(counts, on, audience="board", **more):
    return Kept("r", audience, on, figures(counts, **more))


def returned(number, of=24):
    return Count("returned", "Signed returns", number, of, "Returns")


def texts(found):
    return [one.text for one in found.messages]


@pytest.mark.parametrize(
    ("then", "now", "said"),
    [
        (returned(12), returned(20), "Signed returns: 20 of 24, up from 12."),
        (returned(0), returned(1), "Signed returns: 1 of 24, up from none."),
        (returned(2), returned(1), "Signed returns: 1 of 24, down from 2."),
        (returned(12, 23), returned(12), "Signed returns: 12 of 24, against 12 of 23 then."),
        (Count("late", "Late", 3), Count("late", "Late", 1200), "Late: 1,200, up from 3."),
        (returned(12), returned(12), STILL),
    ],
)
def test_a_movement_is_told_with_both_figures(then, now, said):
    found = since([kept([then], JUNE)], kept([now], TODAY), [now])
    assert found.heading == "Since the last report (3 June 2026)"
    assert texts(found) == [said]


def test_without_an_earlier_report_or_an_earlier_figure_nothing_is_said():
    now = kept([returned(3)], TODAY)
    assert since([], now, [returned(3)]) is None
    assert since([kept([returned(1)], TODAY)], now, [returned(3)]) is None
    assert since([Kept("r", "board", JUNE)], now, [returned(3)]) is None
    assert since([kept([Count("other", "Other", 1)], JUNE)], now, [returned(3)]) is None


def test_the_last_report_is_the_latest_of_an_earlier_day_for_the_same_audience_before_others():
    ends = [("board", 1, 1), ("subgroup", 9, 2), ("board", 3, 3), ("board", 3, 4), ("public", 5, 5)]
    earlier = [
        Kept("r", audience, JUNE + timedelta(day), {"drafts": 0, "returned": number}, number=number)
        for audience, day, number in ends
    ]
    assert last(earlier, kept([], TODAY, "board")).number == 4
    assert last(earlier, kept([], TODAY, "subgroup")).number == 2
    assert last(earlier[2:], kept([], TODAY, "subgroup")).number == 5
    assert last(earlier[:4], kept([], TODAY, "public")) is None
    assert last(earlier, kept([], TODAY, "public")).number == 5
    assert last(earlier, kept([], JUNE + timedelta(3), "board")).number == 1
    assert last(earlier, kept([], TODAY, "board", drafts=True)) is None


def moving(then, now, how):
    return (one.key for was, one in zip(then, now, strict=True) if how(was, one))


COUNTS = st.lists(
    st.tuples(*[st.integers(0, 2000)] * 2, st.one_of(st.none(), st.tuples(*[st.integers(1, 9)] * 2))),
    max_size=12,
)


@given(COUNTS)
def test_every_movement_bears_its_own_figures_and_what_stood_still_is_not_told(pairs):
    then, now = (
        [
            Count(f"k{place}", f"Count {place}x", pair[side], pair[2] and pair[2][side])
            for place, pair in enumerate(pairs)
        ]
        for side in (0, 1)
    )
    found = since([kept(then, JUNE)], kept(now, TODAY), now)
    if not pairs:
        assert found is None
        return
    moved = [*moving(then, now, lambda was, one: was.number != one.number)]
    moved += moving(then, now, lambda was, one: was.number == one.number and was.of != one.of)
    told = [one for one in found.messages if one.key in moved]
    assert [one.key for one in told] == moved[: len(told)]
    assert len(told) == len(moved) or len(told) == MOVED
    for one in told:
        place = int(one.key[1:])
        numbers = re.sub(r"\d+x|,(?=\d)", "", one.text).replace("none", "0")
        before, after = then[place], now[place]
        same = [after.number, *([after.of] if after.of else []), before.number]
        other = [*same, before.of] if before.of != after.of else same
        assert [int(each) for each in re.findall(r"\d+", numbers)] == other
    if len(told) < len(moved):
        assert texts(found)[-1].startswith(f"{len(moved) - len(told)} more counts have moved")
