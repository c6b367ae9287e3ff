"""Where a case stands in a store: in which samples, under which reference, and who wrote what about it."""

from collections.abc import Iterator

from sqlalchemy import Connection, func, select

from audit.mentions import Ids
from audit.sampling.certificate import acts_of
from audit.sampling.standing import Standing, standing
from audit.store.cases import plans_in
from audit.store.ledger import acts_in, samples_in
from audit.store.rows import undamaged
from audit.store.store import Store
from audit.store.tables import ANSWER, CONCERN, PANEL, ROUND, SUBJECT
from audit.store.typed import Place, typed


def find(store: Store, case: str) -> tuple[Place, ...]:
    """Everything that is kept about the case of an id, in the order in which a case comes by it."""
    ids = only(case)
    with store.reading() as connection, undamaged():
        acts, certificates = acts_in(connection), samples_in(connection)
        samples = [standing(one, acts) for one in certificates.values()]
        places = [place for one in samples for place in _drawn(one, ids)]
        known = {(place.where, place.reference) for place in places if place.reference}
        about = list(_rounds(connection, known, ids))
        places += [place for number, name, ref in about for place in _written(connection, number, name, ref)]
        return (*places, *typed(connection, ids))


def only(case: str) -> Ids:
    """One id to look for, as short as it may be."""
    return Ids([case], shortest=1)


def is_case(unit: str, ids: Ids) -> bool:
    """Whether a unit is a case that is looked for, or has it among the columns that make it."""
    return ids.is_one(unit) or any(map(ids.is_one, unit.split("|")))


def _drawn(one: Standing, ids: Ids) -> Iterator[Place]:
    drawn = next((act for act in acts_of(one.certificate, one.id) if act.act == "draw"), None)
    by, at = (drawn.by, drawn.at) if drawn else ("", "")
    for entry in one.entries:
        if is_case(entry.unit, ids):
            what = f"struck out of a sample ({entry.struck})" if entry.struck else "drawn in a sample"
            yield Place(what, one.id, entry.reference, by=by, at=entry.since or at)
    for reserve in one.reserves:
        if is_case(str(reserve["unit"]), ids):
            yield Place("a reserve of a sample, not called in", one.id, by=by, at=at)


def _rounds(connection: Connection, known: set[tuple[str, str]], ids: Ids) -> Iterator[tuple[int, str, str]]:
    """The rounds in which a case is read, with their numbers and its reference there."""
    for (number, name), plan in plans_in(connection).items():
        for sample, ref in sorted(known):
            if sample == plan.sample:
                yield number, name, ref
    keys = select(SUBJECT.c.key, SUBJECT.c.reference, ROUND.c.seq, ROUND.c.name)
    for line in connection.execute(keys.join(ROUND, ROUND.c.seq == SUBJECT.c.round)):
        if line.key and is_case(line.key, ids):
            yield line.seq, line.name, line.reference


def _written(connection: Connection, number: int, name: str, ref: str) -> Iterator[Place]:
    """How much was written about a case in a round, by kind and person."""
    for table, what in ((ANSWER, "answers"), (PANEL, "grades of a panel"), (CONCERN, "immediate concerns")):
        columns = (table.c.by, func.count().label("rows"), func.max(table.c.at).label("at"))
        own = select(*columns).where(table.c.round == number, table.c.subject == ref)
        for line in connection.execute(own.group_by(table.c.by).order_by(table.c.by)):
            yield Place(what, name, ref, line.rows, line.by, line.at)
