"""What came of a round about cases: which cases count, and which interval stands beside them."""

from collections import Counter

import pytest
from case_rounds import TODAY, agreed, case_round
from samples import DESIGNS, rows_of, sample

from audit.cases.plan import ALLOTTED, ANYONE, Auditor, Plan
from audit.cases.result_json import as_json
from audit.cases.results import Results
from audit.sampling.design import Design
from audit.statistics.estimate import Stratum, stratified
from audit.statistics.interval import proportion

CATALOGUE = """
    title: Cases
    scale: ofsted-4
    standards:
      - id: V
        title: Voice
        questions:
          - {id: V1, text: Seen alone., themes: [voice-of-the-child]}
          - {id: V2, text: Police told us., applies_to: [police], themes: [information-sharing]}
          - {id: V3, text: Consent was asked., asked_of: consent, themes: [information-sharing]}
          - {id: V4, text: It was acted on., when: {V1: [good]}}
"""
ASK = """
    against: local/set
    subject: case
    needs: {action: [], evidence: []}
    questions:
      - {id: M1, text: Missing., kind: choices, choices: [chronology, plan], optional: yes}
      - {id: G1, text: Done well., kind: text, optional: yes, good_practice: yes}
"""
GRADES = ("outstanding", "good", "requires-improvement", "inadequate")


@pytest.fixture(scope="module")
def asked(make):
    return make(CATALOGUE, ASK)


def refs(standing):
    return [entry.reference for entry in standing.current]


def results(*args, **more):
    return Results(case_round(*args, **more), TODAY)


def graded(standing, grades, question="V1"):
    """The grades given in turn to the cases as they stand, by the only agency."""
    return {
        (ref, "police", 1): {question: grade}
        for ref, grade in zip(refs(standing), grades, strict=True)
        if grade
    }


def ends(found):
    return found.low, found.high, found.low_count, found.high_count


def test_a_simple_draw_of_which_every_case_counts_has_the_exact_interval_of_its_register(asked):
    standing = sample(DESIGNS["simple"][0], rows_of(80))
    found = results(asked, standing, graded(standing, ["good"] * 9 + ["inadequate"] * 3)).questions["V1"]
    own = proportion(9, 12, population=80)
    assert (found.n, found.compliant, found.share, found.method) == (12, 9, 0.75, "hypergeometric")
    assert ends(found) == (own.low, own.high, own.low_count, own.high_count)


def test_a_replaced_case_leaves_the_register_and_the_one_in_its_place_counts(asked):
    standing = sample(DESIGNS["simple"][0], rows_of(80), replaced=[("C-02", "closed before")])
    assert "C-13" in refs(standing)
    assert "C-02" not in refs(standing)
    found = results(asked, standing, graded(standing, ["good"] * 12))
    own = proportion(12, 12, population=79)
    assert ends(found.questions["V1"]) == (own.low, own.high, own.low_count, own.high_count)
    block = as_json(found)
    assert (block["drawn"], block["usable"], block["replaced"], block["population"]) == (12, 12, 1, 79)


@pytest.mark.parametrize("name", ["not applicable", "unusable"])
def test_where_a_drawn_case_does_not_count_the_interval_is_wilsons_and_counts_are_null(asked, name):
    standing = sample(DESIGNS["simple"][0], rows_of(80))
    grades = ["good"] * 9 + ["inadequate", "inadequate", ""]
    given = graded(standing, grades)
    last = refs(standing)[-1]
    out = {last: "no file of ours"} if name == "unusable" else {}
    if name == "not applicable":
        given[last, "police", 1] = {"V1": {"value": "n/a", "reason": "x"}}
    found = results(asked, standing, given, unusable=out)
    one, own = found.questions["V1"], proportion(9, 11)
    assert (one.n, one.compliant, one.method) == (11, 9, "wilson")
    assert ends(one) == (own.low, own.high, None, None)
    assert one.not_applicable == (name == "not applicable")
    assert as_json(found)["usable"] == 12 - (name == "unusable")
    assert "Wilson" in one.why


def test_as_long_as_a_case_is_not_answered_there_is_no_interval(asked):
    standing = sample(DESIGNS["simple"][0], rows_of(80))
    found = results(asked, standing, graded(standing, ["good"] * 11 + [""])).questions["V1"]
    assert (found.n, found.unanswered, found.method, found.low) == (11, 1, "none", None)
    assert found.why == "One case is not answered yet; an interval is given once all are."


