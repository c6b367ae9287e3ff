"""What a sample showed, and what one can show, in sentences that a board can read: counts first."""

from collections.abc import Sequence
from fractions import Fraction

from audit.statistics.estimate import Caution, Estimate
from audit.statistics.exact import Number, fraction
from audit.statistics.interval import Interval, proportion
from audit.statistics.size import chance, failing, near
from audit.statistics.words import begun, between, failed, files, nearest, percent, points, shares, upper

FEW = 20  # files; the percentage of fewer is never told alone
TENTH = Fraction(1, 10)  # the share of failures that a sample is tried on


def interval(compliant: int, sample: int, found: Interval, population: int | None = None) -> str:
    """What an audit found and how sure that is; `found` is the interval of just these counts."""
    if sample == population:
        return _census(compliant, sample)
    bearing = _process(compliant, sample, found)
    if population is not None:
        bearing = _register(compliant, sample, found, population)
    end = f" {begun(sample)} cannot tell us more than that." if sample < FEW else ""
    return f"{_found(compliant, sample)} {bearing}{end}"


def _census(compliant: int, sample: int) -> str:
    if sample == 1:
        met = "met" if compliant else "did not meet"
        return f"The only file was checked, and {met} the standard: the actual figure, no margin applies."
    met = {0: "none", sample: "all"}.get(compliant, f"{compliant:,}")
    return (
        f"All {files(sample)} were checked: {met} of them met the standard. "
        "This is the actual figure, no margin applies."
    )


def _found(compliant: int, sample: int) -> str:
    if compliant == sample:
        return "No failures found."
    if compliant == 0:
        who = (
            "The one file we checked did not meet"
            if sample == 1
            else f"None of the {files(sample)} we checked met"
        )
        return f"{who} the standard."
    share = f" ({nearest(Fraction(compliant, sample), sample)})" if sample >= FEW else ""
    return f"{compliant:,} of the {files(sample)} we checked{share} met the standard."


def _register(compliant: int, sample: int, found: Interval, population: int) -> str:
    low, high = found.low_count or 0, found.high_count or 0
    sure = f"we are {percent(found.confidence)} confident that {between(low, high, population)}"
    range_ = shares(Fraction(low, population), Fraction(high, population), sample)
    if compliant == sample and low < population:
        return (
            f"With {files(sample)}, up to {population - low:,} of the {population:,} could still fail: "
            f"{sure} ({range_}) meet the standard."
        )
    if compliant == 0 and high > 0:
        return (
            f"With {files(sample)}, up to {high:,} of the {population:,} could still meet it: "
            f"{sure} ({range_}) do."
        )
    return f"If we had read all {population:,}, {sure} ({range_}) would have met it."


def _process(compliant: int, sample: int, found: Interval) -> str:
    sure = f"we are {percent(found.confidence)} confident that"
    range_ = shares(found.low, found.high, sample)
    if compliant == sample:
        most = upper(1 - fraction(found.low), sample)
        could = f"With {files(sample)}, up to {most} of all such files could still fail:"
    elif compliant == 0:
        could = (
            f"With {files(sample)}, up to {upper(found.high, sample)} of all such files could still meet it:"
        )
    else:
        could = "If a great many files were handled in the same way,"
    return f"{could} {sure} {range_} of them would meet it."


# --- a whole register from its parts ----------------------------------------------------------------


def estimate(found: Estimate) -> str:
    """What a sample drawn by strata says of the whole register, each stratum counted by its size."""
    size = found.population
    read, met = sum(one.sample for one in found.strata), sum(one.compliant for one in found.strata)
    if found.method == "census":
        return _census(met, read)
    low, high = found.counts
    ends = shares(found.low, found.high, read)
    sure = f"we are {percent(found.confidence)} confident that {between(low, high, size)} ({ends})"
    if met == read and low < size:
        return (
            f"No failures found. With {files(read)} in {strata(len(found.strata))}, up to {size - low:,} of "
            f"the {size:,} could still fail: {sure} meet the standard."
        )
    share = nearest(fraction(found.share), read)
    return (
        f"{met:,} of the {files(read)} we checked in {strata(len(found.strata))} met the standard. Counting "
        f"each stratum by its size, that stands for {share} of all {size:,}. If we had read them all, {sure} "
        "would have met it."
    )


def strata(count: int) -> str:
    """`1 stratum`, `3 strata`."""
    return f"{count:,} {'stratum' if count == 1 else 'strata'}"


def caution(one: Caution) -> str:
    """What a reader must know of an estimate, as a sentence."""
    together = "the interval adds up the exact intervals of the strata instead, and is wide"
    match one.kind:
        case "single":
            return (
                f"In {_listed(one.strata)} one file was read of several, so there is no telling how much "
                f"files differ there: {together}."
            )
        case "certain":
            return (
                "Within each stratum all files came out the same, so the standard error is 0, which is not "
                f"certainty: {together}."
            )
        case "alike":
            return (
                f"In {_listed(one.strata)} all files came out the same and so add nothing to the standard "
                "error, though others there may differ: read their own intervals too."
            )
        case _:
            return "Few clusters were drawn, so the interval is rough."


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


# --- before the audit -------------------------------------------------------------------------------


def can_show(sample: int, population: int | None = None, confidence: Number = 0.95) -> tuple[str, ...]:
    """What so many files of a register can and cannot show, before one is read; of a process without one."""
    if sample == 0:
        what = "this work" if population is None else f"the {files(population)}"
        return (f"No files are read, so nothing can be said of {what}.",)
    clean = proportion(sample, sample, population=population, confidence=confidence)
    if sample == population:
        whole = "The only file is" if sample == 1 else f"All {files(sample)} are"
        return (f"{whole} read: what is found is the actual figure, no margin applies.",)
    return (
        _if_clean(sample, population, clean),
        _if_tenth(sample, population),
        _if_half(sample, population, confidence),
    )


def _if_clean(sample: int, population: int | None, clean: Interval) -> str:
    who = {1: "the one file meets", 2: "both files meet"}.get(sample, f"all {files(sample)} meet")
    sure = f"({percent(clean.confidence)} confidence)"
    if population is None or clean.low_count is None:
        most = upper(1 - fraction(clean.low), sample)
        return f"If {who} the standard, up to {most} of all such files could still fail {sure}."
    could = population - clean.low_count
    if could == 0:
        return f"If {who} the standard, so do all {population:,} {sure}."
    return f"If {who} the standard, up to {could:,} of the {population:,} could still fail {sure}."


def _if_tenth(sample: int, population: int | None) -> str:
    shown = nearest(chance(TENTH, sample, population=population))
    who = "1 file in 10 fails"
    if population is not None:
        count = failing(TENTH, population)
        who = f"{failed(count, population)} fail{'s' if count == 1 else ''}"
    return f"If {who}, the chance that the sample shows a failure at all is {shown}."


def _if_half(sample: int, population: int | None, confidence: Number) -> str:
    met = near(sample, Fraction(1, 2))
    found = proportion(met, sample, population=population, confidence=confidence)
    ends = shares(found.low, found.high, sample)
    wide = points(max(found.share - found.low, found.high - found.share))
    verb = "meets" if met == 1 else "meet"
    who = "the one file meets it" if sample == 1 else f"{met:,} of the {files(sample)} {verb} it"
    whose = "such files" if population is None else f"the {population:,}"
    return f"If {who}, {ends} of {whose} do: a share is known to within {wide} or so."
