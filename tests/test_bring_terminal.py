"""Answers of an earlier round at a real pseudo-terminal: one key confirms, a stray Enter never does."""

import sys

import pytest

if sys.platform == "win32":
    pytest.skip("a pseudo-terminal is not to be had on Windows", allow_module_level=True)

from screens import ENTER, Terminal
from test_cli_setup import as_json, call, open_round, write

CATALOGUE = """\
title: Ours
scale: met-partly-not
standards:
  - id: A
    title: Leadership
    questions:
      - {id: A1, text: One.}
      - {id: A2, text: Two.}
      - {id: A3, text: Three., kind: choices, choices: [x, y]}
      - {id: A4, text: Four., kind: number}
      - {id: A5, text: Five.}
"""
OLD = """
A1: {value: partly, comment: Nearly.}
A2: not-met
A3: [y]
A4: 12
A5: met
A: {evidence: [Minutes]}
"""


def test_one_key_confirms_where_the_question_is_the_same_and_enter_does_not(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    open_round(tmp_path, ("Oak Trust", "charity"))
    write("standards/local/set.yaml", CATALOGUE)
    write("old.yaml", OLD)
    call("round", "open", "local/set", "--name", "old", "--due", "2026-11-30")
    call("ask", "old", "--agency", "oak", "--answers", "old.yaml")
    write("standards/local/set.yaml", CATALOGUE.replace("Two.", "Two and more."))
    call("round", "open", "local/set", "--name", "new", "--due", "2026-11-30", "--bring-forward", "old")
    terminal = Terminal([sys.executable, "-m", "audit", "ask", "new", "--agency", "oak"], lines=40)
    terminal.wait(lambda t: t.ready)
    assert "4 answers of an earlier round can be confirmed" in terminal.text
    assert "In old (never signed): Partly met" in terminal.text
    assert "» s  Skip for now" in terminal.prompt
    terminal.send(ENTER)  # a stray Enter skips
    assert "The question was then: Two." in terminal.text
    assert "Still true" not in terminal.prompt
    terminal.process.send("y")  # nothing to confirm: nothing happens
    terminal.send("2")
    terminal.send("Do it" + ENTER + ENTER + ENTER)
    terminal.wait("A3  Three.")
    terminal.send("y")
    terminal.wait("A4  Four.")
    terminal.send("y" + ENTER)
    terminal.wait("A5  Five.")
    terminal.send("y")
    terminal.wait("Review.")
    assert "to confirm" in terminal.text
    assert {name: one.get("confirmed", "") for name, one in answers().items()} == {
        "A2": "",
        "A3": "old",
        "A4": "old",
        "A5": "old",
    }
    terminal.send("1")
    terminal.wait("A1  One.")
    terminal.send("y")  # low, so that an action is asked for as usual
    terminal.wait("What will be done about it?")
    terminal.send("Write it" + ENTER + ENTER + ENTER)
    terminal.wait("What shows the top grades")
    assert "Evidence: Minutes" in terminal.text
    terminal.wait("Describe another piece")
    terminal.send("1")  # what was shown then may be picked, which is a statement of today
    terminal.send(ENTER)
    terminal.wait("Nothing is owed any more.")
    terminal.send("1")
    assert terminal.ended() == 0
    found = answers()
    assert (found["A1"]["comment"], found["A1"]["action"]["what"]) == ("Nearly.", "Write it")
    assert found["A3"]["value"] == ["y"]
    assert found["A"] == {"evidence": [{"what": "Minutes"}]}


def answers():
    return as_json("show", "new", "--agency", "oak")["answers"]
