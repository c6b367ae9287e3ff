"""The sheet Actions as it is published: how many actions agencies plan, and not a word of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audit.scoring.partnership import Row
from audit.standards.question import Question
from audit.workbook.edition import Edition, titled
from audit.workbook.page import Block, Cell, Page, Table, Text

BY_STANDARD = "Actions by standard"
BY_AGENCY = "Actions by agency"
HEADINGS = ("Planned", "On critical questions or lowest grades", "No owner", "No date", "Low grades without")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question put to an agency."""

    row: Row
    question: Question


def counted_actions(edition: Edition) -> Page:
    """The sheet Actions in figures alone."""
    asked = {row.agency.code: _put_to(row) for row in edition.rows}
    none = "No response is signed yet."
    blocks: list[Block] = [
        Text(
            f"From {edition.counted}: how many actions are planned about low grades. Low grades without are "
            "those that call for an action and have none."
        ),
        Table(
            BY_STANDARD,
            ("Standard", *HEADINGS),
            tuple(_standards(edition, [one for found in asked.values() for one in found])),
            empty=none,
        ),
        Table(
            BY_AGENCY,
            ("Agency", *HEADINGS),
            tuple((edition.name(row), *counts(asked[row.agency.code])) for row in edition.rows),
            empty=none,
        ),
    ]
    return Page("Actions", f"{edition.results.round.name}: actions", tuple(blocks))


def _put_to(row: Row) -> list[Asked]:
    return [Asked(row, q) for q in row.interview.template.questions if row.interview.arises(q)]


def _standards(edition: Edition, asked: Sequence[Asked]) -> Iterator[tuple[Cell, ...]]:
    for section in edition.template.sections:
        ids = {question.id for question in section.questions}
        found = [one for one in asked if one.question.id in ids]
        if found and (section.id or any(counts(found))):
            yield (titled(section) if section.id else "Other", *counts(found))


def counts(asked: Sequence[Asked]) -> tuple[int, ...]:
    """What stands under the headings, over some questions put to agencies."""
    having = [one for one in asked if one.row.interview.answer(one.question).action]
    actions = [one.row.interview.answer(one.question).action for one in having]
    return (
        len(having),
        sum(pressing(one.row, one.question) for one in having),
        sum(not action.who for action in actions if action),
        sum(not action.when for action in actions if action),
        sum("action" in one.row.interview.missing(one.question) for one in asked),
    )


def pressing(row: Row, question: Question) -> bool:
    """Whether an action is about a critical question or a lowest grade: what a board looks at first."""
    return question.critical or row.interview.counts(question) == row.interview.template.scale.worst
