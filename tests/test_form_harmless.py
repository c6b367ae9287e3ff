"""What is odd in a form and does no harm is taken, and somebody is told."""

import pytest
from damaged_forms import CATALOGUE, Damaged, back, cell_xml, span, written


@pytest.fixture(scope="module")
def template(make):
    return make(CATALOGUE)


@pytest.fixture(scope="module")
def good(template, tmp_path_factory):
    return written(tmp_path_factory.mktemp("good"), template)


@pytest.fixture
def form(good, tmp_path):
    return Damaged(tmp_path, good)


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
    "a formula with its result": (formula, "a formula stands; its result was taken"),
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
