"""All responses of a round together: who stands where, standard by standard, question by question."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from audit.agencies import Agency
from audit.responses.interview import Interview, State
from audit.responses.response import Response
from audit.rounds import Progress, Rate, Return, Round, interview, main_responses, rates, returns
from audit.scoring.score import Score, Scored, band_of, score
from audit.standards.catalogue import Standard
from audit.standards.question import Question
from audit.templates import Band, Template


class Met(StrEnum):
    """How far an agency meets a standard, in the words of the headlines."""

    FULLY = "fully"
    IN_PART = "in part"
    NOT = "not"
    NOT_APPLICABLE = "not applicable"
    NOT_ASKED = "not asked"


@dataclass(frozen=True)
class Row:
    """One agency of a round: its line in the returns register, and its answers scored if it gave any.

    `by` names who answered where that was somebody else; a `second` view of an agency (its adviser's
    beside its own) is shown, but the first counts.
    """

    line: Return
    interview: Interview
    scored: Scored | None
    by: str = ""
    second: bool = False

    @property
    def agency(self) -> Agency:
        """The agency that the answers are about."""
        return self.line.agency

    @property
    def response(self) -> Response | None:
        """Its response, or None where it is silent."""
        return self.line.response

    @property
    def signed(self) -> bool:
        """Whether its response is signed."""
        return self.response is not None and self.response.signed is not None

    @property
    def provisional(self) -> bool:
        """Whether its band still says so: below 100 % or unsigned."""
        return not self.signed or self.scored is None or self.scored.overall.completeness < 1


@dataclass(frozen=True, slots=True)
class StandardFigures:
    """A standard over the responses that count.

    `score` is the plain mean over the agencies that have one, `bands` how many stand in each band,
    `met` how many meet it fully, in part, not, and so on.
    """

    standard: Standard
    score: Fraction | None
    band: Band | None
    agencies: int
    bands: Mapping[str, int]
    met: Mapping[Met, int]


@dataclass(frozen=True, slots=True)
class QuestionFigures:
    """A question over the responses that count: how many gave each grade or value, and how many did not."""

    question: Question
    given: Mapping[str, int]
    states: Mapping[State, int]

    @property
    def answered(self) -> int:
        """How many gave a grade or value."""
        return sum(self.given.values())


@dataclass(frozen=True)
class Results:
    """A round scored on a day. Drafts are among the rows, but count only where `drafts` says so."""

    round: Round
    rows: tuple[Row, ...]
    today: date
    drafts: bool = False

    @property
    def template(self) -> Template:
        """The template of the round."""
        return self.round.template

    @cached_property
    def counted(self) -> tuple[Row, ...]:
        """The rows that stand in the partnership's figures: signed ones, and drafts where asked for."""
        rows = (row for row in self.rows if row.scored and not row.second)
        return tuple(row for row in rows if row.signed or self.drafts)

    @cached_property
    def lines(self) -> tuple[Return, ...]:
        """The returns register."""
        return tuple(row.line for row in self.rows if not row.second)

    @property
    def returned(self) -> int:
        """How many agencies have signed."""
        return sum(line.progress is Progress.SIGNED for line in self.lines)

    @property
    def expected(self) -> int:
        """How many agencies were to return: all but those that left."""
        return sum(line.progress is not Progress.LEFT for line in self.lines)

    @cached_property
    def rates(self) -> tuple[Rate, ...]:
        """The response rate by kind of agency."""
        return rates(self.lines, self.template.words.kinds)

    @cached_property
    def standards(self) -> tuple[StandardFigures, ...]:
        """The figures of each standard."""
        return tuple(self._standard(standard) for standard in self.template.standards)

    @cached_property
    def questions(self) -> tuple[QuestionFigures, ...]:
        """The figures of each question, in the order of asking."""
        return tuple(question_figures(self.counted, question) for question in self.template.questions)

    def _standard(self, standard: Standard) -> StandardFigures:
        scores = [row.scored.standards[standard.id] for row in self.counted if row.scored]
        values = [one.value for one in scores if one.value is not None]
        mean = sum(values, Fraction(0)) / len(values) if values else None
        in_bands = Counter(one.band.name for one in scores if one.band)
        bands = self.template.bands
        return StandardFigures(
            standard=standard,
            score=mean,
            band=band_of(bands, mean),
            agencies=len(values),
            bands={band.name: in_bands[band.name] for band in bands},
            met=Counter(met(row, standard) for row in self.counted),
        )


def results(
    round_: Round,
    responses: Sequence[Response],
    today: date,
    *,
    names: Mapping[str, str] | None = None,
    drafts: bool = False,
) -> Results:
    """A round scored on a day: a row for each agency expected, silent ones too, and for any second view.

    `names` gives the names of agencies by code, for respondents who answer about others.
    """
    lines = returns(round_, responses, today)
    best = main_responses(responses)
    rows = [_row(round_, line, today, names or {}) for line in lines]
    for response in responses:
        line = next((line for line in lines if line.agency.code == response.subject), None)
        if line and response is not best[response.subject]:
            rows.append(
                replace(_row(round_, replace(line, response=response), today, names or {}), second=True)
            )
    return Results(round_, tuple(rows), today, drafts)


def _row(round_: Round, line: Return, today: date, names: Mapping[str, str]) -> Row:
    response = line.response
    asked = interview(round_, line.agency, response, today)
    by = response.agency if response and response.agency != line.agency.code else ""
    return Row(line, asked, score(asked) if response else None, names.get(by, by))


def met(row: Row, standard: Standard) -> Met:
    """How far an agency meets a standard.

    Fully: every owed question is answered with a good grade or as not applicable. Not: the lowest band,
    or a critical question at its lowest grade. In part: the rest. A standard of which nothing applies, or
    nothing is asked, is neither.
    """
    asked, scored = row.interview, row.scored
    owed = asked.owed(standard)
    if not owed or scored is None:
        return Met.NOT_ASKED
    states = [asked.state(question) for question in owed]
    if all(state is State.NOT_APPLICABLE for state in states):
        return Met.NOT_APPLICABLE
    if _fails(asked, owed, scored.standards[standard.id]):
        return Met.NOT
    good = all(_good(asked, question) for question in owed)
    return Met.FULLY if good else Met.IN_PART


def _fails(asked: Interview, owed: Sequence[Question], one: Score) -> bool:
    bands, scale = asked.template.bands, asked.template.scale
    lowest_band = len(bands) > 1 and one.band == bands[-1]
    return lowest_band or any(q.critical and scale.lowest(asked.grade(q)) for q in owed)


def _good(asked: Interview, question: Question) -> bool:
    state = asked.state(question)
    if state is State.NOT_APPLICABLE:
        return True
    grade = asked.grade(question)
    return state is State.ANSWERED and (not question.graded or (grade is not None and grade.good))


def question_figures(rows: Sequence[Row], question: Question) -> QuestionFigures:
    """How a question was answered over some rows."""
    given: Counter[str] = Counter()
    for row in rows:
        given.update(said(row.interview, question))
    states = Counter(row.interview.state(question) for row in rows)
    return QuestionFigures(question, given, states)


def said(asked: Interview, question: Question) -> tuple[str, ...]:
    """What an agency said to a question that can be counted: a grade's code, or its choices."""
    if not asked.arises(question) or asked.says_not_applicable(question):
        return ()
    grade = asked.grade(question)
    if grade is not None:
        return (grade.code,)
    value = asked.answer(question).value
    if question.graded or value is None or question.kind not in {"choice", "choices", "yes-no"}:
        return ()
    return value if isinstance(value, tuple) else (value,)
