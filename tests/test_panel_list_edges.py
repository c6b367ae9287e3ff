"""What a panel said, read from files: every part of a line whole, and every problem where it stands."""

import json
from datetime import date

import openpyxl
import pytest

from audit.errors import FileError
from audit.scoring.panel import Said
from audit.scoring.panel_list import Line, PanelList, read_panel

LEFT = "is not a date; write 2026-03-31 or 31/3/2026."


@pytest.fixture
def file(tmp_path):
    """Writes a file of a name and gives its path."""

    def file(name, text):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return file


def problems(path):
    with pytest.raises(FileError) as caught:
        read_panel(path)
    return [str(problem) for problem in caught.value.problems]


def test_a_row_of_a_table_is_all_that_was_said_and_where(file):
    found = read_panel(
        file(
            "panel.CSV",
            "Panel of May\n"
            "By,Date,Agency,Ref,Panel grade,Own grade,Reason,Evidence,Wanted,Assured on,Remark,Place\n"
            "Ann  Poe,3/11/2026,Fire,A1,partly,Met,No\tminutes,asked,minutes,2026-12-01,x,y\n"
            ",,Fire,A2,,,,,,,,\n"
            ",,Fire,A3,,,,accepted,,,,\n"
            ",,Fire,A4,,,,,the register,,,\n"
            ",,,A5,Take-back,,In error,,,,,\n"
            ",,Fire,A6,,met,,,,,,\n",
        )
    )
    columns = {
        "moderator": "A",
        "date": "B",
        "agency": "C",
        "question": "D",
        "moderated grade": "E",
        "own grade": "F",
        "reason": "G",
        "evidence": "H",
        "wanted": "I",
        "assured": "J",
    }

    def line(row, agency, question, said):
        where = {part: f"cell {column}{row}" for part, column in columns.items()}
        return Line(agency, question, said, f"row {row}", where)

    said = Said(
        *("partly", False, "No minutes", "asked", "minutes", date(2026, 11, 3), date(2026, 12, 1)),
        *("Ann Poe", "Met"),
    )
    assert found == PanelList(
        (
            line(3, "Fire", "A1", said),
            line(5, "Fire", "A3", Said(evidence="accepted")),
            line(6, "Fire", "A4", Said(wanted="the register")),
            line(7, "", "A5", Said(take_back=True, reason="In error")),
        ),
        passed_over=2,
        dropped=("Remark", "Place"),
    )


def test_a_table_with_the_two_columns_it_needs_says_no_more(file):
    found = read_panel(file("panel.csv", "Question,Moderated\nA1,met\n"))
    places = {"question": "cell A2", "moderated grade": "cell B2"}
    assert found == PanelList((Line("", "A1", Said("met"), "row 2", places),), 0, ())
    wrong = found.lines[0].wrong
    assert [str(wrong(part, "So.")) for part in ("question", "reason")] == ["cell A2: So.", "row 2: So."]


def test_a_row_of_which_all_is_wrong_is_told_in_all_its_cells(file):
    long = "some day in the spring of next year or later"
    path = file(
        "panel.csv",
        "Question,Moderated,Reason,Date,Assured,Panel grade\n"
        f"A1,,Why,{long},31/2/2026,\n"
        "A2,met,,2026-03-31,1 March 2026,\n",
    )
    assert problems(path) == [
        "cell F1: the column 'Panel grade' says the same as one before it; keep one of them.",
        f"cell D2: {long[:40]!r} {LEFT}",
        f"cell E2: '31/2/2026' {LEFT}",
        "cell C2: a reason stands there without a grade; give the grade.",
    ]


def test_a_column_given_twice_is_told_with_its_sheet(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "May"
    book.active.append(["Question", "Moderated", "Moderated grade"])
    book.active.append(["A1", "met", "partly"])
    book.save(tmp_path / "panel.xlsx")
    assert problems(tmp_path / "panel.xlsx") == [
        "sheet May, cell C1: the column 'Moderated grade' says the same as one before it; keep one of them."
    ]


def test_a_file_in_which_nothing_is_said_is_refused_and_one_with_other_problems_tells_those_alone(file):
    nothing = ["it names no question with a panel's grade."]
    assert problems(file("a.csv", "Question,Moderated\nA1,\n")) == nothing
    assert problems(file("a.json", "{}")) == nothing
    assert problems(file("b.csv", "Question,Moderated,Reason\nA1,,x\n")) == [
        "cell C2: a reason stands there without a grade; give the grade."
    ]


def test_a_mapping_is_all_that_was_said_of_each_question_and_its_line(file):
    text = (
        "A1: {grade: partly, reason: No  minutes, evidence: asked, wanted: minutes, on: 3/11/2026,\n"
        "     assured: 2026-12-01}\n"
        "A2: {evidence: accepted}\n"
        "A3: {wanted: the register}\n"
        "A4: met\n"
        "A5:\n"
        "A6: {grade: '', reason: In error}\n"
        "A7: withdrawn\n"
        "A8: {grade: null, evidence: accepted}\n"
    )
    first = Said("partly", False, "No minutes", "asked", "minutes", date(2026, 11, 3), date(2026, 12, 1))
    every = [
        ("A1", first, 1),
        ("A2", Said(evidence="accepted"), 3),
        ("A3", Said(wanted="the register"), 4),
        ("A4", Said("met"), 5),
        ("A5", Said(take_back=True), 6),
        ("A6", Said(take_back=True, reason="In error"), 7),
        ("A7", Said(take_back=True), 8),
        ("A8", Said(take_back=True, evidence="accepted"), 9),
    ]
    lines = tuple(Line("", name, said, f"line {line}") for name, said, line in every)
    found = read_panel(file("panel.yaml", text))
    assert found == PanelList(lines, 0, ())
    assert str(found.lines[1].wrong("grade", "So.")) == "line 3: So."


def test_json_has_no_lines_and_may_hold_numbers(file):
    said = {"A1": 2, "A2": {"grade": 0.5, "reason": "x"}, "A3": None}
    lines = (Line("", "A1", Said("2"), ""), Line("", "A2", Said("0.5", reason="x"), ""))
    assert read_panel(file("panel.json", json.dumps(said))) == PanelList(
        (*lines, Line("", "A3", Said(take_back=True), ""))
    )


def test_every_problem_of_a_mapping_is_told_of_its_question(file):
    said = {
        "A1": {"grade": True, "why": "x", "reasn": "y"},
        "A2": {"reason": "x", "on": [1]},
        "A3": {"grade": "met", "on": "soon", "assured": "late"},
        "A4": False,
        "A5": "met",
        "A6": {},
    }
    assert problems(file("panel.json", json.dumps(said))) == [
        "A1: 'why' is no part of what a panel says; there are assured, evidence, grade, on, reason, wanted.",
        "A1: 'reasn' is no part of what a panel says; did you mean 'reason'?",
        "A1: 'grade' must be text.",
        "A2: 'on' must be text.",
        "A2: 'grade' is missing; an empty one takes the panel's grade back.",
        f"A3: 'soon' {LEFT}",
        f"A3: 'late' {LEFT}",
        "A4: 'grade' must be text.",
        "A6: 'grade' is missing; an empty one takes the panel's grade back.",
    ]
