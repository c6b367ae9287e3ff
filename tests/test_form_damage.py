"""Forms damaged in many ways: each ends in a sentence with its sheet and cell."""

import io
import os
import re
import zipfile
from datetime import datetime

import pytest
from damaged_forms import CATALOGUE, FAR, Damaged, back, cell_xml, span, written


@pytest.fixture(scope="module")
def template(make):
    return make(CATALOGUE)


@pytest.fixture(scope="module")
def good(template, tmp_path_factory):
    return written(tmp_path_factory.mktemp("good"), template)


@pytest.fixture
def form(good, tmp_path):
    return Damaged(tmp_path, good)


# --- refused by sheet and cell ----------------------------------------------------------------------

CELLS = {
    "a grade that is none": (
        lambda f: f.text("A1", "Answer", "Excellent"),
        "D6",
        "'Excellent' is not a grade",
    ),
    "a label misspelt": (lambda f: f.text("A1", "Answer", "Partly meet"), "D6", "is not a grade"),
    "a number for a grade": (lambda f: f.put("A1", "Answer", 2), "D6", "'2' is not a grade"),
    "true for a grade": (lambda f: f.put("A1", "Answer", True), "D6", "'yes' is not a grade"),
    "a share above one": (lambda f: f.text("A2", "Answer", "8/6"), "D7", "8 cannot be out of 6"),
    "a share that became a date": (
        lambda f: f.put("A2", "Answer", datetime(2026, 8, 6)),
        "D7",
        "write it as",
    ),
    "a number about so big": (lambda f: f.text("A3", "Answer", "about 5"), "D8", "is not a number"),
    "an unknown id": (lambda f: f.put("A1", "Question", "A9"), "A6", "'A9' is not a question"),
    "an id that is gone": (lambda f: f.put("A1", "Question", None), "A6", "without a question"),
    "the id of another question": (lambda f: f.put("A1", "Question", "A3"), "A6", "asks what A1 asks"),
    "the wording of a question": (
        lambda f: f.put("A1", "What is asked", "A lead is sought."),
        "B6",
        "wording of A1",
    ),
    "a formula without a result": (
        lambda f: f.put("A1", "Comment", "=1+1"),
        "F6",
        "a formula without a result",
    ),
    "an error": (lambda f: f.put("A1", "Comment", "#N/A"), "F6", "an error stands here"),
    "an error in a formula": (
        lambda f: f.part(cell_xml("F7", "<f>1/0</f><v>#DIV/0!</v>", ' t="e"')),
        "F7",
        "an error stands here",
    ),
    "a grade for a standard": (lambda f: f.text("A", "Answer", "Met"), "D5", "A is a standard"),
    "a reason without not applicable": (
        lambda f: f.text("A", "If not applicable, why", "None"),
        "J5",
        "a reason stands here",
    ),
    "evidence that says only where": (
        lambda f: f.text("A2", "Evidence: where held", "Desk"),
        "G7",
        "evidence needs 'what'",
    ),
    "a comment longer than a cell": (
        lambda f: f.part(cell_xml("F6", f"<is><t>{'w' * 40_000}</t></is>", ' t="inlineStr"')),
        "F6",
        "40,000",
    ),
    "letters that cannot be shown": (
        lambda f: f.part(cell_xml("F6", "<is><t>a_x0007_b</t></is>", ' t="inlineStr"')),
        "F6",
        "cannot be shown",
    ),
    "headings gone": (lambda f: f.one.delete_rows(4), "row 4", "the row of headings above them is gone"),
    "a heading renamed": (
        lambda f: f.put("Question", "Comment", "Our view"),
        "F4",
        "no column is headed 'Comment'",
    ),
    "a heading twice": (
        lambda f: f.put("Question", "Comment", "Answer"),
        "F4",
        "no column is headed 'Comment'",
    ),
}


@pytest.mark.parametrize("how", CELLS)
def test_what_is_wrong_is_told_with_its_cell(form, template, how):
    damage, cell, said = CELLS[how]
    damage(form)
    if form.path.read_bytes() == form.data:
        form.save()
    problem, *others = back(form, template)
    assert problem.where == f"sheet A One, {cell if cell.startswith('row') else f'cell {cell}'}"
    assert said in problem.text
    assert problem.text.endswith((".", "?"))
    assert bool(others) == (how == "the id of another question")  # whose answer does not fit it either


def test_the_same_id_twice_with_different_grades(form, template):
    form.one.append([*(cell.value for cell in form.row("A1"))])
    form.one.cell(form.one.max_row, form.column("Answer")).value = "Not met"
    form.save()
    [problem] = back(form, template)
    assert problem.where == f"sheet A One, cell A{form.one.max_row}"
    assert "stands in sheet A One, cell A6 already; keep one of the two" in problem.text


def test_an_id_that_became_a_number_is_not_taken_for_another(form, template):
    cell = form.put("1.10", "Question", 1.1, form.two)
    form.put(1.1, "What is asked", None, form.two)
    form.put(1.1, "Answer", "Met", form.two)
    form.save()
    problems = back(form, template)
    assert [(one.where, one.text) for one in problems] == [
        (
            f"sheet B Two, cell {cell.coordinate}",
            "a number stands here, which may be 1.1 or 1.10; write the id as text.",
        )
    ]


