"""The sheet By owner: who owns most of what is open, as a chart, and every owner's actions by colour."""

from collections.abc import Iterator

from audit.actions.figures import UNOWNED, OwnerLine
from audit.actions.words import Colour
from audit.wording import listed
from audit.workbook.action_edition import OTHERS, ActionEdition
from audit.workbook.action_lines import COUNTED, DRAWN, WIDTHS, Rows, barred, line
from audit.workbook.page import Block, Cell, Chart, Link, NewPage, Page, Table, Text

MOST = 10  # owners that are drawn
OPEN = "Owners of most open actions"
ALL = "Actions by owner"
OWNER = "Owner"
COLOURS = (Colour.RED, Colour.AMBER, Colour.GREEN)  # of what is open


def by_owner(edition: ActionEdition) -> Page:
    """The sheet By owner."""
    text = "An action of two owners counts for each of them, so the lines add up to more than the last."
    blocks: list[Block] = [Text(text), *map(Text, _others(edition)), *_drawn(edition), _all(edition)]
    widths = (50, *WIDTHS, 18.0)
    return Page("By owner", edition.title("by owner"), tuple(blocks), widths=widths)


def _others(edition: ActionEdition) -> Iterator[str]:
    if any(one.owner == OTHERS for one in edition.owners):
        yield f"Agencies of the partnership are named; all other owners are counted as “{OTHERS}”."


def _all(edition: ActionEdition) -> Table:
    figures = edition.figures
    rows: Rows = tuple(
        (_linked(edition, one), *line(edition, one.found), one.of(figures.silences)) for one in edition.owners
    )
    all_ = (*line(edition, figures.found), len(figures.silences))
    bars, top = barred(rows, 1)
    return Table(
        ALL,
        (OWNER, *COUNTED, "Silences"),
        rows,
        foot=("All actions, each once", *all_) if rows else (),
        bars=bars,
        bar_top=top,
        empty="No action is kept yet.",
    )


def _linked(edition: ActionEdition, one: OwnerLine) -> Cell:
    """An owner's name; for the subgroup it leads to the first of its actions."""
    name = edition.typed(one.owner)
    return name if edition.board else Link(name, "Actions", edition.first(each.id for each in one.found))


def _open(edition: ActionEdition) -> list[tuple[str, tuple[int, ...]]]:
    """The owners with most open actions, the most first, with how many are red, amber and green, and all."""
    rags = edition.figures.rags
    found = []
    for one in edition.owners:
        if one.owner not in {UNOWNED, OTHERS}:
            colours = [rags[each.id].colour for each in one.found]
            counts = [colours.count(colour) for colour in COLOURS]
            found.append((edition.typed(one.owner), (*counts, sum(counts))))
    return sorted((one for one in found if one[1][-1]), key=lambda one: -one[1][-1])[:MOST]


def _drawn(edition: ActionEdition) -> Iterator[Block]:
    """The owners with most open actions as table and chart; nothing where there are fewer than two."""
    found = _open(edition)
    if len(found) < 2:
        return
    heads = tuple(colour.capitalize() for colour in COLOURS)
    rows: Rows = tuple((name, *counts) for name, counts in found)
    yield Table(OPEN, ("Owner of open actions", *heads, "Open"), rows)
    alt = "A bar for each owner counts its open actions: red, amber, then green; the table has the numbers."
    series = tuple((colour.capitalize(), DRAWN[colour]) for colour in COLOURS)
    yield Chart(_finding(edition, found), OPEN, "Owner of open actions", series, alt)
    yield NewPage()


def _finding(edition: ActionEdition, found: list[tuple[str, tuple[int, ...]]]) -> str:
    """Who owns most open actions, in one sentence."""
    most = found[0][1][-1]
    names = [name for name, counts in found if counts[-1] == most]
    among = "Among agencies " if any(one.owner == OTHERS for one in edition.owners) else ""
    of = f"{most:,}{' each' if len(names) > 1 else ''} of {len(edition.figures.open):,}"
    who = listed(names) if len(names) <= 3 else f"{len(names)} owners"
    return f"{among}{who} {'have' if len(names) > 1 else 'has'} most open actions: {of}"
