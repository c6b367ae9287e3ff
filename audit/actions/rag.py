"""The colour of an action on a day, by a rule that the workbook prints; it depends on nothing else."""

from dataclasses import dataclass
from datetime import date, timedelta

from audit.actions.followed import Followed
from audit.actions.words import CLOSED, Colour, State
from audit.dates import days, in_words

SOON = 28  # days before the due date from which an action that is not started is amber
_RED_WHEN = (
    "not on track, no response, no further assurance received; or past its due date and not reported complete"
)
_AMBER_WHEN = (
    "delayed; reported complete and not assured yet; not updated within its interval; without a due or "
    f"review date that can be read; or not started within {SOON} days of its due date"
)
RULE = (
    ("Blue", "assured: somebody has accepted that it is done, and the basis says on what"),
    ("Grey", "superseded, closed without assurance, or no further assurance required"),
    ("Red", _RED_WHEN),
    ("Amber", _AMBER_WHEN),
    ("Green", "anything else"),
)
_DONE = frozenset({State.ASSURED, State.REPORTED_COMPLETE, *CLOSED})
_RED = frozenset({State.NOT_ON_TRACK, State.NO_RESPONSE, State.NO_FURTHER_RECEIVED})


@dataclass(frozen=True, slots=True)
class Rag:
    """A colour, and why in a few words."""

    colour: Colour
    why: str

    @property
    def word(self) -> str:
        """The colour as a word for a cell: `Red: past its due date`."""
        return f"{self.colour.capitalize()}: {self.why}"


def rag(one: Followed, today: date) -> Rag:
    """The colour of an action as all that was said of it stands, on a day; the first that fits."""
    state = one.state
    if state == State.ASSURED:
        return Rag(Colour.BLUE, "assured, sustained" if one.sustained else "assured")
    if state in CLOSED:
        return Rag(Colour.GREY, state)
    if state in _RED:
        return Rag(Colour.RED, state)
    if overdue(one, today):
        return Rag(Colour.RED, f"past its due date by {days((today - _due(one)).days)}")
    return _amber(one, state, today) or Rag(Colour.GREEN, state)


def _amber(one: Followed, state: State, today: date) -> Rag | None:
    if state == State.DELAYED:
        return Rag(Colour.AMBER, state)
    if state == State.REPORTED_COMPLETE:
        return Rag(Colour.AMBER, "reported complete, not assured")
    if stale(one, today):
        return Rag(Colour.AMBER, f"not updated since {in_words(one.heard())}")
    if not one.action.due_or_review:
        return Rag(Colour.AMBER, "no due or review date")
    if state == State.NOT_STARTED and one.action.due and today >= _due(one) - timedelta(days=SOON):
        return Rag(Colour.AMBER, f"not started, due in {days((_due(one) - today).days)}")
    return None


def overdue(one: Followed, today: date) -> bool:
    """Whether an action is past its due date and its owner has not reported it complete, nor is it ended."""
    return bool(one.action.due) and today > _due(one) and one.state not in _DONE


def stale(one: Followed, today: date) -> bool:
    """Whether nothing was heard of an action within its interval."""
    return (today - one.heard()).days > one.action.interval


def _due(one: Followed) -> date:
    return date.fromisoformat(one.action.due)
