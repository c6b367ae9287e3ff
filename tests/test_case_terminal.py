"""The interview about a case in a real pseudo-terminal, and immediate concerns raised at its prompts."""

import os
import re
import signal
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("a pseudo-terminal is not to be had on Windows", allow_module_level=True)

from screens import CTRL_C, CTRL_D, DOWN, ENTER, UP, Terminal
from test_cli_setup import as_json, call, write
from test_draws import people, written
from workspaces import begin

AUDIT = [sys.executable, "-m", "audit"]
CTRL_G = "\x07"
STANDARDS = """\
title: Case standards
edition: "2026"
scale: met-partly-not
standards:
  - id: V
    title: The voice of the child
    questions:
      - {id: V1, text: The child was seen alone., needs: [evidence, action]}
      - {id: V2, text: What did the child say?, kind: text}
      - {id: V3, text: Who was there?, kind: choices, choices: [school, health, police]}
      - {id: V4, text: How many of the visits were made?, kind: share}
"""
TEMPLATE = """\
title: Case audit
against: local/cases
subject: case
needs: {action: [partly, not-met], evidence: [met]}
"""
OBSERVED = TEMPLATE.replace("Case audit", "Observation of practice").replace("case\n", "observation\n")
WHAT = "What is the concern"


@pytest.fixture
def folder(tmp_path):
    begin(tmp_path, _opened)
    return tmp_path


def _opened():
    call("init", ".")
    write("standards/local/cases.yaml", STANDARDS)
    write("templates/cases.yaml", TEMPLATE)
    write("templates/observed.yaml", OBSERVED)
    register = written(Path("register.csv"), people(40))
    call("sample", "draw", register, "--unit", "id", "--size", "4", "--seed", "7")
    call("agency", "add", "Kingsbridge Police", "--code", "police", "--kind", "police")
    for name, *more in (("r1", "--sample", "S-001"), ("obs",)):
        template = "cases" if more else "observed"
        call("round", "open", template, "--name", name, "--due", "2026-12-01", *more)
    call("round", "open", "section-11/short", "--name", "s11", "--due", "2026-12-01")


def ask(folder, *options, round_="r1"):
    options = options or ("--about", "C-03", "--agency", "police")
    terminal = Terminal([*AUDIT, "ask", round_, *options, "-w", str(folder)], lines=40)
    terminal.wait(lambda t: t.ready)
    return terminal


def told(folder, *args):
    """What another command says, in this process: only the interview needs one of its own."""
    return as_json(*args, "-w", folder)


def raised(folder):
    return [(one["subject"], one["question"], one["concern"]) for one in told(folder, "concern", "list")]


def answers(folder, round_="r1", about="C-03"):
    return told(folder, "show", round_, "--about", about, "--agency", "police")["answers"]


def alarm(terminal, words):
    """Raise a concern at the prompt at hand and come back to it."""
    prompt = re.sub(r"\s+", " ", terminal.prompt.split("\n")[0])
    terminal.send(CTRL_G)
    terminal.wait(WHAT)
    terminal.send(words + ENTER)
    terminal.wait(lambda t: re.sub(r"\s+", " ", t.prompt.split("\n")[0]) == prompt and t.ready)


def stop(terminal):
    terminal.process.send(CTRL_C)
    assert terminal.ended() == 130


def test_a_case_is_named_with_its_agency_and_section_and_the_key_is_told(folder):
    terminal = ask(folder, "--about", "C-03", "--agency", "police", "--by", "Ann Lee")
    shown = " ".join(terminal.text.split())
    assert "Case audit: Kingsbridge Police about C-03." in shown
    assert "Ctrl-G, or !concern on a line, raises an immediate concern about a child" in shown
    assert "C-03 Standard V: The voice of the child (1 of 1) question 1 of 4" in shown
    assert "Ctrl-G Immediate concern about a child" in shown
    stop(terminal)
    again = "".join(terminal.text.split())
    wanted = f'go on with: audit ask r1 --agency "Kingsbridge Police" --about C-03 --by "Ann Lee" -w {folder}'
    assert wanted.replace(" ", "") in again


