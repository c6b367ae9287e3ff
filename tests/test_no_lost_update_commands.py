"""Commands between whose looking and writing a colleague writes: what they say, and that nothing is lost."""

import json
import os
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
from test_cli_setup import as_json, call, open_round, refused, write
from workspaces import begin

from audit.responses.response import Answer
from audit.store.history import written
from audit.store.rows import Stamp
from audit.store.store import Store
from audit.store.transactions import Database

DAY = ("--today", "2026-11-22")
ANN, BEN = ("--by", "Ann"), ("--by", "Ben")
PANEL = ("moderate", "r1", "--agency", "police", "--question", "A1")
NEGLECT = "title: Neglect\nagainst: local/ours\nsubject: observation\n"


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """Police has answered A1, an action stands in a plan, an observation was made and a concern raised."""
    monkeypatch.chdir(tmp_path)
    begin(tmp_path, _made)
    return tmp_path


def _made():
    open_round(".", ("Police", "police"), ("Fire", "fire"))
    given = "A1: {value: partly, action: {what: Do it, who: Chief, when: 2027-03-31}}\n"
    call("ask", "r1", "--agency", "police", "--answers", write("a1.yaml", given), *ANN, *DAY)
    call("action", "add", "Train staff", "--plan", "p", "--due", "2027-01-31", *ANN, *DAY)
    write("templates/local/seen.yaml", NEGLECT)
    call("round", "open", "local/seen", "--name", "obs", "--due", "30/11/2026")
    seen = write("o.yaml", "A1: partly\nconcerns:\n  - Left alone\n")
    call("ask", "obs", "--new", "--agency", "police", "--answers", seen, *ANN, *DAY)
    write("met.yaml", "A1: met\n")
    write("not.yaml", "A1: not-met\nA2: met\n")
    write("panel.csv", "Agency,Question,Moderated grade,Reason\npolice,A1,not met,Nothing seen\n")
    write("days.csv", "agency,due\nPolice,2026-12-24\n")


@pytest.fixture
def meanwhile(monkeypatch):
    """Lets a colleague's command run to its end just before the next one writes for the first time."""

    def meanwhile(*command):
        real, left = Database.writing, [command]

        def writing(store):
            if left:
                who = "--who" if "sample" in left[0] else "--by"
                call(*left.pop(), who, "Ben", *DAY)
            return real(store)

        monkeypatch.setattr(Database, "writing", writing)

    return meanwhile


def test_a_file_that_is_put_over_what_others_answered_names_it(here):  # noqa: ARG001
    said = call(*MINE["answers"], *BEN, *DAY).stderr
    wanted = "Put over what others had answered: A1 (partly; action: Do it, Chief, 2027-03-31; by Ann, 22 Nov"
    assert said.startswith(wanted)
    assert said.splitlines()[0].endswith("); 'audit log' has theirs.")
    for mine in (MINE["answers"], THEIRS["met"]):  # the same again; and what one said oneself
        assert "others" not in call(*mine, *BEN, *DAY).stderr


