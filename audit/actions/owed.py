"""What owners owe of their actions: an update or evidence, why, and since when."""

from dataclasses import dataclass
from datetime import date, timedelta

from audit.actions.action import Entry, Piece, Status
from audit.actions.followed import Followed, day_of_stamp, day_said, state_in
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
    return bool(one.updates or one.assurances)


def here(one: Followed) -> str:
    """What the partnership itself has to do about an action of which its owner owes nothing; else empty."""
    if one.proposals:
        return "a proposal waits to be accepted"
    if one.state == State.REPORTED_COMPLETE and _evidence(one) is None:
        return "evidence is held, and waits for somebody to assure it"
    return ""
