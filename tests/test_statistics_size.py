"""How many cases: the smallest that will do, in integers, and nothing smaller."""

from fractions import Fraction
from math import comb

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from audit.errors import AuditError
from audit.statistics.interval import proportion, upper_count, upper_share
from audit.statistics.size import (
    chance,
    chance_of_one,
    discovery,
    enough,
    failing,
    near,
    neighbours,
    outcomes,
    precision,
    reach,
    within_reach,
)

# Register, and how many clean cases show that fewer than 10 % and fewer than 5 % fail, at 95 %.
CLEAN = [
    (20, 16, 19),
    (40, 21, 31),
    (60, 23, 38),
    (120, 26, 47),
    (250, 27, 55),
    (500, 28, 56),
    (1000, 29, 57),
    (5000, 29, 59),
]


@pytest.mark.parametrize(("population", "tenth", "twentieth"), CLEAN)
def test_the_table_of_clean_samples(population, tenth, twentieth):
    assert discovery("0.1", population=population) == tenth
    assert discovery(0.05, population=population) == twentieth


def test_a_rate_between_two_counts_errs_on_the_safe_side():
    # 5 % of 250 is 12.5: so many are read that even 12 would show; for 13 alone 51 would do.
    assert (failing(0.05, 250), enough(12, 250), enough(13, 250)) == (12, 55, 51)
    assert failing(0.05, 10) == 1  # less than one case: that none fails


@given(st.integers(1, 80), st.data())
def test_a_size_for_a_register_is_enough_and_one_less_is_not(population, data):
    count = data.draw(st.integers(1, population))
    allowed = data.draw(st.integers(0, count - 1))
    confidence = data.draw(st.sampled_from([0.5, 0.8, 0.9, 0.95]))
    size = enough(count, population, allowed=allowed, confidence=confidence)

    def risk(sample):
        ways = sum(
            comb(count, k) * comb(population - count, sample - k) for k in range(min(allowed, sample) + 1)
        )
        return Fraction(ways, comb(population, sample))

    assert risk(size) <= 1 - Fraction(str(confidence)) < risk(size - 1)
    # Read the other way: so many allowed failures in such a sample bound the register below the count.
    assert upper_count(allowed, size, population, confidence) < count


@given(st.integers(1, 40), st.integers(0, 3), st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99]))
def test_a_size_for_a_process_is_enough_and_one_less_is_not(percent, allowed, confidence):
    rate = Fraction(percent, 100)
    size = discovery(rate, allowed=allowed, confidence=confidence)

    def risk(sample):
        return sum(comb(sample, k) * rate**k * (1 - rate) ** (sample - k) for k in range(allowed + 1))

    assert risk(size) <= 1 - Fraction(str(confidence)) < risk(size - 1)
    assert upper_share(allowed, size, confidence) <= rate + Fraction(1, 10**9)


def test_a_tie_is_enough_though_floats_would_say_otherwise():
    assert enough(1, 10, confidence=0.9) == 9  # the risk of 9 is 1/10; 1 - 0.9 in floats is less
    assert discovery(0.5, confidence=0.5) == 1
    assert discovery(0.5, confidence=0.875) == 3


