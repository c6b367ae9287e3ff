"""What moved between two rounds, at its edges: the whole answer, the scores and bands of each agency."""

from dataclasses import replace
from fractions import Fraction

import pytest
from movement_made import SET, by, mover, player

from audit.errors import StateError
from audit.moderation import Moderated, moderation_of
from audit.scoring.movement import Change, Movement, Tally, movements
from audit.scoring.movement_table import as_json, full, full_mean, whys
from audit.scoring.movement_words import NO_TEST, messages, sentences
from audit.summaries.message import Matter, Message

LATER = SET.replace("Three.", "Three anew.").replace(
    "{id: B2, text: Five., applies_to: [police]}", "{id: B3, text: Six.}"
)
HALF = Fraction(1, 2)


@pytest.fixture(scope="module")
def template(make):
    return make(SET)


@pytest.fixture(scope="module")
def play(open_round, today):
    return player(open_round, today)


@pytest.fixture(scope="module")
def moved(play, template):
    return mover(play, template)


@pytest.fixture(scope="module")
def later(make):
    return make(LATER)


# --- the whole of it ----------------------------------------------------------------------------------


def tally(up, down, same, then=None, now=None):
    change = None if then is None else now - then
    head = {"up": up, "down": down, "same": same, "of": up + down + same}
    return {**head, "then": then, "now": now, "change": change}


def own(then, now):
    """The scores of each round's own results, and their bands."""
    found = zip(("then", "now"), (then, now), strict=True)
    return {"own_results": {when: {"score": score, "band": band} for when, (score, band) in found}}


NOTHING = {
    **dict.fromkeys(("way", "then", "now", "change", "band_then", "band_now")),
    "questions": 0,
}


def went(word, then, now, band_then, band_now, questions):
    bands = {"band_then": band_then, "band_now": band_now, "questions": questions}
    return {"way": word, "then": then, "now": now, "change": now - then, **bands}


def of_pair(word, then, now, why=None, *, panel=False):
    """What counts for an agency on a question, where only the later round may have a panel's grade."""
    grades = {"way": word, "then": then, "now": now, "why": why}
    return {**grades, "panel": {"then": False, "now": panel}, "confirmed": False}


BETA = {
    "agency": "Beta",
    "code": "beta",
    # Of B1 nothing is said now; A1 and A2 have the weights 1 and 3: 3.5 of 4, and all of 4.
    "overall": went("up", 7 / 8, 1.0, "green", "green", 2) | own((15 / 16, "green"), (1.0, "amber")),
    "standards": {
        "A": went("up", 7 / 8, 1.0, "green", "green", 2) | own((7 / 8, "green"), (1.0, "green")),
        "B": NOTHING | own((1.0, "green"), (None, None)),
    },
    "questions": {
        "A1": of_pair("up", "partly", "met"),
        "A2": of_pair("same", "met", "met"),
        "B1": of_pair(None, "met", None, "not answered now"),
    },
}
ALPHA = {
    "agency": "Alpha",
    "code": "alpha",
    "overall": went("up", 5 / 16, 5 / 8, "red", "amber", 3) | own((0.35, "red"), (29 / 40, "amber")),
    "standards": {
        "A": went("up", 5 / 8, 3 / 4, "amber", "amber", 2) | own((0.7, "amber"), (0.7, "amber")),
        "B": went("up", 0.0, 1 / 2, "red", "amber", 1) | own((0.0, "red"), (3 / 4, "amber")),
    },
    "questions": {
        "A1": of_pair("down", "met", "not-met", panel=True),
        "A2": of_pair("up", "partly", "met"),
        "B1": of_pair("up", "not-met", "partly"),
    },
}
SAID = (
    "Of 2 agencies that signed in both R1 and R2, 2 moved up overall, 0 down, and 0 stayed where they were.",
    "Of 2 agencies in both rounds 2 moved up in A (First), 0 down.",
    "Of 1 agency whose answers compare there 1 moved up in B (Second), 0 down.",
    "1 grade of critical questions fell to the lowest, in 1 agency: Alpha (A1).",
)
LEFT_OUT = (
    "3 graded questions are not compared (1 reworded, 1 new, 1 gone); movement stands on the 3 that mean the "
    "same in both rounds."
)
PANEL = (
    "For 1 grade of 1 agency a panel's grade counts in R2, but the agency's own in R1, so part of what moved "
    "may be who graded."
)


