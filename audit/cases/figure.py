"""One figure of a round about cases: how many comply of how many that count, and how sure that is."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from audit.cases.basis import Basis
from audit.cases.values import Came, Value
from audit.standards.scale import Scale
from audit.statistics import sentences
from audit.statistics.estimate import Estimate, Stratum, stratified
from audit.statistics.exact import Number
from audit.statistics.interval import Interval, proportion
from audit.statistics.words import files

NONE, CENSUS, WILSON, EXACT, POOLED, LOGIT = (
    *("none", "census", "wilson", "hypergeometric"),
    *("hypergeometric, strata pooled", "logit"),
)
TOGETHER = (
    "Several agencies answer about a case and no panel has agreed its grade, so their answers are counted "
    "and no interval is given."
)
MIXED = "Answers to several questions are counted together, so no interval is given."
NONE_COUNT = "No case counts, so there is no share."
ONLY_THOSE = (
    "Not every case that was drawn counts here, so the interval is Wilson's, on those that do, and is about "
    "work of that kind, not about a number of files in the register."
)
ONE_AGENCY = "One agency's answers: the interval is Wilson's, on the cases that count."
STOPPED = "One agency's answers in a round stopped on a verdict: they are counted, and no interval is given."
UNEVEN = " The strata did not give cases in proportion to their size, which this leaves out of account."
MERGED = (
    "The strata are taken together, so that how one of them came out cannot be worked out; the editions "
    "that are not published weigh them."
)
UNWEIGHED = (
    "The strata did not give cases in proportion to their size, and a share that weighs them would tell how "
    "one came out: it stands in the editions that are not published."
)


@dataclass(frozen=True, slots=True)
class Figure:
    """How many comply of those that count, with an interval where one may be given.

    `share`, `low` and `high` run from 0 to 1, unrounded; the counts are those in the register. `why` says
    what the method is, or why there is no interval. `grades` counts by code.
    """

    n: int
    compliant: int
    share: float | None = None
    low: float | None = None
    high: float | None = None
    low_count: int | None = None
    high_count: int | None = None
    method: str = NONE
    why: str = ""
    sentence: str = ""
    not_applicable: int = 0
    unanswered: int = 0
    not_asked: int = 0
    grades: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Member:
    """A case's part in a figure: what it comes to, and its stratum."""

    value: Value
    stratum: str = ""


def counted(members: Sequence[Member], scale: Scale) -> Figure:
    """The counts of some cases, without an interval; of answers, where those of several agencies count."""
    if any(member.value.several for member in members):
        found = _cases_counted(members, scale)
        apart = sum(member.value.not_applicable for member in members)
        return replace(
            found, not_applicable=apart, unanswered=sum(member.value.unanswered for member in members)
        )
    return _cases_counted(members, scale)


def _cases_counted(members: Sequence[Member], scale: Scale) -> Figure:
    grades = Counter(grade for member in members for grade in member.value.grades)
    came = Counter(member.value.came for member in members)
    n, compliant = grades.total(), sum(count for code, count in grades.items() if scale[code].good)
    return Figure(
        n,
        compliant,
        share=float(Fraction(compliant, n)) if n else None,
        not_applicable=came[Came.NOT_APPLICABLE],
        unanswered=came[Came.NOT_ANSWERED] + came[Came.PARTLY_READ],
        not_asked=came[Came.NOT_ASKED],
        grades={step.code: grades[step.code] for step in scale.steps},
    )


def figure(
    members: Sequence[Member],
    scale: Scale,
    basis: Basis,
    confidence: Number,
    *,
    lost: int = 0,
    sub: bool = False,
) -> Figure:
    """The figure of a question over the cases that it is asked of.

    `lost` more were drawn but are unusable; `sub` says that it is asked of a sub-sample.
    """
    found = counted(members, scale)
    if why := _no_interval(found, members, basis):
        return plain(found, why)
    if basis.design == CENSUS and not sub:
        return _census(found, basis)
    by_strata = basis.design == "stratified"
    if lost or found.not_applicable or found.not_asked or (sub and by_strata):
        return wilson(found, confidence, ONLY_THOSE + ("" if basis.proportional else UNEVEN))
    if by_strata:
        return _by_strata(found, members, scale, basis, confidence)
    return exact(found, basis.population or found.n, confidence, EXACT, basis.caution)


def _no_interval(found: Figure, members: Sequence[Member], basis: Basis) -> str:
    """Why no interval may be given; empty where one may."""
    if not found.n:
        return NONE_COUNT
    if any(member.value.several for member in members):
        return TOGETHER
    return _waiting(found, members) if basis.random and found.unanswered else basis.why


def _waiting(found: Figure, members: Sequence[Member]) -> str:
    """Why there is no interval yet: those that happen to be read first are no sample."""
    are = f"{found.unanswered} of {len(members)} cases are" if found.unanswered > 1 else "One case is"
    partly = any(member.value.came is Came.PARTLY_READ for member in members)
    by_all = " by every agency" if partly else ""
    return f"{are} not answered{by_all} yet; an interval is given once all are."


