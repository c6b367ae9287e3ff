"""audit results --themes and --scorecard, audit finding, audit benchmark of a round, as typed."""

import pytest
from test_cli_setup import as_json, call, refused, write
from workspaces import begin

from audit.actions.action import Action, Assurance, Link, Plan, Status
from audit.store.actions import ActionBook, Writing
from audit.store.rows import Stamp
from audit.store.store import Store

OURS = """\
title: Our own standards
edition: "2026"
scale: met-partly-not
standards:
  - id: A
    title: Leadership
    questions:
      - {id: A1, text: Staff can challenge., themes: [escalation, supervision]}
      - {id: A2, text: Fathers are asked., themes: [fathers]}
      - {id: A3, text: There is a policy.}
      - {id: B1, text: Staff are supervised., kind: share, of: staff, target: 0.9, themes: [supervision],
         grades: {met: 0.9, partly: 0.7}}
"""
TEMPLATE = "title: Short\nagainst: local/ours\nneeds: {action: [], evidence: []}\n"
SUB_GROUPS = "title: Ours\nthemes:\n  - {id: supervision, sub-group: Practice group}\n"
GIVEN = {
    "q1": {
        "police": "A1: met\nA2: not-met\nA3: not-met\nB1: 15/20\n",
        "trust": "A1: met\nA2: met\nB1: 10/10\n",
    },
    "q2": {
        "police": "A1: not-met\nA2: partly\nA3: met\nB1: 19/20\n",
        "trust": "A1: met\nA2: met\nB1: 4/10\n",
    },
}
DAYS = {"q1": "2025-09-01", "q2": "2026-05-01"}


def _made():
    call("init", ".", "--name", "Kingsbridge SCP")
    write("standards/local/ours.yaml", OURS)
    write("templates/local/ours.yaml", TEMPLATE)
    write("standards/themes/ours.yaml", SUB_GROUPS)
    for name, kind in (("Police", "police"), ("Trust", "charity"), ("Silent", "school")):
        call("agency", "add", name, "--kind", kind)
    for name, day in DAYS.items():
        call("round", "open", "local/ours", "--name", name, "--due", "30/11/2027", "--today", day)
        for code, content in GIVEN[name].items():
            write("a.yaml", content + ("" if "A3" in content else "A3: met\n"))
            call("ask", name, "--agency", code, "--answers", "a.yaml", "--today", day)
    for name, code in (("q1", "police"), ("q1", "trust"), ("q2", "police")):
        call("sign", name, "--agency", code, "--name", "Ada", "--role", "Lead", "--today", DAYS[name])
    _actions()
    add = ("finding", "add", "--source", "Child R review")
    call(*add, "--theme", "fathers", "--text", "Nobody asked him.", "--on", "2026-03-04", "--agency", "Trust")
    call(*add, "--theme", "Safeguarding supervision", "--theme", "DV", "--text", "Held weekly.", "--strength")
    call(*add, "--theme", "training", "--text", "Of another child.", "--by", "Ada")
    call("finding", "withdraw", 3, "--reason", "Another review")


def _actions():
    with_themes = (
        Action("", plan="child-r", action="Train", theme="Supervision", row=3, start="2025-01-01"),
        Action(
            "", plan="child-r", action="Discharge", theme="Hospital discharge", row=4, reference="Finding 1"
        ),
        Action("", action="Ask fathers", link=Link("q1", "A2", "police", said="not-met")),
    )
    first, later = (Assurance(day, "Chair", "data") for day in ("2025-12-01", "2026-01-09"))
    said = ((first,), (Status("on track"),), (later,))
    writing = Writing((Plan("child-r", "Child R plan"),), tuple(zip(with_themes, said, strict=True)))
    store = Store("sqlite:///audit.db")
    ActionBook(store).write(writing, Stamp("2026-02-01T10:00:00+00:00", "QA"))
    store.close()


@pytest.fixture(autouse=True)
def _ws(tmp_path, monkeypatch):
    begin(tmp_path, _made)
    monkeypatch.chdir(tmp_path)


