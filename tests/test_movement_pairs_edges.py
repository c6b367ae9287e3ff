"""What may be compared between two rounds, at its edges, and every sentence on what moved."""

from dataclasses import replace
from fractions import Fraction

import pytest
from movement_made import SET, by, mover, player

from audit.moderation import Moderated, moderation_of
from audit.responses.brought import Brought
from audit.responses.response import Answer
from audit.scoring.movement import Change, Movement, Tally
from audit.scoring.movement_pairs import Differs, Way, differs, way
from audit.scoring.movement_words import (
    NO_TEST,
    banded,
    messages,
    moved_words,
    notes,
    sentences,
    signed_change,
    standard_sentence,
)
from audit.summaries.message import Matter, Message

HALF = Fraction(1, 2)
TURNED = """
title: Set
scale: met-partly-not
standards:
  - id: A
    title: First
    questions:
      - {id: A1, text: One., kind: share, of: case files, grades: {met: 0.9, partly: 0.5}}
      - {id: A2, text: Two., kind: elapsed, limit: 10, days: working}
      - {id: A3, text: Three.}
      - {id: A4, text: Four., kind: text}
"""


@pytest.fixture(scope="module")
def template(make):
    return make(SET)


@pytest.fixture(scope="module")
def play(open_round, today):
    return player(open_round, today)


@pytest.fixture(scope="module")
def moved(play, template):
    return mover(play, template)


@pytest.mark.parametrize(
    ("question", "before", "after", "why"),
    [
        ("A1", "One.", "One.", None),
        ("A1", "met: 0.9", "met: 0.8", Differs.GRADED_OTHERWISE),
        ("A1", "of: case files", "of: open cases", Differs.REWORDED),
        ("A1", "One.", "One  .", Differs.REWORDED),
        ("A2", "limit: 10", "limit: 12", Differs.GRADED_OTHERWISE),
        ("A2", "days: working", "days: calendar", Differs.GRADED_OTHERWISE),
        ("A3", "Three.", "Three. ", None),
        ("A3", "Three.}", "Three., critical: yes, weight: 4}", None),
        ("A3", "Three.}", "Three., kind: yes-no}", Differs.GRADED_OTHERWISE),
        ("A3", "A3", "B3", Differs.GONE),
        ("B3", "A3", "B3", Differs.NEW),
    ],
)
def test_a_question_compares_where_words_and_grades_are_the_same(make, question, before, after, why):
    assert differs(question, make(TURNED), make(TURNED.replace(before, after))) is why


def test_no_question_of_another_scale_compares_and_none_that_has_no_grade_is_left_out(make, play, template):
    other = make(SET.replace("met-partly-not", "yes-partly-no"))
    found = Movement(play(template, {"Alpha": by("mmmm")}), play(other, {"Alpha": {"A1": "yes"}}, "R2"))
    assert found.questions == ()
    assert [(one.question.id, one.why) for one in found.left_out] == [
        (name, Differs.GRADED_OTHERWISE) for name in ("A1", "A2", "A3", "B1", "B2")
    ]
    asks = make(TURNED), make(TURNED.replace("Four.", "Four anew.").replace("A3", "A5"))
    found = Movement(*(play(one, {}, name) for one, name in zip(asks, ("R1", "R2"), strict=True)))
    assert [(one.question.id, one.why) for one in found.left_out] == [("A5", "new"), ("A3", "gone")]
    assert [one.id for one in found.questions] == ["A1", "A2"]


def the_pair(movement, name="A1"):
    return next(one for one in movement.agencies[0].pairs if one.question.id == name)


@pytest.mark.parametrize(
    ("then", "now", "expected"),
    [
        ("p", "m", ("partly", "met", (HALF, 1), "", Way.UP)),
        ("p", "n", ("partly", "not-met", (HALF, 0), "", Way.DOWN)),
        ("n", "n", ("not-met", "not-met", (0, 0), "", Way.SAME)),
        ("n", "-", ("not-met", None, None, "not answered now", None)),
        ("-", "n", (None, "not-met", None, "not answered then", None)),
        ("-", "-", (None, None, None, "not answered then or now", None)),
    ],
)
def test_a_pair_is_two_grades_or_says_what_lacks(moved, then, now, expected):
    pair = the_pair(moved({"Alpha": by(f"{then}mmm")}, {"Alpha": by(f"{now}mmm")}))
    codes = (one.code if one else None for one in (pair.then, pair.now))
    assert (*codes, pair.points, pair.why, pair.way) == expected
    assert (pair.panel, pair.confirmed) == ((False, False), False)


