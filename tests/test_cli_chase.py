"""audit chase: who owes what, letters, telephone calls, their history, the rate over time."""

import csv
import json
import shutil
from pathlib import Path

import pytest
from test_cli_setup import as_json, call, open_round, refused, write

BEFORE, LATE, LATER, LATEST = "2026-11-20", "2026-12-02", "2026-12-04", "2026-12-09"
PLAIN = """\
title: Ours
levels: [{after: 0, to: contact}]
subject: [{text: Your return}]
paragraphs: [{text: "Send it, {names}."}]
"""


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """A workspace with a round, made once; each test has a copy of it."""
    folder = tmp_path_factory.mktemp("begun")
    open_round(folder, ("Kingsbridge Police", "police"), ("Elm School", "school"), ("Oak Trust", "charity"))
    people = ["--contact", "Jo Smith, jo@police.uk", "--substitute", "Al Brown, al@police.uk"]
    people += ["--chief-officer", "Dana Reed, chief@police.uk"]
    known = ["--code", "kingsbridge-police", "--kind", "police", "-w", folder]
    call("agency", "add", "Kingsbridge Police", *known, *people)
    known = ["--code", "elm-school", "--kind", "school", "-w", folder]
    call("agency", "add", "Elm School", *known, "--contact", "Ben Ash")
    return folder