@pytest.fixture(scope="module")
def whole(moved, later):
    """Two agencies in both rounds, two in one of them; a panel, a question reworded, one new and one gone."""
    panel = moderation_of([Moderated("alpha", "alpha", "A1", "not-met", "No record.", "met")])
    then = {"Alpha": by("mpmn"), "Beta": by("pm-m"), "Gamma": by("mmmm"), "Delta": None}
    now = {"Beta": by("mmm-"), "Alpha": {**by("mmpp"), "B3": "met"}, "Delta": by("mmmm")}
    return moved(then, now, later, moderation=panel)


def test_the_whole_of_a_movement_is_this(whole):
    def question(text, standard, critical, figures, left_out=None):
        head = {"text": text, "standard": standard, "critical": critical}
        return {**head, **figures, "left_out": left_out or {}}

    mean = pytest.approx
    assert as_json([whole]) == {
        "rounds": ["R1", "R2"],
        "kind": "agencies",
        "from": "R1",
        "to": "R2",
        "drafts": False,
        "overall": tally(2, 0, 0, 19 / 32, 13 / 16),
        "standards": {
            "A": {
                "title": "First",
                **tally(2, 0, 0, 3 / 4, 7 / 8),
                "questions": ["A1", "A2"],
                **own((mean(2.575 / 3), "green"), (mean(2.7 / 3), "green")),
            },
            "B": {
                "title": "Second",
                **tally(1, 0, 0, 0.0, 1 / 2),
                "questions": ["B1"],
                **own((mean(2 / 3), "amber"), (7 / 8, "green")),
            },
        },
        "questions": {
            "A1": question("One.", "A", True, tally(1, 1, 0, 3 / 4, 1 / 2)),
            "A2": question("Two.", "A", False, tally(1, 0, 1, 3 / 4, 1.0)),
            "B1": question("Four.", "B", True, tally(1, 0, 0, 0.0, 1 / 2), {"not answered now": 1}),
        },
        "agencies": [BETA, ALPHA],
        "not_in_both": [
            {"agency": "Delta", "code": "delta", "why": "not started in R1"},
            {"agency": "Gamma", "code": "gamma", "why": "not in R2"},
        ],
        "not_compared": [
            {"id": "A3", "text": "Three anew.", "why": "reworded"},
            {"id": "B3", "text": "Six.", "why": "new"},
            {"id": "B2", "text": "Five.", "why": "gone"},
        ],
        "messages": list(SAID),
        "notes": [LEFT_OUT, PANEL, NO_TEST],
        "earlier": [],
    }
    assert sentences(whole) == SAID
    assert messages(whole) == (
        Message(f"{SAID[0]} {PANEL} {NO_TEST}", "Movement", Matter.MOVED, "moved"),
        Message(
            "Standards that moved most, by agencies: A (First), 2 up and 0 down of 2; B (Second), 1 up and 0 "
            "down of 1.",
            *("Movement", Matter.MOVED, "moved.standards"),
        ),
        Message(SAID[3], "Movement", Matter.CRITICAL, "critical.fell"),
    )


def test_drafts_in_either_round_are_said(play, template):
    one, other = (
        [play(template, {"Alpha": by("mmmm")}, name, drafts=d) for d in (False, True)]
        for name in ("R1", "R2")
    )
    said = [as_json([Movement(then, now)])["drafts"] for then in one for now in other]
    assert said == [False, True, True, True]


def test_beside_a_movement_stand_the_scores_of_each_round(whole, later):
    a, b = later.standards
    assert full_mean(whole.then, b) == (Fraction(2, 3), whole.now.template.bands[1])
    assert full_mean(whole.then, replace(b, id="Z")) == (None, None)
    assert full(whole.agencies[0].then, a).value == Fraction(7, 8)
    assert full(whole.agencies[0].then, None).value == Fraction(15, 16)
    assert full(whole.agencies[0].then, replace(a, id="Z")) is None
    assert full(replace(whole.agencies[0].then, scored=None), a) is None
    assert whys(whole, "B1") == {"not answered now": 1}
    assert whys(whole, "A1") == {}


