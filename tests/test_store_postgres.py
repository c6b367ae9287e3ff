"""The store in a real PostgreSQL: one writer at a time, readers of one moment, and what breaks is said."""

import re
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, nullcontext

import pytest
from cut_lines import line_to
from sqlalchemy import NullPool, create_engine, insert, select
from test_cli_setup import call
from test_store import DUE, ELM, HER, OAK, STAMP

from audit.definitions import library
from audit.errors import StateError, StoreError
from audit.responses.response import Answer, Response
from audit.rounds import Expected, Round
from audit.store import engine as engines
from audit.store.engine import read_url, shown, without_password
from audit.store.store import Store
from audit.store.tables import AGENCY, ANSWER
from audit.templates import load

WHO = {"at": STAMP.at, "by": STAMP.by}


@pytest.fixture
def store(pg_url):
    with closing(Store(pg_url)) as store:
        store.save_agencies([OAK, ELM], STAMP)
        template = load(library(), "section-11/short")
        store.open_round(Round("r1", template, DUE, (Expected(OAK, DUE), Expected(ELM, DUE)), "2026"), STAMP)
        yield store


def run(url, *statements):
    """What the last of some statements gives, each on the server at once."""
    engine = create_engine(read_url(url), isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        found = [connection.exec_driver_sql(one) for one in statements][-1]
        return found.all() if found.returns_rows else []


def save(store, **answers):
    store.save(Response("r1", "oak", "oak"), {name: Answer(value) for name, value in answers.items()}, STAMP)


def kept(store):
    return {name: answer.value for name, answer in store.response("r1", "oak", "oak").answers.items()}


def put_out(url):
    """Every connection to a database is ended by the server, as when it is started anew."""
    name = read_url(url).database
    server = url.replace(f"/{name}?", "/postgres?")
    run(server, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")


@contextmanager
def out_of_reach(url):
    """Nobody is let into a database, as when its server does not run."""
    name = read_url(url).database
    server = url.replace(f"/{name}?", "/postgres?")
    run(server, f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    put_out(url)
    yield
    run(server, f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


def write_two(store, between):
    """Two rows in one transaction, and what happens between them."""
    with store.writing() as connection:
        connection.execute(insert(AGENCY).values(code="x", block="{}", **WHO))
        between()
        connection.execute(insert(AGENCY).values(code="y", block="{}", **WHO))


def test_a_store_is_laid_down_in_an_empty_database_and_opened_again(pg_url):
    for _ in range(2):
        with closing(Store(pg_url)) as store:
            assert store.rounds() == ()


def test_many_who_open_an_empty_database_at_once_lay_down_one_store(pg_url):
    with ThreadPoolExecutor(6) as pool:
        for one in pool.map(Store, [pg_url] * 6):
            one.close()
    assert run(pg_url, "SELECT count(*) FROM meta") == [(1,)]


def test_a_table_meta_of_another_program_is_left_alone(pg_url):
    run(pg_url, "CREATE TABLE meta (name text)")
    with pytest.raises(StoreError, match="This is the database of another program; nothing was changed"):
        Store(pg_url)
    assert run(pg_url, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(1,)]


def test_a_round_answers_and_a_signature_are_read_back(store):
    save(store, A1="met", A2="partly")
    store.save(store.response("r1", "oak", "oak"), {"A1": Answer("not-met")}, STAMP)
    store.sign(store.response("r1", "oak", "oak"), HER, STAMP)
    found = store.response("r1", "oak", "oak")
    assert ({name: one.value for name, one in found.answers.items()}, found.signed) == (
        {"A1": "not-met", "A2": "partly"},
        HER,
    )
    with pytest.raises(StateError, match="signed by Ada Moss"):
        save(store, A1="met")


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_goes_by_any_of_its_names(pg_url, scheme):
    Store(pg_url.replace("postgresql+psycopg", scheme)).close()


def test_texts_of_any_length_are_kept(store):
    reason = "Ä" * 100_000
    store.expect("r1", [Expected(OAK, DUE, reason=reason)], STAMP)
    assert store.round("r1").expected[0].reason == reason


@pytest.mark.usefixtures("store")
def test_only_one_writes_at_a_time_and_what_was_found_still_holds_when_it_is_kept(pg_url):
    """Each of six finds the highest number and adds the next: none is given twice."""

    def add_one():
        with closing(Store(pg_url)) as own:
            for _ in range(8):
                with own.writing() as connection:
                    numbers = [int(one) for one in connection.execute(select(AGENCY.c.block)).scalars()]
                    row = {"code": "n", "block": str(max(numbers, default=0) + 1), **WHO}
                    connection.execute(insert(AGENCY).values(**row))

    run(pg_url, "DELETE FROM agency")
    threads = [threading.Thread(target=add_one) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [int(block) for (block,) in run(pg_url, "SELECT block FROM agency ORDER BY seq")] == list(
        range(1, 49)
    )


def test_a_reader_sees_one_moment_and_cannot_write(store, pg_url):
    with store.reading() as connection:
        before = connection.execute(select(ANSWER.c.question)).all()
        with closing(Store(pg_url)) as other:
            save(other, A1="met")
        assert connection.execute(select(ANSWER.c.question)).all() == before == []
    assert kept(store) == {"A1": "met"}
    with pytest.raises(StoreError, match="a copy to read from"), store.reading() as connection:
        connection.execute(insert(AGENCY).values(code="x", block="{}", **WHO))


@pytest.mark.usefixtures("store")
def test_a_database_that_reads_only_is_said_to(pg_url):
    name = read_url(pg_url).database
    run(pg_url, f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    with (
        closing(Store(pg_url)) as own,
        pytest.raises(StoreError, match=r"^Nothing was written: this server is a copy"),
    ):
        save(own, A1="met")


def test_who_waits_too_long_for_another_is_told_and_may_try_again(store, pg_url, monkeypatch):
    monkeypatch.setattr(engines, "LIMITS", "SELECT set_config('lock_timeout', '100ms', true)")
    with (
        closing(Store(pg_url)) as other,
        other.writing(),
        pytest.raises(
            StoreError, match=r"^Nothing was written: somebody else has been writing for over 30 sec"
        ),
    ):
        save(store, A1="met")
    save(store, A1="met")
    assert kept(store) == {"A1": "met"}


@pytest.mark.usefixtures("store")
def test_a_writer_that_says_nothing_more_is_put_out(pg_url, monkeypatch):
    monkeypatch.setattr(
        engines, "LIMITS", "SELECT set_config('idle_in_transaction_session_timeout', '50ms', true)"
    )
    with closing(Store(pg_url)) as gone, pytest.raises(StoreError, match="took over 60 seconds"):
        write_two(gone, lambda: time.sleep(0.4))
    assert not run(pg_url, "SELECT code FROM agency WHERE code IN ('x', 'y')")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("53100", "the disk of the database server is full; tell those who run it, then try again."),
        ("57014", "the database stopped it, since it took too long."),
    ],
)
def test_a_server_that_cannot_is_said_in_a_sentence_and_nothing_is_written(store, pg_url, code, said):
    run(
        pg_url,
        f"""CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '{code}'; END $$""",
        "CREATE TRIGGER fail AFTER INSERT ON answer EXECUTE FUNCTION fail()",
    )
    with pytest.raises(StoreError) as caught:
        save(store, A1="met")
    assert str(caught.value) == f"Nothing was written: {said}"
    assert kept(store) == {}


def test_a_connection_that_broke_between_two_answers_is_opened_anew(store, pg_url):
    save(store, A1="met")
    with out_of_reach(pg_url), pytest.raises(StoreError, match="not currently accepting connections"):
        save(store, A2="met")
    save(store, A3="met")
    assert kept(store) == {"A1": "met", "A3": "met"}


def test_a_server_that_stops_in_the_middle_keeps_what_was_acknowledged(store, pg_url):
    save(store, A1="met")
    with pytest.raises(StoreError, match=r"^Nothing was written: .*what was acknowledged before is kept"):
        write_two(store, lambda: put_out(pg_url))
    assert kept(store) == {"A1": "met"}
    assert not run(pg_url, "SELECT code FROM agency WHERE code IN ('x', 'y')")


@pytest.mark.parametrize("heard", [True, False])
def test_a_line_cut_at_the_commit_is_asked_again_what_came_of_it(store, pg_server, pg_url, heard):
    with (
        tempfile.TemporaryDirectory(dir="/tmp") as folder,
        line_to(pg_server, folder, heard) as cut,
        closing(Store(pg_url.replace(str(pg_server), folder))) as own,
        nullcontext() if heard else pytest.raises(StoreError, match=r"^Nothing was written: .*broke"),
    ):
        save(own, A1="met")
    assert cut.is_set()
    assert kept(store) == ({"A1": "met"} if heard else {})


def test_where_nobody_can_tell_what_came_of_a_commit_that_is_said(store, pg_server, pg_url, monkeypatch):
    monkeypatch.setattr(engines, "PAUSES", ())
    with (
        tempfile.TemporaryDirectory(dir="/tmp") as folder,
        line_to(pg_server, folder, heard=True, back=False) as cut,
        closing(Store(pg_url.replace(str(pg_server), folder))) as own,
    ):
        with pytest.raises(StoreError, match="not known whether it was: look with 'audit log'"):
            save(own, A1="met")
        assert cut.is_set()
    assert kept(store) == {"A1": "met"}


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("postgresql://x.invalid/d", "failed to resolve host.* mend the name of the host"),
        ("postgresql://ann:s3cret@127.0.0.1:1/d", "Connection refused; mend the host or the port"),
        (
            "postgresql:///d?host=/nowhere/at/all",
            "No such file or directory; start the server, or mend its place in the URL",
        ),
        ("postgresql:///d?host=/tmp&nonsense=1&password=s3cret", "invalid connection option"),
        ("postgresql://ann:a@s3cret@h/d", "its URL cannot be read; .*%40 for @"),
        ("postgresql://ann:s3cret:s3cret@h:x/d", "its URL cannot be read"),
        ("postgresql+psycopg2://ann:s3cret@h/d", "it names a driver, psycopg2, .* write postgresql://"),
        ("mysql://ann:s3cret@h/d", "a store lies in SQLite or PostgreSQL, not in mysql"),
        ("audit", "it is no URL; write postgresql://user@host/database"),
    ],
)
def test_an_address_that_leads_nowhere_is_said_without_its_password(address, said, monkeypatch):
    monkeypatch.setattr(engines, "PAUSES", ())
    with pytest.raises(StoreError, match=f"^The store .* cannot be opened: {said}") as caught:
        Store(address)
    assert "s3cret" not in str(caught.value)
    assert len(str(caught.value).split("\n")) == 1


def test_without_its_driver_the_sentence_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match=re.escape("pip install 'safeguarding-audit[postgres]'")):
        Store("postgresql://h/d")


def test_a_sign_that_postgresql_cannot_keep_is_said_and_nothing_is_written(store):
    with pytest.raises(
        StoreError, match=r"^Nothing was written: .* cannot contain NUL .*; take that sign out"
    ):
        store.expect("r1", [Expected(OAK, DUE, reason="a\0b")], STAMP)
    assert not store.round("r1").expected[0].reason


def test_a_password_is_not_shown_and_not_written_down():
    url = "postgresql://ann:s3cret@h/d?password=s3cret&sslmode=require"
    assert shown(url) == "'postgresql://ann:***@h/d?password=***&sslmode=require'"
    assert without_password(url) == ("postgresql+psycopg://ann@h/d?sslmode=require", True)
    assert without_password("postgres://ann@h/d") == ("postgresql+psycopg://ann@h/d", False)


def test_a_wrong_password_database_or_user_is_said(pg_server, pg_url):
    settings = pg_server / "data" / "pg_hba.conf"
    settings.write_text(f"local all locked scram-sha-256\n{settings.read_text()}")
    run(pg_url, "CREATE ROLE locked LOGIN PASSWORD 's3cret'", "SELECT pg_reload_conf()")
    for given, said in {
        pg_url.replace("owner@", "locked:wr0ng@"): 'password authentication failed for user "locked"; mend',
        pg_url.replace("owner@", "locked@"): "no password supplied; give one in PGPASSFILE",
        pg_url.replace("owner@", "nobodys@"): 'role "nobodys" does not exist; mend that name in the URL',
        pg_url.replace("/test_", "/elsewhere_"): "does not exist; mend that name in the URL",
    }.items():
        with pytest.raises(StoreError, match=said) as caught:
            Store(given)
        assert "wr0ng" not in str(caught.value)
    with pytest.raises(StoreError, match="There is no store in this database"):
        Store(pg_url.replace("owner@", "locked:s3cret@"), lay=False)


def test_a_store_has_a_schema_of_its_own_where_its_url_names_one(pg_url):
    url = f"{pg_url}&options=-csearch_path%3Dours"
    run(pg_url, "CREATE TABLE places (name text)")
    with pytest.raises(StoreError, match=r"database of another program.*search_path%3DNAME"):
        Store(pg_url)
    with pytest.raises(StoreError, match="its schema is not there"):
        Store(url)
    run(pg_url, "CREATE SCHEMA ours")
    with closing(Store(url)) as store:
        store.save_agencies([OAK], STAMP)
    assert run(pg_url, "SELECT code FROM ours.agency") == [("oak",)]
    assert run(pg_url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'") == [("places",)]


def test_an_older_store_is_brought_forward_by_its_owner_after_a_copy_that_opens(pg_url, tmp_path, store):
    save(store, A1="met")
    for statement in (
        "ALTER TABLE answer DROP COLUMN reading",
        "ALTER TABLE response_act DROP COLUMN block",
        "DROP TABLE past",
        "UPDATE meta SET value = '6' WHERE key = 'schema'",
    ):
        run(pg_url, statement)
    told = call("round", "list", "--store", pg_url, code=1)
    assert "its owner brings it forward with 'audit store init URL'" in told.stderr
    done = call("store", "init", pg_url, "-w", tmp_path)
    assert "store-version-6.db" in done.stderr
    assert kept(store) == {"A1": "met"}
    with closing(Store(f"sqlite:///{tmp_path / 'store-version-6.db'}")) as copy:
        assert kept(copy) == {"A1": "met"}
    assert "there already" in call("store", "init", pg_url).stderr


@pytest.mark.usefixtures("store")
def test_a_newer_store_is_refused_and_left_alone(pg_url):
    run(pg_url, "UPDATE meta SET value = '99' WHERE key = 'schema'")
    for answer in (call("round", "list", "--store", pg_url, code=1), call("store", "init", pg_url, code=1)):
        assert "newer version of this program; upgrade it" in answer.stderr


def test_a_workspace_says_where_its_store_is_and_never_with_which_password(pg_url, tmp_path):
    folder, secret = tmp_path / "ws", pg_url.replace("owner@", "owner:s3cret@")
    made = call("init", folder, "--store", secret, "--name", "Kingsbridge")
    assert "password was not written" in made.stderr
    settings = (folder / "audit.toml").read_text()
    assert 'name = "Kingsbridge"' in settings
    assert "s3cret" not in settings
    assert not (folder / "audit.db").exists()
    call("agency", "add", "Oak Trust", "--kind", "school", "-w", folder)
    assert "Oak Trust" in call("agency", "list", "--store", pg_url).stdout
    own = f"sqlite:///{tmp_path / 'own.db'}"
    Store(own).close()
    assert "Oak Trust" not in call("agency", "list", "-w", folder, "--store", own).stdout
