"""audit results of more than rounds of one kind: --themes and --scorecard."""

from collections.abc import Mapping, Sequence
from datetime import date

import click

from audit.cli.desk import Desk

WIDE = ("--themes", "--scorecard")


def wide_view(
    desk: Desk,
    names: Sequence[str],
    asked: Mapping[str, bool],
    since: date | None,
    *,
    drafts: bool,
    as_json: bool,
) -> bool:
    """Print what --themes or --scorecard ask for; gives whether one of them was asked.

    `asked` says of each way of looking whether it was; wrong usage where two do not go together.
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
    elif wide:
        from audit.cli.scorecard import print_scorecard

        print_scorecard(desk, names, drafts=drafts, as_json=as_json)
    return bool(wide)
