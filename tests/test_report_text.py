"""audit report --text, and what a report keeps: since the last one, in the log, where a store fails."""

import sqlite3
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest
from test_cli_results import answered
from test_cli_setup import as_json, call, refused
from workspaces import begin

BOARD = ("report", "r1", "--for", "board")
FIRST, LATER = ("--today", "2026-12-02"), ("--today", "2026-12-20")


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """Police and fire have signed; the school's is a draft, a trust is silent."""
    monkeypatch.chdir(tmp_path)
    begin(tmp_path, answered)
    return tmp_path


def text(*args):
    return call(*args, "--text").stdout.splitlines()


def sign_the_school():
    Path("more.yaml").write_text("B1: 26/26\nB: Register\nB2: {value: n/a, reason: None}\n", encoding="utf-8")
    call("ask", "r1", "--agency", "elm-school", "--answers", "more.yaml", *FIRST)
    call("sign", "r1", "--agency", "elm-school", "--name", "Ada", "--role", "Lead", *FIRST)


def unwritable():
    """The table of reports takes no row any more."""
    with closing(sqlite3.connect("audit.db")) as connection:
        connection.execute(
            "CREATE TRIGGER full BEFORE INSERT ON report BEGIN SELECT RAISE(ABORT, 'disk is full'); END"
        )
        connection.commit()


def test_it_prints_a_paragraph_a_line_asks_before_messages_and_how_it_was_made(here):
    lines = text(*BOARD, "--ask", "agree a\ndate", "--ask", "fund it!", *FIRST)
    assert lines[0] == "r1: Our own standards, board edition"
    assert lines[1] == "2 December 2026. Kingsbridge SCP. OFFICIAL-SENSITIVE."
    start = lines.index("The board is asked to")
    assert lines[start + 1 : start + 3] == ["1. agree a date.", "2. fund it!"]
    assert (
        lines.index("The board is asked to") < lines.index("Key messages") < lines.index("How this was made")
    )
    messages = lines[lines.index("Key messages") + 1 : lines.index("How this was made") - 1]
    assert [one.split(" ")[0] for one in messages] == [f"{number}." for number in range(1, len(messages) + 1)]
    assert messages[0].startswith("1. 2 of 4 agencies have returned (signed).")
    assert not [one for one in lines if one.startswith("Since")]
    assert lines == text(*BOARD, "--ask", "agree a\ndate", "--ask", "fund it!", *FIRST)
    assert not [*here.glob("*.xlsx")]


def test_since_the_last_report_comes_first_with_both_figures_and_in_the_workbook_too():
    text(*BOARD, *FIRST)
    sign_the_school()
    lines = text(*BOARD, "-o", "b.xlsx", *LATER)
    assert lines[3] == "Since the last report (2 December 2026)"
    assert lines[4] == "Signed returns: 3 of 4, up from 2."
    assert lines.index("The board is asked to") > 4
    shown = [cell for row in openpyxl.load_workbook("b.xlsx")["Summary"].values for cell in row if cell]
    places = ["The board is asked to", "Since the last report (2 December 2026)", lines[4], "Key messages"]
    assert [one for one in shown if one in places] == places
    # A second report of the same day is set against the same one before.
    assert text(*BOARD, *LATER)[4] == lines[4]


def test_a_public_edition_is_set_against_public_ones_alone():
    text(*BOARD, *FIRST)
    sign_the_school()
    public = ("report", "r1", "--for", "public")
    lines = text(*public, "--today", "2026-12-19")
    assert not [one for one in lines if one.startswith("Since") or "asked to" in one]
    assert "Since the last report (19 December 2026)" in text("report", "r1", "--for", "subgroup", *LATER)
    assert "Since the last report (19 December 2026)" in text(*public, *LATER)
    assert (
        "--ask goes with --for subgroup or board" in call(*public, "--text", "--ask", "agree", code=2).stderr
    )


def test_the_log_knows_every_report():
    text(*BOARD, *FIRST, "--by", "Ada Moss")
    text("action", "report", "--for", "subgroup", *FIRST)
    found = [(one["act"], one["after"], one["by"]) for one in as_json("log") if one["part"] == "edition"]
    assert found[0] == ("report written", "board, 2026-12-02", "Ada Moss")
    assert found[1][:2] == ("report on all actions written", "subgroup, 2026-12-02")
    assert [one["act"] for one in as_json("log", "r1") if one["part"] == "edition"] == ["report written"]


