"""audit backup and restore: all of a workspace in a file, and the same workspace again, or nothing."""

import json
import os
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_cli_setup import as_json, call, refused, write
from test_purge import DAY, UNITS, build, figures
from workspaces import begin

from audit.backups import is_plain
from audit.encryption import new_pair

RIGHT, WRONG, SHORT = (
    {"AUDIT_PASSPHRASE": words} for words in ("quiet river seven lamps", "another phrase altogether", "short")
)
LEADING = ["../x", "/x", "a/../b", "a//b", "./a", "CON", "nul.txt", "a/aux", "C:x", "a\\b"]
ODD = ["x.", "x ", "", "a\x00", "a\nb", 3]
PLAIN = ["audit.toml", "samples/S-001/frame.csv", "Ünïcode & more.xlsx", ".x", "console.txt"]


@pytest.fixture(autouse=True)
def ws(tmp_path, monkeypatch):
    begin(tmp_path / "ws", build)
    monkeypatch.chdir(tmp_path / "ws")
    monkeypatch.delenv("AUDIT_PASSPHRASE", raising=False)


def rows(place):
    with closing(sqlite3.connect(place)) as database:
        return sorted(database.iterdump())


def files(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in Path(folder).rglob("*")
        if path.is_file() and not path.name.startswith("audit.db")
    }


def test_what_is_restored_is_what_was_backed_up(tmp_path):
    before, told = files("."), figures()
    made = as_json("backup", tmp_path / "a.backup", *DAY)
    assert not made["encrypted"]
    again = as_json("restore", tmp_path / "a.backup", tmp_path / "again")
    assert again["digest"] == made["digest"]
    assert again["rows"] == sum(one["rows"] for one in made["tables"])
    assert files(tmp_path / "again") == before
    assert rows(tmp_path / "again/audit.db") == rows("audit.db")
    os.chdir(tmp_path / "again")
    assert figures() == told
    assert call("doctor", *DAY).stdout.endswith("Everything that was looked at is whole.\n")


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")
def test_a_backup_and_what_comes_out_of_it_are_for_their_owner_alone(tmp_path):
    call("backup", tmp_path / "a.backup", *DAY)
    call("restore", tmp_path / "a.backup", tmp_path / "again")
    for path in (tmp_path / "a.backup", *(tmp_path / "again").rglob("*"), tmp_path / "again"):
        assert not stat.S_IMODE(path.stat().st_mode) & 0o077, path


def test_a_backup_is_encrypted_to_the_key_of_the_workspace_which_does_not_go_with_it(tmp_path):
    call("key")
    call("backup", tmp_path / "a.backup", *DAY)
    place = tmp_path / "a.backup.age"
    assert not [unit for unit in UNITS if unit.encode() in place.read_bytes()]
    call("restore", place, tmp_path / "again")
    assert not (tmp_path / "again/audit-key.txt").exists()
    shutil.move("audit-key.txt", tmp_path / "safe.txt")
    assert "audit-key.txt is not here; name the secret key: --key" in refused(
        "restore", place, tmp_path / "more"
    )
    write(tmp_path / "other.txt", new_pair("2026-11-23")[1])
    wrong = refused("restore", place, tmp_path / "more", "--key", tmp_path / "other.txt")
    assert "encrypted to another key" in wrong
    assert not (tmp_path / "more").exists()
    call("restore", place, tmp_path / "more", "--key", tmp_path / "safe.txt")
    call("backup", tmp_path / "plain.backup", "--plain", *DAY)
    assert (tmp_path / "plain.backup").exists()


def test_a_backup_opens_by_its_passphrase_alone(tmp_path):
    call("backup", tmp_path / "a.backup", "--passphrase", *DAY, **RIGHT)
    place = tmp_path / "a.backup.age"
    assert call("restore", place, tmp_path / "x", code=1, **WRONG).stderr
    assert not (tmp_path / "x").exists()
    call("restore", place, tmp_path / "x", **RIGHT)
    assert "there is no terminal to ask at; set AUDIT_PASSPHRASE" in refused("restore", place, tmp_path / "y")
    assert "too weak" in call("backup", "b.backup", "--passphrase", code=1, **SHORT).stderr


def test_a_store_in_a_server_is_backed_up_and_comes_back_as_a_file(tmp_path, pg_url):
    told = figures()
    call("store", "copy", ".", pg_url)
    Path("audit.db").unlink()
    text = Path("audit.toml").read_text()
    write("audit.toml", f'{text}store = "{pg_url}"   # where the answers are kept\n')
    made = as_json("backup", tmp_path / "a.backup", *DAY)
    said = call("restore", tmp_path / "a.backup", tmp_path / "again").stderr
    assert "Its answers lay in postgresql" in said
    os.chdir(tmp_path / "again")
    assert figures() == told
    here = {one["table"]: one["sha256"] for one in made["tables"]}
    assert as_json("backup", tmp_path / "b.backup", *DAY)["tables"] == made["tables"]
    assert len(here) > 20


def test_nothing_is_written_over_and_older_backups_stay_out():
    call("backup", "a.backup", *DAY)
    assert "is there already" in refused("backup", "a.backup", *DAY)
    assert as_json("backup", "b.backup", *DAY)["files"] == as_json("backup", "c.backup", *DAY)["files"]
    assert as_json("backup", "d.backup", "--no-files", *DAY)["files"] == ["audit.toml"]
    assert "is not empty" in refused("restore", "a.backup", ".")
    assert "ends in .backup" in refused("backup", "a.zip", *DAY, code=2)
    assert "There is no folder" in refused("backup", "nowhere/a.backup", *DAY)


