"""Whether a running round meets a target: the unbroken run in ticket order, and its limits once stopped."""

from dataclasses import replace

import pytest
from case_rounds import TODAY, agreed, case_round
from hypothesis import given
from hypothesis import strategies as st
from samples import DESIGNS, rows_of, sample

from audit.cases.case_round import CaseRound, Stop
from audit.cases.results import Results
from audit.cases.verdicts import population, run, verdicts
from audit.errors import StateError
from audit.sampling.design import Design
from audit.statistics.sequential import verdict

CATALOGUE = """
    title: Cases
    scale: yes-no
    standards:
      - id: V
        title: Voice
        questions: [{id: V1, text: Seen alone.}, {id: V2, text: Consent., asked_of: consent}]
"""
ASK = "against: local/set\nsubject: case\nneeds: {action: [], evidence: []}\nnot-applicable: free"
WORDS = {1: "yes", 0: "no"}


@pytest.fixture(scope="module")
def asked(make):
    return make(CATALOGUE, ASK)


def results(asked, outcomes, *, size=30, register=100, replaced=(), unusable=None, **more):
    """A round of a simple draw with outcomes by reference: 1, 0, or `n/a`."""
    standing = sample(Design("simple", size), rows_of(register), replaced=replaced)
    answers = {
        (ref, "police", 1): {"V1": WORDS.get(one, one)} for ref, one in outcomes.items() if one is not None
    }
    return Results(case_round(asked, standing, answers, unusable=unusable, **more), TODAY)


def in_order(outcomes):
    return {f"C-{place:02}": one for place, one in enumerate(outcomes, 1)}


def v1(found):
    return next(question for question in found.graded if question.id == "V1")


@given(st.lists(st.sampled_from([1, 0, None]), max_size=30))
def test_only_the_run_up_to_the_first_case_not_answered_counts_however_forms_come_back(asked, outcomes):
    found = results(asked, in_order(outcomes))
    until = outcomes.index(None) if None in outcomes else len(outcomes)
    assert run(found, v1(found)) == (tuple(outcomes[:until]), "")
    own = verdict(outcomes[:until], population=100, target="0.9")
    assert verdicts(found, "0.9")["V1"].verdict == own


def test_a_replaced_case_leaves_the_run_and_the_register_and_its_reserve_comes_last(asked):
    found = results(asked, {"C-01": 0, "C-03": 1, "C-04": 1}, size=4, replaced=[("C-02", "closed")])
    assert run(found, v1(found)) == ((0, 1, 1), "")
    assert population(found) == 99
    whole = results(
        asked, {"C-01": 0, "C-03": 1, "C-04": 1, "C-05": 1}, size=4, replaced=[("C-02", "closed")]
    )
    assert run(whole, v1(whole)) == ((0, 1, 1, 1), "")


def test_an_unusable_case_leaves_the_run_and_the_register(asked):
    found = results(asked, in_order([1, None, 1, 1]), unusable={"C-02": "another child's"})
    assert run(found, v1(found)) == ((1, 1, 1), "")
    assert population(found) == 99


def test_a_question_with_a_case_that_is_not_applicable_in_the_run_has_no_verdict(asked):
    found = verdicts(results(asked, in_order([1, "n/a", 1])), "0.9")
    assert found["V1"].verdict is None
    assert found["V1"].why.startswith("C-02 is not applicable")
    later = verdicts(results(asked, in_order([1, None, "n/a"])), "0.9")
    assert later["V1"].verdict.read == 1


def test_a_question_of_a_sub_sample_has_no_verdict(asked):
    assert verdicts(results(asked, {}), "0.9")["V2"].why == "It is asked of the sub-sample consent only."


def test_the_panels_grade_counts_in_the_run(asked):
    panel = [agreed("C-01", "V1", "no", police="yes")]
    found = results(asked, in_order([1, 1]), panel=panel)
    assert run(found, v1(found)) == ((0, 1), "")


@pytest.mark.parametrize("name", ["proportional", "systematic", "cluster", "weighted", "census", "judgement"])
def test_every_other_design_is_refused_with_the_reason(asked, name):
    design, teams, more = DESIGNS[name]
    found = Results(case_round(asked, sample(design, rows_of(60, teams=teams), **more)), TODAY)
    with pytest.raises(StateError, match=r"A verdict at any look needs a simple draw, and of 'R' "):
        verdicts(found, "0.9")


def test_a_draw_that_was_thrown_away_gives_no_verdict(asked):
    found = Results(
        case_round(asked, sample(DESIGNS["simple"][0], rows_of(60), discarded="wrong list")), TODAY
    )
    with pytest.raises(StateError, match="was thrown away"):
        verdicts(found, "0.9")


def test_a_round_stopped_on_a_verdict_has_its_limits_and_not_the_interval_of_a_fixed_size(asked):
    running = results(asked, in_order([1] * 25 + [None] * 5))
    assert running.questions["V1"].low is None
    parts = {name: getattr(running.case_round, name) for name in CaseRound.__dataclass_fields__}
    stopped = Results(CaseRound(**{**parts, "stop": Stop("0.9", "0.95")}), TODAY)
    one, own = stopped.questions["V1"], verdict([1] * 25, population=100, target="0.9")
    assert own.decision == "meets"
    assert (one.n, one.compliant, one.method) == (25, 25, "sequential")
    assert (one.low_count, one.high_count) == (own.low, own.high)
    assert (one.low, one.high) == (own.low / 100, own.high / 100)
    assert "these limits hold at any look" in one.why


def test_a_round_stopped_on_a_verdict_whose_draw_was_thrown_away_since_has_counts_alone(asked):
    standing = sample(Design("simple", 30), rows_of(100), discarded="wrong list")
    answers = {(ref, "police", 1): {"V1": "yes"} for ref in in_order(range(30))}
    found = Results(replace(case_round(asked, standing, answers), stop=Stop("0.9", "0.95")), TODAY)
    one = found.questions["V1"]
    assert (found.stopped, one.n, one.compliant, one.method, one.low) == (False, 30, 30, "none", None)
    assert one.why.startswith("The draw was thrown away")
    assert found.agencies["police"]["V1"].why == one.why
