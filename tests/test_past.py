"""Past cycles from matrices of every shape, read to golden values; what is not plain is asked about."""

from fractions import Fraction

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from past_shapes import AGENCIES, AMBER, GREEN, GREY, HEAD, NAMES, PLAIN, RAG, SHAPES, Shape, beside, cells

from audit.cli.past import _span
from audit.definitions import library
from audit.errors import DefinitionError, FileError, UnknownError
from audit.past.cycle import Measure, block, from_block
from audit.past.entries import entries_of
from audit.past.layout import Known, layout
from audit.past.naming import Agencies, Headings
from audit.past.reading import Wanted, read_past
from audit.past.spelling import load as load_spelling
from audit.templates import load

LIBRARY = library()
LONDON = load(LIBRARY, "section-11/london")
SPELLING = load_spelling(LIBRARY)


def read(shape, folder, **given):
    given = {**shape.given, **given}
    span = _span(given.pop("numbers", None))
    return read_past(shape.write(folder), "past", LONDON, AGENCIES, SPELLING, Wanted(span=span, **given))


def words_of(past):
    return {(one.code, item): past.said(one.code, item).word for one in past.bodies for item in past.items}


def wrong(shape, folder, **given):
    with pytest.raises(FileError) as error:
        read(shape, folder, **given)
    return str(error.value)


@pytest.mark.parametrize("name", SHAPES)
def test_every_shape_is_read_to_what_stands_in_it(name, tmp_path):
    shape = SHAPES[name]
    found = read(shape, tmp_path)
    assert words_of(found.past) == shape.wanted
    for note in shape.notes:
        assert any(note in one for one in found.notes), (note, found.notes)


def test_a_past_cycle_comes_back_from_the_store_as_it_was_read(tmp_path):
    past = read(SHAPES["nothing in three ways"], tmp_path).past
    again = from_block("past", block(past))
    assert again == past
    assert again.counts("H") == {"green": 1, "amber": 1, "red": 1, "not applicable": 1}
    assert again.counts("E") == {"green": 2, "red": 1, "no answer": 1}


def test_not_applicable_no_answer_and_zero_are_three_things(tmp_path):
    past = read(SHAPES["zero is a score"], tmp_path).past
    said = {past.said(code, one).measure for code, one in (("elm-park", "H"), ("yos", "E"), ("yos", "A"))}
    assert said == {Measure.NOT_APPLICABLE, Measure.NO_ANSWER, Measure.SHARE}
    assert past.said("yos", "A").share == 0


# --- what is not plain --------------------------------------------------------------------------------


def test_all_that_is_not_known_is_listed_at_once_with_what_would_settle_it(tmp_path):
    rows = [
        ["Agency", "A", "Training of the staff", "Standard 8"],
        ["Kingsbrige Police", "Green", "Amber/Green", "Red"],
        ["Elm Park Hospital", "Red", "Blue", "2"],
        ["Somebody Else Entirely", "Green - Red", "-", "Green"],
    ]
    said = wrong(Shape(rows, kind="csv"), tmp_path)
    police = "--agency 'Kingsbrige Police=police' would settle"
    training = "'Training of the staff' is no standard or question of the template; --column"
    for part in (
        f"cell A2: 'Kingsbrige Police' is no agency here; the nearest is Kingsbridge Police, which {police}",
        "'Somebody Else Entirely' is no agency here; --agency 'Somebody Else Entirely=CODE' says which",
        f"cell C1: {training} 'Training of the staff=ID' says what it is, and",
        "'Standard 8' is no standard or question of the template",
        "or --in-order",
        "'Green - Red' is no grade of a standard that is known",
    ):
        assert part in said, (part, said)
    assert len(said.splitlines()) == 5
    rows[0] = ["Agency", "A", "E", "H"]
    said = wrong(Shape(rows, kind="csv"), tmp_path, keep_unknown=True)
    for word in ("'Amber/Green'", "'Blue'", "'2'", "'Green - Red'", "'-'"):
        assert word in said
    assert "--numbers 0-3" in said
    assert len(said.splitlines()) == 5


