"""What a person wants of a report, and how one that is ready is written, told and kept."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from audit.cli.desk import WORDS, Desk, by_option
from audit.cli.progress import counted, working
from audit.cli.screen import tell
from audit.errors import StoreError
from audit.summaries.audience import AUDIENCES

if TYPE_CHECKING:
    from audit.workbook.assembled import Report

F = TypeVar("F", bound=Callable[..., Any])
MARKED = 'once it may be published, say so in audit.toml: marking-public = "OFFICIAL".'
NOT_KEPT = "The figures of this report were not kept, so the next cannot say what has moved since"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A report as it was asked for: for whom, where to, what it asks, how agencies are named.

    `text` prints the summary for a paper. With `key` codes stand in the place of agencies' names, and their
    key goes to that file.
    """

    audience: str
    output: Path | None = None
    asks: tuple[str, ...] = ()
    text: bool = False
    key: Path | None = None


def report_options(command: F) -> F:
    """Give a command the options that every report has, and what is wanted in place of them."""

    @wraps(command)
    def _gathered(*args: Any, **kwargs: Any) -> Any:
        coded = kwargs.pop("agencies") == "coded"
        wanted = Wanted(
            audience=kwargs.pop("audience"),
            output=kwargs.pop("output"),
            asks=kwargs.pop("asks"),
            text=kwargs.pop("text"),
            key=kwargs.pop("key"),
        )
        with working("Writing the report"):
            return command(*args, wanted=check(wanted, coded=coded), **kwargs)

    given: Callable[..., Any] = _gathered
    path = click.Path(path_type=Path)
    options = (
        click.option(
            "--for", "audience", type=click.Choice(list(AUDIENCES)), required=True, help="Whom it is for."
        ),
        click.option("-o", "--output", type=path, help="The workbook to write."),
        click.option(
            *("--ask", "asks"), multiple=True, type=WORDS, help="What the board is asked to do; repeatable."
        ),
        click.option("--text", is_flag=True, help="Print the summary, for a Word paper."),
        click.option(
            "--agencies",
            type=click.Choice(["named", "coded"]),
            default="named",
            help="Agencies by name, or by codes whose key goes to another file.",
        ),
        click.option("--key", type=path, help="With --agencies coded: the file for the key (.csv)."),
    )
    for option in reversed(options):
        given = option(given)
    return by_option(cast("F", given))


def check(wanted: Wanted, *, coded: bool) -> Wanted:
    """What is wanted, as it is; wrong usage where it does not go together."""
    if wanted.output is None and not wanted.text:
        raise click.UsageError("Name the workbook with -o FILE.xlsx, or print the summary with --text.")
    if wanted.asks and wanted.audience == "public":
        raise click.UsageError("--ask goes with --for subgroup or board; the public is asked nothing.")
    if coded != (wanted.key is not None):
        raise click.UsageError("--agencies coded and --key FILE.csv go together: the key says who is who.")
    return wanted


def deliver(desk: Desk, report: "Report", wanted: Wanted) -> None:
    """Write a report, print its summary, or both; and keep its figures in the store.

    What is to be published is kept before it is written, since the next public edition must not contradict
    it. Any other report matters more than its figures: where those cannot be kept, it says so. A place
    that no workbook may take is refused before anything is kept or any key written.
    """
    if wanted.output is not None:
        from audit.workbook.book import check_place

        check_place(wanted.output)
    ready = since_last(desk, report)
    if wanted.key is not None:
        from audit.cli.report_codes import with_codes

        ready = with_codes(desk, ready, wanted.key, wanted.output)
    if ready.audience == "public":
        _keep(desk, ready)
    if wanted.output is not None:
        from audit.workbook.assembled import write

        write(ready, wanted.output, counted)
        if "SENSITIVE" in ready.marking and ready.audience == "public":
            tell(f"{wanted.output} is marked {ready.marking}; {MARKED}")
    if wanted.text:
        from audit.cli.report_text import print_report

        print_report(ready, desk.partnership)
    if ready.audience != "public":
        try:
            _keep(desk, ready)
        except StoreError as error:
            why = str(error).removeprefix("Nothing was written: ").rstrip(".")
            tell(f"{NOT_KEPT} ({why}).")


def _keep(desk: Desk, report: "Report") -> None:
    from audit.store.reports import keep_report

    keep_report(desk.store, report.kept, desk.stamp())


def since_last(desk: Desk, report: "Report") -> "Report":
    """A report with what has moved since the last one of the same thing, as far as there was one."""
    from audit.store.reports import reports
    from audit.summaries.since import since

    found = since(reports(desk.store, report.kept.of), report.kept, report.counts)
    return replace(report, since=found)
