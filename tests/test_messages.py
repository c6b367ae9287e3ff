"""The key messages: sentences that the figures bear."""

from dataclasses import replace
from datetime import date

import pytest

from audit.rounds import Standing
from audit.scoring.messages import COUNTED, UNSIGNED, agencies, messages
from audit.scoring.partnership import results
from audit.wording import plural, some

SET = """
title: Set
scale: met-partly-not
standards:
  - id: A
    title: First
    questions: [{id: A1, text: One., critical: yes}, {id: A2, text: Two., critical: yes}]
  - {id: B, title: Second, questions: [{id: B1, text: Three.}, {id: B2, text: Four., when: {B1: [partly]}}]}
"""
TOP = dict.fromkeys(("A1", "A2", "B1"), "met")
NO = {"value": "n/a", "reason": "No."}


@pytest.fixture
def said(make, open_round, today):
    def said(given, unsigned=(), template="against: local/set\nneeds: {action: []}", on=today, **changes):
        round_, responses = open_round(make(SET, template), given, unsigned)
        return [message.text for message in messages(results(replace(round_, **changes), responses, on))]

    return said


def test_the_first_message_counts_who_returned(said):
    first = said({"Alpha": TOP, "Beta": TOP, "Gamma": None}, unsigned=["Beta"])[0]
    assert first == f"1 of 3 agencies has returned (signed). {COUNTED}"
    assert said({"Alpha": TOP})[0] == f"1 of 1 agency has returned (signed). {COUNTED}"


def test_who_is_late_is_named_with_the_day_and_nobody_before_it(said):
    given = {"Alpha": TOP, "Beta": None, "Gamma": TOP}
    late = "Late (due 31 March 2026): Beta and Gamma."
    assert late in said(given, ["Gamma"], on=date(2026, 4, 1))
    assert not [text for text in said(given, ["Gamma"], on=date(2026, 3, 31)) if text.startswith("Late")]


def test_who_declined_or_left_is_named(said, make, open_round):
    round_, _ = open_round(make(SET), {"Alpha": TOP, "Beta": None, "Gamma": None})
    standings = (Standing.EXPECTED, Standing.DECLINED, Standing.LEFT)
    expected = tuple(replace(one, standing=how) for one, how in zip(round_.expected, standings, strict=True))
    texts = said({"Alpha": TOP, "Beta": None, "Gamma": None}, expected=expected)
    assert texts[0] == f"1 of 2 agencies has returned (signed). {COUNTED}"
    assert {"Beta declined to return.", "Gamma left and is not expected."} <= set(texts)


def test_critical_gaps_are_counted_once_a_question_and_their_agencies_named(said):
    given = {"Alpha": TOP | {"A1": "not-met"}, "Beta": TOP | {"A1": "not-met", "A2": "not-met"}, "Gamma": TOP}
    assert (
        "2 critical questions are not met, in 2 agencies: Alpha and Beta. The questions: A1 and A2."
        in said(given)
    )
    assert said({"Alpha": TOP})[1] == "No critical question is at its lowest grade in any return."


def test_a_critical_gap_in_a_draft_or_marked_not_applicable_is_no_gap(said):
    given = {"Alpha": TOP | {"A1": NO}, "Draft": TOP | {"A1": "not-met"}}
    assert "No critical question is at its lowest grade in any return." in said(given, ["Draft"])


def test_a_standard_is_told_in_counts_of_agencies_first(said):
    given = {
        "Alpha": TOP,
        "Beta": TOP | {"B1": "not-met"},
        "Gamma": TOP | {"B1": NO},
        "Delta": TOP | {"B1": "partly", "B2": "met"},
    }
    assert (
        "Weakest: of 4 agencies 1 fully meets standard B (Second), 1 in part, 1 does not, 1 marked it not "
        "applicable." in said(given)
    )
    assert "Most often fully met: A (First), by 4 of 4 agencies." in said(given)


def test_returns_that_are_all_top_grades_are_named_with_the_one_that_shows_least(said):
    given = {
        "Alpha": TOP | {"A": "Log", "B": "Log"},
        "Beta": TOP | {"B": "Log"},
        "Gamma": TOP | {"B1": "partly", "B2": "met"},
    }
    assert (
        "2 agencies give 'Met' throughout: Beta and Alpha. "
        "The least evidence stands behind Beta: 1 of its 3 top grades."
    ) in said(given)
    assert "5 of 9 top grades have no evidence behind them, in 2 agencies." in said(given)
    assert not [text for text in said({"Alpha": given["Alpha"]}) if "no evidence" in text or "least" in text]


def test_evidence_older_than_the_limit_is_counted_in_the_returns_that_count(said):
    def with_dates(*days):
        evidence = [{"what": "Minutes", "date": day} for day in days]
        return TOP | {"A1": {"value": "met", "evidence": evidence}}

    given = {"Alpha": with_dates("2023-03-01", "March 2023", "2026-01-01"), "Beta": with_dates("2025-12-01")}
    given["Gamma"] = with_dates("2020")
    limited = "against: local/set\nneeds: {action: []}\nevidence-within: 2 years"
    old = [text for text in said(given, ["Gamma"], limited, date(2026, 3, 1)) if "older than" in text]
    assert old == ["2 pieces of evidence, in 1 agency, are older than 24 months."]
    assert not [text for text in said(given, on=date(2026, 3, 1)) if "older than" in text]


def test_who_signed_with_questions_owed_is_named(said):
    assert "Signed with questions still owed, so their bands are provisional: Beta." in said(
        {"Alpha": TOP, "Beta": {"A1": "met"}}
    )


def test_actions_are_counted_with_what_they_lack_and_only_where_the_question_arises(said):
    owner = {"value": "partly", "action": {"what": "Do", "who": "Head"}}
    dated = {"value": "partly", "action": {"what": "Do", "when": "2026-06-30"}}
    given = {"Alpha": TOP | {"A1": owner, "A2": dated, "B2": {"value": "met", "action": "Gone"}}}
    assert "2 actions are planned, 1 of them with no owner, 1 of them with no date." in said(given)
    assert "1 action is planned." in " ".join(
        said({"Alpha": TOP | {"A1": {"value": "partly", "action": {"what": "a", "who": "b", "when": "c"}}}})
    )


def test_without_a_return_there_is_nothing_to_say_of_standards(said):
    assert said({"Alpha": None, "Draft": TOP}, ["Draft"]) == [
        f"0 of 2 agencies have returned (signed). {UNSIGNED}",
        "2 agencies are still to return and not late: 1 complete, not signed; 1 not started.",
    ]


def test_every_message_is_a_sentence_and_names_a_sheet(make, open_round, today):
    given = {"Alpha": TOP, "Beta": {"A1": "not-met"}, "Gamma": None}
    found = messages(results(*open_round(make(SET), given), today))
    assert all(
        message.text.endswith(".") and message.text[0].isupper() | message.text[0].isdigit()
        for message in found
    )
    assert {message.sheet for message in found} <= {
        "Heat map",
        "Returns",
        "Questions",
        "Standards",
        "Actions",
    }


def test_counts_and_lists_read_as_a_person_writes_them():
    assert (agencies(1), agencies(0), plural(2, "action")) == ("1 agency", "0 agencies", "2 actions")
    assert [some(list("abcdefgh"[:n])) for n in (1, 2, 3)] == ["a", "a and b", "a, b and c"]
    assert some(list("abcdef")) == "a, b, c, d, e and f"
    assert some(list("abcdefgh")) == "a, b, c, d, e and 3 more"
