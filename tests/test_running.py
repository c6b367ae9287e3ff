"""How a template says that its rounds are run: every mistake with its line, and what its words come to."""

import pytest

from audit import templates
from audit.definitions import library, parse
from audit.errors import DefinitionError
from audit.standards.catalogue import parse_catalogue
from audit.templates.running import TAKEN, Running
from audit.workbook.cover import PUBLIC_SHEETS, SHEETS

HEAD = "title: T\nagainst: section-11/short\n"
SHEET = "sheets:\n  - title: Rows\n    columns:\n"


def problems(text):
    """What is wrong in a template of these further lines."""
    with pytest.raises(DefinitionError) as caught:
        templates.parse(parse(HEAD + text, "t.yaml"), "t", "t.yaml", library())
    return [str(problem) for problem in caught.value.problems]


def made(text):
    return templates.parse(parse(HEAD + text, "t.yaml"), "t", "t.yaml", library()).running


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "subject: case\nrespondent: adviser\n",
            "line 4: 'respondent' is for templates about agencies; about cases 'round open' says who reads.",
        ),
        (
            "states:\n  sined: visited\n",
            "line 4: 'sined' is not a key of 'states'; did you mean 'signed'?",
        ),
        ("every: week\n", "line 3: 'every' cannot be 'week'; there are half-year, month, quarter, year."),
        ("feedback: chase\n", "line 3: 'feedback' names a file under letters/, not 'chase'."),
        (
            "sheets:\n  - title: Rows\n",
            "line 4: a sheet needs 'columns', each with a 'heading' and the id of",
        ),
        (f"{SHEET}      - {{heading: One}}\n", "line 6: a column needs 'question'."),
        (
            f"{SHEET}      - {{heading: One, question: Q99}}\n",
            "line 5: there is no question 'Q99' for a column of 'Rows'",
        ),
        (
            f"{SHEET}      - {{heading: One, question: '{{n}}'}}\n",
            "line 4: 'each' goes with {n} in the ids of columns, and {n} with 'each'.",
        ),
        (
            f"{SHEET}      - {{heading: One, question: '1'}}\n      - {{heading: one, question: '2'}}\n",
            "the heading 'one' stands there twice; names must differ.",
        ),
        (
            f"{SHEET.replace('Rows', 'Heat map')}      - {{heading: One, question: '1'}}\n",
            "line 4: reports have a sheet 'Heat map' already; call this one otherwise.",
        ),
        (
            f"{SHEET.replace('Rows', 'A/B')}      - {{heading: One, question: '1'}}\n",
            "line 4: 'A/B' cannot be the name of a sheet in a workbook.",
        ),
        (
            f"{SHEET.replace('Rows', 'R' * 29)}      - {{heading: One, question: '1'}}\n",
            "line 4: the title of a sheet has at most 28 characters.",
        ),
    ],
)
def test_a_mistake_is_told_with_its_line(text, said):
    assert [one for one in problems(text) if said in one], problems(text)


def test_every_mistake_is_told_at_once():
    assert len(problems("every: week\nfeedback: chase\nstates: {sined: a}\nsheets:\n  - title: A/B\n")) == 5


def test_states_are_called_as_the_template_says_and_others_as_usual():
    found = Running(states={"complete": "seen", "signed": "visited"})
    assert [found.state(word) for word in ("not started", "complete, not signed", "signed", "left")] == [
        *("not started", "seen", "visited", "left"),
    ]
    assert (found.came(1, "has returned"), found.came(2, "have returned")) == ("is visited", "are visited")
    assert (found.done, found.silent) == ("visited", "no return")
    assert Running().came(2, "have returned") == "have returned"
    assert (Running().done, Running().state("signed")) == ("returned", "signed")


def test_a_list_has_its_columns_in_the_order_given_also_when_a_round_has_kept_the_template():
    ids = [question.id for question in templates.load(library(), "section-11/short").questions[:3]]
    rows = zip(("Zebra", "Apple", "Mango"), ids, strict=True)
    text = SHEET + "".join(f"      - {{heading: {head}, question: '{name}'}}\n" for head, name in rows)
    template = templates.parse(parse(HEAD + text, "t.yaml"), "t", "t.yaml", library())
    kept = templates.from_definition(template.definition)
    assert kept.running == template.running
    assert kept.running.listings[0].headings == ("Zebra", "Apple", "Mango")
    assert kept.running.listings[0].rows == (tuple(ids),)


def test_no_list_can_be_called_as_a_sheet_is_that_a_report_has():
    assert {name.casefold() for name in (*SHEETS, *PUBLIC_SHEETS)} <= TAKEN


CATALOGUE = """\
title: C
scale: met-partly-not
standards:
  - title: To begin with
    scored: no
    questions:
      - {id: go, text: Go on?, kind: yes-no}
  - id: A
    title: First
    questions:
      - {id: A1, text: Is it so?, when: {go: [yes]}}
"""


def test_a_section_in_which_nothing_is_scored_keeps_its_place_and_is_no_standard(tmp_path):
    home = tmp_path / "standards/local"
    home.mkdir(parents=True)
    (home / "set.yaml").write_text(CATALOGUE, encoding="utf-8")
    found = templates.load(library(tmp_path), "local/set")
    assert [(one.id, one.title) for one in found.sections] == [("", "To begin with"), ("A", "First")]
    assert [one.id for one in found.standards] == ["A"]
    assert templates.from_definition(found.definition).sections == found.sections


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("kind: yes-no", "kind: grade", "line 7: go is graded, so it cannot stand where nothing is scored."),
        ("scored: no", "scored: maybe", "line 5: 'scored' must be yes or no, not 'maybe'."),
        (
            "    scored: no\n",
            "    id: Z\n    scored: no\n",
            "line 5: with 'scored: no' it is no standard, so it has no 'id'.",
        ),
    ],
)
def test_what_is_wrong_with_such_a_section_is_told_with_its_line(old, new, said):
    with pytest.raises(DefinitionError) as caught:
        parse_catalogue(parse(CATALOGUE.replace(old, new), "c.yaml"), "c", "c.yaml", library())
    assert said in [str(problem) for problem in caught.value.problems]
