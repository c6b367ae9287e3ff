"""What moved between two rounds about agencies: by hand, and against sums done anew."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.errors import StateError
from audit.moderation import Moderated, moderation_of
from audit.responses.brought import Brought
from audit.responses.response import Answer
from audit.scoring.movement import Movement, movements
from audit.scoring.movement_pairs import Differs, Way
from audit.scoring.movement_table import as_json
from audit.scoring.movement_words import NO_TEST, moved_words, notes, sentences, signed_change
from audit.scoring.partnership import results

SET = """
title: Set
scale: 0-3
standards:
  - id: A
    title: First
    questions:
      - {id: A1, text: One., critical: yes}
      - {id: A2, text: Two., weight: 2}
      - {id: A3, text: Three.}
  - id: B
    title: Second
    questions:
      - {id: B1, text: Four., kind: share, grades: {"3": 0.9, "1": 0.5}}
      - {id: B2, text: Five., kind: yes-no}
      - {id: B3, text: Six., applies_to: [police]}
      - {id: B4, text: Seven., when: {B2: ["yes"]}}
"""
LATER = (
    SET.replace("Three.", "Three in other words.")
    .replace('"3": 0.9', '"3": 0.8')
    .replace("weight: 2", "weight: 3")
    .replace("- {id: B3, text: Six., applies_to: [police]}", "- {id: B9, text: New.}")
)
NO = {"value": "n/a", "reason": "No."}
LOW = {"A1": "1", "A2": "1", "A3": "0", "B1": "1/4"}
HIGH = {"A1": "3", "A2": "2", "A3": "3", "B1": "9/10"}


@pytest.fixture(scope="session")
def template(make):
    return make(SET)


@pytest.fixture(scope="session")
def later(make):
    return make(LATER)


@pytest.fixture(scope="session")
def play(open_round, today):
    """A round of a name, scored: {agency's name: its answers}."""

    def play(template, given, name, unsigned=(), kinds=(), **parts):
        drafts, parts = parts.pop("drafts", False), {"name": name, **parts}
        round_, responses = open_round(template, given, unsigned, kinds)
        return results(
            replace(round_, **parts), [replace(r, round=name) for r in responses], today, drafts=drafts
        )

    return play


@pytest.fixture(scope="session")
def moved(play, template):
    def moved(then, now, other=None, **parts):
        return Movement(play(template, then, "R1"), play(other or template, now, "R2", **parts))

    return moved


def changed(movement, place=0, standard="A"):
    found = movement.agencies[place].change(
        next((one for one in movement.now.template.standards if one.id == standard), None)
    )
    return found and (found.way, found.then, found.now)


def test_a_standard_moves_by_its_weighted_points(moved):
    found = moved({"Alpha": LOW}, {"Alpha": HIGH})
    # A2 has the weight 2: 1 + twice 1 + 0, and 3 + twice 2 + 3, of 12 points.
    assert changed(found) == (Way.UP, Fraction(3, 12), Fraction(10, 12))
    assert changed(found, standard="B") == (Way.UP, 0, 1)
    overall = changed(found, standard="")
    assert overall == (Way.UP, Fraction(1, 8), (Fraction(10, 12) + 1) / 2)  # the mean of the standards


def test_agencies_are_counted_that_went_up_down_or_stayed(moved):
    then = {"Alpha": LOW, "Beta": HIGH, "Gamma": HIGH, "Delta": {"A1": NO, "B1": "9/10"}}
    found = moved(then, {**then, "Alpha": HIGH, "Beta": LOW})
    a, *_ = found.now.template.standards
    tally = found.standard(a)
    assert (tally.up, tally.down, tally.same, tally.of) == (1, 1, 1, 3)  # Delta has no score in A
    assert tally.change == 0
    assert found.standard(None).of == 4
    one = found.question(found.now.template.by_id["A2"])
    assert (one.up, one.down, one.same, one.change) == (1, 1, 1, 0)
    assert [pair.way for pair in found.agencies[0].pairs if pair.question.id == "A2"] == [Way.UP]


def test_only_questions_that_mean_the_same_compare_and_the_others_say_why(moved, later):
    found = moved({"Alpha": LOW}, {"Alpha": HIGH}, later)
    assert [question.id for question in found.questions] == ["A1", "A2", "B4"]
    assert {one.question.id: one.why for one in found.left_out} == {
        "A3": Differs.REWORDED,
        "B1": Differs.GRADED_OTHERWISE,
        "B9": Differs.NEW,
        "B3": Differs.GONE,
    }
    # What A3 came to is in neither; the later weight, 3, is in both.
    assert changed(found) == (Way.UP, Fraction(1 + 3, 12), Fraction(3 + 6, 12))
    assert changed(found, standard="B") is None
    assert changed(found, standard="")[1:] == changed(found)[1:]


def test_the_whole_scores_of_each_round_stand_beside_it(moved, later):
    block = as_json([moved({"Alpha": LOW}, {"Alpha": HIGH}, later)])
    own = block["agencies"][0]["standards"]["A"]["own_results"]
    assert own["then"] == {"score": float(Fraction(3, 12)), "band": "red"}
    assert own["now"] == {"score": float(Fraction(3 + 6 + 3, 15)), "band": "amber"}
    assert block["standards"]["B"]["own_results"]["now"] == {"score": 1.0, "band": "green"}


@pytest.mark.parametrize(
    ("then", "now", "why"),
    [
        ({"A1": "3"}, {}, "not answered now"),
        ({}, {"A1": "3"}, "not answered then"),
        ({}, {}, "not answered then or now"),
        ({"A1": NO}, {"A1": "0"}, "not applicable then"),
        ({"A1": NO}, {}, "not applicable then, not answered now"),
        ({"A1": "0"}, {"A1": "0"}, ""),
    ],
)
def test_an_agency_without_a_grade_both_times_does_not_compare(moved, then, now, why):
    pair = moved({"Alpha": {**then, "A2": "3"}}, {"Alpha": {**now, "A2": "3"}}).agencies[0].pairs[0]
    assert (pair.question.id, pair.why, pair.points is None) == ("A1", why, bool(why))


def test_what_was_not_asked_or_did_not_arise_says_so(moved):
    full = {**LOW, "B2": "yes", "B4": "2"}
    one = moved({"Alpha": full}, {"Alpha": {**full, "B2": "no"}}).agencies[0]
    whys = {pair.question.id: pair.why for pair in one.pairs}
    assert (whys["B4"], whys["B3"]) == ("did not arise now", "not asked then or now")
    kinds = moved({"Alpha": full}, {"Alpha": {**full, "B3": "1"}}, kinds=["police"]).agencies[0]
    assert {pair.question.id: pair.why for pair in kinds.pairs}["B3"] == "not asked then"


def test_an_answer_to_be_confirmed_is_none_and_one_confirmed_is_told(moved, play, template):
    waits = {"alpha": {"A1": Brought("R1", Answer("3"), "Met", "One.", same=True)}}
    found = moved({"Alpha": HIGH}, {"Alpha": {"A2": "2"}}, brought=waits)
    pairs = {pair.question.id: pair for pair in found.agencies[0].pairs}
    assert (pairs["A1"].why, pairs["A3"].why) == ("to be confirmed now", "not answered now")
    assert changed(found) == (Way.SAME, Fraction(2, 3), Fraction(2, 3))
    later = play(template, {"Alpha": HIGH}, "R2")
    row = later.rows[0]
    answers = {**row.interview.answers, "A1": Answer("3", confirmed="R1")}
    confirmed = replace(later, rows=(replace(row, interview=replace(row.interview, answers=answers)),))
    found = Movement(found.then, confirmed)
    assert [p.question.id for p in found.agencies[0].pairs if p.confirmed] == ["A1"]
    assert "1 of 4 grades compared were confirmed in R2 as still true, not given anew." in notes(found)


def test_a_panels_grade_counts_and_it_is_said_where_only_one_round_has_one(moved):
    panel = moderation_of([Moderated("alpha", "alpha", "A1", "0", "No record.", "3")])
    found = moved({"Alpha": HIGH}, {"Alpha": HIGH}, moderation=panel)
    assert changed(found) == (Way.DOWN, Fraction(10, 12), Fraction(7, 12))
    assert found.agencies[0].fell == ("A1",)
    said = " ".join(notes(found))
    assert "For 1 grade of 1 agency a panel's grade counts in R2, but the agency's own in R1" in said
    assert "1 grade of critical questions fell to the lowest, in 1 agency: Alpha (A1)." in sentences(found)


def test_a_grade_revised_on_assurance_is_in_no_movement(moved):
    since = moderation_of([Moderated("alpha", "alpha", "A1", "3", "Seen.", "1", assured="2026-02-01")])
    found = moved({"Alpha": LOW}, {"Alpha": LOW}, moderation=since)
    assert changed(found)[0] is Way.SAME
    assert any("from return to return" in sentence for sentence in notes(found))


def test_a_critical_question_at_its_lowest_keeps_the_band_down_in_that_round_alone(moved):
    top = {"A1": "3", "A2": "3", "A3": "3"}
    change = moved({"Alpha": {**top, "A1": "0"}}, {"Alpha": top}).agencies[0].change(None)
    assert (change.band_then.name, change.band_now.name) == ("amber", "green")
    assert moved_words(change, moved({}, {}).now.template.bands) == "up: amber 0.75\nto green 1.00"


def test_agencies_that_do_not_count_in_both_are_listed(moved):
    found = moved(
        {"Alpha": LOW, "Beta": LOW, "Gamma": None},
        {"Delta": LOW, "Beta": LOW, "Alpha": LOW, "Gamma": LOW},
        unsigned=["Beta"],
    )
    assert [one.agency.name for one in found.agencies] == ["Alpha"]
    assert {one.agency.name: one.why for one in found.absent} == {
        "Delta": "not in R1",
        "Beta": "started in R2",
        "Gamma": "not started in R1",
    }
    drafts = moved({"Beta": LOW}, {"Beta": HIGH}, unsigned=["Beta"], drafts=True)
    assert changed(drafts)[0] is Way.UP
    assert "Unsigned drafts count in these figures." in notes(drafts)
    assert sentences(drafts)[0].startswith("Of 1 agency that answered in both R1 and R2, 1 moved up")
    assert sentences(moved({"A": LOW}, {"B": LOW})) == ("No agency can be compared between R1 and R2.",)


def test_sentences_count_agencies_and_no_test_is_made(moved):
    then = dict.fromkeys(("Alpha", "Beta", "Gamma"), LOW)
    found = moved(then, {**then, "Alpha": HIGH, "Beta": {**LOW, "A2": "0"}})
    assert sentences(found)[:2] == (
        "Of 3 agencies that signed in both R1 and R2, 1 moved up overall, 1 down, and 1 stayed where it was.",
        "Of 3 agencies in both rounds 1 moved up in B (Second), 0 down.",
    )
    assert "Of 3 agencies in both rounds 1 moved up in A (First), 1 down." in sentences(found)
    assert notes(found) == (NO_TEST,)


def test_a_later_round_opened_earlier_is_said(play, template):
    first, last = (
        play(template, {"A": LOW}, name, opened=day) for name, day in (("R1", "2026-02"), ("R2", "2025-02"))
    )
    assert "R2 was opened before R1" in notes(Movement(first, last))[0]
    assert notes(Movement(last, first)) == (NO_TEST,)


def test_of_several_rounds_each_is_compared_with_the_one_before(play, template):
    rounds = [play(template, {"Alpha": given}, f"R{n}") for n, given in enumerate((LOW, HIGH, LOW))]
    found = movements(rounds)
    assert [changed(one)[0] for one in found] == [Way.UP, Way.DOWN]
    block = as_json(found)
    assert (block["rounds"], block["from"], block["to"]) == (["R0", "R1", "R2"], "R1", "R2")
    assert [one["overall"]["up"] for one in block["earlier"]] == [1]
    for names in (rounds[:1], [rounds[0], rounds[0]]):
        with pytest.raises(StateError):
            movements(names)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "-"),
        (Fraction(0), "0.00"),
        (Fraction(1, 8), "+0.13"),
        (Fraction(-1, 3), "-0.33"),
        (Fraction(-1, 900), "-0.00"),  # less than a hundredth, but less
        (Fraction(1), "+1.00"),
    ],
)
def test_a_change_has_its_sign(value, text):
    assert signed_change(value) == text


