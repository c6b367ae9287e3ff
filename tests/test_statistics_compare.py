"""Two samples, and the same cases again: definitions in integers, symmetries, and what is refused."""

import math
import time
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.stats import boschloo_exact

from audit.errors import AuditError
from audit.statistics import sentences_change
from audit.statistics.boschloo import boschloo
from audit.statistics.change import differs
from audit.statistics.compare import MOST, Count, independent, paired
from audit.statistics.fisher import fisher
from audit.statistics.mcnemar import mcnemar

counts = st.integers(1, 25).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
cells = st.tuples(*[st.integers(0, 12)] * 4).filter(any)


def plain_fisher(first, of_first, second, of_second):
    """All three chances from their definition: every table with these totals."""
    marked = first + second
    ways = {
        x: math.comb(of_first, x) * math.comb(of_second, marked - x)
        for x in range(max(0, marked - of_second), min(of_first, marked) + 1)
    }
    total = sum(ways.values())
    return (
        Fraction(sum(w for w in ways.values() if w <= ways[first]), total),
        Fraction(sum(w for x, w in ways.items() if x <= first), total),
        Fraction(sum(w for x, w in ways.items() if x >= first), total),
    )


@given(counts, counts)
def test_fishers_chances_are_those_of_their_definition(first, second):
    found = fisher(*first, *second)
    assert (found.two_sided, found.less, found.greater) == plain_fisher(*first, *second)
    turned = fisher(*second, *first)
    assert (turned.two_sided, turned.greater, turned.less) == (found.two_sided, found.less, found.greater)


@given(counts, st.integers(0, 25))
def test_a_change_that_the_plan_would_notice_is_one_that_the_comparison_notices(first, other):
    assume(other <= first[1])
    found = independent(Count(*first), Count(other, first[1]))
    assert found.by_chance is not differs(first[0], other, first[1], Fraction(1, 20))


@settings(max_examples=60)
@given(counts, counts)
def test_boschloos_chance_is_never_above_fishers_and_is_reached_at_every_share(first, second):
    test = fisher(*first, *second)
    found = boschloo(first[1], second[1], test)
    assert found.less <= float(test.less) + 1e-9
    assert found.greater <= float(test.greater) + 1e-9
    assert found.two_sided == min(1.0, 2 * min(found.less, found.greater))
    for share in (Fraction(1, 10), Fraction(1, 2), Fraction(7, 9)):
        assert found.less >= float(chance_of_less(first[1], second[1], test.less, share)) - 1e-9


def chance_of_less(of_first, of_second, risk, share):
    """The chance at one share, exactly, that Fisher's chance of a rise is within the risk."""
    return sum(
        (binomial(of_first, x, share) * binomial(of_second, y, share))
        for x in range(of_first + 1)
        for y in range(of_second + 1)
        if fisher(x, of_first, y, of_second).less <= risk
    )


def binomial(size, count, share):
    return math.comb(size, count) * share**count * (1 - share) ** (size - count)


@pytest.mark.parametrize("first", [(7, 12), (0, 9), (3, 40), (19, 20)])
@pytest.mark.parametrize("second", [(8, 10), (11, 30), (15, 15)])
def test_boschloos_chances_are_those_of_scipy(first, second):
    found = boschloo(first[1], second[1], fisher(*first, *second))
    table = [[first[0], second[0]], [first[1] - first[0], second[1] - second[0]]]
    for side in ("less", "greater"):
        theirs = boschloo_exact(table, alternative=side, n=64).pvalue
        assert getattr(found, side) == pytest.approx(theirs, abs=3e-4)


def test_boschloo_is_left_out_where_it_takes_long():
    assert independent(Count(300, 500), Count(310, 500)).p_boschloo is not None
    assert independent(Count(300, 500), Count(310, 501)).p_boschloo is None


