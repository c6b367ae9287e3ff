"""Two at once at the prompt: whoever answers second is shown what stands there, and chooses."""

import sys
from contextlib import closing

import pytest

if sys.platform == "win32":
    pytest.skip("a pseudo-terminal is not to be had on Windows", allow_module_level=True)

from screens import CTRL_C, CTRL_D, ENTER, Terminal
from test_cli_setup import call, open_round, write

from audit.responses.response import PlannedAction
from audit.store.history import written
from audit.store.store import Store

AUDIT = [sys.executable, "-m", "audit"]


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    open_round(tmp_path, ("Police", "police"))


def begin(*command):
    terminal = Terminal([*AUDIT, *command, "--by", "Ann"], lines=50)
    terminal.wait(lambda t: t.ready)
    return terminal


def colleague(text):
    call("ask", "r1", "--agency", "police", "--answers", write("theirs.yaml", text), "--by", "Ben")


def kept(question):
    with closing(Store("sqlite:///audit.db")) as store:
        return [(one.answer, one.by) for one in written(store, "r1") if one.question == question]


def test_the_answer_of_a_colleague_is_shown_and_enter_keeps_it():
    terminal = begin("ask", "r1", "--agency", "police")
    colleague(
        "A1: {value: not-met, action: {what: Appoint a lead}}\nA2: {value: partly, action: {what: Report}}\n"
    )
    terminal.send("1")
    assert "A1 was answered in the meantime by Ben, " in terminal.text
    shown = terminal.text.split("in the meantime by Ben")[1]
    order = [shown.index(one) for one in ("Not met", "Action: Appoint a lead", "not kept yet", "Answer: Met")]
    assert order == sorted(order)
    terminal.send(ENTER)
    assert "A2 was answered in the meantime by Ben, " in terminal.text  # and so it is not asked
    assert "B1  Staff are trained." in terminal.text
    terminal.send(CTRL_D)
    assert terminal.ended() == 0
    [(answer, by)] = kept("A1")
    assert (answer.value, answer.action, by) == ("not-met", PlannedAction("Appoint a lead"), "Ben")
    assert [by for _, by in kept("A2")] == ["Ben"]


def test_what_is_given_anew_after_looking_stands_also_in_the_middle_of_an_answer():
    terminal = begin("ask", "r1", "--agency", "police")
    terminal.send("2")  # partly, which asks for an action
    colleague("A1: {value: met, comment: Since May}\n")
    terminal.send("Write a plan" + ENTER)
    assert "Comment: Since May" in terminal.text
    assert "Action: Write a plan" in terminal.text
    terminal.send("2")  # mine
    colleague("A2: met\n")
    terminal.send("2")  # A2, which was met when this was asked
    terminal.send("3")  # answer anew
    assert "A2  The board hears of it each year." in terminal.text
    terminal.send(CTRL_C)
    assert terminal.ended() == 130
    assert [(one.value, by) for one, by in kept("A1")] == [
        ("partly", "Ann"),
        ("met", "Ben"),
        ("partly", "Ann"),
    ]
    assert kept("A1")[-1][0].action == PlannedAction("Write a plan")
    assert [(one.value, by) for one, by in kept("A2")] == [("met", "Ben")]


def test_a_second_moderator_is_told_and_asked_again():
    colleague("A1: met\n")
    terminal = begin("moderate", "r1", "--agency", "police", "--all")
    panel = ("moderate", "r1", "--agency", "police", "--question", "A1", "--by", "Ben")
    call(*panel, "--grade", "partly", "--reason", "No minutes")
    terminal.send("3")
    said = " ".join(terminal.text.split())
    assert "the panel said of A1 about 'police': partly; No minutes (by Ben, " in said
    assert "Panel: Partly met, No minutes (Ben, " in said
    terminal.send("3")
    terminal.send("Nothing was seen" + ENTER)
    terminal.ended()
    with closing(Store("sqlite:///audit.db")) as store:
        last = store.round("r1").moderation["police"].panel["A1"]
    assert (last.grade, last.reason, last.by) == ("not-met", "Nothing was seen", "Ann")
