"""Which themes come back: what was found on a theme after an action on it had been assured or closed."""

from collections.abc import Iterator, Sequence
from datetime import date

from audit.actions.followed import Followed, day_of_stamp, day_said, state_in
from audit.actions.words import ENDED, State
from audit.dates import in_words
from audit.recurring.columns import Column, home
from audit.recurring.grid import Cell, Ended, Kind, Return, Source
from audit.wording import listed

NAMED = 3  # actions named in a sentence; of more it tells how many
# An action that another took the place of was not ended by anybody's judgement.
ENDS = ENDED - {State.SUPERSEDED}
FOUND = {
    Kind.SELF: "answers not graded good",
    Kind.OUTSIDE: "answers not graded good",
    Kind.REVIEW: "findings",
    Kind.PLAN: "recommendations",
}
BELOW = "answers did not meet the standard"  # in rounds about cases, observations and the like


def ends(one: Followed) -> tuple[Ended, ...]:
    """Every time that an action was assured or closed; one that was opened again says so."""
    found: list[Ended] = []
    ended = False
    for entry in one.entries:
        state = state_in(entry)
        if state is None:
            continue
        if state in ENDS and not ended:
            day = day_said(entry) or day_of_stamp(entry.at)
            found.append(Ended(one.id, str(state), day.isoformat()))
        elif state not in ENDED and ended:
            found[-1:] = [Ended(one.id, last.state, last.on, reopened=True) for last in found[-1:]]
        ended = state in ENDED
    return tuple(found)


def returns(theme: str, columns: Sequence[Column], actions: Sequence[Followed]) -> Iterator[Return]:
    """What each source found on a theme after an action on it had ended.

    A round counts from the day on which it was opened, a finding from its own, a plan from its beginning;
    what has no day shows nothing. The plan that an action stands in does not count against it.
    """
    ended = [(one, end) for one in actions for end in ends(one)]
    for column in columns:
        cell = column.cells.get(theme)
        if cell is None:
            continue
        others = [end for one, end in ended if not _own(column.source, one)]
        days = _days(column.source, cell)
        after = [end for end in others if any(day > end.on for day in days)]
        if after and cell.k:
            after.sort(key=lambda end: end.on, reverse=True)
            k = sum(day > after[-1].on for day in days) if cell.days else cell.k
            yield Return(column.source, k, cell.n, tuple(after))


def _own(source: Source, one: Followed) -> bool:
    return source.kind is Kind.PLAN and source.name == home(one)


def _days(source: Source, cell: Cell) -> tuple[str, ...]:
    if source.kind is Kind.REVIEW:
        return cell.days
    return (source.on,) if source.on else ()


def sentence(back: Return) -> str:
    """A return in words: where, how much, and after which actions had ended."""
    source = back.source
    began = "begun" if source.kind is Kind.PLAN else "opened"
    about = f", about {source.period}" if source.period else ""
    where = source.name
    if source.kind is not Kind.REVIEW:  # its findings have days of their own
        where = f"{source.name} ({began} on {_said(source.on)}{about})"
    named = [_ended(end) for end in back.after[:NAMED]]
    more = len(back.after) - NAMED
    told = listed(named + ([f"{more} more before"] if more > 0 else []))
    return f"{where}: {back.k:,} of {back.n:,} {FOUND.get(source.kind, BELOW)}, after {told}."


def _ended(end: Ended) -> str:
    again = " (opened again since)" if end.reopened else ""
    return f"{end.action} was {WAS[State(end.state)]} on {_said(end.on)}{again}"


WAS = {
    State.ASSURED: "assured",
    State.CLOSED_WITHOUT: "closed without assurance",
    State.NO_FURTHER_REQUIRED: "closed as needing no further assurance",
}


def _said(day: str) -> str:
    return in_words(date.fromisoformat(day))
