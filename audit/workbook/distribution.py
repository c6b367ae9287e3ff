"""What the sheet Standards says of grades: how many of each were given to the questions of a standard."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from audit.responses.interview import State
from audit.scoring.messages import agencies
from audit.scoring.score import percent
from audit.standards.catalogue import Standard
from audit.wording import some
from audit.workbook.edition import Edition, titled
from audit.workbook.page import Block, Cell, Chart, Table
from audit.workbook.palette import grades
from audit.workbook.questions import count_headings, does_not_apply, grade_counts

GRADES = "Grades given to the questions of each standard"


@dataclass(frozen=True, slots=True)
class Given:
    """How many of each grade, best first, were given to the questions of a standard, and how many none.

    `most` names the questions that were given the last of the grades most often.
    """

    standard: Standard
    most: str
    counts: tuple[int, ...]
    not_applicable: int
    not_answered: int

    @property
    def all(self) -> int:
        """How many grades were given in all."""
        return sum(self.counts)

    @property
    def best(self) -> Fraction:
        """The share of the best grade; 1 where none was given."""
        return Fraction(self.counts[0], self.all) if self.all else Fraction(1)


def distribution(edition: Edition) -> Iterator[Block]:
    """The table of grades by standard, and its chart; nothing where no grade was given."""
    found = tuple(_given(edition))
    if not any(one.all for one in found):
        return
    heads = count_headings(edition)
    rows: list[tuple[Cell, ...]] = [
        (titled(one.standard), one.most, *one.counts, one.all, one.not_applicable, one.not_answered)
        for one in found
    ]
    top = max(one.all for one in found)
    yield Table(
        GRADES,
        ("Standard", f"Most {heads[-1]!r} on", *heads, "Grades given", "Not applicable", "Not answered"),
        tuple(rows),
        bars=tuple(range(2, 2 + len(heads))),
        bar_top=top,
    )
    series = tuple(zip(heads, grades(len(heads)), strict=True))
    yield Chart(_finding(heads[0], found), GRADES, "Standard", series, _told(edition, heads, found))


def _given(edition: Edition) -> Iterator[Given]:
    by_id = {figures.question.id: figures for figures in edition.results.questions}
    for standard in edition.template.standards:
        figures = [by_id[question.id] for question in standard.questions if question.graded]
        if not figures:
            continue
        counts = [grade_counts(edition, one) for one in figures]
        yield Given(
            standard,
            _most([one.question.id for one in figures], [one[-1] for one in counts]),
            tuple(map(sum, zip(*counts, strict=True))),
            sum(does_not_apply(row.interview, one.question) for one in figures for row in edition.rows),
            sum(one.states.get(State.UNANSWERED, 0) for one in figures),
        )


def _most(ids: Sequence[str], lowest: Sequence[int]) -> str:
    """The questions at which most gave the last grade, with how many each; `none` where nobody did."""
    top = max(lowest)
    if not top:
        return "none"
    found = [name for name, many in zip(ids, lowest, strict=True) if many == top]
    return f"{some(found)}: {agencies(top)}{' each' if len(found) > 1 else ''}"


def _finding(best: str, found: Sequence[Given]) -> str:
    given = [one for one in found if one.all]
    least = min(one.best for one in given)
    if least == 1:
        return f"Every grade given is {best!r}"
    lowest = [one for one in given if one.best == least]
    ids = some([one.standard.id for one in lowest])
    if len(lowest) > 1:
        return f"{best!r} is rarest in {ids}: {percent(least)} of their grades"
    return f"{best!r} is rarest in {ids}: {lowest[0].counts[0]} of {lowest[0].all} grades"


def _told(edition: Edition, heads: Sequence[str], found: Sequence[Given]) -> str:
    given = sorted((one for one in found if one.all), key=lambda one: one.best)
    low, high = given[0], given[-1]
    worst = max(given, key=lambda one: one.counts[-1])
    text = f"A bar for each of {len(found)} standards, parted by the grades that "
    text += f"{agencies(len(edition.rows))} gave to its questions. {heads[0]!r} makes up from "
    text += f"{percent(low.best)} ({low.standard.id}) to {percent(high.best)} ({high.standard.id}) of a bar"
    if worst.counts[-1] and len(heads) > 1:
        return f"{text}; {heads[-1]!r} is most frequent in {worst.standard.id}, {worst.counts[-1]} times."
    return f"{text}; no grade is {heads[-1]!r}."
