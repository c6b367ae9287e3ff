"""How actions stood on earlier days, and which have ended of late: counts, each by what was known then."""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from audit.actions.action import Action, Entry
from audit.actions.followed import Followed, day_of_stamp
from audit.actions.rag import rag
from audit.actions.words import ENDED, LOUDEST, Colour, State

MOST = 24  # days that a trend tells beside today; of a longer one quarters are told, then years
Versions = Mapping[str, Sequence[tuple[str, Action]]]  # by id: when an action was written so (ISO 8601)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many actions had each colour and each state on a day."""

    day: date
    colours: Mapping[Colour, int]
    states: Mapping[State, int]

    @property
    def known(self) -> int:
        """How many actions were known."""
        return sum(self.colours.values())


def tally(found: Iterable[Followed], day: date) -> Tally:
    """The counts of actions as they stand, coloured as on a day; every colour and state has its count."""
    actions = list(found)
    colours = Counter(rag(one, day).colour for one in actions)
    states = Counter(one.state for one in actions)
    return Tally(day, {name: colours[name] for name in LOUDEST}, {name: states[name] for name in State})


def as_on(one: Followed, day: date, written: Sequence[tuple[str, Action]] = ()) -> Followed | None:
    """An action as it was known at the end of a day; None where it was not known yet.

    `written` are its earlier wordings: without them a due date that was moved counts as it is now.
    """
    last = day.isoformat()
    if one.added[:10] > last:
        return None
    then = [action for at, action in written if at[:10] <= last]
    kept = tuple([entry for entry in one.entries if entry.at[:10] <= last])
    if len(kept) == len(one.entries) and not then:
        return one
    return replace(one, entries=kept, action=then[-1] if then else one.action)


def trend(found: Sequence[Followed], today: date, versions: Versions | None = None) -> tuple[Tally, ...]:
    """The counts at month ends since the first action was written down, and today; none without actions."""
    if not found:
        return ()
    written = versions or {}
    first = min(day_of_stamp(one.added) for one in found)
    then = (
        tally((had for one in found if (had := as_on(one, day, written.get(one.id, ())))), day)
        for day in ends(first, today)
    )
    return (*then, tally(found, today))


def ends(first: date, today: date) -> tuple[date, ...]:
    """The month ends from a day to before another: of more than MOST only quarters, else only years."""
    months = range(first.year * 12 + first.month - 1, today.year * 12 + today.month)
    days = [_end(*divmod(month, 12)) for month in months]
    days = [day for day in days if first <= day < today]
    for every in (1, 3, 12):
        kept = [day for day in days if day.month % every == 0]
        if len(kept) <= MOST:
            break
    return tuple(kept[-MOST:])


def _end(year: int, month: int) -> date:
    return date(year, month + 1, monthrange(year, month + 1)[1])


def ending(one: Followed) -> Entry | None:
    """What was said when an action came into the state in which it has ended; None for one that has not."""
    return one.entered if one.state in ENDED else None


def newly_ended(found: Iterable[Followed], since: date, today: date) -> tuple[tuple[Followed, Entry], ...]:
    """The actions that were assured or closed from a day to another, with what was said then, latest first.

    What counts is when it was written down. One that had ended when it first came is not new.
    """
    pairs = [(one, entry) for one in found if (entry := ending(one)) and entry.at != one.added]
    new = [pair for pair in pairs if since <= day_of_stamp(pair[1].at) <= today]
    return tuple(sorted(new, key=lambda pair: pair[1].at, reverse=True))
