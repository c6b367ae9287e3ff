"""Days, months, quarters and years as a programme names them, and how often something recurs."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from audit.dates import MONTHS, in_words, months_before, read_day

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)  # a date outside is a slip of the keyboard
FIRST_MONTH = 4  # of a financial year
_YEARS = re.compile(r"(20\d\d)(?:[-/](20)?(\d\d))?", re.ASCII)
_MONTH = re.compile(r"([a-z]{3,9}),?(?: (\d{4}))?", re.ASCII)
_MONTH_NUMBERED = re.compile(r"(20\d\d)-(\d\d)", re.ASCII)
_QUARTER = re.compile(r"(?:q|quarter )([1-4]) (?:of )?(20\d\d[-/]\d{2,4})", re.ASCII)
_QUARTER_ALONE = re.compile(r"(?:q|quarter )([1-4])(?: (?:of )?20\d\d)?", re.ASCII)
_COUNTED = re.compile(r"([a-z]+|\d{1,2}) ?(week|month|quarter|year)s?", re.ASCII)
NUMBERS = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_UNITS = {"week": (0, 1), "month": (1, 0), "quarter": (3, 0), "year": (12, 0)}
_WORDS = {
    "weekly": "week",
    "fortnight": "two weeks",
    "fortnightly": "two weeks",
    "monthly": "month",
    "two-monthly": "two months",
    "quarterly": "quarter",
    "half-yearly": "six months",
    "six-monthly": "six months",
    "yearly": "year",
    "annually": "year",
    "annual": "year",
    "biennial": "two years",
    "biennially": "two years",
}
# Words that one reader takes for twice in a time and another for every second one.
_AMBIGUOUS = {
    "bimonthly": "'bi-monthly' can mean twice a month or every two months; write 'two weeks' or 'two months'",
    "biweekly": "'bi-weekly' can mean twice a week or every two weeks; write 'two weeks' for the latter",
    "biannual": "'bi-annual' can mean twice a year or every two years; write 'six months' or 'two years'",
    "biyearly": "'bi-yearly' can mean twice a year or every two years; write 'six months' or 'two years'",
}
INTERVALS = "week, two weeks, month, two months, quarter, six months, year or two years"


@dataclass(frozen=True, slots=True)
class Span:
    """The days from `first` to `last`, both in it."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether a day is in it."""
        return self.first <= day <= self.last

    @property
    def words(self) -> str:
        """The span as people say it: a day, a month, months, a financial or calendar year, or two days."""
        first, last = self.first, self.last
        if first == last:
            return in_words(first)
        if first.day != 1 or (last + timedelta(days=1)).day != 1:
            return f"{in_words(first)} to {in_words(last)}"
        end = f"{MONTHS[last.month - 1]} {last.year}"
        if (first.year, first.month) == (last.year, last.month):
            return end
        year = "" if first.year == last.year else f" {first.year}"
        return f"{MONTHS[first.month - 1]}{year} to {end}"


@dataclass(frozen=True, slots=True)
class Interval:
    """How long after one time the next one is, in months or in weeks."""

    months: int = 0
    weeks: int = 0

    def after(self, day: date, times: int = 1) -> date:
        """The day so many intervals after another; the last of a month that has no such day."""
        return months_before(day, -self.months * times) + timedelta(weeks=self.weeks * times)

    def half_after(self, day: date) -> date:
        """The day half an interval after another."""
        return day + (self.after(day) - day) / 2

    def spans(self, start: date, last: date) -> Iterator[Span]:
        """Spans of this length from a day on, as long as they begin by `last`."""
        number = 0
        while (first := self.after(start, number)) <= min(last, LATEST):
            number += 1
            yield Span(first, self.after(start, number) - timedelta(days=1))


def read_year(text: str) -> Span | None:
    """The year in `2026-27` (April to March) or `2026` (January to December); None for anything else."""
    found = _YEARS.fullmatch(text.strip())
    if found is None:
        return None
    year = int(found[1])
    if found[3] is None:
        return Span(date(year, 1, 1), date(year, 12, 31))
    if (year + 1) % 100 != int(found[3]):
        return None
    return financial(date(year, FIRST_MONTH, 1))


