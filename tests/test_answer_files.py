"""Answers from a file, as YAML or JSON, through the engine that the prompt uses."""

import json

import pytest

from audit.errors import FileError
from audit.responses.files import read_answers, standard_not_applicable, take
from audit.responses.interview import State
from audit.responses.response import Answer, Evidence, PlannedAction

SET = """
title: Set
scale: met-partly-not
standards:
  - id: A
    title: First
    questions:
      - {id: A1, text: One.}
      - {id: A2, text: Two., kind: choices, choices: [a, b]}
      - {id: A3, text: Three., kind: share}
      - {id: A4, text: Four., applies_to: [police]}
  - {id: B, title: Second, questions: [{id: B1, text: Five., kind: yes-no}, {id: B2, text: Six., kind: text}]}
"""


@pytest.fixture
def asked(make, put):
    return put(make(SET))


@pytest.fixture
def read(tmp_path):
    def read(text, name="answers.yaml"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return read_answers(path)

    return read


def sentences(act):
    with pytest.raises(FileError) as caught:
        act()
    return [str(problem) for problem in caught.value.problems]


SAME = {
    "answers.yaml": """
A1:
  grade: Partly met
  comment: Soon.
  evidence: {what: Plan, where: drive, date: 5/1/2026}
  action: {what: Write it, who: Head, when: 30/6/2026}
a2: [b, a]
A3: 24/26
A: {evidence: [Log, Plan]}
B1: Yes
B2: null
""",
    "answers.JSON": json.dumps(
        {
            "A1": {
                "value": "PARTLY",
                "comment": "Soon.",
                "evidence": [{"what": "Plan", "where": "drive", "date": "2026-01-05"}],
                "action": {"what": "Write it", "who": "Head", "when": "2026-06-30"},
            },
            "A2": "a; b",
            "A3": "24 of 26",
            "A": ["Log", "Plan"],
            "B1": True,
            "B2": None,
        }
    ),
}


@pytest.mark.parametrize("name", SAME)
def test_yaml_and_json_say_the_same(asked, read, name):
    assert dict(take(asked, read(SAME[name], name), name).answers) == {
        "A1": Answer(
            "partly",
            "Soon.",
            (Evidence("Plan", "drive", "2026-01-05"),),
            action=PlannedAction("Write it", "Head", "2026-06-30"),
        ),
        "A2": Answer(("a", "b")),
        "A3": Answer("24/26"),
        "A": Answer(evidence=(Evidence("Log"), Evidence("Plan"))),
        "B1": Answer("yes"),
        "B2": Answer(),
    }


def test_null_in_yaml_says_nothing_but_in_quotes_it_is_a_word(asked, read):
    text = "A1: {value: met, reason: ~, action: null, evidence: [Null, Plan]}\nB2: 'null'"
    taken = take(asked, read(text), "f").answers
    assert taken == {"A1": Answer("met", evidence=(Evidence("Plan"),)), "B2": Answer("null")}


def test_answers_come_in_the_order_of_asking_whatever_the_order_of_the_file(asked):
    taken = take(asked, {"B1": "yes", "A": "Log", "A1": "met"}, "f")
    assert list(taken.answers) == ["A1", "A", "B1"]


def test_every_problem_of_a_file_is_named_with_its_line(asked, read):
    text = "A1: good\nA22: met\nA3: {value: 3/4, commment: x}\nB1: yes\nb1: no\nA: {grade: met}"
    assert sentences(lambda: take(asked, read(text), "f")) == [
        "line 1: A1: 'good' is not a grade; the grades are met, partly, not-met, n/a.",
        "line 2: there is no question 'A22'; did you mean 'A2'?",
        "line 3: A3: 'commment' is not part of an answer; did you mean 'comment'?",
        "line 5: 'b1' is given twice; keep one.",
        "line 6: A is a standard: it takes 'evidence', or 'n/a' with a 'reason', but no grade.",
    ]


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("a.yaml", "A1: met\nA1: partly", "line 2: 'A1' is given twice"),
        ("a.yaml", "A1:\n  value: met\n  value: partly", "line 3: 'value' is given twice"),
        ("a.yaml", "A1:\n  evidence:\n  - what: a\n    what: b", "line 4: 'what' is given twice"),
        ("a.json", '{"A1": "met", "A1": "partly"}', "'A1' is given twice"),
        ("a.json", '{"A1": {"value": "met", "value": "partly"}}', "'value' is given twice"),
        ("a.json", "{", "it is not JSON"),
        ("a.json", "[]", "question ids with answers are expected"),
        ("a.json", "[" * 100_000, "it is not JSON"),
        ("a.yaml", "A1: *x", "anchors and aliases"),
        ("a.yaml", "A1: [met", "this is not YAML"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(read, name, text, sentence):
    assert sentence in sentences(lambda: read(text, name))[0]


def test_a_file_that_is_not_there_says_so(tmp_path):
    for name in ("none.json", "none.yaml"):
        with pytest.raises(FileError, match="cannot be read"):
            read_answers(tmp_path / name)


def test_a_partial_update_keeps_the_rest(make, put):
    asked = put(make(SET), {"A1": {"value": "partly", "comment": "c", "action": "Do"}})
    assert dict(take(asked, {"A1": {"comment": "new"}}, "f").answers) == {
        "A1": Answer("partly", "new", action=PlannedAction("Do"))
    }


def test_what_is_not_asked_of_the_agency_is_left_out_and_named(make, put):
    taken = take(put(make(SET)), {"a4": "met", "A1": "met"}, "f")
    assert (list(taken.answers), taken.left_out) == (["A1"], ("A4",))
    assert take(put(make(SET), words=["police"]), {"a4": "met"}, "f").left_out == ()


def test_a_standard_is_not_applicable_as_a_whole_with_one_reason(make, put):
    template = make(SET)
    asked = put(template, {"A": {"value": "N/A", "reason": "No children here."}})
    assert {name: answer.value for name, answer in asked.answers.items()} == dict.fromkeys(
        ("A1", "A2", "A3"), "n/a"
    )
    assert {answer.reason for answer in asked.answers.values()} == {"No children here."}
    assert asked.completeness(template.standards[0]) == 1
    assert put(template, {"A": {"grade": "Not applicable", "reason": "No children here."}}) == asked


@pytest.mark.parametrize("reply", ["n/a", {"value": "n/a"}, {"value": "n/a", "reason": None}])
def test_a_standard_not_applicable_without_a_reason_stays_owed(make, put, reply):
    template = make(SET)
    asked = put(template, {"A": reply})
    assert {asked.state(question) for question in template.standards[0].questions} == {
        State.INCOMPLETE,
        State.NOT_ASKED,
    }
    assert asked.completeness(template.standards[0]) == 0


@pytest.mark.parametrize("extra", [{"resaon": "x"}, {"evidence": "Log"}, {"reason": ["x"]}])
def test_a_standard_not_applicable_takes_a_reason_and_nothing_else(asked, extra):
    assert "reason" in sentences(lambda: take(asked, {"A": {"value": "n/a"} | extra}, "f"))[0]


def test_marking_a_standard_keeps_what_was_said_of_its_questions(make, put):
    asked = put(make(SET), {"A1": {"value": "met", "evidence": "Log"}})
    marked = standard_not_applicable(asked, "A", "Closed.")
    assert marked["A1"] == Answer("n/a", evidence=(Evidence("Log"),), reason="Closed.")


def test_answers_written_out_are_read_back_the_same(make, put, read):
    answers = {
        "A1": {"grade": "partly", "action": {"what": "Write it", "who": "Head"}, "comment": "ü\n'x': \"y\""},
        "A2": ["b"],
        "A": [{"what": "Log", "date": "2026-01-05"}],
        "B1": {"value": "n/a", "reason": "No."},
    }
    asked = put(make(SET), answers)
    written = json.dumps({name: answer.block() for name, answer in asked.answers.items()})
    assert put(make(SET), read(written, "a.json")).answers == asked.answers
    assert put(make(SET), read(written, "a.yaml")).answers == asked.answers
