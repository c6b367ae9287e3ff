"""Small lists that a person keeps in a file: the one sheet that has the headings, and its rows."""

from collections.abc import Iterator
from pathlib import Path

from audit import tables
from audit.errors import FileError, Problem
from audit.registers.headings import Recognised, recognise
from audit.registers.profile import Profile
from audit.tables import Table, text


def only_sheet(path: Path, profile: Profile, more: str = "") -> tuple[Table, Recognised]:
    """The one sheet of a file with a list's headings, and where they stand; FileError where not one has.

    `more` is said at the end of that error.
    """
    found = [(table, seen) for table in tables.read(path) if (seen := recognise(table, profile))]
    if len(found) != 1:
        what = "no row of it has the headings" if not found else "several of its sheets have the headings"
        *names, last = [column.name for column in profile.columns if column.required]
        needed = f"{', '.join(names)} and {last}" if names else last
        raise FileError(str(path), [Problem("", f"{what} {needed}; one sheet must.{more}")])
    return found[0]


def filled_rows(table: Table, seen: Recognised) -> Iterator[int]:
    """The rows below the headings in which one of the columns holds something."""
    for row in range(seen.header_row + 1, len(table.rows)):
        if any(text(table.rows[row][column]) for column in seen.columns.values()):
            yield row
