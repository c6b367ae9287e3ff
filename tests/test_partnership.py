"""All responses of a round together, and what `--json` and the heat map say of them."""

from dataclasses import replace
from fractions import Fraction

import pytest

from audit.agencies import Agency
from audit.responses.interview import State
from audit.responses.response import Response, Signature
from audit.rounds import Expected, Standing
from audit.scoring.partnership import Met, results
from audit.scoring.table import as_json, cell

NO = {"value": "n/a", "reason": "No."}
SET = """
title: Set
scale: 0-3
standards:
  - id: A
    title: First
    questions:
      - {id: A1, text: One., critical: yes}
      - {id: A2, text: Two.}
      - {id: A3, text: Three., kind: yes-no}
  - {id: B, title: Second, questions: [{id: B1, text: Four., applies_to: [police]}]}
  - {id: C, title: Third, questions: [{id: C1, text: Five., optional: yes}]}
"""
FULL = {"A1": "3", "A2": "2", "A3": "no"}
WEAK = {"A1": "1", "A2": "1", "A3": "yes"}


@pytest.fixture(scope="session")
def template(make):
    return make(SET)


@pytest.fixture
def found(template, open_round, today):
    def found(given, unsigned=(), kinds=(), **options):
        return results(*open_round(template, given, unsigned, kinds), today, **options)

    return found


def met_by(found, answers, standard="A"):
    figures = {one.standard.id: one for one in found({"Alpha": answers}).standards}
    return next(word for word, count in figures[standard].met.items() if count)


@pytest.mark.parametrize(
    ("answers", "word"),
    [
        (FULL, Met.FULLY),  # good grades, and a question that has none
        ({"A1": NO, "A2": "3", "A3": "no"}, Met.FULLY),  # not applicable counts as met
        ({"A1": "3", "A2": "1", "A3": "no"}, Met.IN_PART),  # one grade that is not good
        ({"A1": "3", "A2": "3"}, Met.IN_PART),  # one question still owed, though it has no grade
        ({"A1": "3", "A2": "n/a", "A3": "no"}, Met.IN_PART),  # not applicable without its reason
        (WEAK, Met.NOT),  # the lowest band
        ({"A1": "0", "A2": "3", "A3": "no"}, Met.NOT),  # a critical question at its lowest
        ({"A2": "3", "A3": "no"}, Met.IN_PART),  # a critical question unanswered is not at its lowest
        ({"A3": "no"}, Met.IN_PART),  # nothing graded yet
        ({"A1": NO, "A2": NO, "A3": NO}, Met.NOT_APPLICABLE),
    ],
)
def test_an_agency_meets_a_standard_fully_in_part_or_not(found, answers, word):
    assert met_by(found, answers) is word


def test_a_standard_of_which_nothing_is_owed_is_not_asked(found):
    assert met_by(found, FULL, "B") is Met.NOT_ASKED
    assert met_by(found, FULL, "C") is Met.NOT_ASKED


def test_every_agency_that_counts_stands_under_one_word(found):
    some = found({"Alpha": FULL, "Beta": WEAK, "Gamma": FULL, "Delta": None})
    assert all(sum(figures.met.values()) == 3 for figures in some.standards)
    assert some.standards[0].met == {Met.FULLY: 2, Met.NOT: 1}


def test_a_standards_figure_is_the_plain_mean_over_signed_responses_with_a_score(found):
    given = {"Alpha": {"A1": "3", "A2": "3"}, "Beta": {"A1": "0", "A2": "1"}, "Gamma": {"A1": NO, "A2": NO}}
    first = found({**given, "Draft": {"A1": "0"}, "Silent": None}, unsigned=["Draft"]).standards[0]
    assert (first.score, first.band.name, first.agencies) == ((1 + Fraction(1, 6)) / 2, "amber", 2)
    assert first.bands == {"green": 1, "amber": 0, "red": 1}


def test_drafts_are_shown_but_count_only_when_asked_for(found):
    given = {"Alpha": FULL, "Draft": WEAK}
    plain, with_drafts = found(given, ["Draft"]), found(given, ["Draft"], drafts=True)
    assert [row.agency.name for row in plain.rows] == ["Alpha", "Draft"]
    assert (len(plain.counted), len(with_drafts.counted)) == (1, 2)
    assert (plain.returned, with_drafts.returned, plain.expected) == (1, 1, 2)


def test_nobody_who_was_expected_is_dropped_and_those_that_left_are_not_expected(template, open_round, today):
    round_, responses = open_round(template, {"Alpha": FULL, "Beta": None, "Gamma": None})
    standings = [Standing.EXPECTED, Standing.DECLINED, Standing.LEFT]
    expected = tuple(replace(one, standing=how) for one, how in zip(round_.expected, standings, strict=True))
    found = results(replace(round_, expected=expected), responses, today)
    assert [cell(row, None) for row in found.rows][1:] == ["declined", "left"]
    assert (found.returned, found.expected) == (1, 2)


