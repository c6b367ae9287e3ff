"""The engine of a lake: the statements of every table, but for what Spark would do one after the other."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Protocol

from audit.registers.register import Register
from audit.sampling.engines.engine import Judge, Judged, Overview
from audit.sampling.engines.statements import Part
from audit.sampling.engines.table_overview import TableOverview
from audit.sampling.engines.tables import MANY, Lake, TableEngine, Values

MARKED, KEPT = "marked", "marked_rows"


class Shared(Lake, Protocol):
    """A lake whose rows are shared out to workers."""

    def keep(self, name: str, query: str, values: Values) -> None:
        """Have the workers keep the lines of an answer as a view; what that held before is let go."""
        ...

    def standing_at(self, query: str, values: Values, positions: Sequence[int]) -> list[str]:
        """The texts of a query in order that stand at positions from 0, in their order."""
        ...

    def judged(self, query: str, values: Values, judge: Judge) -> Iterator[Sequence[Judged]]:
        """What a judge finds in texts with their rows, some at a time; the workers judge where they can."""
        ...


class SparkEngine(TableEngine):
    """A table of a lake; asked in few statements, since each is planned and shared out anew."""

    lake: Shared

    def __init__(self, register: Register, lake: Shared) -> None:
        """Ask a lake of a register; nothing is asked yet."""
        super().__init__(register, lake)
        self._marked: list[Part] = []

    @property
    def overview(self) -> Overview:
        """What is counted for a look at the register."""
        found: SparkOverview = SparkOverview(self)
        return found

    def bound(
        self, query: str, parts: Sequence[Part] | None = None, values: Values | None = None
    ) -> tuple[str, dict[str, str]]:
        """As `TableEngine.bound`, but the marked rows are worked out once and kept by the workers."""
        laid = [*(self.parts if parts is None else parts)]
        names = [name for name, _ in laid]
        if MARKED in names:
            end = names.index(MARKED) + 1
            if laid[:end] != self._marked:
                self.lake.keep(KEPT, *super().bound(f"SELECT * FROM {MARKED}", laid[:end]))
                self._marked = laid[:end]
            laid[:end] = [(MARKED, f"SELECT * FROM {KEPT}")]
        return super().bound(query, laid, values)

    def _texts(self, columns: Sequence[int]) -> tuple[dict[int, dict[str, int]], set[int]]:
        """As `TableEngine`: the texts of all columns by one statement, of each no more than are held."""
        values: dict[int, dict[str, int]] = {column: {} for column in columns}
        if not columns:
            return values, set()
        each = ", ".join(f"{column}, raw{column}" for column in columns)
        stacked = f"SELECT stack({len(columns)}, {each}) AS (place, text) FROM marked"
        counted = f"SELECT place, text, count(*) AS n FROM ({stacked}) GROUP BY place, text"
        nth = "row_number() OVER (PARTITION BY place ORDER BY text) AS nth"
        lines = f"SELECT place, text, n FROM (SELECT *, {nth} FROM ({counted})) WHERE nth <= {MANY + 1}"
        for place, text, count in self.lines(lines):
            values[int(place)][text] = int(count)
        many = {column for column, texts in values.items() if len(texts) > MANY}
        for column in many:
            values[column].popitem()
        return values, many

    def _numbered(self, group: str, *, weighted: bool) -> Part:
        """As `TableEngine`: of a weighted unit all tickets in one cell, so that no rows are made for them."""
        if not weighted:
            return super()._numbered(group, weighted=False)
        number = self.tongue.sha(self.tongue.joined(self.tongue.given("seed"), "unit", "'#'", "string(k)"))
        least = f"array_min(transform(sequence(1, weight), k -> {number}))"
        return ("numbered", f"SELECT {group} AS grouped, unit, {least} AS t FROM frame")

    def at(self, positions: Sequence[int]) -> list[str]:
        """As `Engine.at`: each worker puts a part of the line in order, none the whole of it."""
        order = ", ".join([*(f"order{place}" for place, _ in enumerate(self.columns.order, 1)), "unit"])
        query, given = self.bound(f"SELECT unit FROM frame ORDER BY {order}")
        return self.lake.standing_at(query, given, positions)


class SparkOverview(TableOverview):
    """What a lake counts."""

    engine: SparkEngine

    def __init__(self, engine: SparkEngine) -> None:
        """Count in an engine."""
        super().__init__(engine)

    def judged(self, column: int, judge: Judge, total: str = "") -> Iterator[Sequence[Judged]]:
        """As `Overview.judged`; only what is wrong travels."""
        self.engine.mark(replace(self.engine.columns, checked=(column,)), total=total)
        query = f"SELECT raw{column} AS raw, count(*) AS n FROM marked GROUP BY raw{column}"
        return self.engine.lake.judged(*self.engine.bound(query), judge)


def judging(judge: Judge) -> Callable[[Iterator[Any]], Iterator[Any]]:
    """What workers do with the texts of a column: tables of texts in, tables of what is wrong out."""

    def judged(tables: Iterator[Any]) -> Iterator[Any]:
        for table in tables:
            found = judge(list(zip(table["raw"], table["n"].tolist(), strict=True)))
            yield type(table)(found, columns=["value", "text", "severity", "cells"])

    return judged
