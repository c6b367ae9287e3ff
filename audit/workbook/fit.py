"""Column widths and row heights for wrapped text, and what is done with text that no row can hold.

Every row is given its height, since LibreOffice fits none on opening and prints lines one over another.
A row of Excel ends at 409 points, so a text of more lines than that is cut, and stands whole in Notes.
"""

import re
import textwrap
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import zip_longest

from audit.workbook.charts import rows_for
from audit.workbook.page import Cell, Chart, NewPage, Page, Table, Text, words

PAGE = 160  # characters across A4 landscape at 90 %: letters of 9 points
ACROSS, DOWN = 780, 500  # points of A4 landscape inside the margins
POINTS = 13.5  # of a line of text
TEXT_POINTS = {"title": 24.0, "heading": 19.0, "warning": 15.0}
HEADED = TEXT_POINTS["heading"] + POINTS  # points of a table's title with the line above it
MOST_LINES = 27  # of a row: with room to spare under 409 points
DIGIT = 515  # thousandths of the type size: the width a column is counted in, with 2 % to spare
BOLD = 1.08  # how much wider bold letters are
LARGER = {"title": 1.6 * BOLD, "heading": 1.3 * BOLD, "warning": BOLD}  # than plain letters
# Arial's letters from space to tilde, in thousandths of the type size; Liberation Sans has the same.
ARIAL = (
    *(278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, *[556] * 10),
    *(278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556),
    *(833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556),
    *(333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333),
    *(500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584),
)
LETTERS = {chr(32 + place): width for place, width in enumerate(ARIAL)}
NARROWEST, WIDEST = 191, 1015  # the latter for letters beyond those, so that no alphabet is cut off
LEAST, WORD, WISH = 6.5, 20, 64
DATE = 18
BARE = (14.0,) * 10  # columns of a page without a table, over which its sentences run
_WORDS = re.compile(r"\S+\s*|\s+").findall
LONG = 40  # characters of a word whose width is not kept
SHORT = 200  # characters of a text that may well stand in several cells


def widths(page: Page) -> tuple[float, ...]:
    """The width of each column in characters: as given, or fitted to headings and content."""
    if page.widths:
        return page.widths
    if not page.tables:
        return BARE
    needs = [_needs(column) for table in page.tables for column in [_columns(table)]]
    pairs = [tuple(part) for part in zip_longest(*needs, fillvalue=(0.0, 0.0))]
    least = [max(low for low, _ in pair) for pair in pairs]
    wish = [max(high for _, high in pair) for pair in pairs]
    return _shared(least, wish)


def _shared(least: Sequence[float], wish: Sequence[float]) -> tuple[float, ...]:
    """Each column its wish where the page holds them all, else its least and a part of the rest."""
    if sum(wish) <= PAGE:
        return tuple(wish)
    # A date or a word is whole before long texts get more than they need.
    brief = [max(low, min(high, DATE)) for low, high in zip(least, wish, strict=True)]
    least = brief if sum(brief) <= PAGE else least
    over = sum(wish) - sum(least)
    part = max(0.0, PAGE - sum(least)) / over if over else 0.0
    return tuple(round(low + (high - low) * part, 1) for low, high in zip(least, wish, strict=True))


def _columns(table: Table) -> list[list[str]]:
    rows = [*table.rows, table.foot] if table.foot else table.rows
    room = 3 if table.filtered else 0  # for the filter's button
    columns = [[heading + " " * room] for heading in table.headings]
    for row in rows:
        for column, cell in zip(columns, row, strict=True):
            column.append(words(cell))
    return columns


def _needs(columns: Sequence[list[str]]) -> list[tuple[float, float]]:
    return [_need(column[0], column[1:]) for column in columns]


