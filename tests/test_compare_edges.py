"""Comparisons at their edges: whole answers against sums done anew, and what is meant by default."""

import math
from fractions import Fraction

import pytest
from ratings_made import from_table
from scipy.stats import norm

from audit.errors import AuditError
from audit.statistics import change as changes
from audit.statistics import compare
from audit.statistics.agreement import agreement
from audit.statistics.boschloo import Boschloo, boschloo
from audit.statistics.change import Change, change, differs, power_of
from audit.statistics.compare import Count, independent, paired
from audit.statistics.fisher import Fisher, fisher
from audit.statistics.mcnemar import McNemar, mcnemar

# --- two samples ------------------------------------------------------------------------------------


def wilson(met, read, level):
    """Wilson's interval, from its formula."""
    z = norm.ppf((1 + level) / 2)
    middle, half = met + z * z / 2, z * math.sqrt(met * (read - met) / read + z * z / 4)
    return max(0.0, (middle - half) / (read + z * z)), min(1.0, (middle + half) / (read + z * z))


@pytest.mark.parametrize("level", [0.8, 0.95])
@pytest.mark.parametrize(("first", "second"), [((12, 20), (17, 20)), ((9, 10), (2, 7)), ((0, 5), (5, 5))])
def test_the_interval_of_a_change_is_newcombes_from_both_of_wilsons(first, second, level):
    found = independent(Count(*first), Count(*second), confidence=level)
    p, q = first[0] / first[1], second[0] / second[1]
    (low, high), (other_low, other_high) = wilson(*first, level), wilson(*second, level)
    assert found.difference == pytest.approx(q - p, abs=1e-12)
    assert found.lower == pytest.approx(q - p - math.sqrt((q - other_low) ** 2 + (high - p) ** 2), abs=1e-9)
    assert found.upper == pytest.approx(q - p + math.sqrt((other_high - q) ** 2 + (p - low) ** 2), abs=1e-9)
    assert -1 <= found.lower <= found.upper <= 1
    assert (found.confidence, found.first, found.second) == (level, Count(*first), Count(*second))


@pytest.mark.parametrize("level", [0.8, 0.95])
@pytest.mark.parametrize(
    "four",
    [
        *((11, 1, 6, 2), (3, 9, 1, 12), (5, 0, 0, 5), (0, 4, 0, 0), (0, 0, 4, 0), (2, 3, 0, 0), (1, 4, 5, 0)),
        *((1, 0, 0, 1), (1, 2, 0, 1), (2, 2, 2, 2), (2, 0, 1, 0)),
    ],
)
def test_the_interval_of_cases_read_again_is_newcombes_with_what_both_readings_share(four, level):
    both, slipped, improved, neither = four
    cases = sum(four)
    p, q = (both + slipped) / cases, (both + improved) / cases
    (low, high), (other_low, other_high) = (wilson(both + n, cases, level) for n in (slipped, improved))
    margins = (both + slipped) * (improved + neither) * (both + improved) * (slipped + neither)
    product = both * neither - slipped * improved
    alike = (max(0, product - cases / 2) if product > 0 else product) / math.sqrt(margins) if margins else 0
    a, b, c, d = q - other_low, high - p, other_high - q, p - low
    found = paired(*four, confidence=level)
    lower = q - p - math.sqrt(max(0, a * a - 2 * alike * a * b + b * b))
    upper = q - p + math.sqrt(max(0, c * c - 2 * alike * c * d + d * d))
    assert (found.lower, found.upper) == pytest.approx((lower, upper), abs=1e-9)
    assert -1 <= found.lower <= found.upper <= 1
    assert found.difference == pytest.approx(q - p, abs=1e-12)
    assert (found.both, found.only_first, found.only_second, found.neither) == four
    assert (found.cases, found.first, found.second, found.confidence) == (
        *(cases, Count(both + slipped, cases), Count(both + improved, cases), level),
    )
    test = mcnemar(slipped, improved)
    assert (found.p_exact, found.p_mid) == (float(test.exact), float(test.mid))
    assert (found.chi2, found.p_chi2) == (test.chi2, test.p_chi2)
    assert (found.chi2_corrected, found.p_corrected) == (test.chi2_corrected, test.p_corrected)


