"""audit log: every change with who, when, before and after; and whether what was signed still stands."""

import csv
import json
import sqlite3
from contextlib import closing

import click
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_cli_setup import as_json, call, open_round, refused, write

from audit.cli import program
from audit.moderation import Moderated
from audit.responses.brought import Brought
from audit.responses.changes import Difference, changes, differences, flat
from audit.responses.response import Answer, Evidence, PlannedAction
from audit.store.cases import CaseBook
from audit.store.log import moment
from audit.store.rows import Stamp
from audit.store.store import Store
from audit.tables.formulas import harmless, meant

FORMULA = '=HYPERLINK("http://x","y")'
OAK = ("r1", "--agency", "oak")


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """A workspace in which something of every kind was done, each on a day of its own."""
    folder = tmp_path_factory.mktemp("log")

    def on(day, *args):
        call(*args, "-w", folder, "--today", f"2026-{day}")

    open_round(folder, ("Oak Trust", "charity"), ("Elm School", "school"))
    first = write(
        folder / "a.yaml", "A1: met\nA2: {value: partly, action: {what: Ask the board, who: Ada}}\n"
    )
    on("12-01", "ask", *OAK, "--answers", first, "--by", "Ada Moss")
    both = {"value": "26/26", "evidence": [{"what": "Register", "where": "HR"}]}
    then = {"A2": {"value": "met", "comment": FORMULA}, "B1": both}
    on("12-02", "ask", *OAK, "--answers", write(folder / "b.json", json.dumps(then)), "--by", "Ben Hall")
    on("12-03", "sign", *OAK, "--name", "Ada Moss", "--role", "Chief", "--by", "Ada Moss")
    on("12-04", "reopen", *OAK, "--reason", "late evidence", "--by", "Ben Hall")
    on("12-05", "agency", "add", "Oak Trust", "--code", "oak", "--kind", "charity", "--contact", "Lee")
    on("12-06", "round", "change", "r1", "--due", "2026-12-31", "--agency", "oak", "--by", "Ben Hall")
    with closing(Store(f"sqlite:///{folder / 'audit.db'}")) as store:
        panel = Moderated(
            "oak", "oak", "A1", "partly", "No minutes", "met", "2026-12-07", "asked for", "Minutes"
        )
        store.moderate("r1", [panel], Stamp("2026-12-07T09:00:00", "Panel"))
        revised = Moderated("oak", "oak", "A1", "met", "Seen", "partly", assured="2026-12-08")
        store.moderate("r1", [revised], Stamp("2026-12-08T09:00:00", "Panel"))
        earlier = {"B2": Brought("r0", Answer("met"), "Met", "Pupils know whom to tell.", same=True)}
        store.bring("r1", {"elm-school": earlier}, Stamp("2026-12-09T09:00:00", "Lead"))
        book = CaseBook(store)
        raised = Stamp("2026-12-10T09:00:00", "Ada Moss")
        number = book.begin_concern("r1", "oak", "A1", "A child was hurt", raised, agency="oak")
        book.add_words(number, "Two children were hurt", Stamp("2026-12-10T10:00:00", "Ada Moss"))
        book.update_concern(book.concerns()[0], "Team manager", "", Stamp("2026-12-10T11:00:00", "Ada Moss"))
        book.log(
            "r1", "chase", {"agency": "elm-school", "how": "letter"}, Stamp("2026-12-11T09:00:00", "Lead")
        )
    on("12-12", "result", "add", "A1", "--met", "4", "--of", "5", "--on", "2026-11-01", "--how", "by hand")
    on("12-13", "round", "close", "r1", "--by", "Lead")
    on("12-14", "round", "close", "r1", "--reopen", "--by", "Lead")
    return folder


def log(folder, *args):
    return as_json("log", *args, "-w", folder)


def of(found, act, *keys):
    return [tuple(one[key] for key in keys) for one in found if one["act"] == act]


def test_answers_are_told_part_by_part_with_what_stood_there_before(told):
    found = of(log(told, "r1"), "answer", "by", "question", "part", "before", "after")
    assert found == [
        ("Ada Moss", "A1", "value", None, "met"),
        ("Ada Moss", "A2", "value", None, "partly"),
        ("Ada Moss", "A2", "action", None, "Ask the board, Ada"),
        ("Ben Hall", "A2", "value", "partly", "met"),
        ("Ben Hall", "A2", "comment", None, FORMULA),
        ("Ben Hall", "B1", "value", None, "26/26"),
        ("Ben Hall", "B1", "evidence", None, "Register (HR)"),
    ]


