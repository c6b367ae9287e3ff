"""How many files to read, as answers: what so many tell, a margin, a change between two audits."""

from collections.abc import Sequence
from dataclasses import asdict
from fractions import Fraction

from audit.statistics import change as changes
from audit.statistics import sentences, size
from audit.statistics.answer import Answer, Grid
from audit.statistics.exact import Number, fraction
from audit.statistics.findings import cells, headings, how
from audit.statistics.interval import proportion
from audit.statistics.words import files, nearest, percent, points, read

SHARES = (Fraction(1, 2), Fraction(4, 5), Fraction(9, 10))  # of files that meet the standard, in tables
ROUGH, FINE = 30, 5_000  # files; below the one the formula for a margin is only a guide, above the other good


def of_sample(sample: int, *, population: int | None = None, confidence: Number = 0.95) -> Answer:
    """What so many files will tell: by what is found in them, and beside fewer and more."""
    found = size.outcomes(sample, population=population, confidence=confidence)
    said = sentences.can_show(sample, population, confidence)
    outcomes = Grid(
        f"What {files(sample)} will tell:",
        ("Met it", *headings(population)),
        tuple((f"{k:,} of {sample:,}", *cells(one, sample, population)) for k, one in found),
    )
    reaches = _reaches(sample, SHARES, population, confidence)
    figures = {
        "question": "sample",
        "sample": sample,
        "population": population,
        "confidence": float(fraction(confidence)),
        "method": found[0][1].method,
        "sentences": list(said),
        "outcomes": [{"compliant": k, **asdict(one)} for k, one in found],
        "alternatives": _as_figures(reaches),
    }
    grids = (outcomes, _grid(reaches, SHARES))
    return Answer(said, grids, how(found[0][1].method, confidence), figures)


def of_margin(
    margin: Number, *, expected: Number = 0.5, population: int | None = None, confidence: Number = 0.95
) -> Answer:
    """How many files to read to know a share to within a margin either way, and how near that comes."""
    found = size.precision(margin, expected=expected, population=population, confidence=confidence)
    surely = found.size
    if surely <= FINE:
        surely = size.within_reach(
            margin, surely, expected=expected, population=population, confidence=confidence
        )
    met = size.near(found.size, expected)
    check = proportion(met, found.size, population=population, confidence=confidence)
    within = float(fraction(margin) * 100)
    wanted = f"{within:g} percentage point{'s' * (within != 1)} either way"
    said = (
        f"{read(found.size, population)} to know the share that meets the standard to within some {wanted}, "
        f"if it is about {percent(expected)} ({percent(confidence)} confidence)."
    )
    share = cells(check, found.size, population)[-1]
    after = f"If {met:,} of the {found.size:,} meet it, the interval will be {share}"
    if surely > found.size:
        after += f"; to keep that within {wanted} too, read {surely:,}"
    shown = sorted({*SHARES, fraction(expected)})
    reaches = _reaches(found.size, shown, population, confidence)
    figures = {
        "question": "margin",
        "margin": float(fraction(margin)),
        "expected": float(fraction(expected)),
        "population": population,
        "confidence": float(fraction(confidence)),
        "size": found.size,
        "unrounded": found.unrounded,
        "infinite": found.infinite,
        "low": check.low,
        "high": check.high,
        "size_by_interval": surely,
        "sentences": [said, f"{after}."],
        "alternatives": _as_figures(reaches),
    }
    note = "The size comes from the normal formula, rounded up; the interval and the table are exact."
    if population is None:
        note = "The size comes from the normal formula, rounded up; the interval and the table are Wilson's."
    if found.size < ROUGH:
        note += f" Below some {ROUGH} files the formula is only a guide."
    return Answer((said, f"{after}."), (_grid(reaches, shown),), note, figures)


Reaches = list[tuple[int, dict[Fraction, float]]]


def _reaches(sample: int, shown: Sequence[Fraction], population: int | None, confidence: Number) -> Reaches:
    """Sizes near one, and how far from each share found that of the register may lie."""
    return [
        (n, {one: size.reach(n, one, population=population, confidence=confidence) for one in shown})
        for n in size.neighbours(sample, population)
    ]


def _as_figures(reaches: Reaches) -> list[dict[str, float]]:
    return [
        {"sample": n, "share": float(one), "reach": far} for n, row in reaches for one, far in row.items()
    ]


def _grid(reaches: Reaches, shown: Sequence[Fraction]) -> Grid:
    return Grid(
        "How far from the share found that of the register may lie:",
        ("Files read", *(f"if {percent(one)} met it" for one in shown)),
        tuple((f"{n:,}", *(f"±{points(far)}" for far in row.values())) for n, row in reaches),
    )


def of_change(
    before: Number,
    after: Number,
    *,
    power: Number = 0.8,
    population: int | None = None,
    confidence: Number = 0.95,
) -> Answer:
    """How many files to read in each of two audits to notice a change, and how likely others would."""

    def reached(sample: int) -> float:
        return changes.power_of(sample, before, after, population=population, confidence=confidence)

    found = changes.change(before, after, power=power, population=population, confidence=confidence)
    sentence = (
        f"{read(found.size, population)} in each of the two audits. If the share that meets the standard "
        f"goes from {percent(before)} to {percent(after)}, the chance that they show a change is "
        f"{nearest(found.power)}; if nothing changes, it is at most {percent(1 - fraction(confidence))}."
    )
    rows = [(n, reached(n)) for n in size.neighbours(found.size, population)]
    grid = Grid(
        "The chance of noticing the change:",
        ("Files in each audit", "Chance"),
        tuple((f"{n:,}", nearest(one)) for n, one in rows),
    )
    figures = {
        "question": "change",
        "from": float(fraction(before)),
        "to": float(fraction(after)),
        "wanted": float(fraction(power)),
        "population": population,
        "confidence": float(fraction(confidence)),
        "size": found.size,
        "power": found.power,
        "sentences": [sentence],
        "alternatives": [{"size": n, "power": one} for n, one in rows],
    }
    note = "By Fisher's exact test, two-sided, on two samples drawn independently."
    return Answer((sentence,), (grid,), note, figures)
