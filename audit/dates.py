"""Days as people here write them: ISO or day first, never month first; and days counted."""

import re
from calendar import monthrange
from collections.abc import Collection
from datetime import date, datetime, timedelta
from functools import lru_cache

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", re.ASCII)
_MONTH = re.compile(r"([A-Za-z]{3,9}),? (\d{4})", re.ASCII)
_MONTH_NUMBERED = re.compile(r"(\d{4})-(\d{1,2})|(\d{1,2})/(\d{4})", re.ASCII)
_YEAR = re.compile(r"(19|20)\d\d", re.ASCII)
_IN_WORDS = re.compile(r"(?:[A-Za-z]+,? )?(\d{1,2})(?:st|nd|rd|th)? ([A-Za-z]{3,9}),? (\d{4})", re.ASCII)
DAYS = 4_000  # texts whose day is kept: a round says the same few days on every sheet


@lru_cache(maxsize=DAYS)
def read_day(text: str) -> date | None:
    """The day in `2026-03-31`, `31/3/2026`, `31.3.2026` or `31 March 2026`; None where it is none."""
    word = " ".join(text.split())
    if found := _ISO.fullmatch(word):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_FIRST.fullmatch(word):
        return _day(int(found[3]), int(found[2]), int(found[1]))
    if found := _IN_WORDS.fullmatch(word):
        return _day(int(found[3]), _month(found[2]), int(found[1]))
    return None


def day_of(text: str) -> date | None:
    """The day in a text, whatever time of day stands behind it (`2026-03-31 14:05`)."""
    return read_day(text) or read_day(re.split(r"[T ]+(?=\d{1,2}:\d{2})", text.strip(), maxsplit=1)[0])


@lru_cache(maxsize=DAYS)
def latest_day(text: str) -> date | None:
    """The last day that a date can mean: a day, the end of a month (`March 2023`, `3/2023`) or of a year.

    None for any other text, such as `Spring 2023` or `2022/23`.
    """
    word = " ".join(text.split())
    if _YEAR.fullmatch(word):
        return date(int(word), 12, 31)
    if found := _MONTH.fullmatch(word):
        return _month_end(int(found[2]), _month(found[1]))
    if found := _MONTH_NUMBERED.fullmatch(word):
        return _month_end(int(found[1] or found[4]), int(found[2] or found[3]))
    return read_day(word)


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if year < 1:
        return date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _month_end(year: int, month: int) -> date | None:
    known = 1 <= month <= 12 and year >= 1
    return date(year, month, monthrange(year, month)[1]) if known else None


def _month(word: str) -> int:
    names = [name.casefold() for name in MONTHS]
    return next((n for n, name in enumerate(names, 1) if name.startswith(word.casefold())), 0)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def in_words(day: date) -> str:
    """`31 March 2026`, the same in every country's settings."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def moment(at: str) -> str:
    """A kept moment (ISO 8601) in words, `31 March 2026 at 14:05`; a text that is none, as it stands."""
    try:
        found = datetime.fromisoformat(at)
    except ValueError:
        return at
    return f"{in_words(found.date())} at {found:%H:%M}"


def days(count: int) -> str:
    """So many days: `1 day`, `12 days`."""
    return "1 day" if count == 1 else f"{count} days"


def said(text: str) -> str:
    """A typed date in words, and any other text as it stands (`Bi-monthly`, `Report to Board`)."""
    day = read_day(text)
    return in_words(day) if day else text


def last_day(start: date, limit: int, working: bool, holidays: Collection[date]) -> date:
    """The last of `limit` days, the day after `start` being day 1; `working` skips weekends, holidays."""
    if not working:
        return start + timedelta(days=limit)
    day, left = start, limit
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5 and day not in holidays
    return day
