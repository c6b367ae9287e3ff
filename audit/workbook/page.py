"""What a sheet is made of: text, tables and charts, as values that know nothing of Excel."""

from collections.abc import Mapping
from dataclasses import dataclass, field

NOTHING = "–"  # stands where there is nothing to say, so that no cell is blank
QUIET = "E7E7E7"  # behind words that are no grade and no band


@dataclass(frozen=True, slots=True)
class Number:
    """A number, and the number format of Excel that it is shown in."""

    value: float
    shown: str


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to another sheet of the workbook, or to the row there that bears an anchor."""

    text: str
    sheet: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """Words on a colour (six hex digits); the words say all that the colour says.

    `note` stands at the cell for whom points at it; it is for the subgroup's edition, and left out of others.
    """

    text: str
    colour: str
    note: str = ""


# Stacked bars; a dot a row with a line; two dots a row joined by a line; lines over time; stacked columns
# over time; points over time between limits.
KINDS = ("bars", "dots", "pairs", "lines", "columns", "control")
Cell = str | int | Number | Link | Filled


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph above the width of the page; `style` is plain, heading, warning or ask."""

    text: str
    style: str = "plain"


@dataclass(frozen=True, slots=True)
class Table:
    """Headings and rows under a title that no other table of the sheet has.

    `foot` is a last row that sums up the others. `colours` gives the fill for the cells from column
    `coloured` on by the word that they begin with. The columns in `bars` hold counts out of `bar_top`.
    `split` carries long texts on in further rows, where other tables cut them and point to a note.
    `empty` is said instead of a table without rows. `anchors` name the rows, for links to them, and
    `levels` are how deep each lies in an outline that can be folded (0: never folded); both are left
    empty where no row has any. `summed` says that the last row sums up the others, though it stands among
    them: charts leave it out.
    """

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    foot: tuple[Cell, ...] = ()
    colours: Mapping[str, str] = field(default_factory=dict)
    coloured: tuple[int, ...] = ()
    bars: tuple[int, ...] = ()
    bar_top: int = 0
    filtered: bool = False
    split: bool = False
    empty: str = ""
    anchors: tuple[str, ...] = ()
    levels: tuple[int, ...] = ()
    summed: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart over a table: its rows are the categories, the headings in `series` what is drawn of each.

    `kind` is one of KINDS. The title says the finding, `told` says it to those who cannot see the chart.
    The line of a pair is as long as the column `high` says: the second less the first. What is drawn of
    control are the share, the centre, the upper and the lower limit, and the share again where it is outside.
    `beside` puts the chart to the right of the one before, `by_table` to the right of its table. Dots have
    lines as far below and above as the columns `low` and `high` say. `sheet` names the sheet of the table
    where that is another, `ends` what the axis of values runs from and to, `shown` its number format.
    """

    title: str
    table: str
    category: str
    series: tuple[tuple[str, str], ...]
    told: str
    beside: bool = False
    by_table: bool = False
    low: str = ""
    high: str = ""
    kind: str = "bars"
    sheet: str = ""
    ends: tuple[float, float] | None = None
    shown: str = "0%"


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows is printed on a new page."""


Block = Text | Table | Chart | NewPage | Link


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet: its name, its title, what stands on it.

    `frozen` columns, and the rows down to the first headings, stay in sight; None freezes nothing.
    `widths` in characters are fitted to the content where they are not given. `tall` is the number of
    printed pages that it is kept to; 0 lets it run on.
    """

    name: str
    title: str
    blocks: tuple[Block, ...]
    frozen: int | None = None
    widths: tuple[float, ...] = ()
    tall: int = 0

    @property
    def tables(self) -> tuple[Table, ...]:
        """Its tables that have rows."""
        return tuple(block for block in self.blocks if isinstance(block, Table) and block.rows)


def words(cell: Cell) -> str:
    """What is read in a cell; numbers as digits."""
    match cell:
        case str():
            return cell
        case int():
            return str(cell)
        case Number():
            return f"{cell.value:.2f}"
        case Link() | Filled():
            return cell.text
