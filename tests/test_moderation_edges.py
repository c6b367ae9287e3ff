"""What a panel said, at its edges: what is open, what reads how, what is kept, and what counts today."""

from dataclasses import replace
from datetime import date

import pytest

from audit.agencies import Agency
from audit.errors import StateError
from audit.moderation import ACCEPTED, ASKED_FOR, Moderated, Moderation, Moved
from audit.responses.brought import Brought
from audit.responses.interview import Interview
from audit.responses.reply import LONGEST
from audit.responses.response import Answer
from audit.scoring.challenge import Matter, find_matter, in_turn, matters, matters_of, panel_lines
from audit.scoring.drift import drift
from audit.scoring.moderated import matter_block, row_block
from audit.scoring.panel import Said, moderated
from audit.scoring.partnership import results

SET = """
title: Set
scale: met-partly-not
standards:
  - id: A
    title: First
    questions:
      - {id: A1, text: One.}
      - {id: A2, text: Two., when: {A1: [not-met]}}
      - {id: A3, text: Three., kind: text, optional: yes}
"""
TODAY = date(2026, 3, 2)
AT = "2026-02-01T10:00:00"


@pytest.fixture(scope="module")
def template(make):
    return make(SET, "against: local/set\nneeds: {action: [], evidence: [met]}")


def given(grade="", on="met", question="A1", **parts):
    """What Ann said of a question of Alpha's."""
    head = {"reason": "Why", "day": "2026-02-01", "by": "Ann", "at": AT}
    return Moderated("alpha", "alpha", question, grade, on=on, **head | parts)


@pytest.fixture
def matter(template):
    def matter(panel=None, assured=None, own="met", **parts):
        question = template.question("A1")
        return Matter("alpha", "alpha", question, own, panel=panel, assured=assured, **parts)

    return matter


@pytest.fixture
def keep(template, matter):
    """What is kept of what a panel says of a matter."""

    def keep(said, panel=None, assured=None, own="met"):
        return moderated(template, matter(panel, assured, own), said, TODAY)

    return keep


def stand(one):
    names = ("counts", "revised", "changed", "again", "reason_owed", "evidence_asked", "lapsed", "contested")
    return {name for name in (*names, "open", "settled") if getattr(one, name) is not False}, one.state


LAPSED = given("partly", on="not-met", assured="2026-02-20")


@pytest.mark.parametrize(
    ("panel", "assured", "own", "holds", "state"),
    [
        (None, None, "met", set(), ""),
        (given("met"), None, "met", {"counts", "settled"}, "moderated"),
        (given("partly"), None, "met", {"counts", "changed", "settled"}, "moderated"),
        (
            *(given("partly", reason=""), None, "met"),
            *({"counts", "changed", "reason_owed", "open", "settled"}, "reason owed"),
        ),
        (given("partly", reason=""), None, "not-met", {"again", "open"}, "to be moderated again"),
        (given(evidence=ASKED_FOR), None, "met", {"evidence_asked", "open"}, "evidence asked for"),
        (given(evidence=ACCEPTED), None, "met", {"settled"}, "moderated"),
        (given(evidence=ACCEPTED), None, "partly", set(), ""),
        (None, LAPSED, "met", {"lapsed", "open"}, "revised grade to be given again"),
        (None, LAPSED, "not-met", {"revised"}, ""),
        (None, given(on="met", assured="2026-02-20"), "met", set(), ""),
    ],
)
def test_where_a_grade_stands_before_a_panel_follows_from_what_was_said_of_it(
    matter, panel, assured, own, holds, state
):
    assert stand(matter(panel, assured, own)) == (holds, state)


def test_a_grade_overruled_last_time_is_contested_until_the_panel_settles_it(matter):
    assert stand(matter(overruled=True)) == ({"contested", "open"}, "graded otherwise last time")
    assert stand(matter(given("met"), overruled=True)) == ({"counts", "settled"}, "moderated")
    assert (matter().bare, matter().overruled) == (False, False)


