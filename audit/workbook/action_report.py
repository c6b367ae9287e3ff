"""The report workbook of actions: the same figures for the subgroup and for the board."""

from collections.abc import Iterator
from pathlib import Path

from audit.recurring.grid import Grid
from audit.workbook.action_cover import contents, cover
from audit.workbook.action_edition import ActionEdition, count
from audit.workbook.action_evidence import asks, evidence
from audit.workbook.action_list import actions
from audit.workbook.action_method import method
from audit.workbook.action_notes import not_understood, notes
from audit.workbook.action_summary import Message, summary
from audit.workbook.action_themes import themes
from audit.workbook.action_trend import by_owner, over_time
from audit.workbook.book import writing
from audit.workbook.fit import fitted
from audit.workbook.page import Page
from audit.workbook.sheet import write_page


def write_action_report(edition: ActionEdition, path: Path, grid: Grid | None = None) -> None:
    """The report on actions as an Excel workbook, dated the day of its figures, always the same bytes.

    `grid` makes the sheet Themes. FileError where the file cannot be written.
    """
    title = f"{edition.typed(edition.name)}, {edition.audience} edition"
    with writing(path, title, edition.today, subject=edition.partnership, marking=edition.marking) as book:
        for page in pages(edition, grid):
            write_page(book, page, edition.marking, title)


def pages(edition: ActionEdition, grid: Grid | None = None) -> list[Page]:
    """The sheets of a report in their order, fitted to their content."""
    cut: list[tuple[str, str]] = []
    found = [fitted(page, cut) for page in _middle(edition, grid)]
    found.append(fitted(notes(edition, cut), []))
    return [fitted(cover(edition), []), fitted(contents(edition, found), []), *found]


def _middle(edition: ActionEdition, grid: Grid | None) -> Iterator[Page]:
    yield from (summary(edition, _came_back(grid)), actions(edition), by_owner(edition), over_time(edition))
    yield from (evidence(edition), asks(edition))
    if grid is not None:
        yield themes(edition, grid)
    if not edition.board:
        yield not_understood(edition)
    yield method(edition)


def _came_back(grid: Grid | None) -> tuple[Message, ...]:
    """The key message on themes that came back."""
    rows = grid.came_back if grid else ()
    if not rows:
        return ()
    came = "came" if len(rows) > 1 else "comes"
    names = ", ".join(row.title for row in rows)
    return ((f"{count(len(rows), 'theme')} {came} back after an action had ended: {names}.", "Themes"),)
