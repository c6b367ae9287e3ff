"""A report with codes in the place of agencies: every name, and every order and kind that would tell one."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import TypeVar

from audit.workbook.assembled import Parts, Report
from audit.workbook.coding_names import Names, is_label, number_of
from audit.workbook.page import Block, Cell, Chart, Filled, Link, NewPage, Page, Table, Text, words

# Headings of what may be said of one agency alone (there is but one police force), and of who speaks for it.
TELLING = {
    *("kind", "kinds", "kind of agency", "duty", "duties", "parent", "contact", "role", "signed by"),
    "who answers",
}
T = TypeVar("T")


def coded(report: Report, names: Names) -> Report:
    """A report in which agencies stand by their labels and in the order of these, and no person is named."""
    since = report.since
    moved = tuple(replace(one, text=names.coded(one.text)) for one in since.messages) if since else ()
    return replace(
        report,
        title=names.coded(report.title),
        parts=_parts(report.parts, names),
        asks=tuple(map(names.coded, report.asks)),
        messages=tuple(replace(one, text=names.coded(one.text)) for one in report.messages),
        counts=tuple(replace(one, words=names.coded(one.words)) for one in report.counts),
        since=replace(since, messages=moved) if since else None,
        made=names.coded(report.made),
    )


def _parts(parts: Parts, names: Names) -> Parts:
    said = {names.coded(name): names.coded(text) for name, text in parts.said.items()}
    middle = [coded_page(page, names) for page in parts.middle]
    return Parts(
        coded_page(parts.cover, names), middle, lambda cut: coded_page(parts.notes(cut), names), said
    )


def coded_page(page: Page, names: Names) -> Page:
    """A sheet with labels in the place of agencies, without what tells their kinds."""
    gone = {one.title for one in page.blocks if isinstance(one, Table) and _of_kinds(one)}
    blocks = [_block(one, names) for one in page.blocks if not _about(one, gone)]
    alike = all(len(one.headings) == len(page.widths) for one in page.tables)
    tables = [one for one in page.tables if not _of_kinds(one)]
    kept = [place for one in tables[:1] for place in _kept(one)]
    widths = tuple(page.widths[place] for place in kept) if page.widths and alike and kept else page.widths
    return replace(
        page, name=names.coded(page.name), title=names.coded(page.title), blocks=tuple(blocks), widths=widths
    )


def _of_kinds(table: Table) -> bool:
    """Whether a table has a row for each kind of agency."""
    return bool(table.headings) and table.headings[0].casefold() in TELLING


def _about(block: Block, gone: set[str]) -> bool:
    """Whether a block is one of those tables, or a chart over it."""
    match block:
        case Table():
            return _of_kinds(block)
        case Chart():
            return block.table in gone
    return False


def _block(block: Block, names: Names) -> Block:
    match block:
        case Text():
            return replace(block, text=names.coded(block.text))
        case Link():
            return _link(block, names)
        case Table():
            return _sorted_columns(_sorted_rows(_table(block, names)))
        case Chart():
            return _chart(block, names)
        case NewPage():
            return block


def _chart(chart: Chart, names: Names) -> Chart:
    return replace(
        chart,
        title=names.coded(chart.title),
        table=names.coded(chart.table),
        category=names.coded(chart.category),
        series=tuple((names.coded(head), colour) for head, colour in chart.series),
        told=names.coded(chart.told),
        low=names.coded(chart.low),
        high=names.coded(chart.high),
        sheet=names.coded(chart.sheet),
    )


def _link(link: Link, names: Names) -> Link:
    return replace(link, text=names.coded(link.text), sheet=names.coded(link.sheet))


def _cell(cell: Cell, names: Names) -> Cell:
    match cell:
        case str():
            return names.coded(cell)
        case Link():
            return _link(cell, names)
        case Filled():
            return replace(cell, text=names.coded(cell.text), note=names.coded(cell.note))
    return cell


# --- tables -----------------------------------------------------------------------------------------


def _kept(table: Table) -> list[int]:
    """The places of the columns that tell no kind."""
    return [place for place, head in enumerate(table.headings) if head.casefold() not in TELLING]


def _table(table: Table, names: Names) -> Table:
    places = _kept(table)
    return replace(
        _columns(table, places),
        title=names.coded(table.title),
        headings=tuple(names.coded(table.headings[place]) for place in places),
        rows=tuple(tuple(_cell(row[place], names) for place in places) for row in table.rows),
        foot=tuple(_cell(table.foot[place], names) for place in places) if table.foot else (),
        empty=names.coded(table.empty),
    )


def _columns(table: Table, places: Sequence[int]) -> Table:
    """A table whose marks on columns fit those that are left, in this order; its cells are as they were."""
    new = {old: place for place, old in enumerate(places)}
    coloured = tuple(sorted(new[old] for old in table.coloured if old in new))
    return replace(table, coloured=coloured, bars=tuple(sorted(new[old] for old in table.bars if old in new)))


def _sorted_rows(table: Table) -> Table:
    """A table whose rows are in the order of labels, within what stands to the left of these."""
    order: list[int] = []
    if any(table.levels):
        heads = [at for at, level in enumerate(table.levels) if not level]
        if heads[:1] != [0] or not _labels([words(table.rows[at][0]) for at in heads]):
            return table
        ends = dict(zip(heads, [*heads[1:], len(table.rows)], strict=True))
        for head in sorted(heads, key=lambda at: number_of(words(table.rows[at][0]))):
            order += range(head, ends[head])
    else:
        columns = range(len(table.headings))
        column = next((at for at in columns if _labels([words(row[at]) for row in table.rows])), None)
        if column is None:
            return table
        for _, group in groupby(range(len(table.rows)), key=lambda at: table.rows[at][:column]):
            order += sorted(group, key=lambda at: number_of(words(table.rows[at][column])))
    return replace(
        table,
        rows=_picked(table.rows, order),
        anchors=_picked(table.anchors, order) if table.anchors else (),
        levels=_picked(table.levels, order) if table.levels else (),
    )


def _sorted_columns(table: Table) -> Table:
    """A table whose headings that are labels stand in the order of these."""
    places = [at for at, head in enumerate(table.headings) if is_label(head)]
    if len(places) < len({table.headings[at] for at in places}) or not places:
        return table
    into = dict(zip(places, sorted(places, key=lambda at: number_of(table.headings[at])), strict=True))
    order = [into.get(at, at) for at in range(len(table.headings))]
    return replace(
        _columns(table, order),
        headings=_picked(table.headings, order),
        rows=tuple(_picked(row, order) for row in table.rows),
        foot=_picked(table.foot, order) if table.foot else (),
    )


def _labels(texts: Sequence[str]) -> bool:
    return bool(texts) and all(map(number_of, texts))


def _picked(things: Sequence[T], order: Sequence[int]) -> tuple[T, ...]:
    return tuple(things[place] for place in order)
