"""The first two sheets of a report on cases: what this is and how to read it, where everything stands."""

from collections.abc import Iterator

from audit.cases.results import how_many
from audit.dates import in_words
from audit.workbook.case_edition import CaseEdition, loud
from audit.workbook.edition import AUDIENCES
from audit.workbook.page import QUIET, Block, Cell, Filled, Page, Table, Text

SHEETS = {
    "Cover": "What this is, for whom, and how to read it.",
    "Contents": "This list.",
    "Summary": "Immediate concerns, what is asked of the reader, the key messages as sentences.",
    "Heat map": "Themes and parts of the audit, in all and by agency: how many answers met the standard.",
    "Questions": "Each question: how many met it, of how many, the interval, and how that is made.",
    "Intervals": "Each figure as a sentence, and a chart of the shares with their intervals.",
    "Grades": "How many came to each grade, question by question.",
    "Cases": "What each came to on every question.",
    "Readings": "What the panel agreed, where two readers differ, and what was replaced or unusable.",
    "Agreement": "How far those who read the same see the same.",
    "Comparison": "What changed since an earlier round, and whether it could be chance.",
    "Over time": "Each question's share in every round, between the limits of chance.",
    "Actions": "Each issue identified, and the action that is planned or still missing.",
    "Good practice": "What was done well, in the words of those who read.",
    "Choices": "What is no grade, counted: for instance which records were missing.",
    "Method": "How cases were chosen, how figures and intervals are made, and the papers behind it.",
    "Notes": "Why things do not apply, and what was said in words.",
    "Left out": "What this edition does not hold, and why.",
}
DRAWN = "How many the register holds by stratum, and how many of them were chosen."
LEFT_OUT = (
    "This edition names no case: no reference, no id, no reader. Comments and the sheets by case stand in "
    "the subgroup's edition. The figures are the same."
)


def cover(edition: CaseEdition) -> Page:
    """The sheet Cover."""
    blocks: list[Block] = [
        *loud(edition),
        Table("", ("About this workbook", "What it is"), tuple(_facts(edition))),
        Text("How to read it", "heading"),
        *map(Text, _how(edition)),
        Table("What the words in the cells mean", ("Words", "Meaning"), tuple(_key(edition))),
    ]
    return Page("Cover", edition.template.title, tuple(blocks), widths=(36, 100))


def _facts(edition: CaseEdition) -> Iterator[tuple[Cell, ...]]:
    round_, results = edition.round, edition.results
    facts = [
        ("Partnership", edition.partnership),
        ("Round", round_.name),
        ("Period", round_.period),
        ("Date of this report", in_words(results.today)),
        (f"How {edition.plural} were chosen", results.basis.sentence),
        ("How many", how_many(results)),
        ("Edition", f"{edition.audience.capitalize()} edition, for {AUDIENCES[edition.audience]}"),
        ("Left out", LEFT_OUT if edition.board else "Ids of the register; cases stand under references."),
        ("Marking", edition.marking),
    ]
    yield from (fact for fact in facts if fact[1])


def _how(edition: CaseEdition) -> Iterator[str]:
    good = [repr(grade.label) for grade in edition.template.scale.steps if grade.good]
    yield (
        f"A {edition.template.subject} meets the standard on a question where its grade is "
        f"{' or '.join(good)}. Counts come first: so many of so many. Where cases were drawn at random an "
        "interval says between which numbers the whole register lies; it is about one question at a time. "
        "Where there is none, the sheet Questions says why."
    )
    yield (
        "Three things are never mixed up: not applicable, not answered (or not read) yet, and the lowest "
        "grade. Neither of the first two is in a count."
    )


def _key(edition: CaseEdition) -> Iterator[tuple[Cell, ...]]:
    for grade in edition.template.scale.steps:
        yield edition.grade(grade), grade.definition or ("Good" if grade.good else "Not good")
    yield Filled("Not applicable", QUIET), "It was said that the question does not apply; it is in no count."
    yield Filled("Not answered", QUIET), "It is asked, and has no answer yet; it is in no count."
    yield Filled("Not asked", QUIET), "It is not meant for this one, such as one outside a sub-sample."
