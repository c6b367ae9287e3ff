"""audit action pack and evidence: what a panel has before it, and the register of what is held."""

import csv
import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from actions_kept import begin
from test_cli_setup import as_json, call, open_round, refused, write
from workspaces import begin as once

from audit.actions.action import Action, Ask, Assurance, Entry, Piece, Proposal, Update
from audit.actions.challenge import Answered, answer_points, not_assured, points, recurring
from audit.actions.followed import Followed
from audit.actions.wording import last_update, last_words
from audit.recurring.listed import Listed
from audit.responses.response import PlannedAction
from audit.standards.themes import Theme
from audit.workbook.action_pack import Pack, pages

TODAY = date(2026, 5, 20)


def followed(*said, name="A-001", **parts):
    entries = tuple(Entry(one, "2026-02-10T10:00:00", "Ann") for one in said)
    parts = {"due": "2026-12-31"} | parts
    return Followed(
        Action(name, "p", action="Train", owners=("Police",), **parts), "2026-02-01T09:00:00", entries
    )


def asked(*said, **parts):
    return [point.words for point in points(followed(*said, **parts), "Police", TODAY)]


def told(state, on="2026-02-10"):
    return Update(on, "Ada", state)


# --- questions --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "parts", "expected"),
    [
        (
            (told("reported complete"),),
            {},
            "Reported complete on 10 February 2026, and no evidence is held. What shows that it is done,",
        ),
        (
            (told("reported complete"), Piece("Policy", "Drive")),
            {},
            "It is reported complete, and 'Policy' is held (Drive). What has changed for children?",
        ),
        ((told("on track"),), {"due": "2026-05-01"}, "It was due on 1 May 2026, 19 days ago. What stands in"),
        ((), {}, "Never updated since it was written down on 1 February 2026. How does it stand today?"),
        (
            (told("delayed"),),
            {"interval": 200},
            "It was said to be delayed on 10 February 2026. What was done since, and what is the new date?",
        ),
        ((told("no response"),), {}, "Recorded on 10 February 2026 as no response. Who answers for it?"),
        (
            (Assurance("2026-02-10", "Ann", "told", note="At the meeting"),),
            {},
            "It is assured on what was told alone, on 10 February 2026. What can be shown of it?",
        ),
        (
            (told("on track"),),
            {"due": "", "due_text": "Ongoing", "interval": 200},
            "It has no due date ('Ongoing' says no day). By which day will it be done?",
        ),
        (
            (Ask("2026-02-10", "letter", ("Police",)),),
            {"interval": 200},
            "You were asked once, and no answer was written down. Whom should we ask?",
        ),
        (
            (Proposal(1, "2026-02-09", "Police", "delayed"),),
            {},
            "You sent 'delayed' on 9 February 2026, which nobody has accepted yet. Does it still hold?",
        ),
    ],
)
def test_each_question_is_made_from_what_is_written_down(said, parts, expected):
    [words] = asked(*said, **parts)
    assert words.startswith(expected)


@pytest.mark.parametrize(
    ("said", "note"),
    [
        ([("", True, "of any time")], "of any time"),
        ([("2011-07", True, "first"), ("2011-10", True, "second"), ("2011-09", True, "third")], "second"),
        ([("2026-02-09", False, "now"), ("2026-02-01", True, "older")], "now"),
        ([("2026-02-01", False, "now"), ("2026-02-09", True, "newer, in a plan")], "newer, in a plan"),
        ([("2026-02-09", False, "rang"), ("2026-02-01", False, "accepted")], "accepted"),  # it has the state
        ([("2026-02-09", False, "now"), ("", True, "of any time")], "now"),
    ],
)
def test_the_last_update_is_one_in_every_output(said, note):
    one = followed(*(Update(on, "Ada", "", text, history=old) for on, old, text in said))
    found = last_update(one)
    assert found.said.note == note
    assert note in last_words(one)


def test_an_action_without_an_update_has_no_last_one():
    assert last_update(followed()) is None
    assert not last_words(followed())


def test_an_owner_is_told_how_often_it_was_asked_itself_and_not_another_owner_of_the_action():
    asks = [
        Ask(f"2026-02-{day}", "letter", (who,))
        for day, who in ((10, "Police"), (11, "Health"), (12, "Health"))
    ]
    one = followed(*asks, interval=200)
    assert [
        [point.words[:20] for point in points(one, who, TODAY)] for who in ("Police", "Health", "QA")
    ] == [
        ["You were asked once,"],
        ["You were asked twice"],
        [],
    ]


@pytest.mark.parametrize(
    "said",
    [
        (told("on track", "2026-02-10"),),
        (told("superseded"),),
        (Assurance("2026-02-10", "Ann", "data", "Figures", "Drive"),),
    ],
)
def test_where_nothing_is_lacking_nothing_is_asked(said):
    assert asked(*said, interval=200) == []


def test_why_an_action_is_not_assured():
    assert not_assured(followed(told("reported complete"), Piece("P")), TODAY) == (
        "evidence is held, and nobody has looked at it yet"
    )
    assert not_assured(followed(told("on track"), interval=200), TODAY) == "on track"
    assert not_assured(followed(told("no response")), TODAY) == "no response"
    assert not_assured(followed(Assurance("2026-02-10", "Ann", "told")), TODAY) == "on what was told alone"
    assert not_assured(followed(Assurance("2026-02-10", "Ann", "data", "x", "y")), TODAY) == ""


