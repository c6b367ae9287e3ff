"""The edges of a score: nothing owed, the worst standard, own questions, a panel's grades."""

from dataclasses import replace
from fractions import Fraction

import pytest
from test_score import SET

from audit.responses.interview import State
from audit.scoring.score import Score, Worst, band_of, counting_state, percent, points_of, printed, score
from audit.templates import BANDS, Band

NO = {"value": "n/a", "reason": "No."}
HIGH = [Band("in", Fraction("0.995"), ""), Band("out", Fraction(0), "")]
TWO = [Band("in", Fraction(1, 2), ""), Band("out", Fraction(0), "")]


@pytest.fixture(scope="session")
def template(make):
    return make(SET)


@pytest.fixture
def scored(template, put):
    return lambda answers: score(put(template, answers))


def plain(owed, unanswered):
    return Score(None, None, owed, unanswered, 0, 0, 0, 0, None, ())


def test_where_nothing_is_owed_all_is_complete():
    assert plain(0, 0).completeness == 1
    assert plain(4, 1).completeness == Fraction(3, 4)
    assert plain(4, 4).completeness == 0


def test_the_worst_standard_stands_for_all_where_the_template_says_so(make, put):
    worst = make(SET, "against: local/set\nscore: worst")
    answers = {"A1": "4", "A2": "4", "A3": "4", "B1": "2", "B2": NO}
    assert score(put(worst, answers)).overall.value == Fraction(1, 3)
    assert score(put(worst, {"A1": "1", "A2": "1", "A3": "1", "B1": "4"})).overall.value == 0
    assert score(put(worst, {})).overall.value is None


def test_questions_of_a_templates_own_are_no_standard(make, put):
    own = "against: local/set\nquestions: [{id: X1, text: Ours., kind: text}]"
    found = score(put(make(SET, own), {"A1": "4", "A2": "4", "A3": "4", "B1": "4", "X1": "Words."}))
    assert list(found.standards) == ["A", "B"]
    assert (found.overall.value, found.overall.owed) == (1, 5)


def test_the_lowest_of_all_standards_stands_overall_with_every_question_that_has_it(scored):
    found = scored({"A1": "3", "A2": "2", "A3": "4", "B1": "4"})
    assert (found.overall.worst, found.standards["B"].worst) == (Worst("2", ("A2",)), Worst("4", ("B1",)))
    found = scored({"A1": "3", "A2": "2", "A3": "4", "B1": "2", "B2": "2"})
    assert found.overall.worst == Worst("2", ("A2", "B1", "B2"))
    assert scored({"B1": "1", "B2": "3"}).overall.worst == Worst("1", ("B1",))


def moderated(template, put, answers, **grades):
    return replace(put(template, answers), moderated=grades)


def test_a_panels_grade_answers_what_is_settled_and_nothing_that_is_open(template, put):
    seen = moderated(template, put, {"A1": "4", "A2": NO}, A1="1", A2="2", A3="3")
    states = {name: counting_state(seen, template.question(name)) for name in ("A1", "A2", "A3", "B1")}
    assert states == {
        "A1": State.ANSWERED,
        "A2": State.ANSWERED,  # the agency said that it does not apply, the panel that it does
        "A3": State.UNANSWERED,
        "B1": State.UNANSWERED,
    }


def test_points_are_those_of_the_grade_that_counts_and_of_a_question_that_arises(template, put):
    seen = moderated(template, put, {"A1": "4", "A2": "2", "B1": "4"}, A1="1", B2="1")
    found = {name: points_of(seen, template.question(name)) for name in ("A1", "A2", "A3", "B1", "B2")}
    assert found == {"A1": 0, "A2": Fraction(1, 3), "A3": None, "B1": 1, "B2": None}


def test_who_is_limited_falls_from_the_top_band_to_the_second_and_no_further():
    top, second, third = BANDS
    assert [band_of(BANDS, band.edge, limited=True) for band in BANDS] == [second, second, third]
    assert [band_of(BANDS, band.edge) for band in BANDS] == [top, second, third]
    assert band_of(TWO, Fraction(1), limited=True) == TWO[1]
    assert band_of(TWO[:1], Fraction(1), limited=True) == TWO[0]
    assert band_of(BANDS, None) is None
    assert band_of(BANDS[:2], Fraction(0)) == second  # below every edge: the last there is
    assert band_of([*BANDS[:2], TWO[0]], Fraction(0)) == TWO[0]


@pytest.mark.parametrize(
    ("value", "bands", "text"),
    [
        ("0.998", TWO, "0.99"),  # 1.00 means that nothing is lacking
        ("0.002", TWO, "0.01"),  # and 0.00 that there is nothing
        ("0.125", TWO, "0.13"),  # a half goes up
        ("0.124", TWO, "0.12"),
        ("0.07", TWO, "0.07"),
        ("0.499", TWO, "0.49"),
        ("0.5", TWO, "0.50"),
        ("0.986", HIGH, "0.99"),
        ("1", TWO, "1.00"),
        ("0", TWO, "0.00"),
    ],
)
def test_a_score_is_printed_to_the_nearest_hundredth_of_its_band_and_never_as_an_end(value, bands, text):
    assert printed(Fraction(value), bands) == text


def test_a_share_is_printed_in_whole_per_cent_rounded_down():
    assert [percent(Fraction(n, 1000)) for n in (0, 9, 10, 555, 999, 1000)] == [
        *("0 %", "0 %", "1 %", "55 %", "99 %", "100 %"),
    ]