def test_a_second_view_is_shown_beside_but_the_first_counts(template, open_round, put, today):
    round_, responses = open_round(template, {"Alpha": FULL})
    signed = Signature("Lee Ford", "Adviser", "2026-03-01")
    advisers = Response("R", "la", "alpha", answers=put(template, WEAK).answers, signed=signed)
    found = results(round_, [advisers, *responses], today, names={"la": "The council"})
    assert [(row.by, row.second) for row in found.rows] == [("", False), ("The council", True)]
    assert (len(found.counted), found.returned, len(found.lines)) == (1, 1, 1)
    alone = results(round_, [advisers], today, names={"la": "The council"})
    assert [(row.by, row.second) for row in alone.rows] == [("The council", False)]


def test_a_response_about_nobody_expected_is_left_out(template, open_round, today):
    round_, responses = open_round(template, {"Alpha": FULL})
    assert len(results(round_, [*responses, Response("R", "zeta", "zeta")], today).rows) == 1


def test_how_each_question_was_answered_is_counted_over_those_that_count(found):
    given = {"Alpha": FULL, "Beta": WEAK, "Gamma": {"A1": NO, "A3": "no"}, "Draft": FULL}
    one, two, three, four, five = found(given, unsigned=["Draft"]).questions
    assert (dict(one.given), one.answered) == ({"3": 1, "1": 1}, 2)
    assert one.states == {State.ANSWERED: 2, State.NOT_APPLICABLE: 1}
    assert (two.given, two.states[State.UNANSWERED]) == ({"2": 1, "1": 1}, 1)
    assert dict(three.given) == {"no": 2, "yes": 1}
    assert (four.answered, four.states) == (0, {State.NOT_ASKED: 3})
    assert five.answered == 0


@pytest.mark.parametrize(
    ("answers", "signed", "standard", "words"),
    [
        (FULL, True, "A", "amber 0.83"),
        (FULL, False, "A", "amber 0.83, provisional"),
        ({"A1": "3", "A2": "3"}, True, "A", "green 1.00, provisional, 66 % answered"),
        ({"A1": "3"}, True, None, "green 1.00, provisional, 33 % answered"),
        ({}, True, "A", "no score yet, 0 % answered"),
        ({"A1": NO, "A2": NO, "A3": NO}, True, "A", "not applicable"),
        (FULL, True, "B", "not asked"),
        (None, True, None, "no return"),
    ],
)
def test_a_cell_of_the_heat_map_says_word_number_and_what_is_owed(found, answers, signed, standard, words):
    one = found({"Alpha": answers}, unsigned=() if signed else ["Alpha"])
    section = next((s for s in one.template.standards if s.id == standard), None)
    assert cell(one.rows[0], section) == words


def test_the_json_holds_what_was_promised_and_nothing_is_rounded(found):
    given = {"Alpha": {"A1": "3", "A2": "1", "A3": NO}, "Silent": None}
    said = as_json(found(given))
    alpha, silent = said["respondents"]
    assert (said["round"], said["returned"], said["expected"]) == ("R", 1, 2)
    assert {
        key: alpha[key] for key in ("agency", "overall", "band", "completeness", "signed", "limited_by")
    } == {
        "agency": "Alpha",
        "overall": 2 / 3,
        "band": "amber",
        "completeness": 1.0,
        "signed": True,
        "limited_by": [],
    }
    wanted = {
        "score": 2 / 3,
        "band": "amber",
        "completeness": 1.0,
        "unanswered": 0,
        "without_evidence": 0,
        "worst": {"grade": "1", "questions": ["A2"]},
        "not_applicable": 1,
        "limited_by": [],
    }
    assert wanted.items() <= alpha["standards"]["A"].items()
    assert alpha["standards"]["B"]["score"] is None
    for key in ("overall", "band", "completeness", "worst"):
        assert silent[key] is None
    assert (silent["agency"], silent["signed"], silent["limited_by"]) == ("Silent", False, [])
    wanted = {"score": 2 / 3, "band": "amber", "agencies": 1, "bands": {"green": 0, "amber": 1, "red": 0}}
    assert wanted.items() <= said["standards"]["A"].items()
    assert said["standards"]["B"]["score"] is None


def test_a_round_without_a_single_response_has_figures_too(template, open_round, today):
    round_, responses = open_round(template, {"Alpha": None})
    round_ = replace(round_, expected=(*round_.expected, Expected(Agency("b", "Beta"), round_.due)))
    said = as_json(results(round_, responses, today))
    assert (said["returned"], said["expected"], said["standards"]["A"]["agencies"]) == (0, 2, 0)
