"""audit doctor: what is whole is said to be so; what anybody changed, damaged or left behind is named."""

import json
import os
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from released import dumped, lay, written
from test_case_status import HEALTH, POLICE
from test_cli_setup import call, refused, write
from test_purge import DAY, build
from workspaces import begin

from audit.encryption import new_pair
from audit.store.store import Store

WHOLE = "Everything that was looked at is whole.\n"


@pytest.fixture(autouse=True)
def ws(tmp_path, monkeypatch):
    begin(tmp_path / "ws", build)
    monkeypatch.chdir(tmp_path / "ws")
    Path("samples").chmod(0o700)


def problems():
    """What the doctor finds: (where, what) of each problem."""
    result = call("doctor", "--json", *DAY, code=None)
    found = json.loads(result.stdout)
    assert result.exit_code == (not found["whole"])
    listed = [one for part in found["looked_at"] for one in part["faults"]]
    assert found["whole"] == (not listed)
    assert all(one["do"] for one in listed)
    return [(one["where"], one["what"]) for one in listed]


def change(statement, *values):
    with closing(sqlite3.connect("audit.db")) as database, database:
        assert database.execute(statement, values).rowcount


def test_a_workspace_that_nobody_touched_is_whole_and_left_as_it_was():
    before = Path("audit.db").read_bytes()
    assert problems() == []
    assert call("doctor", *DAY).stdout.endswith(WHOLE)
    assert Path("audit.db").read_bytes() == before


# --- a row that is part of something signed, sealed or drawn ------------------------------------------------

