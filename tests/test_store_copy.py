"""A whole store is copied either way, at one moment, all or nothing, and proved."""

import json
import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from released import SAID, digests, dumped, killed, lay, says, written
from sqlalchemy import create_engine, insert, text
from test_cli_setup import as_json, call, refused, write

from audit.agencies import Agency
from audit.cli.store_copy import address, files_beside
from audit.errors import StateError, StoreError
from audit.store.copying import copy_store
from audit.store.rows import Stamp
from audit.store.store import Store
from audit.store.tables import AGENCY, ANSWER, FINDING, METADATA, ROUND_ACT, SCHEMA

ANN = Stamp("2026-10-12T10:00:00+00:00", "Ann")
FIRST = "from audit.store.copying import copy_store"
FAR = "lambda done, _: done >= int(sys.argv[4]) and os.kill(os.getpid(), signal.SIGKILL)"
COPY = f"copy_store(sys.argv[2], sys.argv[3], {FAR})"
TIMES = 1  # how often a program is killed; more finds nothing else


@pytest.fixture
def full(tmp_path):
    """The folder of a workspace with rows in every table."""
    (tmp_path / "full").mkdir()
    lay(SCHEMA, tmp_path / "full" / "audit.db")
    return tmp_path / "full"


def url(place):
    return f"sqlite:///{place}"


def agency(connection, number):
    values = {"code": f"a{number}", "block": "{}", "at": ANN.at, "by": ANN.by}
    connection.execute(insert(AGENCY).values(values))
    connection.execute(insert(ROUND_ACT).values(round=1, act="reopen", at=ANN.at, by=ANN.by))


def test_to_a_server_and_back_nothing_differs_and_every_command_says_the_same(full, tmp_path, pg_url):
    there = as_json("store", "copy", full, pg_url)
    back = as_json("store", "copy", pg_url, tmp_path / "back")
    assert there["alike"]
    assert there["tables"] == back["tables"]
    assert there["digest"] == back["digest"]
    assert {one["table"]: one["rows"] for one in there["tables"]} == {
        name: one.rows for name, one in digests(url(full / "audit.db")).items()
    }
    assert all(one["rows"] for one in there["tables"])
    assert len(there["tables"]) == len(METADATA.tables)
    assert dumped(full / "audit.db") == written(SCHEMA)  # what is copied is not changed
    assert rows_of(tmp_path / "back" / "audit.db") == rows_of(full / "audit.db")
    for command in list(SAID)[::5]:
        assert says(command, "-w", full) == says(command, "--store", pg_url), command
    plain = ("results", "old", "--today", "2026-10-12")
    assert call(*plain, "-w", full).stdout == call(*plain, "--store", pg_url).stdout


def rows_of(place):
    with closing(sqlite3.connect(place)) as database:
        return {
            name: database.execute(f"SELECT {','.join(table.c.keys())} FROM {name} ORDER BY 1").fetchall()
            for name, table in METADATA.tables.items()
        }


def test_numbers_go_on_behind_the_last_that_came(full, pg_url):
    with closing(sqlite3.connect(full / "audit.db")) as database:
        database.execute("UPDATE agency SET seq = seq + 1000")
        database.commit()
    copy_store(url(full / "audit.db"), pg_url)
    with closing(Store(pg_url)) as store:
        store.save_agencies([Agency("new", "New Trust")], ANN)
        with store.reading() as connection:
            numbers = connection.execute(text("SELECT seq FROM agency ORDER BY seq")).scalars().all()
    assert numbers == [1001, 1002, 1003, 1004, 1005]


