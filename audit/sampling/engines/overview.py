"""What an engine counts for a look at a register: filled cells, ids, rows that are the same."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from audit.sampling.engines import sql
from audit.sampling.engines.columns import Columns
from audit.sampling.engines.duck import BATCH, Duck
from audit.sampling.engines.engine import Filled, Ids, Judge, Judged
from audit.sampling.ticket import WHITE_SPACE

KEPT = 1_000  # ids that are kept for a message; the rest are counted


class DuckOverview:
    """What DuckDB counts."""

    def __init__(self, engine: Duck) -> None:
        """Count in an engine."""
        self.engine = engine

    def filled(self, unit: int | None = None, total: str = "") -> tuple[int, tuple[Filled, ...]]:
        """The rows in which something stands, and each column's filled cells; the row of totals left out."""
        width = len(self.engine.register.headings)
        counts = (
            f"count(*) FILTER (CASE WHEN {_plain(number)} THEN true ELSE idpart(c{number}) IS NOT NULL END), "
            f"approx_count_distinct(c{number})"
            for number in range(width)
        )
        rest = ", ".join(f"c{number}" for number in range(width))
        anything = f"trim(concat({rest}), {sql.literal(WHITE_SPACE)}) <> ''"
        where = f"CASE WHEN {_plain(unit or 0)} THEN true ELSE {anything} END"
        if total:
            where += f" AND coalesce(cell(c{unit}), '') <> {sql.literal(total)}"
        line = self.engine.ask(
            f"SELECT count(*), {', '.join(counts)} FROM register WHERE {where}"
        ).fetchone() or (0,)
        pairs = zip(line[1::2], line[2::2], strict=True)
        return int(line[0]), tuple(Filled(int(cells), int(about)) for cells, about in pairs)

    def ids(self) -> Ids:
        """What the ids of a marked register are like."""
        line = self.engine.ask(
            "SELECT count(*) FILTER (unit <> ''), count(*) FILTER (unit <> '' AND n > 1), "
            "coalesce(sum(n) FILTER (unit <> '' AND n > 1), 0), coalesce(max(n) FILTER (unit <> ''), 0), "
            "coalesce(sum(n) FILTER (unit = ''), 0), count(*) FILTER (unit LIKE '%.0') "
            "FROM (SELECT unit, count(*) AS n FROM marked GROUP BY unit)"
        ).fetchone()
        return Ids(*map(int, line or (0, 0, 0, 0, 0, 0)))

    def repeated(self) -> dict[str, int]:
        """The first of the ids that stand on several rows, with how many."""
        query = "SELECT unit, count(*) FROM marked WHERE unit <> '' GROUP BY unit HAVING count(*) > 1"
        return dict(self.engine.ask(f"{query} ORDER BY unit LIMIT {KEPT}").fetchall())

    def unfit(self) -> dict[str, int]:
        """The first of the ids that cannot stand, the blank one among them, with their rows."""
        query = (
            f"SELECT unit, count(*) FROM marked WHERE unfit(unit) GROUP BY unit ORDER BY unit LIMIT {KEPT}"
        )
        return dict(self.engine.ask(query).fetchall())

    def same_rows(self, unit: Sequence[int], total: str = "") -> tuple[int, tuple[str, ...]]:
        """How many rows say in every cell what a row before says, and the first ids of such rows."""
        every = tuple(range(len(self.engine.register.headings)))
        self.engine.mark(Columns(tuple(unit), checked=every), total=total)
        cells = ", ".join(f"raw{number}" for number in every)
        found = self.engine.ask(
            f"SELECT min(unit), count(*) - 1 FROM marked GROUP BY hash({cells}) "
            "HAVING count(*) > 1 ORDER BY 1"
        )
        count, units = 0, dict[str, None]()
        while batch := found.fetchmany(BATCH):
            for unit_of, more in batch:
                count += more
                if len(units) < KEPT:
                    units[unit_of] = None
        return count, tuple(units)

    def judged(self, column: int, judge: Judge, total: str = "") -> Iterator[Sequence[Judged]]:
        """What a judge finds in every different text of a column, some at a time; for columns of many."""
        self.engine.mark(replace(self.engine.columns, checked=(column,)), total=total)
        found = self.engine.ask(f"SELECT raw{column}, count(*) FROM marked GROUP BY 1")
        while batch := found.fetchmany(BATCH):
            yield judge(batch)


def _plain(number: int) -> str:
    """Whether a cell begins with a letter, a digit or the like: what says that nothing is there does not."""
    return f"c{number} >= '(' AND c{number} < chr(127)"
