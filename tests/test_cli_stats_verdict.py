"""audit stats verdict: as typed, what it says, and what it refuses."""

import pytest
from test_cli_setup import as_json, call, refused

from audit.cli import program
from audit.statistics.sequential import verdict

CLEAN = "11111 " * 5


def asked(outcomes, population=100, target="90%", *args):
    return (
        *("stats", "verdict", "--outcomes", outcomes, "--population", population, "--target", target),
        *args,
    )


def said(*args):
    return call(*asked(*args)).stdout.splitlines()


def test_a_verdict_is_a_sentence_what_is_not_ruled_out_and_when_it_holds():
    first, second, third = said(CLEAN)
    assert first == (
        "After 25 files the audit meets the target of 90 %, which takes 90 of the 100 files: at least 90 "
        "meet the standard (error at most 5 % over the whole audit)."
    )
    assert second == (
        "Not ruled out: from 90 to 100 of the 100 files (90 % to 100 %); each of the two ends is wrong with "
        "a chance of at most 5 % over the whole audit."
    )
    assert third == (
        "This holds however often one looks, for this one question, and only where the files are a simple "
        "random draw read in ticket order, none left out."
    )
    note = call(*asked(CLEAN)).stderr
    assert note == "Exact sequential test, without replacement; 95 % confidence.\n"


TOLD = {
    ("", 100, "0.9"): ("No file has been read yet, so nothing can be said of the target of 90 %."),
    ("1110111", 100, "0.9"): (
        "After 7 files it cannot be said yet whether the target of 90 % is met, which takes 90 of the "
        "100 files: keep reading."
    ),
    (CLEAN + "10", 100, "0.9"): (
        "After 27 files (it was clear after 25) the audit meets the target of 90 %, which takes 90 of "
        "the 100 files: at least 90 meet the standard (error at most 5 % over the whole audit)."
    ),
    ("0000", 100, "80%"): (
        "After 4 files (it was clear after 3) the audit falls short of the target of 80 %, which takes "
        "80 of the 100 files: at most 61 meet the standard (error at most 5 % over the whole audit)."
    ),
    (CLEAN + "0" * 11, 100, "0.9"): (
        "After 36 files the audit falls short of the target of 90 %, which takes 90 of the 100 files: 11"
        " were seen not to meet the standard, so that this is certain. After 25 it seemed to meet the "
        "target: that was the error that can befall 5 % of audits."
    ),
    ("1011", 5, "0.5"): (
        "After 4 files the audit meets the target of 50 %, which takes 3 of the 5 files: 3 were seen to "
        "meet the standard, so that this is certain."
    ),
    ("1101", 4, "75%"): (
        "All 4 files were read, and 3 of them met the standard: the audit meets the target of 75 %. This"
        " is the actual figure, no margin applies."
    ),
    ("000", 3, "75%"): (
        "All 3 files were read, and none of them met the standard: the audit falls short of the target "
        "of 75 %. This is the actual figure, no margin applies."
    ),
    ("0", 1, "1"): (
        "The only file was read, and did not meet the standard: the audit falls short of the target of "
        "100 %. This is the actual figure, no margin applies."
    ),
}


@pytest.mark.parametrize("given", TOLD)
def test_what_a_board_is_told(given):
    outcomes, population, _ = given
    told = said(*given)
    assert told[0] == TOLD[given]
    assert len(told) == (3 if 0 < len(outcomes.replace(" ", "")) < population else 1)


def test_the_figures_are_those_of_the_function():
    found = as_json(*asked("0000", 100, "0.8", "--confidence", "99%"))
    same = verdict("0000", population=100, target="0.8", confidence="0.99")
    assert {"decision": same.decision, "read": 4, "low": same.low, "high": same.high}.items() <= found.items()
    assert {"compliant": 0, "population": 100, "target": 0.8, "confidence": 0.99}.items() <= found.items()
    assert found["decided_after"] == 4
    assert "error at most 1 %" in found["sentence"]


def test_a_share_is_typed_in_either_way():
    assert as_json(*asked(CLEAN, 100, "0.9")) == as_json(*asked(CLEAN, 100, "90%"))


def test_files_after_the_last_look_are_told_of():
    assert "of the first 2,000 files," in call(*asked("110" * 700, 5000, "0.9")).stderr


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (asked("1120"), "Outcome 3 is '2'; write 1 for a file that meets the standard, 0 for any other."),
        (asked("11x1"), "Outcome 3 is 'x';"),
        (asked("1111", 3), "4 outcomes cannot come from a population of 3."),
        (asked("11", 0), "A population is a whole number from 1"),
        (asked("11", 10, "120%"), "The target must be above 0 and at most 1"),
        (asked("11", 10, "0.9", "--confidence", "1"), "The confidence must be above 0 and below 1"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(args, sentence):
    assert sentence in refused(*args)


def test_help_shows_examples_that_run():
    shown = call("stats", "verdict", "--help").stdout
    assert "audit stats verdict --outcomes 0100100 --population 60 --target 0.8 --confidence 99%" in shown
    assert "verdict" in program.get_command(None, "stats").commands
    assert as_json(*asked("0100100", 60, "0.8", "--confidence", "99%"))["read"] == 7
    assert as_json(*asked("11101 11111 11011", 100, "90%"))["compliant"] == 13
