"""What is kept: appended, never overwritten, on the disk when acknowledged, refused where it is locked."""

import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import date

import pytest

from audit.agencies import Agency
from audit.definitions import library
from audit.errors import StateError, StoreError, UnknownError
from audit.responses.response import Answer, Evidence, PlannedAction, Response, Signature
from audit.rounds import Expected, Round, Standing
from audit.store.rows import Stamp
from audit.store.store import Store
from audit.templates import load

STAMP = Stamp("2026-03-02T10:00:00+00:00", "tester")
DUE = date(2026, 3, 31)
OAK, ELM = (
    Agency("oak", "Oak Trust", ("voluntary",)),
    Agency("elm", "Elm School", ("school",), ("section-175",)),
)
HER = Signature("Ada Moss", "Chief officer", "2026-03-02")

SAVING = """
import sys
from audit.responses.response import Answer, Response
from audit.store.rows import Stamp
from audit.store.store import Store
store = Store(sys.argv[1])
for number in range(int(sys.argv[3])):
    store.save(Response("r1", sys.argv[2], sys.argv[2]), {f"Q{number}": Answer("met")}, Stamp("", ""))
    print(number, flush=True)
"""


def url(folder):
    return f"sqlite:///{folder / 'audit.db'}"


@pytest.fixture(scope="session")
def template():
    return load(library(), "section-11/short")


@pytest.fixture
def store(tmp_path, template):
    with closing(Store(url(tmp_path))) as store:
        store.save_agencies([OAK, ELM], STAMP)
        store.open_round(Round("r1", template, DUE, (Expected(OAK, DUE), Expected(ELM, DUE)), "2026"), STAMP)
        yield store


def rows(folder, table):
    return change(folder, f"select * from {table}")


def change(folder, statement):
    with closing(sqlite3.connect(folder / "audit.db")) as connection, connection:
        return connection.execute(statement).fetchall()


