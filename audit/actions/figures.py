"""What is counted of actions on a day: assured and by what, overdue, by owner, asked without an answer."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from audit.actions.action import Proposal
from audit.actions.asks import Asked, asked
from audit.actions.followed import Followed
from audit.actions.history import Tally, tally
from audit.actions.rag import Rag, overdue, rag, stale
from audit.actions.whose import Owner, named, owners
from audit.actions.words import ENDED, Basis, Colour, State
from audit.agencies import Agency
from audit.chasing.rule import WAIT
from audit.registers.folding import fold

UNOWNED = "No owner"


@dataclass(frozen=True, slots=True)
class OwnerLine:
    """The actions of an owner; one of two owners counts for each of them. `words` are its names."""

    owner: str
    found: tuple[Followed, ...]
    words: frozenset[str] = frozenset()

    def of(self, asks: Sequence[Asked]) -> int:
        """How many of some asks about these actions went to this owner; one that names nobody went to all."""
        ids = {one.id for one in self.found}
        mine = (one for one in asks if one.followed.id in ids)
        return sum(not one.owner or fold(one.owner) in self.words for one in mine)


@dataclass(frozen=True)
class Figures:
    """Actions as they stand, counted on a day; `wait` is how many days an owner has to answer an ask.

    An owner that names one of `agencies` counts as that agency, as in its letters and forms.
    """

    found: tuple[Followed, ...]
    today: date
    wait: int = WAIT
    agencies: tuple[Agency, ...] = ()

    @cached_property
    def rags(self) -> Mapping[str, Rag]:
        """The colour of each action by its id."""
        return {one.id: rag(one, self.today) for one in self.found}

    @cached_property
    def tally(self) -> Tally:
        """How many have each colour and each state."""
        return tally(self.found, self.today)

    @cached_property
    def open(self) -> tuple[Followed, ...]:
        """Those that are neither assured nor closed."""
        return tuple(one for one in self.found if one.state not in ENDED)

    @cached_property
    def assured(self) -> tuple[Followed, ...]:
        """Those that are assured."""
        return self.having(State.ASSURED)

    @cached_property
    def sustained(self) -> tuple[Followed, ...]:
        """Those that a later check found still done."""
        return tuple(one for one in self.assured if one.sustained)

    @cached_property
    def bases(self) -> Mapping[Basis, int]:
        """How many assured actions rest on each basis, by the strongest they have; the strongest first."""
        counts = Counter(one.basis for one in self.assured)
        return {name: counts[name] for name in reversed(Basis)}

    @cached_property
    def overdue(self) -> tuple[Followed, ...]:
        """Those past their due date, not reported complete and not ended; the longest first."""
        late = [one for one in self.found if overdue(one, self.today)]
        return tuple(sorted(late, key=lambda one: (one.action.due, len(one.id), one.id)))

    @cached_property
    def unowned(self) -> tuple[Followed, ...]:
        """Those open without an owner."""
        return tuple(one for one in self.open if not one.action.owners)

    @cached_property
    def undated(self) -> tuple[Followed, ...]:
        """Those open without a due or review date that can be read."""
        return tuple(one for one in self.open if not one.action.due_or_review)

    @cached_property
    def stale(self) -> tuple[Followed, ...]:
        """Those open of which nothing was heard within their interval."""
        return tuple(one for one in self.open if stale(one, self.today))

    @cached_property
    def proposed(self) -> tuple[tuple[Followed, Proposal], ...]:
        """What owners proposed and nobody has accepted or declined."""
        return tuple((one, proposal) for one in self.found for proposal in one.proposals)

    @cached_property
    def asked(self) -> tuple[Asked, ...]:
        """Every time that an owner was asked, the latest first."""
        asks = [each for one in self.found for each in asked(one)]
        return tuple(sorted(asks, key=lambda one: one.ask.on, reverse=True))

    @cached_property
    def silences(self) -> tuple[Asked, ...]:
        """Those of them that nothing has followed in the time that there was to answer."""
        return tuple(one for one in self.asked if one.silent(self.today, self.wait))

    @cached_property
    def owners(self) -> tuple[OwnerLine, ...]:
        """The actions by owner, however it is written; who has most red first, nobody last."""
        owned = [one for one in self.found if one.action.owners]
        lines = [
            OwnerLine(owner.name, mine, frozenset(map(fold, (owner.name, *owner.words))))
            for owner, mine in _shared(owned, owners(owned, self.agencies))
        ]
        if bare := tuple(one for one in self.found if not one.action.owners):
            lines.append(OwnerLine(UNOWNED, bare))
        return tuple(sorted(lines, key=self._loudness))

    def _loudness(self, line: OwnerLine) -> tuple[bool, int, int, str]:
        counts = Counter(self.rags[one.id].colour for one in line.found)
        nobody = not line.found[0].action.owners
        return nobody, -counts[Colour.RED], -counts[Colour.AMBER], line.owner.casefold()

    def having(self, *states: State) -> tuple[Followed, ...]:
        """Those in one of some states."""
        return tuple(one for one in self.found if one.state in states)


def _shared(
    found: Sequence[Followed], every: Iterable[Owner]
) -> Iterator[tuple[Owner, tuple[Followed, ...]]]:
    """Each owner with the actions that name it, in their order; each action is looked at once."""
    by_word: dict[str, dict[int, Followed]] = {}
    for place, one in enumerate(found):
        for word in named(one.action):
            by_word.setdefault(fold(word), {})[place] = one
    for owner in every:
        mine = {place: one for word in owner.words for place, one in by_word.get(fold(word), {}).items()}
        yield owner, tuple(mine[place] for place in sorted(mine))
