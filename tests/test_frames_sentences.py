"""What is said of tables that cannot be read: one sentence, never a password, and nothing is left open."""

import gc
import json
import shutil
import sqlite3
from contextlib import closing
from time import monotonic, sleep

import pytest
from sqlalchemy import create_engine, text
from tables_elsewhere import run, to_postgres, to_sqlite
from test_frames_database import LIBRARY, answers, audit

from audit.sampling.building import build
from audit.sampling.design import Design
from audit.sampling.engines.addresses import split, without_password
from audit.sampling.engines.choosing import engine_for
from audit.sampling.engines.elsewhere import open_table
from audit.sampling.engines.reaching import reason, url_of
from audit.sampling.frame import Asked

ROWS = [["id", "team"], ["C-1", "A"], ["C-2", "B"], ["C-3", "A"]]


@pytest.mark.parametrize(
    ("typed", "url", "table", "told"),
    [
        ("postgresql://h/d#s.t", "postgresql://h/d", "s.t", "postgresql://h/d#s.t"),
        ("postgresql://u@h/d#t", "postgresql://u@h/d", "t", "postgresql://u@h/d#t"),
        ("postgresql://u:a#b@h/d#t", "postgresql://u:a#b@h/d", "t", "postgresql://u:***@h/d#t"),
        ("mssql://u:a:b/c@h/d", "mssql://u:a:b/c@h/d", "", "mssql://u:***@h/d"),
        ("postgresql://u:a@b@h/d#t", "postgresql://u:a@b@h/d", "t", "postgresql://u:***@h/d#t"),
        ("postgresql://h/d?sslpassword=x&a=b#t", "postgresql://h/d?sslpassword=x&a=b", "t",
         "postgresql://h/d?sslpassword=***&a=***#t"),
        ("postgresql://h/d?sslmode=require&host=/run#t", "postgresql://h/d?sslmode=require&host=/run", "t",
         "postgresql://h/d?sslmode=require&host=/run#t"),
        ("mssql+pyodbc://h/d?UID=sa&PWD=geheim#s.t", "mssql+pyodbc://h/d?UID=sa&PWD=geheim", "s.t",
         "mssql+pyodbc://h/d?UID=***&PWD=***#s.t"),
        ("mssql+pyodbc:///?odbc_connect=DRIVER%3Dx%3BPWD%3Dgeheim#t",
         "mssql+pyodbc:///?odbc_connect=DRIVER%3Dx%3BPWD%3Dgeheim", "t",
         "mssql+pyodbc:///?odbc_connect=***#t"),
        ("spark:local#s3a://AKIA:ab/cd+e@b/x@y", "spark:local", "s3a://AKIA:ab/cd+e@b/x@y",
         "spark:local#s3a://AKIA:***@b/x@y"),
        ("spark:local#s3://u@h/x", "spark:local", "s3://u@h/x", "spark:local#s3://u@h/x"),
    ],
)  # fmt: skip
def test_an_address_is_taken_apart_and_shown_without_its_password(typed, url, table, told):
    assert split(typed) == (url, table)
    assert without_password(typed) == told


def test_no_password_is_printed_whatever_is_asked(pg_url, tmp_path):
    address = to_postgres(pg_url, ROWS).replace("owner@", "owner:geh#eim/1@")
    where = ("-w", str(tmp_path))
    audit("init", str(tmp_path), "--name", "Kingsbridge")
    said = [
        audit("register", address, *where),
        audit("register", address, "--json", *where),
        audit("sample", "draw", address, "--unit", "id", "--size", "2", *where),
        audit("sample", "verify", "S-001", address, *where),
        audit("sample", "verify", "S-001", address, "--json", *where),
    ]
    assert [each.exit_code for each in said] == [0] * 5
    said.append(audit("register", address, "--unit", "id", "--unit", "nothing", *where))
    run(pg_url, "UPDATE care.register SET id = ''")
    said.append(audit("register", address, "--unit", "id", *where))
    assert "cannot be drawn from: " in said[-1].output
    for each in said:
        assert "eim" not in each.output
    assert said[0].output.count("owner:***@") == 1  # in what to type next
    assert json.loads(said[1].stdout)["lists"][0]["header_row"] is None
    kept = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert kept
    assert not any(b"eim/1" in each for each in kept)


