"""A row of a plan below its headings: what stands in it, and what kind of row its words make it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audit.actions.action import LEVELS
from audit.plans.columns import is_number
from audit.plans.grid import Grid
from audit.plans.headings import Layout
from audit.plans.joining import begins_low

THEMES = ("theme", "sub_theme")
TITLE = 100  # characters of a heading row; what is longer is a sentence
_COLOURS = "red|amber|green|blue|grey|gray|yellow|white|purple|black"
_NOTE = re.compile(
    r"(?:rag )?(?:key|legend)(?:\s*[:=–-].*)?|.*\blegend|"
    r"(?:grand |sub[ -]?)?totals?(?:\s*[:=].*|\s*| (?:actions|recommendations|milestones|number)\b.*)|"
    r"(?:signed|signature)(?: off)?(?: by)?\s*(?:[:._…].*)?|(?:foot)?notes?\s*:.*|\*+\s.*|"
    r"(?:last )?(?:updated|reviewed|revised|amended)(?: on| by)?\s*[:\d].*|version\s*:?\s*\d.*|"
    r"v\s*\d+\.\d+.*|"
    r"(?:review|date) of (?:this|the) (?:action )?plan\s*:?.*|"
    r"(?:prepared|produced|completed|compiled|approved) by\s*[:\d].*|"
    r"(?:date of )?next (?:review|meeting)\s*:.*|"
    r"(?:not )?protectively marked|restricted|(?:strictly |private and )?confidential|draft|"
    r"official(?:\s*[-–—:]?\s*\(?sensitive\)?)?|"
    r"date\s*:.*|©.*|copyright\b.*|end of (?:plan|action plan|table|document)\.?|"
    rf"(?:{_COLOURS})\s*[=:–-].*",
    re.IGNORECASE | re.DOTALL,
)
_PAGE = re.compile(r"(?:page\s*)?\d{1,3}\s*(?:of|/)\s*\d{1,3}|page\s*\d{1,3}", re.IGNORECASE)
_DOCUMENT = re.compile(
    r"\b(?:(?:action|improvement|implementation|delivery|business) plan|serious case review"
    r"|(?:practice|learning|case) review|milestone report|progress report|\bSCR\b)",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"[£\d.,%\s/]+")
FEW = 3  # cells of a note; what has more is a row of the plan, but for totals
_COLOUR = re.compile(rf"(?:{_COLOURS})", re.IGNORECASE)
_TITLED = re.compile(
    r"(?:(?:key|sub)[ -]?)?theme\s*(?:\d{1,2}|[A-Z])?\s*(?::|\s[-–—])\s*(?=\S)", re.IGNORECASE
)
_LEVEL = re.compile(
    r"(recommendation|rec\.?|action|milestone|learning point|lesson|finding)s?\s*"
    r"(?:(?:no\.?|number)?\s*\d{1,3}(?:\.\d{1,3})*[a-z]?\b|:)",
    re.IGNORECASE,
)
_NAMED = {
    "rec": "recommendation",
    "rec.": "recommendation",
    "lesson": "learning_point",
    "finding": "learning_point",
}
_LEADING = re.compile(
    r"(?:(?:recommendation|rec|action|milestone|learning point|lesson|finding|no)\.?\s*(?:no\.?|number)?\s*"
    r"(\d{1,3}(?:\.\d{1,3}){0,3}[a-z]?)\b|(\d{1,3}(?:\.\d{1,3}){1,3})[.:)]?\s|(\d{1,3}[a-z]?|[A-Z]\d{1,3}(?:\.\d{1,3})*)[.:)]\s?(?!\d))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Row:
    """A row under a layout: its own texts by column, and those of merged cells above that speak for it."""

    index: int
    own: Mapping[int, str]
    spoken: Mapping[int, tuple[int, str]]
    layout: Layout
    wide: bool = False

    def field(self, column: int) -> str:
        """The field of a column; '' for one that means nothing here."""
        found = self.layout.columns.get(column)
        return found.field if found else ""

    def column(self, field: str) -> int | None:
        """The first column of a field."""
        return next((index for index, one in self.layout.columns.items() if one.field == field), None)

    def text(self, field: str) -> str:
        """What the row itself says in a field; empty where it says nothing."""
        column = self.column(field)
        return self.own.get(column, "") if column is not None else ""

    def beside(self, field: str) -> tuple[int, str]:
        """The row and text of a merged cell above that speaks for this row; (-1, '') where none does."""
        column = self.column(field)
        return self.spoken.get(column, (-1, "")) if column is not None else (-1, "")

    @property
    def first_level(self) -> int:
        """The column of the first level, up to which headings of rows and notes stand."""
        return min((index for index, one in self.layout.columns.items() if one.field in LEVELS), default=0)

    @property
    def number(self) -> str:
        """Its number: of its column, else in front of its narrowest level."""
        return self.text("number") or number_in(self.text(self.level))

    @property
    def fields(self) -> set[str]:
        """The fields that the row itself says something in."""
        return {field for column in self.own if (field := self.field(column))}

    @property
    def level(self) -> str:
        """The narrowest level that the row itself says something in; '' where it says none."""
        return next((one for one in reversed(LEVELS) if one in self.fields), "")

    @property
    def alone(self) -> str:
        """The text of a row that says one thing only; empty where it says more, or nothing but a number."""
        texts = {" ".join(said.split()) for said in self.own.values()}
        only = next(iter(self.own.values()), "")
        return only if len(texts) == 1 and (level_named(only) or not is_number(only)) else ""

    @property
    def said(self) -> str:
        """Everything that the row itself says."""
        return " | ".join(dict.fromkeys(self.own.values()))


def row_of(grid: Grid, index: int, layout: Layout) -> Row:
    """A row of a sheet under the headings above it."""
    own = grid.own(index)
    # A merged cell that began above the table, or above these headings, says nothing of a row below them.
    spoken = {column: (at[0], said) for column, at, said in grid.spoken(index) if at[0] >= layout.first}
    half = max(2, (len(layout.columns) + 1) // 2)
    across = any(grid.last_column(index, column) - column + 1 >= half for column in own)
    repeated = len(own) >= max(half, 3) and len(set(own.values())) == 1
    return Row(index, own, spoken, layout, across or repeated)


def explains(row: Row) -> bool:
    """Whether a row under the headings asks what is to be written there: all its levels are questions."""
    levels = [said for field in LEVELS if (said := row.text(field))]
    asked = sum(said.rstrip().endswith("?") for said in row.own.values())
    return asked > 1 and all(said.rstrip().endswith("?") for said in levels)


def is_note(row: Row) -> bool:
    """Whether a row stands beside the table: a key to colours, a total, a signature, a version."""
    first_column, first = next(iter(row.own.items()))
    if first_column > row.first_level:
        return False
    if _COLOUR.fullmatch(first.strip()) and len(row.own) <= 3:
        return True
    if len(row.own) > FEW and not all(_FIGURE.fullmatch(said) for said in [*row.own.values()][1:]):
        return False
    return _NOTE.fullmatch(" ".join(first.split())) is not None


def is_page(text: str) -> bool:
    """Whether a text is the number of a page."""
    return _PAGE.fullmatch(" ".join(text.split())) is not None


def is_document(text: str) -> bool:
    """Whether a text is the title of a document (`… action plan`, `Serious case review …`)."""
    return _DOCUMENT.search(text) is not None


def is_title(text: str) -> bool:
    """Whether a text is short as a heading is: one line, no full stop, no number in front."""
    word = text.strip()
    short = len(word) <= TITLE and "\n" not in word and not word.endswith((".", ";", ","))
    return short and not number_in(word)


def bare_title(text: str) -> str:
    """A heading without the word that says what it is: `Supervision` of `Theme 2: Supervision`."""
    return text[found.end() :] if (found := _TITLED.match(text)) else text


def level_named(text: str) -> str:
    """The level that a text such as `Recommendation 3: …` says it is; empty where it says none."""
    found = _LEVEL.match(text.strip())
    if not found:
        return ""
    name = found[1].casefold()
    return _NAMED.get(name, name.replace(" ", "_"))


def number_in(text: str) -> str:
    """The number in front of a text: `3` of `3. Ensure …`, `2.1` of `Action 2.1 …`; empty where none is."""
    found = _LEADING.match(text.strip())
    return next((one for one in found.groups() if one), "") if found else ""


def without_number(text: str) -> str:
    """A text without the number in front of it; as it stands where nothing else is in it."""
    found = _LEADING.match(text.strip())
    return (text.strip()[found.end() :].strip() if found else "") or text


def order_of(row: Row) -> list[str]:
    """The themes and levels that speak for the rows below: those left of the lowest, from the left."""
    columns = row.layout.columns
    lowest = row.column(row.layout.levels[-1]) if row.layout.levels else None
    return [
        one.field
        for index, one in columns.items()
        if one.field in {*THEMES, *LEVELS} and lowest is not None and index < lowest
    ]


def is_under(number: str, upper: str) -> bool:
    """Whether a number is one below another: `1.1` or `1a` below `1`."""
    rest = number.removeprefix(upper)
    return bool(upper) and rest != number and bool(re.match(r"\.\w|[a-z]\b", rest))


def is_numbered_heading(row: Row, below: Row | None) -> bool:
    """Whether a row is a number and a text merged across, or a short one that the next is numbered under."""
    if len(row.own) != 2 or not is_number(next(iter(row.own.values()))):
        return False
    number, column = row.number.rstrip("."), next(reversed([*row.own]))
    under = below is not None and is_under(below.number, number) and column in below.own
    return row.wide or (under and len(row.said) <= TITLE)


def numbered_level(rows: Sequence[Row], layout: Layout) -> str:
    """The wider level whose number the column of numbers is: where rows under it have none; else ''."""
    number = next((index for index, one in layout.columns.items() if one.field == "number"), None)
    right = (one.field for index, one in layout.columns.items() if number is not None and index > number)
    level = next((field for field in right if field in LEVELS), "")
    of_its_own = any(one.field == f"{level}_number" for one in layout.columns.values())
    if not level or level == layout.levels[-1] or of_its_own:
        return ""
    under = [
        row
        for row in rows
        if (text := row.text(layout.levels[-1])) and not row.text(level) and not begins_low(text)
    ]
    return level if under and not any(row.text("number") for row in under) else ""
