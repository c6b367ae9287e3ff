"""Days as people write them, and days counted."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit import definitions
from audit.dates import in_words, last_day, latest_day, months_before, read_day, said
from audit.templates import holidays_from

HOLIDAYS = holidays_from(definitions.library().load("standards", "bank-holidays", "file"), "f").days
days = st.dates(date(2016, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        *("2026-03-31", "2026-3-31", "31/3/2026", "31/03/2026", "31.3.2026", " 31/3/2026 "),
        *("31 March 2026", "31 Mar 2026", "31st march 2026", "Tuesday 31 March 2026", "31 March, 2026"),
        *("2026-03-31T00:00:00", "2026-03-31 00:00:00", "31  March\n2026"),
    ],
)
def test_a_day_is_read_as_people_here_write_it(text):
    assert read_day(text) == date(2026, 3, 31)


@pytest.mark.parametrize(
    "text",
    [
        *("", "3/31/2026", "2026-13-01", "2026-02-30", "0000-01-01", "31/3/26", "March 2026", "31 M 2026"),
        *("20260331", "2026-W14-2", "2026-03-31T12:30", "٣١/٣/٢٠٢٦", "31-3-2026", "tomorrow", "32/1/2026"),
    ],
)
def test_what_is_no_day_or_would_be_a_guess_is_none(text):
    assert read_day(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        *(("31/3/2023", date(2023, 3, 31)), ("2023-03-04", date(2023, 3, 4)), ("2023", date(2023, 12, 31))),
        *(
            (text, date(2024, 2, 29))
            for text in ("February 2024", "feb, 2024", "2024-02", "2/2024", "02/2024")
        ),
        *((text, None) for text in ("", "Spring 2023", "2022/23", "2022-23", "M 2023", "13/2023", "0000-01")),
        *((text, None) for text in ("2023-00", "annually", "1850", "March", "two years ago", "2023 2024")),
    ],
)
def test_the_last_day_that_a_date_can_mean_is_known_only_where_it_can_be_read_surely(text, day):
    assert latest_day(text) == day


def test_the_same_day_some_months_before_is_the_last_of_a_shorter_month():
    assert months_before(date(2026, 11, 22), 24) == date(2024, 11, 22)
    assert months_before(date(2024, 2, 29), 12) == date(2023, 2, 28)
    assert months_before(date(2026, 1, 31), 2) == date(2025, 11, 30)
    assert months_before(date(2026, 1, 31), 999 * 12) == date(1027, 1, 31)
    assert months_before(date(30, 1, 31), 999 * 12) == date.min


@given(days, st.integers(0, 40))
def test_month_by_month_back_never_overtakes_the_way_in_one_step(day, months):
    found = months_before(day, months)
    assert (found.year * 12 + found.month) == day.year * 12 + day.month - months
    assert found.day == day.day or (found.day < day.day and (found + timedelta(days=1)).day == 1)


def test_the_day_always_comes_before_the_month():
    assert read_day("1/2/2026") == date(2026, 2, 1)


def test_the_twenty_ninth_of_february_exists_in_leap_years_only():
    assert read_day("29/2/2024") == date(2024, 2, 29)
    assert read_day("29/2/2026") is None


def test_a_typed_day_is_said_in_words_and_any_other_text_stays():
    assert said("31/3/2026") == "31 March 2026"
    assert said("Every other month") == "Every other month"


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_day_in_words_is_read_back_as_the_same_day(day):
    assert read_day(in_words(day)) == day
    assert read_day(day.isoformat()) == day


@pytest.mark.parametrize(
    ("start", "limit", "last"),
    [
        ((2026, 3, 2), 1, (2026, 3, 3)),  # a Monday: the day after is day 1
        ((2026, 3, 6), 1, (2026, 3, 9)),  # a Friday: Monday is day 1
        ((2026, 3, 7), 1, (2026, 3, 9)),  # a Saturday
        ((2026, 3, 2), 10, (2026, 3, 16)),
        ((2026, 4, 2), 1, (2026, 4, 7)),  # the Thursday before Easter: Friday and Monday are holidays
        ((2025, 12, 24), 3, (2025, 12, 31)),  # Christmas Day and Boxing Day
        ((2026, 12, 24), 1, (2026, 12, 29)),  # Boxing Day on a Saturday moves to Monday 28
    ],
)
def test_working_days_leave_out_weekends_and_bank_holidays(start, limit, last):
    assert last_day(date(*start), limit, working=True, holidays=HOLIDAYS) == date(*last)


def test_calendar_days_leave_nothing_out():
    assert last_day(date(2025, 12, 24), 3, working=False, holidays=HOLIDAYS) == date(2025, 12, 27)


@given(days, st.integers(1, 60))
def test_the_last_working_day_has_exactly_the_limit_of_working_days_behind_the_start(start, limit):
    last = last_day(start, limit, working=True, holidays=HOLIDAYS)
    between = [start + timedelta(days=n) for n in range(1, (last - start).days + 1)]
    working = [day for day in between if day.weekday() < 5 and day not in HOLIDAYS]
    assert len(working) == limit
    assert working[-1] == last
    assert last >= last_day(start, limit, working=False, holidays=())