def test_what_cannot_be_read_is_said_in_a_sentence(tmp_path):
    (tmp_path / "none.db").write_text("no database\n" * 200, encoding="utf-8")
    for address, told in {
        "https://example.org/x.csv": "A register is not fetched from https://; save the file here",
        "postgresql://u:geheim@h@i/d#t": "one @ too many; in a password write %40 for @",
        "postgresql://u:geheim@h:port/d#t": "That is no address of a database",
        f"sqlite:///{tmp_path}/none.db#t": "cannot be reached: file is not a database.",
        "sqlite:///#t": "Say in which file the database lies: sqlite:///FILE#table.",
        "sqlite://none.db#t": "A file of SQLite is named with three slashes: sqlite:///FILE#table.",
        f"sqlite:///{tmp_path}/none.db?mode=ro&uri=true#t": "A file of SQLite takes no options; it is only",
        f"sqlite:///{tmp_path}/none.db?PWD=geheim#t": "A file of SQLite takes no options; it is only read",
        "oracle://u:geheim@h/d#t": "Tables of oracle cannot be read here",
        "mssql+nodriver://u:geheim@127.0.0.1:1/d#t": "Tables of mssql need a driver: pip install pyodbc",
    }.items():
        found = audit("register", address, "-w", str(tmp_path))
        assert found.exit_code == 1
        assert told in found.output, found.output
        assert "geheim" not in found.output
        assert "Traceback" not in found.output


def test_rows_without_numbers_are_told_by_how_many_they_are(pg_url, tmp_path):
    rows = [["id", "day"], *([f"C-{n}", ["01/02/2025", "May 20", "soon"][n % 3]] for n in range(9))]
    address = to_postgres(pg_url, [*rows, ["C-1", "soon"]])
    asked = {"where": ("day < 2026-01-01",), "distinct": True}
    found = answers(address, tmp_path, Asked(unit=("id",), **asked), Design("simple", 1))
    told = "Rows that cannot be read in 'day' are left out: 7, namely 3 rows ('May 20'), 4 rows ('soon')."
    assert told in found["warnings"]
    twice = answers(address, tmp_path, Asked(unit=("id",)), Design("simple", 1))
    assert twice.startswith("care.register, the id C-1 stands in 2 rows.\n")


def test_a_table_is_named_with_its_schema(pg_url, tmp_path):
    run(pg_url, 'CREATE SCHEMA "Care"', 'CREATE TABLE "Care"."Children" (id text)', "CREATE TABLE bare ()")
    for name, told in {
        "care.children": "did you mean 'Care.Children'?",
        "Children": "did you mean 'Care.Children'?",
        "nothing.x": "; there are Care.Children, bare.",
        "bare": "bare has no columns; name another.",
    }.items():
        assert told in audit("register", f"{pg_url}#{name}", "-w", str(tmp_path)).output


def test_nothing_is_left_open_where_something_fails_before_the_draw(pg_url, tmp_path):
    address = to_postgres(pg_url, ROWS)
    audit("init", str(tmp_path), "--name", "Kingsbridge")
    none = str(tmp_path / "none.csv")
    found = audit(
        "sample", "draw", address, "--unit", "id", "--size", "1", "--only", none, "-w", str(tmp_path)
    )
    assert found.exit_code == 1
    del found  # which holds what was raised, and so the table
    gc.collect()
    engine = create_engine(pg_url, isolation_level="AUTOCOMMIT")
    others = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    with engine.connect() as connection:
        end = monotonic() + 10
        while (left := connection.execute(text(others)).scalar()) and monotonic() < end:
            sleep(0.02)
        assert not left
    engine.dispose()


