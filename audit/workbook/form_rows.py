"""The rows of a filled form by the id that each names; what could not be read is told, not passed over."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from audit.definitions import decimal
from audit.errors import Problem
from audit.registers.headings import Recognised
from audit.schemas.tables import Row
from audit.tables import Table, address, text, where
from audit.workbook.form_cells import as_it_was
from audit.workbook.form_formulas import Cells, Odd, formulas
from audit.workbook.form_version import piece_in
from audit.workbook.form_words import EVIDENCE, FIELDS, GRADES, HEADINGS, TYPED

Copies = tuple[tuple[Row, ...], ...]
TAKEN = {"question", "asked", "version", *TYPED}  # fields whose cells are read
MACROS = "It is a workbook with macros (.xlsm); none of them was run."


def rows_of(
    path: Path, sheets: Sequence[tuple[Table, Recognised | None]], ids: Collection[str]
) -> tuple[dict[str, Copies], tuple[str, ...], tuple[Problem, ...]]:
    """The rows by id, once for each sheet that it stands on; notes on what is odd, and what is wrong.

    A sheet that could not be read whole is a problem.
    """
    reading = _Reading(str(path), {name.casefold(): name for name in ids}, formulas(path))
    for table, found in sheets:
        if found is None:
            reading.without_headings(table)
        else:
            reading.sheet(table, found)
    macros = [MACROS] if path.suffix.lower() == ".xlsm" else []
    rows = {name: _copies([*parts.values()]) for name, parts in reading.rows.items()}
    return rows, tuple(dict.fromkeys([*macros, *reading.notes])), tuple(reading.problems)


@dataclass(slots=True)
class _Reading:
    """The rows so far, by id and by sheet, or by part of one where another sheet was pasted below."""

    file: str
    named: Mapping[str, str]
    odd: Mapping[str, Cells | None]
    rows: dict[str, dict[tuple[str, int], list[Row]]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def without_headings(self, table: Table) -> None:
        """Note a sheet of questions that has lost its headings; a choice may be called as a question is."""
        choices = bool(table.rows and table.rows[0]) and text(table.rows[0][0]) == GRADES
        for number, row in enumerate(table.rows):
            cells = [cell for value in row if (cell := text(value))]
            if choices and len(cells) == 2:
                continue
            if len(cells) > 1 and cells[0].casefold() in self.named:
                text_ = "questions stand here but the row of headings above them is gone; put it back."
                self.problems.append(Problem(where(table.sheet, number), text_))
                return

    def sheet(self, table: Table, found: Recognised) -> None:
        self.problems += _lost_columns(table, found)
        columns = {name: column for name, column in found.columns.items() if name in TAKEN}
        part, taken = 0, False
        for number in range(found.header_row + 1, len(table.rows)):
            if table.rows[number] == table.rows[found.header_row]:
                part += 1
                continue
            row = self._row(table, number, columns)
            if row is None:
                continue
            self._look_at(table, row)
            self.rows.setdefault(row["question"], {}).setdefault((table.sheet, part), []).append(row)
            taken = taken or _filled(row)
        if table.sheet in self.odd and self.odd[table.sheet] is None:
            text_ = "which came without a result would read as blank"
            self.notes.append(f"The sheet {table.sheet} is so large that a formula in it {text_}.")
        if table.hidden and taken:
            self.notes.append(f"The sheet {table.sheet} is hidden; what stands on it was taken as well.")

    def _row(self, table: Table, number: int, columns: Mapping[str, int]) -> Row | None:
        """A row of a question, a blank one too, or of whatever else something was filled in beside."""
        cells = table.rows[number]
        values = {name: as_it_was(text(cells[column])) for name, column in columns.items()}
        known = self.named.get(values["question"].casefold())
        odd = self.odd.get(table.sheet) or {}
        blank = not any(values.get(name) or odd.get((number, columns.get(name, -1))) for name in TYPED)
        if blank and not known:
            return None
        row = Row(
            self.file, table.sheet, number, columns, {**values, "question": known or values["question"]}
        )
        self._check_id(row, cells[columns["question"]])
        return row

    def _check_id(self, row: Row, value: object) -> None:
        """An id that became a number may have lost a nought at its end."""
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            number = decimal(row["question"])
            alike = sorted(name for name in self.named.values() if decimal(name) == number)
            if len(alike) > 1:
                text_ = f"a number stands here, which may be {' or '.join(alike)}; write the id as text."
                self.problems.append(Problem(row.where("question"), text_))

    def _look_at(self, table: Table, row: Row) -> None:
        """What is odd about the cells of a row."""
        for name in TYPED:
            column = row.columns.get(name)
            if column is None:
                continue
            match (self.odd.get(table.sheet) or {}).get((row.row, column)):
                case Odd.ERROR:
                    text_ = "an error stands here, such as #N/A; write what it should say, or clear the cell."
                    self.problems.append(Problem(row.where(name), text_))
                case Odd.BARE:
                    text_ = "a formula without a result stands here; write in words what it should say."
                    self.problems.append(Problem(row.where(name), text_))
                case Odd.RESULT:
                    self.notes.append(f"In {row.where(name)}, a formula stands; its result was taken.")
            if row[name] and (span := _merged(table, row.row, column)):
                whose = f"what stands there was taken for {row['question']} alone"
                self.notes.append(f"In {row.where(name)}, the cells {span} are merged; {whose}.")


def _lost_columns(table: Table, found: Recognised) -> list[Problem]:
    """Columns that hold something but whose heading does not say what."""
    names = {heading.field: heading.text for heading in HEADINGS}
    below = table.rows[found.header_row + 1 :]
    wanted = (*FIELDS, "still") if "last" in found.columns else FIELDS
    missing = [names[field] for field in wanted if field not in found.columns]
    stray = [column for column in range(len(table.rows[0])) if column not in found.columns.values()]
    stray = [column for column in stray if any(text(row[column]) for row in below)]
    if not stray or not (missing or found.repeated):
        return []
    gone = f"no column is headed {', '.join(map(repr, missing))}" if missing else "a heading is there twice"
    text_ = f"{gone}, and something stands below; put the heading right."
    return [Problem(where(table.sheet, found.header_row, column), text_) for column in stray]


def _merged(table: Table, row: int, column: int) -> str:
    """The cells with which a cell is merged over several rows, as Excel names them; empty where it is not."""
    for top, left, bottom, right in table.merged:
        if top == row and left <= column <= right and bottom > top:
            return f"{address(top, left)}:{address(bottom, right)}"
    return ""


# --- copies -----------------------------------------------------------------------------------------


def _copies(parts: Sequence[Sequence[Row]]) -> Copies:
    """The rows of one id, sheet by sheet; spare rows that stand on another sheet go with the first."""
    own = [[*rows] for rows in parts if any(_main(row) for row in rows)] or [[]]
    own[0] += (row for rows in parts if not any(_main(row) for row in rows) for row in rows)
    return tuple(main_first([*_once(rows)], copy) for copy, rows in enumerate(own))


def _main(row: Row) -> bool:
    """Whether a row is the first of its id, and not one of further evidence alone."""
    piece = piece_in(row["version"])
    return piece == 1 or not _only_evidence(row) or not (piece or _filled(row))


def _once(rows: Sequence[Row]) -> Iterator[Row]:
    """The rows without those that repeat another one word for word, as when a row was pasted twice."""
    seen: set[tuple[tuple[str, str], ...]] = set()
    for row in rows:
        said = tuple(row.values.items())
        if said not in seen or not (_filled(row) or row["version"]):
            yield row
        seen.add(said)


def _filled(row: Row) -> bool:
    return any(row[name] for name in TYPED)


def main_first(rows: Sequence[Row], copy: int = 0) -> tuple[Row, ...]:
    """The row that holds more than evidence first; each further row of evidence is a subject of its own.

    So the check finds an answer given twice, but takes several pieces of evidence; and copies of a row on
    several sheets, which count from 0, are not taken for one.
    """
    ordered = sorted(rows, key=_standing)
    numbered = (
        _about(row, copy, place if place and _only_evidence(row) else 0) for place, row in enumerate(ordered)
    )
    return tuple(numbered)


def _standing(row: Row) -> tuple[bool, bool, int]:
    piece = piece_in(row["version"])
    return _only_evidence(row), not piece, piece


def _only_evidence(row: Row) -> bool:
    return not any(row[name] for name in TYPED if name not in EVIDENCE)


def _about(row: Row, copy: int, place: int) -> Row:
    parts = [f"copy {copy}"] if copy else []
    parts += [f"further evidence {place}"] if place else []
    if not parts:
        return row
    return Row(row.file, row.sheet, row.row, row.columns, {**row.values, "subject": ", ".join(parts)})
