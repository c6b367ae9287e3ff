"""What each round saw of practice on a theme: how many answers were good, question by question."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

from audit.cases.results import Results as CaseResults
from audit.recurring.columns import of_agencies, of_cases
from audit.recurring.grid import Cell, Source
from audit.scoring.partnership import QuestionFigures, Results

EVERYBODY = "each agency of the round"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question on a theme: how many answers were good, of those that count.

    `share`, `low` and `high` run from 0 to 1, unrounded, as the round's own report has them: by the size of
    strata where cases were drawn so. The latter two are None where no interval may be given.
    """

    question: str
    text: str
    good: int
    n: int
    share: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Practice:
    """What a round saw on a theme: so many answers good, of those that count, from its cell of the grid.

    `each` is the most answers that one agency, case or reply gave. `kind` names the template, since rounds
    of one template are compared over time, not with each other. `how` says how those looked at were
    chosen, `whole` whether that bears on others than them: drawn at random, or everybody asked.
    """

    source: Source
    cell: Cell
    each: int
    kind: str
    how: str
    whole: bool
    questions: tuple[Asked, ...] = ()

    @property
    def good(self) -> int:
        """How many answers were good, or met the standard."""
        return self.cell.n - self.cell.k

    @property
    def n(self) -> int:
        """How many answers count."""
        return self.cell.n

    @property
    def share(self) -> Fraction:
        """The share of answers that were good; only where any counts."""
        return Fraction(self.good, self.n)


def by_agencies(found: Results) -> Mapping[str, Practice]:
    """What a round about agencies saw, by theme: grades as they count, the panel's with them."""
    column = of_agencies(found)
    good = {grade.code for grade in found.template.scale.grades if grade.good}
    made = {}
    for theme, cell in column.cells.items():
        own = [one for one in found.questions if one.question.graded and theme in one.question.themes]
        asked = tuple(_asked(one, good) for one in own)
        made[theme] = Practice(column.source, cell, len(own), found.template.ref, EVERYBODY, True, asked)
    return made


def _asked(one: QuestionFigures, good: Collection[str]) -> Asked:
    """A question to agencies: how many graded themselves good on it, of those who gave a grade."""
    count = sum(number for code, number in one.given.items() if code in good)
    share = count / one.answered if one.answered else None
    return Asked(one.question.id, one.question.text, count, one.answered, share)


def by_cases(found: CaseResults, how: str) -> Mapping[str, Practice]:
    """What a round about cases, replies and the like saw, by theme; `how` says how they were chosen."""
    column = of_cases(found)
    texts = found.case_round.round.template
    made = {}
    for theme, cell in column.cells.items():
        figures = {question.id: found.questions[question.id] for question in found.on(theme)}
        asked = tuple(
            Asked(name, texts.by_id[name].text, one.compliant, one.n, one.share, one.low, one.high)
            for name, one in figures.items()
        )
        made[theme] = Practice(
            column.source, cell, _each(found, theme), texts.ref, how, found.basis.random, asked
        )
    return made


def _each(found: CaseResults, theme: str) -> int:
    """The most answers on a theme that stand about one case."""
    counts = Counter[str]()
    for question in found.on(theme):
        for ref, value in found.by_case[question.id].items():
            counts[ref] += len(value.grades)
    return max(counts.values(), default=0)
