"""Receipts for what was collected, one an agency and round."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from audit.cli.arrival import Outcome
from audit.cli.arrived import sign_off_said
from audit.cli.arriving import Arriving
from audit.cli.progress import each
from audit.cli.screen import tell
from audit.errors import AuditError, StateError

if TYPE_CHECKING:
    from audit.store.inbox import Received
    from audit.workbook.receipt import Came

    Rounds = dict[str, dict[str, list[Came]]]  # by the name of a round and the code of an agency

FOLDER = "receipts"


def write_receipts(arriving: Arriving, folder: Path) -> list[AuditError]:
    """A receipt for each agency that anything came from, each round scored once; gives what went wrong.

    What was taken before has its receipt already, and gets one only where that is not in the folder: the
    command that took it may have been cut short.
    """
    rounds: Rounds = {}
    for one in arriving.outcomes:
        if one.arrival.about is None and one.decision.before is None:
            own = rounds.setdefault(one.arrival.round.name, {})
            own.setdefault(one.arrival.agency.code, []).append(_came(one))
    try:
        _add_lacking(arriving, rounds, folder)
        count = sum(_of_round(arriving, name, own, folder) for name, own in rounds.items() if own)
    except AuditError as error:
        return [StateError(f"What came is taken, but not every receipt is written: {error}")]
    if count:
        receipts = "A receipt is" if count == 1 else f"{count} receipts are"
        tell(f"{receipts} written to {folder}; send each agency its own.")
    return []


def _add_lacking(arriving: Arriving, rounds: "Rounds", folder: Path) -> None:
    """Add what was taken before from agencies that have no receipt in the folder, nor get one now."""
    came: Rounds = {}
    for received in (one for several in arriving.before.values() for one in several if not one.part):
        own = came.setdefault(received.round, {})
        own.setdefault(received.agency, []).append(_came_before(received))
    for name, own in came.items():
        has = rounds.setdefault(name, {})
        names = _names(arriving, name)
        lacking = {code: own[code] for code in own.keys() & names.keys() - has.keys()}
        has |= {code: them for code, them in lacking.items() if not (folder / names[code]).exists()}


def _names(arriving: Arriving, name: str) -> dict[str, str]:
    """A receipt's file name for each agency that a round about agencies expects; none in another round."""
    from audit.cli.file_names import file_names

    found = arriving.desk.store.round(name)
    about_agencies = found.template.subject == "agency"
    return file_names(name, [one.agency.code for one in found.expected]) if about_agencies else {}


def _of_round(arriving: Arriving, name: str, own: "Mapping[str, Sequence[Came]]", folder: Path) -> int:
    from audit.cli.scored import score_round
    from audit.workbook.receipt import write_receipt

    desk = arriving.desk
    found = score_round(desk, name, drafts=False)
    names = _names(arriving, name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StateError(f"the folder {folder} cannot be made ({error.strerror}).") from None
    heads = {
        "partnership": desk.partnership,
        "marking": desk.marking(),
    }
    for code, came in each(own.items(), "Receipts"):
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


def _came_before(one: "Received") -> "Came":
    """The same of a file that was taken before."""
    from audit.workbook.receipt import Came

    block = one.block
    kept = [name for name, side in block.get("settled", {}).items() if side == "store"]
    return Came(
        Path(one.file).name,
        one.kind,
        on=one.at[:10],
        taken=tuple(block.get("taken", ())),
        same=len(block.get("same", ())),
        older=(*block.get("older", ()), *kept),
    )
