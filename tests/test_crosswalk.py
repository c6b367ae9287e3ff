"""Another catalogue seen through the answers to this one."""

from fractions import Fraction

import pytest

from audit import definitions, templates
from audit.scoring import crosswalk
from audit.scoring.partnership import results
from audit.scoring.score import Worst
from audit.standards.catalogue import load_catalogue

OTHER = """
title: Other
scale: yes-no
standards:
  - {id: S, title: All, questions: [{id: "1", text: One.}, {id: "2", text: Two.}, {id: "3", text: Three.}]}
"""
SET = """
title: Set
scale: met-partly-not
standards:
  - id: A
    title: First
    questions:
      - {id: A1, text: One., weight: 3, same_as: [local/other#1]}
      - {id: A2, text: Two., same_as: [local/other#1, local/other#2]}
      - {id: A3, text: Three., kind: text, same_as: [local/other#2]}
      - {id: A4, text: Four., same_as: [local/other#2], when: {A1: [not-met]}}
"""


@pytest.fixture(scope="module")
def library(write):
    plain = "against: local/set\nneeds: {action: []}"
    return write({"standards/local/set": SET, "standards/local/other": OTHER, "templates/local/ask": plain})


@pytest.fixture
def view(library, open_round, today):
    def view(given, unsigned=()):
        template = templates.load(library, "local/ask")
        found = results(*open_round(template, given, unsigned), today)
        return found, crosswalk.bearings(found, load_catalogue(library, "local/other"))

    return view


def test_each_question_elsewhere_knows_those_here_that_bear_on_it_and_some_have_none(view):
    _, found = view({"Alpha": {}})
    assert {one.question.id: [q.id for q in one.by] for one in found} == {
        "1": ["A1", "A2"],
        "2": ["A2", "A3", "A4"],
        "3": [],
    }


def test_it_is_scored_by_the_weighted_mean_with_the_worst_beside(view):
    found, (first, second, third) = view({"Alpha": {"A1": "met", "A2": "not-met", "A3": "x", "A4": "met"}})
    row = found.rows[0]
    assert crosswalk.seen(row, first) == crosswalk.Seen(Fraction(3, 4), Worst("not-met", ("A2",)))
    # A3 has no grade, and A4 does not arise, so neither counts.
    assert crosswalk.seen(row, second) == crosswalk.Seen(Fraction(0), Worst("not-met", ("A2",)))
    assert crosswalk.seen(row, third) == crosswalk.Seen(None, None)


def test_the_partnerships_figure_is_the_plain_mean_over_agencies_that_count(view):
    no = {"value": "n/a", "reason": "No."}
    given = {
        "Alpha": {"A1": "met", "A2": "met"},
        "Beta": {"A1": "partly", "A2": no},
        "Gamma": {"A1": no, "A2": no},
        "Draft": {"A1": "not-met"},
    }
    found, (first, second, third) = view(given, ["Draft"])
    assert [crosswalk.mean(found, one) for one in (first, second, third)] == [Fraction(3, 4), 1, None]
    assert [crosswalk.worst(found, one) for one in (first, second, third)] == ["Partly met", "Met", ""]


def test_as_json_it_names_who_answered_what_and_leaves_drafts_out(view, library):
    found, _ = view({"Alpha": {"A1": "partly", "A2": "met"}, "Draft": {"A1": "met"}}, ["Draft"])
    said = crosswalk.as_json(found, load_catalogue(library, "local/other"))
    assert (said["round"], said["as"], list(said["questions"])) == ("R", "local/other", ["1", "2", "3"])
    assert said["questions"]["1"] == {
        "text": "One.",
        "by": ["A1", "A2"],
        "score": 0.625,
        "agencies": {"Alpha": {"score": 0.625, "worst": {"grade": "partly", "questions": ["A1"]}}},
    }
    assert said["questions"]["3"]["agencies"] == {"Alpha": {"score": None, "worst": None}}


def test_londons_answers_can_be_seen_as_working_together_and_as_nothing_that_it_never_names(
    open_round, today
):
    library = definitions.library()
    template = templates.load(library, "section-11/london")
    found = results(*open_round(template, {"Alpha": {"A1": "met"}}), today)
    seen = crosswalk.bearings(found, load_catalogue(library, "section-11/working-together-2023"))
    assert all(one.by for one in seen)
    assert not any(
        one.by for one in crosswalk.bearings(found, load_catalogue(library, "section-175/schools"))
    )
