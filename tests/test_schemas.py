"""Checks of tables that come in: every failure a sentence, at the cell where Excel shows it."""

from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.schemas.tables import ANSWERS, LONGEST, Row, check_agencies, check_answers, quoted

KNOWN = ("A1", "A2", "B1")
COLUMNS = {"question": 0, "value": 1, "comment": 3}


def row(number, sheet="A", file="f.xlsx", **values):
    """A row by the number that Excel shows."""
    return Row(file, sheet, number - 1, COLUMNS, values)


def agency(number, **values):
    return Row("a.xlsx", "Agencies", number - 1, {"code": 0, "name": 1, "contact": 2}, values)


def said(rows, known=KNOWN):
    return {file: [str(problem) for problem in found] for file, found in check_answers(rows, known).items()}


def said_of_agencies(*rows):
    return [str(problem) for problem in check_agencies(rows)]


def test_answers_in_order_are_not_named():
    assert said([row(5, question="A1", value="met"), row(6, question="A2")]) == {}
    assert said([]) == {}


def test_all_failures_of_all_files_are_told_with_their_cells():
    rows = [
        row(5, question="A9", value="met"),
        row(6, question="A1", value="met"),
        row(7, question="", value="met"),
        row(9, sheet="B", question="A1", value="partly"),
        row(9, sheet="B", file="g.xlsx", question="B1", comment="bell\x07"),
        row(3, sheet="", file="h.csv", question="B1", reason="x" * (LONGEST + 1)),
    ]
    assert said(rows) == {
        "f.xlsx": [
            "sheet A, cell A5: 'A9' is not a question that was asked here; there are A1, A2, B1.",
            "sheet A, cell A7: an answer stands without a question; give the question's id or clear the row.",
            "sheet B, cell A9: 'A1' stands in sheet A, cell A6 already; keep one of the two.",
        ],
        "g.xlsx": [
            "sheet B, cell D9: 'bell' holds characters that cannot be shown or printed; type it again.",
        ],
        "h.csv": [
            f"row 3: '{'x' * 39}…' has 32,768 characters; a cell holds 32,767, so shorten it.",
        ],
    }


def test_an_unknown_question_is_told_with_the_nearest_known_one():
    [problem] = check_answers([row(5, question="sub-1b")], ["SUB-1A", "XYZ-22"])["f.xlsx"]
    assert problem.text == "'sub-1b' is not a question that was asked here; did you mean 'SUB-1A'?"


def test_each_file_may_have_been_asked_something_else():
    rows = [row(5, file=file, question="A1") for file in ("f.xlsx", "g.xlsx", "h.xlsx")]
    found = check_answers(rows, {"f.xlsx": ["A1"], "g.xlsx": ["B1"]})
    assert sorted(found) == ["g.xlsx", "h.xlsx"]


def test_the_same_question_of_another_agency_subject_or_file_is_another_answer():
    rows = [
        row(5, question="A1"),
        row(6, question="A1", agency="Police"),
        row(7, question="A1", agency="Police", subject="C-01"),
        row(5, question="A1", file="g.xlsx"),
    ]
    assert said(rows) == {}


def test_blank_rows_are_passed_over_and_do_not_move_the_others():
    rows = [row(5), row(6, question="", value=""), row(7, question="A9")]
    assert [problem.where for problem in check_answers(rows, KNOWN)["f.xlsx"]] == ["sheet A, cell A7"]


def test_line_breaks_and_tabs_are_no_control_characters():
    assert said([row(5, question="A1", comment="one\r\ntwo\tthree", value="x" * LONGEST)]) == {}


_texts = st.text(max_size=5)
# Starting the checks costs more than any row, so that few lists have many rows.
_rows = st.lists(st.fixed_dictionaries(dict.fromkeys(ANSWERS, _texts)), max_size=30)


@settings(max_examples=25)
@given(_rows)
def test_any_text_is_checked_and_each_problem_names_its_file_and_row(values):
    rows = [Row(f"{index % 2}.csv", "", index, {}, each) for index, each in enumerate(values)]
    for file, problems in check_answers(rows, KNOWN).items():
        places = [f"row {index + 1}" for index, each in enumerate(rows) if each.file == file]
        assert problems
        assert all(problem.where in places for problem in problems)


@settings(max_examples=30)
@given(st.lists(st.sampled_from(["A1", "A2", "B1", "A9"]), min_size=1, max_size=24), st.randoms())
def test_how_many_problems_there_are_does_not_depend_on_the_order_of_rows(questions, random):
    rows = [row(index + 1, question=question) for index, question in enumerate(questions)]
    mixed = random.sample(rows, len(rows))
    wanted = questions.count("A9") + len(questions) - len(set(questions))
    assert sum(map(len, check_answers(rows, KNOWN).values())) == wanted
    assert sum(map(len, check_answers(mixed, KNOWN).values())) == wanted


def test_five_hundred_forms_are_checked_in_one_go():
    check_answers([row(1, question="A1")], KNOWN)  # the libraries are loaded once, whatever comes
    known = [f"Q{number}" for number in range(55)]
    rows = [
        row(number + 5, file=f"{form}.xlsx", question=known[number], value="met", comment="c" * 80)
        for form in range(500)
        for number in range(55)
    ]
    began = perf_counter()
    assert check_answers(rows, known) == {}
    assert perf_counter() - began < 5  # about half a second on two cores


def test_agencies_in_order_are_no_problem():
    assert said_of_agencies(agency(2, name="Police", code="MET"), agency(3, name="Barts"), agency(4)) == []
    assert said_of_agencies() == []


def test_everything_wrong_with_agencies_is_told_in_the_order_of_rows():
    rows = [
        agency(4, name="Barts Health", code="barts"),
        agency(5, name="  BARTS   health", code="b?2"),
        agency(6, name="", code="x"),
        agency(7, name="Police", code="BARTS"),
        agency(8, name="Probation", code="police"),
        agency(9, name="Y" * 60, contact="a\x1bb"),
    ]
    first = "sheet Agencies, cell B4"
    assert said_of_agencies(*rows) == [
        f"sheet Agencies, {said}"
        for said in (
            (
                "cell A5: 'b?2' cannot be a code; "
                "up to 40 letters, digits, hyphens, slashes, full stops and spaces can."
            ),
            f"cell B5: 'BARTS health' stands in {first} already; keep one, or tell the two apart.",
            "cell B6: the agency has no name; give it or clear the row.",
            f"cell A7: 'BARTS' is the code of the agency in {first} too; give each its own.",
            (
                "cell A8: 'police' is the name of the agency in sheet Agencies, cell B7; "
                "give this one another code."
            ),
            "cell C9: 'a b' holds characters that cannot be shown or printed; type it again.",
        )
    ]


@pytest.mark.parametrize("code", ["met", "MET-1", "E05.2", "GP 01", "Ysgol-Ŵyr", "1", "a_b", "x" * 40])
def test_codes_that_will_do(code):
    assert said_of_agencies(agency(2, name="Name", code=code)) == []


@pytest.mark.parametrize("code", ["-x", "x-", "a\\b", "a|b", "=1+1", "..", "a\nb", "x" * 41, "a:b"])
def test_codes_that_will_not_do(code):
    found = said_of_agencies(agency(2, name="Name", code=code))
    assert len(found) == 1
    assert "cannot be a code" in found[0]


def test_an_agency_may_have_its_name_for_a_code():
    assert said_of_agencies(agency(2, name="Cafcass", code="cafcass")) == []


@given(st.text())
def test_a_quoted_value_is_short_and_printable(value):
    assert len(quoted(value)) <= 42
    assert quoted(value).isprintable()
