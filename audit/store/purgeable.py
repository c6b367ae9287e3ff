"""What may be purged: samples and rounds that were last used before a day, and why others are kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import Connection, select

from audit.cases.plan import Plan
from audit.dates import in_words
from audit.sampling.purged import is_purged
from audit.sampling.standing import Standing, standing
from audit.store.cases import CaseBook, plans_in
from audit.store.ledger import acts_in, samples_in
from audit.store.rows import closed_at, undamaged
from audit.store.store import Store
from audit.store.tables import ROUND, SUBJECT


@dataclass(frozen=True, slots=True)
class Found:
    """What may be purged: samples as they stand, rounds whose cases have keys, and why others are kept.

    `fixed` are the rounds that read those samples, with their plans as they go on without ids.
    """

    samples: tuple[Standing, ...] = ()
    keys: Mapping[int, tuple[str, int]] = field(default_factory=dict)  # round: its name, how many keys
    kept: tuple[str, ...] = ()
    fixed: Mapping[str, Plan] = field(default_factory=dict)

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to purge."""
        return not self.samples and not self.keys


def purgeable(store: Store, before: date) -> Found:
    """What was last used before a day: samples, and closed rounds whose cases are known by keys."""
    with store.reading() as connection, undamaged():
        found = found_in(connection, before)
    book, plans = CaseBook(store), {}
    for name in (name for one in found.samples for name in book.rounds_over(one.id)):
        case_round = book.round(name)
        readings = tuple((one.ref, one.agency, one.reading, one.auditor) for one in case_round.assignments)
        plans[name] = replace(case_round.plan, fixed=case_round.plan.fixed or readings)
    return replace(found, fixed=plans)


def found_in(connection: Connection, before: date) -> Found:
    """The same in a transaction under way, without the plans."""
    acts, certificates = acts_in(connection), samples_in(connection)
    rounds = _rounds_over(connection)
    samples, kept = [], []
    for one in (standing(found, acts) for found in certificates.values() if not is_purged(found)):
        day = _last_day(one)
        if day >= before.isoformat():
            continue
        why = _why_kept(connection, rounds.get(one.id, ()), before)
        if why:
            kept.append(f"{one.id}: {why}")
        else:
            samples.append(one)
    return Found(tuple(samples), _keys(connection, before), tuple(kept))


def _last_day(one: Standing) -> str:
    """The day (ISO) on which a sample was drawn, or last changed."""
    drawn = [str(act["at"]) for act in one.certificate["acts"]]
    return max([*drawn, *(act.at for act in one.acts)])[:10]


def _rounds_over(connection: Connection) -> dict[str, list[tuple[int, str]]]:
    """The rounds that read each sample, by its id."""
    found: dict[str, list[tuple[int, str]]] = {}
    for where, plan in plans_in(connection).items():
        found.setdefault(plan.sample, []).append(where)
    return found


def _why_kept(connection: Connection, rounds: Iterable[tuple[int, str]], before: date) -> str:
    """Why the ids of a sample are still needed; empty where they are not."""
    for number, name in rounds:
        closed = closed_at(connection, number)
        if not closed:
            return f"{name!r} reads its cases and is open"
        if closed[:10] >= before.isoformat():
            return f"{name!r} reads its cases, and was closed on {in_words(date.fromisoformat(closed[:10]))}"
    return ""


def _keys(connection: Connection, before: date) -> dict[int, tuple[str, int]]:
    """The rounds closed before a day whose subjects are known by keys, with their names and counts."""
    query = select(ROUND.c.seq, ROUND.c.name).join(SUBJECT, SUBJECT.c.round == ROUND.c.seq)
    lines = connection.execute(query.where(SUBJECT.c.key != "")).all()
    found: dict[int, tuple[str, int]] = {}
    for number, name in lines:
        closed = closed_at(connection, number)
        if closed and closed[:10] < before.isoformat():
            found[number] = (name, found.get(number, (name, 0))[1] + 1)
    return found
