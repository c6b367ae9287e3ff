"""What is said to whoever opens a round, looks at a reading or closes a round: the next step, and no more."""

import pytest
from test_case_concern import HOW, OBSERVED, RAISED, STANDARDS, TEMPLATE, ask, open_cases
from test_cli_setup import as_json, call, write

from audit.cli.case_results import BY_SIZE


@pytest.fixture
def cases(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("AUDIT_STORE", "AUDIT_WORKSPACE"):
        monkeypatch.delenv(name, raising=False)
    open_cases(tmp_path, "--double", "1")
    return tmp_path


def opened(template, name, *more):
    return call("round", "open", template, "--name", name, "--due", "2026-12-01", *more).stderr.splitlines()


def test_a_round_opened_says_what_comes_next(cases):
    write(cases / "templates/said.yaml", TEMPLATE.replace("subject: case", "subject: reply"))
    assert OBSERVED in (cases / "templates/observed.yaml").read_text()
    for template, none, following in (
        ("observed", "no observations yet", "audit ask new --new --agency NAME"),
        ("said", "no replies yet", "audit collect REPLIES.csv --round new"),
    ):
        name = f"new-{template}"
        first, second = opened(template, name)
        assert none in first
        assert second == f"Next: {following.replace('new', name, 1)}"
    assert opened("cases", "r2", "--sample", "S-001")[-1] == (
        "Next: audit form r2 --all -o FOLDER, or: audit ask r2 --agency NAME --about C-01"
    )


def test_a_round_that_is_closed_says_first_which_concerns_are_open(cases):
    ask(cases, "concern: a bruise\n")
    said = call("round", "close", "r1", "--today", "2026-11-23").stderr.splitlines()
    assert said[:3] == ["The round 'r1' is closed.", RAISED.format("C-03"), HOW.format("C-03")]


def test_a_reading_is_shown_without_the_sections_that_it_is_not_asked(cases):
    closed = (
        "  - id: H\n    title: Health\n    questions:\n      - {id: H1, text: Seen., applies_to: [health]}\n"
    )
    write(cases / "standards/local/cases.yaml", STANDARDS + closed)
    opened("cases", "r2", "--sample", "S-001")
    ask(cases, "V2: {comment: asleep}\n", round_="r2")
    shown = call("show", "r2", "--about", "C-03", "--agency", "police").stdout
    assert "Health" not in shown
    assert "Health" in call("show", "r2", "--about", "C-03", "--agency", "oak").stdout
    assert shown.count("not answered") == 3  # V1, V2 with its comment, P1


def test_shares_that_count_strata_by_their_size_are_said_to(cases):
    call("sample", "draw", "register.csv", "--unit", "id", "--by", "team", "--size", "12", "--seed", "8")
    opened("cases", "r2", "--sample", "S-002", "--agency", "police")
    for place in range(1, 13):
        grade = "met" if place in {1, 2, 3, 5, 8} else "not-met"
        ask(cases, f"V1: {grade}\n", about=f"C-{place:02}", round_="r2")
    assert as_json("results", "r2")["questions"]["V1"]["method"] == "logit"
    assert BY_SIZE in call("results", "r2").stderr
    assert BY_SIZE not in call("results", "r1").stderr
