"""What owners owe of their actions: an update or evidence, since when; what they were asked, and silences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from audit.actions.action import Ask, Assurance, Entry, Piece, Proposal, Status, Update
from audit.actions.followed import Followed, day_of_stamp, day_said, state_in
from audit.actions.wording import due_words
from audit.actions.words import ENDED, State
from audit.chasing.rule import EVIDENCE, UPDATE
from audit.dates import in_words, said
from audit.registers.folding import fold

SILENT = frozenset({State.NO_RESPONSE, State.NO_FURTHER_RECEIVED})  # states that say that nothing was said


@dataclass(frozen=True, slots=True)
class Owed:
    """What is owed of an action: `update` or `evidence`, why in a few words, and since which day."""

    what: str
    why: str
    since: date


def owed(one: Followed, today: date) -> Owed | None:
    """What the owner of an action owes on a day; None where nothing is.

    Evidence, where it is reported complete and none has come since. An update, where it is recorded as
    unanswered, where the due or review date is past and nothing was heard since, or where the last update
    is older than the action's interval. Nothing where a proposal waits to be accepted here.
    """
    if one.state in ENDED or one.proposals:
        return None
    if one.state == State.REPORTED_COMPLETE:
        return _evidence(one)
    return _update(one, today)


def _evidence(one: Followed) -> Owed | None:
    reported = _entered(one)
    came = (each for each in one.entries[one.entries.index(reported) :] if isinstance(each.said, Piece))
    if any(came) or any(isinstance(each.said, Piece) and each.at == reported.at for each in one.entries):
        return None
    day = day_said(reported) or day_of_stamp(reported.at)
    when = "in the plan read on" if isinstance(reported.said, Status) else "on"
    return Owed(EVIDENCE, f"reported complete {when} {in_words(day)}, and no evidence is held", day)


def _entered(one: Followed) -> Entry:
    """What put an action into the state that it is in, and not only said so once more."""
    found: Entry | None = None
    for each in one.entries:
        state = state_in(each)
        if state and (found is None or state != state_in(found)):
            found = each
    return found or one.entries[-1]


def _update(one: Followed, today: date) -> Owed | None:
    if one.state in SILENT:
        reported = _entered(one)
        day = day_said(reported) or day_of_stamp(reported.at)
        return Owed(UPDATE, f"recorded on {in_words(day)} as {one.state}", day)
    heard = one.heard()
    words = "not updated since" if _spoken(one) else "never updated since it was written down on"
    last = f"{words} {in_words(heard)}"
    until = one.action.due or one.action.review
    if until and today > date.fromisoformat(until) >= heard:
        name = "due" if one.action.due else "review"
        why = f"its {name} date, {said(until)}, is past, and it was {last}"
        return Owed(UPDATE, why, date.fromisoformat(until))
    if (today - heard).days > one.action.interval:
        return Owed(UPDATE, last, heard + timedelta(days=one.action.interval))
    return None


def _spoken(one: Followed) -> bool:
    return bool(one.updates or one.assurances) or one.heard() > day_of_stamp(one.added)


def here(one: Followed) -> str:
    """What the partnership itself has to do about an action of which its owner owes nothing; else empty."""
    if one.proposals:
        return "a proposal waits to be accepted"
    if one.state == State.REPORTED_COMPLETE and _evidence(one) is None:
        return "evidence is held, and waits for somebody to assure it"
    return ""


# --- asks -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Asked:
    """That an owner was asked, who wrote it down, and the day on which something followed, if it did."""

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
        """Whether it is a silence: nothing has followed, and the days to answer are over."""
        return self.answered is None and today > self.until(wait)

    def outcome(self, today: date, wait: int) -> str:
        """What came of it, in words."""
        if self.answered:
            late = "answered late" if self.answered > self.until(wait) else "answered"
            return f"{late}, on {in_words(self.answered)}"
        return "silence" if self.silent(today, wait) else f"time until {in_words(self.until(wait))}"


def asked(one: Followed) -> tuple[Asked, ...]:
    """Every ask about an action, in the order of writing."""
    return tuple(
        Asked(each.said, each.by, _answer(one.entries, place))
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
    days = ((day, index) for index, each in enumerate(entries) if (day := _said_on(each)))
    return min((day for day, index in days if day > on or (day == on and index > place)), default=None)


def _said_on(entry: Entry) -> date | None:
    """The day on which an owner, or somebody for it, said something; None of what is no answer."""
    said_ = entry.said
    if not isinstance(said_, Update | Status | Proposal | Piece | Assurance) or state_in(entry) in SILENT:
        return None
    if isinstance(said_, Update):
        return day_said(entry) or day_of_stamp(entry.at)
    return day_of_stamp(entry.at)


def due_line(one: Followed) -> str:
    """When an action is due, as a sentence has it; empty where nothing is said of that."""
    words = due_words(one.action)
    return f", due {words}" if words else ""
