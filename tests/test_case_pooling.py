"""A year of monthly dips as one figure, and rounds of different methods side by side."""

from dataclasses import replace

import pytest
from case_rounds import TODAY, case_round
from samples import DESIGNS, rows_of, sample

from audit.cases.case_round import Stop
from audit.cases.plan import EACH, Plan
from audit.cases.pooling import pool, side_by_side
from audit.cases.results import Results
from audit.errors import StateError
from audit.rounds import Round
from audit.sampling.design import Design
from audit.statistics.estimate import Stratum, stratified
from audit.statistics.interval import proportion

CATALOGUE = """
    title: Cases
    scale: yes-no
    standards:
      - id: V
        title: Voice
        questions:
          - {{id: V1, text: Seen alone., themes: [voice-of-the-child]}}
          - {{id: V2, text: {}, themes: [record-keeping]}}
"""
ASK = "against: local/set\nsubject: case\nneeds: {action: [], evidence: []}\nnot-applicable: free"


@pytest.fixture(scope="module")
def asked(make):
    return make(CATALOGUE.format("Recorded."), ASK)


def month(template, name, design, rows, met, *, na=0, answered=None, stop=None, **more):
    """A round of a name, in which so many of its cases meet both questions, the last of them `n/a`."""
    standing = sample(design, rows, **more)
    refs = [entry.reference for entry in standing.current]
    words = ["yes"] * met + ["no"] * (len(refs) - met - na) + ["n/a"] * na
    given = {(ref, "police", 1): {"V1": word, "V2": word} for ref, word in zip(refs, words, strict=True)}
    if answered is not None:
        given = dict(list(given.items())[:answered])
    found = case_round(template, standing, given, plan=Plan(f"S-{name}", EACH))
    parts = {key: getattr(found, key) for key in found.__dataclass_fields__}
    round_ = Round(name, template, found.round.due, found.round.expected)
    return Results(type(found)(**{**parts, "round": round_, "stop": stop}), TODAY)


def test_months_are_strata_each_of_its_own_register(asked):
    months = [
        month(asked, "sep", Design("simple", 8), rows_of(40), 6),
        month(asked, "oct", Design("simple", 8), rows_of(90), 3),
        month(asked, "nov", Design("simple", 8), rows_of(50), 8),
    ]
    one = pool(months, "0.95").questions["V1"]
    own = stratified([Stratum("sep", 40, 8, 6), Stratum("oct", 90, 8, 3), Stratum("nov", 50, 8, 8)])
    assert (one.n, one.compliant, one.method) == (24, 17, "logit")
    assert (one.share, one.low, one.high) == (own.share, own.low, own.high)
    assert (one.low_count, one.high_count) == own.counts
    assert one.share != 17 / 24


def test_a_month_drawn_by_strata_gives_its_own_strata(asked):
    rows = [(f"{n:05}", f"Team {1 + (n >= 20)}", "W", 1) for n in range(80)]
    months = [
        month(asked, "sep", Design("stratified", 12, "equal"), rows, 7),
        month(asked, "oct", Design("simple", 8), rows_of(90), 3),
    ]
    strata = {}
    first = months[0]
    for entry in first.case_round.subjects:
        good = first.by_case["V1"][entry.ref].grades[0] == "yes"
        strata.setdefault(entry.stratum, []).append(good)
    own = stratified(
        [
            *(
                Stratum(name, size, len(strata[name]), sum(strata[name]))
                for name, size in (("Team 1", 20), ("Team 2", 60))
            ),
            Stratum("oct", 90, 8, 3),
        ]
    )
    one = pool(months, "0.95").questions["V1"]
    assert (one.share, one.low, one.high) == (own.share, own.low, own.high)


def test_where_all_months_came_out_the_same_in_proportion_they_are_pooled_and_it_is_said(asked):
    months = [month(asked, name, Design("simple", 8), rows_of(40), 8) for name in ("sep", "oct")]
    one, own = pool(months, "0.95").questions["V1"], proportion(16, 16, population=80)
    assert (one.low_count, one.high_count, one.method) == (
        own.low_count,
        own.high_count,
        "hypergeometric, strata pooled",
    )
    uneven = [*months, month(asked, "nov", Design("simple", 8), rows_of(400), 8)]
    one = pool(uneven, "0.95").questions["V1"]
    assert (one.low, one.method) == (None, "none")


def test_with_a_case_that_is_not_applicable_it_is_wilsons_on_those_that_count(asked):
    months = [
        month(asked, "sep", Design("simple", 8), rows_of(40), 5, na=1),
        month(asked, "oct", Design("simple", 8), rows_of(40), 8),
    ]
    one, own = pool(months, "0.95").questions["V1"], proportion(13, 15)
    assert (one.n, one.low, one.high, one.low_count, one.method) == (15, own.low, own.high, None, "wilson")