def test_a_stratified_draw_is_estimated_by_strata_and_not_as_if_pooled(asked):
    rows = [*rows_of(30), *[(f"9{n:04}", "Team 2", "W", 1) for n in range(90)]]
    rows = [(unit, team or "Team 1", worker, weight) for unit, team, worker, weight in rows]
    standing = sample(Design("stratified", 12, "equal"), rows)
    met = Counter()
    given = {}
    for place, entry in enumerate(standing.current):
        good = entry.stratum == "Team 1" or place % 3 == 0
        met[entry.stratum] += good
        given[entry.reference, "police", 1] = {"V1": "good" if good else "inadequate"}
    found = results(asked, standing, given)
    one = found.questions["V1"]
    own = stratified([Stratum("Team 1", 30, 6, met["Team 1"]), Stratum("Team 2", 90, 6, met["Team 2"])])
    assert own.method == "logit"
    assert (one.share, one.low, one.high, one.method) == (own.share, own.low, own.high, "logit")
    assert one.share != one.compliant / one.n
    for team, size in (("Team 1", 30), ("Team 2", 90)):
        each, alone = found.strata[team]["V1"], proportion(met[team], 6, population=size)
        assert ends(each) == (alone.low, alone.high, alone.low_count, alone.high_count)


@pytest.mark.parametrize(
    ("allocate", "method"), [("proportional", "hypergeometric, strata pooled"), ("equal", "none")]
)
def test_without_an_error_to_go_by_strata_are_pooled_only_if_they_gave_their_parts(asked, allocate, method):
    rows = [(f"{n:05}", f"Team {1 + (n >= 20)}", "W", 1) for n in range(80)]
    standing = sample(Design("stratified", 12, allocate), rows)
    one = results(asked, standing, graded(standing, ["good"] * 12)).questions["V1"]
    assert one.method == method
    assert one.why.startswith("Within each stratum all cases came out the same")
    if allocate == "proportional":
        own = proportion(12, 12, population=80)
        assert ends(one) == (own.low, own.high, own.low_count, own.high_count)
    else:
        assert ends(one) == (None, None, None, None)


@pytest.mark.parametrize("name", ["judgement", "weighted", "cluster"])
def test_where_cases_were_not_drawn_alike_there_is_no_interval_and_a_sentence_says_why(asked, name):
    design, teams, more = DESIGNS[name]
    standing = sample(design, rows_of(60, teams=teams), **more)
    found = results(asked, standing, graded(standing, ["good"] * len(refs(standing))))
    for one in (found.questions["V1"], found.agencies["police"]["V1"]):
        assert one.n == len(refs(standing))
        assert ends(one) == (None, None, None, None)
        assert one.why.endswith("no interval is given.")


def test_a_census_is_the_actual_figure_also_where_cases_do_not_count(asked):
    standing = sample(DESIGNS["census"][0], rows_of(12))
    given = graded(standing, ["good"] * 8 + ["inadequate"] * 3 + ["n/a"])
    given[refs(standing)[-1], "police", 1] = {"V1": {"value": "n/a", "reason": "x"}}
    one = results(asked, standing, given).questions["V1"]
    assert (one.share, one.low, one.high, one.low_count, one.high_count) == (8 / 11, 8 / 11, 8 / 11, 8, 8)
    assert one.method == "census"


def test_answers_of_several_agencies_are_counted_until_a_panel_has_graded(asked):
    standing = sample(DESIGNS["simple"][0], rows_of(80))
    given = {
        (ref, code, 1): {"V1": "good" if code == "police" else "inadequate"}
        for ref in refs(standing)
        for code in ("police", "health")
    }
    both = ("police", "health")
    one = results(asked, standing, given, agencies=both).questions["V1"]
    assert (one.n, one.compliant, one.method) == (24, 12, "none")
    panel = [agreed(ref, "V1", "outstanding", police="good", health="inadequate") for ref in refs(standing)]
    one = results(asked, standing, given, agencies=both, panel=panel).questions["V1"]
    assert (one.n, one.compliant, one.method) == (12, 12, "hypergeometric")
    stale = [agreed(ref, "V1", "outstanding", police="inadequate", health="good") for ref in refs(standing)]
    one = results(asked, standing, given, agencies=both, panel=stale).questions["V1"]
    assert (one.n, one.method) == (24, "none")


def test_a_second_reading_never_changes_a_figure(asked):
    standing = sample(DESIGNS["simple"][0], rows_of(80))
    given = graded(standing, ["good"] * 12)
    plain = as_json(results(asked, standing, given))
    second = {(ref, "police", 2): {"V1": "inadequate"} for ref in refs(standing)}
    assert as_json(results(asked, standing, given | second)) == plain


