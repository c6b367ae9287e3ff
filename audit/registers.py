"""What columns a register has, and how its headings are recognised.

A profile is a YAML file under templates/registers/. The row of headings is found, not assumed:
lists that people keep have a title, a date and some prose above it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from audit.definitions import Block, Library, Reading, Text
from audit.tables import Table, Value, address, text

DEEPEST = 1_000  # rows searched for headings; a register of a million rows is not read for them twice
_BRACKETS = re.compile(r"\([^)]*\)|\[[^]]*\]")
_NOT_A_WORD = re.compile(r"[^\w&]+|_")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a register, and the headings it goes by, folded."""

    name: str
    headings: tuple[str, ...]
    required: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    """The columns that one kind of register may have."""

    ref: str
    title: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> dict[str, str]:
        """The column that each heading, folded, stands for."""
        return {heading: column.name for column in self.columns for heading in column.headings}

    @property
    def required(self) -> tuple[str, ...]:
        """The names of the columns that a list cannot do without."""
        return tuple(column.name for column in self.columns if column.required)


@dataclass(frozen=True, slots=True)
class Recognised:
    """Where the headings stand in a table, and which column each is; all indexes count from zero.

    `unknown` and `repeated` hold (address, heading): headings that mean nothing here, and those
    that name a column which a heading further left has taken.
    """

    header_row: int
    columns: Mapping[str, int]
    unknown: tuple[tuple[str, str], ...] = ()
    repeated: tuple[tuple[str, str], ...] = ()


def load(library: Library, ref: str) -> Profile:
    """The profile of a name; UnknownError where there is none, DefinitionError with all its problems."""
    block = library.load("templates", f"registers/{ref}", "register")
    path = library.find("templates", f"registers/{ref}")
    return parse(block, ref, str(path))


def parse(block: Block, ref: str, where: str) -> Profile:
    """The profile in a mapping; DefinitionError with every problem and its line."""
    reading = Reading(where)
    reading.block(block, ("title", "about", "columns"), "a register")
    title = reading.text(block, "title", "a register")
    taken: dict[str, str] = {}
    columns = tuple(_column(reading, item, taken) for item in reading.blocks(block, "columns", "a column"))
    if not columns:
        reading.wrong(block, "a register needs 'columns'.")
    reading.finish()
    return Profile(ref, title, columns)


def _column(reading: Reading, item: Block, taken: dict[str, str]) -> Column:
    """One column; `taken` keeps which heading stands for which, since one cannot stand for two."""
    block = reading.block(item, ("name", "headings", "required"), "a column")
    name = reading.text(block, "name", "a column")
    headings = (name, *reading.words(block, "headings"))
    for heading in headings:
        other = taken.setdefault(fold(heading), name)
        if other != name:
            at = heading if isinstance(heading, Text) else block
            reading.wrong(at, f"{heading!r} heads {other!r} and {name!r}; keep it for one of them.")
    return Column(name, tuple(dict.fromkeys(map(fold, headings))), reading.yes(block, "required"))


@lru_cache(maxsize=10_000)
def fold(heading: str) -> str:
    """A heading without what people vary: case, white space, punctuation, quotation marks, `&`."""
    bare = heading.casefold().replace("'", "").replace("’", "").replace("‘", "")
    return " ".join(_NOT_A_WORD.sub(" ", bare).replace("&", " and ").split())


def recognise(table: Table, profile: Profile) -> Recognised | None:
    """Where a profile's headings stand in a table; None where no row has those that are required.

    The row that names most columns is taken; of equal rows the fuller one, then the upper one.
    """
    names = profile.names
    best, most = None, (0, 0)
    for index, row in enumerate(islice(table.rows, DEEPEST)):
        found = {name for value in row if (name := _name(value, names))}
        rank = len(found), sum(1 for value in row if text(value))
        if found.issuperset(profile.required) and found and rank > most:
            best, most = index, rank
    return None if best is None else _recognised(table, best, names)


def _recognised(table: Table, row: int, names: Mapping[str, str]) -> Recognised:
    columns: dict[str, int] = {}
    unknown, repeated = [], []
    for index, value in enumerate(table.rows[row]):
        heading = (address(row, index), " ".join(text(value).split()))
        name = _name(value, names)
        if name is None and heading[1]:
            unknown.append(heading)
        elif name in columns:
            repeated.append(heading)
        elif name is not None:
            columns[name] = index
    return Recognised(row, columns, tuple(unknown), tuple(repeated))


def _name(value: Value, names: Mapping[str, str]) -> str | None:
    """The column that a cell names: whole, without its brackets, or twice over as in `Lead / Contact`."""
    if not isinstance(value, str):
        return None
    bare = _BRACKETS.sub(" ", value)
    if name := names.get(fold(value)) or names.get(fold(bare)):
        return name
    both = {names.get(fold(part)) for part in bare.split("/")}
    return both.pop() if len(both) == 1 else None
