"""The sheet Themes: what keeps recurring, theme by theme and source by source, in words and counts."""

from collections.abc import Iterator

from audit.dates import said
from audit.recurring.grid import COUNTED, WORDS, Grid, Row, Source
from audit.recurring.grid import Cell as Counted
from audit.workbook.action_edition import ActionEdition
from audit.workbook.page import NOTHING, QUIET, Block, Cell, Filled, Page, Table, Text

FILLS = {"most": "A2121F", "many": "F28C28", "some": "FFE680", "none": "9FD18B"}
BY_WORD = {word.capitalize(): fill for word, fill in FILLS.items()}
NOT_ASKED = "Not asked"
STANDING = ("Open", "Assured", "Closed without")
WIDTHS = (34.0, 50.0, *[18.0] * 6)
ACROSS = 6  # sources of one table; further ones stand in the next


def themes(edition: ActionEdition, grid: Grid) -> Page:
    """The sheet Themes."""
    words = tuple((_word(word, word.capitalize()), meaning) for word, meaning in WORDS if word)
    blocks: list[Block] = [
        *map(Text, _intro(edition, grid)),
        _back(edition, grid),
        *_tables(edition, grid),
        Table("Actions on each theme", ("Theme", "Who owns it", *STANDING), _standing(edition, grid)),
        Table("What the words mean", ("Word", "Meaning"), words),
        *(Text(f"Left out: {edition.typed(sentence)}") for sentence in grid.left_out),
    ]
    return Page("Themes", edition.title("what keeps recurring"), tuple(blocks), widths=WIDTHS)


def _intro(edition: ActionEdition, grid: Grid) -> Iterator[str]:
    more = ", also of plans that this report leaves out" if edition.chosen else ""
    yield f"From everything in the workspace{more}. Each cell says how many, of how many."
    for kind in dict.fromkeys(source.kind for source in grid.sources):
        yield f"{str(kind).capitalize()}: {COUNTED[kind]}."
    for source in grid.sources:
        if source.untagged:
            title = edition.typed(source.title)
            yield f"{title}: {source.untagged:,} of {source.of:,} bear no theme, and do not count."
    if grid.silent:
        yield f"Nothing asks or tells of {', '.join(grid.silent)}."


def _back(edition: ActionEdition, grid: Grid) -> Table:
    rows = tuple(
        (_titled(edition, row), edition.text(sentence))
        for row in grid.came_back
        for sentence in row.came_back
    )
    empty = "No theme came back after an action on it had ended."
    return Table("What came back after an action", ("Theme", "What came back"), rows, empty=empty)


def _tables(edition: ActionEdition, grid: Grid) -> Iterator[Table]:
    """The heat map: a table for every so many sources, each with all themes."""
    for first in range(0, len(grid.sources), ACROSS):
        part = slice(first, first + ACROSS)
        heads = tuple(_headed(edition, source) for source in grid.sources[part])
        rows = tuple(
            (_titled(edition, row), row.sub_group or NOTHING, *map(_cell, row.cells[part]))
            for row in grid.rows
        )
        more = (
            f" ({first + 1} to {first + len(heads)} of {len(grid.sources)})"
            if len(grid.sources) > ACROSS
            else ""
        )
        yield Table(
            f"Themes by source{more}",
            ("Theme", "Who owns it", *heads),
            rows,
            colours=BY_WORD,
            coloured=tuple(range(2, len(heads) + 2)),
            empty="Nothing in the workspace bears a theme yet.",
        )


def _headed(edition: ActionEdition, source: Source) -> str:
    """What a source is, and its day."""
    day = said(source.on) if source.on else "no day known"
    return edition.typed(f"{source.title}, {source.kind}, {day}")


def _titled(edition: ActionEdition, row: Row) -> str:
    return edition.text(row.title) + ("" if row.listed else " (not in the list of themes)")


def _word(word: str, shown: str) -> Filled:
    """A word of the grid on its colour; what is no share has none."""
    return Filled(shown, FILLS.get(word, QUIET))


def _cell(cell: Counted | None) -> Cell:
    if cell is None:
        return Filled(NOT_ASKED, QUIET)
    return _word(cell.word, f"{cell.word.capitalize()}: {cell.count}")


def _standing(edition: ActionEdition, grid: Grid) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (
            _titled(edition, row),
            row.sub_group or NOTHING,
            row.actions.open,
            row.actions.assured,
            row.actions.closed,
        )
        for row in grid.rows
    )
