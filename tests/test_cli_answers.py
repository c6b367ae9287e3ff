"""audit ask --answers, show, sign and reopen: taken whole or not at all, locked when signed."""

import json
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest
from test_cli_setup import as_json, call, open_round, refused, write

OAK = ("r1", "--agency", "oak")
ANSWERS = """\
A1: Met
A2: {grade: partly, comment: Nearly., action: {what: Ask the board, who: Ada, when: 31/3/2027}}
B1: {value: 24/26, evidence: [{what: Register, where: HR, date: 1/9/2026}, Rota]}
"""


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("AUDIT_STORE", "AUDIT_WORKSPACE"):
        monkeypatch.delenv(name, raising=False)
    open_round(tmp_path, ("Oak Trust", "charity"), ("Elm School", "school"))
    write(tmp_path / "a.yaml", ANSWERS)
    return tmp_path


def answers(agency="oak"):
    return as_json("show", "r1", "--agency", agency)["answers"]


def ask(*more, code=0):
    return call("ask", *OAK, "--answers", "a.yaml", *more, code=code)


def sign(*more, code=0):
    return call("sign", *OAK, "--name", "Ada  Moss", "--role", "Chief officer", *more, code=code)


def test_a_file_of_answers_is_taken_and_what_is_still_owed_said():
    assert ask().stderr == "3 answers saved. Nothing is owed any more.\n"
    assert answers() == {
        "A1": {"value": "met"},
        "A2": {
            "value": "partly",
            "comment": "Nearly.",
            "action": {"what": "Ask the board", "who": "Ada", "when": "2027-03-31"},
        },
        "B1": {
            "value": "24/26",
            "evidence": [{"what": "Register", "where": "HR", "date": "2026-09-01"}, {"what": "Rota"}],
        },
    }
    shown = call("show", *OAK).stdout
    assert "Action: Ask the board, Ada, 31 March 2027" in shown
    assert "Answer: 24 of 26 (Met)" in shown
    assert "100 % complete; still owed: 0." in shown


def test_what_is_shown_as_json_can_be_given_back_as_a_file_of_answers(here):
    ask()
    before = answers()
    write(here / "b.json", json.dumps(before))
    call("ask", "r1", "--agency", "Elm School", "--answers", "b.json")
    assert answers("elm-school") == before


def test_answers_come_in_parts_and_the_rest_stays_as_it_was(here):
    write(here / "a.yaml", "A1: partly\n")
    assert "Still owed: A1 (action), A2, B1." in ask().stderr
    write(here / "a.yaml", "A1: {action: Ask the board}\nA2: n/a\n")
    assert "Still owed: A2 (reason), B1." in ask().stderr
    assert answers()["A1"] == {"value": "partly", "action": {"what": "Ask the board"}}


def test_what_is_not_answered_at_all_is_not_said_to_lack_only_a_part(here):
    call("round", "open", "section-11/short", "--name", "r2", "--due", "2026-11-30")
    said = call("ask", "r2", "--agency", "oak", "--answers", write(here / "b.yaml", "{}\n"))
    assert "Still owed: S1, S2, S3, S4, S5, S6," in said.stderr


def test_a_file_with_mistakes_changes_nothing_and_all_of_them_are_named(here):
    ask()
    before = answers()
    write(here / "a.yaml", "A1: Good\nA2: met\nB1: 27/26\nZ9: met\nB2: met\n")
    said = ask(code=1).stderr.removeprefix("Error: ").splitlines()
    assert [line.partition(": ")[0] for line in said] == [
        "a.yaml, line 1",
        "a.yaml, line 3",
        "a.yaml, line 4",
    ]
    assert answers() == before


def test_questions_of_other_agencies_are_left_out_and_named(here):
    write(here / "a.yaml", "A1: met\nB2: met\n")
    assert "Not asked of this kind of agency, so left out: B2." in ask().stderr
    assert set(answers()) == {"A1"}


@pytest.mark.parametrize("place", ["nowhere.yaml", "nowhere.json", "."])
def test_a_file_that_cannot_be_read_is_a_sentence(place):
    assert refused("ask", *OAK, "--answers", place).startswith(f"{place}, it cannot be read (")


