"""What a change of a round comes to: who is expected by when, and who no longer."""

from datetime import date
from typing import TYPE_CHECKING

from audit.cli.desk import Desk

if TYPE_CHECKING:
    from audit.agencies import Agency
    from audit.rounds import Expected, Round


def check_agencies(desk: Desk, found: "Round", dropped: tuple[str, ...]) -> None:
    """UnknownError where a case is dropped as an agency is."""
    if dropped and found.template.subject != "agency":
        from audit.cli.case_changes import no_case
        from audit.cli.readings import book_of

        no_case(book_of(desk).round(found.name), dropped)


def changes_of(
    found: "Round",
    known: "tuple[Agency, ...]",
    due: date | None,
    names: tuple[tuple[str, ...], ...],
    why: tuple[str, str],
) -> "list[Expected]":
    """What is expected anew after a change: a day, agencies added, agencies that declined or left."""
    from dataclasses import replace

    from audit.rounds import Expected, Standing, find_agency

    agencies, added, dropped = names
    inside = [expected.agency for expected in found.expected]
    changes = []
    if due:
        moved = [find_agency(inside, name) for name in agencies] or ([] if added else inside)
        changes += [replace(e, due=due) for e in found.expected if e.agency in moved]
    changes += [Expected(find_agency(known, name), due or found.due) for name in added]
    leaving = [find_agency(inside, name) for name in dropped]
    standing, reason = why
    changes += [
        replace(e, standing=Standing(standing), reason=reason) for e in found.expected if e.agency in leaving
    ]
    return changes
