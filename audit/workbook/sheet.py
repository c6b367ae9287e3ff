"""Write a page into a workbook: marked-up tables, native charts, the set-up for printing on A4."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from math import ceil
from typing import Any

from audit.workbook import fit
from audit.workbook.book import Book, on_colour, text
from audit.workbook.cells import BOLD, CENTRED, EDGED, LINE, write_cell, write_link
from audit.workbook.charts import ROW, across, insert, place
from audit.workbook.dress import WORKING, Dress
from audit.workbook.page import QUIET, Cell, Chart, Link, NewPage, Page, Table, Text

HEAD = "12436D"
LANDSCAPE_A4 = 9
COLUMN = 64  # pixels of a column that is given no width
FOOTER = 255  # characters that Excel takes
STYLES: Mapping[str, Mapping[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "font_color": HEAD},
    "heading": {"bold": True, "font_size": 13, "font_color": HEAD},
    "warning": {"bold": True, "font_color": "801650"},
    "ask": {"indent": 1},
    "plain": {},
}


@dataclass
class Writer:
    """One sheet while it is written: the next free row, and where its tables stand."""

    book: Book
    sheet: Any
    page: Page
    dress: Dress = WORKING
    row: int = 0
    tables: dict[str, tuple[int, Table]] = field(default_factory=dict)
    chart_row: int = 0
    right: int = 0  # pixels to the right end of its charts
    breaks: list[int] = field(default_factory=list)

    @property
    def across(self) -> float:
        """The width of the page in characters."""
        return sum(self.page.widths)

    @property
    def running(self) -> int | None:
        """The row of the headings that all tables from there to the end have; None without a table."""
        tables = list(self.tables.values())
        last = takewhile(lambda found: found[1].headings == tables[-1][1].headings, reversed(tables))
        return min((top for top, _ in last), default=None)


def write_page(book: Book, page: Page, marking: str, footer: str, dress: Dress = WORKING) -> None:
    """A sheet with what stands on a fitted page, ready to be read and printed."""
    sheet = book.workbook.get_worksheet_by_name(page.name) or book.workbook.add_worksheet(page.name)
    writer = Writer(book, sheet, page, dress)
    for column, width in enumerate(page.widths):
        sheet.set_column(column, column, width, book.format())
    _text(writer, Text(page.title, "title"))
    for block in page.blocks:
        _block(writer, block)
    _print_setup(writer, marking, footer)
    if page.frozen is not None and writer.tables and dress.tools:
        first = next(iter(writer.tables.values()))[0]
        # Headings stay in sight where they are those of all that scrolls under them.
        sheet.freeze_panes(first + 1 if writer.running == first else 0, page.frozen)


def _block(writer: Writer, block: Text | Table | Chart | NewPage | Link) -> None:
    match block:
        case Text() if writer.dress.whole:
            _paragraph(writer, block)
        case Text():
            _text(writer, block)
        case Link():
            writer.sheet.set_row(writer.row, fit.POINTS * writer.dress.grow)
            write_link(writer.book, writer.sheet, writer.row, 0, block, {"text_wrap": False})
            writer.row += 1
        case Table():
            _table(writer, block)
        case Chart():
            _chart(writer, block)
        case NewPage():
            writer.breaks.append(writer.row)


def _text(writer: Writer, block: Text) -> None:
    """A paragraph as lines that run over the columns, since cells are not to be merged."""
    if writer.dress.whole:
        _paragraph(writer, block)
        return
    look = writer.book.format(text_wrap=False, **STYLES[block.style])
    if block.style == "heading" and writer.row not in writer.breaks:
        writer.row += 1
    for line in fit.paragraph(block, writer.across):
        writer.sheet.set_row(writer.row, fit.TEXT_POINTS.get(block.style, fit.POINTS))
        writer.sheet.write_string(writer.row, 0, text(line), look)
        writer.row += 1


def _paragraph(writer: Writer, block: Text) -> None:
    """A paragraph in one cell where it has the sheet to itself, else a sentence a row."""
    plain = block.style in {"plain", "warning", "ask"}
    alone = plain and len(writer.page.widths) == 1
    look = writer.book.format(text_wrap=alone, **STYLES[block.style])
    size = fit.TEXT_POINTS.get(block.style, fit.POINTS) * writer.dress.grow
    for part in [block.text] if alone or not plain else fit.sentences(block.text, writer.across):
        many = fit.lines(part, writer.page.widths[0]) if alone else 1
        writer.sheet.set_row(writer.row, min(409, size * many + 2))
        writer.sheet.write_string(writer.row, 0, text(part), look)
        writer.row += 1


def _table(writer: Writer, table: Table) -> None:
    if table.title:
        _text(writer, Text(table.title, "heading"))
    if not table.rows:
        _text(writer, Text(table.empty or "There is nothing to list."))
        return
    top = writer.row
    writer.tables[table.title] = writer.book.tables[(writer.page.name, table.title)] = (top, table)
    _mark_up(writer, table, top)
    writer.sheet.set_row(top, _points(writer, table.headings, bold=True))
    levels = table.levels or (0,) * len(table.rows)
    for offset, (row, level) in enumerate(zip(table.rows, levels, strict=True), 1):
        folded = {"level": level} if level and writer.dress.tools else {}
        writer.sheet.set_row(top + offset, _points(writer, row), None, folded)
        _write_row(writer, table, top + offset, row)
    for offset, anchor in enumerate(table.anchors, 1):
        writer.book.anchors[(writer.page.name, anchor)] = top + offset
    if table.levels:
        # What sums up stands above what it sums up.
        writer.sheet.outline_settings(visible=True, symbols_below=False)
    writer.row = top + len(table.rows) + 1
    if writer.dress.fills:
        _colours(writer, table, top)
        _bars(writer, table, top)
    if table.foot:
        writer.sheet.set_row(writer.row, _points(writer, table.foot, bold=True))
        _write_row(writer, table, writer.row, table.foot, bold=True)
        writer.row += 1


def _points(writer: Writer, row: Sequence[Cell], *, bold: bool = False) -> float:
    return min(409.0, fit.points(row, writer.page.widths, bold=bold) * writer.dress.grow)


def _write_row(writer: Writer, table: Table, at: int, row: Sequence[Cell], *, bold: bool = False) -> None:
    for column, cell in enumerate(row):
        look = {**EDGED, **(CENTRED if column in table.coloured else {}), **(BOLD if bold else {})}
        write_cell(writer.book, writer.sheet, at, column, cell, dress=writer.dress, look=look)


def _mark_up(writer: Writer, table: Table, top: int) -> None:
    colours = {"font_color": "FFFFFF", "bg_color": HEAD} if writer.dress.fills else {"bottom": 2}
    head = writer.book.format(**{"bold": True, "border": 1, "border_color": LINE} | colours)
    columns = [{"header": heading, "header_format": head} for heading in unique(table.headings)]
    name = f"{re.sub(r'[^A-Za-z0-9]', '_', writer.page.name)}_{len(writer.tables)}"
    filtered = table.filtered and writer.dress.tools
    options = {"name": name, "columns": columns, "style": None, "autofilter": filtered}
    options |= {"title": text(table.title or writer.page.title)[:200]}
    last = len(table.headings) - 1
    writer.sheet.add_table(top, 0, top + len(table.rows), last, options | {"banded_rows": False})


def unique(headings: Sequence[str]) -> list[str]:
    """Headings as Excel wants them in a table: on one line, none twice in any case."""
    found: list[str] = []
    for heading in headings:
        plain = " ".join(text(heading).split())[:200] or "Column"
        known = {name.casefold() for name in found}
        number = 2
        chosen = plain
        while chosen.casefold() in known:
            chosen, number = f"{plain} ({number})", number + 1
        found.append(chosen)
    return found


def _colours(writer: Writer, table: Table, top: int) -> None:
    """The same fills as rules on the word that a cell begins with, so that a corrected cell recolours."""
    if not table.coloured:
        return
    span = (top + 1, min(table.coloured), top + len(table.rows) + bool(table.foot), max(table.coloured))
    for word in sorted(table.colours, key=lambda word: (-len(word), word)):
        colour = table.colours[word]
        look = {"bg_color": colour, "font_color": on_colour(colour)}
        rule = _begins(word, span[0], span[1]) | {"stop_if_true": True}
        writer.sheet.conditional_format(*span, rule | {"format": writer.book.workbook.add_format(look)})
    quiet = writer.book.workbook.add_format({"bg_color": QUIET, "font_color": "000000"})
    writer.sheet.conditional_format(*span, {"type": "no_blanks", "format": quiet})


def _begins(word: str, row: int, column: int) -> dict[str, Any]:
    from xlsxwriter.utility import xl_rowcol_to_cell

    if '"' not in word:
        return {"type": "text", "criteria": "begins with", "value": word}
    quoted, cell = word.replace('"', '""'), xl_rowcol_to_cell(row, column)
    return {"type": "formula", "criteria": f'=LEFT({cell},{len(word)})="{quoted}"'}


def _bars(writer: Writer, table: Table, top: int) -> None:
    for column in table.bars:
        look = {"type": "data_bar", "bar_color": "#A5C3DE", "bar_solid": True, "bar_border_color": "#12436D"}
        ends = {"min_type": "num", "min_value": 0, "max_type": "num", "max_value": max(1, table.bar_top)}
        writer.sheet.conditional_format(top + 1, column, top + len(table.rows), column, look | ends)


def _chart(writer: Writer, chart: Chart) -> None:
    name = chart.sheet or writer.page.name
    if (name, chart.table) not in writer.book.tables:
        return  # a table without rows says so itself; there is nothing to draw
    top, table = writer.book.tables[(name, chart.table)]
    if table.summed:
        table = replace(table, rows=table.rows[:-1], summed=False)
    if not chart.beside and not chart.by_table:
        writer.row += 1
        writer.chart_row = writer.row
    high = int(fit.height(table, writer.page.widths) / 0.75)
    at = place(writer.page, chart, table, top if chart.by_table else writer.chart_row, high)
    insert(writer.book.workbook, writer.sheet, chart, table, top, at, name)
    writer.right = max(writer.right, at.left + at.width)
    below = ceil((at.height - high) / ROW) if chart.by_table else at.height // ROW + 1
    writer.row = max(writer.row, (writer.row if chart.by_table else writer.chart_row) + below)


def _print_setup(writer: Writer, marking: str, footer: str) -> None:
    sheet, page = writer.sheet, writer.page
    sheet.set_paper(LANDSCAPE_A4)
    sheet.set_landscape()
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.7)
    if writer.dress.footer:
        left, middle = (part.replace("&", "&&") for part in (text(marking), text(footer)))
        left, middle = left[:60].rstrip("&"), middle[:120].rstrip("&")
        sheet.set_footer(f"&L{left}&C{middle}&RPage &P of &N"[:FOOTER])
    if not writer.dress.whole:  # there titles run on beyond the last column
        sheet.print_area(0, 0, max(0, writer.row - 1), last_column(page.widths, writer.right))
    if writer.breaks:
        sheet.set_print_scale(fit.scale(page))
        sheet.set_h_pagebreaks(writer.breaks)
    else:
        sheet.fit_to_pages(1, page.tall)
    # Only the headings of what comes last: others would stand over tables and charts that have their own.
    if writer.running is not None and not (_chart_apart(page) or _whole(page)):
        sheet.repeat_rows(writer.running)


def last_column(widths: Sequence[float], right: int) -> int:
    """The column (from 0) that a page ends with: its last, or that under the right end of its charts."""
    return max(1, len(widths), len(widths) + ceil((right - across(widths)) / COLUMN)) - 1


def _whole(page: Page) -> bool:
    """Whether several tables at the end have the same headings and none of them runs on over a page."""
    heads = page.tables[-1].headings
    alike = list(takewhile(lambda table: table.headings == heads, reversed(page.tables)))
    last = replace(page, title="", blocks=page.blocks[page.blocks.index(alike[-1]) :])
    return len(alike) > 1 and max(fit.parts(last)) <= fit.room_on_page(page.widths)


def _chart_apart(page: Page) -> bool:
    """Whether a page of print holds a chart alone, over which headings would say nothing."""
    return bool(page.tall) and [type(block) for block in page.blocks[-2:]] == [NewPage, Chart]
