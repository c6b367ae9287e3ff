"""DuckDB: reads a register of any size in little memory, and finds the smallest tickets in it."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audit.errors import FileError, Problem, StoreError
from audit.registers.register import Heading, Register
from audit.sampling.engines import sql
from audit.sampling.engines.columns import Columns, Map
from audit.sampling.engines.engine import Overview, Survey, Totals
from audit.sampling.ticket import print_sums

if TYPE_CHECKING:
    import duckdb

MEMORY = "400MB"
BATCH = 50_000  # values that come to Python at once
MANY = 500_000  # different texts of a column that are held at once
SHOWN = 1_000  # ids kept for a message; the rest are counted
LONGEST_LINE = 4_000_000  # bytes of a record
# Nothing is fetched from anywhere, and rows come in any order, since no answer depends on theirs.
SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "memory_limit": MEMORY,
    "preserve_insertion_order": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
}
NAMES = ("only", "exclude", "not-since")


@dataclass(slots=True)
class _Look:
    """What the lines of a survey have told so far; `rough` counts rows whose ids are not plain."""

    values: dict[int, dict[str, int]]
    rows: int = 0
    rough: int = 0
    bad: list[str] = field(default_factory=list)
    hashes: list[int] = field(default_factory=list)
    repeats: int = 0
    many: set[int] = field(default_factory=set)

    def hold(self, column: int, text: str, count: int) -> None:
        """A text of a column, as long as there is room."""
        if len(self.values[column]) < MANY:
            self.values[column][text] = count
        else:
            self.many.add(column)

    def take(self, place: int, value: Any, count: int) -> None:
        """A hash met twice (0), an id that cannot stand (1), or how many rows have plain ids (2)."""
        if place == 0:
            self.repeats += 1
            self.hashes += [value] if len(self.hashes) < SHOWN else []
        elif place == 1:
            self.bad += [value] if len(self.bad) < SHOWN else []
        else:
            self.rows += count
            self.rough += 0 if value else count


class Duck:
    """A register in DuckDB: as it came, `marked` with what narrows it, `frame` with a row for each unit."""

    def __init__(self, register: Register, scratch: Path) -> None:
        """Look at a register; nothing is read yet. What does not fit into memory goes to `scratch`."""
        import duckdb

        self.register, self._scratch = register, scratch
        self.columns = Columns((0,))
        self.left_out: dict[str, int] = {}
        self.unreadable = ""
        self._narrowed, self._plain = False, False
        self._rows, self._strata = 0, 1
        self._total = (0, "")
        self._maps = 0
        settings = {**SETTINGS, "temp_directory": str(scratch / "spill")}
        self.connection = duckdb.connect(":memory:", config=settings)
        self._lay()
        for macro in sql.macros():
            self.ask(macro)

    @classmethod
    def of_frame(cls, path: Path, scratch: Path) -> "Duck":
        """An engine with the frame that a frame.csv holds; FileError where it is none."""
        try:
            with path.open(encoding="utf-8", newline="") as file:
                names = next(csv.reader(file), [])
        except (ValueError, csv.Error):
            raise FileError(str(path), [Problem("", "it is no frame.csv, or not in UTF-8.")]) from None
        orders = [f"order{place}" for place, _ in enumerate((n for n in names if n.startswith("order")), 1)]
        known = ["unit", "stratum", *(name for name in ("cluster", "weight") if name in names), *orders]
        if names != known:
            raise FileError(str(path), [Problem("row 1", "it has not the headings of a frame.csv.")])
        headings = tuple(map(Heading, names))
        engine = cls(Register(str(path), path, "", "", headings, 0, path, 1, written=False), scratch)
        at = {name: number for number, name in enumerate(names)}
        order = tuple(at[name] for name in orders)
        engine.columns = Columns((0,), cluster=at.get("cluster"), weight=at.get("weight"), order=order)
        engine.ask(sql.loaded(names))
        return engine

    @property
    def overview(self) -> Overview:
        """What is counted for a look at the register."""
        from audit.sampling.engines.overview import DuckOverview

        return DuckOverview(self)

    def close(self) -> None:
        """Let go of the database."""
        self.connection.close()

    def unchanged(self) -> None:
        """Nothing: whoever opens a file sees to it."""

    def ask(self, query: str, values: Sequence[Any] = ()) -> "duckdb.DuckDBPyConnection":
        """Run a query; FileError where the register's file cannot be read, StoreError on a full disk."""
        import duckdb

        try:
            try:
                return self.connection.execute(query, list(values))
            except duckdb.NotImplementedException:
                # Parts of a large file read at once did not meet, as where long cells hold whole lines.
                self._lay(at_once=False)
                return self.connection.execute(query, list(values))
        except (duckdb.InvalidInputException, duckdb.ConversionException, duckdb.IOException) as error:
            if "No space left" in str(error):
                place = self._scratch.absolute().parent
                raise StoreError(f"The disk that holds {place} is full; make room, and try again.") from None
            said = str(error).split("\n", 1)[0].partition(":")[2].strip().rstrip(".")
            end = "save it again as CSV in UTF-8"
            self.unreadable = f"the table cannot be read to its end ({said}); {end}."
            raise FileError(str(self.register.path), [Problem("", self.unreadable)]) from None

    def _lay(self, *, at_once: bool = True) -> None:
        """Lay `register`, a view of the file, whose parts can be read at once or only in turn."""
        register = self.register
        columns = ", ".join(f"'c{number}': 'VARCHAR'" for number, _ in enumerate(register.headings))
        self.ask(
            f"CREATE OR REPLACE VIEW register AS SELECT * FROM read_csv({sql.file(str(register.data))}, "
            f"auto_detect=false, header=false, skip={register.skip}, "
            f"delim={sql.literal(register.separator)}, quote='\"', escape='\"', "
            f"parallel={str(at_once).lower()}, max_line_size={LONGEST_LINE}, columns={{{columns}}})"
        )

    # --- values -----------------------------------------------------------------------------------

    def distinct(self, column: int) -> Iterator[tuple[str, int]]:
        """Every distinct text of a column as it came, with the number of its rows; in no order.

        Rows in which nothing stands, and one of totals that was told of, are passed over.
        """
        found = self.ask(sql.distinct(column, len(self.register.headings), *self._total))
        while batch := found.fetchmany(BATCH):
            yield from batch

    def pass_over(self, column: int, total: str) -> None:
        """Pass over the row whose id in a column is that of a row of totals; '' for none."""
        self._total = (column, total)

    def map(self, column: int, meanings: Iterable[tuple[str, Any]], kind: str) -> Map:
        """Keep what each distinct text of a column means, as a value of one of SQL's kinds."""
        self._maps += 1
        found = Map(f"map{self._maps}", column)
        self.ask(f"CREATE TABLE {found.table} (raw VARCHAR, meant {kind})")
        self._insert(found.table, ("VARCHAR", kind), meanings)
        return found

    def _insert(self, table: str, kinds: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
        """Add rows some at a time, through a cursor: they may come from a query that still runs."""
        given = ", ".join(f"unnest(?::{kind}[])" for kind in kinds)
        with self.connection.cursor() as cursor:
            coming = iter(rows)
            while batch := list(islice(coming, BATCH)):
                lists = [list(values) for values in zip(*batch, strict=True)]
                cursor.execute(f"INSERT INTO {table} SELECT {given}", lists)

    # --- the frame --------------------------------------------------------------------------------

    def mark(
        self,
        columns: Columns,
        fits: Sequence[Map] = (),
        names: Mapping[int, Map] | None = None,
        total: str = "",
    ) -> None:
        """Lay `marked`, as `sql.marked` describes it; nothing is read yet."""
        self.columns = columns
        query = sql.marked(columns, len(self.register.headings), fits, names or {}, total)
        self.ask(f"CREATE OR REPLACE VIEW marked AS {query}")
        self._narrowed = bool(fits or names or total)
        if fits or names:
            found = sorted(self.ask(sql.excluded()).fetchall())
            self.left_out = {("where", "unreadable")[why - 1]: units for why, units in found}

    def survey(self) -> tuple[Survey, dict[int, dict[str, int]]]:
        """One look over every row: what is wrong with ids, and the checked columns' values with counts.

        Most registers need no second look: nothing narrows them, and their ids are plain.
        """
        if not self._narrowed and len(self.columns.unit) == 1:
            look = self._look(sql.plain_survey(self.columns))
            if not look.rough:
                strata = (look.values[column] for column in self.columns.strata)
                self._plain = not look.many and all(
                    sql.is_plain(value) for values in strata for value in values
                )
                return self._surveyed(look)
        return self._surveyed(self._look(sql.survey(self.columns)))

    def _look(self, query: str) -> "_Look":
        found, columns = self.ask(query), sql.looked_at(self.columns)
        keys = 3 + len(columns)
        everything = (1 << keys) - 1
        places = {everything ^ (1 << (keys - 1 - place)): place for place in range(keys)}
        look = _Look({column: {} for column in columns})
        while batch := found.fetchmany(BATCH):
            for mask, *line, count in batch:
                place = places[mask]
                if place > 2:
                    look.hold(columns[place - 3], line[place], count)
                elif line[place] is not None:
                    look.take(place, line[place], count)
        return look

    def _surveyed(self, look: "_Look") -> tuple[Survey, dict[int, dict[str, int]]]:
        repeated = self._repeated(look.hashes) if look.hashes else ()
        self._rows = look.rows
        self._strata = prod(len(look.values[column]) for column in self.columns.strata)
        repeats, many = look.repeats if repeated else 0, tuple(sorted(look.many & {*self.columns.checked}))
        survey = Survey(look.rows, tuple(look.bad), repeated, repeats, many)
        return survey, {column: look.values[column] for column in self.columns.checked}

    def _repeated(self, hashes: Sequence[int]) -> tuple[str, ...]:
        """The ids behind hashes that were met twice: two ids may share one, and then neither is repeated."""
        found = self.ask(
            "SELECT unit FROM marked WHERE why = 0 AND hash(unit) IN (SELECT unnest(?::UBIGINT[])) "
            "GROUP BY unit HAVING count(*) > 1 ORDER BY unit",
            [list(hashes)],
        )
        return tuple(unit for (unit,) in found.fetchall())

    def settle(self, lists: Mapping[str, Iterable[str]]) -> dict[str, int]:
        """Lay `frame`, one row for each unit that stays; gives the units left out by each reason.

        `lists` are the ids of `only`, `exclude` and `not-since`, as far as they were asked for.
        """
        kind = "TABLE" if self.columns.distinct else "VIEW"
        more = self.columns.distinct or self.columns.extra or self.columns.family is not None
        plain = self._plain and not more
        query = sql.plain_frame(self.columns) if plain else sql.kept(self.columns)
        self.ask(f"CREATE {kind} kept AS {query}")
        last, left_out = "kept", dict(self.left_out)
        for reason, query in self._stages(lists):
            table = f"after_{_word(reason)}"
            self.ask(f"CREATE TABLE {table} AS {query.format(last)}")
            left_out[reason] = self._count(last) - self._count(table)
            last = table
        self.ask(f"CREATE VIEW frame AS SELECT * FROM {last}")
        return {reason: units for reason, units in left_out.items() if units}

    def _stages(self, lists: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str]]:
        for name in NAMES:
            if name in lists:
                table = f"listed_{_word(name)}"
                self.ask(f"CREATE TABLE {table} (unit VARCHAR)")
                self._insert(table, ["VARCHAR"], [(unit,) for unit in sorted(set(lists[name]))])
                inside = "IN" if name == "only" else "NOT IN"
                yield name, f"SELECT * FROM {{}} WHERE unit {inside} (SELECT unit FROM {table})"
        if self.columns.family is not None:
            yield "one-per", sql.one_per("{}")
        if self.columns.weight is not None:
            yield "weight 0", "SELECT * FROM {} WHERE weight > 0"

    def standing(self, column: int, text: str) -> int:
        """In how many rows a trimmed text stands in a column."""
        return self._count(f"register WHERE cell(c{column}) = {sql.literal(text)}")

    def all_end(self, end: str) -> bool:
        """Whether every id of the frame ends so."""
        return self._count(f"frame WHERE NOT suffix(unit, {sql.literal(end)})") == 0

    def _count(self, table: str) -> int:
        found = self.ask(f"SELECT count(*) FROM {table}").fetchone()
        return int(found[0]) if found else 0

    def differing(self) -> tuple[int, ...]:
        """How many units have rows that differ, by column: parts of the stratum, then the frame's others."""
        found = self.ask(sql.differing(self.columns)).fetchone() if self.columns.distinct else None
        return tuple(int(count or 0) for count in found or ())

    def known(self, units: Iterable[str]) -> set[str]:
        """Those of some ids that stand anywhere in the register, in the frame or not."""
        query = "SELECT DISTINCT unit FROM marked WHERE unit IN (SELECT unnest(?::VARCHAR[]))"
        return {unit for (unit,) in self.ask(query, [list(units)]).fetchall()}

    def same_names(self) -> str:
        """A stratum's name that two different combinations share; '' where there is none."""
        parts = ", ".join(f"part{place}" for place, _ in enumerate(self.columns.strata))
        if len(self.columns.strata) < 2:
            return ""
        query = f"SELECT stratum FROM frame GROUP BY stratum HAVING count(DISTINCT ({parts})) > 1 LIMIT 1"
        found = self.ask(query).fetchone()
        return str(found[0]) if found else ""

    # --- the draw ---------------------------------------------------------------------------------

    def totals(self, seed: str = "", keep: int = 0) -> Totals:
        """Units by stratum and the frame's fingerprint; with a seed also each stratum's `keep` smallest."""
        weighted = self.columns.weight is not None
        numbered = sql.ticket(seed, weighted=weighted) if keep else "NULL"
        below = sql.below(self._rows, self._strata, keep) if keep else ""
        units: dict[str, int] = {}
        least: dict[str, tuple[tuple[str, str], ...]] = {}
        first, second = 0, 0
        query = sql.totals(self.columns, numbered, keep, below)
        for stratum, count, one, two, tickets, kept in self.ask(query).fetchall():
            units[stratum] = int(count)
            first, second = first + int(one), second + int(two)
            least[stratum] = tuple(zip(tickets or (), kept or (), strict=True))
        short = [name for name, count in units.items() if len(least[name]) < min(keep, count)]
        if short:
            found = self._smallest("stratum", short, numbered, keep)
            least |= {name: tuple(found[name]) for name in short}
        names = sorted(units)
        return Totals({n: units[n] for n in names}, print_sums(first, second), {n: least[n] for n in names})

    def clusters(self) -> dict[str, int]:
        """Units by cluster, in the order of the clusters' names."""
        found = self.ask("SELECT cluster, count(*) FROM frame GROUP BY cluster").fetchall()
        return dict(sorted((str(name), int(count)) for name, count in found))

    def smallest(
        self, group: str, names: Iterable[str], seed: str, keep: int
    ) -> dict[str, list[tuple[str, str]]]:
        """The `keep` smallest (ticket, unit) of each named stratum or cluster under a seed."""
        return self._smallest(group, names, sql.ticket(seed), keep)

    def _smallest(
        self, group: str, names: Iterable[str], numbered: str, keep: int
    ) -> dict[str, list[tuple[str, str]]]:
        found = self.ask(sql.smallest(group, numbered, keep), [list(names)]).fetchall()
        return {name: [(each["t"], each["u"]) for each in least] for name, least in found}

    def at(self, positions: Sequence[int]) -> list[str]:
        """The units at positions from 0, in order of the order columns, then id."""
        found = self.ask(sql.at_positions(self.columns), [list(positions)]).fetchall()
        return [unit for unit, _ in sorted(found, key=lambda line: line[1])]

    def members(self, units: Sequence[str] | None = None) -> list[tuple[str, str]]:
        """(unit, stratum) of some units, or of all, in order of id; those not in the frame are left out."""
        some = " WHERE unit IN (SELECT unnest(?::VARCHAR[]))" if units is not None else ""
        values = [list(units)] if units is not None else []
        return self.ask(f"SELECT unit, stratum FROM frame{some} ORDER BY unit", values).fetchall()

    def carried(self, units: Sequence[str]) -> dict[str, list[tuple[str, ...]]]:
        """The carried columns of all rows of some units, as they came."""
        cells = ", ".join(f"raw{column}" for column in self.columns.carried)
        some = "why = 0 AND unit IN (SELECT unnest(?::VARCHAR[]))"
        query = f"SELECT unit, {cells} FROM marked WHERE {some} ORDER BY ALL"
        found: dict[str, list[tuple[str, ...]]] = {}
        for unit, *line in self.ask(query, [list(units)]).fetchall():
            found.setdefault(unit, []).append(tuple(line))
        return found

    def write_frame(self, path: Path) -> None:
        """Write frame.csv: one row for each unit, in order of id."""
        self.ask(sql.frame_file(self.columns, str(path)))


def _word(reason: str) -> str:
    """A reason as a part of a table's name."""
    return reason.replace("-", "_").replace(" ", "_")