LONG = ["Agency", "Standard", "Grade"]
WRONG = {
    "its words are those of E": [["Agency", "A", "B. Staff training"], *(row[:3] for row in PLAIN)],
    "is A, as cell B1 is; keep one": [["Agency", "A", "A. Leadership"], *(row[:3] for row in PLAIN)],
    "'Kingsbridge Police' is Kingsbridge Police, as in cell A2; keep one row": [HEAD, *PLAIN, PLAIN[0]],
    "'police' is Kingsbridge Police, as in cell A2; keep one row": [HEAD, *PLAIN, ["police", "Red"]],
    "cell B6: there is a grade here, but no agency beside it": [HEAD, *PLAIN, [None, "Green"]],
    "cell F2: 'extra' stands under no heading": [HEAD, *([*row, "extra"] for row in PLAIN)],
    "cell C3: this is another grade of 'police' for A than in cell C2; leave one": [
        *(LONG, ["police", "A", "Red"], ["police", "A", "Green"])
    ],
    "row 3: this row names no agency": [LONG, ["police", "A", "Red"], [None, "A", "Green"]],
    "'5' is no grade here": [HEAD, ["police", "2", "5"]],
    "'120%' is no grade": [HEAD, ["police", "120%"]],
    "no table of agencies and standards was found in it": [["What is this"], ["police", "Green"]],
    "or --in-order": [["Agency", "Standard 1", "Standard 2"], ["police", "Red", "Red"]],
    "there is no grade in it": [HEAD, ["Total"]],
}


@pytest.mark.parametrize("says", WRONG)
def test_what_is_wrong_is_told_with_its_cell_and_nothing_is_read(says, tmp_path):
    assert says in wrong(Shape(WRONG[says], kind="csv"), tmp_path, numbers="0-3")
    assert "it has no sheet 'Nowhere'" in wrong(Shape(WRONG[says], kind="csv"), tmp_path, sheet="Nowhere")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"columns": {"A": "Z9"}}, "has no 'Z9'"),
        ({"agencies": {"The Met": "polce"}}, "There is no agency 'polce'; did you mean 'police'?"),
        ({"words": {"Gold": "ambr"}}, "'ambr' is no grade here; did you mean 'amber'?"),
    ],
)
def test_an_option_that_names_nothing_is_an_error_with_the_nearest(given, says, tmp_path):
    with pytest.raises(UnknownError) as error:
        read(Shape([HEAD, *PLAIN]), tmp_path, **given)
    assert says in str(error.value)


def test_agencies_that_left_since_are_kept_in_the_past_alone(tmp_path):
    shape = Shape([HEAD, *PLAIN, ["Kingsbridge CCG", "Green", "Red", "Red", "Red"]])
    assert "Kingsbridge CCG" in wrong(shape, tmp_path)
    past = read(shape, tmp_path, keep_unknown=True).past
    assert [one.name for one in past.bodies if not one.known] == ["Kingsbridge CCG"]
    assert past.counts("B") == {"green": 2, "amber": 2, "red": 1}


def test_words_without_a_rank_are_kept_where_asked_and_listed(tmp_path):
    found = read(Shape([HEAD, [NAMES[0], "Amber/Green", "Green"]]), tmp_path, keep_words=True)
    one = found.past.said("police", "A")
    assert (one.measure, one.value) == (Measure.WORDS, "Amber/Green")
    assert found.notes[0] == "Kept as words, in no rank: 'Amber/Green' (sheet Matrix, cell B2)."


def test_a_grey_cell_is_asked_about_where_colours_speak_and_no_word_where_they_do_not(tmp_path):
    coloured = Shape([HEAD, [NAMES[0]], [NAMES[1]]], fills={(2, 2): GREEN, (2, 3): GREY, (3, 2): AMBER})
    assert "a cell is grey and has no word; --word 'grey=n/a'" in wrong(coloured, tmp_path)
    settled = read(coloured, tmp_path, words={"grey": "n/a"}).past
    assert [settled.said("police", one).word for one in "ABE"] == ["green", "not applicable", "no answer"]
    worded = Shape([HEAD, [NAMES[0], "Green", None]], fills={(2, 3): GREY})
    assert read(worded, tmp_path).past.said("police", "B").word == "no answer"


def test_cells_that_hold_nothing_are_counted_and_a_file_without_any_grade_is_refused(tmp_path):
    found = read(Shape([HEAD, [NAMES[0], "Green", None, "Red", None]], kind="csv"), tmp_path)
    said = "2 cells without a word or a colour: taken for no answer."
    assert found.notes == (
        f"{said} Colours of such a file are not seen; where it has any, save it as .xlsx.",
    )
    assert "there is no grade in it; colours are seen in .xlsx" in wrong(Shape([HEAD, [NAMES[0]]]), tmp_path)


