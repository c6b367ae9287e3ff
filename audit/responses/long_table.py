"""Answers as a long table: a row for each answer, under the names that an answers file has for its parts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from audit.errors import Problem
from audit.registers.headings import Recognised, recognise
from audit.registers.profile import Column, Profile
from audit.responses.given import Given
from audit.schemas.tables import ANSWERS, LONGEST, Row, check_answers
from audit.tables import Table, text
from audit.tables.formulas import meant

WHOSE = ("agency", "case", "reading", "by")
ONCE = ("value", "confirm", "comment", "reason")
PIECES = {  # columns by the part of an answer and its keys
    "evidence": {"what": "evidence_what", "where": "evidence_where", "date": "evidence_date"},
    "action": {"what": "action_what", "who": "action_who", "when": "action_when"},
}
PARTS = (*ONCE, *(name for names in PIECES.values() for name in names.values()), "concern")
LONG = Profile(
    "answers",
    "Answers",
    (
        Column("round", ("round",)),
        Column("agency", ("agency", "agency name", "agency code", "organisation")),
        Column("case", ("case", "subject", "reference", "ref", "audit reference", "about")),
        Column("reading", ("reading",)),
        Column("by", ("by", "read by", "reader", "auditor")),
        Column("question", ("question", "question id"), required=True),
        Column("value", ("value", "grade", "answer")),
        Column("confirm", ("confirm",)),
        Column("comment", ("comment", "comments")),
        Column("reason", ("reason",)),
        Column("evidence_what", ("evidence", "evidence what")),
        Column("evidence_where", ("evidence where",)),
        Column("evidence_date", ("evidence date",)),
        Column("action_what", ("action", "action what")),
        Column("action_who", ("action who",)),
        Column("action_when", ("action when",)),
        Column("concern", ("concern", "immediate concern")),
        Column("version", ("version key", "version")),
    ),
)


@dataclass(frozen=True, slots=True)
class LongTable:
    """The filled rows of a long table, and (cell, heading) of the columns that mean nothing here."""

    rows: tuple[Row, ...]
    dropped: tuple[tuple[str, str], ...] = ()

    def words(self, column: str) -> dict[str, Row]:
        """What stands in a column, each word once with the first row that has it."""
        return {row[column]: row for row in reversed(self.rows) if row[column]}


def long_table(table: Table) -> LongTable | None:
    """A table as a long one; None where its headings are not those of one."""
    seen = recognise(table, LONG)
    if seen is None or not set(PARTS) & set(seen.columns):
        return None
    rows = (_row(table, seen, index) for index in range(seen.header_row + 1, len(table.rows)))
    return LongTable(tuple(row for row in rows if row), (*seen.unknown, *seen.repeated))


def _row(table: Table, seen: Recognised, index: int) -> Row:
    cells = {name: meant(text(table.rows[index][at])) for name, at in seen.columns.items()}
    for name in (*WHOSE, "round", "question"):
        if name in cells:
            cells[name] = " ".join(cells[name].split())
    return Row(
        table.file, table.sheet, index, seen.columns, {key: cell for key, cell in cells.items() if cell}
    )


def gather(found: LongTable, file: str, ids: Sequence[str]) -> tuple[list[Given], list[Problem]]:
    """What a long table says, response by response, and what is wrong with its rows.

    `ids` are those of the questions and standards that may be answered, read in any case.
    """
    named = {name.casefold(): name for name in ids}
    rows = [_named(row, named) for row in found.rows]
    gathering = _Gathering(frozenset(ids))
    for row in rows:
        gathering.add(row)
    # The cells themselves are checked as those of forms are; what stands twice was settled above.
    checked = check_answers([_to_check(row, place) for place, row in enumerate(rows)], ids).get(file, [])
    return list(gathering.given.values()), [*checked, *gathering.problems]


def _named(row: Row, named: Mapping[str, str]) -> Row:
    """The row with its question's id as the template has it."""
    name = row["question"]
    return replace(row, values={**row.values, "question": named.get(name.casefold(), name)}) if name else row


def _to_check(row: Row, place: int) -> Row:
    """The row as it is checked; one that gives no answer (it may raise a concern) is blank."""
    if not set(row.values) & set(PARTS) - {"concern"}:
        return replace(row, values={})
    cells = {name: cell for name, cell in row.values.items() if name in ANSWERS}
    return replace(row, values={**cells, "agency": str(place)})


class _Gathering:
    """Rows being put together: what each response is given, and what stands there twice."""

    def __init__(self, ids: frozenset[str]) -> None:
        self.ids = ids
        self.given: dict[tuple[str, ...], Given] = {}
        self.problems: list[Problem] = []
        self._firsts: dict[tuple[str, ...], Row] = {}

    def add(self, row: Row) -> None:
        whose = tuple(row[name].casefold() for name in WHOSE)
        if not set(row.values) & set(PARTS):
            return
        if whose not in self.given:
            cells = {name: row[name] for name in WHOSE if row[name]}
            self.given[whose] = Given(row.where(), cells, {name: row.where(name) for name in cells})
        given, name = self.given[whose], row["question"]
        if row["concern"]:
            given.concerns.append((name if name in self.ids else "", shown(row["concern"])))
        if row["version"]:
            given.versions[name] = row["version"].casefold()
        for part in ONCE:
            if row[part] and self._first(row, part, (part,)):
                given.put(name, part, row[part], row.where(part))
        self._action(given, row)
        self._evidence(given, row)

    def _action(self, given: Given, row: Row) -> None:
        columns = PIECES["action"]
        part = {key: row[column] for key, column in columns.items() if row[column]}
        if part and self._first(row, "action", tuple(columns.values())):
            first = next(column for column in columns.values() if row[column])
            given.put(row["question"], "action", part, row.where(first))

    def _evidence(self, given: Given, row: Row) -> None:
        """Another piece of evidence: the one part that may stand on several rows of a question."""
        columns = PIECES["evidence"]
        piece = {key: row[column] for key, column in columns.items() if row[column]}
        if piece:
            before = given.replies.get(row["question"], {}).get("evidence", [])
            first = next(column for column in columns.values() if row[column])
            pieces = before if piece in before else [*before, piece]
            given.put(row["question"], "evidence", pieces, row.where(first))

    def _first(self, row: Row, part: str, columns: Sequence[str]) -> bool:
        """Whether a part of an answer stands here first; where it differs from the first it is a problem."""
        key = (*(row[name].casefold() for name in WHOSE[:3]), row["question"], part)
        first = self._firsts.setdefault(key, row)
        if any(first[column] != row[column] for column in columns):
            place = next(column for column in columns if row[column] or first[column])
            text_ = (
                f"{row['question']} has another {part} in {first.where(place)} already; keep one of the two."
            )
            self.problems.append(Problem(row.where(place), text_))
        return first is row


def shown(words: str) -> str:
    """A text on one line, without what can be neither shown nor stored, as long as a cell can hold."""
    kept = (letter if letter.isprintable() else " " for letter in words)
    return " ".join("".join(kept).split())[:LONGEST]
