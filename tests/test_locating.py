"""Where values stand in a register, and the row of totals at its end."""

import csv
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit import definitions
from audit.registers.opening import open_register
from audit.registers.register import Heading, Register
from audit.sampling import total_row
from audit.sampling.engines.duck import Duck
from audit.sampling.locating import SHOWN, find_places


@pytest.fixture
def register(tmp_path):
    """A register with these rows."""

    def register(rows, quoting=csv.QUOTE_MINIMAL):
        with (tmp_path / "a.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, quoting=quoting).writerows(rows)
        scratch = tmp_path / "scratch"
        scratch.mkdir(exist_ok=True)
        return open_register(str(tmp_path / "a.csv"), definitions.library(), scratch)

    return register


ROWS = [["ID", "Start", "Note"], ["1", "soon", "a"], ["2", "2026-01-01", "b\nc"], ["3", " soon ", ""]]


def test_places_are_named_as_excel_shows_them(register):
    found = find_places(register(ROWS), (1,), ["soon", "never"])
    assert [(place.where, place.row, place.text) for place in found.places] == [
        ("cell B2", 2, "soon"),
        ("cell B4", 4, "soon"),
    ]
    assert found.said() == "row 2 ('soon'), row 4 ('soon')"
    assert found.by_text() == {"soon": ["cell B2", "cell B4"]}
    assert found.more("rows") == []


def test_ids_of_several_columns_stand_in_rows_and_blank_rows_are_passed_over(register):
    rows = [
        ["ID", "Part", "X"],
        ["1", "a", ""],
        ["", "a", "x"],
        ["", "", ""],
        ["#N/A", "b", "x"],
        ["1", "a", "y"],
    ]
    found = find_places(register(rows), (0, 1), ["1|a", ""], ids=True)
    assert [(place.where, place.text) for place in found.places] == [
        ("row 2", "1|a"),
        ("row 3", ""),
        ("row 5", ""),
        ("row 6", "1|a"),
    ]


def test_of_many_places_the_first_are_named_and_the_rest_counted(register):
    found = find_places(register([["ID", "X"], *([str(n), "bad"] for n in range(SHOWN + 20))]), (1,), ["bad"])
    assert (len(found.places), found.count) == (SHOWN, SHOWN + 20)
    assert [str(problem) for problem in found.more("rows")] == ["20 more rows are not listed here."]
    assert found.said().endswith("row 11 ('bad') …")


def total(found, tmp_path, unit=0):
    with closing(Duck(found, tmp_path)) as engine:
        return total_row.find(found, unit, engine)


@pytest.mark.parametrize("word", ["Total", "TOTAL: 3", "Grand total", " total ", "Totals"])
def test_a_last_row_of_totals_is_no_case(register, tmp_path, word):
    assert total(register([*ROWS, [word, "", "3"]]), tmp_path) == word.strip()
    assert total(register([*ROWS, [word, "", "3"], ["", "", ""]]), tmp_path) == word.strip()


@pytest.mark.parametrize(
    "rows",
    [
        ROWS,
        [*ROWS, ["Subtotal", "", "3"]],
        [*ROWS, ["Total", "", "3"], ["4", "", ""]],  # not the last row
        [*ROWS, ["Total", "", "3"], ["Total", "", "3"]],  # an id that stands twice is an id
        [["Total", "Start", "Note"], ["1", "a", "b"]],  # a heading
    ],
)
def test_what_is_no_row_of_totals(register, tmp_path, rows):
    assert total(register(rows), tmp_path) == ""


CELLS = st.text('ab,"\n ', max_size=40)


@settings(max_examples=60)
@given(
    st.lists(CELLS, min_size=1, max_size=5),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.sampled_from("ab"),
)
def test_the_row_of_totals_is_found_behind_cells_of_any_text(tmp_path_factory, notes, quoting, last):
    path = tmp_path_factory.getbasetemp() / "totals.csv"
    rows = [["ID", "Note"], *([str(n), note] for n, note in enumerate(notes)), ["Total", last]]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, quoting=quoting).writerows(rows)
    headings = (Heading("ID"), Heading("Note"))
    found = Register("a.csv", path, "", "", headings, 0, path, 1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(total_row, "TAIL", 60)  # the end that is looked at begins anywhere
        assert total(found, path.parent) == "Total"


def test_only_the_end_of_a_large_register_is_looked_at(register, tmp_path):
    rows = [["ID", "Note"], *([str(n), "a\nb" * 30] for n in range(900))]
    found = register([*rows, ["Total", "9"]])
    assert found.data.stat().st_size > total_row.TAIL
    assert total(found, tmp_path) == "Total"
    assert total(register(rows), tmp_path) == ""


@pytest.mark.parametrize(
    ("end", "told"),
    [
        ([["Totals", "", "3"], ["Run on 1 May", "", ""]], ("Totals", "Run on 1 May")),
        ([["Total", "", "3"], ["4", "", ""]], ("Total",)),
        ([["Run on 1 May", "", ""], *([str(n), "x", ""] for n in range(5))], ()),
        ([["4", "", ""]], ()),
        ([["A B", "x", ""]], ()),
    ],
)
def test_rows_at_the_end_that_look_like_no_cases_are_told(register, end, told):
    assert total_row.doubtful(register([*ROWS, *end]), 0) == told
    assert total_row.doubtful(register([["Total of all children"], *ROWS, *end]), 0) == told
