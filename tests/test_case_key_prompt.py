"""audit case-key in a real pseudo-terminal: the passphrase that is asked for."""

import sys
from pathlib import Path

import pyrage
import pytest

if sys.platform == "win32":
    pytest.skip("a pseudo-terminal is not to be had on Windows", allow_module_level=True)

from screens import CTRL_C, ENTER, Terminal
from test_case_key import PASSPHRASE, drawn_round, logged, workspace


def test_at_the_prompt_the_passphrase_is_typed_twice_and_never_shown(tmp_path, monkeypatch):
    ws = tmp_path / "ws"
    neglect = workspace(ws)
    monkeypatch.chdir(ws)
    drawn_round(neglect)
    args = [sys.executable, "-m", "audit", "case-key", "neglect", str(neglect), "--agency", "oak"]
    args += ["--columns", "NHS No", "-o", "../oak.age"]
    env = {"AUDIT_PASSPHRASE": "", "AUDIT_WORKSPACE": str(ws)}
    terminal = Terminal(args, env=env)
    asked = "Passphrase for the agency:"

    def _type(text, then):
        terminal.process.send(text + ENTER)
        terminal.wait(then)

    terminal.wait(asked)
    assert not [*ws.glob(".scratch*")]  # no copy of the register lies there while one thinks
    _type("too short", "The passphrase is too weak")
    _type(PASSPHRASE, "The same again:")
    _type("something other", "do not match")
    _type(PASSPHRASE, lambda t: t.text.count("The same again:") == 2)
    terminal.process.send(PASSPHRASE + ENTER)
    terminal.wait(lambda t: "to destroy its copy" in " ".join(t.text.split()))
    assert b"horse" not in terminal.raw
    assert "In it: C-01, C-02." in terminal.text
    locked = Path("../oak.age").read_bytes()
    assert b"NHS No" in pyrage.passphrase.decrypt(locked, PASSPHRASE)
    args[-1] = "../second.age"
    terminal = Terminal(args, env=env)
    terminal.wait(asked)
    terminal.process.send(CTRL_C)
    terminal.wait(lambda t: not t.process.isalive())
    assert terminal.process.exitstatus == 130
    assert not Path("../second.age").exists()
    assert len(logged(ws)) == 1
