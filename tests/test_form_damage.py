"""Forms damaged in many ways: each ends in a sentence with its sheet and cell, or is taken with a note."""

import io
import os
import re
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from audit.agencies import Agency
from audit.errors import FileError
from audit.responses.response import Answer, Evidence, Response
from audit.rounds import Expected, Round, interview
from audit.workbook.form import write_form
from audit.workbook.form_read import read_forms
from audit.workbook.form_take import take_form

TODAY, DUE = date(2026, 1, 10), date(2026, 3, 31)
OAK = Agency("oak", "Oak", ("school",), ("section-11",))
CATALOGUE = """
title: Of every kind
scale: met-partly-not
standards:
  - id: A
    title: One
    questions:
      - {id: A1, text: A lead is named.}
      - {id: A2, text: Staff are trained., kind: share}
      - {id: A3, text: How many staff?, kind: number}
  - id: B
    title: Two
    questions:
      - {id: B1, text: Reviewed on., kind: date}
      - {id: '1.1', text: It is seen.}
      - {id: '1.10', text: It is heard.}
      - {id: B3, text: For the police., applies_to: [police]}
"""
STORED = {"A1": Answer("met", "Said", (Evidence("Chart", "", "2026-01-01"),)), "A2": Answer("6/8")}


class Damaged:
    """A good form, to be damaged in one way: as a book of openpyxl, or as the bytes of its parts."""

    def __init__(self, folder, data):
        self.folder, self.data, self.path = folder, data, folder / "form.xlsx"
        self.path.write_bytes(data)
        self.book = openpyxl.load_workbook(io.BytesIO(data))

    @property
    def one(self):
        return self.book["A One"]

    @property
    def two(self):
        return self.book["B Two"]

    def row(self, name, sheet=None):
        return next(row for row in (sheet or self.one) if row[0].value == name)

    def column(self, heading):
        return next(cell for cell in self.row("Question") if cell.value == heading).column

    def put(self, name, heading, value, sheet=None):
        cell = self.row(name, sheet)[self.column(heading) - 1]
        cell.value = value
        return cell

    def text(self, name, heading, value, sheet=None):
        cell = self.put(name, heading, value, sheet)
        cell.data_type = "s"

    def save(self, name="form.xlsx"):
        self.path = self.folder / name
        self.book.save(self.path)

    def part(self, change, name="form.xlsx", part="xl/worksheets/sheet3.xml"):
        """Saved with one part of the archive changed."""
        self.path = self.folder / name
        with zipfile.ZipFile(io.BytesIO(self.data)) as old, zipfile.ZipFile(
            self.path, "w", zipfile.ZIP_DEFLATED
        ) as new:  # fmt: skip
            for member in old.infolist():
                content = old.read(member)
                new.writestr(member.filename, change(content) if member.filename == part else content)

    def raw(self, data, name="form.xlsx"):
        self.path = self.folder / name
        self.path.write_bytes(data)

    def cover(self, label, value):
        sheet = self.book["Start here"]
        next(row for row in sheet if row[0].value == label)[1].value = value


@pytest.fixture(scope="module")
def template(make):
    return make(CATALOGUE)


def written(folder, template, name="R1", agency=OAK):
    round_ = Round(name, template, DUE, (Expected(agency, DUE),))
    response = Response(name, agency.code, agency.code, answers=STORED if agency is OAK else {})
    write_form(round_, agency, response, folder / "good.xlsx", today=TODAY)
    return (folder / "good.xlsx").read_bytes()


@pytest.fixture(scope="module")
def good(template, tmp_path_factory):
    return written(tmp_path_factory.mktemp("good"), template)


@pytest.fixture
def form(good, tmp_path):
    return Damaged(tmp_path, good)


def back(form, template):
    """What comes of a damaged form: its sentences where it is refused, else what it gives."""
    round_ = Round("R1", template, DUE, (Expected(OAK, DUE),))
    ids = {*template.by_id, "A", "B"}
    forms, errors = read_forms(
        [form.path],
        lambda name, agency: ids if (name, agency) == ("R1", "oak") else None,
        lambda name: template.digest if name == "R1" else "",
        lambda digest: "R0" if digest == "0" * 64 else "",
    )
    if errors:
        return errors[0].problems
    asked = interview(round_, OAK, Response("R1", "oak", "oak", answers=STORED), TODAY)
    try:
        return take_form(asked, forms[0])
    except FileError as error:
        return error.problems


FAR = b'<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>'


def span(old, new):
    return lambda content: content.replace(old, new, 1)


def cell_xml(address, inside, kind=""):
    """Puts a cell into a sheet as no program of ours writes it."""
    pattern = re.compile(rb'<c r="' + address.encode() + rb'"[^>]*?(?:/>|>.*?</c>)', re.DOTALL)
    return lambda content: pattern.sub(f'<c r="{address}"{kind}>{inside}</c>'.encode(), content, count=1)


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


# --- taken ------------------------------------------------------------------------------------------


def filled(form):
    form.text("A1", "Answer", "Not met")
    form.text("A1", "Action: what", "Ask")


def hidden(form):
    filled(form)
    form.one.sheet_state = "hidden"


def merged(form):
    filled(form)
    form.one.merge_cells("D6:D7")


def formula(form):
    filled(form)
    form.save()
    form.data = form.path.read_bytes()
    form.part(cell_xml("F7", "<f>1+1</f><v>2</v>"))


def macros(form):
    filled(form)
    form.save("form.xlsm")


def sheet_deleted(form):
    filled(form)
    form.book.remove(form.two)


def no_day(form):
    filled(form)
    form.text("A1", "Action: when", "31/2/2027")


def blank_rows(form):
    filled(form)
    form.save()
    form.data = form.path.read_bytes()
    rows = "".join(f'<row r="{n}" ht="12" customHeight="1"/>' for n in range(100, 60_000))
    form.part(span(b"</sheetData>", f"{rows}</sheetData>".encode()))


def not_asked(form):
    filled(form)
    form.two.append(["B3"])
    form.put("B3", "Comment", "Ours", form.two)


def linked(form):
    filled(form)
    form.one["Z1"].hyperlink = "https://example.org/other.xlsx"


HARMLESS = {
    "a hidden sheet": (hidden, "The sheet A One is hidden"),
    "merged cells": (merged, "cells D6:D7 are merged; what stands there was taken for A1 alone"),
    "a formula with its result": (formula, "a formula stands here; its result was taken"),
    "a workbook with macros": (macros, "none of them was run"),
    "a sheet that is gone": (sheet_deleted, "It has no row for B1, 1.1, 1.10"),
    "a day that there is not": (no_day, "'31/2/2027' is no date, so it is kept as words"),
    "blank rows without end": (blank_rows, ""),
    "a question not asked of it": (not_asked, ""),
    "a link": (linked, ""),
}


@pytest.mark.parametrize("how", HARMLESS)
def test_what_does_no_harm_is_taken_with_a_note(form, template, how):
    damage, said = HARMLESS[how]
    damage(form)
    if form.path.name == "form.xlsx" and form.path.read_bytes() == form.data:
        form.save()
    taken = back(form, template)
    assert taken.answers["A1"].value == "not-met"
    assert taken.answers["A1"].action.what == "Ask"
    assert any(said in note for note in taken.notes) if said else taken.notes == ()
    assert taken.left_out == (("B3",) if how == "a question not asked of it" else ())
    assert all(note.endswith(".") for note in taken.notes)