def test_what_is_asked_about_answers():
    one = Answered("A1", "Someone leads.", "Met", "Partly met", "No minutes.")
    low = replace(one, own="Not met", counts="Not met", reason="")
    later = replace(low, planned=PlannedAction("Appoint one.", "HR", "2026-09-01"))
    earlier = replace(low, planned=PlannedAction("Appoint one", "HR", "soon"))
    assert [point.words for point in answer_points([one, low, later, earlier], TODAY)] == [
        "You graded it 'Met', the panel 'Partly met', since: No minutes. What has changed since then?",
        "You graded it 'Not met', and planned nothing. What will be done, by whom and by when?",
        "You graded it 'Not met', and planned by 1 September 2026: Appoint one. How far is that?",
        "You graded it 'Not met', and planned by soon: Appoint one. Was that done?",
    ]


def test_a_theme_in_the_words_of_a_plan_is_the_one_that_answers_name_and_has_its_title():
    answers = (Answered("A1", "x", "Not met", "Not met", themes=("voice",)),)
    listed = Listed({"voice": Theme("voice", "Voice of the child")})
    pack = Pack("Police", (followed(theme="VOICE of the child"),), TODAY, "R", answers, listed=listed)
    *_, table = pages(pack)[0].blocks
    assert table.rows == (("Voice of the child", 1, "0 actions ended, 1 low answer"),)


def test_themes_are_told_where_they_come_up_more_than_once():
    found = [followed(themes=("a", "b")), followed(told("superseded"), themes=("a",))]
    answers = [Answered("A1", "x", "Not met", "Not met", themes=("b", "b2"))]
    assert recurring(found, answers) == (("a", 1, 1, 0), ("b", 1, 0, 1))


# --- the commands -----------------------------------------------------------------------------------


@pytest.fixture
def kept(tmp_path, monkeypatch):
    once(tmp_path, _begin)
    monkeypatch.chdir(tmp_path)


def _begin():
    open_round(Path(), ("Kingsbridge Police", "police"))
    held = write("a.yaml", 'A1: {value: not-met, comment: "=1+1"}\nA2: met\n')
    code = next(one["code"] for one in as_json("agency", "list"))
    call("ask", "r1", "--agency", code, "--answers", held, "--today", "2026-05-02")
    begin("w")


def rows(path, sheet):
    return [[cell for cell in row if cell is not None] for row in openpyxl.load_workbook(path)[sheet].values]


@pytest.mark.usefixtures("kept")
def test_a_pack_has_the_agencys_actions_loudest_first_and_what_to_ask():
    call("action", "pack", "-w", "w", "--agency", "police", "-o", "p.xlsx", "--today", TODAY)
    ids = [row[0].split("\n")[0] for row in rows("p.xlsx", "Actions") if row and str(row[0])[:2] == "A-"]
    assert ids == ["A-001", "A-003", "A-006"]
    words = [row[3] for row in rows("p.xlsx", "Questions") if len(row) == 5][1:]
    assert words[0].startswith("It was due on 31 March 2026, 50 days ago.")
    assert any(word.startswith("Reported complete on 12 January 2026, and no evidence") for word in words)
    text = "\n".join(str(row[0]) for row in rows("p.xlsx", "Summary") if row)
    assert "Kingsbridge Police has 3 actions on 20 May 2026: 1 assured, 1 reported complete and not" in text
    again = Path("p.xlsx").read_bytes()
    call("action", "pack", "-w", "w", "--agency", "police", "-o", "p.xlsx", "--today", TODAY)
    assert Path("p.xlsx").read_bytes() == again


@pytest.mark.usefixtures("kept")
def test_low_answers_of_the_latest_round_stand_in_it_also_without_actions():
    name = as_json("agency", "list")[0]["name"]
    call("action", "pack", "--agency", name, "-o", "p.xlsx", "--today", TODAY)
    found = [row for row in rows("p.xlsx", "Answers") if row and row[0] == "A1"]
    assert [row[2:] for row in found] == [["Not met", "Not met", "–", "none"]]
    assert [row[0] for row in rows("p.xlsx", "Answers") if row and row[0] == "A2"] == []


@pytest.mark.usefixtures("kept")
def test_there_is_a_pack_for_each_agency_that_has_actions():
    said = call("action", "pack", "-w", "w", "--all", "-o", "packs", "--today", TODAY)
    assert sorted(path.name for path in Path("packs").iterdir()) == [
        "challenge-csc.xlsx",
        "challenge-police.xlsx",
    ]
    assert "2 packs are written to packs." in said.stderr
    assert "No action has an agency that is known here" in refused("action", "pack", "--all", "-o", "packs")
    call("action", "pack", "-o", "x.xlsx", code=2)


@pytest.mark.usefixtures("kept")
def test_the_register_says_what_is_held_where_and_who_accepted_it():
    assert as_json("action", "evidence", "-w", "w") == [
        {
            "id": "A-006",
            "action": "Neglect policy",
            "plan": "child-m",
            "owners": ["Kingsbridge Police"],
            "what": "Policy v3",
            "where": "SharePoint",
            "date": "2026-01-14",
            "by": "Ben",
            "basis": "document held",
            "note": None,
            "stands": True,
        }
    ]
    assert "document held" in call("action", "evidence", "-w", "w").stdout
    assert as_json("action", "evidence", "-w", "w", "--plan", "child-r") == []
    call("action", "evidence", "-w", "w", "-o", "e.csv")
    [line] = csv.DictReader(io.StringIO(Path("e.csv").read_text(encoding="utf-8-sig"), newline=""))
    assert (line["Evidence"], line["Accepted by"], line["Stands"]) == ("Policy v3", "Ben", "yes")
    assert "must end in .csv or .xlsx" in refused("action", "evidence", "-w", "w", "-o", "e.txt")