@given(counts, counts, st.sampled_from(["0.8", "0.95", 0.99]))
def test_a_change_turned_round_has_its_sign_turned(first, second, confidence):
    one = independent(Count(*first), Count(*second), confidence=confidence)
    other = independent(Count(*second), Count(*first), confidence=confidence)
    assert (other.difference, other.lower, other.upper) == (-one.difference, -one.upper, -one.lower)
    assert (other.p_fisher, other.p_fisher_less) == (one.p_fisher, one.p_fisher_greater)
    assert (other.p_boschloo_less, other.by_chance) == (one.p_boschloo_greater, one.by_chance)
    assert -1 <= one.lower <= one.difference <= one.upper <= 1
    assert one.by_chance == (fisher(*first, *second).two_sided > 1 - Fraction(str(confidence)))


def test_a_chance_of_just_the_risk_is_no_longer_thought_chance():
    # 0 of 3 and 3 of 3 have a chance of 2 in 20 on both sides together.
    assert fisher(0, 3, 3, 3).two_sided == Fraction(1, 10)
    assert independent(Count(0, 3), Count(3, 3), confidence=0.9).by_chance is False
    assert independent(Count(0, 3), Count(3, 3), confidence=0.91).by_chance is True
    # 5 that improved and none that slipped have one of 2 in 32.
    assert mcnemar(0, 5).exact == Fraction(1, 16)
    assert paired(3, 0, 5, 2, confidence="0.9375").by_chance is False
    assert paired(3, 0, 5, 2).by_chance is True


# --- the same cases again ---------------------------------------------------------------------------


@given(st.integers(0, 40), st.integers(0, 40))
def test_mcnemars_chances_are_those_of_a_fair_coin(slipped, improved):
    found = mcnemar(slipped, improved)
    moved, fewer = slipped + improved, min(slipped, improved)
    below = sum(math.comb(moved, k) for k in range(fewer + 1))
    assert found.exact == min(1, Fraction(2 * below, 2**moved))
    assert found.mid == Fraction(2 * below - math.comb(moved, fewer), 2**moved) <= found.exact
    assert (found.chi2 is None) is (found.p_corrected is None) is (moved == 0)
    if moved:
        assert found.p_corrected >= found.p_chi2
        assert found.chi2 == pytest.approx((slipped - improved) ** 2 / moved)


def test_readings_that_differ_by_one_have_no_corrected_statistic_left():
    assert mcnemar(3, 3).chi2_corrected == mcnemar(3, 4).chi2_corrected == 0
    assert mcnemar(3, 3).p_corrected == mcnemar(3, 3).mid == 1


@given(cells)
def test_pairs_turned_round_have_their_sign_turned(four):
    both, slipped, improved, neither = four
    one, other = paired(*four), paired(both, improved, slipped, neither)
    ends = -one.difference, -one.upper, -one.lower
    assert (other.difference, other.lower, other.upper) == pytest.approx(ends, abs=1e-12)
    assert (other.p_exact, other.p_mid, other.chi2) == (one.p_exact, one.p_mid, one.chi2)
    assert -1 <= one.lower <= one.difference <= one.upper <= 1
    failures = paired(neither, improved, slipped, both)
    assert (failures.difference, failures.lower, failures.upper) == pytest.approx(ends, abs=1e-12)
    assert one.second.compliant - one.first.compliant == improved - slipped
    assert one.first.sample == one.second.sample == one.cases == sum(four)


def test_pairs_that_hardly_differ_are_known_better_than_two_samples():
    same, apart = paired(40, 1, 3, 16), independent(Count(41, 60), Count(43, 60))
    assert same.difference == pytest.approx(apart.difference)
    assert same.upper - same.lower < (apart.upper - apart.lower) / 2