def test_a_question_not_for_an_agency_or_not_for_now_says_which(make, play):
    gated = make(SET.replace("{id: A2, text: Two., weight: 3}", "{id: A2, text: Two., when: {A1: [met]}}"))
    no = {"value": "n/a", "reason": "No."}
    then = play(gated, {"Alpha": {**by("mmmm"), "A3": no}}, kinds=["police"])
    now = play(gated, {"Alpha": {**by("p--m"), "B2": "met"}}, "R2", kinds=["police"])
    found = {one.question.id: one for one in Movement(then, now).agencies[0].pairs}
    assert {name: one.why for name, one in found.items()} == {
        "A1": "",
        "A2": "did not arise now",
        "A3": "not applicable then, not answered now",
        "B1": "",
        "B2": "not answered then",
    }
    assert (found["A2"].then.code, found["A2"].now, found["A2"].points) == ("met", None, None)
    assert found["A3"].then.code == "n/a"
    other = play(gated, {"Alpha": by("mmmm")}, "R2")
    found = {one.question.id: one for one in Movement(then, other).agencies[0].pairs}
    assert (found["B2"].why, found["A2"].why) == ("not answered then, not asked now", "")


def test_what_waits_to_be_confirmed_and_what_was_confirmed_is_told(moved):
    waits = {"alpha": {"A1": Brought("R1", Answer("met"), "Met", "One.", same=True)}}
    other = {"alpha": {"A1": Brought("R1", Answer("met"), "Met", "One.", same=False)}}
    for brought, why in ((waits, "to be confirmed now"), (other, "not answered now")):
        assert the_pair(moved({"Alpha": by("mmmm")}, {"Alpha": by("-mmm")}, brought=brought)).why == why
    found = moved({"Alpha": by("mmmm")}, {"Alpha": by("mmmm")})
    for word, said in (("R1", True), ("R0", False), ("", False)):
        row = found.now.rows[0]
        answers = {**row.interview.answers, "A1": Answer("met", confirmed=word)}
        row = replace(row, interview=replace(row.interview, answers=answers))
        again = Movement(found.then, replace(found.now, rows=(row,)))
        assert the_pair(again).confirmed is said
        told = "1 of 4 grades compared were confirmed in R2 as still true, not given anew."
        assert notes(again) == ((told, NO_TEST) if said else (NO_TEST,))


def test_an_agency_that_does_not_count_in_both_says_where_and_why(moved):
    given = dict.fromkeys(("Alpha", "Beta", "Gamma", "Delta"), by("mmmm"))
    then = {**given, "Delta": None, "Elm": by("mmmm")}
    found = moved(then, {**given, "Beta": None, "Delta": by("mmmm")}, unsigned=["Gamma", "Delta"])
    assert [(one.agency.name, one.why) for one in found.absent] == [
        ("Beta", "not started in R2"),
        ("Gamma", "complete, not signed in R2"),
        ("Delta", "not started in R1; complete, not signed in R2"),
        ("Elm", "not in R2"),
    ]
    assert [one.agency.name for one in found.agencies] == ["Alpha"]
    assert found.names == ("R1", "R2")


@pytest.mark.parametrize(
    ("then", "now", "backwards"),
    [
        ("2026-02-01", "2026-01-31", True),
        ("2026-02-09", "2026-02-08", True),
        ("2026-02-01", "2026-02-01", False),
        ("2026-02-01T09:00:00", "2026-02-01T08:00:00", False),
        ("2026-02-01", "2026-02-02", False),
        ("", "2026-01-31", False),
        ("2026-02-01", "", False),
        ("", "", False),
    ],
)
def test_rounds_are_named_backwards_where_the_later_was_opened_on_an_earlier_day(
    play, template, then, now, backwards
):
    rounds = (play(template, {"Alpha": by("mmmm")}, n, opened=day) for n, day in (("R1", then), ("R2", now)))
    found = Movement(*rounds)
    assert found.backwards is backwards
    told = "R2 was opened before R1; up and down are read in the order in which they are named."
    assert notes(found) == ((told, NO_TEST) if backwards else (NO_TEST,))


