"""What the rows of a sheet stand under, and the lines that they became so far."""

from audit.actions.action import LEVELS
from audit.plans.building import Building, Upper
from audit.plans.columns import is_number
from audit.plans.grid import Grid
from audit.plans.joining import begins_low, is_closed, joined, same_level
from audit.plans.line import Unread
from audit.plans.rows import THEMES, Row, order_of

LOST = "it stands beside {} that has lines of its own below, and is not passed on to them"
_ARTICLES = {"action": "an"}


class Levels:
    """The levels and themes that speak for the next row, and the lines put together so far.

    `numbers` is the wider level whose number the column of numbers is; '' where it is that of the lowest.
    """

    def __init__(self, grid: Grid) -> None:
        """Begin with nothing said."""
        self.grid = grid
        self.uppers: dict[str, Upper] = {}
        self.builds: list[Building] = []
        self.current: Building | None = None
        # A wider level that narrower ones may follow, as a line and as what stands over others.
        self.waiting: tuple[Building, Upper] | None = None
        self.lost: list[Unread] = []
        self.numbers = ""

    def forget(self) -> None:
        """Nothing said so far speaks for the next row, nor does that go on from it."""
        self.uppers = {}
        self.current = self.waiting = None

    def forget_table(self, last: int) -> None:
        """Another table begins: only a level in the row right above it, the `last`, speaks for its rows."""
        over = self.waiting if self.waiting and self.waiting[0].rows[-1] == last else None
        self.forget()
        if over:
            self.waiting, self.uppers = over, {over[0].level: over[1]}

    def begin(self, row: Row, sub: dict[str, str]) -> None:
        """A row begins a line; `sub` is what headings between the rows say of it."""
        level = row.level
        self.under(row, level)
        self._settle(level)
        uppers = {name: upper for name, upper in self.uppers.items() if name != level}
        build = Building(self.grid, level, uppers, dict(sub))
        build.unnumbered = bool(self.numbers)
        build.take(row)
        if self.numbers == level:
            build.number = row.text("number") or row.beside("number")[1]
        self._add(build, row)

    def across(self, row: Row, text: str, level: str, sub: dict[str, str]) -> None:
        """A row across the table says a level of the rows below; it is a line where none follows."""
        self._settle(level)
        for narrower in LEVELS[LEVELS.index(level) :]:
            self.uppers.pop(narrower, None)
        number = next((said for said in row.own.values() if said != text and is_number(said)), "")
        build = Building(self.grid, level, dict(self.uppers), dict(sub), number)
        build.cells[level], build.headings[level] = text, level.replace("_", " ")
        build.rows.append(row.index)
        self._add(build, row)

    def _add(self, build: Building, row: Row) -> None:
        level = build.level
        numbers = build.number, build.cells.get(f"{level}_number", ""), build.cells.get("number", "")
        self.uppers[level] = upper = Upper(build.text, next(filter(None, numbers), ""))
        self.builds.append(build)
        self.current = build
        narrower = LEVELS.index(level) < LEVELS.index(row.layout.levels[-1])
        self.waiting = (build, upper) if narrower else None

    def _settle(self, level: str) -> None:
        """A wider level is no line of its own where a narrower one follows under it."""
        if self.waiting is None:
            return
        build, upper = self.waiting
        self.waiting = None
        under = self.uppers.get(build.level) is upper and LEVELS.index(level) > LEVELS.index(build.level)
        if not under:
            return
        upper.text = build.text  # it may have gone on over several rows
        self.builds.pop()  # which is the one that waited
        passed = {build.level, *build.uppers, *THEMES}
        why = LOST.format(_ARTICLES.get(build.level, "a") + " " + build.level.replace("_", " "))
        for name, said in [*build.cells.items(), *build.other]:
            numbers = name in {"number", f"{build.level}_number"} and is_number(said)
            if name not in passed and not numbers:
                heading = build.headings.get(name, name)
                self.lost.append(Unread(self.grid.sheet, build.rows[0] + 1, heading, said, why))

    def under(self, row: Row, level: str) -> None:
        """What a row stands under: its own wider levels and themes, else those of the rows above."""
        for name in order_of(row):
            own, (_, spoken) = row.text(name), row.beside(name)
            upper = self.uppers.get(name)
            if name == level or not (own or spoken):
                continue
            if upper and same_level(upper.text, own or spoken):
                continue
            if upper and own and begins_low(own) and not is_closed(upper.text):
                upper.text = joined(upper.text, own)
                continue
            self._clear(name, row)
            self.uppers[name] = Upper(own or spoken, self._number_of(name, row))
        self._clear(level, row)

    def _number_of(self, level: str, row: Row) -> str:
        own = row.text(f"{level}_number") or row.beside(f"{level}_number")[1]
        if own or level != self.numbers:
            return own
        return row.text("number") or row.beside("number")[1]

    def _clear(self, name: str, row: Row) -> None:
        """Forget a level, and all that stand under it."""
        order = order_of(row)
        under = order[order.index(name) :] if name in order else [name]
        if name in LEVELS:
            under = [*under, *LEVELS[LEVELS.index(name) :]]
        for one in under:
            self.uppers.pop(one, None)