@pytest.mark.parametrize("given", [{}, {"numbers": "0-4"}])
def test_a_number_that_the_sheet_shows_as_a_per_cent_is_one(given, tmp_path):
    path = Shape([HEAD, [NAMES[0], 0.85, 0.333, "50%", 1]]).write(tmp_path)
    book = openpyxl.load_workbook(path)
    for cell, code in zip("BCE", ("0%", "0.0 %", "0%"), strict=True):
        book.worksheets[0][f"{cell}2"].number_format = code
    book.save(path)
    span = _span(given.get("numbers"))
    found = read_past(path, "past", LONDON, AGENCIES, SPELLING, Wanted(span=span)).past
    assert [found.said("police", one).share for one in found.items] == [
        *(Fraction(17, 20), Fraction(333, 1000), Fraction(1, 2), Fraction(1))
    ]


def test_one_of_several_sheets_is_named(tmp_path):
    path = Shape([HEAD, *PLAIN]).write(tmp_path)
    book = openpyxl.load_workbook(path)
    book.copy_worksheet(book["Matrix"])
    book["Matrix Copy"]["B2"] = "Red"
    book.create_sheet("About")["A1"] = "Nothing to see"
    book.save(path)
    both = Wanted()
    with pytest.raises(
        FileError, match="the sheets 'Matrix', 'Matrix Copy' all look like it; say which: --sheet"
    ):
        read_past(path, "past", LONDON, AGENCIES, SPELLING, both)
    found = read_past(path, "past", LONDON, AGENCIES, SPELLING, Wanted("matrix copy"))
    assert found.past.said("police", "A").word == "red"
    assert found.notes[-1] == "Read: the sheet 'Matrix Copy'. Not read: 'Matrix', 'About'."


# --- what must always hold ----------------------------------------------------------------------------

WORDS = {"green": RAG["green"], "amber": "a", "red": "RED ", "not applicable": "n/a", "no answer": ""}
GRID = st.lists(st.lists(st.sampled_from(sorted(WORDS)), min_size=4, max_size=4), min_size=4, max_size=4)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(grid=GRID, turn=st.booleans(), order=st.permutations(range(4)))
def test_whatever_stands_in_it_is_read_back_and_counted_once(grid, turn, order, tmp_path):
    rows = [HEAD, *beside(NAMES, [[WORDS[word] for word in row] for row in grid])]
    rows = [rows[0], *(rows[1 + at] for at in order)]
    past = read(
        Shape([list(one) for one in zip(*rows, strict=True)] if turn else rows, kind="csv"), tmp_path
    ).past
    assert words_of(past) == cells(grid)
    assert all(sum(past.counts(item).values()) == len(NAMES) for item in past.items)


CELL = st.text(max_size=12) | st.sampled_from([*HEAD, *NAMES, "Green", "Key", "1"])


@settings(max_examples=40)
@given(st.lists(st.lists(CELL, min_size=3, max_size=5), min_size=1, max_size=6))
def test_any_table_is_read_or_refused_in_sentences(rows):
    from audit.plans.grid import grid_of
    from audit.tables import Table
    from audit.tables.fills import Look

    wide = max(map(len, rows))
    table = Table("x.csv", "", tuple(tuple(row + [""] * (wide - len(row))) for row in rows))
    known = Known(Headings(LONDON), Agencies(AGENCIES), SPELLING)
    found = layout(grid_of(table, Look()), known)
    if found is not None:
        entries = entries_of(found, known, frozenset())
        assert all(one.agency and one.heads for one in entries.cells)


def test_what_is_no_table_is_refused_in_a_sentence(tmp_path):
    for name, content in (
        ("a.xlsx", b"PK\x03\x04broken"),
        ("a.csv", b""),
        ("a.txt", b"Agency,A"),
        ("a.ods", b"x"),
    ):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(FileError) as error:
            read_past(tmp_path / name, "past", LONDON, AGENCIES, SPELLING, Wanted())
        assert len(str(error.value).splitlines()) == 1
    with pytest.raises(FileError, match="there is no such file"):
        read_past(tmp_path / "none.csv", "past", LONDON, AGENCIES, SPELLING, Wanted())


def test_the_spellings_are_checked_with_their_lines(tmp_path):
    path = tmp_path / "templates/past/matrix.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("title: T\nlevels:\n  - {level: fully, words: [met]}\n  - {level: not, words: [MET]}\n")
    with pytest.raises(DefinitionError, match="line 4: 'MET' stands for 'fully' and for 'not'; keep one"):
        load_spelling(library(tmp_path))
