"""The sheet Over time: counts by colour and by state at month ends, and charts that say the finding."""

from collections.abc import Iterator, Mapping, Sequence

from audit.actions.history import Tally
from audit.actions.words import CLOSED, LOUDEST, Colour, State
from audit.dates import MONTHS, in_words
from audit.wording import listed
from audit.workbook.action_edition import ActionEdition
from audit.workbook.action_lines import DRAWN, HEADS, Rows
from audit.workbook.page import Block, Chart, NewPage, Page, Table, Text
from audit.workbook.palette import GREY, NAVY, ORANGE, PLUM, TEAL

COLOURS = "Actions by colour over time"
STANDING = "How actions stood over time"
STATES = "Actions by state over time"
DAY = "At the end of"
# Eleven states are too many to be told apart in a chart, so it draws these.
IN_HAND, IN_DOUBT, COMPLETE, ASSURED, CLOSED_OTHERWISE = (
    "In hand",
    "In doubt",
    "Reported complete",
    "Assured",
    "Closed otherwise",
)
GROUPS: Mapping[str, frozenset[State]] = {
    IN_DOUBT: frozenset({State.DELAYED, State.NOT_ON_TRACK, State.NO_RESPONSE, State.NO_FURTHER_RECEIVED}),
    IN_HAND: frozenset({State.NOT_STARTED, State.ON_TRACK}),
    COMPLETE: frozenset({State.REPORTED_COMPLETE}),
    ASSURED: frozenset({State.ASSURED}),
    CLOSED_OTHERWISE: CLOSED,
}
DRAWN_STATES = {IN_DOUBT: PLUM, IN_HAND: TEAL, COMPLETE: ORANGE, ASSURED: NAVY, CLOSED_OTHERWISE: GREY}
SHORT = 8  # days of which table and chart stand on one page


def over_time(edition: ActionEdition) -> Page:
    """The sheet Over time, each chart below its table."""
    told = edition.trend
    colours: Rows = tuple((_day(one, edition), *one.colours.values(), one.known) for one in told)
    empty = "No action is kept yet."
    blocks: list[Block] = [
        *map(Text, _intro(edition, told)),
        Table(COLOURS, (DAY, *HEADS, "All"), colours, empty=empty),
    ]
    if told:
        series = tuple((colour.capitalize(), DRAWN[colour]) for colour in LOUDEST)
        # A chart of many days needs a page of its own to be read.
        apart = [NewPage()] if len(told) > SHORT else []
        blocks += [*apart, _chart(finding(edition), COLOURS, series), NewPage()]
        blocks += [_standing(edition, told), *apart]
        blocks += [_chart(standing(edition), STANDING, tuple(DRAWN_STATES.items()))]
        blocks += [*apart, _states(edition, told)]
    widths = (26, *[11.5] * len(State))
    return Page("Over time", edition.title("over time"), tuple(blocks), widths=widths, tall=3)


def _chart(title: str, table: str, series: tuple[tuple[str, str], ...]) -> Chart:
    parts = listed([name.casefold() for name, _ in series])
    alt = f"A column for each day counts the actions in this order: {parts}; the table has the numbers."
    return Chart(title, table, DAY, series, alt, kind="columns", shown="0")


def _standing(edition: ActionEdition, told: Sequence[Tally]) -> Table:
    """The states in the groups that are drawn."""
    rows: Rows = tuple((_day(one, edition), *grouped(one).values(), one.known) for one in told)
    return Table(STANDING, (DAY, *GROUPS, "All"), rows)


def grouped(one: Tally) -> dict[str, int]:
    """How many actions of a day are in each of GROUPS."""
    return {name: sum(one.states[state] for state in states) for name, states in GROUPS.items()}


def _intro(edition: ActionEdition, told: Sequence[Tally]) -> Iterator[str]:
    yield (
        "Each line counts what had been written down by the end of that day, coloured as on that day by the "
        "rule on the sheet Method. What a plan tells of the time before it came is not counted backwards."
    )
    yield (
        "In hand: not started, or on track. In doubt: delayed, not on track, no response, or no further "
        "assurance received. Closed otherwise: ended without being assured."
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
    return Table(STATES, (DAY, *(str(state).capitalize() for state in there)), rows)


def finding(edition: ActionEdition) -> str:
    """What the chart of colours shows, in one sentence."""
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


def standing(edition: ActionEdition) -> str:
    """What the chart of states shows, in one sentence."""
    first, last = edition.trend[0], edition.trend[-1]
    then, now = grouped(first), grouped(last)
    names = (IN_DOUBT, COMPLETE)
    if first is last:
        parts = [f"{now[name]:,} of {last.known:,} {name.casefold()}" for name in names]
        return f"{in_words(last.day)}: {listed(parts)}"
    parts = [f"{now[name]:,} {name.casefold()} (then {then[name]:,})" for name in names]
    return f"Since the end of {_day(first, edition)}, of {last.known:,} actions: {listed(parts)}"
