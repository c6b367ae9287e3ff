"""Where two sources disagree on a theme: the printed rule, at its edges."""

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import boschloo_exact

from audit.recurring.apart import MOST, STEP, Verdict, least, pair, pairs
from audit.recurring.grid import Cell, Kind, Source
from audit.recurring.practice import Practice


def practice(name, good, n, *, each=1, kind="", on="2026-05-01", whole=True):
    source = Source(name, name, Kind.CASES, on)
    return Practice(source, Cell(n - good, n), each, kind or name, "drawn at random", whole)


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [
        ((60, 90), (30, 90), Verdict.DISAGREE),  # exactly a third
        ((599, 900), (300, 900), Verdict.NEAR),  # just below it, though never chance
        ((3, 3), (1, 3), Verdict.UNSURE),  # far apart, but so few
        ((8, 10), (4, 10), Verdict.UNSURE),
        ((18, 20), (8, 20), Verdict.DISAGREE),
        ((0, 7), (7, 7), Verdict.DISAGREE),
        ((5, 5), (5, 5), Verdict.NEAR),
    ],
)
def test_two_sources_disagree_a_third_apart_and_by_more_than_chance(first, second, verdict):
    assert pair(practice("a", *first), practice("b", *second), "0.95").verdict is verdict


def test_answers_about_one_case_count_as_if_all_were_the_same():
    # 18 of 20 answers against 8 of 20 disagree; where each agency gave four, they are five of each.
    one, other = practice("a", 18, 20, each=4), practice("b", 8, 20, each=4)
    assert (least(one, math.floor).compliant, least(one, math.floor).sample) == (4, 5)
    assert (least(other, math.ceil).compliant, least(other, math.ceil).sample) == (2, 5)
    assert pair(one, other, "0.95").verdict is Verdict.UNSURE


def test_the_chance_is_that_of_boschloos_test():
    found = pair(practice("self", 31, 37, each=2), practice("staff", 41, 110), "0.95")
    # 31 of 37 by two a case are 15 of 18.
    other = boschloo_exact([[15, 41], [3, 69]], alternative="greater", n=128).pvalue
    assert found.chance == pytest.approx(2 * other, rel=1e-3)
    assert found.apart == Fraction(31, 37) - Fraction(41, 110)


def test_how_sure_one_wants_to_be_decides():
    one, other = practice("a", 8, 10), practice("b", 4, 10)
    assert [pair(one, other, sure).verdict for sure in ("0.95", "0.9")] == [Verdict.UNSURE, Verdict.DISAGREE]


def test_of_one_template_the_latest_stands_for_all_and_what_has_no_answer_is_not_compared():
    rounds = [
        practice("may", 5, 20, kind="dip", on="2026-05-01"),
        practice("november", 15, 20, kind="dip", on="2026-11-01"),
        practice("self", 30, 40),
        practice("nobody", 0, 0),
    ]
    (found,) = pairs(rounds, "0.95")
    assert {found.higher.source.name, found.lower.source.name} == {"november", "self"}


def test_those_furthest_apart_come_first():
    found = pairs([practice("a", 9, 10), practice("b", 1, 10), practice("c", 5, 10)], "0.95")
    assert [one.apart for one in found] == [Fraction(4, 5), Fraction(2, 5), Fraction(2, 5)]


SIDES = st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(1, 6)).map(
    lambda one: (one[0], one[0] + max(1, one[1]), one[2])
)


@given(SIDES, SIDES)
def test_the_order_in_which_sources_are_named_does_not_matter(first, second):
    one = practice("a", *first[:2], each=first[2])
    other = practice("b", *second[:2], each=second[2])
    found, turned = pair(one, other, "0.95"), pair(other, one, "0.95")
    assert (found.verdict, found.apart) == (turned.verdict, turned.apart)
    assert found.chance == pytest.approx(turned.chance) if found.chance else turned.chance is found.chance
    assert (found.verdict is Verdict.NEAR) == (found.apart < STEP)


@given(st.integers(1, 10**7), st.integers(1, 60))
def test_no_source_counts_for_more_than_its_cases(n, each):
    found = least(practice("a", n // 2, n, each=each), math.floor)
    assert 1 <= found.sample <= min(MOST, max(1, n // each))
