"""The edges of what a board reads: percents rounded outward, ranges, chances, rounds, verdicts."""

import math
from fractions import Fraction

import pytest

from audit.statistics import sentences_change
from audit.statistics.agreement import agreement
from audit.statistics.compare import Count, paired
from audit.statistics.findings_change import _outward, chance
from audit.statistics.ratings import Rating
from audit.statistics.sequential import _held, history, verdict
from audit.statistics.sequential_bounds import allowed
from audit.statistics.sequential_sentences import of_verdict, remaining, sentence
from audit.statistics.trend import Chart, Trend, chart, trend
from audit.statistics.words import lower, nearest, points, shares, upper


@pytest.mark.parametrize(
    ("low", "high", "sample", "said"),
    [
        ("0.5", "0.5", 20, "50 %"),
        (Fraction(1, 3), Fraction(1, 3), 20, "33 % to 34 %"),
        ("0.123", "0.456", 20, "12 % to 46 %"),
        ("0.123", "0.4561", 199, "12 % to 46 %"),
        ("0.1234", "0.4561", 200, "12.3 % to 45.7 %"),
        ("0.1234", "0.4561", 201, "12.3 % to 45.7 %"),
        (0, "0.004", 20, "0 % to 1 %"),
        ("0.004", 1, 20, "under 1 % to 100 %"),
        ("0.004", "0.996", 20, "under 1 % to over 99 %"),
    ],
)
def test_a_range_is_rounded_outward_by_tenths_where_many_were_read(low, high, sample, said):
    assert shares(low, high, sample) == said


@pytest.mark.parametrize(
    ("share", "said"),
    [
        *((0, "0 %"), ("0.0049", "under 1 %"), ("0.005", "1 %"), ("0.0051", "1 %"), ("0.015", "2 %")),
        *((1, "100 %"), ("0.9951", "over 99 %"), ("0.995", "99 %"), ("0.9949", "99 %"), ("0.985", "99 %")),
    ],
)
def test_the_nearest_percent_is_never_a_false_none_or_all(share, said):
    assert nearest(share) == nearest(share, 199) == said


def test_the_ends_of_a_range_are_never_a_false_none_or_all():
    assert [lower(share) for share in ("0.0049", "0.005", "0.0099")] == ["under 1 %", "1 %", "1 %"]
    assert [upper(share) for share in ("0.9951", "0.995", "0.991")] == ["over 99 %", "99 %", "99 %"]
    assert upper("0.9969", 200) == "99.7 %"
    assert upper("0.9996", 200) == "over 99.9 %"
    assert upper("0.9993", 200) == "99.9 %"


@pytest.mark.parametrize(
    ("reach", "said"),
    [(0.01, "1 point"), (0.0101, "2 points"), (0.02, "2 points"), (0, "0 points"), (0.18, "18 points")],
)
def test_a_distance_is_rounded_up_to_whole_points(reach, said):
    assert points(reach) == said


def test_a_distance_is_no_larger_for_a_billionth_of_a_point():
    assert points(0.0100000000049) == "1 point"
    assert points(0.010000000006) == "2 points"
    assert points(0.01000000000052) == "1 point"


@pytest.mark.parametrize(
    ("p", "said"), [(0.0005, "0.001"), (0.00052, "0.001"), (0.00049, "under 0.001"), (None, "why not")]
)
def test_a_chance_has_three_decimals_and_a_small_one_is_told_as_that(p, said):
    assert chance(p, "why not") == said


def test_an_end_of_a_difference_is_rounded_outward_but_not_for_a_division():
    assert _outward(0.0570000003, math.ceil) == "+5.7"
    assert _outward(0.057000001, math.ceil) == "+5.8"
    assert _outward(-0.057000001, math.floor) == "-5.8"


def rounds(*pairs):
    return [Count(met, read) for met, read in pairs]


def test_of_more_than_six_rounds_the_first_and_the_last_are_told():
    found = rounds((1, 10), (2, 10), (3, 10), (4, 10), (5, 10), (6, 10), (9, 10))
    said = sentences_change.trend(found, trend(found), chart(found), 0.95)
    assert said.startswith(
        "Over 7 rounds, from 1 of 10 (10 %) at first to 9 of 10 (90 %) at last; a rise like"
    )
    six = found[:6]
    said = sentences_change.trend(six, trend(six), chart(six), 0.95)
    assert said.startswith("Over 6 rounds: 1 of 10 (10 %), then 2 of 10 (20 %), then 3 of 10 (30 %), then 4 ")


def test_at_the_risk_itself_a_trend_is_no_longer_thought_chance():
    found, charted = rounds((1, 10), (2, 10)), Chart(0.15, (0.0, 0.0), (1.0, 1.0), ())
    for p, z, said in (
        (0.25, 0.5, "a rise like this would seldom be chance alone"),
        (0.25, -0.5, "a fall like this would seldom be chance alone"),
        (0.2501, 2.0, "a trend this size could be chance"),
    ):
        assert sentences_change.trend(found, Trend(z, z * z, p), charted, "0.75").endswith(f"; {said}.")


def test_files_that_only_slipped_have_moved():
    assert sentences_change.paired(paired(5, 2, 0, 3)).startswith(
        "Down from 7 to 5 of the same 10 files: 0 improved"
    )
    assert sentences_change.paired(paired(5, 0, 2, 3)).startswith(
        "Up from 5 to 7 of the same 10 files: 2 improved"
    )


def test_one_file_that_was_read_once_is_left_out():
    read = [Rating("a", "Ann", "met"), Rating("a", "Ben", "met"), Rating("b", "Ann", "met")]
    assert sentences_change.agreement(agreement(read)) == (
        "The two readers agreed on 1 of the 1 file read twice (100 %); 1 file read only once is left out."
    )


# --- the sequential verdict -------------------------------------------------------------------------


def test_a_lower_limit_stands_as_far_as_the_files_bear_it_out():
    assert _held(5, 3, 2, 5) == 5  # all that may still comply
    assert _held(6, 3, 2, 5) == 3  # proved wrong, and the verdict may still be right
    assert _held(6, 6, 2, 5) == 2  # nor that
    assert _held(6, 5, 2, 5) == 5
    assert _held(1, 3, 2, 5) == 2


@pytest.mark.parametrize(("look", "horizon"), [(1, 60), (17, 60), (60, 60), (2000, 2000)])
def test_so_much_of_the_risk_may_be_spent_by_a_look_and_all_but_a_billionth_by_the_last(look, horizon):
    share = Fraction(look * (horizon + 30), horizon * (look + 30))
    assert allowed(look, horizon, 0.05) == pytest.approx(
        0.05 * math.sqrt(share) * (1 - 1e-9), rel=1e-12, abs=0
    )


def test_a_verdict_is_at_95_percent_where_nothing_else_is_asked():
    found, of = [1] * 40, {"population": 120, "target": "0.9"}
    assert of_verdict(found, **of) == of_verdict(found, **of, confidence="0.95")
    told = {"population": 120, "target": Fraction(9, 10)}
    assert "(error at most 5 % over" in sentence(history(found, **of), 40, **told)
    assert "at most 5 % over the whole" in remaining(verdict(found, **of), 120)


def test_what_is_no_outcome_is_refused_whatever_it_is():
    for one in (None, -1, 2, "2", 0.5, "x"):
        with pytest.raises(Exception, match="write 1 for a file that meets the standard"):
            verdict([1, one], population=10, target="0.9")