def test_where_figures_cannot_be_kept_a_report_says_so_and_a_public_one_is_not_written(here):
    unwritable()
    said = call(*BOARD, "-o", "b.xlsx", *FIRST)
    assert "were not kept, so the next cannot say what has moved since" in said.stderr
    assert openpyxl.load_workbook("b.xlsx")["Summary"]
    assert "disk is full" in refused("report", "r1", "--for", "public", "-o", "p.xlsx", *FIRST)
    assert not (here / "p.xlsx").exists()


def test_actions_without_any_have_a_summary_too():
    lines = text("action", "report", "--for", "board", *FIRST)
    assert not any("is asked to" in line for line in lines)
    assert "1. No action is kept yet, so there is nothing to count." in lines


def test_who_was_chased_up_to_the_chief_officer_is_said_where_the_board_decides():
    own = ("agency", "add", "Silent Trust", "--code", "silent", "--kind", "charity")
    call(*own, "--contact", "Lee", "--chief-officer", "Kay")
    log = ("chase", "r1", "--log", "--agency", "silent", "--today")
    for day in ("2026-12-03", "2026-12-08"):
        call(*log, day)
    start = "decide what to do about 2 agencies that have not returned: Elm School and Silent Trust"
    assert f"2. {start}." in text(*BOARD, "--ask", "agree", *LATER)
    call(*log, "2026-12-15")
    assert f"2. {start}; chased up to the chief officer: Silent Trust." in text(
        *BOARD, "--ask", "agree", *LATER
    )
    # A chase of a later day is not known on an earlier one.
    assert f"1. {start}." in text(*BOARD, "--today", "2026-12-10")


def test_what_is_to_be_published_may_bear_a_marking_of_its_own(here):
    file, settings = here / "p.xlsx", here / "audit.toml"
    assert "is marked OFFICIAL-SENSITIVE" in call("report", "r1", "--for", "public", "-o", file).stderr
    kept = settings.read_text(encoding="utf-8")
    settings.write_text(f'{kept}\nmarking-public = "OFFICIAL"\n', encoding="utf-8")
    assert "marked" not in call("report", "r1", "--for", "public", "-o", file).stderr
    assert openpyxl.load_workbook(file).properties.category == "OFFICIAL"
    call(*BOARD, "-o", file)
    assert openpyxl.load_workbook(file).properties.category == "OFFICIAL-SENSITIVE"


def test_a_name_that_no_workbook_can_bear_is_refused_before_anything_is_kept(here):
    public = ("report", "r1", "--for", "public", *FIRST)
    assert "must end in .xlsx" in refused(*public, "-o", "p.ods")
    assert "there is no folder" in refused(*BOARD, *FIRST, "-o", "none/b.xlsx")
    assert "it is a folder" in refused(*BOARD, "--agencies", "coded", "--key", "key.csv", "-o", str(here))
    assert not (here / "key.csv").exists()
    with closing(sqlite3.connect("audit.db")) as connection:
        assert connection.execute("SELECT count(*) FROM report").fetchone() == (0,)


def raise_a_concern():
    Path("concern.yaml").write_text("concern: Child K said\n", encoding="utf-8")
    call("ask", "r1", "--agency", "elm-school", "--answers", "concern.yaml", *FIRST)


def test_a_concern_raised_in_a_return_stands_in_every_report_of_it_but_the_public_one():
    raise_a_concern()
    once = "1 immediate concern was raised; its outcome is not recorded yet."
    for name in (BOARD, ("report", "--all", "--for", "board")):
        lines = text(*name, *FIRST)
        assert lines[4].startswith("1. note that the outcome of 1 immediate concern is not recorded yet")
        assert [one for one in lines if one.endswith(once)]
        assert not [one for one in lines if "Child K" in one]
    call("report", "r1", "--for", "subgroup", "-o", "subgroup.xlsx", *FIRST)
    cells = [cell.value for row in openpyxl.load_workbook("subgroup.xlsx")["Summary"] for cell in row]
    sentence = "Immediate concern about Elm School (raised 2 December 2026): outcome not recorded yet."
    assert sentence in cells
    assert "concern" not in " ".join(text("report", "r1", "--for", "public", *FIRST))
    assert sentence in call("results", "r1", *FIRST).stdout
    assert as_json("results", "r1", *FIRST)["immediate_concerns"][0]["reference"] == "elm-school"
    call("concern", "update", "elm-school", "--outcome", "Visited", *FIRST)
    assert not [one for one in text(*BOARD, *FIRST) if "note that the outcome" in one]
    assert sentence not in call("results", "r1", *FIRST).stdout
