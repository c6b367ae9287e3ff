"""From what options say to a frame, step by step, with every row whose id cannot stand."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from audit.dates import day_of
from audit.definitions import decimal
from audit.errors import FileError, Problem, StateError
from audit.registers.folding import fold
from audit.registers.naming import Naming
from audit.registers.personal import is_slip
from audit.registers.register import TYPED, Register, rows
from audit.sampling import total_row
from audit.sampling.engines.columns import Columns
from audit.sampling.engines.engine import Engine, Totals
from audit.sampling.frame import Asked, Frame, Listed
from audit.sampling.locating import Places, find_places
from audit.sampling.narrowing import Narrowing
from audit.sampling.strata import OTHER, Part, read_part
from audit.sampling.ticket import BLANK, id_problem, is_blank, trimmed

HEAVIEST = 100
NAMED = 10  # places of one id that a message names
LOOKED_AT = 200  # rows by which it is judged whether all need a look


def build(
    engine: Engine,
    asked: Asked,
    lists: Mapping[str, Listed],
    *,
    checked: Sequence[int] = (),
    personal: Mapping[int, str] | None = None,
    seed: str = "",
    keep: int = 0,
) -> Frame:
    """The frame that options ask for, laid in an engine; with a seed also each stratum's smallest tickets.

    `checked` are columns whose distinct values are wanted with it. FileError with every row whose id
    cannot stand, StateError where the options do not fit the register.
    """
    return _Builder(engine, asked, lists, personal or {}).frame(tuple(checked), seed, keep)


def unit_of(register: Register, headings: Sequence[str], naming: Naming) -> tuple[int, ...]:
    """The columns that make an id: those named, else the profile's, else the only one; else StateError."""
    if headings:
        return tuple(dict.fromkeys(map(naming.column, headings)))
    wanted = register.profile.unit if register.profile else ()
    found = [number for name in wanted if (number := naming.of_profile(name)) is not None]
    if wanted and len(found) == len(wanted):
        return tuple(found)
    if len(register.headings) == 1:
        return (0,)
    known = ", ".join(heading.text for heading in register.headings if heading.text)[:500]
    raise StateError(f"Say which column holds the ids: --unit COLUMN. {register.name} has {known}.")


