"""An action in words that owners and panels read: what is to be done, where it stands, what was said last."""

from datetime import date

from audit.actions.action import LEVELS, Action, Entry, Update
from audit.actions.followed import Followed, day_of_stamp, day_said
from audit.dates import in_words, latest_day, read_day, said

_NAMES = {name: name.replace("_", " ").capitalize() for name in LEVELS}


def levels_above(action: Action) -> tuple[str, ...]:
    """The levels above what is to be done that are there, each named, from the widest to the nearest."""
    above = ((_NAMES[name], getattr(action, name)) for name in LEVELS if name != action.level)
    return tuple(f"{name}: {text}" for name, text in above if text)


def with_levels(action: Action) -> str:
    """What is to be done, and below it the levels above, from the nearest to the widest."""
    return "\n".join([action.text, *reversed(levels_above(action))])


def asked_words(action: Action) -> str:
    """What an owner is asked: the action with the levels above, and its place in its plan."""
    place = place_in_plan(action)
    return with_levels(action) + (f"\n({place})" if place else "")


def place_in_plan(action: Action) -> str:
    """The plan of an action and its number there, as far as they are known."""
    return " ".join(part for part in (action.plan, action.number) if part)


def due_words(action: Action) -> str:
    """When an action is due, in words, else the plan's own words for it; empty where nothing is said."""
    return said(action.due) or action.due_text


def due_and_review(action: Action) -> str:
    """The same, and behind a phrase the day on which it is looked at again; `no date` without either."""
    due = due_words(action) or "no date"
    return due if action.due or not action.review else f"{due}; review {said(action.review)}"


def day_words(on: str) -> str:
    """A day, month or year in words: `3 March 2026`, `March 2026`, `2026`."""
    if read_day(on) or len(on) < 6:
        return said(on)
    last = latest_day(on)
    return in_words(last).partition(" ")[2] if last else on


def last_update(one: Followed) -> Entry | None:
    """The last that was said of how an action goes; None where nothing was.

    What is history comes last only where it is of a later day than what was written down last beside it.
    """
    updates = [entry for entry in one.entries if isinstance(entry.said, Update)]
    now = [entry for entry in updates if not getattr(entry.said, "history", False)]
    last = now[-1] if now else None
    later = [entry for entry in updates if entry not in now and (not last or _day(entry) > _day(last))]
    return max(reversed(later), key=_day, default=last)


def _day(entry: Entry) -> date:
    """The day on which an update was said, else that of writing; history without a day is of any time."""
    undated = date.min if getattr(entry.said, "history", False) else day_of_stamp(entry.at)
    return day_said(entry) or undated


def last_words(one: Followed) -> str:
    """The last update in words: when as far as it was said, how it stood, the note, who said it; or empty."""
    entry = last_update(one)
    update = entry.said if entry else None
    if not isinstance(update, Update):
        return ""
    note = update.note.strip()
    state = "" if note.casefold() == update.state.casefold() else update.state
    text = ": ".join(part for part in (day_words(update.on), state, note) if part) or "nothing"
    return f"{text} ({update.by})" if update.by else text