def test_one_agencys_answers_have_wilsons_interval_on_the_cases_that_count(asked):
    standing = sample(DESIGNS["simple"][0], rows_of(80))
    given = {
        (ref, "police", 1): {"V1": "good", "V2": grade}
        for ref, grade in zip(refs(standing), GRADES * 3, strict=True)
    }
    found = results(asked, standing, given, agencies=("police", "health"))
    one, own = found.agencies["police"]["V2"], proportion(6, 12)
    assert (one.n, one.compliant, one.method, *ends(one)) == (12, 6, "wilson", own.low, own.high, None, None)
    assert found.agencies["health"]["V1"].unanswered == 12
    assert "V2" not in found.agencies["health"]


def test_themes_count_answers_to_all_their_questions_without_an_interval(asked):
    standing = sample(Design("simple", 12, subs={"consent": "25%"}), rows_of(80))
    sub = {entry.reference for entry in standing.current if "consent" in entry.subs}
    assert len(sub) == 3
    given = {
        (ref, "police", 1): {"V2": "good", **({"V3": "inadequate"} if ref in sub else {})}
        for ref in refs(standing)
    }
    found = results(asked, standing, given)
    theme = found.themes["information-sharing"]
    assert (theme.n, theme.compliant, theme.low, theme.method) == (15, 12, None, "none")
    one, own = found.questions["V3"], proportion(0, 3, population=80)
    assert ends(one) == (own.low, own.high, own.low_count, own.high_count)


def test_a_question_that_does_not_arise_is_not_applicable_and_not_unanswered(asked):
    standing = sample(DESIGNS["simple"][0], rows_of(80))
    given = graded(standing, ["good"] * 6 + ["inadequate"] * 6)
    for ref in refs(standing)[:6]:
        given[ref, "police", 1]["V4"] = "good"
    one = results(asked, standing, given).questions["V4"]
    assert (one.n, one.not_applicable, one.unanswered, one.method) == (6, 6, 0, "wilson")


def test_choices_are_counted_and_good_practice_is_told(asked):
    standing = sample(DESIGNS["simple"][0], rows_of(80))
    first, second, *_ = refs(standing)
    given = {
        (first, "police", 1): {"M1": "chronology; plan", "G1": "They listened."},
        (second, "police", 1): {"M1": "plan"},
        (second, "police", 2): {"M1": "chronology", "G1": "A second view."},
    }
    found = results(asked, standing, given)
    assert found.counts == {"M1": {"chronology": 1, "plan": 2}}
    assert [(one.ref, one.text) for one in found.good_practice] == [(first, "They listened.")]


def test_those_who_came_give_counts_and_no_interval(asked):
    given = {(f"C-{n:02}", "", 1): {"V1": "good"} for n in range(1, 6)}
    names = [ref for ref, _, _ in given]
    found = results(asked, None, given, agencies=(), refs=names, plan=Plan(readers=ANYONE))
    one = found.questions["V1"]
    assert (one.n, one.compliant, one.low) == (5, 5, None)
    assert as_json(found)["population"] is None
    assert as_json(found)["design"] == "not drawn"


def test_a_case_that_another_agency_owes_an_answer_to_is_not_answered_and_has_no_interval(asked):
    standing = sample(DESIGNS["simple"][0], rows_of(80))
    given = graded(standing, ["good"] * 12)
    found = results(asked, standing, given, agencies=("police", "health")).questions["V1"]
    assert (found.n, found.unanswered, found.method, found.low) == (12, 12, "none", None)
    assert found.why.startswith("12 of 12 cases are not answered by every agency yet")
    not_here = {"V1": {"value": "n/a", "reason": "not known to us"}}
    given |= {(ref, "health", 1): not_here for ref in refs(standing)}
    found = results(asked, standing, given, agencies=("police", "health")).questions["V1"]
    assert (found.n, found.unanswered, found.method) == (12, 0, "hypergeometric")


def test_an_agency_that_is_no_longer_expected_owes_nothing_and_what_it_said_counts(asked):
    standing = sample(DESIGNS["simple"][0], rows_of(80))
    given = graded(standing, ["good"] * 12) | {("C-01", "health", 1): {"V4": "good"}}
    found = results(asked, standing, given, agencies=("police",)).questions["V1"]
    assert (found.n, found.unanswered, found.method) == (12, 0, "hypergeometric")
    given["C-01", "health", 1] = {"V1": "inadequate"}
    found = results(asked, standing, given, agencies=("police",)).questions["V1"]
    assert (found.n, found.compliant, found.method) == (13, 12, "none")


