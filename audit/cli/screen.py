"""Tables on a screen: fitted to a terminal, wide when piped."""

import json
import os
import re
import shutil
import sys
import textwrap
from collections.abc import Sequence
from typing import Any, Literal

import click

from audit.cli.progress import paused
from audit.wording import escaped, harmless

PIPED = 200  # columns where nobody's terminal limits them
GAP = 3  # blanks between columns
KEPT = "\ufdd0"  # in the place of a blank at which no line breaks: a number stays with its sign
_NUMBER = re.compile(rf"\d{{1,3}}(,\d{{3}})*(\.\d+)?([ {KEPT}]%)?")


def columns() -> int:
    """How wide a table may be."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else PIPED


def table(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    colours: dict[str, str] | None = None,
    least: int = 0,
) -> None:
    """Print a table; a cell whose first word is a key of `colours` takes that colour on a terminal.

    Lines break between words as far as the screen allows it, and columns of numbers stand to the right.
    The first column is at least `least` characters wide.
    """
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    rows = [[harmless(cell).replace(" %", f"{KEPT}%") for cell in row] for row in rows]
    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    headings = [harmless(one) for one in headings]
    lines = [headings, *rows]
    for place, (heading, wide) in enumerate(zip(headings, widths(lines, columns(), least), strict=True)):
        grid.add_column(Text(heading), overflow="fold", width=wide, justify=_side(rows, place))
    for row in rows:
        grid.add_row(*(Text(cell, style=_style(cell, colours or {})) for cell in row))
    console = Console(width=columns(), highlight=False, emoji=False)
    with console.capture() as captured:
        console.print(grid)
    printed = "\n".join(line.rstrip() for line in captured.get().replace(KEPT, " ").split("\n"))
    _said(printed, nl=False)  # not by rich, which ends the program where a pipe is closed


def widths(lines: Sequence[Sequence[str]], room: int, least: int = 0) -> list[int]:
    """How wide each column of a table is, so that it fits, and only words that are too long are broken.

    The first line is the headings, which give way before the cells; then wide columns before others. None
    gets narrower than its longest word, unless words alone do not fit.
    """
    from rich.cells import cell_len

    cells = [[cell.split("\n") for cell in column] for column in zip(*lines, strict=True)]
    whole = [max(1, *(cell_len(part) for cell in column for part in cell)) for column in cells]
    words = [
        max((cell_len(word) for cell in column for part in cell for word in part.split()), default=1)
        for column in cells
    ]
    words[0] = max(words[0], least)
    filled = [max((cell_len(part) for cell in column[1:] for part in cell), default=1) for column in cells]
    body = [max(pair) for pair in zip(filled, words, strict=True)]
    room -= 2 + GAP * (len(cells) - 1)
    bare = [1] * len(cells)
    for wanted, floor in ((whole, body), (body, words), (words, bare)):
        for most in range(max(wanted), 0, -1):
            found = [min(wide, max(most, narrow)) for wide, narrow in zip(wanted, floor, strict=True)]
            if sum(found) <= room:
                return found
    return bare


def fits(lines: Sequence[Sequence[str]], tallest: int = 6) -> bool:
    """Whether a table fits the terminal with no word broken and no cell of more lines than the tallest.

    The first line is the headings. Piped, all fits.
    """
    if not sys.stdout.isatty():
        return True
    wide = widths(lines, columns())
    return all(
        (not cell.split() or max(map(len, cell.split())) <= room)
        and len(textwrap.wrap(cell, room, break_on_hyphens=False)) <= tallest
        for row in lines
        for cell, room in zip(row, wide, strict=True)
    )


def _side(rows: Sequence[Sequence[str]], place: int) -> Literal["left", "right"]:
    filled = [row[place] for row in rows if row[place]]
    return "right" if filled and all(map(_NUMBER.fullmatch, filled)) else "left"


def _style(cell: str, colours: dict[str, str]) -> str:
    word = cell.split(" ", 1)[0].split("\n", 1)[0].rstrip(":")
    return f"bold #{colours[word]}" if word in colours else ""


def as_json(value: Any) -> None:
    """Print a value as JSON."""
    _said(escaped(json.dumps(value, indent=2, ensure_ascii=False)))


def _said(text: str, *, err: bool = False, nl: bool = True) -> None:
    """Print in the place of a line of progress."""
    with paused():
        click.echo(text, err=err, nl=nl)


def heading(text: str) -> None:
    """Print a line that heads others, bold on a terminal that has it."""
    text = harmless(text)
    bold = sys.stdout.isatty() and os.environ.get("TERM") != "dumb" and not os.environ.get("NO_COLOR")
    _said(click.style(wrapped(text), bold=True) if bold else text)


def item(text: str) -> None:
    """Print a sentence as one of several, wrapped to a terminal."""
    _sentence(f"- {text}", "  ")


def line(text: str, indent: str = "") -> None:
    """Print a sentence, wrapped to a terminal; `indent` stands before its further lines."""
    _sentence(text, indent)


def tell(text: str, indent: str = "") -> None:
    """Say something to the person, wrapped to a terminal: talk goes to stderr, data to stdout."""
    _sentence(text, indent, err=True)


def _sentence(text: str, indent: str, *, err: bool = False) -> None:
    text = harmless(text)
    _said(wrapped(text, indent) if (sys.stderr if err else sys.stdout).isatty() else text, err=err)


def wrapped(text: str, indent: str = "") -> str:
    """Text with its lines broken between words to fit the terminal; a path or digest stays whole."""
    wide = max(20, min(shutil.get_terminal_size().columns, 100) - 1)
    lines = text.replace(" %", "\u00a0%").split("\n")  # a number stays with its sign
    filled = (
        textwrap.fill(each, wide, subsequent_indent=indent, break_on_hyphens=False, break_long_words=False)
        for each in lines
    )
    return "\n".join(filled).replace("\u00a0%", " %")


def clipped(text: str, longest: int = 160) -> str:
    """The beginning of a long text in one line, ended at a word; elsewhere somebody can see all of it."""
    whole = " ".join(text.split())
    return whole if len(whole) <= longest else f"{whole[:longest].rsplit(' ', 1)[0]} …"
