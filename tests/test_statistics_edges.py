"""The edges of estimates: what was read in full, what came out the same, counts of whole cases."""

from fractions import Fraction
from math import exp

import pytest

from audit.statistics.estimate import Caution, Estimate, Stratum, clustered, stratified, wald
from audit.statistics.interval import proportion


@pytest.mark.parametrize(
    ("population", "sample", "compliant", "alike"),
    [
        *((10, 5, 0, True), (10, 5, 5, True), (10, 5, 1, False), (10, 5, 4, False)),
        *((10, 10, 10, False), (10, 10, 0, False), (10, 1, 1, True)),
    ],
)
def test_a_stratum_is_alike_where_all_that_was_read_is_the_same_and_more_was_not_read(
    population, sample, compliant, alike
):
    assert Stratum("A", population, sample, compliant).alike is alike


@pytest.mark.parametrize(
    ("low", "high", "counts"),
    [
        (0.849999996, 0.900000004, (85, 90)),  # less than a millionth of a case is left of a division
        (0.84999996, 0.90000004, (84, 91)),
        (0.85, 0.9, (85, 90)),
    ],
)
def test_an_estimate_lies_between_whole_cases_rounded_outward(low, high, counts):
    strata = (Stratum("A", 60, 20, 18), Stratum("B", 40, 20, 17))
    assert Estimate(0.87, 0.01, low, high, 0.95, "logit", 38, strata).counts == counts


def test_each_stratum_has_its_own_exact_interval_at_the_confidence_asked_for():
    strata = [Stratum("A", 60, 20, 18), Stratum("B", 40, 20, 12)]
    found = stratified(strata, confidence=0.9)
    assert found.intervals == (
        proportion(18, 20, population=60, confidence=0.9),
        proportion(12, 20, population=40, confidence=0.9),
    )
    assert (found.confidence, found.intervals[0].method) == (0.9, "hypergeometric")
    assert stratified(strata).confidence == 0.95


@pytest.mark.parametrize(
    ("strata", "cautions"),
    [
        ([(10, 1, 1), (10, 2, 2)], [Caution("single", ("A",))]),
        ([(10, 2, 2), (10, 5, 3)], [Caution("alike", ("A",))]),
        ([(10, 2, 2), (10, 5, 0)], [Caution("certain", ("A", "B"))]),
        ([(10, 2, 2), (5, 5, 3)], [Caution("certain", ("A",))]),
        ([(10, 10, 10), (5, 5, 3)], []),
        ([(10, 4, 2), (10, 5, 3)], []),
    ],
)
def test_a_reader_is_told_which_strata_say_too_little(strata, cautions):
    named = [Stratum(name, *figures) for name, figures in zip("AB", strata, strict=True)]
    assert list(stratified(named).cautions) == cautions


@pytest.mark.parametrize(("drawn", "of", "told"), [(5, 9, True), (6, 9, False), (5, 5, False)])
def test_fewer_than_six_clusters_of_more_are_cautioned_against(drawn, of, told):
    found = clustered([(4, 1 + place % 3) for place in range(drawn)], drawn_from=of)
    assert found.cautions == ((Caution("clusters"),) if told else ())
    assert (found.method, found.freedom) == ("logit" if drawn < of else "census", drawn - 1)


def test_the_risk_is_shared_out_between_the_strata_that_were_not_read_in_full():
    found = stratified([Stratum("A", 10, 2, 2), Stratum("B", 5, 5, 3)])
    # Of 10 cases of which 2 comply, both are drawn 1 time in 45, which is less than 2.5 %; of 3, 1 in 15.
    assert (found.method, found.low, found.high) == ("stratum by stratum", (3 + 3) / 15, (10 + 3) / 15)


def test_without_a_standard_error_the_plain_interval_is_the_share_itself():
    found = stratified([Stratum("A", 10, 1, 1), Stratum("B", 10, 4, 2)])
    assert found.error is None
    assert wald(found) == (found.share, found.share) == (0.75, 0.75)


def test_clusters_have_one_degree_of_freedom_less_than_there_are():
    clusters = [(4, 1), (4, 3), (4, 2)]
    share, error = 0.5, (Fraction(7, 10) * Fraction(3, 2) * 2) ** 0.5 / 12  # rest * m/(m - 1) * squares
    found = clustered(clusters, drawn_from=10)
    assert (found.share, found.error) == (share, pytest.approx(error))
    step = 4.302652729749464 * error / 0.25  # the t of 2 degrees of freedom at 97.5 %, as tables print it
    assert (found.low, found.high) == pytest.approx((1 / (1 + exp(step)), 1 / (1 + exp(-step))), rel=1e-9)


def test_an_interval_of_all_there_is_runs_over_nothing():
    found = clustered([(4, 1), (4, 3)], drawn_from=10, confidence=0.9999)  # t is in the thousands
    assert (found.low, found.high) == (0.0, 1.0)
