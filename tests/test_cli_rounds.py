"""audit round open, list, status, change and close: the returns register of a round."""

import pytest
from test_cli_setup import MADE_UP, as_json, call, open_round, refused, write

AGENCIES = (("Kingsbridge Police", "police"), ("Elm School", "school"), ("Oak Trust", "charity"))


@pytest.fixture(autouse=True)
def opened(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    open_round(tmp_path, *AGENCIES)
    return tmp_path


def status(day="2026-11-01"):
    """The lines of the returns register by code."""
    return {line["code"]: line for line in as_json("round", "status", "r1", "--today", day)["returns"]}


def test_opening_prints_how_many_questions_each_agency_will_be_asked():
    said = call("round", "open", "local/ours", "--name", "r2", "--due", "2026-12-01")
    counts = {
        line.rsplit(None, 1)[0].strip(): line.split()[-1] for line in said.stdout.splitlines() if line.strip()
    }
    assert (counts["Kingsbridge Police"], counts["Elm School"], counts["Oak Trust"]) == ("3", "4", "3")
    assert said.stderr == "The round 'r2' is open: Our own standards, 3 agencies, due 1 December 2026.\n"


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], {"kingsbridge-police", "elm-school", "oak"}),
        (["--kind", "constabulary"], {"kingsbridge-police"}),
        (["--agency", "OAK", "--agency", "elm school"], {"elm-school", "oak"}),
        (["--kind", "school", "--agency", "oak"], {"elm-school", "oak"}),
    ],
)
def test_a_round_expects_all_agencies_or_those_of_a_kind_or_name(options, expected):
    call("round", "open", "local/ours", "--name", "r2", "--due", "2026-12-01", *options)
    assert {line["code"] for line in as_json("round", "status", "r2")["returns"]} == expected


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["local/our"], "There is no template or catalogue 'local/our'; did you mean 'local/ours'?"),
        (
            ["local/ours", "--kind", "polise"],
            "There is no kind of agency or duty 'polise'; did you mean 'police'?",
        ),
        (
            ["local/ours", "--agency", "Oak Trsut"],
            "There is no agency 'Oak Trsut'; did you mean 'Oak Trust'?",
        ),
        (["local/ours", "--kind", "fire"], "There is no agency to expect;"),
    ],
)
def test_a_round_of_something_unknown_is_refused_with_the_nearest(args, said):
    assert refused("round", "open", *args, "--name", "r2", "--due", "2026-12-01").startswith(said)
    assert [line["name"] for line in as_json("round", "list")] == ["r1"]


@pytest.mark.parametrize("name", ["", " r2", "r\n2", "x" * 81])
def test_a_name_that_no_round_can_have_is_wrong_usage(name):
    said = refused("round", "open", "local/ours", "--name", name, "--due", "2026-12-01", code=2)
    assert "A round's name is 1 to 80 printable characters" in said


@pytest.mark.parametrize("name", ["s11 2026", 'the "big" one', "ünï — 学校", "x" * 80, "-r", "a/b"])
def test_a_round_may_be_called_almost_anything(name):
    call("round", "open", "local/ours", f"--name={name}", "--due", "2026-12-01")
    assert name in {line["name"] for line in as_json("round", "list")}
    assert f'"round": "{name}"' in call("round", "status", "--json", "--", name).stdout.replace('\\"', '"')


def test_a_round_without_agencies_says_what_comes_first():
    call("init", "other")
    said = refused("round", "open", "section-11/short", "--name", "r1", "--due", "2026-12-01", "-w", "other")
    assert "'audit agency import' or 'audit agency add' comes first" in said


def test_the_list_of_rounds_says_when_and_whether_closed():
    call("round", "close", "r1", "--today", "2026-12-24")
    assert as_json("round", "list")[0] | {"closed": ""} == {
        "name": "r1",
        "title": "Our own standards",
        "due": "2026-11-30",
        "expected": 3,
        "closed": "",
    }
    assert "closed 24 December 2026" in call("round", "list").stdout


