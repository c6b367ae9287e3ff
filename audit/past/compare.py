"""What moved since a past cycle: each cell then and now, by the way in which the past says it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

from audit.errors import StateError
from audit.past.cycle import RANKED, UNCHECKED, Body, Measure, Said, hundredths, order, rank_of
from audit.past.snapshot import Snapshot
from audit.scoring.movement_pairs import Way, way


@dataclass(frozen=True, slots=True)
class Moved:
    """A cell then and now, said in one way; `way` is None where the two do not compare, and `why` says why.

    `by` is the way in which both are said.
    """

    then: Said
    now: Said
    way: Way | None
    why: str = ""
    by: Measure | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many agencies moved up, down or not at all, and how many have each word then and now.

    The words are of all agencies that compare; best first.
    """

    up: int
    down: int
    same: int
    then: Mapping[str, int]
    now: Mapping[str, int]

    @property
    def of(self) -> int:
        """How many were compared."""
        return self.up + self.down + self.same


@dataclass(frozen=True, slots=True)
class Absent:
    """An agency that is not compared; `why` says where it lacks, `known` whether it is one of here."""

    body: Body
    why: str


@dataclass(frozen=True)
class Step:
    """Two cycles, the earlier and the later, of which at least one is a past cycle."""

    then: Snapshot
    now: Snapshot

    @property
    def names(self) -> tuple[str, str]:
        """The names of the two."""
        return self.then.name, self.now.name

    @cached_property
    def items(self) -> tuple[str, ...]:
        """The ids of the standards and questions that both have, in the order of the later."""
        there = set(self.then.items)
        return tuple(one for one in self.now.items if one in there)

    @cached_property
    def left_out(self) -> tuple[tuple[str, str], ...]:
        """The standards and questions of a past cycle that the other lacks, and why; also those of the later.

        Questions of a round that a past cycle by standards lacks are not listed, since it asked none.
        """
        return (*_lacking(self.then, self.now, "not in {}"), *_lacking(self.now, self.then, "not in {}"))

    @cached_property
    def bodies(self) -> tuple[Body, ...]:
        """The agencies that count in both, in the order of the later, as it calls them."""
        there = {one.code for one in self.then.bodies}
        return tuple(one for one in self.now.bodies if one.code in there)

    @cached_property
    def absent(self) -> tuple[Absent, ...]:
        """The agencies that do not count in both, and why."""
        both = {one.code for one in self.bodies}
        sides = (self.now, self.then)
        every = {one.code: one for side in sides for one in (*side.bodies, *side.absent)}
        return tuple(Absent(one, self._why(code)) for code, one in every.items() if code not in both)

    def _why(self, code: str) -> str:
        return "; ".join(why for one in (self.then, self.now) if (why := _absence(one, code)))

    def moved(self, code: str, item: str) -> Moved:
        """What moved of an agency in a standard or question."""
        return self._moved[code, item]

    @cached_property
    def _moved(self) -> Mapping[tuple[str, str], Moved]:
        return {
            (one.code, item): _pair(self, self.then.said(one.code, item), self.now.said(one.code, item))
            for one in self.bodies
            for item in self.items
        }

    def tally(self, item: str) -> Tally:
        """The counts of a standard or question over the agencies that compare."""
        found = [self.moved(one.code, item) for one in self.bodies]
        both = [one for one in found if one.way]
        ways = [one.way for one in both]
        words = (self._words([one.then for one in both]), self._words([one.now for one in both]))
        return Tally(ways.count(Way.UP), ways.count(Way.DOWN), ways.count(Way.SAME), *words)

    def _words(self, said: Sequence[Said]) -> Mapping[str, int]:
        found: dict[str, int] = {}
        for one in sorted(said, key=lambda one: order(self.now.template, one)):
            found[one.word] = found.get(one.word, 0) + 1
        return found

    def whys(self, item: str) -> Mapping[str, int]:
        """Why agencies of both do not compare in a standard or question, and how many each."""
        found: dict[str, int] = {}
        for one in self.bodies:
            if why := self.moved(one.code, item).why:
                found[why] = found.get(why, 0) + 1
        return found

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What must be known to read it."""
        pasts = [one.name for one in (self.then, self.now) if one.past]
        known = "whether its standards and questions asked the same, and how it was scored, is not known"
        found = [f"{' and '.join(pasts)}: figures only, {UNCHECKED}; {known}."]
        if self.then.on and self.now.on and self.now.on < self.then.on:
            found.append(f"{self.now.name} is named as the later of the two, and is the earlier.")
        used = {one.by for one in self._moved.values() if one.way}
        if Measure.MET in used and not (self.then.past and self.now.past):
            found.append(
                "A grade word of a standard then stands beside how far it is met now: fully, in part, not."
            )
        if Measure.SHARE in used:
            found.append(
                "Per cents and scores were reckoned by another method then; both are in whole per cents, "
                "and a score of few steps (0 to 3) goes up or down by rounding alone."
            )
        return tuple(found)


def steps(cycles: Sequence[Snapshot]) -> tuple[Step, ...]:
    """The steps between cycles in the order given; StateError where one is named twice."""
    names = [one.name for one in cycles]
    if twice := next((name for name in names if names.count(name) > 1), ""):
        raise StateError(f"The round {twice!r} is named twice; name each once, the earliest first.")
    return tuple(Step(then, now) for then, now in pairwise(cycles))


def _absence(one: Snapshot, code: str) -> str:
    if any(body.code == code for body in one.bodies):
        return ""
    return one.why.get(code, f"not in {one.name}")


def _lacking(one: Snapshot, other: Snapshot, why: str) -> tuple[tuple[str, str], ...]:
    """What one has and the other lacks; of a round only standards, and questions where the other has any."""
    standards = {each.id for each in one.template.standards}
    kinds = {item in standards for item in other.items} if not one.past else {True, False}
    there = set(other.items)
    return tuple(
        (item, why.format(other.name))
        for item in one.items
        if item not in there and (item in standards) in kinds
    )


def _pair(step: Step, then: Sequence[Said], now: Sequence[Said]) -> Moved:
    """A cell then and now by the first way in which both are said."""
    first, last = then[0], now[0]
    for one in then:
        same = next((two for two in now if two.measure is one.measure and one.measure in RANKED), None)
        if same is None:
            continue
        ends = _ends(step, one, same)
        if ends is None:
            word = "then" if rank_of(step.now.template, one) is None else "now"
            return Moved(
                one,
                same,
                None,
                f"{(one if word == 'then' else same).word} is no grade of {step.now.name}",
                one.measure,
            )
        return Moved(one, same, way(*ends), by=one.measure)
    return Moved(first, last, None, _why(first, last))


def _ends(step: Step, then: Said, now: Said) -> tuple[Fraction, Fraction] | None:
    if then.measure is Measure.SHARE:
        return Fraction(hundredths(then.share)), Fraction(hundredths(now.share))
    ends = rank_of(step.now.template, then), rank_of(step.now.template, now)
    return None if ends[0] is None or ends[1] is None else (ends[0], ends[1])


def _why(then: Said, now: Said) -> str:
    """Why two cells do not compare."""
    bare = [(one, when) for one, when in ((then, "then"), (now, "now")) if one.measure not in RANKED]
    words = [f"{_bare(one)} {when}" for one, when in bare]
    if len(bare) == 2 and _bare(then) == _bare(now):
        return f"{_bare(then)} then and now"
    return ", ".join(words) or f"{then.measure} then, {now.measure} now: not said in one way"


def _bare(one: Said) -> str:
    return "words without a rank" if one.measure is Measure.WORDS else one.word
