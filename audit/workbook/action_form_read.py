"""An owner's filled form read back: by the ids of actions and the words of headings, never by place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from audit.actions.proposing import FIELDS, Reported
from audit.errors import FileError, Problem
from audit.registers.folding import fold
from audit.registers.headings import Recognised, recognise
from audit.tables import Table, text, where
from audit.workbook.action_form_words import HEADINGS, OWNER, PROFILE
from audit.workbook.form_formulas import Cells, Odd, formulas

ENOUGH = 3  # of the columns to be filled in, by which the form is known
READ = ("id", "asked", "mark", *FIELDS)
SHOWN = 60  # letters of a text in a sentence


@dataclass(frozen=True, slots=True)
class ActionForm:
    """What stands in a filled form: whose it is (empty where that is lost), and the rows filled in.

    `blank` counts the actions of which nothing is said; `notes` are sentences on what was odd and yet taken.
    """

    file: str
    owner: str
    rows: tuple[Reported, ...]
    blank: int = 0
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def is_action_form(sheets: Sequence[Table]) -> bool:
    """Whether a workbook is the form of an owner of actions."""
    return any(_headings(table) for table in sheets)


def _headings(table: Table) -> Recognised | None:
    found = recognise(table, PROFILE)
    return found if found and len(set(FIELDS) & set(found.columns)) >= ENOUGH else None


def read_action_form(path: Path, sheets: Sequence[Table]) -> ActionForm:
    """What is filled in on the sheets of a form, with every cell that cannot be read."""
    reading = _Reading(formulas(path))
    for table in sheets:
        if found := _headings(table):
            reading.sheet(table, found)
    owner = next((said for table in sheets for said in _owner(table)), "")
    parts = (tuple(reading.rows), reading.blank, tuple(reading.notes), tuple(reading.problems))
    return ActionForm(str(path), owner, *parts)


def refuse(form: ActionForm, problems: Sequence[Problem] = ()) -> None:
    """Nothing where a form can be taken; FileError with all that is wrong in it."""
    if every := [*form.problems, *problems]:
        raise FileError(form.file, every)


def _owner(table: Table) -> Iterator[str]:
    """What stands behind the label that says whose form it is."""
    for row in table.rows:
        cells = [cell for value in row if (cell := text(value))]
        if len(cells) > 1 and fold(cells[0]) == fold(OWNER):
            yield cells[1]


@dataclass(slots=True)
class _Reading:
    odd: Mapping[str, Cells | None]
    rows: list[Reported] = field(default_factory=list)
    blank: int = 0
    notes: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def sheet(self, table: Table, found: Recognised) -> None:
        lost = _lost(table, found)
        self.problems += lost
        self.notes += [] if lost else _beside(table, found)
        before = len(self.rows)
        for number in range(found.header_row + 1, len(table.rows)):
            if table.rows[number] != table.rows[found.header_row]:
                self._row(table, found, number)
        if table.hidden and len(self.rows) > before:
            self.notes.append(f"The sheet {table.sheet} is hidden; what stands on it was taken as well.")

    def _row(self, table: Table, found: Recognised, number: int) -> None:
        cells = table.rows[number]
        places = {name: where(table.sheet, number, column) for name, column in found.columns.items()}
        values = {name: text(cells[found.columns[name]]) if name in found.columns else "" for name in READ}
        filled = {name: values[name] for name in FIELDS}
        row = Reported(values["id"], values["asked"], values["mark"], filled, places)
        odd = self.odd.get(table.sheet) or {}
        wrong = {name: odd.get((number, found.columns.get(name, -1))) for name in FIELDS}
        if any(filled.values()) or any(wrong.values()):
            self._look_at(row, wrong)
            self.rows.append(row)
        else:
            self.blank += bool(row.id)

    def _look_at(self, row: Reported, wrong: Mapping[str, Odd | None]) -> None:
        for name, odd in wrong.items():
            match odd:
                case Odd.ERROR | Odd.BARE:
                    what = "an error" if odd is Odd.ERROR else "a formula without a result"
                    self.problems.append(
                        row.problem(name, f"{what} stands here; write in words what it says.")
                    )
                case Odd.RESULT:
                    self.notes.append(f"In {row.places[name]}, a formula stands; its result was taken.")


def _beside(table: Table, found: Recognised) -> Iterator[str]:
    """A sentence for each cell beside the columns of the form in which something stands."""
    for number in range(found.header_row + 1, len(table.rows)):
        for column in _stray(table, found):
            if said := text(table.rows[number][column]):
                place = where(table.sheet, number, column)
                yield f"In {place}, beside the form, stands {said[:SHOWN]!r}; it was not taken."


def _stray(table: Table, found: Recognised) -> list[int]:
    """The columns that are none of the form's."""
    return [column for column in range(len(table.rows[0])) if column not in found.columns.values()]


def _lost(table: Table, found: Recognised) -> list[Problem]:
    """Columns that hold something while the heading of one that is to be filled in is gone."""
    names = {one.field: one.text for one in HEADINGS}
    missing = [names[name] for name in FIELDS if name not in found.columns]
    if not missing and not found.repeated:
        return []
    below = table.rows[found.header_row + 1 :]
    gone = f"no column is headed {', '.join(map(repr, missing))}" if missing else "a heading is there twice"
    text_ = f"{gone}, and something stands below; put the heading right."
    places = [column for column in _stray(table, found) if any(text(row[column]) for row in below)]
    return [Problem(where(table.sheet, found.header_row, column), text_) for column in places]
