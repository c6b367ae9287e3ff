"""Sizes at their limits: what is asked for by default, what is just allowed, and what is just too much."""

from fractions import Fraction
from math import isclose

import pytest

from audit.errors import AuditError, FileError
from audit.statistics import exact, quantiles, size
from audit.statistics.interval import proportion
from audit.statistics.strata import read_list

STEPS = [5, 10, 15, 20, 30, 40, 60, 80, 100, 150, 200, 300, 400, 600, 800, 1000, 2000, 5000, 10_000, 50_000]


def test_the_sizes_shown_beside_one_are_round_and_lie_on_both_its_sides():
    for place, step in enumerate(STEPS):
        assert size.neighbours(step) == tuple(STEPS[max(0, place - 2) : place + 3])
    assert size.neighbours(3) == (3, 5, 10)
    assert size.neighbours(100_000) == (10_000, 50_000, 100_000)


def test_the_whole_register_is_shown_where_it_ends_between_two_round_sizes():
    assert size.neighbours(300, 450) == (150, 200, 300, 400, 450)
    assert size.neighbours(200, 400) == (100, 150, 200, 300, 400)
    assert size.neighbours(200, 350) == (100, 150, 200, 300, 350)
    assert size.neighbours(200, 450) == (100, 150, 200, 300, 400)
    assert size.neighbours(2, 3) == (2, 3)
    assert size.neighbours(3, 3) == (3,)
    assert size.neighbours(450, 450) == (300, 400, 450)


def test_up_to_twelve_outcomes_are_all_told_and_more_are_spread():
    assert [count for count, _ in size.outcomes(11)] == [*range(11, -1, -1)]
    assert [count for count, _ in size.outcomes(12)] == [12, 11, 10, 8, 7, 6, 5, 4, 2, 1, 0]
    assert [count for count, _ in size.outcomes(20)] == [20, 19, 18, 16, 14, 12, 10, 8, 6, 4, 2, 0]


def test_outcomes_hold_the_interval_of_their_confidence():
    for confidence in (0.8, 0.95):
        for count, interval in size.outcomes(6, population=40, confidence=confidence):
            assert interval == proportion(count, 6, population=40, confidence=confidence)
    assert size.outcomes(6) == size.outcomes(6, confidence=0.95)


def test_a_sample_of_nothing_tells_nothing():
    for asked in (
        lambda: size.outcomes(-1),
        lambda: size.chance(0.1, 0),
        lambda: size.chance_of_one(1, 0, 10),
    ):
        with pytest.raises(AuditError, match="tells nothing; it needs 1 case or more"):
            asked()


def test_a_register_of_nothing_has_no_failures_to_rule_out():
    for asked in (lambda: size.failing(0.1, 0), lambda: size.enough(1, 0)):
        with pytest.raises(AuditError, match="A population is a whole number from 1"):
            asked()


def test_no_failure_is_allowed_and_the_confidence_is_95_per_cent_unless_asked_otherwise():
    assert size.discovery(0.1) == size.discovery(0.1, allowed=0, confidence=0.95) == 29
    assert size.enough(5, 200) == size.enough(5, 200, allowed=0, confidence=0.95) == 90
    assert size.enough(5, 200, allowed=1) == 131
    assert size.precision(0.05) == size.precision(0.05, expected=0.5, confidence=0.95)
    assert size.within_reach(0.1, 1) == size.within_reach(0.1, 1, expected=0.5, confidence=0.95) == 93
    assert size.reach(20, 0.9) == size.reach(20, 0.9, confidence=0.95)


def test_a_discovery_sample_may_be_as_long_as_the_longest_and_no_longer(monkeypatch):
    assert size.LONGEST == 100_000
    monkeypatch.setattr(size, "LONGEST", 100)
    assert size.discovery(0.1, allowed=9) == 154  # ten failures at a tenth: just the 100
    with pytest.raises(AuditError, match="To show so little takes more than 100 cases"):
        size.discovery(0.1, allowed=10)
    assert size.chance(0.5, 100) == 1 - Fraction(1, 2**100)
    with pytest.raises(AuditError, match="A sample of more than 100 needs the population"):
        size.chance(0.5, 101)


