"""Lists that say who reads which case: the agencies involved in each, and the auditors."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from audit.agencies import Agency
from audit.cases.plan import Auditor
from audit.definitions import nearest
from audit.errors import FileError, Problem, UnknownError
from audit.registers.folding import fold
from audit.registers.profile import Column, Profile
from audit.registers.small_lists import filled_rows, only_sheet
from audit.rounds import find_agency
from audit.sampling.standing import Standing
from audit.tables import place, text

INVOLVED = (
    Column("case", ("case", "reference", "ref", "id"), required=True),
    Column("agency", ("agency", "organisation"), required=True),
)
AUDITORS = (
    Column("name", ("name", "auditor", "reader"), required=True),
    Column("agency", ("agency", "organisation")),
    Column("team", ("team",)),
    Column("worker", ("worker", "practitioner")),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a list: what each column says, and where, as Excel shows it."""

    cells: Mapping[str, str]
    places: Mapping[str, str]

    def wrong(self, column: str, sentence: str) -> Problem:
        """A problem with one of its cells."""
        return Problem(self.places[column], sentence)


def read_lines(path: Path, name: str, columns: Sequence[Column]) -> list[Line]:
    """The rows of the one sheet that has the headings, blank ones left out; FileError where none has."""
    table, seen = only_sheet(path, Profile(name, name.capitalize(), tuple(columns)))
    lines = []
    for row in filled_rows(table, seen):
        cells = {one: " ".join(text(table.rows[row][at]).split()) for one, at in seen.columns.items()}
        places = {one: place(table, row, at) for one, at in seen.columns.items()}
        lines.append(Line({column.name: "" for column in columns} | cells, places))
    return lines


def read_involved(path: Path, agencies: Sequence[Agency], sample: Standing) -> dict[str, tuple[str, ...]]:
    """The codes of the agencies involved by reference; FileError with every case or agency not known.

    A case is named by its audit reference or by the unit's id.
    """
    found: dict[str, list[str]] = {}
    problems: list[Problem] = []
    for line in read_lines(path, "involved", INVOLVED):
        try:
            ref = sample.entry(line.cells["case"]).reference
        except UnknownError as error:
            problems.append(line.wrong("case", str(error)))
            continue
        named = list(_several(line.cells["agency"]))
        if not named:
            problems.append(
                line.wrong("agency", f"no agency is named for {ref}; leave its row out, or name one.")
            )
        for word in named:
            try:
                found.setdefault(ref, []).append(find_agency(agencies, word).code)
            except UnknownError as error:
                problems.append(line.wrong("agency", str(error)))
    if not found and not problems:
        problems.append(Problem("", "it names no case."))
    if problems:
        raise FileError(str(path), problems)
    return {ref: tuple(dict.fromkeys(codes)) for ref, codes in found.items()}


def _several(cell: str) -> Iterator[str]:
    return (word.strip() for word in cell.split(";") if word.strip())


def read_auditors(path: Path, agencies: Sequence[Agency]) -> tuple[Auditor, ...]:
    """The auditors of a list; FileError with every name that is missing or stands there twice."""
    found: dict[str, Auditor] = {}
    problems: list[Problem] = []
    codes = {fold(word): one.code for one in agencies for word in (one.name, one.code)}
    for line in read_lines(path, "auditors", AUDITORS):
        name, agency = line.cells["name"], line.cells["agency"]
        if not name:
            problems.append(line.wrong("name", "the auditor has no name; give it one."))
        elif fold(name) in found:
            problems.append(line.wrong("name", f"{name!r} stands there twice; keep one row."))
        elif agency and fold(agency) not in codes:
            known = [one.name for one in agencies]
            problems.append(line.wrong("agency", f"there is no agency {agency!r}{nearest(agency, known)}"))
        else:
            code = codes.get(fold(agency), "")
            found[fold(name)] = Auditor(name, code, line.cells["team"], line.cells["worker"])
    if not found and not problems:
        problems.append(Problem("", "it names no auditor."))
    if problems:
        raise FileError(str(path), problems)
    return tuple(found.values())
