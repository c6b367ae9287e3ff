"""audit form and collect in rounds about cases: a grid goes out and comes back filled."""

from textwrap import dedent

import openpyxl
import pytest
from mails_read import read_back
from test_case_form import ASK, SET, grid
from test_cli_setup import as_json, call, refused, write
from workspaces import begin

from audit.store.cases import CaseBook
from audit.store.store import Store

CONCERN = "Immediate concern"


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    begin(tmp_path, drawn)
    return tmp_path


def drawn():
    call("init", ".", "--name", "Kingsbridge SCP")
    write("standards/local/set.yaml", dedent(SET))
    write("templates/local/ask.yaml", dedent(ASK))
    write("templates/local/seen.yaml", dedent(ASK).replace("subject: case", "subject: observation"))
    write("register.csv", "id,team\n" + "".join(f"K{n:02},{'NS'[n % 2]}\n" for n in range(40)))
    for name, kind in (("Ash Police", "police"), ("Elm Trust", "health")):
        call("agency", "add", name, "--kind", kind)
    design = ("--size", "4", "--seed", "0481", "--reserves", "2")
    call("sample", "draw", "register.csv", "--unit", "id", *design)


def open_(name, *options, template="local/ask"):
    call("round", "open", template, "--name", name, "--due", "31/12/2026", "--sample", "S-001", *options)


def fill(path, *cells):
    """Writes (reference, label, value) into a form."""
    book = openpyxl.load_workbook(path)
    for ref, label, value in cells:
        cell = grid(book)[label, ref]
        cell.value = value
        cell.data_type = "s" if isinstance(value, str) else cell.data_type
    book.save(path)


def shown(ref, *options, round_="neglect"):
    return as_json("show", round_, "--about", ref, *options)["answers"]


def test_a_form_is_written_filled_collected_and_filled_again():
    open_("neglect")
    said = call("form", "neglect", "--agency", "ash police", "-o", "f.xlsx").stderr
    assert said == "f.xlsx is written for Ash Police. When it comes back: audit collect f.xlsx\n"
    fill("f.xlsx", ("C-01", "V1", "inadequate"), ("C-01", "V3", "Yes"), ("C-02", "V3", "No"))
    fill("f.xlsx", ("C-01", "Read by", "Ada Moss"), ("C-02", "Case comment", "=HYPERLINK"))
    said = call("collect", "f.xlsx", "--by", "Ben").stderr
    assert "f.xlsx: Ash Police, 4 answers taken about 2 cases, 0 as before." in said
    assert "C-01, still owed: V1 (action), V2, P1, T1, T2, T5." in said
    assert "1 of 1 forms taken." in said
    assert shown("C-01", "--agency", "ash-police") == {"V1": {"value": "inadequate"}, "V3": {"value": "yes"}}
    assert shown("C-02", "--agency", "ash-police")["#case"] == {"comment": "=HYPERLINK"}
    said = call("collect", "f.xlsx").stderr
    assert said.startswith("f.xlsx: taken before, into 'neglect' on ")
    assert said.endswith("by Ben, as f.xlsx; nothing was changed.\n0 of 1 forms taken, 1 as before.\n")
    call("form", "neglect", "--agency", "ash-police", "-o", "g.xlsx")
    cells = grid(openpyxl.load_workbook("g.xlsx"))
    assert (cells["V1", "C-01"].value, cells["Read by", "C-01"].value) == ("Inadequate", "Ada Moss")
    assert (cells["V3", "C-02"].value, cells["Read by", "C-02"].value) == ("No", "Ben")


