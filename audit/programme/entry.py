"""What a partnership's programme says: meetings, audits, recurring reports and follow-ups."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from audit.programme.spans import Interval, Span


@dataclass(frozen=True, slots=True)
class Meeting:
    """A board or group that things are reported to, and the days on which it meets, in order."""

    id: str
    title: str
    dates: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """The meeting that something goes to: on a certain day, in a certain month (of a year), or the next."""

    meeting: Meeting
    on: date | None = None
    month: int = 0
    year: int = 0

    def dates(self) -> tuple[date, ...]:
        """The days of the meeting that can be meant."""
        if self.on:
            return (self.on,)
        return tuple(
            day for day in self.meeting.dates if self.month in {0, day.month} and self.year in {0, day.year}
        )

    @property
    def chosen(self) -> bool:
        """Whether one certain meeting is meant, and not merely the next."""
        return bool(self.on or self.month)


@dataclass(frozen=True, slots=True)
class Done:
    """The day on which something was done, and which time of it that was where that is said."""

    day: date
    of: Span | None = None


@dataclass(frozen=True, slots=True)
class Audit:
    """An audit of the year: when it is to be carried out, once or at several times.

    The rounds of an audit at one time belong to it together; at several times the first round belongs to
    the first time, and so on.
    """

    id: str
    what: str
    when: tuple[Span, ...] = ()
    template: str = ""
    sample: str = ""
    who: str = ""
    to: tuple[Target, ...] = ()
    rounds: tuple[str, ...] = ()
    done: tuple[Done, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A report that recurs from a day on: in every span of an interval it is given once."""

    id: str
    what: str
    every: Interval
    start: date
    until: date | None = None
    who: str = ""
    to: tuple[Target, ...] = ()
    done: tuple[Done, ...] = ()

    @property
    def latest(self) -> date:
        """The last day that it is said to be done on, or for; its first day where there is none."""
        return max((one.of.last if one.of else one.day for one in self.done), default=self.start)

    def spans(self, last: date) -> Iterator[Span]:
        """The spans of the report that begin by a day."""
        return self.every.spans(self.start, min(last, self.until or last))


@dataclass(frozen=True, slots=True)
class FollowUp:
    """That the cases of a round or sample are looked at again after some time."""

    id: str
    of: str
    after: Interval
    what: str = ""
    who: str = ""
    to: tuple[Target, ...] = ()
    rounds: tuple[str, ...] = ()
    done: tuple[Done, ...] = ()


@dataclass(frozen=True, slots=True)
class Programme:
    """A partnership's programme, as it is written."""

    title: str = ""
    meetings: tuple[Meeting, ...] = ()
    audits: tuple[Audit, ...] = ()
    reports: tuple[Report, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()

    @property
    def rounds(self) -> tuple[str, ...]:
        """The names of all rounds that it speaks of, each once; a follow-up may be of a sample instead."""
        of_audits = [name for one in self.audits for name in one.rounds]
        later = [name for one in self.follow_ups for name in (one.of, *one.rounds)]
        return tuple(dict.fromkeys([*of_audits, *later]))


def placed(done: tuple[Done, ...], spans: tuple[Span, ...]) -> tuple[dict[int, Done], list[Done]]:
    """The done days by the place of the time they belong to, and those that belong to none or to one taken.

    A day that says which time it is of belongs to the time that meets that; any other to the last that had
    begun by then, or to the first.
    """
    found: dict[int, Done] = {}
    left = []
    for one in done:
        place = _place(one, spans)
        if place is None or place in found:
            left.append(one)
        else:
            found[place] = one
    return found, left


def _place(one: Done, spans: tuple[Span, ...]) -> int | None:
    if one.of:
        own = one.of
        meets = (n for n, span in enumerate(spans) if own.first <= span.last and span.first <= own.last)
        return next(meets, None)
    begun = [n for n, span in enumerate(spans) if span.first <= one.day]
    return begun[-1] if begun else 0 if spans else None
