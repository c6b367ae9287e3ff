"""What the calculator's commands share: how shares and counts are typed, and how an answer is shown."""

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import click

from audit.cli.screen import as_json as print_json
from audit.cli.screen import line, table, tell
from audit.wording import harmless

if TYPE_CHECKING:
    from audit.statistics.answer import Answer
    from audit.statistics.compare import Count

_COUNT = re.compile(r"\s*(\d{1,9})\s*/\s*(\d{1,9})\s*", re.ASCII)


class Share(click.ParamType[Fraction]):
    """A share or rate typed as 0.9 or 90%."""

    name = "share"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Fraction:
        """The exact share, or wrong usage."""
        from audit.definitions import decimal

        exact = value if isinstance(value, Fraction) else decimal(str(value))
        if exact is None:
            self.fail(f"{value!r} is not a share; write 0.9 or 90%.", param, ctx)
        return exact


class Shares(click.ParamType[tuple[Fraction, Fraction]]):
    """Two shares typed as 60%,90%."""

    name = "shares"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[Fraction, Fraction]:
        """Both shares, or wrong usage."""
        parts = value if isinstance(value, tuple) else str(value).split(",")
        if len(parts) != 2:
            self.fail(f"{value!r} is not two shares; write 60%,90% or 0.6,0.9.", param, ctx)
        before, after = (SHARE.convert(part, param, ctx) for part in parts)
        return before, after


SHARE = Share()
population_option = click.option(
    "--population", type=int, metavar="N", help="How many files there are in all."
)
confidence_option = click.option(
    "--confidence",
    type=SHARE,
    default="0.95",
    metavar="C",
    help="How sure to be, as 0.95 or 95%.  [default: 0.95]",
)


class Counted(click.ParamType["Count"]):
    """A count typed as 12/20."""

    name = "count"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> "Count":
        """So many out of so many, or wrong usage; AuditError where that cannot be."""
        from audit.statistics.compare import Count

        if isinstance(value, Count):
            return value
        found = _COUNT.fullmatch(str(value))
        if not found:
            self.fail(f"{value!r} is not a count of files; write 12/20 for 12 of 20.", param, ctx)
        return Count(int(found[1]), int(found[2]))


class Listed(click.ParamType[tuple[Any, ...]]):
    """Several values of one type with commas between them."""

    name = "list"

    def __init__(self, kind: click.ParamType[Any]) -> None:
        """Name the type of each."""
        self.kind = kind

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[Any, ...]:
        """Every value, or wrong usage."""
        if isinstance(value, tuple):
            return value
        return tuple(self.kind.convert(part.strip(), param, ctx) for part in str(value).split(","))


detail_option = click.option("--detail", is_flag=True, help="Show coefficients, intervals and tests too.")


def show(answer: "Answer", as_json: bool) -> None:
    """Print an answer: its sentences and tables, or its figures."""
    if as_json:
        print_json(dict(answer.figures))
        return
    for sentence in answer.sentences:
        line(sentence)
    for grid in answer.grids:
        click.echo(harmless(f"\n{grid.title}"))
        table(grid.headings, grid.rows)
    tell(answer.note)


def show_in_short(answer: "Answer", as_json: bool, detail: bool) -> None:
    """Print an answer without its figures, which stand under --detail; or all of them as JSON."""
    if as_json:
        print_json(dict(answer.figures))
        return
    for sentence in answer.sentences:
        line(sentence)
    for grid in (*answer.grids, *(answer.details if detail else ())):
        click.echo(harmless(f"\n{grid.title}"))
        table(grid.headings, grid.rows)
    tell(answer.note if detail else "--detail shows the figures behind this.")