def test_a_database_is_for_its_owner_alone_and_waits_for_the_disk(store, tmp_path):
    assert (tmp_path / "audit.db").stat().st_mode & 0o777 == 0o600
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("pragma journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("pragma synchronous").scalar() == 2  # FULL


def test_a_synchronised_folder_gets_the_rollback_journal(tmp_path):
    folder = tmp_path / "OneDrive - Council"
    folder.mkdir()
    with closing(Store(url(folder))) as store, store.engine.connect() as connection:
        assert connection.exec_driver_sql("pragma journal_mode").scalar() == "delete"


def test_of_an_agency_the_latest_counts_and_what_is_unchanged_is_not_written_again(store, tmp_path):
    assert store.save_agencies([OAK, Agency("elm", "Elm Academy")], STAMP) == 1
    assert store.agencies() == (OAK, Agency("elm", "Elm Academy"))
    assert len(rows(tmp_path, "agency")) == 3


def test_a_round_comes_back_whole_by_its_name_in_any_case(store, template):
    found = store.round(" R1 ")
    assert (found.name, found.due, found.period, found.opened) == ("r1", DUE, "2026", STAMP.at)
    assert found.expected == (Expected(OAK, DUE), Expected(ELM, DUE))
    assert found.template.digest == template.digest
    assert found.template.questions == template.questions


def test_a_round_name_is_taken_in_any_case(store, template):
    with pytest.raises(StateError, match="There is a round 'R1' already"):
        store.open_round(Round("R1", template, DUE, ()), STAMP)
    assert [line.name for line in store.rounds()] == ["r1"]


def test_an_unknown_round_is_answered_with_the_nearest(store):
    with pytest.raises(UnknownError, match=r"There is no round 'r11'; did you mean 'r1'\?"):
        store.round("r11")


def test_answers_append_and_the_latest_counts(store, tmp_path):
    whole = Answer("partly", "c", (Evidence("e", "w", "d"),), "r", PlannedAction("what", "who", "when"))
    blank = Response("r1", "oak", "oak")
    store.save(blank, {"A1": Answer("met"), "A2": Answer(("a", "b"))}, STAMP)
    store.save(store.response("r1", "oak", "oak"), {"A1": whole}, STAMP)
    found = store.response("r1", "oak", "oak")
    assert found.answers == {"A1": whole, "A2": Answer(("a", "b"))}
    assert (found.last, found.by, found.version, found.signed) == ("A1", "tester", 1, None)
    assert len(rows(tmp_path, "answer")) == 3
    assert store.responses("r1") == (found,)


def test_answers_are_saved_all_or_none(store):
    with pytest.raises(StoreError, match="Nothing was written"):
        store.save(Response("r1", "oak", "oak"), {"A1": Answer("met"), "A2": Answer("\ud800")}, STAMP)
    assert store.responses("r1") == ()


def test_what_one_answers_about_another_stands_apart(store):
    store.save(Response("r1", "oak", "elm"), {"A1": Answer("met")}, STAMP)
    store.save(Response("r1", "elm", "elm"), {"A1": Answer("partly")}, STAMP)
    assert store.response("r1", "oak", "elm").answers["A1"].value == "met"
    assert store.response("r1", "elm", "elm").answers["A1"].value == "partly"
    assert not store.response("r1", "oak", "oak").answers


def test_a_signature_locks_and_reopening_makes_a_new_version_and_keeps_the_old(store, tmp_path):
    blank = Response("r1", "oak", "oak")
    with pytest.raises(StateError, match="nothing to sign"):
        store.sign(blank, HER, STAMP)
    store.save(blank, {"A1": Answer("met")}, STAMP)
    with pytest.raises(StateError, match="have changed in the meantime"):
        store.sign(blank, HER, STAMP)  # whoever looked at the answers saw none
    given = store.response("r1", "oak", "oak")
    first = store.sign(given, HER, STAMP)
    assert store.response("r1", "oak", "oak").signed == HER
    for act in (
        lambda: store.save(blank, {"A1": Answer("partly")}, STAMP),
        lambda: store.sign(given, HER, STAMP),
    ):
        with pytest.raises(StateError, match="This response was signed by Ada Moss"):
            act()
    assert store.reopen(blank, "late evidence", STAMP) == 2
    store.save(given, {"A1": Answer("partly")}, STAMP)
    again = store.response("r1", "oak", "oak")
    assert (again.version, again.signed, again.answers["A1"].value) == (2, None, "partly")
    assert store.sign(again, HER, STAMP) != first
    assert [row[-4] for row in rows(tmp_path, "answer")] == ['{"value":"met"}', '{"value":"partly"}']
    with pytest.raises(StateError, match="not signed"):
        store.reopen(Response("r1", "elm", "elm"), "why", STAMP)


def test_a_closed_round_takes_nothing_until_it_is_opened_again(store):
    blank = Response("r1", "oak", "oak")
    store.save(blank, {"A1": Answer("met")}, STAMP)
    store.close_round("R1", "close", STAMP)
    assert store.round("r1").closed == STAMP.at
    for act in (
        lambda: store.save(blank, {"A2": Answer("met")}, STAMP),
        lambda: store.sign(blank, HER, STAMP),
        lambda: store.reopen(blank, "why", STAMP),
        lambda: store.close_round("r1", "close", STAMP),
    ):
        with pytest.raises(StateError, match="closed"):
            act()
    store.close_round("r1", "reopen", STAMP)
    store.save(blank, {"A2": Answer("met")}, STAMP)
    assert set(store.response("r1", "oak", "oak").answers) == {"A1", "A2"}


def test_of_what_is_expected_the_latest_counts(store):
    store.expect("r1", [Expected(OAK, DUE, Standing.LEFT, "merged")], STAMP)
    assert store.round("r1").expected == (Expected(OAK, DUE, Standing.LEFT, "merged"), Expected(ELM, DUE))


def test_a_store_of_a_newer_version_is_refused_and_left_alone(store, tmp_path):
    store.close()
    change(tmp_path, "update meta set value = '99'")
    before = (tmp_path / "audit.db").read_bytes()
    with pytest.raises(StoreError, match="newer version"):
        Store(url(tmp_path))
    assert (tmp_path / "audit.db").read_bytes() == before


def test_the_database_of_another_program_is_refused_and_gets_no_tables(tmp_path):
    change(tmp_path, "create table places (name)")
    with pytest.raises(StoreError, match="database of another program"):
        Store(url(tmp_path))
    assert rows(tmp_path, "sqlite_master")[0][1] == "places"
    assert len(rows(tmp_path, "sqlite_master")) == 1


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (
            "update round set definition = replace(definition, 'lead', 'led')",
            "was changed in the store after",
        ),
        ("update round set definition = 'x'", "What is kept in the store is damaged"),
        ("update round set due = 'soon'", "What is kept in the store is damaged"),
        ("update agency set block = '{}'", "What is kept in the store is damaged"),
        ("update expected set standing = 'lost'", "What is kept in the store is damaged"),
        ("delete from agency", "What is kept in the store is damaged"),
        ("update answer set block = '{'", "What is kept in the store is damaged"),
        ("drop table expected", "The store cannot be read: no such table"),
    ],
)
def test_what_was_changed_behind_our_back_is_found_and_said(store, tmp_path, statement, said):
    store.save(Response("r1", "oak", "oak"), {"A1": Answer("met")}, STAMP)
    change(tmp_path, statement)
    with pytest.raises(StoreError, match=said):
        store.responses("r1"), store.round("r1")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("nonsense", "The store given cannot be opened"),
        ("nonsense://u:secret@h/x", r"The store 'nonsense://u:\*\*\*@h/x' cannot be opened"),
        ("sqlite:////nowhere/at/all.db", "No such file or directory"),
    ],
)
def test_a_store_that_cannot_be_opened_says_so_without_its_password(address, said):
    with pytest.raises(StoreError, match=said) as caught:
        Store(address)
    assert "secret" not in str(caught.value)


