"""The sheet Detail: every answer under the score of its standard, where the heat map's cells lead to."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from audit.responses.interview import State
from audit.responses.response import Answer
from audit.scoring.partnership import Row
from audit.scoring.score import Score, percent
from audit.scoring.table import cell
from audit.standards.catalogue import Standard
from audit.standards.question import Question
from audit.wording import plural
from audit.workbook.edition import Edition, score_of, titled
from audit.workbook.notes import spoken
from audit.workbook.page import NOTHING, QUIET, Block, Cell, Filled, Link, Page, Table, Text

SHEET = "Detail"
ANSWERS = "Each answer, under the score of its standard"
ALL = "all"
LONG = 200  # characters of a text that other sheets hold whole
_EMPTY = Answer()


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the sheet: its cells, the name that links lead to, how deep it lies in the outline."""

    cells: tuple[Cell, ...]
    anchor: str
    level: int


def agency_detail(edition: Edition) -> Page:
    """The sheet Detail, in which each agency, and each standard of it, can be folded."""
    lines = [line for row in edition.in_order if has_row(row, None) for line in _of(edition, row)]
    table = Table(
        ANSWERS,
        _headings(edition),
        tuple(line.cells for line in lines),
        filtered=True,
        empty="No agency has answered anything yet.",
        anchors=tuple(line.anchor for line in lines),
        levels=tuple(line.level for line in lines),
    )
    blocks: list[Block] = [*map(Text, _intro(edition)), table]
    own = (13.0,) if edition.moderated else ()
    widths = (26.0, 22.0, 9.0, 44.0, 16.0, *own, 9.0, 12.0, 26.0)
    return Page(SHEET, f"{edition.results.round.name}: every answer", tuple(blocks), frozen=3, widths=widths)


def has_row(row: Row, standard: Standard | None) -> bool:
    """Whether the sheet tells of an agency's standard (of all: None), since something of it was asked."""
    arising = standard is None or any(map(row.interview.arises, standard.questions))
    return row.scored is not None and arising


def place(row: Row) -> Link:
    """What leads to an agency's answers."""
    return Link("Answers", SHEET, _anchor(row, ""))


def _anchor(row: Row, name: str) -> str:
    by = row.response.agency if row.response else ""
    return f"{row.agency.code}/{by}/{name}"


def _headings(edition: Edition) -> tuple[str, ...]:
    own = ("Own grade, where another",) if edition.moderated else ()
    heads = ("Agency", "Standard", "Question", "What is asked", "Grade that counts", *own)
    return (*heads, "Pieces of evidence", "Still owed", "What will be done")


def _intro(edition: Edition) -> Iterator[str]:
    yield (
        "An agency has a row for all, then one for each standard, then one for each question that arises; "
        "the signs at the left fold them. Pieces given for a whole standard count in its row alone."
    )
    if any(row.scored and not edition.counts(row) for row in edition.results.rows):
        yield "Agencies marked (not counted) have signed nothing yet, and stand in no figure."


def _of(edition: Edition, row: Row) -> Iterator[Line]:
    name = edition.label(row) + ("" if edition.counts(row) else " (not counted)")
    yield _whole(edition, row, name, None)
    for section in edition.template.sections:
        questions = [question for question in section.questions if row.interview.arises(question)]
        if section.id and has_row(row, section):
            yield _whole(edition, row, name, section)
        for question in questions:
            home = titled(section) if section.id else "Other"
            yield Line((name, home, *_asked(edition, row, question)), _anchor(row, question.id), 2)


# --- rows -------------------------------------------------------------------------------------------


def _whole(edition: Edition, row: Row, name: str, standard: Standard | None) -> Line:
    one = score_of(row, standard)
    own = [_own_score(row, standard)] if edition.moderated else []
    sections = [standard] if standard else edition.template.sections
    arising = [q for section in sections for q in section.questions if row.interview.arises(q)]
    acted = sum(bool(row.interview.answer(question).action) for question in arising)
    keys = [q.id for q in arising] + [section.id for section in sections]
    pieces = sum(len(row.interview.answers.get(key, _EMPTY).evidence) for key in keys)
    cells: tuple[Cell, ...] = (
        name,
        titled(standard) if standard else "Overall",
        ALL,
        f"Lowest grade: {lowest(edition, one)}" if one else NOTHING,
        Filled(cell(row, standard), one.band.colour if one and one.band else QUIET),
        *own,
        pieces,
        plural(one.unanswered, "question") if one and one.unanswered else NOTHING,
        plural(acted, "action") if acted else NOTHING,
    )
    return Line(cells, _anchor(row, standard.id if standard else ""), 1 if standard else 0)


def _own_score(row: Row, standard: Standard | None) -> str:
    if row.own is None or row.self_scored is None:
        return NOTHING
    own = cell(_by_own(row), standard)
    return own if own != cell(row, standard) else NOTHING


def _by_own(row: Row) -> Row:
    """A row by the agency's own grades, as though no panel had met."""
    return replace(row, interview=row.own or row.interview, scored=row.self_scored)


def _asked(edition: Edition, row: Row, question: Question) -> tuple[Cell, ...]:
    answer = row.interview.answer(question)
    own = [_own_grade(edition, row, question)] if edition.moderated else []
    asked = question.text + (" (critical)" if question.critical else "")
    owed, action = _owed(row, question), answer.action.what if answer.action else ""
    done = Link("a long text: see Actions", "Actions") if len(action) > LONG else action or NOTHING
    return (question.id, asked, _answered(edition, row, question), *own, len(answer.evidence), owed, done)


def _answered(edition: Edition, row: Row, question: Question) -> Cell:
    """The grade that counts, or what was said to a question without one."""
    grade = row.interview.counts(question)
    if grade:
        return edition.grade(grade)
    value = row.interview.answer(question).value
    if value is None or question.graded:
        return Filled("not answered" if value is None else "not yet", QUIET)
    if row.interview.says_not_applicable(question):
        return Filled("not applicable", QUIET)
    said = spoken(value)
    return said if len(said) <= LONG else Link("a long text: see Notes", "Notes")


def _own_grade(edition: Edition, row: Row, question: Question) -> Cell:
    own = row.interview.grade(question)
    return NOTHING if own == row.interview.counts(question) else edition.grade(own)


def _owed(row: Row, question: Question) -> str:
    if row.interview.state(question) is State.UNANSWERED:
        return NOTHING if question.optional else "the answer"
    return ", ".join(row.interview.missing(question)) or NOTHING


# --- why a band is what it is -----------------------------------------------------------------------


def lowest(edition: Edition, one: Score) -> str:
    """The lowest grade that counts for a score, and the questions that have it."""
    if one.worst is None:
        return "none given"
    return f"{edition.template.scale[one.worst.grade].label} ({', '.join(one.worst.questions)})"


def why(edition: Edition, row: Row, standard: Standard | None) -> str:
    """What stands at a cell of the heat map: how complete, the lowest grade, what limits the band."""
    one = score_of(row, standard)
    if one is None:
        return row.line.expected.reason
    parts = []
    if one.owed:
        parts.append(f"Complete: {percent(one.completeness)} of {plural(one.owed, 'question')}.")
    if one.worst:
        parts.append(f"Lowest grade: {lowest(edition, one)}.")
    if one.limited_by:
        parts.append(f"Critical, and lowest or owed: {', '.join(one.limited_by)}.")
    if one.without_evidence:
        parts.append(f"Top grades without evidence: {one.without_evidence}.")
    return "\n".join(parts)