def test_a_number_goes_up_down_or_stays():
    assert [way(HALF, one) for one in (Fraction(2, 3), HALF, Fraction(1, 3))] == [Way.UP, Way.SAME, Way.DOWN]
    assert Change(HALF, Fraction(1), None, None, 1).way is Way.UP


# --- words --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "-"),
        (Fraction(0), "0.00"),
        (Fraction(1, 200), "+0.01"),
        (Fraction(-1, 200), "-0.01"),
        (Fraction(1, 201), "+0.00"),
        (Fraction(199, 200), "+1.00"),
        (Fraction(99, 100), "+0.99"),
        (Fraction(-5, 4), "-1.25"),
        (Fraction(3, 50), "+0.06"),
    ],
)
def test_a_change_is_rounded_to_hundredths_and_keeps_its_sign(value, text):
    assert signed_change(value) == text


def test_a_movement_is_told_over_two_lines_unless_nothing_moved(template):
    green, amber, red = template.bands
    assert banded(None, HALF, template.bands) == banded(None, None, template.bands) == "no score"
    assert banded(amber, HALF, template.bands) == "amber 0.50"
    for change, said in (
        (Change(HALF, HALF, amber, amber, 1), "same: amber 0.50"),
        (Change(Fraction(1), Fraction(1), amber, green, 1), "same: amber 1.00\nto green 1.00"),
        (Change(HALF, Fraction(0), amber, red, 1), "down: amber 0.50\nto red 0.00"),
        (Change(Fraction(101, 200), Fraction(203, 400), amber, amber, 1), "up: amber 0.51\nto amber 0.51"),
    ):
        assert moved_words(change, template.bands) == said


def test_agencies_are_counted_as_one_or_many(moved):
    given = dict.fromkeys(("Alpha", "Beta", "Gamma", "Delta"), by("pppp"))
    found = moved(given, {**given, "Alpha": by("mppp"), "Beta": by("pppn"), "Gamma": by("ppnn")})
    assert sentences(found) == (
        "Of 4 agencies that signed in both R1 and R2, 1 moved up overall, 2 down, and 1 stayed where it was.",
        "Of 4 agencies in both rounds 1 moved up in A (First), 1 down.",
        "Of 4 agencies in both rounds 0 moved up in B (Second), 2 down.",
        "2 grades of critical questions fell to the lowest, in 2 agencies: Beta (B1) and Gamma (B1).",
    )
    still = moved({"Alpha": by("pppp")}, {"Alpha": by("pppp")})
    assert sentences(still) == (
        "Of 1 agency that signed in both R1 and R2, 0 moved up overall, 0 down, and 1 stayed where it was.",
    )
    first = f"{sentences(still)[0]} {NO_TEST}"
    assert messages(still) == (Message(first, "Movement", Matter.MOVED, "moved"),)
    nobody = "No agency can be compared between R1 and R2."
    none = moved({"Alpha": by("pppp")}, {"Beta": by("pppp")})
    assert sentences(none) == (nobody,)
    assert messages(none) == (Message(nobody, "Movement", Matter.MOVED, "moved"),)


def test_where_many_critical_grades_fell_the_first_agencies_are_named(moved):
    names = ("Alpha", "Beta", "Gamma", "Delta", "Elm", "Fire", "Gate")
    found = moved(dict.fromkeys(names, by("mmmm")), dict.fromkeys(names, by("nmmn")))
    assert sentences(found)[-1] == (
        "14 grades of critical questions fell to the lowest, in 7 agencies: Alpha (A1, B1), Beta (A1, B1), "
        "Gamma (A1, B1), Delta (A1, B1), Elm (A1, B1) and 2 more."
    )


STANDARDS = "title: Set\nscale: met-partly-not\nstandards:\n" + "".join(
    f"  - {{id: {name}, title: {name}{name}, questions: [{{id: {name}1, text: One.}}]}}\n"
    for name in "ABCDEF"
)


