"""How the headings of a register are recognised.

The row of headings is found, not assumed:
lists that people keep have a title, a date and some prose above it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from audit.registers.folding import fold
from audit.registers.profile import Profile
from audit.tables import Table, Value, address, text

DEEPEST = 1_000  # rows searched for headings; a register of a million rows is not read for them twice
_BRACKETS = re.compile(r"\([^)]*\)|\[[^]]*\]")


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
