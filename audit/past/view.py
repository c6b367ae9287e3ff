"""A sheet as a matrix is looked at: upright or turned, with what merged cells say in all that they cover."""

from dataclasses import dataclass

from audit.plans.grid import Grid
from audit.tables import where


@dataclass(frozen=True, slots=True)
class View:
    """The texts of a sheet by row and column from zero; where it is `turned` its columns are the rows."""

    grid: Grid
    turned: bool = False

    @property
    def deep(self) -> int:
        """How many rows there are."""
        return self.grid.width if self.turned else len(self.grid.rows)

    @property
    def wide(self) -> int:
        """How many columns there are."""
        return len(self.grid.rows) if self.turned else self.grid.width

    def _at(self, row: int, column: int) -> tuple[int, int]:
        return (column, row) if self.turned else (row, column)

    def text(self, row: int, column: int) -> str:
        """What stands in a cell, or in the merged one that covers it."""
        at = self._at(row, column)
        line, place = self.grid.origins.get(at, at)
        return self.grid.rows[line][place]

    def own(self, row: int, column: int) -> str:
        """What stands in a cell itself."""
        line, place = self._at(row, column)
        return self.grid.rows[line][place]

    def fill(self, row: int, column: int) -> str:
        """The colour of a cell, or of the merged one that covers it."""
        at = self._at(row, column)
        return self.grid.fills.get(self.grid.origins.get(at, at), "")

    def row(self, row: int) -> list[str]:
        """What stands in a row."""
        return [self.text(row, column) for column in range(self.wide)]

    def owns(self, row: int) -> list[str]:
        """What stands in the cells of a row themselves, where something does."""
        return [said for column in range(self.wide) if (said := self.own(row, column))]

    def where(self, row: int, column: int) -> str:
        """A cell as Excel shows it."""
        return where(self.grid.sheet, *self._at(row, column))

    def label(self, column: int) -> str:
        """What a column is called in options, whatever heads it: `column M`, `row 3` where it is turned."""
        from audit.tables import letters

        return f"row {column + 1}" if self.turned else f"column {letters(column)}"

    def line(self, row: int) -> str:
        """A row for a message: as Excel shows it, a column where the sheet is turned."""
        from audit.tables import letters

        sheet = f"sheet {self.grid.sheet}, " if self.grid.sheet else ""
        return f"{sheet}column {letters(row)}" if self.turned else f"{sheet}row {row + 1}"
