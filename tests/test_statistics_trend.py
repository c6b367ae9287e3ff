"""Several rounds in a row: the trend, the chart, and what is said of them."""

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.errors import AuditError
from audit.statistics import findings_change
from audit.statistics.compare import Count
from audit.statistics.trend import Trend, chart, trend

count = st.integers(1, 40).flatmap(lambda n: st.builds(Count, st.integers(0, n), st.just(n)))
series = st.lists(count, min_size=2, max_size=8)


def rounds(*pairs):
    return [Count(*pair) for pair in pairs]


def said(*pairs, **more):
    return findings_change.of_rounds(rounds(*pairs), **more).sentences


@given(series, st.integers(-5, 5), st.sampled_from(["0.5", "3", "7"]))
def test_a_trend_hangs_on_the_order_and_distance_of_scores_only(each, start, step):
    found = trend(each)
    moved = trend(each, [start + Fraction(step) * place for place in range(len(each))])
    assert moved == found
    back = trend(each[::-1])
    assert back.chi2 == found.chi2
    if found.z is not None:
        assert back.z == pytest.approx(-found.z, abs=1e-12)
        assert found.p_two_sided == pytest.approx(math.erfc(math.sqrt(found.chi2 / 2)))


@given(count, count)
def test_of_two_rounds_the_trend_is_the_usual_test_of_two_shares(first, second):
    found = trend([first, second])
    share = Fraction(first.compliant + second.compliant, first.sample + second.sample)
    if share in {0, 1}:
        assert found == Trend(None, None, None)
        return
    variance = share * (1 - share) * (Fraction(1, first.sample) + Fraction(1, second.sample))
    assert found.chi2 == pytest.approx(float((second.share - first.share) ** 2 / variance))
    assert (found.z > 0) is (second.share > first.share)


@given(series, st.sampled_from([1, 2, 3, "2.5"]))
def test_a_round_is_outside_just_where_its_share_is_beyond_its_limits(each, sigma):
    found = chart(each, sigma)
    for number, (one, low, high) in enumerate(zip(each, found.lower, found.upper, strict=True), 1):
        assert 0 <= low <= found.centre <= high <= 1
        beyond = max(low - one.share, one.share - high)
        if abs(beyond) > 1e-9:
            assert (number in found.outside) is (beyond > 0)


def test_a_round_exactly_on_its_limit_is_inside():
    # Together 1 in 2, so of 9 files the limits at 3 stand exactly at 0 and 1.
    each = rounds((0, 9), (9, 9))
    assert chart(each).outside == ()
    assert chart(each, "2.999").outside == (1, 2)


def test_trends_are_told_in_a_sentence():
    assert said((12, 20), (13, 20), (17, 20)) == (
        (
            "Over 3 rounds: 12 of 20 (60 %), then 13 of 20 (65 %), then 17 of 20 (85 %); a trend this size "
            "could be chance."
        ),
    )
    assert said((6, 20), (10, 20), (15, 20))[0].endswith("; a rise like this would seldom be chance alone.")
    assert said((15, 20), (10, 20), (6, 20))[0].endswith("; a fall like this would seldom be chance alone.")
    assert said((4, 20), (9, 20), (4, 20))[0].endswith("; there is no trend up or down.")
    for met in (0, 20):
        assert said((met, 20), (met, 20))[0].endswith("; every file came out the same, so there is no trend.")


def test_a_round_that_stands_apart_is_named_in_the_same_sentence():
    each = [(18, 20), (17, 20), (18, 20), (4, 20), (18, 20), (17, 20), (18, 20), (18, 20)]
    assert said(*each) == (
        (
            "Over 8 rounds, from 18 of 20 (90 %) at first to 18 of 20 (90 %) at last; a trend this size "
            "could be chance; round 4 (4 of 20) stands farther apart than chance explains."
        ),
    )
    each[5] = (2, 20)
    assert said(*each)[0].endswith(
        "; round 4 (4 of 20) and round 6 (2 of 20) stand farther apart than chance explains."
    )


def test_a_lower_confidence_thinks_more_of_a_trend():
    assert "could be chance" in said((12, 20), (13, 20), (17, 20))[0]
    assert "a rise like this" in said((12, 20), (13, 20), (17, 20), confidence="0.9")[0]


def test_what_is_not_defined_is_none_and_says_why():
    figures = findings_change.of_rounds(rounds((20, 20), (9, 9))).figures
    assert [figures[name] for name in ("z", "chi2", "p_two_sided")] == [None] * 3
    assert set(figures["not_defined"].values()) == {"not defined (every file came out the same)"}
    assert (figures["centre"], figures["lcl"], figures["ucl"]) == (1.0, [1.0, 1.0], [1.0, 1.0])


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (lambda: trend(rounds((1, 2))), "A trend needs 2 rounds or more."),
        (lambda: trend([]), "A trend needs 2 rounds or more."),
        (lambda: trend(rounds((1, 2), (1, 2)), [1]), "2 rounds need as many scores, not 1."),
        (lambda: trend(rounds((1, 2), (1, 2)), [3, "3.0"]), "The scores are all the same"),
        (lambda: trend(rounds((1, 2), (1, 2)), [1, "two"]), "'two' is not a number"),
        (lambda: chart([]), "There is no round to chart"),
        (lambda: chart(rounds((1, 2)), 0), "more than 0 standard deviations"),
    ],
)
def test_rounds_that_cannot_be_are_refused(wrong, sentence):
    with pytest.raises(AuditError, match=sentence):
        wrong()
