"""What a register says of drawn cases in carried columns: words can be recognised, but not read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from audit.dates import read_day
from audit.registers.folding import fold, is_blank
from audit.sampling.ticket import ticket

LONG = 8  # digits from which on a number is a person's or a telephone's


@dataclass(frozen=True, slots=True)
class Carried:
    """Marks of the cells of carried columns, by unit, under a sample's own salt (its certificate's digest).

    The words stand in the case list alone; whoever asks whether a case is of a team or worker has to know
    the word.
    """

    salt: str = ""
    marks: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def has(self, unit: str, word: str) -> bool:
        """Whether a cell of a unit holds a word, in any case and spacing."""
        return mark(self.salt, word) in self.marks.get(unit, frozenset())


def mark(salt: str, word: str) -> str:
    """The mark of a word under a salt: 64 hex digits."""
    return ticket(f"{salt}/carried", fold(word))


def marks_of(salt: str, rows: Iterable[Iterable[str]]) -> list[str]:
    """The marks of all cells in a unit's rows that are not blank, each once, in no order of the columns.

    Dates and long numbers get none: they name no team or worker, and whoever tried all would find each one.
    """
    return sorted({mark(salt, cell) for row in rows for cell in row if not (is_blank(cell) or _tried(cell))})


def _tried(cell: str) -> bool:
    """Whether a cell is one of so few that all can be tried: a date, or a number of a person or telephone."""
    return read_day(cell) is not None or sum(map(str.isdigit, cell)) >= LONG
