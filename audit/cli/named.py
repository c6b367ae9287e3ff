"""Which agency of a round a word names, and what is said of one of which nothing is expected there."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from audit.cli.desk import Desk
from audit.errors import UnknownError
from audit.wording import some

if TYPE_CHECKING:
    from audit.agencies import Agency

SHOWN = 12  # agencies that are named where the one that is meant is none of them


def agency_in(desk: Desk, agencies: "Iterable[Agency]", word: str) -> "Agency":
    """The agency of these, who are all of a round, with this code or name; UnknownError with the nearest.

    Of one that is known here, but of which nothing is expected in the round, that is said, and of whom it is.
    """
    from audit.rounds import find_agency

    inside = [*agencies]
    try:
        return find_agency(inside, word)
    except UnknownError:
        try:
            outside = find_agency(desk.store.agencies(), word)
        except UnknownError:
            outside = None
        if outside is None:
            raise
    if not inside:
        raise UnknownError("No agency answers in this round; leave out --agency.")
    whose = some([f"{one.name} ({one.code})" for one in inside], SHOWN)
    raise UnknownError(f"Nothing is expected of {outside.name} in this round, but of {whose}.")
