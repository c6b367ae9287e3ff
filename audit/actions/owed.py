"""What owners owe of their actions: an update or evidence, why, and since when."""

from dataclasses import dataclass
from datetime import date, timedelta

from audit.actions.action import Entry, Piece, Status
from audit.actions.followed import Followed, day_of_stamp, day_said
from audit.actions.rag import stale
from audit.actions.words import ENDED, SILENT, State
from audit.chasing.rule import EVIDENCE, UPDATE
from audit.dates import in_words, said


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
    entered = one.entered
    if entered and one.state == State.REPORTED_COMPLETE:
        return _evidence(one, entered)
    if entered and one.state in SILENT:
        return Owed(UPDATE, f"recorded on {in_words(_day(entered))} as {one.state}", _day(entered))
    return _update(one, today)


def _evidence(one: Followed, reported: Entry) -> Owed | None:
    """Evidence of what was reported complete, unless some came with that or after it."""
    came = one.entries[one.entries.index(reported) :]
    if any(isinstance(each.said, Piece) and (each in came or each.at == reported.at) for each in one.entries):
        return None
    day = _day(reported)
    when = "in the plan read on" if isinstance(reported.said, Status) else "on"
    return Owed(EVIDENCE, f"reported complete {when} {in_words(day)}, and no evidence is held", day)


def _day(entry: Entry) -> date:
    return day_said(entry) or day_of_stamp(entry.at)


def _update(one: Followed, today: date) -> Owed | None:
    heard = one.heard()
    words = "not updated since" if _spoken(one) else "never updated since it was written down on"
    last = f"{words} {in_words(heard)}"
    until = one.action.due_or_review
    if until and today > date.fromisoformat(until) >= heard:
        name = "due" if one.action.due else "review"
        why = f"its {name} date, {said(until)}, is past, and it was {last}"
        return Owed(UPDATE, why, date.fromisoformat(until))
    if stale(one, today):
        return Owed(UPDATE, last, heard + timedelta(days=one.action.interval))
    return None


def _spoken(one: Followed) -> bool:
    return bool(one.updates or one.assurances) or one.heard() > day_of_stamp(one.added)


def here(one: Followed) -> str:
    """What the partnership itself has to do about an action of which its owner owes nothing; else empty."""
    if one.proposals:
        return "a proposal waits to be accepted"
    if one.state == State.REPORTED_COMPLETE and one.entered and _evidence(one, one.entered) is None:
        return "evidence is held, and waits for somebody to assure it"
    return ""
