"""audit report: the workbook of a round, or of several, for the subgroup, the board or the public."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli.concerns import concerns_in, say_waiting
from audit.cli.desk import Day, Desk, everywhere
from audit.cli.reporting import Wanted, deliver, report_options
from audit.cli.results import drafts_option
from audit.cli.scored import score_round
from audit.cli.screen import tell
from audit.dates import in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audit.scoring.movement import Movement
    from audit.scoring.partnership import Results
    from audit.workbook.assembled import Report
    from audit.workbook.edition import Edition


@click.command()
@click.argument("names", metavar="R…", nargs=-1)
@report_options
@click.option("--all", "whole", is_flag=True, help="The whole year: every round, theme and action.")
@click.option("--since", type=Day(), help="With --all: from when on.  [default: 12 months ago]")
@drafts_option
@everywhere
def report(
    desk: Desk, names: tuple[str, ...], drafts: bool, wanted: Wanted, whole: bool, since: date | None
) -> None:
    """Write the workbook of a round for the subgroup, the board or the public.

    Of several rounds it is the workbook of the last, with what moved since the one before: a comparison
    where they are about cases, a sheet Movement where they are about agencies. --all is the workbook of the
    year over everything in the workspace, with a sheet for each theme that sets self-grades, surveys, cases,
    reviews and actions side by side.

    With --text it prints the summary instead, a paragraph a line, to be pasted into a paper. The figures of
    every report are kept, so that the next one says what has moved since.

    \b
    Examples:
      audit report s11-2026 --for board -o board.xlsx --ask "agree the date of the next audit"
      audit report dip-2026-05 dip-2026-11 --for subgroup -o subgroup.xlsx
      audit report s11-2024 s11-2026 --for board -o board.xlsx
      audit report s11-2026 --for public -o public.xlsx
      audit report s11-2026 --for board --text --ask "agree the date of the next audit"
      audit report --all --for board -o year.xlsx
    """
    from audit.cli.report_all import check_whole, report_all

    if check_whole(desk, names, whole=whole, since=since):
        report_all(desk, since, wanted, drafts=drafts)
        return
    from audit.cli.compare_agencies import about_agencies

    if not names:
        raise click.UsageError("Name a round; 'audit round list' shows them.")
    if not about_agencies(desk, names):
        from audit.cli.case_report import report_cases

        report_cases(desk, names, wanted, drafts=drafts)
        return
    report_agencies(desk, names, wanted, drafts=drafts)


def report_agencies(desk: Desk, names: tuple[str, ...], wanted: Wanted, *, drafts: bool) -> None:
    """Write the workbook of a round about agencies, and say what is in it."""
    from audit.cli.compare_agencies import movements_of

    moved = movements_of(desk, names, drafts=drafts) if len(names) > 1 else ()
    found = moved[-1].now if moved else score_round(desk, names[0], drafts)
    deliver(desk, agency_report(desk, found, wanted, moved), wanted)
    say_waiting(desk, [found.round.name])
    signed = f"{found.returned} of {found.expected} returns signed"
    if wanted.output:
        tell(f"{wanted.output} is written, as of {in_words(desk.today)}: {signed}.")


def agency_report(desk: Desk, found: "Results", wanted: Wanted, moved: "Sequence[Movement]" = ()) -> "Report":
    """The report of a round about agencies, with the partnership's own name and marking."""
    from audit.workbook.report import report_of

    return report_of(agency_edition(desk, found, wanted, moved))


def agency_edition(
    desk: Desk, found: "Results", wanted: Wanted, moved: "Sequence[Movement]" = ()
) -> "Edition":
    """The edition of a round about agencies that is wanted."""
    from audit.workbook.edition import Edition

    marking = desk.marking(wanted.audience)
    return Edition(
        found,
        wanted.audience,
        desk.partnership,
        wanted.asks,
        marking,
        tuple(moved),
        escalated=_escalated(desk, found),
        concerns=concerns_in(desk, [found.round.name]),
    )


def _escalated(desk: Desk, found: "Results") -> tuple[str, ...]:
    """The agencies, by code, whose chief officer was chased for the return by the day of the report."""
    from audit.chasing.people import CHIEF
    from audit.store.chases import chases

    made = chases(desk.store, found.round.name)
    return tuple({one.agency: None for one in made if CHIEF in one.to and one.on <= desk.today})


def write(desk: Desk, found: "Results", audience: str, output: Path, asks: tuple[str, ...] = ()) -> None:
    """Write the workbook of a round about agencies."""
    wanted = Wanted(audience, output, asks)
    deliver(desk, agency_report(desk, found, wanted), wanted)
