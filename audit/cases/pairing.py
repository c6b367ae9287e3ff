"""Which cases of two rounds are the same ones: by the unit that was drawn, never by its reference."""

from collections.abc import Sequence
from dataclasses import dataclass

from audit.cases.case_round import CaseRound
from audit.cases.subject import Subject
from audit.registers.folding import fold
from audit.sampling.standing import Standing


@dataclass(frozen=True, slots=True)
class Pairing:
    """The usable cases that stand in both of two rounds, and the references of those in one alone."""

    pairs: tuple[tuple[Subject, Subject], ...] = ()
    only_first: tuple[str, ...] = ()
    only_second: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether every case of one of the rounds stands in the other too."""
        return bool(self.pairs) and not (self.only_first and self.only_second)


def never_apart(first: CaseRound, second: CaseRound) -> bool:
    """Whether two rounds cannot be samples of their own: over one sample, or all of one's cases again."""
    return _same_sample(first, second) or pairing(first, second).whole


def same_draw(first: CaseRound, second: CaseRound) -> bool:
    """Whether two rounds are over one sample, or one sample extends the other and holds its cases."""
    if _same_sample(first, second):
        return True
    extended = any(
        one.standing and one.standing.certificate["design"].get("extends") for one in (first, second)
    )
    return extended and _same_seed(first.standing, second.standing) and bool(pairing(first, second).pairs)


def _same_sample(first: CaseRound, second: CaseRound) -> bool:
    return bool(first.plan.sample) and first.plan.sample == second.plan.sample


def pairing(first: CaseRound, second: CaseRound) -> Pairing:
    """The cases that come back in a second round; none where units are not known by the same columns."""
    alike = _same_columns(first, second)
    known = {name: one for one in second.usable for name in _names(one)} if alike else {}
    found = ((one, [known[name] for name in _names(one) if name in known]) for one in first.usable)
    pairs = tuple((one, others[0]) for one, others in found if others)
    return Pairing(
        pairs,
        _others(first, [one.ref for one, _ in pairs]),
        _others(second, [one.ref for _, one in pairs]),
    )


def _names(subject: Subject) -> list[tuple[str, str]]:
    """What a case is known by in every round that reads it: its id, or what stands for a purged one."""
    return [(kind, name) for kind, name in (("id", subject.unit), ("same", subject.same)) if name]


def _others(found: CaseRound, taken: Sequence[str]) -> tuple[str, ...]:
    return tuple(one.ref for one in found.usable if one.ref not in taken)


def same_again(first: CaseRound, second: CaseRound) -> bool:
    """Whether a second round reads the cases of the first again, unless somebody says otherwise.

    It does over the same sample; and over one with the same seed and unit columns where at least half
    of the smaller round's cases come back (a sample that extends another, a re-audit).
    """
    if _same_sample(first, second):
        return True
    found = pairing(first, second)
    smaller = min(len(first.usable), len(second.usable))
    return _same_seed(first.standing, second.standing) and 0 < smaller <= 2 * len(found.pairs)


def _same_seed(first: Standing | None, second: Standing | None) -> bool:
    if first is None or second is None:
        return False
    return bool(first.certificate["seed"]) and first.certificate["seed"] == second.certificate["seed"]


def _same_columns(first: CaseRound, second: CaseRound) -> bool:
    if first.standing is None or second.standing is None:
        return False
    ours, theirs = (one.certificate["frame"]["unit"] for one in (first.standing, second.standing))
    return [fold(name) for name in ours] == [fold(name) for name in theirs]


def named(pair: tuple[Subject, Subject], second: str) -> str:
    """A case by its references: `C-03`, or `C-03 (C-05 in july)` where the second round has another."""
    ours, theirs = (one.ref for one in pair)
    return ours if ours == theirs else f"{ours} ({theirs} in {second})"
