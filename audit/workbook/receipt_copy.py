"""The sheet Your answers of a receipt: all that an agency said, in its own words."""

from collections.abc import Iterator

from audit.dates import said
from audit.responses.interview import Interview, State
from audit.responses.response import Answer, PlannedAction
from audit.responses.words import value_words
from audit.scoring.partnership import Row
from audit.standards.catalogue import Standard
from audit.standards.question import Question
from audit.wording import plural
from audit.workbook.page import NOTHING, QUIET, Cell, Filled, Page, Table, Text

HEADINGS = ("Question", "What was asked", "Answer", "Comment", "Evidence", "If not applicable, why", "Action")
WIDTHS = (11.0, 38.0, 16.0, 32.0, 32.0, 20.0, 28.0)
PANEL, PANEL_WIDTH = "The panel's grade", 16.0


def copy(row: Row) -> Page:
    """The sheet Your answers; a column for the panel's grades stands there only where there are any."""
    asked = row.interview
    panel = bool(asked.moderated)
    sections = asked.template.sections
    rows = tuple(line for section in sections for line in _section(asked, section, panel=panel))
    heads = (*HEADINGS, PANEL) if panel else HEADINGS
    table = Table("", heads, rows, filtered=True, empty="Nothing is asked of your agency.")
    widths = (*WIDTHS, PANEL_WIDTH) if panel else WIDTHS
    title = f"{row.agency.name}: your answers"
    return Page("Your answers", title, (Text(_intro(asked)), table), frozen=1, widths=widths)


def _intro(asked: Interview) -> str:
    out = sum(asked.state(question) is State.NOT_ASKED for question in asked.template.questions)
    left = f" Left out: {plural(out, 'question')} not meant for an agency of your kind." if out else ""
    return f"All that is kept of what you said.{left}"


def _section(asked: Interview, section: Standard, *, panel: bool) -> Iterator[tuple[Cell, ...]]:
    whole = asked.answers.get(section.id, Answer())
    nothing = (NOTHING,) if panel else ()
    if section.id and whole != Answer():
        yield (section.id, f"{section.title}: the standard as a whole", NOTHING, *_words(whole), *nothing)
    for question in section.questions:
        if asked.state(question) is not State.NOT_ASKED:
            said_of = (_panel(asked, question),) if panel else ()
            yield (*_question(asked, question), *said_of)


def _question(asked: Interview, question: Question) -> tuple[Cell, ...]:
    answer = asked.answer(question)
    return (question.id, question.text, _value(asked, question), *_words(answer))


def _value(asked: Interview, question: Question) -> Cell:
    """The answer in words, on its grade's colour; and what is the matter where it is not whole."""
    words, state = value_words(asked, question), asked.state(question)
    if state is State.DOES_NOT_ARISE:
        return "does not arise" if asked.answer(question).value is None else f"{words}; does not arise now"
    if (brought := asked.to_confirm(question)) and brought.same:
        return Filled("not answered: the last answer is to be confirmed", QUIET)
    if missing := asked.missing(question):
        words = f"{words}; owed: {', '.join(missing)}"
    elif question.optional and asked.answer(question).value is None:
        words = "left out"
    confirmed = asked.answer(question).confirmed
    words += f" (confirmed from {confirmed})" if confirmed else ""
    grade = asked.grade(question)
    if grade is None and state is not State.UNANSWERED:
        return words
    return Filled(words, (grade.colour if grade else "") or QUIET)


def _words(answer: Answer) -> tuple[str, ...]:
    """Comment, evidence, reason and action; a dash for each that was not given."""
    evidence = "\n".join(f"{piece.what}{_behind(piece.where, piece.date)}" for piece in answer.evidence)
    parts = (answer.comment, evidence, answer.reason, _action(answer.action))
    return tuple(part or NOTHING for part in parts)


def _action(action: PlannedAction | None) -> str:
    return f"{action.what}{_behind(action.who, action.when)}" if action else ""


def _behind(*parts: str) -> str:
    given = ", ".join(said(part) for part in parts if part)
    return f" ({given})" if given else ""


def _panel(asked: Interview, question: Question) -> Cell:
    code = asked.moderated.get(question.id)
    if not code:
        return NOTHING
    grade = asked.template.scale[code]
    return Filled(grade.label, grade.colour or QUIET)
