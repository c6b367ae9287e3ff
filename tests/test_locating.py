"""Where values stand in a register, and the row of totals at its end."""

import csv
from contextlib import closing

import pytest

from audit import definitions
from audit.registers.opening import open_register
from audit.sampling.engines.duck import Duck
from audit.sampling.locating import SHOWN, find_places
from audit.sampling.total_row import find


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
    assert str(found) == "row 2 ('soon'), row 4 ('soon')"
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
    assert str(found).endswith("row 11 ('bad') …")


def total(found, tmp_path, unit=0):
    with closing(Duck(found, tmp_path)) as engine:
        return find(found, unit, engine)


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


@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
@pytest.mark.parametrize("lines", range(1, 8))
def test_the_row_of_totals_is_found_behind_cells_of_many_lines(register, tmp_path, lines, quoting):
    # Over 64 KB, so that the end of the file is looked at alone, and begins at any place within a cell.
    note = 'he said "so", twice\n' * lines * 37
    rows = [["ID", "Start", "Note"], *([str(n), "x", note] for n in range(1 + 200 // lines))]
    found = register([*rows, ["Total", "", "9"]], quoting)
    assert found.data.stat().st_size > 65_536
    assert total(found, tmp_path) == "Total"
    assert total(register(rows, quoting), tmp_path) == ""
