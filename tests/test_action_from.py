"""audit action from: low answers and case findings as actions, with the way back to the answer."""

from contextlib import closing

import pytest
from case_rounds import TODAY, agreed, case_round
from test_cli_setup import as_json, call, open_round, refused, write
from workspaces import begin

from audit.actions.action import Action, Link
from audit.actions.answers import graded_today, in_words, place_of
from audit.actions.arising import Request, of_cases
from audit.actions.changing import due_of
from audit.actions.round_results import result_of
from audit.cases.plan import ANYONE, Plan
from audit.cases.results import Results
from audit.store.actions import ActionBook, Writing
from audit.store.rows import Stamp
from audit.store.store import Store

DAY = ("--today", "2026-11-22")
SEEN = ("--evidence", "Dip of 20", "--where", "QA folder")
OAK = """\
A1: {value: not-met, action: {what: Appoint a lead, who: Chief, when: 31/3/2027}}
A2: {value: partly, action: {what: Report, when: each quarter}}
B1: 26/26
"""
ELM = "A1: met\nA2: {value: partly}\nB1: 20/26\nB2: not-met\n"


@pytest.fixture(name="ws")
def _ws(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    begin(tmp_path, _made)


def _made():
    open_round(".", ("Oak Trust", "charity"), ("Elm School", "school"))
    for code, text in (("oak", OAK), ("elm-school", ELM)):
        answers(code, text)
    call("sign", "r1", "--agency", "oak", "--name", "Ada Moss", "--role", "Chief", *DAY)


def answers(code, text):
    call("ask", "r1", "--agency", code, "--answers", write(f"{code}.yaml", text), *DAY)


def actions(*options):
    return as_json("action", "list", *options, *DAY)


@pytest.mark.usefixtures("ws")
def test_what_an_agency_plans_becomes_an_action_with_the_way_back_to_its_answer():
    said = call("action", "from", "r1", "--plan", "s11", *DAY).stderr
    assert "The plan 's11' is new." in said
    assert "2 actions are made of 'r1': A-001 to A-002." in said
    assert "Not signed, and so left out (--drafts takes them): Elm School." in said
    first, second = sorted(actions("--link", "R1"), key=lambda one: one["id"])
    assert (first["recommendation"], first["action"]) == (
        "A1 Someone senior leads. Graded: Not met.",
        "Appoint a lead",
    )
    assert (first["owners"], first["role"], first["due"], first["due_text"]) == (
        ["Oak Trust"],
        "Chief",
        "2027-03-31",
        None,
    )
    assert (second["due"], second["due_text"], second["plan"], second["source"]) == (
        None,
        "each quarter",
        "s11",
        "r1",
    )
    assert first["link"] == {
        "round": "r1",
        "agency": "oak",
        "subject": None,
        "question": "A1",
        "said": "not-met",
    }


@pytest.mark.usefixtures("ws")
def test_a_low_answer_without_an_action_is_one_that_says_so_and_stands_first():
    said = call("action", "from", "r1", "--drafts", *DAY).stderr
    found = actions()
    bare = [one for one in found if one["level"] == "recommendation"]
    assert {one["link"]["question"] for one in bare} == {"A2", "B1", "B2"}
    assert {one["recommendation"] for one in bare} >= {"B2 Pupils know whom to tell. Graded: Not met."}
    assert {one["owners"][0] for one in bare} == {"Elm School"}
    assert f"to be agreed: {', '.join(sorted(one['id'] for one in bare))}." in said
    assert found[-1]["due"] == "2027-03-31", "those without a date stand before the one that has one"


@pytest.mark.usefixtures("ws")
def test_again_makes_only_what_is_new_and_says_what_moved():
    call("action", "from", "r1", *DAY)
    assert "No new action comes of 'r1'." in call("action", "from", "r1", *DAY).stderr
    call("reopen", "r1", "--agency", "oak", "--reason", "late", *DAY)
    answers("oak", "A1: met\n")
    call("sign", "r1", "--agency", "oak", "--name", "Ada Moss", "--role", "Chief", *DAY)
    said = call("action", "from", "r1", *DAY).stderr
    assert "2 answers have their actions already. Graded otherwise since:" in said
    assert "A-001 (not started): A1 of Oak Trust in r1: Not met then, Met today." in said
    assert "answer today: Met" in " ".join(call("action", "list", *DAY).stdout.split())
    assert len(actions()) == 2


@pytest.mark.usefixtures("ws")
def test_one_agency_or_question_can_be_named():
    assert "There is no agency 'elmm'" in refused("action", "from", "r1", "--agency", "elmm", *DAY)
    call("action", "from", "r1", "--drafts", "--agency", "Elm School", "--question", "B2", *DAY)
    assert [one["link"]["question"] for one in actions()] == ["B2"]
    assert "There is no round 'r9'" in refused("action", "from", "r9")
    assert "'Z9'" in refused("action", "from", "r1", "--question", "Z9")


@pytest.mark.usefixtures("ws")
def test_an_action_of_another_workspace_names_a_round_that_is_not_here():
    with closing(Store("sqlite:///audit.db")) as store:
        far = Action("", action="Do", owners=("Oak Trust",), link=Link("far", "A1", "x", "", "met"))
        ActionBook(store).write(Writing(new=((far, ()),)), Stamp("2026-11-01T09:00:00", "Ada"))
    assert "A1 in far, which is no round of this workspace" in call("action", "show", "A-001", *DAY).stdout
    assert "answer today" not in call("action", "list", *DAY).stdout
    assert [one["id"] for one in actions("--link", "FAR")] == ["A-001"]
    assert [one["id"] for one in actions("--owner", "oak")] == ["A-001"]


@pytest.mark.usefixtures("ws")
def test_show_tells_the_answer_then_and_today_and_the_result_of_the_evidence():
    call("action", "from", "r1", *DAY)
    call("action", "change", "A-001", "--evidence-round", "R1", *DAY)
    call("action", "assure", "A-001", "--basis", "data", *SEEN, "--grade", "met", *DAY)
    shown = call("action", "show", "a-001", *DAY).stdout
    assert shown.startswith("A-001: Appoint a lead\n- Blue: assured. State: assured (data).\n")
    assert "- Its answer: A1 of Oak Trust in r1: Not met then, Met today\n" in shown
    assert shown.endswith(": assured, data; Dip of 20; held in QA folder\n")
    block = as_json("action", "show", "A-001", *DAY)
    assert (block["answer_today"], block["evidence_result"]) == (
        "met",
        "r1: 1 of 2 agencies returned. A1: 1 Not met.",
    )
    assert [one["kind"] for one in block["history"]] == ["assurance"]


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("31/3/2027", ("2027-03-31", "")),
        ("March 2027", ("2027-03-31", "March 2027")),
        ("each quarter", ("", "each quarter")),
        ("31/2/2027", ("", "31/2/2027")),
        ("", ("", "")),
    ],
)
def test_a_day_is_read_only_where_it_is_certain(text, due):
    assert due_of(text) == due