SIGNED = "round 'neglect', C-0"
SEAL = """UPDATE ledger SET content = replace(content, '"population":40', '"population":41')"""
UNIT = "UPDATE sample SET certificate = replace(certificate, 'CHI-70', 'CHI-71')"
ASKED = "UPDATE round SET definition = replace(definition, 'seen alone', 'seen')"
TAMPERED = {
    "an answer that was signed": ("UPDATE answer SET block = replace(block, 'good', 'outstanding')", SIGNED),
    "to whom it belongs": ("UPDATE answer SET subject = 'C-09' WHERE seq = 1", "round 'neglect'"),
    "what it answers": ("UPDATE answer SET question = 'V2' WHERE seq = 1", SIGNED),
    "an answer taken out": ("DELETE FROM answer WHERE seq = 1", SIGNED),
    "who signed": ("UPDATE response_act SET name = 'Eve' WHERE seq = 1", SIGNED),
    "in what role": ("UPDATE response_act SET role = 'Clerk' WHERE seq = 1", SIGNED),
    "when": ("UPDATE response_act SET day = '2022-06-02' WHERE seq = 1", SIGNED),
    "the digest of it": ("UPDATE response_act SET digest = 'x' WHERE seq = 1", SIGNED),
    "a question": (
        "UPDATE round SET definition = replace(definition, 'seen alone', 'seen')",
        "round 'neglect'",
    ),
    "the name of the round": ("UPDATE round SET name = 'other'", "round 'other'"),
    "the seed": ("UPDATE ledger SET content = replace(content, '\"77\"', '\"78\"')", "the ledger"),
    "when it was drawn": (
        "UPDATE ledger SET at = '2022-02-01' WHERE act = 'draw'",
        "the ledger",
    ),
    "who drew": ("UPDATE ledger SET by = 'Eve' WHERE act = 'draw'", "the ledger"),
    "an act taken out": ("DELETE FROM ledger WHERE act = 'seed'", "the ledger"),
    "the last act taken out": ("DELETE FROM ledger WHERE act = 'replace'", "round 'neglect'"),
    "the seal": (
        "UPDATE ledger SET content = replace(content, '\"population\":40', '\"population\":41')",
        "the",
    ),
    "a drawn id": (
        "UPDATE sample SET certificate = replace(certificate, 'CHI-70', 'CHI-71')",
        "sample S-001",
    ),
    "a stratum": ("UPDATE sample SET certificate = replace(certificate, '\"A\"', '\"B\"')", "sample S-001"),
    "a certificate taken out": ("DELETE FROM sample", "the ledger"),
    "another sample's": ("UPDATE sample SET id = 'S-002'", "sample S-002"),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_what_was_signed_sealed_or_drawn_and_changed_since_is_named(what):
    statement, where = TAMPERED[what]
    change(statement)
    found = problems()
    assert [one for one in found if one[0].startswith(where)], found


def test_whoever_makes_every_digest_anew_is_found_out_by_what_was_minuted_alone(tmp_path):
    """As README says: a chain shows what was changed in it, not that all of it was made anew."""
    shutil.copytree("samples", tmp_path / "minuted")
    draw = ("--unit", "id", "--by", "team", "--size", "9", "--seed", "99", *DAY)
    rows = "".join(f"CHI-{n},{'ABC'[n % 3]},W{n % 5}\n" for n in range(40))
    write("r.csv", f"id,team,worker\n{rows}")
    shutil.rmtree("samples")
    shutil.move("audit.db", "old.db")
    call("init", ".", *DAY)
    call("sample", "draw", "r.csv", *draw)
    Path("samples").chmod(0o700)
    assert problems() == []
    said = call("sample", "verify", tmp_path / "minuted/S-001/certificate.json", *DAY, code=None)
    assert "None of its acts is in the ledger of this workspace" in said.stderr


# --- damage -----------------------------------------------------------------------------------------------

DAMAGED = {
    "a block": (
        "UPDATE answer SET block = '{' WHERE seq = 3",
        "table answer, row 3",
        "its block",
    ),
    "a time": (
        "UPDATE expected SET at = 'soon' WHERE seq = 1",
        "table expected, row 1",
        "the time",
    ),
    "an agency": ("DELETE FROM agency WHERE seq = 1", "table expected, row 1", "not in the list of agencies"),
    "the plan": ("UPDATE round_plan SET block = '{}'", "round 'neglect'", "damaged"),
    "a table": ("DROP TABLE concern", "table concern", "it is missing"),
    "a column": ("ALTER TABLE answer DROP COLUMN reading", "table answer", "its column reading is missing"),
}


@pytest.mark.parametrize("what", DAMAGED)
def test_damage_is_named_with_its_table_and_row(what):
    statement, where, said = DAMAGED[what]
    with closing(sqlite3.connect("audit.db")) as database, database:
        database.execute(statement)
    found = problems()
    assert [one for one in found if one[0] == where and said in one[1]], found


@pytest.mark.parametrize("at", [0, 10, 4096, 20_000, 60_000, 120_000])
def test_a_page_that_the_disk_damaged_is_found_and_the_backup_named(at):
    place = Path("audit.db")
    with closing(sqlite3.connect(place)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(place.read_bytes())
    content[at : at + 3000] = b"\xa5" * len(content[at : at + 3000])
    place.write_bytes(content)
    assert problems()
    assert "audit restore" in call("doctor", *DAY, code=1).stdout


def test_a_database_that_is_cut_short_or_gone_is_said():
    place = Path("audit.db")
    place.write_bytes(place.read_bytes()[:30_000])
    assert problems()
    place.write_bytes(b"")
    assert "is an empty file" in problems()[0][1]
    place.unlink()
    assert "no audit.db" in problems()[0][1]


# --- files ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "how", "said"),
    [
        ("certificate.json", lambda text: text.replace('"77"', '"78"'), "not what the store has"),
        ("certificate.json", lambda text: text[:-20], "it cannot be read"),
        ("frame.csv", lambda text: text.replace("CHI-70000", "CHI-70001"), "fingerprint"),
        ("frame.csv", lambda text: text[: len(text) // 2], "frame.csv"),
    ],
)
def test_a_file_of_a_sample_that_was_changed_is_named(name, how, said):
    place = Path("samples/S-001") / name
    place.write_text(how(place.read_text()))
    found = problems()
    assert [one for one in found if one[0] == str(place) and said in one[1]], found


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")
@pytest.mark.parametrize("name", ["audit.db", "samples", "audit.db.version-3"])
def test_what_others_may_read_is_named(name):
    Path("audit.db.version-3").touch(mode=0o600)
    assert problems() == []
    Path(name).chmod(0o755)
    assert problems() == [(name, "others may read it (mode 755)")]
    call("doctor", "--json", *DAY, code=1)


def test_what_killed_commands_left_behind_is_named():
    Path("samples/S-002.unfinished-1").mkdir(0o700)
    Path(".audit.toml.abcd1234").touch(mode=0o600)
    assert sorted(where for where, _ in problems()) == [".audit.toml.abcd1234", "samples/S-002.unfinished-1"]


def test_a_key_that_does_not_fit_is_named():
    call("key")
    assert problems() == []
    Path("audit-key.txt").write_text(new_pair("2026-11-23")[1])
    assert problems() == [("audit-key.txt", "it does not belong to the public key in audit.toml")]
    Path("audit-key.txt").unlink()
    assert problems() == [("audit-key.txt", "it is not here, so that returns cannot be opened")]


def test_settings_that_cannot_be_read_are_named():
    write("audit.toml", "name = ")
    assert problems()[0][0] == "audit.toml"


def test_settings_that_are_gone_are_named_and_a_folder_without_a_workspace_is_none(tmp_path):
    Path("audit.toml").unlink()
    assert problems() == [("audit.toml", "it is not here, with the partnership's name, marking and key")]
    assert "There is no workspace in" in refused("doctor", "-w", tmp_path, *DAY)


def test_what_lies_among_the_samples_and_is_of_none_is_named():
    Path("samples/S-009").mkdir(0o700)
    Path("samples/old.csv").touch(0o600)
    Path("samples/S-001/cases.xlsx").write_bytes(b"x" * 100)
    found = dict(problems())
    assert set(found) == {"samples/S-009", "samples/old.csv", "samples/S-001/cases.xlsx"}
    assert found["samples/S-009"] == "it is of no sample that the store has"


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")
@pytest.mark.parametrize("name", ["samples/S-001/frame.csv", "samples/S-001/certificate.json", "b c.backup"])
def test_a_file_with_ids_that_others_may_read_is_named_with_what_to_type(name):
    Path(name).touch()
    for place in ("audit.db.version-3", name):
        Path(place).touch()
        Path(place).chmod(0o600)
    Path(name).chmod(0o644)
    assert problems() == [(name, "others may read it (mode 644)")]
    quoted = f'"{name}"' if " " in name else name
    assert f"What to do: let nobody else in with 'chmod 600 {quoted}'." in call("doctor", *DAY, code=1).stdout


def test_a_half_folder_of_a_program_that_died_before_it_locked_it_is_named():
    Path(".passing-abc").mkdir(0o700)
    Path(".passing-abc/half").touch()
    assert problems() == [(".passing-abc", "a killed command left it behind")]


def test_what_is_not_looked_at_is_said_to_be_so_and_never_to_be_whole():
    change("UPDATE answer SET block = '{' WHERE seq = 3")
    found = json.loads(call("doctor", "--json", *DAY, code=1).stdout)["looked_at"]
    skipped = {one["what"]: one["skipped"] for one in found if one["skipped"]}
    assert set(skipped) == {
        "rounds",
        "signatures",
        "draws and their acts",
        "changes in the log",
        "files of samples",
    }
    assert skipped["rounds"] == "not looked at: rows cannot be read"
    said = call("doctor", *DAY, code=1).stdout
    assert re.search(r"Rounds +not looked at: rows cannot be read", said)
    assert "'audit doctor' says which row" in refused("results", "neglect", *DAY)
    assert "The store has 1 damaged row, copied like every other" in call("backup", "x.backup", *DAY).stderr


# --- what should be known ----------------------------------------------------------------------------------


def test_a_clock_that_was_wrong_is_told():
    assert "lies ahead: a clock is wrong" in call("doctor", "--today", "2022-01-01").stderr


def test_an_older_store_is_not_brought_forward_by_being_looked_at():
    Path("audit.db").unlink()
    lay(3, "audit.db")
    assert "was made by an older version" in call("doctor", *DAY).stderr
    assert dumped("audit.db") == written(3)


def test_a_store_in_a_server_is_looked_over_too(pg_url):
    call("store", "copy", ".", pg_url)
    where = ["--store", pg_url, *DAY]
    assert call("doctor", *where).stdout.endswith(WHOLE)
    with closing(Store(pg_url)) as store, store.writing() as connection:
        connection.exec_driver_sql("UPDATE answer SET block = replace(block, 'good', 'outstanding')")
    assert f"{POLICE}" in (said := call("doctor", *where, code=1).stdout) or HEALTH in said
    assert "was changed in the store afterwards" in said


def test_files_of_samples_that_are_gone_or_not_this_versions_are_noted_and_nothing_is_wrong_for_it():
    Path("samples/S-001/frame.csv").unlink()
    write("samples/S-001/verify_sample.py", "print('the same')\n")
    Path("samples/S-001/verify_sample.py").chmod(0o600)
    Path("samples/S-001/verify_sample.html").unlink()
    Path("audit.db.bak").touch()
    told = call("doctor", *DAY).stderr
    assert "frame.csv is not there, so only its register can show that S-001 holds." in told
    assert "verify_sample.py is not what this version writes" in told
    assert "verify_sample.html is not there." in told
    assert "Other copies of what is kept lie here; no command takes ids out of them: audit.db.bak." in told
    assert "Other rows are looked at for damage alone" in told
    shutil.rmtree("samples")
    assert "The files of S-001 are not in samples here" in call("doctor", *DAY).stderr
