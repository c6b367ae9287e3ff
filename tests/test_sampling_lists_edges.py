"""Lists that people give, and where values stand in a register: many, blank, at the very end."""

import csv
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest

from audit.errors import FileError
from audit.registers.register import Heading, Register
from audit.sampling import total_row
from audit.sampling.collecting import Rows, collect, plain_text, unit_text
from audit.sampling.listing import listed_strata, listed_units
from audit.sampling.locating import Places, find_places


@pytest.fixture
def written(tmp_path):
    """A file with this content."""

    def written(content, name="list.csv"):
        path = tmp_path / name
        path.write_text(content, encoding="utf-8", newline="")
        return path

    return written


def register_of(path, rows, *, title=(), ends="\n", sheet=""):
    """A register of rows, headings first, written to a file below a title."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator=ends).writerows([*title, *rows])
    headings = tuple(Heading(name) for name in rows[0])
    return Register(str(path), path, sheet, "", headings, len(title), path, 1 + len(title))


class Table:
    """A table elsewhere of which only counts are known."""

    typed, head = "postgresql://h/d#t", (("1", "A"),)

    def __init__(self, counted):
        self.counted = counted

    def counts(self, _columns, _values, **_ids):
        return self.counted


def elsewhere(counted):
    here = Path("t")
    return Register(
        "postgresql://h/d#t", here, "", "", (Heading("ID"), Heading("Team")), 0, here, 1, table=Table(counted)
    )


# --- lists --------------------------------------------------------------------------------------------


def test_of_many_rows_without_an_id_the_first_hundred_are_named(written):
    rows = "".join(f",{number}\n" for number in range(150))
    with pytest.raises(FileError) as caught:
        listed_units(written(f"Child ID,Reason\n17,a\n{rows}"), ["Child ID"])
    assert len(caught.value.problems) == 100


@pytest.mark.parametrize(
    "content", ["17,\n4, \n", " \u3000,17\n\u00a0,4\n", "Child ID,Reason\n17,a\n \u3000, \n4,\n"]
)
def test_cells_of_white_space_alone_are_nothing(written, content):
    assert listed_units(written(content), ["Child ID"]) == ("17", "4")


def test_the_first_sheet_of_a_workbook_is_the_list(tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    for row in (["Child ID", "stratum", "size"], ["17", "A", "3"]):
        book.active.append(row)
    second = book.create_sheet("Notes")
    for row in (["Child ID", "stratum", "size"], ["99", "B", "4"]):
        second.append(row)
    book.save(tmp_path / "a.xlsx")
    assert listed_units(tmp_path / "a.xlsx", ["Child ID"]) == ("17",)
    assert listed_strata(tmp_path / "a.xlsx", "fixed") == {"A": {"size": "3"}}


def test_figures_are_taken_without_the_white_space_around_them(written):
    found = listed_strata(written("stratum,size\n\u00a0A ,\u3000123456789 \nB,0\n"), "fixed")
    assert found == {"A": {"size": "123456789"}, "B": {"size": "0"}}
    assert listed_strata(written("stratum,sd\nA,0\n"), "neyman") == {"A": {"sd": "0"}}


@pytest.mark.parametrize(
    ("content", "allocation", "said"),
    [
        ("stratum,size\nA,３\n", "fixed", "cell B2: '３' is no whole number."),
        (
            "stratum,compliant,sample\n,3,\n",
            "neyman",
            "row 2: the row names no stratum; blank ones are (blank).",
        ),
    ],
)
def test_a_row_of_figures_that_is_only_half_right_is_told(written, content, allocation, said):
    with pytest.raises(FileError) as caught:
        listed_strata(written(content), allocation)
    assert said in str(caught.value.problems[0])


# --- rows behind counts -------------------------------------------------------------------------------

ROWS = [
    *(["ID", "Team"], ["a", "A"], [" a", " A "], ["a", "A"], ["", ""], ["c", "''"], ["a", "B"]),
    *(["b", "A"], [" Total ", "A"], ["", "B"]),
]


def test_rows_are_found_by_text_by_id_and_where_all_their_cells_are_the_same(tmp_path):
    found = register_of(tmp_path / "a.csv", ROWS)
    seen = collect(found, (0,), {1: {"A": 4, "": 1, "Z": 1}}, {"a": 4, "": 1}, ("a",), "Total")
    assert seen.cells == {(1, "A"): [1, 2, 3, 7], (1, ""): [5]}
    assert seen.ids == {"a": [1, 2, 3, 6], "": [9]}
    assert seen.same == ((1, 3),)
    assert collect(found, (0,), {1: {"A": 9}}, {}).cells == {(1, "A"): [1, 2, 3, 7, 8]}
    assert collect(found, (0,), {1: {"A": 9}}, {}, (), "Total").cells == {(1, "A"): [1, 2, 3, 7]}
    assert collect(found, (0, 1), {1: {"A": 9}}, {}, (), "Total").cells == {(1, "A"): [1, 2, 3, 7]}
    assert collect(found, (0,), {1: {"B": 2}}, {}).cells == {(1, "B"): [6, 9]}
    assert collect(found, (0,), {}, {"b": 1, "c": 1}) == Rows({}, {"c": [5], "b": [7]})
    assert collect(found, (0,), {}, {}, ("a",)) == Rows(same=((1, 3),))
    assert collect(found, (0,), {}, {}, ("b",)) == Rows()


def test_reading_ends_as_soon_as_all_that_is_looked_for_is_found(tmp_path):
    found = register_of(tmp_path / "a.csv", ROWS)
    assert collect(found, (0,), {1: {"A": 2}}, {}).cells == {(1, "A"): [1, 2]}
    assert collect(found, (0,), {}, {}) == Rows()


def test_a_thousand_rows_are_named_of_one_value_and_a_thousand_groups_of_rows(tmp_path):
    pairs = [[f"{number:04}", "A"] for number in range(1_001) for _ in range(2)]
    found = register_of(tmp_path / "a.csv", [["ID", "Team"], *pairs, ["last", "B"]])
    ids = [f"{number:04}" for number in range(1_001)]
    seen = collect(found, (0,), {1: {"A": 2_002, "B": 1}}, {"0000": 2}, ids)
    assert seen.cells == {(1, "A"): list(range(1, 1_001)), (1, "B"): [2_003]}
    assert seen.same == tuple((number, number + 1) for number in range(1, 2_001, 2))


def test_rows_of_a_table_elsewhere_have_no_numbers():
    assert collect(elsewhere({}), (0,), {1: {"A": 1}}, {"1": 1}) == Rows()


def test_an_id_with_a_blank_part_is_none():
    assert unit_text([" a ", "b"], (1, 0)) == "b|a"
    assert unit_text(["a", "#N/A"], (0, 1)) == ""
    assert plain_text(" '' ") == ""


# --- where values stand -------------------------------------------------------------------------------


def test_a_hundred_places_are_named_and_rows_in_which_nothing_stands_are_none(tmp_path):
    rows = [["ID", "Start"], *([str(number), " soon "] for number in range(103)), ["", ""], ["x", ""]]
    found = find_places(register_of(tmp_path / "a.csv", rows, sheet="List 5"), (1,), ["soon ", ""])
    assert (len(found.places), found.count) == (100, 104)
    assert found.counts == {"soon": 103, "": 1}
    assert found.places[0].where == "sheet List 5, cell B2"
    assert [str(problem) for problem in found.more("rows")] == ["4 more rows are not listed here."]
    blank = find_places(register_of(tmp_path / "b.csv", rows), (1,), [""])
    assert [(place.where, place.row) for place in blank.places] == [("cell B106", 106)]
    assert blank.said() == "row 106"


@pytest.mark.parametrize(("count", "end"), [(10, ""), (11, " …")])
def test_ten_places_are_said_and_that_there_are_more(tmp_path, count, end):
    rows = [["ID", "Start"], *([str(number), "soon"] for number in range(count))]
    found = find_places(register_of(tmp_path / "a.csv", rows), (1,), ["soon"])
    assert found.said() == ", ".join(f"row {number} ('soon')" for number in range(2, 12)) + end
    plain = ", ".join(f"row {number}" for number in range(2, 12))
    assert found.said(quoted=False) == plain + end


def test_of_a_table_elsewhere_each_text_is_told_with_its_rows():
    found = find_places(elsewhere({"soon": 1_200, "n/k": 1, "Ada Moss lives here": 7}), (1,), ["soon"])
    assert [(place.where, place.row, place.text) for place in found.places] == [
        ("7 rows", 0, "Ada Moss lives here"),
        ("1 row", 0, "n/k"),
        ("1,200 rows", 0, "soon"),
    ]
    assert (found.count, found.whole, found.more("rows")) == (1_208, True, [])
    assert found.said() == "1 row ('n/k'), 1,200 rows ('soon') …"
    assert found.said(quoted=False) == ""
    ids = find_places(elsewhere({"4711": 2, "": 1}), (0,), ["4711", ""], ids=True)
    assert [place.where for place in ids.places] == ["1 row", "2 rows with the id '4711'"]


def test_of_many_texts_elsewhere_a_hundred_are_named_and_the_rows_of_the_others_counted():
    found = find_places(elsewhere({f"{number:03}": 2 for number in range(103)}), (1,), [])
    assert len(found.places) == 100
    assert [str(problem) for problem in found.more("rows")] == ["6 more rows are not listed here."]
    assert Places((), {}).said() == ""


# --- the row of totals --------------------------------------------------------------------------------

ONCE = SimpleNamespace(standing=lambda _unit, _text: 1)


def test_a_row_of_totals_is_as_wide_as_the_headings_and_stands_once(tmp_path):
    rows = [["ID", "Team"], ["1", "A"], ["Total", "3"]]
    found = register_of(tmp_path / "a.csv", rows)
    assert total_row.find(found, 0, ONCE) == "Total"
    assert total_row.find(found, 1, ONCE) == ""
    assert total_row.find(found, 2, ONCE) == ""
    assert total_row.find(found, 0, SimpleNamespace(standing=lambda _unit, _text: 2)) == ""
    short = register_of(tmp_path / "b.csv", [*rows, ["Total"]])
    assert total_row.find(short, 0, ONCE) == ""
    assert total_row.find(register_of(tmp_path / "c.csv", [["ID", "Team"]]), 0, ONCE) == ""
    assert total_row.find(elsewhere({}), 0, ONCE) == ""
    assert total_row.doubtful(elsewhere({}), 0) == ()


def test_titles_and_headings_are_no_row_of_totals(tmp_path):
    for title in ([], [["Total of the year", ""]]):
        found = register_of(tmp_path / "a.csv", [["Total", "Team"], ["", ""]], title=title)
        assert total_row.find(found, 0, ONCE) == ""
        assert total_row.doubtful(found, 0) == ()


def test_the_last_five_rows_are_looked_at_for_notes(tmp_path):
    note, case = ["Run on 1 May", ""], ["1", "A"]
    for below, told in ((4, ("Run on 1 May",)), (5, ())):
        found = register_of(tmp_path / "a.csv", [["ID", "Team"], case, note, *[case] * below])
        assert total_row.doubtful(found, 0) == told
    last = [["Note", ""], ["A B", "x"], ["x", "A B"], ["Totals", "4"], ["Grand total", "4"]]
    found = register_of(tmp_path / "b.csv", [["ID", "Team"], case, *last])
    assert total_row.doubtful(found, 0) == ("Totals", "Grand total")
    assert total_row.doubtful(register_of(tmp_path / "c.csv", [["ID"], ["A B"], ["Total"]]), 0) == ("Total",)
    assert total_row.doubtful(register_of(tmp_path / "d.csv", [["ID"], ["Total"], ["Total"]]), 0) == (
        "Total",
    )


def test_white_space_around_totals_and_beside_notes_is_nothing_and_short_rows_are_passed_over(tmp_path):
    rows = [["ID", "Team"], ["1", "A"], [" Totals ", "3"], ["Run on 1 May", " "]]
    found = register_of(tmp_path / "a.csv", rows)
    assert total_row.doubtful(found, 0) == ("Totals", "Run on 1 May")
    short = register_of(tmp_path / "b.csv", [["Team", "ID"], ["A", "1"], ["x"], ["A", "Total"]])
    assert total_row.doubtful(short, 1) == ("Total",)


def laid(path, text, **more):
    """A register of two columns, whose file holds just this text."""
    path.write_text(text, encoding="utf-8", newline="")
    parts = {"data": path, "skip": 1} | more
    return Register(str(path), path, "", "", (Heading("ID"), Heading("Note")), 0, **parts)


def test_any_sign_between_cells_and_at_the_end_of_rows_will_do(tmp_path):
    path = tmp_path / "a.csv"
    assert total_row.find(laid(path, "ID;Note\n1;a\nTotal;3\n", separator=";"), 0, ONCE) == "Total"
    assert total_row.find(laid(path, "ID,Note\r1,a\rTotal,3\r"), 0, ONCE) == "Total"
    assert total_row.find(laid(path, '"ID\nTotal of",Note\n'), 0, ONCE) == ""


def test_the_end_of_a_large_register_may_begin_within_a_letter(tmp_path):
    for letters in (40_000, 40_001):
        for more in ("", "a"):
            text = f"ID,Note\n{'é' * letters},{more}\nTotal,3\n"
            assert total_row.find(laid(tmp_path / "a.csv", text), 0, ONCE) == "Total"


def test_no_more_than_the_end_of_a_large_register_is_read():
    class Counted(BytesIO):
        def read(self, *size):
            found = super().read(*size)
            read.append(len(found))
            return found

    read = []
    whole = b"ID,Note\n" + b"1,a\n" * 50_000 + b"Total,3\n"
    data = SimpleNamespace(open=lambda _mode: Counted(whole))
    here = Path("a.csv")
    found = Register("a.csv", here, "", "", (Heading("ID"), Heading("Note")), 0, data, 1)
    assert total_row.find(found, 0, ONCE) == "Total"
    assert read == [65_536]


def test_where_no_row_begins_in_the_end_of_a_register_there_is_none():
    assert total_row._whole_rows("x" * 9, whole=False) == ""
    assert total_row._whole_rows('x\n"a\nb",1\n', whole=False) == '"a\nb",1\n'


def test_a_register_as_long_as_what_is_read_is_read_from_its_headings_on(tmp_path):
    room = "x" * (65_536 - len("ID,Note\nTotal,\n"))
    assert total_row.find(laid(tmp_path / "a.csv", f"ID,Note\nTotal,{room}\n"), 0, ONCE) == "Total"
    room = "x" * (65_536 - len("Total,\n"))
    assert total_row.find(laid(tmp_path / "b.csv", f"Total,{room}\n"), 0, ONCE) == ""


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("size", range(65_530, 65_545))
def test_a_register_of_any_length_ends_in_its_last_row(tmp_path, size, ends):
    head, last = f"ID,Note{ends}", f"Total,3{ends}"
    filler = f'1,"{"x" * (size - len(head) - len(last) - 4 - len(ends))}"{ends}'
    found = laid(tmp_path / "a.csv", head + filler + last)
    assert found.data.stat().st_size == size
    assert total_row.find(found, 0, ONCE) == "Total"
