"""The interval of a share: what must always hold, what no float may decide, what is refused."""

import time
from fractions import Fraction
from itertools import pairwise
from math import ceil, comb, floor

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from test_statistics_published import coverage

from audit.errors import AuditError
from audit.statistics import exact
from audit.statistics.interval import METHODS, Interval, counts, proportion, upper_count, upper_share

CONFIDENCES = st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99, "0.999", Fraction(2, 3)])


@st.composite
def audits(draw, most=60):
    population = draw(st.integers(1, most))
    sample = draw(st.integers(1, population))
    return draw(st.integers(0, sample)), sample, population


def tail(most, sample, marked, population):
    """The chance of at most so many, as the textbook has it."""
    ways = sum(comb(marked, k) * comb(population - marked, sample - k) for k in range(most + 1))
    return Fraction(ways, comb(population, sample))


# --- the exact interval -----------------------------------------------------------------------------


@given(audits(30), st.sampled_from([Fraction(1, 40), Fraction(1, 20), Fraction(1, 10), Fraction(1, 3)]))
def test_the_interval_holds_just_the_counts_that_no_tail_excludes(audit, risk):
    compliant, sample, population = audit
    kept = [
        count
        for count in range(population + 1)
        if tail(compliant, sample, count, population) > risk
        and tail(sample - compliant, sample, population - count, population) > risk
    ]
    assert kept == list(range(kept[0], kept[-1] + 1))
    assert counts(compliant, sample, population, risk) == (kept[0], kept[-1])


@given(audits(), CONFIDENCES)
def test_low_is_never_above_high_and_what_was_seen_is_honoured(audit, confidence):
    compliant, sample, population = audit
    found = proportion(compliant, sample, population=population, confidence=confidence)
    assert compliant <= found.low_count <= found.high_count <= population - (sample - compliant)
    assert (found.low, found.high) == (found.low_count / population, found.high_count / population)
    assert found.share == compliant / sample


@given(audits())
def test_the_share_lies_inside_to_within_a_case(audit):
    # Not always inside itself: 1 of 99 from 100 is 1.01 %, and the register can only hold 1 % or 2 %.
    compliant, sample, population = audit
    found = proportion(compliant, sample, population=population)
    scaled = Fraction(compliant, sample) * population
    assert found.low_count <= ceil(scaled)
    assert floor(scaled) <= found.high_count


@given(audits(), CONFIDENCES)
def test_more_that_comply_never_lower_either_end(audit, confidence):
    compliant, sample, population = audit
    assume(compliant < sample)
    one, more = (
        proportion(x, sample, population=population, confidence=confidence)
        for x in (compliant, compliant + 1)
    )
    assert one.low_count <= more.low_count
    assert one.high_count <= more.high_count


@given(audits(), CONFIDENCES)
def test_counting_failures_instead_mirrors_the_interval(audit, confidence):
    compliant, sample, population = audit
    met = proportion(compliant, sample, population=population, confidence=confidence)
    failed = proportion(sample - compliant, sample, population=population, confidence=confidence)
    assert (failed.low_count, failed.high_count) == (
        population - met.high_count,
        population - met.low_count,
    )


@given(audits())
def test_more_confidence_never_makes_it_narrower(audit):
    compliant, sample, population = audit
    ends = [
        proportion(compliant, sample, population=population, confidence=c) for c in (0.8, 0.9, 0.95, 0.99)
    ]
    for narrow, wide in pairwise(ends):
        assert wide.low_count <= narrow.low_count
        assert narrow.high_count <= wide.high_count


@given(audits())
def test_a_clean_sample_says_more_the_larger_it_is(audit):
    _, sample, population = audit
    assume(sample < population)
    one, more = (proportion(n, n, population=population).low_count for n in (sample, sample + 1))
    assert one <= more


@pytest.mark.parametrize("confidence", [0.8, 0.9, 0.95])
@pytest.mark.parametrize(("population", "sample"), [(7, 3), (12, 5), (20, 10), (23, 22), (40, 1), (60, 10)])
def test_it_covers_the_truth_at_least_as_often_as_it_promises(population, sample, confidence):
    assert min(coverage(population, sample, confidence)) >= Fraction(str(confidence))


@pytest.mark.parametrize("compliant", [0, 33, 40])
def test_a_census_is_a_point(compliant):
    found = proportion(compliant, 40, population=40)
    assert found == Interval(
        compliant / 40, compliant / 40, compliant / 40, compliant, compliant, 0.95, "hypergeometric"
    )


def test_it_is_quick_for_registers_of_any_size():
    start = time.process_time()
    found = [
        proportion(450, 500, population=1_000_000),
        proportion(990, 1000, population=10_000_000),
        proportion(1, 1, population=100_000_000),
        proportion(400_000, 500_000, population=1_000_000),
    ]
    assert time.process_time() - start < 5
    # The exact limit of a register so large is near that of a process, and never wider.
    for one, (compliant, sample) in zip(found[:2], [(450, 500), (990, 1000)], strict=True):
        endless = proportion(compliant, sample, method="exact")
        assert one.low == pytest.approx(endless.low, abs=2e-4)
        assert one.high == pytest.approx(endless.high, abs=2e-4)


# --- floats and integers ----------------------------------------------------------------------------


