"""What a matrix does not say for certain is told or asked about: colours, per cents, what is hidden."""

import openpyxl
import pytest
from openpyxl.styles import GradientFill, PatternFill
from past_shapes import (
    AMBER,
    BANDS,
    GREEN,
    GREY,
    HEAD,
    NAMES,
    PLAIN,
    RAG,
    RED,
    VIOLET,
    Shape,
    beside,
    cells,
    filled,
    long_rows,
    turned,
    typed,
)
from test_past import read, words_of, wrong

BLANK = beside(NAMES, typed({"green": None, "amber": None, "red": None}))
ASKED = "a cell is {0} and has no word; --word '{0}=n/a', --word '{0}=blank' or another grade says"
LONG = ["Agency", "Standard"]


class Book(Shape):
    """A shape whose workbook is changed after it is made."""

    def __init__(self, rows, change, **more):
        super().__init__(rows, **more)
        self.change = change

    def write(self, folder):
        path = super().write(folder)
        book = openpyxl.load_workbook(path)
        self.change(book["Matrix"])
        book.save(path)
        return path


# --- colours ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("colour", "called"),
    [(VIOLET, "purple"), ("8064A2", "purple"), ("010101", "black"), ("FF66B2", "pink"), ("00B0F0", "blue")],
)
def test_a_cell_of_a_colour_without_a_grade_is_asked_about_and_settled_by_its_name(colour, called, tmp_path):
    shape = Shape(BLANK, fills=filled(top=2) | {(4, 4): colour})
    shape.rows = [HEAD, *BLANK]
    assert f"cell D4: {ASKED.format(called)}" in wrong(shape, tmp_path)
    said = words_of(read(shape, tmp_path, words={called: "n/a"}).past)
    assert said == cells() | {("yos", "E"): "not applicable"}


@pytest.mark.parametrize(
    ("fill", "called"),
    [
        (PatternFill("solid"), "black"),
        (PatternFill("lightUp", fgColor=RED, bgColor=GREEN), "patterned"),
        (GradientFill(stop=(GREEN, RED)), "shaded"),
    ],
)
def test_a_fill_that_is_no_plain_colour_is_asked_about(fill, called, tmp_path):
    def change(sheet):
        sheet["D4"].fill = fill

    assert ASKED.format(called) in wrong(Book([HEAD, *BLANK], change, fills=filled()), tmp_path)


def test_white_is_no_colour_and_what_was_settled_is_not_counted_as_blank(tmp_path):
    shape = Shape([HEAD, *BLANK], fills=filled() | {(4, 4): "FFFFFF"})
    assert read(shape, tmp_path).notes == ("1 cell without a word or a colour: taken for no answer.",)
    shape = Shape([HEAD, *BLANK], fills=filled() | {(4, 4): GREY})
    assert read(shape, tmp_path, words={"grey": "n/a"}).notes == ()


def test_where_words_speak_a_colour_without_one_is_told_by_its_name(tmp_path):
    shape = Shape([HEAD, *PLAIN], fills={(4, 4): VIOLET})
    found = read(shape, tmp_path)
    (note,) = found.notes
    assert note.startswith("1 cell without a word is purple: taken for no answer, since no grade is a colour")
    assert note.endswith("--word 'purple=n/a' would say otherwise.")
    assert read(shape, tmp_path, words={"purple": "n/a"}).past.said("yos", "E").word == "not applicable"


def test_a_blank_in_a_band_of_colour_that_other_words_deny_is_no_grade(tmp_path):
    rows = [HEAD, [NAMES[0], "Amber", None, "Red"], [NAMES[1], "Red", "Green", "Amber"]]
    shape = Shape(rows, fills={(2, column): GREEN for column in range(1, 5)})
    said = wrong(shape, tmp_path)
    assert "cell C2: a cell is green and has no word, and other words stand on green ('Amber' in" in said