def test_a_question_whose_condition_is_not_answered_yet_is_not_answered_either(asked):
    standing = sample(DESIGNS["simple"][0], rows_of(80))
    given = {(ref, "police", 1): {"V1": "good", "V4": "good"} for ref in refs(standing)}
    given["C-01", "police", 1] = {"V2": "good"}
    found = results(asked, standing, given).questions["V4"]
    assert (found.n, found.not_applicable, found.unanswered, found.method) == (11, 0, 1, "none")
    given["C-01", "police", 1] = {"V1": "inadequate"}
    found = results(asked, standing, given).questions["V4"]
    assert (found.n, found.not_applicable, found.unanswered, found.method) == (11, 1, 0, "wilson")


def test_a_question_asked_of_some_of_a_whole_register_is_no_census(asked):
    design = Design("census", subs={"consent": "25%"})
    standing = sample(design, rows_of(40))
    given = {(ref, "police", 1): {"V1": "good", "V3": "good"} for ref in refs(standing)}
    given = {
        key: given[key] if "consent" in entry.subs else {"V1": "good"}
        for key, entry in zip(given, standing.current, strict=True)
    }
    found = results(asked, standing, given).questions
    own = proportion(10, 10, population=40)
    assert (found["V1"].method, found["V3"].n, found["V3"].method) == ("census", 10, "hypergeometric")
    assert ends(found["V3"]) == (own.low, own.high, own.low_count, own.high_count)


def test_one_agencys_answers_are_not_the_rounds_while_another_is_still_to_answer(asked):
    standing = sample(DESIGNS["simple"][0], rows_of(80))
    both = ("police", "health")
    given = {(ref, "police", 1): {"V1": "good", "V2": "good", "V4": "good"} for ref in refs(standing)}
    found = results(asked, standing, given, agencies=both)
    one = found.questions["V1"]
    assert (one.n, one.compliant, one.unanswered, one.method) == (12, 12, 12, "none")
    assert one.why.startswith("12 of 12 cases are not answered by every agency yet")
    assert found.questions["V2"].method == "hypergeometric"  # asked of nobody else
    assert found.read == 0
    given |= {(ref, "health", 1): {"V1": {"value": "n/a", "reason": "x"}} for ref in refs(standing)}
    found = results(asked, standing, given, agencies=both)
    one = found.questions["V1"]
    assert (one.n, one.not_applicable, one.unanswered, one.method) == (12, 0, 0, "hypergeometric")
    assert found.read == 12


def test_where_answers_are_counted_so_are_those_that_do_not_count(asked):
    standing = sample(DESIGNS["simple"][0], rows_of(80))
    apart, names = {"value": "n/a", "reason": "x"}, refs(standing)
    given = {(ref, "police", 1): {"V1": "good"} for ref in names}
    given |= {(ref, "health", 1): {"V1": "good"} for ref in names[:7]}
    given |= {(ref, "health", 1): {"V1": apart} for ref in names[7:10]}
    panel = [agreed(names[0], "V1", "inadequate", police="good", health="good")]
    one = results(asked, standing, given, agencies=("police", "health"), panel=panel).questions["V1"]
    assert (one.n, one.compliant, one.not_applicable, one.unanswered) == (12 + 7 - 1, 17, 3, 2)


def test_a_case_of_which_one_agency_says_nothing_yet_is_not_put_down_as_not_applicable(asked):
    standing = sample(DESIGNS["simple"][0], rows_of(80))
    given = {(ref, "police", 1): {"V1": {"value": "n/a", "reason": "x"}} for ref in refs(standing)}
    one = results(asked, standing, given, agencies=("police", "health")).questions["V1"]
    assert (one.n, one.not_applicable, one.unanswered) == (0, 0, 12)


def test_a_case_that_somebody_else_than_the_one_it_was_allotted_to_has_half_read_is_owed(asked):
    standing = sample(DESIGNS["simple"][0], rows_of(80))
    plan = Plan("S-001", ALLOTTED, auditors=(Auditor("Ann", "police"),))
    given = {(ref, "health", 1): {"V1": "good"} for ref in refs(standing)}
    given["C-01", "health", 1] = {"V2": "good"}
    found = results(asked, standing, given, agencies=("police", "health"), plan=plan).questions["V1"]
    assert (found.n, found.unanswered, found.method) == (11, 1, "none")


def test_an_agency_that_left_is_not_waited_for(asked):
    standing = sample(DESIGNS["simple"][0], rows_of(80))
    given = graded(standing, ["good"] * 12) | {("C-01", "health", 1): {"V4": "good"}}
    found = results(asked, standing, given).questions["V1"]
    assert (found.n, found.unanswered, found.method) == (12, 0, "hypergeometric")
