"""What is encrypted opens for those it is meant for, and comes into its place whole."""

from pathlib import Path

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.cli.encrypting import place
from audit.encryption import check_key, keys_in, passphrase_problem, to_keys
from audit.errors import FileError, StateError


@given(st.binary(max_size=2_000))
def test_what_is_encrypted_to_keys_comes_out_the_same(content):
    identity = pyrage.x25519.Identity.generate()
    key = check_key(f" {identity.to_public()}\n")
    locked = to_keys(content, [key])
    assert pyrage.decrypt(locked, [identity]) == content
    assert locked.startswith(b"age-encryption.org/v1\n")
    assert len(content) < 8 or content not in locked[locked.index(b"\n---") :]


def test_keys_are_given_once_each_and_every_wrong_line_is_named():
    key = str(pyrage.x25519.Identity.generate().to_public())
    assert keys_in(f"{key}\n{key}\n", "k") == (key,)
    with pytest.raises(FileError) as caught:
        keys_in(f"{key}\nage1nothing\n# x\nelse\n", "k.txt")
    assert [problem.where for problem in caught.value.problems] == ["line 2", "line 4"]


def test_a_passphrase_of_twelve_will_do():
    assert passphrase_problem("twelve chars") != ""  # eleven and a space
    assert passphrase_problem("twelve charss") == ""


def test_a_file_that_comes_in_between_is_left_as_it_is_too(tmp_path):
    path = tmp_path / "late.age"
    with pytest.raises(StateError, match="is there already"):
        place(path, b"ours", lambda: path.write_bytes(b"theirs") and None)
    assert path.read_bytes() == b"theirs"
    assert [*tmp_path.iterdir()] == [path]


def test_what_cannot_be_logged_is_not_written(tmp_path):
    def _fails():
        raise StateError("no log")

    with pytest.raises(StateError, match="no log"):
        place(tmp_path / "never.age", b"ours", _fails)
    assert not [*tmp_path.iterdir()]


def test_where_a_file_system_has_no_links_it_is_put_there_all_the_same(tmp_path, monkeypatch):
    def _none(*_):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", _none)
    place(tmp_path / "a.age", b"ours", lambda: None)
    assert (tmp_path / "a.age").read_bytes() == b"ours"
    with pytest.raises(StateError, match="is there already"):
        place(tmp_path / "a.age", b"others", lambda: None)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"ours"]
