"""Lists of a round's answers, and own grades beside verified ones, at their edges."""

from dataclasses import replace
from datetime import date

import pytest

from audit.responses.brought import Brought
from audit.responses.response import Answer
from audit.rounds import Standing
from audit.scoring.listed import Tally, as_json, listed
from audit.scoring.partnership import results
from audit.scoring.verified import as_json as verified_json
from audit.scoring.verified import messages, sentence, verified
from audit.templates.running import Listing, Running

SET = """
title: Set
scale: met-partly-not
standards:
  - id: A
    title: First
    questions:
      - {id: came, text: Who came?, kind: yes-no}
      - {id: who, text: Who?, kind: choices, choices: [head, parents, pupils]}
      - {id: one, text: One?, kind: choice, choices: [head, nobody]}
      - {id: A1, text: First grade., when: {came: [yes]}}
      - {id: T1, text: Note., kind: text}
  - id: B
    title: Second
    questions:
      - {id: B1, text: Second grade.}
      - {id: B2, text: Third grade.}
"""
TODAY = date(2026, 3, 2)


@pytest.fixture(scope="module")
def template(make):
    return make(SET)


@pytest.fixture
def made(template, open_round):
    """A list over answers by agency."""

    def made(given, rows, gone=()):
        headings = tuple(f"H{n}" for n in range(len(rows[0])))
        running = Running(listings=(Listing("List", headings, rows),))
        round_, responses = open_round(replace(template, running=running), given)
        expected = tuple(
            replace(one, standing=Standing.DECLINED) if one.agency.name in gone else one
            for one in round_.expected
        )
        (found,) = listed(results(replace(round_, expected=expected), responses, TODAY))
        return found

    return made


def rows_of(found):
    return [tuple(one.values())[1:] for one in as_json(found)["rows"]]


def test_a_list_of_one_row_has_a_line_for_each_agency_that_said_anything_in_it(made):
    given = {
        "Alpha": {"came": "yes", "A1": "met"},
        "Beta": {"came": "no", "A1": "met"},
        "Gamma": {"B1": "met"},
    }
    found = made(given, (("came", "A1"),))
    assert rows_of(found) == [("alpha", "yes", "Met"), ("beta", "no", None)], "A1 does not arise for Beta"
    assert (found.several, found.shared) == (False, frozenset())
    assert list(as_json(found)["rows"][0]) == ["agency", "code", "H0", "H1"]


def test_a_list_of_two_rows_has_a_line_for_each_that_is_filled_and_says_its_part(made):
    rows = (("came", "T1", "B1"), ("came", "one", "B2"))
    given = {
        "Alpha": {"came": "yes", "B1": "met"},
        "Beta": {"came": "no", "one": "head", "B2": "partly"},
        "Gamma": {"came": "no"},
        "Delta": {"A1": "met"},
    }
    found = made(given, rows)
    assert (found.several, found.shared) == (True, {"came"})
    assert rows_of(found) == [
        ("alpha", "A", "yes", None, "Met"),
        ("beta", "A", "no", "head", "Partly met"),
        ("gamma", "", "no", None, None),
    ]
    assert [question.id for question in found.lines[2].questions] == ["came", "T1", "B1"]


def test_one_answer_of_those_that_rows_share_is_enough_for_a_line(made):
    found = made({"Alpha": {"came": "yes"}}, (("came", "T1", "B1"), ("came", "T1", "B2")))
    assert rows_of(found) == [("alpha", "", "yes", None, None)]


def test_rows_that_ask_the_same_are_each_told(made):
    assert rows_of(made({"Alpha": {"B1": "met"}}, (("B1",), ("B1",)))) == [("alpha", "B", "Met")] * 2


def test_columns_are_counted_where_every_question_in_them_can_be(made):
    given = {
        "Alpha": {"came": "yes", "who": ["head", "pupils"], "one": "head", "T1": "Seen", "B1": "met"},
        "Beta": {"came": "no", "who": ["head"], "B1": "not-met"},
        "Silent": None,
    }
    rows = (("who", "came", "T1", "B1"), ("one", "came", "A1", "B2"))
    assert made(given, rows).tallies == (
        Tally("H0", (("head", 3), ("parents", 0), ("pupils", 1)), 3, several=True),
        Tally("H1", (("yes", 1), ("no", 1)), 2, expected=3),
        Tally("H3", (("met", 1), ("partly met", 0), ("not met", 1)), 2),
    )


