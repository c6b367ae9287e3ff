"""A form split among colleagues: each their own copy, or their sheets in one workbook; who signed it."""

from dataclasses import replace
from datetime import datetime

import openpyxl
import pytest
from test_form_read import DUE, OAK, TODAY, Desk
from test_form_versions import SMALL

from audit.errors import FileError
from audit.responses.merging import Incoming, merge, version
from audit.responses.response import Answer, Evidence, Response, Signatory, Signature
from audit.rounds import Expected, Round, interview
from audit.workbook.form import write_form
from audit.workbook.form_signing import SignOff
from audit.workbook.form_take import take_form


@pytest.fixture(scope="module")
def small(make):
    return make(SMALL)


STORED = {
    "A1": Answer("partly", "Said", (Evidence("Chart"), Evidence("Minutes"))),
    "B1": Answer("met", evidence=(Evidence("Policy"),)),
    "B": Answer(evidence=(Evidence("Plan", "shelf"),)),
}


def copied(desk, name, nth=0):
    """The sheet of an id copied within the workbook, as it stands; its rows from now on are the second."""
    sheet = desk.cell(name, "Answer", nth).parent
    sheet.title = f"Of {name}"  # openpyxl makes a longer name of it than Excel allows
    return desk.book.copy_worksheet(sheet)


def in_turn(folder, template, fill):
    """What stands here once two copies of one form, filled by two people, were collected in turn."""
    here, past, desks = dict(STORED), {}, [Desk(folder, template, STORED) for _ in range(2)]
    for desk, filled in zip(desks, fill, strict=True):
        for name, *parts in filled:
            desk.fill(name, *parts)
        desk.book.save(desk.path)
        [form], errors = desk.read()
        assert errors == []
        asked = interview(desk.round, OAK, Response("R1", "oak", "oak", answers=here), TODAY)
        alone, onto = take_form(replace(asked, answers={}), form).answers, take_form(asked, form).answers
        incoming = {
            name: Incoming(alone[name], onto[name], frozenset({form.versions[name]})) for name in onto
        }
        found = merge(here, past, incoming)
        assert not found.conflicts
        past |= {name: (*past.get(name, ()), version(here.get(name))) for name in found.taken}
        here |= found.taken
    return here


def test_copies_collected_one_after_another_end_as_one_form_would(tmp_path, small):
    first = ("A1", "Answer", "Met"), ("A", "Evidence: what", "Structure"), ("A2", "Answer", "Not met")
    second = ("B1", "Comment", "Reviewed"), ("B", "Evidence: date", "1/2/2026"), ("", "Question", "B1")
    assert in_turn(tmp_path, small, (first, second)) == {
        **STORED,
        "A1": replace(STORED["A1"], value="met"),
        "A": Answer(evidence=(Evidence("Structure"),)),
        "A2": Answer("not-met"),
        "B1": replace(STORED["B1"], comment="Reviewed"),
        "B": Answer(evidence=(Evidence("Plan", "shelf", "2026-02-01"),)),
    }


def test_sheets_put_into_one_workbook_are_taken_where_they_were_filled(tmp_path, small):
    desk = Desk(tmp_path, small, answers=STORED)
    for name in ("A1", "B1"):
        copied(desk, name)
    desk.fill("A1", "Answer", "Met", nth=2)  # the copy's, behind two rows of evidence
    desk.fill("B1", "Comment", "Reviewed")  # the original's
    desk.fill("B2", "Answer", "Not met", nth=1)
    taken = desk.back()
    assert taken["A1"] == replace(STORED["A1"], value="met")
    assert taken["B1"] == replace(STORED["B1"], comment="Reviewed")
    assert taken["B2"] == Answer("not-met")
    assert taken["B"] == STORED["B"]


def test_two_copies_of_a_sheet_that_say_the_same_are_one(tmp_path, small):
    desk = Desk(tmp_path, small)
    desk.fill("A1", "Answer", "Met", "Evidence: what", "Chart")
    copied(desk, "A1")
    assert desk.back() == {"A1": Answer("met", evidence=(Evidence("Chart"),))}


def test_two_copies_that_were_filled_otherwise_are_refused_by_both_cells(tmp_path, small):
    desk = Desk(tmp_path, small, answers=STORED)
    copied(desk, "A1")
    desk.fill("A1", "Answer", "Met")
    desk.fill("A1", "Answer", "Not met", nth=2)
    with pytest.raises(FileError) as caught:
        desk.back()
    first, second = (desk.cell("A1", "Question", nth) for nth in (0, 2))
    [problem] = caught.value.problems
    assert problem.where == f"sheet {second.parent.title}, cell {second.coordinate}"
    assert f"otherwise in sheet {first.parent.title}, cell {first.coordinate}; keep one" in problem.text


