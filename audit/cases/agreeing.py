"""Whether those who read the same cases saw the same: question by question, most disagreement first."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from audit.cases.doubles import AGENCIES, ALIKE, Doubles, Reading, agency_pairs, reading_pairs
from audit.cases.results import Results
from audit.standards.question import Question
from audit.standards.scale import NOT_APPLICABLE
from audit.statistics import agreement as statistics
from audit.statistics.agreement import Agreement, Figure
from audit.statistics.answer import Answer
from audit.statistics.exact import Number
from audit.statistics.findings_agreement import of_agreement
from audit.statistics.ratings import Rating
from audit.statistics.words import nearest

HEADINGS = ("", "Question", "Agreed", "Of", "Share", "How they differed")
COEFFICIENTS = (
    *("Percent agreement", "Gwet's AC1", "Cohen's kappa", "Weighted kappa, linear"),
    *("Weighted kappa, quadratic", "Krippendorff's alpha", "Krippendorff's alpha, ordinal"),
)
NO_GRADES = "not defined (no case was graded by all who read it)"
NOT_APPLICABLE_NOTE = (
    "Not applicable against a grade counts as a difference; in weighted kappa, AC2 and ordinal alpha, which "
    "need an order, only those cases count that all readers graded."
)


@dataclass(frozen=True, slots=True)
class Agreed:
    """How far readers agreed on one question (on all graded ones together where it is None).

    `differed` counts pairs of different answers as `Good, Inadequate`, the commonest first; `waiting` the
    cases of which a reading does not answer it yet.
    """

    question: Question | None
    found: Agreement
    answer: Answer
    differed: Mapping[str, int] = field(default_factory=dict)
    waiting: int = 0

    @property
    def share(self) -> Fraction:
        """The share of cases on which all readers agreed."""
        return Fraction(self.found.agreed, self.found.units)

    @property
    def sentence(self) -> str:
        """The counts in a sentence; of all questions together how often two answers were the same."""
        if self.question:
            return self.answer.sentences[0]
        who = "Both readings" if self.found.twice else "All readings"
        agreed, units = self.found.agreed, self.found.units
        share = nearest(self.share, units)
        return f"{who} gave a graded question the same answer {agreed:,} of {units:,} times ({share})."

    @property
    def figures(self) -> dict[str, Any]:
        """Every figure under the names that the calculator gives it."""
        return {**self.answer.figures, "sentence": self.sentence}

    @property
    def most_often(self) -> str:
        """The commonest difference: `Good against Inadequate (3)`; empty where there is none."""
        words = next(iter(self.differed), "")
        return f"{words} ({self.differed[words]:,})" if words else ""


@dataclass(frozen=True)
class Agreeing:
    """How far the readers of a round agreed: on all graded questions together, and on each.

    `between` is readings or agencies; questions stand with most disagreement first; `notes` are sentences.
    """

    results: Results
    between: str
    doubles: Doubles
    together: Agreed | None
    questions: tuple[Agreed, ...]
    not_compared: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def agreeing(results: Results, between: str, *, confidence: Number = 0.95) -> Agreeing:
    """The agreement of first with second readings, or of agencies; StateError where there is none to see."""
    doubles = agency_pairs(results) if between == AGENCIES else reading_pairs(results)
    found, missing, together = [], [], list[Reading]()
    codes = _codes(results)
    for question in doubles.questions:
        read = doubles.read(question)
        if not read:
            missing.append(question.id)
            continue
        order = codes if question.graded else (question.choices or ("no", "yes"))
        one = _agreed(question, read, order, confidence)
        differed = _differed(read, _words(results, question))
        one = replace(one, differed=differed, waiting=doubles.waiting(question))
        found.append(_without(one, doubles.no_interval))
        if question.graded:
            together += [replace(each, unit=f"{each.unit}|{question.id}") for each in read]
    whole = (
        _without(_agreed(None, together, codes, confidence), doubles.no_interval or ALIKE)
        if together
        else None
    )
    ordered = sorted(found, key=lambda one: (one.share, one.found.agreed - one.found.units))
    notes = _notes(doubles, ordered)
    return Agreeing(results, between, doubles, whole, tuple(ordered), tuple(missing), notes)


def _codes(results: Results) -> tuple[str, ...]:
    """The codes of the grades with points, worst first."""
    return tuple(step.code for step in reversed(results.case_round.round.template.scale.steps))


def _agreed(
    question: Question | None, read: Sequence[Reading], order: Sequence[str], confidence: Number
) -> Agreed:
    """The agreement of some readings; those of choices and of yes or no have no order."""
    ratings = [Rating(one.unit, one.reader, one.says or NOT_APPLICABLE) for one in read]
    ordered = question is None or question.graded
    if all(one.says for one in read):
        whole = statistics.agreement(ratings, order, confidence=confidence)
    else:
        every = (*(word for word in order if word.casefold() != NOT_APPLICABLE), NOT_APPLICABLE)
        whole = statistics.agreement(ratings, every, confidence=confidence)
        whole = replace(whole, figures={**whole.figures, **_in_order(ratings, order, whole, confidence)})
    if not ordered:
        kept = {name: one for name, one in whole.figures.items() if not _needs_order(name)}
        whole = replace(whole, ordered=False, figures=kept)
    return Agreed(question, whole, of_agreement(whole))


def _needs_order(name: str) -> bool:
    return name.startswith(("weighted_kappa", "gwet_ac2")) or name == "alpha_ordinal"


def _in_order(
    ratings: Sequence[Rating], order: Sequence[str], whole: Agreement, confidence: Number
) -> dict[str, Figure]:
    """The figures that need an order, from the cases that all readers graded."""
    out = {one.unit for one in ratings if one.grade == NOT_APPLICABLE}
    graded = [one for one in ratings if one.unit not in out]
    names = [name for name in whole.figures if _needs_order(name)]
    if not graded:
        return dict.fromkeys(names, Figure(None, reason=NO_GRADES))
    own = statistics.agreement(graded, order, confidence=confidence).figures
    return {name: own[name] for name in names}


def _differed(read: Sequence[Reading], words: Mapping[str, str]) -> dict[str, int]:
    """How often which two answers met on one case, the commonest first; the same pair either way round."""
    units: dict[str, list[str]] = {}
    for one in read:
        units.setdefault(one.unit, []).append(one.says)
    places = list(words)
    pairs = Counter(
        tuple(sorted((first, second), key=places.index))
        for says in units.values()
        for place, first in enumerate(says)
        for second in says[place + 1 :]
        if first != second
    )
    return {f"{words[one]} against {words[other]}": count for (one, other), count in pairs.most_common()}


def _words(results: Results, question: Question) -> dict[str, str]:
    """The answers that a question can have, by code, best first, and in words."""
    if question.graded:
        words = {step.code: step.label for step in results.case_round.round.template.scale.steps}
    else:
        words = {word: word for word in question.choices or ("yes", "no")}
    return {**words, "": "not applicable"}


def _without(one: Agreed, reason: str) -> Agreed:
    """The same without intervals, and why there are none; unchanged where there is no reason."""
    if not reason:
        return one
    figures = {
        name: each if each.value is None else Figure(each.value, reason=reason)
        for name, each in one.found.figures.items()
    }
    found = replace(one.found, figures=figures)
    return replace(one, found=found, answer=of_agreement(found))


def _notes(doubles: Doubles, found: Sequence[Agreed]) -> tuple[str, ...]:
    notes = list(doubles.notes)
    if any(NOT_APPLICABLE in one.found.grades for one in found):
        notes.append(NOT_APPLICABLE_NOTE)
    if doubles.no_interval:
        notes.append(f"{doubles.no_interval[0].upper()}{doubles.no_interval[1:]}.")
    return tuple(notes)


def rows(found: Agreeing) -> tuple[tuple[str, ...], ...]:
    """A row for each question under HEADINGS, most disagreement first, as text."""
    return tuple(
        (
            one.question.id if one.question else "",
            one.question.text if one.question else "",
            f"{one.found.agreed:,}",
            f"{one.found.units:,}",
            nearest(one.share, one.found.units),
            one.most_often,
        )
        for one in found.questions
    )


def coefficients(found: Agreeing) -> tuple[tuple[str, ...], ...]:
    """A row for each question: its id, then each of COEFFICIENTS with its interval, or why there is none."""
    lines = []
    for one in found.questions:
        grid = {name: (value, interval) for name, value, interval in one.answer.details[0].rows}
        cells = [_cell(*grid.get(name, ("", ""))) for name in COEFFICIENTS]
        lines.append((one.question.id if one.question else "", *cells))
    return tuple(lines)


def _cell(value: str, interval: str) -> str:
    if not value:
        return "not defined" if interval else "-"
    return value if interval.startswith("no ") or not interval else f"{value} ({interval})"
