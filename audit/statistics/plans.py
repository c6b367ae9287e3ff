"""What a size was asked for, and what it is, in sentences."""

from fractions import Fraction

from audit.statistics.change import Change
from audit.statistics.exact import Number, fraction
from audit.statistics.size import Precision, failing
from audit.statistics.words import files, nearest, percent


def discovery(
    size: int, rate: Number, *, allowed: int = 0, population: int | None = None, confidence: Number = 0.95
) -> str:
    """How many to read to be sure that fewer than such a share fail."""
    seen = (
        "none of them fails"
        if allowed == 0
        else f"no more than {allowed:,} of them fail{'s' * (allowed == 1)}"
    )
    sure = f"we can be {percent(confidence)} sure that"
    if population is None:
        return f"Read {files(size)}. If {seen}, {sure} fewer than {percent(rate)} of all such files fail."
    count = failing(rate, population)
    fewer = f"fewer than {count:,} of the {population:,} ({percent(rate)}) fail"
    if count == 1:
        fewer = f"none of the {population:,} fails"
    return f"{_read(size, population)}. If {seen}, {sure} {fewer}."


def chance(sample: int, rate: Number, found: Fraction, *, population: int | None = None) -> str:
    """How likely a sample is to show at least one failure."""
    who = f"{percent(rate)} of all such files fail"
    if population is not None:
        count = failing(rate, population)
        who = f"{count:,} of the {population:,} ({percent(rate)}) fail{'s' * (count == 1)}"
    show = "shows" if sample == 1 else "show"
    return (
        f"If {who}, the chance that {files(sample)} drawn at random {show} at least one failure is "
        f"{nearest(found)}."
    )


def margin(
    found: Precision,
    wanted: Number,
    *,
    expected: Number = 0.5,
    population: int | None = None,
    confidence: Number = 0.95,
) -> str:
    """How many to read to know a share to within a margin."""
    return (
        f"{_read(found.size, population)} to know the share that meets the standard to within "
        f"{_points(wanted)} either way, if it is about {percent(expected)} "
        f"({percent(confidence)} confidence)."
    )


def _points(wanted: Number) -> str:
    shown = f"{float(fraction(wanted) * 100):g}"
    return f"{shown} point{'' if shown == '1' else 's'}"


def change(
    found: Change, before: Number, after: Number, *, population: int | None = None, confidence: Number = 0.95
) -> str:
    """How many to read in each of two audits to notice a change."""
    error = percent(1 - fraction(confidence))
    return (
        f"{_read(found.size, population)} in each of the two audits. If the share that meets the standard "
        f"goes from {percent(before)} to {percent(after)}, the chance that the audits show a change is "
        f"{nearest(fraction(found.power))}; where nothing has changed, it is {error} or less."
    )


def _read(size: int, population: int | None) -> str:
    if population is None:
        return f"Read {files(size)}"
    return f"Read all {files(size)}" if size == population else f"Read {size:,} of the {files(population)}"
