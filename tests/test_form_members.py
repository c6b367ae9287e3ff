"""The sheet of a form on which a body says for whom it answers: out, filled in Excel, and back."""

from pathlib import Path

import openpyxl
import pytest
from parents import PRACTICES, made
from test_cli_setup import as_json, call, refused
from workspaces import begin


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    begin(tmp_path, made)
    monkeypatch.chdir(tmp_path)


def members():
    return as_json("show", "r", "--agency", "icb")["members"]


def form():
    Path("icb.xlsx").unlink(missing_ok=True)
    call("form", "r", "--agency", "icb", "-o", "icb.xlsx")


def sheet(change, path="icb.xlsx"):
    """Change the sheet Members of a form as somebody in Excel might."""
    book = openpyxl.load_workbook(path)
    change(book["Members"])
    book.save(path)


def place(sheet, code):
    return next(row[0].row for row in sheet.iter_rows() if row[0].value == code)


def choose(**chosen):
    def change(sheet):
        for code, word in chosen.items():
            sheet.cell(place(sheet, code.replace("_", "-")), 3).value = word

    return change


def test_a_body_finds_its_members_with_a_choice_and_nobody_else_does():
    call("ask", "r", "--agency", "icb", "--for", "gp-2")
    form()
    found = openpyxl.load_workbook("icb.xlsx")["Members"]
    rows = [[cell.value for cell in row[:3]] for row in found.iter_rows(min_row=place(found, "gp-1"))]
    wanted = [None, "Yes", None, None]
    assert rows == [[f"gp-{n}", name, wanted[n - 1]] for n, name in enumerate(PRACTICES, 1)]
    [rule] = found.data_validations.dataValidation
    assert rule.formula1 == '"Yes,No"'
    assert not found.cell(place(found, "gp-1"), 3).protection.locked
    assert found.cell(place(found, "gp-1"), 1).protection.locked
    call("form", "r", "--agency", "gp-1", "-o", "gp.xlsx")
    assert "Members" not in openpyxl.load_workbook("gp.xlsx").sheetnames


def test_it_is_read_by_code_in_any_order_and_a_blank_names_nobody():
    form()

    def turned(sheet):
        first = place(sheet, "gp-1")
        for row, (code, name, word) in enumerate(
            [("GP-4", "whoever", "yes"), ("gp-2", PRACTICES[1], None), ("gp-1", PRACTICES[0], " Yes ")], first
        ):
            for column, value in enumerate((code, name, word), 1):
                sheet.cell(row, column, value)
        sheet.cell(first + 3, 1, "gp-3")
        sheet.cell(first + 3, 3, "No")

    sheet(turned)
    assert "1 answer taken" in call("collect", "icb.xlsx").output
    assert members() == ["gp-1", "gp-4"]


def test_a_form_that_names_nobody_says_nothing_and_one_that_clears_takes_back():
    form()
    assert "0 answers taken into 'r', 0 as before" in call("collect", "icb.xlsx").output
    call("ask", "r", "--agency", "icb", "--for", "all")
    form()
    sheet(choose(gp_1=None, gp_2="No", gp_3=None, gp_4=None))
    call("collect", "icb.xlsx")
    assert members() == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (choose(gp_1="perhaps"), "sheet Members, cell C7: 'perhaps' stands here; choose Yes or No"),
        (lambda sheet: sheet.cell(9, 1, "gp-1"), "cell A9: Abbey Surgery stands in sheet Members, cell A7"),
        (
            lambda sheet: (sheet.cell(11, 1, "elm"), sheet.cell(11, 2, "Elm"), sheet.cell(11, 3, "Yes")),
            "cell A11: 'Elm' is no member of this agency in the round",
        ),
        (lambda sheet: sheet.cell(11, 3, "Yes"), "cell C11: no member stands beside it"),
    ],
)
def test_what_cannot_be_taken_is_told_with_its_cell_and_nothing_is(change, sentence):
    form()
    sheet(choose(gp_2="Yes"))
    sheet(change)
    assert sentence in refused("collect", "icb.xlsx")
    assert members() == []


def test_a_member_whose_code_is_the_id_of_a_question_takes_nothing_from_it():
    call("agency", "add", "Elm Surgery", "--code", "A1", "--parent", "icb")
    call("round", "change", "r", "--add", "A1")
    form()
    sheet(choose(A1="Yes"))
    assert "1 answer taken" in call("collect", "icb.xlsx").output
    assert members() == ["A1"]


def test_what_changed_here_and_in_the_form_is_a_conflict_by_names():
    form()
    sheet(choose(gp_2="Yes"))
    call("ask", "r", "--agency", "icb", "--for", "gp-1")
    said = call("collect", "icb.xlsx", code=1).stderr
    assert "Answers for is in conflict. Here (" in said
    assert "members 'Abbey Surgery'. In the file: members 'Beech Surgery'." in said
    assert "#members" not in said
    assert members() == ["gp-1"]
    call("collect", "icb.xlsx", "--prefer", "file")
    assert members() == ["gp-2"]


def test_without_the_sheet_or_a_row_what_was_said_stays_and_is_told():
    call("ask", "r", "--agency", "icb", "--for", "gp-1", "--for", "gp-2")
    form()
    sheet(lambda sheet: sheet.delete_rows(place(sheet, "gp-2")))
    assert "It has no row for Beech Surgery, which stays as it was." in call("collect", "icb.xlsx").output
    form()
    book = openpyxl.load_workbook("icb.xlsx")
    del book["Members"]
    book.save("icb.xlsx")
    assert "It has no sheet Members; for whom it answers stays" in call("collect", "icb.xlsx").output
    assert members() == ["gp-1", "gp-2"]


def test_a_member_that_belongs_to_another_body_by_now_stays_named_where_the_sheet_has_no_row_for_it():
    call("ask", "r", "--agency", "icb", "--for", "gp-2", "--for", "gp-3")
    call("agency", "add", "Cedar Surgery", "--code", "gp-3", "--kind", "health", "--parent", "Another Body")
    form()
    sheet(choose(gp_1="Yes"))
    assert "It has no row for gp-3, which stays as it was." in call("collect", "icb.xlsx").output
    assert members() == ["gp-1", "gp-2", "gp-3"]
