"""What cannot be meant, of rounds about cases at the command line: a sentence, and nothing has changed."""

import shutil
import sqlite3

import pytest
from test_case_status import COUNCIL, POLICE, REGISTER, begun, opened, read, ws
from test_cli_setup import as_json, call, refused, write

__all__ = ["begun", "ws"]  # fixtures, found by their names

OPEN = ["round", "open", "local/case", "--name", "new", "--due", "2026-11-30"]


def kept(folder):
    """All that a workspace keeps: its database, and its files by name and size."""
    copy = shutil.copy2(folder / "audit.db", folder.parent / "copy.db")
    with sqlite3.connect(copy) as connection:
        rows = "\n".join(connection.iterdump())
    connection.close()
    files = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("audit.db"))
    return rows, sorted((str(path), path.stat().st_size) for path in files)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--as", "section-11/london"], "--as does not go here: this is about cases."),
        (["--drafts"], "--drafts does not go here: this is about cases."),
        (["--by", "theme", "--target", "90%"], "--target looks at each question; leave out --by."),
        (["other", "--pool", "--target", "90%"], "--target does not go here"),
        (["other", "--side-by-side", "--by", "theme"], "--by does not go here"),
    ],
)
def test_results_refuses_an_option_that_would_change_nothing(options, said):
    opened("neglect", "--sample", "S-001")
    assert said in refused("results", "neglect", *options, code=2)


def test_an_empty_id_of_a_sample_opens_no_round_without_one(ws):
    before = kept(ws)
    assert "There is no sample ''" in refused(*OPEN, "--sample", "")
    assert kept(ws) == before


def test_more_second_readings_than_cases_are_refused_before_a_dip_draws(ws, tmp_path):
    register = write(tmp_path / "register.csv", REGISTER)
    chosen = write(tmp_path / "chosen.csv", "id\n1001\n1002\n")
    dip = ["dip", "local/case", register, "--unit", "id"]
    before = kept(ws)
    assert "--double asks for 9 of 8 cases" in refused(*dip, "--size", "8", "--double", "9")
    assert "chosen by hand" in refused(*dip, "--judgement", chosen, "--double", "1")
    assert kept(ws) == before
    assert len(as_json("sample", "list")["samples"]) == 1


def test_a_case_that_its_only_auditor_reads_first_is_said_to_be_so(tmp_path):
    auditors = write(tmp_path / "auditors.csv", "name\nAnn\n")
    said = refused(*OPEN, "--sample", "S-001", "--auditors", auditors, "--double", "1")
    assert "its team or its worker or reads it first" in said


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("", "it names no case."),
        ("C-01,\n", "cell B2: no agency is named for C-01"),
        (f"C-01,{COUNCIL}\n", "County Council is involved in C-01 and not expected in the round"),
    ],
)
def test_a_list_of_who_is_involved_leaves_no_case_without_a_reader(ws, tmp_path, rows, said):
    involved = write(tmp_path / "involved.csv", "case,agency\n" + rows)
    before = kept(ws)
    assert said in refused(*OPEN, "--sample", "S-001", "--agency", POLICE, "--involved", involved)
    assert kept(ws) == before


def test_who_gave_the_second_reading_does_not_write_into_the_first(ws):
    opened("neglect", "--sample", "S-001")
    read("C-01", POLICE, "Ann", ["good"])
    read("C-01", POLICE, "Bob", ["inadequate"], "--reading", "2")
    file = write("b.yaml", "V1: outstanding\n")
    about = ["ask", "neglect", "--about", "C-01", "--agency", POLICE, "--answers", file]
    before = kept(ws)
    assert "bob gave the second reading of C-01" in refused(*about, "--by", "bob")
    assert kept(ws) == before


@pytest.mark.usefixtures("ws")
def test_a_draw_thrown_away_names_the_rounds_that_read_its_cases():
    opened("neglect", "--sample", "S-001")
    said = call("sample", "discard", "S-001", "--reason", "Drawn from last month's list")
    assert "The round 'neglect' read its cases: from now on without an interval." in said.stderr
