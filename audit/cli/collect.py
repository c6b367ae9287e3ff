"""audit collect."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli.desk import Desk, by_option, everywhere
from audit.cli.screen import tell
from audit.errors import AuditError

if TYPE_CHECKING:
    from audit.cli.arriving import Arriving
    from audit.cli.intake import Intake

LISTED = 5  # files of other kinds that are named
SETTLE = (
    "An answer that changed here and in a file stays as it is here. To settle it, collect the file again "
    "at a terminal, or with --prefer file or --prefer store."
)


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--round", "name", metavar="R", help="The round that a table or return is for, where it fits several."
)
@click.option("--agency", help="Whose return it is, where it comes from elsewhere and does not tell.")
@click.option(
    "--prefer",
    type=click.Choice(["file", "store"]),
    default=None,
    help="Whose answer stands where it changed here and in a file.",
)
@click.option("--receipts", type=click.Path(path_type=Path), help="Where receipts go.  [default: receipts/]")
@click.option("--no-receipts", is_flag=True, help="Write no receipts.")
@by_option
@everywhere
def collect(
    desk: Desk,
    files: tuple[Path, ...],
    name: str | None,
    agency: str | None,
    prefer: str | None,
    receipts: Path | None,
    no_receipts: bool,
) -> None:
    """Take in filled forms (xlsx, xls, ods) and returns (json); what is wrong is listed by sheet and cell.

    Tables are taken too (csv, tsv, xlsx …): answers, one a row under agency, case, question and value, or
    replies as form tools export them, one a row with a column for each question. A folder stands for all
    the files in it.

    What an owner's form says of actions is proposed, until 'audit action accept' accepts or declines it.

    A file that is wrong anywhere is not taken at all; the others are. A file that comes again changes
    nothing. What was signed here is never changed, nor an answer that has changed here since the file was
    made: that is shown, and settled with --prefer or at the prompt.

    \b
    Examples:
      audit collect inbox
      audit collect police.xlsx --prefer file
      audit collect replies.csv --round staff-2026
    """
    from audit.cli.arriving import Arriving
    from audit.cli.files_in import files_among
    from audit.cli.intake import Intake
    from audit.cli.receipting import FOLDER, write_receipts
    from audit.cli.settling import ask_each, can_ask

    if receipts and no_receipts:
        raise click.UsageError("Give --receipts FOLDER or --no-receipts, not both.")
    folder = receipts or desk.folder / FOLDER
    found, strange = files_among(files, [folder])
    arriving = Arriving(desk, prefer or "")
    incoming = Intake(arriving, name, agency)
    incoming.take(found)
    if arriving.open and not prefer and can_ask():
        ask_each(arriving)
    if not no_receipts:
        incoming.refused += write_receipts(arriving, folder)
    _say_strange(strange)
    _conclude(found, incoming)


def _say_strange(strange: list[Path]) -> None:
    """Name the files in folders that were passed over."""
    if strange:
        named = ", ".join(map(str, strange[:LISTED]))
        more = f" and {len(strange) - LISTED} more" if len(strange) > LISTED else ""
        tell(f"Of a kind that is not collected, so passed over: {named}{more}.")


def _conclude(files: list[Path], incoming: "Intake") -> None:
    """Say what was refused and why, and sum up; AuditError where anything is left to put right."""
    from audit.cli.intake import told

    arriving, refused = incoming.arriving, incoming.refused
    for error in refused:
        tell(told(error))
    left, before = _left(arriving), _before(arriving)
    what = "files" if incoming.others else "forms"
    counts = {
        "as before": len(before),
        "with conflicts left open": len(left),
        "refused as said above": len(refused),
    }
    taken = len(files) - sum(counts.values())
    more = "".join(f", {count} {words}" for words, count in counts.items() if count)
    said = f"{taken} of {len(files)} {what} taken{more}."
    if left:
        tell(SETTLE)
    if left or refused:
        raise AuditError(said)
    tell(said)


def _left(arriving: "Arriving") -> set[Path]:
    """The files of which conflicts are left open."""
    return {one.arrival.file for one in arriving.open}


def _before(arriving: "Arriving") -> set[Path]:
    """The files that brought nothing new."""
    new = {one.arrival.file for one in arriving.outcomes if one.news}
    seen = {one.arrival.file for one in arriving.outcomes}
    return {*arriving.before, *seen} - new - _left(arriving)
