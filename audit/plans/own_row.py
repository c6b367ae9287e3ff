"""A row of our own table of actions: its cells as texts, numbers, days, words; what is wrong in them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime

from audit.actions.action import KINDS, Action, Ask, Assurance, Entry, Link, Said, Update, said_from
from audit.actions.followed import Followed
from audit.actions.words import CLOSED, Basis, State
from audit.dates import read_day
from audit.definitions import nearest
from audit.errors import Problem
from audit.plans.carrying import brought, items_of, pairs_of
from audit.plans.exporting import ACTIONS, ADDED, HEAD, LINKS, SAID, STAMPS
from audit.tables.cells import Table, place, text
from audit.tables.formulas import meant

_ON = re.compile(r"\d{4}(-\d{2})?", re.ASCII)
_STAMP = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DAYS, _SINCE = {"start", "due", "review", "re_audit"}, "on"
_NUMBERS = {"interval", "row", "level"}
_WORDS = {"state": State, "basis": Basis}


@dataclass(slots=True)
class Owned:
    """An action of the table: with what was said of it, who wrote it first, its version and row there.

    `fresh` are things said that have no stamp yet: somebody typed them into the table. An interval that
    is not there is 0, an id '' where it is new.
    """

    action: Action
    added: str
    adder: str
    version: str
    row: int
    entries: list[tuple[int, Entry]] = field(default_factory=list)

    @property
    def followed(self) -> Followed:
        """The action with what was said of it, in the order of the column Entry; what has none comes last."""
        ordered = sorted(self.entries, key=lambda pair: pair[0] or len(self.entries) + 1)
        return Followed(self.action, self.added, tuple(entry for _, entry in ordered))


class Row:
    """A row of the table (from 0), by headings; what cannot be read is added to the problems."""

    def __init__(
        self, table: Table, columns: Mapping[str, int], place_: int, problems: list[Problem]
    ) -> None:
        """Look at a row; `columns` has where each heading stands."""
        self.table, self.columns, self.place, self.problems = table, columns, place_, problems
        self.values = table.rows[place_]

    def __getitem__(self, heading: str) -> str:
        """The cell under a heading as it stands; empty where there is no such column."""
        column = self.columns.get(heading)
        value = None if column is None else self.values[column]
        if isinstance(value, str):
            return value if self.table.sheet else meant(value)
        return text(value)

    def text(self, heading: str) -> str:
        """The text that was put into a cell."""
        return brought(self[heading])

    def filled(self, headings: Mapping[str, str]) -> bool:
        """Whether anything stands under some headings."""
        return any(self[heading].strip() for heading in headings.values())

    def wrong(self, heading: str, why: str) -> None:
        """Keep a problem of a cell."""
        column = self.columns.get(heading)
        spot = place(self.table, self.place, column)
        said = f"{heading} {self[heading]!r} " if self[heading] else f"{heading} "
        self.problems.append(Problem(spot, f"{said}{why}."))

    def number(self, heading: str) -> int:
        """The number in a cell, 0 where it is blank."""
        cell = self[heading].strip()
        if cell and not re.fullmatch(r"\d{1,9}", cell, re.ASCII):
            self.wrong(heading, "is no whole number")
            return 0
        return int(cell or 0)

    def day(self, heading: str, *, part: bool = False) -> str:
        """The day in a cell; a month or a year too where a part of a date will do."""
        cell = self[heading].strip()
        if not cell or (part and _ON.fullmatch(cell)):
            return cell
        day: date | None = read_day(cell)
        if day is None:
            also = ", 2026-03 or 2026" if part else ""
            self.wrong(heading, f"is no day; write 2026-03-31{also}")
        return day.isoformat() if day else ""

    def moment(self, heading: str) -> str:
        """The time in a cell, as it stands there."""
        cell = self[heading].strip()
        try:
            if not cell or (_STAMP.match(cell) and datetime.fromisoformat(cell)):
                return cell
        except ValueError:
            pass
        self.wrong(heading, "is no time; leave it blank for what is new")
        return ""

    def owned(self, name: str) -> Owned:
        """The action that the row says."""
        parts = {key: self._part(key, heading) for key, heading in ACTIONS.items()}
        link = Link(**{key: self.text(heading) for key, heading in LINKS.items()})
        action = Action(
            name,
            self.text(HEAD["plan"]),
            link=link if link.round else None,
            **parts,  # type: ignore[arg-type]
        )
        stamps = self.moment(ADDED["added"]), self.text(ADDED["adder"]), self[ADDED["version"]].strip()
        return Owned(action, *stamps, self.place + 1)

    def _part(self, key: str, heading: str) -> object:
        if key in {"themes", "owners"}:
            return items_of(self[heading])
        if key == "other":
            return pairs_of(self[heading])
        if key in _DAYS:
            return self.day(heading)
        return self.number(heading) if key in _NUMBERS else self.text(heading)

    def said(self, kind: str, today: date) -> Said:
        """What the row says of its action; what no command would keep is a problem."""
        said = said_from(kind, dict(self._said(kind)))
        self._check_kept(said)
        if not self[STAMPS["at"]].strip():
            self._check_typed(said, today)
        return said

    def _check_kept(self, said: Said) -> None:
        """Hold what is said, wherever it comes from, to what everything that counts it relies on."""
        if getattr(said, "state", "") == State.ASSURED:
            self.wrong(SAID["state"], "is what a row of kind assurance says, with its basis; no other can")
        if isinstance(said, Assurance | Ask) and not read_day(self[SAID["on"]]):
            self.wrong(SAID["on"], "must be a day; write 2026-03-31")
        if isinstance(said, Assurance) and not self[SAID["basis"]].strip():
            self.wrong(SAID["basis"], "must say what the assurance rests on")

    def _check_typed(self, said: Said, today: date) -> None:
        """Hold what somebody typed into the table to the rules of the commands."""
        on = getattr(said, "on", "")
        if on > today.isoformat()[: len(on)]:
            self.wrong(SAID["on"], "is still ahead")
        match said:
            case Assurance(basis=Basis.TOLD, note=""):
                self.wrong(SAID["note"], "must say who said what, since the basis is told")
            case Assurance(basis=basis, evidence=what, where=where):
                if basis != Basis.TOLD and not (what and where):
                    self.wrong(SAID["evidence"], "must say what was seen, and 'Where held' where that is")
            case Update(state=state, note="") if state in CLOSED:
                self.wrong(SAID["note"], f"must say why it is {state}")
            case _:
                pass

    def unplaced(self, kind: str) -> tuple[str, ...]:
        """The headings of cells that a row of its kind has no place for."""
        own = {one.name for one in fields(KINDS[kind])}
        return tuple(heading for name, heading in SAID.items() if self[heading] and name not in own)

    def _said(self, kind: str) -> Iterator[tuple[str, object]]:
        for one in fields(KINDS[kind]):
            heading = SAID[one.name]
            if one.name in _WORDS:
                yield one.name, self._word(one.name, heading)
            elif one.name == "history":
                yield one.name, self[heading].strip().casefold() == "yes"
            elif one.name == "to":
                yield one.name, items_of(self[heading])
            elif one.name == _SINCE:
                yield one.name, self.day(heading, part=True)
            else:
                number = one.type in (int, "int")
                yield one.name, self.number(heading) if number else self.text(heading)

    def _word(self, name: str, heading: str) -> str:
        word = " ".join(self[heading].split()).casefold()
        known = [*map(str, _WORDS[name])]
        if word and word not in known:
            self.wrong(heading, f"is no {name}{nearest(word, known)}".rstrip("."))
        return word
