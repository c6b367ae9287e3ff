"""What a stratum is called: a cell's own words, a month, a quarter, a year, a band of numbers."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.errors import StateError
from audit.sampling.strata import OTHER, read_part
from audit.sampling.ticket import BLANK


def part(rest):
    return read_part(f"Age {rest}", lambda _text: (3, rest))


def names(rest, *cells):
    return [part(rest).name(cell) for cell in cells]


def test_a_column_alone_gives_its_own_words_trimmed_and_else_left_alone():
    assert part("").plain
    assert part("").column == 3
    assert names("", " North  East ", "north east", "00123", "1.0") == [
        "North  East",
        "north east",
        "00123",
        "1.0",
    ]


def test_a_part_is_plain_where_it_is_neither_of_a_period_nor_of_bands():
    assert [part(rest).plain for rest in ("", "  ", "by month", "by 0-1")] == [True, True, False, False]


def test_white_space_around_a_part_changes_nothing():
    assert names("  by month ", "31/3/2026") == ["2026-03"]
    with pytest.raises(StateError, match="column: 'of month' is left over"):
        part("  of month ")


@pytest.mark.parametrize("rest", ["", "by month", "by 0-1"])
@pytest.mark.parametrize("cell", ["", " ", "''", "#N/A", "#n/a"])
def test_a_blank_cell_is_a_stratum_of_its_own(rest, cell):
    assert names(rest, cell) == [BLANK]


@pytest.mark.parametrize(
    ("rest", "wanted"),
    [
        ("by month", ["2026-01", "2026-03", "2026-04", "2025-12", "0999-05"]),
        ("by Quarter", ["2026-Q1", "2026-Q1", "2026-Q2", "2025-Q4", "0999-Q2"]),
        ("BY  year", ["2026", "2026", "2026", "2025", "0999"]),
    ],
)
def test_periods_of_days_however_these_are_written(rest, wanted):
    days = ("2026-01-31", "31/3/2026 23:59", "1 April 2026", "12.12.2025", "0999-05-01")
    assert names(rest, *days) == wanted
    assert names(rest, "soon", "12/31/2026", "46000") == [None] * 3


@given(st.dates())
def test_periods_stand_in_the_order_of_days(day):
    month, quarter, year = (part(f"by {what}").name(day.isoformat()) for what in ("month", "quarter", "year"))
    assert month == day.isoformat()[:7]
    assert quarter == f"{year}-Q{(day.month - 1) // 3 + 1}"


@pytest.mark.parametrize(
    ("rest", "cells"),
    [
        ("by 0-1,2-4,5-9,10+", {"0": "0-1", "1": "0-1", "1.9": "0-1", "2": "2-4", "4.5": "2-4", "10": "10+"}),
        ("by 0-1, 2-4", {"5": OTHER, "-1": OTHER, "1.99": "0-1", "17": OTHER}),
        ("by -1,0-4", {"-1": "-1", "0": "0-4", "4.9": "0-4", "-2": OTHER}),
        ("by -1-0,1+", {"-1": "-1-0", "0": "-1-0", "0.9": "-1-0", "999": "1+"}),
        ("by -3--2", {"-3": "-3--2", "-2": "-3--2", "-1": OTHER}),
        ("by 5,16+", {"5": "5", "5.5": "5", "6": OTHER, "16": "16+", "15.9": OTHER}),
        # With a decimal end nothing is rounded: both ends are in, and what lies between is in neither.
        ("by 0-0.5,0.6-1", {"0.5": "0-0.5", "0.55": OTHER, "0.6": "0.6-1", "1": "0.6-1", "1.2": OTHER}),
        ("by 0-1,1.5-3", {"1": "0-1", "1.7": "1.5-3", "1.2": OTHER, "3": "1.5-3", "3.1": OTHER}),
    ],
)
def test_bands_hold_both_their_ends(rest, cells):
    assert names(rest, *cells) == list(cells.values())


@pytest.mark.parametrize("cell", ["four", "45%", "1,000", "2026-01-01", "1e3", "4 years"])
def test_what_is_no_number_is_in_no_band_and_not_beside_them(cell):
    assert names("by 0-1,2+", cell) == [None]


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        ("by 0-4,3-9", "0-4 and 3-9 overlap"),
        ("by 0-4,4-9", "0-4 and 4-9 overlap"),
        ("by 16+,18+", "16\\+ and 18\\+ overlap"),
        ("by 5-9,0-4,7", "5-9 and 7 overlap"),
        ("by 5,5", "5 and 5 overlap"),
        ("by 4-0", "the band 4-0 ends before it begins"),
        ("by 0-1,", "cannot be read at ''"),
        ("by week", "cannot be read at 'week'"),
        ("by ٣-٤", "cannot be read at '٣-٤'"),
        ("by 1-2-3", "cannot be read at '1-2-3'"),
        ("by", "'by' is left over; check the heading"),
        ("of month", "'of month' is left over"),
        ("bymonth", "'bymonth' is left over"),
    ],
)
def test_what_cannot_be_read_is_refused(rest, said):
    with pytest.raises(StateError, match=said):
        part(rest)


EDGES = st.lists(st.integers(-3, 30), min_size=1, max_size=4, unique=True).map(sorted)


@given(EDGES, st.fractions(-5, 35, max_denominator=8).filter(lambda n: 1000 % n.denominator == 0))
def test_a_number_lies_in_one_band_and_in_that_of_its_whole_years(edges, number):
    # Bands from each edge to the one before the next leave no gap from the first edge on.
    ends = [f"{low}-{high - 1}" for low, high in pairwise(edges)] + [f"{edges[-1]}+"]
    found = part(f"by {','.join(ends)}")
    inside = [
        band for band in found.bands if (band.high is None or number < band.high + 1) and number >= band.low
    ]
    assert len(inside) == (number >= edges[0])
    cell = str(float(number))
    assert found.name(cell) == (inside[0].name if inside else OTHER)
    whole = number.numerator // number.denominator
    if inside and Fraction(whole) >= edges[0]:
        assert found.name(str(whole)) == found.name(cell)
