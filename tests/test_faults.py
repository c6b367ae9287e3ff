"""A server that goes away in the middle of an interview, and two programs at once on one workspace."""

import sqlite3
import subprocess
import sys
from contextlib import closing

import openpyxl
import pytest

if sys.platform == "win32":
    pytest.skip("there is no terminal of this kind", allow_module_level=True)
from screens import Terminal
from test_cli_forms import FILLED, fill
from test_cli_setup import as_json, call, open_round
from test_store_postgres import out_of_reach, put_out

AUDIT = (sys.executable, "-m", "audit")
ASK = ("ask", "r1", "--agency", "oak", "--by", "Ann")


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def interview(*words, **env):
    terminal = Terminal([*AUDIT, *ASK, *words], env=env)
    terminal.wait(lambda one: one.ready)
    return terminal


def values(*words):
    found = as_json("show", "r1", "--agency", "oak", *words)["answers"]
    return {name: one["value"] for name, one in found.items()}


def test_an_interview_whose_server_goes_away_ends_in_a_sentence_and_goes_on_when_it_is_back(here, pg_url):
    open_round(here, ("Oak Trust", "charity"))
    call("store", "copy", "sqlite:///audit.db", pg_url)
    terminal = interview("--store", pg_url)
    terminal.send("1")
    put_out(pg_url)  # between two answers, which is no matter: the line is taken up again
    terminal.send("1")
    assert values("--store", pg_url) == {"A1": "met", "A2": "met"}
    with out_of_reach(pg_url):
        put_out(pg_url)
        terminal.send("Minutes of May\r")  # the evidence for both
        assert terminal.ended() == 1
    said = " ".join(terminal.text.split())
    assert "Error: Nothing was written: " in said
    assert "Traceback" not in said
    assert values("--store", pg_url) == {"A1": "met", "A2": "met"}
    terminal = interview("--store", pg_url)
    assert b"Going on where you stopped" in terminal.raw
    terminal.send("Minutes of May\r")
    terminal.process.kill(9)
    found = as_json("show", "r1", "--agency", "oak", "--store", pg_url)["answers"]
    assert found["A"]["evidence"] == [{"what": "Minutes of May"}]


def test_two_interviews_at_once_each_keep_their_answers_and_the_second_is_told_of_the_first(here):
    open_round(here, ("Oak Trust", "charity"))
    one, other = interview(), interview()
    one.send("1")
    other.send("2")
    assert "A1 was answered in the meantime by Ann" in other.text
    other.send("\r")
    one.send("2")
    for terminal in (one, other):
        terminal.process.sendeof()
        assert terminal.ended() == 0
    assert values() == {"A1": "met", "A2": "partly"}


def test_a_report_is_written_while_forms_are_collected(here):
    open_round(here, ("Oak Trust", "charity"), ("Elm School", "school"))
    call("form", "r1", "--all", "-o", "inbox", "--no-mail")
    for name in ("oak", "elm-school"):
        fill(here / "inbox" / f"r1-{name}.xlsx", FILLED)
    report = ("report", "r1", "--for", "board", "--drafts", "-o")
    words = (("collect", "inbox"), (*report, "board.xlsx"))
    running = [subprocess.Popen([*AUDIT, *each], stderr=subprocess.PIPE, text=True) for each in words]
    said = [one.communicate()[1] for one in running]
    assert [one.returncode for one in running] == [0, 0], said
    openpyxl.load_workbook(here / "board.xlsx").close()
    with closing(sqlite3.connect("audit.db")) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("SELECT count(*) FROM received").fetchone() == (2,)
        assert database.execute("SELECT count(*) FROM report").fetchone() == (1,)
    assert not [*here.rglob(".passing-*")]