def test_a_form_that_is_wrong_anywhere_is_not_taken_and_the_others_are():
    open_("neglect")
    call("form", "neglect", "--all", "-o", "forms")
    police, trust = "forms/neglect-ash-police.xlsx", "forms/neglect-elm.xlsx"
    fill(police, ("C-01", "V1", "Splendid"), ("C-02", "V3", "yes"), ("C-03", "T5", "x"))
    fill(trust, ("C-01", "V3", "yes"))
    result = call("collect", police, trust, code=1)
    assert f"{police}, sheet Cases, cell C5: C-01, V1: 'Splendid' is not a grade" in result.stderr
    assert "C-03, T5: 'x' is not a number" in result.stderr
    assert "1 of 2 forms taken, 1 refused" in result.stderr
    assert shown("C-02", "--agency", "ash-police") == {}
    assert shown("C-01", "--agency", "elm") == {"V3": {"value": "yes"}}


def test_a_concern_is_kept_and_told_even_where_the_form_is_refused():
    open_("neglect")
    call("form", "neglect", "--agency", "ash-police", "-o", "f.xlsx")
    fill("f.xlsx", ("C-01", CONCERN, "The baby is alone"), ("C-02", CONCERN, "no"), ("C-01", "V1", "x"))
    said = call("collect", "f.xlsx", "--by", "Ben", code=1).stderr
    assert said.startswith("IMMEDIATE CONCERN about C-01, raised by Ben (f.xlsx, sheet Cases, cell C")
    assert "This audit is not a referral route." in said
    from audit.store.cases import CaseBook
    from audit.store.store import Store

    (concern,) = CaseBook(Store("sqlite:///audit.db")).concerns()
    assert (concern.subject, concern.text, concern.by) == ("C-01", "The baby is alone", "Ben")
    fill("f.xlsx", ("C-01", "V1", "good"))
    assert "IMMEDIATE" not in call("collect", "f.xlsx").stderr
    assert len(CaseBook(Store("sqlite:///audit.db")).concerns()) == 1


def test_a_concern_about_no_case_of_the_round_is_told_as_not_recorded():
    open_("neglect")
    call("form", "neglect", "--agency", "ash-police", "-o", "f.xlsx")
    book = openpyxl.load_workbook("f.xlsx")
    book["Cases"]["C3"].value = "C-77"
    book.save("f.xlsx")
    fill("f.xlsx", ("C-77", CONCERN, "The baby is alone"))
    fill("f.xlsx", ("C-02", "V3", "yes"))
    for said in (call("collect", "f.xlsx").stderr, call("collect", "f.xlsx").stderr):
        assert "NOT RECORDED: sheet Cases, cell C" in said
        assert "about C-77, which is no case here." in said
    assert "0 answers taken about 0 cases, 1 as before." in said


def test_a_case_that_was_replaced_leaves_the_form_and_one_takes_its_place():
    open_("neglect")
    call("form", "neglect", "--agency", "ash-police", "-o", "f.xlsx")
    call("sample", "replace", "S-001", "C-02", "--reason", "closed before")
    fill("f.xlsx", ("C-01", "V3", "yes"))
    call("collect", "f.xlsx")
    fill("f.xlsx", ("C-02", "V3", "yes"))
    said = call("collect", "f.xlsx").stderr
    assert "Out of the round since the form was written, so left out: C-02 (closed before)." in said
    assert "1 as before" in said
    call("form", "neglect", "--agency", "ash-police", "-o", "g.xlsx")
    assert {ref for _, ref in grid(openpyxl.load_workbook("g.xlsx"))} >= {"C-01", "C-03", "C-04", "C-05"}


def test_second_readings_have_forms_of_their_own(here):
    open_("twice", "--double", "25%", "--agency", "ash-police")
    said = call("form", "twice", "-o", "f.xlsx").stderr
    ref = said.partition("Second readings (")[2].partition(")")[0]
    call("form", "twice", "--all", "-o", "forms")
    names = {path.name for path in (here / "forms").glob("*.xlsx")}
    assert names == {"twice-ash-police.xlsx", "twice-ash-police-second.xlsx"}
    fill("f.xlsx", (ref, "V3", "yes"))
    second = "forms/twice-ash-police-second.xlsx"
    fill(second, (ref, "V3", "no"), (ref, "Read by", "Cleo"))
    assert f"{ref} has no first reading yet" in refused("collect", second, "--by", "Ben")
    call("collect", "f.xlsx", "--by", "Ada")
    said = call("collect", second).stderr
    assert f"{second}: Ash Police, second reading, 1 answer taken about 1 case, 0 as before." in said
    assert shown(ref, "--reading", "2", round_="twice") == {"V3": {"value": "no"}}
    assert shown(ref, round_="twice") == {"V3": {"value": "yes"}}