MINE = {
    "answers": ("ask", "r1", "--agency", "police", "--answers", "not.yaml"),
    "sign": ("sign", "r1", "--agency", "police", "--name", "Ada", "--role", "Lead"),
    "panel": (*PANEL, "--grade", "not-met", "--reason", "None"),
    "panel's list": ("moderate", "r1", "--answers", "panel.csv"),
    "panel on a case": (
        *("moderate", "obs", "--about", "O-01"),
        *("--question", "A1", "--grade", "not-met", "--reason", "None"),
    ),
    "update": ("action", "update", "A-001", "--state", "on track"),
    "change": ("action", "change", "A-001", "--due", "2027-06-30", "--reason", "Later"),
    "actions": ("action", "from", "r1", "--drafts"),
    "due": ("round", "change", "r1", "--due", "2026-12-15"),
    "days": ("round", "change", "r1", "--dates", "days.csv"),
    "chase": ("chase", "r1", "--log", "--agency", "police", "--note", "rang"),
    "concern": ("concern", "update", "O-01", "--outcome", "Nothing needed"),
}
THEIRS = {
    "met": ("ask", "r1", "--agency", "police", "--answers", "met.yaml"),
    "moderated": (*PANEL, "--grade", "met", "--reason", "Minutes seen"),
    "agreed": (
        *("moderate", "obs", "--about", "O-01"),
        *("--question", "A1", "--grade", "met", "--reason", "Seen twice"),
    ),
    "delayed": ("action", "update", "A-001", "--state", "delayed", "--note", "Trainer is ill"),
    "declined": ("round", "change", "r1", "--drop", "Police", "--as", "declined", "--reason", "No staff"),
    "told": ("concern", "update", "O-01", "--outcome", "Plan changed"),
}
DELAYED = "A-001 was changed: update: on: 2026-11-22; by: Ben; state: delayed; note: Trainer is ill (by Ben, "
ANSWERED = "A1 about 'police' was answered: met (by Ben, 22 November 2026 at "
MODERATED = "the panel said of A1 about 'police': met; Minutes seen (by Ben, 22 November 2026 at "
DECLINED = "Police is declined, due 30 November 2026, No staff (by Ben, 22 November 2026 at "


@pytest.mark.parametrize(
    ("mine", "theirs", "says"),
    [
        ("answers", "met", "'police' has other answers than when you looked: A1 (met; "),
        ("panel", "moderated", MODERATED),
        ("panel's list", "met", ANSWERED),
        ("panel's list", "moderated", MODERATED),
        (
            "panel on a case",
            "agreed",
            "said of A1 about 'O-01': met; Seen twice (by Ben, 22 November 2026 at ",
        ),
        *((act, "delayed", DELAYED) for act in ("update", "change")),
        ("actions", "actions", "A-002 was made of 'r1' (by Ben, 22 November 2026 at "),
        ("due", "declined", DECLINED),
        ("days", "declined", DECLINED),
        ("chase", "chase", "police was chased by Ben, 22 November 2026 (telephone)"),
        ("concern", "told", "the outcome of concern 1 was said: Plan changed (by Ben, "),
    ],
)
def test_who_writes_on_what_has_changed_is_told_what_by_whom_and_when(mine, theirs, says, meanwhile):
    before = as_json("log", *DAY)
    meanwhile(*{**MINE, **THEIRS}[theirs])
    said = call(*MINE[mine], *ANN, *DAY, code=1)
    assert says in said.stderr.replace("\n", " ")
    assert "Traceback" not in said.stderr
    assert {one["by"] for one in as_json("log", *DAY) if one not in before} == {"Ben"}


def test_what_is_signed_is_what_was_looked_at(meanwhile):
    write("all.yaml", "A1: met\nA2: met\nB1: 26/26\n")
    call("ask", "r1", "--agency", "police", "--answers", "all.yaml", *ANN, *DAY)
    write("other.yaml", "A2: {value: partly, action: {what: Report}}\n")
    meanwhile("ask", "r1", "--agency", "police", "--answers", "other.yaml")
    said = refused(*MINE["sign"], *ANN, *DAY)
    assert "changed in the meantime: A2 (partly; action: Report; by Ben, 22 November 2026 at" in said


def test_what_two_say_of_one_agency_is_kept_of_both_and_what_is_replaced_is_told(meanwhile):
    meanwhile("agency", "add", "Police", "--code", "police", "--chief-officer", "Dana Reed")
    call("agency", "add", "Police", "--code", "police", "--contact", "Jo Smith", *ANN, *DAY)
    found = next(one for one in as_json("agency", "list") if one["code"] == "police")
    assert (found["contact"], found["chief_officer"]) == ("Jo Smith", "Dana Reed")
    said = call("agency", "add", "Police", "--code", "police", "--contact", "Al Brown", *DAY).stderr
    assert "Police: contact was Jo Smith, now Al Brown." in said