@pytest.fixture(autouse=True)
def opened(begun, tmp_path, monkeypatch):
    shutil.copytree(begun, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def chase(*args, day=LATE, **more):
    return call("chase", "r1", *args, "--today", day, **more)


def owing(day=LATE):
    return {line["code"]: line for line in as_json("chase", "r1", "--today", day)["owing"]}


def letters(folder="L"):
    """The letters in a folder by their names, with their tables."""
    return {path.name: path.read_text(encoding="utf-8-sig") for path in sorted(Path(folder).iterdir())}


def answer(code, day=BEFORE, **grades):
    held = write("answers.yaml", "".join(f"{k}: {v}\n" for k, v in grades.items()))
    call("ask", "r1", "--agency", code, "--answers", held, "--today", day)


def sign(code, day):
    full = '{value: met, evidence: "Minutes"}'
    answer(code, day, A1=full, A2=full, B1='{value: 9/10, evidence: "Rota"}')
    call("sign", "r1", "--agency", code, "--name", "Ada", "--role", "Chief", "--today", day)


def test_it_says_who_owes_what_how_late_and_whom_the_next_chase_goes_to_and_writes_nothing(opened):
    answer("kingsbridge-police", A1='{value: met, evidence: "Minutes"}')
    before = sorted(opened.iterdir())
    said = chase()
    assert "started, 33 %" in said.stdout
    assert "2 of 3: A2, B1" in said.stdout
    assert "contact Jo Smith" in said.stdout
    assert "- Oak Trust: no contact is known, and nobody else.\n" in said.stdout
    assert said.stderr == (
        "3 agencies owe their returns, 3 late on 2 December 2026.\nNext: audit chase r1 --letters FOLDER\n"
    )
    found = owing()
    assert (found["kingsbridge-police"]["owed"], found["elm-school"]["asked"]) == (["A2", "B1"], 4)
    assert (found["oak"]["days_late"], owing(BEFORE)["oak"]["days_late"]) == (2, 0)
    assert found["oak"]["next"]["to"] == []
    assert (sorted(opened.iterdir()), as_json("chase", "r1", "--history")["chases"]) == (before, [])


def test_letters_are_written_for_those_that_can_be_reached_and_each_is_logged():
    said = chase("--letters", "L", "--by", "Ann")
    assert "Nobody to write to is known, so no letter: Oak Trust;" in said.stderr
    assert "No e-mail address is known, so the letter says whom it is for: Elm School." in said.stderr
    assert "2 letters are in L, with letters.csv for a mail merge; each is logged.\n" in said.stderr
    assert said.stderr.endswith("\nNothing was sent: send them from your own e-mail.\n")
    found = letters()
    stems = [f"elm-school-{LATE}", f"kingsbridge-police-{LATE}"]
    assert list(found) == [*(f"{one}.{end}" for one in stems for end in ("eml", "txt")), "letters.csv"]
    assert found[f"kingsbridge-police-{LATE}.txt"].startswith(
        "To: Jo Smith <jo@police.uk>\nSubject: Our own standards: the return of Kingsbridge Police was due on"
    )
    table = list(csv.DictReader(found["letters.csv"].splitlines(keepends=True)))
    assert [(row["agency"], row["e-mail"]) for row in table] == [
        ("Kingsbridge Police", "jo@police.uk"),
        ("Elm School", ""),
    ]
    history = as_json("chase", "r1", "--history")["chases"]
    assert [(one["agency"], one["on"], one["how"], one["to"], one["by"]) for one in history] == [
        ("kingsbridge-police", LATE, "letter", ["contact"], "Ann"),
        ("elm-school", LATE, "letter", ["contact"], "Ann"),
    ]


def test_nobody_is_chased_twice_a_day_unless_that_is_asked_for_and_no_file_is_written_over():
    chase("--letters", "L")
    first = letters()
    said = chase("--letters", "L")
    assert "Chased today already, so left out: Kingsbridge Police, Elm School." in said.stderr
    assert letters() == first
    chase("--letters", "L", "--again", "--agency", "elm school")
    again = {f"elm-school-{LATE}-2.txt", f"elm-school-{LATE}-2.eml", "letters-2.csv"}
    assert letters().keys() - first.keys() == again
    assert {name: text for name, text in letters().items() if name in first} == first
    assert [one["level"] for one in as_json("chase", "r1", "--history")["chases"]] == [1, 1, 1]


def test_chases_escalate_to_the_substitute_and_then_to_the_chief_officer():
    chase("--letters", "L", day=BEFORE)
    to = []
    for day in (LATE, LATER, LATEST):
        said = json.loads(chase("--letters", "L", "--agency", "kingsbridge-police", "--json", day=day).stdout)
        to.append(said["letters"][0]["to"])
    assert to == [
        "Jo Smith <jo@police.uk>",
        "Jo Smith <jo@police.uk>; Al Brown <al@police.uk>",
        "Dana Reed <chief@police.uk>; Jo Smith <jo@police.uk>",
    ]


def test_a_call_is_logged_with_its_note_and_counts():
    said = chase("--log", "--agency", "elm school", "--note", "rang, promised Friday", "--by", "Ann")
    assert said.stderr == "Logged for 2 December 2026: Elm School rung.\n"
    shown = chase("--history").stdout
    assert "rang, promised Friday" in shown
    assert "telephone" in shown
    assert owing(LATER)["elm-school"]["next"]["level"] == 2
    assert owing(LATE)["elm-school"]["chases"][0]["note"] == "rang, promised Friday"
    assert "1, last 2 December 2026" in chase(day=LATER).stdout


def test_who_signed_declined_or_left_is_not_chased():
    sign("oak", BEFORE)
    call("round", "change", "r1", "--drop", "elm-school", "--as", "declined", "--reason", "no capacity")
    assert set(owing()) == {"kingsbridge-police"}
    assert "Not chased: 1 signed, Elm School declined." in chase().stderr
    said = chase("--letters", "L", "--agency", "oak", "--agency", "elm-school")
    assert said.stderr.startswith("Elm School is not chased: declined.\nOak Trust is not chased: signed.\n")
    assert said.stderr.endswith("Nobody is chased now, so no letter is written.\n")
    assert "Nobody was to be chased" in call("chase", "r1", "--log", "--agency", "oak", code=1).stderr


def test_a_complete_response_owes_its_signature():
    answer(
        "oak",
        A1='{value: met, evidence: "M"}',
        A2='{value: met, evidence: "M"}',
        B1='{value: 9/10, evidence: "R"}',
    )
    assert (owing()["oak"]["progress"], owing()["oak"]["owed"]) == ("complete, not signed", [])
    assert "the signature" in chase().stdout


def test_the_rate_is_told_week_by_week_by_kind_and_a_reopened_response_counts_until_then():
    call("round", "open", "local/ours", "--name", "r2", "--due", "2026-10-20", "--today", "2026-10-01")
    full = '{value: met, evidence: "Minutes"}'
    held = write("a.yaml", f"{{A1: {full}, A2: {full}, B1: {{value: 9/10, evidence: R}}}}")
    call("ask", "r2", "--agency", "oak", "--answers", held, "--today", "2026-10-05")
    call("sign", "r2", "--agency", "oak", "--name", "A", "--role", "B", "--today", "2026-10-06")
    call("reopen", "r2", "--agency", "oak", "--reason", "Late evidence", "--today", "2026-10-16")
    found = as_json("chase", "r2", "--rate", "--today", "2026-10-22")
    assert [(one["day"], one["returned"], one["expected"], one["percent"]) for one in found["rate"]] == [
        ("2026-10-08", 1, 3, 33),
        ("2026-10-15", 1, 3, 33),
        ("2026-10-20", 0, 3, 0),
        ("2026-10-22", 0, 3, 0),
    ]
    by_kind = {one["kind"]: one["returned"] for one in found["rate"][0]["by_kind"]}
    assert by_kind == {"Police": 0, "School": 0, "Voluntary and community sector": 1}
    shown = call("chase", "r2", "--rate", "--today", "2026-10-22").stdout
    assert "20 October 2026 (due)" in shown
    assert "1 of 3, 33 %" in shown


def test_a_closed_round_is_looked_at_but_nobody_is_chased():
    call("round", "close", "r1", "--today", LATE)
    assert "The round is closed, so nobody is chased any more." in chase(day=LATER).stderr
    assert (
        "The round 'r1' was closed on 2 December 2026." in chase("--letters", "L", day=LATER, code=1).stderr
    )
    assert as_json("chase", "r1", "--rate", "--today", "2027-01-09")["rate"][-1]["day"] == LATE


def test_a_workspace_words_its_own_letters_and_check_finds_what_is_wrong_in_them(opened):
    own = write(opened / "templates/letters/chase.yaml", PLAIN)
    chase("--letters", "L", "--agency", "elm school")
    assert letters()[f"elm-school-{LATE}.txt"].endswith("\n\nSend it, Ben Ash.\n")
    call("check", own)
    write(own, PLAIN.replace("{names}", "{nams}"))
    said = "line 4: there is no placeholder {nams}; did you mean 'names'?"
    assert said in call("check", own, code=1).stdout
    assert said in refused("chase", "r1")


def test_templates_are_listed_without_the_letters():
    assert "letters" not in call("templates").stdout
    assert "There is no template or catalogue 'letters/chase'" in refused("templates", "letters/chase")


def test_an_answer_that_differs_from_what_a_file_brought_is_owed_until_it_is_settled_or_answered_anew():
    from audit.responses.merging import Merge
    from audit.responses.response import Answer
    from audit.store.conflicts import open_conflicts
    from audit.store.inbox import Decision, Delivery, receive
    from audit.store.rows import Stamp
    from audit.store.store import Store

    store = Store("sqlite:///audit.db")
    answer("oak", A1='{value: met, evidence: "Minutes"}')

    def comes(file, day, **merge):
        stamp = Stamp(f"{day}T09:00:00+00:00", "Ann")
        decided = Decision(Merge(**merge))
        response = store.response("r1", "oak", "oak")
        receive(store, [Delivery(file, f"{file}.xlsx", "form", response, lambda _: decided, stamp)])

    comes("one", "2026-11-21", conflicts={"A1": Answer("partly"), "A2": Answer("met")})
    assert open_conflicts(store, "r1") == {"oak": ("A1", "A2")}
    assert owing()["oak"]["conflicts"] == ["A1", "A2"]
    assert "two answers to A1, A2" in chase().stdout
    answer("oak", day="2026-11-20", A2='{value: met, evidence: "Minutes"}')
    assert open_conflicts(store, "r1") == {"oak": ("A1",)}
    comes("one", "2026-11-23", taken={"A1": Answer("partly")})
    assert open_conflicts(store, "r1") == {}
    store.close()


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--log", "--note", "rang"], "--log goes with --agency: who was rung?"),
        (["--note", "rang"], "--note goes with --log."),
        (["--again"], "--again goes with --letters or --log."),
        (["--history", "--rate"], "Give one of --letters, --log, --history and --rate."),
    ],
)
def test_options_that_do_not_go_together_are_wrong_usage(args, said):
    assert said in chase(*args, code=2).stderr


def test_what_cannot_be_is_refused_and_nothing_is_logged(opened):
    assert "did you mean 'Elm School'?" in refused("chase", "r1", "--agency", "Elm Scool")
    write(opened / "taken", "a file")
    assert "Directory 'taken' is a file" in chase("--letters", "taken", code=2).stderr
    assert "the letters cannot be written (" in chase("--letters", "taken/below", code=1).stderr
    assert "There is no round 'r2'" in refused("chase", "r2")
    assert as_json("chase", "r1", "--history")["chases"] == []


def test_a_letter_that_cannot_be_logged_is_not_left_in_the_folder(monkeypatch):
    from audit.errors import StoreError
    from audit.store import chases

    def fails(*_args):
        raise StoreError("Nothing was written: disk full.")

    monkeypatch.setattr(chases, "add_chases", fails)
    assert "Nothing was written: disk full." in chase("--letters", "L", code=1).stderr
    assert letters() == {}


def test_a_round_about_cases_is_not_chased_here():
    call("round", "open", "survey/staff-knowledge", "--name", "staff", "--due", "2026-12-01")
    assert "The round 'staff' is about cases; 'audit round status' says" in refused("chase", "staff")
