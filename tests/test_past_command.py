"""audit round past, and what other commands say of a past cycle."""

import json
from pathlib import Path

import pytest
from test_cli_setup import as_json, call, open_round, refused, write

AGENCIES = (("Police", "police"), ("Elm School", "school"), ("Fire", "fire"))
MATRIX = (
    "Agency,Leadership,Training,Comments\nPolice,Red,Green,Bob Smith\nThe Elm,Amber,N/A,x\nCCG,Green,,y\n"
)
TAKE = ("round", "past", "m.csv", "--name", "old", "--against", "local/ours")
SETTLED = (*TAKE, "--agency", "The Elm=elm-school", "--keep-unknown")


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    open_round(tmp_path, *AGENCIES)
    write("m.csv", MATRIX)
    return tmp_path


def answer(*names, round_="r1"):
    action = "action: {what: Do it}"
    write("a.yaml", f"A1: met\nA2: met\nB1: {{value: 1/2, {action}}}\nB2: met\n")
    for name in names:
        call("ask", round_, "--agency", name, "--answers", "a.yaml")
        call("sign", round_, "--agency", name, "--name", "Ada", "--role", "Lead")


def test_a_matrix_is_taken_in_whole_or_not_at_all():
    said = refused(*TAKE)
    assert "'The Elm' is no agency here" in said
    assert "'CCG' is no agency here" in said
    assert [one["name"] for one in as_json("round", "list")] == ["r1"]
    told = call(*SETTLED, "--dry-run")
    assert "Nothing is kept (--dry-run)." in told.stderr
    assert [one["name"] for one in as_json("round", "list")] == ["r1"]
    told = call(*SETTLED, "--on", "30/11/2024", "--period", "2022 to 2024")
    assert "is taken in: figures only, wording not checked." in told.stderr
    assert "To compare with it: audit compare old r1" in told.stderr
    listed = {one["name"]: one for one in as_json("round", "list")}
    assert (listed["old"]["past"], listed["old"]["expected"], listed["old"]["on"]) == (True, 3, "2024-11-30")
    assert "closed, figures only" in call("round", "list").stdout


def test_its_results_print_its_matrix_and_its_counts():
    call(*SETTLED)
    said = call("results", "OLD").stdout
    assert "a past cycle, figures only, wording not checked." in said
    assert "1 green, 1 amber, 1 red" in said
    found = as_json("results", "old")
    assert found["items"]["B"]["counts"] == {"green": 1, "not applicable": 1, "no answer": 1}
    assert [one["known"] for one in found["respondents"]] == [True, True, False]
    assert as_json("round", "status", "old") == found
    assert "figures are all there is" in refused("results", "old", "--by", "agency", code=2)


@pytest.mark.parametrize(
    "command",
    [
        ("show", "old", "--agency", "police"),
        ("ask", "old", "--agency", "police"),
        ("sign", "old", "--agency", "police", "--name", "A", "--role", "B"),
        ("form", "old", "--all", "-o", "forms"),
        ("chase", "old"),
        ("invite", "old", "-o", "out"),
        ("export", "old", "-o", "x.csv"),
        ("round", "close", "old"),
        ("round", "change", "old", "--due", "2027-01-01"),
        ("round", "open", "local/ours", "--name", "next", "--due", "2027-01-01", "--bring-forward", "old"),
        ("report", "r1", "old", "--for", "board", "-o", "x.xlsx"),
    ],
)
def test_what_needs_answers_says_that_a_past_cycle_has_none(command):
    call(*SETTLED)
    assert "'old' is a past cycle: figures only" in refused(*command)


def test_rounds_and_past_cycles_share_their_names():
    call(*SETTLED)
    assert "There is a round 'old' already" in refused(*SETTLED)
    assert "There is a round 'R1' already" in refused(*SETTLED[:4], "R1", *SETTLED[5:])
    assert "There is a round 'OLD' already" in refused(
        "round", "open", "local/ours", "--name", "OLD", "--due", "2027-01-01"
    )


def test_a_past_cycle_is_withdrawn_with_a_reason_and_the_log_tells_both():
    call(*SETTLED)
    assert "needs a --reason" in refused("round", "past", "--withdraw", "old", code=2)
    call("round", "past", "--withdraw", "OLD", "--reason", "The wrong file")
    assert "There is no past cycle 'old'" in refused("round", "past", "--withdraw", "old", "--reason", "x")
    assert "There is no round 'old'" in refused("results", "old")
    call(*SETTLED)
    acts = [one["act"] for one in json.loads(call("log", "--json").stdout) if one["round"] == "old"]
    assert list(dict.fromkeys(acts)) == ["past cycle taken in", "past cycle withdrawn"]


