"""Two roles on a shared store: one reads, the other adds; neither changes or takes away a row."""

from sqlalchemy import Connection, Engine, text

from audit.errors import StateError
from audit.store.tables import META, METADATA

READER, WRITER = "audit_reader", "audit_writer"
OWNER = text(
    "SELECT pg_get_userbyid(relowner) AS name, pg_has_role(relowner, 'USAGE') AS ours "
    "FROM pg_class WHERE oid = to_regclass('meta')"
)
THERE = text("SELECT rolname FROM pg_roles")
MAKES = text("SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user")
GIVEN = text("SELECT has_table_privilege(oid, 'meta', 'SELECT') FROM pg_roles WHERE rolname = :name")
SCHEMA_NAME = text("SELECT quote_ident(current_schema())")


def check_owner(engine: Engine) -> None:
    """StateError where the tables belong to somebody else, who alone can change them and let others in."""
    with engine.connect() as connection:
        owner = connection.execute(OWNER).first()
    if owner and not owner.ours:
        raise StateError(f"The store belongs to the role {owner.name}; connect as that one to do this.")


def has_roles(connection: Connection) -> bool:
    """Whether the roles were laid down on this store, rather than on another of the same server."""
    return bool(connection.execute(GIVEN, {"name": READER}).scalar())


def lay_roles(connection: Connection) -> None:
    """Make the two roles where they are not there, and say what each may do; StateError where we may not."""
    there = set(connection.execute(THERE).scalars())
    missing = [name for name in (READER, WRITER) if name not in there]
    if missing and not connection.execute(MAKES).scalar():
        wanted = " ".join(f"CREATE ROLE {name} NOLOGIN;" for name in missing)
        raise StateError(
            f"Your role may not make roles; ask the server's owner to run {wanted} and do this again."
        )
    for statement in (*(f"CREATE ROLE {name} NOLOGIN" for name in missing), *_grants(connection)):
        connection.exec_driver_sql(statement)


def _grants(connection: Connection) -> list[str]:
    """The statements that say what the roles may do."""
    schema = connection.execute(SCHEMA_NAME).scalar()
    tables = [f"{schema}.{table.name}" for table in METADATA.sorted_tables]
    added = [f"{schema}.{table.name}" for table in METADATA.sorted_tables if table is not META]
    sequences = [f"{schema}.{table.name}_seq_seq" for table in METADATA.sorted_tables if "seq" in table.c]
    return [
        f"GRANT USAGE ON SCHEMA {schema} TO {READER}, {WRITER}",
        f"REVOKE ALL ON {', '.join(tables)} FROM PUBLIC, {READER}, {WRITER}",
        f"GRANT SELECT ON {', '.join(tables)} TO {READER}, {WRITER}",
        f"GRANT INSERT ON {', '.join(added)} TO {WRITER}",
        f"GRANT USAGE ON SEQUENCE {', '.join(sequences)} TO {WRITER}",
    ]
