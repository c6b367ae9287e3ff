"""The ledger of draws: acts are only added, each in a chain with the one before."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, select

from audit.definitions import nearest
from audit.errors import UnknownError
from audit.sampling.ledger import FIRST, Act, new_act
from audit.sampling.purged import same_cases
from audit.sampling.shape import is_certificate
from audit.sampling.standing import Standing, standing
from audit.store.rows import Stamp, add, as_text, undamaged
from audit.store.store import Store
from audit.store.tables import CARRIED, LEDGER, SAMPLE


@dataclass
class Writing:
    """Acts being added in one transaction, and the sample that they may be about."""

    connection: Connection
    stamp: Stamp
    acts: list[Act] = field(default_factory=list)

    def add(self, act: str, content: Mapping[str, Any], sample: str = "") -> Act:
        """Add an act behind the last one, and give it."""
        last = self.acts[-1].digest if self.acts else FIRST
        found = new_act(act, self.stamp.at, self.stamp.by, content, last, sample=sample)
        row = {"act": act, "sample": sample, "content": as_text(dict(content))}
        digests = {"previous": found.previous, "digest": found.digest}
        add(self.connection, LEDGER, [{**row, **digests, **asdict(self.stamp)}])
        self.acts.append(found)
        return found

    def next_sample(self) -> str:
        """The id of the next sample, such as S-001."""
        known = self.connection.execute(select(SAMPLE.c.id)).scalars().all()
        return f"S-{len(known) + 1:03}"

    def keep(self, certificate: Mapping[str, Any]) -> None:
        """Keep a sample's certificate."""
        row = {"id": certificate["id"], "certificate": as_text(dict(certificate))}
        add(self.connection, SAMPLE, [{**row, **asdict(self.stamp)}])

    def carry(self, sample: str, marks: Mapping[str, Sequence[str]]) -> None:
        """Keep the marks of the carried cells of a sample's cases and reserves, by unit."""
        head = {"sample": sample, **asdict(self.stamp)}
        rows = [{**head, "unit": unit, "block": as_text(list(own))} for unit, own in marks.items()]
        add(self.connection, CARRIED, rows)


class Ledger:
    """What is known of draws in a store."""

    def __init__(self, store: Store) -> None:
        """Look at a store's ledger."""
        self.store = store

    @contextmanager
    def writing(self, stamp: Stamp) -> Iterator[Writing]:
        """One transaction that adds acts, all or none."""
        with self.store.writing() as connection:
            yield Writing(connection, stamp, acts_in(connection))

    def acts(self) -> list[Act]:
        """Every act, in order."""
        with self.store.reading() as connection:
            return acts_in(connection)

    def samples(self) -> dict[str, dict[str, Any]]:
        """The certificates of all samples by their ids, in order of drawing."""
        with self.store.reading() as connection:
            return samples_in(connection)

    def whole(self) -> tuple[list[Act], dict[str, dict[str, Any]]]:
        """Every act and every certificate as of one moment, so that no draw is in one of them alone."""
        with self.store.reading() as connection:
            return acts_in(connection), samples_in(connection)

    def sample(self, name: str) -> dict[str, Any]:
        """The certificate of a sample by its id in any case; UnknownError with the nearest."""
        return _named(self.samples(), name)


def sample_now(connection: Connection, name: str) -> Standing:
    """A sample as it stands, by its id in any case; UnknownError with the nearest."""
    kept = samples_in(connection)
    return replace(standing(_named(kept, name), acts_in(connection)), same=same_cases(kept.values()))


def _named(found: dict[str, dict[str, Any]], name: str) -> dict[str, Any]:
    """The certificate of an id in any case; UnknownError with the nearest."""
    folded = {key.casefold(): key for key in found}
    key = folded.get(name.strip().casefold())
    if key is None:
        end = nearest(name, list(found)) if found else "; draw one with 'audit sample draw'."
        raise UnknownError(f"There is no sample {name!r}{end}")
    return found[key]


def acts_in(connection: Connection) -> list[Act]:
    """Every act, in order."""
    with undamaged():
        rows = connection.execute(select(LEDGER).order_by(LEDGER.c.seq)).all()
        return [
            Act(row.act, row.at, row.by, dict(json.loads(row.content)), row.previous, row.digest, row.sample)
            for row in rows
        ]


def samples_in(connection: Connection) -> dict[str, dict[str, Any]]:
    """The certificates of all samples by their ids, in order of drawing."""
    with undamaged():
        rows = connection.execute(select(SAMPLE.c.id, SAMPLE.c.certificate).order_by(SAMPLE.c.seq)).all()
        found = {row.id: json.loads(row.certificate) for row in rows}
        if not all(map(is_certificate, found.values())):
            raise ValueError(found)
        return found