def test_a_tally_names_what_was_answered_and_says_where_nothing_was():
    some, none = (("head", 2), ("parents", 0), ("pupils", 1)), (("head", 0),)
    assert Tally("Met", some, 3).sentence == "Met: 2 head, 1 pupils, of 3."
    assert Tally("Met", some, 3, 9).sentence == "Met: 2 head, 1 pupils, of 9 expected."
    assert Tally("Met", none, 0, 9).sentence == "Met: none yet, of 9 expected."
    begin = "Met, each in how many of"
    assert Tally("Met", some, 2, several=True).sentence == f"{begin} 2 answers: head 2, pupils 1."
    assert Tally("Met", none, 0, several=True).sentence == f"{begin} 0 answers: none yet."


def test_nobody_waits_for_an_agency_that_declined(made):
    found = made({"Alpha": {"B1": "met"}, "Beta": None, "Gone": None}, (("B1",),), gone=["Gone"])
    assert found.waiting == ("Beta",)


# --- verified ----------------------------------------------------------------------------------------


@pytest.fixture
def beside(template, open_round):
    """What was seen beside what each agency told: {agency: ({id: told}, {id: seen})}."""

    def beside(given, respondent="adviser", reworded=()):
        visits = replace(template, running=Running(respondent))
        round_, responses = open_round(visits, {name: seen for name, (_, seen) in given.items()})
        brought = {
            name.lower(): {
                question: Brought("own", Answer(code), code, "Text", question not in reworded, "2026-01-01")
                for question, code in told.items()
            }
            for name, (told, _) in given.items()
        }
        return verified(results(replace(round_, brought=brought), responses, TODAY))

    return beside


def test_own_grades_are_beside_verified_ones_only_where_somebody_else_answers_and_some_were_brought(beside):
    told, seen = {"B1": "met"}, {"B1": "partly"}
    assert beside({"Alpha": (told, seen)}, respondent="") is None
    assert beside({"Alpha": ({}, seen)}) is None
    found = beside({"Alpha": (told, seen), "Beta": ({}, seen)})
    assert [row.agency.name for row in found.silent] == ["Beta"]
    assert sentence(found) == "Of 1 grade compared 1 lower than told, 0 higher, 0 as told"


def test_only_graded_questions_are_told_as_reworded(beside):
    told = {"B1": "met", "B2": "met", "T1": "Seen"}
    found = beside({"Alpha": (told, {"B1": "met", "B2": "met", "T1": "Seen"})}, reworded=["B1", "T1"])
    assert (found.reworded, [pair.question.id for pair in found.pairs]) == (("B1",), ["B2"])


def test_where_nothing_is_compared_there_is_no_message(beside):
    assert messages(beside({"Alpha": ({"B1": "n/a"}, {"B1": "n/a"})})) == ()


def test_the_question_most_often_lower_is_told_with_those_as_often(beside):
    told, lower = {"A1": "met", "B1": "met", "B2": "met"}, {"came": "yes", "A1": "partly", "B1": "partly"}
    gone = {"B1": "n/a", "B2": "partly"}
    found = beside({"Alpha": (told, lower | {"B2": "met"}), "Beta": (told, gone | {"came": "no"})})
    counts = "3 lower than told, 0 higher, 1 as told, 1 to or from not applicable"
    assert [one.text for one in messages(found)] == [
        f"Verified grades beside agencies' own: of 5 grades compared {counts}.",
        "Most often verified lower than told is A1 First grade: 1 of 1 (as often: B1 and B2).",
    ]
    two = beside({"Alpha": (told, {"B1": "partly", "B2": "partly"})})
    last = "Most often verified lower than told is B1 Second grade: 1 of 1 (as often: B2)."
    assert messages(two)[1].text == last
    alone = beside({"Alpha": ({"B1": "met"}, {"B1": "partly"}), "Beta": ({"B1": "met"}, {"B1": "n/a"})})
    assert messages(alone)[1].text == "Most often verified lower than told is B1 Second grade: 1 of 2."
    assert len(messages(beside({"Alpha": ({"B1": "partly"}, {"B1": "met"})}))) == 1
    assert verified_json(alone)["agencies"]["alpha"]["grades"] == {
        "B1": {"self": "met", "verified": "partly"}
    }
