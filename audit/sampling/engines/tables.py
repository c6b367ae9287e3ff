"""The engine of a table that is read where it lies: each question a statement, and only answers travel."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from math import prod
from pathlib import Path
from typing import Any, Protocol

from audit.errors import FileError, Problem
from audit.registers.register import Register
from audit.sampling.engines import statements
from audit.sampling.engines.columns import Columns, Map
from audit.sampling.engines.engine import Overview, Survey, Totals
from audit.sampling.engines.sql import below, looked_at
from audit.sampling.engines.statements import Lying, Part, with_parts
from audit.sampling.engines.tongue import Tongue
from audit.sampling.ticket import id_problem, print_sums

BATCH = 50_000  # values that come to Python at once
MANY = 500_000  # different texts of a column that are held at once
SHOWN = 1_000  # ids kept for a message; the rest are counted
HALF = 16**8
Values = Mapping[str, str]
SINGLE = frozenset({"seed", "below", "ending", "text"})  # values that are one text; all others are lists
LISTS = {"only": "IN", "exclude": "NOT IN", "not-since": "NOT IN"}


class Lake(Protocol):
    """An open table: asked in its own tongue, with values bound by name."""

    tongue: Tongue
    lying: Lying

    def ask(self, query: str, values: Values) -> Iterator[Sequence[Sequence[Any]]]:
        """The lines of an answer, some at a time; FileError where the table cannot be read to its end."""
        ...

    def fingerprint(self) -> tuple[int, str]:
        """All rows of the table, and the digest of a fingerprint over all its cells."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...