def test_a_legend_that_says_two_things_of_one_colour_settles_nothing(tmp_path):
    legend = ((None, "Not applicable", GREY), (None, "No return", "7F7F7F"))
    rows = [[*HEAD, None, None, "Key"], *BLANK]
    rows[1] = [*rows[1], None, None, legend[0][1]]
    rows[2] = [*rows[2], None, None, legend[1][1]]
    fills = filled() | {(2, 8): GREY, (3, 8): "7F7F7F", (4, 4): GREY}
    assert ASKED.format("grey") in wrong(Shape(rows, fills=fills), tmp_path)
    rows[2] = rows[2][:5]
    del fills[3, 8]
    assert read(Shape(rows, fills=fills), tmp_path).past.said("yos", "E").word == "not applicable"


def test_colours_that_a_file_cannot_tell_are_told_beside_what_else_is_wrong(tmp_path):
    said = wrong(Shape([["Agency", "A", "B", "Z9"], [NAMES[0]], ["Nobody"]], kind="csv"), tmp_path)
    assert "there is no grade in it; colours are seen in .xlsx files alone" in said
    assert "'Nobody' is no agency here" in said


# --- numbers ----------------------------------------------------------------------------------------

SHARES = [HEAD, [NAMES[0], 0.95, 0.7, 0, 1], [NAMES[1], "95%", 0.125, None, "n/a"]]


def as_per_cents(sheet):
    for row in sheet["B2:E3"]:
        for cell in row:
            cell.number_format = "0%" if cell.column % 2 else "0.0 %"


@pytest.mark.parametrize("numbers", [None, "0-3", "0-1"])
def test_per_cents_of_excel_are_read_as_such_whatever_numbers_are(numbers, tmp_path):
    past = read(Book(SHARES, as_per_cents), tmp_path, numbers=numbers).past
    assert [past.said("police", one).word for one in "ABEH"] == ["95 %", "70 %", "0 %", "100 %"]
    assert [past.said("elm-park", one).value for one in "AB"] == ["19/20", "1/8"]
    assert [past.said("elm-park", one).word for one in "EH"] == ["no answer", "not applicable"]


@pytest.mark.parametrize("numbers", [None, "0-3", "0-100", "4-0"])
def test_a_decimal_that_may_be_a_per_cent_is_never_taken_for_a_score(numbers, tmp_path):
    shape = Shape([HEAD, [NAMES[0], 0.95, 2 if numbers else "Red"]])
    said = wrong(shape, tmp_path, numbers=numbers)
    assert "'0.95' may be 95% as Excel keeps it, and --numbers 0-1 reads such numbers so" in said
    assert "--numbers 0-3" not in said
    settled = read(shape, tmp_path, numbers=numbers, words={"0.95": "32%"}).past
    assert settled.said("police", "A").word == "32 %"
    shares = Shape([HEAD, [NAMES[0], 0.95, 1]])
    assert read(shares, tmp_path, numbers="0-1").past.said("police", "A").word == "95 %"


def test_formulas_that_were_never_worked_out_are_no_blanks(tmp_path):
    rows = [HEAD, [NAMES[0], '=IF(1=1,"Green","")', "Red"]]
    said = wrong(Shape(rows), tmp_path, keep_words=True)
    assert "cell B2: a formula stands here whose value was never worked out; open the file in Excel" in said


# --- columns and rows -------------------------------------------------------------------------------


def test_hidden_rows_and_columns_are_read_and_named(tmp_path):
    def hide(sheet):
        sheet.row_dimensions[3].hidden = sheet.column_dimensions["C"].hidden = True

    found = read(Book([HEAD, *PLAIN], hide), tmp_path)
    assert words_of(found.past) == cells()
    assert found.notes[-1] == "Sheet Matrix hides row 3, column C; they were read as the others are."
    assert not [note for note in read(Shape([HEAD, *PLAIN]), tmp_path).notes if "hides" in note]


@pytest.mark.parametrize("heading", ["RAG 2024", "Grade (2023/24)", "2024 rating"])
def test_a_grade_a_row_is_known_with_the_year_in_its_heading(heading, tmp_path):
    found = read(Shape([[*LONG, heading, "Comment"], *long_rows()], kind="csv"), tmp_path)
    assert words_of(found.past) == cells()