def test_the_formula_for_a_margin_gives_the_figures_of_the_tables():
    found = size.precision(0.05)
    assert found.infinite == found.unrounded == float(Fraction("1.959963984540054") ** 2 * 100)
    assert found.size == 385
    assert size.precision(0.5, confidence="0.00000000000000000001").size == 1


def test_the_interval_reaches_as_far_as_that_of_the_nearest_count():
    interval = proportion(18, 20, confidence=0.8)
    assert size.reach(20, 0.9, confidence=0.8) == interval.share - interval.low
    assert size.within_reach(0.1, 1, confidence=0.8) == 40
    assert size.reach(40, 0.5, confidence=0.8) <= 0.1 < size.reach(39, 0.5, confidence=0.8)


def test_an_interval_that_reaches_just_the_margin_is_near_enough():
    assert size.reach(8, 0.5, population=20) == 0.25
    assert size.within_reach(0.25, 8, population=20) == 8
    assert size.within_reach(0.25, 7, population=20) == 8


def test_the_nearest_count_rounds_halves_up():
    assert [size.near(n, 0.5) for n in (1, 2, 3)] == [1, 1, 2]
    assert [size.near(5, share) for share in (0.08, 0.1, 0.29, 0.3, 1)] == [0, 1, 1, 2, 5]


def test_both_tails_of_the_normal_are_counted_from_either_side():
    for z, chance in ((0, 1), (1, 0.3173105078629141), (1.959963984540054, 0.05)):
        assert isclose(quantiles.two_sided(z), chance)
        assert isclose(quantiles.two_sided(-z), chance)


def strata_of(path, *rows):
    path.write_text("\n".join(("stratum,population,sample,compliant", *rows)), encoding="utf-8")
    return read_list(path)


def test_strata_may_be_of_one_case_or_of_as_many_as_can_be_reckoned_with(tmp_path):
    one, rest = strata_of(tmp_path / "a.csv", "A,1,1,1", "B,99999999,10,9")
    assert (one.population, one.sample, rest.population) == (1, 1, 99_999_999)
    (largest,) = strata_of(tmp_path / "b.csv", "A,100000000,10,9")
    assert largest.population == 100_000_000


def test_strata_of_no_case_or_of_too_many_are_refused(tmp_path):
    said = "a stratum has from 1 to 100,000,000 cases, not"
    with pytest.raises(FileError, match=f"{said} 0"):
        strata_of(tmp_path / "a.csv", "A,0,0,0")
    with pytest.raises(FileError, match=f"{said} 100,000,001"):
        strata_of(tmp_path / "b.csv", "A,100000001,10,9")
    with pytest.raises(FileError, match="the strata have more than 100,000,000 cases"):
        strata_of(tmp_path / "c.csv", "A,1,1,1", "B,100000000,10,9")


@pytest.mark.parametrize("missing", ["stratum", "population", "sample", "compliant"])
def test_strata_without_one_of_their_columns_are_refused(tmp_path, missing):
    names = [name for name in ("stratum", "population", "sample", "compliant") if name != missing]
    path = tmp_path / "teams.csv"
    path.write_text(",".join(names) + "\n" + ",".join("1" for _ in names) + "\n", encoding="utf-8")
    with pytest.raises(FileError, match=missing):
        read_list(path)


def test_no_sample_holds_more_marked_cases_than_there_are():
    for most, sample, marked, population in ((3, 10, 2, 20), (2, 10, 2, 20), (5, 3, 15, 20), (1, 4, 0, 9)):
        assert isclose(exact._at_most(most, sample, marked, population), 1)
        for rare in (exact.is_rare, exact._is_rare):
            assert not rare(most, sample, marked, population, Fraction(999, 1000))
            assert rare(most, sample, marked, population, Fraction(1))


def test_one_case_is_enough_where_nearly_all_fail_and_no_register_is_shown_twice():
    assert size.discovery("0.96") == size.enough(96, 100) == 1
    assert size.neighbours(600, 800) == (300, 400, 600, 800)
    with pytest.raises(AuditError, match="A population is a whole number from 1"):
        size.precision(0.1, population=0)