class TableEngine:
    """A table where it lies: `filled` as it came, `marked` with what narrows it, `frame` one row a unit."""

    def __init__(self, register: Register, lake: Lake) -> None:
        """Ask a lake of a register; nothing is asked yet."""
        self.register, self.lake = register, lake
        self.tongue = lake.tongue
        self.columns = Columns((0,))
        self.unreadable = ""
        self.parts: list[Part] = []
        self._values: dict[str, str] = {}
        self._left_out: dict[str, int] = {}
        self._rows, self._strata = 0, 1

    @property
    def overview(self) -> Overview:
        """What is counted for a look at the register."""
        from audit.sampling.engines.table_overview import TableOverview

        found: TableOverview = TableOverview(self)
        return found

    def close(self) -> None:
        """Let go of the table."""
        self.lake.close()

    def unchanged(self) -> None:
        """FileError where the table was written to since it was opened, and no snapshot kept that away."""
        if not self.tongue.snapshot and self.lake.fingerprint()[1] != self.register.sha256:
            sentence = "it changed while it was read; try again when nobody writes to it."
            raise FileError(self.register.source, [Problem("", sentence)])

    def lines(
        self, query: str, parts: Sequence[Part] | None = None, **values: str
    ) -> Iterator[Sequence[Any]]:
        """The lines of an answer, one by one; behind the parts laid so far unless others are given."""
        for batch in self.lake.ask(*self.bound(query, parts, values)):
            yield from batch

    def batches(self, query: str) -> Iterator[Sequence[Sequence[Any]]]:
        """The lines of an answer behind the parts laid so far, some at a time."""
        return self.lake.ask(*self.bound(query))

    def bound(
        self, query: str, parts: Sequence[Part] | None = None, values: Values | None = None
    ) -> tuple[str, dict[str, str]]:
        """A query behind the parts laid so far, unless others are given, and the values that it asks for."""
        whole = with_parts(self.parts if parts is None else parts, query)
        known = {**self._values, **(values or {})}
        return whole, {name: text for name, text in known.items() if f":{name}" in whole}

    def one(self, query: str, **values: str) -> int:
        """The number that an answer consists of."""
        return next((int(line[0] or 0) for line in self.lines(query, None, **values)), 0)

    def filled(self, wanted: Sequence[int], whole: str = "", raw: Sequence[int] = ()) -> list[Part]:
        """The parts of the rows in which something stands, most of which the first column of the id tells."""
        return statements.rows(self.tongue, self.lake.lying, wanted, self.columns.unit[0], whole, raw)

    # --- values -----------------------------------------------------------------------------------

    def distinct(self, column: int) -> Iterator[tuple[str, int]]:
        """Every distinct text of a column as it came, with the number of its rows; in no order."""
        query = f"SELECT r{column}, count(*) FROM filled GROUP BY r{column}"
        for text, count in self.lines(query, self.filled((column,))):
            yield text, int(count)

    def pass_over(self, column: int, total: str) -> None:
        """Nothing: a table has no last row, and so no row of totals."""

    def map(self, column: int, meanings: Iterable[tuple[str, Any]], kind: str) -> Map:
        """Keep what each distinct text of a column means, to be sent with each statement that asks for it.

        What most texts mean is not sent: neither a column of millions nor what a name cannot be made of.
        """
        most, pairs = rarer(meanings) if kind == "TINYINT" else (0, list(meanings))
        found = Map(f"map{len(self._values)}x", column, most)  # so that no name begins another
        self._values[found.table] = as_json([[raw, str(meant)] for raw, meant in pairs if meant is not None])
        return found

    # --- the frame --------------------------------------------------------------------------------

    def mark(
        self,
        columns: Columns,
        fits: Sequence[Map] = (),
        names: Mapping[int, Map] | None = None,
        total: str = "",  # noqa: ARG002
    ) -> None:
        """Say which columns are meant and what narrows the table; see `Engine.mark`."""
        self.columns = columns
        marked = statements.marked(self.tongue, columns, fits, names or {})
        narrowed = (one.column for one in (*fits, *(names or {}).values()))
        raw = (*columns.checked, *columns.carried, *narrowed)
        self.parts = [*self.filled(statements.wanted(columns), raw=raw), *marked]
        self._left_out = {}
        if fits or names:
            found = sorted((int(why), int(units)) for why, units in self.lines(statements.excluded()))
            self._left_out = {("where", "unreadable")[why - 1]: units for why, units in found}

    def survey(self) -> tuple[Survey, dict[int, dict[str, int]]]:
        """What is wrong with ids, and the checked columns' texts with their rows."""
        self._rows = self.one("SELECT count(*) FROM marked")
        bad = list(islice(self._bad(), SHOWN))
        repeated, repeats = ([], 0) if self.columns.distinct else self._repeated()
        values, many = self._texts(looked_at(self.columns))
        self._strata = prod(len(values[column]) for column in self.columns.strata)
        checked = {column: values[column] for column in self.columns.checked}
        told = tuple(sorted(many & {*checked}))
        return Survey(self._rows, tuple(bad), tuple(repeated), repeats, told), checked

    def _texts(self, columns: Sequence[int]) -> tuple[dict[int, dict[str, int]], set[int]]:
        """The texts of columns with their rows, and the columns that have more than are held."""
        values: dict[int, dict[str, int]] = {}
        many = set[int]()
        for column in columns:
            found = self.distinct(column)  # what narrows the table leaves no row out of `marked`
            values[column] = dict(islice(found, MANY))
            if len(values[column]) == MANY and next(found, None) is not None:
                many.add(column)
        return values, many

    def _bad(self) -> Iterator[str]:
        columns = len(self.columns.unit)
        for text, _ in self.lines(statements.odd_ids(self.tongue, self.columns)):
            if id_problem(text) or (columns > 1 and text.count("|") >= columns):
                yield text

    def _repeated(self) -> tuple[list[str], int]:
        some = "SELECT unit FROM marked WHERE why = 0 GROUP BY unit HAVING count(*) > 1"
        repeats = self.one(f"SELECT count(*) FROM ({some}) AS repeated")
        found = islice(self.lines(f"{some} ORDER BY unit"), SHOWN) if repeats else ()
        return [text for (text,) in found], repeats

    def settle(self, lists: Mapping[str, Iterable[str]]) -> dict[str, int]:
        """Lay the frame, one row for each unit that stays; gives the units left out by each reason."""
        self.parts += statements.kept(self.tongue, self.columns)
        names = ["kept"]
        left_out = dict(self._left_out)
        for reason, query in self._stages(lists):
            name = f"after{len(names)}"
            self.parts.append((name, query.format(names[-1])))
            before = self.one(f"SELECT count(*) FROM {names[-1]}")
            left_out[reason] = before - self.one(f"SELECT count(*) FROM {name}")
            names.append(name)
        self.parts.append(("frame", f"SELECT * FROM {names[-1]}"))
        return {reason: units for reason, units in left_out.items() if units}

    def _stages(self, lists: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str]]:
        for place, (name, inside) in enumerate(LISTS.items()):
            if name in lists:
                self._values[f"listed{place}x"] = as_json(sorted(set(lists[name])))
                yield (
                    name,
                    f"SELECT * FROM {{0}} WHERE unit {inside} ({self.tongue.items(f'listed{place}x')})",
                )
        if self.columns.family is not None:
            yield "one-per", statements.one_per(self.tongue, "{0}")
        if self.columns.weight is not None:
            yield "weight 0", "SELECT * FROM {0} WHERE weight > 0"

    def standing(self, column: int, text: str) -> int:
        """In how many rows a trimmed text stands in a column."""
        some = f"c{column} = {self.tongue.given('text')}"
        query = f"SELECT count(*) FROM filled WHERE {some}"
        return next(int(line[0]) for line in self.lines(query, self.filled((column,)), text=text))

    def all_end(self, end: str) -> bool:
        """Whether every id of the frame ends so."""
        given = self.tongue.given("ending")
        return not self.one(f"SELECT count(*) FROM frame WHERE NOT unit LIKE {given}", ending=f"%{end}")

    def differing(self) -> tuple[int, ...]:
        """How many units have rows that differ, by column: parts of the stratum, then the frame's others."""
        query = statements.differing(self.columns) if self.columns.distinct else ""
        return tuple(int(count) for line in (self.lines(query) if query else ()) for count in line)

    def known(self, units: Iterable[str]) -> set[str]:
        """Those of some ids that stand anywhere in the register, in the frame or not."""
        query = f"SELECT DISTINCT unit FROM marked WHERE unit IN ({self.tongue.items('units')})"
        return {unit for (unit,) in self.lines(query, units=as_json(sorted(set(units))))}

    def same_names(self) -> str:
        """A stratum's name that two different combinations share; '' where there is none."""
        parts = ", ".join(f"part{place}" for place, _ in enumerate(self.columns.strata))
        if len(self.columns.strata) < 2:
            return ""
        inner = f"SELECT DISTINCT stratum, {parts} FROM frame"
        query = (
            f"SELECT stratum FROM ({inner}) AS names GROUP BY stratum HAVING count(*) > 1 ORDER BY stratum"
        )
        return next((str(line[0]) for line in self.lines(query)), "")

    # --- the draw ---------------------------------------------------------------------------------

    def totals(self, seed: str = "", keep: int = 0) -> Totals:
        """Units by stratum and the frame's fingerprint; with a seed also each stratum's `keep` smallest."""
        units: dict[str, int] = {}
        sums = [0, 0, 0, 0]
        for stratum, count, *halves in self.lines(
            statements.totals(self.tongue, self.columns, self.lake.lying.fence)
        ):
            units[stratum] = int(count)
            sums = [one + int(half) for one, half in zip(sums, halves, strict=True)]
        names = sorted(units)
        least = self._least(units, seed, keep) if keep else dict.fromkeys(names, ())
        return Totals({n: units[n] for n in names}, print_halves(sums), {n: least[n] for n in names})

    def _least(
        self, units: Mapping[str, int], seed: str, keep: int
    ) -> dict[str, tuple[tuple[str, str], ...]]:
        limit = below(self._rows, self._strata, keep)
        found = self._smallest("stratum", None, seed, keep, limit)
        short = [name for name, count in units.items() if len(found.get(name, ())) < min(keep, count)]
        if short and limit:
            found |= self._smallest("stratum", short, seed, keep)
        return {name: tuple(found.get(name, ())) for name in units}

    def clusters(self) -> dict[str, int]:
        """Units by cluster, in the order of the clusters' names."""
        found = self.lines("SELECT cluster, count(*) FROM frame GROUP BY cluster")
        return dict(sorted((str(name), int(count)) for name, count in found))

    def smallest(
        self, group: str, names: Iterable[str], seed: str, keep: int
    ) -> dict[str, list[tuple[str, str]]]:
        """The `keep` smallest (ticket, unit) of each named stratum or cluster under a seed."""
        return self._smallest(group, list(names), seed, keep, weighted=False)

    def _smallest(
        self,
        group: str,
        names: Sequence[str] | None,
        seed: str,
        keep: int,
        limit: str = "",
        *,
        weighted: bool = True,
    ) -> dict[str, list[tuple[str, str]]]:
        tickets = self._numbered(group, weighted=weighted and self.columns.weight is not None)
        query = statements.smallest(self.tongue, keep, below=bool(limit), some=names is not None)
        given = {"seed": f"{seed}|", "below": limit, "names": as_json(names or [])}
        found: dict[str, list[tuple[str, str]]] = {}
        for name, number, unit in self.lines(query, [*self.parts, tickets], **given):
            found.setdefault(name, []).append((number, unit))
        return {name: sorted(line) for name, line in found.items()}

    def _numbered(self, group: str, *, weighted: bool) -> Part:
        """Each unit of the frame with its ticket."""
        fence = self.lake.lying.fence
        return statements.numbered(self.tongue, group=group, weighted=weighted, fence=fence)

    def at(self, positions: Sequence[int]) -> list[str]:
        """The units at positions from 0, in order of the order columns, then id."""
        given = as_json([str(place) for place in positions])
        found = self.lines(statements.at_positions(self.tongue, self.columns), positions=given)
        return [unit for _, unit in sorted((int(place), unit) for unit, place in found)]

    def members(self, units: Sequence[str] | None = None) -> list[tuple[str, str]]:
        """(unit, stratum) of some units, or of all, in order of id; those not in the frame are left out."""
        some = f" WHERE unit IN ({self.tongue.items('units')})" if units is not None else ""
        query = f"SELECT unit, stratum FROM frame{some} ORDER BY unit"
        return [(unit, stratum) for unit, stratum in self.lines(query, units=as_json(list(units or ())))]

    def carried(self, units: Sequence[str]) -> dict[str, list[tuple[str, ...]]]:
        """The carried columns of all rows of some units, as they came."""
        cells = ", ".join(f"raw{column}" for column in self.columns.carried)
        some = f"why = 0 AND unit IN ({self.tongue.items('units')})"
        found: dict[str, list[tuple[str, ...]]] = {}
        lines = self.lines(f"SELECT unit, {cells} FROM marked WHERE {some}", units=as_json(list(units)))
        for unit, *line in sorted(map(tuple, lines)):
            found.setdefault(unit, []).append(tuple(line))
        return found

    def write_frame(self, path: Path) -> None:
        """Write frame.csv: one row for each unit, in order of id."""
        fields = ["unit", "stratum", *self.columns.extra]
        with path.open("w", encoding="utf-8", newline="") as file:
            file.write(f"{','.join(fields)}\n")
            for line in self.lines(f"SELECT {', '.join(fields)} FROM frame ORDER BY unit"):
                file.write(f"{','.join(map(_quoted, map(str, line)))}\n")


def rarer(meanings: Iterable[tuple[str, int]]) -> tuple[int, list[tuple[str, int]]]:
    """What most texts mean, and the texts that mean something else; of more than can be held none is kept."""
    held: dict[int, list[str]] = {}
    most: int | None = None
    for raw, meant in meanings:
        if meant != most:
            held.setdefault(meant, []).append(raw)
            if most is None and len(held[meant]) > MANY:
                most = meant
                held[meant].clear()
    common = max(held, key=lambda meant: len(held[meant]), default=0) if most is None else most
    return common, [(raw, meant) for meant, raws in held.items() if meant != common for raw in raws]


def as_json(found: Sequence[Any]) -> str:
    """A list as a text that every engine reads again."""
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def _quoted(cell: str) -> str:
    """A cell of frame.csv, as DuckDB writes it: an empty one in quotation marks, for it is no missing one."""
    return (
        '"' + cell.replace('"', '""') + '"' if not cell or any(sign in cell for sign in '#,"\r\n') else cell
    )


def print_halves(sums: Sequence[int]) -> str:
    """The halves of two sums as a fingerprint prints them."""
    return print_sums(sums[0] * HALF + sums[1], sums[2] * HALF + sums[3])
