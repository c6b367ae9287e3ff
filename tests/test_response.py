"""Answers as values, and as the blocks that are stored."""

import json

from hypothesis import given
from hypothesis import strategies as st

from audit.responses.response import Answer, Evidence, PlannedAction, Response, answer_from

words = st.text(max_size=12)
some = st.text(min_size=1, max_size=12)
answers = st.builds(
    Answer,
    value=st.none() | some | st.lists(some, min_size=1, max_size=3).map(tuple),
    comment=words,
    evidence=st.lists(st.builds(Evidence, some, words, words), max_size=3).map(tuple),
    reason=words,
    action=st.none() | st.builds(PlannedAction, some, words, words) | st.builds(PlannedAction, words, some),
)


@given(answers)
def test_a_stored_answer_comes_back_the_same(answer):
    assert answer_from(json.loads(json.dumps(answer.block()))) == answer


@given(answers)
def test_a_block_holds_only_what_was_said(answer):
    block = answer.block()
    assert set(block) <= {"value", "comment", "reason", "evidence", "action"}
    assert all(part not in (None, "", [], {}) for part in block.values())
    assert all(part for item in block.get("evidence", []) for part in item.values())


def test_an_empty_answer_is_an_empty_block():
    assert Answer().block() == {}
    assert answer_from({}) == Answer()


def test_not_answered_not_applicable_and_nought_are_three_blocks():
    blocks = [Answer().block(), Answer("n/a").block(), Answer("0").block()]
    assert blocks == [{}, {"value": "n/a"}, {"value": "0"}]


def test_a_block_is_in_the_words_of_an_answers_file():
    answer = Answer(
        ("a", "b"),
        "Ask again.",
        (Evidence("Plan"), Evidence("Log", "shared drive", "2026-01-05")),
        action=PlannedAction("Write it", "Head", "2026-06-30"),
    )
    assert answer.block() == {
        "value": ["a", "b"],
        "comment": "Ask again.",
        "evidence": [{"what": "Plan"}, {"what": "Log", "where": "shared drive", "date": "2026-01-05"}],
        "action": {"what": "Write it", "who": "Head", "when": "2026-06-30"},
    }


def test_an_action_with_an_owner_but_no_words_is_kept():
    answer = Answer("partly", action=PlannedAction("", "Head"))
    assert answer.block()["action"] == {"who": "Head"}
    assert answer_from(answer.block()) == answer


def test_evidence_is_said_with_its_place_and_date_behind_it():
    assert str(Evidence("Log", "shared drive", "2026-01-05")) == "Log (shared drive, 2026-01-05)"
    assert str(Evidence("Log", date="spring")) == "Log (spring)"
    assert str(Evidence("Log")) == "Log"


def test_a_response_is_about_its_agency_unless_it_names_another():
    first = Response("R", "police", "police")
    assert (first.version, first.signed, dict(first.answers)) == (1, None, {})
    assert first.answers is not Response("R", "police", "police").answers