def of_one_agency(
    members: Sequence[Member], scale: Scale, basis: Basis, confidence: Number, *, stopped: bool = False
) -> Figure:
    """The figure of one agency's answers to a question.

    It has no interval as long as an answer is owed, nor once a verdict stopped the round.
    """
    found = counted(members, scale)
    if not found.n or not basis.random or stopped:
        return plain(found, (basis.why or STOPPED) if found.n else NONE_COUNT)
    if found.unanswered:
        return plain(found, _waiting(found, members))
    return wilson(found, confidence, ONE_AGENCY)


def together(figures: Sequence[Figure]) -> Figure:
    """The counts of several figures added up; no interval, since one case stands in several of them."""
    n, compliant = sum(one.n for one in figures), sum(one.compliant for one in figures)
    grades = Counter[str]()
    for one in figures:
        grades.update(one.grades)
    return Figure(
        n,
        compliant,
        share=float(Fraction(compliant, n)) if n else None,
        why=MIXED if n else NONE_COUNT,
        not_applicable=sum(one.not_applicable for one in figures),
        unanswered=sum(one.unanswered for one in figures),
        not_asked=sum(one.not_asked for one in figures),
        grades=dict(grades),
    )


def plain(found: Figure, why: str) -> Figure:
    """Counts without an interval, and why."""
    said = f"{found.compliant:,} of {found.n:,} met the standard. {why}" if found.n else why
    return replace(found, why=why, sentence=said)


def _census(found: Figure, basis: Basis) -> Figure:
    """Every case of the register was read: what is found is the figure itself.

    Its sentence says first how many count, where some do not apply or are unusable.
    """
    whole = _with(found, proportion(found.compliant, found.n, population=found.n), CENSUS, "", found.n)
    if found.n == basis.population:
        return whole
    count = "counts" if found.n == 1 else "count"
    counts = f"Of the {files(basis.population or found.n)} in the register {found.n:,} {count} here."
    return replace(whole, sentence=f"{counts} {whole.sentence}")


def _with(found: Figure, interval: Interval, method: str, why: str, population: int | None) -> Figure:
    said = sentences.interval(found.compliant, found.n, interval, population)
    return replace(
        found,
        low=interval.low,
        high=interval.high,
        low_count=interval.low_count,
        high_count=interval.high_count,
        method=method,
        why=why,
        sentence=said,
    )


def wilson(found: Figure, confidence: Number, why: str) -> Figure:
    """Counts with Wilson's interval on the cases that count, and why it is that one."""
    interval = proportion(found.compliant, found.n, confidence=confidence)
    return _with(found, interval, WILSON, why, None)


def exact(found: Figure, population: int, confidence: Number, method: str, why: str) -> Figure:
    """Counts with the exact interval of a register of so many, and why it is that one."""
    interval = proportion(found.compliant, found.n, population=population, confidence=confidence)
    return _with(found, interval, method, why, population)


def estimated(found: Figure, estimate: Estimate) -> Figure:
    """Counts with the share and the limits of an estimate by strata."""
    low, high = estimate.counts
    return replace(
        found,
        share=estimate.share,
        low=estimate.low,
        high=estimate.high,
        low_count=low,
        high_count=high,
        method=estimate.method,
        sentence=sentences.estimate(estimate),
    )


def _by_strata(
    found: Figure, members: Sequence[Member], scale: Scale, basis: Basis, confidence: Number
) -> Figure:
    """The estimate with logit-t limits; else exact on the pooled cases, where strata gave their parts."""
    read = Counter(member.stratum for member in members)
    met = Counter(member.stratum for member in members if scale[member.value.grades[0]].good)
    strata = [
        Stratum(name, units, read[name], met[name]) for name, units in basis.strata.items() if read[name]
    ]
    estimate = stratified(strata, confidence=confidence)
    if basis.merged and estimate.method != CENSUS:
        return _merged(found, basis, confidence)
    whole = len(strata) == sum(units > 0 for units in basis.strata.values())
    if whole and estimate.method in {LOGIT, CENSUS}:
        return estimated(found, estimate)
    reason = _no_estimate(strata, basis)
    if basis.proportional:
        return exact(
            found,
            basis.population or found.n,
            confidence,
            POOLED,
            f"{reason}, so the strata are taken together.",
        )
    share = estimate.share if whole else found.share
    return plain(
        replace(found, share=share), f"{reason}, and the strata gave uneven parts: no interval is given."
    )


def _merged(found: Figure, basis: Basis, confidence: Number) -> Figure:
    """The figure from the counts of all strata together alone, so that none can be worked out from it."""
    if basis.proportional:
        return exact(found, basis.population or found.n, confidence, POOLED, MERGED)
    return plain(found, UNWEIGHED)


def _no_estimate(strata: Sequence[Stratum], basis: Basis) -> str:
    if basis.missed:
        return "A stratum gave no case"
    if any(one.sample == 1 and not one.census for one in strata):
        return "A stratum has one case only"
    return "Within each stratum all cases came out the same"
