"""audit results --target and round close --target: a round stopped on a verdict, and what it says after."""

import pytest
from test_cli_setup import as_json, call, refused, write
from workspaces import begin

SET = """\
title: Cases
scale: yes-no
standards:
  - id: V
    title: Voice
    questions: [{id: V1, text: Seen alone., themes: [supervision]}]
"""
ASK = "title: Ask\nagainst: local/set\nsubject: case\nneeds: {action: []}\n"
OFFER = "If you stop here: audit round close dip --target 60% keeps these limits."


@pytest.fixture(autouse=True)
def read(tmp_path, monkeypatch):
    """A dip of twelve cases of sixty, the first seven in order read and the ninth, all of which met it."""
    monkeypatch.chdir(tmp_path)
    begin(tmp_path, dipped)


def dipped():
    call("init", ".")
    write("standards/local/set.yaml", SET)
    write("templates/local/ask.yaml", ASK)
    write("register.csv", "id\n" + "".join(f"K{n:03}\n" for n in range(60)))
    call("dip", "local/ask", "register.csv", "--unit", "id", "--size", "12", "--seed", "123", "--name", "dip")
    answers("C-01", "C-02")


def answers(*refs):
    for ref in refs:
        call("ask", "dip", "--about", ref, "--answers", write("a.yaml", "V1: yes\n"), "--by", "Ann")


def test_a_round_is_closed_on_a_verdict_once_there_is_one_and_keeps_its_limits():
    early = call("results", "dip", "--target", "60%")
    assert "keep reading" in early.stdout
    assert OFFER not in early.stderr
    assert "No question of 'dip' has a verdict against 60% yet" in refused(
        "round", "close", "dip", "--target", "60%"
    )
    answers("C-03", "C-04", "C-05", "C-06", "C-07", "C-09")
    assert OFFER in call("results", "dip", "--target", "60%").stderr
    verdict = as_json("results", "dip", "--target", "60%")["questions"]["V1"]
    assert (verdict["decision"], verdict["read"]) == ("meets", 7)
    call("round", "close", "dip", "--target", "60%")
    found = as_json("results", "dip")["questions"]["V1"]
    assert (found["n"], found["method"]) == (7, "sequential")
    assert (found["low_count"], found["high_count"]) == (verdict["low"], verdict["high"])
    assert OFFER not in call("results", "dip", "--target", "60%").stderr
    point = as_json("result", "list", "V1")["points"][0]
    assert (point["compliant"], point["sample"]) == (7, 7)


def test_once_its_draw_is_thrown_away_a_stopped_round_has_counts_alone_and_says_so():
    answers("C-03", "C-04", "C-05", "C-06", "C-07")
    call("round", "close", "dip", "--target", "60%")
    call("sample", "discard", "S-001", "--reason", "wrong list")
    found = as_json("results", "dip")["questions"]["V1"]
    assert (found["n"], found["method"], found["low"]) == (7, None, None)
    assert "thrown away" in found["why"]
    call("dip", "local/ask", "register.csv", "--unit", "id", "--size", "3", "--seed", "9", "--name", "other")
    shown = call("results", "dip", "other", "--side-by-side").stdout
    assert "draw thrown away" in " ".join(shown.split())


def test_a_round_whose_cases_are_all_read_goes_on_with_a_bigger_sample_and_keeps_its_answers():
    answers(*(f"C-{n:02}" for n in range(3, 13)))
    said = call("results", "dip", "--target", "95%")
    assert "keep reading" in said.stdout
    assert "--extends S-001 --size M, then audit round change dip --sample with its id." in said.stderr
    call("sample", "draw", "register.csv", "--unit", "id", "--size", "9", "--seed", "5")
    assert "S-002 does not extend the sample of 'dip' (S-001)" in refused(
        "round", "change", "dip", "--sample", "S-002"
    )
    call("sample", "replace", "S-001", "C-04", "--reason", "Closed before the period")
    call("sample", "draw", "register.csv", "--unit", "id", "--size", "20", "--extends", "S-001")
    before = as_json("show", "dip", "--about", "C-02")
    said = call("round", "change", "dip", "--sample", "S-003").stderr
    assert "'dip' goes on with S-003: " in said
    found = as_json("results", "dip")
    assert (found["sample"], found["usable"], found["population"]) == ("S-003", 20, 59)
    assert as_json("show", "dip", "--about", "C-02")["answers"] == before["answers"]
    assert as_json("results", "dip", "--target", "95%")["questions"]["V1"]["read"] == 11
    answers("C-13")
    assert as_json("results", "dip", "--target", "95%")["questions"]["V1"]["read"] == 12
    assert "--sample changes the sample alone" in refused(
        "round", "change", "dip", "--sample", "S-003", "--due", "2027-01-01", code=2
    )
