"""A line of a plan while it is being put together from its rows, and the line that it becomes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from audit.actions.action import LEVELS
from audit.plans.grid import Grid
from audit.plans.headings import column_name
from audit.plans.joining import goes_on_within, joined, same_level
from audit.plans.line import Line, Part
from audit.plans.owners import under
from audit.plans.rows import THEMES, Row, number_in
from audit.plans.series import SERIES, STANDING, last_of, parts_of

SHORT = frozenset({"owner", "role", "milestone_owner", "overseer", "start", "due", "achieved", "status"})
NUMBERED = ("recommendation", "action")  # levels whose number has a field of its own


@dataclass(slots=True)
class Upper:
    """A text that rows below stand under: it may still go on when lines were begun that stand under it."""

    text: str
    number: str = ""


@dataclass(slots=True)
class Building:
    """A line that may still go on in the next row.

    `level` is its lowest level, `uppers` what it stands under, `sub` what headings between rows say of it,
    `taken` the cells that are in it.
    """

    grid: Grid
    level: str
    uppers: dict[str, Upper]
    sub: Mapping[str, str]
    number: str = ""
    cells: dict[str, str] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)
    days: dict[str, str] = field(default_factory=dict)
    fills: dict[str, str] = field(default_factory=dict)
    other: list[tuple[str, str]] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    unnumbered: bool = False  # whether the column of numbers is that of a wider level
    parts: dict[str, dict[str, list[str]]] = field(default_factory=dict)  # by field and heading
    wrapped: bool = False  # whether the row being taken goes on within a sentence
    taken: set[tuple[int, int]] = field(default_factory=set)

    @property
    def text(self) -> str:
        """The text of its lowest level so far."""
        return self.cells.get(self.level, "")

    def take(self, row: Row) -> None:
        """Add what a row says, its own and what merged cells above say for it, to what is there already.

        Where its level goes on in the middle of a sentence, so do short cells beside it (`Dec`, `2016`).
        """
        level = row.text(self.level)
        self.wrapped = bool(self.rows and level) and goes_on_within(self.text, level)
        said = [(column, (row.index, column), text) for column, text in row.own.items()]
        merged = [(column, (origin, column), text) for column, (origin, text) in row.spoken.items()]
        for column, at, text in [*said, *merged]:
            if at not in self.taken:
                self._take(row, column, at, text)
            self.taken.add(at)
        for column in row.layout.columns:
            self._colour(row, column)
        self.rows.append(row.index)

    def note(self, row: int, text: str) -> None:
        """Add what a row below it says of its progress (`Update March 2015: …`)."""
        heading = text.partition(":")[0].strip()
        told = self.parts.setdefault("progress", {}).setdefault(heading, ["", "", ""])
        told[0] = joined(told[0], text)
        self.cells["progress"] = joined(self.cells.get("progress", ""), text)
        self.headings.setdefault("progress", heading)
        self.rows.append(row)

    def _take(self, row: Row, column: int, at: tuple[int, int], text: str) -> None:
        name = row.field(column)
        if name == "number" and self.unnumbered:
            return
        if name in {*LEVELS, *THEMES} and name != self.level and name in self.uppers:
            self._under(name, text)
        elif at[0] == row.index or name not in LEVELS:
            self._say(row, column, at, text)

    def _under(self, name: str, said: str) -> None:
        """A level above goes on with a row, where that is not a mere repetition."""
        upper = self.uppers.get(name)
        if upper and not same_level(upper.text, said) and said not in upper.text:
            upper.text = joined(upper.text, said)

    def _say(self, row: Row, column: int, at: tuple[int, int], said: str) -> None:
        heading, name = column_name(row.layout, column), row.field(column)
        if not name:
            self.other.append((heading, said))
            return
        mark = row.layout.columns[column].marked
        said, wrapped = mark or said, self.wrapped and name in SHORT
        if not mark:
            told = self.parts.setdefault(name, {}).setdefault(heading, ["", "", ""])
            told[2] = "" if told[0] else self.grid.days.get(at, "")
            told[0] = joined(told[0], said, within=wrapped)
        if name in self.cells:
            self.days.pop(name, None)
            same_row = self.headings.get(name) != heading
            above = self.cells[name]
            self.cells[name] = f"{above}\n{said}" if same_row else joined(above, said, within=wrapped)
        else:
            self.cells[name] = said
            if day := self.grid.days.get(at):
                self.days[name] = day
        self.headings.setdefault(name, heading)

    def _colour(self, row: Row, column: int) -> None:
        at = self.grid.origins.get((row.index, column), (row.index, column))
        name, colour = row.field(column), self.grid.fills.get(at)
        if name and colour and at[0] >= row.layout.first:
            self.fills.setdefault(name, colour)
            if name in SERIES:
                heading = column_name(row.layout, column)
                told = self.parts.setdefault(name, {}).setdefault(heading, ["", "", ""])
                told[1] = told[1] or colour
            self.headings.setdefault(name, column_name(row.layout, column))

    def line(self) -> Line:
        """The line that it is once nothing is added any more."""
        cells = {name: upper.text for name, upper in self.uppers.items()} | self.cells
        other = [*self.other]
        for level in LEVELS[: LEVELS.index(self.level)]:
            upper = self.uppers.get(level)
            number = (upper.number or number_in(upper.text)) if upper else ""
            if number and level in NUMBERED:
                cells.setdefault(f"{level}_number", number)
            elif upper and upper.number:
                other.append((f"{level.replace('_', ' ')} number", upper.number))
        if number := self.number or cells.get("number") or number_in(self.text):
            cells["number"] = number
        other += self._from_headings(cells)
        headings, fills, days = {**self.headings}, {**self.fills}, {**self.days}
        due, earlier = self._settle(cells, headings, fills, days)
        other += [(one.heading, one.text) for one in due]
        return Line(
            self.grid.sheet,
            self.rows[0] + 1,
            cells,
            headings,
            days,
            fills,
            tuple(row + 1 for row in self.rows),
            tuple(other),
            notes=parts_of(self.parts.get("progress", {})),
            earlier=earlier,
        )

    def _settle(
        self, cells: dict[str, str], headings: dict[str, str], fills: dict[str, str], days: dict[str, str]
    ) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
        """Leave of several columns of a field the last that says something; gives the others, due first."""
        overtaken: dict[str, tuple[Part, ...]] = {}
        for name in ("due", *STANDING):
            parts = parts_of(self.parts.get(name, {}))
            last, before = last_of(parts)
            if len(parts) < 2 or not last:
                continue
            cells[name], headings[name] = last.text, last.heading
            for kept, said in ((fills, last.colour), (days, last.day)):
                kept.pop(name, "")
                kept.update({name: said} if said else {})
            overtaken[name] = before
        earlier = [part for name in STANDING for part in overtaken.get(name, ())]
        return overtaken.get("due", ()), tuple(earlier)

    def texts(self) -> dict[str, list[str]]:
        """The texts of each field, one for each column of it."""
        of_columns = {name: [said[0] for said in parts.values()] for name, parts in self.parts.items()}
        return {name: [text] for name, text in self.cells.items()} | of_columns

    def _from_headings(self, cells: dict[str, str]) -> list[tuple[str, str]]:
        """What the headings between rows add to the cells; what finds no place there is given back."""
        rest = []
        if owner := self.sub.get("owner"):
            cells["owner"] = under(owner, cells.get("owner", ""))
        for name in THEMES:
            said = self.sub.get(name, "")
            if not said or cells.get(name) == said:
                continue
            if cells.get(name):
                rest.append((f"{name.replace('_', ' ')} by its heading", said))
            else:
                cells[name] = said
        return rest