def test_the_two_standards_that_most_moved_up_in_and_the_two_down_are_told_once_each(make, play):
    template = make(STANDARDS)

    def given(words):
        names = {"m": "met", "p": "partly", "n": "not-met"}
        return {
            f"Agency {n}": {f"{name}1": names[one] for name, one in zip("ABCDEF", word, strict=True)}
            for n, word in enumerate(words)
        }

    then = play(template, given(["pppppp"] * 4))
    # A: 1 up; B: 2 up, 2 down; C: 3 up; D: 2 up, 1 down; E: 3 down; F: none.
    found = Movement(then, play(template, given(["mmmmnp", "pmmmnp", "pnmnnp", "pnpppp"]), "R2"))
    assert sentences(found)[1:] == (
        "Of 4 agencies in both rounds 3 moved up in C (CC), 0 down.",
        "Of 4 agencies in both rounds 1 moved up in A (AA), 0 down.",
        "Of 4 agencies in both rounds 0 moved up in E (EE), 3 down.",
        "Of 4 agencies in both rounds 2 moved up in B (BB), 2 down.",
    )
    assert messages(found)[1].text == (
        "Standards that moved most, by agencies: C (CC), 3 up and 0 down of 4; A (AA), 1 up and 0 down of 4; "
        "E (EE), 0 up and 3 down of 4; B (BB), 2 up and 2 down of 4."
    )
    assert len(messages(found)) == 2
    both = Movement(then, play(template, given(["mpmppp", "nppppp", "pppppp", "pppppp"]), "R2"))
    assert sentences(both)[1:] == (
        "Of 4 agencies in both rounds 1 moved up in C (CC), 0 down.",
        "Of 4 agencies in both rounds 1 moved up in A (AA), 1 down.",
    )
    standard = template.standards[0]
    for of, said in (
        (3, "Of 3 agencies in both rounds 1 moved up in A (AA), 2 down."),
        (4, "Of 3 agencies whose answers compare there 1 moved up in A (AA), 2 down."),
    ):
        assert standard_sentence(standard, Tally(1, 2, 0, HALF, HALF), all_of=of) == said


def test_who_graded_is_told_of_each_round_that_alone_has_a_panels_grade(play, template):
    def panel(*questions, agencies=("alpha",)):
        return moderation_of(
            [Moderated(code, code, one, "partly", "Seen.", "met") for code in agencies for one in questions]
        )

    given = dict.fromkeys(("Alpha", "Beta"), by("mmmm"))
    then = play(template, given, moderation=panel("A1", "A2", "A3"))
    now = play(template, given, "R2", moderation=panel("A1", "B1", agencies=("alpha", "beta")))
    found = Movement(then, now)
    assert the_pair(found).panel == (True, True)
    assert the_pair(found, "A2").panel == (True, False)
    assert the_pair(found, "B1").panel == (False, True)
    end = "so part of what moved may be who graded."
    assert notes(found) == (
        f"For 3 grades of 2 agencies a panel's grade counts in R2, but the agency's own in R1, {end}",
        f"For 2 grades of 1 agency a panel's grade counts in R1, but the agency's own in R2, {end}",
        NO_TEST,
    )


def test_drafts_revised_grades_and_other_answerers_of_either_round_are_told(play, template):
    given = {"Alpha": by("mmmm"), "Beta": by("mmmm")}
    plain, late = play(template, given), play(template, given, "R2")
    drafts = [play(template, given, name, drafts=True) for name in ("R1", "R2")]
    for found in (Movement(drafts[0], late), Movement(plain, drafts[1]), Movement(*drafts)):
        assert notes(found) == ("Unsigned drafts count in these figures.", NO_TEST)
        assert sentences(found)[0].startswith("Of 2 agencies that answered in both R1 and R2, 0 moved")
    since = moderation_of([Moderated("beta", "beta", "A1", "met", "Seen.", "partly", assured="2026-02-01")])
    told = "Movement is from return to return; grades revised as actions were assured are not in it."
    for found in (
        Movement(replace(plain, round=replace(plain.round, moderation=since)), late),
        Movement(plain, replace(late, round=replace(late.round, moderation=since))),
    ):
        assert notes(found) == (told, NO_TEST)
    own = moderation_of([Moderated("beta", "beta", "A1", "met", "Seen.", "met")])
    assert told not in notes(Movement(plain, replace(late, round=replace(late.round, moderation=own))))
    others = replace(late, rows=tuple(replace(row, by="The council") for row in late.rows))
    assert notes(Movement(plain, others)) == (
        *("Answered by somebody else in one of the two rounds: Alpha and Beta.", NO_TEST),
    )


def test_one_question_left_out_is_told_as_one(make, moved):
    found = moved({"Alpha": by("mmmm")}, {"Alpha": by("mmmm")}, make(SET.replace("Three.", "Three anew.")))
    told = (
        "1 graded question is not compared (1 reworded); movement stands on the 4 that mean the same in both"
    )
    assert notes(found) == (f"{told} rounds.", NO_TEST)
