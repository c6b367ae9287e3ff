"""The sheet Notes (Limits for the public): what limited bands, why things do not apply, comments."""

from collections.abc import Iterator, Sequence

from audit.dates import read_day, said
from audit.responses.interview import State
from audit.scoring.partnership import Row
from audit.standards.question import Question
from audit.workbook.edition import Edition, score_of, titled
from audit.workbook.page import Block, Cell, NewPage, Page, Table, Text
from audit.workbook.questions import not_applicable

LIMITED = "What limited each band"
REASONS = "Why things do not apply"
COMMENTS = "Comments"
SAID = "What was said to questions that take no grade from a scale"
CUT = "Texts too long for their cell"
TOLD = ("Agency", "Question", "What was said")


def notes(edition: Edition, cut: Sequence[tuple[str, str]]) -> Page:
    """The sheet Notes; `cut` holds each text cut elsewhere with its sheet, in the order of the notes."""
    blocks: list[Block] = [
        Text(
            "Provisional: the response is not signed, or questions are still owed, so the band may change. "
            "Limited: a critical question at its lowest grade, or owed and unanswered, keeps a band from "
            f"being {edition.template.bands[0].name}; it is listed also where the score alone would not have "
            "reached it."
        ),
        Table(
            LIMITED,
            ("Agency", "Standard", "Critical questions"),
            tuple(_limits(edition)),
            split=True,
            empty="No critical question limits a band.",
        ),
    ]
    if cut:
        rows = tuple((f"Note {number}", sheet, whole) for number, (sheet, whole) in enumerate(cut, 1))
        blocks.append(Table(CUT, ("Note", "Sheet", "Whole text"), rows, split=True))
    # What has the same headings stands together at the end, so that they print on each of its pages.
    if edition.board:
        blocks.append(_counts(edition))
    else:
        found = (_reasons(edition), _said(edition), _comments(edition))
        for one in sorted(found, key=lambda table: bool(table.rows)):
            blocks += [NewPage(), one] if one.rows and one.title != REASONS else [one]
    # The public edition has a sheet Notes of its own, for shorthand and long texts.
    name = "Limits" if edition.public else "Notes"
    return Page(name, f"{edition.results.round.name}: {name.lower()}", tuple(blocks), widths=(44, 30, 80))


def _limits(edition: Edition) -> Iterator[tuple[Cell, ...]]:
    for row in edition.results.rows:
        for standard in edition.template.standards:
            one = score_of(row, standard)
            if one and one.limited_by:
                band = f"{one.band.name}: " if one.band else ""
                why = "; ".join(_why(row, edition.template.question(name)) for name in one.limited_by)
                draft = "" if edition.counts(row) else " (not counted)"
                yield edition.name(row) + draft, titled(standard), band + why


def _why(row: Row, question: Question) -> str:
    grade = row.interview.counts(question)
    if row.interview.state(question) is State.UNANSWERED:
        said = "not answered"
    else:
        said = grade.label if grade else "not applicable, without a reason"
    owed = {"action": "its action is owed", "evidence": "its evidence is owed"}
    lacking = [owed[part] for part in row.interview.missing(question) if part in owed]
    return ", ".join([f"{question.id} {said}", *lacking])


def _reasons(edition: Edition) -> Table:
    rows = tuple(_whys(edition))
    return Table(REASONS, TOLD, rows, split=True, empty="Nothing was marked as not applicable.")


def _whys(edition: Edition) -> Iterator[tuple[Cell, ...]]:
    for row in edition.rows:
        for question in edition.template.questions:
            if not_applicable(row.interview, question):
                answer = row.interview.answer(question)
                zero = "0 of 0: nothing to count" if answer.value == "0/0" else "none given"
                yield edition.name(row), question.id, answer.reason or zero


def _counts(edition: Edition) -> Table:
    found: dict[str, list[str]] = {}
    for name, question, _ in _whys(edition):
        found.setdefault(str(name), []).append(str(question))
    rows = tuple((name, len(ids), ", ".join(ids)) for name, ids in found.items())
    empty = "Nothing was marked as not applicable."
    return Table(REASONS, ("Agency", "Questions not applicable", "Which"), rows, split=True, empty=empty)


def _comments(edition: Edition) -> Table:
    rows = tuple(
        (edition.name(row), name, answer.comment)
        for row in edition.rows
        for name, answer in row.interview.answers.items()
        if answer.comment
    )
    return Table(COMMENTS, TOLD, rows, split=True, empty="No comment was left.")


def _said(edition: Edition) -> Table:
    asked = [question for question in edition.template.questions if question.kind != "grade"]
    rows = tuple(
        (edition.name(row), question.id, spoken(value))
        for question in asked
        for row in edition.rows
        if row.interview.arises(question)
        and (value := row.interview.answer(question).value) is not None
        and not row.interview.says_not_applicable(question)
    )
    return Table(SAID, TOLD, rows, split=True, empty="Nothing was said to any.")


def spoken(value: str | tuple[str, ...]) -> str:
    """An answer's value as it is read: dates in words, choices in a list, counts as `24 of 26`."""
    if isinstance(value, tuple):
        return "; ".join(value)
    count, slash, base = value.partition("/")
    if slash and count.isdigit() and base.isdigit():
        return f"{count} of {base}"
    if slash and read_day(count):
        return f"{said(count)} to {said(base) if base else 'now: not ended'}"
    return said(value)
