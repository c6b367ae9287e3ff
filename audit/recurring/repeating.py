"""The next round of a series: the same questions for those still expected, due when its period says."""

from dataclasses import dataclass
from datetime import date

from audit.dates import in_words
from audit.errors import StateError
from audit.recurring.periods import months_between, months_later, next_name, period_in, read_period
from audit.rounds import Expected, Round, Standing, check_name
from audit.templates import Template, question_digest


@dataclass(frozen=True, slots=True)
class Repeat:
    """A round that repeats another, ready to be opened; `months` later, 0 where the day was given."""

    round: Round
    months: int


def repeat(
    earlier: Round, period: str, name: str = "", due: date | None = None, *, drawn: bool = True
) -> Repeat:
    """The round that repeats another over a later period, with its own kept template.

    Everybody of whom something is still expected in the earlier one is expected again, all by one day: an
    agency's own extension is not carried over. StateError where nobody is, where the day cannot be told, and
    for rounds about cases that were `drawn`; subjects that are made as they come need no sample.
    """
    cases = earlier.template.subject != "agency"
    if cases and drawn:
        raise StateError(
            f"{earlier.name!r} is about cases, and every period has its own: draw them with 'audit sample "
            f"draw', then 'audit round open {earlier.template.ref} --sample ID'; 'audit dip' does both."
        )
    agencies = [one.agency for one in earlier.expected if one.standing is Standing.EXPECTED]
    if not agencies and (earlier.expected or not cases):
        raise StateError(f"Nothing is expected of anybody in {earlier.name!r} any more; open a new round.")
    before = earlier.period or period_in(earlier.name)
    called = name or next_name(earlier.name, before, period)
    if wrong := check_name(called):
        raise StateError(f"{wrong} {called!r} is none; give --name.")
    months = 0 if due else _months(earlier, before, period)
    day = due or _not_before(months_later(earlier.due, months), period)
    expected = tuple(Expected(agency, day) for agency in agencies)
    return Repeat(Round(called, earlier.template, day, expected, period), months)


def _months(earlier: Round, before: str, period: str) -> int:
    """How many months after an earlier round the next is due; StateError where that cannot be told.

    The template says it where neither period can be read, or the round has none and the new one is as long.
    """
    then, now = read_period(before), read_period(period)
    months = months_between(then, now) if then and now else None
    every = earlier.template.running.every
    if months is not None and months < 1:
        raise StateError(
            f"{period!r} is not after {before!r}, the period of {earlier.name!r}, so when it is due cannot "
            "be told; give --due."
        )
    as_every = every if now is None or (not before and now.months == every) else 0
    found = months or (as_every if then is None else 0)
    if not found:
        which = f"from {before!r} and {period!r}" if before else f"from {period!r} alone"
        raise StateError(f"When it is due cannot be told {which}; give --due.")
    return found


def _not_before(day: date, period: str) -> date:
    """The due date that was found; StateError where the period begins later."""
    now = read_period(period)
    if now and now.begins and day < now.begins:
        raise StateError(
            f"As far on as the period it would be due {in_words(day)}, before {period!r} begins; give --due."
        )
    return day


@dataclass(frozen=True, slots=True)
class Differing:
    """The ids of questions that a template asks with another meaning than a kept one, anew, or no longer."""

    reworded: tuple[str, ...]
    new: tuple[str, ...]
    gone: tuple[str, ...]


def differing(kept: Template, now: Template) -> Differing:
    """How what a template asks differs from what a round kept of it."""
    both = [name for name in kept.by_id if name in now.by_id]
    changed = [
        name
        for name in both
        if question_digest(kept.by_id[name], kept.scale) != question_digest(now.by_id[name], now.scale)
    ]
    new = tuple(name for name in now.by_id if name not in kept.by_id)
    return Differing(tuple(changed), new, tuple(name for name in kept.by_id if name not in now.by_id))
