"""Other partnerships' figures from a table that somebody keeps; every mistake told with its row."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from audit.dates import latest_day
from audit.definitions import decimal
from audit.errors import FileError, Problem
from audit.recurring.benchmark import Told
from audit.registers.folding import fold, is_blank
from audit.registers.headings import Recognised
from audit.registers.profile import Column, Profile
from audit.registers.small_lists import filled_rows, only_sheet
from audit.tables import Table, place, text

_HEADINGS = {
    "partnership": ("place", "board", "area", "authority", "local authority", "code", "name", "who"),
    "k": ("count", "met", "number", "numerator", "positive"),
    "n": ("of", "base", "total", "out of", "denominator", "population", "sample"),
    "share": ("proportion", "rate"),
    "percent": ("percentage", "per cent", "%", "pct"),
    "date": ("on", "when", "period", "year", "as at"),
    "definition": ("defined as", "what is counted", "measure", "meaning"),
}
_PROFILE = Profile(
    "figures",
    "Figures of other partnerships",
    tuple(
        Column(name, tuple(map(fold, (name, *words))), required=name == "partnership")
        for name, words in _HEADINGS.items()
    ),
)


def read_figures(path: Path) -> tuple[Told, ...]:
    """The figures in a CSV, Excel or ODS file, in its order; FileError with every problem and its row."""
    table, seen = only_sheet(path, _PROFILE)
    reading = _Reading(table, seen)
    found = [one for row in filled_rows(table, seen) if (one := reading.figure(row))]
    reading.check_each_once(found)
    if not found and not reading.problems:
        reading.problems.append(
            Problem(place(table, seen.header_row), "no figure stands below these headings.")
        )
    if reading.problems:
        raise FileError(str(path), reading.problems)
    return tuple(found)


class _Reading:
    """A table being read, and what is wrong in it."""

    def __init__(self, table: Table, seen: Recognised) -> None:
        self.table, self.columns = table, seen.columns
        self.problems: list[Problem] = []

    def wrong(self, row: int, column: str, sentence: str) -> None:
        self.problems.append(Problem(place(self.table, row, self.columns.get(column)), sentence))

    def figure(self, row: int) -> Told | None:
        """The figure in a row; None where something is wrong with it, which is noted."""
        before = len(self.problems)
        cells = {name: self._cell(row, name) for name in _HEADINGS}
        if not cells["partnership"]:
            self.wrong(row, "partnership", "there is no partnership here; write whose figure it is.")
        k, n = self._whole(row, "k", cells), self._whole(row, "n", cells)
        share, half = self._share(row, cells)
        if len(self.problems) == before:
            self._check(row, (k, n), share, half)
        if len(self.problems) > before:
            return None
        counted = Fraction(k, n) if k is not None and n else None
        return Told(
            cells["partnership"],
            counted if counted is not None else share or Fraction(0),
            k,
            n,
            cells["date"],
            cells["definition"],
            Fraction(0) if counted is not None else half,
            row + 1,
        )

    def _cell(self, row: int, name: str) -> str:
        column = self.columns.get(name)
        cell = "" if column is None else " ".join(text(self.table.rows[row][column]).split())
        return "" if is_blank(cell) else cell

    def _whole(self, row: int, name: str, cells: Mapping[str, str]) -> int | None:
        cell = cells[name].replace(",", "")
        if not cell:
            return None
        if not (cell.isascii() and cell.isdigit()):
            self.wrong(row, name, f"{cells[name]!r} is not a whole number; write a count, or leave it blank.")
            return None
        if name == "n" and not int(cell):
            self.wrong(row, name, "a share of 0 cases is none; leave the row out.")
        return int(cell)

    def _share(self, row: int, cells: Mapping[str, str]) -> tuple[Fraction | None, Fraction]:
        """The share from 0 to 1, and half a step of its last decimal; a bare number must be plain."""
        name = "share" if cells["share"] else "percent"
        cell = cells[name].replace(" ", "")
        if not cell:
            return None, Fraction(0)
        number = decimal(cell)
        signed = cell.endswith("%")
        if number is not None and name == "percent" and not signed:
            if not self.table.file.lower().endswith((".csv", ".tsv")):
                # A cell of a workbook that shows 4.4 % holds 0.044, and one that shows 4.4 holds 4.4.
                self.wrong(
                    row, name, f"{cell!r} may be a percentage or a share; write it with its % sign as text."
                )
                return None, Fraction(0)
            number /= 100
        if number is None or not 0 <= number <= 1:
            self.wrong(row, name, f"{cells[name]!r} is no share; write 4.4% or 0.044.")
            return None, Fraction(0)
        decimals = len(cell.rstrip("%").partition(".")[2])
        if not signed and name == "share":
            decimals = max(decimals, 2)  # a workbook holds 0 % as 0 and 10 % as 0.1: told to a whole per cent
        step = Fraction(1, 10**decimals) / (100 if signed or name == "percent" else 1)
        return number, step / 2

    def _check(
        self, row: int, counts: tuple[int | None, int | None], share: Fraction | None, half: Fraction
    ) -> None:
        k, n = counts
        if k is not None and n is not None:
            if k > n:
                self.wrong(row, "k", f"{k:,} of {n:,} cannot be; the first is part of the second.")
            elif share is not None and abs(share - Fraction(k, n)) > half * 2:
                said = f"{float(share * 100):g} %"
                self.wrong(row, "k", f"{k:,} of {n:,} is not {said}; mend one of them, or leave it blank.")
        elif share is None:
            self.wrong(row, "partnership", "there is no figure here; write k and n, or a share.")

    def check_each_once(self, found: Sequence[Told]) -> None:
        """Note where a place stands twice with one definition, and no date says which is later."""
        days: dict[tuple[str, str], dict[str, Told]] = {}
        for one in found:
            day = latest_day(one.on)
            key = day.isoformat() if day else ""
            known = days.setdefault((fold(one.who), fold(one.definition)), {})
            if known and (not key or "" in known or key in known):
                earlier = known.get(key) or next(iter(known.values()))
                sentence = (
                    f"{one.who} stands in row {earlier.row} already, and no date says which is the later; "
                    "keep one, or write both dates."
                )
                self.wrong(one.row - 1, "partnership", sentence)
            known.setdefault(key, one)
