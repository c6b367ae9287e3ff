"""What a row is that says one thing only: a level, a heading of the rows below, or more of the row above."""

import re
from dataclasses import dataclass
from enum import Enum, auto

from audit.actions.action import LEVELS
from audit.plans.building import Building
from audit.plans.joining import begins_low, is_open
from audit.plans.rows import THEMES, TITLE, Row, is_title, is_under, level_named, number_in

LONGEST = 200  # characters of a heading that is merged across; what is longer is prose
# A row of its own that says how the action above it goes on.
NOTED = re.compile(r"(?:progress|position|latest|comments?|updates?)\b[^:\n]{0,30}:\s*\S", re.IGNORECASE)
# What an action that is short and stands by itself begins with, and a heading hardly does.
_VERBS = frozenset(
    {
        *("agree", "arrange", "ask", "audit", "circulate", "commission", "complete", "confirm", "consider"),
        *("create", "deliver", "develop", "disseminate", "draft", "ensure", "establish", "identify"),
        *("implement", "issue", "monitor", "produce", "promote", "provide", "publish", "raise", "report"),
        *("request", "review", "revise", "seek", "set", "share", "train", "undertake", "update", "write"),
    }
)


class Kind(Enum):
    """What a row by itself is."""

    LEVEL = auto()  # a level of the rows below, across the table
    HEADING = auto()  # a heading between rows
    THEME = auto()  # a theme in its column
    NOTE = auto()  # an update of the row above
    ON = auto()  # goes on from the row above
    ROW = auto()  # a row as any other
    DOUBTFUL = auto()  # a row as any other, to be listed
    PROSE = auto()  # nothing of the plan


@dataclass(frozen=True, slots=True)
class Alone:
    """A row that says one thing only, the next row and the line above it.

    `gap` says that a blank row stands above it, `later` that rows with more than one cell follow.
    """

    row: Row
    text: str
    below: Row | None
    above: Building | None
    gap: bool
    later: bool

    @property
    def column(self) -> int:
        """Where its text stands."""
        return next(reversed([*self.row.own]))

    @property
    def first(self) -> bool:
        """Whether it stands in the first columns of the table, up to its first level."""
        return self.column <= self.row.first_level

    @property
    def leads(self) -> bool:
        """Whether the next row is numbered under it, 1.1 under 1, and says something in its column."""
        number, below = number_in(self.text), self.below
        under = below and is_under(below.number, number) and self.column in below.own
        return bool(under and self.first and len(self.text) <= TITLE)


def kind_of(one: Alone) -> tuple[Kind, str]:
    """What a row is that says one thing only, and the level where it is one."""
    field, levels = one.row.field(one.column), one.row.layout.levels
    named = level_named(one.text)
    if named and named != field and _stands_over(one, named):
        return Kind.LEVEL, named
    if one.above and not one.gap and NOTED.match(one.text):
        return Kind.NOTE, ""
    if one.row.wide:
        return _across(one)
    if one.leads:
        return Kind.HEADING, ""
    if field in LEVELS:
        return (_wider(one, field) if field != levels[-1] else _lowest(one)), ""
    return _elsewhere(one, field), ""


def _elsewhere(one: Alone, field: str) -> Kind:
    """A text in no column of a level: a theme, a heading in the first columns, or more of the row above."""
    if field in THEMES:
        return Kind.THEME if one.later else Kind.PROSE
    if one.first and one.later and (is_title(one.text) or field == "number"):
        return Kind.HEADING
    return Kind.ON if one.above and not one.gap and field != "number" else Kind.PROSE


def _stands_over(one: Alone, level: str) -> bool:
    """Whether a level that a row names is wider than the lowest, and not said by the row below itself."""
    levels = one.row.layout.levels
    wider = LEVELS.index(level) < LEVELS.index(levels[-1])
    return wider and one.first and not (one.below and level in one.below.fields)


def _across(one: Alone) -> tuple[Kind, str]:
    """A text merged across the table: a recommendation in a plan without any, else a heading, else prose."""
    levels = one.row.layout.levels
    wider = [level for level in levels if LEVELS.index(level) < LEVELS.index("action")]
    if not is_title(one.text) and not wider and one.below and one.below.level in {"action", "milestone"}:
        return Kind.LEVEL, "recommendation"
    return (Kind.HEADING if one.later and len(one.text) <= LONGEST else Kind.PROSE), ""


def _wider(one: Alone, field: str) -> Kind:
    """A wider level by itself: of the rows below where they say a narrower one; else a heading or a line."""
    below = one.below
    if below and field in below.fields and one.later and len(one.text.split()) <= 3:
        return Kind.HEADING
    leads = below and LEVELS.index(below.level or field) > LEVELS.index(field) and field not in below.fields
    if leads or begins_low(one.text):
        return Kind.ROW
    if is_title(one.text) and one.later and one.first:
        return Kind.HEADING
    return Kind.PROSE if one.gap and not one.later else Kind.ROW


def _lowest(one: Alone) -> Kind:
    """The lowest level by itself: it goes on, is a heading in the first columns, or a line."""
    above = one.above.text if one.above and not one.gap else ""
    if above and (begins_low(one.text) or is_open(above)):
        return Kind.ROW
    words = one.text.split()
    if is_title(one.text) and one.first:
        if len(words) > 2 and words[0].casefold() in _VERBS:
            return Kind.DOUBTFUL
        if one.later:
            return Kind.HEADING
    if one.gap and not one.later:
        return Kind.PROSE
    return Kind.ROW
