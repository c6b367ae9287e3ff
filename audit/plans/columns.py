"""What the columns of a table are once all of its headings are known: some mean less beside others."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from audit.actions.action import LEVELS
from audit.plans.days import read_when
from audit.plans.grid import Grid
from audit.plans.names import is_of_a_time
from audit.plans.profile import heading_key, word_key
from audit.plans.series import STANDING

# Several columns of these are one field, their texts one below the other.
JOINED = frozenset(
    {
        *("owner", "role", "milestone_owner", "overseer", "evidence_required", "progress", "evidence"),
        *("outcome", "source", "reference"),
    }
)
# A tick or a cross, by glyph or letter, and as fonts of symbols write it.
_MARK = re.compile(r"[xX✓✔☑✅√●•■/üþ\uf0fc\uf0fe*]|y(?:es)?|tick(?:ed)?", re.IGNORECASE)
_BRACKETED = re.compile(r"\([^)]*\)")  # `On target (tick)`
_BY = frozenset({"completed by", "done by", "achieved by", "delivered by"})
_NUMBER = re.compile(
    r"(?:rec(?:ommendation)?|action|milestone|no|r|a|m|l|lp|ref)?[ .:-]*"
    r"\d{1,3}(?:\.\d{1,3}){0,3}[a-z]?[.):]?|"
    r"\d{1,3} ?\([a-z]{1,4}\)|[a-z]{1,3}\d{1,3}(?:\.\d{1,3}){0,2}[a-z]?|[a-z][.)]|\(?[ivx]{1,4}[.)]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a plan: its index, its heading as it stands, the field it is ('' for none), its row.

    `sure` says that its heading is known as it stands, and not only by a word in it; `marked` is the status
    that a mark in it says, where it holds nothing but marks.
    """

    index: int
    heading: str
    field: str
    row: int = 0
    sure: bool = True
    marked: str = ""


def is_number(text: str) -> bool:
    """Whether a text is a number of a plan and nothing else: `3`, `1.2`, `R4`, `2a)`, `2 (i)`, `iv.`."""
    return _NUMBER.fullmatch(text.strip()) is not None


def settled(found: Mapping[int, Column], grid: Grid, rows: Sequence[int]) -> dict[int, Column]:
    """The columns after the rules below, from the left; `rows` are those of the table."""
    columns = {**_unheaded(found, grid, rows), **found}
    columns = {index: columns[index] for index in sorted(columns)}
    for rule in (_numbers_under_a_level, _several_numbers, _numbers_by_name, _once, _roles):
        columns = rule(columns, grid, rows)
    return columns


def _texts(grid: Grid, rows: Iterable[int], index: int) -> list[str]:
    return [said for row in rows if (said := grid.rows[row][index])]


def _unheaded(found: Mapping[int, Column], grid: Grid, rows: Sequence[int]) -> dict[int, Column]:
    """A column without a heading, left of all levels, that holds numbers only is the number."""
    first = min((index for index, column in found.items() if column.field in LEVELS), default=0)
    there = {column.field for column in found.values()}
    for index in range(first):
        texts = _texts(grid, rows, index)
        if index not in found and "number" not in there and _mostly_numbers(texts):
            return {index: Column(index, "", "number", min(rows, default=0))}
    return {}


def _mostly_numbers(texts: list[str]) -> bool:
    """Sub-headings may stand in a column of numbers, so that not every cell need be one."""
    return bool(texts) and sum(map(is_number, texts)) * 3 >= len(texts) * 2


def _numbers_under_a_level(columns: dict[int, Column], grid: Grid, rows: Sequence[int]) -> dict[int, Column]:
    """Where a level's heading stands over two columns and the first holds numbers, that is the number."""
    found = dict(columns)
    for index, column in columns.items():
        after = columns.get(index + 1)
        same = after and after.field == column.field and after.heading == column.heading
        if same and column.field in LEVELS and _mostly_numbers(_texts(grid, rows, index)):
            found[index] = replace(column, field="number")
    return found


