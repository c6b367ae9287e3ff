"""Themes by source: what every audit, review and plan says of each theme, and which themes come back."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

MANY, MOST = Fraction(1, 3), Fraction(2, 3)  # the shares from which a word applies
NONE_COUNT = "no answer"
WORDS = (
    ("most", "two thirds of those that count or more"),
    ("many", "a third or more, less than two thirds"),
    ("some", "at least one, less than a third"),
    ("none", "not one of those that count"),
    (NONE_COUNT, "it was asked, and no answer counts yet"),
    ("", "blank: it was not asked"),
)
COLOURS = {"most": "C00000", "many": "C05000", "some": "7F6000", "none": "375623"}  # dark on white


class Kind(StrEnum):
    """What a column of the grid comes from."""

    SELF = "self-assessment"
    OUTSIDE = "view from outside"  # of agencies, by whoever visits or hears them
    CASES = "audit of cases"
    OBSERVATIONS = "observations"
    INTERVIEWS = "interviews"
    REPLIES = "survey replies"
    REVIEW = "review"
    PLAN = "plan"


_BELOW = "answers that did not meet the standard, of those that count"
COUNTED = {
    **dict.fromkeys((Kind.SELF, Kind.OUTSIDE), "answers that are not graded good, of those graded"),
    **dict.fromkeys((Kind.CASES, Kind.OBSERVATIONS, Kind.INTERVIEWS, Kind.REPLIES), _BELOW),
    Kind.REVIEW: "findings on the theme, of the findings of that review",
    Kind.PLAN: "recommendations (else actions) on the theme, of those of that plan that bear a theme",
}


@dataclass(frozen=True, slots=True)
class Source:
    """A column: a round by its name, a review, or a plan; `on` is its day (ISO), empty where none is known.

    `untagged` of `of` findings or recommendations bear no theme, and do not count; 0 of 0 for a round, of
    which `period` says when the practice was that it looks at.
    """

    name: str
    title: str
    kind: Kind
    on: str = ""
    untagged: int = 0
    of: int = 0
    period: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """k of n, the word for it, and how many strengths a review told beside them.

    `days` are those of the k, as far as each has a day of its own (ISO); of a round the source has it.
    """

    k: int
    n: int
    strengths: int = 0
    days: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        """The word of WORDS for the share; `none` where nothing but strengths was told."""
        return "none" if self.strengths and not self.n else word(self.k, self.n)

    @property
    def count(self) -> str:
        """The figures: `4 of 9`, and `2 strengths` where a review told them; `-` where nothing counts."""
        plus = f"{self.strengths} strength{'s' if self.strengths > 1 else ''}" if self.strengths else ""
        figures = f"{self.k:,} of {self.n:,}" if self.n else ""
        return ", ".join(part for part in (figures, plus) if part) or "-"


def word(k: int, n: int) -> str:
    """The word of WORDS for k of n."""
    if not n:
        return NONE_COUNT
    share = Fraction(k, n)
    if share >= MOST:
        return "most"
    if share >= MANY:
        return "many"
    return "some" if k else "none"


@dataclass(frozen=True, slots=True)
class Standing:
    """How many actions on a theme are open, assured, and closed without having been assured."""

    open: int = 0
    assured: int = 0
    closed: int = 0


@dataclass(frozen=True, slots=True)
class Ended:
    """That an action was assured or closed on a day (ISO); `reopened` says that it was opened since."""

    action: str
    state: str
    on: str
    reopened: bool = False


@dataclass(frozen=True, slots=True)
class Return:
    """That a source found a theme again (k of n) after actions on it had ended, the latest of them first."""

    source: Source
    k: int
    n: int
    after: tuple[Ended, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A theme: its cells in the order of the sources (None: not asked), its actions, and what came back.

    `sub_group` is who owns it, empty where nobody is named. `listed` says whether it stands in the list of
    themes; one that does not is a plan's own word, with that word as id and title. `came_back` are
    sentences, one for each of `returns`. `found` are the ids of its actions.
    """

    id: str
    title: str
    sub_group: str = ""
    cells: tuple[Cell | None, ...] = ()
    actions: Standing = Standing()
    came_back: tuple[str, ...] = ()
    listed: bool = True
    returns: tuple[Return, ...] = ()
    found: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """Everything on every theme, as of a day.

    `silent` are the titles of listed themes of which nothing asks or tells; `left_out` are sentences on
    sources that have no column, each with why.
    """

    sources: tuple[Source, ...]
    rows: tuple[Row, ...]
    silent: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def came_back(self) -> tuple[Row, ...]:
        """The themes that came back after an action on them had ended."""
        return tuple(row for row in self.rows if row.came_back)
