"""What passes between the steps of reading a plan: lines, actions drafted from them, what was not read."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from audit.actions.action import Action, Said
from audit.plans.remarks import says_nothing

# What a column of a plan can be. `number` is of the lowest level; levels above may have their own.
FIELDS = (
    *("number", "learning_point", "recommendation", "recommendation_number", "action", "action_number"),
    *("milestone", "theme", "sub_theme", "owner", "role", "milestone_owner", "overseer", "evidence_required"),
    *("start", "due", "review", "achieved", "status", "rag", "progress", "evidence", "outcome", "source"),
    "reference",
)


@dataclass(frozen=True, slots=True)
class Part:
    """What one of several columns says in a row: its heading, text, the cell's colour, the day it shows."""

    heading: str
    text: str = ""
    colour: str = ""
    day: str = ""

    @property
    def blank(self) -> bool:
        """Whether it says nothing, by word or colour."""
        return says_nothing(self.text) and not self.colour


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a plan at its lowest level: the levels above filled down, continuations joined to it.

    `cells` are texts by field, paragraphs kept apart by line breaks; `days` says what a typed date shows
    (YYYY, YYYY-MM or YYYY-MM-DD) by field; `fills` the colour of a cell by field (`red`, `amber`, `green`,
    `blue`, `grey`); `headings` how each field is headed. `row` counts from 1, as do `rows`, all that it was
    joined from. `other` are columns that mean nothing here, by heading. `notes` are the
    columns of progress, `earlier` those of a status or a colour that a later one beside them has overtaken.
    """

    sheet: str
    row: int
    cells: Mapping[str, str]
    headings: Mapping[str, str] = field(default_factory=dict)
    days: Mapping[str, str] = field(default_factory=dict)
    fills: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[int, ...] = ()
    other: tuple[tuple[str, str], ...] = ()
    notes: tuple[Part, ...] = ()
    earlier: tuple[Part, ...] = ()

    def __getitem__(self, name: str) -> str:
        """The text of a field; empty where there is none."""
        return self.cells.get(name, "")


@dataclass(frozen=True, slots=True)
class Unread:
    """Something that was not understood, as it stands: where (row from 1), what, why, or what was done."""

    sheet: str
    row: int
    column: str
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Matched:
    """What a heading was taken for: sheet, address and words, and a field, or '' where it means nothing."""

    sheet: str
    address: str
    heading: str
    field: str


@dataclass(frozen=True, slots=True)
class Draft:
    """An action as a plan has it, without an id yet, and what the plan says of it, in order."""

    action: Action
    said: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Drafted:
    """A whole plan as it was read."""

    drafts: tuple[Draft, ...]
    unread: tuple[Unread, ...] = ()
    matched: tuple[Matched, ...] = ()
    notes: tuple[str, ...] = ()