# --- sentences --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ((12, 20), (17, 20), "Up from 12 of 20 to 17 of 20; a change this size could be chance."),
        (
            (17, 20),
            (5, 20),
            "Down from 17 of 20 to 5 of 20; a change this size would seldom be chance alone.",
        ),
        (
            (12, 20),
            (14, 30),
            "Down from 12 of 20 (60 %) to 14 of 30 (47 %); a change this size could be chance.",
        ),
        (
            (0, 10),
            (0, 10),
            "No change: 0 of 10, then again 0 of 10; samples of this size could miss a change in all files.",
        ),
        (
            (20, 20),
            (12, 12),
            "No change: 20 of 20, then 12 of 12; samples of this size could miss a change in all files.",
        ),
        ((0, 40), (40, 40), "Up from 0 of 40 to 40 of 40; a change this size would seldom be chance alone."),
    ],
)
def test_two_samples_are_told_in_a_sentence(first, second, said):
    assert sentences_change.independent(independent(Count(*first), Count(*second))) == said


@pytest.mark.parametrize(
    ("four", "said"),
    [
        (
            (11, 1, 6, 2),
            (
                "Up from 12 to 17 of the same 20 files: 6 improved, 1 slipped; a change this size could be "
                "chance, and the same files improving does not show that other files did."
            ),
        ),
        (
            (5, 14, 1, 0),
            (
                "Down from 19 to 6 of the same 20 files: 1 improved, 14 slipped; a change this size would "
                "seldom be chance alone, and the same files slipping does not show that other files did."
            ),
        ),
        (
            (11, 3, 3, 3),
            (
                "No change: 14 of the same 20 files both times; 3 improved, 3 slipped, which does not show "
                "whether other files did."
            ),
        ),
        ((14, 0, 0, 6), "No change: 14 of the same 20 files both times, and none of them moved."),
        ((0, 0, 0, 9), "No change: 0 of the same 9 files both times, and none of them moved."),
        (
            (0, 0, 1, 0),
            (
                "Up from 0 to 1 of the same file: 1 improved, 0 slipped; a change this size could be "
                "chance, and the same files improving does not show that other files did."
            ),
        ),
    ],
)
def test_the_same_cases_are_told_in_a_sentence(four, said):
    assert sentences_change.paired(paired(*four)) == said


@given(counts, counts)
def test_a_sentence_says_chance_just_where_the_test_does(first, second):
    found = independent(Count(*first), Count(*second))
    said = sentences_change.independent(found)
    assert said.startswith("Up") is (found.difference > 0)
    assert said.startswith("Down") is (found.difference < 0)
    assert ("could be chance" in said) is (found.by_chance and found.difference != 0)
    assert ("seldom be chance" in said) is not found.by_chance


# --- what is refused, and how long it takes ---------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda: Count(21, 20), "21 of 20 cannot be"),
        (lambda: Count(-1, 20), "-1 of 20 cannot be"),
        (lambda: Count(0, 0), "A sample of 0 tells nothing"),
        (lambda: independent(Count(1, MOST + 1), Count(1, 2)), "20,001 cases are more than the 20,000"),
        (lambda: independent(Count(1, 2), Count(1, 2), confidence=1), "The confidence must be above 0"),
        (lambda: paired(0, 0, 0, 0), "No case was read twice"),
        (lambda: paired(1, -2, 3, 4), "-2 cases cannot be"),
        (lambda: paired(MOST, 0, 1, 0), "20,001 cases are more than the 20,000"),
        (lambda: paired(1, 2, 3, 4, confidence="95"), "The confidence must be above 0"),
    ],
)
def test_counts_that_cannot_be_are_refused(wrong, said):
    with pytest.raises(AuditError, match=said):
        wrong()


def test_large_audits_are_compared_within_seconds():
    begun = time.process_time()
    assert independent(Count(5000, 10_000), Count(5100, 10_000)).p_fisher == pytest.approx(0.1614693)
    assert paired(4000, 900, 1100, 4000).p_exact < 0.0001
    assert independent(Count(480, 500), Count(450, 500)).p_boschloo < 0.001
    assert time.process_time() - begun < 4
