"""Stores of every version of the tables are brought forward, in a file and in PostgreSQL, killed or not.

`python tests/test_store_migrations.py 25` kills more often, at other places.
"""

import random
import re
import shutil
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import postgres as pg
import pytest
from released import (
    digests,
    dumped,
    killed,
    lay,
    lay_on_server,
    said_by,
    says,
    within,
    written,
)
from sqlalchemy import create_engine, inspect
from test_cli_setup import call, refused

from audit.agencies import Agency
from audit.store.rows import Stamp
from audit.store.signing import signatures
from audit.store.store import Store
from audit.store.tables import ADDED, METADATA, SCHEMA
from audit.store.transactions import opening

ALL = range(1, SCHEMA + 1)
OLD = range(1, SCHEMA)
ANN = Stamp("2026-10-12T10:00:00+00:00", "Ann")
BEGIN = (
    "from audit.store.store import Store; from audit.store.owning import prepare; from pathlib import Path"
)
FILE = "Store(sys.argv[2]).close()"
FILE_CALLS, SERVER_CALLS = 50_000, 450_000  # fewer than either makes
SERVER = "prepare(sys.argv[2], Path(sys.argv[3]))"


@pytest.mark.parametrize("version", ALL)
def test_a_kept_store_has_rows_in_every_table_of_its_version(version, tmp_path):
    found = digests(lay(version, tmp_path / "a.db"))
    assert all(one.rows for one in found.values())
    assert set(found) == set(re.findall(r'CREATE TABLE "?(\w+)', written(version))) <= set(METADATA.tables)
    if version == SCHEMA:
        assert set(found) == set(METADATA.tables)


