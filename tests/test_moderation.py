"""A panel's grades on agencies: which count at return and today, in scores, counts and drift."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.errors import AnswerError, StateError
from audit.moderation import ACCEPTED, ASKED_FOR, Moderated, Moderation, Moved, moderation_of, moved
from audit.responses.brought import Brought
from audit.responses.interview import Interview, State
from audit.responses.response import Answer, Response, Signature
from audit.scoring.challenge import find_matter, in_turn, matters, matters_of, panel_lines
from audit.scoring.drift import drift
from audit.scoring.messages import messages
from audit.scoring.panel import Said, moderated
from audit.scoring.partnership import Met, met, results
from audit.scoring.score import Worst, score
from audit.scoring.table import as_json

SET = """
title: Set
scale: met-partly-not
standards:
  - id: A
    title: First
    questions:
      - {id: A1, text: One., critical: yes, weight: 2}
      - {id: A2, text: Two.}
      - {id: A3, text: Three., when: {A2: [not-met]}}
  - id: B
    title: Second
    questions:
      - {id: B1, text: Four., kind: share, grades: {met: 0.9, partly: 0.7}}
      - {id: B2, text: Five., optional: yes, critical: yes}
      - {id: B3, text: Six., kind: text, optional: yes}
"""
NO = {"value": "n/a", "reason": "No."}
SELF = {"A1": "met", "A2": "partly", "B1": "8/10"}  # A: (2 + 1/2) / 3 = 5/6, B: 1/2
HALF = Fraction(1, 2)


@pytest.fixture(scope="session")
def template(make):
    return make(SET, "against: local/set\nneeds: {action: [], evidence: [met]}")


def said(question, grade, on, **parts):
    """What a panel said of Alpha; `assured` and the rest as given."""
    head = {"reason": "Why", "day": "2026-02-01", "by": "Ann", "at": "2026-02-01T10:00:00"}
    return Moderated("alpha", "alpha", question, grade, on=on, **head | parts)


@pytest.fixture
def found(template, open_round, today):
    def found(grades, answers=SELF, others=None, **options):
        round_, responses = open_round(template, {"Alpha": answers} | (others or {}))
        return results(replace(round_, moderation=moderation_of(grades)), responses, today, **options)

    return found


def row(found_):
    return found_.rows[0]


def figures(scored):
    return tuple(one.value for one in (scored.overall, scored.standards["A"], scored.standards["B"]))


# --- by hand ---------------------------------------------------------------------------------------


def test_a_critical_question_moderated_down_limits_and_the_own_score_stays_beside(found):
    alpha = row(found([said("A1", "not-met", "met")]))
    # A: (2 * 0 + 1/2) / 3
    assert figures(alpha.scored) == ((Fraction(1, 6) + HALF) / 2, Fraction(1, 6), HALF)
    assert figures(alpha.self_scored) == ((Fraction(5, 6) + HALF) / 2, Fraction(5, 6), HALF)
    assert alpha.scored.standards["A"].limited_by == ("A1",)
    assert alpha.self_scored.standards["A"].limited_by == ()
    assert alpha.scored.overall.worst == Worst("not-met", ("A1",))
    assert met(alpha, alpha.interview.template.standards[0]) is Met.NOT
    assert (alpha.today, alpha.scored.overall.completeness) == (None, 1)


def test_a_critical_question_moderated_up_limits_no_more(found):
    alpha = row(found([said("A1", "met", "not-met")], SELF | {"A1": "not-met", "A2": "met"}))
    assert alpha.scored.standards["A"].value == 1
    assert (alpha.scored.overall.limited_by, alpha.self_scored.overall.limited_by) == ((), ("A1",))
    assert met(alpha, alpha.interview.template.standards[0]) is Met.FULLY
    assert alpha.scored.standards["A"].band.name == "green"


def test_a_question_that_the_agency_calls_not_applicable_enters_the_sum_where_the_panel_grades_it(found):
    some = found([said("A1", "not-met", "n/a")], SELF | {"A1": NO, "A2": "met"})
    alpha = row(some)
    assert figures(alpha.scored)[1] == Fraction(1, 3)  # (2 * 0 + 1) / 3
    assert figures(alpha.self_scored)[1] == 1
    assert (alpha.scored.overall.not_applicable, alpha.self_scored.overall.not_applicable) == (0, 1)
    assert alpha.scored.overall.limited_by == ("A1",)
    assert dict(some.questions[0].given) == {"not-met": 1}
    assert some.questions[0].states == {State.ANSWERED: 1}


def test_a_question_that_the_panel_calls_not_applicable_leaves_the_sum(found):
    some = found([said("A1", "n/a", "not-met")], SELF | {"A1": "not-met"})
    alpha = row(some)
    assert figures(alpha.scored)[1] == HALF  # A2 alone
    assert (alpha.scored.overall.not_applicable, alpha.scored.overall.limited_by) == (1, ())
    assert (dict(some.questions[0].given), some.questions[0].states) == ({}, {State.NOT_APPLICABLE: 1})
    everything = [said("A1", "n/a", "met"), said("A2", "n/a", "partly"), said("B1", "n/a", "partly")]
    bare = row(found(everything))
    assert (bare.scored.overall.value, bare.scored.overall.band) == (None, None)
    assert met(bare, bare.interview.template.standards[0]) is Met.NOT_APPLICABLE
    assert bare.scored.overall.completeness == 1


def test_a_share_can_be_moderated_too_and_counts_with_the_panels_grade(found):
    some = found([said("B1", "met", "partly")])
    assert row(some).scored.standards["B"].value == 1
    assert dict(some.questions[3].given) == {"met": 1}


def test_what_is_owed_stays_owed_whatever_the_panel_says(make, open_round, today):
    strict = make(SET, "against: local/set\nneeds: {action: [not-met], evidence: []}")
    round_, responses = open_round(strict, {"Alpha": SELF | {"A1": "not-met", "A2": "n/a"}})
    panel = moderation_of([said("A1", "met", "not-met"), said("A2", "met", "n/a")])
    alpha = row(results(replace(round_, moderation=panel), responses, today))
    a = alpha.scored.standards["A"]
    # A1 owes its action and A2 its reason; a critical question that is not settled still limits.
    assert (a.value, a.unanswered, a.incomplete, a.limited_by) == (1, 2, 2, ("A1",))
    assert alpha.scored.overall.completeness == Fraction(1, 3)


def test_when_the_own_grade_changes_it_counts_and_the_panels_is_to_be_given_again(found):
    grades = [said("A1", "not-met", "met")]
    some = found(grades, SELF | {"A1": "partly"})
    alpha = row(some)
    assert figures(alpha.scored)[1] == HALF
    assert alpha.self_scored is None
    (matter,) = [one for one in alpha.matters if one.panel]
    assert (matter.again, matter.counts, matter.open, matter.at_return) == (True, False, True, "partly")
    assert matter.state == "to be moderated again"
    assert "1 grade is to be moderated again, since the agency's own changed: Alpha." in texts(some)
    assert figures(row(found(grades)).scored)[1] == Fraction(1, 6), "it is again the one that was moderated"


def texts(some):
    return [message.text for message in messages(some)]


def test_a_grade_taken_back_leaves_the_agencys_own(found):
    alpha = row(found([said("A1", "not-met", "met"), said("A1", "", "met")]))
    assert (figures(alpha.scored)[1], alpha.self_scored) == (Fraction(5, 6), None)
    assert not [one for one in alpha.matters if one.open or one.settled]


def test_a_grade_revised_when_its_action_was_assured_counts_today_and_never_at_return(found):
    some = found([said("A1", "not-met", "met"), said("A1", "partly", "not-met", assured="2026-02-20")])
    alpha = row(some)
    assert figures(alpha.scored)[1] == Fraction(1, 6)
    assert figures(alpha.today)[1] == HALF  # (2 * 1/2 + 1/2) / 3
    assert (alpha.revisions, alpha.today.standards["A"].limited_by) == (("A1",), ())
    assert (some.standards[0].score, some.as_today.standards[0].score) == (Fraction(1, 6), HALF)
    assert some.as_graded.standards[0].score == Fraction(5, 6)
    assert some.as_today.as_today is None
    assert [one for one in texts(some) if one.startswith("1 grade has been revised since actions were assu")]


def test_it_may_be_revised_without_a_panel_on_the_agencys_own_grade(found):
    alpha = row(found([said("A2", "met", "partly", assured="2026-02-20")]))
    assert (figures(alpha.scored)[1], figures(alpha.today)[1]) == (Fraction(5, 6), 1)
    assert alpha.self_scored is None


def test_assured_then_moderated_again_the_revised_grade_counts_no_more(found):
    grades = [
        said("A1", "partly", "met"),
        said("A1", "met", "partly", assured="2026-02-20"),
        said("A1", "not-met", "met"),
    ]
    assert figures(row(found(grades[:2])).today)[1] == Fraction(5, 6)
    alpha = row(found(grades))
    assert (figures(alpha.scored)[1], alpha.today) == (Fraction(1, 6), None)
    (matter,) = [one for one in alpha.matters if one.panel]
    assert (matter.lapsed, matter.state) == (True, "revised grade to be given again")
    same = row(found([*grades[:2], said("A1", "partly", "met", reason="Better put")]))
    assert figures(same.today)[1] == Fraction(5, 6), "the grade that it was given on is still there"
    again = row(found([*grades, said("A1", "", "", assured="2026-02-21")]))
    assert not [one for one in again.matters if one.lapsed]


def test_a_question_that_does_not_arise_counts_nowhere(found):
    answers = SELF | {"A2": "not-met", "A3": "met"}
    grades = [said("A3", "not-met", "met")]
    assert figures(row(found(grades, answers)).scored)[1] == HALF  # (2 + 0 + 0) / 4
    gone = row(found(grades, answers | {"A2": "met"}))
    assert (figures(gone.scored)[1], gone.self_scored) == (1, None)
    assert [one.question.id for one in gone.matters] == ["A1", "A2", "B1"]


def test_what_is_asked_follows_the_agencys_answer_not_the_panels(found):
    alpha = row(found([said("A2", "not-met", "partly")]))
    assert alpha.interview.state(alpha.interview.template.by_id["A3"]) is State.DOES_NOT_ARISE


def test_a_second_view_is_not_moderated(template, open_round, put, today):
    round_, responses = open_round(template, {"Alpha": SELF})
    adviser = Response(
        "R", "la", "alpha", answers=put(template, SELF).answers, signed=Signature("L", "x", "")
    )
    round_ = replace(round_, moderation=moderation_of([said("A1", "not-met", "met")]))
    first, second = results(round_, [*responses, adviser], today).rows
    assert (figures(first.scored)[1], figures(second.scored)[1]) == (Fraction(1, 6), Fraction(5, 6))
    assert (second.matters, second.self_scored) == ((), None)


def test_what_a_panel_says_of_another_respondents_answer_does_not_count_for_this_one(found):
    alpha = row(found([replace(said("A1", "not-met", "met"), respondent="la")]))
    assert figures(alpha.scored)[1] == Fraction(5, 6)
    assert [one.question.id for one in alpha.matters if one.again] == ["A1"]


def test_a_round_without_a_panel_says_nothing_of_one(found):
    plain = as_json(found([]))
    assert not {"self", "today", "drift"} & set(plain)
    assert not {"self", "today", "moderated", "drift"} & set(plain["respondents"][0])
    assert not [one for one in plain["messages"] if "panel" in one or "assured" in one]


def test_the_json_has_all_three_scores_the_panels_words_and_drift(found):
    grades = [
        said("A1", "not-met", "met", evidence=ASKED_FOR, wanted="minutes"),
        said("A1", "partly", "not-met", assured="2026-02-20"),
    ]
    block = as_json(found(grades, others={"Silent": None}))
    alpha, silent = block["respondents"]
    assert alpha["standards"]["A"]["score"] == 1 / 6
    assert alpha["self"]["standards"]["A"] == {"score": 5 / 6, "band": "amber"}
    assert alpha["today"]["standards"]["A"] == {"score": 0.5, "band": "amber"}
    assert (alpha["self"]["score"], alpha["today"]["score"]) == (2 / 3, 0.5)
    assert alpha["today"]["revised"] == ["A1"]
    one = alpha["moderated"]["A1"]
    assert (one["self"], one["at_return"], one["today"]) == ("met", "not-met", "partly")
    panel = {"grade": "not-met", "reason": "Why", "by": "Ann", "at": "2026-02-01T10:00:00"}
    assert one["panel"] == panel | {"on": "2026-02-01", "counts": True}
    assert (one["evidence"], one["state"]) == ({"said": ASKED_FOR, "wanted": "minutes"}, "evidence asked for")
    assert (one["assured"]["grade"], one["assured"]["on"]) == ("partly", "2026-02-20")
    assert alpha["drift"] | {"mean": -1.0, "answers": 1, "down": 1} == alpha["drift"]
    assert (silent["self"]["score"], silent["moderated"], silent["drift"]) == (None, {}, None)
    assert (block["self"]["standards"]["A"]["score"], block["today"]["standards"]["A"]["score"]) == (
        5 / 6,
        0.5,
    )
    assert (block["drift"]["agencies"]["alpha"]["mean"], list(block["drift"]["standards"])) == (-1.0, ["A"])


# --- drift and messages ------------------------------------------------------------------------------


def test_drift_is_the_mean_of_moderated_minus_self_where_both_have_points(found):
    grades = [said("A1", "partly", "met"), said("A2", "n/a", "partly"), said("B1", "partly", "partly")]
    beta = [replace(one, subject="beta", respondent="beta") for one in [said("A1", "met", "not-met")]]
    some = found(grades + beta, others={"Beta": {"A1": "not-met"}, "Gamma": SELF})
    both = drift(some.counted)
    # -1/2, 0 and +1 over the three; A2 became not applicable
    assert both.whole == Moved(3, Fraction(1, 6), 1, 1, 1, 1)
    assert both.agencies["alpha"] == Moved(2, Fraction(-1, 4), 0, 1, 1, 1)
    assert both.agencies["beta"] == Moved(1, Fraction(1), 1, 0, 0, 0)
    assert both.standards == {"A": Moved(2, Fraction(1, 4), 1, 1, 0, 1), "B": Moved(1, Fraction(0), 0, 0, 1)}
    assert drift(found([]).counted) is None
    changed = "and changed 3, in 2 agencies: 1 up, 1 down, 1 to or from n/a."
    assert f"A panel moderated 4 grades, in 2 agencies, {changed}" in texts(some)


def test_messages_say_what_the_panel_left_and_what_it_waits_for(found):
    grades = [said("A1", "met", "met", evidence=ASKED_FOR), said("A2", "", "partly", evidence=ASKED_FOR)]
    told = texts(found(grades))
    assert "A panel moderated 1 grade, in 1 agency, and changed none." in told
    assert "Evidence that the panel asked for is still to come on 2 questions, from Alpha." in told
    lifted = found([said("A1", "met", "not-met")], SELF | {"A1": "not-met"})
    assert "No critical question is at its lowest grade as grades count after the panel." in texts(lifted)


def test_an_agency_that_the_panel_lowered_still_gave_top_grades_throughout(found):
    top = {"A1": "met", "A2": "met", "B1": "10/10"}
    assert [one for one in texts(found([said("A1", "partly", "met")], top)) if "throughout: Alpha" in one]
    raised = found([said("A2", "met", "partly")], top | {"A2": "partly"})
    assert not [one for one in texts(raised) if "throughout" in one]


def test_moved_counts_ups_downs_and_what_leaves_or_enters_the_scale(template):
    pairs = [("met", "partly"), ("not-met", "met"), ("met", "met"), ("n/a", "met"), ("met", "n/a")]
    assert moved(template.scale, [*pairs, ("n/a", "n/a")]) == Moved(3, Fraction(1, 6), 1, 1, 1, 2)
    assert moved(template.scale, []) == Moved(0, None, 0, 0, 0)


# --- what a panel may say ------------------------------------------------------------------------------


@pytest.fixture
def say(template, open_round, today):
    """What is kept of what a panel says of a question, after what it has said before."""

    def say(question, said_, before=(), answers=SELF, **options):
        round_, (response,) = open_round(template, {"Alpha": answers})
        round_ = replace(round_, moderation=moderation_of(list(before)))
        listed = matters_of(round_, round_.expected[0].agency, response, today)
        return moderated(template, find_matter(round_, listed, question), said_, today, **options)

    return say


def test_a_panels_grade_is_kept_with_the_grade_that_it_was_given_on(say):
    kept = say("a1", Said("Partly met", reason="No minutes", day=date(2026, 2, 3), by="Ann"))
    assert kept == Moderated(
        *("alpha", "alpha", "A1", "partly", "No minutes", "met"), day="2026-02-03", by="Ann"
    )
    assert say("A1", Said("met")).day == "2026-03-02"
    assert say("A1", Said("not applicable", reason="x")).grade == "n/a"
    assert say("A1", Said("partly"), reason_later=True).reason == ""


@pytest.mark.parametrize(
    ("question", "what", "error", "words"),
    [
        ("A1", Said("partly"), AnswerError, "another than the agency's own (Met), so give the reason"),
        ("A1", Said("goodish", reason="x"), AnswerError, "those are met, partly, not-met, n/a."),
        ("A1", Said(), AnswerError, "give the panel's grade, or what it says of the evidence"),
        (
            "A1",
            Said("met", day=date(2026, 3, 3)),
            AnswerError,
            "3 March 2026, when the panel sat, is still ah",
        ),
        ("A1", Said("met", evidence="maybe"), AnswerError, "'accepted' or 'asked', not 'maybe'"),
        ("A1", Said("met", evidence="accepted", wanted="x"), AnswerError, "keep one of the two"),
        ("A1", Said("met", reason="x" * 32_768), AnswerError, "32,768 characters"),
        ("A1", Said("partly", reason="x", own="partly"), AnswerError, "as Partly met, and now it is Met"),
        ("A1", Said(take_back=True), StateError, "The panel has said nothing of A1"),
        ("A1", Said(take_back=True, assured=date(2026, 3, 2)), StateError, "No grade was revised on"),
        (
            "A1",
            Said("met", assured=date(2026, 3, 3), reason="x"),
            AnswerError,
            "action was assured, is still",
        ),
        ("A1", Said("met", assured=date(2026, 3, 2)), AnswerError, "give the reason for the revised grade"),
        ("A1", Said(assured=date(2026, 3, 2)), AnswerError, "give the grade that it has since"),
        ("A3", Said("met"), StateError, "A3 has no grade that counts there"),
        ("B2", Said("met"), StateError, "B2 has no grade that counts there"),
        ("B3", Said("met"), AnswerError, "B3 is not graded"),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(say, question, what, error, words):
    with pytest.raises(error) as refused:
        say(question, what)
    assert words in str(refused.value)


def test_where_the_agencys_own_grade_is_gone_the_panels_can_only_be_taken_back(say):
    before, answers = [said("A1", "partly", "met")], {"A2": "met"}
    for what in (Said("partly", reason="x"), Said("met", assured=date(2026, 3, 2), reason="x")):
        with pytest.raises(StateError, match="own grade is gone"):
            say("A1", what, before, answers)
    assert say("A1", Said(take_back=True), before, answers).grade == ""


def test_evidence_can_be_asked_for_alone_and_stays_so_until_it_is_accepted(say):
    asked = say("A1", Said(wanted="minutes"))
    assert (asked.grade, asked.evidence, asked.wanted) == ("", ASKED_FOR, "minutes")
    graded = say("A1", Said("met"), [asked])
    assert (graded.grade, graded.evidence, graded.wanted) == ("met", ASKED_FOR, "minutes")
    accepted = say("A1", Said(evidence="accepted"), [said("A1", "partly", "met", evidence=ASKED_FOR)])
    assert (accepted.grade, accepted.reason, accepted.evidence) == ("partly", "Why", ACCEPTED)
    later = say("A1", Said(evidence="accepted", by="Bo", day=date(2026, 3, 1)), [said("A1", "partly", "met")])
    assert (later.by, later.moderator, later.day) == ("Bo", "Ann", "2026-02-01")
    assert say("A1", Said(wanted="x", by="Cy"), [later]).moderator == "Ann"
    assert say("A1", Said("met", by="Cy"), [later]).moderator == "Cy"
    other = say("A1", Said("partly", reason="x"), [accepted], SELF | {"A1": "not-met"})
    assert other.evidence == "", "what was accepted for another grade is not accepted for this one"


def test_asking_for_evidence_does_not_make_a_stale_grade_count(say):
    stale = say("A1", Said(wanted="log"), [said("A1", "partly", "met")], SELF | {"A1": "not-met"})
    assert (stale.grade, stale.on) == ("partly", "met")


def test_a_revised_grade_is_given_on_the_one_that_counts_at_return(say):
    what = Said("met", reason="Seen", assured=date(2026, 3, 2))
    assert say("A1", what).on == "met"
    kept = say("A1", what, [said("A1", "not-met", "met")])
    assert (kept.on, kept.assured, kept.day) == ("not-met", "2026-03-02", "")


def test_a_panel_goes_through_what_is_open_then_top_grades_without_evidence_then_the_rest(found):
    answers = {"A1": "met", "A2": "met", "A": "Log", "B1": "10/10", "B2": "partly"}
    turn = lambda some, every: [one.question.id for one in in_turn(row(some).matters, every=every)]  # noqa: E731
    assert turn(found([], answers), False) == ["B1"]
    assert turn(found([], answers), True) == ["B1", "A1", "A2", "B2"]
    grades = [said("B2", "met", "met"), said("B1", "met", "met")]
    assert turn(found(grades, answers), False) == ["B2"], "to be moderated again; B1 is settled"
    assert turn(found(grades, answers), True) == ["B2", "A1", "A2", "B1"]
    assert turn(found([said("B1", "", "met", evidence=ACCEPTED)], answers), False) == []


def test_what_the_panel_said_reads_as_lines(found, template):
    grades = [
        said("A1", "not-met", "met", evidence=ASKED_FOR, wanted="minutes"),
        said("A1", "partly", "not-met", assured="2026-02-20", reason="Seen"),
    ]
    lines = lambda some: panel_lines(template.scale, row(some).matters[0])  # noqa: E731
    assert lines(found(grades)) == [
        "Panel: Not met, Why (Ann, 1 February 2026)",
        "Evidence asked for: minutes",
        "Revised when its action was assured: Partly met, Seen (Ann, 20 February 2026)",
    ]
    assert lines(found(grades, SELF | {"A1": "partly"})) == [
        "Panel: Not met, Why (Ann, 1 February 2026); to be moderated again",
        "Evidence asked for: minutes",
        "Revised when its action was assured: Partly met, Seen (Ann, 20 February 2026); it no longer counts",
    ]
    assert lines(found([])) == []


# --- what always holds -----------------------------------------------------------------------------

POINTS = {"met": Fraction(1), "partly": HALF, "not-met": Fraction(0), "n/a": None}
WEIGHTS = {"A1": 2, "A2": 1, "A3": 1, "B2": 1}
CODES = st.sampled_from(["met", "partly", "not-met", "n/a"])
ANSWERS = st.dictionaries(st.sampled_from(["A1", "A2", "A3", "B2"]), st.tuples(CODES, st.booleans()))
PANEL = st.dictionaries(st.sampled_from(["A1", "A2", "A3", "B2"]), st.tuples(CODES, st.booleans()))


def oracle(own, panel):
    """The scores of A, B and overall, and what limits, by sums of their own: {id: code}, those that arise."""
    codes = {name: panel.get(name, code) for name, code in own.items()}
    codes = {name: code for name, code in codes.items() if name != "A3" or own.get("A2") == "not-met"}

    def mean(letter):
        given = [
            (WEIGHTS[n], POINTS[c]) for n, c in codes.items() if n[0] == letter and POINTS[c] is not None
        ]
        return sum(w * p for w, p in given) / sum(w for w, _ in given) if given else None

    means = [one for one in map(mean, "AB") if one is not None]
    lowest = {name for name in ("A1", "B2") if codes.get(name) == "not-met"}
    return mean("A"), mean("B"), sum(means) / len(means) if means else None, lowest


@settings(max_examples=150)
@given(ANSWERS, PANEL)
def test_scores_are_those_of_the_grades_that_count_and_completeness_is_the_agencys_own(
    template, open_round, today, answers, panel
):
    values = {name: Answer(code, reason="x" if why else "") for name, (code, why) in answers.items()}
    own = {name: code for name, (code, _) in answers.items()}
    # A panel's grade is fresh (given on the grade that stands there) or stale.
    stands = {name: code for name, (code, fresh) in panel.items() if fresh and name in own}
    grades = [
        said(name, code, own[name] if name in stands else "another") for name, (code, _) in panel.items()
    ]
    round_, _ = open_round(template, {"Alpha": None})
    response = Response("R", "alpha", "alpha", answers=values)
    plain = row(results(round_, [response], today))
    alpha = row(results(replace(round_, moderation=moderation_of(grades)), [response], today))
    a, b, overall, lowest = oracle(own, stands)
    assert figures(alpha.scored) == (overall, a, b)
    before, after = plain.scored.overall, alpha.scored.overall
    for name in ("owed", "unanswered", "incomplete", "not_asked", "without_evidence", "completeness"):
        assert getattr(before, name) == getattr(after, name)
    unsettled = {q.id for q in alpha.interview.still_owed() if q.critical}
    assert set(after.limited_by) == lowest | unsettled
    assert figures(alpha.self_scored or alpha.scored) == oracle(own, {})[2:3] + oracle(own, {})[:2]
    assert figures(score(replace(alpha.interview, moderated={}))) == figures(plain.scored)
    assert {one.question.id for one in alpha.matters if one.again} == {
        name for name in panel if name not in stands and (name != "A3" or own.get("A2") == "not-met")
    }


@pytest.mark.parametrize(
    ("panel", "revised", "confirmed", "contested"),
    [
        ("Partly met", "", "r0", True),
        ("Met", "", "r0", False),
        ("", "", "r0", False),
        ("Partly met", "Met, 3 March 2025", "r0", False),
        ("Not met", "Partly met, 3 March 2025", "r0", True),
        ("Partly met", "", "", False),  # graded anew, not confirmed
    ],
)
def test_what_a_panel_overruled_last_time_is_open_where_it_was_confirmed(
    template, today, panel, revised, confirmed, contested
):
    then = Brought("r0", Answer("met"), "Met", "One.", same=True, moderated=panel, revised=revised)
    answers = {"A1": Answer("met", confirmed=confirmed)}
    asked = Interview(template, frozenset(), answers, today, brought={"A1": then})
    (matter,) = matters(asked, Moderation(), "oak", "oak")
    assert (matter.open, matter.state) == (contested, "graded otherwise last time" if contested else "")
    accepted = Moderated("oak", "oak", "A1", "met", "", on="met")
    (settled,) = matters(asked, Moderation({"A1": accepted}), "oak", "oak")
    assert not settled.open
