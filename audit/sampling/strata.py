"""What a stratum is called: a column's own words, a month, a quarter, a year, or a band of numbers."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from audit.dates import day_of
from audit.definitions import decimal
from audit.errors import StateError
from audit.sampling.ticket import BLANK, is_blank, trimmed

PERIODS = ("month", "quarter", "year")
OTHER = "(other)"
_BAND = re.compile(r"(-?\d{1,9}(?:\.\d{1,9})?)(?:-(-?\d{1,9}(?:\.\d{1,9})?)|(\+))?", re.ASCII)
_BY = re.compile(r"by\s+(\S.*)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Band:
    """Numbers from one end to the other, both in; `high` is None for `18+`.

    `whole` says that the bands are of whole years, so that 4.5 years are 4 years.
    """

    name: str
    low: Fraction
    high: Fraction | None
    whole: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One column that strata are made of: as it stands, by a period, or by bands."""

    text: str
    column: int
    period: str = ""
    bands: tuple[Band, ...] = ()

    @property
    def plain(self) -> bool:
        """Whether the column's words stand as they are."""
        return not self.period and not self.bands

    def name(self, cell: str) -> str | None:
        """What a cell's stratum is called; None where its date or number cannot be read."""
        if is_blank(cell):
            return BLANK
        value = trimmed(cell)
        if self.period:
            return _in_period(value, self.period)
        return _in_band(value, self.bands) if self.bands else value


def read_part(text: str, find: Callable[[str], tuple[int, str]]) -> Part:
    """The part in a text such as `Date of referral by quarter`; StateError where it cannot be read."""
    column, rest = find(text)
    if not rest.strip():
        return Part(text, column)
    found = _BY.fullmatch(rest.strip())
    if found is None:
        raise StateError(f"{text!r} names no column: {rest.strip()!r} is left over; check the heading.")
    how = found[1].strip()
    if how.casefold() in PERIODS:
        return Part(text, column, period=how.casefold())
    return Part(text, column, bands=_bands(how, text))


def _bands(how: str, text: str) -> tuple[Band, ...]:
    bands, whole = [], "." not in how
    for word in (word.strip() for word in how.split(",")):
        found = _BAND.fullmatch(word)
        if found is None:
            raise StateError(
                f"{text!r} cannot be read at {word!r}; write 'by month', 'by quarter', 'by year', or bands "
                "such as 'by 0-1,2-4,5-9,10+'."
            )
        low = Fraction(found[1])
        high = None if found[3] else Fraction(found[2] or found[1])
        bands.append(Band(word, low, high, whole))
    _check_bands(bands, text)
    return tuple(bands)


def _check_bands(bands: Sequence[Band], text: str) -> None:
    ordered = sorted(bands, key=lambda band: band.low)
    for band in ordered:
        if band.high is not None and band.high < band.low:
            raise StateError(f"{text!r}: the band {band.name} ends before it begins; turn it round.")
    for before, after in pairwise(ordered):
        if before.high is None or before.high >= after.low:
            raise StateError(
                f"{text!r}: {before.name} and {after.name} overlap; a number can be in one only."
            )


def _in_period(value: str, period: str) -> str | None:
    day = day_of(value)
    if day is None:
        return None
    return {
        "month": f"{day.year:04}-{day.month:02}",
        "quarter": f"{day.year:04}-Q{(day.month + 2) // 3}",
        "year": f"{day.year:04}",
    }[period]


def _in_band(value: str, bands: Sequence[Band]) -> str | None:
    number = decimal(value)
    if number is None or "%" in value:
        return None
    return next((b.name for b in bands if _inside(number, b)), OTHER)


def _inside(number: Fraction, band: Band) -> bool:
    """Whether a number lies in a band; one of whole years goes on until the next year begins."""
    if band.high is None or number <= band.high:
        return band.low <= number
    return band.whole and number < band.high + 1
