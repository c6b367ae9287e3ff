"""Counts of children, and the same as they may be printed: a number that is hidden is None."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from audit.errors import AuditError

SMALLEST_SHOWN = 6  # counts of children from 1 to 5 are not told
HIDDEN = "[c]"
Line = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts of children by row and by column, each child in one cell; one column where there is but a list.

    AuditError where the counts do not fill the table, one is below 0, or two rows or columns share a name.
    """

    title: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[int, ...], ...]

    def __post_init__(self) -> None:
        """Refuse what is no table of counts."""
        wide = all(len(row) == len(self.columns) for row in self.values)
        if not wide or len(self.values) != len(self.rows) or not self.columns:
            raise AuditError(
                f"{self.title}: the counts do not fill {len(self.rows)} by {len(self.columns)} cells."
            )
        if any(value < 0 for row in self.values for value in row):
            raise AuditError(f"{self.title}: a count of children is below 0.")
        for names in (self.rows, self.columns):
            if len(set(names)) < len(names):
                raise AuditError(f"{self.title}: two rows or two columns have the same name.")


@dataclass(frozen=True, slots=True)
class Printed:
    """A table of children as it may be printed; None is a number that is hidden.

    A list (one column, or one row) has no totals of rows and columns beside its total; a table may have none
    of columns. `unchanged` is true where an earlier edition's table stands again, since a difference from it
    would be a small number.
    """

    title: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[Line, ...]
    row_totals: Line
    column_totals: Line
    total: int | None
    unchanged: bool = False

    def as_json(self) -> dict[str, Any]:
        """It as JSON can hold it."""
        return {
            "title": self.title,
            "rows": list(self.rows),
            "columns": list(self.columns),
            "cells": [list(row) for row in self.cells],
            "row_totals": list(self.row_totals),
            "column_totals": list(self.column_totals),
            "total": self.total,
            "unchanged": self.unchanged,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Printed":
        """It as `as_json` gave it."""
        return cls(
            kept["title"],
            tuple(kept["rows"]),
            tuple(kept["columns"]),
            tuple(tuple(row) for row in kept["cells"]),
            tuple(kept["row_totals"]),
            tuple(kept["column_totals"]),
            kept["total"],
            kept["unchanged"],
        )

    @property
    def hides(self) -> bool:
        """Whether a number of it is hidden."""
        flat = (*(cell for row in self.cells for cell in row), *self.row_totals, *self.column_totals)
        return None in (*flat, self.total)


def small(count: int) -> bool:
    """Whether a count of children is one that is not told: 1 to 5."""
    return 0 < count < SMALLEST_SHOWN


def shown(count: int | None) -> int | str:
    """A number as it is printed."""
    return HIDDEN if count is None else count


def share(count: int | None, base: int | None) -> float | None:
    """The share of printed counts, from 0 to 1; None (hidden) where it would tell a small number.

    That is so where the count or its base is hidden, the base is 0 or small, or the count or the rest is.
    """
    if count is None or not base or base < SMALLEST_SHOWN or small(count) or small(base - count):
        return None
    return count / base