GRADES = st.sampled_from(["0", "1", "2", "3", "n/a", None])
ANSWERS = st.fixed_dictionaries(dict.fromkeys(("A1", "A2", "A3"), GRADES)).map(
    lambda found: {name: NO if value == "n/a" else value for name, value in found.items() if value}
)


@given(then=ANSWERS, now=ANSWERS)
def test_movement_is_what_a_sum_done_anew_says_and_turns_round_with_the_rounds(moved, then, now):
    both = [name for name in ("A1", "A2", "A3") if {type(then.get(name)), type(now.get(name))} == {str}]
    weight = {"A1": 1, "A2": 2, "A3": 1}
    points = [sum(weight[name] * int(given[name]) for name in both) for given in (then, now)]
    found = moved({"Alpha": then}, {"Alpha": now})
    back = moved({"Alpha": now}, {"Alpha": then})
    if not both:
        assert changed(found) is None
        return
    most = 3 * sum(weight[name] for name in both)
    assert changed(found)[1:] == tuple(Fraction(one, most) for one in points)
    assert changed(back)[1:] == changed(found)[:0:-1]
    ways = {Way.UP: Way.DOWN, Way.DOWN: Way.UP, Way.SAME: Way.SAME}
    assert changed(back)[0] is ways[changed(found)[0]]


@given(then=ANSWERS, now=ANSWERS, other=GRADES)
def test_whatever_is_said_to_a_reworded_question_moves_nothing(moved, later, then, now, other):
    said = NO if other == "n/a" else other
    changed_now = {name: value for name, value in {**now, "A3": said}.items() if value}
    plain, otherwise = (moved({"Alpha": then}, {"Alpha": one}, later) for one in (now, changed_now))
    for standard in ("A", "B", ""):
        assert changed(plain, standard=standard) == changed(otherwise, standard=standard)
