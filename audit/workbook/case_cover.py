"""The first two sheets of a report on cases: what this is and how to read it, where everything stands."""

from collections.abc import Iterator, Mapping

from audit.dates import in_words
from audit.summaries.audience import AUDIENCES
from audit.workbook.case_edition import CaseEdition, loud
from audit.workbook.page import QUIET, Block, Cell, Filled, Page, Table, Text

SHEETS = {
    "Cover": "What this is, for whom, and how to read it.",
    "Contents": "This list.",
    "Summary": "Immediate concerns, what is asked of the reader, the key messages as sentences.",
    "Heat map": "Themes and parts of the audit, in all and by agency: how many answers met the standard.",
    "Questions": "Each question: how many met it, of how many, the interval, and how that is made.",
    "Intervals": "Each figure as a sentence, and a chart of the shares with their intervals.",
    "Grades": "How many came to each grade, question by question.",
    "Readings": "What the panel agreed, where two readers differ, and what was replaced or unusable.",
    "Agreement": "How far those who read the same see the same.",
    "Comparison": "What changed since an earlier round, and whether it could be chance.",
    "Over time": "Each question's share in every round, between the limits of chance.",
    "Then and now": "Each question's share in two rounds, and a chart of them.",
    "Actions": "Each issue identified, and the action that is planned or still missing.",
    "Good practice": "What was done well, in the words of those who read.",
    "Choices": "What is no grade, counted: for instance which records were missing.",
    "Notes": "Why things do not apply, and what was said in words.",
    "Left out": "What this edition does not hold, and why.",
}
EACH = "What each came to on every question."
DRAWN = "How many the register holds by stratum, and how many of them were chosen."
LEFT_OUT = (
    "This edition names no {one}: no reference, no id, no reader. Comments and the sheets by {one} stand in "
    "the subgroup's edition. The figures are the same."
)
PUBLISHED = "This edition holds figures alone; the sheet Left out says what it does not hold, and why."
OPEN_SHEETS: Mapping[str, str] = {
    "Actions": "How many issues were identified on each question, and how many actions are planned.",
    "Summary": "The key messages as sentences.",
    "Heat map": "Themes and parts of the audit: how many answers met the standard.",
}


def sheets(edition: CaseEdition) -> dict[str, str]:
    """What Contents says of the sheets of an edition."""
    came = "came" if edition.came else "were chosen"
    own = {edition.each: EACH, "Method": f"How {edition.plural} {came}, how figures are made, the papers."}
    return SHEETS | own | (dict(OPEN_SHEETS) if edition.public else {})


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
        ("How they came" if edition.came else f"How {edition.plural} were chosen", edition.design),
        ("How many", edition.how_many),
        ("Edition", f"{edition.audience.capitalize()} edition, for {AUDIENCES[edition.audience]}"),
        ("Left out", _left_out(edition)),
        ("Marking", edition.marking),
    ]
    yield from (fact for fact in facts if fact[1])


def _left_out(edition: CaseEdition) -> str:
    if edition.public:
        return PUBLISHED
    if edition.board:
        return LEFT_OUT.format(one=edition.template.subject)
    return f"Ids of the register; {edition.plural} stand under references."


def _how(edition: CaseEdition) -> Iterator[str]:
    good = [repr(grade.label) for grade in edition.template.scale.steps if grade.good]
    yield (
        f"A {edition.template.subject} meets the standard on a question where its grade is "
        f"{' or '.join(good)}. Counts come first: so many of so many. {_sure(edition)}"
    )
    yield (
        f"Three things are never mixed up: not applicable, {_unanswered(edition)} yet, and the lowest "
        "grade. Neither of the first two is in a count."
    )


def _sure(edition: CaseEdition) -> str:
    if edition.came:
        return (
            f"Nobody was drawn at random, so counts are of these {edition.plural} alone, without intervals."
        )
    return (
        f"Where {edition.plural} were drawn at random an interval says between which numbers the whole "
        "register lies; it is about one question at a time. Where there is none, the sheet Questions says "
        "why."
    )


def _unanswered(edition: CaseEdition) -> str:
    return "not answered" if edition.by_people else "not answered (or not read)"


def _key(edition: CaseEdition) -> Iterator[tuple[Cell, ...]]:
    for grade in edition.template.scale.steps:
        yield edition.grade(grade), grade.definition or ("Good" if grade.good else "Not good")
    yield Filled("Not applicable", QUIET), "It was said that the question does not apply; it is in no count."
    yield Filled("Not answered", QUIET), "It is asked, and has no answer yet; it is in no count."
    yield Filled("Not asked", QUIET), "It is not meant for this one, such as one outside a sub-sample."
