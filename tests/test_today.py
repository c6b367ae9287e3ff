"""`audit` alone and audit today: how to begin, and what is late, waiting, due soon and new of a day."""

import json
import shlex
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from actions_kept import begin as begin_actions
from actions_kept import filled
from returns_made import answer, joined, partnership, send, sign
from test_cli_setup import call, open_round, refused, write
from test_draws import people, written
from test_readme import parsed
from workspaces import begin

from audit.cli import program
from audit.cli.today_matter import HEADINGS, LATE, NEW, NEXT, SOON, URGENT, WAITING

TWO = (("Oak Police", "police"), ("Elm School", "school"))


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def matters(day, *args):
    """The matters of a day as (heading, text, command); every command is one that can be typed."""
    found = json.loads(call("today", "--json", "--today", day, *args).stdout)["matters"]
    for one in found:
        assert one["text"].endswith("."), one
        typable(one["command"])
    assert [HEADINGS.index(one["heading"]) for one in found] == sorted(
        HEADINGS.index(one["heading"]) for one in found
    )
    return [(one["heading"], one["text"], one["command"]) for one in found]


def typable(command):
    words = command.replace("file|store", "file").replace("TEMPLATE", "x")
    if "|" in command:
        assert "--prefer" in command
    assert parsed(words).command.name in shlex.split(words)


def commands(text):
    return [line.strip() for line in text.splitlines() if line.startswith("      audit")]


# --- where there is nothing -----------------------------------------------------------------------------


def test_in_an_empty_folder_it_says_how_to_begin_and_makes_nothing(here):
    said = call()
    assert said.stdout.startswith(f"There is no workspace in {here}.")
    assert [line.split()[1] for line in commands(said.stdout)] == ["demo", "init", "join", "-w"]
    for line in commands(said.stdout)[:-1]:
        typable(line)
    assert not list(here.iterdir())
    assert call("today").stdout == said.stdout
    assert call("today", "--json").stdout.startswith('{\n  "today"')


def test_help_is_still_the_help():
    assert call("--help").stdout.startswith("Usage: ")
    assert "today" in program.list_commands(None)


def test_in_a_new_workspace_it_says_what_comes_first():
    call("init", ".", "--name", "Kingsbridge SCP")
    said = call("--today", "2026-11-22").stdout
    assert said.startswith("Kingsbridge SCP, 22 November 2026\n")
    assert commands(said) == ["audit agency import LIST.xlsx", "audit templates"]
    assert said.endswith("\nNothing is late.\n")


# --- rounds ---------------------------------------------------------------------------------------------


def test_a_round_is_due_soon_then_late_then_to_be_closed(here):
    open_round(here, *TWO)
    far, soon, last, late = (
        matters(day)[0] for day in ("2026-10-01", "2026-11-02", "2026-11-30", "2026-12-01")
    )
    owed = "r1: 2 returns still owed by 30 November 2026, 0 signed."
    assert far == (NEXT, owed, "audit chase r1")
    assert soon == last == (SOON, owed, "audit chase r1")
    assert late == (
        LATE,
        "r1: 2 returns are late, due 30 November 2026: Oak Police and Elm School.",
        "audit chase r1",
    )
    for code in ("oak-police", "elm-school"):
        call("round", "change", "r1", "--drop", code, "--as", "declined", "--reason", "No")
    assert (WAITING, "r1: no return is owed any more; it can be closed.", "audit round close r1") in matters(
        "2026-12-01"
    )
    call("round", "close", "r1")
    assert not [one for one in matters("2027-12-01") if "r1" in one[1]]


def test_what_was_signed_lately_is_new_and_later_it_is_not(here):
    open_round(here, *TWO)
    day = ("--today", "2026-11-20")
    answers = write(here / "a.yaml", "A1: met\nA2: met\nB1: 24/26\n")
    call("ask", "r1", "--agency", "oak-police", "--answers", answers, *day)
    call("sign", "r1", "--agency", "oak-police", "--name", "Ada Moss", "--role", "Chief", *day)
    assert signed("2026-11-27") == ["audit round status r1"]
    assert not signed("2026-11-28") + signed("2026-11-19")
    call("reopen", "r1", "--agency", "oak-police", "--reason", "Wrong", *day)
    assert not signed("2026-11-27")


def signed(day):
    """The commands of what is new of a day and was signed."""
    return [one[2] for one in matters(day) if one[0] == NEW and one[1].endswith("1 signed (Oak Police).")]


def test_where_the_workspace_was_named_the_commands_name_it_too(here):
    open_round(here / "king s", *TWO)
    said = call("-w", "king s", "--today", "2026-12-01").stdout
    assert 'audit chase r1 -w "king s"' in commands(said)
    assert (
        commands(call("today", "--today", "2026-12-01", AUDIT_WORKSPACE="king s").stdout)[0]
        == "audit chase r1"
    )


def test_what_was_due_first_stands_first(here):
    open_round(here, *TWO)
    call(
        "round", "open", "section-11/short", "--name", "older", "--due", "2026-11-01", "--today", "2026-10-01"
    )
    found = [one[1] for one in matters("2026-12-05") if one[0] == LATE]
    assert [one.partition(":")[0] for one in found] == ["older", "r1"]


