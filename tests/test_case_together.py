"""Cases that several roles read together: one reading, said everywhere, and counted once."""

import openpyxl
import pytest
from case_rounds import TODAY, case_round
from samples import rows_of, sample
from test_case_form_command import drawn, fill
from test_cli_setup import as_json, call, refused, write
from test_workbook import texts
from workspaces import begin

from audit.cases.agreeing import agreeing
from audit.cases.plan import ANYONE, Plan, plan_from
from audit.cases.results import Results
from audit.errors import StateError
from audit.sampling.design import Design

ROLES = ("Hub manager", "Detective sergeant", "Nurse")
TOGETHER = tuple(word for role in ROLES for word in ("--together", role))
WHO = "Hub manager, Detective sergeant and Nurse"
OPEN = ("round", "open", "local/ask", "--name", "joint", "--due", "31/12/2026", "--sample", "S-001")


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    begin(tmp_path, drawn)
    return tmp_path


def test_a_plan_with_roles_is_kept_and_one_of_before_has_none():
    plan = Plan("S-001", ANYONE, together=ROLES)
    assert plan_from(plan.block()) == plan
    assert "together" not in Plan("S-001").block()
    assert plan_from(Plan("S-001").block()).panel == ""


def test_the_roles_are_said_when_it_opens_in_status_on_the_form_and_in_results():
    opened = call(*OPEN, *TOGETHER)
    assert f"Each case is read once, together, by: {WHO}." in opened.stdout
    call("form", "joint", "-o", "f.xlsx")
    found = texts(openpyxl.load_workbook("f.xlsx").worksheets[0])
    assert found[found.index("Read together by") + 1] == WHO
    assert any("who was there" in text for text in found)
    fill("f.xlsx", ("C-01", "V1", "Good"), ("C-01", "Read by", "Ada, Ben"))
    call("collect", "f.xlsx")
    status = call("round", "status", "joint").stdout
    assert f"Read together by: {WHO}." in status
    assert "Read together" in status
    assert "First reading" not in status
    assert as_json("round", "status", "joint")["together"] == [*ROLES]
    assert f"Read together by: {WHO}." in call("show", "joint", "--about", "C-01").stdout
    assert as_json("show", "joint", "--about", "C-01")["together"] == [*ROLES]
    assert f"Read together by: {WHO}." in " ".join(call("results", "joint").stdout.split())
    found = as_json("results", "joint")
    assert (found["together"], found["questions"]["V1"]["n"]) == ([*ROLES], 1)
    whole = {}
    for audience in ("board", "public"):
        call("report", "joint", "--for", audience, "-o", "r.xlsx")
        whole[audience] = " ".join(one for sheet in openpyxl.load_workbook("r.xlsx") for one in texts(sheet))
    assert f"Read together by: {WHO}. They agreed on one reading of each case." in whole["board"]
    assert "Read together by: 3 roles. They agreed on one reading of each case." in whole["public"]
    assert not [role for role in (*ROLES, "Ada, Ben") if role in whole["public"]]


def test_nobody_gives_a_second_reading_and_agreement_says_why_there_is_none():
    call(*OPEN, *TOGETHER)
    write("a.yaml", "V1: good\n")
    call("ask", "joint", "--about", "C-01", "--by", "Ada", "--answers", "a.yaml")
    call("ask", "joint", "--about", "C-01", "--by", "Ben", "--answers", "a.yaml")  # the same reading goes on
    told = f"The cases of 'joint' are read together, once, by {WHO}"
    second = ("ask", "joint", "--about", "C-01", "--reading", "2", "--by", "Cy", "--answers", "a.yaml")
    assert refused(*second).startswith(told)
    for between in ("readings", "agencies"):
        assert refused("agreement", "joint", "--between", between).startswith(told)
    assert as_json("results", "joint")["questions"]["V1"]["n"] == 1


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (("--together", "Chair"), "2 to 12"),
        (("--together", "", "--together", "Chair"), "must not be blank"),
        (("--together", "Chair", "--together", " chair"), "twice"),
        ((*TOGETHER, "--double", "50%"), "leave out --double"),
        ((*TOGETHER, "--agency", "Ash Police"), "leave out --agency"),
        ((*TOGETHER, "--kind", "police"), "leave out --kind"),
        ((*TOGETHER, "--auditors", "a.csv"), "leave out --auditors"),
        ((*TOGETHER, "--involved", "a.csv"), "leave out --involved"),
        (("--together", "Chair", "--together", "x" * 61), "at most 60"),
    ],
)
def test_roles_that_do_not_fit_are_refused_and_nothing_is_opened(options, why):
    assert why in refused(*OPEN, *options, code=2)
    assert as_json("round", "list") == []


def test_roles_go_with_a_drawn_sample_of_cases():
    seen = ("round", "open", "local/seen", "--name", "seen", "--due", "31/12/2026", *TOGETHER)
    assert "--together goes with --sample" in refused(*seen, code=2)
    agencies = ("round", "open", "section-11/short", "--name", "s11", "--due", "31/12/2026", *TOGETHER)
    assert "about agencies" in refused(*agencies, code=2)


def test_a_reading_that_several_people_typed_into_is_one(make):
    asked = make(
        "title: S\nscale: ofsted-4\nstandards: [{id: V, title: V, questions: [{id: V1, text: Seen.}]}]",
        "against: local/set\nsubject: case\nneeds: {action: []}",
    )
    standing = sample(Design("simple", 4), rows_of(20))
    refs = [entry.reference for entry in standing.current]
    given = {(ref, "", 1): {"V1": "good"} for ref in refs}
    plan = Plan("S-001", ANYONE, together=ROLES)
    found = Results(case_round(asked, standing, given, agencies=(), plan=plan), TODAY)
    assert (found.questions["V1"].n, found.questions["V1"].method) == (4, "hypergeometric")
    with pytest.raises(StateError, match="nothing that could agree or differ"):
        agreeing(found, "readings")