def test_status_tells_who_is_silent_started_complete_signed_and_late(opened):
    write(opened / "some.yaml", "A1: met\n")
    write(opened / "all.yaml", "A1: met\nA2: met\nB1: 9/10\nB2: met\n")
    call("ask", "r1", "--agency", "oak", "--answers", "some.yaml")
    call("ask", "r1", "--agency", "elm-school", "--answers", "all.yaml")
    found = status()
    assert [(found[code]["progress"], found[code]["percent"]) for code in found] == [
        ("not started", 0),
        ("complete, not signed", 100),
        ("started", 33),
    ]
    assert not any(line["late"] for line in status("2026-11-30").values())
    assert all(line["late"] for line in status("2026-12-01").values())
    call(
        "sign",
        "r1",
        "--agency",
        "elm-school",
        "--name",
        "Ada Moss",
        "--role",
        "Head",
        "--today",
        "2026-12-02",
    )
    found = status("2026-12-03")
    assert (found["elm-school"]["progress"], found["elm-school"]["late"]) == ("signed", False)
    shown = call("round", "status", "r1", "--today", "2026-12-03")
    assert "Ada Moss, Head" in shown.stdout
    assert shown.stderr == "1 of 3 returned; 2 late on 3 December 2026.\n"


def test_status_gives_the_response_rate_by_kind_of_agency():
    assert as_json("round", "status", "r1")["rates"] == [
        {"kind": "Police", "returned": 0, "expected": 1},
        {"kind": "School", "returned": 0, "expected": 1},
        {"kind": "Voluntary and community sector", "returned": 0, "expected": 1},
    ]


def test_an_agency_may_decline_or_leave_with_a_reason_and_come_back():
    call("round", "change", "r1", "--drop", "Oak Trust", "--as", "declined", "--reason", "No staff")
    call("round", "change", "r1", "--drop", "elm-school", "--as", "left", "--reason", "Closed down")
    found = status("2027-01-01")
    assert (found["oak"]["progress"], found["oak"]["reason"], found["oak"]["late"]) == (
        "declined",
        "No staff",
        False,
    )
    assert (found["elm-school"]["progress"], found["elm-school"]["reason"]) == ("left", "Closed down")
    said = call("round", "status", "r1", "--today", "2027-01-01")
    assert said.stderr.startswith("0 of 2 returned; 1 late")
    call("round", "change", "r1", "--add", "oak")
    assert status()["oak"]["progress"] == "not started"


def test_an_agency_may_have_its_own_due_date():
    call("round", "change", "r1", "--due", "15/12/2026", "--agency", "oak")
    assert [line["due"] for line in status().values()] == ["2026-11-30", "2026-11-30", "2026-12-15"]
    call("round", "change", "r1", "--due", "2027-01-31")
    assert {line["due"] for line in status().values()} == {"2027-01-31"}


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--drop", "oak"],
        ["--drop", "oak", "--as", "left"],
        ["--drop", "oak", "--reason", "x"],
        ["--as", "left", "--reason", "x", "--due", "2027-01-31"],
        ["--agency", "oak"],
        ["--agency", "oak", "--add", "elm-school"],
        ["--drop", "oak", "--as", "lost", "--reason", "x"],
    ],
)
def test_a_change_that_says_too_little_or_contradicts_itself_is_wrong_usage(options):
    before = status()
    refused("round", "change", "r1", *options, code=2)
    assert status() == before


def test_closing_twice_is_refused_and_a_closed_round_can_be_opened_again():
    call("round", "close", "r1")
    assert refused("round", "close", "R1") == "The round 'r1' is closed already."
    call("round", "close", "r1", "--reopen")
    assert refused("round", "close", "r1", "--reopen") == "The round 'r1' is open already."


def test_everything_about_a_round_is_read_from_what_it_kept_at_opening(opened):
    write(opened / "standards/local/ours.yaml", MADE_UP.replace("Someone senior leads.", "Changed."))
    assert "Someone senior leads." in call("show", "r1", "--agency", "oak").stdout
    (opened / "standards/local/ours.yaml").unlink()
    assert status()


def test_a_round_that_is_late_from_the_start_says_so(tmp_path):
    open_round(tmp_path, ("Oak Trust", "charity"))
    opened = ("round", "open", "section-11/short", "--due", "2026-11-01", "-w", tmp_path, "--name")
    assert "is past" not in call(*opened, "today", "--today", "2026-11-01").stderr
    assert "That day is past, so every return is late" in call(*opened, "x", "--today", "2026-11-02").stderr