def test_at_an_agency_it_says_what_is_left_to_answer_to_sign_and_to_send(here):
    host, laptop = partnership(here / "kings"), here / "oak"
    joined(host, laptop)
    where = ("-w", laptop)
    first = matters("2026-11-20", *where)[0]
    assert first[:2] == (
        SOON,
        "r1, for Kingsbridge SCP by 30 November 2026: 3 of 3 questions left to answer.",
    )
    assert first[2] == "audit ask r1 --agency oak-police"
    answer(laptop)
    assert "to be signed" in matters("2026-12-05", *where)[0][1]
    assert matters("2026-12-05", *where)[0][0] == LATE
    send(laptop, here / "draft.json", *where)
    sign(laptop)
    for day, heading in (("2026-11-30", WAITING), ("2026-12-05", LATE)):  # what was sent was a draft
        assert (heading, "signed, and to be sent.") in [
            (one[0], one[1].rpartition(": ")[2]) for one in matters(day, *where)
        ]
    send(laptop, here / "r.json", *where)
    assert not [one for one in matters("2026-12-05", *where) if one[0] in {LATE, SOON, WAITING}]


# --- cases, actions, the programme ----------------------------------------------------------------------


def _drawn():
    call("init", ".", "--name", "Kingsbridge SCP")
    written(Path("register.csv"), people(40))
    call(
        "sample",
        "draw",
        "register.csv",
        "--unit",
        "id",
        "--size",
        "4",
        "--seed",
        "7",
        "--today",
        "2026-05-05",
    )


def test_a_sample_that_no_round_is_about_waits_for_four_weeks(here):
    begin(here, _drawn)
    (found,) = [one for one in matters("2026-05-06") if one[0] == WAITING]
    assert found[1] == "The sample S-001 of 4 cases was drawn on 5 May 2026; no round is about it."
    assert not [one for one in matters("2026-06-03") if one[0] == WAITING]
    call("agency", "add", "Oak Trust")
    call("round", "open", "dip/supervision", "--name", "s1", "--sample", "S-001", "--due", "2026-06-05")
    assert (SOON, "s1: 0 of 4 cases read, due 5 June 2026.", "audit round status s1") in matters("2026-05-20")
    assert (LATE, "s1: 0 of 4 cases read, due 5 June 2026.", "audit round status s1") in matters("2026-06-06")


def test_a_concern_without_an_outcome_comes_first(here):
    open_round(here, *TWO)
    text = write(here / "a.yaml", "concern: A child is not safe\nA1: met\n")
    call("ask", "r1", "--agency", "oak-police", "--answers", text, "--today", "2026-11-20")
    heading, said, command = matters("2026-12-10")[0]
    assert (heading, command) == (URGENT, "audit concern list")
    assert said.startswith("Immediate concern about Oak Police (raised 20 November 2026)")
    call("concern", "update", "oak-police", "--told", "Head", "--outcome", "Referred")
    assert URGENT not in [one[0] for one in matters("2026-12-10")]


def test_overdue_actions_and_proposals_are_told_as_their_lists_count_them(here):
    begin(here, begin_actions, ".")
    call("action", "form", "--all", "-o", "F", "--today", "2026-05-01")
    filled("F/actions-police.xlsx", {"A-001": {"Status": "reported complete", "Progress": "Done"}})
    call("collect", "F/actions-police.xlsx", "--today", "2026-05-04")
    for day in ("2026-03-20", "2026-05-06", "2027-05-06"):
        found = matters(day)
        late = json.loads(call("action", "list", "--overdue", "--json", "--today", day).stdout)
        said = [one[1] for one in found if one[2] == "audit action list --overdue"]
        assert [int(one.split()[0]) for one in said] == ([len(late)] if late else [])
    assert (
        WAITING,
        "1 proposal of owners waits to be accepted or declined.",
        "audit action accept",
    ) in matters("2026-05-06")


def test_the_programme_is_told_and_one_with_a_mistake_hides_nothing_else(here):
    open_round(here, *TWO)
    write(here / "programme.yaml", call("programme", "--example").stdout)
    for day in ("2026-12-19", "2027-03-01"):
        for option in ("late", "due"):
            count = len(json.loads(call("programme", f"--{option}", "--json", "--today", day).stdout))
            said = [one[1] for one in matters(day) if one[2] == f"audit programme --{option}"]
            assert [int(one.split()[0]) for one in said] == ([count] if count else [])
    write(here / "programme.yaml", "audits: {}\nreports: {}\n")
    found = matters("2026-12-19")
    assert [one[:2] for one in found if one[2] == "audit check"] == [
        (WAITING, "programme.yaml, line 1: 'audits' must be a list.")
    ]
    assert found[0][:2] == (
        LATE,
        "r1: 2 returns are late, due 30 November 2026: Oak Police and Elm School.",
    )


def test_a_store_that_cannot_be_read_is_one_sentence(here):
    open_round(here, *TWO)
    with closing(sqlite3.connect(here / "audit.db")) as database:
        database.execute("UPDATE round SET definition = '{'")
        database.commit()
    assert refused("today").count("\n") == 0
    (here / "audit.db").write_bytes(b"This is no database at all, but some other text. " * 40)
    assert refused().endswith(".")
    assert refused("today").count("\n") == 0
