"""What is asked of an engine, whichever it is: of a frame laid in it, and of a register that is looked at.

DuckDB answers for files; a database or a Spark lake for the tables that lie there. Every answer is the same.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from audit.registers.register import Register
from audit.sampling.engines.columns import Columns, Map
from audit.schemas.registers import Severity

Judged = tuple[str, str, Severity, int]  # a value, what is wrong with it, how badly, in how many cells
Judge = Callable[[Sequence[tuple[str, int]]], Sequence[Judged]]  # texts as they came, with their cells


@dataclass(frozen=True, slots=True)
class Survey:
    """What one look over a register found: rows, ids that cannot stand, and ids that stand twice.

    `many` are columns with more different texts than are held at once; only the first were given.
    """

    rows: int
    bad: tuple[str, ...]
    repeated: tuple[str, ...]
    repeated_units: int
    many: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Totals:
    """What one pass over a frame found: units by stratum, and by stratum its smallest (ticket, unit)."""

    units: Mapping[str, int]
    fingerprint: str
    smallest: Mapping[str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class Filled:
    """In how many rows a column is filled, and about how many different texts stand in it."""

    cells: int
    about: int


@dataclass(frozen=True, slots=True)
class Ids:
    """Different ids; how many stand on several rows, at most on how many; rows without one.

    `repeats` counts the rows of the repeated ids, `pointed` the ids that end in `.0`.
    """

    different: int
    repeated: int
    repeats: int
    most: int
    blank: int
    pointed: int


class Overview(Protocol):
    """What is counted for a look at a register: filled cells, ids, rows that are the same."""

    def filled(self, unit: int | None = None, total: str = "") -> tuple[int, tuple[Filled, ...]]:
        """The rows in which something stands, and each column's filled cells; the row of totals left out."""
        ...

    def ids(self) -> Ids:
        """What the ids of a marked register are like."""
        ...

    def repeated(self) -> dict[str, int]:
        """The first of the ids that stand on several rows, with how many."""
        ...

    def unfit(self) -> dict[str, int]:
        """The first of the ids that cannot stand, the blank one among them, with their rows."""
        ...

    def same_rows(self, unit: Sequence[int], total: str = "") -> tuple[int, tuple[str, ...]]:
        """How many rows say in every cell what a row before says, and the first ids of such rows."""
        ...

    def judged(self, column: int, judge: Judge, total: str = "") -> Iterator[Sequence[Judged]]:
        """What a judge finds in every different text of a column, some at a time; for columns of many."""
        ...


class Engine(Protocol):
    """A register in an engine: as it came, marked with what narrows it, and the frame that stays.

    Questions are asked in this order: distinct and map, mark, survey, settle, then any of the others.
    """

    register: Register
    columns: Columns
    unreadable: str

    @property
    def overview(self) -> Overview:
        """What is counted for a look at the register."""
        ...

    def close(self) -> None:
        """Let go of the engine."""
        ...

    def unchanged(self) -> None:
        """FileError where a table that no snapshot holds still has changed since it was opened."""
        ...

    def distinct(self, column: int) -> Iterator[tuple[str, int]]:
        """Every distinct text of a column as it came, with the number of its rows; in no order.

        Rows in which nothing stands, and one of totals that was told of, are passed over.
        """
        ...

    def pass_over(self, column: int, total: str) -> None:
        """Pass over the row whose id in a column is that of a row of totals; '' for none."""
        ...

    def map(self, column: int, meanings: Iterable[tuple[str, Any]], kind: str) -> Map:
        """Keep what each distinct text of a column means, as TINYINT or VARCHAR."""
        ...

    def mark(
        self,
        columns: Columns,
        fits: Sequence[Map] = (),
        names: Mapping[int, Map] | None = None,
        total: str = "",
    ) -> None:
        """Say which columns are meant, what narrows the register, and the id of a row of totals.

        `fits` mean 0 (out), 1 (unreadable) or 2 (in); `names`, by the place of a part of the stratum, mean
        what the part is called, None where it cannot be read.
        """
        ...

    def survey(self) -> tuple[Survey, dict[int, dict[str, int]]]:
        """One look over every row: what is wrong with ids, and the checked columns' texts with their rows."""
        ...

    def settle(self, lists: Mapping[str, Iterable[str]]) -> dict[str, int]:
        """Lay the frame, one row for each unit that stays; gives the units left out by each reason.

        `lists` are the ids of `only`, `exclude` and `not-since`, as far as they were asked for.
        """
        ...

    def standing(self, column: int, text: str) -> int:
        """In how many rows a trimmed text stands in a column."""
        ...

    def all_end(self, end: str) -> bool:
        """Whether every id of the frame ends so."""
        ...

    def differing(self) -> tuple[int, ...]:
        """How many units have rows that differ, by column: parts of the stratum, then the frame's others."""
        ...

    def known(self, units: Iterable[str]) -> set[str]:
        """Those of some ids that stand anywhere in the register, in the frame or not."""
        ...

    def same_names(self) -> str:
        """A stratum's name that two different combinations share; '' where there is none."""
        ...

    def totals(self, seed: str = "", keep: int = 0) -> Totals:
        """Units by stratum and the frame's fingerprint; with a seed also each stratum's `keep` smallest."""
        ...

    def clusters(self) -> dict[str, int]:
        """Units by cluster, in the order of the clusters' names."""
        ...

    def smallest(
        self, group: str, names: Iterable[str], seed: str, keep: int
    ) -> dict[str, list[tuple[str, str]]]:
        """The `keep` smallest (ticket, unit) of each named stratum or cluster under a seed."""
        ...

    def at(self, positions: Sequence[int]) -> list[str]:
        """The units at positions from 0, in order of the order columns, then id."""
        ...

    def members(self, units: Sequence[str] | None = None) -> list[tuple[str, str]]:
        """(unit, stratum) of some units, or of all, in order of id; those not in the frame are left out."""
        ...

    def carried(self, units: Sequence[str]) -> dict[str, list[tuple[str, ...]]]:
        """The carried columns of all rows of some units, as they came."""
        ...

    def write_frame(self, path: Path) -> None:
        """Write frame.csv: one row for each unit, in order of id."""
        ...