def test_without_a_terminal_and_a_file_ask_says_so():
    said = refused("ask", *OAK)
    assert said == "There is no terminal to ask at; give the answers in a file with --answers FILE."


def test_commands_take_an_agency_by_name_or_code_and_name_the_nearest():
    for word in ("Oak Trust", "oak trust", "OAK"):
        call("show", "R1", "--agency", word)
    assert refused("show", "r1", "--agency", "Oak Trsut").endswith("did you mean 'Oak Trust'?")
    assert refused("show", "r2", "--agency", "oak").startswith("There is no round 'r2'; ")
    call("agency", "add", "Late Arrival")
    assert "is not in the round 'r1'; 'audit round change --add'" in refused(
        "show", "r1", "--agency", "late-arrival"
    )


def test_one_agency_may_answer_about_another_and_both_stand_apart():
    call("ask", "r1", "--agency", "oak", "--about", "elm-school", "--by", "Ada; Ben", "--answers", "a.yaml")
    assert answers() == {}
    other = as_json("show", "r1", "--agency", "oak", "--about", "elm-school")
    assert (other["agency"], other["subject"], set(other["answers"])) == (
        "oak",
        "elm-school",
        {"A1", "A2", "B1"},
    )
    assert (
        "Oak Trust about Elm School" in call("show", "r1", "--agency", "oak", "--about", "elm-school").stdout
    )
    assert as_json("round", "status", "r1")["returns"][1]["progress"] == "started"


def test_a_signature_locks_the_response():
    ask()
    said = sign("--today", "2026-11-20").stderr
    assert said.startswith("Oak Trust is signed by Ada Moss, Chief officer, on 20 November 2026. Digest: ")
    assert as_json("show", *OAK)["signed"] == {
        "name": "Ada Moss",
        "role": "Chief officer",
        "on": "2026-11-20",
    }
    before = answers()
    assert refused("ask", *OAK, "--answers", "a.yaml").startswith("Oak Trust has signed: by Ada Moss")
    assert "has signed" in sign(code=1).stderr
    assert answers() == before


def test_what_is_still_owed_has_to_be_answered_before_it_is_signed(here):
    write(here / "a.yaml", "A1: met\nA2: partly\n")
    ask()
    assert sign(code=1).stderr == ("Error: Oak Trust cannot be signed yet; still owed: A2 (action), B1.\n")
    assert as_json("show", *OAK)["signed"] is None
    write(here / "a.yaml", "A2: {action: Ask the board}\nB1: 24/26\n")
    ask()
    sign()


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["--name", " ", "--role", "Head"], 2, "must not be blank"),
        (["--name", "Ada", "--role", "\n"], 2, "must not be blank"),
        (["--name", "Ada", "--role", "Head", "--second-name", "Ben"], 2, "go together; give both"),
        (["--name", "Ada", "--role", "Head", "--second-role", "Chair"], 2, "go together; give both"),
        (["--name", "Ada", "--role", "Head", "--on", "2099-01-01"], 1, "1 January 2099 lies ahead"),
        (["--name", "Ada", "--role", "Head", "--presented", "2/1/2099"], 1, "2 January 2099 lies ahead"),
        (
            ["--name", "Ada", "--role", "Head", "--second-name", "ADA ", "--second-role", "Chair"],
            1,
            "ADA cannot sign twice; the second signatory is somebody else.",
        ),
    ],
)
def test_a_signature_that_cannot_stand_is_refused(options, code, said):
    ask()
    assert said in refused("sign", *OAK, *options, code=code)
    assert as_json("show", *OAK)["signed"] is None


def test_where_the_template_names_who_signs_nobody_else_does(here):
    write(
        here / "templates/local/heads.yaml",
        "against: local/ours\nsign: {school: [head, chair of governors]}\n",
    )
    call("round", "open", "local/heads", "--name", "r2", "--due", "2026-11-30")
    school = ("r2", "--agency", "elm-school")
    call("ask", *school, "--answers", write(here / "b.yaml", f"{ANSWERS}B2: met\n"))
    said = refused("sign", *school, "--name", "Ada", "--role", "Caretaker")
    assert said == "Elm School is signed by: chair of governors, head; not by 'Caretaker'."
    beside = ("--second-name", "Ben", "--second-role", "Caretaker")
    assert refused("sign", *school, "--name", "Ada", "--role", "Head", *beside) == said
    call("sign", *school, "--name", "Ada", "--role", "Chair of Governors")
    call("ask", "r2", "--agency", "oak", "--answers", "a.yaml")
    call("sign", "r2", "--agency", "oak", "--name", "Ben", "--role", "Trustee")


