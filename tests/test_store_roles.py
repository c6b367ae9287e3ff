"""Who may do what in a shared store: its owner lays down two roles, and each is told what it may not do."""

from contextlib import closing

import pytest
from sqlalchemy.exc import ProgrammingError
from test_cli_setup import call, refused
from test_store import ELM, OAK, STAMP
from test_store_postgres import run

from audit.errors import StoreError
from audit.store.store import Store
from audit.store.tables import METADATA

PEOPLE = {"ann": "audit_writer", "ben": "audit_reader", "cat": ""}
PRIVILEGES = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE")


def as_role(url, name):
    return url.replace("owner@", f"{name}@")


@pytest.fixture
def people(pg_url):
    """Nobody has a role yet; ann, ben and cat can connect, and that is all."""
    gone = [f"DROP ROLE IF EXISTS {name}" for name in (*PEOPLE, "audit_reader", "audit_writer")]
    run(pg_url, *gone, *(f"CREATE ROLE {name} LOGIN" for name in PEOPLE))


@pytest.fixture
def shared(pg_url, people):  # noqa: ARG001
    """A store with its roles, into which ann and ben are let."""
    call("store", "init", pg_url, "--roles")
    run(pg_url, *(f"GRANT {role} TO {name}" for name, role in PEOPLE.items() if role))
    with closing(Store(pg_url)) as store:
        store.save_agencies([OAK], STAMP)
    return pg_url


def test_a_writer_adds_and_a_reader_looks_and_is_told_what_it_may_not(shared):
    call("agency", "add", "Elm School", "--kind", "school", "--store", as_role(shared, "ann"))
    assert "Elm School" in call("agency", "list", "--store", as_role(shared, "ben")).stdout
    said = refused("agency", "add", "Ash", "--kind", "school", "--store", as_role(shared, "ben"))
    assert said == (
        "Nothing was written: your role may read this store, not write in it; its owner can give you the "
        "role audit_writer."
    )
    said = refused("agency", "list", "--store", as_role(shared, "cat"))
    assert said.endswith(
        "your role may not read this store; its owner can give you the role audit_reader or audit_writer."
    )
    with closing(Store(shared)) as store:
        assert [one.name for one in store.agencies()] == ["Oak Trust", "Elm School"]


def test_rows_are_only_ever_added_whatever_the_role(shared):
    wanted = {"ann": {"SELECT", "INSERT"}, "ben": {"SELECT"}, "cat": set()}
    for name in PEOPLE:
        for table, given in privileges(shared, name).items():
            assert given == (wanted[name] - {"INSERT"} if table == "meta" else wanted[name]), (name, table)
    for statement in (
        "UPDATE agency SET block = ''",
        "DELETE FROM agency",
        "TRUNCATE agency",
        "DROP TABLE agency",
    ):
        with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
            run(as_role(shared, "ann"), statement)


def privileges(url, role):
    """What a role may do with each table."""
    asked = ", ".join(f"has_table_privilege('{role}', tablename::text, '{one}')" for one in PRIVILEGES)
    rows = run(url, f"SELECT tablename, {asked} FROM pg_tables WHERE schemaname = 'public'")
    assert len(rows) == len(METADATA.tables)
    return {table: {one for one, may in zip(PRIVILEGES, said, strict=True) if may} for table, *said in rows}


def test_laying_down_the_roles_again_changes_nothing_and_only_the_owner_may(shared):
    said = call("store", "init", shared, "--roles").stderr
    assert "is there already; its tables were left as they are." in said
    assert "\n  GRANT audit_writer TO ann;   who answers and records\n" in said
    assert "Both roles are of the whole server" in said
    for options in ([], ["--roles"]):
        assert refused("store", "init", as_role(shared, "ann"), *options) == (
            "The store belongs to the role owner; connect as that one to do this."
        )
    with closing(Store(as_role(shared, "ann"))) as store:
        assert store.save_agencies([ELM], STAMP) == 1


def test_a_store_that_is_brought_forward_keeps_its_roles_on_new_tables_too(shared, tmp_path):
    run(shared, "DROP TABLE past", "UPDATE meta SET value = '6' WHERE key = 'schema'")
    call("store", "init", shared, "-w", tmp_path)
    assert privileges(shared, "ann")["past"] == {"SELECT", "INSERT"}
    assert privileges(shared, "ben")["past"] == {"SELECT"}


@pytest.mark.usefixtures("people")
def test_roles_of_another_store_of_the_server_are_not_let_in(pg_url):
    run(pg_url, "CREATE ROLE audit_reader NOLOGIN", "CREATE ROLE audit_writer NOLOGIN")
    call("store", "init", pg_url)
    assert privileges(pg_url, "audit_reader")["answer"] == set()


@pytest.mark.usefixtures("people")
def test_who_may_not_make_roles_or_tables_is_told_who_may(pg_url):
    said = refused("store", "init", as_role(pg_url, "cat"))
    assert "your role may not make tables here; connect as the role that owns the database" in said
    run(pg_url, "GRANT CREATE ON SCHEMA public TO cat")
    said = refused("store", "init", as_role(pg_url, "cat"), "--roles")
    assert said == (
        "Your role may not make roles; ask the server's owner to run CREATE ROLE audit_reader NOLOGIN; "
        "CREATE ROLE audit_writer NOLOGIN; and do this again."
    )
    with pytest.raises(StoreError, match="There is no store in this database"):  # all or nothing
        Store(pg_url, lay=False)
    run(pg_url, "CREATE ROLE audit_reader NOLOGIN", "CREATE ROLE audit_writer NOLOGIN")
    call("store", "init", as_role(pg_url, "cat"), "--roles")
    assert privileges(pg_url, "audit_writer")["answer"] == {"SELECT", "INSERT"}
    run(pg_url, "DROP OWNED BY cat CASCADE")


def test_a_file_has_no_roles(tmp_path):
    said = refused("store", "init", f"sqlite:///{tmp_path / 'a.db'}", "--roles")
    assert said.startswith("This is for a store in PostgreSQL: name it as postgresql://owner@host/database.")
    assert not list(tmp_path.iterdir())
