"""How the headings of a register are recognised.

The row of headings is found, not assumed:
lists that people keep have a title, a date and some prose above it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from audit.dates import read_day
from audit.definitions import decimal
from audit.registers.folding import fold
from audit.registers.profile import Profile
from audit.tables import Table, Value, address, text

DEEPEST = 1_000  # rows searched for headings; a register of a million rows is not read for them twice
NEAR = 100  # rows searched where the register's kind is not known beforehand
_DIGITS = re.compile(r"[0-9]+")
_LETTERS = re.compile(r"[^\W\d_]+")
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


def best(table: Table, profiles: Sequence[Profile]) -> tuple[Profile, Recognised] | None:
    """The profile that fits a table best, and where its headings stand; None where none or several do.

    One with `refuse` may win: whoever asks then refuses the table with that sentence.
    """
    found = fitting(table, profiles)
    return found[0] if len(found) == 1 else None


def fitting(table: Table, profiles: Sequence[Profile]) -> tuple[tuple[Profile, Recognised], ...]:
    """The profiles that fit a table best: several only where they fit equally well.

    A profile fits where a row has all of its required headings and, if it is exact, no others.
    The first row that any fits is taken; the one with most columns there fits best, and of those
    the one that misses fewest.
    """
    names = [profile.names for profile in profiles]
    known = {heading: heading for each in names for heading in each}
    for index, row in enumerate(islice(table.rows, NEAR)):
        if not any(_name(value, known) for value in row):
            continue
        found = [
            (profile, seen)
            for profile, own in zip(profiles, names, strict=True)
            if _fits(profile, seen := _recognised(table, index, own))
        ]
        if found:
            ranks = [(len(seen.columns), -len(profile.columns)) for profile, seen in found]
            return tuple(fit for fit, rank in zip(found, ranks, strict=True) if rank == max(ranks))
    return ()


def _fits(profile: Profile, seen: Recognised) -> bool:
    if profile.exact and (seen.unknown or seen.repeated):
        return False
    return bool(seen.columns) and seen.columns.keys() >= {*profile.required}


def plain(table: Table) -> Recognised | None:
    """Where the headings stand in a register of no known profile; None where no row can be them.

    They are the first row of words that is as wide as at least half of the widest row and stands
    right over a filled one; titles stand above. A row that looks like the one below it is a case of
    a list without headings, which is not guessed at; nor is it where two rows could be the headings
    and something stands between, for then cases might be taken for titles.
    """
    rows = [(index, row) for index, row in enumerate(islice(table.rows, NEAR)) if _filled(row)]
    widest = max((_filled(row) for _, row in rows), default=0)
    wide = [(index, row) for index, row in rows if _filled(row) >= max(min(widest, 2), widest / 2)]
    for place, (index, row) in enumerate(wide[:-1]):
        below, under = wide[place + 1]
        heads = _heads(row, under)
        again = place + 2 < len(wide) and _heads(under, wide[place + 2][1])
        if heads and (below == index + 1 or not again):
            return Recognised(index, {})
        if (heads and _any_filled(table, index + 1, below)) or (not heads and _filled(under) <= _filled(row)):
            return None
    return None


def _filled(row: Sequence[Value]) -> int:
    return sum(1 for value in row if text(value))


def _any_filled(table: Table, first: int, last: int) -> bool:
    return any(_filled(row) for row in table.rows[first:last])


def _heads(row: Sequence[Value], below: Sequence[Value]) -> bool:
    """Whether a row may be the headings of the one below: words only, and not shaped as its cells are."""
    cells = [(value, text(other)) for value, other in zip(row, below, strict=True) if text(value)]
    words = {fold(value) for value, _ in cells if isinstance(value, str)}
    alike = any(
        _DIGITS.search(text(value)) and _shape(text(value)) == _shape(other) for value, other in cells
    )
    return len(words) >= min(len(cells), 2) and all(_is_word(value) for value, _ in cells) and not alike


def _is_word(value: Value) -> bool:
    """Whether a cell is text that is neither a number nor a date."""
    return (
        isinstance(value, str) and bool(value.strip()) and decimal(value) is None and read_day(value) is None
    )


def _shape(cell: str) -> str:
    return _LETTERS.sub("a", _DIGITS.sub("9", cell))


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
