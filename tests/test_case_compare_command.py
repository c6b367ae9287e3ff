"""audit compare and audit result, as a QA lead types them."""

from datetime import date

import pytest
from test_cli_setup import as_json, call, refused, write

from audit.store.cases import CaseBook
from audit.store.rows import Stamp
from audit.store.store import Store

FILE = """
title: Cases
scale: ofsted-4
standards:
  - id: V
    title: Voice
    questions:
      - {id: V1, text: Seen alone.}
      - {id: V2, text: Heard.}
"""
DAY = date(2026, 11, 22)


@pytest.fixture
def ws(tmp_path):
    folder = tmp_path / "ws"
    call("init", folder, "--name", "Kingsbridge")
    call("agency", "add", "Police", "--kind", "police", "-w", folder)
    write(folder / "standards/local/set.yaml", FILE)
    write(
        folder / "templates/local/ask.yaml",
        "title: Cases\nagainst: local/set\nsubject: case\nneeds: {action: []}\n",
    )
    lines = "\n".join(f"A{n:03},Team {n % 2}" for n in range(40))
    write(tmp_path / "register.csv", f"id,team\n{lines}\n")
    return folder


def play(ws, name, sample_id, grades, day="2026-11-20"):
    """A round over a sample, answered by police in the order of references."""
    opening = ("--sample", sample_id, "--name", name, "--due", "2026-12-31", "--today", day)
    call("round", "open", "local/ask", *opening, "-w", ws)
    for number, grade in enumerate(grades, 1):
        answers = write(ws / "answers.json", f'{{"V1": "{grade}"}}')
        about = ("--about", f"C-{number:02}", "--agency", "Police", "--by", "Ada", "--today", day)
        call("ask", name, *about, "--answers", answers, "-w", ws)


def draw(ws, *options):
    found = as_json("sample", "draw", ws.parent / "register.csv", "--unit", "id", *options, "-w", ws)
    return found["id"]


def grades(good, of):
    return ["good"] * good + ["inadequate"] * (of - good)


def test_compare_prints_counts_and_a_sentence_and_tests_only_with_detail(ws):
    play(ws, "march", draw(ws, "--size", "8", "--seed", "1"), grades(3, 8), "2026-03-02")
    play(ws, "june", draw(ws, "--size", "8", "--seed", "2"), grades(7, 8), "2026-06-02")
    plain = call("compare", "march", "june", "-w", ws)
    assert "V1: Up from 3 of 8 to 7 of 8; a change this size could be chance." in plain.stdout
    assert "Drawn at random" in plain.stdout
    assert "V2: In march no case counts." in plain.stdout
    assert "--detail shows the figures behind this." in plain.stderr
    detail = call("compare", "march", "june", "--detail", "-w", ws).stdout
    for word in ("Fisher", "Boschloo", "Newcombe"):
        assert word in detail
        assert word not in plain.stdout
    assert "a register holds only so many cases" in detail
    block = as_json("compare", "march", "june", "-w", ws)
    assert (block["rounds"], block["kind"]) == (["march", "june"], "independent")
    own = as_json("stats", "compare", "--first", "3/8", "--second", "7/8")
    assert {name: block["questions"]["V1"][name] for name in own} == own
    assert block["not_compared"] == [{"id": "V2", "why": "In march no case counts."}]


def test_compare_of_the_same_sample_names_references_and_no_ids(ws):
    one = draw(ws, "--size", "6", "--seed", "1")
    play(ws, "july", one, grades(2, 6), "2026-07-02")
    play(ws, "december", one, ["inadequate", *grades(4, 5)])
    said = call("compare", "july", "december", "--detail", "-w", ws).stdout
    assert "The same cases again: 6 files in july and in december." in said
    assert "V1 improved: C-03, C-04, C-05." in said
    assert "V1 slipped: C-01." in said
    assert "McNemar" in said
    assert "A0" not in said
    block = as_json("compare", "july", "december", "-w", ws)
    own = as_json("stats", "compare", "--paired", "1,1,3,1")
    assert {name: block["questions"]["V1"][name] for name in own} == own
    assert "A0" not in str(block)
    assert refused("compare", "july", "december", "--independent", "-w", ws).startswith(
        "Both rounds read the same"
    )


def test_compare_puts_immediate_concerns_first(ws):
    one = draw(ws, "--size", "2", "--seed", "1")
    play(ws, "july", one, ["good", "good"])
    play(ws, "december", one, ["good"])
    store = Store(f"sqlite:///{ws / 'audit.db'}")
    stamp = Stamp("2026-11-20T09:00:00+00:00", "Ada")
    CaseBook(store).raise_concern("december", "C-02", "V1", "A bruise.", stamp)
    store.close()
    said = call("compare", "july", "december", "-w", ws).stdout
    assert said.startswith("Immediate concern about C-02")
    assert "bruise" not in said
    ways = (
        ("compare", "july", "december"),
        ("results", "december", "--target", "90%"),
        ("results", "july", "december", "--side-by-side"),
    )
    for way in ways:
        concerns = as_json(*way, "-w", ws)["immediate_concerns"]
        assert [(one["round"], one["reference"]) for one in concerns] == [("december", "C-02")]
        assert "bruise" not in str(concerns)


