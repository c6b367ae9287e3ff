"""Movement of agencies from one round to the next: by agency, by standard, by question."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

from audit.agencies import Agency
from audit.errors import StateError
from audit.scoring.movement_pairs import LeftOut, Pair, Way, differs, graded, pair, way
from audit.scoring.partnership import Results, Row
from audit.scoring.score import band_of
from audit.standards.catalogue import Standard
from audit.standards.question import Question
from audit.templates import Band, Template

Ends = tuple[Fraction, Fraction]  # then and now


@dataclass(frozen=True, slots=True)
class Absent:
    """An agency without movement, since it does not count in both rounds; `why` says where it lacks."""

    agency: Agency
    why: str


@dataclass(frozen=True, slots=True)
class Change:
    """A score then and now over the same questions, both with the later round's weights and bands."""

    then: Fraction
    now: Fraction
    band_then: Band | None
    band_now: Band | None
    questions: int

    @property
    def way(self) -> Way:
        """Whether it went up, down or stayed, exactly."""
        return way(self.then, self.now)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many agencies went up, down or stayed, and their mean scores (None where there are none)."""

    up: int
    down: int
    same: int
    then: Fraction | None
    now: Fraction | None

    @property
    def of(self) -> int:
        """How many were compared."""
        return self.up + self.down + self.same

    @property
    def change(self) -> Fraction | None:
        """The mean change; above 0 is better."""
        return None if self.then is None or self.now is None else self.now - self.then


@dataclass(frozen=True)
class AgencyMovement:
    """An agency that counts in both rounds: its rows, and a pair for each question that may be compared."""

    then: Row
    now: Row
    pairs: tuple[Pair, ...]

    @property
    def agency(self) -> Agency:
        """The agency."""
        return self.now.agency

    @property
    def compared(self) -> tuple[Pair, ...]:
        """The pairs that compare."""
        return tuple(pair for pair in self.pairs if pair.points)

    @property
    def fell(self) -> tuple[str, ...]:
        """The critical questions whose grade fell to the lowest."""
        lowest = self.now.interview.template.scale.lowest
        fallen = (p for p in self.compared if p.question.critical and p.way is Way.DOWN and lowest(p.now))
        return tuple(pair.question.id for pair in fallen)

    def change(self, standard: Standard | None) -> Change | None:
        """Its movement in a standard of the later round, or overall; None where nothing compares."""
        return self._changes.get(standard.id if standard else "")

    @cached_property
    def _changes(self) -> Mapping[str, Change]:
        template, by = self.now.interview.template, dict[str, list[Pair]]()
        for one in self.compared:
            by.setdefault(template.section_of[one.question.id].id, []).append(one)
        if not by:
            return {}
        found = {name: _change(template, pairs, _weighed(pairs)) for name, pairs in by.items()}
        overall = _weighed(self.compared)
        if template.score == "standards":
            overall = _mean([(one.then, one.now) for one in found.values()])
        if template.score == "worst":
            overall = min(one.then for one in found.values()), min(one.now for one in found.values())
        return {**found, "": _change(template, self.compared, overall)}


@dataclass(frozen=True)
class Movement:
    """Two rounds about agencies, the earlier and the later, and what moved between them.

    Grades count as at return in both rounds, a panel's where it stands. Only questions of the same id, words
    and grades compare, each under the standard in which it stands in the later round.
    """

    then: Results
    now: Results

    @property
    def names(self) -> tuple[str, str]:
        """The names of the two rounds."""
        return self.then.round.name, self.now.round.name

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The graded questions that may be compared, as the later round has them."""
        then, now = self.then.template, self.now.template
        return tuple(q for q in graded(now) if differs(q.id, then, now) is None)

    @cached_property
    def left_out(self) -> tuple[LeftOut, ...]:
        """Every other graded question of either round, those of the later first."""
        then, now = self.then.template, self.now.template
        every = {q.id: q for q in (*graded(then), *graded(now))}
        order = dict.fromkeys(q.id for q in (*graded(now), *graded(then)))
        found = ((every[name], differs(name, then, now)) for name in order)
        return tuple(LeftOut(question, why) for question, why in found if why)

    @cached_property
    def agencies(self) -> tuple[AgencyMovement, ...]:
        """The agencies that count in both rounds, in the order of the later."""
        before = {row.agency.code: row for row in self.then.counted}
        both = ((before.get(row.agency.code), row) for row in self.now.counted)
        return tuple(
            AgencyMovement(then, now, tuple(pair(then, now, question) for question in self.questions))
            for then, now in both
            if then
        )

    @cached_property
    def absent(self) -> tuple[Absent, ...]:
        """The agencies of either round that do not count in both, and why."""
        moved = {one.agency.code for one in self.agencies}
        agencies = {line.agency.code: line.agency for one in (self.now, self.then) for line in one.lines}
        return tuple(Absent(one, self._why(code)) for code, one in agencies.items() if code not in moved)

    def _why(self, code: str) -> str:
        return "; ".join(part for one in (self.then, self.now) if (part := _absence(one, code)))

    def standard(self, standard: Standard | None) -> Tally:
        """How many agencies moved up and down in a standard of the later round, or overall."""
        changes = (one.change(standard) for one in self.agencies)
        return _tally([(change.then, change.now) for change in changes if change])

    def question(self, question: Question) -> Tally:
        """How many agencies moved up and down on a question; its scores are shares of the points."""
        return _tally(self._points.get(question.id, []))

    @cached_property
    def _points(self) -> Mapping[str, list[Ends]]:
        found: dict[str, list[Ends]] = {}
        for one in (one for moved in self.agencies for one in moved.pairs):
            if one.points:
                found.setdefault(one.question.id, []).append(one.points)
        return found

    @property
    def backwards(self) -> bool:
        """Whether the round named later was opened earlier."""
        then, now = self.then.round.opened, self.now.round.opened
        return bool(now) and now[:10] < then[:10]


