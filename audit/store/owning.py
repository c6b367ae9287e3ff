"""What the owner of a store does: lay it down, bring it forward after a copy, let others in."""

from dataclasses import dataclass
from pathlib import Path

from audit.store.copying import copy_as_it_is
from audit.store.laying import bring_forward, lay_down, version_of
from audit.store.roles import check_owner, has_roles, lay_roles
from audit.store.tables import SCHEMA
from audit.store.transactions import opening


@dataclass(frozen=True, slots=True)
class Prepared:
    """What was found (the version of its tables; None: empty), and the copy that was made of an older one."""

    before: int | None
    copy: Path | None


def prepare(url: str, copies: Path, *, roles: bool = False) -> Prepared:
    """Lay down a store in a server, or bring an older one forward after a copy of it in the folder `copies`.

    With `roles` the two roles of a shared store are laid down too; those that are there may use new tables
    as they may the old. StateError where it is somebody else's.
    """
    copy = None
    with opening(url) as engine:
        before = version_of(engine)
        check_owner(engine)
        if before is not None and before < SCHEMA:
            copy = _free(copies, f"store-version-{before}")
            copy_as_it_is(engine, copy)
            bring_forward(engine)
        with engine.connect().execution_options(write=True) as connection, connection.begin():
            if before is None:
                lay_down(connection)
            if roles or has_roles(connection):
                lay_roles(connection)
    return Prepared(before, copy)


def _free(folder: Path, name: str) -> Path:
    """A name of a database that no file of a folder has yet."""
    number = 1
    while (place := folder / f"{name}{'' if number == 1 else f'-{number}'}.db").exists():
        number += 1
    return place
