"""Our own table of actions, read back exactly as `audit.plans.exporting` wrote it, or as edited since.

Nothing is guessed: a word that is no state, or a day that is none, is a problem and nothing is taken.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from audit.actions.action import INTERVAL, KINDS, LEVELS, Entry, Plan
from audit.definitions import nearest
from audit.errors import FileError, Problem
from audit.plans.exporting import (
    ACTION,
    ACTIONS,
    HEAD,
    HEADINGS,
    PLAN,
    PLANS,
    SAID,
    STAMPS,
    UNREAD,
    UNREAD_FIELDS,
    UNREADS,
)
from audit.plans.line import Unread
from audit.plans.own_row import Owned, Row
from audit.registers.folding import fold
from audit.tables.cells import Table, letters, text

MARKS = ("Kind", "Written at", "Written by")  # by these headings a table is known to be ours
UPDATE = "update"  # what a row is that says something and not of which kind
_ID = re.compile(r"A-\d{3,}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Own:
    """A whole table of ours."""

    plans: tuple[Plan, ...]
    actions: tuple[Owned, ...]
    unread: tuple[Unread, ...]


def own_table(tables: Sequence[Table]) -> Table | None:
    """The first table that is ours by its headings; None where there is none."""
    return next((table for table in tables if _is_own(table)), None)


def _is_own(table: Table) -> bool:
    headings = {fold(text(value)) for value in table.rows[0]} if table.rows else set()
    return {*map(fold, MARKS)} <= headings


def read_own(table: Table, today: date) -> Own:
    """What a table of ours says; FileError with every cell that cannot be read or that no command would keep.

    A day in what was typed into it is `today` at the latest.
    """
    reading = _Reading(table, today)
    if HEAD["id"] not in reading.columns:
        wrong = "the table is an export of actions, and its column ID is missing; export it again."
        raise FileError(table.file, [Problem("", wrong)])
    for number in range(1, len(table.rows)):
        reading.take(number)
    if reading.problems:
        raise FileError(table.file, reading.problems)
    plans = (replace(plan, unread=tuple(reading.lists[name])) for name, plan in reading.plans.items())
    return Own(tuple(plans), tuple(reading.actions), tuple(reading.unread))


class _Reading:
    """A table being read row by row."""

    def __init__(self, table: Table, today: date) -> None:
        self.table, self.today = table, today
        known = {fold(heading): heading for heading in HEADINGS}
        heads = [fold(text(value)) for value in table.rows[0]]
        self.columns = {
            known[head]: column for column, head in reversed([*enumerate(heads)]) if head in known
        }
        self.strange = [column for column in range(len(heads)) if column not in self.columns.values()]
        self.plans: dict[str, Plan] = {}
        self.lists: dict[str, list[tuple[str, ...]]] = {}
        self.actions: list[Owned] = []
        self.by_id: dict[str, Owned] = {}
        self.unread: list[Unread] = []
        self.problems: list[Problem] = []

    def take(self, number: int) -> None:
        """Take in a row."""
        row = self._row(number)
        if not any(value not in (None, "") for value in self.table.rows[number]):
            return
        for column in self.strange:
            self._list(number, column, "no column of this table is headed so; it is not kept")
        kind = row[HEAD["kind"]].strip().casefold() or (UPDATE if row.filled(SAID) else ACTION)
        match kind:
            case "plan":
                self._plan(row)
            case "unread":
                self._not_understood(row)
            case _ if kind in KINDS or kind == ACTION:
                self._action(row, kind)
            case _:
                row.wrong(HEAD["kind"], f"is no kind of row{nearest(kind, [*KINDS, ACTION, PLAN, UNREAD])}")

    def _row(self, number: int) -> Row:
        return Row(self.table, self.columns, number, self.problems)

    def _list(self, number: int, column: int, why: str) -> None:
        cell = text(self.table.rows[number][column])
        if cell:
            heading = text(self.table.rows[0][column]) or letters(column)
            self.unread.append(Unread(self.table.sheet, number + 1, heading, cell, why))

    def _plan(self, row: Row) -> None:
        name = row.text(HEAD["plan"])
        if not name:
            row.wrong(HEAD["plan"], "must name the plan")
            return
        head = (row.text(PLANS["title"]), row.text(ACTIONS["source"]), row.text(ACTIONS["overseer"]))
        interval = row.number(ACTIONS["interval"]) or INTERVAL
        self.plans[name] = Plan(name, *head, interval)
        self.lists.setdefault(name, [])

    def _not_understood(self, row: Row) -> None:
        headings = UNREADS | {"row": ACTIONS["row"]}
        name = row.text(HEAD["plan"])
        self.plans.setdefault(name, Plan(name))
        self.lists.setdefault(name, []).append(tuple(row.text(headings[key]) for key in UNREAD_FIELDS))

    def _action(self, row: Row, kind: str) -> None:
        owned = self._owner(row)
        if owned is None:
            row.wrong(HEAD["id"], "must say of which action this is, or the row what is to be done")
        elif kind in KINDS and (said := row.said(kind, self.today)):
            stamp = Entry(said, row.moment(STAMPS["at"]), row.text(STAMPS["writer"]))
            owned.entries.append((row.number(HEAD["entry"]), stamp))
            for heading in row.unplaced(kind):
                why = f"a row of kind {kind} has no place for it; it is not kept"
                self._list(row.place, self.columns[heading], why)

    def _owner(self, row: Row) -> Owned | None:
        """The action that a row speaks of; one without an id and without text speaks of the one above."""
        name = row[HEAD["id"]].strip().upper()
        if name and not _ID.fullmatch(name):
            row.wrong(HEAD["id"], "is no id of an action; leave it blank for a new one")
        if found := self.by_id.get(name):
            self._again(row, found)
            return found
        if not name and not row.filled({level: ACTIONS[level] for level in LEVELS}):
            return self.actions[-1] if self.actions else None
        found = row.owned(name)
        self.actions.append(found)
        if name:
            self.by_id[name] = found
        return found

    def _again(self, row: Row, found: Owned) -> None:
        """List what a further row of an action says it is, since its first row counts."""
        for heading in ACTIONS.values():
            said = row[heading]
            if said and said != self._row(found.row - 1)[heading]:
                why = f"what the action is stands in row {found.row}; this is not kept"
                self._list(row.place, self.columns[heading], why)
