"""audit register: what a register is, what is wrong with it, and what it can be drawn by."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli import register_words as words
from audit.cli.desk import Desk, everywhere, json_option
from audit.cli.frames import personal_of, scratch
from audit.cli.screen import as_json as print_json
from audit.errors import FileError, StateError

if TYPE_CHECKING:
    from audit.registers.register import Register
    from audit.registers.workbooks import Refused
    from audit.sampling.checking import Report


@click.command()
@click.argument("register")
@click.option("--unit", multiple=True, metavar="COLUMN", help="What would be drawn.  [default: its ids]")
@json_option
@everywhere
def register(desk: Desk, register: str, unit: tuple[str, ...], as_json: bool) -> None:
    """Say what a register is, what is wrong with it, and what it can be drawn by.

    REGISTER is a file, FILE.xlsx#SHEET, or a table where it lies: URL#SCHEMA.TABLE of a database,
    spark:local#PATH or spark://HOST:PORT#TABLE of a lake. Ends with 1 where nothing can be drawn from it.

    \b
    Examples:
      audit register annex-a.xlsx
      audit register annex-a.xlsx#"List 7"
      audit register referrals.csv --unit "Case ID"
    """
    with scratch(desk) as folder:
        lists = _look_at_all(desk, register, unit, folder)
    reports = [each for _, each in lists if each]
    if as_json:
        from audit.cli.register_figures import figures

        print_json(figures(register, lists))
    else:
        words.say(lists, needs_workspace=not desk.begun)
    if all(report.blocked for report in reports):
        from audit.sampling.engines.addresses import without_password

        why = words.why_not(reports[0]) if len(reports) == 1 else "no list in it can be."
        raise StateError(f"{without_password(register)} cannot be drawn from: {why}")


def _look_at_all(
    desk: Desk, spec: str, unit: Sequence[str], folder: Path
) -> "list[tuple[Register | Refused, Report | None]]":
    """Each list of a file with the look at it; None for what is no list."""
    from audit.registers.opening import open_all
    from audit.registers.register import Register
    from audit.sampling.engines.elsewhere import is_table, open_table
    from audit.sampling.engines.parquet import write_out

    found: Sequence[Register | Refused]
    if is_table(spec):
        found = [open_table(spec, desk.library, folder, desk.java_memory)]
    else:
        found = open_all(spec, desk.library, folder, write_out)
    return [(each, _look_at(each, unit, folder) if isinstance(each, Register) else None) for each in found]


def _look_at(found: "Register", unit: Sequence[str], folder: Path) -> "Report":
    """The look at a list; what the engine cannot read where it lies is written out first."""
    from audit.registers.copies import write_out
    from audit.sampling.checking import look
    from audit.sampling.engines.choosing import engine_for

    def _in(lying: "Register") -> "Report | None":
        with closing(engine_for(lying, folder)) as engine:
            try:
                return look(engine, unit, personal_of(lying))
            except FileError:
                if lying.written or not engine.unreadable:
                    raise
                return None

    report = _in(found) or _in(write_out(found, folder))
    if report is None:
        raise StateError(f"{found.name} cannot be read; save it again as CSV in UTF-8.")
    return report
