"""Colour, bold and progress only on a terminal that has them; in a pipe data alone."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from test_cli_setup import call, open_round

pytest.importorskip("pexpect", reason="needs a pseudo-terminal")
from screens import Terminal

ROOT = Path(__file__).resolve().parent.parent
CODES = re.compile(rb"\x1b\[[0-9;?]*[a-zA-Z]")
COLOUR = re.compile(rb"\x1b\[[0-9;]*(3[0-8]|4[0-8]|9[0-7])[0-9;]*m")
RED = ("action", "add", "Train all staff", "--owner", "Police", "--due", "2026-01-31")
LIST = ("action", "list", "--today", "2026-11-22")


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("AUDIT_STORE", "AUDIT_WORKSPACE", "NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    open_round(tmp_path, ("Oak Police", "police"), ("Elm School", "school"))
    call(*RED, "--by", "Ann")
    return tmp_path


def on_terminal(*args, columns=80, **env):
    terminal = Terminal([sys.executable, "-m", "audit", *args], columns=columns, env=env)
    assert terminal.ended() == 0
    return terminal


def test_colour_is_on_a_terminal_and_not_under_no_color_or_dumb():
    assert COLOUR.search(on_terminal(*LIST).raw)
    said = on_terminal(*LIST, NO_COLOR="1")
    assert not COLOUR.search(said.raw)
    assert "Red: past its due date" in said.text
    assert not CODES.search(on_terminal("today", TERM="dumb").raw)


def test_in_a_pipe_there_is_data_alone_even_where_colour_is_forced():
    full = {**os.environ, "FORCE_COLOR": "1", "TERM": "xterm-256color"}
    command = [sys.executable, "-m", "audit", *LIST]
    done = subprocess.run(command, capture_output=True, check=True, env=full)
    assert b"Red: past its due date" in done.stdout
    assert not CODES.search(done.stdout + done.stderr)
    assert b"\r" not in done.stdout.replace(b"\r\n", b"\n")


@pytest.mark.parametrize("columns", [60, 200])
def test_lists_fit_terminals_of_any_width_and_lose_nothing(columns):
    said = on_terminal("chase", "r1", "--today", "2026-12-03", columns=columns)
    plain = CODES.sub(b"", said.raw).decode().replace("\r", "")
    assert all(len(line) <= columns for line in plain.split("\n"))
    words = re.sub(r"\W+", " ", plain)
    for known in ("Oak", "Police", "Elm", "School", "not started", "3 days", "not yet", "nobody"):
        assert known in words, known
