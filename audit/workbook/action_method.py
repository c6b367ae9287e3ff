"""The sheet Method of a report on actions: the rule of the colours, the states, what assured means."""

from audit.actions.action import INTERVAL
from audit.actions.rag import RULE
from audit.actions.words import Basis, Colour, State
from audit.workbook.action_edition import BY_WORD, ActionEdition
from audit.workbook.page import Block, Filled, NewPage, Page, Table, Text

MEANINGS = {Colour(word.casefold()): f"{when[0].upper()}{when[1:]}." for word, when in RULE}
STATES = {
    State.NOT_STARTED: "Nothing was said of it yet, or that it has not begun.",
    State.ON_TRACK: "Its owner expects it in time.",
    State.DELAYED: "Its owner expects it later than it is due.",
    State.NOT_ON_TRACK: "It will not be done as planned, or was not achieved.",
    State.REPORTED_COMPLETE: "Its owner says that it is done; nobody has seen it yet.",
    State.ASSURED: "Somebody has accepted that it is done; on what, and where that is held, is kept.",
    State.NO_RESPONSE: "Its owner was asked and has said nothing.",
    State.NO_FURTHER_RECEIVED: "Something was reported once, and no further assurance came of it.",
    State.NO_FURTHER_REQUIRED: "It was decided that nothing more needs to be shown.",
    State.CLOSED_WITHOUT: "It was closed though nobody has seen that it is done; the reason is kept.",
    State.SUPERSEDED: "Something else has taken its place.",
}
BASES = {
    Basis.TOLD: "Somebody said so; nothing was seen.",
    Basis.DOCUMENT: "A document shows it, and it is held.",
    Basis.DATA: "Figures show it.",
    Basis.INSPECTION: "An inspection found it.",
    Basis.AUDIT: "An audit of cases, or somebody's own observation, found it.",
}

COUNTING = """\
Counts by basis take the strongest that an assured action has. Sustained: a later check, by more than being \
told, found it still done. An assurance ends where the action is opened again.
One item is the lowest level that a plan has: a milestone, else an action, else a recommendation.
Overdue: past its due date, not reported complete and not ended. A phrase instead of a date, such as \
“Bi-monthly”, is kept as it was written and is never overdue; it needs a review date.
Silence: an owner was asked, the days to answer that the sheet Asks names are over, and nothing was written \
down since that the owner said or somebody saw. An answer that comes late ends it.
Over time: each day is counted by what had been written down by its end, with the due dates of then. What a \
plan tells of the time before it came is not counted backwards.
Newly closed: assured or closed by what was written down since the day on the cover. What had ended when it \
first came is not new.
"""


def method(edition: ActionEdition) -> Page:
    """The sheet Method."""
    rule = tuple((Filled(word, BY_WORD[word]), MEANINGS[Colour(word.casefold())]) for word, _ in RULE)
    states = tuple((str(state).capitalize(), meaning) for state, meaning in STATES.items())
    bases = tuple((str(basis).capitalize(), BASES[basis]) for basis in reversed(Basis))
    blocks: tuple[Block, ...] = (
        Text(
            "The colour of an action follows from how it stands, its dates, its interval and the day alone. "
            f"The first line that fits counts. The interval is that of its plan, {INTERVAL} days where "
            "nothing else was said."
        ),
        Table("The rule of the colours", ("Colour", "When"), rule),
        Table("How an action can stand", ("State", "What it means"), states),
        NewPage(),
        Table("What an assurance rests on, the strongest first", ("Basis", "What it means"), bases),
        Text("How it is counted", "heading"),
        *map(Text, COUNTING.splitlines()),
    )
    return Page("Method", edition.title("method"), blocks, widths=(32, 110), tall=2)
