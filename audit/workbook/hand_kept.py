"""A table as people keep it by hand: titles above, sub-headings merged across, colours that say something."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from audit.workbook.book import Book, writing

COLOURS: Mapping[str, str] = {"green": "00B050", "amber": "FFC000", "red": "FF0000"}


@dataclass(frozen=True, slots=True)
class HandKept:
    """What stands on the sheet: lines above, headings with their widths in characters, rows, lines below.

    A row is a text, which stands across the table, or cells with the colour of the last one ('' for none).
    """

    sheet: str
    above: Sequence[str]
    headings: Sequence[str]
    widths: Sequence[int]
    rows: Sequence[str | tuple[Sequence[str], str]]
    below: Sequence[str] = ()


def write_hand_kept(kept: HandKept, path: Path, on: date) -> None:
    """Write it as a workbook, each cell as text; FileError where it cannot be written."""
    with writing(path, kept.above[0], on, over=True) as book:
        sheet = book.workbook.add_worksheet(kept.sheet)
        for column, width in enumerate(kept.widths):
            sheet.set_column(column, column, width)
        last = len(kept.headings)
        row = 0
        for line in kept.above:
            sheet.write_string(row, 0, line, book.format(bold=True, text_wrap=False))
            row += 1
        for column, heading in enumerate(kept.headings):
            sheet.write_string(row + 1, column, heading, book.format(bold=True, border=1))
        row += 2
        for one in kept.rows:
            if isinstance(one, str):
                across = book.format(bold=True, border=1, bg_color="#D9D9D9")
                sheet.merge_range(row, 0, row, last - 1, one, across)
            else:
                _cells(book, sheet, row, *one)
            row += 1
        for line in kept.below:
            sheet.write_string(row + 1, 0, line, book.format(italic=True, text_wrap=False))
            row += 1


def _cells(book: Book, sheet: object, row: int, cells: Sequence[str], colour: str) -> None:
    """The cells of a row as text, and behind them the one that is only a colour."""
    for column, cell in enumerate(cells):
        sheet.write_string(row, column, cell, book.format(border=1))  # type: ignore[attr-defined]
    fill = {"bg_color": f"#{COLOURS[colour]}"} if colour else {}
    sheet.write_blank(row, len(cells), None, book.format(border=1, **fill))  # type: ignore[attr-defined]
