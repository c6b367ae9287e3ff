"""The sheet Actions of a report on cases: each issue identified, and what is done about it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audit.dates import said
from audit.responses.response import Answer, PlannedAction
from audit.standards.question import Question
from audit.standards.scale import Grade
from audit.workbook.case_edition import CaseEdition, in_order, loud, titled
from audit.workbook.page import NOTHING, Cell, Page, Table, Text

MISSING = "No action is planned yet."


@dataclass(frozen=True, slots=True)
class Issue:
    """A grade of a first reading that has an action, or that demands one."""

    question: Question
    ref: str
    agency: str
    grade: Grade
    action: PlannedAction | None


def low_grades(edition: CaseEdition) -> Iterator[Issue]:
    """The issues of usable subjects, in the order of asking and then of references."""
    values = edition.results.values
    usable = {one.ref for one in edition.results.usable}
    firsts = [key for key in sorted(values.interviews) if key[2] == 1 and key[0] in usable]
    for question in edition.results.graded:
        for key in firsts:
            begun = values.interviews[key]
            grade = begun.grade(question) if begun.arises(question) else None
            if grade is None or grade.points is None:
                continue
            action = _planned(begun.answer(question))
            if action or begun.demands_action(question, grade):
                yield Issue(question, key[0], key[1], grade, action)


def _planned(answer: Answer) -> PlannedAction | None:
    return answer.action if answer.action and answer.action.what else None


def asks_for_actions(edition: CaseEdition) -> bool:
    """Whether a grade demands an action, or has one all the same."""
    return bool(edition.template.action_grades) or any(low_grades(edition))


def actions(edition: CaseEdition) -> Page:
    """The sheet Actions; for the public counts alone."""
    issues = list(low_grades(edition))
    if edition.public:
        return _figures(edition, issues)
    heads = ("Issue identified", "Action taken", "Grade", "Agency", "By when", *_about(edition))
    rows = dict.fromkeys(_open_row(edition, one) for one in issues)
    table = Table(
        "",
        heads,
        tuple(rows) if edition.board else tuple(_row(edition, one) for one in issues),
        filtered=not edition.board,
        empty="No grade has an action, and none demands one.",
    )
    title = f"{edition.round.name}: issues and actions"
    frozen = None if edition.board else 1
    widths = (56.0, 60.0, 14.0, 24.0, 17.0) if edition.board else (46.0, 46.0, 14.0, 20.0, 17.0, 18.0, 9.0)
    return Page(
        "Actions", title, (*loud(edition), Text(_intro(edition)), table), frozen=frozen, widths=widths
    )


def _figures(edition: CaseEdition, issues: Sequence[Issue]) -> Page:
    """How many issues there are on each question, and for how many an action is planned."""
    found = Counter(one.question.id for one in issues)
    planned = Counter(one.question.id for one in issues if one.action)
    rows = tuple(
        (question.id, question.text, found[question.id], planned[question.id])
        for question in edition.results.graded
        if found[question.id]
    )
    heads = ("Question", "What is asked", "Issues identified", "Actions planned")
    empty = "No grade has an action, and none demands one."
    said = Text("Grades of first readings that have an action, or that demand one.")
    table = Table("Issues and planned actions", heads, rows, empty=empty)
    table, widths = in_order(edition, table, (14.0, 80.0, 14.0, 14.0))
    title = f"{edition.round.name}: issues and actions"
    return Page("Actions", title, (said, table), widths=widths)


def _about(edition: CaseEdition) -> tuple[str, ...]:
    """Who acts and about which case; a board hears of neither, nor of how many cases of an agency."""
    return () if edition.board else ("Who", edition.template.subject.capitalize())


def _intro(edition: CaseEdition) -> str:
    return (
        "Grades of first readings that have an action, or that demand one, as those who read wrote it. "
        + (
            "The same words stand once. Read them before this goes further: people write names. "
            if edition.board
            else ""
        )
        + "A panel may have graded otherwise since."
    )


def _row(edition: CaseEdition, one: Issue) -> tuple[Cell, ...]:
    return (*_open_row(edition, one), _text(edition, one.action.who if one.action else ""), one.ref)


def _open_row(edition: CaseEdition, one: Issue) -> tuple[Cell, ...]:
    what = edition.typed(one.action.what) if one.action else MISSING
    when = _text(edition, said(one.action.when) if one.action else "")
    return titled(one.question), what, edition.grade(one.grade), edition.name(one.agency), when


def _text(edition: CaseEdition, text: str) -> str:
    return edition.typed(text) or NOTHING