def movements(rounds: Sequence[Results]) -> tuple[Movement, ...]:
    """The movement from each round to the next, in the order given.

    StateError for fewer than two rounds, or one that is named twice.
    """
    names = [one.round.name for one in rounds]
    if len(names) < 2:
        raise StateError("Movement is between two rounds; name two or more, the earliest first.")
    if twice := next((name for name in names if names.count(name) > 1), ""):
        raise StateError(f"The round {twice!r} is named twice; name each once, the earliest first.")
    return tuple(Movement(then, now) for then, now in pairwise(rounds))


def _absence(one: Results, code: str) -> str:
    """Why an agency does not count in a round; empty where it does."""
    line = next((line for line in one.lines if line.agency.code == code), None)
    if line is None:
        return f"not in {one.round.name}"
    counts = any(row.agency.code == code for row in one.counted)
    stands = line.answered_by if line.through else str(line.progress)
    return "" if counts else f"{stands} in {one.round.name}"


def _change(template: Template, pairs: Sequence[Pair], ends: Ends) -> Change:
    bands, lowest = template.bands, template.scale.lowest
    critical = [one for one in pairs if one.question.critical]
    limited = any(lowest(one.then) for one in critical), any(lowest(one.now) for one in critical)
    then, now = (band_of(bands, value, limited=low) for value, low in zip(ends, limited, strict=True))
    return Change(*ends, then, now, len(pairs))


def _weighed(pairs: Iterable[Pair]) -> Ends:
    """The weighted means of the points then and now, exactly."""
    given = [(one.question.weight, *one.points) for one in pairs if one.points]
    total = sum((weight for weight, _, _ in given), Fraction(0))
    then = sum((weight * points for weight, points, _ in given), Fraction(0))
    now = sum((weight * points for weight, _, points in given), Fraction(0))
    return then / total, now / total


def _mean(ends: Sequence[Ends]) -> Ends:
    then, now = (sum(values, Fraction(0)) / len(ends) for values in zip(*ends, strict=True))
    return then, now


def _tally(ends: Sequence[Ends]) -> Tally:
    ways = [way(*one) for one in ends]
    then, now = _mean(ends) if ends else (None, None)
    return Tally(ways.count(Way.UP), ways.count(Way.DOWN), ways.count(Way.SAME), then, now)
