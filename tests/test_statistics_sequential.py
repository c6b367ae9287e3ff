"""The sequential verdict: its error, exactly; what must always hold; how much it reads; what is refused."""

import time
from fractions import Fraction
from itertools import combinations, pairwise
from math import ceil, comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sequential_means import boundary, chances, edges, exact_boundary, fixed_sample, mean_read, truths

from audit.errors import AuditError
from audit.statistics.sequential import MEETS, OPEN, SHORT, Verdict, decided, history, least, verdict
from audit.statistics.sequential_bounds import LOOKS, fewest

TARGETS = ("0.5", "0.8", "0.9", "0.95", "1")


@st.composite
def audits(draw, most=60):
    """Outcomes of a register that is read in a random order, with a target."""
    population = draw(st.integers(1, most))
    compliant = draw(st.integers(0, population))
    order = draw(st.permutations([1] * compliant + [0] * (population - compliant)))
    goal = draw(st.integers(1, population))
    return tuple(order), population, compliant, goal


# --- the error over the whole audit -----------------------------------------------------------------


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("population", [20, 60, 100, 200, 500, 1000, 2000])
def test_the_error_is_at_most_five_percent_in_every_cell(population, target):
    """Exact: whoever is told a wrong verdict has seen the target's own test stop, whatever the looks."""
    goal = least(target, population)
    meets, short = (
        boundary([edge], population, columns=max(2, population - edge + 2))[0]
        for edge in (goal - 1, population - goal)
    )
    for gap in (0, 1, 2, 5, 10):
        reach = ceil(gap * population / 100)
        below, above = goal - 1 - reach, goal + reach
        if below >= 0:  # falls short, whatever the audit says
            assert chances(meets, population, below).sum() <= 0.05
        if above <= population:  # meets: compliant files are the failures of the other test
            assert chances(short, population, population - above).sum() <= 0.05


