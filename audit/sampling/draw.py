"""The draw, version 1: a pure function of the frame, the seed and the design.

The frame is asked through a few questions, which any engine answers alike; what is decided from the
answers is decided here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Protocol

from audit.errors import StateError
from audit.sampling.allocation import allocate
from audit.sampling.design import MOST, WITHOUT_RESERVES, Design, sub_size
from audit.sampling.ticket import ticket

Numbered = Sequence[tuple[str, str]]  # (ticket, unit), smallest first


@dataclass(frozen=True, slots=True)
class Case:
    """A unit that was drawn, or stands next in line; `place` counts from 1 within its stratum."""

    unit: str
    stratum: str
    ticket: str
    place: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a draw gives: cases in ticket order, reserves by stratum, units of each sub-sample."""

    cases: tuple[Case, ...]
    reserves: tuple[Case, ...] = ()
    subs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class Frame(Protocol):
    """What a draw asks of a frame; engines answer."""

    def clusters(self) -> dict[str, int]:
        """Units by cluster."""
        ...

    def smallest(
        self, group: str, names: Iterable[str], seed: str, keep: int
    ) -> dict[str, list[tuple[str, str]]]:
        """The `keep` smallest (ticket, unit) of each named stratum or cluster."""
        ...

    def at(self, positions: Sequence[int]) -> list[str]:
        """The units at positions in order of the order columns, then id."""
        ...

    def members(self, units: Sequence[str] | None = None) -> list[tuple[str, str]]:
        """(unit, stratum) of some units, or of all."""
        ...


def most_kept(design: Design) -> int:
    """How many of a stratum a draw can need, before it is known how many units each stratum has.

    With this many kept in the pass that seals the frame, simple and stratified draws need no other. A
    size that is too large is refused later, with the counts, and asks no engine for so many.
    """
    if design.method not in {"simple", "stratified", "weighted"}:
        return 0
    more = design.size if design.reserves is None else design.reserves
    return min(design.size, MOST) + min(more, MOST)


def draw(
    frame: Frame, design: Design, seed: str, units: Mapping[str, int], kept: Mapping[str, Numbered]
) -> Drawn:
    """The cases, reserves and sub-samples of a design under a seed.

    `units` counts the frame by stratum; `kept` holds the smallest tickets of each. StateError where
    more is asked for than there is.
    """
    population = sum(units.values())
    if not population:
        raise StateError("Nobody is left to draw from; look at what was left out, and why.")
    if max(design.size, population if design.method == "census" else 0) > MOST:
        raise StateError(f"A sample holds at most {MOST:,} cases; ask for fewer, or narrow the frame.")
    cases, reserves = _by_method(frame, design, seed, units, kept)
    ordered = tuple(sorted(cases, key=lambda case: (case.ticket, case.unit)))
    return Drawn(ordered, tuple(reserves), _subs(design, seed, ordered))


def _by_method(
    frame: Frame, design: Design, seed: str, units: Mapping[str, int], kept: Mapping[str, Numbered]
) -> tuple[list[Case], list[Case]]:
    match design.method:
        case "cluster":
            return _clusters(frame, design, seed)
        case "systematic":
            return _systematic(frame, design, seed, sum(units.values())), []
        case "census":
            return _census(frame, seed), []
        case "stratified":
            sizes = allocate(
                units,
                design.size,
                design.allocate,
                minimum=design.minimum,
                variances=design.variances if design.allocate == "neyman" else None,
                sizes=design.sizes if design.allocate == "fixed" else None,
            )
            return _taken(design, sizes, kept)
    _check_size(design.size, sum(units.values()))
    return _taken(design, {"": design.size}, kept)


def _check_size(size: int, population: int) -> None:
    if size > population:
        raise StateError(
            f"{size:,} cases are asked for and there are {population:,}; ask for {population:,} at most."
        )


def _taken(
    design: Design, sizes: Mapping[str, int], kept: Mapping[str, Numbered]
) -> tuple[list[Case], list[Case]]:
    """The first of each group's smallest tickets, and the reserves behind them, group by group."""
    cases, reserves = [], []
    for name in sorted(sizes):
        more = sizes[name] if design.reserves is None else design.reserves
        last = sizes[name] + (0 if design.method in WITHOUT_RESERVES else more)
        line = [Case(unit, name, number, place) for place, (number, unit) in enumerate(kept[name][:last], 1)]
        cases += line[: sizes[name]]
        reserves += line[sizes[name] :]
    return cases, reserves


def _clusters(frame: Frame, design: Design, seed: str) -> tuple[list[Case], list[Case]]:
    """First clusters by their own tickets, then units within; a cluster with fewer gives what it has."""
    counts = frame.clusters()
    if design.clusters > len(counts):
        raise StateError(
            f"{design.clusters:,} clusters are asked for and there are {len(counts):,}; ask for "
            f"{len(counts):,} at most."
        )
    first = sorted(counts, key=lambda name: ticket(f"{seed}/cluster", name))[: design.clusters]
    sizes = {name: min(design.per_cluster, counts[name]) for name in first}
    more = design.per_cluster if design.reserves is None else design.reserves
    return _taken(design, sizes, frame.smallest("cluster", first, seed, design.per_cluster + more))


def positions(seed: str, size: int, population: int) -> list[int]:
    """Where a systematic draw stops in a line of units counted from 0: even steps from a seeded start."""
    start = int(sha256(f"{seed}/start".encode()).hexdigest(), 16)
    return [((i * 2**256 + start) * population) // (size * 2**256) for i in range(size)]


def _systematic(frame: Frame, design: Design, seed: str, population: int) -> list[Case]:
    _check_size(design.size, population)
    units = frame.at(positions(seed, design.size, population))
    return [Case(unit, "", ticket(seed, unit), place) for place, unit in enumerate(units, 1)]


def _census(frame: Frame, seed: str) -> list[Case]:
    lines: dict[str, list[tuple[str, str]]] = {}
    for unit, stratum in frame.members():
        lines.setdefault(stratum, []).append((ticket(seed, unit), unit))
    return [
        Case(unit, stratum, number, place)
        for stratum, line in lines.items()
        for place, (number, unit) in enumerate(sorted(line), 1)
    ]


def _subs(design: Design, seed: str, cases: Sequence[Case]) -> dict[str, tuple[str, ...]]:
    found = {}
    for name, text in design.subs.items():
        size = sub_size(text, len(cases))
        if size > len(cases):
            raise StateError(
                f"The sub-sample {name} asks for {size:,} of {len(cases):,} cases; ask for fewer."
            )
        units = sorted((case.unit for case in cases), key=lambda unit: ticket(f"{seed}/{name}", unit))
        found[name] = tuple(units[:size])
    return found


def judged(frame: Frame, units: Sequence[str]) -> Drawn:
    """Cases named by hand, in the order of their names; StateError with those that the frame has not."""
    strata = dict(frame.members(units))
    missing = [unit for unit in units if unit not in strata]
    if missing:
        shown = ", ".join(missing[:10]) + (" …" if len(missing) > 10 else "")
        raise StateError(f"{len(missing):,} of the cases named are not in the frame: {shown}; mend the list.")
    cases: list[Case] = []
    places: dict[str, int] = {}
    for unit in sorted(strata):
        places[strata[unit]] = places.get(strata[unit], 0) + 1
        cases.append(Case(unit, strata[unit], "", places[strata[unit]]))
    return Drawn(tuple(cases))