def test_a_panel_is_told_whose_grade_it_comes_in_the_place_of():
    call(*PANEL, "--grade", "met", "--reason", "Minutes seen", *BEN, *DAY)
    words = "A1 of police stood as Met, by Ben, 22 November 2026 at "
    assert words in call("moderate", "r1", "--answers", "panel.csv", *ANN, *DAY).stderr
    call(*THEIRS["agreed"], *BEN, *DAY)
    assert "It stood as Met, by Ben, 22 November" in call(*MINE["panel on a case"], *ANN, *DAY).stderr


def test_a_file_collected_by_two_at_once_is_taken_once(meanwhile):
    write("long.csv", "agency,question,value\nfire,A1,met\nfire,A2,met\n")
    meanwhile("collect", "long.csv", "--round", "r1")
    call("collect", "long.csv", "--round", "r1", *ANN, *DAY)
    with closing(Store("sqlite:///audit.db")) as store:
        assert [one.by for one in written(store, "r1") if one.agency == "fire"] == ["Ben", "Ben"]


def test_replies_that_two_collect_at_once_are_all_taken(meanwhile):
    write("templates/local/reply.yaml", NEGLECT.replace("observation", "reply"))
    call("round", "open", "local/reply", "--name", "staff", "--due", "30/11/2026")
    for name, rows in (("one", "ann,met\nbo,partly\n"), ("two", "bo,partly\ncy,not-met\n")):
        write(f"{name}.csv", f"respondent,A1\n{rows}")
    meanwhile("collect", "one.csv", "--round", "staff")
    said = call("collect", "two.csv", "--round", "staff", *ANN, *DAY).stderr
    assert "1 new in 'staff'" in said
    with closing(Store("sqlite:///audit.db")) as store:
        found = {one.subject: one.answers["A1"].value for one in store.responses("staff")}
        assert len(written(store, "staff")) == 3
    assert sorted(found.values()) == ["met", "not-met", "partly"]


def test_children_that_a_colleague_draws_meanwhile_are_not_drawn_again(meanwhile):
    write("register.csv", "id\n" + "".join(f"C-{number:03}\n" for number in range(1, 31)))
    draw = ("sample", "draw", "register.csv", "--unit", "id", "--size", "5", "--not-since", "2026-11-01")
    call(*draw, "--seed", "5", *DAY)
    meanwhile(*draw, "--seed", "6")
    said = refused(*draw, *DAY)
    assert "cases of S-002 were taken, which --not-since leaves out (by " in said
    call(*draw, *DAY)
    drawn = [{one["unit"] for one in _cases(f"S-00{number}")} for number in (1, 2, 3)]
    assert [len(one) for one in drawn] == [5, 5, 5]
    assert len(set().union(*drawn)) == 15
    meanwhile("sample", "replace", "S-001", "C-01", "--reason", "Closed")
    said = refused("sample", "replace", "S-001", "C-01", "--reason", "Not hers", *DAY)
    assert "C-01" in said
    assert "Closed" in said


def _cases(name):
    return json.loads(Path(f"samples/{name}/certificate.json").read_text(encoding="utf-8"))["drawn"]


@pytest.mark.skipif(sys.platform == "win32", reason="named pipes are made otherwise on Windows")
def test_an_answer_given_while_a_file_of_answers_is_read_was_not_seen():
    os.mkfifo("slow.yaml")
    told = []
    run = threading.Thread(
        target=lambda: told.append(
            call("ask", "r1", "--agency", "police", "--answers", "slow.yaml", *ANN, *DAY, code=1)
        )
    )
    run.start()
    with Path("slow.yaml").open("w", encoding="utf-8") as pipe:  # opens as the command begins to read
        with closing(Store("sqlite:///audit.db")) as store:
            seen = store.response("r1", "police", "police")
            store.save(seen, {"A1": Answer("met")}, Stamp("2026-11-22T10:00:00", "Ben"))
        pipe.write("A1: not-met\nA2: met\n")
    run.join()
    assert "A1 (met; action: taken away; by Ben, 22 November 2026 at 10:00)" in told[0].stderr
    with closing(Store("sqlite:///audit.db")) as store:
        assert set(store.response("r1", "police", "police").answers) == {"A1"}
    call("ask", "r1", "--agency", "police", "--answers", "not.yaml", *ANN, *DAY)  # now it is seen