def test_large_registers_need_hardly_more_and_small_rates_are_quick():
    assert discovery(0.1, population=10_000_000) == 29 == discovery(0.1)
    assert discovery("0.0001", population=1_000_000) == 29512
    assert discovery("0.0001") == 29956


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: discovery(0.1, allowed=2, population=20), "No sample with 2 failures in it can show"),
        (lambda: discovery(0.1, allowed=-1), "The failures allowed are 0 or more, not -1."),
        (lambda: discovery(0), "The rate must be above 0 and below 1, and is 0;"),
        (lambda: discovery(1, population=20), "The rate must be above 0 and below 1, and is 1;"),
        (lambda: discovery(10, population=20), "The rate must be above 0 and below 1, and is 10;"),
        (lambda: discovery("0.000001"), "takes more than 100,000 cases"),
        (lambda: discovery(0.1, population=0), "A population is a whole number from 1"),
        (lambda: chance(0.1, 21, population=20), "A sample of 21 cannot come from a population of 20."),
        (lambda: chance(0.1, 200_000), "A sample of more than 100,000 needs the population"),
        (lambda: chance_of_one(21, 5, 20), "21 of 20 cannot fail"),
        (lambda: precision(0), "The margin must be above 0"),
        (lambda: precision(0.1, expected=1), "The share expected must be above 0 and below 1, and is 1;"),
        (lambda: precision(0.1, population=-4), "A population is a whole number from 1"),
        (lambda: outcomes(0), "A sample of 0 tells nothing"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(ask, said):
    with pytest.raises(AuditError) as error:
        ask()
    assert said in str(error.value)


# --- the chance of seeing one -----------------------------------------------------------------------


def test_the_chance_that_a_dip_sample_shows_one_of_a_tenth():
    found = [round(100 * chance("0.1", size, population=120)) for size in (5, 10, 20, 30)]
    assert found == [42, 67, 90, 97]
    assert chance(0.5, 3) == Fraction(7, 8)


@given(st.integers(1, 60), st.data())
def test_the_chance_is_certain_only_where_it_is(population, data):
    count = data.draw(st.integers(0, population))
    sample = data.draw(st.integers(1, population))
    found = chance_of_one(count, sample, population)
    assert found == 1 - Fraction(comb(population - count, sample), comb(population, sample))
    assert (found == 0) is (count == 0)
    assert (found == 1) is (count + sample > population)


# --- precision --------------------------------------------------------------------------------------


@given(st.integers(1, 5000), st.sampled_from(["0.03", "0.05", "0.1"]), st.sampled_from(["0.1", "0.5", "0.8"]))
def test_a_register_never_needs_more_than_there_is_nor_more_than_a_process(population, margin, expected):
    found = precision(margin, expected=expected, population=population)
    assert 1 <= found.size <= population
    assert found.size <= precision(margin, expected=expected).size
    assert found.size - 1 < found.unrounded <= max(1, found.size)


def test_the_size_by_the_interval_itself_is_the_first_from_the_formula_on():
    found = within_reach(0.1, 41, expected=0.8, population=120)
    reaches = [reach(size, 0.8, population=120) for size in range(41, found + 1)]
    assert reaches[-1] <= 0.1 < min(reaches[:-1])
    assert within_reach("0.001", 19, population=20) == 20


@given(st.integers(1, 80), st.sampled_from(["0", "0.1", "0.5", "0.9", "1"]))
def test_reach_is_the_longer_side_of_the_interval(sample, share):
    found = proportion(near(sample, share), sample, population=100)
    assert reach(sample, share, population=100) == max(found.share - found.low, found.high - found.share)


# --- tables -----------------------------------------------------------------------------------------


@given(st.integers(1, 200), st.booleans())
def test_outcomes_run_from_all_to_none_each_once(sample, bounded):
    found = outcomes(sample, population=250 if bounded else None)
    counts = [count for count, _ in found]
    assert counts == sorted(set(counts), reverse=True)
    assert (counts[0], counts[-1]) == (sample, 0)
    assert sample - 1 in counts
    assert len(counts) <= 12
    assert all((one.low_count is not None) is bounded for _, one in found)


@given(st.integers(1, 3000), st.integers(1, 3000))
def test_neighbours_hold_the_size_and_stay_in_the_register(sample, population):
    assume(sample <= population)
    found = neighbours(sample, population)
    assert sample in found
    assert list(found) == sorted(set(found))
    assert found[0] >= 1
    assert found[-1] <= population
    assert len(found) <= 5


@pytest.mark.parametrize(
    ("sample", "population", "sizes"),
    [
        (20, 120, (10, 15, 20, 30, 40)),
        (26, 120, (15, 20, 26, 30, 40)),
        (100, 120, (60, 80, 100, 120)),
        (120, 120, (80, 100, 120)),
        (1, 1, (1,)),
        (3, 4, (3, 4)),
        (20, None, (10, 15, 20, 30, 40)),
    ],
)
def test_neighbours_of_a_size(sample, population, sizes):
    assert neighbours(sample, population) == sizes