def changed(place, how):
    """A backup that somebody changed, in each of its parts."""
    with zipfile.ZipFile(place) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    whole = json.loads(parts["backup.json"])
    how(parts, whole)
    parts["backup.json"] = json.dumps(whole).encode()
    with zipfile.ZipFile(place, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def another_file(parts, _whole):
    parts["audit.toml"] = parts["audit.toml"][:-2] + b"X\n"


def one_more(parts, _whole):
    parts["more.txt"] = b"x"


def one_less(parts, _whole):
    del parts["audit.toml"]


def outside(parts, whole):
    parts["../evil.txt"] = parts.pop("audit.toml")
    next(one for one in whole["files"] if one["name"] == "audit.toml")["name"] = "../evil.txt"


def another_row(parts, whole):
    place = Path("changed.db")
    place.write_bytes(parts["audit.db"])
    with closing(sqlite3.connect(place)) as database, database:
        database.execute("UPDATE answer SET block = replace(block, 'good', 'inadequate')")
    import hashlib

    parts["audit.db"] = place.read_bytes()
    own = next(one for one in whole["files"] if one["name"] == "audit.db")
    own |= {"size": len(parts["audit.db"]), "sha256": hashlib.sha256(parts["audit.db"]).hexdigest()}
    place.unlink()


def newer(_parts, whole):
    whole["store"]["schema"] = 99


def larger(_parts, whole):
    whole["files"][0]["size"] += 1


def bent(_parts, whole):
    whole["files"] = [1]


def bare(_parts, whole):
    del whole["store"]["tables"]


@pytest.mark.parametrize(
    ("how", "said"),
    [
        (another_file, "audit.toml in it is not what its list says"),
        (one_more, "its files are not those of its list"),
        (one_less, "its files are not those of its list"),
        (outside, "leads elsewhere"),
        (another_row, "not the one that was backed up"),
        (newer, "newer version"),
        (larger, "not as large as its list says"),
        (bent, "no backup of this program"),
        (bare, "not the one that was backed up"),
    ],
)
def test_a_backup_that_was_changed_is_refused_and_nothing_is_restored(tmp_path, how, said):
    call("backup", tmp_path / "a.backup", *DAY)
    changed(tmp_path / "a.backup", how)
    before = sorted(tmp_path.iterdir())
    assert said in refused("restore", tmp_path / "a.backup", tmp_path / "again")
    assert sorted(tmp_path.iterdir()) == before


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_backup_with_a_byte_changed_or_cut_short_is_refused_or_whole(tmp_path, data):
    place = tmp_path / "a.backup"
    if not place.exists():
        call("backup", place, "--no-files", *DAY)
    content = bytearray(place.read_bytes())
    at = data.draw(st.integers(0, len(content) - 1))
    if data.draw(st.booleans()):
        content[at] ^= data.draw(st.integers(1, 255))
    else:
        del content[at:]
    odd = tmp_path / "odd.backup"
    odd.write_bytes(content)
    shutil.rmtree(tmp_path / "out", ignore_errors=True)
    result = call("restore", odd, tmp_path / "out", code=None)
    if result.exit_code:
        assert result.exit_code == 1
        assert not (tmp_path / "out").exists()
        assert re.match(r"Error: .*odd\.backup", result.stderr)
    else:  # a byte that says nothing, such as a date in the zip
        assert rows(tmp_path / "out/audit.db") == rows("audit.db")


@pytest.mark.parametrize("name", [*LEADING, *ODD])
def test_names_that_lead_elsewhere_are_known(name):
    assert not is_plain(name)


def test_names_of_a_workspace_are_plain():
    assert all(map(is_plain, PLAIN))


def test_a_backup_to_a_disk_with_any_room_is_whole_or_is_none(tmp_path):
    """What SQLite commits lies beside the file at first: a full disk must not part the two."""
    workspace = shutil.copytree(".", tmp_path / "w", dirs_exist_ok=True)
    script = Path(__file__).with_name("full_disks.py")
    told = subprocess.run((sys.executable, script, workspace), capture_output=True, text=True, check=True)
    tried = json.loads(told.stdout)
    if not tried:
        pytest.skip("No disk can be mounted here, so that none is full.")
    ends = [found for _, found, _ in tried]
    assert ends[0] == [1]
    assert ends[-1] == [0, 0]
    assert all(found in ([1], [0, 0]) for found in ends), tried
    full = [said for _, found, said in tried if found == [1]]
    assert all("make room on the disk" in said and ".passing" not in said for said in full), full


def test_a_folder_that_is_no_workspace_does_not_go_with_a_store_elsewhere(tmp_path, monkeypatch):
    store = f"sqlite:///{Path('audit.db').absolute()}"
    (tmp_path / "home").mkdir()
    monkeypatch.chdir(tmp_path / "home")
    write("private.txt", "letters")
    said = call("backup", "x.backup", "--store", store, *DAY).output
    assert "and 0 files" in said
    assert "This folder is no workspace, so of its files only those in samples are in it." in said
    assert "private.txt" not in zipfile.ZipFile("x.backup").namelist()
