"""Two scores of each standard side by side, as a table and as a chart of two points each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from audit.scoring.movement_words import signed_change
from audit.standards.catalogue import Standard
from audit.wording import plural, some
from audit.workbook.edition import Edition, titled
from audit.workbook.page import Block, Cell, Chart, Number, Table, Text
from audit.workbook.palette import NAVY, ORANGE

CHANGE = "+0.00;-0.00;0.00"


@dataclass(frozen=True, slots=True)
class Pair:
    """A standard's two scores from 0 to 1: None where it has none."""

    standard: Standard
    first: Fraction | None
    last: Fraction | None

    @property
    def change(self) -> Fraction:
        """How much higher the last is; 0 where one is lacking."""
        return Fraction(0) if self.first is None or self.last is None else self.last - self.first


@dataclass(frozen=True, slots=True)
class Said:
    """The words around pairs: the table's title and headings, and how the chart's finding begins."""

    title: str
    first: str
    last: str
    change: str
    lead: str
    none: str


def pairs(edition: Edition, said: Said, found: Sequence[Pair]) -> Iterator[Block]:
    """The table and the chart of those standards that have both scores; the others are named."""
    both = [one for one in found if one.first is not None and one.last is not None]
    if lacking := [one.standard.id for one in found if one not in both]:
        yield Text(f"Without a score in one or both: {some(lacking)}.")
    if not both:
        return
    rows: list[tuple[Cell, ...]] = [
        (
            titled(one.standard),
            one.standard.id,
            edition.score(one.first),
            edition.score(one.last),
            Number(float(signed_change(one.change)), CHANGE),
        )
        for one in both
    ]
    yield Table(said.title, ("Standard", "Id", said.first, said.last, said.change), tuple(rows))
    series = ((said.first, ORANGE), (said.last, NAVY))
    yield Chart(
        finding(said, both),
        said.title,
        "Id",
        series,
        _told(said, both),
        high=said.change,
        kind="pairs",
        ends=(0.0, 1.0),
        shown="0.00",
    )


def finding(said: Said, both: Sequence[Pair]) -> str:
    """What the pairs show in one sentence: how many rose and fell, and where most."""
    moves = (
        ("higher", [one for one in both if one.change > 0]),
        ("lower", [o for o in both if o.change < 0]),
    )
    counts = [f"{word} in {len(some)}" for word, some in moves if some]
    if not counts:
        return said.none
    most = max(abs(one.change) for one in both)
    largest = [f"{one.standard.id} ({signed_change(one.change)})" for one in both if abs(one.change) == most]
    return f"{said.lead}: {', '.join(counts)} of {plural(len(both), 'standard')}; most in {some(largest)}"


def _told(said: Said, both: Sequence[Pair]) -> str:
    low, high = (
        min(both, key=lambda one: one.last or Fraction(0)),
        max(both, key=lambda one: one.last or Fraction(0)),
    )
    still = sum(not one.change for one in both)
    return (
        f"Two points a standard, on a scale from 0 to 1: {said.first} and {said.last}. "
        f"{said.last} is lowest in {low.standard.id} and highest in {high.standard.id}; "
        f"{still} of {len(both)} {'has' if still == 1 else 'have'} both points in one place."
    )
