"""Periods as people write them, how far one lies after another, and the names of rounds that bear them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.recurring.periods import months_between, months_later, next_name, period_in, read_period


@pytest.mark.parametrize(
    ("then", "now", "months"),
    [
        ("Q2", "Q3", 3),
        ("Q4", "Q1", 3),
        ("Q2", "q2", 12),
        ("Q4 2026-27", "Q1 2027-28", 3),
        ("Q4 2026/27", "Quarter 1 of 2027-2028", 3),
        ("2026-27 Q2", "Q3 26/27", 3),
        ("Q2 2026-27", "Q4", 6),
        ("H1", "H2 2026-27", 6),
        ("H2 2026", "H1 2027", 6),
        ("July 2026", "August 2026", 1),
        ("2026-12", "Jan 2027", 1),
        ("December", "January", 1),
        ("July to September 2026", "October to December 2026", 3),
        ("September 2026 to November 2026", "December 2026 to February 2027", 3),
        ("Autumn 2026", "Spring term 2027", 4),
        ("Autumn 2026-27", "Spring 2026-27", 4),
        ("Summer 2026-27", "Autumn 2027-28", 4),
        ("Summer term", "Autumn term", 4),
        ("2025-26", "2026-27", 12),
        ("2026", "2028", 24),
        ("Q3 2026-27", "Q2 2026-27", -3),
        ("Q2 2026-27", "Q2 2026-27", 0),
        ("Q3 2026", "Q4 2026-27", None),
        ("Q3", "H1", None),
        ("March 2026", "January to March 2026", None),
    ],
)
def test_months_lie_between_two_periods(then, now, months):
    assert months_between(read_period(then), read_period(now)) == months


@pytest.mark.parametrize(
    ("period", "begins"),
    [
        ("Q2 2026", "2026-04-01"),
        ("Q4 2026-27", "2027-01-01"),
        ("H2 2027-28", "2027-10-01"),
        ("Autumn term 2026", "2026-09-01"),
        ("Spring 2026-27", "2027-01-01"),
        ("Summer 2026-27", "2027-04-01"),
        ("Spring 2027", "2027-01-01"),
        ("2026-27", "2026-04-01"),
        ("2026", "2026-01-01"),
        ("December 2026 to February 2027", "2026-12-01"),
        ("2026-12", "2026-12-01"),
        ("Q2", None),
    ],
)
def test_a_period_begins_on_a_day_where_its_year_is_written(period, begins):
    found = read_period(period).begins
    assert (found and found.isoformat()) == begins


@pytest.mark.parametrize(
    "text",
    ["", "whenever", "Q5", "H3", "2025-27", "Q1 2025-27", "July 2026-27", "2026-13", "Ju 2026", "first"],
)
def test_what_is_no_period_is_none(text):
    assert read_period(text) is None


@given(st.integers(2012, 2079), st.integers(0, 40), st.sampled_from([("Q", 4), ("H", 2)]), st.booleans())
def test_a_period_so_many_parts_on_is_so_many_months_later(year, steps, form, spread):
    letter, parts = form

    def named(number):
        own, part = year + number // parts, number % parts + 1
        return f"{letter}{part} {own}-{(own + 1) % 100:02}" if spread else f"{letter}{part} {own}"

    between = months_between(read_period(named(0)), read_period(named(steps)))
    assert between == steps * 12 // parts


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2026-10-31", 3, "2027-01-31"),
        ("2026-09-30", 3, "2026-12-31"),  # the last of a month stays the last
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-11-29", 3, "2027-02-28"),
        ("2026-10-15", 12, "2027-10-15"),
        ("2027-02-28", 12, "2028-02-29"),
    ],
)
def test_a_day_is_as_many_months_later(day, months, later):
    assert months_later(date.fromisoformat(day), months) == date.fromisoformat(later)


@pytest.mark.parametrize(
    ("name", "then", "now", "named"),
    [
        ("training-q2", "Q2", "Q3", "training-q3"),
        ("training-q2", "Q2 2026-27", "Q3 2026-27", "training-q3"),
        ("training-q2-2026-27", "Q2 2026-27", "Q3 2026-27", "training-q3-2026-27"),
        ("training-q2", "Q2 2026-27", "Q2 2027-28", "training-q2-2027-28"),
        ("Training Q2", "Q2 2026-27", "Q3 2026-27", "Training Q3"),
        ("s11-2026", "2026", "2027", "s11-2027"),
        ("training-autumn", "Autumn term 2026", "Spring term 2027", "training-spring"),
        ("returns-july-2026", "July 2026", "August 2026", "returns-august-2026"),
        ("health", "H1 2026-27", "H2 2026-27", "health-h2-2026-27"),
        ("Health returns", "H1", "H2", "Health returns H2"),
        ("q1q2", "Q1", "Q2", "q1q2-q2"),  # no word of its own
        ("training", "", "Q3", "training-q3"),
    ],
)
def test_the_name_of_a_round_goes_on_with_its_period(name, then, now, named):
    assert next_name(name, then, now) == named


@pytest.mark.parametrize(
    ("name", "period"),
    [("training-q2", "q2"), ("training-q2-2026-27", "q2-2026-27"), ("a b July 2026", "July 2026"), ("x", "")],
)
def test_a_period_is_found_at_the_end_of_a_name(name, period):
    assert period_in(name) == period
