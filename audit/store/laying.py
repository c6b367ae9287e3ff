"""Lay down the tables of a store, and bring an older one forward."""

from pathlib import Path

from sqlalchemy import Connection, Engine, insert, select, update
from sqlalchemy import inspect as look
from sqlalchemy.exc import DBAPIError

from audit.errors import StoreError
from audit.passing import passing
from audit.store.tables import ADDED, META, METADATA, SCHEMA

ANOTHER = "the database of another program; nothing was changed in it"


def settle(engine: Engine, *, lay: bool = True) -> None:
    """See that a store has the tables of today; StoreError where a newer or another program wrote it.

    An empty one is given them where `lay` is wanted. A file of an older version is brought forward; a server,
    on which others may still run that version, only by its owner (`bring_forward`).
    """
    found = version_of(engine)
    if found is None:
        if not lay and engine.dialect.name != "sqlite":
            raise StoreError("There is no store in this database; lay one down with 'audit store init URL'.")
        with engine.connect().execution_options(write=True) as connection, connection.begin():
            lay_down(connection)
    elif found < SCHEMA:
        if engine.dialect.name != "sqlite":
            raise StoreError(
                f"The store was made by an older version of this program (its tables are version {found}, "
                f"ours {SCHEMA}); its owner brings it forward with 'audit store init URL', after which "
                "everybody needs this version."
            )
        if engine.url.database:
            copy_file(engine, Path(f"{engine.url.database}.version-{found}"))
        bring_forward(engine)


def version_of(engine: Engine) -> int | None:
    """The version of a store's tables; None where there are none yet.

    StoreError where a newer program wrote them, or another one.
    """
    with engine.connect() as connection:
        tables = [META.name] if look(connection).has_table(META.name) else look(connection).get_table_names()
        found = _written(connection) if META.name in tables else None
    if found is not None:
        return _known(found)
    if tables and engine.dialect.name == "sqlite":
        raise StoreError(f"This file is {ANOTHER}.")
    if tables:
        raise StoreError(
            f"This is {ANOTHER}; let its owner make a schema for the store, and name it at the end of the "
            "URL: ?options=-csearch_path%3DNAME."
        )
    return None


def _written(connection: Connection) -> str | None:
    """The version that a table `meta` tells of; StoreError where it is not ours."""
    try:
        return connection.execute(select(META.c.value).where(META.c.key == "schema")).scalar()
    except DBAPIError as error:
        if "column" in str(error.orig):
            raise StoreError(f"This is {ANOTHER}.") from None
        raise


def _known(found: str) -> int:
    if int(found) > SCHEMA:
        raise StoreError("The store was written by a newer version of this program; upgrade it to go on.")
    return int(found)


def lay_down(connection: Connection) -> None:
    """Lay down the tables in a transaction under way, unless somebody just has."""
    METADATA.create_all(connection)
    if not connection.execute(select(META.c.key).where(META.c.key == "schema")).first():
        connection.execute(insert(META).values(key="schema", value=str(SCHEMA)))


def bring_forward(engine: Engine) -> None:
    """Give an older store the tables and columns that it lacks, all or none."""
    with engine.connect().execution_options(write=True) as connection, connection.begin():
        METADATA.create_all(connection)
        for table, name in ADDED:
            if name not in {column["name"] for column in look(connection).get_columns(table.name)}:
                kind = table.c[name].type.compile(engine.dialect)
                default = table.c[name].server_default.arg  # type: ignore[union-attr]
                add = f"ALTER TABLE {table.name} ADD COLUMN {name} {kind} DEFAULT {default} NOT NULL"
                connection.exec_driver_sql(add)
        for index in (one for table in METADATA.sorted_tables for one in table.indexes):
            index.create(connection, checkfirst=True)
        connection.execute(update(META).where(META.c.key == "schema").values(value=str(SCHEMA)))


def copy_file(engine: Engine, place: Path) -> None:
    """Copy an SQLite database to a place, whole, unless one is there already.

    It has the name only when it is whole.
    """
    if place.exists():
        return
    with passing(place.parent) as folder:
        copy = folder / "copy"
        copy.touch(mode=0o600)
        with engine.connect() as connection:
            connection.connection.execute("VACUUM INTO ?", (str(copy),))
        copy.replace(place)
