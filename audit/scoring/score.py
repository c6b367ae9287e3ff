"""One respondent's scores: by standard and overall, with all that a mean would hide beside them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from audit.responses.interview import OPEN, SETTLED, Interview, State
from audit.standards.catalogue import Standard
from audit.standards.question import Question
from audit.templates import Band


@dataclass(frozen=True, slots=True)
class Worst:
    """The lowest grade given, and the questions that have it."""

    grade: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """A score and what it leaves out.

    `value` lies between 0 and 1; None where nothing could be scored, which is not 0. `owed` counts
    questions, `unanswered` those of them that are not settled (`incomplete` of these have an answer
    that lacks its reason, action or evidence), `not_applicable` those settled as such. `limited_by`
    lists the critical questions that keep the band from being the top one. Where a panel's grade counts
    it stands in all but what is owed and unanswered, and in evidence, which are the respondent's own.
    """

    value: Fraction | None
    band: Band | None
    owed: int
    unanswered: int
    incomplete: int
    not_applicable: int
    not_asked: int
    without_evidence: int
    worst: Worst | None
    limited_by: tuple[str, ...]

    @property
    def completeness(self) -> Fraction:
        """Settled out of owed; 1 where nothing is owed."""
        return 1 - Fraction(self.unanswered, self.owed) if self.owed else Fraction(1)


@dataclass(frozen=True, slots=True)
class Scored:
    """A respondent's overall score and those of the standards, by id."""

    overall: Score
    standards: Mapping[str, Score]


def score(interview: Interview) -> Scored:
    """The scores of an interview as far as it goes (design of the sums: README, Scoring)."""
    template = interview.template
    parts = [_score(interview, section) for section in template.sections]
    standards = {section.id: one for section, one in zip(template.sections, parts, strict=True) if section.id}
    values = [one.value for one in standards.values() if one.value is not None]
    if len(parts) == 1:
        value = parts[0].value
    elif template.score == "questions":
        value = weighted_mean(interview, template.questions)
    elif template.score == "worst":
        value = min(values, default=None)
    else:
        value = sum(values, Fraction(0)) / len(values) if values else None
    return Scored(_overall(interview, parts, value), standards)


def _score(interview: Interview, section: Standard) -> Score:
    states = {question.id: counting_state(interview, question) for question in section.questions}
    owed = [states[question.id] for question in interview.owed(section)]
    value = weighted_mean(interview, section.questions)
    limited = limiting(interview, section.questions)
    return Score(
        value=value,
        band=band_of(interview.template.bands, value, limited=bool(limited)),
        owed=len(owed),
        unanswered=sum(state in OPEN for state in owed),
        incomplete=owed.count(State.INCOMPLETE),
        not_applicable=sum(state is State.NOT_APPLICABLE for state in states.values()),
        not_asked=sum(state is State.NOT_ASKED for state in states.values()),
        without_evidence=len(interview.without_evidence(section)),
        worst=worst_of(interview, section.questions),
        limited_by=limited,
    )


def _overall(interview: Interview, parts: Sequence[Score], value: Fraction | None) -> Score:
    """The score of a respondent from those of the sections; its value is given."""
    limited = tuple(name for one in parts for name in one.limited_by)
    return Score(
        value=value,
        band=band_of(interview.template.bands, value, limited=bool(limited)),
        owed=sum(one.owed for one in parts),
        unanswered=sum(one.unanswered for one in parts),
        incomplete=sum(one.incomplete for one in parts),
        not_applicable=sum(one.not_applicable for one in parts),
        not_asked=sum(one.not_asked for one in parts),
        without_evidence=sum(one.without_evidence for one in parts),
        worst=_lowest(interview, [one.worst for one in parts if one.worst]),
        limited_by=limited,
    )


