"""All responses of a round together: who stands where, standard by standard, question by question."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from audit.agencies import Agency
from audit.moderation import Moderation
from audit.responses.interview import Interview, State
from audit.responses.response import Response
from audit.rounds import Progress, Rate, Return, Round, interview, main_responses, rates, returns
from audit.scoring.challenge import Matter, matters
from audit.scoring.score import Score, Scored, band_of, counting_state, score
from audit.standards.catalogue import Standard
from audit.standards.question import Question
from audit.templates import Band, Template

UNMODERATED = Moderation()


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

    `by` names who answered where that was somebody else, `members` the agencies that it answers for beside
    itself; a `second` view of an agency (its adviser's beside its own) is shown, but the first counts.
    `scored` is at return, with the panel's grades where they count; `moderation` is all that the panel said,
    and `revised` the interview as grades stand since actions were assured, None where that changes none.
    """

    line: Return
    interview: Interview
    scored: Scored | None
    by: str = ""
    second: bool = False
    moderation: Moderation = UNMODERATED
    revised: Interview | None = None
    members: tuple[str, ...] = ()

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
    def stood_in(self) -> bool:
        """Whether somebody else answered than the template says."""
        return bool(self.by and self.response and self.response.agency)

    @property
    def provisional(self) -> bool:
        """Whether its band still says so: below 100 % or unsigned."""
        return not self.signed or self.scored is None or self.scored.overall.completeness < 1

    @cached_property
    def matters(self) -> tuple[Matter, ...]:
        """Its graded questions as a panel sees them; none in a second view, which no panel looks at."""
        if self.response is None or self.second:
            return ()
        return matters(self.interview, self.moderation, self.agency.code, self.response.agency)

    @cached_property
    def spoken(self) -> tuple[Matter, ...]:
        """Those of its matters of which a panel has said anything."""
        if not (self.moderation.panel or self.moderation.assured):
            return ()
        return tuple(one for one in self.matters if one.panel or one.assured)

    @cached_property
    def evidenced(self) -> tuple[int, int]:
        """How many of its top grades have evidence behind them, and how many top grades it gave."""
        asked = self.interview
        top = [q for q in asked.template.questions if asked.arises(q) and asked.top(q)]
        return sum(asked.covered(question) for question in top), len(top)

    @cached_property
    def own(self) -> Interview | None:
        """The interview by the agency's own grades alone; None where a panel changed none of them."""
        if not self.interview.moderated:
            return None
        own = replace(self.interview, moderated={})
        return own if _changed(own, self.interview) else None

    @cached_property
    def self_scored(self) -> Scored | None:
        """The scores by the agency's own grades; None where a panel changed none of them."""
        return score(self.own) if self.own else None

    @cached_property
    def today(self) -> Scored | None:
        """The scores as grades stand since actions were assured; None where that changes none."""
        return score(self.revised) if self.revised else None

    @property
    def revisions(self) -> tuple[str, ...]:
        """The questions whose grade is another today than at return, by id."""
        return _changed(self.interview, self.revised) if self.revised else ()


def _changed(before: Interview, after: Interview) -> tuple[str, ...]:
    """The questions that arise and of which another grade counts in the one interview than in the other."""
    questions = before.template.questions
    return tuple(q.id for q in questions if before.arises(q) and before.counts(q) != after.counts(q))


