"""Receipts for what was collected, one an agency and round."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli.arriving import Arriving, Outcome, sign_off_said
from audit.cli.screen import tell
from audit.errors import AuditError, StateError

if TYPE_CHECKING:
    from audit.workbook.receipt import Came

FOLDER = "receipts"


def write_receipts(arriving: Arriving, folder: Path) -> list[AuditError]:
    """A receipt for each agency that anything came from, each round scored once; gives what went wrong."""
    rounds: dict[str, dict[str, list[Outcome]]] = {}
    for one in arriving.outcomes:
        if one.arrival.about is None and one.decision.before is None:
            own = rounds.setdefault(one.arrival.round.name, {})
            own.setdefault(one.arrival.agency.code, []).append(one)
    try:
        count = sum(_of_round(arriving, name, own, folder) for name, own in rounds.items())
    except AuditError as error:
        return [StateError(f"What came is taken, but not every receipt is written: {error}")]
    if count:
        receipts = "A receipt is" if count == 1 else f"{count} receipts are"
        tell(f"{receipts} written to {folder}; send each agency its own.")
    return []


def _of_round(arriving: Arriving, name: str, own: Mapping[str, Sequence[Outcome]], folder: Path) -> int:
    from audit.cli.forms import file_names
    from audit.cli.results import score_round
    from audit.workbook.receipt import write_receipt

    desk = arriving.desk
    found = score_round(desk, name, drafts=False)
    names = file_names(name, [one.agency for one in found.round.expected])
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StateError(f"the folder {folder} cannot be made ({error.strerror}).") from None
    heads = {
        "partnership": desk.partnership,
        "marking": desk.setting("marking", "OFFICIAL-SENSITIVE"),
    }
    hidden = not sys.stderr.isatty()
    with click.progressbar(own.items(), label="Receipts", file=sys.stderr, hidden=hidden) as bar:
        for code, outcomes in bar:
            came = [_came(one) for one in outcomes]
            path = folder / names[code]
            write_receipt(found, code, came, path, today=desk.today, **heads)
    return len(own)


def _came(one: Outcome) -> "Came":
    """What came of a file, as the receipt says it."""
    from audit.workbook.receipt import Came

    merge = one.decision.merge
    return Came(
        Path(one.arrival.name).name,
        one.arrival.kind,
        taken=tuple(merge.taken),
        same=len(merge.same),
        older=(*merge.older, *merge.kept),
        conflicts=tuple(merge.conflicts),
        notes=one.arrival.notes,
        signed=sign_off_said(one),
    )
