"""The sheets Good practice and Choices: what was told, and what is counted without a grade."""

from collections.abc import Iterator
from statistics import median

from audit.cases.results import Told
from audit.disclosure.counts import HIDDEN, small
from audit.standards.question import Question
from audit.wording import some
from audit.workbook.case_disclosed import choice_cells, stands_again
from audit.workbook.case_drawn import RULE
from audit.workbook.case_edition import CaseEdition
from audit.workbook.page import NOTHING, Block, Cell, Page, Table, Text

FIGURES = ("number", "share")
BEFORE = "as published before, not as counted now, lest the difference tell of 1 to 5 children."


def asks_for_practice(edition: CaseEdition) -> bool:
    """Whether the template asks for good practice; for a board whether any was told, for the public never."""
    if edition.board:
        return not edition.public and bool(edition.results.good_practice)
    return any(question.good_practice for question in edition.template.questions)


def asks_for_counts(edition: CaseEdition) -> bool:
    """Whether the template asks for anything that is counted without a grade."""
    return bool(edition.results.counts) or any(_counted(question) for question in edition.template.questions)


def _counted(question: Question) -> bool:
    return question.kind in FIGURES and not question.graded


def good_practice(edition: CaseEdition) -> Page:
    """The sheet Good practice; a board's says neither of which case nor who read it."""
    about = () if edition.board else (edition.template.subject.capitalize(),)
    heads = (*about, "Agency", "What was done well")
    rows = tuple(_told(edition, one) for one in edition.results.good_practice)
    blocks: list[Block] = [
        Text(
            "In the words of those who read. Read them before this goes further: people write names and "
            "circumstances by which a child can be known.",
            "warning",
        ),
        Table("", heads, rows, split=True, empty="No good practice was told."),
    ]
    widths = (30.0, 110.0) if edition.board else (14.0, 30.0, 100.0)
    return Page("Good practice", f"{edition.round.name}: good practice", tuple(blocks), widths=widths)


def _told(edition: CaseEdition, one: Told) -> tuple[Cell, ...]:
    row = (edition.name(one.agency), edition.typed(one.text))
    return row if edition.board else (one.ref, *row)


def choices(edition: CaseEdition) -> Page:
    """The sheet Choices: how often each was taken, and the span of numbers."""
    texts = edition.template.by_id
    cells = choice_cells(edition)
    counted = tuple((texts[name].text, word, cell) for (name, word), cell in cells.items())
    figures = tuple(_figures(edition))
    blocks: list[Block] = [
        Text("From first readings. Where several may be chosen, the counts add up to more than the readings.")
    ]
    if edition.board:
        blocks.append(Text(RULE))
    if again := stands_again(edition):
        blocks.append(Text(f"{some(again)}: {BEFORE}"))
    if figures:
        blocks.append(Table("Numbers", ("What is asked", "What was said", "Answers"), figures))
    empty = "No question of this round is answered by a choice."
    blocks.append(Table("Choices", ("What is asked", "Choice", "How often"), counted, empty=empty))
    return Page("Choices", f"{edition.round.name}: choices", tuple(blocks), widths=(84, 46, 12))


def _figures(edition: CaseEdition) -> Iterator[tuple[Cell, ...]]:
    for question in edition.template.questions:
        if _counted(question):
            values = _values(edition, question)
            if edition.board and small(len(values)):
                yield question.text, HIDDEN, HIDDEN
            else:
                yield question.text, _gist(question, values, ends=not edition.board), len(values)


def _values(edition: CaseEdition, question: Question) -> list[str]:
    usable = {one.ref for one in edition.results.usable}
    begun = (
        one
        for (ref, _, reading), one in edition.results.values.interviews.items()
        if reading == 1 and ref in usable and one.arises(question) and not one.says_not_applicable(question)
    )
    return [value for one in begun if isinstance(value := one.answer(question).value, str)]


def _gist(question: Question, values: list[str], *, ends: bool) -> str:
    if not values:
        return NOTHING
    if question.kind == "share":
        pairs = [value.split("/") for value in values]
        return f"{sum(int(count) for count, _ in pairs):,} of {sum(int(base) for _, base in pairs):,} in all"
    numbers = sorted(float(value) for value in values)
    if not ends:  # the least and the most are those of one child each
        return f"in the middle {median(numbers):g}"
    return f"from {numbers[0]:g} to {numbers[-1]:g}, in the middle {median(numbers):g}"
