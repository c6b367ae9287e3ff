"""Tab in a shell: what fits where somebody types, quoted as the shell wants it, and silence else."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from actions_kept import begin as begin_actions
from hypothesis import given
from hypothesis import strategies as st
from test_cli_setup import call, open_round, write
from test_draws import people, written
from test_start import HEAVY
from workspaces import begin

from audit.cli import COMMANDS, program
from audit.cli.completing import answer, beginning, words_of
from audit.cli.completion import SCRIPTS, script

ROOT = Path(__file__).resolve().parent.parent
AGENCIES = (("Elm School", "school"), ("O'Hara & Co $5", "charity"), ("Oak Police", "police"))


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("AUDIT_STORE", "AUDIT_WORKSPACE"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def fitting(*words, under="zsh"):
    """The values that fit for the last of some words."""
    said = answer(program, {"AUDIT_COMPLETE": under, "AUDIT_WORDS": "\n".join(words)})
    return [line.split("\t")[1] for line in said.splitlines() if line.startswith("plain\t")]


def kinds(*words):
    said = answer(program, {"AUDIT_COMPLETE": "zsh", "AUDIT_WORDS": "\n".join(words)})
    return [line.split("\t")[0] for line in said.splitlines()]


# --- what fits ------------------------------------------------------------------------------------------


def test_commands_their_own_commands_and_options_fit():
    assert fitting("") == list(COMMANDS)
    assert fitting("rep") == ["report"]
    assert fitting("action", "li") == ["list"]
    assert fitting("report", "x", "--fo") == ["--for"]
    assert fitting("report", "x", "--for", "") == ["subgroup", "board", "public"]
    assert kinds("collect", "") == kinds("register", "") == ["file"]


def test_names_that_the_workspace_knows_fit(here):
    open_round(here, *AGENCIES)
    call("round", "open", "local/ours", "--name", "r 0", "--due", "30/11/2026")
    call("round", "close", "r1")
    for words in (["report"], ["ask"], ["round", "status"], ["compare", "r1"], ["action", "list", "--link"]):
        assert fitting(*words, "") == ["r 0", "r1"], words
    assert fitting("ask", "r1", "--agency", "E") == ["Elm School"]
    assert fitting("ask", "r1", "--agency", "=", "elm") == ["elm-school"]
    assert fitting("invite", "r1", "--agency", "Elm\\ S") == ["Elm School"]
    assert fitting("invite", "r1", "--agency", '"Elm S', under="fish") == ["Elm School"]
    assert fitting("round", "change", "r1", "--add", "'O'") == ["O'Hara & Co $5", "Oak Police"]
    assert "local/ours" in fitting("round", "open", "")
    assert fitting("standards", "local") == ["local/ours"]
    assert not fitting("agency", "add", "")
    for folder in ("-w", "--workspace"):
        assert not fitting(folder, "elsewhere", "report", "")
        assert not fitting("report", folder, "elsewhere", "")


def test_templates_and_past_cycles_fit_where_a_past_cycle_is_taken_in(here):
    open_round(here, *AGENCIES)
    matrix = write("m.csv", "Agency,A,B\nElm School,Green,Red\n")
    call("round", "past", matrix, "--name", "old", "--against", "local/ours")
    assert fitting("round", "past", "--against", "lo") == ["local/ours"]
    assert fitting("round", "past", "--withdraw", "") == ["old"]
    assert fitting("ask", "r1", "--for", "Elm") == ["Elm School"]


def test_actions_plans_owners_and_samples_fit(here):
    begin(here, begin_actions, ".")
    written(Path("register.csv"), people(40))
    call("sample", "draw", "register.csv", "--unit", "id", "--size", "4", "--seed", "7")
    assert fitting("action", "show", "a-00") == [f"A-00{number}" for number in range(1, 7)]
    assert fitting("action", "update", "A-001", "A-002", "A-003")[-1] == "A-003"
    assert fitting("action", "list", "--plan", "")
    assert fitting("action", "list", "--owner", "")
    assert fitting("sample", "show", "") == fitting("round", "open", "x", "--sample", "s") == ["S-001"]


def test_whatever_is_wrong_nothing_is_said(here):
    (here / "audit.db").write_bytes(b"no database " * 100)
    assert not fitting("report", "")
    assert not fitting("nothing", "of", "the", "kind", "")
    assert not answer(program, {"AUDIT_COMPLETE": "no such shell"}).startswith("Error")
    assert fitting("rep") == ["report"]


def test_words_come_as_each_shell_hands_them_over(monkeypatch):
    monkeypatch.setenv("HOME", "/home/ada")
    assert words_of("bash", 'ask\n"r 1"\n--agency\n=\nElm\\ S') == ["ask", "r 1", "--agency", "Elm S"]
    assert words_of("zsh", "-w\n~/kings\nreport\n") == ["-w", "/home/ada/kings", "report", ""]
    assert words_of("fish", "ask\nr 1\n--agency\n'Elm S\n") == ["ask", "r 1", "--agency", "Elm S"]
    assert words_of("powershell", "ask\nr 1\n--agency\n'Elm S\n") == ["ask", "r 1", "--agency", "Elm S"]
    assert words_of("powershell", "report\n\n") == ["report", ""]


@given(st.lists(st.text("aAbB-", min_size=1, max_size=4)), st.text("aAb", max_size=3))
def test_what_fits_has_one_beginning_so_that_no_shell_takes_away_what_was_typed(known, typed):
    found = beginning(known, typed)
    assert set(found) <= set(known)
    assert len({name[: len(typed)] for name in found}) <= 1
    assert len({name.casefold() for name in found}) == len(found)
    assert bool(found) == any(name.casefold().startswith(typed.casefold()) for name in known)


def test_completing_loads_no_heavy_library(here):
    open_round(here, *AGENCIES)
    code = (
        "import os, sys; os.environ.update(AUDIT_COMPLETE='zsh', AUDIT_WORDS='report\\nr');"
        "from audit.cli import run; run(); print(*{name.split('.')[0] for name in sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    first, *_, last = done.stdout.splitlines()
    assert first == "plain\tr1\tdue 30 November 2026"
    assert not set(last.split()) & set(HEAVY) - {"sqlalchemy"}


# --- the scripts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("shell", SCRIPTS)
def test_every_script_is_printed_alone_and_where_it_goes_is_said_apart(shell):
    said = call("completion", shell)
    assert said.stdout == script(shell)
    assert said.stdout.isascii()
    assert "\r" not in said.stdout
    assert f"audit completion {shell}" in said.stderr
    assert all(word in said.stdout for word in ("AUDIT_COMPLETE", "AUDIT_WORDS", shell))


@pytest.fixture
def path(here, monkeypatch):
    """A workspace, and a command `audit` on the path."""
    open_round(here, *AGENCIES)
    own = here / "bin" / "audit"
    own.parent.mkdir()
    own.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m audit "$@"\n', encoding="utf-8")
    own.chmod(0o755)
    monkeypatch.setenv("PATH", str(own.parent), prepend=os.pathsep)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    for shell, name in SCRIPTS.items():
        (here / name).write_text(script(shell), encoding="utf-8", newline="\n")
    return here


def needs(shell):
    return pytest.mark.skipif(shutil.which(shell) is None, reason=f"there is no {shell} here")


BASH = """
source audit.bash
try() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _audit_words audit; printf '%s\\n' "${COMPREPLY[@]}"; }
try audit report r
try audit ask r1 --agency O
try audit ask r1 --agency '"Elm'
try audit ask r1 --agency "'O"
try audit ask r1 --agency '"O'
try audit guide q
"""


@needs("bash")
@pytest.mark.skipif(sys.platform == "win32", reason="the bash of Windows runs in another system")
def test_bash_completes_and_quotes(path):
    done = subprocess.run(["bash", "-c", BASH], capture_output=True, text=True, check=True, cwd=path)
    assert done.stdout.splitlines() == [
        *("r1", "O\\'Hara\\ \\&\\ Co\\ \\$5", "Oak\\ Police", "Elm School"),
        *("O'\\''Hara & Co $5", "Oak Police"),  # in quotes that somebody has opened
        *("O'Hara & Co \\$5", "Oak Police", "qa-leads"),
    ]
    assert not done.stderr


def test_a_workspace_before_the_command_is_a_folder():
    assert answer(program, {"AUDIT_COMPLETE": "bash", "AUDIT_WORDS": "-w\n/srv/au"}) == "dir\t/srv/au\t\n"


@needs("fish")
def test_fish_completes(path):
    asked = "source audit.fish; complete -C 'audit ask r1 --agency \"Elm'; complete -C 'audit report '"
    done = subprocess.run(["fish", "-c", asked], capture_output=True, text=True, check=True, cwd=path)
    assert done.stdout.splitlines() == ["Elm School\telm-school", "r1\tdue 30 November 2026"]


@needs("zsh")
def test_zsh_completes_and_quotes(path):
    import pexpect

    shell = pexpect.spawn("zsh", ["-f", "-i"], cwd=path, encoding="utf-8", timeout=20, dimensions=(24, 200))
    shell.sendline("PS1='$ '; autoload -U compinit; compinit -u -D; source ./audit.zsh; echo rea''dy")
    shell.expect("ready\r\n")
    shell.send("audit ask r1 --agency Elm\t")
    shell.expect(r"\\ School")
    shell.close(force=True)


def test_powershell_gets_lines_of_three_parts_that_its_script_takes_apart(here):
    open_round(here, *AGENCIES)
    said = answer(
        program, {"AUDIT_COMPLETE": "powershell", "AUDIT_WORDS": "ask\nr1\n--agency\nO\n"}
    ).splitlines()
    assert said == ["plain\tO'Hara & Co $5\tohara-co-5", "plain\tOak Police\toak-police"]
    text = script("powershell")
    assert '-split "`t"' in text
    assert '.Replace("\'", "\'\'")' in text


@needs("pwsh")
def test_powershell_completes_and_quotes(path):
    asked = ". ./audit.ps1; (TabExpansion2 'audit ask r1 --agency E' 23).CompletionMatches.CompletionText"
    done = subprocess.run(
        ["pwsh", "-NoProfile", "-Command", asked], capture_output=True, text=True, check=True, cwd=path
    )
    assert done.stdout.splitlines() == ["'Elm School'"]
