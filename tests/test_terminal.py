"""The interview in a real pseudo-terminal: answered by keys, killed, resumed, signed, scored."""

import json
import os
import re
import signal
import subprocess
import sys

import pytest

if sys.platform == "win32":
    pytest.skip("a pseudo-terminal is not to be had on Windows", allow_module_level=True)

from screens import CTRL_C, CTRL_D, DOWN, ENTER, Terminal
from test_cli_setup import call
from workspaces import begin

AUDIT = [sys.executable, "-m", "audit"]


def run(folder, *args):
    """What another command prints, in this process: only the interview needs one of its own."""
    return call(*args, "-w", folder).stdout


@pytest.fixture
def folder(tmp_path):
    begin(tmp_path, _opened)
    return tmp_path


def _opened():
    call("init", ".")
    police = ("--code", "police", "--kind", "police", "--duty", "section 11")
    call("agency", "add", "Kingsbridge Police", *police)
    call("round", "open", "section-11/london", "--name", "s11", "--due", "2026-12-01")


def ask(folder, **more):
    terminal = Terminal([*AUDIT, "ask", "s11", "--agency", "police", "-w", str(folder)], **more)
    terminal.wait(lambda t: t.ready)
    return terminal


def answers(folder):
    return json.loads(run(folder, "show", "s11", "--agency", "police", "--json"))["answers"]


REPLIES = (  # what is at the prompt, and what is typed
    (r"^> Your grade:", None),
    (r"What shows it for \w+\? \(arrow", "1"),
    (r"^> Evidence: \(arrow", "1"),
    (r"Describe it", "Minutes of the board" + ENTER),
    (r"Where is it held", "shared drive" + ENTER),
    (r"Of what date", "31/3/2026" + ENTER),
    (r"What will be done", "Bring it to the board" + ENTER),
    (r"Who will see to it", "Head of safeguarding" + ENTER),
    (r"By when", "Report to December Board" + ENTER),
    (r"Why does \w+ not apply", "We hold no custody suites" + ENTER),
)


def question(terminal):
    """The id of the question on the screen."""
    found = re.findall(r"^([A-HX]\d)(?: \[critical\])?  \S", terminal.text, re.MULTILINE)
    assert found, terminal.text
    return found[-1]


def reply(terminal, grades):
    """Type what fits the prompt at hand; the id of the question where a grade was given."""
    prompt = terminal.prompt
    for pattern, keys in REPLIES:
        if re.search(pattern, prompt) and keys:
            # A piece of evidence given: then that is all (the first line of the list).
            terminal.send(keys)
            return None
    name = question(terminal)
    if re.search(r"^> Your grade:", prompt):
        terminal.send(grades.get(name, "1"))
        return name
    if "Type a count" in terminal.text:
        terminal.send("95/100" + ENTER)
    elif re.search(r"^> Your answer: \(arrow", prompt):
        terminal.send("1")
    else:
        terminal.send("s" + ENTER)
    return name


GRADES = {"A2": "2", "B3": "3", "C4": "4", "D1": "2"}


def go_on(terminal, grades, until):
    """Answer until `until(terminal)` holds; the ids in the order of asking."""
    asked = []
    for _ in range(400):
        if until(terminal):
            return asked
        name = reply(terminal, grades)
        if name and (not asked or asked[-1] != name):
            asked.append(name)
    raise AssertionError(f"no end of it:\n{terminal.text}")


def test_a_whole_self_assessment_by_keys_killed_half_way_resumed_signed_and_scored(folder):
    terminal = ask(folder)
    first = go_on(terminal, GRADES, lambda t: "Standard D" in t.text and question(t) == "D2")
    os.kill(terminal.process.pid, signal.SIGKILL)
    terminal.ended()

    kept = answers(folder)
    given = [name for name in first if name != "D2"]
    assert [name for name in given if name not in kept] == []
    assert kept["A2"]["action"] == {
        "what": "Bring it to the board",
        "who": "Head of safeguarding",
        "when": "Report to December Board",
    }

    terminal = ask(folder)
    assert "Going on where you stopped" in terminal.text
    assert question(terminal) == "D2"
    go_on(terminal, GRADES, lambda t: "Review." in t.text)
    assert "Nothing is owed any more." in terminal.text
    terminal.send("1")
    assert terminal.ended() == 0
    assert "All questions are answered" in terminal.text

    after = answers(folder)
    assert {name: after[name] for name in kept if name in first} == {
        name: kept[name] for name in kept if name in first
    }
    values = {name: after[name]["value"] for name in GRADES}
    assert values == {"A2": "partly", "B3": "not-met", "C4": "n/a", "D1": "partly"}
    assert after["C4"]["reason"] == "We hold no custody suites"
    assert after["E3"]["value"] == "95/100"

    run(folder, "sign", "s11", "--agency", "police", "--name", "A. Khan", "--role", "Chief Constable")
    scored = json.loads(run(folder, "results", "s11", "--json"))["respondents"][0]
    assert scored["signed"]
    assert scored["completeness"] == 1
    assert scored["worst"] == {"grade": "not-met", "questions": ["B3"]}
    assert scored["standards"]["H"]["score"] == 1


