"""Forms as they really come back: twice, pasted together, with something typed where nobody expects it."""

from test_form_read import Desk

from audit.responses.response import Answer, Evidence, Response
from audit.workbook.form_signing import SignOff


def stored(answers):
    return Response("R1", "oak", "oak", answers=answers)


def test_dated_evidence_in_a_spare_row_is_one_piece_however_often_the_form_comes(tmp_path):
    desk = Desk(tmp_path)
    desk.fill("", "Question", "A1", "Evidence: what", "Minutes", "Evidence: date", "1/2/2026")
    taken = desk.back()
    assert taken == {"A1": Answer(evidence=(Evidence("Minutes", "", "2026-02-01"),))}
    assert desk.back(stored=stored(taken)) == taken
    assert desk.back(stored=stored(taken)) == taken


def test_what_is_typed_on_another_sheet_does_not_say_whose_form_it_is(tmp_path):
    desk = Desk(tmp_path)
    desk.fill("A1", "Answer", "Met")
    sheet = desk.cell("A1", "Answer").parent
    sheet.insert_rows(1, 2)
    sheet["A1"], sheet["B1"] = "Round", "of golf"
    desk.book.move_sheet(sheet, -desk.book.index(sheet))
    assert desk.book.worksheets[0] is sheet
    assert desk.back() == {"A1": Answer("met")}


def test_two_sheets_pasted_under_one_another_are_read_as_two(tmp_path):
    desk = Desk(tmp_path)
    desk.fill("A1", "Answer", "Met")
    desk.fill("B1", "Answer", "Partly met")
    onto, gone = (desk.cell(name, "Answer").parent for name in ("A1", "B1"))
    for row in gone.iter_rows(values_only=True):
        onto.append(row)
    desk.book.remove(gone)
    assert desk.back() == {"A1": Answer("met"), "B1": Answer("partly")}


def test_a_sign_off_without_a_name_is_read_so_that_somebody_is_told(tmp_path):
    desk = Desk(tmp_path)
    sheet = desk.book["Sign-off"]
    row = next(cell.row for cell in sheet["A"] if cell.value == "Signed by")
    sheet.cell(row, 3).value = "Head"
    desk.book.save(desk.path)
    assert desk.read()[0][0].signature == SignOff("", "Head", "")
