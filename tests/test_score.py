"""Scores, bands, what limits them, and what stands beside every mean."""

from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from audit.scoring.score import Worst, band_of, percent, printed, score
from audit.templates import BANDS, Band

ACTION = {"action": "Do it."}
NO = {"value": "n/a", "reason": "No."}
SET = """
title: Set
scale: levels-1-4
standards:
  - id: A
    title: First
    questions:
      - {id: A1, text: One., critical: yes}
      - {id: A2, text: Two., weight: 0.1}
      - {id: A3, text: Three., weight: 2}
  - id: B
    title: Second
    questions:
      - {id: B1, text: Four.}
      - {id: B2, text: Five., critical: yes, when: {B1: [1, 2]}}
      - {id: B3, text: Six., applies_to: [police]}
      - {id: B4, text: Seven., optional: yes, critical: yes}
"""


@pytest.fixture(scope="session")
def template(make):
    return make(SET)


@pytest.fixture(scope="session")
def scored(template, put):
    return lambda answers, words=(): score(put(template, answers, words))


def test_the_example_of_the_readme_of_2026_scores_what_it_scored(scored):
    found = scored({"A1": "4", "A2": "1", "A3": "3", "B1": "2", "B2": "1"})
    a, b, overall = found.standards["A"], found.standards["B"], found.overall
    # A: (1 * 1 + 0.1 * 0 + 2 * 2/3) / 3.1; B: (1/3 + 0) / 2; overall: their mean
    assert (a.value, b.value) == (Fraction(70, 93), Fraction(1, 6))
    assert overall.value == Fraction(57, 124)
    assert (a.band.name, b.band.name, overall.band.name) == ("amber", "red", "red")
    assert (a.worst, overall.worst) == (Worst("1", ("A2",)), Worst("1", ("A2", "B2")))
    assert (a.limited_by, b.limited_by, overall.limited_by) == ((), ("B2",), ("B2",))
    assert (overall.completeness, overall.owed, overall.not_asked) == (1, 5, 1)


def test_sums_are_exact_where_floats_would_miss_the_edge(make, put):
    bands = "against: local/set\nneeds: {action: []}\nbands: [{name: in, from: 0.7}, {name: out, from: 0}]"
    marks = "".join(f"- {{code: {code}, points: {code / 10}}}\n" for code in (10, 8, 7, 6, 0))
    text = "scale: marks\ntitle: T\nstandards: [{id: A, title: T, questions: [%s]}]"
    questions = ", ".join(f"{{id: A{n}, text: t}}" for n in range(3))
    found = score(put(make(text % questions, bands, marks=marks), {"A0": "6", "A1": "7", "A2": "8"}))
    assert (0.6 + 0.7 + 0.8) / 3 < 0.7
    assert found.overall.value == Fraction(7, 10)
    assert found.overall.band.name == "in"


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("1", "green"),
        ("0.85", "green"),
        ("0.8499999", "amber"),
        ("0.5", "amber"),
        ("0.49", "red"),
        ("0", "red"),
    ],
)
def test_a_band_holds_its_lower_edge(value, name):
    assert band_of(BANDS, Fraction(value)).name == name


def test_nothing_scored_is_no_score_and_no_band_never_nought(scored):
    for answers in ({}, dict.fromkeys(("A1", "A2", "A3", "B1"), NO)):
        found = scored(answers)
        assert (found.overall.value, found.overall.band, found.overall.worst) == (None, None, None)
    assert scored({"A1": "1"}).overall.value == 0
    assert scored({}).overall.completeness == 0
    assert scored(dict.fromkeys(("A1", "A2", "A3", "B1"), NO)).overall.completeness == 1


def test_a_long_standard_does_not_drown_a_short_one_unless_the_template_says_so(make, put):
    answers = {"A1": "4", "A2": "4", "A3": "4", "B1": "1", "B2": NO}
    by_standard = score(put(make(SET), answers)).overall.value
    by_question = score(put(make(SET, "against: local/set\nscore: questions"), answers)).overall.value
    assert (by_standard, by_question) == (Fraction(1, 2), Fraction(31, 41))


