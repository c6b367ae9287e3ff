"""What is asked next, what a reply means, and what is still owed."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.responses.files import take
from audit.responses.interview import OPEN, SETTLED, Interview, State

NEEDS = "against: local/set\nneeds: {action: [not-met], evidence: [met]}"
SET = """
title: Set
scale: met-partly-not
standards:
  - id: A
    title: First
    questions:
      - {id: A1, text: One.}
      - {id: A2, text: Two., when: {A1: [Partly Met, not-met]}}
      - {id: A3, text: Three., when: {A2: [met]}, kind: text}
      - {id: A4, text: Four., needs: evidence}
  - id: B
    title: Second
    questions:
      - {id: B1, text: Five., applies_to: [police, section-11]}
      - {id: B2, text: Six., when: {B1: [met]}}
      - {id: B3, text: Seven., kind: text, optional: yes}
      - {id: B4, text: Eight., kind: choices, choices: [a, b]}
      - {id: B5, text: Nine., kind: share, grades: {met: 0.9, partly: 0.7}, when: {B4: [B]}}
"""


@pytest.fixture(scope="session")
def asked(make, put):
    template = make(SET, NEEDS)
    return lambda answers=None, words=(): put(template, answers, words)


def states(interview):
    return {question.id: interview.state(question) for question in interview.template.questions}


def owed(interview):
    return [question.id for question in interview.owed()]


def test_a_question_is_owed_when_it_is_meant_for_the_agency_arises_and_is_not_optional(asked):
    assert owed(asked()) == ["A1", "A4", "B4"]
    assert owed(asked(words=["police"])) == ["A1", "A4", "B1", "B4"]
    assert owed(asked(words=["section-11", "school"])) == ["A1", "A4", "B1", "B4"]
    assert owed(asked({"A1": "partly", "B4": "a; b"})) == ["A1", "A2", "A4", "B4", "B5"]


def test_evidence_is_old_once_its_latest_day_lies_before_the_limit(make, put):
    template = make(SET, f"{NEEDS}\nevidence-within: 6 months")

    def stale(day, today):
        asked = put(template, {"A1": {"value": "met", "evidence": {"what": "Log", "date": day}}}, (), today)
        return bool(asked.stale(template.by_id["A1"]))

    assert not stale("15/6/2025", date(2025, 12, 15))
    assert stale("15/6/2025", date(2025, 12, 16))
    assert not stale("June 2025", date(2025, 12, 31))
    assert stale("June 2025", date(2026, 1, 1))
    assert not stale("2025", date(2026, 6, 30))
    assert stale("2025", date(2026, 7, 1))
    assert not stale("Spring 2019", date(2026, 7, 1))
    assert not stale("", date(2026, 7, 1))


def test_evidence_behind_a_question_that_does_not_arise_is_not_flagged(make, put):
    template = make(SET, f"{NEEDS}\nevidence-within: 6 months")
    said = {"A1": "partly", "A2": {"value": "met", "evidence": {"what": "Log", "date": "2019"}}}
    assert put(template, said).stale(template.by_id["A2"])
    assert not put(template, said | {"A1": "met"}).stale(template.by_id["A2"])


def test_a_condition_on_a_question_that_does_not_arise_itself_never_holds(asked):
    # A2 and A3 were answered while A1 was low; with A1 met they keep their answers but do not count.
    answers = {"A1": "met", "A2": "met", "A3": "because"}
    found = asked(answers)
    assert (states(found)["A2"], states(found)["A3"]) == (State.DOES_NOT_ARISE, State.DOES_NOT_ARISE)
    assert found.answers["A3"].value == "because"
    assert states(asked(answers | {"A1": "partly"}))["A3"] is State.ANSWERED


def test_a_condition_on_a_question_not_meant_for_the_agency_never_holds(asked):
    assert states(asked())["B2"] is State.DOES_NOT_ARISE
    assert states(asked({"B1": "met"}, ["police"]))["B2"] is State.UNANSWERED


def test_not_answered_and_not_applicable_match_no_condition(asked):
    assert "A2" not in owed(asked())
    assert "A2" not in owed(asked({"A1": {"value": "n/a", "reason": "No."}}))


def test_not_applicable_counts_once_its_reason_is_given(asked):
    assert states(asked({"A1": "n/a"}))["A1"] is State.INCOMPLETE
    assert states(asked({"A1": {"value": "n/a", "reason": "No."}}))["A1"] is State.NOT_APPLICABLE
    assert states(asked({"B4": "n/a"}))["B4"] is State.INCOMPLETE


def test_a_template_may_take_not_applicable_freely(make, put):
    free = put(make(SET, "against: local/set\nnot-applicable: free"), {"A1": "n/a"})
    assert states(free)["A1"] is State.NOT_APPLICABLE


def test_nothing_out_of_nothing_is_not_applicable_and_needs_no_reason(asked):
    found = asked({"B4": "b", "B5": "0/0"})
    assert states(found)["B5"] is State.NOT_APPLICABLE
    assert found.grade(found.template.by_id["B5"]).points is None


@pytest.mark.parametrize(
    ("share", "grade"),
    [("90/100", "met"), ("9/10", "met"), ("89/100", "partly"), ("7/10", "partly"), ("69/100", "not-met")],
)
def test_a_share_comes_to_the_grade_of_the_highest_edge_reached_else_the_lowest(asked, share, grade):
    found = asked({"B4": "b", "B5": share})
    assert found.grade(found.template.by_id["B5"]).code == grade


def test_a_low_grade_counts_once_its_action_says_what_will_be_done(asked):
    assert asked({"A1": "not-met"}).missing(asked().template.by_id["A1"]) == ("action",)
    assert states(asked({"A1": {"value": "not-met", "action": {"who": "Head"}}}))["A1"] is State.INCOMPLETE
    assert states(asked({"A1": {"value": "not-met", "action": "Write it"}}))["A1"] is State.ANSWERED
    assert states(asked({"A1": "partly"}))["A1"] is State.ANSWERED


def test_a_top_grade_of_a_question_that_needs_evidence_counts_once_it_has_its_own(asked):
    assert states(asked({"A4": "met", "A": "Log"}))["A4"] is State.INCOMPLETE
    assert states(asked({"A4": {"value": "met", "evidence": "Log"}}))["A4"] is State.ANSWERED
    assert states(asked({"A4": "partly"}))["A4"] is State.ANSWERED


def test_evidence_for_a_standard_covers_its_top_grades_but_not_those_that_need_their_own(asked):
    def bare(answers):
        found = asked(answers)
        return [question.id for question in found.without_evidence(found.template.standards[0])]

    assert bare({"A1": "met", "A4": "met"}) == ["A1", "A4"]
    assert bare({"A1": "met", "A4": "met", "A": "Log"}) == ["A4"]
    assert bare({"A1": {"value": "met", "evidence": "Log"}, "A4": "partly"}) == []


def test_evidence_for_a_standard_is_wanted_once_its_questions_are_settled(asked):
    standard = asked().template.standards[0]
    assert not asked({"A1": "met"}).evidence_wanted(standard)
    assert asked({"A1": "met", "A4": "partly"}).evidence_wanted(standard)
    assert not asked({"A1": "met", "A4": "partly", "A": "Log"}).evidence_wanted(standard)
    assert not asked({"A1": {"value": "met", "evidence": "x"}, "A4": "partly"}).evidence_wanted(standard)


ELAPSED = """
title: Set
scale: met-partly-not
standards:
  - id: A
    title: First
    questions:
      - {id: W, text: One., kind: elapsed, limit: 10}
      - {id: C, text: Two., kind: elapsed, limit: 10, days: calendar}