def test_compare_refuses_what_it_cannot_do_in_a_sentence(ws):
    one = draw(ws, "--size", "2", "--seed", "1")
    play(ws, "july", one, ["good", "good"])
    assert "Name two rounds or more" in refused("compare", "july", "-w", ws, code=2)
    assert refused("compare", "july", "july", "-w", ws) == "The round 'july' is named twice; name each once."
    assert "july" in refused("compare", "july", "jully", "-w", ws)
    call("round", "open", "local/set", "--name", "s11", "--due", "2026-12-31", "-w", ws)
    assert "about agencies" in refused("compare", "july", "s11", "-w", ws)


def test_a_reported_result_joins_a_questions_history_and_can_be_withdrawn(ws):
    play(ws, "march", draw(ws, "--size", "4", "--seed", "1"), grades(3, 4), "2026-03-02")
    add = ("result", "add", "V1", "--how", "drawn at random", "-w", ws, "--today", DAY)
    call(*add, "--met", "14", "--of", "25", "--on", "3/3/2024", "--found-by", "Area team", "--by", "Ada")
    call(*add, "--said", "80 %", "--on", "2023-03-31")
    points = as_json("result", "list", "V1", "-w", ws)["points"]
    assert [(p["on"], p["source"], p["figure"], p["sample"]) for p in points] == [
        ("2023-03-31", "as reported", "80 %", None),
        ("2024-03-03", "as reported", "14 of 25", 25),
        ("2026-03-02", "march", "3 of 4", 4),
    ]
    assert [p["wording"] for p in points] == [None, None, "A"]
    shown = call("result", "list", "V1", "-w", ws).stdout
    assert "14 of 25 (56 %)" in shown
    assert "never compared" in shown
    assert (
        refused(*add, "--said", "80 %", "--on", "2023-03-31") == "This result is kept already, as number 2."
    )
    call("result", "withdraw", "1", "--reason", "It was 14 of 52", "-w", ws)
    assert [p["source"] for p in as_json("result", "list", "V1", "-w", ws)["points"]] == [
        "as reported",
        "march",
    ]
    listed = as_json("result", "list", "-w", ws)
    assert (listed[0]["number"], listed[0]["by"], listed[0]["withdrawn"]) == (1, "Ada", "It was 14 of 52")
    assert "withdrawn already" in refused("result", "withdraw", "1", "--reason", "again", "-w", ws)
    call(*add, "--met", "14", "--of", "25", "--on", "3/3/2024", "--found-by", "Area team")  # it was right
    assert len(as_json("result", "list", "V1", "-w", ws)["points"]) == 3
    assert "No result has the number 9" in refused("result", "withdraw", "9", "--reason", "x", "-w", ws)


@pytest.mark.parametrize(
    ("options", "code", "why"),
    [
        (["--met", "26", "--of", "25", "--on", "2024-03-03"], 1, "26 of 25 cannot be"),
        (["--met", "2", "--of", "25", "--on", "2026-11-23"], 1, "still to come"),
        (["--met", "2", "--on", "2024-03-03"], 2, "go together"),
        (["--on", "2024-03-03"], 1, "--said TEXT"),
        (["--met", "2", "--of", "3", "--said", "x", "--on", "2024-03-03"], 1, "--said TEXT"),
        (["--met", "2", "--of", "3", "--on", "2024-03-03", "--how", " "], 1, "--how says"),
    ],
)
def test_a_reported_result_that_cannot_be_is_refused_and_not_kept(ws, options, code, why):
    how = [] if "--how" in options else ["--how", "drawn"]
    assert why in refused("result", "add", "V1", *options, *how, "--today", DAY, "-w", ws, code=code)
    assert as_json("result", "list", "-w", ws) == []


def test_a_slip_in_a_questions_id_is_told(ws):
    play(ws, "march", draw(ws, "--size", "2", "--seed", "1"), ["good", "good"])
    said = call(
        "result", "add", "V11", "--met", "1", "--of", "2", "--on", "2024-03-03", "--how", "x", "-w", ws
    )
    assert "'V11'" in said.stderr
    assert "did you mean 'V1'?" in said.stderr
    assert "Nothing is known" in refused("result", "list", "Z9", "-w", ws)


def test_compare_shows_reported_results_and_lets_them_count_when_told(ws):
    play(ws, "march", draw(ws, "--size", "8", "--seed", "1"), grades(3, 8), "2026-03-02")
    play(ws, "june", draw(ws, "--size", "8", "--seed", "2"), grades(7, 8), "2026-06-02")
    call("result", "add", "V1", "--met", "2", "--of", "10", "--on", "2025-03-03", "--how", "drawn", "-w", ws)
    assert (
        "as reported: 2 of 10 on 3 March 2025 (drawn)."
        in call("compare", "march", "june", "--history", "-w", ws).stdout
    )
    said = call("compare", "march", "june", "--with-reported", "-w", ws).stdout
    assert "V1: Over 3 rounds: 2 of 10 (20 %), then 3 of 8 (38 %), then 7 of 8 (88 %);" in said
    own = as_json("stats", "trend", "--rounds", "2/10,3/8,7/8")
    block = as_json("compare", "march", "june", "--with-reported", "-w", ws)
    assert {name: block["questions"]["V1"][name] for name in own} == own


@pytest.mark.parametrize("name", ["add", "list", "withdraw"])
def test_every_command_of_result_has_help_with_an_example(name):
    assert f"audit result {name}" in call("result", name, "--help").stdout.partition("Example")[2]
