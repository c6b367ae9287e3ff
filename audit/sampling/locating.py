"""Where values stand in a register: rows and cells as Excel shows them, for the messages."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from audit.errors import Problem
from audit.registers.personal import is_slip
from audit.registers.register import Register, rows
from audit.sampling.collecting import unit_text
from audit.sampling.ticket import trimmed
from audit.tables import where

SHOWN = 100  # places that are named; the rest are counted


@dataclass(frozen=True, slots=True)
class Place:
    """One cell, as a message names it: its place, its row as Excel counts, its trimmed text."""

    where: str
    row: int
    text: str


@dataclass(frozen=True, slots=True)
class Places:
    """Where values stand: the first places, and how many rows hold each text.

    Where `whole`, rows have no numbers, and each place stands for all the rows of its text.
    """

    places: tuple[Place, ...]
    counts: Mapping[str, int]
    whole: bool = False

    @property
    def count(self) -> int:
        """How many places there are in all."""
        return sum(self.counts.values())

    @staticmethod
    def name(register: Register, row: int, column: int | None) -> str:
        """A place in a register for a message: `sheet List 5, cell C14`."""
        return where(register.sheet, row, column)

    def more(self, what: str) -> list[Problem]:
        """A problem that counts the places that are not named; none where all are."""
        left = self.count - (
            sum(self.counts[p.text] for p in self.places) if self.whole else len(self.places)
        )
        return [Problem("", f"{left:,} more {what} are not listed here.")] if left else []

    def by_text(self) -> dict[str, list[str]]:
        """The places of each text, as far as they are named."""
        found: dict[str, list[str]] = {}
        for place in self.places:
            found.setdefault(place.text, []).append(place.where)
        return found

    def said(self, *, quoted: bool = True) -> str:
        """The first rows, with their texts where these are slips: `row 14 ('8 Jam 2000'), row 20 …`.

        Texts that may tell about somebody are not repeated, none at all where not `quoted`; of a table, whose
        rows have no numbers, nothing is left then.
        """
        told = [(place, quoted and is_slip(place.text)) for place in self.places]
        told = [(place, slip) for place, slip in told if slip or not self.whole]
        shown = [
            f"{place.where if not place.row else f'row {place.row}'}{f' ({place.text!r})' if slip else ''}"
            for place, slip in told[:10]
        ]
        there = len(self.counts) if self.whole else self.count
        return ", ".join(shown) + (" …" if shown and there > len(shown) else "")


def find_places(
    register: Register, columns: Sequence[int], values: Collection[str], *, ids: bool = False
) -> Places:
    """Where texts stand in a column, or as ids in one or several; read row by row, once.

    Values and cells are compared trimmed. Rows in which nothing stands are passed over. In a table elsewhere,
    whose rows have no numbers, the place says in how many rows a text stands.
    """
    wanted = {trimmed(value) for value in values}
    if register.table:
        return _counted(register.table.counts(columns, wanted, ids=ids), ids=ids)
    found: list[Place] = []
    counts = Counter[str]()
    for number, cells in rows(register):
        text = unit_text(cells, columns) if ids else trimmed(cells[columns[0]])
        if text not in wanted or not any(map(trimmed, cells)):
            continue
        counts[text] += 1
        if len(found) < SHOWN:
            column = columns[0] if len(columns) == 1 else None
            found.append(Place(Places.name(register, number, column), number + 1, text))
    return Places(tuple(found), counts)


def _counted(counts: Mapping[str, int], *, ids: bool) -> Places:
    """The places of texts that are known by their counts alone."""
    found = []
    for text in sorted(counts)[:SHOWN]:
        rows = "1 row" if counts[text] == 1 else f"{counts[text]:,} rows"
        found.append(Place(f"{rows} with the id {text!r}" if ids and text else rows, 0, text))
    return Places(tuple(found), counts, whole=True)