# --- cases ------------------------------------------------------------------------------------------

CATALOGUE = """
    title: Cases
    scale: met-partly-not
    standards:
      - id: V
        title: Voice
        questions:
          - {id: V1, text: Seen alone., themes: [voice-of-the-child]}
          - {id: V2, text: Plan made.}
"""
ASK = "{against: local/set, subject: case, needs: {action: [not-met], evidence: []}}"
PLANNED = {"value": "not-met", "action": {"what": "See C-01 alone", "who": "Team 3", "when": "2027-01-31"}}
GIVEN = {
    ("C-01", "police", 1): {"V1": PLANNED, "V2": "met"},
    ("C-02", "police", 1): {"V1": "not-met", "V2": "partly"},
    ("C-03", "police", 1): {"V1": "met", "V2": "not-met"},
}


@pytest.fixture(scope="module")
def audited(make):
    """Results of three cases: one planned action, and two low grades without one."""
    refs = ("C-01", "C-02", "C-03")
    template = make(CATALOGUE, ASK)
    return lambda **more: Results(case_round(template, None, GIVEN, refs=refs, **more), TODAY)


def hide(text):
    return text.replace("C-01", "[case]")


def test_a_planned_action_of_a_case_has_its_case_only_in_the_link(audited):
    planned, *findings = of_cases(audited(), hide)
    assert planned.link == Link("R", "V1", "police", "C-01", "not-met")
    assert (planned.action, planned.owners, planned.role, planned.due) == (
        "See [case] alone",
        ("Police",),
        "Team 3",
        "2027-01-31",
    )
    assert "C-0" not in planned.recommendation
    assert [(one.link, one.action) for one in findings] == [
        (Link("R", "V1", "police", "", "1/3"), ""),
        (Link("R", "V2", "police", "", "1/3"), ""),
    ]
    assert findings[0].recommendation == "V1 Seen alone. 1 of 3 met it."
    assert findings[0].themes == ("voice-of-the-child",)


def test_of_a_named_question_every_grade_that_is_not_good_is_low(audited):
    (finding,) = of_cases(audited(), hide, Request(questions={"V2"}))
    assert finding.recommendation == "V2 Plan made. 1 of 3 met it."


def test_a_panels_grade_counts_and_the_answer_of_today_follows_it(audited):
    better = (agreed("C-02", "V1", "met", police="not-met"), agreed("C-01", "V1", "met", police="not-met"))
    found = audited(panel=better)
    links = [one.link for one in of_cases(found, hide)]
    assert [(one.question, one.subject, one.said) for one in links] == [
        ("V1", "C-01", "met"),
        ("V2", "", "1/3"),
    ]
    assert graded_today(found, Link("R", "V1", "police", "C-01", "not-met")) == "met"
    assert graded_today(found, Link("R", "V1", "", "", "1/3")) == "3/3"
    template = found.case_round.round.template
    assert [in_words(template, said) for said in ("met", "16/25", "")] == [
        "Met",
        "16 of 25 met it",
        "no grade",
    ]
    assert place_of(found, links[0]) == "V1 of C-01 (Police)"


def test_where_agencies_staff_read_others_cases_the_agency_is_not_the_owner(audited):
    found = audited(plan=Plan("S-001", ANYONE))
    planned, *findings = of_cases(found, hide)
    assert (planned.owners, planned.role) == (("Team 3",), "")
    assert [one.link.agency for one in findings] == ["", ""]


def test_the_result_of_a_round_that_is_evidence_is_told_with_counts_first(audited):
    found = audited()
    assert result_of(found) == "R: Made 3, usable 3, read 1. Met: V1 1 of 3, V2 1 of 3."
    assert result_of(found, "V2").startswith("R: Made 3, usable 3, read 1. V2: 1 of 3 ")
    assert result_of(found, "Z1") == result_of(found)