def test_everything_on_every_theme_stands_in_one_grid():
    block = as_json("results", "--themes")
    assert [(one["name"], one["kind"], one["on"]) for one in block["sources"]] == [
        ("q1", "self-assessment", "2025-09-01"),
        ("q2", "self-assessment", "2026-05-01"),
        ("Child R review", "review", "2026-03-04"),
        ("child-r", "plan", "2025-01-01"),
    ]
    cells = {
        one["title"]: [cell and (cell["k"], cell["n"], cell["word"]) for cell in one["cells"]]
        for one in block["themes"]
    }
    # Signed: both in q1; police alone in q2. A3 bears no theme; 15/20 is partly met.
    assert cells == {
        "Domestic abuse and routine enquiry": [None, None, (0, 1, "none"), (0, 2, "none")],
        "Supervision": [(1, 4, "some"), (1, 2, "many"), (0, 1, "none"), (1, 2, "many")],
        "Escalation": [(0, 2, "none"), (1, 1, "most"), (0, 1, "none"), (0, 2, "none")],
        "Fathers and significant males": [(1, 2, "many"), (1, 1, "most"), (1, 1, "most"), (0, 2, "none")],
        "Hospital discharge": [None, None, (0, 1, "none"), (1, 2, "many")],
    }
    assert "Training and induction" in block["not_asked"]


def test_owners_actions_and_what_came_back_are_told():
    block = {one["id"]: one for one in as_json("results", "--themes")["themes"]}
    assert {name: one["sub_group"] for name, one in block.items() if one["sub_group"]} == {
        "supervision": "Practice group"
    }
    assert block["supervision"]["actions"] == {"open": 0, "assured": 1, "closed": 0}
    assert block["hospital discharge"]["listed"] is False
    assert [one["sentence"] for one in block["supervision"]["came_back"]] == [
        (
            "q2 (opened on 1 May 2026): 1 of 2 answers not graded good, "
            "after A-001 was assured on 1 December 2025."
        )
    ]
    back = block["fathers"]["came_back"]
    assert [(one["source"], one["k"], one["n"]) for one in back] == [("q2", 1, 1), ("Child R review", 1, 1)]
    assert back[0]["after"] == [
        {"action": "A-003", "state": "assured", "on": "2026-01-09", "reopened": False}
    ]


def test_a_person_sees_the_word_over_the_figures_and_the_rule():
    said = call("results", "--themes")
    lines = [line.split() for line in said.stdout.splitlines()]
    at = lines.index(["Escalation", "none", "most", "none", "none"])
    assert lines[at + 1] == ["0", "of", "2", "1", "of", "1", "0", "of", "1", "0", "of", "2"]
    assert "Hospital discharge (not in the list of themes)" in said.stdout
    assert "Fathers and significant males came back:" in said.stdout
    assert "nobody named" in said.stdout
    assert "many: a third or more, less than two thirds" in said.stderr
    assert "Sources differ in what they count" in said.stderr


def test_drafts_count_where_asked_for_and_rounds_alone_where_named():
    block = as_json("results", "q2", "--themes", "--drafts")
    assert [one["name"] for one in block["sources"]] == ["q2"]
    assert {one["id"]: (one["cells"][0]["k"], one["cells"][0]["n"]) for one in block["themes"]} == {
        "supervision": (2, 4),
        "escalation": (1, 2),
        "fathers": (1, 2),
    }


def test_since_a_day_older_sources_stay_out():
    block = as_json("results", "--themes", "--since", "1/3/2026")
    assert [one["name"] for one in block["sources"]] == ["q2", "Child R review"]
    assert block["themes"][1]["came_back"]


def test_an_empty_workspace_says_that_nothing_tells_of_a_theme():
    call("init", "empty")
    assert "Nothing asks or tells of any theme yet" in call("results", "--themes", "-w", "empty").stderr
    assert as_json("results", "--themes", "-w", "empty")["themes"] == []


@pytest.mark.parametrize(
    ("args", "why"),
    [
        ((), "Name a round, or ask for --themes of everything."),
        (("q1", "--since", "2026-01-01"), "--since goes with --themes."),
        (("q1", "--themes", "--scorecard"), "--themes and --scorecard do not go together"),
        (("q1", "--scorecard", "--by", "theme"), "--scorecard and --by do not go together"),
    ],
)
def test_ways_of_looking_that_do_not_go_together_are_refused(args, why):
    assert why in refused("results", *args, code=2)


# --- findings -----------------------------------------------------------------------------------------


def test_findings_are_listed_with_those_taken_back():
    found = as_json("finding", "list")
    assert [(one["number"], one["themes"], one["strength"], one["withdrawn"]) for one in found] == [
        (1, ["fathers"], False, None),
        (2, ["supervision", "domestic-abuse"], True, None),
        (3, ["training"], False, "Another review"),
    ]
    assert (found[0]["agency"], found[0]["on"], found[0]["actions"]) == ("trust", "2026-03-04", ["A-002"])
    assert [one["number"] for one in as_json("finding", "list", "--theme", "DV")] == [2]
    assert as_json("finding", "list", "--source", "other") == []
    said = call("finding", "list").stdout
    assert "Strength: Held weekly." in said
    assert "A-002" in said
    assert "Actions" not in call("finding", "list", "--theme", "DV").stdout


