"""audit store init, copy: a store that many share, and stores that move."""

import click

from audit.cli.desk import Desk, everywhere
from audit.cli.groups import InOrder
from audit.cli.screen import tell
from audit.cli.store_copy import copy
from audit.errors import StateError

FORWARD = "Everybody who works in it needs this version of the program now."


@click.group(cls=InOrder)
def store() -> None:
    """A store in PostgreSQL, which many share; and copies of a store.

    \b
    Example:
      audit store init postgresql://owner@db.kingsbridge.gov.uk/audit --roles
    """


@store.command()
@click.argument("url", required=False)
@click.option("--roles", is_flag=True, help="Also two roles, audit_reader and audit_writer.")
@everywhere
def init(desk: Desk, url: str | None, roles: bool) -> None:
    """Lay down a store at URL, or bring an older one forward; its owner does this once.

    URL is a PostgreSQL database, by default the store of this workspace. Of an older store a copy is made
    first, here, as a file. With --roles what people may do follows from the role that they are given:
    audit_reader sees everything and writes nothing, audit_writer also adds, and neither can change or
    delete a row.

    \b
    Examples:
      audit store init postgresql://owner@db.kingsbridge.gov.uk/audit --roles
      audit store init "postgresql://owner@db/shared?options=-csearch_path%3Dsafeguarding"
    """
    from audit.store.engine import shown
    from audit.store.owning import prepare

    address = url or desk.address
    if not address or address.startswith("sqlite"):
        raise StateError(
            "This is for a store in PostgreSQL: name it as postgresql://owner@host/database. A file is made "
            "by 'audit init', brought forward as it is opened, and as open as its folder."
        )
    done = prepare(address, desk.folder, roles=roles)
    what = "ready" if done.before is None else "there already; its tables were left as they are"
    if done.copy:
        what = f"brought forward; as it was before it stands in {done.copy}. {FORWARD}"
    tell(f"The store {shown(address)} is {what.rstrip('.')}.")
    if roles:
        from audit.store.roles import READER, WRITER

        tell("Now let people in, each by their own name in the database:")
        tell(f"  GRANT {WRITER} TO ann;   who answers and records", "  ")
        tell(f"  GRANT {READER} TO ben;   who only looks", "  ")
        tell(
            "Both roles are of the whole server: where it holds other stores, first take from everybody the "
            "right to connect to each (REVOKE CONNECT ON DATABASE … FROM PUBLIC), and give it by name."
        )


store.add_command(copy)
