"""What is counted in a table where it lies for a look at it: filled cells, ids, rows that are the same."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from audit.sampling.engines.engine import Filled, Ids, Judge, Judged
from audit.sampling.engines.statements import id_part
from audit.sampling.engines.statements import unit as unit_text
from audit.sampling.engines.tables import TableEngine
from audit.sampling.ticket import id_problem

ABREAST = 200  # columns that are counted in one statement
KEPT = 1_000  # ids that are kept for a message; the rest are counted


class TableOverview:
    """What a database or a lake counts."""

    def __init__(self, engine: TableEngine) -> None:
        """Count in an engine."""
        self.engine = engine

    def filled(self, unit: int | None = None, total: str = "") -> tuple[int, tuple[Filled, ...]]:  # noqa: ARG002
        """The rows in which something stands, and each column's filled cells."""
        every = range(len(self.engine.register.headings))
        rows, found = 0, list[Filled]()
        for start in range(0, len(every), ABREAST):  # no database gives any number of columns
            some = every[start : start + ABREAST]
            counts = (
                f"count(CASE WHEN {id_part(f'c{number}')} <> '' THEN 1 END), "
                f"{self.engine.tongue.about(f'r{number}')}"
                for number in some
            )
            query = f"SELECT count(*), {', '.join(counts)} FROM filled"
            rows, *line = map(int, next(self.engine.lines(query, self.engine.filled(some))))
            found += [Filled(*pair) for pair in zip(line[::2], line[1::2], strict=True)]
        return rows, tuple(found)

    def ids(self) -> Ids:
        """What the ids of a marked register are like."""
        one = "SELECT unit, count(*) AS n FROM marked GROUP BY unit"
        more = "unit <> '' AND n > 1"
        line = next(
            self.engine.lines(
                f"SELECT count(CASE WHEN unit <> '' THEN 1 END), count(CASE WHEN {more} THEN 1 END), "
                f"sum(CASE WHEN {more} THEN n END), max(CASE WHEN unit <> '' THEN n END), "
                f"sum(CASE WHEN unit = '' THEN n END), count(CASE WHEN unit LIKE '%.0' THEN 1 END) "
                f"FROM ({one}) AS counted"
            )
        )
        return Ids(*(int(count or 0) for count in line))

    def repeated(self) -> dict[str, int]:
        """The first of the ids that stand on several rows, with how many."""
        some = "FROM marked WHERE unit <> '' GROUP BY unit HAVING count(*) > 1 ORDER BY unit"
        found = self.engine.lines(f"SELECT unit, count(*) {some}")
        return {unit: int(count) for unit, count in islice(found, KEPT)}

    def unfit(self) -> dict[str, int]:
        """The first of the ids that cannot stand, the blank one among them, with their rows."""
        some = f"FROM marked WHERE unit = '' OR {self.engine.tongue.odd('unit')} GROUP BY unit ORDER BY unit"
        lines = self.engine.lines(f"SELECT unit, count(*) {some}")
        return {
            unit: int(count) for unit, count in islice((one for one in lines if id_problem(one[0])), KEPT)
        }

    def same_rows(self, unit: Sequence[int], total: str = "") -> tuple[int, tuple[str, ...]]:  # noqa: ARG002
        """How many rows say in every cell what a row before says, and the first ids of such rows."""
        parts = self.engine.filled(unit, whole="whole")
        hashed = f"SELECT {unit_text(self.engine.tongue, unit)} AS unit, whole AS h FROM filled"
        grouped = f"SELECT min(unit) AS unit, count(*) - 1 AS more FROM ({hashed}) AS hashed GROUP BY h"
        count, units = 0, dict[str, None]()
        for text, more in self.engine.lines(
            f"SELECT unit, more FROM ({grouped}) AS same WHERE more > 0 ORDER BY unit", parts
        ):
            count += int(more)
            if len(units) < KEPT:
                units[text] = None
        return count, tuple(units)

    def judged(self, column: int, judge: Judge, total: str = "") -> Iterator[Sequence[Judged]]:
        """What a judge finds in every different text of a column, some at a time; for columns of many."""
        self.engine.mark(replace(self.engine.columns, checked=(column,)), total=total)
        for batch in self.engine.batches(f"SELECT raw{column}, count(*) FROM marked GROUP BY raw{column}"):
            yield judge([(text, int(count)) for text, count in batch])
