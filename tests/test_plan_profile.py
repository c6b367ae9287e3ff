"""The profile of plans: what ships is whole, and whatever is wrong in one is told with its line."""

import pytest

from audit import definitions
from audit.cli.checking import check_file
from audit.errors import DefinitionError, UnknownError
from audit.plans import profile
from audit.plans.line import FIELDS
from audit.plans.profile import heading_key, load, parse, word_key

LIBRARY = definitions.library()
SHIPPED = load(LIBRARY)
WRONG = """
title: Ours
fields:
  - {name: recomendation, headings: [Rec]}
  - {name: action, headings: [What, Rec]}
states:
  - {state: on trak, words: [going]}
  - {state: on track, words: [going well]}
  - {state: delayed, words: [Going-well]}
colours:
  - {colour: pink, state: delayed}
  - {colour: red, state: delayed}
  - {colour: red, state: delayed}
colors: []
"""


def test_every_field_but_those_made_from_others_has_headings():
    assert {*SHIPPED.headings.values()} == {*FIELDS}


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("RECOMMENDATION", "recommendation"),
        ("Lead", "owner"),
        ("Milestone lead*", "milestone_owner"),
        ("Evidence  required", "evidence_required"),
        ("Completion\nDate", "due"),
        ("Date Achieved:", "achieved"),
        ("Comments/Outcome", "progress"),
        ("Learning Points", "learning_point"),
        ("#", "number"),
        ("R.A.G.", "rag"),
        ("Favourite colour", None),
    ],
)
def test_headings_are_known_whatever_their_case_spaces_and_marks(heading, field):
    assert SHIPPED.headings.get(heading_key(heading)) == field


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("Achieved", "reported complete"),
        ("On-Track.", "on track"),
        ("NOT ACHIEVED", "not on track"),
        ("☑", "reported complete"),
        ("No further assurance received", "no further assurance received"),
        ("No further assurance required", "no further assurance required"),
        ("partially achieved", None),
    ],
)
def test_status_words_stand_for_states(word, state):
    assert SHIPPED.states.get(word_key(word)) == state


def test_colours_stand_for_states_and_grey_for_none():
    assert SHIPPED.colours == {
        "green": "reported complete",
        "blue": "reported complete",
        "amber": "delayed",
        "red": "not on track",
    }


def test_everything_wrong_is_told_with_its_line():
    with pytest.raises(DefinitionError) as caught:
        parse(definitions.parse(WRONG, "ours.yaml"), "ours", "ours.yaml")
    assert [str(problem) for problem in caught.value.problems] == [
        "line 4: 'recomendation' is no field of a plan; did you mean 'recommendation'?",
        "line 5: 'Rec' heads 'recomendation' and 'action'; keep it for one of them.",
        "line 7: 'state' cannot be 'on trak'; did you mean 'on track'?",
        "line 9: 'Going-well' is said of 'on track' and of 'delayed'; keep one.",
        "line 11: 'colour' cannot be 'pink'; there are amber, blue, green, grey, red.",
        "line 13: the colour 'red' stands there twice; keep one.",
        "line 14: 'colors' is not a key of a profile of plans; did you mean 'colours'?",
    ]


def test_a_profile_without_fields_is_told():
    with pytest.raises(DefinitionError, match="needs 'fields'"):
        parse(definitions.parse("title: Ours\nstates: []\n", "ours.yaml"), "ours", "ours.yaml")


def test_a_workspace_may_keep_its_own(tmp_path):
    home = tmp_path / "templates" / profile.HOME
    home.mkdir(parents=True)
    (home / "plan.yaml").write_text("title: Ours\nfields: [{name: action, headings: [Was]}]\n")
    own = load(definitions.library(tmp_path))
    assert (own.title, own.headings, own.states) == ("Ours", {"was": "action"}, {})
    with pytest.raises(UnknownError, match="no profile of plans 'nan'"):
        load(LIBRARY, "nan")


def test_check_knows_a_profile(tmp_path):
    path = tmp_path / "plan.yaml"
    path.write_text(WRONG)
    assert "'recomendation' is no field of a plan" in str(check_file(LIBRARY, path))
    path.write_text("title: Ours\nfields: [{name: action, headings: [Was]}]\n")
    assert check_file(LIBRARY, path) is None
