"""The cells of a matrix with the headings and names that they stand under, and what stands around them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from audit.past.headless import Headless
from audit.past.layout import Known, Listing, Matrix, lines
from audit.past.legends import REMARK, clip, is_legend, pairs_in, swatches
from audit.past.naming import LEAVE
from audit.past.spelling import folded
from audit.past.view import View

WORDY = 7  # words from which on a cell alone in its row is a remark


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell: the agency and the headings that it stands under, what it says, its colour, its place."""

    agency: str
    heads: tuple[str, ...]
    text: str
    fill: str
    where: str


@dataclass
class Entries:
    """What was read of a sheet: its cells, names and headings with their places, and what was left out."""

    cells: list[Entry] = field(default_factory=list)
    agencies: list[tuple[str, str]] = field(default_factory=list)
    headings: list[tuple[tuple[str, ...], str]] = field(default_factory=list)
    legend: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    wrong: list[tuple[str, str]] = field(default_factory=list)  # where, and the sentence
    long: bool = False  # whether each row holds one grade


def entries_of(found: Matrix | Listing, known: Known, levels: frozenset[str]) -> Entries:
    """The cells of a sheet; `levels` are the words (folded) that stand for a grade, as in a legend."""
    return _listed(found, known) if isinstance(found, Listing) else _Across(found, known, levels).read()


@dataclass
class _Across:
    """A matrix being read."""

    matrix: Matrix
    known: Known
    levels: frozenset[str]
    out: Entries = field(default_factory=Entries)
    legend: bool = False  # whether a legend has begun above

    @property
    def view(self) -> View:
        return self.matrix.view

    def read(self) -> Entries:
        """All of it."""
        rows = [row for row in lines(self.view, self.matrix.first) if self._is_data(row)]
        columns = self._columns(rows)
        for row in rows:
            name = self.view.text(row, self.matrix.agency)
            if not name:
                self._nameless(row, columns)
                continue
            self.out.agencies.append((name, self.view.where(row, self.matrix.agency)))
            self.out.cells += [self._entry(row, column, heads) for column, heads in columns.items()]
        above = range(min(self.matrix.heads))
        self.out.legend += [pair for row in above for pair in pairs_in(self.view.owns(row))]
        return self.out

    def _entry(self, row: int, column: int, heads: tuple[str, ...]) -> Entry:
        view, name = self.view, self.view.text(row, self.matrix.agency)
        return Entry(name, heads, view.text(row, column), view.fill(row, column), view.where(row, column))

    def _nameless(self, row: int, columns: dict[int, tuple[str, ...]]) -> None:
        said = [column for column in columns if self.view.text(row, column)]
        if said:
            text = "there is a grade here, but no agency beside it; name it, or take the row out."
            self.out.wrong.append((self.view.where(row, said[0]), text))

    def _is_data(self, row: int) -> bool:
        """Whether a row is an agency's; what else it is, is noted."""
        name = self.view.text(row, self.matrix.agency)
        why = self._no_data(row, name)
        if why:
            said = " | ".join(self.view.owns(row))
            self.out.notes.append(f"Left out, since it is {why}: {self.view.line(row)}, {clip(said)!r}.")
        return not why

    def _no_data(self, row: int, name: str) -> str:
        """What a row is that is no agency's; empty for an agency's."""
        known, spelling = self.known, self.known.spelling
        if known.agencies.left_out(name):
            return "said to be left out"
        if not name or known.agencies.find(name):
            alone = self.view.owns(row)
            return self._legend(alone, row) if not name and is_legend(alone, self.levels) else ""
        if spelling.heads(name, "left out"):
            return "a total or a remark"
        if spelling.heads(name, "agency"):
            return "the headings again"
        owns = self.view.owns(row)
        self.legend = self.legend or spelling.heads(name, "legend")
        below = self.legend and len(owns) <= 2
        if below or folded(name) in self.levels or is_legend(owns, self.levels):
            return self._legend(owns, row)
        remark = bool(REMARK.match(name)) or len(name.split()) >= WORDY
        return "a remark" if len(owns) == 1 and remark else ""

    def _legend(self, owns: Sequence[str], row: int) -> str:
        self.out.legend += (*pairs_in(owns), *swatches(self.view, row, range(self.view.wide)))
        return "a legend or a count of grades"

    def _columns(self, rows: Sequence[int]) -> dict[int, tuple[str, ...]]:
        """The headings of each column that is read; others are noted, and those without any are wrong."""
        found: dict[int, tuple[str, ...]] = {}
        legend, bare = False, list[int]()
        for column in range(self.view.wide):
            heads = self._heads(column)
            legend = legend or any(self.known.spelling.heads(one, "legend") for one in heads)
            if column == self.matrix.agency:
                continue
            if not heads and not legend:
                bare.append(column)
                continue
            if legend:
                self._beside(column)
            elif why := self._not_read(heads):
                place = self.view.where(self.matrix.heads[0], column)
                self.out.notes.append(f"Not read, since it {why}: the column {clip(heads[-1])!r} ({place}).")
            else:
                found[column] = heads
                self.out.headings.append((heads, self.view.where(self.matrix.heads[-1], column)))
        self._around(Headless(self.matrix, self.known, self.levels, rows, tuple(found), bare))
        return found

    def _around(self, found: Headless) -> None:
        """What columns without a heading are."""
        found.read()
        self.out.legend += found.legend
        self.out.notes += found.notes
        self.out.wrong += found.wrong

    def _heads(self, column: int) -> tuple[str, ...]:
        """What heads a column: as somebody said of it, else the texts above it."""
        label = self.view.label(column)
        if folded(label) in self.known.headings.own:
            return (label,)
        return tuple(dict.fromkeys(filter(None, (self.view.text(row, column) for row in self.matrix.heads))))

    def _not_read(self, heads: tuple[str, ...]) -> str:
        own = self.known.headings.own
        if any(own.get(folded(one)) == LEAVE for one in heads):
            return "is said to be left out"
        if any(folded(one) in own or self.known.headings.item(one).item for one in heads):
            return ""
        kinds = {self.known.kind(one) for one in heads}
        return (
            "is a total or says something else"
            if kinds and kinds <= {"left out", "agency", "standard"}
            else ""
        )

    def _beside(self, column: int) -> None:
        """A legend to the right of the table."""
        texts = [
            [self.view.own(row, at) for at in (column, column + 1) if at < self.view.wide]
            for row in range(self.view.deep)
        ]
        self.out.legend += [pair for one in texts for pair in pairs_in([said for said in one if said])]
        for row in range(self.view.deep):
            self.out.legend += swatches(self.view, row, range(column, min(column + 2, self.view.wide)))