def test_a_comparison_is_at_95_per_cent_unless_another_confidence_is_asked_for():
    samples = Count(3, 18), Count(9, 19)
    assert (
        independent(*samples)
        == independent(*samples, confidence=0.95)
        != independent(*samples, confidence=0.9)
    )
    assert paired(4, 1, 6, 2) == paired(4, 1, 6, 2, confidence=0.95) != paired(4, 1, 6, 2, confidence=0.9)
    assert (
        power_of(9, 0.2, 0.9)
        == power_of(9, 0.2, 0.9, confidence=0.95)
        != power_of(9, 0.2, 0.9, confidence=0.9)
    )
    assert change(0.2, 0.9) == change(0.2, 0.9, power=0.8, confidence=0.95)
    one = agreement(from_table([[8, 1], [2, 9]]))
    assert one == agreement(from_table([[8, 1], [2, 9]]), confidence=0.95)


def test_as_many_cases_as_may_be_are_compared_and_no_more(monkeypatch):
    assert compare.MOST == 20_000
    monkeypatch.setattr(compare, "MOST", 10)
    assert independent(Count(1, 10), Count(9, 10)).first.sample == 10
    assert paired(4, 1, 3, 2).cases == 10
    for wrong in (
        lambda: independent(Count(1, 11), Count(9, 10)),
        lambda: independent(Count(1, 10), Count(9, 11)),
        lambda: paired(4, 1, 3, 3),
    ):
        with pytest.raises(AuditError) as said:
            wrong()
        assert str(said.value) == "11 cases are more than the 10 that can be compared exactly here."


def test_a_count_below_none_is_named_and_nothing_else_is_refused():
    for four in ((-1, 2, 3, 4), (1, -1, 3, 4), (1, 2, -1, 4), (1, 2, 3, -1)):
        with pytest.raises(AuditError) as said:
            paired(*four)
        assert str(said.value) == "-1 cases cannot be; each of the four counts is 0 or more."
    assert paired(0, 1, 0, 0).difference == -1.0


# --- the exact tests --------------------------------------------------------------------------------


def test_fishers_chances_of_small_samples_are_these():
    assert fisher(3, 4, 1, 4) == Fisher(Fraction(34, 70), Fraction(69, 70), Fraction(17, 70))
    assert fisher(0, 2, 0, 3) == fisher(2, 2, 3, 3) == Fisher(Fraction(1), Fraction(1), Fraction(1))
    assert fisher(0, 1, 3, 3) == Fisher(Fraction(1, 4), Fraction(1, 4), Fraction(1))


def test_mcnemars_chances_of_few_that_moved_are_these():
    assert mcnemar(0, 0) == McNemar(Fraction(1), Fraction(1), None, None, None, None)
    one = 2 * norm.sf(1)
    assert mcnemar(0, 1) == McNemar(Fraction(1), Fraction(1, 2), 1.0, pytest.approx(one), 0.0, 1.0)
    three = mcnemar(4, 1)
    assert (three.exact, three.mid) == (Fraction(12, 32), Fraction(7, 32))
    assert (three.chi2, three.chi2_corrected) == (9 / 5, 4 / 5)
    assert three.p_chi2 == pytest.approx(2 * norm.sf(math.sqrt(9 / 5)))
    assert three.p_corrected == pytest.approx(2 * norm.sf(math.sqrt(4 / 5)))


def likeliest(of_first, of_second, risk):
    """The largest chance of a rise that Fisher's test thinks no likelier: every share in a thousandth."""
    rare = [
        (x, y)
        for x in range(of_first + 1)
        for y in range(of_second + 1)
        if fisher(x, of_first, y, of_second).less <= risk
    ]

    def chance(share):
        return math.fsum(
            math.comb(of_first, x) * math.comb(of_second, y)
            * share ** (x + y) * (1 - share) ** (of_first + of_second - x - y)
            for x, y in rare
        )  # fmt: skip

    best = max(range(1, 1000), key=lambda n: chance(n / 1000)) / 1000
    for width in (1e-4, 1e-5, 1e-6, 1e-7):
        best = max((best + n * width for n in range(-12, 13) if 0 < best + n * width < 1), key=chance)
    return chance(best)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((0, 1), (1, 1)),
        ((1, 2), (3, 3)),
        ((7, 12), (8, 10)),
        ((0, 9), (2, 4)),
        ((3, 25), (6, 8)),
        ((1, 5), (2, 9)),
        ((0, 1), (37, 43)),
    ],
)
def test_boschloos_chance_is_that_of_the_share_that_makes_it_largest(first, second):
    test = fisher(*first, *second)
    found = boschloo(first[1], second[1], test)
    less, greater = likeliest(first[1], second[1], test.less), likeliest(second[1], first[1], test.greater)
    assert found == Boschloo(
        pytest.approx(min(1.0, 2 * min(less, greater)), abs=1e-10),
        pytest.approx(less, abs=1e-10),
        pytest.approx(greater, abs=1e-10),
    )
    assert max(found.less, found.greater) <= 1.0