def test_of_many_rounds_the_last_stand_first_and_the_others_below(play, template):
    found = movements(
        [
            play(template, {"Alpha": by(said)}, f"R{n}")
            for n, said in enumerate(("nnnn", "mnnn", "mmnn", "mmmm"))
        ]
    )
    block = as_json(found)
    assert (block["rounds"], block["from"], block["to"]) == (["R0", "R1", "R2", "R3"], "R2", "R3")
    assert [(one["from"], one["to"]) for one in block["earlier"]] == [("R0", "R1"), ("R1", "R2")]
    assert "rounds" not in block["earlier"][0]
    rounds = [found[0].then, found[0].now]
    for given, said in (
        (rounds[:1], "Movement is between two rounds; name two or more, the earliest first."),
        ([*rounds, rounds[1]], "The round 'R1' is named twice; name each once, the earliest first."),
    ):
        with pytest.raises(StateError) as caught:
            movements(given)
        assert str(caught.value) == said
    assert movements(rounds) == (Movement(*rounds),)


# --- scores -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("score", "then", "now"),
    [
        # A: 1 of 1 + 3 * 0 of 3, then 0 + 3 * 1; B: 0, then 1/2; all: 1 of 5, then 3.5 of 5.
        ("standards", Fraction(1, 8), Fraction(5, 8)),
        ("worst", Fraction(0), HALF),
        ("questions", Fraction(1, 5), Fraction(7, 10)),
    ],
)
def test_overall_an_agency_moves_as_its_template_scores(make, play, score, then, now):
    template = make(
        SET.replace("critical: yes", "critical: no"),
        f"against: local/set\nneeds: {{action: [], evidence: []}}\nscore: {score}",
    )
    found = Movement(play(template, {"Alpha": by("mn-n")}), play(template, {"Alpha": by("nm-p")}, "R2"))
    one = found.agencies[0]
    red, amber = template.bands[2], template.bands[1]
    assert one.change(None) == Change(then, now, red, amber, 3)
    assert one.change(template.standards[0]) == Change(Fraction(1, 4), Fraction(3, 4), red, amber, 2)
    assert one.change(template.standards[1]) == Change(Fraction(0), HALF, red, amber, 1)
    assert found.standard(None) == Tally(1, 0, 0, then, now)


def test_a_critical_question_at_its_lowest_keeps_the_top_band_from_its_own_round_alone(make, play):
    template = make(SET.replace("weight: 3", "weight: 30"))
    green, amber = template.bands[:2]
    found = Movement(play(template, {"Alpha": by("nm-m")}), play(template, {"Alpha": by("pm-m")}, "R2"))
    turned = Movement(found.now, found.then)
    for standard in (None, template.standards[0]):
        one, other = (movement.agencies[0].change(standard) for movement in (found, turned))
        assert (one.band_then, one.band_now) == (amber, green)
        assert (other.band_then, other.band_now) == (green, amber)
    assert (found.agencies[0].fell, turned.agencies[0].fell) == ((), ("A1",))
    plain = Movement(play(template, {"Alpha": by("pmnm")}), play(template, {"Alpha": by("pmnm")}, "R2"))
    change = plain.agencies[0].change(template.standards[0])
    assert (change.band_then, change.band_now) == (green, green)  # A3 is at its lowest, but not critical


def test_a_critical_grade_fell_where_it_went_down_and_to_the_lowest(moved):
    def fell(then, now):
        return moved({"Alpha": by(then)}, {"Alpha": by(now)}).agencies[0].fell

    assert fell("mmmm", "nnnn") == ("A1", "B1")
    assert fell("mmmm", "pmmm") == ()
    assert fell("nmmm", "nmmm") == ()
    assert fell("nmmm", "-mmm") == ()
    assert fell("mmmp", "mmnn") == ("B1",)


def test_a_tally_of_none_has_no_mean(moved):
    found = moved({"Alpha": by("mm--")}, {"Alpha": by("mp--")})
    b = found.now.template.standards[1]
    assert found.standard(b) == found.question(found.now.template.by_id["B1"]) == Tally(0, 0, 0, None, None)
    assert found.standard(b).change is None
    assert Tally(1, 0, 0, HALF, None).change is Tally(1, 0, 0, None, HALF).change is None
    assert Tally(1, 2, 4, HALF, Fraction(1)).change == HALF
    assert Tally(1, 2, 4, HALF, Fraction(1)).of == 7
    nobody = moved({"Alpha": {}}, {"Alpha": {}}).agencies
    assert [one.change(None) for one in nobody] == [None]
