"""Tails where nothing but whole numbers decides: chances that no float can hold."""

from fractions import Fraction
from math import comb

from audit.statistics.exact import is_rare, largest_count


def test_a_chance_too_small_for_floats_is_not_rare_where_any_part_of_it_is_left_beyond_the_limit():
    # Of 2,000 cases half are marked and half are drawn: 1 way to none, 1,000 * 1,000 ways to one.
    drawn, ways = (1000, 1000, 2000), comb(2000, 1000)
    assert float(Fraction(10**6, ways)) == 0
    assert not is_rare(1, *drawn, Fraction(10**6, ways)), "no limit for one and none together"
    assert is_rare(1, *drawn, Fraction(10**6 + 1, ways))
    assert not is_rare(0, *drawn, Fraction(1, ways + 1))
    assert is_rare(0, *drawn, Fraction(1, ways))


def test_at_a_confidence_beyond_floats_every_failure_that_can_be_is_left():
    beyond = Fraction(1, 10**400)
    assert largest_count(0, 30, 50, beyond) == 20
    assert largest_count(4, 30, 50, beyond) == 24
    assert largest_count(30, 30, 50, beyond) == 50