@pytest.mark.parametrize(("population", "worst"), [(60, 0.046), (100, 0.0475), (500, 0.0495), (2000, 0.0498)])
def test_little_of_the_error_allowed_is_left_unspent(population, worst):
    edge = ceil(0.9 * population) - 1
    spent = chances(boundary([edge], population, columns=population // 5)[0], population, edge).sum()
    assert worst <= spent <= 0.05


@pytest.mark.parametrize("population", [1, 2, 5, 8])
@pytest.mark.parametrize("confidence", ["0.6", "0.8", "0.95"])
def test_every_order_of_a_small_register_counted_no_end_errs_too_often(population, confidence):
    risk = 1 - Fraction(confidence)
    for compliant in range(population + 1):
        orders = [
            [int(place in chosen) for place in range(population)]
            for chosen in combinations(range(population), compliant)
        ]
        for goal, error in ((compliant, SHORT), (compliant + 1, MEETS)):
            if not 1 <= goal <= population:
                continue
            target = Fraction(goal, population)
            told = [
                history(order, population=population, target=target, confidence=confidence)
                for order in orders
            ]
            assert sum(any(one.decision == error for one in each) for each in told) <= risk * len(orders)
            assert sum(any(one.low > compliant for one in each) for each in told) <= risk * len(orders)
            assert sum(any(one.high < compliant for one in each) for each in told) <= risk * len(orders)


@pytest.mark.parametrize("population", [20, 45, 100])
def test_no_count_is_ruled_out_too_often_at_any_look(population):
    tests = boundary(range(population), population)
    for count in range(population):
        assert chances(tests[count], population, count).sum() <= 0.05


@pytest.mark.parametrize(("population", "risk"), [(7, "0.4"), (20, "0.05"), (31, "0.1"), (60, "0.05")])
def test_no_rounding_decides_where_a_test_stops(population, risk):
    tests = boundary(range(population), population, float(Fraction(risk)))
    for count in range(0, population, 1 + population // 20):
        assert tests[count].tolist() == exact_boundary(count, population, Fraction(risk))


@settings(max_examples=60)
@given(audits())
def test_a_count_is_ruled_out_only_when_its_own_test_and_those_below_stopped(audit):
    order, population, _, goal = audit
    tests = boundary(range(population), population)
    failed = np.concatenate([[0], np.cumsum(1 - np.array(order))])
    stopped = np.maximum.accumulate(tests > failed, axis=1)
    met = np.cumsum([0, *order])
    for look, low in enumerate(fewest(order, population, 0.05, goal - 1)):
        out = [stopped[count, look] or met[look] > count for count in range(population)]
        assert low == next((count for count in range(population) if not out[count]), population)


# --- what must always hold --------------------------------------------------------------------------


@given(audits(), st.sampled_from(["0.5", "0.9", "0.95", 0.99]))
def test_the_decision_is_what_the_limits_say_and_the_limits_what_is_possible(audit, confidence):
    order, population, compliant, goal = audit
    told = history(order, population=population, target=Fraction(goal, population), confidence=confidence)
    for look, one in enumerate(told):
        met = sum(order[:look])
        assert one.read == look
        assert met <= one.low <= one.high <= population - (look - met)
        assert (one.decision == MEETS) == (one.low >= goal)
        assert (one.decision == SHORT) == (one.high < goal)
    assert told[-1].low == told[-1].high == compliant


@given(audits(), st.data())
def test_who_looks_rarely_is_told_what_who_looked_always_was(audit, data):
    order, population, _, goal = audit
    target, look = Fraction(goal, population), data.draw(st.integers(0, population))
    told = history(order, population=population, target=target)
    assert verdict(order[:look], population=population, target=target) == told[look]


@given(audits(), st.sampled_from(["0.5", "0.9", "0.95"]))
def test_nothing_told_is_taken_back_but_by_the_files_themselves(audit, confidence):
    order, population, _, goal = audit
    told = history(order, population=population, target=Fraction(goal, population), confidence=confidence)
    for look, (before, after) in enumerate(pairwise(told), 1):
        met = sum(order[:look])
        possible = population - (look - met)
        if before.decision == MEETS:
            assert after.decision == (MEETS if possible >= goal else SHORT)
        if before.decision == SHORT:
            assert after.decision == (SHORT if met < goal else MEETS)
        if before.low <= possible and before.high >= met and before.decision == after.decision == OPEN:
            assert before.low <= after.low
            assert after.high <= before.high


@given(audits())
def test_compliant_and_failing_change_places_with_the_verdicts(audit):
    order, population, _, goal = audit
    told = history(order, population=population, target=Fraction(goal, population))
    other = history(
        [1 - one for one in order], population=population, target=Fraction(population - goal + 1, population)
    )
    names = {MEETS: SHORT, SHORT: MEETS, OPEN: OPEN}
    for one, turned in zip(told, other, strict=True):
        mirrored = Verdict(names[one.decision], one.read, population - one.high, population - one.low)
        assert turned == mirrored


@given(audits(30))
def test_whatever_meets_a_target_meets_every_lower_one(audit):
    order, population, _, goal = audit
    higher = history(order, population=population, target=Fraction(goal, population))
    lower = history(order, population=population, target=Fraction(max(1, goal - 1), population))
    for one, other in zip(higher, lower, strict=True):
        assert one.decision != MEETS or other.decision == MEETS
        assert other.decision != SHORT or one.decision == SHORT


# --- single cases -----------------------------------------------------------------------------------


def test_a_run_without_a_failure_meets_as_soon_as_the_error_allows_it():
    """From 89 of 100 compliant no failure comes up in n files with a chance of C(89, n) / C(100, n)."""
    told = history("1" * 40, population=100, target=0.9)
    first = decided(told)
    assert told[first - 1].decision == OPEN
    spent = Fraction(comb(89, first), comb(100, first))
    share = first * (100 + 30) / (100 * (first + 30))
    assert float(spent) <= 0.05 * share**0.5
    before = Fraction(comb(89, first - 1), comb(100, first - 1))
    assert float(before) > 0.05 * ((first - 1) * 130 / (100 * (first + 29))) ** 0.5
    assert (first, told[first].low) == (25, 90)


@pytest.mark.parametrize(
    ("outcomes", "population", "target", "expected"),
    [
        ("", 10, 0.9, (OPEN, 0, 0, 10)),
        ("1", 1, 1, (MEETS, 1, 1, 1)),
        ("0", 1, 1, (SHORT, 1, 0, 0)),
        ("0", 1, "0.001", (SHORT, 1, 0, 0)),
        ("1", 10**8, "0.00000001", (MEETS, 1, 900_000, 10**8)),  # one is enough, and one was seen
        ("0", 100, 1, (SHORT, 1, 0, 98)),  # 99 would show it with 1 in 100, and 1.02 % may be spent
        ("1101", 4, 0.75, (MEETS, 4, 3, 3)),  # exactly at the target
        ("1101", 4, 0.76, (SHORT, 4, 3, 3)),
        ("111", 10, 0.3, (MEETS, 3, 4, 10)),
        ("0000", 100, 0.8, (SHORT, 4, 0, 61)),
    ],
)
def test_single_verdicts(outcomes, population, target, expected):
    found = verdict(outcomes, population=population, target=target)
    assert (found.decision, found.read, found.low, found.high) == expected


def test_a_float_is_the_decimal_that_it_prints():
    assert least(0.7, 10) == 7
    assert least(0.07, 100) == 7  # 0.07 * 100 is more than 7 in floats
    assert least(Fraction(1, 3), 9) == 3


def test_a_verdict_stands_although_the_rest_is_worse_until_it_is_proved_wrong():
    told = history("1" * 25 + "0" * 11, population=100, target=0.9)
    assert {one.decision for one in told[25:36]} == {MEETS}
    assert (told[36].decision, told[36].low, told[36].high) == (SHORT, 25, 89)
    assert decided(told[:36]) == 25
    assert decided(told) == 36
    assert decided(told[:25]) is None


def test_whatever_is_read_later_the_first_of_two_contrary_limits_stands():
    told = history("1" * 30 + "0" * 200, population=400, target=0.9)
    first = decided(told[:31])
    assert {one.decision for one in told[first:71]} == {MEETS}
    assert told[71].decision == SHORT  # 41 failures: no more than 359 can comply


@pytest.mark.parametrize(
    "outcomes", ["110", [1, 1, 0], (True, True, False), np.array([1, 1, 0]), iter("110")]
)
def test_outcomes_come_in_many_shapes(outcomes):
    assert verdict(outcomes, population=9, target="0.9") == Verdict(SHORT, 3, 2, 8)


# --- registers of any size, and time ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("population", "read", "most"), [(500, 60, 1.0), (2000, 2000, 4.0), (10**8, 300, 2.0)]
)
def test_an_answer_comes_soon(population, read, most):
    order = ([1] * 9 + [0]) * (read // 10)
    began = time.process_time()
    found = verdict(order, population=population, target="0.8")
    assert time.process_time() - began < most
    assert found.low <= population * 9 // 10 <= found.high


def test_a_large_register_is_tested_at_every_so_many_files_and_at_its_target():
    found = history("1" * 400, population=10**6, target="0.9333333")
    assert found[decided(found)].low >= least("0.9333333", 10**6) > found[decided(found) - 1].low
    assert all(one.low % 500 in {0, least("0.9333333", 10**6) % 500} for one in found if one.low > one.read)


def test_what_is_read_after_the_last_look_counts_as_the_fact_that_it_is():
    order = [1, 1, 1, 0] * 700
    told = history(order, population=2800, target="0.76")
    assert told[LOOKS].decision == OPEN
    assert told[-1] == Verdict(SHORT, 2800, 2100, 2100)
    assert decided(told) == next(look for look in range(2801) if look - sum(order[:look]) > 2800 - 2128)


# --- how many cases are read ------------------------------------------------------------------------


def test_fewer_cases_are_read_than_in_a_fixed_sample_with_the_same_error_rates():
    ratios = []
    for population in (60, 200):
        for target in (Fraction(4, 5), Fraction(9, 10)):
            goal = least(target, population)
            for _, count in truths(population, target, (7, 10, 15, 20, 30)):
                mean, meets, short = mean_read(population, goal, count)
                assert (short if count >= goal else meets) <= 0.05
                ratio = mean / fixed_sample(population, goal, count)
                assert ratio <= (1.25 if count == population else 0.9)
                ratios += [ratio] * (count < population)
    assert sum(ratios) / len(ratios) <= 0.63


@given(st.integers(0, 40), st.sampled_from([20, 32, 36]), st.randoms(use_true_random=False))
def test_the_verdict_comes_no_later_than_the_table_has_it(compliant, goal, chance):
    order = [1] * compliant + [0] * (40 - compliant)
    chance.shuffle(order)
    meets, short = edges(40, goal)
    met = np.cumsum([0, *order])
    looks = np.arange(41)
    stops = np.flatnonzero((looks - met < meets) | (met < short))
    told = history(order, population=40, target=Fraction(goal, 40))
    first = next(one.read for one in told if one.decision != OPEN)
    assert first <= (stops[0] if len(stops) else 40)


def test_the_fixed_sample_is_that_of_the_textbook():
    """Without a failure 0.9 is met in 23 of 100: C(89, 23) / C(100, 23) is under 5 %, with 22 it is over."""
    sample = next(n for n in range(1, 101) if Fraction(comb(89, n), comb(100, n)) <= Fraction(1, 20))
    assert fixed_sample(100, 90, 100) == sample == 23


# --- what is refused --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given_", "said"),
    [
        (
            {"outcomes": "1102"},
            "Outcome 4 is '2'; write 1 for a file that meets the standard, 0 for any other.",
        ),
        ({"outcomes": [1, 0.5]}, "Outcome 2 is 0.5;"),
        ({"outcomes": [1, None]}, "Outcome 2 is None;"),
        ({"outcomes": "11111111111"}, "11 outcomes cannot come from a population of 10."),
        ({"target": 0}, "The target must be above 0 and at most 1, and is 0; write 0.9 or 90%."),
        ({"target": 1.01}, "The target must be above 0 and at most 1"),
        ({"target": "most"}, "'most' is not a number"),
        ({"confidence": 1}, "The confidence must be above 0 and below 1"),
        ({"population": 0}, "A population is a whole number from 1"),
        ({"population": 10**8 + 1}, "A population is a whole number from 1"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(given_, said):
    asked = {"outcomes": "110", "population": 10, "target": 0.9} | given_
    with pytest.raises(AuditError) as error:
        verdict(asked.pop("outcomes"), **asked)
    assert said in str(error.value)
