"""What the calculator answers by default, and where one wording gives way to another."""

from fractions import Fraction

import numpy as np
import pytest

from audit.errors import AuditError
from audit.statistics import detection, findings, findings_change, plans
from audit.statistics.compare import Count
from audit.statistics.sequential import MEETS, OPEN, SHORT, Verdict, decided, history, least, read, verdict
from audit.statistics.sequential_bounds import allowed, fewest, stops

ROUNDS = [Count(12, 20), Count(13, 20), Count(17, 20)]


def test_every_question_is_answered_at_95_per_cent_unless_another_confidence_is_asked_for():
    for ask in (
        lambda **more: detection.of_discovery(0.1, population=200, **more),
        lambda **more: findings.of_counts(9, 10, population=60, **more),
        lambda **more: findings_change.of_rounds(ROUNDS, **more),
        lambda **more: plans.of_change(0.4, 0.9, **more),
        lambda **more: plans.of_margin(0.2, **more),
        lambda **more: plans.of_sample(7, **more),
    ):
        assert ask() == ask(confidence=0.95) != ask(confidence=0.9)


def test_no_failure_half_the_files_and_four_chances_in_five_are_meant_where_nothing_is_said():
    assert detection.of_discovery(0.1) == detection.of_discovery(0.1, allowed=0)
    assert plans.of_margin(0.2) == plans.of_margin(0.2, expected=0.5)
    assert plans.of_change(0.4, 0.9) == plans.of_change(0.4, 0.9, power=0.8)


def test_below_thirty_files_the_formula_is_called_a_guide():
    few, more = plans.of_margin("0.182"), plans.of_margin("0.179")
    assert (few.figures["size"], more.figures["size"]) == (29, 30)
    assert few.note.endswith("Below some 30 files the formula is only a guide.")
    assert "guide" not in more.note


def test_a_size_of_up_to_five_thousand_is_held_against_its_own_interval_and_none_above():
    found = [plans.of_margin(margin, population=10**6).figures for margin in ("0.0138244", "0.013823")]
    assert [(one["size"], one["size_by_interval"]) for one in found] == [(5000, 5070), (5001, 5001)]


def test_a_chance_that_would_be_printed_as_nothing_is_printed_as_very_small():
    said = {0.0004: "under 0.001", 0.000499: "under 0.001", 0.0005: "0.001", 0.0741: "0.074", 1.0: "1.000"}
    assert {p: findings_change.chance(p, "") for p in said} == said
    assert findings_change.chance(None, "not defined") == "not defined"
    assert findings_change.chance(0.0, "not defined") == "under 0.001"


def test_an_outcome_may_be_typed_or_counted_and_is_never_anything_else():
    assert read(("1", 0, True, np.int64(0), "0"), 5) == (1, 0, 1, 0, 0)
    for wrong in ("2", "", "-1", -1, 2, None, 1.0):
        with pytest.raises(AuditError, match=r"^Outcome 2 is .*; write 1 for a file that meets"):
            read((1, wrong), 2)
    with pytest.raises(AuditError, match=r"^3 outcomes cannot come from a population of 2"):
        read("111", 2)


def test_a_verdict_is_at_95_per_cent_unless_another_confidence_is_asked_for():
    asked = {"population": 100, "target": 0.9}
    told = history("1" * 30, **asked)
    assert told == history("1" * 30, **asked, confidence=0.95) != history("1" * 30, **asked, confidence=0.9)
    assert verdict("1" * 25, **asked) == told[25] == Verdict(MEETS, 25, 90, 100)


def test_a_verdict_was_reached_after_the_last_look_that_said_otherwise():
    def looks(*decisions):
        return [Verdict(one, number, 0, 9) for number, one in enumerate(decisions)]

    assert decided(looks(OPEN)) is None
    assert decided(looks(OPEN, OPEN, SHORT, SHORT)) == 2
    assert decided(looks(OPEN, MEETS, OPEN, MEETS)) == 3
    assert decided(looks(OPEN, MEETS, SHORT, SHORT)) == 2


def test_a_target_is_rounded_up_to_whole_files():
    assert [least(Fraction(1, 3), population) for population in (1, 2, 3, 4)] == [1, 1, 1, 2]
    assert least(1, 7) == 7


def test_all_of_the_error_may_be_spent_by_the_last_look_and_more_than_its_share_by_early_ones():
    assert allowed(100, 100, 0.05) == pytest.approx(0.05, rel=2e-9)
    assert allowed(100, 100, 0.05) < 0.05
    assert allowed(25, 100, 0.05) == pytest.approx(0.05 * (25 * 130 / (100 * 55)) ** 0.5, rel=2e-9)


def test_a_test_stops_at_the_first_look_that_is_unlikely_enough_and_else_after_the_last():
    none = np.zeros(30, dtype=np.int64)
    assert stops(np.array([49, 89]), none, 100, 0.05).tolist() == [6, 25]
    assert stops(np.array([49, 89]), none[:24], 100, 0.05).tolist() == [6, 25]
    assert stops(np.array([49, 89]), none[:5], 100, 0.05).tolist() == [6, 6]
    assert stops(np.array([49, 89]), none[:0], 100, 0.05).tolist() == [1, 1]


def test_the_fewest_that_comply_never_fall_and_start_with_none():
    assert fewest([], 10, 0.05, 8) == [0]
    assert fewest([1, 1, 1], 3, 0.05, 2) == [0, 1, 2, 3]
    assert fewest([0, 0, 0], 3, 0.05, 2) == [0, 0, 0, 0]
