"""Follow-ups of the same cases: when they are due, which round is one, and what to type for it."""

from datetime import date

from audit.dates import in_words
from audit.programme.entry import FollowUp
from audit.programme.facts import Facts, RoundFact, SampleFact, related
from audit.programme.item import Item, Kind, Standing, opening, stands, told


def follow_up(one: FollowUp, facts: Facts, today: date) -> Item:
    """The item of a follow-up: due so long after the first look at the cases, done with a later round.

    The time counts from the day on which the first round was due or closed, whichever came first, or from
    the drawing of a sample; so a round that is never closed does not put it off.
    """
    first, sample = facts.round(one.of), _sample(one, facts)
    start = first.over if first else sample.drawn if sample else None
    due = one.after.after(start) if start else None
    rounds = _later(one, facts, first, sample, start)
    done = one.done[0] if one.done else None
    # Of several rounds over the cases one is enough; of rounds that are named, all are meant.
    counted: list[RoundFact | None] = [facts.round(name) for name in one.rounds] or [*_best(rounds, today)]
    standing, day = stands(due, done, counted, today)
    known = [each for each in counted if each]
    notes = [*told(known, today), *_shared(known, sample, facts), *_waiting(one, facts, start, today, day)]
    to = tuple((each.meeting.title, _meeting(each.dates(), due)) for each in one.to)
    return Item(
        one.id,
        Kind.FOLLOW_UP,
        one.what or f"The cases of {one.of} again",
        standing,
        due,
        "",
        day,
        to,
        one.who,
        first.template if first else "",
        sample.id if sample else "",
        one.rounds or tuple(each.name for each in known),
        tuple(notes),
        "" if known or standing is Standing.DONE or due is None else command(one, first, sample, due),
    )


def _sample(one: FollowUp, facts: Facts) -> SampleFact | None:
    first = facts.round(one.of)
    if first:
        return facts.sample(first.sample) if first.sample else None
    return facts.sample(one.of)


def _later(
    one: FollowUp, facts: Facts, first: RoundFact | None, sample: SampleFact | None, start: date | None
) -> list[RoundFact]:
    """The rounds over the same cases that were opened when at least half the time had gone.

    A second template over the same cases in the same weeks is no follow-up of them.
    """
    if sample is None or start is None:
        return []
    names, since = related(sample, facts.samples), one.after.half_after(start)
    over = [each for each in facts.rounds if each.sample in names and each.opened >= since]
    return [each for each in over if first is None or each.name != first.name]


def _best(rounds: list[RoundFact], today: date) -> list[RoundFact]:
    """The round that counts: the first that is closed, else the first that was opened."""
    there = sorted((one for one in rounds if one.opened <= today), key=lambda one: (one.opened, one.name))
    closed = sorted((one for one in there if one.is_closed(today)), key=lambda one: (one.closed, one.name))
    return [*closed, *there][:1]


def _shared(rounds: list[RoundFact], sample: SampleFact | None, facts: Facts) -> list[str]:
    """How many of the cases a later round over another sample has again."""
    found = []
    for one in rounds:
        other = facts.sample(one.sample) if one.sample else None
        if sample and other and other.id != sample.id:
            again = len(sample.units & other.units)
            found.append(f"{one.name} has {again} of the {len(sample.units)} cases of {sample.id} again.")
    return found


def _waiting(one: FollowUp, facts: Facts, start: date | None, today: date, done: date | None) -> list[str]:
    if done:
        return []
    found = [facts.missing(name) for name in one.rounds if facts.round(name) is None]
    first = facts.round(one.of)
    if start is None:
        found.append(f"It is dated when that is there: {facts.missing(one.of)}")
    elif first and not first.is_closed(today):
        found.append(f"{first.name} is not closed yet; counted from its due date, {in_words(first.due)}.")
    return found


def _meeting(days: tuple[date, ...], due: date | None) -> date | None:
    return next((day for day in days if due and day >= due), None)


def command(one: FollowUp, first: RoundFact | None, sample: SampleFact | None, due: date) -> str:
    """What to type so that the cases are looked at again."""
    template = first.template if first else "TEMPLATE"
    name = one.rounds[0] if one.rounds else f"{one.of}-again"
    return opening(template, name, due, sample.id if sample else "")
