"""The chance of few marked units in a sample, against every way to draw it, counted; and its limits."""

from fractions import Fraction
from itertools import product
from math import comb, isclose

import pytest

from audit.errors import AuditError
from audit.statistics.exact import LARGEST, _at_most, _is_rare, check_counts, check_population, is_rare
from audit.statistics.interval import upper_count, upper_share


def chance(most, sample, marked, population):
    """The share of all samples that hold at most so many of the marked."""
    ways = (comb(marked, k) * comb(population - marked, sample - k) for k in range(min(most, sample) + 1))
    return Fraction(sum(ways), comb(population, sample))


def every(largest):
    """(most, sample, marked, population) of every small register."""
    for population in range(1, largest + 1):
        for sample, marked in product(range(1, population + 1), range(population + 1)):
            for most in range(min(sample, marked) + 1):
                yield most, sample, marked, population


def test_the_chance_in_floats_is_the_counted_one():
    for figures in every(11):
        assert isclose(_at_most(*figures), chance(*figures), rel_tol=1e-12, abs_tol=1e-15), figures


def test_in_whole_numbers_a_tie_is_rare_and_anything_less_is_not():
    for figures in every(9):
        exact = chance(*figures)
        least = max(figures[1] + figures[2] - figures[3], 0)
        if exact == 0:
            assert figures[0] < least
            assert _is_rare(*figures, Fraction(1, 10**9))
            continue
        for rare in (is_rare, _is_rare):
            assert rare(*figures, exact), figures
            assert not rare(*figures, exact * Fraction(10**13 - 1, 10**13)), figures
            assert rare(*figures, exact * Fraction(10**13 + 1, 10**13)), figures


@pytest.mark.parametrize("figures", [(40, 100, 500, 1000), (3, 60, 200, 2000), (55, 100, 500, 1000)])
def test_a_tie_is_rare_in_large_registers_too(figures):
    exact = chance(*figures)
    assert isclose(_at_most(*figures), exact, rel_tol=1e-10)
    for rare in (is_rare, _is_rare):
        assert rare(*figures, exact)
        assert not rare(*figures, exact * Fraction(10**15 - 1, 10**15))


def test_the_largest_register_and_sample_can_be_reckoned_with_and_no_larger():
    check_population(LARGEST)
    check_population(1)
    check_counts(LARGEST, LARGEST, None)
    for population in (0, LARGEST + 1):
        with pytest.raises(AuditError, match="A population is a whole number from 1 to 100,000,000"):
            check_population(population)
    with pytest.raises(AuditError, match="is more than the 100,000,000 that can be reckoned with"):
        check_counts(1, LARGEST + 1, None)


def test_counts_that_contradict_one_another_have_no_bound():
    with pytest.raises(AuditError, match="5 of 4 cannot be"):
        upper_count(5, 4, 10)
    with pytest.raises(AuditError, match="5 of 4 cannot be"):
        upper_share(5, 4)


def test_a_bound_is_at_95_per_cent_unless_another_is_asked_for():
    assert upper_count(0, 10, 50) == upper_count(0, 10, 50, 0.95) != upper_count(0, 10, 50, 0.9)
    assert upper_share(0, 10) == upper_share(0, 10, 0.95) != upper_share(0, 10, 0.9)
    assert isclose(upper_share(0, 10), 1 - 0.05**0.1)  # the share with which 10 in a row are met 1 time in 20
