"""Several rounds as one: each a stratum, and no figure that what was read does not bear."""

from dataclasses import replace

import pytest
from case_rounds import TODAY, case_round
from samples import rows_of, sample

from audit.cases.case_round import Stop
from audit.cases.plan import EACH, Plan
from audit.cases.pooling import pool
from audit.cases.results import Results
from audit.errors import StateError
from audit.sampling.design import Design
from audit.statistics.estimate import Stratum, stratified
from audit.statistics.interval import proportion

CATALOGUE = """
    title: Cases
    scale: ofsted-4
    standards:
      - {id: V, title: Voice, questions: [{id: V1, text: Seen alone.}, {id: V2, text: Written down.}]}
"""
ASK = "against: local/set\nsubject: case\nneeds: {action: [], evidence: []}"
SEVEN = ["good"] * 7 + [""] * 5


@pytest.fixture(scope="module")
def asked(make):
    return make(CATALOGUE, ASK)


def month(asked, name, size, grades, *, by="simple", stop=None):
    """A month's dip of twelve cases from a register of some size, with grades in the order of reading."""
    standing = sample(Design(by, 12), rows_of(size, teams=1 if by == "simple" else 2))
    entries = [entry.reference for entry in standing.current]
    given = {(ref, "police", 1): {"V1": grade} for ref, grade in zip(entries, grades, strict=True) if grade}
    found = case_round(asked, standing, given, plan=Plan(f"S-{name}", EACH))
    return Results(replace(found, round=replace(found.round, name=name), stop=stop), TODAY)


def test_months_are_strata_each_with_the_weight_of_its_register(asked):
    grades = [["good"] * good + ["inadequate"] * (12 - good) for good in (9, 4)]
    rounds = [month(asked, "May", 30, grades[0]), month(asked, "June", 90, grades[1])]
    found = pool(rounds, 0.95).questions["V1"]
    own = stratified([Stratum("May", 30, 12, 9), Stratum("June", 90, 12, 4)])
    assert (found.n, found.compliant, found.method) == (24, 13, "logit")
    assert (found.share, found.low, found.high) == (own.share, own.low, own.high)
    assert found.share == pytest.approx((30 * 9 / 12 + 90 * 4 / 12) / 120)


def test_a_round_that_was_drawn_by_strata_brings_its_own(asked):
    grades = [["good", "inadequate"] * 6, ["good"] * 5 + ["inadequate"] * 7]
    rounds = [month(asked, "May", 30, grades[0], by="stratified"), month(asked, "June", 90, grades[1])]
    met = dict.fromkeys(("Team 1", "Team 2"), 0)
    for entry, grade in zip(rounds[0].case_round.standing.current, grades[0], strict=True):
        met[entry.stratum] += grade == "good"
    own = stratified([*(Stratum(team, 15, 6, met[team]) for team in met), Stratum("June", 90, 12, 5)])
    found = pool(rounds, 0.95).questions["V1"]
    assert (found.share, found.low, found.high) == (own.share, own.low, own.high)


def test_rounds_without_a_failure_are_one_draw_only_where_they_gave_even_parts(asked):
    even = [month(asked, name, 60, ["good"] * 12) for name in ("May", "June")]
    found, own = pool(even, 0.95).questions["V1"], proportion(24, 24, population=120)
    assert (found.method, found.low_count) == ("hypergeometric, strata pooled", own.low_count)
    uneven = [month(asked, "May", 30, ["good"] * 12), month(asked, "June", 90, ["good"] * 12)]
    assert (pool(uneven, 0.95).questions["V1"].method, uneven[0].questions["V1"].method) == (
        "none",
        "hypergeometric",
    )


def test_with_a_round_that_was_stopped_on_a_verdict_there_are_counts_alone(asked):
    stopped = month(asked, "May", 40, SEVEN, stop=Stop("0.6", "0.95"))
    assert stopped.questions["V1"].method == "sequential"
    found = pool([stopped, month(asked, "June", 40, ["good"] * 12)], 0.95).questions["V1"]
    assert (found.n, found.compliant, found.method, found.low) == (19, 19, "none", None)
    assert found.why.startswith("A round was stopped on a verdict")


def test_an_agencys_figures_have_no_interval_either_once_a_round_was_stopped_on_a_verdict(asked):
    stopped = month(asked, "May", 40, SEVEN, stop=Stop("0.6", "0.95"))
    running = month(asked, "May", 40, SEVEN)
    assert running.agencies["police"]["V1"].method == "wilson"
    found = stopped.agencies["police"]["V1"]
    assert (found.n, found.compliant, found.method, found.low) == (7, 7, "none", None)


def test_the_same_cases_are_not_pooled_with_themselves(asked):
    one = month(asked, "May", 40, ["good"] * 12)
    again = replace(one.case_round, round=replace(one.case_round.round, name="Again"))
    with pytest.raises(StateError, match=r"'May' and 'Again' are about the same cases \(S-May\)"):
        pool([one, Results(again, TODAY)], 0.95)


def test_a_month_that_is_not_read_to_the_end_waits(asked):
    rounds = [month(asked, "May", 40, SEVEN), month(asked, "June", 40, ["good"] * 12)]
    found = pool(rounds, 0.95).questions["V1"]
    assert (found.n, found.unanswered, found.method) == (19, 5, "none")
    assert found.why == "Not every case is answered yet; an interval is given once all are."
