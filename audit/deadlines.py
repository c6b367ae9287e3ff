"""A day of its own for each agency of a round: the table in which a person keeps them."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from audit.agencies import Agency
from audit.dates import day_of
from audit.errors import FileError, Problem, UnknownError
from audit.registers.profile import Column, Profile
from audit.registers.small_lists import filled_rows, only_sheet
from audit.rounds import find_agency
from audit.schemas.tables import quoted
from audit.tables import place, text

DUE = ("due", "due date", "date due", "due by", "due on", "by when", "deadline", "date", "day")
UNREADABLE = "is no day; write it as 2026-03-31 or 31/3/2026."


def read_days(
    path: Path, known: Sequence[Agency], expected: Sequence[Agency], called: Sequence[str]
) -> dict[str, date]:
    """The due date of agencies by their codes, from a CSV, Excel or ODS file with a row for each of them.

    `called` are the headings that the column of agencies goes by. FileError with every agency that is not
    known, not expected or named twice, and every day that cannot be read; then none is taken.
    """
    columns = (Column("agency", tuple(called), required=True), Column("due", DUE, required=True))
    table, seen = only_sheet(path, Profile("dates", "Due dates", columns))
    found: dict[str, date] = {}
    first: dict[str, str] = {}
    problems: list[Problem] = []
    for row in filled_rows(table, seen):
        name, due = (" ".join(text(table.rows[row][seen.columns[one]]).split()) for one in ("agency", "due"))
        where = {one: place(table, row, at) for one, at in seen.columns.items()}
        code, wrong = _meant(name, known, expected)
        wrong = wrong or (f"{quoted(name)} stands in {first[code]} already." if code in first else "")
        if wrong:
            problems.append(Problem(where["agency"], wrong))
        else:
            first[code] = where["agency"]
        day = day_of(due)
        if day is None:
            said = (
                f"{quoted(due)} {UNREADABLE}" if due else "the due date is blank; give it or clear the row."
            )
            problems.append(Problem(where["due"], said))
        else:
            found[code] = day
    if problems or not first:
        raise FileError(str(path), problems or [Problem("", "it names no agency.")])
    return found


def _meant(name: str, known: Sequence[Agency], expected: Sequence[Agency]) -> tuple[str, str]:
    """The code of an agency that is expected, and what is wrong with its name where it is none."""
    if not name:
        return "", "no agency is named for this day; name it or clear the row."
    try:
        one = find_agency(known, name)
    except UnknownError as error:
        return "", str(error)
    inside = any(one.code == other.code for other in expected)
    return one.code, "" if inside else f"nothing is expected of {quoted(one.name)} in this round."
