"""Days in the free text of plans: taken where they are certain, kept as words everywhere else."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.dates import MONTHS, in_words
from audit.plans.days import is_a_time, on_of, read_when

days = st.dates(date(2000, 1, 1), date(2049, 12, 31))


@pytest.mark.parametrize(
    ("text", "day", "on"),
    [
        *(
            (text, "2016-03-31", "2016-03-31")
            for text in (
                *("31/03/2016", "31/3/2016", "31.3.2016", "31-3-2016", "31-Mar-2016", "31 March 2016"),
                *("31st March, 2016", "Thursday 31 March 2016", "31st of March 2016", "by 31 March 2016"),
                *("Completed by: 31/3/2016", "To be completed by 31 March 2016.", "Due: 31/3/16", "31.03.16"),
                *("no later than 31 March 2016", "Target date 31 March 2016", "31 Mar '16", "31-Mar-16"),
            )
        ),
        *(
            (text, "2016-12-31", "2016-12")
            for text in (
                *("December 2016", "Dec 2016", "Dec-2016", "12/2016", "2016-12", "Dec. 2016", "Dec '16"),
                *("end of December 2016", "by the end of December 2016", "End Dec 2016", "By December 2016"),
            )
        ),
        *((text, "2016-12-31", "2016") for text in ("2016", "end of 2016", "by end of 2016")),
        ("Feb 2016", "2016-02-29", "2016-02"),
    ],
)
def test_a_certain_time_is_its_last_day_and_the_words_are_kept(text, day, on):
    found = read_when(text)
    assert (found.day, found.on, found.phrase, found.why) == (day, on, text, "")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        *((text, "more than one way") for text in ("Sept 16", "Sep-16", "Q3", "Q3 2016/17", "Spring 2016")),
        *(
            (text, "no date in it")
            for text in (
                "Bi-monthly",
                "٣١/٣/٢٠١٦",
                "ongoing",
                "Report to December Board",
                "31 March",
                "early",
                "by 2016",
            )
        ),
        *(
            (text, "2 dates")
            for text in (
                "March 2016 and June 2016",
                "3/4/2016\n5/6/2016",
                "1.4.2016 - 1.5.2016",
                "Dec 2015/Jan 2016",
            )
        ),
        *(
            (text, "no such day")
            for text in ("31/2/2016", "3/31/2016", "30 February 2016", "3/4/98", "13/2016")
        ),
        *(
            (text, "other words")
            for text in ("December 2016 (revised)", "March - June 2016", "after 3/4/2016")
        ),
        *((text, "other words") for text in ("mid December 2016", "Completed July 2015", "before 3/4/2016")),
        ("2011-12", "a month or a year"),
        *((text, "says no date") for text in ("as above", "TBC", "n/a", "Ditto")),
    ],
)
def test_what_is_not_certain_is_kept_in_its_words_with_a_reason(text, why):
    found = read_when(text)
    assert (found.day, found.on, found.phrase) == ("", "", text)
    assert why in found.why


@pytest.mark.parametrize(
    ("text", "shown", "when"),
    [
        ("2016-09-01", "2016-09-01", ("2016-09-01", "2016-09-01", "")),
        ("2016-09-01", "2016-09", ("2016-09-30", "2016-09", "2016-09")),
        ("2016-01-01", "2016", ("2016-12-31", "2016", "2016")),
        ("2016-09-01 00:00:00", "", ("2016-09-01", "2016-09-01", "")),
        *((text, "", ("", "", "")) for text in ("", " ", "-", "–", "…")),
    ],
)
def test_a_typed_date_means_what_it_shows_and_a_dash_nothing(text, shown, when):
    found = read_when(text, shown)
    assert (found.day, found.on, found.phrase, found.why) == (*when, "")


@given(days)
def test_a_day_is_read_day_first_however_it_is_written(day):
    written = (
        *(f"{day:%d/%m/%Y}", f"{day.day}.{day.month}.{day.year}", f"{day:%d/%m/%y}", in_words(day)),
        *(f"by {in_words(day)}", f"{day.day}-{MONTHS[day.month - 1][:3]}-{day:%y}", day.isoformat()),
    )
    assert {read_when(text).day for text in written} == {day.isoformat()}
    assert {on_of(text) for text in written if not text.startswith("by")} == {day.isoformat()}


@given(st.text(max_size=40) | st.from_regex(r"[0-9/. -]{1,14}|[A-Za-z]{3,9} [0-9']{1,5}", fullmatch=True))
def test_a_cell_is_a_day_or_has_a_reason_and_its_words_stay(text):
    found = read_when(text)
    assert not (found.day and found.why)
    assert bool(found.day) == bool(found.on)
    if not found.day and found.phrase:
        assert found.why
    assert found.phrase.split() in ([], text.split())
    assert found.phrase or found.day or not any(one.isalnum() for one in text)


def test_a_text_that_is_one_date_and_nothing_else_is_a_time():
    assert all(map(is_a_time, ("July 2016", "Sept 16", "2016", "3/4/16", "Q3 2016", "Autumn 2016")))
    assert not any(map(is_a_time, ("31/2/2016", "Completed", "July", "by July 2016", "", "July 2016 (JS)")))