def _listed(found: Listing, known: Known) -> Entries:
    """The cells of a sheet with a grade a row."""
    view, out = found.view, Entries(long=True)
    out.notes += [
        f"Not read: the column {clip(head)!r} ({view.where(found.head, column)})."
        if (head := view.text(found.head, column))
        else f"Not read, since nothing heads it: {view.label(column)}."
        for column in found.others
        if any(view.own(row, column) for row in range(found.head, view.deep))
    ]
    for row in lines(view, found.head + 1):
        agency, grade = view.text(row, found.agency), view.text(row, found.grade)
        heads = tuple(filter(None, (view.text(row, column) for column in found.items)))
        place = view.where(row, found.grade)
        if not agency or not heads:
            _lacking(out, view, row, agency, known)
        elif why := _left_out(agency, heads, known):
            out.notes.append(
                f"Left out, since it is {why}: {view.line(row)}, {clip(' | '.join(view.owns(row)))!r}."
            )
        else:
            out.cells.append(Entry(agency, heads, grade, view.fill(row, found.grade), place))
            out.agencies.append((agency, view.where(row, found.agency)))
            out.headings.append((heads, view.where(row, found.items[-1])))
    return out


def _left_out(agency: str, heads: tuple[str, ...], known: Known) -> str:
    """What a row with one grade is that is not read; empty for one that is."""
    own, heads_ = known.headings.own, known.spelling.heads
    if known.agencies.left_out(agency) or any(own.get(folded(one)) == LEAVE for one in heads):
        return "said to be left out"
    known_agency = known.agencies.find(agency) is not None
    total = (heads_(agency, "left out") and not known_agency) or all(heads_(one, "left out") for one in heads)
    return "a total or says something else" if total else ""


def _lacking(out: Entries, view: View, row: int, agency: str, known: Known) -> None:
    """A row without an agency or a standard: wrong where it holds more than a remark."""
    owns = view.owns(row)
    if len(owns) == 1 and not known.agencies.find(agency):
        out.notes.append(f"Left out, since it is a remark: {view.line(row)}, {clip(owns[0])!r}.")
        return
    lacking = "agency" if not agency else "standard or question"
    out.wrong.append((view.line(row), f"this row names no {lacking}; name it, or take the row out."))
