"""Readings of the same cases by several people, as they are given or as somebody typed them in a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from audit.definitions import nearest
from audit.errors import AuditError, FileError, Problem
from audit.registers.headings import Recognised
from audit.registers.profile import Column, Profile
from audit.registers.small_lists import filled_rows, only_sheet
from audit.tables import Table, place, text

NAMES = ("unit", "rater", "grade")
_PROFILE = Profile("ratings", "Ratings", tuple(Column(name, (name,), required=True) for name in NAMES))
_BLANK = {
    "unit": "there is no unit here; write which file was read.",
    "rater": "there is no rater here; write who read it.",
    "grade": "there is no grade here; write it, or leave the row out where there is none.",
}


@dataclass(frozen=True, slots=True)
class Rating:
    """One grade that one reader gave one unit."""

    unit: str
    rater: str
    grade: str


def check_order(order: Sequence[str]) -> None:
    """AuditError where words are no order of grades: fewer than two, a blank one, one given twice."""
    folded = [grade.casefold() for grade in order]
    if len(order) < 2 or not all(folded):
        raise AuditError("An order needs 2 grades or more, from the worst to the best: not-met,partly,met.")
    for index, grade in enumerate(folded):
        if grade in folded[:index]:
            raise AuditError(f"{order[index]!r} stands twice in the order of grades; name each once.")


def read_ratings(path: Path, order: Sequence[str] | None = None) -> tuple[Rating, ...]:
    """The readings in a CSV, Excel or ODS file, in its order; FileError with every problem and its cell.

    Upper and lower case are one, spelt as met first (grades as in the order, where there is one).
    """
    table, seen = only_sheet(path, _PROFILE)
    reading = _Reading(table, seen, order)
    ratings = tuple(one for row in filled_rows(table, seen) if (one := reading.rating(row)))
    if not ratings and not reading.problems:
        sentence = "no reading stands below these headings; give each a row of its own."
        reading.problems.append(Problem(place(table, seen.header_row), sentence))
    if reading.problems:
        raise FileError(str(path), reading.problems)
    return ratings


class _Reading:
    """A table being read: what was spelt how, who read what, and what is wrong."""

    def __init__(self, table: Table, seen: Recognised, order: Sequence[str] | None) -> None:
        self.table, self.columns, self.ordered = table, seen.columns, order is not None
        self.problems: list[Problem] = []
        self.spelt: dict[str, dict[str, str]] = {name: {} for name in NAMES}
        self.spelt["grade"] = {grade.casefold(): grade for grade in order or ()}
        self.rows: dict[tuple[str, str], int] = {}

    def wrong(self, row: int, column: str, sentence: str) -> None:
        self.problems.append(Problem(place(self.table, row, self.columns[column]), sentence))

    def rating(self, row: int) -> Rating | None:
        """The reading in a row; None where something is wrong with it, which is noted."""
        cells = {name: " ".join(text(self.table.rows[row][self.columns[name]]).split()) for name in NAMES}
        before = len(self.problems)
        for name, cell in cells.items():
            if not cell:
                self.wrong(row, name, _BLANK[name])
        grade, known = cells["grade"], self.spelt["grade"]
        if self.ordered and grade and grade.casefold() not in known:
            self.wrong(
                row, "grade", f"{grade!r} is not in the order of grades{nearest(grade, known.values())}"
            )
        unit, rater = (self.spelt[name].setdefault(cells[name].casefold(), cells[name]) for name in NAMES[:2])
        first = self.rows.setdefault((unit, rater), row)
        if first != row and unit and rater:
            sentence = f"{rater} read {unit} already (in row {first + 1}); keep one of the two rows."
            self.wrong(row, "unit", sentence)
        if len(self.problems) > before:
            return None
        return Rating(unit, rater, known.setdefault(grade.casefold(), grade))