def test_where_cases_are_allotted_each_auditor_has_a_form(here):
    write("auditors.csv", "name,team\nAda Moss,\nBen Ash,\n")
    open_("allotted", "--double", "1", "--auditors", "auditors.csv")
    asked = refused("form", "allotted", "-o", "f.xlsx", code=2)
    assert "give --auditor NAME, or --all" in asked
    assert "There is no auditor 'Cleo'" in refused("form", "allotted", "--auditor", "Cleo", "-o", "f.xlsx")
    call("form", "allotted", "--auditor", "ada moss", "-o", "f.xlsx")
    refs = [ref for label, ref in grid(openpyxl.load_workbook("f.xlsx")) if label == "V3"][2:]
    assert len(refs) == 2
    fill("f.xlsx", (refs[0], "V3", "yes"))
    assert "f.xlsx: Ada Moss, 1 answer taken about 1 case" in call("collect", "f.xlsx").stderr
    assert as_json("show", "allotted", "--about", refs[0])["answers"] == {"V3": {"value": "yes"}}
    call("form", "allotted", "--all", "-o", "forms")
    names = {path.name for path in (here / "forms").glob("*.xlsx")}
    assert {"allotted-Ada-Moss.xlsx", "allotted-Ben-Ash.xlsx"} < names
    assert len(names) == 3


def test_nobody_reads_a_case_of_their_own_team_in_a_form_either():
    call("sample", "draw", "register.csv", "--unit", "id", "--size", "4", "--seed", "12", "--carry", "team")
    write("auditors.csv", "name,team\nAda Moss,N\nBen Ash,\n")
    options = ("--name", "dip", "--due", "31/12/2026", "--sample", "S-002", "--auditors", "auditors.csv")
    call("round", "open", "local/ask", *options)
    call("form", "dip", "--auditor", "Ben Ash", "-o", "f.xlsx")
    store = Store("sqlite:///audit.db")
    book = CaseBook(store)
    found = book.round("dip")
    ref = next(one.ref for one in found.usable if book.carried(found.standing).has(one.unit, "n"))
    store.close()
    fill("f.xlsx", (ref, "V3", "yes"), (ref, "Read by", "ada moss"))
    said = refused("collect", "f.xlsx")
    assert f"{ref} is of the team or the work of Ada Moss, so somebody else reads it" in said
    assert as_json("show", "dip", "--about", ref)["answers"] == {}


def test_a_case_read_by_another_agencys_auditor_is_found_without_naming_the_agency():
    write("auditors.csv", "name,agency\nAda Moss,Ash Police\nBen Ash,Elm Trust\n")
    open_("allotted", "--auditors", "auditors.csv")
    answers = write("a.yaml", "V3: yes\n")
    by_ben = [
        one for one in as_json("round", "status", "allotted")["readings"] if one["auditor"] == "Ben Ash"
    ]
    asked = ("ask", "allotted", "--about", by_ben[0]["case"], "--answers", answers)
    said = call(*asked, "--agency", "Ash Police", "--by", "Ada Moss").stderr
    assert "was allotted to Ben Ash; you read it as Ada Moss" in said
    assert shown(by_ben[0]["case"], round_="allotted") == {"V3": {"value": "yes"}}


