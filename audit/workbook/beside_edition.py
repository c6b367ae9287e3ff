"""What a report on several rounds side by side is made of: its sources, and each theme as they see it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from audit.cases.concern import Concern
from audit.cases.results import Results
from audit.recurring.apart import Pair, Verdict
from audit.recurring.practice import Practice
from audit.statistics.exact import Number
from audit.summaries.audience import ForAudience
from audit.workbook.action_edition import ActionEdition
from audit.workbook.case_edition import CaseEdition
from audit.workbook.page import Page
from audit.workbook.urgent import waiting
from audit.workbook.year_edition import Looked, sheet_names

WEAK, SOUND = ("many", "most"), ("some", "none")  # words for the share of answers that are not good


class Together(StrEnum):
    """What the sources of a theme say of it when they are set side by side."""

    DISAGREE = "sources disagree"
    WEAK = "weak in all that ask"
    SOUND = "mostly good in all that ask"
    MIXED = "neither agree nor disagree"
    ALONE = "one source only"
    NONE = "no answer counts"


@dataclass(frozen=True, slots=True)
class Sides:
    """A theme: what each source saw of it (None: it did not ask), and every two of them compared."""

    id: str
    title: str
    practice: tuple[Practice | None, ...]
    pairs: tuple[Pair, ...] = ()

    @property
    def saying(self) -> tuple[Practice, ...]:
        """The sources in which an answer counts."""
        return tuple(one for one in self.practice if one and one.n)

    @property
    def disagreeing(self) -> tuple[Pair, ...]:
        """The sources that disagree by the printed rule, those furthest apart first."""
        return tuple(one for one in self.pairs if one.verdict is Verdict.DISAGREE)

    @property
    def together(self) -> Together:
        """What the sources say together."""
        found = {one.cell.word for one in self.saying}
        if len(self.saying) < 2:
            return Together.ALONE if self.saying else Together.NONE
        if self.disagreeing:
            return Together.DISAGREE
        if found <= {*WEAK}:
            return Together.WEAK
        return Together.SOUND if found <= {*SOUND} else Together.MIXED


@dataclass(frozen=True, slots=True)
class Beside:
    """A source: its own edition for this audience, what that says of it, and the sheet of its figures."""

    edition: CaseEdition
    looked: Looked
    page: Page

    @property
    def name(self) -> str:
        """The name of its round."""
        return self.looked.round.name

    @property
    def results(self) -> Results:
        """Its results as this audience gets them."""
        return self.edition.results

    @property
    def heading(self) -> str:
        """Its name with how it was come by and how many were read."""
        return f"{self.name}: {self.looked.how}, {self.results.read:,} read"


@dataclass(frozen=True)
class BesideEdition(ForAudience):
    """Several rounds side by side as one audience gets them.

    `actions` are those that came of answers in these rounds; `confidence` is that of intervals and of where
    sources disagree.
    """

    today: date
    audience: str
    sources: tuple[Beside, ...]
    themes: tuple[Sides, ...]
    actions: ActionEdition
    partnership: str = ""
    asks: tuple[str, ...] = ()
    marking: str = ""
    confidence: Number = "0.95"

    @cached_property
    def sheets(self) -> Mapping[str, str]:
        """The names of the sources' sheets by the names of their rounds."""
        names = [one.name for one in self.sources]
        return dict(zip(names, sheet_names(f"Source {name}" for name in names), strict=True))

    @cached_property
    def concerns(self) -> tuple[Concern, ...]:
        """The immediate concerns of all sources, in their order."""
        return tuple(one for source in self.sources for one in source.results.case_round.concerns)

    @property
    def waiting(self) -> int:
        """Of how many immediate concerns no outcome is recorded."""
        return waiting(self.concerns)

    def which(self, together: Together) -> Sequence[Sides]:
        """The themes of which the sources say this together."""
        return [one for one in self.themes if one.together is together]


def names_of(sources: Iterable[Beside]) -> list[str]:
    """The names of the rounds of some sources."""
    return [one.name for one in sources]