def test_every_act_about_a_round_is_told_in_the_order_of_time(told):
    found = log(told, "r1")
    days = dict.fromkeys((one["at"][:10], one["act"]) for one in found if one["at"] > "2026-12")
    assert [act for _, act in days] == [
        "answer",
        "answer",
        "signed",
        "opened again",
        "agency changed",
        "expectation changed",
        "panel's grade",
        "grade revised",
        "brought forward",
        "concern raised",
        "concern 1",
        "chase",
        "round closed",
        "round opened again",
    ]
    assert of(found, "expectation changed", "agency", "part", "before", "after") == [
        ("oak", "due", "2026-11-30", "2026-12-31")
    ]
    assert of(found, "agency changed", "part", "before", "after") == [("contact", None, "Lee")]
    assert of(found, "opened again", "version", "after") == [(2, "late evidence")]
    assert ("by", "Ada Moss, Chief") in of(found, "signed", "part", "after")
    assert ("asked as", "voluntary") in of(found, "signed", "part", "after")
    assert of(found, "panel's grade", "part", "after")[0] == ("grade", "partly")
    assert ("wanted", "Minutes") in of(found, "panel's grade", "part", "after")
    assert ("to confirm", "1 answers of 'r0'") in of(found, "brought forward", "part", "after")
    assert of(found, "chase", "agency", "part", "after") == [("elm-school", "how", "letter")]
    assert len(of(found, "round opened", "part")) == 2


def test_of_everything_also_agencies_and_results_are_told(told):
    found = log(told)
    assert ("kinds", "voluntary") in of(found, "agency added", "part", "after")
    assert ("met", "4") in of(found, "result reported", "part", "after")
    assert [one["at"] for one in found] == sorted((one["at"] for one in found), key=moment)
    assert not of(log(told, "r1"), "agency added", "part")  # they were there before the round
    assert not of(log(told, "r1"), "result reported", "part")


def test_words_of_concerns_are_left_out_unless_they_are_asked_for(told):
    assert "hurt" not in call("log", "-w", told).stdout + json.dumps(log(told))
    words = of(log(told, "r1", "--concerns"), "concern 1", "part", "before", "after")
    assert words == [
        ("words", "A child was hurt", "Two children were hurt"),
        ("told", None, "Team manager"),
    ]
    hidden = of(log(told, "r1"), "concern 1", "part", "before", "after")
    assert hidden[0] == ("words", *["(recorded: see 'audit concern list')"] * 2)


@pytest.mark.parametrize(
    ("options", "holds"),
    [
        (("--agency", "Elm School"), lambda one: one["agency"] == "elm-school"),
        (("--by", "ben  HALL"), lambda one: one["by"] == "Ben Hall"),
        (("--since", "2026-12-04"), lambda one: one["at"] >= "2026-12-04"),
        (("--about", "oak"), lambda one: one["subject"] == "oak"),
    ],
)
def test_one_can_look_for_an_agency_a_person_a_subject_or_a_time(told, options, holds):
    every = log(told)
    assert log(told, *options) == [one for one in every if holds(one)]
    assert 0 < len(log(told, *options)) < len(every)


def test_on_the_screen_each_act_stands_once_over_its_parts(told):
    shown = call("log", *OAK, "--since", "2026-12-02", "-w", told)
    assert ": answer (r1, Oak Trust, A2)\n    value: partly -> met\n    comment: =HYPER" in shown.stdout
    assert ": opened again (r1, Oak Trust)\n    reason: late evidence\n" in shown.stdout
    assert shown.stderr.endswith(" changes.\n")
    assert call("log", "--since", "2099-01-01", "-w", told).stderr == "Nothing was changed.\n"


def test_it_goes_into_a_file_where_typed_text_is_no_formula(told, tmp_path):
    for name in ("log.csv", "log.xlsx"):
        said = call("log", "r1", "-o", tmp_path / name, "-w", told).stderr
        assert said == f"{tmp_path / name} is written: {len(log(told, 'r1'))} changes.\n"
    with (tmp_path / "log.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["After"] for row in rows if row["Part"] == "comment"] == [f"'{FORMULA}"]
    sheet = openpyxl.load_workbook(tmp_path / "log.xlsx").active
    assert sheet.max_row == len(rows) + 1
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == FORMULA]
    assert [(cell.data_type, cell.quotePrefix) for cell in cells] == [("s", True)]


@pytest.mark.parametrize(
    ("name", "said"),
    [("log.txt", "must end in .csv or .xlsx"), ("nowhere/log.csv", "there is no folder nowhere")],
)
def test_a_file_that_cannot_be_is_refused(told, monkeypatch, tmp_path, name, said):
    monkeypatch.chdir(tmp_path)
    assert said in refused("log", "-o", name, "-w", told)