@pytest.mark.parametrize("version", OLD)
def test_a_file_is_brought_forward_after_a_copy_and_keeps_every_row(version, tmp_path):
    url = lay(version, tmp_path / "audit.db")
    before = rows(tmp_path / "audit.db")
    Store(url).close()
    assert dumped(tmp_path / f"audit.db.version-{version}") == written(version)
    assert as_today(url)
    assert kept(before, rows(tmp_path / "audit.db"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["audit.db", f"audit.db.version-{version}"]


@pytest.mark.parametrize("version", ALL)
def test_a_store_says_what_it_said_in_its_own_version(version, tmp_path):
    lay(version, tmp_path / "audit.db")
    says_the_same(list(said_by(version).items())[version % 3 :: 3], "-w", tmp_path)


@pytest.mark.parametrize("version", ALL)
def test_what_was_signed_is_sound(version, tmp_path):
    with closing(Store(lay(version, tmp_path / "audit.db"))) as store:
        found = [one for line in store.rounds() for one in signatures(store, line.name)]
    assert [one.sound for one in found] == [True] * (3 if version < 3 else 4)
    assert [one.standing for one in found if one.agency == "police"][:2] == [False, True]


@pytest.mark.parametrize("version", OLD)
def test_a_server_is_brought_forward_by_its_owner_to_what_a_file_is(version, tmp_path, pg_url):
    file = lay_on_server(version, tmp_path / "as-it-was.db", pg_url)
    before = digests(file)
    assert "brought forward" in call("store", "init", pg_url, "-w", tmp_path).stderr
    assert digests(f"sqlite:///{tmp_path / f'store-version-{version}.db'}") == before
    Store(file).close()
    assert digests(pg_url) == digests(file)
    with closing(Store(pg_url)) as store:  # numbers go on behind those that came with the rows
        assert store.save_agencies([Agency("new", "New Trust")], ANN) == 1
        assert [one.code for one in store.agencies()] == ["police", "elm", "elan", "new"]


def test_a_server_of_the_first_version_gets_every_table_and_its_copy_is_a_store(tmp_path, pg_url):
    lay_on_server(1, tmp_path / "was.db", pg_url)
    said = refused("round", "list", "--store", pg_url)
    assert f"version 1, ours {SCHEMA}" in said
    assert "audit store init" in said
    call("store", "init", pg_url, "-w", tmp_path)
    assert as_today(pg_url)
    copy = f"sqlite:///{tmp_path / 'store-version-1.db'}"
    says_the_same(list(said_by(1).items())[:4], "--store", copy)
    with closing(Store(copy)) as store:  # what its columns are given where nothing is said is there too
        store.close_round("old", "reopen", ANN)
        assert store.reopen(store.response("old", "elm", "elm"), "Late evidence", ANN) == 2


def test_a_program_killed_half_way_leaves_a_file_whole(tmp_path):
    kill_files(random.Random(9), 3, tmp_path, 1)


def test_a_program_killed_half_way_leaves_a_server_whole(tmp_path, pg_url):
    kill_servers(random.Random(9), 4, tmp_path, pg_url, 1)


# --- how -------------------------------------------------------------------------------------------------


def says_the_same(said, *where):
    """Hold what a version's own commands said beside what they say today."""
    for command, kept in said:
        found = says(command, *where)
        if command == "log":  # which tells of more today
            assert [line for line in kept if line not in found] == []
        else:
            assert within(kept, found), command


def rows(place):
    """{table: its rows as mappings}."""
    with closing(sqlite3.connect(place)) as database:
        database.row_factory = sqlite3.Row
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: [dict(row) for row in database.execute(f'SELECT * FROM "{name}"')] for name in names}


def kept(before, after):
    """Whether every row is there as it was, but for columns that came to it and for the version's number."""
    new = {(table.name, name): table.c[name].server_default.arg for table, name in ADDED}
    for table, lines in before.items():
        found = after[table]
        for old, line in zip(lines, found, strict=True):
            more = {name: value for name, value in line.items() if name not in old}
            assert all(str(value) == str(new[table, name]).strip("'") for name, value in more.items())
            if table == "meta":
                assert line == {"key": "schema", "value": str(SCHEMA)}
            else:
                assert old.items() <= line.items()
    return not any(lines for table, lines in after.items() if table not in before)


def as_today(url):
    """Whether a store has the tables and columns that a new one has."""
    with opening(url) as engine:
        look = inspect(engine)
        return {
            name: {column["name"] for column in look.get_columns(name)} for name in look.get_table_names()
        } == {name: set(table.c.keys()) for name, table in METADATA.tables.items()}


def kill_files(chance, version, folder, times):
    """Kill a program while it brings a file forward; the next one finds it whole, and does it."""
    whole = lay(version, folder / "whole.db")
    Store(whole).close()
    for number in range(times):
        place = folder / f"{number}.db"
        url = lay(version, place)
        before = digests(url)
        assert killed(BEGIN, FILE, chance.randrange(1, FILE_CALLS), url)
        assert digests(url) in (before, digests(whole))
        Store(url).close()
        assert digests(url) == digests(whole)
        assert dumped(f"{place}.version-{version}") == written(version)


def kill_servers(chance, version, folder, url, times):
    """The same of a server, whose owner brings it forward."""
    file = lay_on_server(version, folder / "as-it-was.db", url)
    before = digests(file)
    Store(file).close()
    for number in range(times):
        copies = folder / str(number)
        copies.mkdir()
        assert killed(BEGIN, SERVER, chance.randrange(1, SERVER_CALLS), url, copies)
        assert digests(url) == before
        for copy in copies.glob("*.db"):
            assert digests(f"sqlite:///{copy}") == before
    call("store", "init", url, "-w", folder)
    assert digests(url) == digests(file)


def _long(times):
    """Kill often, from every version."""
    made = Path(tempfile.mkdtemp())
    with pg.server() as home:
        server = create_engine(pg.url_of(home), isolation_level="AUTOCOMMIT")
        for version in OLD:
            for kind in ("file", "server"):
                (made / f"{kind}{version}").mkdir()
            kill_files(random.Random(f"long {version}"), version, made / f"file{version}", times)
            with server.connect() as connection:
                connection.exec_driver_sql(f"CREATE DATABASE long_{version}")
            where = (made / f"server{version}", pg.url_of(home, f"long_{version}"))
            kill_servers(random.Random(f"long {version}"), version, *where, times)
            print(f"version {version}: killed {times} times in a file and in a server, whole each time")
    shutil.rmtree(made)


if __name__ == "__main__":
    _long(int(sys.argv[1]))