def test_where_no_fewer_could_comply_the_chance_of_so_many_is_certain():
    assert boschloo(4, 6, fisher(4, 4, 6, 6)) == Boschloo(1.0, 1.0, 1.0)
    assert boschloo(4, 6, fisher(4, 4, 0, 6)).less == 1.0
    assert boschloo(4, 6, fisher(0, 4, 6, 6)).greater == 1.0


# --- how many to notice a change --------------------------------------------------------------------


def test_a_size_comes_with_the_power_it_gives_and_one_case_fewer_gives_less():
    for before, after, more in (
        ("0.2", "0.7", {}),
        ("0.7", "0.2", {"power": "0.9", "confidence": "0.9"}),
        ("0.5", "0.95", {"population": 40}),
        ("0.1", "0.9", {"population": 10, "power": "0.5"}),
        ("0.05", "0.95", {"power": "0.3", "confidence": "0.8"}),
    ):
        found = change(before, after, **more)
        rest = {name: value for name, value in more.items() if name != "power"}
        wanted = float(more.get("power", 0.8))
        assert found == Change(found.size, power_of(found.size, before, after, **rest))
        assert found.power >= wanted
        assert change(before, after, **rest, power=Fraction(found.power)) == found
        assert found.size == 2 or power_of(found.size - 1, before, after, **rest) < wanted


def test_two_cases_in_each_audit_are_the_fewest_that_are_asked_for():
    assert change("0.001", "0.999", power="0.01", confidence="0.5").size == 2
    assert power_of(1, "0.1", "0.9", confidence="0.1") == 0.0


def test_a_change_may_take_as_many_cases_as_the_longest_audit_and_no_more(monkeypatch):
    assert changes.LONGEST == 1000
    size = change("0.6", "0.9").size
    monkeypatch.setattr(changes, "LONGEST", size)
    assert change("0.6", "0.9").size == size
    monkeypatch.setattr(changes, "LONGEST", size - 1)
    with pytest.raises(AuditError) as said:
        change("0.6", "0.9")
    assert str(said.value) == (
        f"It takes more than {size - 1} cases in each audit (about 31) to notice a change from 60 % to 90 %; "
        "ask for a larger change."
    )
    with pytest.raises(AuditError) as said:
        change("0.6", "0.7", population=12)
    assert str(said.value) == (
        "Even all 12 cases in each audit would not show a change from 60 % to 70 % that surely; ask for a "
        "larger change, or leave the population out."
    )


def test_in_a_register_both_shares_are_the_nearest_whole_numbers_of_cases():
    assert power_of(5, "0.24", "0.86", population=10) == power_of(5, "0.2", "0.9", population=10)
    assert power_of(5, "0.25", "0.85", population=10) == power_of(5, "0.3", "0.9", population=10)
    assert power_of(6, "0.1", "0.9", population=6, confidence="0.9") == 1.0
    with pytest.raises(AuditError) as said:
        power_of(5, "0.31", "0.29", population=10)
    assert str(said.value) == (
        "There is no change between the two shares in a register of 10; give two that differ."
    )


def test_no_sample_is_larger_than_its_register_and_none_is_of_nothing():
    for size, population in ((0, None), (0, 10), (11, 10)):
        with pytest.raises(AuditError):
            power_of(size, "0.1", "0.9", population=population)
    assert power_of(10, "0.1", "0.9", population=10) == 1.0
    assert power_of(1, "0.1", "0.9", population=1) == 0.0
    for size in (119, 133, 141, 145):  # where nearly every sample shows it, roundings add up to more than 1
        assert power_of(size, "0.2", "0.95", population=2 * size) <= 1.0


@pytest.mark.parametrize(
    ("before", "after", "population", "size"),
    [("0.5", "0.75", 40, 40), ("0.7", "0.9", 50, 47), ("0.6", "0.8", 60, 58), ("0.5", "0.7", 100, 75)],
)
def test_in_a_small_register_the_search_begins_low_enough(before, after, population, size, monkeypatch):
    found = change(before, after, population=population)
    assert found.size == size
    monkeypatch.setattr(changes, "_BELOW", 10_000)
    assert change(before, after, population=population) == found


def test_counts_that_are_the_same_never_differ():
    assert not any(differs(met, met, 4, Fraction(1, 1)) for met in range(5))
    assert differs(0, 4, 4, Fraction(1, 20))
    assert differs(4, 0, 4, Fraction(1, 35))
    assert not differs(0, 4, 4, Fraction(1, 36))
