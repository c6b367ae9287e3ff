"""What stands where a file is to be written: ours is written anew, others' work stays."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest
from test_cli_results import answered
from test_cli_setup import call, refused
from workspaces import begin

from audit.tables.formulas import as_csv
from audit.workbook.standing import MUCH, TAKEN, other_table, taken

BOARD = ("report", "r1", "--for", "board", "-o")


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    begin(tmp_path, answered)


def saved_again(name):
    """A workbook as a program leaves it in which somebody wrote a cell and saved."""
    book = openpyxl.load_workbook(name)
    book.worksheets[0]["H40"] = "mine"
    book.save(name)
    return Path(name).read_bytes()


@pytest.mark.parametrize(
    "command",
    [
        (*BOARD, "out.xlsx"),
        ("form", "r1", "--agency", "elm-school", "-o", "out.xlsx"),
        ("export", "r1", "-o", "out.xlsx"),
        ("action", "export", "-o", "out.xlsx"),
    ],
)
def test_a_workbook_is_written_anew_until_somebody_has_saved_it(command):
    call(*command)
    call(*command)
    before = saved_again("out.xlsx")
    assert TAKEN in refused(*command)
    assert Path("out.xlsx").read_bytes() == before
    assert not [*Path().glob(".passing-*")]


@pytest.mark.parametrize("content", [b"PK\x03\x04 cut short", b"Name,Kind\r\n", "as openpyxl leaves it"])
def test_what_is_no_workbook_of_ours_stays(content):
    if isinstance(content, bytes):
        Path("out.xlsx").write_bytes(content)
    else:
        openpyxl.Workbook().save("out.xlsx")
    before = Path("out.xlsx").read_bytes()
    assert TAKEN in refused(*BOARD, "out.xlsx")
    assert Path("out.xlsx").read_bytes() == before


def test_an_empty_file_and_no_file_are_free():
    Path("out.xlsx").touch()
    assert (taken(Path("out.xlsx")), taken(Path("none.xlsx")), other_table(Path("none.csv"), b"A\r\n")) == (
        "",
    ) * 3
    call(*BOARD, "out.xlsx")
    shutil.copyfile("out.xlsx", "copy.xlsx")
    assert not taken(Path("copy.xlsx"))


def test_a_register_is_not_taken_for_an_export():
    Path("cases.csv").write_text("Child Unique ID,Team\nC-1,North\n", encoding="utf-8")
    assert TAKEN in refused("export", "r1", "-o", "cases.csv")
    assert Path("cases.csv").read_text(encoding="utf-8").startswith("Child")
    call("export", "r1", "-o", "answers.csv")
    call("export", "r1", "-o", "answers.csv")


def test_headings_are_told_apart_however_long():
    path = Path("long.csv")
    path.write_bytes(as_csv([["a" * MUCH, "b"], ["1", "2"]]))
    assert other_table(path, as_csv([["a", "b"]])) == TAKEN


def test_a_public_edition_that_cannot_be_written_is_not_kept():
    Path("out.xlsx").write_bytes(b"mine")
    refused("report", "r1", "--for", "public", "-o", "out.xlsx")
    with closing(sqlite3.connect("audit.db")) as connection:
        assert connection.execute("SELECT count(*) FROM report").fetchone() == (0,)
