"""The strata of an audit as somebody typed them: a CSV, Excel or ODS file with a row for each."""

import re
from collections.abc import Iterator
from pathlib import Path

from audit.errors import FileError, Problem
from audit.registers.folding import fold
from audit.registers.headings import Recognised
from audit.registers.profile import Column, Profile
from audit.registers.small_lists import filled_rows, only_sheet
from audit.statistics.estimate import Stratum
from audit.statistics.exact import LARGEST
from audit.tables import Table, place, text

NAMES = ("stratum", "population", "sample", "compliant")
_PROFILE = Profile("strata", "Strata", tuple(Column(name, (name,), required=True) for name in NAMES))
_TOTALS = {"total", "totals", "grand total", "sum"}
_WHOLE = re.compile(r"\d{1,12}|\d{1,3}(?:,\d{3}){1,3}", re.ASCII)


def read_list(path: Path) -> tuple[Stratum, ...]:
    """The strata in a file, in its order; FileError with every problem and its cell."""
    table, seen = only_sheet(path, _PROFILE)
    problems: list[Problem] = []
    names: dict[str, int] = {}
    strata = [_stratum(table, seen, row, names, problems) for row in filled_rows(table, seen)]
    if not strata:
        sentence = "no stratum stands below these headings; give each a row of its own."
        problems.append(Problem(place(table, seen.header_row), sentence))
    if sum(one.population for one in strata) > LARGEST:
        problems.append(
            Problem("", f"the strata have more than {LARGEST:,} cases; that is more than can be.")
        )
    if problems:
        raise FileError(str(path), problems)
    return tuple(strata)


def _stratum(
    table: Table, seen: Recognised, row: int, names: dict[str, int], problems: list[Problem]
) -> Stratum:
    """One row; what is wrong with it is added to the problems."""

    def wrong(column: str, sentence: str) -> None:
        problems.append(Problem(place(table, row, seen.columns[column]), sentence))

    cells = {name: " ".join(text(table.rows[row][seen.columns[name]]).split()) for name in NAMES}
    name = cells["stratum"]
    if not name:
        wrong("stratum", "the stratum has no name; give it one.")
    elif fold(name) in _TOTALS:
        wrong("stratum", "this reads as a total, which would count everything twice; leave the row out.")
    elif (first := names.setdefault(name.casefold(), row)) != row:
        wrong("stratum", f"{name!r} stands there twice (also in row {first + 1}); give it one row.")
    counts = [_count(cells[column]) for column in NAMES[1:]]
    for column, count in zip(NAMES[1:], counts, strict=True):
        if count is None:
            what = f"{cells[column]!r} is not a whole number" if cells[column] else "there is no number here"
            wrong(column, f"{what}; write one.")
    population, sample, compliant = (count or 0 for count in counts)
    if None not in counts:
        for column, sentence in _contradictions(population, sample, compliant):
            wrong(column, sentence)
    return Stratum(name, population, sample, compliant)


def _count(cell: str) -> int | None:
    """A whole number as it is typed, thousands apart by commas or not; None for anything else."""
    return int(cell.replace(",", "")) if _WHOLE.fullmatch(cell) else None


def _contradictions(population: int, sample: int, compliant: int) -> Iterator[tuple[str, str]]:
    """What cannot be of three counts: the column, and why."""
    if not 1 <= population <= LARGEST:
        yield "population", f"a stratum has from 1 to {LARGEST:,} cases, not {population:,}."
    elif sample == 0:
        yield "sample", "nothing was read of it, so nothing speaks for it; leave it out, and say so."
    elif sample > population:
        yield "sample", f"{sample:,} cannot be drawn from {population:,}."
    elif compliant > sample:
        yield "compliant", f"{compliant:,} of {sample:,} cannot be."
