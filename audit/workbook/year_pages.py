"""Sheets of other reports as they stand in a year's: under other names, with links only to what is there."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from audit.workbook.page import Block, Cell, Chart, Link, Page, Table


def under(page: Page, name: str) -> Page:
    """A sheet under another name."""
    return replace(page, name=name)


def without(page: Page, titles: Collection[str]) -> Page:
    """A sheet without the tables that bear some titles."""
    kept = (one for one in page.blocks if not (isinstance(one, Table) and one.title in titles))
    return replace(page, blocks=tuple(kept))


def settled(pages: Iterable[Page], others: Collection[str]) -> list[Page]:
    """Sheets whose links lead to one another or to `others`; links to what is not there are plain words."""
    found = list(pages)
    known = {*others, *(page.name for page in found)}
    anchors = {(page.name, anchor) for page in found for table in page.tables for anchor in table.anchors}
    return [_settled(page, known, anchors) for page in found]


def _settled(page: Page, known: Collection[str], anchors: Collection[tuple[str, str]]) -> Page:
    blocks: list[Block] = []
    for block in page.blocks:
        match block:
            case Table():
                rows = tuple(tuple(_cell(cell, known, anchors) for cell in row) for row in block.rows)
                blocks.append(replace(block, rows=rows))
            case Link():
                blocks += [block] if block.sheet in known else []
            case Chart():
                blocks += [block] if not block.sheet or block.sheet in known else []
            case _:
                blocks.append(block)
    return replace(page, blocks=tuple(blocks))


def _cell(cell: Cell, known: Collection[str], anchors: Collection[tuple[str, str]]) -> Cell:
    match cell:
        case Link() if cell.sheet not in known:
            return cell.text
        case Link() if cell.anchor and (cell.sheet, cell.anchor) not in anchors:
            return replace(cell, anchor="")
    return cell