def test_observations_have_a_form_once_there_are_any():
    call("round", "open", "local/seen", "--name", "seen", "--due", "31/12/2026", "--agency", "elm")
    assert "'audit ask seen --new' makes one" in refused("form", "seen", "-o", "f.xlsx")
    write("a.yaml", "V3: yes\n")
    call("ask", "seen", "--new", "--agency", "elm", "--answers", "a.yaml")
    call("form", "seen", "-o", "f.xlsx")
    assert grid(openpyxl.load_workbook("f.xlsx"))["V3", "O-01"].value == "Yes"
    fill("f.xlsx", ("O-01", "T5", 4))
    call("collect", "f.xlsx")
    assert shown("O-01", round_="seen")["T5"] == {"value": "4"}


def test_grids_and_forms_of_agencies_are_collected_together():
    open_("neglect")
    plain = dedent(ASK).replace("subject: case", "subject: agency")
    write("templates/local/self.yaml", plain)
    call("round", "open", "local/self", "--name", "self", "--due", "31/12/2026")
    call("form", "self", "--agency", "ash-police", "-o", "self.xlsx")
    call("form", "neglect", "--agency", "ash-police", "-o", "grid.xlsx")
    said = call("collect", "self.xlsx", "grid.xlsx").stderr
    assert "1 of 2 forms taken, 1 as before." in said  # the form of agencies is blank


def test_what_does_not_fit_is_refused_in_a_sentence():
    open_("neglect")
    assert "give --agency NAME, or --all" in refused("form", "neglect", "-o", "f.xlsx", code=2)
    assert "leave out --auditor" in refused("form", "neglect", "--auditor", "Ada", "-o", "f.xlsx", code=2)
    reading = ("form", "neglect", "--agency", "ash-police", "--reading", "2", "-o", "f.xlsx")
    assert refused(*reading) == "There is no second reading for Ash Police in 'neglect'."
    both = ("form", "neglect", "--agency", "ash-police", "--all", "-o", "forms")
    assert "one of them" in refused(*both, code=2)
    call("form", "neglect", "--agency", "ash-police", "-o", "f.xlsx")
    fill("f.xlsx", ("C-01", "V3", "yes"))
    call("round", "close", "neglect")
    assert "is closed" in refused("collect", "f.xlsx")
    assert "is closed" in refused("form", "neglect", "--agency", "ash-police", "-o", "g.xlsx")


def test_grids_go_out_with_drafts_to_agencies_and_to_auditors_by_name(here):
    known = ["--contact", "Jo Lee, jo@ash.uk", "--substitute", "Ada Moss, ada@ash.uk"]
    call("agency", "add", "Ash Police", "--code", "ash-police", "--kind", "police", *known)
    write("auditors.csv", "name,agency\nAda Moss,Ash Police\nBen Ash,Ash Police\n")
    open_("neglect")
    open_("allotted", "--auditors", "auditors.csv")
    said = call("form", "neglect", "--all", "-o", "F", "--today", "2026-12-01").stderr
    assert "No e-mail address is known, so the draft has nobody under To: Elm Trust." in said
    one = read_back((here / "F/mail/neglect-ash-police.eml").read_bytes())
    assert (one.to, one.file.name) == ([("Jo Lee", "jo@ash.uk")], "neglect-ash-police.xlsx")
    assert "questions about 4 cases." in one.body
    assert "Elm" not in one.body
    said = call("form", "allotted", "--all", "-o", "G").stderr
    assert "so the draft has nobody under To: Ben Ash." in said
    one = read_back((here / "G/mail/allotted-Ada-Moss.eml").read_bytes())
    assert (one.to, one.body[:14]) == ([("Ada Moss", "ada@ash.uk")], "Dear Ada Moss,")
    assert read_back((here / "G/mail/allotted-Ben-Ash.eml").read_bytes()).body.startswith("Dear Ben Ash,")
    call("form", "allotted", "--auditor", "Ben Ash", "-o", "f.xlsx", "--mail")
    assert (here / "f.eml").is_file()
    assert not list(here.glob("mail*"))
