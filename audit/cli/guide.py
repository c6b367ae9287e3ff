"""audit guide: two pages each for those who answer, who lead, who read, who write templates, who install."""

import re
import sys
from pathlib import Path

import click

from audit.cli.desk import Desk, everywhere
from audit.cli.screen import PIPED, columns, table, tell
from audit.definitions import nearest
from audit.errors import UnknownError

GUIDES = {
    "agencies": "For agencies: answering a self-assessment, and what happens to it.",
    "qa-leads": "For QA leads: a year with the program, month by month.",
    "board": "For board readers: how to read a workbook in two minutes.",
    "templates": "Writing standards and a template of your own.",
    "council-it": "For council IT: installing without network, what is stored where.",
}
FOLDER = Path(__file__).resolve().parent.parent / "guides"
MOST = 100  # columns in which a paragraph is read easily


@click.command()
@click.argument("name", required=False)
@everywhere
def guide(desk: Desk, name: str | None) -> None:  # noqa: ARG001 - every command has one
    """Show a guide of two pages; without NAME, which there are.

    \b
    Examples:
      audit guide
      audit guide agencies
      audit guide council-it > council-it.md
    """
    if name is None:
        table(["Guide", "What it tells"], [[one, told] for one, told in GUIDES.items()])
        tell("Read one with: audit guide NAME")
        return
    if name.casefold() not in GUIDES:
        raise UnknownError(f"There is no guide {name!r}{nearest(name, GUIDES)}")
    show(text_of(name.casefold()))


def text_of(name: str) -> str:
    """A guide as Markdown."""
    return (FOLDER / f"{name}.md").read_text(encoding="utf-8")


def show(text: str) -> None:
    """Print Markdown: laid out on a terminal, as it is where it is piped."""
    if not sys.stdout.isatty():
        click.echo(text, nl=False)
        return
    from rich.console import Console
    from rich.markdown import Markdown
    from rich.theme import Theme

    # Nothing but bold, which can be read on any background.
    plain = {"code": "bold", "h1": "bold", "h2": "bold", "item.bullet": "bold", "item.number": "bold"}
    plain |= {"table.header": "bold", "table.border": "dim"}
    theme = Theme({f"markdown.{name}": style for name, style in plain.items()})
    console = Console(width=min(columns(), MOST, PIPED), highlight=False, emoji=False, theme=theme)
    with console.capture() as captured:
        bare = re.sub(r"```\w+", "```", text)  # lines to be typed, in no colours
        console.print(Markdown(bare, hyperlinks=False, code_theme="ansi_dark"))
    click.echo("\n".join(line.rstrip() for line in captured.get().split("\n")), nl=False)
