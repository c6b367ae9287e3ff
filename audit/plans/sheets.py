"""What the rows of each sheet stand under, where a plan keeps a sheet for each agency or theme."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audit.plans.grid import Grid
from audit.plans.headings import Layout
from audit.plans.rows import THEMES, is_document, is_page, is_title

# Names that programs give to sheets, which say nothing.
_GIVEN = re.compile(r"(?:sheet|table|page|tab|p)[\s_-]*\d+.*|", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Under:
    """What a sheet's rows stand under, and the row (from 0) that says so; -1 where its name does."""

    text: str
    row: int = -1


def under_sheets(grids: Sequence[Grid], placed: Sequence[Sequence[Layout]]) -> Mapping[str, Under]:
    """What the rows of each sheet stand under: the title above its headings, or the sheet's name.

    Only of several sheets with the same headings and no column of themes; titles only where all differ.
    """
    there = [(grid, heads[0]) for grid, heads in zip(grids, placed, strict=True) if heads]
    fields = {tuple(sorted(head.shape.values())) for _, head in there}
    if len(there) < 2 or len(fields) > 1 or {*THEMES} & {*fields.copy().pop()}:
        return {}
    titles = [_title(grid, head) for grid, head in there]
    if all(titles) and len(set(titles)) == len(titles):
        pairs = zip(there, titles, strict=True)
        return {grid.sheet: Under(title, head.top - 1) for (grid, head), title in pairs}
    return {grid.sheet: Under(grid.sheet) for grid, _ in there if not _says_nothing(grid.sheet)}


def _title(grid: Grid, head: Layout) -> str:
    said = {*grid.own(head.top - 1).values()}
    title = said.pop() if len(said) == 1 else ""
    return title if title and is_title(title) and not is_page(title) and not is_document(title) else ""


def _says_nothing(name: str) -> bool:
    return bool(_GIVEN.fullmatch(name) or is_document(name))
