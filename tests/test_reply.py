"""What a reply means, wherever it is given."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.errors import AnswerError
from audit.responses.reply import LONGEST, accept, accept_for_standard, not_applicable
from audit.responses.response import Answer, Evidence, PlannedAction

SET = """
title: Set
scale: met-partly-not
standards:
  - id: A
    title: First
    questions:
      - {id: G, text: One.}
      - {id: C, text: Two., kind: choice, choices: [Red, "Dark blue", "1"]}
      - {id: M, text: Three., kind: choices, choices: [a, b, "c; d"]}
      - {id: T, text: Four., kind: text}
      - {id: N, text: Five., kind: number}
      - {id: S, text: Six., kind: share, grades: {met: 0.9, partly: 0.7}}
      - {id: E, text: Seven., kind: elapsed, limit: 10}
      - {id: K, text: Eight., kind: elapsed, limit: 3660, days: calendar}
      - {id: D, text: Nine., kind: date}
      - {id: Y, text: Ten., kind: yes-no}
"""


@pytest.fixture(scope="session")
def asked(make):
    return make(SET)


def said(template, name, reply):
    return accept(template, template.by_id[name], reply).value


@pytest.mark.parametrize(
    ("name", "reply", "value"),
    [
        *(
            ("G", "met", "met"),
            ("G", "MET", "met"),
            ("G", "Partly met", "partly"),
            ("G", " not-met ", "not-met"),
        ),
        *(("G", "Not Applicable", "n/a"), ("G", "N/A", "n/a"), ("G", None, None), ("G", "", None)),
        *(("G", "  ", None), ("C", "red", "Red"), ("C", "DARK  BLUE", "Dark blue"), ("C", 1, "1")),
        *(
            ("C", 1.0, "1"),
            ("M", ["b", "A"], ("a", "b")),
            ("M", "b; a", ("a", "b")),
            ("M", "C; D", ("c; d",)),
        ),
        *(("M", "a\nb", ("a", "b")), ("M", [], None), ("M", ["c; d", "a"], ("a", "c; d")), ("T", " x ", "x")),
        *(("T", 5, "5"), ("T", "a\r\nb\x00\x1b", "a\nb"), ("N", 3.5, "3.5"), ("N", "1,234", "1234")),
        *(("N", 24.0, "24"), ("N", "-2", "-2"), ("S", "24/26", "24/26"), ("S", "24 of 26", "24/26")),
        *(("S", "24 out of 26", "24/26"), ("S", "024 / 026", "24/26"), ("S", "0/0", "0/0")),
        *(("D", "31/3/2026", "2026-03-31"), ("D", "2026-03-31T00:00:00", "2026-03-31")),
        *(("Y", True, "yes"), ("Y", False, "no"), ("Y", "Y", "yes"), ("Y", "false", "no")),
        *(
            ("Y", "not applicable", "n/a"),
            ("E", {"from": "5/1/2026", "to": "19/1/2026"}, "2026-01-05/2026-01-19"),
        ),
        *(
            ("E", "5/1/2026 to 19/1/2026", "2026-01-05/2026-01-19"),
            ("E", {"from": "2026-01-05"}, "2026-01-05/"),
        ),
        *(("E", {"from": "2026-01-05", "to": None}, "2026-01-05/"), ("E", {}, None), ("E", "n/a", "n/a")),
        *(("E", "2026-01-05/2026-01-19", "2026-01-05/2026-01-19"), ("E", "2026-01-05..", "2026-01-05/")),
    ],
)
def test_a_reply_is_taken_as_what_it_says(asked, name, reply, value):
    assert said(asked, name, reply) == value
    assert said(asked, name, {"value": reply}) == value


@pytest.mark.parametrize(
    ("name", "reply", "sentence"),
    [
        ("G", "good", "G: 'good' is not a grade; the grades are met, partly, not-met, n/a."),
        ("G", ["met"], "G: the answer must be text."),
        ("G", {"grade": {"a": 1}}, "a value was expected, not a mapping"),
        ("G", {"value": "met", "grade": "met"}, "give 'value' or 'grade', not both."),
        ("G", {"valeu": "met"}, "'valeu' is not part of an answer; did you mean 'value'?"),
        ("C", "green", "the choices are Red, Dark blue, 1."),
        ("M", ["a", "z"], "'z' is not a choice"),
        ("M", 5, "'5' is not a choice"),
        ("N", "about 5", "is not a number"),
        ("N", "5%", "is not a number"),
        ("N", "٣", "is not a number"),
        ("N", True, "is not a number"),
        ("S", "90%", "write it as 24/26"),
        ("S", "27/26", "27 cannot be out of 26"),
        ("S", 24, "write it as 24/26"),
        ("E", 5, "two days were expected"),
        ("E", ["from", "to"], "two days were expected"),
        ("E", {"from": "", "to": "2026-01-05"}, "is not a date"),
        ("E", {"from": "2026-01-05", "until": "2026-01-06"}, "'until' is not part of"),
        ("E", {"from": "2026-01-05", "to": "2026-01-04"}, "it cannot end (2026-01-04) before it began"),
        ("E", {"from": "2014-12-31", "to": "2015-01-06"}, "bank holidays are known only from 1 January 2015"),
        ("E", {"from": "2028-12-28"}, "to 31 December 2028; a date lies outside"),
        ("E", {"from": "9999-12-30"}, "too far ahead"),
        ("K", {"from": "9999-12-30"}, "too far ahead"),
        ("D", "soon", "write 2026-03-31 or 31/3/2026."),
        ("D", "3/31/2026", "is not a date"),
        ("Y", "perhaps", "is neither yes nor no"),
        ("T", "x" * (LONGEST + 1), "at most 32,767 fit"),
        ("T", ["x"], "must be text"),
    ],
)
def test_a_reply_that_does_not_fit_is_refused_in_a_sentence(asked, name, reply, sentence):
    with pytest.raises(AnswerError) as caught:
        said(asked, name, reply)
    assert sentence in str(caught.value)


def test_true_and_yes_are_one_grade_on_a_scale_of_yes_and_no(make):
    template = make(SET.replace("met-partly-not", "yes-no").replace(", grades: {met: 0.9, partly: 0.7}", ""))
    assert {said(template, "G", reply) for reply in (True, "true", "TRUE", "yes", "Yes")} == {"yes"}
    assert {said(template, "G", reply) for reply in (False, "false", "no", "No")} == {"no"}


def test_a_number_is_a_grade_on_a_scale_of_numbers(make):
    template = make("scale: 0-3\ntitle: T\nstandards: [{id: A, title: T, questions: [{id: A1, text: t}]}]")
    assert [said(template, "A1", reply) for reply in (3, 3.0, "3", 0)] == ["3", "3", "3", "0"]


def test_a_hundred_mark_grade_is_refused_with_its_ends_not_the_whole_list(make):
    marks = "".join(f"- {{code: {code}, points: {code}}}\n" for code in range(100, -1, -5))
    small = "scale: marks\ntitle: T\nstandards: [{id: A, title: T, questions: [{id: A1, text: t}]}]"
    template = make(small, marks=marks)
    assert {said(template, "A1", reply) for reply in (85, "85", 85.0)} == {"85"}
    assert (said(template, "A1", 0), said(template, "A1", "N/A")) == ("0", "n/a")
    with pytest.raises(AnswerError) as caught:
        said(template, "A1", 87)
    assert str(caught.value) == "A1: '87' is not a grade; the grades are 100, 95, 90, …, 0, n/a."


def test_not_applicable_can_be_refused_by_a_template(make):
    template = make(SET, "against: local/set\nnot-applicable: refused")
    for name in ("G", "T", "S"):
        with pytest.raises(AnswerError, match="not taken here"):
            said(template, name, "n/a")
    assert said(template, "S", "0/0") == "0/0"


def test_a_part_that_is_left_out_keeps_what_was_said_before(asked):
    question = asked.by_id["G"]
    before = accept(asked, question, {"value": "partly", "comment": "c", "evidence": "e", "action": "Do"})
    assert accept(asked, question, "met", before) == Answer(
        "met", "c", (Evidence("e"),), "", PlannedAction("Do")
    )
    assert accept(asked, question, {"comment": ""}, before).comment == ""
    assert accept(asked, question, {"comment": ""}, before).value == "partly"
    assert accept(asked, question, {"value": None}, before).value is None
    assert accept(asked, question, {}, before) == before


@pytest.mark.parametrize(
    ("given_", "kept"),
    [
        ("Plan", (Evidence("Plan"),)),
        (["Plan", "", "Log"], (Evidence("Plan"), Evidence("Log"))),
        ({"what": "Log", "where": "drive", "date": "5/1/2026"}, (Evidence("Log", "drive", "2026-01-05"),)),
        (
            [{"what": "Log", "date": "each spring"}, "Plan"],
            (Evidence("Log", "", "each spring"), Evidence("Plan")),
        ),
        ({"what": ""}, ()),
        (None, ()),
    ],
)
def test_evidence_may_be_text_a_list_or_a_mapping(asked, given_, kept):
    assert accept(asked, asked.by_id["G"], {"evidence": given_}).evidence == kept


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        ({"evidence": {"where": "drive"}}, "evidence needs 'what'"),
        ({"evidence": {"waht": "Log"}}, "did you mean 'what'?"),
        ({"evidence": [["a"]]}, "evidence must be text"),
        ({"action": {"what": "Do", "whom": "me"}}, "did you mean 'who'?"),
        ({"action": ["Do"]}, "action must be text"),
        ({"reason": {"a": 1}}, "reason must be text"),
        ({"comment": True}, "comment must be text"),
    ],
)
def test_a_part_that_does_not_fit_is_refused(asked, part, sentence):
    with pytest.raises(AnswerError) as caught:
        accept(asked, asked.by_id["G"], part)
    assert sentence in str(caught.value)


def test_a_standard_takes_evidence_but_no_grade(asked):
    standard = asked.standards[0]
    assert accept_for_standard(standard, ["Plan", "Log"]).evidence == (Evidence("Plan"), Evidence("Log"))
    with pytest.raises(AnswerError, match="A is a standard: it takes 'evidence'"):
        accept_for_standard(standard, {"grade": "met"})


def test_not_applicable_by_name_keeps_what_was_said_before(asked):
    before = accept(asked, asked.by_id["G"], {"value": "partly", "comment": "c"})
    assert not_applicable(asked, asked.by_id["G"], "No children.", before) == Answer(
        "n/a", "c", (), "No children."
    )


json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=15),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["value", "grade", "evidence", "action", "reason", "what", "from", "to", "x"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)
likely = st.sampled_from(
    ["met", "n/a", "a", "Red", "24/26", "0/0", "2026-01-05", "9999-12-31", "yes", "5", "..", "|"]
)


@given(
    st.sampled_from("GCMTNSEKDY"), json_like | likely | st.fixed_dictionaries({"from": likely, "to": likely})
)
def test_any_reply_is_taken_or_refused_in_a_sentence_and_what_is_taken_is_taken_again(
    asked, put, name, reply
):
    with suppress(AnswerError):
        answer = accept(asked, asked.by_id[name], reply)
        assert accept(asked, asked.by_id[name], answer.block()) == answer
        assert put(asked, {name: answer.block()}).state(asked.by_id[name])


@given(json_like)
def test_anything_said_of_a_standard_is_taken_or_refused_in_a_sentence(asked, reply):
    with suppress(AnswerError):
        answer = accept_for_standard(asked.standards[0], reply)
        assert accept_for_standard(asked.standards[0], answer.block()) == answer