def test_a_concern_at_every_kind_of_prompt_comes_back_to_it_with_what_was_typed(folder):
    terminal = ask(folder)
    terminal.send(UP * 4)
    before = terminal.prompt
    assert "» 2  Partly met" in terminal.text
    alarm(terminal, "at a list")
    assert terminal.prompt == before
    terminal.send(ENTER)
    terminal.wait("What will be done")
    terminal.send("Talk to the ")
    alarm(terminal, "at an action")
    assert terminal.prompt.endswith("Talk to the")
    terminal.send("team" + ENTER)
    terminal.send(ENTER)
    terminal.send(ENTER)
    terminal.wait("What did the child say?")
    terminal.send("c" + ENTER)
    terminal.send("said little")
    alarm(terminal, "at a comment")
    terminal.send(" else" + ENTER)
    terminal.wait("Comment: said little else")
    terminal.send("He smiles")
    alarm(terminal, "at a text")
    terminal.send("." + ENTER)
    terminal.wait("Who was there?")
    terminal.send(" " + DOWN + " " + DOWN)
    before = terminal.prompt
    alarm(terminal, "at boxes")
    assert terminal.prompt == before
    terminal.send(" " + ENTER)
    terminal.wait("How many of the visits")
    stop(terminal)
    assert raised(folder) == [
        ("C-03", "V1", "at a list"),
        ("C-03", "V1", "at an action"),
        ("C-03", "V2", "at a comment"),
        ("C-03", "V2", "at a text"),
        ("C-03", "V3", "at boxes"),
    ]
    kept = answers(folder)
    assert kept["V1"] == {"value": "partly", "action": {"what": "Talk to the team"}}
    assert kept["V2"] == {"value": "He smiles.", "comment": "said little else"}
    assert kept["V3"] == {"value": ["school", "health", "police"]}
    assert b"\x07" not in terminal.raw
    assert "^G" not in terminal.text


def test_a_concern_at_evidence_reasons_review_and_the_other_lists(folder):
    terminal = ask(folder)
    terminal.send("1")
    terminal.wait("What shows it")
    terminal.send("Log")
    alarm(terminal, "at evidence")
    terminal.send(ENTER)
    terminal.send("the drive" + ENTER)
    terminal.send(ENTER)
    terminal.wait("That is all")
    alarm(terminal, "at pieces")
    terminal.send("1")
    terminal.wait("What did the child say?")
    terminal.send("r" + ENTER)
    terminal.wait("Review.")
    alarm(terminal, "at the review")
    terminal.send("3")
    terminal.wait("V1  Met")
    alarm(terminal, "in a section")
    terminal.send(ENTER)
    terminal.send("1")
    terminal.wait(lambda t: "Type in your own words" in t.text.rpartition("Review.")[2])
    terminal.send("n/a" + ENTER)
    terminal.wait("Why does V2 not apply?")
    alarm(terminal, "at a reason")
    stop(terminal)
    assert [one[1:] for one in raised(folder)] == [
        ("V1", "at evidence"),
        ("V1", "at pieces"),
        (None, "at the review"),
        (None, "in a section"),
        ("V2", "at a reason"),
    ]
    assert answers(folder)["V1"]["evidence"] == [{"what": "Log", "where": "the drive"}]


def test_a_concern_can_be_typed_where_text_is_typed(folder):
    terminal = ask(folder)
    terminal.send("3")
    terminal.wait("What will be done")
    terminal.send("!concern a bruise" + ENTER)
    terminal.wait("Back to V1")
    terminal.send("!concren a" + ENTER)
    terminal.wait("Write !concern to raise")
    terminal.send("\x15!Concern" + ENTER)
    terminal.wait(WHAT)
    terminal.send("not seen" + ENTER)
    terminal.wait(lambda t: t.text.count("Back to V1") == 2 and t.ready)
    stop(terminal)
    assert raised(folder) == [("C-03", "V1", "a bruise"), ("C-03", "V1", "not seen")]
    assert answers(folder) == {"V1": {"value": "not-met"}}


def test_a_line_typed_at_a_list_raises_a_concern_and_is_no_comment(folder):
    terminal = ask(folder)
    terminal.send("!concern left alone" + ENTER)
    terminal.wait("Back to V1")
    terminal.wait(lambda t: t.ready)
    terminal.send("!")
    terminal.wait("Enter alone goes back")
    terminal.send(ENTER)
    terminal.wait(lambda t: t.ready and "Your grade" in t.prompt)
    terminal.send("!he" + ENTER)
    terminal.wait("Write !concern to raise")
    terminal.send("\x15!conc")
    stop(terminal)
    assert raised(folder) == [("C-03", "V1", "left alone")]
    assert answers(folder) == {}