@pytest.mark.parametrize("to_server", [True, False])
def test_who_writes_meanwhile_is_in_the_copy_in_whole_or_not_at_all(full, tmp_path, pg_url, to_server):
    here, there = url(full / "audit.db"), url(tmp_path / "copy.db")
    if to_server:
        there = pg_url
    else:
        copy_store(here, pg_url)
        here = pg_url
    with closing(Store(here)) as store:
        before = digests(here)
        begun = store.writing()
        agency(begun.__enter__(), 1)  # begun before the copy, done while it is made
        left = iter([lambda: begun.__exit__(None, None, None), lambda: write_one(store)])
        copied = copy_store(here, there, lambda _done, _of: next(left, lambda: None)())
    assert {one.table: one for one in copied} == before == digests(there)
    assert digests(here)["agency"].rows == before["agency"].rows + 2


def write_one(store):
    with store.writing() as connection:
        agency(connection, 2)


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)


@settings(max_examples=2, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(found=st.lists(st.tuples(TEXT, TEXT, st.integers(0, 2**31 - 1)), min_size=30, max_size=60))
def test_any_text_comes_back(found, tmp_path_factory, pg_url):
    folder = tmp_path_factory.mktemp("any")
    with closing(Store(url(folder / "a.db"))) as store, store.writing() as connection:
        for kind, block, number in found:
            connection.execute(insert(FINDING).values(kind=kind, block=block, at=kind, by=block))
            line = {"round": number, "agency": kind, "subject": block, "question": "", "version": number}
            connection.execute(insert(ANSWER).values(**line, block=block, at="", by=""))
    copied = copy_store(url(folder / "a.db"), pg_url)
    assert copied == copy_store(pg_url, url(folder / "b.db"))
    assert rows_of(folder / "a.db") == rows_of(folder / "b.db")
    with closing(Store(pg_url)) as store, store.writing() as connection:
        for table in ("finding", "answer"):
            connection.execute(text(f"DELETE FROM {table}"))


# --- what is refused ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("server", [True, False])
def test_what_holds_anything_is_refused_and_kept(full, tmp_path, pg_url, server):
    there = pg_url if server else url(tmp_path / "there.db")
    with closing(Store(there)) as store:
        store.save_agencies([Agency("oak", "Oak Trust")], ANN)
    before = digests(there)
    said = refused("store", "copy", full, there)
    assert "is not empty (its table agency has 1 row); name an empty database or a new file." in said
    assert digests(there) == before


def test_an_empty_store_that_was_laid_down_takes_a_copy(full, tmp_path):
    Store(url(tmp_path / "there.db")).close()
    call("store", "copy", full, tmp_path / "there.db")
    assert digests(url(tmp_path / "there.db")) == digests(url(full / "audit.db"))


@pytest.mark.parametrize("version", [1, 6])
def test_an_older_store_is_brought_forward_first(version, tmp_path, pg_url):
    lay(version, tmp_path / "audit.db")
    said = refused("store", "copy", tmp_path, pg_url)
    assert f"are of version {version}, ours of {SCHEMA}; bring it forward with 'audit round list'" in said
    assert dumped(tmp_path / "audit.db") == written(version)
    call("round", "list", "-w", tmp_path)
    call("store", "copy", tmp_path, pg_url)


def test_a_newer_store_is_refused(full, tmp_path):
    with closing(sqlite3.connect(full / "audit.db")) as database:
        database.execute("UPDATE meta SET value = '99'")
        database.commit()
    assert "newer version" in refused("store", "copy", full, tmp_path / "there")
    assert not (tmp_path / "there").exists()


def test_a_store_is_not_copied_to_itself(full, tmp_path, pg_url):
    (tmp_path / "link").symlink_to(full)
    same = "Both names are of the same store; nothing was copied."
    assert refused("store", "copy", full, tmp_path / "link" / "audit.db") == same
    copy_store(url(full / "audit.db"), pg_url)
    other = pg_url.replace("postgresql+psycopg", "postgres") + "&application_name=other"
    assert refused("store", "copy", pg_url, other) == same


@pytest.mark.parametrize(
    ("there", "said"),
    [
        ("mysql://x/y", "a store lies in SQLite or PostgreSQL"),
        ("sqlite://", "it would lie in memory"),
        ("no/such/folder/a.db", "No such file or directory"),
        ("notes.db", "not a database"),
        ("other.db", "the database of another program"),
    ],
)
def test_a_place_where_no_store_can_lie_is_told(full, tmp_path, monkeypatch, there, said):
    monkeypatch.chdir(tmp_path)
    write("notes.db", "notes " * 200)
    with closing(sqlite3.connect("other.db")) as database:
        database.execute("CREATE TABLE theirs (x)")
    assert said in refused("store", "copy", full, there)
    assert sorted(path.name for path in Path().iterdir()) == ["full", "notes.db", "other.db"]


@pytest.mark.parametrize("name", ["nowhere", "nowhere.db", "sqlite:///nowhere.db"])
def test_where_there_is_no_store_nothing_is_made(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    assert "There is no store nowhere" in refused("store", "copy", name, "there")
    assert not list(Path().iterdir())


def test_an_empty_database_is_no_store_to_copy(tmp_path, pg_url):
    said = refused("store", "copy", pg_url, tmp_path / "there")
    assert "There is no store in 'postgresql+psycopg://owner@/test" in said
    assert "so nothing was copied" in said


# --- all or nothing ----------------------------------------------------------------------------------------


def test_what_reads_otherwise_in_its_new_place_is_an_error_and_goes_again(full, tmp_path):
    there = url(tmp_path / "there.db")
    change = "UPDATE concern SET by = by || '.' WHERE seq = new.seq"
    with closing(Store(there)) as store, store.engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE TRIGGER t AFTER INSERT ON concern BEGIN {change}; END")
    with pytest.raises(StoreError, match="the table concern reads otherwise in its new place"):
        copy_store(url(full / "audit.db"), there)
    assert not any(one.rows for name, one in digests(there).items() if name != "meta")


def test_a_row_that_a_server_does_not_take_is_missed(full, pg_url):
    with closing(Store(pg_url)) as store, store.engine.connect().execution_options(write=True) as connection:
        connection.exec_driver_sql("CREATE RULE r AS ON INSERT TO concern DO INSTEAD NOTHING")
        connection.commit()
    with pytest.raises(StoreError, match="the table concern reads otherwise in its new place"):
        copy_store(url(full / "audit.db"), pg_url)
    assert not any(one.rows for name, one in digests(pg_url).items() if name != "meta")


def test_a_text_that_a_server_cannot_keep_copies_nothing(full, tmp_path, pg_url):
    with closing(sqlite3.connect(full / "audit.db")) as database:
        database.execute("UPDATE finding SET by = 'a' || char(0) || 'b'")
        database.commit()
    said = refused("store", "copy", full, pg_url)
    assert said.startswith("Nothing was copied: rows 1 to 1 of the table finding cannot be written there: ")
    assert not any(one.rows for name, one in digests(pg_url).items() if name != "meta")
    copy_store(url(full / "audit.db"), url(tmp_path / "there.db"))


def test_what_is_stopped_half_way_leaves_no_file(full, tmp_path):
    def stop(done, of):
        if done > of / 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copy_store(url(full / "audit.db"), url(tmp_path / "there.db"), stop)
    assert [path.name for path in tmp_path.iterdir()] == ["full"]


@pytest.mark.parametrize("server", [True, False])
def test_killed_half_way_the_new_place_is_empty_and_takes_the_next_copy(full, tmp_path, pg_url, server):
    chance, here = random.Random(4), url(full / "audit.db")
    there = pg_url if server else url(tmp_path / "there.db")
    steps = 3 * sum(one.rows for one in digests(here).values())
    for _ in range(TIMES):
        assert killed(FIRST, COPY, 0, here, there, chance.randrange(1, steps))
        assert not any(one.rows for name, one in digests(there).items() if name != "meta")
    copy_store(here, there)
    assert digests(there) == digests(here)


def test_who_may_read_copies_from_a_store_and_its_owner_to_one(full, tmp_path, pg_url):
    call("store", "init", pg_url, "--roles")
    owner = create_engine(pg_url, isolation_level="AUTOCOMMIT")
    with owner.connect() as connection:
        for role in ("reader", "writer"):
            connection.exec_driver_sql(f"DROP ROLE IF EXISTS only_{role}")
            connection.exec_driver_sql(f"CREATE ROLE only_{role} LOGIN IN ROLE audit_{role}")
    owner.dispose()
    writer = pg_url.replace("owner@", "only_writer@")
    said = "The store belongs to the role owner; connect as that one to do this."
    assert refused("store", "copy", full, writer) == said
    call("store", "copy", full, pg_url)
    call("store", "copy", pg_url.replace("owner@", "only_reader@"), tmp_path / "copy.db")
    assert digests(url(tmp_path / "copy.db")) == digests(url(full / "audit.db"))


# --- what is said ------------------------------------------------------------------------------------------


def test_what_lies_beside_a_store_is_named_and_no_password(full, tmp_path, pg_url):
    write(full / "audit.toml", "name = 'Made-up'\n")
    for name in ("samples/S-001/certificate.json", "samples/ledger.json", "templates/local/ask.yaml"):
        write(full / name, "x")
    write(full / ".hidden", "x")
    write(full / "audit.db.version-6", "x")
    said = call("store", "copy", full, pg_url.replace("owner@", "owner:geheim@"))
    assert "geheim" not in said.output + said.stderr
    assert 'without a password: store = "postgresql+psycopg:///' in said.stderr
    assert "let them in first:\n  audit store init URL --roles\n" in said.stderr
    lines = said.stderr.splitlines()
    start = next(number for number, line in enumerate(lines) if "These of" in line)
    assert [line.strip() for line in lines[start + 1 :]] == [
        "audit.toml",
        "samples/ (2 files)",
        "templates/ (1 file)",
    ]
    assert "sha256 of the whole store: " in said.stdout
    assert f"in {len(METADATA.tables)} tables are the same in" in said.stdout
    write(tmp_path / "there" / "audit.toml", "name = 'Made-up'\n")
    found = json.loads(call("store", "copy", full, tmp_path / "there", "--json").stdout)
    assert found["beside"] == [
        "samples/S-001/certificate.json",
        "samples/ledger.json",
        "templates/local/ask.yaml",
    ]
    assert files_beside(None, None) == []


def test_a_workspace_whose_store_lies_elsewhere_is_named_by_its_folder(tmp_path):
    write(tmp_path / "here" / "audit.toml", 'store = "postgresql://ann@db/audit"\n')
    assert address(str(tmp_path / "here")) == "postgresql://ann@db/audit"
    assert address("a/b") == "sqlite:///a/b/audit.db"
    assert address("a/b.db") == "sqlite:///a/b.db"
    assert address("sqlite:///x") == "sqlite:///x"


def test_who_copies_a_shared_store_into_a_folder_is_told_not_to_take_the_way_back_with_it(
    full, tmp_path, pg_url
):
    call("store", "copy", full, pg_url)
    write(tmp_path / "shared" / "audit.toml", f"name = 'Made-up'\nstore = '{pg_url}'\n")
    said = call("store", "copy", tmp_path / "shared", tmp_path / "own").stderr
    assert "Leave the line 'store = …' out of audit.toml there, or it leads back to the old store." in said
    assert "Leave the line" not in call("store", "copy", full, tmp_path / "another").stderr


def test_a_folder_made_for_nothing_goes_again(tmp_path):
    with pytest.raises((StateError, StoreError)):
        copy_store(url(tmp_path / "none.db"), url(tmp_path / "there.db"))
    lay(3, tmp_path / "old.db")
    refused("store", "copy", tmp_path / "old.db", tmp_path / "new")
    assert [path.name for path in tmp_path.iterdir()] == ["old.db"]