@dataclass(frozen=True, slots=True)
class StandardFigures:
    """A standard over the responses that count.

    `score` is the plain mean over the agencies that have one, None where standards are not averaged; `bands`
    how many stand in each band, `met` how many meet it fully, in part, not, and so on.
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
    """A round scored on a day. Drafts are among the rows, but count only where `drafts` says so.

    `lines` is the returns register; agencies that a parent body answers for stand in it, and have no row.
    """

    round: Round
    rows: tuple[Row, ...]
    today: date
    drafts: bool
    lines: tuple[Return, ...]

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
    def as_graded(self) -> "Results | None":
        """The same by agencies' own grades alone; None where no panel changed any."""
        changed = [row.own is not None for row in self.rows]
        rows = (
            replace(row, interview=row.own, scored=row.self_scored) if row.own else row for row in self.rows
        )
        return replace(self, rows=tuple(rows)) if any(changed) else None

    @cached_property
    def as_today(self) -> "Results | None":
        """The same as grades stand since actions were assured; None where that changes none."""
        changed = [row.revised is not None for row in self.rows]
        rows = (
            replace(row, interview=row.revised, scored=row.today, revised=None) if row.revised else row
            for row in self.rows
        )
        return replace(self, rows=tuple(rows)) if any(changed) else None

    @cached_property
    def named(self) -> tuple[Return, ...]:
        """The lines of the agencies that a parent body answers for."""
        return tuple(line for line in self.lines if line.through is not None)

    @cached_property
    def every(self) -> tuple[Row, ...]:
        """A row for each line of the register; where a parent body answers, of what was begun itself."""
        own = {row.agency.code: row for row in self.rows if not row.second}
        return tuple(own.get(line.agency.code) or self._of_member(line) for line in self.lines)

    def _of_member(self, line: Return) -> Row:
        return Row(line, interview(self.round, line.agency, line.begun, self.today), None)

    @property
    def responses(self) -> int:
        """How many responses are signed: a parent body's is one, however many it answers for."""
        return self.returned - sum(line.progress is Progress.SIGNED for line in self.named)

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
        mean = sum(values, Fraction(0)) / len(values) if values and self.template.averaged else None
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
    asked: dict[str, Interview] = {}
    lines = returns(round_, responses, today, asked)
    best = main_responses(responses)
    own = {line.agency.code: line for line in lines if line.through is None}
    rows = [_row(round_, line, asked[code], today, names or {}) for code, line in own.items()]
    naming = [place for place, row in enumerate(rows) if row.response and row.response.members]
    for place in naming:
        row = rows[place]
        named = (line for line in lines if line.through is row.response)
        rows[place] = replace(row, members=tuple(line.agency.name for line in named))
    for response in responses:
        line = own.get(response.subject)
        if line and response is not best[response.subject]:
            view = interview(round_, line.agency, response, today)
            row = _row(round_, replace(line, response=response), view, today, names or {})
            rows.append(replace(row, second=True, moderation=UNMODERATED))
    return Results(round_, tuple(rows), today, drafts, lines)


def _row(round_: Round, line: Return, asked: Interview, today: date, names: Mapping[str, str]) -> Row:
    response = line.response
    row = Row(line, asked, score(asked) if response else None, _by(round_, line, names))
    moderation = round_.moderation.get(line.agency.code)
    if response is None or moderation is None:
        return row
    now = interview(round_, line.agency, response, today, assured=True)
    return replace(row, moderation=moderation, revised=now if _changed(asked, now) else None)


def _by(round_: Round, line: Return, names: Mapping[str, str]) -> str:
    """Who answered about an agency, where that was somebody else."""
    response = line.response
    if response is None or response.agency == line.agency.code:
        return ""
    if response.agency:
        return names.get(response.agency, response.agency)
    return ", ".join(response.readers) or round_.template.running.respondent


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
    states = [counting_state(asked, question) for question in owed]
    if all(state is State.NOT_APPLICABLE for state in states):
        return Met.NOT_APPLICABLE
    if _fails(asked, owed, scored.standards[standard.id]):
        return Met.NOT
    good = all(_good(asked, question) for question in owed)
    return Met.FULLY if good else Met.IN_PART


def _fails(asked: Interview, owed: Sequence[Question], one: Score) -> bool:
    bands, scale = asked.template.bands, asked.template.scale
    lowest_band = len(bands) > 1 and one.band == bands[-1]
    return lowest_band or any(q.critical and scale.lowest(asked.counts(q)) for q in owed)


def _good(asked: Interview, question: Question) -> bool:
    state = counting_state(asked, question)
    if state is State.NOT_APPLICABLE:
        return True
    grade = asked.counts(question)
    return state is State.ANSWERED and (not question.graded or (grade is not None and grade.good))


def question_figures(rows: Sequence[Row], question: Question) -> QuestionFigures:
    """How a question was answered over some rows."""
    given: Counter[str] = Counter()
    for row in rows:
        given.update(said(row.interview, question))
    states = Counter(counting_state(row.interview, question) for row in rows)
    return QuestionFigures(question, given, states)


def said(asked: Interview, question: Question) -> tuple[str, ...]:
    """What counts of an agency's answer to a question: the code of a grade with points, or its choices."""
    if not asked.arises(question):
        return ()
    grade = asked.counts(question)
    if grade is not None:
        return () if grade.points is None else (grade.code,)
    if asked.says_not_applicable(question):
        return ()
    value = asked.answer(question).value
    if value is None or question.kind not in {"choice", "choices", "yes-no"}:
        return ()
    return value if isinstance(value, tuple) else (value,)
