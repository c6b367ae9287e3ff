"""How sure a finding is, as an answer: the sentence, other sizes beside it, each stratum by itself."""

from dataclasses import asdict
from fractions import Fraction
from typing import Any

from audit.statistics import sentences
from audit.statistics.answer import Answer, Grid
from audit.statistics.estimate import Estimate
from audit.statistics.exact import Number
from audit.statistics.interval import Interval, proportion
from audit.statistics.size import near, neighbours
from audit.statistics.words import percent, shares

METHODS = {
    "hypergeometric": "Exact hypergeometric interval, equal-tailed",
    "wilson": "Wilson's interval",
    "wilson-cc": "Wilson's interval with continuity correction",
    "exact": "Clopper–Pearson interval",
    "agresti-coull": "Agresti–Coull interval",
    "jeffreys": "Jeffreys' interval",
    "logit": "Logit interval with t on {freedom} degrees of freedom",
    "stratum by stratum": "Exact intervals of the strata, added up",
    "census": "Every file was read, so there is no interval",
}


def of_counts(
    compliant: int,
    sample: int,
    *,
    population: int | None = None,
    confidence: Number = 0.95,
    method: str | None = None,
) -> Answer:
    """What a sample says of the register (or of a process), and what others would with the same share."""
    found = proportion(compliant, sample, population=population, confidence=confidence, method=method)
    share = Fraction(compliant, sample)
    others = []
    for size in neighbours(sample, population):
        met = near(size, share)  # of the sample itself the compliant, exactly
        one = proportion(met, size, population=population, confidence=confidence, method=method)
        others.append((met, size, one))
    grid = Grid(
        "The same share in fewer and in more files:",
        ("Files read", "Met it", *headings(population)),
        tuple((f"{n:,}", f"{k:,}", *cells(one, n, population)) for k, n, one in others),
    )
    sentence = sentences.interval(compliant, sample, found, population)
    figures = {"compliant": compliant, "sample": sample, "population": population, **asdict(found)} | {
        "sentence": sentence,
        "alternatives": [{"compliant": k, "sample": n, **asdict(one)} for k, n, one in others],
    }
    return Answer((sentence,), (grid,), how(found.method, confidence), figures)


def of_strata(found: Estimate) -> Answer:
    """What samples of the strata say of the whole register, with each stratum's own exact interval."""
    pairs = tuple(zip(found.strata, found.intervals, strict=True))
    grid = Grid(
        "Each stratum by itself, exactly:",
        ("Stratum", "In register", "Read", "Met it", "Would meet it", "Share"),
        tuple(
            (
                *(one.name, f"{one.population:,}", f"{one.sample:,}", f"{one.compliant:,}"),
                *cells(own, one.sample, one.population),
            )
            for one, own in pairs
        ),
    )
    said = (sentences.estimate(found), *map(sentences.caution, found.cautions))
    error = "" if found.error is None else f"Standard error {found.error * 100:.2f} points. "
    note = error + how(found.method, found.confidence, found.freedom)
    return Answer(said, (grid,), note, _figures(found, said[0]))


def _figures(found: Estimate, sentence: str) -> dict[str, Any]:
    low, high = found.counts
    pairs = zip(found.strata, found.intervals, strict=True)
    return {
        "population": found.population,
        "sample": sum(one.sample for one in found.strata),
        "compliant": sum(one.compliant for one in found.strata),
        "share": found.share,
        "standard_error": found.error,
        "low": found.low,
        "high": found.high,
        "low_count": low,
        "high_count": high,
        "confidence": found.confidence,
        "method": found.method,
        "df": found.freedom,
        "sentence": sentence,
        "warnings": [{**asdict(one), "text": sentences.caution(one)} for one in found.cautions],
        "strata": [
            {
                "stratum": one.name,
                "population": one.population,
                "sample": one.sample,
                "compliant": one.compliant,
            }
            | asdict(own)
            for one, own in pairs
        ],
    }


def headings(population: int | None) -> tuple[str, ...]:
    """The headings over the cells of an interval."""
    return ("Share",) if population is None else (f"Of {population:,} would", "Share")


def cells(found: Interval, sample: int, population: int | None) -> tuple[str, ...]:
    """An interval as counts, where there are any, and as shares rounded outward."""
    low, high = found.low_count, found.high_count
    if population is None or low is None or high is None:
        return (shares(found.low, found.high, sample),)
    amount = f"{low:,}" if low == high else f"{low:,} to {high:,}"
    return amount, shares(Fraction(low, population), Fraction(high, population), sample)


def how(method: str, confidence: Number, freedom: int = 0) -> str:
    """The method and confidence of an interval, in a line."""
    return f"{METHODS[method].format(freedom=freedom)}; {percent(confidence)} confidence."