@pytest.mark.parametrize(
    ("head", "says", "columns"),
    [
        ([*LONG, "Ampel"], "--column 'Ampel=grade' would settle it", {"Ampel": "grade"}),
        (["Wer", "Standard", "RAG"], "--column 'Wer=agency' would settle it", {"Wer": "agency"}),
        ([*LONG, "RAG", "Score"], "several columns hold grades: 'RAG', 'Score'", {"score": "-"}),
        ([*LONG, "RAG", "RAG"], "several columns hold grades: 'RAG', 'RAG'", {"column D": "-"}),
    ],
)
def test_a_grade_a_row_whose_column_is_not_known_is_asked_about_once(head, says, columns, tmp_path):
    rows = [[*row, "x"][: len(head)] for row in long_rows()]
    said = wrong(Shape([head, *rows], kind="csv"), tmp_path)
    assert says in said
    assert len(said.splitlines()) == 1
    assert words_of(read(Shape([head, *rows], kind="csv"), tmp_path, columns=columns).past) == cells()


def test_merged_groups_above_the_agencies_are_no_column(tmp_path):
    rows = [[None, "Council", None, "Others", None], ["Standard", *NAMES]]
    rows += [[one, *row] for one, row in zip(HEAD[1:], turned(typed(RAG)), strict=True)]
    found = read(Shape(rows, merged=("B1:C1", "D1:E1")), tmp_path)
    assert words_of(found.past) == cells()
    assert (
        "Not read, since it groups the agencies: 'Council' and 'Others' (sheet Matrix, cell B1)."
        in found.notes
    )
    rows[0] = [None, "Council", "Council", "Health", "Others"]
    said = wrong(Shape(rows), tmp_path)
    assert (
        "'Council' stands under no heading, like 3 other cells there; head it, or --column 'row 1=ID'" in said
    )
    assert words_of(read(Shape(rows), tmp_path, columns={"row 1": "-"}).past) == cells()


def with_legend(words, at=6):
    """A matrix of colours with a legend to its right, its colours in the column before its words."""
    rows = [[*HEAD], *BLANK]
    rows = [
        [*row, *[None] * (at + 1 - len(row)), word] for row, word in zip(rows, [None, *words], strict=True)
    ]
    colours = zip((2, 3, 4, 5), (GREEN, AMBER, RED, GREY), strict=True)
    return Shape(rows, fills=filled() | {(4, 4): GREY} | {(row, at + 1): one for row, one in colours})


def test_a_legend_beside_colours_is_read_and_told(tmp_path):
    words = ("Green – fully met", "Amber – partly", "Red – not met", "Grey – not applicable")
    for shape in (with_legend(words), with_legend(("Fully met", "Partly", "Not met", "n/a"))):
        found = read(shape, tmp_path)
        assert words_of(found.past) == cells() | {("yos", "E"): "not applicable"}
        assert found.notes[0].startswith("Taken for a legend: sheet Matrix, cell H2: '")
        assert found.notes[0].count("'") == 8


def test_a_column_that_lost_its_heading_is_no_legend(tmp_path):
    rows = [[*row, None, word] for row, word in zip([HEAD, *PLAIN], [None, *"GGAR"], strict=True)]
    said = wrong(Shape(rows), tmp_path)
    assert (
        "cell G2: 'G' stands under no heading, like 3 other cells there; head it, or --column 'column G=ID'"
        in said
    )
    colours = Shape([HEAD[:4], *(row[:4] for row in BLANK)], fills=filled())
    colours.rows[1].append(None)
    colours.rows[1].append("see plan")
    said = wrong(colours, tmp_path)
    assert "cell E2: a cell is green under no heading; head it, or --column 'column E=ID'" in said
    found = read(colours, tmp_path, columns={"column E": "H", "column F": "-"})
    assert [found.past.said("police", one).word for one in "ABEH"] == list(BANDS[0])