def test_two_programs_write_at_once_and_nothing_is_lost(store, tmp_path):
    command = [sys.executable, "-c", SAVING, url(tmp_path)]
    both = [subprocess.Popen([*command, code, "40"], stdout=subprocess.PIPE) for code in ("oak", "elm")]
    for process in both:
        assert process.communicate(timeout=50)[0].split() == [b"%d" % number for number in range(40)]
        assert process.returncode == 0
    assert [len(response.answers) for response in store.responses("r1")] == [40, 40]


def test_a_program_killed_while_saving_loses_nothing_that_was_acknowledged(store, tmp_path):
    for wait in (0.02, 0.07, 0.15):
        before = len(rows(tmp_path, "answer"))
        command = [sys.executable, "-c", SAVING, url(tmp_path), "oak", "100000"]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            acknowledged = [process.stdout.readline()]
            time.sleep(wait)
            process.kill()
            acknowledged += process.stdout.readlines()
        after = len(rows(tmp_path, "answer")) - before
        assert len(acknowledged) <= after <= len(acknowledged) + 1
    assert store.response("r1", "oak", "oak").answers["Q0"] == Answer("met")


def test_a_store_of_version_2_is_given_readings_and_keeps_its_answers(store, tmp_path):
    store.save(Response("r1", "oak", "oak"), {"A1": Answer("met")}, STAMP)
    store.sign(store.response("r1", "oak", "oak"), HER, STAMP)
    store.close()
    for table in ("answer", "response_act"):
        change(tmp_path, f"alter table {table} drop column reading")
    for table in ("round_plan", "subject", "panel", "concern", "concern_act", "round_log", "carried"):
        change(tmp_path, f"drop table {table}")
    change(tmp_path, "update meta set value = '2' where key = 'schema'")
    with closing(Store(url(tmp_path))) as again:
        found = again.response("r1", "oak", "oak")
        assert (found.answers["A1"].value, found.signed, found.reading) == ("met", HER, 1)
        again.save(Response("r1", "elm", "elm", reading=2), {"A1": Answer("partly")}, STAMP)
        assert {one.reading for one in again.responses("r1")} == {1, 2}
    assert (tmp_path / "audit.db.version-2").exists()
