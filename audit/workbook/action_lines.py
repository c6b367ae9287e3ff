"""Actions as a line of counts, the same in each table, and the sheet Actions of the public edition."""

from collections import Counter
from collections.abc import Iterable, Sequence

from audit.actions.followed import Followed
from audit.actions.history import newly_ended
from audit.actions.words import CLOSED, LOUDEST, Colour, State
from audit.dates import in_words
from audit.workbook.action_edition import ActionEdition
from audit.workbook.page import Cell, Page, Table, Text
from audit.workbook.palette import GREY, NAVY, ORANGE, PLUM, TEAL

# What is drawn is told apart without red and green; every heading and number says the word too.
DRAWN = {
    Colour.RED: PLUM,
    Colour.AMBER: ORANGE,
    Colour.GREEN: TEAL,
    Colour.BLUE: NAVY,
    Colour.GREY: GREY,
}
Line = tuple[Cell, ...]
Rows = tuple[Line, ...]
HEADS = tuple(colour.capitalize() for colour in LOUDEST)
COUNTED = (*HEADS, "All", "Overdue", "Reported complete, not assured")
WIDTHS = (*[9.0] * 6, 10.0, 20.0)  # of those columns
BARS = 10_000  # lines of a table beyond which bars in its cells only make the file larger


def line(edition: ActionEdition, found: Iterable[Followed]) -> tuple[int, ...]:
    """How many of some actions are under each heading of COUNTED; one that is met twice counts once."""
    rags = edition.figures.rags
    ids = {one.id for one in found}
    colours = Counter(rags[name].colour for name in ids)
    counts = (len(ids), len(ids & edition.late), len(ids & edition.complete))
    return (*(colours[colour] for colour in LOUDEST), *counts)


def barred(rows: Sequence[Sequence[Cell]], first: int) -> tuple[tuple[int, ...], int]:
    """The columns for data bars in lines of COUNTED that begin at a column, and what the longest counts."""
    all_ = first + len(HEADS)
    top = max((cell for row in rows if isinstance(cell := row[all_], int)), default=0)
    return ((all_, all_ + 1, all_ + 2), top) if len(rows) <= BARS else ((), 0)


def counted(edition: ActionEdition) -> Page:
    """The sheet Actions where none is told one by one: how many stand how, and how many ended of late."""
    rags = edition.figures.rags
    by_state: dict[State, Counter[Colour]] = {state: Counter() for state in State}
    for one in edition.found:
        by_state[one.state][rags[one.id].colour] += 1
    rows: Rows = tuple(
        (str(state).capitalize(), *(colours[colour] for colour in LOUDEST), colours.total())
        for state, colours in by_state.items()
        if colours
    )
    tally = edition.figures.tally.colours
    foot: Line = ("All actions", *(tally[colour] for colour in LOUDEST), len(edition.found)) if rows else ()
    blocks = (
        Text(
            "Actions are counted here, and none is told in words. The sheet Method says what a state means."
        ),
        Table(
            "Actions by state and colour",
            ("State", *HEADS, "All"),
            rows,
            foot,
            empty="No action is kept yet.",
        ),
        _ended(edition),
    )
    return Page("Actions", edition.title("how they stand"), blocks, widths=(40, *[11.0] * 6))


def _ended(edition: ActionEdition) -> Table:
    """How many ended in each way since the day on the cover."""
    day = in_words(edition.since)
    ways = Counter(one.state for one, _ in newly_ended(edition.found, edition.since, edition.today))
    states = [state for state in State if state == State.ASSURED or state in CLOSED]
    rows: Rows = tuple((str(state).capitalize(), ways[state]) for state in states)
    title = f"Actions that ended since {day}"
    empty = f"None was assured or closed since {day}."
    return Table(title, ("How it ended", "Actions"), rows if ways else (), empty=empty)