def _need(heading: str, values: Sequence[str]) -> tuple[float, float]:
    head = max((digits(word) for word in heading.split()), default=0.0) * BOLD + 1
    head += 3 if heading.endswith("   ") else 0
    distinct = set(values)
    word = max((digits(word) for value in distinct for word in value[:400].split()), default=0.0)
    line = max((digits(line) for value in distinct for line in value[:400].split("\n")), default=0.0)
    least = max(LEAST, min(head, WORD + 4), min(word, WORD) + 1)
    # Text that runs over several lines needs a column in which it can be read.
    least = max(least, min(line / 3, 34))
    return least, max(least, min(line, WISH) + 1, min(len(heading) * 1.2, 14))


def lines(value: str, width: float) -> int:
    """How many lines a text takes in a column."""
    across = width * DIGIT
    if "\n" not in value:
        return _wrapped(value, across)
    return sum([_wrapped(line, across) for line in value.split("\n")])


def digits(value: str) -> float:
    """How wide a text is, counted in digits as columns are."""
    return _wide(value) / DIGIT


def _wide(value: str) -> int:
    return sum([LETTERS.get(letter, WIDEST) for letter in value])


def _wrapped(line: str, across: float) -> int:
    if len(line) * WIDEST <= across:
        return 1
    return _few(line, across) if len(line) <= SHORT else _set(line, across)


@lru_cache(maxsize=50_000)
def _few(line: str, across: float) -> int:
    return _set(line, across)  # names, questions and words that stand in many cells


