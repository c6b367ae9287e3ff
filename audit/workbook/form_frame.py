"""What every sheet of a form is made of beside its questions: titles, headings, lines, labels with values."""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from audit.workbook.book import Book, text
from audit.workbook.fit import points
from audit.workbook.form_sheets import DARK, EDGE, GREY, dress

PAIRS = (30, 100)  # widths of the two columns of the first sheet


@dataclass(frozen=True, slots=True)
class Frame:
    """Writes the parts that sheets of one form share; `footer` stands at the foot of each printed page."""

    book: Book
    footer: str

    def title(self, sheet: Any, title: str, *widths: float) -> None:
        """The set-up of a sheet, the widths of its first columns, and its title."""
        dress(sheet, self.footer)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        shown = self.book.format(bold=True, font_size=18, font_color=DARK, text_wrap=False)
        sheet.set_row(0, 28)
        sheet.write_string(0, 0, text(title), shown)

    def flat(self, sheet: Any, row: int, *lines: str) -> int:
        """Lines over all columns from a row on; the row behind them."""
        for line in (part for words in lines for part in textwrap.wrap(words, 105)):
            sheet.write_string(row, 0, text(line), self.book.format(text_wrap=False))
            row += 1
        return row

    def head(self, sheet: Any, row: int, *words: str) -> None:
        """A row of headings."""
        shown = self.book.format(bold=True, bg_color=DARK, font_color="FFFFFF", border=1, border_color=EDGE)
        for column, word in enumerate(words):
            sheet.write_string(row, column, text(word), shown)

    def pairs(self, sheet: Any, row: int, pairs: Mapping[str, str], *, small: bool = False) -> int:
        """Labels with what they say beside them, a row each; the row behind them."""
        size = {"font_size": 9, "font_color": "505A5F"} if small else {}
        label = self.book.format(bold=not small, bg_color=GREY, border=1, border_color=EDGE, **size)
        value = self.book.format(border=1, border_color=EDGE, **size)
        for name, words in pairs.items():
            sheet.set_row(row, points((name, words), PAIRS))
            sheet.write_string(row, 0, name, label)
            sheet.write_string(row, 1, text(words), value)
            row += 1
        return row


def either(words: Sequence[str]) -> str:
    """Words parted by `or`; empty where there are none."""
    return " or ".join(words)