def test_what_a_panel_said_of_a_question_that_has_no_grade_now_is_not_before_it(template):
    asked = Interview(template, frozenset(), {"A1": Answer("met"), "A3": Answer("text")}, TODAY)
    said = Moderation({"A3": given("met", question="A3"), "A2": given("met", question="A2")})
    assert [one.question.id for one in matters(asked, said, "alpha", "alpha")] == ["A1"]


def test_only_an_answer_that_was_brought_and_still_has_its_grade_can_be_contested(template):
    then = Brought("r0", Answer("met"), "Met", "One.", same=True, moderated="Partly met")

    def contested(answer, brought):
        asked = Interview(template, frozenset(), {"A1": answer}, TODAY, brought=brought)
        (matter,) = matters(asked, Moderation({"A1": given("partly")}), "oak", "oak")
        return matter.overruled

    confirmed = Answer("met", confirmed="r0")
    assert contested(confirmed, {"A1": then}) is True
    assert contested(confirmed, {}) is False
    assert contested(Answer(confirmed="r0"), {"A1": then}) is False


def test_without_a_response_nothing_is_before_a_panel(template, open_round):
    round_, _ = open_round(template, {"Alpha": None})
    assert matters_of(round_, Agency("alpha", "Alpha"), None, TODAY) == ()


def test_a_top_grade_that_is_open_and_has_no_evidence_comes_up_once(matter):
    asked, plain = matter(given(evidence=ASKED_FOR), bare=True), matter(bare=True)
    assert in_turn([plain, asked], every=False) == [asked, plain]
    assert in_turn([plain, asked], every=True) == [asked, plain]


def test_a_question_is_found_by_its_id_with_white_space_round_it(template, matter, open_round):
    round_, _ = open_round(template, {"Alpha": None})
    one = matter()
    assert find_matter(round_, [one], " a1 ") is one


def test_lines_on_what_a_panel_said_name_only_what_it_said(template, matter):
    def lines(*said):
        return panel_lines(template.scale, matter(*said))

    assert lines(given(evidence=ASKED_FOR)) == ["Evidence asked for"]
    assert lines(given("met", day="")) == ["Panel: Met, Why (Ann, 1 February 2026)"]
    assert lines(None, given(on="met", assured="2026-02-20")) == []
    assert lines(given("partly", reason=""), given("met", on="partly", reason="", assured="2026-02-20")) == [
        "Panel: Partly met (Ann, 1 February 2026); reason owed",
        "Revised when its action was assured: Met (Ann, 20 February 2026)",
    ]


# --- what is kept ------------------------------------------------------------------------------------


def test_what_is_kept_is_stamped_anew_even_where_only_evidence_is_spoken_of(keep):
    before = given("partly")
    assert keep(Said(evidence="Accepted", by="Bo"), before) == Moderated(
        *("alpha", "alpha", "A1", "partly", "Why", "met"),
        day="2026-02-01",
        evidence=ACCEPTED,
        giver="Ann",
        by="Bo",
        at="",
    )


def test_evidence_of_a_grade_that_the_panel_never_gave_is_kept_on_the_grade_that_stands_now(keep):
    said = Said(evidence="accepted", by="Bo", day=date(2026, 3, 1))
    assert keep(said, given(evidence=ASKED_FOR, wanted="minutes"), own="partly") == Moderated(
        *("alpha", "alpha", "A1", "", "", "partly"), day="2026-03-01", evidence=ACCEPTED, by="Bo"
    )


def test_what_was_asked_for_stays_on_another_grade_and_what_was_accepted_stays_on_its_own(keep):
    def evidence(last, own):
        kept = keep(Said("not-met", reason="x"), last, own=own)
        return kept.evidence, kept.wanted

    asked, accepted = given(evidence=ASKED_FOR, wanted="minutes"), given(evidence=ACCEPTED)
    assert evidence(asked, "partly") == evidence(asked, "met") == (ASKED_FOR, "minutes")
    assert evidence(accepted, "met") == (ACCEPTED, "")
    assert evidence(accepted, "partly") == evidence(None, "met") == ("", "")