class _Builder:
    """The steps from options to a frame, with the warnings met on the way."""

    def __init__(
        self, engine: Engine, asked: Asked, lists: Mapping[str, Listed], personal: Mapping[int, str]
    ) -> None:
        self.engine, self.asked, self.lists = engine, asked, lists
        self.register = engine.register
        self.naming = Naming(self.register)
        self.personal = personal
        self.warnings: list[str] = []

    def frame(self, checked: tuple[int, ...], seed: str, keep: int) -> Frame:
        parts = [read_part(text, self.naming.find) for text in self.asked.by]
        columns = self._columns(parts, checked)
        self._check_typed(columns.unit)
        total = total_row.find(self.register, columns.unit[0], self.engine)
        self.engine.pass_over(columns.unit[0], total)
        narrowing = Narrowing(self.engine, self.naming, self.warnings, self.personal)
        fits = [*narrowing.conditions(self.asked.where), *narrowing.open_on(self.asked.open_on)]
        names = {place: narrowing.named(part) for place, part in enumerate(parts) if not part.plain}
        if columns.weight is not None:
            self._check_weights(columns.weight)
        self.engine.mark(columns, fits, names, total)
        survey, values = self.engine.survey()
        self._check_ids(survey.bad, survey.repeated, survey.repeated_units)
        for column in survey.many:
            heading = self.register.headings[column].text
            self.warnings.append(
                f"{heading!r} holds so many different texts that only the first were checked; "
                "'audit register' checks all."
            )
        excluded = self.engine.settle({name: listed.units for name, listed in self.lists.items()})
        excluded |= {"total row": 1} if total else {}
        self._check_lists(total)
        if same := self.engine.same_names():
            raise StateError(
                f"Two different combinations of --by are both called {same!r}; use fewer columns."
            )
        totals = self.engine.totals(seed, keep)
        differing = self._differing(parts)
        self._say_strata(totals)
        self._say_clusters()
        self._say_order(columns.order)
        self._say_points(columns.unit)
        self._say_doubtful(columns.unit)
        return Frame(
            self.register,
            self.asked,
            self.engine,
            columns,
            survey.rows + bool(total),
            excluded,
            differing,
            self.lists,
            totals,
            tuple(self.warnings),
            values,
        )

    # --- columns ----------------------------------------------------------------------------------

    def _columns(self, parts: Sequence[Part], checked: tuple[int, ...]) -> Columns:
        asked, column = self.asked, self.naming.column
        found = Columns(
            unit=unit_of(self.register, asked.unit, self.naming),
            strata=tuple(part.column for part in parts),
            cluster=column(asked.cluster) if asked.cluster else None,
            weight=column(asked.weight) if asked.weight else None,
            order=tuple(map(column, asked.order)),
            family=column(asked.one_per) if asked.one_per else None,
            distinct=asked.distinct,
            checked=checked,
            carried=tuple(map(column, asked.carry)),
        )
        self._keep_back(found.unit)
        self._keep_back([part.column for part in parts if part.plain] + [*found.order])
        self._keep_back([number for number in (found.cluster, found.weight) if number is not None])
        return found

    def _keep_back(self, columns: Iterable[int]) -> None:
        """What tells who a child is stays out of a certificate: nothing is drawn, sorted or grouped by it."""
        for number in columns:
            if what := self.personal.get(number):
                raise StateError(
                    f"{self.register.headings[number].text!r} holds {what}, which would stand in the "
                    "certificate; use a column that does not tell who a child is."
                )

    def _check_typed(self, unit: Sequence[int]) -> None:
        """A workbook's typed cell can be no id where writing it as text could give two ways."""
        problems = [
            Problem("" if self.register.table else Places.name(self.register, row, column), sentence)
            for column in unit
            for kind, rows in self.register.typed.get(column, {}).items()
            for row, sentence in ((row, typed_id(self.register, column, kind)) for row in rows)
        ]
        if problems:
            raise FileError(str(self.register.path), problems[:100])

    def _check_weights(self, column: int) -> None:
        bad = [raw for raw, _ in self.engine.distinct(column) if not _is_weight(trimmed(raw))]
        rows = find_places(self.register, (column,), bad)
        if rows.places:
            sentence = f"is no weight; write a whole number from 0 to {HEAVIEST}."
            problems = [
                Problem(p.where, f"{repr(p.text) if is_slip(p.text) else 'what stands there'} {sentence}")
                for p in rows.places
            ]
            raise FileError(str(self.register.path), [*problems, *rows.more("such rows")])

    # --- ids --------------------------------------------------------------------------------------

    def _check_ids(self, bad: Sequence[str], repeated: Sequence[str], repeats: int) -> None:
        problems = []
        unit = self.engine.columns.unit
        unfit = {*bad}  # named once, and not as repeated too
        repeated, repeats = (
            [text for text in repeated if text not in unfit],
            repeats - len(unfit & {*repeated}),
        )
        if bad:
            found = find_places(self.register, unit, bad, ids=True)
            problems += [Problem(p.where, f"the row {_why(p.text, len(unit))}.") for p in found.places]
            problems += found.more("rows with such ids")
        if repeated:
            found = find_places(self.register, unit, repeated, ids=True)
            problems += [
                Problem(
                    "" if found.whole else _places(wheres, found.counts[text]),
                    f"the id {text} stands in {found.counts[text]:,} rows.",
                )
                for text, wheres in found.by_text().items()
            ]
            problems.append(
                Problem(
                    "",
                    f"{repeats:,} ids stand in more than one row; draw children where rows are events "
                    "with --distinct, or name more columns with --unit.",
                )
            )
        if problems:
            raise FileError(str(self.register.path), problems)

    def _check_lists(self, total: str) -> None:
        for name, listed in self.lists.items():
            if name == "not-since":
                continue
            missing = sorted(set(listed.units) - self.engine.known(listed.units) - {total})
            if missing:
                shown = ", ".join(missing[:10]) + (" …" if len(missing) > 10 else "")
                count = f"{len(missing):,} of the {len(listed.units):,} ids in {listed.source}"
                self.warnings.append(f"{count} are not in the register: {shown}.")

    # --- what is only untidy ----------------------------------------------------------------------

    def _differing(self, parts: Sequence[Part]) -> dict[str, int]:
        names = [*(part.text for part in parts)]
        names += [self.asked.cluster] if self.asked.cluster else []
        names += [self.asked.weight] if self.asked.weight else []
        names += [*self.asked.order, *([self.asked.one_per] if self.asked.one_per else [])]
        found: dict[str, int] = {}
        for name, units in zip(names, self.engine.differing(), strict=False):
            found[name] = max(units, found.get(name, 0))  # one column may be asked for in two ways
        for name, units in found.items():
            if units:
                least = "largest" if name == self.asked.weight else "smallest"
                self.warnings.append(
                    f"Rows of one id differ in {name!r}, for {units:,} of the ids; the {least} value counts."
                )
        return {name: units for name, units in found.items() if units}

    def _say_strata(self, totals: Totals) -> None:
        self._say_alike("Strata", totals.units)
        for mark, what in ((BLANK, "a blank stratum"), (OTHER, "a number outside the bands")):
            units = sum(n for name, n in totals.units.items() if mark in name.split(" | "))
            if units:
                self.warnings.append(f"The stratum {mark} holds those with {what}: {units:,}.")

    def _say_clusters(self) -> None:
        clusters = self.engine.clusters() if self.asked.cluster else {}
        self._say_alike("Clusters", clusters)
        if units := clusters.get(BLANK):
            self.warnings.append(
                f"Those blank in {self.asked.cluster!r} are a cluster {BLANK} that can be drawn: {units:,}."
            )

    def _say_alike(self, what: str, names: Iterable[str]) -> None:
        alike: dict[str, list[str]] = {}
        for name in names:
            alike.setdefault(fold(name), []).append(name)
        for same in alike.values():
            if len(same) > 1:
                said = ", ".join(repr(name) for name in same)
                self.warnings.append(f"{what} that differ only in spelling stay apart: {said}.")

    def _say_order(self, order: Sequence[int]) -> None:
        """Order goes by text in every engine, so that 03/12/2025 comes behind 01/02/2026, and 9 behind 10."""
        head = [cells for _, cells in islice(rows(self.register), LOOKED_AT)] if order else []
        for column in order:
            texts = {trimmed(cells[column]) for cells in head if not is_blank(cells[column])}
            readings: dict[str, Callable[[str], Any]] = {"dates": day_of, "numbers": decimal}
            if what := next((name for name, read in readings.items() if _turned(texts, read)), ""):
                self.warnings.append(
                    f"{self.register.headings[column].text!r} is put in order as text, not as {what}: the "
                    "steps are even through that order alone."
                )

    def _say_points(self, unit: Sequence[int]) -> None:
        """Ids such as 1001.0 were numbers once; they stay as they stand, and may match no other list."""
        head = [cells[unit[-1]] for _, cells in islice(rows(self.register), LOOKED_AT)]
        filled = [trimmed(cell) for cell in head if not is_blank(cell)]
        if filled and all(cell.endswith(".0") for cell in filled) and self.engine.all_end(".0"):
            self.warnings.append(
                "Every id ends in .0, as numbers do that a program read as decimals: they stay as they "
                "stand, and may not match the same ids elsewhere."
            )

    def _say_doubtful(self, unit: Sequence[int]) -> None:
        """A note or a total at the end of a list that is no single last row is left in, and so is told."""
        looks = total_row.doubtful(self.register, unit[0]) if len(unit) == 1 else ()
        if found := [text for text, _ in self.engine.members(looks)] if looks else []:
            self.warnings.append(
                f"At the end stand rows that look like no cases, and they can be drawn: {', '.join(found)}. "
                "Take them out of the file, or list them for --exclude."
            )


def typed_id(register: Register, column: int, kind: str) -> str:
    """Why a typed cell can be no id, and what would do."""
    what = TYPED[kind]
    if register.table:
        heading = register.headings[column].text
        return f"the ids in {heading!r} are typed as {what}; draw from a view that gives them as text."
    return f"the id is typed as {what}; format the column as text, and type it again."


def _turned(texts: Collection[str], read: Callable[[str], Any]) -> bool:
    """Whether all texts can be read so, and then have another order than as text."""
    found = {text: read(text) for text in texts}
    return None not in found.values() and sorted(texts, key=lambda t: (found[t], t)) != sorted(texts)


def _why(unit: str, columns: int) -> str:
    """Why a text cannot be an id that is joined of so many columns."""
    if unit.count("|") >= columns > 1:
        return "has a | in a column of its id, where | joins the columns; take it out"
    return id_problem(unit)


def _places(wheres: Sequence[str], count: int) -> str:
    """The first places of an id, and whether there are more."""
    return ", ".join(wheres[:NAMED]) + (" …" if count > len(wheres[:NAMED]) else "")


def _is_weight(text: str) -> bool:
    return bool(re.fullmatch(r"\d{1,3}", text, re.ASCII)) and int(text) <= HEAVIEST
