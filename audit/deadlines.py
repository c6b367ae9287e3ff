"""A day of its own for each agency of a round: the table in which a person keeps them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from audit.agencies import Agency
from audit.dates import day_of
from audit.errors import FileError, Problem, UnknownError
from audit.registers.folding import fold
from audit.registers.headings import Recognised
from audit.registers.profile import Column, Profile
from audit.registers.small_lists import filled_rows, only_sheet
from audit.rounds import find_agency
from audit.schemas.tables import quoted
from audit.tables import Table, place, text
from audit.wording import listed

# How the column of due dates is headed, and what it may be called where nothing says more.
DUE = (
    *("due", "due date", "date due", "due by", "due on", "by when", "deadline", "target date"),
    *("visit by", "visit on", "visit due", "visit due by", "to be visited by"),
    *("return by", "return due", "reply by", "respond by", "submit by", "complete by"),
)
MAYBE = ("date", "day", "by", "on", "when", "visit", "visit date", "date of visit", "planned date", "planned")
_BRACKETS = re.compile(r"\([^)]*\)|\[[^]]*\]")
HEADINGS = ("due", "due date", "due by", "visit by", "visit on", "return by", "deadline", "date", "by")
UNREADABLE = "is no day; write it as 2026-03-31 or 31/3/2026."


@dataclass(frozen=True, slots=True)
class Days:
    """The due date of agencies by their codes, and under which heading they stood and where."""

    days: Mapping[str, date]
    heading: str = ""
    where: str = ""


def read_days(path: Path, known: Sequence[Agency], expected: Sequence[Agency], called: Sequence[str]) -> Days:
    """The due dates of agencies, from a CSV, Excel or ODS file with a row for each of them.

    `called` are the headings that the column of agencies goes by. FileError with every agency that is not
    known, not expected or named twice, and every day that cannot be read; then none is taken. Nor is it where
    several columns may be meant.
    """
    columns = (Column("agency", tuple(called), required=True), Column("due", (*DUE, *MAYBE), required=True))
    more = f" The column of days may be headed {', '.join(map(repr, HEADINGS))}, as people write it."
    table, seen = only_sheet(path, Profile("dates", "Due dates", columns), more)
    heading = _heading(path, table, seen)
    seen = replace(seen, columns={**seen.columns, "due": heading})
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
    row = seen.header_row
    return Days(found, " ".join(text(table.rows[row][heading]).split()), place(table, row, heading))


def _heading(path: Path, table: Table, seen: Recognised) -> int:
    """The one column of due dates: a heading that says so before one that may; FileError where several do."""
    row = table.rows[seen.header_row]
    for names in (DUE, MAYBE):
        found = [at for at, value in enumerate(row) if fold(_BRACKETS.sub(" ", text(value))) in names]
        if len(found) > 1:
            there = listed([f"{text(row[at])!r} ({place(table, seen.header_row, at)})" for at in found])
            raise FileError(str(path), [Problem("", f"{there} may all hold the due date; leave one.")])
        if found:
            return found[0]
    return seen.columns["due"]


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