def test_sqlite_is_drawn_from_as_of_one_moment(tmp_path):
    path = tmp_path / "register.db"
    address = to_sqlite(path, ROWS, before="PRAGMA journal_mode = wal")
    register = open_table(address, LIBRARY, tmp_path)
    with closing(engine_for(register, tmp_path)) as engine:
        with closing(sqlite3.connect(path)) as other:
            other.execute("DELETE FROM register WHERE id > 'C-1'")
            other.commit()
        assert build(engine, Asked(unit=("id",)), {}).population == 3
    assert answers(address, tmp_path, Asked(unit=("id",)), Design("census"))["state"]["population"] == 1


def test_a_file_of_sqlite_is_left_as_it_is_its_log_beside_it_too(tmp_path):
    address = to_sqlite(tmp_path / "register.db", ROWS, before="PRAGMA journal_mode = wal")
    with closing(sqlite3.connect(tmp_path / "register.db")) as writer:
        writer.execute("INSERT INTO register VALUES ('C-4', 'B')")
        writer.commit()
        place = tmp_path / "copied"
        place.mkdir()
        for name in ("register.db", "register.db-wal"):
            shutil.copy(tmp_path / name, place / name)
    before = {path.name: path.read_bytes() for path in place.iterdir()}
    own = address.replace("register.db", "copied/register.db")
    found = answers(own, tmp_path, Asked(unit=("id",)), Design("census"))
    assert found["state"]["population"] == 4  # what stands in the log is read
    assert {name: (place / name).read_bytes() for name in before} == before


def test_an_error_of_a_driver_names_no_password():
    address = "mssql+pyodbc://sa:geheim1@h/d?odbc_connect=DRIVER%3Dx%3BPWD%3Dgeheim2&passwd=geheim3"
    error = ValueError("login geheim1 geheim2 geheim3 DRIVER=x;PWD=geheim2 failed")
    assert "geheim" not in reason(error, url_of(address))


def test_text_that_is_not_utf_8_is_told_of_in_sqlite(tmp_path):
    address = to_sqlite(tmp_path / "r.db", ROWS)
    with closing(sqlite3.connect(tmp_path / "r.db")) as writer:
        writer.execute("INSERT INTO register VALUES ('C-4', CAST(x'5a6feb' AS TEXT))")
        writer.commit()
    found = audit("register", address, "-w", str(tmp_path))
    assert found.exit_code == 1
    assert "it holds text that is not in UTF-8; write the table again in UTF-8." in found.output


def test_a_moment_of_sqlite_with_a_zone_is_that_of_the_clock_here(tmp_path):
    rows = [["id", "day"], ["C-1", "2026-06-30 23:30:00+00:00"], ["C-2", "2026-06-30T23:00:00Z"],
            ["C-3", "2026-01-01 00:00:00+00:00"]]  # fmt: skip
    address = to_sqlite(tmp_path / "r.db", rows, kinds={"day": "timestamp"})
    found = answers(address, tmp_path, Asked(unit=("id",), by=("day",)), Design("stratified", 3))
    assert set(found["state"]["strata"]) == {"2026-07-01 00:30", "2026-07-01", "2026-01-01"}


def test_cells_of_sqlite_are_what_they_hold_not_what_their_column_is_called(tmp_path):
    rows = [["id", "n", "day"], ["C-1", "x", "2025-03-31 00:00:00"], ["C-2", 2.0, "soon"], ["C-3", 2.5, None],
            ["C-4", b"\xff", "2025-03-31T10:30"], ["C-5", b"ok", ""], ["C-6", 10**15, 7]]  # fmt: skip
    address = to_sqlite(tmp_path / "r.db", rows, kinds={"id": "numeric", "n": "real", "day": "timestamp"})
    for by, wanted in (
        ("n", {"x", "2", "2.5", r"\xff", "ok", "1000000000000000.0"}),
        ("day", {"2025-03-31", "soon", "(blank)", "2025-03-31 10:30", "7"}),
    ):
        found = answers(address, tmp_path, Asked(unit=("id",), by=(by,)), Design("stratified", 6))
        assert set(found["state"]["strata"]) == wanted
    assert "typed as a fraction" in answers(address, tmp_path, Asked(unit=("n",)), Design("simple", 1))
