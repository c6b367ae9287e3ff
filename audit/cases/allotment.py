"""Who reads which case: every agency involved, the auditor to whom it is allotted, or anyone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from audit.cases.plan import ALLOTTED, ANYONE, Auditor, Plan
from audit.cases.subject import Subject
from audit.errors import StateError
from audit.registers.folding import fold
from audit.sampling.carried import Carried
from audit.sampling.ticket import ticket

AUDITORS = "auditors"


@dataclass(frozen=True, slots=True)
class Assignment:
    """One reading that is expected: of a subject, by an agency (empty: by anyone), and by whom there."""

    ref: str
    agency: str
    reading: int = 1
    auditor: str = ""


def assignments(
    plan: Plan,
    subjects: Sequence[Subject],
    agencies: Sequence[str],
    *,
    seed: str = "",
    carried: Carried | None = None,
) -> tuple[Assignment, ...]:
    """The readings that a plan expects, subject by subject; those of struck out cases are left out.

    `agencies` are the codes expected in the round; `carried` knows what the register says of each
    unit in carried columns. StateError where no auditor may read a case.
    """
    if plan.fixed is not None:
        return tuple(Assignment(*one) for one in plan.fixed)
    if plan.readers == ALLOTTED:
        return tuple(_allotted(plan, subjects, seed, carried or Carried()))
    found = []
    for subject in subjects:
        if subject.usable:
            whose = [""] if plan.readers == ANYONE else _involved(plan, subject, agencies)
            found += [
                Assignment(subject.ref, code, reading)
                for reading in (1, 2)[: 1 + subject.twice]
                for code in whose
            ]
    return tuple(found)


def _involved(plan: Plan, subject: Subject, agencies: Sequence[str]) -> Sequence[str]:
    named = plan.involved.get(subject.ref)
    return agencies if named is None else [code for code in agencies if code in named]


def _allotted(plan: Plan, subjects: Sequence[Subject], seed: str, carried: Carried) -> list[Assignment]:
    """Each case to the auditor with the fewest so far, as far as they may read it; second readings after.

    A case that was struck out keeps its place in the count, so that replacing one moves no other; the one
    in its place goes to the same auditor where that may be.
    """
    counts = {one.name: 0 for one in plan.auditors}
    first: dict[str, Auditor] = {}
    second: dict[str, Auditor] = {}
    for chosen, reading in ((first, 1), (second, 2)):
        for subject in subjects:
            if reading == 2 and not subject.twice:
                continue
            free = [one for one in plan.auditors if may_read(one, subject, carried)]
            free = [one for one in free if reading == 1 or one.name != first[subject.ref].name]
            if not free:
                again, too = (" again", " or reads it first") if reading == 2 else ("", "")
                raise StateError(
                    f"No auditor may read {subject.ref}{again}: each is of its team or its worker{too}; "
                    "name more in the file of --auditors."
                )
            before = chosen.get(subject.follows)
            one = before if before in free and before else min(free, key=_fewest(counts, seed))
            chosen[subject.ref] = one
            counts[one.name] += one != before
    return [
        Assignment(subject.ref, chosen[subject.ref].agency, reading, chosen[subject.ref].name)
        for subject in subjects
        if subject.usable
        for chosen, reading in ((first, 1), (second, 2))
        if subject.ref in chosen
    ]


def _fewest(counts: Mapping[str, int], seed: str) -> Callable[[Auditor], tuple[int, str]]:
    return lambda one: (counts[one.name], ticket(f"{seed}/{AUDITORS}", one.name))


def may_read(auditor: Auditor, subject: Subject, carried: Carried) -> bool:
    """Whether neither an auditor's team nor worker is a case's stratum, cluster or carried value."""
    own = [word for word in (auditor.team, auditor.worker) if word.strip()]
    said = {fold(word) for word in (subject.stratum, *subject.stratum.split(" | "))}
    return not any(fold(word) in said or carried.has(subject.unit, word) for word in own)