@pytest.mark.parametrize(
    ("answers", "limited", "band"),
    [
        ({"A1": "1", "A2": "4", "A3": "4"}, ("A1",), "amber"),  # at its lowest
        ({"A2": "4", "A3": "4"}, ("A1",), "amber"),  # owed and unanswered
        ({"A1": "n/a", "A2": "4", "A3": "4"}, ("A1",), "amber"),  # without a reason
        ({"A1": NO, "A2": "4", "A3": "4"}, (), "green"),
        ({"A1": "2", "A2": "4", "A3": "4"}, (), "amber"),  # low, but not the lowest: the score alone
        ({"A1": "1", "A2": "1", "A3": "1"}, ("A1",), "red"),  # also where it would not be green anyway
    ],
)
def test_a_critical_question_keeps_its_standard_and_the_overall_out_of_the_top_band(
    scored, answers, limited, band
):
    found = scored(answers | {"B1": "4", "B4": "4"})
    assert (found.standards["A"].limited_by, found.overall.limited_by) == (limited, limited)
    assert found.standards["A"].band.name == band
    assert found.standards["B"].band.name == "green"
    assert (found.overall.band.name == "green") is (not limited and found.overall.value >= Fraction(17, 20))


def test_a_critical_question_that_does_not_arise_or_is_left_out_as_optional_limits_nothing(scored):
    assert scored({"B1": "4"}).standards["B"].limited_by == ()
    assert scored({"B1": "2"}).standards["B"].limited_by == ("B2",)
    assert scored({"B1": "4", "B4": "1"}).standards["B"].limited_by == ("B4",)


def test_a_critical_question_whose_low_grade_lacks_its_action_is_not_answered_yet(make, put):
    template = make(SET, "against: local/set\nneeds: {action: [1, 2]}")
    answers = {"A1": "2", "A2": "4", "A3": "4"}
    assert score(put(template, answers)).standards["A"].limited_by == ("A1",)
    assert score(put(template, answers | {"A1": {"value": "2"} | ACTION})).standards["A"].limited_by == ()


def test_any_grade_with_the_fewest_points_is_the_lowest(make, put):
    two = "- {code: a, points: 1}\n- {code: b, points: 0}\n- {code: c, points: 0}"
    text = "title: T\nscale: two\n"
    text += "standards: [{id: A, title: T, questions: [{id: A1, text: t, critical: yes}]}]"
    for grade in "bc":
        assert score(put(make(text, two=two), {"A1": grade})).overall.limited_by == ("A1",)


def test_with_a_single_band_there_is_none_below_to_fall_to(make, put):
    template = make(SET, "against: local/set\nbands: [{name: all, from: 0}]")
    found = score(put(template, {"A1": "1"}))
    assert (found.overall.band.name, found.overall.limited_by) == ("all", ("A1",))


def test_what_a_mean_hides_stands_beside_it(make, put):
    template = make(SET, "against: local/set\nneeds: {action: [1], evidence: [4]}")
    answers = {"A1": "4", "A2": {"value": "4", "evidence": "Log"}, "A3": "1", "B1": "n/a"}
    found = score(put(template, answers)).overall
    assert (found.without_evidence, found.worst) == (1, Worst("1", ("A3",)))
    assert (found.owed, found.unanswered, found.incomplete, found.not_applicable) == (4, 2, 2, 0)
    assert found.completeness == Fraction(1, 2)
    assert score(put(template, answers | {"A": "Log"})).overall.without_evidence == 0


def test_an_answer_whose_condition_no_longer_holds_counts_nowhere(scored):
    found = scored({"B1": "4", "B2": "1"}).standards["B"]
    assert (found.value, found.owed, found.worst, found.limited_by) == (1, 1, Worst("4", ("B1",)), ())


