"""The sheet Themes: what keeps recurring, theme by theme and source by source, in words and counts."""

from collections.abc import Iterator, Sequence

from audit.dates import said
from audit.recurring.grid import COUNTED, WORDS, Grid, Row, Source
from audit.recurring.grid import Cell as Counted
from audit.workbook import fit
from audit.workbook.action_edition import ActionEdition
from audit.workbook.page import NOTHING, QUIET, Cell, Filled, Link, Page, Table, Text
from audit.workbook.paging import paged

FILLS = {"most": "A2121F", "many": "F28C28", "some": "FFE680", "none": "9FD18B"}
BY_WORD = {word.capitalize(): fill for word, fill in FILLS.items()}
NOT_ASKED = "Not asked"
STANDING = ("Open", "Assured", "Closed without")
WIDTHS = (32.0, 60.0, *[15.5] * 6)
UNOWNED = (32.0, 36.0, *[17.5] * 5)  # where no theme has an owner, and what came back still wants room
OWNER = "Who owns it"
ACROSS = 6  # sources of one table; further ones stand in the next


def themes(edition: ActionEdition, grid: Grid) -> Page:
    """The sheet Themes."""
    words = tuple((_word(word, word.capitalize()), meaning) for word, meaning in WORDS if word)
    rows = shown(edition, grid)
    above = [
        *map(Text, _intro(edition, grid)),
        *(Text(f"Left out: {edition.typed(sentence)}") for sentence in _left_out(edition, grid)),
    ]
    tables = (
        Table("What the words mean", ("Word", "Meaning"), words),
        _back(edition, rows),
        *_tables(edition, grid, rows),
        _standing(edition, rows),
    )
    title, line = fit.TEXT_POINTS["title"], fit.POINTS
    widths = WIDTHS if _owned(rows) else UNOWNED
    blocks = (*above, *paged(tables, widths, title + line * len(above)))
    return Page("Themes", edition.title("what keeps recurring"), blocks, widths=widths)


def shown(edition: ActionEdition, grid: Grid) -> tuple[Row, ...]:
    """The themes that an audience reads; to the public only those of the list, since others were typed."""
    return tuple(row for row in grid.rows if row.listed or not edition.public)


def _left_out(edition: ActionEdition, grid: Grid) -> Iterator[str]:
    yield from grid.left_out
    if others := len(grid.rows) - len(shown(edition, grid)):
        are = "theme that is" if others == 1 else "themes that are"
        yield f"{others:,} {are} the words of a plan and not in the list of themes."


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


def _back(edition: ActionEdition, rows: Sequence[Row]) -> Table:
    lines = tuple(
        (_titled(edition, row), edition.text(sentence)) for row in rows for sentence in row.came_back
    )
    empty = "No theme came back after an action on it had ended."
    return Table("What came back after an action", ("Theme", "What came back"), lines, empty=empty)


def _owned(rows: Sequence[Row]) -> bool:
    """Whether any theme has an owner; a column of nothing tells nothing."""
    return any(row.sub_group for row in rows)


def _tables(edition: ActionEdition, grid: Grid, rows: Sequence[Row]) -> Iterator[Table]:
    """The heat map: a table for every so many sources, each with all themes."""
    owned = _owned(rows)
    for first in range(0, len(grid.sources), ACROSS):
        part = slice(first, first + ACROSS)
        heads = tuple(_headed(edition, source) for source in grid.sources[part])
        lines = tuple(
            (_titled(edition, row), *_owner(row, owned=owned), *map(_cell, row.cells[part])) for row in rows
        )
        more = (
            f" ({first + 1} to {first + len(heads)} of {len(grid.sources)})"
            if len(grid.sources) > ACROSS
            else ""
        )
        yield Table(
            f"Themes by source{more}",
            ("Theme", *([OWNER] if owned else []), *heads),
            lines,
            colours=BY_WORD,
            coloured=tuple(range(1 + owned, len(heads) + 1 + owned)),
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


def _standing(edition: ActionEdition, rows: Sequence[Row]) -> Table:
    """How the actions on each theme stand; for the subgroup a theme leads to the first of them."""
    owned = _owned(rows)
    lines = tuple(
        (
            _linked(edition, row),
            *_owner(row, owned=owned),
            row.actions.open,
            row.actions.assured,
            row.actions.closed,
        )
        for row in rows
    )
    return Table("Actions on each theme", ("Theme", *([OWNER] if owned else []), *STANDING), lines)


def _owner(row: Row, *, owned: bool) -> tuple[Cell, ...]:
    return (row.sub_group or NOTHING,) if owned else ()


def _linked(edition: ActionEdition, row: Row) -> Cell:
    title, first = _titled(edition, row), edition.first(row.found)
    return Link(title, "Actions", first) if first and not edition.board else title
