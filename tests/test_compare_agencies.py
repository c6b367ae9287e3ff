"""audit compare and report of rounds about agencies, as a QA lead types them."""

import openpyxl
import pytest
from test_cli_setup import MADE_UP, as_json, call, open_round, refused, write

AGENCIES = (("Police", "police"), ("Elm School", "school"), ("Silent Trust", "charity"))
ACT = "action: {what: Do it}"
FIRST = {
    "police": f"A1: met\nA2: {{value: not-met, {ACT}}}\nB1: {{value: 3/4, {ACT}}}\n",
    "elm-school": f"A1: met\nA2: met\nB1: 9/10\nB2: {{value: partly, {ACT}}}\n",
}
LATER = {
    "police": f"A1: met\nA2: met\nB1: {{value: 1/4, {ACT}}}\n",
    "elm-school": f"A1: {{value: not-met, {ACT}}}\nA2: met\nB1: 9/10\nB2: met\n",
}


@pytest.fixture(scope="module")
def ws(tmp_path_factory):
    """Police and the school signed twice; for the second round B2 was reworded."""
    folder = tmp_path_factory.mktemp("ws")
    open_round(folder, *AGENCIES, name="old")
    write(folder / "standards/local/ours.yaml", MADE_UP.replace("Pupils know", "Children know"))
    call("round", "open", "local/ours", "--name", "new", "--due", "30/11/2028", "-w", folder)
    for name, given in (("old", FIRST), ("new", LATER)):
        for code, content in given.items():
            write(folder / "a.yaml", content)
            call("ask", name, "--agency", code, "--answers", folder / "a.yaml", "-w", folder)
            call("sign", name, "--agency", code, "--name", "Ada", "--role", "Lead", "-w", folder)
    write(folder / "templates/local/cases.yaml", "title: Cases\nagainst: local/ours\nsubject: case\n")
    return folder


def test_compare_counts_agencies_by_standard_and_lists_what_does_not_compare(ws):
    said = call("compare", "old", "new", "-w", ws)
    lines = {line.split()[0]: line.split()[1:] for line in said.stdout.splitlines() if line.strip()}
    # A: police 2/3 to 1, the school 1 to 1/3. B: police 1/2 to 0, the school 1 to 1, without B2.
    assert lines["A"] == ["1", "1", "0", "2", "-0.17", "0.83", "0.67", "0.83", "0.67"]
    assert lines["B"] == ["0", "1", "1", "2", "-0.25", "0.75", "0.50", "0.63", "0.50"]
    assert "- B2: reworded." in said.stdout
    assert "- Silent Trust: not started in old; not started in new." in said.stdout
    assert "1 grade of critical questions fell to the lowest, in 1 agency: Elm School (A1)." in said.stdout
    assert "no test of significance is made" in said.stdout
    assert "--detail shows each agency and each question." in said.stderr


def test_detail_shows_every_agency_and_question(ws):
    said = call("compare", "old", "new", "--detail", "-w", ws).stdout
    words = " ".join(said.split())
    assert "Police same up down 0.00 +0.33 -0.50" not in words  # overall 7/12 to 1/2 is no standstill
    assert "Police down up down -0.08 +0.33 -0.50" in words
    assert "Elm School down down same -0.33 -0.67 0.00" in words
    assert "A2 The board hears of it each year. 1 0 1 2 -" in words


def test_json_has_agency_standard_and_question(ws):
    block = as_json("compare", "old", "new", "-w", ws)
    assert (block["rounds"], block["kind"], block["earlier"]) == (["old", "new"], "agencies", [])
    police, school = block["agencies"]
    assert (police["code"], police["standards"]["A"]["way"]) == ("police", "up")
    assert police["standards"]["A"]["then"] == pytest.approx(2 / 3)
    assert school["questions"]["A1"] == {
        "way": "down",
        "then": "met",
        "now": "not-met",
        "why": None,
        "confirmed": False,
        "panel": {"then": False, "now": False},
    }
    assert {name: one["of"] for name, one in block["questions"].items()} == {"A1": 2, "A2": 2, "B1": 2}
    assert [one["why"] for one in block["not_compared"]] == ["reworded"]
    assert [one["agency"] for one in block["not_in_both"]] == ["Silent Trust"]


@pytest.mark.parametrize(
    "args",
    [
        ("compare", "old", "new", "--paired"),
        ("compare", "old", "new", "--history"),
        ("compare", "old"),
    ],
)
def test_what_goes_with_cases_alone_is_wrong_usage(ws, args):
    call(*args, "-w", ws, code=2)


def test_a_round_named_twice_is_refused(ws):
    assert refused("compare", "old", "old", "-w", ws).startswith("The round 'old' is named twice")
    assert refused("report", "old", "old", "--for", "board", "-o", ws / "x.xlsx", "-w", ws).startswith(
        "The round"
    )
    assert not (ws / "x.xlsx").exists()


def test_rounds_of_two_kinds_do_not_mix(ws):
    register = write(ws / "register.csv", "id\n1\n2\n")
    found = as_json("sample", "draw", register, "--unit", "id", "--size", "all", "--seed", "1", "-w", ws)
    opening = ("--sample", found["id"], "--name", "dip", "--due", "2028-11-30")
    call("round", "open", "local/cases", *opening, "-w", ws)
    said = refused("compare", "old", "dip", "-w", ws)
    assert said.startswith("'old' is about agencies and 'dip' is not")
    said = refused("report", "old", "dip", "--for", "board", "-o", ws / "y.xlsx", "-w", ws)
    assert "'audit report --all' sets them side by side" in said


def test_a_report_of_two_rounds_is_that_of_the_last_with_its_movement(ws):
    said = call("report", "old", "new", "--for", "board", "-o", ws / "b.xlsx", "-w", ws).stderr
    assert "2 of 3 returns signed" in said
    book = openpyxl.load_workbook(ws / "b.xlsx")
    assert book["Movement"]["A1"].value == "Movement from old to new"
    assert book.properties.title.startswith("new: ")