def test_every_part_of_an_answer_is_saved_as_it_is_typed(folder):
    terminal = ask(folder)
    terminal.send("2")
    terminal.send("Write a policy" + ENTER)
    terminal.send("half a na")
    os.kill(terminal.process.pid, signal.SIGKILL)
    terminal.ended()
    assert answers(folder)["A1"] == {"value": "partly", "action": {"what": "Write a policy"}}

    terminal = ask(folder)
    assert question(terminal) == "A2"
    terminal.send("1")
    terminal.send("Report of May" + ENTER)
    os.kill(terminal.process.pid, signal.SIGKILL)
    terminal.ended()
    assert answers(folder)["A2"] == {"value": "met", "evidence": [{"what": "Report of May"}]}


def test_ctrl_c_ends_with_130_and_says_how_to_go_on(folder):
    terminal = ask(folder)
    terminal.send("1")
    terminal.process.send(CTRL_C)
    assert terminal.ended() == 130
    assert "audit ask s11 --agency" in terminal.text
    assert answers(folder) == {"A1": {"value": "met"}}


def test_closing_the_input_ends_as_quitting_does(folder):
    terminal = ask(folder)
    terminal.send("2")
    terminal.process.send(CTRL_D)
    assert terminal.ended() == 0
    assert "Saved." in terminal.text


def test_guidance_back_skip_and_jump(folder):
    terminal = ask(folder)
    terminal.send("?")
    terminal.wait("Examples of evidence")
    assert question(terminal) == "A1"
    terminal.send("s")
    terminal.wait(lambda t: question(t) == "A2")
    terminal.send("b")
    terminal.wait(lambda t: question(t) == "A1")
    terminal.send("m")
    terminal.wait("Jump to a standard")
    terminal.send("j")
    terminal.wait("Jump to:")
    terminal.send(DOWN + DOWN + ENTER)
    terminal.wait(lambda t: question(t) == "C1")
    terminal.send("m")
    terminal.send("q")
    assert terminal.ended() == 0


def test_a_whole_standard_is_marked_not_applicable_with_one_reason(folder):
    terminal = ask(folder)
    terminal.send("m")
    terminal.wait("The whole standard")
    terminal.send("n")
    terminal.send("We are wound up" + ENTER)
    terminal.wait(lambda t: question(t) == "B1")
    terminal.process.send(CTRL_C)
    terminal.ended()
    kept = answers(folder)
    assert {name[0] for name in kept} == {"A"}
    assert {(one["value"], one["reason"]) for one in kept.values()} == {("n/a", "We are wound up")}


def test_a_wrong_reply_is_said_and_can_be_mended(folder):
    terminal = ask(folder)
    for _ in range(60):
        if "Type a count" in terminal.text:
            break
        terminal.send("s")
    terminal.send("27/26" + ENTER)
    terminal.wait("27 cannot be out of 26")
    terminal.send("\x7f" * 5 + "24/26" + ENTER)
    terminal.wait("What shows it for E3?")
    terminal.process.send(CTRL_C)
    terminal.ended()
    assert answers(folder)["E3"]["value"] == "24/26"


def test_without_colour_no_colour_is_sent(folder):
    terminal = ask(folder, env={"NO_COLOR": "1"})
    terminal.send(DOWN)
    terminal.process.send(CTRL_C)
    terminal.ended()
    colours = re.findall(rb"\x1b\[[0-9;]*?(?:3[0-7]|38;|4[0-7]|48;|9[0-7])[0-9;]*m", terminal.raw)
    assert colours == []


def test_nothing_is_cut_off_at_80_columns(folder):
    terminal = ask(folder)
    for _ in range(6):
        # A line that runs to the last column has lost its end, since everything is wrapped before.
        assert [line for line in terminal.lines if len(line) == 80] == []
        terminal.send("?")
        terminal.send("s")
    terminal.process.send(CTRL_C)
    terminal.ended()


def test_without_a_terminal_and_without_a_file_it_says_so(folder):
    done = subprocess.run(
        [*AUDIT, "ask", "s11", "--agency", "police", "-w", str(folder)],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert done.returncode == 1
    assert (
        done.stderr
        == "Error: There is no terminal to ask at; give the answers in a file with --answers FILE.\n"
    )
