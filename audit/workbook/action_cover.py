"""The first two sheets of a report on actions: what this is and how to read it, and where all stands."""

from collections.abc import Iterator

from audit.actions.action import Plan
from audit.dates import in_words
from audit.summaries.audience import AUDIENCES
from audit.wording import plural
from audit.workbook.action_edition import FILLS, ActionEdition, as_of
from audit.workbook.action_method import MEANINGS
from audit.workbook.page import Block, Cell, Filled, Page, Table, Text

SHEETS = {
    "Cover": "What this is, for whom, and how to read it.",
    "Contents": "This list.",
    "Summary": "What is asked of the reader, the key messages as sentences, the counts.",
    "Actions": "Each action: its owner, colour, due date, last update, and what would show that it is done.",
    "How late": "Open actions by when they are due, and by when they were last heard of, with charts.",
    "By owner": "Who owns most open actions, and how many actions of each colour every owner has.",
    "By plan": "How many actions of each colour every plan has, and those that came from rounds' answers.",
    "Over time": "How many actions had each colour and state at the end of each month, with charts.",
    "Evidence": "What was seen of actions, where it is held, and who accepted it.",
    "Asks": "When owners were asked, and what came of it.",
    "Themes": "What keeps recurring, theme by theme and source by source.",
    "Not understood": "What of the plans could not be understood, or is to be looked at, by row.",
    "Method": "The rule of the colours, the states, and what assured means.",
    "Notes": "Every update in full, and texts too long for their cell.",
}
BOARD_SHEETS = {
    "Actions": "The actions that are overdue, the longest first.",
    "Not assured": "Those reported complete, not on track, or of which nothing more is heard.",
    "Newly closed": "The actions that were assured or closed of late, and on what.",
    "Evidence": "How many assurances rest on what.",
    "Asks": "How often owners were asked, and how often that met with silence.",
    "Notes": "Texts too long for their cell, and what stands in the subgroup's edition.",
}
PUBLIC_SHEETS = {
    "Actions": "How many actions stand in each state and colour, and how many ended of late.",
    "By owner": "How many actions of each colour every agency has; owners that are no agencies are one line.",
    "Notes": "What shorthand means, and what is only counted.",
}
LEFT_OUT = {
    "board": (
        "This edition lists the actions that are overdue, not assured or newly closed, and counts the "
        "others. It names no case. Updates, evidence and asks one by one stand in the subgroup's edition. "
        "The figures are the same."
    ),
    "public": (
        "This edition counts actions. What they say, their updates, their evidence and what was asked of "
        "whom are left out, and so are the names of owners that are no agencies of the partnership."
    ),
}


def said_of(edition: ActionEdition) -> dict[str, str]:
    """What Contents says of each sheet."""
    more = BOARD_SHEETS if edition.board else {}
    return SHEETS | more | (PUBLIC_SHEETS if edition.public else {})


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
        ("Actions", plural(len(edition.found), "action")),
        *((f"Plan {one.name}", _plan(edition, one)) for one in edition.plans),
        ("Date of this report", as_of(edition)),
        ("Newly closed", f"Assured or closed since {in_words(edition.since)}"),
        ("Edition", f"{edition.audience.capitalize()} edition, for {AUDIENCES[edition.audience]}"),
        ("Left out", LEFT_OUT.get(edition.audience, "")),
        ("Marking", edition.marking),
    ]
    yield from ((edition.typed(name), edition.typed(fact)) for name, fact in facts if fact)


def _plan(edition: ActionEdition, plan: Plan) -> str:
    """What a plan is; who oversees it may be a person, so the public does not read it."""
    overseer = "" if edition.public else plan.overseer
    parts = [
        plan.title,
        f"follows {plan.source}" if plan.source else "",
        f"overseen by {overseer}" if overseer else "",
    ]
    return "; ".join(part for part in parts if part) or "no title"


def _how(edition: ActionEdition) -> Iterator[str]:
    seen = (
        "; the sheet Evidence counts what that rests on"
        if edition.board
        else (", and the sheet Evidence says what was seen and where it is held")
    )
    yield (
        "Reported complete and assured are two things. An owner reports an action complete; it is assured "
        f"when somebody has seen that it is done{seen}. Being told is the weakest."
    )
    beside = "" if edition.public else " Beside it stands the word that the plan or the owner used."
    yield (
        "A colour follows from how an action stands, its dates and the day, by the rule on the sheet Method, "
        f"and is always printed as a word.{beside}"
    )
    if edition.chosen:
        yield "Only the plans named above stand in it; there may be others in the workspace."
