"""The sheets that a template or other rounds add to the report of a round about agencies."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from audit.cli.desk import Desk

if TYPE_CHECKING:
    from audit.scoring.movement import Movement
    from audit.scoring.partnership import Results
    from audit.workbook.edition import Making


def past_sheets(desk: Desk, found: "Results", names: Sequence[str]) -> "tuple[Making, ...]":
    """What makes a sheet for each past cycle that stands beside a round."""
    from functools import partial

    from audit.past.compare import Step
    from audit.past.snapshot import of_past, of_round
    from audit.store.past import find_past
    from audit.workbook.past import past_sheet

    pasts = [past for name in names if (past := find_past(desk.store, name))]
    now = of_round(found) if pasts else None
    return tuple(partial(past_sheet, Step(of_past(one), now), at) for at, one in enumerate(pasts, 1) if now)


def further_sheets(desk: Desk, found: "Results", moved: "Sequence[Movement]") -> "tuple[Making, ...]":
    """What makes the further sheets of a round's report, in their order."""
    del desk, found, moved  # none yet
    return ()
