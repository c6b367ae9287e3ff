"""A figure beside other partnerships' figures: the range, and where in it ours stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from audit.dates import latest_day
from audit.errors import StateError
from audit.registers.folding import fold
from audit.statistics.words import MANY, nearest

OURS = "Ours"
OTHER_DEFINITION, OLDER, OUR_OWN = "another definition", "an older figure of the same place", "our own row"
UNTESTED = "No test is made: each place counts in its own way, over its own time."
_NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ORDINALS = (
    "",
    "second ",
    "third ",
    "fourth ",
    "fifth ",
    "sixth ",
    "seventh ",
    "eighth ",
    "ninth ",
    "tenth ",
)


@dataclass(frozen=True, slots=True)
class Told:
    """A figure as a partnership told it: k of n where the base is known, else a bare share.

    `half` is half a step of the last decimal of a bare share: so far the true one may lie from it.
    """

    who: str
    share: Fraction
    k: int | None = None
    n: int | None = None
    on: str = ""
    definition: str = ""
    half: Fraction = Fraction(0)
    row: int = 0

    @property
    def base(self) -> str:
        """What it rests on: `9 of 512`, `of 512`, or that this is not known."""
        if self.n is None:
            return "base unknown"
        return f"of {self.n:,}" if self.k is None else f"{self.k:,} of {self.n:,}"

    @property
    def percent(self) -> str:
        """The share with at most one decimal; a bare one as far as it was told."""
        unit = self.half * 2
        if self.n is None and 0 < unit < Fraction(1, 1000):
            return f"{float(self.share * 100):g} %"
        return nearest(self.share, MANY)


@dataclass(frozen=True, slots=True)
class Beside:
    """Our figure beside others of its definition, lowest first; `apart` are others, each with why.

    `definition` is what they share, empty where nobody says it.
    """

    own: Told
    others: tuple[Told, ...]
    apart: tuple[tuple[Told, str], ...]
    definition: str

    @property
    def of(self) -> int:
        """How many figures the range holds, ours among them."""
        return len(self.others) + 1

    @property
    def level(self) -> int:
        """How many others cannot be told from ours."""
        return sum(_level(self.own, one) for one in self.others)

    @property
    def below(self) -> int:
        """How many others are lower."""
        return sum(one.share < self.own.share for one in self.others if not _level(self.own, one))

    @property
    def above(self) -> int:
        """How many others are higher."""
        return len(self.others) - self.level - self.below

    @property
    def position(self) -> str:
        """Where ours stands: `middle of eight`, `second lowest of eight, level with one other`."""
        if not self.others:
            return "nothing to compare with"
        if self.level == len(self.others):
            return f"the same as {'the other' if self.level == 1 else f'all {_number(self.level)} others'}"
        level = (
            f", level with {_number(self.level)} other{'s' if self.level > 1 else ''}" if self.level else ""
        )
        return f"{self._place} of {_number(self.of)}{level}"

    @property
    def _place(self) -> str:
        if not self.below or not self.above:
            return "highest" if self.below else "lowest"
        # Of an even number of figures either of the two in the middle is.
        if max(self.below, self.above) <= self.of // 2:
            return "middle"
        place, end = min((self.below, "lowest"), (self.above, "highest"))
        if place < len(_ORDINALS):
            return f"{_ORDINALS[place]}{end}"
        return f"number {place + 1} from the {end}"

    @property
    def range(self) -> str:
        """The lowest and the highest of all, ours among them: `0 to 4.4 %`."""
        found = sorted((self.own, *self.others), key=lambda one: one.share)
        low, high = found[0].percent, found[-1].percent
        if low == high:
            return low
        bare = low.removesuffix(" %")
        return f"{bare if bare[:1].isdigit() else low} to {high}"

    @property
    def sentence(self) -> str:
        """The figure, its position and the range: `1.8 %, middle of eight, 0 to 4.4 %`."""
        end = f", {self.range}" if self.others else ""
        return f"{self.own.percent}, {self.position}{end}"


def _level(own: Told, other: Told) -> bool:
    """Whether two figures are equal, as far as the rounding of bare shares lets it be seen."""
    return abs(own.share - other.share) <= max(own.half, other.half)


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else f"{count:,}"


def beside(own: Told, told: Sequence[Told], *, ours: str = "") -> Beside:
    """Our figure beside those told; `ours` is our partnership's name, whose own row stands apart.

    Where we give no definition, the one that all who say one share is taken; StateError where they differ.
    A figure without a definition stands in the range. Of one place the latest counts.
    """
    definition = own.definition or _only(told)
    apart = [(one, OUR_OWN) for one in told if ours and fold(one.who) == fold(ours)]
    rest = [one for one in told if one not in {mine for mine, _ in apart}]
    apart += [
        (one, OTHER_DEFINITION) for one in rest if one.definition and fold(one.definition) != fold(definition)
    ]
    rest = [one for one in rest if one not in {other for other, _ in apart}]
    latest = {fold(one.who): one for one in sorted(rest, key=_when)}
    apart += [(one, OLDER) for one in rest if latest[fold(one.who)] is not one]
    kept = sorted(latest.values(), key=lambda one: (one.share, fold(one.who)))
    return Beside(own, tuple(kept), tuple(apart), definition)


def _when(one: Told) -> str:
    day = latest_day(one.on)
    return day.isoformat() if day else ""


def _only(told: Sequence[Told]) -> str:
    said = {fold(one.definition): one.definition for one in told if one.definition}
    if len(said) > 1:
        listed = "; ".join(repr(one) for one in said.values())
        raise StateError(
            f"They count {len(said)} different things: {listed}. Say with --definition which is ours."
        )
    return next(iter(said.values()), "")
