"""The sheets By owner and Over time: counts by colour and state, and a chart that says the finding."""

from collections import Counter
from collections.abc import Iterator, Sequence

from audit.actions.followed import Followed
from audit.actions.history import Tally
from audit.actions.words import LOUDEST, Colour, State
from audit.chasing.letters import listed
from audit.dates import MONTHS, in_words
from audit.workbook.action_edition import ActionEdition
from audit.workbook.charts import GREY, NAVY, ORANGE, PLUM, TEAL
from audit.workbook.page import Block, Cell, Chart, NewPage, Page, Table, Text

# The bars are told apart without red and green; every heading and number says the word too.
DRAWN = {
    Colour.RED: PLUM,
    Colour.AMBER: ORANGE,
    Colour.GREEN: TEAL,
    Colour.BLUE: NAVY,
    Colour.GREY: GREY,
}
COLOURS = "Actions by colour over time"
STATES = "Actions by state over time"
Rows = tuple[tuple[Cell, ...], ...]
SHORT = 8  # days of which table and chart stand on one page
HEADS = tuple(colour.capitalize() for colour in LOUDEST)


def by_owner(edition: ActionEdition) -> Page:
    """The sheet By owner."""
    figures = edition.figures
    rows: Rows = tuple(
        (edition.typed(line.owner), *_line(edition, line.found), line.of(figures.silences))
        for line in figures.owners
    )
    all_ = (*_line(edition, figures.found), len(figures.silences))
    foot: tuple[Cell, ...] = ("All actions, each once", *all_) if rows else ()
    blocks = (
        Text("An action of two owners counts for each of them, so the lines add up to more than the last."),
        Table(
            "",
            ("Owner", *HEADS, "All", "Overdue", "Reported complete, not assured", "Silences"),
            rows,
            foot=foot,
            empty="No action is kept yet.",
        ),
    )
    return Page("By owner", edition.title("by owner"), blocks, widths=(50, *[9.0] * 6, 10, 20, 18))


def _line(edition: ActionEdition, found: Sequence[Followed]) -> tuple[int, ...]:
    figures = edition.figures
    ids = {one.id for one in found}
    colours = Counter(figures.rags[name].colour for name in ids)
    complete = figures.having(State.REPORTED_COMPLETE)
    return (
        *(colours[colour] for colour in LOUDEST),
        len(ids),
        sum(one.id in ids for one in figures.overdue),
        sum(one.id in ids for one in complete),
    )


def over_time(edition: ActionEdition) -> Page:
    """The sheet Over time, the chart beside its table."""
    told = edition.trend
    blocks: list[Block] = [*map(Text, _intro(edition, told))]
    colours: Rows = tuple((_day(one, edition), *one.colours.values(), one.known) for one in told)
    blocks.append(Table(COLOURS, ("At the end of", *HEADS, "All"), colours, empty="No action is kept yet."))
    if told:
        series = tuple((colour.capitalize(), DRAWN[colour]) for colour in LOUDEST)
        alt = (
            "A bar for each day counts the actions by colour: red, amber, green, blue and grey from left to "
            "right; the table has the numbers."
        )
        chart = Chart(finding(edition), COLOURS, "At the end of", series, alt)
        # A chart of many days needs a page of its own to be read.
        blocks += [NewPage()] if len(told) > SHORT else []
        blocks += [chart, NewPage(), _states(edition, told)]
    widths = (26, *[11.5] * len(State))
    return Page("Over time", edition.title("over time"), tuple(blocks), widths=widths, tall=3)


def _intro(edition: ActionEdition, told: Sequence[Tally]) -> Iterator[str]:
    yield (
        "Each line counts what had been written down by the end of that day, coloured as on that day by the "
        "rule on the sheet Method. What a plan tells of the time before it came is not counted backwards."
    )
    if len(told) == 1:
        yield "Nothing was kept at the end of an earlier month, so there is one line."
    later = any(entry.at[:10] > edition.today.isoformat() for one in edition.found for entry in one.entries)
    if later:
        yield (
            f"What was written down after {in_words(edition.today)} counts in the last line, as it does on "
            "every other sheet."
        )


def _day(one: Tally, edition: ActionEdition) -> str:
    if one.day == edition.today:
        return in_words(one.day)
    return f"{MONTHS[one.day.month - 1]} {one.day.year}"


def _states(edition: ActionEdition, told: Sequence[Tally]) -> Table:
    """The states that ever occurred, in their order."""
    there = [state for state in State if any(one.states[state] for one in told)]
    rows: Rows = tuple((_day(one, edition), *(one.states[state] for state in there)) for one in told)
    return Table(STATES, ("At the end of", *(str(state).capitalize() for state in there)), rows)


def finding(edition: ActionEdition) -> str:
    """What the chart shows, in one sentence."""
    first, last = edition.trend[0], edition.trend[-1]
    if first is last:
        counts = [f"{number:,} {colour}" for colour, number in last.colours.items() if number]
        return f"{in_words(last.day)}: {listed(counts)}"
    then, now = first.colours, last.colours
    parts = [
        f"{now[colour]:,} of {last.known:,} {word} (then {then[colour]:,} of {first.known:,})"
        for colour, word in ((Colour.BLUE, "assured"), (Colour.RED, "red"))
    ]
    return f"Since the end of {_day(first, edition)}: {listed(parts)}"