def year_name(year: Span) -> str:
    """`2026-27` for a financial year, `2026` for a calendar year."""
    first, last = year.first.year, year.last.year
    return str(first) if first == last else f"{first}-{last % 100:02}"


def financial(day: date) -> Span:
    """The financial year (April to March) that a day is in."""
    year = day.year - (day.month < FIRST_MONTH)
    return Span(date(year, FIRST_MONTH, 1), date(year + 1, FIRST_MONTH, 1) - timedelta(days=1))


def read_span(text: str) -> Span | None:
    """The span in a date, a month (`July 2026`), months (`July to September 2026`), quarter or year.

    None for anything else; `Q2 2026` is none, since `Q2 2026-27` and the second quarter of 2026 differ.
    """
    word = " ".join(text.split()).casefold()
    if day := read_day(word):
        return Span(day, day)
    if found := _QUARTER.fullmatch(word):
        year = read_year(found[2])
        return list(Interval(3).spans(year.first, year.last))[int(found[1]) - 1] if year else None
    begins, to, ends = word.partition(" to ")
    if to:
        return _from_to(begins, ends)
    return _month(word) or read_year(word)


def _from_to(begins: str, ends: str) -> Span | None:
    last = _month(ends)
    first = _month(begins, last.last.year) if last else None
    if last and first:
        return Span(first.first, last.last) if first.first <= last.first else None
    day, end = read_day(begins), read_day(ends)
    return Span(day, end) if day and end and day <= end else None


def _month(word: str, year: int = 0) -> Span | None:
    if numbered := _MONTH_NUMBERED.fullmatch(word):
        number, year = int(numbered[2]), int(numbered[1])
    elif found := _MONTH.fullmatch(word):
        number, year = month_number(found[1]), int(found[2] or year)
    else:
        return None
    if not 1 <= number <= 12 or not EARLIEST.year <= year <= LATEST.year:
        return None
    return Span(date(year, number, 1), date(year, number, monthrange(year, number)[1]))


def month_number(word: str) -> int:
    """The number of the month that a word of three letters or more begins like; 0 for none."""
    folded = word.casefold()
    known = (n for n, name in enumerate(MONTHS, 1) if name.casefold().startswith(folded))
    return next(known, 0) if len(folded) >= 3 else 0


def no_span(text: str) -> str:
    """The sentence on a text that names no span."""
    found = _QUARTER_ALONE.fullmatch(" ".join(text.split()).casefold())
    if found:
        return (
            f"{text!r} can be of the financial or of the calendar year; write 'Q{found[1]} 2026-27' "
            "(Q1 is April to June) or the months, such as 'July to September 2026'."
        )
    return (
        f"{text!r} is not a time that can be read; write a date (2026-09-30), a month (September 2026), "
        "months (July to September 2026), a quarter (Q2 2026-27) or a year (2026-27)."
    )


def read_interval(text: str) -> Interval | None:
    """The interval in `quarter`, `six months`, `every 2 years` or `monthly`; None for anything else."""
    word = " ".join(text.split()).casefold().removeprefix("every ").strip()
    word = _WORDS.get(word, word)
    word = word if word not in _UNITS else f"one {word}"
    found = _COUNTED.fullmatch(word)
    if found is None:
        return None
    count = NUMBERS.index(found[1]) if found[1] in NUMBERS else int(found[1]) if found[1].isdigit() else 0
    months, weeks = _UNITS[found[2]]
    return Interval(months * count, weeks * count) if count else None


def no_interval(text: str) -> str:
    """The sentence on a text that names no interval, or one of two."""
    folded = "".join(c for c in text.casefold() if c.isalpha())
    folded = {"biannually": "biannual"}.get(folded, folded)
    said = _AMBIGUOUS.get(folded)
    return f"{said}." if said else f"{text!r} is not an interval; write {INTERVALS}."