@given(st.integers(1, 120), st.data())
def test_floats_only_decide_where_integers_would_say_the_same(population, data):
    sample = data.draw(st.integers(1, population))
    marked = data.draw(st.integers(0, population))
    most = data.draw(st.integers(0, sample))
    chance = tail(most, sample, marked, population)
    risks = {Fraction(1, 40), Fraction(1, 3), chance, chance * Fraction(10**13 + 1, 10**13)}
    for risk in risks:
        if 0 < risk < 1:
            assert exact.is_rare(most, sample, marked, population, risk) is (chance <= risk)


@given(st.integers(1, 120), st.data())
def test_integers_stop_early_with_the_right_answer(population, data):
    sample = data.draw(st.integers(1, population))
    marked = data.draw(st.integers(0, population))
    least = max(0, sample + marked - population)
    most = data.draw(st.integers(least, sample))
    chance = tail(most, sample, marked, population)
    for risk in (Fraction(1, 40), Fraction(1, 3), chance):
        assert exact._is_rare(most, sample, marked, population, risk) is (chance <= risk)


@pytest.mark.parametrize("confidence", [0.9, "0.9", Fraction(9, 10)])
def test_a_float_is_the_decimal_that_it_prints(confidence):
    # 3 of 3 from 6: with 3 that comply the chance is 1/20, exactly the risk, so 3 is excluded.
    assert proportion(3, 3, population=6, confidence=confidence).low_count == 4


# --- a process without end --------------------------------------------------------------------------


@given(st.sampled_from([*METHODS]), st.integers(1, 200), st.data())
def test_every_method_keeps_its_ends_in_order_and_around_the_share(method, sample, data):
    compliant = data.draw(st.integers(0, sample))
    confidence = data.draw(st.sampled_from([0.8, 0.9, 0.95, 0.99]))
    found = proportion(compliant, sample, confidence=confidence, method=method)
    assert 0 <= found.low <= found.share + 1e-12
    assert found.share - 1e-12 <= found.high <= 1
    assert (found.low_count, found.high_count, found.method) == (None, None, method)
    mirror = proportion(sample - compliant, sample, confidence=confidence, method=method)
    assert (1 - mirror.high, 1 - mirror.low) == pytest.approx((found.low, found.high), abs=1e-9)
    if compliant < sample:
        more = proportion(compliant + 1, sample, confidence=confidence, method=method)
        assert found.low <= more.low + 1e-12
        assert found.high <= more.high + 1e-12


@given(st.integers(1, 60), st.integers(0, 60))
def test_clopper_pearson_covers_and_wilson_is_the_default(sample, missed):
    assume(missed <= sample)
    found = proportion(sample - missed, sample, method="exact")
    for share, count in ((found.low, sample - missed), (found.high, missed)):
        # At each end a result so extreme has just the chance of 1/40.
        rate = share if share == found.low else 1 - share
        if 0 < rate < 1:
            chance = sum(
                comb(sample, k) * rate**k * (1 - rate) ** (sample - k) for k in range(count, sample + 1)
            )
            assert chance == pytest.approx(0.025, abs=1e-9)
    assert proportion(sample - missed, sample).method == "wilson"


@given(audits(), CONFIDENCES)
def test_one_sided_bounds_are_those_of_the_interval_at_twice_the_risk(audit, confidence):
    found, sample, population = audit
    level = Fraction(str(confidence))
    assert upper_count(found, sample, population, confidence) == (
        population if found == sample else counts(found, sample, population, 1 - level)[1]
    )
    if level > Fraction(1, 2):
        both = proportion(found, sample, confidence=2 * level - 1, method="exact")
        assert upper_share(found, sample, confidence) == pytest.approx(both.high)


# --- what is refused --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "options", "said"),
    [
        ((1, 0), {}, "A sample of 0 tells nothing"),
        ((0, -3), {}, "A sample of -3 tells nothing"),
        ((11, 10), {}, "11 of 10 cannot be"),
        ((-1, 10), {}, "-1 of 10 cannot be"),
        ((5, 10), {"population": 9}, "A sample of 10 cannot come from a population of 9."),
        ((5, 10), {"population": 0}, "A population is a whole number from 1 to 100,000,000, not 0."),
        ((5, 10), {"population": 10**12}, "A population is a whole number"),
        ((5, 10**12), {}, "is more than the 100,000,000"),
        ((5, 10), {"confidence": 95}, "The confidence must be above 0 and below 1, and is 95;"),
        ((5, 10), {"confidence": 1}, "The confidence must be above 0 and below 1"),
        ((5, 10), {"confidence": 0}, "The confidence must be above 0 and below 1"),
        ((5, 10), {"confidence": "often"}, "'often' is not a number"),
        ((5, 10), {"confidence": float("nan")}, "nan is not a number"),
        ((5, 10), {"method": "wislon"}, "There is no method 'wislon'; did you mean 'wilson'?"),
        ((5, 10), {"method": "hypergeometric"}, "The method hypergeometric needs the population"),
        ((5, 10), {"method": "wilson", "population": 40}, "The method wilson is for a process without end"),
        ((5, 10), {"method": "exact", "population": 10}, "The method exact is for a process without end"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(args, options, said):
    with pytest.raises(AuditError) as error:
        proportion(*args, **options)
    assert said in str(error.value)


def test_counts_are_whole_numbers():
    with pytest.raises(TypeError):
        proportion(4.5, 10)


def test_hypergeometric_may_be_asked_for_by_name():
    assert proportion(9, 10, population=120, method="hypergeometric") == proportion(9, 10, population=120)
