"""What agencies report that is followed from round to round: shares as k of n, and scores of standards."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from audit.bringing import same_question
from audit.responses.interview import State
from audit.rounds import Progress, Return
from audit.scoring.partnership import Results, Row
from audit.scoring.score import band_of, counting_state
from audit.scoring.table import cell
from audit.standards.catalogue import Standard
from audit.standards.question import Question
from audit.templates import Template

SHARE = "share"
SILENT, OTHERWISE, NOT_IN = "silent", "asked otherwise", "not in it"
THROUGH = "answered by "  # the parent body


@dataclass(frozen=True, slots=True)
class Measure:
    """A question for a share, with its target if it has one, or a standard with a score."""

    id: str
    text: str
    target: Fraction | None = None
    question: Question | None = None
    standard: Standard | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What was reported in a round: k of n (n is 0 for a score), as a share or score from 0 to 1.

    `word` is the grade or the band that it comes to, `way` the way since it was last reported (empty the
    first time), `by` the agencies (codes) that it is made of.
    """

    value: Fraction
    word: str = ""
    k: int = 0
    n: int = 0
    way: str = ""
    by: frozenset[str] = field(default_factory=frozenset)

    def short(self, target: Fraction) -> int:
        """How many more of the n would have reached a target; 0 where it is met."""
        return max(0, math.ceil(target * self.n) - self.k)


def measures_of(template: Template) -> tuple[Measure, ...]:
    """The questions for a share, then the standards in which anything else is graded."""
    shares = (
        Measure(one.id, one.text, one.target, question=one) for one in template.questions if one.kind == SHARE
    )
    graded = (
        Measure(one.id, one.title, standard=one)
        for one in template.standards
        if any(question.graded and question.kind != SHARE for question in one.questions)
    )
    return (*shares, *graded)


def named_in(template: Template, measure: Measure) -> bool:
    """Whether a template has a question for a share, or a standard, of the measure's id."""
    if measure.question:
        return measure.id in template.by_id and template.by_id[measure.id].kind == SHARE
    return any(one.id == measure.id for one in template.standards)


def same_in(then: Template, now: Template, measure: Measure) -> bool:
    """Whether a measure of the later template means the same in an earlier one.

    A standard does where it asks the same graded questions, which weigh and are graded alike.
    """
    if not named_in(then, measure):
        return False
    if measure.question:
        return same_question(then, now, measure.id)
    old, new = (_graded(one, measure.id) for one in (then, now))
    return old.keys() == new.keys() and all(
        same_question(then, now, name) and _sums(old[name]) == _sums(new[name]) for name in old
    )


def _graded(template: Template, name: str) -> Mapping[str, Question]:
    standard = next(one for one in template.standards if one.id == name)
    return {question.id: question for question in standard.questions if question.graded}


def _sums(question: Question) -> tuple[object, ...]:
    """What decides how a grade comes about and counts, beside what is asked."""
    return question.weight, question.edges, question.limit, question.days


def reported(found: Results, measure: Measure) -> Mapping[str, Entry]:
    """What each agency whose response counts reported of a measure, by code; none for those that did not."""
    told = _share if measure.question else _score
    entries = ((row.agency.code, told(row, measure)) for row in found.counted)
    return {code: entry for code, entry in entries if entry}


def _share(row: Row, measure: Measure) -> Entry | None:
    asked = row.interview
    question = asked.template.by_id[measure.id]
    value = asked.answer(question).value if asked.arises(question) else None
    if not isinstance(value, str) or asked.says_not_applicable(question):
        return None
    k, n = (int(part) for part in value.split("/"))
    grade = asked.counts(question)
    return Entry(Fraction(k, n), grade.label if grade else "", k, n, by=frozenset({row.agency.code}))


def _score(row: Row, measure: Measure) -> Entry | None:
    one = row.scored.standards[measure.id] if row.scored else None
    if one is None or one.value is None or one.band is None:
        return None
    provisional = not row.signed or one.completeness < 1
    word = f"{one.band.name}{', provisional' if provisional else ''}"
    return Entry(one.value, word, by=frozenset({row.agency.code}))


def together(entries: Mapping[str, Entry], measure: Measure, template: Template) -> Entry | None:
    """Shares of several agencies added up, or the plain mean of their scores; None where there are none."""
    if not entries:
        return None
    if measure.question is None:
        value = sum((one.value for one in entries.values()), Fraction(0)) / len(entries)
        band = band_of(template.bands, value)
        return Entry(value, band.name if band else "", by=frozenset(entries))
    k, n = sum(one.k for one in entries.values()), sum(one.n for one in entries.values())
    scale, edges = template.scale, measure.question.edges
    reached = (scale[code] for code, edge in edges if Fraction(k, n) >= edge)
    grade = next(reached, scale.worst).label if edges else ""
    return Entry(Fraction(k, n), grade, k, n, by=frozenset(entries))


def lacking(found: Results, measure: Measure, code: str, *, same: bool) -> str:
    """Why an agency reported nothing of a measure in a round: silent, not applicable, not asked and so on."""
    line = next((one for one in found.lines if one.agency.code == code), None)
    if line is None:
        return NOT_IN
    row = next((one for one in found.counted if one.agency.code == code), None)
    if row is None:
        return _without_row(found, line)
    if not same:
        return OTHERWISE
    if measure.question:
        state = counting_state(row.interview, row.interview.template.by_id[measure.id])
        return str(State.UNANSWERED if state in {State.INCOMPLETE, State.ANSWERED} else state)
    standard = next(one for one in found.template.standards if one.id == measure.id)
    return cell(row, standard).split(",")[0]


def _without_row(found: Results, line: Return) -> str:
    if line.through is not None:
        parent = (one.agency.name for one in found.lines if one.agency.code == line.through.agency)
        name = next(parent, line.through.agency)
        return f"{THROUGH}{name}" if line.through.signed else f"named by {name}, which has not signed yet"
    return str(line.progress) if line.progress in {Progress.DECLINED, Progress.LEFT} else SILENT


def agencies_figure(found: Results, question: Question) -> tuple[int, int]:
    """K of n of a question over the responses that count: shares added up, else how many are graded good."""
    if question.kind == SHARE:
        entries = reported(found, Measure(question.id, question.text, question=question)).values()
        return sum(one.k for one in entries), sum(one.n for one in entries)
    good = {grade.code for grade in found.template.scale.grades if grade.good}
    given = next(one.given for one in found.questions if one.question.id == question.id)
    return sum(count for code, count in given.items() if code in good), sum(given.values())