def test_a_line_half_typed_at_a_list_is_kept_where_ctrl_c_cuts_it_short(folder):
    terminal = ask(folder)
    terminal.send("!")
    terminal.wait("Enter alone goes back")
    terminal.send("concern a bruise")
    stop(terminal)
    assert raised(folder) == [("C-03", "V1", "a bruise")]


def test_ctrl_d_ends_it_at_a_list_too(folder):
    terminal = ask(folder)
    terminal.process.send(CTRL_D)
    assert terminal.ended() == 0
    assert "Go on with: audit ask r1" in " ".join(terminal.text.split())


def test_the_person_is_told_what_to_do_at_once(folder):
    terminal = ask(folder)
    terminal.send(CTRL_G)
    terminal.wait(WHAT)
    shown = " ".join(terminal.text.split())
    assert "Immediate concern about C-03: raised, and saved. This audit is not a referral route." in shown
    assert "call 999 in an emergency" in shown
    terminal.send(ENTER)
    terminal.wait("Back to V1")
    assert raised(folder) == [("C-03", "V1", None)]
    stop(terminal)
    assert "Immediate concern about C-03 (raised " in terminal.text


@pytest.mark.parametrize("end", [CTRL_C, CTRL_D + CTRL_D, ""])
def test_a_concern_is_kept_before_its_words_are_typed(folder, end):
    terminal = ask(folder)
    terminal.send(CTRL_G)
    terminal.wait(WHAT)
    terminal.send("a bruise")
    if end == CTRL_C:
        terminal.process.send(end)
        assert terminal.ended() == 130
    elif end:
        terminal.send("\x15")
        terminal.process.send(CTRL_D)
        assert terminal.ended() == 0
    else:
        os.kill(terminal.process.pid, signal.SIGKILL)
        terminal.ended()
    assert raised(folder) == [("C-03", "V1", "a bruise" if end == CTRL_C else None)]


def test_killed_right_after_its_words_were_given_nothing_is_lost(folder):
    terminal = ask(folder)
    terminal.send(DOWN + CTRL_G)
    terminal.wait(WHAT)
    terminal.send("a bruise" + ENTER)
    terminal.wait("Back to V1")
    os.kill(terminal.process.pid, signal.SIGKILL)
    terminal.ended()
    assert raised(folder) == [("C-03", "V1", "a bruise")]
    terminal = ask(folder)
    assert terminal.text.startswith("Immediate concern about C-03 (raised ")
    stop(terminal)


def test_an_agency_raises_one_about_itself(folder):
    terminal = ask(folder, "--agency", "police", round_="s11")
    assert "Ctrl-G" in terminal.text
    terminal.send(CTRL_G)
    terminal.wait(WHAT)
    terminal.send("a child at risk" + ENTER)
    terminal.wait("Back to S1")
    stop(terminal)
    assert raised(folder) == [("police", "S1", "a child at risk")]
    assert "Immediate concern about Kingsbridge Police (raised " in terminal.text


def test_a_new_observation_gets_its_reference_with_the_first_thing_said(folder):
    terminal = ask(folder, "--new", "--agency", "police", round_="obs")
    assert "Kingsbridge Police about a new observation." in " ".join(terminal.text.split())
    stop(terminal)
    assert "there was none." in terminal.text
    terminal = ask(folder, "--new", "--agency", "police", round_="obs")
    terminal.send("1")
    terminal.wait("New observation: O-01.")
    stop(terminal)
    assert "--about O-01" in terminal.text
    terminal = ask(folder, "--new", "--agency", "police", round_="obs")
    terminal.send(CTRL_G)
    terminal.wait("New observation: O-02.")
    stop(terminal)
    assert raised(folder) == [("O-02", "V1", None)]
    assert answers(folder, "obs", "O-01") == {"V1": {"value": "met"}}


def test_a_stray_enter_at_a_question_is_no_grade(folder):
    terminal = ask(folder)
    terminal.send(ENTER)
    terminal.wait("What did the child say?")
    stop(terminal)
    assert answers(folder) == {}
