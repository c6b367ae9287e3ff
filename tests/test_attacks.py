"""What was made to do harm is refused in a sentence or read harmlessly, in little memory; nothing changes.

`tests/fuzz/attacks.py` has the attacks, each a file and the command that reads it; what may come of one is
said in `tests/fuzz/ranges.py`. With AUDIT_FUZZ set there are more of them, and ten megabytes are
pasted instead of one. Those on single readers stand beside these, in the tests of each.
"""

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from fuzz import attacks
from fuzz.grounds import build
from test_cli_setup import as_json, call, write

ROOT = Path(__file__).resolve().parent.parent
MOST, LONGEST = 1000, 30  # megabytes of memory; seconds of CPU of one attack
PASTED = 10_000_000 if "AUDIT_FUZZ" in os.environ else 1_000_000
TYPED = b"\x1b[200~" + b"x" * PASTED + b"\x1b[201~"
pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="the memory of a process is measured as Linux does"
)


@pytest.fixture(scope="module")
def came(tmp_path_factory):
    """What came of each attack: {name: (exit code or what was raised, what was said, seconds, megabytes)}."""
    folder = tmp_path_factory.mktemp("attacks") / "ground"
    build(folder)
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, attacks.__file__, str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=env, timeout=500)
    assert "panicked" not in done.stderr
    return folder, {name: rest for name, _, *rest in map(json.loads, done.stdout.splitlines())}


def test_every_attack_is_refused_in_a_sentence_or_read_harmlessly(came):
    folder, found = came
    assert len(found) > 90
    assert {name: one[0] for name, one in found.items() if one[0] not in {0, 1}} == {}
    assert not list(folder.rglob("owned"))
    refused_ones = [
        one[0] for name, one in found.items() if name.startswith(("zip bomb", "billion", "a million"))
    ]
    assert refused_ones
    assert set(refused_ones) == {1}


def test_no_attack_takes_long_or_much_memory(came):
    assert {name: one for name, one in came[1].items() if one[2] > LONGEST or one[3] > MOST} == {}


def test_what_a_file_of_the_machine_holds_is_never_read_into_a_workbook(came):
    said = " ".join(one[1] for name, one in came[1].items() if name.startswith("external entity"))
    assert said
    assert "root:" not in said


@pytest.mark.parametrize("name", ["../../x", "/etc/x", "CON", "a.", "C:\\x", "..", "aux.txt"])
def test_no_name_of_an_agency_leads_out_of_the_folder_that_was_named(tmp_path, monkeypatch, name):
    (tmp_path / "in/w").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "in/w")
    call("init", ".")
    write("agencies.csv", f'Agency,Type\n"{name}",Police\nOak Police,Police\n')
    call("agency", "import", "agencies.csv", code=None)
    call("round", "open", "section-11/short", "--name", "r1", "--due", "30/11/2026")
    call("form", "r1", "--all", "-o", "forms")
    call("invite", "r1", "-o", "invitations")
    assert {one.name for one in tmp_path.iterdir()} == {"in"}
    assert {one.name for one in (tmp_path / "in").iterdir()} == {"w"}
    made = [one.name.casefold() for one in Path().rglob("*") if one.is_file()]
    assert not [one for one in made if one.partition(".")[0] in {"con", "aux", "nul"} or one.endswith(".")]


@pytest.mark.parametrize("name", ["../../x", "/etc/x", "a\x1b[2J", "\u202eabc", " x", ""])
def test_no_round_is_called_what_a_file_cannot_be(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    call("init", ".")
    call("agency", "add", "Oak Police", "--kind", "police")
    said = call("round", "open", "section-11/short", "--name", name, "--due", "30/11/2026", code=None)
    if said.exit_code == 0:
        call("form", name, "--all", "-o", "forms")
    assert {one.name for one in tmp_path.iterdir()} <= {
        "audit.toml",
        "audit.db",
        "forms",
        "standards",
        "templates",
    }
    assert "\x1b" not in said.output
    assert "\u202e" not in said.output


def test_words_of_sql_are_words(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    call("init", ".")
    evil = """x"; DROP TABLE agency; --"""
    quoted = evil.replace('"', '""')
    write("r.csv", f'id,"{quoted}"\n' + "".join(f'{n},"a\' OR 1=1 -- {n % 2}"\n' for n in range(8)))
    call("agency", "add", "'); DROP TABLE agency; --", "--kind", "police")
    call("sample", "draw", "r.csv", "--unit", "id", "--by", evil, "--size", "4", "--seed", "0481")
    assert len(as_json("agency", "list")) == 1
    assert "DROP TABLE" in call("agency", "list").stdout


def typed(data):
    """What a prompt gives that somebody types this at."""
    from prompt_toolkit.application import create_app_session
    from prompt_toolkit.input import create_pipe_input
    from prompt_toolkit.output import DummyOutput

    from audit.responses.prompts import Prompts

    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        threading.Thread(target=pipe.send_bytes, args=(data,), daemon=True).start()
        return Prompts().write(
            "What is seen?", check=lambda text: "Too long." if len(text) > 32_767 else None
        )


def test_megabytes_pasted_at_a_prompt_are_refused_and_it_goes_on():
    begun = time.process_time()
    assert typed(TYPED + b"\r\x15Seen.\r") == "Seen."
    assert time.process_time() - begun < LONGEST


@pytest.mark.parametrize(
    "code", [b"\x1b[31m", b"\x1b[<0;1;1M", b"\x1b[2J", b"\x9b2J", b"\x1b[M", b"\xff\xfe"]
)
def test_a_code_typed_at_a_prompt_does_no_harm(code):
    assert typed(b"\x1b[200~" + code + b"\x1b[201~\x15" + b"Seen.\r") == "Seen."


def test_a_colour_typed_by_hand_is_no_traceback(capsys):
    assert typed(b"\x1b[31mSeen.\r").endswith("Seen.")
    assert "Traceback" not in "".join(capsys.readouterr())


def test_a_part_of_an_encrypted_return_is_called_that(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    call("init", ".")
    (tmp_path / "r.age").write_bytes(b"age-encr")
    assert "only a part of it came" in refused_words("collect", "r.age")


def refused_words(*args):
    return call(*args, code=1).stderr