def _several_numbers(columns: dict[int, Column], grid: Grid, rows: Sequence[int]) -> dict[int, Column]:
    """Of several columns of numbers each is that of the level to its right."""
    del grid, rows
    numbers = [index for index, column in columns.items() if column.field == "number"]
    if len(numbers) < 2:
        return columns
    found = dict(columns)
    for index in numbers:
        right = (columns[one].field for one in sorted(columns) if one > index)
        level = next((field for field in right if field in LEVELS or field == "number"), "")
        if level in {"recommendation", "action"}:
            found[index] = replace(columns[index], field=f"{level}_number")
    return found


def _numbers_by_name(columns: dict[int, Column], grid: Grid, rows: Sequence[int]) -> dict[int, Column]:
    """The number of the lowest level is the number, unless another column is."""
    del grid, rows
    there = {column.field for column in columns.values()}
    lowest = next((level for level in reversed(LEVELS) if level in there), "")
    if "number" in there:
        return columns
    return {
        index: replace(column, field="number") if column.field == f"{lowest}_number" else column
        for index, column in columns.items()
    }


def _once(columns: dict[int, Column], grid: Grid, rows: Sequence[int]) -> dict[int, Column]:
    """A field that cannot be joined from several columns is the first of them; the others mean nothing.

    One whose heading is known as it stands comes first. Columns of how it stood at different times stay.
    """
    del grid, rows
    first: dict[str, int] = {}
    for index in sorted(columns, key=lambda index: (not columns[index].sure, index)):
        if not _is_of_series(columns[index]):
            first.setdefault(columns[index].field, index)
    return {
        index: column if _stays(column, first) else replace(column, field="")
        for index, column in columns.items()
    }


def _stays(column: Column, first: Mapping[str, int]) -> bool:
    if column.marked or column.field in JOINED or _is_of_series(column):
        return True
    return first[column.field] == column.index


def _is_of_series(column: Column) -> bool:
    """Whether a column says how it stood, or when it was due, at one time of several."""
    return column.field in ("due", *STANDING) and is_of_a_time(column.heading)


def _roles(columns: dict[int, Column], grid: Grid, rows: Sequence[int]) -> dict[int, Column]:
    """A role (`Lead officer`) with no owner beside it is the owner."""
    del grid, rows
    if {"owner", "milestone_owner"} & {column.field for column in columns.values()}:
        return columns
    return {
        index: replace(column, field="owner") if column.field == "role" else column
        for index, column in columns.items()
    }


def with_marks(
    columns: Mapping[int, Column], grid: Grid, rows: Sequence[int], states: Collection[str]
) -> dict[int, Column]:
    """The columns, where one headed by a status word that holds nothing but ticks says that status."""
    found = dict(columns)
    for index, column in columns.items():
        texts = _texts(grid, rows, index)
        word = _BRACKETED.sub("", column.heading.rpartition(" / ")[2]).strip()
        if not column.field and word_key(word) in states and texts and all(map(_MARK.fullmatch, texts)):
            found[index] = replace(column, field="status", marked=word)
    return found


def with_days(columns: Mapping[int, Column], grid: Grid, rows: Sequence[int]) -> dict[int, Column]:
    """The columns, where `Completed by` is a day if days stand in it; of who did it nothing is said here."""
    found = dict(columns)
    for index, column in columns.items():
        texts = _texts(grid, rows, index)
        days = sum(1 for one in texts if read_when(one).day)
        if not column.field and heading_key(column.heading) in _BY and days * 2 > len(texts):
            found[index] = replace(column, field="due")
    return found


def told_of(columns: Iterable[Column]) -> Iterator[str]:
    """What is to be said of columns that are read together: marks, and how it stood at several times."""
    there = list(columns)
    if marked := [column.heading for column in there if column.marked]:
        yield f"A mark under {', '.join(marked)} was read as that status."
    for field in ("due", *STANDING):
        several = [column.heading for column in there if column.field == field and not column.marked]
        if len(several) > 1:
            others = "kept beside it" if field == "due" else "history"
            names = f"{', '.join(several[:-1])} and {several[-1]}"
            yield f"Of {names} the last in time that says something counts; the others are {others}."
