"""The periods that rounds repeat by, as people write them, and how far one lies after another."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from audit.dates import MONTHS, months_before

PARTS = {"quarter": 4, "half-year": 2, "term": 3, "year": 1}  # how many of each a year has
YEAR = 12  # months
TERMS = ("autumn", "spring", "summer")
APRIL = 3  # counted from 0, as the months below
TERM_STARTS = (0, 3, 8, 12, 15)  # spring, summer, autumn, and the next two
_BEHIND = re.compile(r"(?P<head>.*?)(?:,? (?:of |in )?)?(?P<year>20\d\d(?:[-/–](?:20)?\d\d)?|\d\d[-/–]\d\d)")
_BEFORE = re.compile(r"(?P<year>20\d\d(?:[-/–](?:20)?\d\d)?),? (?P<head>.+)")
_NUMBERED = re.compile(r"(20\d\d)-(\d\d)", re.ASCII)
_QUARTER = re.compile(r"(?:q|quarter )([1-4])", re.ASCII)
_HALF = re.compile(r"(?:h|half |half-year )([12])", re.ASCII)
_MONTHS = re.compile(r"([a-z]{3,9})(?: (20\d\d))?(?: ?(?:to|-|–) ?([a-z]{3,9}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Period:
    """One of the equal parts of a year: the how-manieth (from 0), and the year where it was written.

    `form` is what kind of part it is, `spread` whether the year was written as two (2026-27), `head` the
    words without the year. Of months that follow one another it is the last that stands for them.
    """

    form: str
    part: int
    year: int | None
    spread: bool
    head: str

    @property
    def months(self) -> int:
        """How many months lie from one such part to the next."""
        return YEAR // PARTS.get(self.form, YEAR)

    @property
    def begins(self) -> date | None:
        """The earliest day on which it may begin; None where no year is written.

        A year written as two begins in April at the earliest, its autumn term in September.
        """
        if self.year is None:
            return None
        if self.form == "term":
            month = TERM_STARTS[self.part + (2 if self.spread else 0)]
        elif self.form in PARTS:
            month = self.part * self.months + (APRIL if self.spread else 0)
        else:
            month = self.part + 1 - int(self.form.split()[0])
        return date(self.year + month // YEAR, month % YEAR + 1, 1)


def read_period(text: str) -> Period | None:
    """The period in `Q3`, `Q3 2026-27`, `H1`, `July 2026`, `Autumn term 2026`, `2025-26`; else None.

    Hyphens may stand for blanks, as in the name of a round (`q3-2026-27`).
    """
    word = " ".join(text.split()).casefold()
    spaced = (re.sub("[-_]", " ", word, count=count) if count else word for count in range(3))
    return next((found for one in spaced if (found := _read(one))), None)


def _read(word: str) -> Period | None:
    if found := _NUMBERED.fullmatch(word):
        month, year = int(found[2]), int(found[1])
        if 1 <= month <= YEAR:
            return Period("1 month", month - 1, year, False, found[2])
    for pattern in (_BEHIND, _BEFORE):
        if (match := pattern.fullmatch(word)) and (known := _year(match["year"])):
            return _part(match["head"].strip(), *known)
    return _part(word, None, False) if word else None


def months_between(then: Period, now: Period) -> int | None:
    """How many months later the one period is; below 1 where it is not later, None where none can tell.

    Where a year is not written in both, it is the next such part after the other.
    """
    if then.form != now.form:
        return None
    step = (now.part - then.part) * now.months
    if then.year is None or now.year is None:
        return step % YEAR or YEAR
    if then.spread != now.spread:
        return None
    return step + (now.year - then.year) * YEAR


def months_later(day: date, months: int) -> date:
    """The same day so many months later; the last of its month stays the last."""
    later = months_before(day, -months)
    last = monthrange(later.year, later.month)[1]
    return later.replace(day=last) if day.day == monthrange(day.year, day.month)[1] else later


def next_name(name: str, then: str, now: str) -> str:
    """The name of a round with its period replaced; where that is not in it, the new one put behind."""
    for old, new in _replacements(then, now):
        places = [*re.finditer(rf"(?<![^\W_]){re.escape(old)}(?![^\W_])", name, re.IGNORECASE)]
        if places:
            at = places[-1]
            put = new.casefold() if at[0] == at[0].casefold() else new
            put = put if " " in name else re.sub(r"\s+", "-", put)
            return name[: at.start()] + put + name[at.end() :]
    return f"{name} {now}" if " " in name else f"{name}-{_slug(now)}"


def period_in(name: str) -> str:
    """The period that the name of a round ends with, such as the `q2` of `training-q2`; empty for none."""
    starts = [0, *(at.end() for at in re.finditer(r"[-_ ]", name))]
    return next((name[at:] for at in starts if read_period(name[at:])), "")


def _replacements(then: str, now: str) -> Iterator[tuple[str, str]]:
    """What may stand for the old period in a name, and for the new in its place: the longest first."""
    if not then.strip():
        return
    yield then, now
    yield _slug(then), _slug(now)
    old, new = read_period(then), read_period(now)
    if old and new and old.head and new.head:
        # The same part of another year needs its year, or both rounds would have one name.
        short = new.head if old.head != new.head else now
        yield old.head, short.title()
        yield _slug(old.head), _slug(short)
        yield old.head.removesuffix(" term"), short.removesuffix(" term").title()


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")


def _year(text: str) -> tuple[int, bool] | None:
    first, *second = re.split(r"[-/–]", text)
    year = int(first) + (2000 if len(first) == 2 else 0)
    if not second:
        return year, False
    return (year, True) if (year + 1) % 100 == int(second[0]) % 100 else None


def _part(head: str, year: int | None, spread: bool) -> Period | None:
    """The part of a year that some words name; none for a year alone that is not written."""
    if not head:
        return Period("year", 0, year, spread, "") if year else None
    if found := _QUARTER.fullmatch(head):
        return Period("quarter", int(found[1]) - 1, year, spread, head)
    if found := _HALF.fullmatch(head):
        return Period("half-year", int(found[1]) - 1, year, spread, head)
    term = head.removesuffix(" term")
    if term in TERMS:
        # A year written as two is a school year, which begins in autumn; any other begins with spring.
        place = TERMS.index(term)
        return Period("term", place if spread or year is None else (place - 1) % 3, year, spread, head)
    return _months(head, year) if not spread else None


def _months(head: str, year: int | None) -> Period | None:
    found = _MONTHS.fullmatch(head)
    if found is None or (found[2] and not found[3]):
        return None
    first, last = _month(found[1]), _month(found[3] or found[1])
    if not first or not last:
        return None
    many = (last - first) % YEAR + 1
    return Period(f"{many} month{'s'[: many > 1]}", last - 1, year, False, head)


def _month(word: str) -> int:
    known = (number for number, name in enumerate(MONTHS, 1) if name.casefold().startswith(word))
    return next(known, 0)
