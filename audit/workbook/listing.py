"""A list as a file that people go on working with: CSV, or one sheet of Excel, whatever stands in it."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from audit.errors import FileError, Problem
from audit.passing import write
from audit.tables.formulas import as_csv, harmless
from audit.workbook.book import Book, text, writing
from audit.workbook.sheet import HEAD, unique
from audit.workbook.standing import other_table, taken

MOST = 1_048_575  # rows of a sheet below its headings
WIDEST, NARROWEST = 60, 8
LOOKED_AT = 500  # rows by which columns are made wide enough
SUFFIXES = (".csv", ".xlsx")
Row = Sequence[str | int]


def check_name(path: Path, headings: Sequence[str] = ()) -> None:
    """FileError where a list cannot be written under a name: its ending, its folder, what stands there."""
    wrong = ""
    if path.suffix.casefold() not in SUFFIXES:
        wrong = "its name must end in .csv or .xlsx."
    elif path.is_dir():
        wrong = "it is a folder; name a file in it."
    elif not path.parent.is_dir():
        wrong = f"there is no folder {path.parent}; make it first."
    elif path.suffix.casefold() == ".xlsx":
        wrong = taken(path)
    elif headings:
        wrong = other_table(path, as_csv((headings,)))
    if wrong:
        raise FileError(str(path), [Problem("", wrong)])


def write_list(path: Path, title: str, headings: Sequence[str], rows: Sequence[Row], on: date) -> None:
    """Write headings and rows, by the ending of the name; FileError where it cannot be written."""
    check_name(path, headings)
    if path.suffix.casefold() == ".csv":
        _place(path, as_csv((headings, *rows)))
        return
    if len(rows) > MOST:
        problem = Problem("", f"a sheet holds {MOST:,} rows and there are {len(rows):,}; write a .csv.")
        raise FileError(str(path), [problem])
    with writing(path, title, on) as book:
        _sheet(book, title, headings, rows)


def _place(path: Path, content: bytes) -> None:
    """Write a file that appears under its name only when it is whole."""
    try:
        write(path, content)
    except OSError as error:
        problem = Problem("", f"it cannot be written ({error.strerror}); is it open in another program?")
        raise FileError(str(path), [problem]) from None


def _sheet(book: Book, title: str, headings: Sequence[str], rows: Sequence[Row]) -> None:
    sheet = book.workbook.add_worksheet(title[:31])
    plain, marked = book.format(), book.format(quote_prefix=True)
    head = book.format(bold=True, font_color="FFFFFF", bg_color=HEAD)
    for column, heading in enumerate(unique(headings)):
        cells = (str(row[column]) for row in rows[:LOOKED_AT])
        longest = max((len(line) for cell in cells for line in cell.split("\n")), default=0)
        wide = min(WIDEST, max(NARROWEST, longest, len(heading)) + 2)
        sheet.set_column(column, column, wide, plain)
        sheet.write_string(0, column, heading, head)
    for place, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(place, column, cell, plain)
            elif cell:
                # Typed text stays text, also when somebody edits it later.
                sheet.write_string(place, column, text(cell), marked if harmless(cell) != cell else plain)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(rows)), len(headings) - 1)
