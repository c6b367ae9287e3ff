"""Where a case stands in a store: in which samples, under which reference, and who wrote what about it."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Table, func, select

from audit.sampling.certificate import acts_of
from audit.sampling.standing import Standing, standing
from audit.store.cases import plans_in
from audit.store.ledger import acts_in, samples_in
from audit.store.purging import TEXTS
from audit.store.rows import undamaged
from audit.store.store import Store
from audit.store.tables import (
    ANSWER,
    CONCERN,
    LEDGER,
    METADATA,
    PANEL,
    ROUND,
    SAMPLE,
    SUBJECT,
)
from audit.wording import whole_words

AROUND = 40  # characters that are shown either side of an id that was typed
_WORDS = {
    "answer": "an answer",
    "concern": "a concern",
    "concern_act": "a concern",
    "panel": "a panel's grade",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where something about a case stands: `what` it is, in which sample or round, under which reference.

    `count` is how many such rows there are, `by` and `at` who wrote the last of them and when (ISO 8601);
    `text` is what was typed around an id.
    """

    what: str
    where: str
    reference: str = ""
    count: int = 1
    by: str = ""
    at: str = ""
    text: str = ""


def find(store: Store, case: str) -> tuple[Place, ...]:
    """Everything that is kept about the case of an id, in the order in which a case comes by it."""
    with store.reading() as connection, undamaged():
        acts, certificates = acts_in(connection), samples_in(connection)
        samples = [standing(one, acts) for one in certificates.values()]
        places = [place for one in samples for place in _drawn(one, case)]
        known = {(place.where, place.reference) for place in places if place.reference}
        about = list(_rounds(connection, known, case))
        places += [place for number, name, ref in about for place in _written(connection, number, name, ref)]
        return (*places, *_typed(connection, case))


def is_case(unit: str, case: str) -> bool:
    """Whether a unit is a case, or has it among the columns that make it; case and blanks do not count."""
    wanted = _plain(case)
    return _plain(unit) == wanted or wanted in map(_plain, unit.split("|"))


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _drawn(one: Standing, case: str) -> Iterator[Place]:
    drawn = next((act for act in acts_of(one.certificate, one.id) if act.act == "draw"), None)
    by, at = (drawn.by, drawn.at) if drawn else ("", "")
    for entry in one.entries:
        if is_case(entry.unit, case):
            what = f"struck out of a sample ({entry.struck})" if entry.struck else "drawn in a sample"
            yield Place(what, one.id, entry.reference, by=by, at=entry.since or at)
    for reserve in one.reserves:
        if is_case(str(reserve["unit"]), case):
            yield Place("a reserve of a sample, not called in", one.id, by=by, at=at)


def _rounds(connection: Connection, known: set[tuple[str, str]], case: str) -> Iterator[tuple[int, str, str]]:
    """The rounds in which a case is read, with their numbers and its reference there."""
    for (number, name), plan in plans_in(connection).items():
        for sample, ref in sorted(known):
            if sample == plan.sample:
                yield number, name, ref
    keys = select(SUBJECT.c.key, SUBJECT.c.reference, ROUND.c.seq, ROUND.c.name)
    for line in connection.execute(keys.join(ROUND, ROUND.c.seq == SUBJECT.c.round)):
        if line.key and is_case(line.key, case):
            yield line.seq, line.name, line.reference


def _written(connection: Connection, number: int, name: str, ref: str) -> Iterator[Place]:
    """How much was written about a case in a round, by kind and person."""
    for table, what in ((ANSWER, "answers"), (PANEL, "grades of a panel"), (CONCERN, "immediate concerns")):
        columns = (table.c.by, func.count().label("rows"), func.max(table.c.at).label("at"))
        own = select(*columns).where(table.c.round == number, table.c.subject == ref)
        for line in connection.execute(own.group_by(table.c.by).order_by(table.c.by)):
            yield Place(what, name, ref, line.rows, line.by, line.at)


def _typed(connection: Connection, case: str) -> Iterator[Place]:
    """Where somebody typed an id into a text, in any case and as a whole word."""
    wanted = whole_words([re.escape(case.strip())])
    rounds = {line.seq: line.name for line in connection.execute(select(ROUND.c.seq, ROUND.c.name))}
    for table in METADATA.sorted_tables:
        names = [name for name in TEXTS if name in table.c]
        if not names or table in {LEDGER, SAMPLE}:
            continue
        for line in connection.execute(select(table).order_by(table.c.seq)):
            for text in (part for name in names for part in _texts(getattr(line, name))):
                if wanted and (found := wanted.search(text)):
                    yield _place(table, line, rounds, _around(text, found))


def _texts(text: str) -> Sequence[str]:
    """The texts in a block of JSON, or the one text."""
    if not text.startswith(("{", "[")):
        return (text,)
    found: list[str] = []
    waiting: list[Any] = [json.loads(text)]
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, str):
            found.append(one)
        elif isinstance(one, (list, dict)):
            waiting[:0] = one.values() if isinstance(one, dict) else one
    return found


def _around(text: str, found: re.Match[str]) -> str:
    start, end = max(found.start() - AROUND, 0), found.end() + AROUND
    cut = " ".join(text[start:end].split())
    return f"{'… ' if start else ''}{cut}{' …' if end < len(text) else ''}"


def _place(table: Table, line: Row[Any], rounds: Mapping[int, str], text: str) -> Place:
    what = f"typed in {_WORDS.get(table.name, f'the table {table.name}')}"
    where = rounds.get(line.round, "") if "round" in table.c else getattr(line, "action", "")
    reference = getattr(line, "subject", "") or getattr(line, "reference", "")
    return Place(what, str(where), str(reference), by=line.by, at=line.at, text=text)
