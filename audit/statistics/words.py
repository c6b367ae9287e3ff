"""Figures as a board reads them: whole percents, rounded outward, never 100 % once a failure is seen."""

import math
from fractions import Fraction

from audit.statistics.exact import Number, fraction
from audit.wording import plural

MANY = 200  # files; from so many on a percentage has a decimal
_WORDS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")


def files(count: int) -> str:
    """`1 file`, `2,000 files`."""
    return plural(count, "file")


def begun(count: int) -> str:
    """The same at the beginning of a sentence, small numbers as words: `Ten files`."""
    number = _WORDS[count] if count < len(_WORDS) else f"{count:,}"
    return f"{number} file{'' if count == 1 else 's'}"


def read(count: int, population: int | None = None) -> str:
    """What to do, as a sentence begins: `Read 26 of the 120 files`."""
    if population is None:
        return f"Read {files(count)}"
    return f"Read all {files(count)}" if count == population else f"Read {count:,} of the {files(population)}"


def percent(share: Number) -> str:
    """A share that somebody chose, as it is: `10 %`, `2.5 %`."""
    return f"{float(fraction(share) * 100):g} %"


def failed(count: int, of: int) -> str:
    """So many cases of a register, with the share that they are: `12 of the 120 (10 %)`."""
    share = Fraction(count, of)
    shown = percent(share) if (share * 1000).denominator == 1 else nearest(share)
    return f"{count:,} of the {of:,} ({shown})"


def nearest(share: Number, sample: int = 0) -> str:
    """A share rounded to the nearest percent, but `under 1 %` rather than a false 0, `over 99 %` for 100."""
    exact, unit = fraction(share), _unit(sample)
    return _held(exact, math.floor(exact / unit + Fraction(1, 2)) * unit, unit)


def lower(share: Number, sample: int = 0) -> str:
    """The lower end of an interval, rounded down."""
    exact, unit = fraction(share), _unit(sample)
    return _held(exact, math.floor(exact / unit) * unit, unit)


def upper(share: Number, sample: int = 0) -> str:
    """The upper end of an interval, rounded up."""
    exact, unit = fraction(share), _unit(sample)
    return _held(exact, math.ceil(exact / unit) * unit, unit)


def shares(low: Number, high: Number, sample: int = 0) -> str:
    """A range of shares, rounded outward: `57 % to 99 %`."""
    ends = lower(low, sample), upper(high, sample)
    return ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"


def points(reach: float) -> str:
    """A distance between shares in percentage points, rounded up: `18 points`."""
    count = math.ceil(round(reach * 100, 9))
    return f"{count} point{'' if count == 1 else 's'}"


def between(low: int, high: int, of: int) -> str:
    """A range of counts: `between 69 and 119 of them`, `no more than 35 of them`, `all 20 of them`."""
    if low == high:
        return {0: "none of them", of: f"all {of:,} of them"}.get(low, f"exactly {low:,} of them")
    top = f"all {of:,}" if high == of else f"{high:,}"
    return f"between {low:,} and {top} of them" if low else f"no more than {top} of them"


def _unit(sample: int) -> Fraction:
    """One percent; a tenth of it where many files were read."""
    return Fraction(1, 1000 if sample >= MANY else 100)


def _held(exact: Fraction, rounded: Fraction, unit: Fraction) -> str:
    """The rounded share, but not 0 or 100 % of what is more or less than that."""
    if rounded <= 0 < exact:
        return f"{'' if exact >= unit / 2 else 'under '}{percent(unit)}"
    if rounded >= 1 > exact:
        return f"{'' if 1 - exact >= unit / 2 else 'over '}{percent(1 - unit)}"
    return percent(rounded)