@pytest.mark.parametrize("name", ["judgement", "weighted", "cluster"])
def test_a_round_not_drawn_alike_takes_the_interval_from_all(asked, name):
    design, teams, more = DESIGNS[name]
    other = month(asked, "oct", design, rows_of(60, teams=teams), 2, **more)
    one = pool([month(asked, "sep", Design("simple", 8), rows_of(40), 5), other], "0.95").questions["V1"]
    assert (one.low, one.method) == (None, "none")
    assert "without an interval" in one.why


def test_as_long_as_a_case_is_owed_there_is_no_interval(asked):
    months = [
        month(asked, "sep", Design("simple", 8), rows_of(40), 5),
        month(asked, "oct", Design("simple", 8), rows_of(40), 5, answered=7),
    ]
    one = pool(months, "0.95").questions["V1"]
    assert (one.n, one.low) == (15, None)
    assert one.why.startswith("Not every case is answered yet")


def test_a_case_of_a_census_that_is_not_applicable_makes_it_wilsons_too(asked):
    whole = month(asked, "sep", Design("census"), rows_of(12), 8, na=2)
    assert whole.questions["V1"].method == "census"
    one = pool([whole, month(asked, "oct", Design("simple", 8), rows_of(40), 5)], "0.95").questions["V1"]
    own = proportion(13, 18)
    assert (one.n, one.method, one.low, one.high) == (18, "wilson", own.low, own.high)


def test_with_a_round_that_was_stopped_on_a_verdict_there_are_counts_alone(asked):
    stopped = month(asked, "sep", Design("simple", 12), rows_of(40), 12, answered=7, stop=Stop("0.6", "0.95"))
    assert stopped.questions["V1"].method == "sequential"
    one = pool([stopped, month(asked, "oct", Design("simple", 12), rows_of(40), 12)], "0.95").questions["V1"]
    assert (one.n, one.compliant, one.method, one.low) == (19, 19, "none", None)
    assert one.why.startswith("A round was stopped on a verdict")


def test_an_agencys_figures_have_no_interval_either_once_a_round_was_stopped_on_a_verdict(asked):
    running, stopped = (
        month(asked, "sep", Design("simple", 12), rows_of(40), 12, answered=7, stop=stop)
        for stop in (None, Stop("0.6", "0.95"))
    )
    assert running.agencies["police"]["V1"].method == "wilson"
    one = stopped.agencies["police"]["V1"]
    assert (one.n, one.compliant, one.method, one.low) == (7, 7, "none", None)


def test_the_same_cases_are_not_pooled_with_themselves(asked):
    one = month(asked, "sep", Design("simple", 8), rows_of(40), 5)
    again = replace(one.case_round, round=replace(one.case_round.round, name="again"))
    with pytest.raises(StateError, match=r"'sep' and 'again' are about the same cases \(S-sep\)"):
        pool([one, Results(again, TODAY)], "0.95")


def test_questions_of_another_meaning_are_left_out_and_named(asked, make):
    other = make(CATALOGUE.format("Recorded in full."), ASK)
    months = [
        month(asked, "sep", Design("simple", 8), rows_of(40), 5),
        month(other, "oct", Design("simple", 8), rows_of(40), 5),
    ]
    found = pool(months, "0.95")
    assert list(found.questions) == ["V1"]
    assert found.left_out == ("V2",)


def test_a_round_named_twice_is_refused(asked):
    one = month(asked, "sep", Design("simple", 8), rows_of(40), 5)
    for act in (lambda: pool([one, one], "0.95"), lambda: side_by_side([one, one], lambda _: "")):
        with pytest.raises(StateError, match="'sep' is named twice"):
            act()


def test_side_by_side_shows_each_theme_as_each_round_saw_it(asked, make):
    other = make(
        CATALOGUE.format("Recorded.").replace("themes: [record-keeping]", "themes: [supervision]"), ASK
    )
    grid = side_by_side(
        [
            month(asked, "sep", Design("simple", 8), rows_of(40), 5),
            month(other, "oct", Design("simple", 6), rows_of(40), 2),
        ],
        lambda one: one.basis.design,
    )
    assert list(grid) == ["voice-of-the-child", "record-keeping", "supervision"]
    assert [(one.round, one.compliant, one.n) for one in grid["voice-of-the-child"]] == [
        ("sep", 5, 8),
        ("oct", 2, 6),
    ]
    assert [one.n for one in grid["supervision"]] == [0, 6]
    assert grid["supervision"][1].how == "simple"
