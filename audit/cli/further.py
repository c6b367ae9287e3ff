"""The sheets that a template or other rounds add to the report of a round about agencies."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from audit.cli.desk import Desk

if TYPE_CHECKING:
    from audit.scoring.movement import Movement
    from audit.scoring.partnership import Results
    from audit.workbook.edition import Making


def further_sheets(desk: Desk, found: "Results", moved: "Sequence[Movement]") -> "tuple[Making, ...]":
    """What makes the further sheets of a round's report, in their order."""
    del desk, found, moved  # none yet
    return ()
