"""audit report of a round about cases."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli.desk import Desk
from audit.cli.screen import tell
from audit.dates import in_words

if TYPE_CHECKING:
    from audit.cases.results import Results

NAMES = (
    "Words that people typed stand in it: read Actions and Good practice before it goes further, since "
    "people write names."
)


def report_cases(
    desk: Desk, name: str, audience: str, output: Path, asks: tuple[str, ...], *, drafts: bool
) -> None:
    """Write the workbook of a round about cases, and say what is in it."""
    from audit.cases.concern import lines
    from audit.cli.case_results import results_of

    if drafts:
        raise click.UsageError("--drafts goes with rounds about agencies; this round is about cases.")
    found = results_of(desk, name)
    write(desk, found, audience, output, asks)
    for sentence in lines(found.case_round.concerns):
        tell(sentence)
    read = f"{found.read:,} of {len(found.usable):,} read"
    tell(f"{output} is written, as of {in_words(desk.today)}: {read}. {NAMES}")


def write(desk: Desk, found: "Results", audience: str, output: Path, asks: tuple[str, ...] = ()) -> None:
    """Write a workbook of a round about cases with the partnership's own name and marking."""
    from audit.workbook.case_report import write_case_report

    marking = desk.setting("marking", "OFFICIAL-SENSITIVE")
    write_case_report(
        found, output, audience=audience, partnership=desk.partnership, asks=asks, marking=marking
    )