def test_a_text_of_exactly_the_longest_length_fits(keep):
    assert keep(Said("partly", reason="x" * LONGEST)).reason == "x" * LONGEST
    assert keep(Said(wanted="x" * LONGEST)).wanted == "x" * LONGEST


def test_a_panel_that_saw_a_grade_which_is_gone_hears_that_it_is_gone(keep):
    with pytest.raises(StateError, match="A1: the agency's own grade is gone; the panel's can be taken back"):
        keep(Said("partly", reason="x", own="met"), given("partly"), own="")


def test_evidence_alone_can_be_taken_back_and_what_was_taken_back_cannot(keep):
    for back in (Said(take_back=True), Said(take_back=True, assured=TODAY)):
        with pytest.raises(StateError, match="so there is nothing to take back"):
            keep(back, given(), given(assured="2026-02-20"))
    kept = keep(Said(take_back=True, by="Bo", day=date(2026, 3, 1)), given(evidence=ASKED_FOR))
    assert kept == Moderated("alpha", "alpha", "A1", "", "", "met", day="2026-03-01", by="Bo")
    assert keep(Said(take_back=True), given("met")).day == "2026-03-02"


def test_who_revised_a_grade_is_kept_with_it(keep):
    assert keep(Said("partly", reason="Seen", assured=TODAY, by="Bo")) == Moderated(
        *("alpha", "alpha", "A1", "partly", "Seen", "met"), assured="2026-03-02", by="Bo"
    )
    assert keep(Said(take_back=True, assured=TODAY, by="Bo"), assured=LAPSED) == Moderated(
        *("alpha", "alpha", "A1", "", "", "met"), assured="2026-03-02", by="Bo"
    )


# --- as plain values ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("panel", "assured", "own", "three"),
    [
        (None, None, "", (None, None, None)),
        (None, None, "met", ("met", "met", "met")),
        (given("partly"), None, "met", ("met", "partly", "partly")),
        (given("not-met"), LAPSED, "met", ("met", "not-met", "partly")),
        (None, LAPSED, "met", ("met", "met", "met")),
    ],
)
def test_a_grade_has_its_three_values_or_none(matter, panel, assured, own, three):
    block = matter_block(matter(panel, assured, own))
    assert (block["self"], block["at_return"], block["today"]) == three


def test_what_was_taken_back_is_not_among_the_plain_values(matter):
    block = matter_block(matter(given(), given(assured="2026-02-20")))
    assert (block["panel"], block["evidence"], block["assured"]) == (None, None, None)


def test_where_nothing_was_revised_the_score_of_today_is_that_at_return(template, open_round):
    round_, responses = open_round(template, {"Alpha": {"A1": "partly"}, "Silent": None})
    spoken = replace(round_, moderation={"alpha": Moderation({"A1": given("met", on="partly")})})
    found = results(spoken, responses, TODAY)
    green = {"score": 1.0, "band": "green"}
    amber = {"score": 0.5, "band": "amber"}
    block = row_block(found, found.rows[0])
    assert block["today"] == {**green, "standards": {"A": green}, "revised": []}
    assert block["self"] == {**amber, "standards": {"A": amber}}
    assert drift(found.rows).whole == Moved(1, template.scale.share("partly"), 1, 0, 0, 0)


def test_a_panels_grade_of_a_question_that_does_not_arise_any_more_is_no_drift(template, open_round):
    round_, responses = open_round(template, {"Alpha": {"A1": "not-met", "A2": "met"}})
    (response,) = responses
    gone = replace(response, answers={**response.answers, "A1": Answer("met")})
    said = {"alpha": Moderation({"A2": given("partly", question="A2")})}
    moderated_ = replace(round_, moderation=said)
    assert drift(results(moderated_, responses, TODAY).rows).whole.answers == 1
    assert drift(results(moderated_, [gone], TODAY).rows) is None