def test_a_round_is_compared_with_it_and_mixed_lists_go_step_by_step():
    call(*SETTLED)
    answer("police", "elm-school")
    found = as_json("compare", "old", "r1")
    step = found["steps"][0]
    assert (found["kind"], step["wording"]) == ("past cycles", "not checked")
    police = next(one for one in step["agencies"] if one["code"] == "police")
    assert police["items"]["A"] == {"way": "up", "then": "red", "now": "green", "by": "band", "why": None}
    assert police["items"]["B"]["way"] == "down"
    assert {one["agency"]: one["why"] for one in step["not_in_both"]} == {
        "CCG": "not in r1",
        "Fire": "not in old; not started in r1",
    }
    said = call("compare", "old", "r1", "--detail").stdout
    assert "wording not checked" in said
    assert "CCG (not an agency here): not in r1." in said
    call("round", "open", "local/ours", "--name", "r2", "--due", "2027-11-30")
    answer("police", round_="r2")
    three = as_json("compare", "old", "r1", "r2")
    assert [step.get("wording") for step in three["steps"]] == ["not checked", None]
    assert three["steps"][1] == as_json("compare", "r1", "r2")
    assert "From r1 to r2." in call("compare", "old", "r1", "r2").stdout


def test_a_coded_report_names_no_agency_that_only_the_past_knows():
    from openpyxl import load_workbook

    call(*SETTLED)
    answer("police", "elm-school")
    call("report", "old", "r1", "--for", "board", "--agencies", "coded", "--key", "k.csv", "-o", "b.xlsx")
    book = load_workbook("b.xlsx")
    said = " ".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
    assert "Past cycle" in book.sheetnames
    summary = [row[:2] for row in book["Summary"].iter_rows(values_only=True) if row[1] == "Past cycle"]
    assert [text.split(" that")[0] for text, _ in summary] == ["Since old (wording not checked), of 3 grades"]
    assert "CCG" not in said
    assert "Elm School" not in said
    assert "CCG" in Path("k.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (("--numbers", "3"), "--numbers takes the worst and the best score"),
        (("--word", "Green"), "--word takes WORD=GRADE"),
        (("--reason", "x"), "--reason goes with --withdraw"),
    ],
)
def test_wrong_usage_is_told(given, says):
    assert says in refused(*SETTLED, *given, code=2)


def test_what_is_settled_and_stands_nowhere_is_told():
    said = call(*SETTLED, "--agency", "The Elms=police", "--word", "Purple=red").stdout
    assert "--agency 'The Elms=police' says nothing: 'The Elms' stands nowhere in the file." in said
    assert "'Purple=red' says nothing" in said
    assert "'The Elm=elm-school'" not in said


def test_a_past_cycle_that_is_named_last_is_told():
    call(*SETTLED, "--on", "30/11/2024")
    answer("police")
    said = "stands here as the later of the two"
    assert said in call("compare", "r1", "old").stderr
    assert said not in call("compare", "old", "r1").stderr


def test_the_log_of_a_past_cycle_tells_who_took_it_in_and_who_withdrew_it():
    call(*SETTLED, "--by", "Ada Moss")
    (taken,) = {(one["act"], one["by"], one["round"]) for one in as_json("log", "OLD")}
    assert taken == ("past cycle taken in", "Ada Moss", "old")
    assert as_json("log", "old", "--about", "police") == []
    call("round", "past", "--withdraw", "old", "--reason", "The wrong file", "--by", "Bo Lee")
    told = {one["act"]: one["by"] for one in as_json("log", "old")}
    assert told == {"past cycle taken in": "Ada Moss", "past cycle withdrawn": "Bo Lee"}
    assert not [one for one in as_json("log", "r1") if one["act"].startswith("past")]
    assert "There is no round 'oldd'" in refused("log", "oldd")


def test_what_does_not_compare_is_told_in_plain_english():
    call(*SETTLED)
    answer("police", "elm-school")
    assert "B: 1 agency is not compared (1 not applicable then)." in call("compare", "old", "r1").stdout


def test_a_table_far_larger_than_any_past_cycle_is_refused_before_its_words_are_looked_up():
    write("m.csv", MATRIX + "Nobody,Red,Green,x\n" * 30_000)
    assert refused(*TAKE) == (
        "m.csv, 120,015 cells hold something, and at most 100,000 are read; keep the matrix alone."
    )
    write("m.csv", MATRIX + "," * 20_000 + "\n" * 100)
    assert "it spreads over" in refused(*TAKE)