def test_a_row_pasted_twice_is_one_row(tmp_path, small):
    desk = Desk(tmp_path, small)
    desk.fill("A1", "Answer", "Met", "Evidence: what", "Chart")
    row = [cell.value for cell in desk.cell("A1", "Answer").parent[desk.cell("A1", "Answer").row]]
    desk.cell("A1", "Answer").parent.append(row)
    assert desk.back() == {"A1": Answer("met", evidence=(Evidence("Chart"),))}


def test_evidence_in_the_spare_rows_of_another_sheet_is_added(tmp_path, small):
    desk = Desk(tmp_path, small, answers=STORED)
    sheet = desk.cell("B1", "Answer").parent
    row = next(cells for cells in sheet.iter_rows() if str(cells[1].value or "").startswith("More evidence:"))
    row[0].value, row[6].value = "A1", "Audit"
    assert row[6].coordinate == f"{desk.cell('A1', 'Evidence: what').column_letter}{row[0].row}"
    assert desk.back()["A1"].evidence == (*STORED["A1"].evidence, Evidence("Audit"))


def test_merged_into_a_workbook_of_its_own_with_nothing_but_the_cover(tmp_path, small):
    desk = Desk(tmp_path, small)
    desk.fill("B1", "Answer", "Met")
    for sheet in desk.book.worksheets:
        if sheet.title not in {"Start here", desk.cell("B1", "Answer").parent.title}:
            desk.book.remove(sheet)
    desk.book.save(desk.path)
    [form], errors = desk.read()
    assert errors == []
    taken = take_form(interview(desk.round, OAK, None, TODAY), form)
    assert taken.answers == {"B1": Answer("met")}
    [note] = taken.notes
    assert note.startswith("It has no row for A1, A2, ")


# --- the sign-off -----------------------------------------------------------------------------------


def signed(desk, *rows, presented=None):
    sheet = desk.book["Sign-off"]
    first = next(cell.row for cell in sheet["A"] if cell.value == "Signed by")
    for number, parts in enumerate(rows, first):
        for column, value in enumerate(parts, 2):
            sheet.cell(number, column).value = value
    sheet.cell(first + 3, 4).value = presented
    desk.book.save(desk.path)
    return desk.read()[0][0].signature


ADA, BEN = ("Ada Moss", "Head", datetime(2026, 2, 3)), ("Ben Oak", "Chair", "5/2/2026")


def test_two_people_sign_and_the_last_day_counts(tmp_path, small):
    desk = Desk(tmp_path, small)
    both = SignOff("Ada Moss", "Head", "2026-02-05", "Ben Oak", "Chair", "2026-01-20")
    assert signed(desk, ADA, BEN, presented="20 January 2026") == both
    assert signed(desk, ADA, ("Ben Oak", "Chair", "soon")).on == "soon"
    assert signed(desk, ("",) * 3, BEN) == SignOff("Ben Oak", "Chair", "2026-02-05")
    assert signed(desk, ("",) * 3, ("",) * 3, presented="May") == SignOff("", "", "", presented="May")
    assert signed(desk, ("",) * 3, ("",) * 3) is None


def test_a_sheet_signed_twice_alike_is_signed_once_and_a_third_signatory_is_refused(tmp_path, small):
    desk = Desk(tmp_path, small)
    signed(desk, ADA)
    desk.book.copy_worksheet(desk.book["Sign-off"])
    desk.book.save(desk.path)
    assert desk.read()[0][0].signature == SignOff("Ada Moss", "Head", "2026-02-03")
    del desk.book["Sign-off Copy"]
    desk.book["Sign-off"].append(["And by", "Cy Elm", "Lead", "1/2/2026"])
    desk.book["Sign-off"].append(["And by", "Di Ash", "Lead", "1/2/2026"])
    desk.book.save(desk.path)
    _, [error] = desk.read()
    assert "more than two people sign here" in str(error)


def test_a_signature_that_is_known_stands_on_the_sheet(tmp_path, small):
    known = Signature("Ada Moss", "Head", "2026-02-03", Signatory("Ben Oak", "Chair"), "2026-01-20")
    response = Response("R1", "oak", "oak", signed=known)
    write_form(
        Round("R1", small, DUE, (Expected(OAK, DUE),)), OAK, response, tmp_path / "f.xlsx", today=TODAY
    )
    desk = Desk(tmp_path, small)
    desk.path, desk.book = tmp_path / "f.xlsx", openpyxl.load_workbook(tmp_path / "f.xlsx")
    both = SignOff("Ada Moss", "Head", "2026-02-03", "Ben Oak", "Chair", "2026-01-20")
    assert desk.read()[0][0].signature == both
