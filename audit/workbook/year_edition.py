"""What a report on a whole year is made of: its rounds, themes, actions and programme, for one audience."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from audit.actions.followed import Followed
from audit.cases.results import Results as CaseResults
from audit.programme.item import Item
from audit.recurring.apart import Pair, Verdict
from audit.recurring.finding import Finding
from audit.recurring.grid import Cell, Grid, Kind, Row, Source
from audit.recurring.practice import Practice
from audit.rounds import Round
from audit.scoring.partnership import Results
from audit.statistics.exact import Number
from audit.summaries.audience import ForAudience
from audit.workbook.action_edition import ActionEdition
from audit.workbook.assembled import Report
from audit.workbook.case_edition import Ready
from audit.workbook.page import Page
from audit.workbook.publishing import LONGEST

PRACTICE = (Kind.SELF, Kind.OUTSIDE, Kind.CASES, Kind.OBSERVATIONS, Kind.INTERVIEWS, Kind.REPLIES)
_NO_SHEET = re.compile(r"[\[\]:*?/\\']+")  # what no name of a sheet may hold


@dataclass(frozen=True)
class Looked:
    """A round of the year: its report, and the sheet of its figures as that report has them.

    `how` says how those looked at were chosen, `many` how many they are, `headline` what is weakest,
    `waiting` of how many immediate concerns no outcome is recorded.
    """

    round: Round
    kind: Kind
    found: Results | CaseResults
    report: Report
    page: Page
    how: str
    many: str
    headline: str
    waiting: int = 0


@dataclass(frozen=True)
class Theme:
    """A theme with what each source says of it, and what is done about it."""

    row: Row
    practice: tuple[Practice, ...] = ()
    pairs: tuple[Pair, ...] = ()
    findings: tuple[Finding, ...] = ()
    actions: tuple[Followed, ...] = ()

    @property
    def disagreeing(self) -> tuple[Pair, ...]:
        """The sources that disagree."""
        return tuple(one for one in self.pairs if one.verdict is Verdict.DISAGREE)


@dataclass(frozen=True)
class Series:
    """Rounds of one template in a row, the earliest first; `told` is what changed, as a comparison says it.

    `lines` hold a share (0 to 1) of each round by what is measured; None where nothing counts.
    """

    title: str
    rounds: tuple[Round, ...]
    told: Ready
    lines: Mapping[str, tuple[float | None, ...]] = field(default_factory=dict)
    what: str = ""


@dataclass(frozen=True)
class YearEdition(ForAudience):
    """A year as one audience gets it, from `since` to `today`.

    `earlier` are rounds of before that are left out. `programme` is None where none is written and nothing
    is due. `confidence` is that of intervals and of where sources disagree.
    """

    today: date
    since: date
    audience: str
    grid: Grid
    actions: ActionEdition
    rounds: tuple[Looked, ...] = ()
    themes: tuple[Theme, ...] = ()
    series: tuple[Series, ...] = ()
    programme: tuple[Item, ...] | None = None
    earlier: tuple[str, ...] = ()
    partnership: str = ""
    asks: tuple[str, ...] = ()
    marking: str = ""
    confidence: Number = "0.95"
    action_report: Report | None = None

    @cached_property
    def side_by_side(self) -> tuple[Theme, ...]:
        """The themes of which two sources or more say something; each has a sheet."""
        return tuple(one for one in self.themes if len(list(self.saying(one))) > 1)

    def saying(self, theme: Theme) -> Iterator[tuple[Source, Cell]]:
        """The sources that say something of a theme: rounds in which answers count, others with a finding."""
        for source, cell in zip(self.grid.sources, theme.row.cells, strict=True):
            if cell and (cell.n if source.kind in PRACTICE else cell.k or cell.strengths):
                yield source, cell

    @cached_property
    def round_sheets(self) -> Mapping[str, str]:
        """The names of the rounds' sheets by the rounds' own."""
        names = [one.round.name for one in self.rounds]
        return dict(zip(names, sheet_names(f"Round {name}" for name in names), strict=True))

    @cached_property
    def theme_sheets(self) -> Mapping[str, str]:
        """The names of the themes' sheets by the themes' ids."""
        made = sheet_names(f"Theme {one.row.title}" for one in self.side_by_side)
        return dict(zip((one.row.id for one in self.side_by_side), made, strict=True))


def sheet_names(wanted: Iterable[str]) -> list[str]:
    """Names that sheets may bear, none of them twice in any case."""
    found: list[str] = []
    for name in wanted:
        base = chosen = _short(" ".join(_NO_SHEET.sub(" ", name).split()))
        number = 2
        while chosen.casefold() in {one.casefold() for one in found}:
            chosen, number = f"{base[: LONGEST - 1 - len(str(number))].rstrip()} {number}", number + 1
        found.append(chosen)
    return found


def _short(name: str) -> str:
    """A name as long as that of a sheet may be, cut between words where that leaves two or more."""
    if len(name) <= LONGEST:
        return name
    whole = name[: LONGEST + 1].rpartition(" ")[0]
    return whole if " " in whole else name[:LONGEST].rstrip()


def published_grid(grid: Grid, again: "Mapping[str, Sequence[str]]") -> Grid:
    """The grid as it may be published: reviews and plans by number, and only the themes of the list.

    `again` gives the sentences of what came back, by theme, since those name what people typed.
    """
    counts: dict[Kind, int] = {}
    sources = []
    for one in grid.sources:
        if one.kind in PRACTICE:
            sources.append(one)
            continue
        counts[one.kind] = counts.get(one.kind, 0) + 1
        name = f"{one.kind.capitalize()} {counts[one.kind]}"
        sources.append(replace(one, name=name, title=name))
    rows = tuple(
        replace(row, came_back=tuple(again.get(row.id, ())), sub_group="") for row in grid.rows if row.listed
    )
    return replace(grid, sources=tuple(sources), rows=rows, left_out=())
