"""Folders that pass: gone at the end, kept while their program lives, taken away where it was killed."""

import os
import shutil
from pathlib import Path

import click
import pytest
from test_cli_setup import call, write

from audit.cli import COMMANDS, program
from audit.cli.tidying import OUTPUTS
from audit.passing import ELSEWHERE, LOCK, passing, sweep

READ = {"answers", "auditors", "certificate", "dates", "dates_file", "exclude", "file", "files", "involved"}
READ |= {"judgement", "only", "strata", "workspace"}


def left_by_a_killed_program(home, name="note.txt"):
    """A folder as a program leaves it that is killed: its lock stands there, and nobody holds it."""
    with passing(home) as folder:
        write(folder / name, "Ada Moss, 4 March 2015")
        return shutil.copytree(folder, home / ".passing-zzzzzzzz")


def test_a_passing_folder_is_its_owner_s_alone_and_gone_at_the_end(tmp_path):
    with passing(tmp_path) as folder:
        assert folder.parent == tmp_path
        write(folder / "a/b.txt", "half")
        if os.name == "posix":
            assert folder.stat().st_mode & 0o777 == 0o700
    assert [*tmp_path.iterdir()] == []


def test_what_a_living_program_works_in_stays_and_what_a_killed_one_left_goes(tmp_path):
    left = left_by_a_killed_program(tmp_path)
    (tmp_path / ".passing-notes.txt").write_text("nobody's business of ours", encoding="utf-8")
    with passing(tmp_path) as folder:
        assert not left.exists()
        left = left_by_a_killed_program(tmp_path)
        sweep(tmp_path)
        assert folder.exists()
        assert not left.exists()
    assert [path.name for path in tmp_path.iterdir()] == [".passing-notes.txt"]


def test_a_folder_that_was_just_made_and_taken_for_an_old_one_is_made_anew(tmp_path, monkeypatch):
    opened, taken = os.open, []

    def late(path, *more):
        if Path(path).name == LOCK and not taken:
            taken.append(path)
            sweep(tmp_path)
        return opened(path, *more)

    monkeypatch.setattr(os, "open", late)
    with passing(tmp_path) as folder:
        assert (folder / LOCK).exists()
    assert taken


@pytest.fixture
def ws(tmp_path):
    call("init", tmp_path / "ws", "--name", "Kingsbridge SCP")
    return tmp_path / "ws"


def test_any_command_takes_away_what_was_left_in_the_workspace_and_where_it_was_to_write(ws, tmp_path):
    homes = [
        ws,
        ws / "receipts",
        ws / "samples",
        ws / "samples/S-001",
        tmp_path / "out",
        tmp_path / "out/mail",
    ]
    for home in homes:
        home.mkdir(exist_ok=True)
    left = [left_by_a_killed_program(home) for home in homes]
    assert all(path.exists() for path in left)
    write(left[0] / ELSEWHERE, f"{tmp_path / 'out'}\n{tmp_path / 'out/mail'}\n{tmp_path / 'none'}")
    call("today", "-w", ws)
    assert [path for path in left if path.exists()] == []


def test_a_link_is_neither_followed_nor_taken_away(tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    write(other / "kept.txt", "kept")
    (tmp_path / ".passing-aaaaaaaa").symlink_to(other)
    write(other / LOCK, "")
    sweep(tmp_path)
    assert (other / "kept.txt").exists()


def paths_of(command, context):
    """The names of the options and arguments of a command, and of those below it, that are files."""
    for name in command.list_commands(context) if isinstance(command, click.Group) else ():
        yield from paths_of(command.get_command(context, name), context)
    yield from (one.name for one in command.params if isinstance(one.type, click.Path))


def test_every_file_that_a_command_is_told_is_known_as_read_or_written():
    context = click.Context(program)
    found = {name for one in COMMANDS for name in paths_of(program.get_command(context, one), context)}
    assert found - {*OUTPUTS, *READ} == set()
