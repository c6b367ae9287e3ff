"""Replies to a survey read from a table: headings, values and keys, however form tools write them."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_case_survey import ASKED, IDS, ROW, STAFF, written

from audit.cases.replies import fitting, key_of, read_replies
from audit.cases.survey_headings import find_headings
from audit.cases.survey_values import choices_of, grade_code
from audit.errors import FileError
from audit.responses.given import take_given
from audit.responses.response import Answer
from audit.tables import Table, read


def table(*rows, file="replies.csv"):
    width = max(map(len, rows))
    return Table(file, "", tuple(tuple([*row] + [None] * (width - len(row))) for row in rows))


@pytest.fixture(scope="module")
def template(make):
    return make(STAFF, ASKED.replace("local/staff", "local/set"))


# --- headings -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "heading",
    [
        "K1",
        " k1 ",
        "Do you know who the designated nurse is?",
        "3. Do you know who the designated nurse is? *",
        "Q3. do you know  WHO the designated nurse is",
        "Q3: Do you know who the designated nurse is? (required)",
        '"Do you know who the designated nurse is?"',
        "K1 Do you know who the designated nurse is?",
        "K1. The nurse",
        "[K1] Do you know who the designated nurse is?",
        "<p>Do you know&nbsp;who the designated nurse is?</p>",
        "Do you know who the designated nurse is?\u00a0",
        "12) Do you know who the designated nurse…",
        "1.2 Do you know who the designated nurse is?",
    ],
)
def test_a_heading_is_known_however_a_form_tool_writes_it(template, heading):
    seen = find_headings(table([heading], ["yes"]), template.questions)
    assert list(seen.questions) == ["K1"]


@pytest.mark.parametrize(
    "heading", ["K12", "nurse", "Points - Do you know who the designated nurse is?", "7"]
)
def test_another_heading_is_not_taken_for_a_question(template, heading):
    assert find_headings(table([heading], ["yes"]), template.questions) is None


def test_an_id_that_is_a_word_is_no_prefix(template):
    assert find_headings(table(["Role in the strategy meeting"], ["x"]), template.questions) is None


def test_the_headings_may_stand_below_a_title(template):
    found = read_replies(table(["Export"], [], ["Name", *IDS], ["Ada", *ROW]), template, whole=True)
    assert found.dropped == ("Name",)
    assert found.given[0].replies["X4"] == {"value": "2026-03-01"}
    assert found.given[0].spots["X4"] == {"value": "cell G4"}


def test_a_question_asked_twice_in_a_catalogue_is_told_apart_by_its_id_only(make):
    catalogue = STAFF.replace(
        '"Have you been trained in safeguarding children, at your level, this year?"',
        "Do you know who the designated nurse is?",
    )
    asked = make(catalogue)
    wanted = "cell A1: this may be K1 or K2; write the id of the question as its heading."
    with pytest.raises(FileError) as caught:
        read_replies(table(["Do you know who the designated nurse is?"], ["yes"]), asked, whole=False)
    assert str(caught.value.problems[0]) == wanted
    assert len(read_replies(table(["K1", "K2"], ["yes", "no"]), asked, whole=True).given) == 1


def test_a_column_that_stands_there_twice_is_a_problem(template):
    with pytest.raises(FileError, match="cell B1: this is the question K1 a second time"):
        read_replies(
            table(["K1", "Do you know who the designated nurse is?"], ["yes", "no"]), template, whole=False
        )


def test_choices_may_have_a_column_each_below_a_second_row_of_headings(template):
    rows = [
        ["Respondent ID", "K1", "X2", "", "", "", "X3"],
        [
            "",
            "Response",
            "Escalation policy",
            "Tools, forms and guides",
            "Other (please say)",
            "Threshold document",
            "Open-Ended Response",
        ],
        ["11", "yes", "Escalation policy", "", "mine", "Threshold document", "Yes"],
        ["12", "no", "", "", "", "", ""],
    ]
    found = read_replies(table(*rows), template, whole=False)
    assert [one.cells["respondent"] for one in found.given] == ["11", "12"]
    assert found.given[0].replies["X2"] == {"value": ["Escalation policy", "Threshold document"]}
    assert "X2" not in found.given[1].replies
    assert found.dropped == ("cell E1",)


def test_a_first_reply_is_never_taken_for_a_second_row_of_headings(template):
    rows = [["X2", "K1"], ["Escalation policy", "yes"], ["Threshold document", "no"]]
    assert len(read_replies(table(*rows), template, whole=False).given) == 2


def test_a_round_fits_where_half_of_its_questions_have_a_column(template):
    assert fitting(table(IDS[:2], ROW[:2]), template)
    assert not fitting(table(IDS[:1], ROW[:1]), template)
    assert not fitting(table(["Name"], ["Ada"]), template)


# --- values -------------------------------------------------------------------------------------------


def test_choices_are_parted_by_whatever_the_tool_uses(template):
    choices = template.by_id["X2"].choices
    assert choices_of(choices, "Escalation policy;Threshold document;") == [
        "Escalation policy",
        "Threshold document",
    ]
    assert choices_of(choices, "Tools, forms and guides, escalation  policy") == [
        "Tools, forms and guides",
        "Escalation policy",
    ]
    assert choices_of(choices, "Threshold document\nEscalation policy") == [
        "Threshold document",
        "Escalation policy",
    ]
    assert choices_of(choices, "Tools, forms and guides") == ["Tools, forms and guides"]
    assert choices_of(choices, "Escalation policy, my own") == []
    assert choices_of(choices, "; Escalation policy;;Threshold document") == [
        "Escalation policy",
        "Threshold document",
    ]
    assert choices_of(choices, " ; ,") == []
    assert choices_of(("a", "b", "a b"), "a;b") == ["a", "b"]
    assert choices_of(("a", "b", "a, b"), "a, b;a;(B)") == ["a, b", "a", "b"]
    assert choices_of(("a+", "a-"), ";a+;;a-") == ["a+", "a-"]
    assert choices_of(("a+", "a-"), "a") == []


@given(
    st.lists(
        st.text(st.sampled_from("ab,; "), min_size=1, max_size=5)
        .map(str.strip)
        .filter(lambda c: c.strip(",; ")),
        min_size=1,
        max_size=4,
        unique_by=lambda c: " ".join(c.split()),
    ),
    st.sampled_from([";", ",", "\n", "; ", ", "]),
)
def test_choices_parted_never_become_others_than_those_there_are(choices, separator):
    found = choices_of(choices, separator.join(choices))
    assert set(found) <= set(choices)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("met", "met"),
        ("Partly  met", "partly"),
        ("Met - In place and working throughout, and you could show it to a visitor today.", "met"),
        ("not-met: Not met", "not-met"),
        ("Not met (not-met)", "not-met"),
        ("Nearly met", ""),
        ("", ""),
    ],
)
def test_a_grade_is_known_by_code_label_or_both(make, cell, code):
    scale = make(STAFF.replace("yes-no", "met-partly-not")).scale
    assert grade_code(scale, cell) == code


# --- keys ---------------------------------------------------------------------------------------------


def test_a_key_says_nothing_of_who_replied_and_is_another_in_each_round():
    keys = {key_of(name, who, "", {}, Counter()) for name in ("a", "b") for who in ("Ada@x.uk", " ada@X.uk ")}
    assert len(keys) == 2
    assert not any("ada" in key.casefold() for key in keys)
    assert all(len(key) < 200 for key in keys)


@given(st.lists(st.sampled_from(["yes", "no", "n/a"]), max_size=20))
def test_rows_without_a_respondent_are_told_apart_by_how_often_they_came(values):
    seen, again = Counter(), Counter()
    keys = [key_of("r", "", "", {"K1": Answer(value)}, seen) for value in values]
    assert len(set(keys)) == len(values)
    assert [key_of("r", "", "", {"K1": Answer(value)}, again) for value in values[:7]] == keys[:7]


def test_the_agency_is_part_of_a_row():
    answers = {"K1": Answer("yes")}
    assert key_of("r", "", "a", answers, Counter()) != key_of("r", "", "b", answers, Counter())


# A property over the whole road: whatever people reply, as codes or labels, comes back as it was meant.
GRADES = st.sampled_from([("yes", "yes"), ("No", "no"), ("no", "no"), ("Not applicable", "n/a"), ("", None)])
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=30)


@settings(max_examples=60)
@given(rows=st.lists(st.tuples(GRADES, GRADES, TEXTS), max_size=8))
def test_whatever_is_replied_comes_back(template, put, tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("replies")
    path = written(
        folder / "r.csv", ["K1", "K2", "X3"], *([one[0], two[0], words] for one, two, words in rows)
    )
    found = read_replies(read(path)[0], template, whole=False)
    wanted = []
    for one, two, words in rows:
        said = {"K1": one[1], "K2": two[1], "X3": words.strip() or None}
        if any(value is not None for value in said.values()):
            wanted.append({name: value for name, value in said.items() if value is not None})
    taken = [take_given(put(template), one) for one in found.given]
    assert not any(one.problems for one in taken)
    assert [{name: answer.value for name, answer in one.answers.items()} for one in taken] == wanted