"""


@pytest.mark.parametrize(
    ("name", "reply", "today", "grade"),
    [
        ("W", "2026-03-02..2026-03-16", "2026-03-20", "met"),
        ("W", "2026-03-02..2026-03-17", "2026-03-20", "not-met"),
        ("W", "2026-03-27..2026-04-14", "2026-05-01", "met"),  # Good Friday and Easter Monday between
        ("W", "2026-03-27..2026-04-15", "2026-05-01", "not-met"),
        ("W", "2026-03-02..", "2026-03-16", None),
        ("W", "2026-03-02..", "2026-03-17", "not-met"),
        ("C", "2026-03-02..2026-03-12", "2026-03-20", "met"),
        ("C", "2026-03-02..2026-03-13", "2026-03-20", "not-met"),
        ("C", "2026-03-02..", "2026-03-12", None),
        ("C", "2026-03-02..", "2026-03-13", "not-met"),
        ("C", "2031-03-02..2031-03-05", "2031-03-13", "met"),  # calendar days need no bank holidays
    ],
)
def test_a_span_is_the_best_grade_within_the_limit_and_the_worst_over_it(
    make, put, name, reply, today, grade
):
    found = put(make(ELAPSED), {name: reply}, today=date.fromisoformat(today))
    given_ = found.grade(found.template.by_id[name])
    assert (given_.code if given_ else None) == grade
    assert (states(found)[name] is State.UNANSWERED) is (grade is None)


REPLIES = {
    "grade": ["met", "PARTLY", "not-met", {"value": "n/a", "reason": "No."}],
    "text": ["Because.", {"value": "n/a", "reason": "No."}],
    "choices": [["a"], "a; b"],
    "share": ["24/26", "1/2", "0/0", "7/10"],
}


@given(st.randoms(use_true_random=False), st.booleans(), st.booleans())
def test_an_interview_ends_and_then_nothing_is_owed(asked, chance, police, backwards):
    found, after = asked(words=["police"] if police else []), ""
    for _ in range(60):
        step = found.next_step(after)
        if step is None:
            break
        reply = {"evidence": "Log"}
        if step.id in found.template.by_id:
            reply = chance.choice(REPLIES[step.kind])
            reply = {
                **(reply if isinstance(reply, dict) else {"value": reply}),
                "action": "Do",
                "evidence": "Log",
            }
        taken = take(found, {step.id: reply}, "f").answers
        found = Interview(found.template, found.words, {**found.answers, **taken}, found.today)
        after = "" if backwards else step.id
    assert found.next_step() is None
    assert found.still_owed() == ()
    assert found.completeness() == 1
    assert not any(found.without_evidence(section) for section in found.template.sections)


values = st.fixed_dictionaries(
    {},
    optional={
        **{
            name: st.sampled_from(["met", "partly", "not-met", "n/a"])
            for name in ("A1", "A2", "A4", "B1", "B2")
        },
        "A3": st.just("text"),
        "B3": st.just("text"),
        "B4": st.sampled_from(["a", "b"]),
        "B5": st.sampled_from(["0/0", "9/10", "n/a"]),
    },
)


@given(values, st.booleans())
def test_completeness_is_what_is_settled_out_of_what_is_owed(asked, answers, police):
    found = asked(answers, ["police"] if police else [])
    for section in (None, *found.template.sections):
        due = found.owed(section)
        settled = [question for question in due if found.state(question) in SETTLED]
        open_ = [question for question in due if found.state(question) in OPEN]
        assert list(found.still_owed(section)) == open_
        assert len(settled) + len(open_) == len(due)
        assert found.completeness(section) == (Fraction(len(settled), len(due)) if due else 1)


def test_the_next_step_follows_the_last_one_and_comes_round_to_what_was_skipped(asked):
    found = asked()
    assert found.next_step().id == "A1"
    assert found.next_step("A4").id == "B3"
    assert found.next_step("B4").id == "A1"
    assert found.next_step("B4", frozenset({"A1"})).id == "A4"
    assert found.next_step("", frozenset({"A1", "A4", "B3", "B4"})) is None
    assert found.next_step("gone").id == "A1"
