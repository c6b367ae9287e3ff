"""A row that fits no action by number or text: whoever sits at the terminal says which it is."""

import sys

import pytest

if sys.platform == "win32":
    pytest.skip("a pseudo-terminal is not to be had on Windows", allow_module_level=True)

from screens import ENTER, Terminal
from test_action_export import everything
from test_cli_setup import call, write

PLAN = "No,Action,Lead\n1,Train all staff in the procedure,Police\n2,Write to every school,Education\n"
AGAIN = (
    "No,Action,Lead\n,Train each of the staff in the procedure,Police\n"
    ",Write to every headteacher of a school,Education\n"
)


def test_a_row_is_the_action_that_somebody_says_and_enter_takes_it_for_new(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    call("init")
    call("action", "import", write("plan.csv", PLAN))
    args = ["action", "import", str(write("plan.csv", AGAIN))]
    terminal = Terminal([sys.executable, "-m", "audit", *args], lines=40)
    terminal.wait(lambda t: t.ready)
    assert "row 2 fits no action of the plan" in terminal.text
    terminal.send("1")
    terminal.wait("row 3 fits no action")
    terminal.send(ENTER)
    terminal.wait("shows how they stand")
    assert "A-001: action was 'Train all staff" in terminal.text
    assert [(one.id, one.action.number) for one in everything(tmp_path)[1]] == [
        ("A-001", "1"),
        ("A-002", "2"),
        ("A-003", ""),
    ]


def test_what_somebody_else_adds_meanwhile_is_not_matched_blindly(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    call("init")
    call("action", "import", write("plan.csv", PLAN))
    args = ["action", "import", str(write("plan.csv", AGAIN))]
    terminal = Terminal([sys.executable, "-m", "audit", *args], lines=40)
    terminal.wait(lambda t: t.ready)
    call("action", "add", "Train each of the staff in the procedure", "--plan", "plan")
    terminal.send("1")
    terminal.wait("row 3 fits no action")
    terminal.send(ENTER)
    terminal.wait("was added to")
    assert [one.action.number for one in everything(tmp_path)[1]] == ["1", "2", ""]
