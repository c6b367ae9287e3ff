"""audit action export: every action with all that was said of it, as a table that comes back exactly."""

from pathlib import Path

import click

from audit.cli.desk import Desk, everywhere
from audit.cli.screen import tell


@click.command("export")
@click.option("--plan", metavar="P", help="The actions of one plan.  [default: all]")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, help="The .csv or .xlsx to write."
)
@everywhere
def action_export(desk: Desk, plan: str | None, output: Path) -> None:
    """Write actions and everything that was said of them as a table.

    'audit action import' reads it back exactly: into another workspace, or here after it was worked on.
    What is new in it is a row with an action's ID (or none, for a new action) and a blank 'Written at'.

    \b
    Examples:
      audit action export -o actions.xlsx
      audit action export --plan child-r -o child-r.csv
    """
    from audit.plans.exporting import HEADINGS, rows_of
    from audit.store.actions import ActionBook
    from audit.workbook.listing import check_name, write_list

    check_name(output)
    book = ActionBook(desk.store)
    plans = (book.plan(plan),) if plan else book.plans()
    found = [one for one in book.actions() if not plan or one.action.plan == plans[0].name]
    rows = list(rows_of(plans, found, book.writers()))
    _check(output, rows)
    write_list(output, "Actions", HEADINGS, rows, desk.today)
    actions = "1 action" if len(found) == 1 else f"{len(found):,} actions"
    tell(f"{output} is written: {actions}, {len(rows):,} rows.")
    tell("It names people and holds what they wrote; keep it where that may be seen.")


def _check(output: Path, rows: "list[tuple[str, ...]]") -> None:
    """FileError where a text is longer than a cell of Excel holds, since it would not come back whole."""
    from audit.errors import FileError, Problem
    from audit.workbook.book import LONGEST

    if output.suffix.casefold() == ".xlsx":
        for row in rows:
            if any(len(cell) > LONGEST for cell in row):
                who = row[0] or row[1]
                problem = (
                    f"{who} has a text of more than {LONGEST:,} characters, which no cell of Excel holds"
                )
                raise FileError(str(output), [Problem("", f"{problem}; write a .csv.")])
