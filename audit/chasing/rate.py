"""The response rate as it grew: how many had signed by the end of each week, of all and by kind."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from audit.rounds import Rate, Round, Standing
from audit.standards.words import Kinds

ALL = "All"


@dataclass(frozen=True, slots=True)
class Signing:
    """That a response about a subject was signed, or opened again (`signed` is no): when, and by its number.

    `response` tells responses about one subject apart; `members` are those that it answers for beside itself.
    """

    subject: str
    response: str
    on: date
    signed: bool
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """The rates by the end of a day: of all agencies first, then by kind; `due` marks the due date."""

    day: date
    rates: tuple[Rate, ...]
    due: bool = False


def over_time(round_: Round, signings: Sequence[Signing], last: date) -> tuple[Point, ...]:
    """A point for each week since the round was opened, one for the due date, one for the last day.

    Counts stand over the agencies that are expected now: those that left count nowhere. A response that was
    opened again counts until it was. Those whom a body answers for count as long as its response does.
    """
    groups = dict(_groups(round_, round_.template.words.kinds))
    points = []
    for day in _days(round_, last):
        signed = signed_by(signings, day)
        rates = tuple(Rate(label, len(signed & of), len(of)) for label, of in groups.items())
        points.append(Point(day, rates, day == round_.due))
    return tuple(points)


def _groups(round_: Round, kinds: Kinds) -> Iterator[tuple[str, frozenset[str]]]:
    """The codes of the agencies expected, all and by kind, kinds in their own order."""
    expected = [one.agency for one in round_.expected if one.standing is not Standing.LEFT]
    yield ALL, frozenset(agency.code for agency in expected)
    for kind in kinds.kinds:
        if of := frozenset(agency.code for agency in expected if kind.code in agency.kinds):
            yield kind.label, of
    if none := frozenset(agency.code for agency in expected if not agency.kinds):
        yield "No kind given", none


def _days(round_: Round, last: date) -> list[date]:
    opened = date.fromisoformat(round_.opened[:10]) if round_.opened else last
    weeks = range(7, (last - opened).days + 1, 7)
    days = {opened + timedelta(days=passed) for passed in weeks} | {last}
    return sorted(days | ({round_.due} if opened <= round_.due <= last else set()))


def signed_by(signings: Sequence[Signing], day: date) -> frozenset[str]:
    """The subjects that stood signed at the end of a day, those too for which a parent body answers."""
    stands: Mapping[tuple[str, str], Signing] = {
        (one.subject, one.response): one for one in signings if one.on <= day
    }
    return frozenset(code for one in stands.values() if one.signed for code in (one.subject, *one.members))


def percent(rate: Rate) -> int:
    """The rate in whole per cent, rounded down, so that 100 means all; 0 where nobody is expected."""
    return 100 * rate.returned // rate.expected if rate.expected else 0