def test_the_meaning_of_a_grade_changed(form, template):
    form.book["Grades"]["B5"].value = "Good enough."
    form.save()
    [problem] = back(form, template)
    assert (problem.where, "meaning of 'Met'" in problem.text) == ("sheet Grades, cell B5", True)


def test_swapped_headings_are_told_by_what_stands_below(form, template):
    for name in ("A One", "B Two"):
        head = next(row for row in form.book[name] if row[0].value == "Question")
        head[3].value, head[5].value = head[5].value, head[3].value
    form.save()
    problems = back(form, template)
    assert "A1: 'Said' is not a grade" in problems[0].text
    assert problems[0].where == "sheet A One, cell F6"


# --- refused as a whole -----------------------------------------------------------------------------


def another_edition(form, digest="0" * 64):
    form.cover("Edition key", digest)


def two_covers(form):
    other = form.book.copy_worksheet(form.book["Start here"])
    next(row for row in other if row[0].value == "Agency code")[1].value = "elm"


def edition_twice(form):
    form.book["Start here"].append(["Edition key", "1" * 64])


def signed_otherwise(form):
    form.book["Sign-off"]["B6"].value = "Ada"
    form.book.copy_worksheet(form.book["Sign-off"])["B6"].value = "Ben"


def circle(form):
    form.path = form.folder / "circle.xlsx"
    form.path.symlink_to(form.path)


WHOLE = {
    "another year's questions": (another_edition, "that of the round 'R0' here; ask for a fresh form"),
    "questions of nowhere": (lambda f: another_edition(f, "1" * 64), "which is of no round here"),
    "another round": (lambda f: f.cover("Round", "R9"), "there is no such round here"),
    "another agency": (lambda f: f.cover("Agency code", "elm"), "which is no agency of that round"),
    "no cover": (
        lambda f: f.book.remove(f.book["Start here"]),
        "nothing says Round or Agency code or Edition",
    ),
    "no code": (lambda f: f.cover("Agency code", None), "nothing says Agency code any more"),
    "no edition": (lambda f: f.cover("Edition key", None), "nothing says Edition key any more"),
    "two agencies in one workbook": (two_covers, "Agency code is 'elm' here but 'oak' in sheet Start here"),
    "two editions on one cover": (edition_twice, "only sheets of one form can be taken together"),
    "signed by two in two places": (signed_otherwise, "keep one of the two"),
    "cut short": (lambda f: f.raw(f.data[:9_000]), "it is damaged"),
    "a part garbled": (lambda f: f.raw(f.data[:6_000] + b"x" * 500 + f.data[6_500:]), "it is damaged"),
    "no markup": (lambda f: f.part(lambda _: b"<worksheet><sheetData><row><c"), "nothing says|it is damaged"),
    "empty": (lambda f: f.raw(b""), "it is empty"),
    "not a zip": (lambda f: f.raw(b"This is the form."), "is no such workbook"),
    "a table renamed": (lambda f: f.raw(b"Question,Answer\nA1,met\n"), "is no such workbook"),
    "a web page as .xls": (lambda f: f.raw(b"<html><table>", "form.xls"), "is no such workbook"),
    "a new workbook as .xls": (lambda f: f.raw(f.data, "form.xls"), "holds a newer workbook"),
    "a letter as .xlsx": (
        lambda f: f.part(lambda _: b"", part="nothing") or f.raw(docx(), "form.xlsx"),
        "is no such workbook",
    ),
    "a letter": (lambda f: f.raw(docx(), "form.docx"), "none of the files read here"),
    "a print": (lambda f: f.raw(b"%PDF-1.7", "form.pdf"), "none of the files read here"),
    "locked": (
        lambda f: f.raw(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")),
        "password",
    ),
    "a zip bomb": (lambda f: f.raw(bomb(f.data)), "unpacks to more than 600 MB"),
    "a cell at the far end": (
        lambda f: f.part(span(b"</sheetData>", FAR)),
        "spreads over 1,048,576 rows",
    ),
    "a folder": (
        lambda f: (f.folder / "d.xlsx").mkdir() or setattr(f, "path", f.folder / "d.xlsx"),
        "not a file",
    ),
    "nowhere": (lambda f: setattr(f, "path", f.folder / "gone.xlsx"), "there is no such file"),
    "a link in a circle": (circle, "cannot be read|no such file"),
}


def bomb(data):
    """The form with a sheet that says of itself that it unpacks to 700 MB."""
    entry = next(
        found for found in re.finditer(b"PK\x01\x02", data) if b"sheet3.xml" in data[found.end() :][:80]
    )
    size = entry.start() + 24
    return data[:size] + (700_000_000).to_bytes(4, "little") + data[size + 4 :]


def docx():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    return data.getvalue()


@pytest.mark.parametrize("how", WHOLE)
def test_a_form_that_cannot_be_taken_is_refused_in_a_sentence(form, template, how):
    damage, said = WHOLE[how]
    if how == "a link in a circle" and os.name == "nt":
        pytest.skip("links need rights on Windows")
    damage(form)
    if form.path == form.folder / "form.xlsx" and form.path.exists() and form.path.read_bytes() == form.data:
        form.save()
    [problem] = back(form, template)
    assert re.search(said, problem.text)
    assert problem.text.endswith(".")
    assert "\n" not in problem.text
