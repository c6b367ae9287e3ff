"""Columns of a matrix that nothing heads: legends, groups of agencies, or asked about."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from audit.past.layout import Known, Matrix
from audit.past.legends import REMARK, clip, pairs_in, swatches
from audit.past.naming import LEAVE
from audit.past.spelling import folded
from audit.past.words import FILLS
from audit.wording import plural, some


@dataclass
class Headless:
    """What columns without a heading are; `rows` are those of agencies, `headed` the columns that are read.

    `legend`, `notes` and `wrong` (where, and the sentence) are filled by `read`.
    """

    matrix: Matrix
    known: Known
    levels: frozenset[str]
    rows: Sequence[int]
    headed: Sequence[int]
    columns: Sequence[int]
    legend: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    wrong: list[tuple[str, str]] = field(default_factory=list)

    def read(self) -> None:
        """Look at all of them."""
        beside = self._beside()
        for column in self.columns:
            if column not in beside:
                self._column(column)

    # --- a legend to the right --------------------------------------------------------------------

    def _beside(self) -> Sequence[int]:
        """The columns of a legend to the right of a column without a word; none where there is none."""
        last = max((*self.headed, self.matrix.agency))
        found = [column for column in self.columns if column > last]
        view = self.matrix.view
        if not found or any(view.own(row, found[0]) for row in range(view.deep)):
            return ()
        lines = [(row, owns) for row in range(view.deep) if (owns := self._owns(row, found))]
        words = [self._word(row, owns, found) for row, owns in lines]
        while words and not words[0]:  # its title
            del words[0]
        if len(words) < 2 or not all(words) or len({*words}) < len(words):
            return ()
        for row, owns in lines:
            self.legend += (*pairs_in(owns), *swatches(view, row, range(found[0], found[-1] + 1)))
        first = next(column for column in found if view.own(lines[0][0], column))
        texts = some([repr(clip(" | ".join(owns), 40)) for _, owns in lines], len(lines))
        self.notes.append(f"Taken for a legend: {view.where(lines[0][0], first)}: {texts}.")
        return found

    def _owns(self, row: int, columns: Sequence[int]) -> list[str]:
        return [said for column in columns if (said := self.matrix.view.own(row, column))]

    def _word(self, row: int, owns: Sequence[str], columns: Sequence[int]) -> str:
        """The word or colour that a line of a legend is about; empty where it is none."""
        if REMARK.match(owns[0]):
            return owns[0]
        for word, _ in pairs_in(owns):
            if folded(word) in self.levels:
                return folded(word)
        colours = swatches(self.matrix.view, row, range(columns[0], columns[-1] + 1))
        return next((colour for colour, _ in colours), "")

    # --- a column -----------------------------------------------------------------------------------

    def _column(self, column: int) -> None:
        view = self.matrix.view
        said = [row for row in self.rows if view.own(row, column)]
        if not said:
            self._coloured(column)
            return
        owns, place = [view.own(row, column) for row in said], view.where(said[0], column)
        if column < self.matrix.agency and all(one.strip(".").isdigit() for one in owns):
            self.notes.append(f"Not read, since it numbers the rows: {place}.")
        elif column < self.matrix.agency and self._groups(column, said):
            texts = some([repr(clip(one, 40)) for one in owns])
            self.notes.append(f"Not read, since it groups the agencies: {texts} ({place}).")
        else:
            more = f", like {plural(len(said) - 1, 'other cell')} there" if len(said) > 1 else ""
            text = f"{clip(owns[0])!r} stands under no heading{more}; {self._offer(column)}."
            self.wrong.append((place, text))

    def _groups(self, column: int, said: Sequence[int]) -> bool:
        """Whether a column says of several rows at once what they are: merged, or only where that changes."""
        view = self.matrix.view
        owns = [view.own(row, column) for row in said]
        if any(folded(one) in self.levels or self.known.agencies.find(one) for one in owns):
            return False
        merged = any(view.text(row, column) and not view.own(row, column) for row in self.rows)
        first = bool(self.rows) and bool(view.own(self.rows[0], column))
        return merged or (first and len(owns) * 2 <= len(self.rows) and len({*owns}) == len(owns))

    def _coloured(self, column: int) -> None:
        """A column of colours alone, where the others speak in colours too."""
        view = self.matrix.view
        found = [row for row in self.rows if view.fill(row, column) in FILLS]
        if found and self._in_colours:
            row = found[0]
            text = f"a cell is {view.fill(row, column)} under no heading; {self._offer(column)}."
            self.wrong.append((view.where(row, column), text))

    @cached_property
    def _in_colours(self) -> bool:
        view = self.matrix.view
        cells = ((row, column) for row in self.rows for column in self.headed)
        return any(not view.text(*at) and view.fill(*at) in FILLS for at in cells)

    def _offer(self, column: int) -> str:
        label = self.matrix.view.label(column)
        return (
            f"head it, or --column '{label}=ID' says what it is, and --column '{label}={LEAVE}' leaves it out"
        )