def test_a_finding_that_cannot_be_kept_is_refused():
    add = ("finding", "add", "--source", "R", "--text", "x", "--theme")
    assert "There is no theme 'farthers'; did you mean 'fathers'?" in refused(*add, "farthers")
    assert "still to come" in refused(*add, "fathers", "--on", "1/1/2099")
    assert "There is no agency 'Nobody'" in refused(*add, "fathers", "--agency", "Nobody")
    said = call(*add, "fathers").stderr
    assert "Finding 5 of R is kept, on Fathers and significant males." in said
    assert "Without --on DATE it cannot show that a theme came back" in said
    assert "kept already, as number 5" in refused(*add, "fathers")
    assert "No finding has the number 9" in refused("finding", "withdraw", 9, "--reason", "x")
    assert "Finding 3 was withdrawn already (Another review)." in refused(
        "finding", "withdraw", 3, "--reason", "x"
    )


def test_the_log_tells_findings():
    found = [one for one in as_json("log") if one["act"].startswith("finding")]
    parts = {(one["act"], one["part"]): one["after"] for one in found if one["by"] == "Ada"}
    assert parts["finding added", "text"] == "Of another child."
    assert [one["after"] for one in found if one["act"] == "finding withdrawn"] == ["3", "Another review"]


# --- scorecard and benchmark --------------------------------------------------------------------------


def test_a_scorecard_shows_shares_round_beside_round():
    call("sign", "q2", "--agency", "trust", "--name", "Ada", "--role", "Lead", "--today", DAYS["q2"])
    (question,) = as_json("results", "q1", "q2", "--scorecard")["questions"]
    values = {one["name"]: one["values"] for one in question["lines"]}
    assert values.pop("Silent") == [None, None]
    told = {
        name: [(one["k"], one["n"], one["grade"], one["way"]) for one in each]
        for name, each in values.items()
    }
    assert told == {
        "All that reported": [(25, 30, "Partly met", None), (23, 30, "Partly met", "down")],
        "Police": [(15, 20, "Partly met", None), (19, 20, "Met", "up")],
        "Trust": [(10, 10, "Met", None), (4, 10, "Not met", "down")],
    }
    assert (question["id"], question["target"]) == ("B1", 0.9)
    said = call("results", "q1", "q2", "--scorecard").stdout
    assert ["Police", "75", "%", "95", "%", "met"] in [line.split() for line in said.splitlines()]
    assert "B1  Staff are supervised. (target 90 %)" in said
    assert said == call("results", "q1", "q2").stdout


def test_a_scorecard_does_not_say_which_way_where_other_agencies_reported():
    (question,) = as_json("results", "q1", "q2", "--scorecard")["questions"]
    values = {one["name"]: one["values"] for one in question["lines"]}
    assert values["All that reported"][1]["way"] == "other agencies"
    assert values["Trust"][1] is None
    assert "other agencies" in call("results", "q1", "q2", "--scorecard").stdout


def test_a_scorecard_of_what_measures_nothing_is_refused():
    bare = OURS.split("      - {id: A1", maxsplit=1)[0] + "      - {id: X1, text: Say., kind: text}\n"
    write("standards/local/bare.yaml", bare)
    call("round", "open", "local/bare", "--name", "bare", "--due", "30/11/2027")
    assert "bare asks for no share and grades nothing" in refused("results", "q1", "bare", "--scorecard")
    assert "is named twice" in refused("results", "q1", "q1", "--scorecard")
    assert "There is no round 'q9'" in refused("results", "q9", "--scorecard")


def test_a_question_of_a_round_stands_beside_others():
    write("f.csv", "Partnership,k,n\nAlder,30,40\nBirch,9,10\nKingsbridge SCP,1,9\n")
    block = as_json("benchmark", "f.csv", "--round", "q1", "--question", "b1")
    assert (block["own"]["k"], block["own"]["n"], block["own"]["date"]) == (25, 30, "2025-09-01")
    assert block["sentence"] == "83.3 %, middle of three, 75 to 90 %"
    assert block["apart"][0]["why"] == "our own row"
    graded = as_json("benchmark", "f.csv", "--round", "q1", "--question", "A2")
    assert (graded["own"]["k"], graded["own"]["n"]) == (1, 2)
    assert "has no question 'Z9'" in refused("benchmark", "f.csv", "--round", "q1", "--question", "Z9")
