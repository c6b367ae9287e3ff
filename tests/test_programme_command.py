"""audit programme: from the file and the workspace to the list, the JSON and the workbook."""

import shutil
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from test_cli_setup import as_json, call, refused, write

from audit.actions.action import Action
from audit.cli.desk import Desk
from audit.cli.setup import _programme
from audit.programme.listing import HEADINGS
from audit.store.actions import ActionBook, Writing
from audit.store.rows import Stamp
from audit.store.store import Store

STANDARDS = """\
title: Case standards
scale: met-partly-not
standards: [{id: V, title: Voice, questions: [{id: V1, text: The child was seen alone.}]}]
"""
PROGRAMME = """\
title: Programme of the QA group
meetings: [{id: board, title: Board, dates: [2026-09-17, 2026-12-10]}]
audits:
  - {id: s11, what: Section 11, when: September 2026, to: board, round: s11-2026}
  - {id: referrals, what: One week's referrals, when: July 2026, round: july, sample: one week}
  - {id: plans, what: Plans, when: June 2027}
reports:
  - {id: data, what: Data report, every: six months, from: 2026-04-01, to: board}
follow-ups:
  - {id: december, of: july, after: 5 months}
"""
REGISTER = "id,team\n" + "".join(f"{1000 + n},{'AB'[n % 2]}\n" for n in range(20))


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """A workspace with a sample, a round over it that is closed, an open round of agencies, and an action."""
    folder = tmp_path_factory.mktemp("programme") / "ws"
    call("init", folder, "--name", "Kingsbridge SCP")
    write(folder / "standards/local/c.yaml", STANDARDS)
    write(folder / "templates/local/case.yaml", "against: local/c\nsubject: case\nneeds: {action: []}\n")
    for name in ("Kingsbridge Police", "Riverside Health"):
        call("agency", "add", name, "--kind", "police", "-w", folder)
    register = write(folder.parent / "register.csv", REGISTER)
    on = ("-w", folder, "--today", "2026-07-01")
    call("sample", "draw", register, "--unit", "id", "--size", "3", "--seed", "77", *on)
    over = ("--sample", "S-001")
    call("round", "open", "local/case", "--name", "july", "--due", "2026-07-31", *over, *on)
    call("round", "close", "july", "-w", folder, "--today", "2026-07-20")
    call(
        "round",
        "open",
        "local/c",
        "--name",
        "s11-2026",
        "--due",
        "2026-09-30",
        "-w",
        folder,
        "--today",
        "2026-09-01",
    )
    store = Store(f"sqlite:///{folder / 'audit.db'}")
    action = Action(
        "", action="Train the front door", re_audit="2026-12-01", review="2026-11-01", owners=("Police",)
    )
    ActionBook(store).write(Writing(new=((action, ()),)), Stamp("2026-09-01T09:00:00+01:00", "Ada"))
    store.close()
    return folder


@pytest.fixture(autouse=True)
def ws(begun, tmp_path, monkeypatch):
    shutil.copytree(begun, tmp_path / "ws")
    monkeypatch.chdir(tmp_path / "ws")
    write("programme.yaml", PROGRAMME)


def standings(day, *options):
    found = as_json("programme", "--today", day, *options)
    return [(each["id"], each["standing"], each["due"]) for each in found]


def test_the_list_of_a_year_in_order_with_what_rounds_and_actions_say():
    assert standings("2026-09-10") == [
        ("data", "due", "2026-09-17"),
        ("s11", "under way", "2026-09-30"),
        ("A-001", "coming", "2026-12-01"),
        ("data", "coming", "2026-12-10"),
        ("december", "coming", "2026-12-20"),
        ("referrals", "done", "2026-07-31"),
    ]
    shown = call("programme", "--today", "2026-09-10")
    for words in (
        "s11-2026 is open: 0 of 2 returned.",
        "july is closed: 0 of 3 cases read.",
        "audit round open local/case --name july-again --due 2026-12-20 --sample S-001",
        "September 2026: 1 report and 1 audit, 1 due within 28 days and 1 under way; Board on 17 September.",
        "1 action is to be reviewed in 2026-27: 'audit action list' shows them.",
    ):
        assert words in " ".join(shown.stdout.split())
    assert "6 listed: 1 due within 28 days, 1 under way, 3 coming and 1 done." in shown.stderr


def test_the_command_that_is_shown_makes_the_follow_up():
    [found] = [one for one in as_json("programme", "--today", "2026-12-01") if one["id"] == "december"]
    call(*found["command"].split()[1:], "--today", "2026-12-01")
    assert ("december", "under way", "2026-12-20") in standings("2026-12-02")
    call("round", "close", "july-again", "--today", "2026-12-15")
    assert ("december", "done", "2026-12-20") in standings("2026-12-16")


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (("--due",), ["data", "s11"]),
        (("--late",), []),
        (("--year", "2027-28"), ["plans", "data", "data"]),
        (("--year", "2027"), ["plans", "data"]),
        (("--year", "2025-26"), []),
    ],
)
def test_the_list_is_narrowed(options, found):
    assert [one[0] for one in standings("2026-09-10", *options)] == found


