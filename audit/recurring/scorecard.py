"""A scorecard: what agencies reported, round beside round, how it moves, and who stayed silent."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from itertools import pairwise

from audit.errors import StateError
from audit.recurring.measures import (
    SILENT,
    Entry,
    Measure,
    lacking,
    measures_of,
    named_in,
    reported,
    same_in,
    together,
)
from audit.responses.interview import State
from audit.rounds import Progress, Return
from audit.scoring.partnership import Results
from audit.wording import plural

ALL = "All that reported"
EVERY_TIME, NONE_EVERY_TIME = "The same {} each time", "Nobody each time"
OWED = frozenset({SILENT, str(State.UNANSWERED), str(State.NOT_APPLICABLE), "no score yet"})


class Way(StrEnum):
    """Which way something went since it was last reported."""

    UP = "up"
    DOWN = "down"
    SAME = "same"
    OTHERS = "other agencies"


class Trend(StrEnum):
    """How something went over all the times that it was reported."""

    RISING = "rising"
    FALLING = "falling"
    LEVEL = "level"
    BOTH = "up and down"
    FIRST = "first time"
    ONCE = "reported once"
    OTHERS = "other agencies"
    NONE = "not reported"


@dataclass(frozen=True, slots=True)
class Period:
    """A round of the scorecard: its own name, what it is called in headings, and who returned.

    Of the agencies that were ever in it, by name: `silent` those that are expected and do not count,
    `apart` those that declined or left, with the word, and `through` those that a parent body answers for,
    which have returned by its response. `twice` names those that a body answers for and that reported
    themselves too, with the body. `ahead` says that it is not yet past its due date; `states` how far the
    silent are, where the template has words of its own for it.
    """

    round: str
    label: str
    due: date
    returned: int
    silent: tuple[str, ...]
    apart: tuple[tuple[str, str], ...]
    through: tuple[str, ...]
    ahead: bool
    twice: tuple[tuple[str, str], ...] = ()
    states: Mapping[str, str] = field(default_factory=dict)

    @property
    def expected(self) -> int:
        """How many were to report: all that were in it but those that declined or left."""
        return self.returned + len(self.silent) + len(self.through)

    @property
    def came(self) -> str:
        """How many of how many have returned, and by how many responses where a body answers for others."""
        told = f"{self.returned + len(self.through)} of {self.expected}"
        return f"{told}, by {plural(self.returned, 'response')}" if self.through else told


@dataclass(frozen=True, slots=True)
class Line:
    """A measure as one agency reported it (code empty: all together): an entry for each round, or why not."""

    measure: Measure
    agency: str
    name: str
    entries: tuple[Entry | None, ...]
    lacking: tuple[str, ...]

    @property
    def trend(self) -> Trend:
        """How it went over all rounds in which it was reported, where it was by the same agencies."""
        told = [one for one in self.entries if one]
        if len(told) < 2:
            return (Trend.FIRST if self.entries[-1] else Trend.ONCE) if told else Trend.NONE
        if any(one.by != told[0].by for one in told):
            return Trend.OTHERS
        ways = {(now.value > then.value) - (now.value < then.value) for then, now in pairwise(told)} - {0}
        if not ways:
            return Trend.LEVEL
        return Trend.BOTH if len(ways) > 1 else Trend.RISING if ways == {1} else Trend.FALLING


@dataclass(frozen=True, slots=True)
class Both:
    """A measure in a round and in the one before it, over the agencies that reported it in both."""

    then: Entry
    now: Entry


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The rounds, a line for each measure and agency (all together first), and what cannot stand beside.

    `both` holds for each measure, by id, the change of the same agencies up to each round from the one
    before (None where there are none); `steady` all together of those that reported it whenever anybody did.
    """

    periods: tuple[Period, ...]
    measures: tuple[Measure, ...]
    lines: tuple[Line, ...]
    both: Mapping[str, tuple[Both | None, ...]]
    steady: Mapping[str, Line]
    left_out: tuple[str, ...] = ()

    @property
    def owing(self) -> str:
        """A heading for those that have not returned: nobody is silent where others answer about agencies."""
        return "Still to come" if any(one.states for one in self.periods) else "Silent"

    def of(self, measure: Measure) -> tuple[Line, ...]:
        """The lines of a measure."""
        return tuple(line for line in self.lines if line.measure.id == measure.id)

    def totals(self, measure: Measure) -> tuple[Line, ...]:
        """All together, and those that reported every time where they are not all; none of one agency."""
        every = self.steady[measure.id]
        own = tuple(line for line in self.of(measure) if not line.agency)
        told = any(every.entries) and len(every.entries) > 1
        return (*own, every) if own and told and own[0].trend is Trend.OTHERS else own


def scorecard(rounds: Sequence[Results]) -> Scorecard:
    """What the last round measures, in it and in those before, in the order given; signed responses count.

    StateError where it measures nothing, or a round is named twice.
    """
    names = [one.round.name for one in rounds]
    if twice := next((name for name in names if names.count(name) > 1), ""):
        raise StateError(f"The round {twice!r} is named twice; name each once, the earliest first.")
    measures = measures_of(rounds[-1].template)
    if not measures:
        raise StateError(f"{names[-1]} asks for no share and grades nothing; a scorecard is made of those.")
    told = {measure.id: _told(rounds, measure) for measure in measures}
    called = _called(rounds)
    return Scorecard(
        periods=tuple(_periods(rounds, called)),
        measures=measures,
        lines=tuple(line for one in measures for line in _lines(rounds, one, told[one.id], called)),
        both={one.id: _both(rounds, one, told[one.id]) for one in measures},
        steady={one.id: _steady(rounds, one, told[one.id]) for one in measures},
        left_out=tuple(_left_out(rounds, measures)),
    )


