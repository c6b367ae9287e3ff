"""The rows behind what an engine has counted, found in one pass over a register for all of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from audit.registers.register import Register, rows
from audit.sampling.ticket import is_blank, trimmed

KEPT = 1_000  # rows that are named for one value; the rest are counted
DOUBLES = 1_000  # groups of rows that are the same


@dataclass(slots=True)
class Rows:
    """Rows, counted from zero: by column and text, by id, and those that say the same in every cell."""

    cells: dict[tuple[int, str], list[int]] = field(default_factory=dict)
    ids: dict[str, list[int]] = field(default_factory=dict)
    same: tuple[tuple[int, ...], ...] = ()


def plain_text(cell: str) -> str:
    """A cell's text trimmed, and empty whichever way it says that nothing is there."""
    return "" if is_blank(cell) else trimmed(cell)


def unit_text(cells: Sequence[str], unit: Sequence[int]) -> str:
    """The id in a row; empty where a part of it is blank."""
    parts = [plain_text(cells[column]) for column in unit]
    return "|".join(parts) if all(parts) else ""


def collect(
    register: Register,
    unit: Sequence[int],
    cells: Mapping[int, Mapping[str, int]],
    ids: Mapping[str, int],
    doubles: Collection[str] = (),
    total: str = "",
) -> Rows:
    """The first rows of texts in columns and of ids, each given with how many rows it has.

    `doubles` are ids among whose rows are some that are the same. Reading ends as soon as all are found;
    blank rows, and the row of totals, are passed over. The rows of a table elsewhere have no numbers, so that
    none is given.
    """
    if register.table:
        return Rows()
    search = _Search(unit, cells, ids, doubles)
    if search.left:
        for number, row in rows(register):
            if _is_case(row, unit, total):
                search.look(number, row)
                if not search.left:
                    break
    found = search.found
    found.same = tuple(tuple(each) for each in search.alike.values() if len(each) > 1)[:DOUBLES]
    return found


def _is_case(row: Sequence[str], unit: Sequence[int], total: str) -> bool:
    if total and trimmed(row[unit[0]]) == total:
        return False
    return any(map(trimmed, row))


class _Search:
    """What is still looked for, and what has been found."""

    def __init__(
        self,
        unit: Sequence[int],
        cells: Mapping[int, Mapping[str, int]],
        ids: Mapping[str, int],
        doubles: Collection[str],
    ) -> None:
        self.unit, self.cells, self.ids = unit, cells, ids
        self.doubles = frozenset(doubles)
        self.found = Rows()
        self.alike: dict[tuple[str, ...], list[int]] = {}
        wanted = [count for texts in cells.values() for count in texts.values()] + [*ids.values()]
        self.left = sum(min(count, KEPT) for count in wanted) + len(self.doubles)

    def look(self, number: int, row: Sequence[str]) -> None:
        """Note what of a row was looked for."""
        for column, texts in self.cells.items():
            text = plain_text(row[column])
            if text in texts:
                self._note(self.found.cells.setdefault((column, text), []), number)
        if self.ids or self.doubles:
            own = unit_text(row, self.unit)
            if own in self.ids:
                self._note(self.found.ids.setdefault(own, []), number)
            if own in self.doubles:  # how many they are is not known by id: the whole register is read
                self.alike.setdefault(tuple(row), []).append(number)

    def _note(self, where: list[int], number: int) -> None:
        if len(where) < KEPT:
            where.append(number)
            self.left -= 1
