"""What a workspace knows that a programme speaks of: rounds and samples, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from audit.definitions import nearest


@dataclass(frozen=True, slots=True)
class RoundFact:
    """A round: its days, its template, its sample if it has one, and in words how far it is."""

    name: str
    opened: date
    due: date
    closed: date | None = None
    figures: str = ""
    template: str = ""
    sample: str = ""

    def is_open(self, today: date) -> bool:
        """Whether it is open on a day."""
        return self.opened <= today and not self.is_closed(today)

    def is_closed(self, today: date) -> bool:
        """Whether it is closed by a day."""
        return self.closed is not None and self.closed <= today

    @property
    def over(self) -> date:
        """The day it was due or closed, whichever came first."""
        return min(self.due, self.closed) if self.closed else self.due


@dataclass(frozen=True, slots=True)
class SampleFact:
    """A sample: when it was drawn with which seed, its cases' ids, and which sample it extends."""

    id: str
    drawn: date
    seed: str = ""
    units: frozenset[str] = frozenset()
    extends: str = ""
    discarded: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """The rounds and samples that matter to a programme, and the names of all rounds there are."""

    rounds: tuple[RoundFact, ...] = ()
    samples: Mapping[str, SampleFact] = field(default_factory=dict)
    names: tuple[str, ...] = ()

    def round(self, name: str) -> RoundFact | None:
        """A round by its name in any case; None where there is none."""
        folded = name.casefold()
        return next((one for one in self.rounds if one.name.casefold() == folded), None)

    def sample(self, name: str) -> SampleFact | None:
        """A sample by its id in any case; None where there is none."""
        return self.samples.get(name.upper())

    def missing(self, name: str) -> str:
        """What to say of a round that is not there: perhaps it is yet to come, perhaps it is misspelt."""
        end = nearest(name, self.names)
        guess = end if "did you mean" in end else "."
        return f"The round {name} is not opened yet{guess}"


def related(sample: SampleFact, samples: Mapping[str, SampleFact]) -> tuple[str, ...]:
    """The ids of the samples that hold cases of a sample: itself, those that extend it, and same draws.

    A draw with the same seed on a later register gives back the cases that are still there.
    """
    found = {sample.id}
    for one in samples.values():  # in the order of drawing, so that an extension of an extension is met
        again = bool(sample.seed) and one.seed == sample.seed and bool(one.units & sample.units)
        if not one.discarded and (one.extends in found or again):
            found.add(one.id)
    return tuple(name for name in samples if name in found)
