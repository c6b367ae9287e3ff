"""What owners were asked, and what came of it: an answer, a silence, or there is still time to answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from audit.actions.action import Ask, Assurance, Entry, Piece, Proposal, Status, Update
from audit.actions.followed import Followed, day_of_stamp, day_said, state_in
from audit.actions.words import ENDED, SILENT
from audit.dates import days, in_words
from audit.registers.folding import fold


@dataclass(frozen=True, slots=True)
class Asked:
    """That an owner was asked about an action, who wrote it down, and the day on which something followed.

    `answered` is None where nothing did. `wait` is how many days there are to answer.
    """

    followed: Followed
    ask: Ask
    by: str
    answered: date | None

    @property
    def on(self) -> date:
        """The day of asking."""
        return date.fromisoformat(self.ask.on)

    @property
    def owner(self) -> str:
        """Who was asked, by the name that the letter had; empty where that was not written down."""
        return self.ask.to[0] if self.ask.to else ""

    def until(self, wait: int) -> date:
        """The last day for an answer."""
        return self.on + timedelta(days=wait)

    def silent(self, today: date, wait: int) -> bool:
        """Whether nothing has followed though its time is over, and the action has not ended since."""
        open_ = self.answered is None and self.followed.state not in ENDED
        return open_ and today > self.until(wait)

    def outcome(self, today: date, wait: int) -> str:
        """What came of it, in words."""
        if self.answered:
            late = "answered late" if self.answered > self.until(wait) else "answered"
            return f"{late}, on {in_words(self.answered)}"
        if self.followed.state in ENDED:
            return f"nothing; {self.followed.state} since"
        if self.silent(today, wait):
            return f"silence for {days((today - self.on).days)}"
        return f"time until {in_words(self.until(wait))}"


def asked(one: Followed) -> tuple[Asked, ...]:
    """Every ask about an action, in the order of writing."""
    return tuple(
        Asked(one, each.said, each.by, _answer(one.entries, place))
        for place, each in enumerate(one.entries)
        if isinstance(each.said, Ask)
    )


def unanswered(one: Followed, names: Sequence[str]) -> tuple[Asked, ...]:
    """The asks of an owner, by its names, that nothing has followed yet; of those without a name all."""
    mine = {fold(name) for name in names} | {""}
    return tuple(each for each in asked(one) if each.answered is None and fold(each.owner) in mine)


def _answer(entries: Sequence[Entry], place: int) -> date | None:
    """The first day on which something was said after an ask; None where nothing was."""
    on = date.fromisoformat(getattr(entries[place].said, "on", ""))
    told = ((day, index) for index, each in enumerate(entries) if (day := _said_on(each)))
    return min((day for day, index in told if day > on or (day == on and index > place)), default=None)


def _said_on(entry: Entry) -> date | None:
    """The day on which an owner, or somebody for it, said something; None of what is no answer.

    A note without a day that came with a plan counts on the day of reading. The reason why somebody here
    moved a date is no answer: it is history too, and comes from no row.
    """
    said = entry.said
    if not isinstance(said, Update | Status | Proposal | Piece | Assurance) or state_in(entry) in SILENT:
        return None
    if isinstance(said, Update):
        return day_said(entry) or (day_of_stamp(entry.at) if said.row or not said.history else None)
    return day_of_stamp(entry.at)
