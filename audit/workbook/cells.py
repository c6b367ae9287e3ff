"""Write cells into a sheet: typed text stays text, words on colours, links, notes at cells."""

from collections.abc import Mapping
from typing import Any

from audit.workbook.book import Book, on_colour, text
from audit.workbook.dress import Dress
from audit.workbook.page import Cell, Filled, Link, Number

LINE = "BFBFBF"
LINKED = "1D4F91"
EDGED: Mapping[str, Any] = {"border": 1, "border_color": LINE}
BOLD: Mapping[str, Any] = {"bold": True}
CENTRED: Mapping[str, Any] = {"align": "center"}
NOTE = 1000  # characters of a note at a cell: more than a person reads there


def write_cell(
    book: Book, sheet: Any, row: int, column: int, cell: Cell, *, dress: Dress, look: Mapping[str, Any]
) -> None:
    """A cell in its own look; typed text stays text, also when somebody edits it later."""
    match cell:
        case str():
            write_text(book, sheet, row, column, cell, look)
        case int():
            sheet.write_number(row, column, cell, book.format(**look, **_placed(look)))
        case Number():
            shown = book.format(num_format=cell.shown, **look, **_placed(look))
            sheet.write_number(row, column, cell.value, shown)
        case Link():
            write_link(book, sheet, row, column, cell, look)
        case Filled() if not dress.fills:
            write_text(book, sheet, row, column, cell.text, {**look, **_placed(look)})
        case Filled():
            _filled(book, sheet, row, column, cell, dress, look)


def _placed(look: Mapping[str, Any]) -> Mapping[str, Any]:
    return {} if "align" in look else CENTRED


def write_text(book: Book, sheet: Any, row: int, column: int, value: str, look: Mapping[str, Any]) -> None:
    """Text that no program takes for a formula, whatever it begins with."""
    kept = text(value)
    if kept[:1] in {"=", "+", "-", "@", "\t"}:
        look = {**look, "quote_prefix": True}
    sheet.write_string(row, column, kept, book.format(**look))


def write_link(book: Book, sheet: Any, row: int, column: int, cell: Link, look: Mapping[str, Any]) -> None:
    """Words that lead to a sheet, or to the row of an anchor that has been written already."""
    look = {"font_color": LINKED, "underline": 1, **look}
    sheet.write_url(row, column, place_of(book, cell), book.format(**look), text(cell.text))


def place_of(book: Book, link: Link) -> str:
    """Where a link leads, as Excel says it."""
    at = book.anchors.get((link.sheet, link.anchor), 0) + 1
    return f"internal:'{link.sheet}'!A{at}"


def _filled(
    book: Book, sheet: Any, row: int, column: int, cell: Filled, dress: Dress, look: Mapping[str, Any]
) -> None:
    look = {**look, "bg_color": cell.colour, "font_color": on_colour(cell.colour), **CENTRED}
    write_text(book, sheet, row, column, cell.text, look)
    if cell.note and dress.tools:
        sheet.write_comment(
            row, column, text(cell.note)[:NOTE], {"author": "", "x_scale": 2, "font_name": "Arial"}
        )