def _set(line: str, across: float) -> int:
    """The lines of a paragraph, words set one after another as a spreadsheet sets them."""
    count, used = 1, 0.0
    for word in _WORDS(line):
        bare, whole = _known(word) if len(word) <= LONG else _both(word)
        if used and used + bare > across:
            count, used = count + 1, 0.0
        broken = int(bare // across)  # a word wider than the column runs on over several lines
        count, used = count + broken, used + whole - broken * across
    return count


def _both(word: str) -> tuple[int, int]:
    """How wide a word is without the space behind it, and with it."""
    return _wide(word.rstrip()), _wide(word)


_known = lru_cache(maxsize=50_000)(_both)  # most words of a report stand in it often


def room(value: str, width: float, most_lines: int = MOST_LINES) -> int:
    """How many characters from its beginning a row can hold, whole words where there are any."""
    most = int(most_lines * width * DIGIT / NARROWEST) + 1  # no row holds more, whatever they are
    if len(value) <= most and lines(value, width) <= most_lines:
        return len(value)
    end = (
        bisect_right(range(min(len(value), most) + 1), most_lines, key=lambda n: lines(value[:n], width)) - 1
    )
    if end >= len(value):
        return len(value)
    return max(value.rfind(" ", end // 2, end), value.rfind("\n", end // 2, end)) + 1 or end


def pieces(value: str, width: float, most_lines: int = MOST_LINES) -> Iterator[str]:
    """A text in pieces that fit into a row each; together they are the text."""
    while (end := max(1, room(value, width, most_lines))) < len(value):
        yield value[:end]
        value = value[end:]
    yield value


def fitted(page: Page, notes: list[tuple[str, str]], most_lines: int = MOST_LINES) -> Page:
    """A page with its widths, long texts split or cut; the cut ones are added to `notes` with the sheet.

    A row takes as many lines as `most_lines`: fewer of larger letters.
    """
    page = replace(page, widths=widths(page))
    blocks = (
        _fitted_table(page, block, notes, most_lines) if isinstance(block, Table) else block
        for block in page.blocks
    )
    return replace(page, blocks=tuple(blocks))


def _fitted_table(page: Page, table: Table, notes: list[tuple[str, str]], most: int) -> Table:
    if table.split:
        return replace(
            table, rows=tuple(part for row in table.rows for part in _split(row, page.widths, most))
        )
    rows = (
        tuple(_cut(page, cell, width, notes, most) for cell, width in zip(row, page.widths, strict=False))
        for row in table.rows
    )
    return replace(table, rows=tuple(rows))


def _cut(page: Page, cell: Cell, width: float, notes: list[tuple[str, str]], most: int) -> Cell:
    if not isinstance(cell, str) or len(cell) < most or (end := room(cell, width, most)) == len(cell):
        return cell
    notes.append((page.name, cell))
    return f"{cell[: max(0, end - 60)].rstrip()} … (cut; the whole stands in Notes) [note {len(notes)}]"


def _split(row: tuple[Cell, ...], widths_: Sequence[float], most: int) -> Iterator[tuple[Cell, ...]]:
    *heads, last = row
    width = widths_[len(row) - 1]
    for number, piece in enumerate(pieces(words(last), width, most)):
        yield (*heads, piece) if not number else (*(_continued(head) for head in heads), piece)


def _continued(head: Cell) -> Cell:
    return f"{words(head)} (continued)" if words(head) else head


def paragraph(text: Text, across: float) -> list[str]:
    """A text as the lines in which it stands over the width of the page."""
    most = max(20.0, across / LARGER.get(text.style, 1)) * DIGIT
    found = [""]
    for word in text.text.split():
        longer = f"{found[-1]} {word}".lstrip()
        if _wide(longer) <= most:
            found[-1] = longer
        else:
            found += [word] if _wide(word) <= most else textwrap.wrap(word, int(most // WIDEST))
    return [line for line in found if line] or [""]


def sentences(text: str, across: float) -> list[str]:
    """A text as its sentences, those that are wider than the page as lines."""
    parts = re.split(r"(?<=[.?!])\s+(?=\S)", text.strip())
    return [line for part in parts for line in paragraph(Text(part), across)]


def points(row: Sequence[Cell], widths_: Sequence[float], *, bold: bool = False) -> float:
    """The height of a row of cells, so that all of each can be read."""
    used = 1 / BOLD if bold else 1
    most = max(lines(words(cell), width * used) for cell, width in zip(row, widths_, strict=False))
    return POINTS * most + 2


def room_on_page(widths_: Sequence[float]) -> float:
    """How many points of rows stand on a sheet of A4 that is as wide as some columns."""
    return DOWN / min(1.0, ACROSS / _points_across(widths_))


def _points_across(widths_: Sequence[float]) -> float:
    return sum(width * 7.5 + 5 for width in widths_) * 0.75 or ACROSS


def scale(page: Page) -> int:
    """The scale in per cent at which a page with page breaks is one sheet of A4 wide, each part one tall."""
    across = _points_across(page.widths)
    tall = parts(page) if page.tall else []  # elsewhere a long part runs on over further pages
    smallest = min([ACROSS / across, *(DOWN / part for part in tall if part)])
    return max(40, min(100, int(smallest * 98)))


def parts(page: Page) -> list[float]:
    """The heights in points of what stands between page breaks."""
    found = [TEXT_POINTS["title"] if page.title else 0.0]
    for block in page.blocks:
        if isinstance(block, NewPage):
            found.append(0.0)
        else:
            found[-1] += _height(block, page)
    return found


def _height(block: object, page: Page) -> float:
    match block:
        case Text():
            rows = len(paragraph(block, sum(page.widths)))
            return rows * TEXT_POINTS.get(block.style, POINTS) + POINTS * (block.style == "heading")
        case Table() if not block.rows:
            return TEXT_POINTS["heading"] + 2 * POINTS
        case Table():
            return (HEADED if block.title else 0) + height(block, page.widths)
        case Chart():
            table = next((table for table in page.tables if table.title == block.table), None)
            apart = table is not None and not block.beside and not block.by_table
            return (rows_for(block, table) + 2) * 15.0 if table and apart else 0
    return 0


def height(table: Table, widths_: Sequence[float]) -> float:
    """The height of a table's rows in points."""
    ends = [row for row in (table.headings, table.foot) if row]
    rows = sum(points(row, widths_) for row in table.rows)
    return rows + sum(points(row, widths_, bold=True) for row in ends)
