"""The sheets that a template or other rounds add to the report of a round about agencies."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from audit.cli.desk import Desk

if TYPE_CHECKING:
    from audit.scoring.movement import Movement
    from audit.scoring.partnership import Results
    from audit.workbook.edition import Making


def further_sheets(desk: Desk, found: "Results", moved: "Sequence[Movement]") -> "tuple[Making, ...]":
    """What makes the further sheets of a round's report, in their order."""
    del desk, moved  # for those that look at other rounds
    return (*_of_verified(found), *_of_lists(found))


def _of_verified(found: "Results") -> "Iterator[Making]":
    """What agencies said of themselves beside what was seen, where both are known."""
    from audit.scoring.verified import verified
    from audit.workbook.verified import verified_detail, verified_sheet

    if beside := verified(found):
        yield partial(verified_sheet, beside)
        yield partial(verified_detail, beside)


def _of_lists(found: "Results") -> "Iterator[Making]":
    """The lists that the template makes of the answers."""
    from audit.scoring.listed import listed
    from audit.workbook.listed import listed_sheet

    for one in listed(found):
        yield partial(listed_sheet, one)
