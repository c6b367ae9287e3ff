"""The first two sheets of a report on actions: what this is and how to read it, and where all stands."""

from collections.abc import Iterator

from audit.dates import in_words
from audit.workbook.action_edition import FILLS, ActionEdition, as_of, count
from audit.workbook.action_method import MEANINGS
from audit.workbook.edition import AUDIENCES
from audit.workbook.page import Block, Cell, Filled, Page, Table, Text

SHEETS = {
    "Cover": "What this is, for whom, and how to read it.",
    "Contents": "This list.",
    "Summary": "What is asked of the reader, the key messages as sentences, the counts.",
    "Actions": "Each action: its owner, colour, due date, last update, and what would show that it is done.",
    "By owner": "How many actions of each colour every owner has.",
    "Over time": "How many actions had each colour and state at the end of each month, and a chart.",
    "Evidence": "What was seen of actions, where it is held, and who accepted it.",
    "Asks": "When owners were asked, and what came of it.",
    "Themes": "What keeps recurring, theme by theme and source by source.",
    "Not understood": "What of the plans could not be understood, or is to be looked at, by row.",
    "Method": "The rule of the colours, the states, and what assured means.",
    "Notes": "Every update in full, and texts too long for their cell.",
}
BOARD_SHEETS = {
    "Actions": "The actions that are overdue, not assured or newly closed; others are counted.",
    "Evidence": "How many assurances rest on what.",
    "Asks": "How often owners were asked, and how often that met with silence.",
    "Notes": "Texts too long for their cell, and what stands in the subgroup's edition.",
}
LEFT_OUT = (
    "This edition lists the actions that are overdue, not assured or newly closed, and counts the others. "
    "It names no case. Updates, evidence and asks one by one stand in the subgroup's edition. The figures "
    "are the same."
)


def cover(edition: ActionEdition) -> Page:
    """The sheet Cover."""
    key = tuple((Filled(colour.capitalize(), FILLS[colour]), MEANINGS[colour]) for colour in FILLS)
    blocks: list[Block] = [
        Table("", ("About this workbook", "What it is"), tuple(_facts(edition))),
        Text("How to read it", "heading"),
        *map(Text, _how(edition)),
        Table("What the colours mean", ("Colour", "Meaning"), key),
    ]
    return Page("Cover", edition.typed(edition.name), tuple(blocks), widths=(36, 100))


def _facts(edition: ActionEdition) -> Iterator[tuple[Cell, ...]]:
    facts = [
        ("Partnership", edition.partnership),
        ("Actions", count(len(edition.found), "action")),
        *((f"Plan {one.name}", _plan(one.title, one.source, one.overseer)) for one in edition.plans),
        ("Date of this report", as_of(edition)),
        ("Newly closed", f"Assured or closed since {in_words(edition.since)}"),
        ("Edition", f"{edition.audience.capitalize()} edition, for {AUDIENCES[edition.audience]}"),
        ("Left out", LEFT_OUT if edition.board else ""),
        ("Marking", edition.marking),
    ]
    yield from ((edition.typed(name), edition.typed(fact)) for name, fact in facts if fact)


def _plan(title: str, source: str, overseer: str) -> str:
    parts = [title, f"follows {source}" if source else "", f"overseen by {overseer}" if overseer else ""]
    return "; ".join(part for part in parts if part) or "no title"


def _how(edition: ActionEdition) -> Iterator[str]:
    yield (
        "Reported complete and assured are two things. An owner reports an action complete; it is assured "
        "when somebody has seen that it is done, and the sheet Evidence says what was seen and where it is "
        "held. What an assurance rests on is counted apart: being told is the weakest."
    )
    yield (
        "A colour follows from how an action stands, its dates and the day, by the rule on the sheet Method, "
        "and is always printed as a word. Beside it stands the word that the plan or the owner used."
    )
    if edition.chosen:
        yield "Only the plans named above stand in it; there may be others in the workspace."
