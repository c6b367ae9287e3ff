"""One thing that is to be done by a day, and how it stands on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from audit.programme.entry import Done
from audit.programme.facts import RoundFact

SOON = timedelta(days=28)  # what is due within it is called due


class Kind(StrEnum):
    """What an item is."""

    AUDIT = "audit"
    REPORT = "report"
    FOLLOW_UP = "follow-up"
    RE_AUDIT = "re-audit"
    EVIDENCE = "evidence round"


class Standing(StrEnum):
    """How an item stands, in the order of listings."""

    LATE = "late"
    DUE = "due"
    UNDER_WAY = "under way"
    COMING = "coming"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Item:
    """Something that is to be done by a day (None: it is not known yet) and reported to meetings.

    `to` holds each meeting's title and its day, None where none is known; `period` the time it is about or
    is carried out in, in words; `command` what to type next, empty where nothing is.
    """

    id: str
    kind: Kind
    what: str
    standing: Standing
    due: date | None = None
    period: str = ""
    done: date | None = None
    to: tuple[tuple[str, date | None], ...] = ()
    who: str = ""
    template: str = ""
    sample: str = ""
    rounds: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    command: str = ""

    @property
    def order(self) -> tuple[int, date, str, str]:
        """Its place in a listing: how it stands, then the day, a known one first."""
        return ([*Standing].index(self.standing), self.due or date.max, self.id, self.period)

    def soon(self, today: date) -> bool:
        """Whether it is not done and due within 28 days."""
        open_ = self.standing not in {Standing.DONE, Standing.LATE}
        return open_ and self.due is not None and self.due - today <= SOON


def stands(
    due: date | None, done: Done | None, rounds: Sequence[RoundFact | None], today: date
) -> tuple[Standing, date | None]:
    """How something stands on a day, and the day it was done: when it says so, else when its rounds closed.

    A round that is None is not opened yet. What is open past its day is late, however far it is.
    """
    if done and done.day <= today:
        return Standing.DONE, done.day
    closed = [one.closed for one in rounds if one and one.closed and one.closed <= today]
    if rounds and len(closed) == len(rounds):
        return Standing.DONE, max(closed)
    if due and today > due:
        return Standing.LATE, None
    if any(one and one.opened <= today for one in rounds):
        return Standing.UNDER_WAY, None
    return (Standing.DUE if due and due - today <= SOON else Standing.COMING), None


def told(rounds: Sequence[RoundFact], today: date) -> tuple[str, ...]:
    """How far the rounds are that are open or closed by a day, a sentence each."""
    found = []
    for one in rounds:
        if one.is_closed(today):
            found.append(f"{one.name} is closed: {one.figures}.")
        elif one.is_open(today):
            found.append(f"{one.name} is open: {one.figures}.")
    return tuple(found)


def opening(template: str, name: str, due: date, sample: str = "") -> str:
    """The command that opens a round, to be typed as it stands."""
    quoted = f'"{name}"' if " " in name else name
    over = f" --sample {sample}" if sample else ""
    return f"audit round open {template} --name {quoted} --due {due.isoformat()}{over}"