def test_what_is_late_from_last_year_stays_in_the_list_and_is_told_beside_another_year():
    assert standings("2027-05-10", "--late") == [
        ("data", "late", "2026-09-17"),
        ("s11", "late", "2026-09-30"),
        ("A-001", "late", "2026-12-01"),
        ("data", "late", "2026-12-10"),
        ("december", "late", "2026-12-20"),
    ]
    assert standings("2027-05-10")[5:] == [
        ("plans", "coming", "2027-06-30"),
        ("data", "coming", "2027-09-30"),
        ("data", "coming", "2028-03-31"),
    ]
    said = call("programme", "--year", "2027-28", "--today", "2027-05-10").stderr
    assert "5 more late outside that year; 'audit programme --late' lists what is late by now." in said
    assert standings("2027-03-20", "--due") == []
    assert ("plans", "due", "2027-06-30") in standings("2027-06-10", "--due")


def test_what_is_due_soon_in_the_next_year_is_in_the_list():
    write("programme.yaml", "audits: [{id: a, what: A, when: 2027-04-09}]")
    assert ("a", "due", "2027-04-09") in standings("2027-03-20")


@pytest.mark.parametrize("name", ["p.xlsx", "p.csv"])
def test_the_list_as_a_file(name):
    said = call("programme", "--today", "2026-09-10", "-o", name)
    assert said.stderr.startswith(f"{name} lists 6 of the programme of 2026-27.")
    assert not said.stdout
    if name.endswith("csv"):
        text = Path(name).read_text(encoding="utf-8-sig")
        assert text.splitlines()[0] == ",".join(HEADINGS)
        return
    book = openpyxl.load_workbook(name)
    assert book.sheetnames == ["Programme 2026-27"]
    rows = list(book.active.iter_rows(values_only=True))
    assert rows[0] == HEADINGS
    assert [row[:4] for row in rows[1:3]] == [
        ("due", "2026-09-17", "report", "data"),
        ("under way", "2026-09-30", "audit", "s11"),
    ]
    assert len(rows) == 7


def test_audit_toml_may_name_another_file():
    Path("plans").mkdir()
    Path("programme.yaml").rename("plans/2026-27.yaml")
    with Path("audit.toml").open("a") as settings:
        settings.write('programme = "plans/2026-27.yaml"\n')
    assert len(standings("2026-09-10")) == 6
    Path("plans/2026-27.yaml").unlink()
    said = refused("programme")
    assert said.startswith("There is no file plans")
    assert said.endswith("which audit.toml names as the programme.")


def test_without_a_file_only_what_actions_set_is_listed_and_how_to_begin_is_said():
    Path("programme.yaml").unlink()
    shown = call("programme", "--today", "2026-09-10")
    assert "A-001: re-audit: Train the front door" in " ".join(shown.stdout.split())
    assert "'audit programme --example > programme.yaml' makes one to change." in shown.stderr
    call("init", "other")
    assert f"There is no programme in {Path('other/programme.yaml')} yet" in refused(
        "programme", "-w", "other"
    )


def test_the_example_is_printed_without_a_workspace_and_is_right(tmp_path):
    text = call("programme", "--example", "-w", tmp_path / "none").stdout
    write("programme.yaml", text)
    assert "Nothing wrong" in call("check", "programme.yaml").stderr
    assert ("neglect", "done", "2026-06-30") in standings("2026-09-10")


def test_check_knows_the_programme_with_and_without_its_name():
    assert "Nothing wrong in 1 checked." in call("check", "programme.yaml").stderr
    write("programme.yaml", PROGRAMME.replace("six months", "bi-monthly"))
    named = call("check", "programme.yaml", code=1).stdout
    assert named.startswith("programme.yaml, line 8: 'bi-monthly' can mean twice a month or every two months")
    assert named in call("check", code=1).stdout
    assert "line 8: 'bi-monthly'" in refused("programme")


def checked_programme():
    """What `audit check` says of the programme alone, without the time that the shipped files take."""
    [(_, error)] = _programme(Desk(folder=Path()))
    return error


def test_check_says_what_is_wrong_with_the_place_of_the_programme():
    settings = Path("audit.toml").read_text(encoding="utf-8")
    write("audit.toml", settings + 'programme = "gone.yaml"\n')
    assert "gone.yaml, it cannot be read" in str(checked_programme())
    write("audit.toml", settings + "programme = 7\n")
    assert "'programme' must be text in quotes" in str(checked_programme())


@pytest.mark.parametrize("year", ["2026-28", "next", "26"])
def test_a_year_that_is_none_is_wrong_usage(year):
    assert "is not a year; write 2026-27 (April to March) or 2026" in refused(
        "programme", "--year", year, code=2
    )


def test_a_file_that_cannot_be_written_is_said():
    assert "its name must end in .csv or .xlsx." in refused(
        "programme", "-o", "p.pdf", "--today", "2026-09-10"
    )


def test_a_narrow_terminal_breaks_no_word(monkeypatch):
    monkeypatch.setattr("audit.cli.screen.columns", lambda: 80)
    result = CliRunner(env={"AUDIT_WORKSPACE": None}).invoke(
        _program(), ["programme", "--today", "2026-09-10"]
    )
    assert result.exit_code == 0
    table = [line for line in result.stdout.splitlines() if not line.startswith(("- ", "1 action"))]
    assert max(map(len, table)) <= 80
    assert "Section 11" in result.stdout


def _program():
    from audit.cli import program

    return program
