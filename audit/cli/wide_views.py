"""audit results of more than one round: --themes, --scorecard and --series."""

from collections.abc import Mapping, Sequence
from datetime import date

import click

from audit.cli.desk import Desk

WIDE = ("--themes", "--scorecard", "--series")


def wide_view(
    desk: Desk,
    names: Sequence[str],
    asked: Mapping[str, bool],
    since: date | None,
    *,
    drafts: bool,
    as_json: bool,
) -> bool:
    """Print what --themes, --scorecard or --series ask for; gives whether one of them was asked.

    Several rounds about agencies are a scorecard too where nothing is asked for. `asked` says of each way of
    looking whether it was; wrong usage where two do not go together.
    """
    given = [name for name, is_asked in asked.items() if is_asked]
    wide = next((name for name in given if name in WIDE), "")
    if wide and len(given) > 1:
        raise click.UsageError(f"{given[0]} and {given[1]} do not go together; ask for one at a time.")
    if since and wide != "--themes":
        raise click.UsageError("--since goes with --themes.")
    if not names and wide != "--themes":
        raise click.UsageError("Name a round, or ask for --themes of everything.")
    if wide == "--themes":
        from audit.cli.themes import print_themes

        day = since.isoformat() if since else ""
        print_themes(desk, names, day, drafts=drafts, as_json=as_json)
        return True
    if wide == "--series" and len(names) > 1:
        raise click.UsageError("--series takes one round, and shows all of its series.")
    if not wide and (given or len(names) < 2 or not _about_agencies(desk, names)):
        return False
    from audit.cli.scorecard import print_scorecard

    print_scorecard(desk, names, whole=wide == "--series", drafts=drafts, as_json=as_json)
    return True


def _about_agencies(desk: Desk, names: Sequence[str]) -> bool:
    """Whether all rounds are about agencies; StateError where some are and some are not."""
    from audit.cli.compare_agencies import about_agencies

    return about_agencies(desk, names)
