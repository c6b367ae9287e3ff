"""What answers are about: a drawn case under its audit reference, an observation, an interview, a reply."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from audit.errors import StateError
from audit.sampling.certificate import number_of
from audit.sampling.design import sub_size
from audit.sampling.standing import Entry, Standing
from audit.sampling.ticket import ticket

DOUBLE = "double"
_DOUBLE = re.compile(r"\d{1,3}(\.\d{1,6})?%|\d{1,6}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Subject:
    """One subject of a round.

    `place` counts in the order of reading, in which tickets come; `twice` says that it is to be read
    twice; `struck` says why a case was replaced, `unusable` why it is out without another in its place,
    `follows` names the case whose place it took. `agency` is whose it is (a reply's own). `same`
    stands for the id of a case that is in a sample without ids.
    """

    ref: str
    place: int = 0
    stratum: str = ""
    subs: tuple[str, ...] = ()
    twice: bool = False
    struck: str = ""
    unusable: str = ""
    follows: str = ""
    unit: str = ""
    agency: str = ""
    same: str = ""

    @property
    def usable(self) -> bool:
        """Whether it is to be read: neither replaced nor unusable."""
        return not self.struck and not self.unusable


def check_double(text: str) -> str:
    """The share read twice without blanks; StateError where it is neither `20%` nor `4`."""
    found = "".join(text.split())
    if not _DOUBLE.fullmatch(found) or not 0 < float(found.rstrip("%")) <= (100 if "%" in found else 10**6):
        raise StateError(f"{text!r} does not say how many are read twice; write --double 20% or --double 4.")
    return found


def drawn_subjects(
    standing: Standing, double: str, fixed: Collection[str] | None = None
) -> tuple[Subject, ...]:
    """The cases of a sample as they stand today, in the order of their references.

    Those read twice are the smallest tickets under `seed/double` among the cases first drawn; a case that
    takes another's place takes over its membership. `fixed` are the references read twice where that no
    longer follows from the ids. StateError where more are asked for than were drawn.
    """
    twice = _twice(standing, double) if fixed is None else frozenset()
    found: dict[str, Subject] = {}
    for entry in standing.entries:
        old = found.get(entry.follows)
        drawn = old.twice if old else entry.unit in twice
        chosen = drawn if fixed is None else entry.reference in fixed
        found[entry.reference] = _subject(entry, standing.identity(entry.reference), twice=chosen)
    return tuple(replace(one, place=place) for place, one in enumerate(_in_order(found.values()), 1))


def _subject(entry: Entry, same: str, *, twice: bool) -> Subject:
    return Subject(
        entry.reference,
        stratum=entry.stratum,
        subs=entry.subs,
        twice=twice,
        struck=entry.struck,
        follows=entry.follows,
        unit=entry.unit,
        same=same,
    )


def _in_order(subjects: Iterable[Subject]) -> list[Subject]:
    # References are numbered in ticket order, and reserves come after all that were drawn.
    return sorted(subjects, key=lambda one: number_of(one.ref))


def _twice(standing: Standing, double: str) -> frozenset[str]:
    if not double:
        return frozenset()
    seed = str(standing.certificate["seed"])
    if not seed:
        raise StateError(
            f"{standing.id} was chosen by hand, so no share of it can be drawn to be read twice."
        )
    units = [str(case["unit"]) for case in standing.certificate["drawn"]]
    size = sub_size(double, len(units))
    if size > len(units):
        raise StateError(f"--double asks for {size:,} of {len(units):,} cases; ask for fewer.")
    return frozenset(sorted(units, key=lambda unit: ticket(f"{seed}/{DOUBLE}", unit))[:size])


def next_reference(prefix: str, known: Sequence[str]) -> str:
    """The next reference of a kind, such as O-01; a number is never used again."""
    numbers = [int(name.partition("-")[2]) for name in known if name.startswith(f"{prefix}-")]
    return f"{prefix}-{max(numbers, default=0) + 1:02}"