Told = Sequence[Mapping[str, Entry]]  # what each agency reported, by its code, round by round


def _told(rounds: Sequence[Results], measure: Measure) -> Told:
    last = rounds[-1].template
    return [reported(one, measure) if same_in(one.template, last, measure) else {} for one in rounds]


def _called(rounds: Sequence[Results]) -> Mapping[str, str]:
    """What each agency is called, by its code, those of the last round first; two of one name by both."""
    names = {line.agency.code: line.agency.name for one in reversed(rounds) for line in one.lines}
    many = [*names.values()]
    return {code: f"{name} ({code})" if many.count(name) > 1 else name for code, name in names.items()}


def _periods(rounds: Sequence[Results], called: Mapping[str, str]) -> Iterator[Period]:
    own = [one.round.period for one in rounds]
    distinct = all(own) and len(set(own)) == len(own)
    for one in rounds:
        counted = {row.agency.code for row in one.counted}
        others = [line for line in one.lines if line.agency.code not in counted]
        # A body's draft answers for nobody yet.
        through = [line for line in others if line.through and line.through.agency in counted]
        rest = [line for line in others if line not in through]
        gone = [line for line in rest if line.progress in {Progress.DECLINED, Progress.LEFT}]
        yield Period(
            round=one.round.name,
            label=one.round.period if distinct else one.round.name,
            due=one.round.due,
            returned=len(counted),
            silent=tuple(called[line.agency.code] for line in rest if line not in gone),
            apart=tuple((called[line.agency.code], str(line.progress)) for line in gone),
            through=tuple(called[line.agency.code] for line in through),
            ahead=one.today <= one.round.due,
            twice=tuple(_twice(one, counted, called)),
            states=_states(one, [line for line in rest if line not in gone], called),
        )


def _twice(found: Results, counted: Container[str], called: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for line in found.lines:
        code, body = line.agency.code, line.body
        if body and line.through is None and code in counted and body.code in counted:
            yield called[code], called[body.code]


def _states(found: Results, lines: Sequence[Return], called: Mapping[str, str]) -> Mapping[str, str]:
    running = found.template.running
    return {called[one.agency.code]: running.state(one.progress) for one in lines if running.states}


def _lines(
    rounds: Sequence[Results], measure: Measure, told: Told, called: Mapping[str, str]
) -> Iterator[Line]:
    """All together first where several reported; then each agency that reported it, or owes it."""
    template = rounds[-1].template
    same = [same_in(one.template, template, measure) for one in rounds]
    lines = []
    for code, name in called.items():
        entries = [one.get(code) for one in told]
        why = [
            "" if entry else lacking(one, measure, code, same=alike)
            for one, entry, alike in zip(rounds, entries, same, strict=True)
        ]
        if any(entries) or OWED & {*why}:
            lines.append(Line(measure, code, name, _ways(entries), tuple(why)))
    if len({code for one in told for code in one}) != 1:
        totals = _ways([together(one, measure, template) for one in told])
        yield Line(measure, "", ALL, totals, tuple("" if one else "nobody" for one in totals))
    yield from lines


def _ways(entries: Sequence[Entry | None]) -> tuple[Entry | None, ...]:
    """The entries with the way that each went since the one before that is there."""
    found: list[Entry | None] = []
    before: Entry | None = None
    for one in entries:
        found.append(replace(one, way=str(_way(before, one))) if one and before else one)
        before = one or before
    return tuple(found)


def _way(before: Entry, now: Entry) -> Way:
    if before.by != now.by:
        return Way.OTHERS
    if now.value == before.value:
        return Way.SAME
    return Way.UP if now.value > before.value else Way.DOWN


def _both(rounds: Sequence[Results], measure: Measure, told: Told) -> tuple[Both | None, ...]:
    """The change of those that reported twice running, for each round; None for the first."""
    template = rounds[-1].template
    found: list[Both | None] = [None]
    for then, now in pairwise(told):
        codes = then.keys() & now.keys()
        old, new = (together(_only(one, codes), measure, template) for one in (then, now))
        found.append(Both(*_two(old, new)) if old and new else None)
    return tuple(found)


def _two(then: Entry, now: Entry) -> tuple[Entry, Entry]:
    return then, replace(now, way=str(_way(then, now)))


def _only(told: Mapping[str, Entry], codes: "set[str]") -> Mapping[str, Entry]:
    return {code: entry for code, entry in told.items() if code in codes}


def _steady(rounds: Sequence[Results], measure: Measure, told: Told) -> Line:
    """Those that reported it in every round in which anybody did, all together."""
    given = [{*one} for one in told if one]
    codes = set.intersection(*given) if given else set()
    entries = _ways([together(_only(one, codes), measure, rounds[-1].template) for one in told])
    name = EVERY_TIME.format(len(codes)) if codes else NONE_EVERY_TIME
    return Line(measure, "", name, entries, tuple("" if one else "nobody" for one in entries))


def _left_out(rounds: Sequence[Results], measures: Sequence[Measure]) -> Iterator[str]:
    last = rounds[-1]
    for measure in measures:
        what = "asked in other words" if measure.question else "made of other questions"
        for one in rounds[:-1]:
            if named_in(one.template, measure) and not same_in(one.template, last.template, measure):
                yield f"{measure.id} is {what} in {one.round.name}, so it stands apart there."
    known = {measure.id for measure in measures}
    for one in rounds[:-1]:
        gone = [measure.id for measure in measures_of(one.template) if measure.id not in known]
        if gone:
            yield f"{', '.join(gone)} of {one.round.name}: not in {last.round.name}, so left out."
