"""What a panel said, in a file: a table of agencies and questions, or a mapping of one agency's questions."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from audit.dates import day_of
from audit.definitions import nearest
from audit.errors import FileError, Problem
from audit.registers.folding import fold
from audit.registers.headings import Recognised
from audit.registers.profile import Column, Profile
from audit.registers.small_lists import filled_rows, only_sheet
from audit.responses.files import read_answers
from audit.scoring.panel import TAKEN_BACK, Said
from audit.tables import KINDS, Table, place, text

# A column headed "grade" alone may hold the agency's own, so it is not taken for the panel's.
_PROFILE = Profile(
    "panel",
    "Panel's grades",
    (
        Column("question", ("question", "question id", "id", "ref", "reference"), required=True),
        Column(
            "moderated grade",
            (
                *("moderated grade", "moderated score", "moderated rating", "moderated"),
                *("panel grade", "panels grade", "grade of the panel", "agreed grade"),
            ),
            required=True,
        ),
        Column("agency", ("agency", "organisation", "agency name", "agency code")),
        Column("own grade", ("self grade", "own grade", "self score", "self rating", "agencys grade")),
        Column("reason", ("reason", "panels reason", "rationale")),
        Column("evidence", ("evidence", "evidence accepted", "evidence accepted or asked for")),
        Column("wanted", ("wanted", "evidence wanted", "evidence asked for", "what is wanted")),
        Column("moderator", ("moderator", "moderated by", "by")),
        Column("date", ("date", "on", "moderated on", "date moderated", "date of panel")),
        Column("assured", ("assured", "assured on", "action assured on", "date assured")),
    ),
)
MAPPING = ("grade", "reason", "evidence", "wanted", "on", "assured")


@dataclass(frozen=True, slots=True)
class Line:
    """What a panel said of a question in a file; `agency` is the word for it there, empty where none is.

    `places` says where each part stands; `where` is the place of the whole.
    """

    agency: str
    question: str
    said: Said
    where: str
    places: Mapping[str, str] = field(default_factory=dict)

    def wrong(self, part: str, sentence: str) -> Problem:
        """A problem with one of its parts."""
        return Problem(self.places.get(part, self.where), sentence)


@dataclass(frozen=True, slots=True)
class PanelList:
    """The lines of a file, how many said nothing and were passed over, and headings that mean nothing."""

    lines: tuple[Line, ...]
    passed_over: int = 0
    dropped: tuple[str, ...] = ()


def read_panel(path: Path) -> PanelList:
    """What a panel said in a table or in YAML or JSON; FileError with every problem."""
    return _read_table(path) if path.suffix.casefold() in KINDS else _read_mapping(path)


# --- a table ------------------------------------------------------------------------------------------


def _read_table(path: Path) -> PanelList:
    table, seen = only_sheet(path, _PROFILE)
    sheet = f"sheet {table.sheet}, " if table.sheet else ""
    problems = [
        Problem(
            f"{sheet}cell {cell}", f"the column {heading!r} says the same as one before it; keep one of them."
        )
        for cell, heading in seen.repeated
    ]
    lines, passed_over = [], 0
    for row in filled_rows(table, seen):
        line = _line(table, seen, row, problems)
        said = line.said
        if said.grade or said.take_back or said.evidence or said.wanted:
            lines.append(line)
        elif said.reason:
            problems.append(line.wrong("reason", "a reason stands there without a grade; give the grade."))
        else:
            passed_over += 1
    _finish(path, lines, problems)
    return PanelList(tuple(lines), passed_over, tuple(heading for _, heading in seen.unknown))


def _line(table: Table, seen: Recognised, row: int, problems: list[Problem]) -> Line:
    cells = {one: " ".join(text(table.rows[row][at]).split()) for one, at in seen.columns.items()}
    places = {one: place(table, row, at) for one, at in seen.columns.items()}
    days = {one: _day(cells.get(one, ""), places.get(one, ""), problems) for one in ("date", "assured")}
    line = Line(cells.get("agency", ""), cells["question"], Said(), place(table, row), places)
    said = _said(
        cells["moderated grade"],
        reason=cells.get("reason", ""),
        evidence=cells.get("evidence", ""),
        wanted=cells.get("wanted", ""),
        day=days["date"],
        assured=days["assured"],
        by=cells.get("moderator", ""),
        own=cells.get("own grade", ""),
    )
    return replace(line, said=said)


def _said(grade: str, **parts: Any) -> Said:
    back = fold(grade) in TAKEN_BACK
    return Said("" if back else grade, take_back=back, **parts)


def _day(word: str, where: str, problems: list[Problem], head: str = "") -> date | None:
    found = day_of(word) if word else None
    if word and not found:
        problems.append(Problem(where, f"{head}{word[:40]!r} is not a date; write 2026-03-31 or 31/3/2026."))
    return found


def _finish(path: Path, lines: list[Line], problems: list[Problem]) -> None:
    if not lines and not problems:
        problems.append(Problem("", "it names no question with a panel's grade."))
    if problems:
        raise FileError(str(path), problems)


# --- a mapping ----------------------------------------------------------------------------------------


def _read_mapping(path: Path) -> PanelList:
    """`{A1: partly}` or `{A1: {grade: partly, reason: …}}`; an empty grade takes the panel's back."""
    block = read_answers(path)
    at = getattr(block, "lines", {})
    lines: list[Line] = []
    problems: list[Problem] = []
    for name, reply in block.items():
        where = f"line {at[name]}" if name in at else ""
        parts = reply if isinstance(reply, dict) else {"grade": reply}
        wrong = list(_wrong(str(name), parts))
        problems += [Problem(where, sentence) for sentence in wrong]
        if not wrong:
            said = _of_mapping(str(name), parts, where, problems)
            lines.append(Line("", str(name), said, where))
    _finish(path, lines, problems)
    return PanelList(tuple(lines))


def _wrong(name: str, parts: Mapping[str, Any]) -> list[str]:
    """What does not fit in what is said of a question."""
    found = [
        f"{name}: {key!r} is no part of what a panel says{nearest(str(key), MAPPING)}"
        for key in parts
        if key not in MAPPING
    ]
    found += [
        f"{name}: {key!r} must be text."
        for key, value in parts.items()
        if value is not None and (isinstance(value, bool) or not isinstance(value, (str, int, float)))
    ]
    if not {"grade", "evidence", "wanted"} & set(parts):
        found.append(f"{name}: 'grade' is missing; an empty one takes the panel's grade back.")
    return found


def _of_mapping(name: str, parts: Mapping[str, Any], where: str, problems: list[Problem]) -> Said:
    given = {key: value for key, value in parts.items() if value is not None}
    words = {key: " ".join(str(given.get(key, "")).split()) for key in MAPPING}
    days = {key: _day(words[key], where, problems, f"{name}: ") for key in ("on", "assured")}
    said = _said(words["grade"], **{key: words[key] for key in ("reason", "evidence", "wanted")})
    back = said.take_back or ("grade" in parts and not words["grade"])
    return replace(said, take_back=back, day=days["on"], assured=days["assured"])
