"""Looking for failures, as answers: how many files show that few fail, and how likely one is to be seen."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from audit.errors import AuditError
from audit.statistics import size
from audit.statistics.answer import Answer, Grid
from audit.statistics.exact import Number, fraction
from audit.statistics.words import failed, files, nearest, percent, read

RATES = (Fraction(1, 20), Fraction(1, 10), Fraction(1, 5))  # that tables show beside one's own


def of_discovery(
    rate: Number, *, allowed: int = 0, population: int | None = None, confidence: Number = 0.95
) -> Answer:
    """How many files to read to be sure that fewer than such a share fail."""

    def needed(allow: int, share: Number) -> int:
        return size.discovery(share, allowed=allow, population=population, confidence=confidence)

    found = needed(allowed, rate)
    seen = f"no more than {allowed:,} of them fail{'s' * (allowed == 1)}" if allowed else "none of them fails"
    sentence = (
        f"{read(found, population)}. If {seen}, we can be {percent(confidence)} sure that "
        f"{_fewer(rate, population)}."
    )
    rates = sorted({*RATES, fraction(rate)})
    rows = [(k, [_try(needed, k, share) for share in rates]) for k in sorted({0, 1, 2, allowed})]
    grid = Grid(
        "Files to read for other rates, and where some failures are allowed for:",
        ("Failures allowed", *(f"fewer than {percent(share)}" for share in rates)),
        tuple((f"{k:,}", *("-" if n is None else f"{n:,}" for n in sizes)) for k, sizes in rows),
    )
    figures = {
        "question": "detect",
        "rate": float(fraction(rate)),
        "allowed": allowed,
        "population": population,
        "failing": None if population is None else size.failing(rate, population),
        "confidence": float(fraction(confidence)),
        "size": found,
        "sentences": [sentence],
        "alternatives": [
            {"allowed": k, "rate": float(share), "size": n}
            for k, sizes in rows
            for share, n in zip(rates, sizes, strict=True)
        ],
    }
    note = "Exact and one-sided. The interval of the result looks both ways, and so holds a few more."
    return Answer((sentence,), (grid,), note, figures)


def _fewer(rate: Number, population: int | None) -> str:
    if population is None:
        return f"fewer than {percent(rate)} of all such files fail"
    count = size.failing(rate, population)
    return (
        f"none of the {population:,} fails" if count == 1 else f"fewer than {failed(count, population)} fail"
    )


def _try(needed: Callable[[int, Number], int], allowed: int, rate: Number) -> int | None:
    """A size, or None where no sample would do."""
    try:
        return needed(allowed, rate)
    except AuditError:
        return None


def of_chance(rate: Number, sample: int, *, population: int | None = None) -> Answer:
    """How likely so many files are to show at least one failure, where such a share of all fail."""
    found = size.chance(rate, sample, population=population)
    show = "shows" if sample == 1 else "show"
    sentence = (
        f"If {_who(rate, population)}, the chance that {files(sample)} drawn at random {show} at least one "
        f"failure is {nearest(found)}."
    )
    rates = sorted({*RATES, fraction(rate)})
    rows = [(n, _chances(rates, n, population)) for n in size.neighbours(sample, population)]
    grid = Grid(
        "The chance of seeing at least one failure:",
        ("Files read", *(f"if {percent(share)} fail" for share in rates)),
        tuple((f"{n:,}", *map(nearest, chances)) for n, chances in rows),
    )
    figures = {
        "question": "chance",
        "rate": float(fraction(rate)),
        "sample": sample,
        "population": population,
        "failing": None if population is None else size.failing(rate, population),
        "chance": float(found),
        "sentences": [sentence],
        "alternatives": [
            {"sample": n, "rate": float(share), "chance": float(one)}
            for n, chances in rows
            for share, one in zip(rates, chances, strict=True)
        ],
    }
    note = "Exact. Files in which nothing was found do not show that nothing is there."
    return Answer((sentence,), (grid,), note, figures)


def _who(rate: Number, population: int | None) -> str:
    if population is None:
        return f"{percent(rate)} of all such files fail"
    count = size.failing(rate, population)
    return f"{failed(count, population)} fail{'s' if count == 1 else ''}"


def _chances(rates: Sequence[Fraction], sample: int, population: int | None) -> list[Fraction]:
    return [size.chance(share, sample, population=population) for share in rates]