def test_a_question_not_meant_for_the_agency_is_in_no_count(scored):
    assert scored({"B1": "4"}).standards["B"].owed == 1
    assert scored({"B1": "4", "B3": "1"}, ["police"]).standards["B"].value == Fraction(1, 2)
    assert scored({"B1": "4"}).standards["B"].not_asked == 1


@pytest.mark.parametrize(
    ("value", "text"),
    [
        *(("0.8499", "0.84"), ("0.85", "0.85"), ("0.846", "0.84"), ("0.4999999", "0.49")),
        *(("0.555", "0.56"), ("0", "0.00"), ("1", "1.00"), ("2/3", "0.67")),
    ],
)
def test_a_score_is_printed_so_that_it_never_seems_to_reach_a_band_it_is_not_in(value, text):
    assert printed(Fraction(value), BANDS) == text


def test_no_score_is_printed_as_such():
    assert printed(None, BANDS) == "no score"


fractions = st.fractions(0, 1, max_denominator=10_000)
edges = st.lists(st.fractions(Fraction(1, 100), 1, max_denominator=200), max_size=3, unique=True)


@given(fractions, edges)
@example(Fraction(1, 101), [Fraction(1, 100)])  # only 0.00 is in its band
def test_a_printed_score_is_in_the_band_of_the_score_wherever_the_edges_are(value, found):
    bands = [Band(str(edge), edge, "") for edge in sorted({*found, Fraction(0)}, reverse=True)]
    shown = Fraction(printed(value, bands))
    assert abs(shown - value) < Fraction(1, 100)
    own = band_of(bands, value)
    fits = [n for n in range(101) if band_of(bands, Fraction(n, 100)) == own and abs(n - value * 100) < 1]
    assert band_of(bands, shown) == own or not fits


@given(fractions)
def test_percent_says_a_hundred_only_of_all(value):
    assert (percent(value) == "100 %") is (value == 1)
    assert int(percent(value).removesuffix(" %")) <= value * 100


GRADES = ["1", "2", "3", "4", NO, "n/a"]
NAMES = ["A1", "A2", "A3", "B1", "B2", "B3", "B4"]
answers = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(GRADES))


@given(answers, st.randoms(use_true_random=False))
def test_a_score_lies_between_nought_and_one_whatever_the_order_of_the_answers(scored, given_, chance):
    found = scored(given_, ["police"])
    values = [one.value for one in (found.overall, *found.standards.values())]
    assert all(value is None or 0 <= value <= 1 for value in values)
    shuffled = list(given_.items())
    chance.shuffle(shuffled)
    assert scored(dict(shuffled), ["police"]) == found


@given(answers, st.sampled_from(["A1", "A2", "A3", "B3", "B4"]))
def test_not_applicable_never_changes_a_score(scored, given_, name):
    without = {key: value for key, value in given_.items() if key != name}
    before, after = scored(without, ["police"]), scored(without | {name: NO}, ["police"])
    assert after.overall.value == before.overall.value
    assert {key: one.value for key, one in after.standards.items()} == {
        key: one.value for key, one in before.standards.items()
    }


SHIFTED = [(3, 10), (Fraction(1, 10), -4), (1000, Fraction(1, 2))]


@pytest.fixture(scope="session")
def shifted(make):
    def text(scale, shift):
        points = {code: float(int(code) * scale + shift) for code in "4321"}
        return "".join(f"- {{code: {code}, points: {value}}}\n" for code, value in points.items())

    return [make(SET.replace("levels-1-4", "ours"), ours=text(*by)) for by in SHIFTED]


@given(answers)
def test_a_score_does_not_change_when_all_points_are_scaled_or_shifted(shifted, put, scored, given_):
    same = scored(given_, ["police"])
    for template in shifted:
        other = score(put(template, given_, ["police"]))
        assert other.overall.value == same.overall.value
        for name, one in other.standards.items():
            assert one.value == same.standards[name].value
