"""What the owner of a store does: lay it down, bring it forward after a copy, let others in."""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Column, Engine, MetaData, Table, create_engine, select

from audit.store.laying import bring_forward, lay_down, version_of
from audit.store.roles import check_owner, lay_roles
from audit.store.tables import SCHEMA
from audit.store.transactions import opening

IN_BATCHES = {"yield_per": 10_000}  # rows that are copied at a time


@dataclass(frozen=True, slots=True)
class Prepared:
    """What was found (the version of its tables; None: empty), and the copy that was made of an older one."""

    before: int | None
    copy: Path | None


def prepare(url: str, copies: Path, *, roles: bool = False) -> Prepared:
    """Lay down a store in a server, or bring an older one forward after a copy of it in the folder `copies`.

    With `roles` the two roles of a shared store are laid down too. StateError where it is somebody else's.
    """
    copy = None
    with opening(url) as engine:
        before = version_of(engine)
        check_owner(engine)
        if before is not None and before < SCHEMA:
            copy = _free(copies, f"store-version-{before}")
            _copy(engine, copy)
            bring_forward(engine)
        with engine.connect().execution_options(write=True) as connection, connection.begin():
            if before is None:
                lay_down(connection)
            if roles:
                lay_roles(connection)
    return Prepared(before, copy)


def _free(folder: Path, name: str) -> Path:
    """A name of a database that no file of a folder has yet."""
    number = 1
    while (place := folder / f"{name}{'' if number == 1 else f'-{number}'}.db").exists():
        number += 1
    return place


def _copy(engine: Engine, place: Path) -> None:
    """Copy every row to a new SQLite file, whole; the tables are those of whatever version is there."""
    number, name = tempfile.mkstemp(prefix=f"{place.name}.", dir=place.parent)  # readable by its owner alone
    os.close(number)
    copy = create_engine(f"sqlite:///{name}")
    try:
        with engine.connect() as source, copy.begin() as target:
            there, here = MetaData(), MetaData()
            there.reflect(source)
            for table in there.sorted_tables:
                columns = [Column(c.name, c.type, primary_key=c.primary_key) for c in table.columns]
                own = Table(table.name, here, *columns)
                own.create(target)
                for rows in (
                    source.execute(select(table), execution_options=IN_BATCHES).mappings().partitions()
                ):
                    target.execute(own.insert(), [dict(row) for row in rows])
        Path(name).replace(place)
    finally:
        copy.dispose()
        Path(name).unlink(missing_ok=True)
