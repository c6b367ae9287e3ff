"""audit report: the workbook of a round, or of several, for the subgroup, the board or the public."""

from datetime import date

import click

from audit.cli.desk import Day, Desk, everywhere, of_one_moment
from audit.cli.reporting import Wanted, report_options
from audit.cli.results import drafts_option


@click.command()
@click.argument("names", metavar="R…", nargs=-1)
@report_options
@click.option("--all", "whole", is_flag=True, help="The whole year: every round, theme and action.")
@click.option("--since", type=Day(), help="With --all: from when on.  [default: 12 months ago]")
@click.option("--side-by-side", "beside", is_flag=True, help="Several rounds as sources, theme by theme.")
@drafts_option
@everywhere
@of_one_moment
def report(
    desk: Desk,
    names: tuple[str, ...],
    drafts: bool,
    wanted: Wanted,
    whole: bool,
    since: date | None,
    beside: bool,
) -> None:
    """Write the workbook of a round for the subgroup, the board or the public.

    Of several rounds it is the workbook of the last, with what moved since the one before: a comparison
    where they are about cases, a sheet Movement where they are about agencies. --all is the workbook of the
    year over everything in the workspace, with a sheet for each theme that sets self-grades, surveys, cases,
    reviews and actions side by side.

    --side-by-side is one workbook of several rounds that ask in different ways (files, observations,
    interviews, a survey): a grid of themes and sources, where sources agree and where they part, a sheet for
    each source, and the actions that came of them.

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
      audit report contacts cin observations interviews survey --side-by-side --for board -o jtai.xlsx
    """
    from audit.cli.report_all import check_whole, report_all

    if beside:
        if whole or since:
            raise click.UsageError("--side-by-side is of the rounds named; leave out --all and --since.")
        from audit.cli.beside_report import report_beside

        report_beside(desk, names, wanted, drafts=drafts)
        return
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
    from audit.cli.agency_report import report_agencies

    report_agencies(desk, names, wanted, drafts=drafts)