def test_reopening_makes_a_new_version_that_has_to_be_signed_anew(here):
    ask()
    assert "not signed" in refused("reopen", *OAK, "--reason", "late evidence")
    sign()
    assert "must not be blank" in refused("reopen", *OAK, "--reason", " ", code=2)
    said = call("reopen", *OAK, "--reason", "late evidence").stderr
    assert said == (
        "Oak Trust is open again, as version 2; it has to be signed anew.\n"
        'What was signed is kept: audit show r1 --agency "Oak Trust" --version 1\n'
    )
    again = as_json("show", *OAK)
    assert (again["version"], again["signed"], again["answers"]["A1"]) == (2, None, {"value": "met"})
    write(here / "a.yaml", "A1: {value: partly, action: Find somebody}\n")
    ask()
    sign("--second-name", "Ben Hall", "--second-role", "Chair", "--presented", "2026-03-01")
    both = as_json("show", *OAK)["signatures"]
    assert [(one["version"], one["reopened"], one["unchanged"]) for one in both] == [
        (1, True, True),
        (2, False, True),
    ]
    assert both[1]["second"] == {"name": "Ben Hall", "role": "Chair"}
    assert (both[0]["presented"], both[1]["presented"]) == (None, "2026-03-01")
    first = as_json("show", *OAK, "--version", "1")
    assert (first["version"], first["answers"]["A1"]) == (1, {"value": "met"})
    assert "version 1\nSigned by Ada Moss" in call("show", *OAK, "--version", "1").stdout
    assert "Answer: Partly met" in call("show", *OAK).stdout
    said = refused("show", *OAK, "--version", "3")
    assert said == "Version 3 was never signed; signed versions: 1, 2."


def test_what_was_asked_when_it_was_signed_stays_what_it_is_shown_by():
    ask()
    sign()
    call("agency", "add", "Oak Trust", "--code", "oak", "--kind", "school")
    assert as_json("show", *OAK)["owed"] == []
    call("reopen", *OAK, "--reason", "it is a school now")
    assert as_json("show", *OAK)["owed"] == ["B2"]
    assert as_json("show", *OAK, "--version", "1")["owed"] == []


def test_signed_answers_that_were_changed_in_the_database_are_told_loudly(here):
    ask()
    sign()
    with closing(sqlite3.connect(here / "audit.db")) as connection, connection:
        connection.execute("update answer set block = '{\"value\":\"met\"}' where question = 'A2'")
    said = call("show", *OAK, code=1)
    assert said.stdout.startswith("What Ada Moss signed on ")
    assert "by no command of this program" in said.stdout
    found = json.loads(call("show", *OAK, "--json", code=1).stdout)
    assert [one["unchanged"] for one in found["signatures"]] == [False]


def test_nothing_can_be_answered_signed_or_reopened_in_a_closed_round():
    ask()
    call("round", "close", "r1", "--today", "2026-12-01")
    assert refused("ask", *OAK, "--answers", "a.yaml").startswith(
        "The round 'r1' was closed on 1 December 2026;"
    )
    assert "closed" in sign(code=1).stderr
    assert "closed" in refused("reopen", *OAK, "--reason", "x")
    call("round", "close", "r1", "--reopen")
    sign()


def test_killed_while_taking_a_file_all_of_it_is_saved_or_none():
    command = [sys.executable, "-m", "audit", "ask", *OAK, "--answers", "a.yaml"]
    began = time.monotonic()
    subprocess.run([*command[:-1], "nowhere.yaml"], capture_output=True, check=False)
    took = time.monotonic() - began
    for step in range(5):
        with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
            time.sleep(took * (0.8 + step / 10))
            process.kill()
            acknowledged = b"3 answers saved" in process.stderr.read()
        found = answers()
        assert len(found) == 3 if acknowledged else len(found) in {0, 3}
    ask()
    assert len(answers()) == 3
