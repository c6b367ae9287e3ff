"""Days as people here write them: ISO or day first, never month first; and days counted."""

import re
from collections.abc import Collection
from datetime import date, timedelta

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", re.ASCII)
_IN_WORDS = re.compile(r"(?:[A-Za-z]+,? )?(\d{1,2})(?:st|nd|rd|th)? ([A-Za-z]{3,9}),? (\d{4})", re.ASCII)


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
