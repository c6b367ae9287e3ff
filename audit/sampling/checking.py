"""What a register is like before anything is drawn from it: what is wrong, what is untidy, what it offers.

Values are checked against the register's profile, each different one once; ids as a draw checks them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice

from audit.errors import StateError
from audit.registers.naming import Naming
from audit.registers.profile import Column
from audit.registers.register import Register, rows
from audit.sampling import total_row
from audit.sampling.building import typed_id, unit_of
from audit.sampling.collecting import collect, plain_text
from audit.sampling.engines.columns import Columns
from audit.sampling.engines.engine import Engine, Filled, Ids, Judged
from audit.sampling.natural import Grouping, candidates, groupings, kind_of, likely_unit
from audit.sampling.ticket import id_problem
from audit.schemas.registers import Severity, check_values

CHECKED = frozenset({"date", "whole", "number", "code", "yes-no", "postcode"})
BATCH = 50_000  # values that are checked at once
WIDE = 200_000  # different texts of a column, from which on it is read by itself, some at a time
KEPT = 10_000  # findings that are kept; the rest are counted
LOOKED_AT = 200  # rows by which a column without a profile is judged


@dataclass(frozen=True, slots=True)
class ColumnFinding:
    """A text that does not fit its column, in how many cells, and the first rows, counted from zero.

    `text` ends the sentence that the value begins; where `whole`, it is the sentence.
    """

    column: int
    value: str
    count: int
    text: str
    severity: Severity
    rows: tuple[int, ...] = ()
    whole: bool = False

    @property
    def sentence(self) -> str:
        """What is wrong, and what would do."""
        if self.whole:
            return self.text
        return f"{self.value!r} {self.text}" if self.value else f"the cell {self.text}"


@dataclass(frozen=True, slots=True)
class Held:
    """A column: what its heading was matched to, what it holds, filled cells, what personal it tells."""

    number: int
    heading: str
    column: str
    kind: str
    filled: int
    personal: str


@dataclass(frozen=True, slots=True)
class Report:
    """A register as a look over all of it found it.

    `unit` are the columns of its ids, `guessed` where nobody named them; `rows` are those in which
    something stands, without the row of totals, whose id is `total`. `same` are rows that say the same
    in every cell, `doubles` how many of them repeat one before. `blocked` says why nothing can be
    drawn; '' where something can.
    """

    register: Register
    unit: tuple[int, ...]
    guessed: bool
    rows: int
    total: str
    ids: Ids | None
    columns: tuple[Held, ...]
    findings: tuple[ColumnFinding, ...]
    more: int
    doubles: int
    same: tuple[tuple[int, ...], ...]
    groupings: tuple[Grouping, ...]
    blocked: str
    warnings: tuple[str, ...]

    def cells(self, severity: Severity) -> int:
        """How many cells and rows are wrong, or untidy."""
        return sum(finding.count for finding in self.findings if finding.severity == severity)


def checked_columns(register: Register) -> tuple[int, ...]:
    """The columns whose values the profile says something of; ids are checked where units are made."""
    return tuple(number for number, column in _ruled(register) if column.kind in CHECKED or column.required)


def findings(register: Register, values: Mapping[int, Mapping[str, int]]) -> tuple[ColumnFinding, ...]:
    """What is wrong with the texts of columns, each given with its cells: by column, wrong before untidy."""
    found = [
        finding
        for number, column in _ruled(register)
        if number in values
        for finding in _of_column(number, column, values[number].items())
    ]
    return tuple(sorted(found, key=lambda each: (each.severity != "wrong", each.column)))


def _ruled(register: Register) -> Iterator[tuple[int, Column]]:
    """The columns that the profile knows, without those that make ids."""
    if register.profile:
        known, unit = register.profile.by_name, register.profile.unit
        for number, heading in enumerate(register.headings):
            if heading.column and heading.column not in unit:
                yield number, known[heading.column]


def _of_column(number: int, column: Column, texts: Iterable[tuple[str, int]]) -> Iterator[ColumnFinding]:
    for value, text, severity, cells in judge(column, texts):
        yield ColumnFinding(number, value, cells, text, severity)


def judge(column: Column, texts: Iterable[tuple[str, int]]) -> list[Judged]:
    """What is wrong with texts of a column, each given with its cells, by the rules of the column."""
    counts = Counter[str]()
    for raw, cells in texts:
        counts[plain_text(raw)] += cells
    different = list(counts)
    return [
        (each.value, each.text, each.severity, counts[each.value])
        for start in range(0, len(different), BATCH)
        for each in check_values(column, different[start : start + BATCH])
    ]


def look(engine: Engine, unit: Sequence[str] = (), personal: Mapping[int, str] | None = None) -> Report:
    """A look over a register in an engine; `unit` are headings, `personal` what columns tell who a child is.

    FileError where its file cannot be read to the end.
    """
    return _Look(engine, personal or {}).report(unit)


class _Look:
    """The steps of a look, and what they have found so far."""

    def __init__(self, engine: Engine, personal: Mapping[int, str]) -> None:
        self.engine, self.personal = engine, personal
        self.register = engine.register
        self.profile = engine.register.profile
        head = [cells for _, cells in islice(rows(self.register), LOOKED_AT)]
        ruled = dict(_ruled(self.register))
        self.kinds = [
            ruled[number].kind if number in ruled else kind_of([cells[number] for cells in head])
            for number, _ in enumerate(self.register.headings)
        ]
        self.unit: tuple[int, ...] = ()
        self.total = ""
        self.ids: Ids | None = None
        self.unfit = False
        self.findings: list[ColumnFinding] = []
        self.warnings: list[str] = []

    def report(self, asked: Sequence[str]) -> Report:
        """The whole of it."""
        blocked, guessed = self._choose_unit(asked)
        if self.unit:
            self.total = total_row.find(self.register, self.unit[0], self.engine)
        count, filled = self.engine.overview.filled(self.unit[0] if self.unit else None, self.total)
        kept_back = [*self.unit, *self.personal]
        values = self._values(filled, kept_back)
        doubles, twice = 0, tuple[str, ...]()
        if self.unit:
            blocked = self._look_at_ids(count)
            if self.ids and self.ids.repeated:
                doubles, twice = self.engine.overview.same_rows(self.unit, self.total)
        found = sorted(self.findings, key=lambda each: (each.severity != "wrong", each.column))
        located, same = self._located(found[:KEPT], twice)
        return Report(
            self.register,
            self.unit,
            guessed,
            count,
            self.total,
            self.ids,
            tuple(self._held(filled)),
            located,
            sum(each.count for each in found[KEPT:]),
            doubles,
            same,
            groupings(self.register, values, self.kinds, kept_back),
            blocked,
            tuple(self.warnings),
        )

    def _held(self, filled: Sequence[Filled]) -> Iterator[Held]:
        for number, (heading, one) in enumerate(zip(self.register.headings, filled, strict=True)):
            kind = "id" if number in self.unit else self.kinds[number]
            what = self.personal.get(number, "")
            yield Held(number, heading.text, heading.column, kind, one.cells, what)

    # --- ids --------------------------------------------------------------------------------------

    def _choose_unit(self, asked: Sequence[str]) -> tuple[str, bool]:
        """Settle which columns make ids; gives why none do, and whether they are a guess."""
        try:
            self.unit = unit_of(self.register, asked, Naming(self.register))
        except StateError as error:
            self.unit = () if asked else likely_unit(self.engine, self.kinds, self.personal)
            return ("", True) if self.unit else (str(error), False)
        return "", False

    def _look_at_ids(self, count: int) -> str:
        """Note what is wrong with ids; gives why none can be drawn, or ''."""
        self.engine.mark(Columns(self.unit), total=self.total)
        ids = self.ids = self.engine.overview.ids()
        unfit = self.engine.overview.unfit() if self.unfit else {}
        for text, cells in unfit.items():
            sentence = f"the row {id_problem(text)}."
            self.findings.append(ColumnFinding(self.unit[0], text, cells, sentence, "wrong", whole=True))
        typed = sum(self._typed())
        if ids.pointed:
            self._say_pointed(ids)
        once = not self.profile.repeats if self.profile else 2 * ids.repeats <= count
        if ids.repeated and once:
            for text, cells in self.engine.overview.repeated().items():
                sentence = f"the id {text!r} stands on {cells} rows."
                self.findings.append(ColumnFinding(self.unit[0], text, cells, sentence, "untidy", whole=True))
        bad = sum(unfit.values()) + typed
        if not ids.different:
            return "no row has an id"
        some = "1 row has" if bad == 1 else f"{bad:,} rows have"
        return f"{some} no id that can be drawn; mend what is wrong with ids first" if bad else ""

    def _typed(self) -> Iterator[int]:
        """Note ids that a workbook holds as dates, fractions and the like; gives how many, kind by kind."""
        for column in self.unit:
            for kind, where in self.register.typed.get(column, {}).items():
                sentence = typed_id(self.register, column, kind)
                yield len(where)
                placed = () if self.register.table else where
                finding = ColumnFinding(column, "", len(where), sentence, "wrong", placed, whole=True)
                self.findings.append(finding)

    def _say_pointed(self, ids: Ids) -> None:
        if ids.pointed == ids.different:
            self.warnings.append(
                "Every id ends in .0, as a spreadsheet leaves numbers; they are drawn as they stand, and "
                "match no list in which they are written without it."
            )
        else:
            self.warnings.append(
                f"{ids.pointed:,} of the {ids.different:,} ids end in .0; without it each is another id."
            )

    # --- values -----------------------------------------------------------------------------------

    def _values(self, filled: Sequence[Filled], kept_back: Sequence[int]) -> dict[int, dict[str, int]]:
        """Check the columns; gives the texts of those that strata could be made of, among others."""
        wanted = {*checked_columns(self.register)} - {*self.unit}
        wanted |= {*candidates(self.register, filled, self.kinds, kept_back)}
        narrow = tuple(sorted(number for number in wanted if filled[number].about < WIDE))
        unit = self.unit or (0,)
        self.engine.mark(Columns(unit, distinct=True, checked=narrow), total=self.total)
        found, values = self.engine.survey()
        self.unfit = bool(found.bad)
        self.findings += findings(self.register, values)
        ruled = dict(_ruled(self.register))
        for number in wanted - {*narrow}:
            self.findings += self._wide(number, ruled[number])
        return values

    def _wide(self, number: int, column: Column) -> tuple[ColumnFinding, ...]:
        """What is wrong in a column of very many texts, read some at a time."""
        found: dict[str, ColumnFinding] = {}
        for batch in self.engine.overview.judged(number, partial(judge, column), self.total):
            for value, text, severity, cells in batch:
                before = found.get(value)
                count = cells + (before.count if before else 0)
                found[value] = ColumnFinding(number, value, count, text, severity)
        return tuple(found.values())

    def _located(
        self, found: Sequence[ColumnFinding], twice: Sequence[str]
    ) -> tuple[tuple[ColumnFinding, ...], tuple[tuple[int, ...], ...]]:
        """The findings with their rows, and the groups of rows that are the same."""
        cells: dict[int, dict[str, int]] = {}
        ids: dict[str, int] = {}
        for each in found:
            if not each.whole:
                cells.setdefault(each.column, {})[each.value] = each.count
            elif not each.rows:
                ids[each.value] = each.count
        seen = collect(self.register, self.unit, cells, ids, twice, self.total)
        placed = []
        for each in found:
            where = seen.ids.get(each.value) if each.whole else seen.cells.get((each.column, each.value))
            placed.append(replace(each, rows=each.rows or tuple(where or ())))
        order = sorted(placed, key=lambda each: (each.severity != "wrong", each.rows[:1], each.column))
        return tuple(order), seen.same
