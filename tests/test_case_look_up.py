"""The look-up by itself: which columns are meant, and what a spreadsheet makes of a cell."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.cases.look_up import LookUp, as_csv, columns_named, look_up
from audit.cases.subject import Subject
from audit.errors import StateError
from audit.registers.register import Heading, Register


def made_up(*headings):
    path = Path("r.csv")
    return Register("r.csv", path, "", "", tuple(map(Heading, headings)), 0, path, 1)


@pytest.mark.parametrize(
    ("texts", "columns"),
    [
        (["A,B"], (0, 1)),
        (["b , a"], (1, 0)),
        (["Name, first"], (2,)),
        (["name,  FIRST", "A,"], (2, 0)),
        (["Name, first", "A,A"], (2, 0)),
        (["A", "B", "A"], (0, 1)),
    ],
)
def test_columns_are_named_by_headings_one_by_one_or_in_a_list(texts, columns):
    register = made_up("A", "B", "Name, first")
    assert columns_named(register, texts) == columns


def test_a_case_without_a_row_is_refused_by_its_reference():
    with pytest.raises(StateError, match=r"no row for C-02, so nothing was written"):
        look_up([Subject("C-01", unit="a"), Subject("C-02", unit="b")], ["x"], {"a": [["1"]]})


CELLS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=5))
def test_a_look_up_is_read_again_as_it_was_but_for_what_a_spreadsheet_would_work_out(lines):
    read = [
        tuple(row)
        for row in csv.reader(
            io.StringIO(as_csv(LookUp(("a", "b"), tuple(lines))).decode("utf-8-sig"), newline="")
        )
    ]
    assert len(read) == len(lines) + 1
    for wrote, found in zip(lines, read[1:], strict=True):
        for before, after in zip(wrote, found, strict=True):
            assert after in {before, f"'{before}"}
            assert after[:1] not in {"=", "@"}


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-2+A1", "'-2+A1"),
        ("+44 7700 900123", "+44 7700 900123"),
        ("-", "-"),
        ("-12.5", "-12.5"),
        ("O'Neill = x", "O'Neill = x"),
    ],
)
def test_formulas_are_made_harmless_and_numbers_stay(cell, written):
    text = as_csv(LookUp(("r", "x"), (("C-01", cell),))).decode("utf-8-sig")
    assert [*csv.reader(io.StringIO(text, newline=""))][1] == ["C-01", written]


def test_columns_that_a_spreadsheet_would_change_are_known():
    lines = (("C-01", "07700900123", "9434500001", "123456789012", "0"), ("C-02", "", "", "", "0.5"))
    assert LookUp(("ref", "phone", "nhs", "long", "none"), lines).fragile == ("phone", "long")
