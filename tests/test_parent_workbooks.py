"""A parent body in the workbooks: one row, one agency in each count, and a register with both numbers."""

import openpyxl
import pytest
from accessible import wrong
from parents import BOARD, PRACTICES, answer, made, sign
from test_cli_setup import call
from workspaces import begin


def signed():
    made()
    answer("icb")
    call("ask", "r", "--agency", "icb", "--for", "gp-1", "--for", "gp-2", "--for", "gp-3")
    sign("icb")
    answer("gp-3")
    sign("gp-3")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("parents")
    begin(folder, signed)
    return folder


def report(folder, audience, *more):
    path = folder / f"{audience}.xlsx"
    today = ("--today", "2026-11-05", "-w", folder)
    call("report", "r", "--for", audience, "-o", path, *more, *today)
    book = openpyxl.load_workbook(path)
    return path, {
        sheet.title: [[cell.value for cell in row if cell.value is not None] for row in sheet.iter_rows()]
        for sheet in book
    }


def lines(rows, heading):
    """The rows below the last row that has a heading, each by its first cell."""
    at = max(place for place, row in enumerate(rows) if heading in row)
    return {row[0]: row for row in rows[at + 1 :] if row}, rows[at]


@pytest.mark.parametrize("audience", ["subgroup", "board"])
def test_the_body_has_one_row_and_the_register_a_line_for_each_member(folder, audience):
    path, sheets = report(folder, audience)
    assert wrong(path, audience) == []
    rows, _ = lines(sheets["Heat map"], "Overall")
    assert f"{BOARD} (for 2 members)" in rows
    assert not set(PRACTICES[:2]) & set(rows)
    assert PRACTICES[2] in rows
    assert "2 signed responses" in rows["Partnership: mean of scores"]
    register, heads = lines(sheets["Returns"], "Who answers")
    at = heads.index("Who answers")
    assert register["Abbey Surgery"][at] == f"answered by {BOARD}"
    assert register["Abbey Surgery"][heads.index("Signed by")] == "Head of icb"
    assert register["Cedar Surgery"][at].startswith(f"named by {BOARD} too, but answers itself")
    assert ["Returned", f"4 of 6, by 2 responses: {BOARD} answers for 2 members"] in sheets["Cover"]


def test_the_public_edition_names_agencies_and_nobody_who_signed(folder):
    path, sheets = report(folder, "public")
    assert wrong(path, "public") == []
    words = [str(cell) for rows in sheets.values() for row in rows for cell in row]
    assert f"answered by {BOARD}" in words
    assert not any("Head of" in word for word in words)


def test_a_coded_report_does_not_tell_which_agency_is_the_body(folder):
    _, sheets = report(folder, "board", "--agencies", "coded", "--key", folder / "key.csv")
    words = [str(cell) for rows in sheets.values() for row in rows for cell in row]
    for name in (BOARD, *PRACTICES):
        assert not any(name in word for word in words)
    assert not any("(for " in word and "member" in word for word in words)
    assert any("by 2 responses: one body answers for 2 members" in word for word in words)
    assert "Who answers" not in words
