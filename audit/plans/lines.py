"""The rows of a sheet as lines: levels filled down, rows that go on joined, headings between rows told apart.

The rules, in their order. A row that repeats the headings or a title, or numbers a page, is passed over.
One that stands beside the table (a key, a total, a signature) is listed. A row that says one thing only
is a level of its own (`Recommendation 3: …`; a wider level that narrower ones follow), a heading between
rows (short, in the first columns or merged across, with rows below it), or goes on from the row above. A
row without any level goes on from the row above where no blank row stands between and it has no number.
A row whose lowest level begins with a small letter, or whose upper neighbour breaks off, goes on where
it has no number and no date, status or owner of its own; those matter less in a table whose lines are
numbered, and an owner where both signs are there. What could be either is kept as a line of its own, and
listed.

A level speaks for the rows below until another of its kind or a wider one begins. A row with a wider level
only is a line where no narrower one follows it; where one does, what stands beside the wider one is listed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from audit.actions.action import LEVELS
from audit.plans.alone import Alone, Kind, kind_of
from audit.plans.building import Building
from audit.plans.columns import is_number, told_of
from audit.plans.going_on import goes_on
from audit.plans.grid import Grid
from audit.plans.headings import Layout, column_name
from audit.plans.joining import side_by_side
from audit.plans.levels import Levels
from audit.plans.line import Line, Matched, Unread
from audit.plans.profile import Options
from audit.plans.rows import (
    THEMES,
    Row,
    bare_title,
    explains,
    is_document,
    is_note,
    is_numbered_heading,
    is_page,
    is_title,
    level_named,
    numbered_level,
    row_of,
)
from audit.plans.sheets import Under
from audit.tables import address

NO_LEVEL = "no learning point, recommendation, action or milestone stands in this row; nothing was made of it"
NOTE = "it stands beside the plan; it is no action"
EXPLAINS = "it asks what is to be written under the headings; it is no action"
PROSE = "it stands by itself at the end of a table; it is no action"
APART = "it stands alone in its row, and does not go on from the row above; nothing was made of it"
SINGLE = "it stands alone in its row, and may be a heading; kept as a line of its own"


@dataclass(slots=True)
class Read:
    """What was found in a file so far; `sheets` are all that are read, in their order.

    `under` is what all rows of a sheet stand under, by its name.
    """

    sheets: list[str]
    under: Mapping[str, Under] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    matched: list[Matched] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_rows(
    found: Read, grid: Grid, heads: Sequence[Layout], before: Layout | None, options: Options
) -> None:
    """Add the lines of a sheet with tables at `heads`; without any it may go on from the sheet before."""
    if not heads and before and _fits(grid, before):
        heads = [Layout(0, 0, before.columns)]
        found.notes.append(
            f"Sheet {grid.sheet} has no headings; it was read as going on from the one before."
        )
    reader = _Reader(found, grid, options)
    if not heads:
        reader.list_all()
        return
    reader.above(heads)
    ends = [*(one.top for one in heads[1:]), len(grid.rows)]
    for layout, end in zip(heads, ends, strict=True):
        reader.table(layout, end)
    reader.finish()


def _fits(grid: Grid, layout: Layout) -> bool:
    """Whether a sheet without headings looks like the rows of a table: as wide, and about as full."""
    rows = [own for row in range(len(grid.rows)) if (own := grid.own(row))]
    lowest = next(index for index, one in layout.columns.items() if one.field == layout.levels[-1])
    inside = all(max(own) <= max(layout.columns) for own in rows)
    full = sum(1 for own in rows if lowest in own and len(own) * 2 >= max(4, len(layout.columns)))
    return bool(rows) and inside and full * 2 >= len(rows)


class _Reader:
    """The rows of one sheet, taken from the top."""

    def __init__(self, found: Read, grid: Grid, options: Options) -> None:
        """Begin with nothing said."""
        self.found, self.grid, self.options = found, grid, options
        self.layout: Layout | None = None
        self.end = 0
        self.levels = Levels(grid)
        self.sub: dict[str, str] = {}
        self.base: dict[str, str] = {}  # what the whole sheet stands under
        self.gap = False  # whether a blank row came since the last line
        self.after_heading = False  # whether the last row was a heading between rows
        self.bare: Building | None = None  # a level of which only the number is known yet
        self.titles: set[str] = set()
        self.last_full = self.last = -1
        self.over: tuple[Row, str, str] | None = None  # a level that stands above the first headings
        self.levels_numbered: dict[tuple[tuple[int, str], ...], str] = {}

    # What stands in no table.

    def list_all(self) -> None:
        """List every row of a sheet that has no headings."""
        for row in range(len(self.grid.rows)):
            self._list(row, "no headings are known on this sheet; nothing was made of it")

    def above(self, heads: Sequence[Layout]) -> None:
        """Note what stands over the first headings: titles, or the heading of a table among several."""
        rows = [row for row in range(heads[0].top) if self.grid.own(row)]
        bare = self._bare_level(rows[-2:]) if len(rows) > 1 else ""
        under = self.found.under.get(self.grid.sheet)
        headed = rows and not under and _headed(self.grid, heads)
        first = under.row if under else (rows[-1] if headed else -1)
        for row in rows:
            said = " | ".join(dict.fromkeys(self.grid.own(row).values()))
            if bare and row == rows[-2]:
                continue
            said = f"{bare}\n{said}" if bare and row == rows[-1] else said
            level = level_named(said) if row == rows[-1] else ""
            if level and LEVELS.index(level) < LEVELS.index(heads[0].levels[-1]):
                self.over = (row_of(self.grid, row, heads[0]), said, level)
                continue
            if row == first:
                self._heading(row, said)
                continue
            self.titles.add(" ".join(said.split()))
            self._note(row, said, "stands above the headings")
        if under and under.row < 0:
            note = f"Sheet {under.text}: its name was taken for {self._kind()} of its rows."
            self.found.notes.append(note)
            self.sub[self.options.sub_heading or "theme"] = under.text
        self.base = {**self.sub} if under else {}
        self._look_ahead(heads)

    def _bare_level(self, rows: Sequence[int]) -> str:
        """The number of a level (`Recommendation 2`) in a row right above its text; empty for none."""
        said = {*self.grid.own(rows[0]).values()}
        bare = said.pop() if len(said) == 1 else ""
        follows = rows[1] == rows[0] + 1 and len({*self.grid.own(rows[1]).values()}) == 1
        return bare if follows and level_named(bare) and is_number(bare) else ""

    def _kind(self) -> str:
        """What a heading between rows is, in words."""
        kind = self.options.sub_heading or "theme"
        return {"sub_theme": "a sub-theme", "owner": "the owner"}.get(kind, f"a {kind}")

    def _look_ahead(self, heads: Sequence[Layout]) -> None:
        """Find the last row with more than one cell, and whose number each table's numbers are."""
        ends = [*(one.top for one in heads[1:]), len(self.grid.rows)]
        alike: dict[tuple[tuple[int, str], ...], list[Row]] = {}
        for layout, end in zip(heads, ends, strict=True):
            rows = [row_of(self.grid, row, layout) for row in range(layout.first, end)]
            full = [row.index for row in rows if len(row.own) > 1 and not row.alone and not is_note(row)]
            self.last_full = max(self.last_full, *full, -1)
            alike.setdefault(_shape(layout), []).extend(rows)
        self.levels_numbered = {
            shape: numbered_level(rows, rows[0].layout) if rows else "" for shape, rows in alike.items()
        }

    def _note(self, row: int, said: str, what: str) -> None:
        where = f"Sheet {self.grid.sheet}, row {row + 1}" if self.grid.sheet else f"Row {row + 1}"
        self.found.notes.append(f"{where} {what}: {' '.join(said.split())}")

    def _list(self, row: int, why: str, column: int | None = None) -> None:
        """List what stands in a row, or in one cell of it."""
        own = self.grid.own(row)
        if not own:
            return
        said = own[column] if column is not None else " | ".join(dict.fromkeys(own.values()))
        name = column_name(self.layout, column) if column is not None else ""
        self.found.unread.append(Unread(self.grid.sheet, row + 1, name, said, why))

    # Tables.

    def table(self, layout: Layout, end: int) -> None:
        """Take the rows of a table; one with the headings of the last goes on from it."""
        if self.layout and self.layout.shape == layout.shape:
            self.gap = False
        else:
            self.levels.forget_table(self.last)
            if not self.after_heading:
                self.sub = {**self.base}
        self.layout, self.end = layout, end
        if self.over:
            self._across(*self.over)
            self.over = None
        for column in layout.columns.values():
            place = address(column.row, column.index)
            one = Matched(self.grid.sheet, place, column.heading, column.field)
            alike = {(old.sheet, old.heading, old.field) for old in self.found.matched}
            if (column.heading or column.field) and (one.sheet, one.heading, one.field) not in alike:
                self.found.matched.append(one)
        for note in told_of(layout.columns.values()):
            if note not in self.found.notes:
                self.found.notes.append(note)
        self.levels.numbers = self.levels_numbered[_shape(layout)]
        first = True
        for index in range(layout.first, end):
            row = row_of(self.grid, index, layout)
            if first and explains(row):
                self._list(row.index, EXPLAINS)
            elif row.own:
                self._row(row)
            elif not row.spoken:
                self.gap = True
            first = first and not row.own

    def finish(self) -> None:
        """Make lines of all that was put together, and list those that must be split by hand."""
        self.found.unread.extend(self.levels.lost)
        for build in self.levels.builds:
            line = build.line()
            self.found.lines.append(line)
            if why := side_by_side(build.texts(), line.headings):
                heading = line.headings.get(build.level, build.level)
                self.found.unread.append(Unread(line.sheet, line.row, heading, build.text, why))

    # Rows.

    def _row(self, row: Row) -> None:
        heading, self.after_heading = self.after_heading, False
        if not row.alone:
            self.bare = None
        self.last = row.index
        said = " ".join(row.said.split())
        if is_page(said) or said in self.titles:
            self._note(row.index, said, "repeats a title or numbers a page")
            self.after_heading = heading
        elif is_note(row):
            self._list(row.index, NOTE)
        elif row.alone or is_numbered_heading(row, self._next(row.index)):
            self._alone(row, follows=heading)
        elif not row.level:
            self._without_level(row)
        else:
            self._levelled(row)

    def _without_level(self, row: Row) -> None:
        build = self.levels.current
        beside = {origin for level in LEVELS if (origin := row.beside(level)[0]) >= 0}
        number = row.text("number")
        merged = build and beside & {*build.rows}
        if build and (merged or not (self.gap or (number and number != build.cells.get("number")))):
            build.take(row)
        else:
            self._list(row.index, NO_LEVEL)

    def _levelled(self, row: Row, single: str = "") -> None:
        """A row with a level: it goes on from the row above, or begins a line; listed where in doubt."""
        build = self.levels.current
        doubt = single
        if build and not self.gap and not self._own_number(row, build):
            goes, why = goes_on(row, build, self.levels.uppers)
            doubt = why or single
            if goes:
                build.take(row)
                return
        self.levels.begin(row, self.sub)
        self.gap = False
        if doubt:
            self._list(row.index, doubt, row.column(row.level))

    def _own_number(self, row: Row, build: Building) -> bool:
        number = row.text("number")
        return bool(number) and number != (build.number or build.cells.get("number"))

    # Rows that say one thing only.

    def _alone(self, row: Row, *, follows: bool) -> None:
        text = next(said for said in reversed([*row.own.values()]))
        later = row.index < self.last_full
        one = Alone(row, text, self._next(row.index), self.levels.current, self.gap, later)
        kind, level = kind_of(one)
        if self.bare and kind is not Kind.LEVEL:
            self.bare.cells[self.bare.level] += f"\n{text}"
            self.bare.rows.append(row.index)
            self._note(row.index, text, "was taken for the text of the row above it")
            self.bare = None
            return
        if kind is Kind.LEVEL:
            self._across(row, text, level)
        elif kind is Kind.HEADING:
            self._heading(row.index, row.said, follows=follows)
        elif kind is Kind.THEME:
            self.levels.under(row, LEVELS[0])
            self._note(row.index, text, "was taken for a theme of the rows below it")
        elif kind is Kind.NOTE and self.levels.current:
            self.levels.current.note(row.index, text)
        elif kind is Kind.ON and self.levels.current:
            self.levels.current.take(row)
        elif kind is Kind.ROW:
            self._levelled(row)
        elif kind is Kind.DOUBTFUL:
            self._levelled(row, SINGLE)
        else:
            self._list(row.index, APART if later else PROSE)

    def _next(self, index: int) -> Row | None:
        """The next row of the table that says something of the plan."""
        layout = self.layout
        if layout is None:
            return None
        rows = (row_of(self.grid, one, layout) for one in range(index + 1, self.end) if self.grid.own(one))
        return next((row for row in rows if not is_note(row) and not is_page(row.said)), None)

    def _across(self, row: Row, text: str, level: str) -> None:
        """A level of the rows below, merged across the table or above it."""
        self._note(row.index, text, f"was taken for a {level.replace('_', ' ')} of the rows below it")
        self.levels.across(row, text, level, self.sub)
        self.bare = self.levels.current if is_number(text) else None
        self.gap = False

    def _heading(self, row: int, said: str, *, follows: bool = False) -> None:
        """A heading between rows: a theme, a sub-theme right under another, or what was declared."""
        kind = self.options.sub_heading or "theme"
        if kind == "theme" and (follows or kind in self.base):
            kind = "sub_theme"
        if kind == "theme":
            self.sub = {name: text for name, text in self.sub.items() if name == "owner"}
        self.sub[kind] = bare_title(said) if kind in THEMES else said
        if kind in THEMES:
            self.levels.forget()
        self.levels.current, self.after_heading = None, True
        what = {"sub_theme": "a sub-theme", "owner": "the owner"}.get(kind, f"a {kind}")
        self._note(row, said, f"was taken for {what} of the rows below it")


def _shape(layout: Layout) -> tuple[tuple[int, str], ...]:
    return tuple(layout.shape.items())


def _headed(grid: Grid, heads: Sequence[Layout]) -> bool:
    """Whether each of several tables has a heading of its own right above its row of headings.

    What names a document (`… action plan`), numbers a page or has a blank row below it is none.
    """
    said = []
    for layout in heads:
        own = grid.own(layout.top - 1)
        said.append(next(iter(own.values()), "") if len(set(own.values())) == 1 else "")
    # A title that stands above the first table and again above others is that of a page.
    above = {text for row in range(heads[0].top) for text in grid.own(row).values()}
    apart = len(set(said)) == len(said) > 1 and not above & {*said[1:]}
    return (
        apart and all(one and is_title(one) and not is_page(one) for one in said) and not is_document(said[0])
    )