def test_a_check_finds_what_was_changed_by_other_means(told, tmp_path):
    assert call("log", "--check", "-w", told).stdout == (
        "Looked at: 1 round with 1 signature, and the ledger of draws. Nothing that was signed, sealed or "
        "drawn was changed by other means: every digest fits. Other rows have none.\n"
    )
    (tmp_path / "audit.db").write_bytes((told / "audit.db").read_bytes())
    with closing(sqlite3.connect(tmp_path / "audit.db")) as connection, connection:
        connection.execute("update answer set block = '{\"value\":\"n/a\"}' where question = 'A1'")
    said = call("log", "r1", "--check", "-w", tmp_path, code=1).stdout
    assert said.startswith("- r1, oak: What Ada Moss signed on 2026-12-03 as version 1 was changed")
    found = json.loads(call("log", "--check", "--json", "-w", tmp_path, code=1).stdout)
    assert (found["rounds"], found["signatures"], len(found["wrong"])) == (["r1"], 1, 1)


def test_an_unknown_round_or_agency_is_a_sentence(told):
    assert refused("log", "r2", "-w", told).startswith("There is no round 'r2'; there is r1.")
    assert refused("log", "--agency", "okk", "-w", told).startswith("There is no agency 'okk'")


# --- who ---------------------------------------------------------------------------------------------

# What writes nothing that is kept; the demo writes as itself, and 'init' and 'key' make files alone.
READING = {
    *("today", "completion", "doctor", "find", "restore"),
    "guide",
    *("demo", "init", "key", "agency list", "standards", "templates", "check", "round list", "round status"),
    *("show", "log", "export", "form", "register", "sample list", "sample show", "sample verify"),
    *("concern list", "results", "compare", "agreement", "result list"),
    *("action list", "action show", "action export"),
    *("finding list", "benchmark", "today", "completion"),
    *("concern list", "results", "compare", "agreement", "result list", "programme"),
    *(
        "concern list",
        "results",
        "compare",
        "agreement",
        "result list",
        "action list",
        "action show",
    ),
    *("action form", "action evidence", "action pack", "pack"),
    *("store init", "store copy"),  # of a whole store, and no row of it is new
    *("finding list", "benchmark", "today", "completion"),
}


def commands(command=program, path=()):
    if not isinstance(command, click.Group):
        yield " ".join(path), command
        return
    for name in command.list_commands(click.Context(command)):
        yield from commands(command.get_command(click.Context(command), name), (*path, name))


@pytest.mark.parametrize(("name", "command"), list(commands()), ids=str)
def test_every_command_that_writes_takes_the_name_of_who_writes(name, command):
    named = [one for one in command.params if {"--by", "--who"} & {*one.opts} and not one.expose_value]
    assert bool(named) == (name not in READING and not name.startswith("stats "))


# --- parts ------------------------------------------------------------------------------------------

TEXTS = st.text(max_size=6)
ANSWERS = st.builds(
    Answer,
    value=st.none() | TEXTS | st.tuples(TEXTS, TEXTS),
    comment=TEXTS,
    evidence=st.lists(st.builds(Evidence, TEXTS, TEXTS, TEXTS), max_size=2).map(tuple),
    reason=TEXTS,
    action=st.none() | st.builds(PlannedAction, TEXTS, TEXTS, TEXTS),
    confirmed=TEXTS,
)


@given(ANSWERS, ANSWERS)
def test_an_answer_changes_nothing_against_itself_and_back_is_the_same_turned_round(one, other):
    assert changes(one, one) == ()
    there, back = changes(one, other), changes(other, one)
    assert [(each.part, each.after, each.before) for each in there] == [
        (each.part, each.before, each.after) for each in back
    ]
    assert all(each.before != each.after for each in there)


def test_parts_are_told_as_text():
    assert flat({"a": ["x", {"b": True}], "c": None, "d": 3}) == "a: x; b: yes; d: 3"
    assert differences({"a": "1", "b": "2"}, {"b": "3", "c": "4"}) == (
        Difference("b", "2", "3"),
        Difference("c", "", "4"),
        Difference("a", "1", ""),
    )


@given(st.text(alphabet="'=+-@ a1\t", max_size=8))
def test_what_is_made_harmless_is_no_formula_and_is_read_back_as_it_was(cell):
    assert meant(harmless(cell)) == cell
    assert harmless(cell)[:1] not in {"=", "@", "\t"}


@pytest.mark.parametrize("cell", ["-5", "+44 20 7946 0000", "a=b", "", "- 3"])
def test_numbers_telephone_numbers_and_plain_words_stay_as_they_are(cell):
    assert harmless(cell) == meant(cell) == cell


@pytest.mark.parametrize("option", ["--check", "--json"])
def test_what_is_printed_is_not_asked_for_as_a_file_too(told, tmp_path, option):
    refused("log", "r1", option, "-o", tmp_path / "log.csv", "-w", told, code=2)
    assert not (tmp_path / "log.csv").exists()
