"""Tables on a screen: fitted to a terminal, wide when piped."""

import json
import shutil
import sys
import textwrap
from collections.abc import Sequence
from typing import Any

import click

PIPED = 200  # columns where nobody's terminal limits them


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

    The first column is at least `least` characters wide, so that names break between words.
    """
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    for place, heading in enumerate(headings):
        grid.add_column(Text(heading), overflow="fold", min_width=0 if place else least)
    for row in rows:
        grid.add_row(*(Text(cell, style=_style(cell, colours or {})) for cell in row))
    console = Console(width=columns(), highlight=False, emoji=False)
    with console.capture() as captured:
        console.print(grid)
    click.echo(captured.get(), nl=False)  # not by rich, which ends the program where a pipe is closed


def _style(cell: str, colours: dict[str, str]) -> str:
    word = cell.split(" ", 1)[0].split("\n", 1)[0]
    return f"bold #{colours[word]}" if word in colours else ""


def as_json(value: Any) -> None:
    """Print a value as JSON."""
    click.echo(json.dumps(value, indent=2, ensure_ascii=False))


def item(text: str) -> None:
    """Print a sentence as one of several, wrapped to a terminal."""
    click.echo(wrapped(f"- {text}", "  ") if sys.stdout.isatty() else f"- {text}")


def tell(text: str) -> None:
    """Say something to the person, wrapped to a terminal: talk goes to stderr, data to stdout."""
    click.echo(wrapped(text) if sys.stderr.isatty() else text, err=True)


def wrapped(text: str, indent: str = "") -> str:
    """Text with its lines broken between words to fit the terminal."""
    wide = max(20, min(shutil.get_terminal_size().columns, 100) - 1)
    lines = text.split("\n")
    return "\n".join(textwrap.fill(x, wide, subsequent_indent=indent, break_on_hyphens=False) for x in lines)
