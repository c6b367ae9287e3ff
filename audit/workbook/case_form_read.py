"""A filled grid form read back: by references, ids of questions and the words of headings, never by place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from audit.errors import FileError, Problem
from audit.registers.folding import fold
from audit.registers.headings import Recognised, recognise
from audit.schemas.tables import Row
from audit.tables import Table, read, text, where
from audit.workbook.case_form_words import (
    ASKED,
    AUDITOR,
    FROM,
    NO_CONCERN,
    NOT_ASKED,
    NOTE_ROWS,
    NOTED,
    QUESTION,
    READING,
    SPECIAL,
    TO,
    VERSION,
    number_in,
    reference_in,
)
from audit.workbook.form_version import version_in
from audit.workbook.form_words import CODE, EDITION, ROUND

DEEPEST = 200  # rows searched for the references


@dataclass(frozen=True, slots=True)
class Said:
    """What stands in a cell, and where."""

    words: str
    where: str


@dataclass(frozen=True)
class Filled:
    """What stands in a filled grid form: whose it is, the cells of each case, the rows of its notes.

    `cells` holds by reference what stands beside each label (`V1`, `T1 from`, `Read by`); `notes` the rows
    by reference and question, as they were typed. `left_out` says what stands there but is no part of a
    form; `problems` what could not be told; `versions` what stood here of each case when the form was
    written, empty where nothing was answered, without those that the form does not tell.
    """

    file: str
    round: str
    agency: str
    auditor: str
    reading: int
    digest: str
    cells: Mapping[str, Mapping[str, Said]] = field(default_factory=dict)
    heads: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[tuple[str, str], Sequence[Row]] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    versions: Mapping[str, str] = field(default_factory=dict)

    @property
    def refs(self) -> Sequence[str]:
        """The references that anything is said about, in the order of the columns."""
        noted = [ref for ref, _ in self.notes]
        return list(dict.fromkeys([*(ref for ref, said in self.cells.items() if said), *noted]))


def round_of(tables: Sequence[Table]) -> str:
    """The name of the round that a form says it is of; empty where it is no form."""
    return _facts(tables).get(fold(ROUND), "")


def read_case_form(
    path: Path, ids: Sequence[str], refs: Sequence[str], tables: Sequence[Table] | None = None
) -> Filled:
    """What stands in a grid form; FileError where it is none.

    `ids` are those of the round's questions and standards, `refs` its references. What is wrong further
    in stands in `problems`, so that a concern is found in a form that cannot be taken.
    """
    found = read(path) if tables is None else tables
    facts = _facts(found)
    missing = [label for label in (ROUND, EDITION, READING) if not facts.get(fold(label))]
    if missing:
        text_ = f"it is not a grid form: nothing says {' or '.join(missing)}; fill in a fresh form."
        raise FileError(str(path), [Problem("", text_)])
    second = facts[fold(READING)].casefold().startswith(("second", "2"))
    reading = _Reading(str(path), ids, refs)
    for table in found:
        reading.table(table)
    return Filled(
        str(path),
        facts[fold(ROUND)],
        facts.get(fold(CODE), ""),
        facts.get(fold(AUDITOR), ""),
        2 if second else 1,
        facts[fold(EDITION)],
        reading.cells,
        reading.heads,
        reading.notes,
        tuple(reading.left_out),
        tuple(reading.problems),
        {ref: known.pop() for ref, known in reading.versions.items() if len(known) == 1},
    )


def _facts(tables: Sequence[Table]) -> dict[str, str]:
    """The labels and values of the sheet that says what a form is of; other sheets say nothing of it."""
    for table in tables:
        facts: dict[str, str] = {}
        for row in table.rows:
            cells = [cell for value in row if (cell := text(value))]
            if len(cells) > 1:
                facts.setdefault(fold(cells[0]), cells[1])
        if facts.keys() >= {fold(ROUND), fold(EDITION)}:
            return facts
    return {}


class _Reading:
    """One form being read: the cells and notes so far, and what is wrong with them."""

    def __init__(self, file: str, ids: Sequence[str], refs: Sequence[str]) -> None:
        self.file = file
        self.refs = {number_in(ref): ref for ref in refs}
        self.ids = {fold_label(name): name for name in ids}
        parts = (f"{name} {part}" for name in ids for part in (FROM, TO))
        self.labels = {fold_label(label): label for label in (*ids, *parts, *SPECIAL, VERSION)}
        self.cells: dict[str, dict[str, Said]] = {}
        self.heads: dict[str, str] = {}
        self.notes: dict[tuple[str, str], list[Row]] = {}
        self.versions: dict[str, set[str]] = {}
        self.left_out: list[str] = []
        self.problems: list[Problem] = []

    def table(self, table: Table) -> None:
        """Take a sheet in, if it is one of cases or of notes."""
        head, seen = _head(table), recognise(table, NOTE_ROWS)
        if seen and seen.columns.keys() & {*NOTED} and (head is None or seen.header_row < head):
            self._notes(table, seen)  # a note that says no more than "question" is not the head of a sheet
        elif head is not None:
            self._cases(table, head)
        elif not seen:
            self._headless(table)

    def _ref(self, words: str) -> str:
        """The reference that a heading or a row of notes names, as the round writes it."""
        ref = reference_in(words)
        return self.refs.get(number_in(ref), ref) if ref else ""

    def _cases(self, table: Table, head: int) -> None:
        heads = [text(value) for value in table.rows[head]]
        question = next(at for at, word in enumerate(heads) if fold(word) == fold(QUESTION))
        columns = {at: ref for at, word in enumerate(heads) if at != question and (ref := self._ref(word))}
        known = {question, *columns, *(at for at, word in enumerate(heads) if fold(word) == fold(ASKED))}
        strange: set[int] = set()
        for at, ref in columns.items():
            self.heads.setdefault(ref, where(table.sheet, head, at))
            self.cells.setdefault(ref, {})
        for number in range(head + 1, len(table.rows)):
            row = table.rows[number]
            if row == table.rows[head]:  # another sheet pasted below
                continue
            label = self.labels.get(fold_label(text(row[question])))
            if label is None:
                self._strange_row(table, number, question, columns)
                continue
            strange |= {at for at, value in enumerate(row) if at not in known and text(value)}
            for at, ref in columns.items():
                self._cell(ref, label, Said(text(row[at]), where(table.sheet, number, at)))
        names = [repr(heads[at]) if heads[at] else "without a heading" for at in sorted(strange)]
        self.left_out += [f"the column {name} on the sheet {table.sheet}" for name in names]

    def _strange_row(self, table: Table, number: int, question: int, columns: Mapping[int, str]) -> None:
        row = table.rows[number]
        if any(text(row[at]) for at in columns):
            name = f" ({text(row[question])[:40]})" if text(row[question]) else ""
            self.left_out.append(f"row {number + 1}{name} on the sheet {table.sheet}")

    def _cell(self, ref: str, label: str, said: Said) -> None:
        if not said.words or fold(said.words) == NOT_ASKED:
            return
        if label == VERSION:
            # Sheets of two forms in one tell two, and then nobody knows which a cell is of.
            self.versions.setdefault(ref, set()).add(_version(said.words))
            return
        before = self.cells[ref].setdefault(label, said)
        if before.words.casefold() != said.words.casefold():
            text_ = f"{ref}, {label}: something else stands in {before.where}; keep one of the two."
            self.problems.append(Problem(said.where, text_))

    def _headless(self, table: Table) -> None:
        """A sheet of cases whose row of headings is gone must not be passed over."""
        for number, row in enumerate(table.rows[:DEEPEST]):
            words = {fold_label(text(value)) for value in row[:3] if value is not None}
            if words & {fold_label(label) for label in SPECIAL} and any(text(v) for v in row[2:]):
                text_ = "answers stand here but the row of references above them is gone; put it back."
                self.problems.append(Problem(where(table.sheet, number), text_))
                return

    def _notes(self, table: Table, seen: Recognised) -> None:
        for row in _note_rows(self.file, table, seen):
            ref, name = self._ref(row["case"]), fold_label(row["question"])
            for suffix in (FROM, TO):
                name = name.removesuffix(f" {suffix}")
            known = self.ids.get(name)
            if not ref or not known:
                missing = "case" if not ref else "question"
                text_ = (
                    f"{row[missing]!r} is no {missing} of this form"
                    if row[missing]
                    else f"no {missing} is named"
                )
                self.problems.append(
                    Problem(row.where(missing), f"{text_}; say which one this row is about.")
                )
            else:
                self.notes.setdefault((ref, known), []).append(row)


def _version(words: str) -> str:
    """The version that a cell names, empty where nothing was answered; a damaged one as it is typed."""
    known = version_in(words)
    return words if known is None else known


def _note_rows(file: str, table: Table, seen: Recognised) -> Iterator[Row]:
    for number in range(seen.header_row + 1, len(table.rows)):
        cells = table.rows[number]
        if cells == table.rows[seen.header_row]:
            continue
        values = {name: text(cells[column]) for name, column in seen.columns.items()}
        if any(values.get(name) for name in NOTED):
            yield Row(file, table.sheet, number, seen.columns, values)


def _head(table: Table) -> int | None:
    """The row of a sheet's references: one that says Question and names a case; None where there is none."""
    for number, row in enumerate(table.rows[:DEEPEST]):
        words = [text(value) for value in row]
        if fold(QUESTION) in map(fold, words) and any(map(reference_in, words)):
            return number
    return None


def fold_label(label: str) -> str:
    """A label in any case and white space."""
    return " ".join(label.split()).casefold()


def concerns(filled: Filled, label: str) -> list[tuple[str, Said]]:
    """The immediate concerns that a form raises, by reference; a cell that says `no` raises none."""
    return [
        (ref, cells[label])
        for ref, cells in filled.cells.items()
        if label in cells and fold(cells[label].words) not in NO_CONCERN
    ]
