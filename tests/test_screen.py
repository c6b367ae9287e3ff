"""Tables and sentences on screens of any width: nothing is cut, and words stay whole where they can."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_cli_setup import call

from audit.cli.compare import CAUTION
from audit.cli.screen import GAP, fits, widths, wrapped
from audit.statistics import sentences_change
from audit.statistics.compare import paired

CELL = st.text("abc 12\n", max_size=30)
TABLES = st.integers(1, 6).flatmap(
    lambda count: st.lists(st.lists(CELL, min_size=count, max_size=count), min_size=1, max_size=5)
)


def longest(lines, place, split):
    parts = (part for line in lines for part in split(line[place]))
    return max(1, *map(len, [*parts, ""]))


@given(TABLES, st.integers(20, 130))
def test_a_table_fits_and_breaks_words_only_where_it_must(lines, room):
    found = widths(lines, room)
    count = len(lines[0])
    whole = [longest(lines, place, lambda cell: cell.split("\n")) for place in range(count)]
    words = [longest(lines, place, str.split) for place in range(count)]
    edges = 2 + GAP * (count - 1)
    assert all(1 <= wide <= most for wide, most in zip(found, whole, strict=True))
    if edges + count <= room:
        assert sum(found) + edges <= room
    if sum(words) + edges <= room:
        assert all(wide >= word for wide, word in zip(found, words, strict=True))
    if sum(whole) + edges <= room:
        assert found == whole


def test_a_long_name_gives_way_before_short_words_do():
    rows = [["S-001", "a_very_long_name_of_a_register_without_blanks.xlsx", "01234567890123456789"]]
    assert widths(rows, 60) == [5, 27, 20]


def test_headings_give_way_before_what_stands_below_them():
    rows = [
        ["Question", "Met both times", "Met neither time"],
        ["Was the child seen alone at home?", "10", "1"],
    ]
    assert widths(rows, 60) == [33, 9, 9]
    assert widths(rows, 80) == [33, 14, 16]


def test_a_number_stays_with_its_sign_and_a_digest_in_one_piece():
    digest = "f75d8dc33b6730b90a1401f4ff40f91a2a99aae55a8a7aa732973f32ede7b146"
    text = wrapped(
        f"The chance that the sample shows a failure at all, to be told to the board, is 88 % {digest * 2}"
    )
    assert "88 %" in text
    assert digest * 2 in text.split("\n")


def test_columns_of_numbers_stand_to_the_right_and_no_line_ends_in_blanks():
    said = call("stats", "interval", "--compliant", "18", "--sample", "20", "--population", "1200").stdout
    lines = said.split("\n")
    figures = lines[next(place for place, line in enumerate(lines) if line.startswith(" Files read")) :]
    ends = {re.match(r" +[\w,]+( read)?", line)[0] for line in figures if re.match(r" +[\dF]", line)}
    assert len(ends) > 3
    assert {len(end) for end in ends} == {len(" Files read")}
    assert not [line for line in lines if line != line.rstrip()]


@pytest.mark.parametrize(
    ("four", "did"), [((10, 2, 7, 1), "improving"), ((2, 1, 15, 2), "improving"), ((10, 7, 2, 1), "slipping")]
)
def test_the_caution_behind_a_sentence_on_the_same_files_can_be_said_once(four, did):
    sentence = sentences_change.paired(paired(*four))
    short = CAUTION.sub(".", sentence)
    assert sentence.endswith(f", and the same files {did} does not show that other files did.")
    assert short.endswith(("could be chance.", "would seldom be chance alone."))
    assert sentence.startswith(short.removesuffix("."))


def test_a_table_fits_where_no_word_breaks_and_no_cell_is_a_column_of_words(monkeypatch):
    words = ["word " * 40] * 3
    assert fits([["A", "B", "C"], words])  # piped
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setattr("audit.cli.screen.columns", lambda: 80)
    assert fits([["A", "B", "C"], ["short", "words", "alone"]])
    assert not fits([["A", "B", "C"], words])
    assert not fits([["A", "B"], ["x" * 60, "y" * 60]])