def _lowest(interview: Interview, found: Sequence[Worst]) -> Worst | None:
    """The lowest of some lowest grades, with the questions of each that has it."""
    for grade in reversed(interview.template.scale.steps):
        having = tuple(name for one in found if one.grade == grade.code for name in one.questions)
        if having:
            return Worst(grade.code, having)
    return None


def counting_state(interview: Interview, question: Question) -> State:
    """Where a question stands as it counts: a panel decides whether what is settled applies, nothing more."""
    own = interview.state(question)
    if own not in SETTLED or question.id not in interview.moderated:
        return own
    grade = interview.counts(question)
    return State.NOT_APPLICABLE if grade and grade.points is None else State.ANSWERED


def points_of(interview: Interview, question: Question) -> Fraction | None:
    """A question's share of the points; None where no grade with points counts or it does not arise."""
    grade = interview.counts(question) if interview.arises(question) else None
    return interview.template.scale.share(grade.code) if grade else None


def weighted_mean(interview: Interview, questions: Iterable[Question]) -> Fraction | None:
    """The weighted mean of the points given for some questions, exactly; None where none has any."""
    weights: dict[str, Fraction] = {}  # by grade, of which there are few: Fractions are slow
    for question in questions:
        grade = interview.counts(question) if interview.arises(question) else None
        if grade and grade.points is not None:
            known = weights.get(grade.code)
            weights[grade.code] = question.weight if known is None else known + question.weight
    share = interview.template.scale.share
    parts = [weight * (share(code) or 0) for code, weight in weights.items()]
    return sum(parts, Fraction(0)) / sum(weights.values(), Fraction(0)) if parts else None


def worst_of(interview: Interview, questions: Iterable[Question]) -> Worst | None:
    """The lowest grade that counts for some questions, and those that have it; None where none has points."""
    having: dict[str, list[str]] = {}
    for question in questions:
        grade = interview.counts(question) if interview.arises(question) else None
        if grade and grade.points is not None:
            having.setdefault(grade.code, []).append(question.id)
    lowest = (grade.code for grade in reversed(interview.template.scale.steps) if grade.code in having)
    return next((Worst(code, tuple(having[code])) for code in lowest), None)


def limiting(interview: Interview, questions: Iterable[Question]) -> tuple[str, ...]:
    """The critical questions at their lowest grade, or owed and not settled."""
    return tuple(q.id for q in questions if q.critical and _limits(interview, q))


def _limits(interview: Interview, question: Question) -> bool:
    if not interview.arises(question):
        return False
    lowest = interview.template.scale.lowest(interview.counts(question))
    return lowest or (not question.optional and interview.state(question) in OPEN)


def band_of(bands: Sequence[Band], value: Fraction | None, *, limited: bool = False) -> Band | None:
    """The band that holds a score (bands hold their lower edge); limited: the second from the top at best."""
    if value is None:
        return None
    band = next((band for band in bands if value >= band.edge), bands[-1])
    return bands[1] if limited and band == bands[0] and len(bands) > 1 else band


def printed(value: Fraction | None, bands: Sequence[Band]) -> str:
    """A score with two decimals, rounded so that it never seems to reach a band it is not in.

    1.00 means that nothing is lacking and 0.00 that there is nothing, so 0.998 prints as 0.99.
    """
    if value is None:
        return "no score"
    nearest = (value * 200 + 1) // 2
    low = value * 100 // 1
    own = band_of(bands, value)
    ends = {h for h in (0, 100) if Fraction(h, 100) != value}
    near = sorted(
        (nearest, low, low + 1), key=lambda h: h in ends
    )  # an end only where nothing else is in the band
    fitting = (h for h in near if band_of(bands, Fraction(h, 100)) == own)
    hundredths = next(fitting, nearest)  # a band may be too narrow to hold any
    return f"{hundredths // 100}.{hundredths % 100:02}"


def percent(share: Fraction) -> str:
    """A share in whole per cent, rounded down, so that 100 % means all."""
    return f"{int(share * 100)} %"
