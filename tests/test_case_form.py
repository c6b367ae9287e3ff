"""The grid form of a case round as it goes out: cases across, questions down, what may be filled."""

import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from office import as_wide_as_excels, converted

from audit.agencies import Agency
from audit.cases.allotment import assignments
from audit.cases.case_round import CaseRound
from audit.cases.plan import ALLOTTED, ANYONE, EACH, Auditor, Plan
from audit.cases.subject import Subject
from audit.responses.merging import whole_version
from audit.responses.response import WHOLE, Answer, Evidence, PlannedAction, Response, Signature
from audit.rounds import Expected, Round
from audit.workbook.case_form import write_case_form
from audit.workbook.case_form_plan import agencys_form, auditors_form, case_forms

TODAY, DUE = date(2026, 11, 22), date(2026, 12, 31)
POLICE = Agency("ash", "Ash Police", ("police",))
TRUST = Agency("elm", "Elm & Oak Trust", ("health",))
SET = """
    title: Neglect, read closely
    scale: ofsted-4
    standards:
      - id: voice
        title: The child's voice
        questions:
          - {id: V1, text: The child was heard., guidance: Look at the last visit.}
          - {id: V2, text: What was missing?, kind: choices, choices: [chronology, visits, plan]}
          - {id: V3, text: Was it written down?, kind: yes-no}
          - {id: V4, text: Who was asked?, kind: choice, choices: [the child, a parent], optional: yes}
          - {id: P1, text: The officers looked at each child., applies_to: [police]}
      - id: time
        title: Timeliness
        questions:
          - {id: T1, text: The strategy meeting was held in time., kind: elapsed, limit: 10, days: calendar}
          - {id: T2, text: How many were there?, kind: share, grades: {good: 0.8, requires-improvement: 0.5}}
          - {id: T3, text: Consent was asked for., asked_of: consent}
          - {id: T4, text: When was it?, kind: date, optional: yes, when: {V3: ["yes"]}}
          - {id: T5, text: How many visits?, kind: number}
"""
ASK = """
    against: local/set
    subject: case
    needs: {action: [inadequate], evidence: [outstanding]}
    questions:
      - {id: good-practice, text: What was done well?, kind: text, optional: yes, good_practice: yes}
"""
CASES = ("C-01", "C-02", "C-03")


@pytest.fixture(scope="session")
def asked(make):
    """The template that these tests ask."""
    return make(SET, ASK)


def case_round(
    template, readers=EACH, responses=(), cases=CASES, agencies=(POLICE, TRUST), auditors=(), **plan
):
    """A round about cases: the second is read twice, the first and third are asked for consent."""
    subjects = tuple(
        Subject(ref, place, subs=("consent",) if place % 2 else (), twice=place == 2)
        for place, ref in enumerate(cases, 1)
    )
    agencies = () if readers == ANYONE else agencies
    round_ = Round("neglect", template, DUE, tuple(Expected(one, DUE) for one in agencies))
    plan = Plan("S-001", readers, auditors=tuple(auditors), **plan)
    codes = [one.code for one in agencies]
    return CaseRound(round_, plan, None, subjects, assignments(plan, subjects, codes), tuple(responses))


def answered(ref, answers, agency="ash", reading=1, by="Ada", **parts):
    return Response("neglect", agency, ref, answers=answers, reading=reading, by=by, readers=(by,), **parts)


@pytest.fixture
def sent(tmp_path):
    """Writes a form and opens it."""

    def sent(form, name="form.xlsx"):
        write_case_form(form, tmp_path / name, partnership="Northshire")
        return openpyxl.load_workbook(tmp_path / name)

    return sent


def grid(book):
    """The cells of the sheet Cases by (label, heading)."""
    heads, cells = [], {}
    for row in book["Cases"].iter_rows():
        words = [str(cell.value or "") for cell in row]
        if words[0] == "Question":
            heads = words
        elif heads and words[0]:
            cells |= {(words[0], head): cell for head, cell in zip(heads, row, strict=True)}
    return cells


def labels(book):
    """The rows to be filled in: all but the one that says what the form was made from."""
    return [label for label in dict.fromkeys(label for label, _ in grid(book)) if label != "Version key"]


def notes(book):
    rows = [[cell.value or "" for cell in row] for row in book["Notes"].iter_rows(min_row=5)]
    return [row for row in rows if any(row)]


def facts(book):
    return {row[0].value: row[1].value for row in book["Start here"].iter_rows(max_col=2) if row[0].value}


def test_cases_stand_across_and_questions_down(sent, asked):
    book = sent(agencys_form(case_round(asked), "ash", 1, TODAY))
    assert book.sheetnames == ["Start here", "Cases", "Notes", "Questions", "Grades"]
    heads = next(row for row in book["Cases"].iter_rows(values_only=True) if row[0] == "Question")
    assert heads == ("Question", "What is asked", *CASES)
    questions = ["V1", "V2", "V3", "V4", "P1", "T1 from", "T1 to", "T2", "T3", "T4", "T5", "good-practice"]
    assert labels(book) == [*questions, "Read by", "Immediate concern", "Case comment"]


def test_an_agency_is_asked_its_own_sections_and_a_case_its_sub_sample(sent, asked):
    cells = grid(sent(agencys_form(case_round(asked), "elm", 1, TODAY)))
    assert not any(label == "P1" for label, _ in cells)
    said = [cells["T3", ref].value for ref in CASES]
    assert said == [None, "not asked", None]
    assert [cells["T3", ref].protection.locked for ref in CASES] == [False, True, False]


def test_a_question_that_no_case_is_asked_is_left_out(sent, asked):
    found = case_round(asked)
    found = replace(found, subjects=tuple(replace(one, subs=()) for one in found.subjects))
    assert not any(label == "T3" for label in labels(sent(agencys_form(found, "elm", 1, TODAY))))


def test_only_the_cells_to_fill_are_unlocked_and_nothing_is_hidden(sent, asked):
    book = sent(agencys_form(case_round(asked), "ash", 1, TODAY))
    assert all(sheet.protection.sheet and not sheet.protection.password for sheet in book)
    free = {key for key, cell in grid(book).items() if not cell.protection.locked}
    asked_ = {(label, ref) for label in labels(book) for ref in CASES} - {("T3", "C-02")}
    assert free == asked_
    for sheet in book:
        assert sheet.sheet_state == "visible"
        assert not any(rows.hidden for rows in sheet.row_dimensions.values())
        assert not any(columns.hidden for columns in sheet.column_dimensions.values())


def test_a_locked_row_says_which_answers_each_case_was_made_from(sent, asked):
    found = case_round(asked, responses=[answered("C-01", KNOWN), answered("C-02", {"V3": Answer("yes")})])
    cells = grid(sent(agencys_form(found, "ash", 1, TODAY)))
    said = {ref: cells["Version key", ref].value for ref in CASES}
    assert said == {
        "C-01": f"v{whole_version(KNOWN)}",
        "C-02": f"v{whole_version({'V3': Answer('yes')})}",
        "C-03": "new",
    }
    assert all(cells["Version key", ref].protection.locked for ref in CASES)


def test_each_list_reads_the_words_of_its_question(sent, asked):
    book = sent(agencys_form(case_round(asked), "ash", 1, TODAY))
    cells, found = grid(book), {}
    for rule in book["Cases"].data_validations.dataValidation:
        for (label, ref), cell in cells.items():
            if rule.type == "list" and cell.coordinate in rule.sqref and ref in CASES:
                span = rule.formula1.removeprefix("Grades!").replace("$", "")
                found[label] = [row[0].value for row in book["Grades"][span]]
    grades = ["Outstanding", "Good", "Requires improvement", "Inadequate", "Not applicable"]
    assert found == {
        **dict.fromkeys(("V1", "P1", "T3"), grades),
        "V3": ["Yes", "No", "Not applicable"],
        "V4": ["the child", "a parent", "Not applicable"],
    }


KNOWN = {
    "V1": Answer("inadequate", "=1+1 is no formula", action=PlannedAction("Ask again", "Ada", "2027-01-05")),
    "V2": Answer(("chronology", "plan")),
    "V3": Answer("yes"),
    "V4": Answer("n/a", reason="A baby"),
    "T1": Answer("2026-05-04/2026-05-11"),
    "T2": Answer("3/4"),
    "T4": Answer("2026-02-01"),
    "T5": Answer("7"),
    "P1": Answer("outstanding", evidence=(Evidence("Log", "CAD", "2026-03-02"), Evidence("Photo"))),
    "good-practice": Answer("-they came at once"),
    WHOLE: Answer(comment="A long one"),
}


def test_what_is_known_stands_there(sent, asked):
    found = case_round(asked, responses=[answered("C-01", KNOWN)])
    book = sent(agencys_form(found, "ash", 1, TODAY))
    cells = grid(book)
    said = {label: cells[label, "C-01"].value for label in labels(book)}
    assert said == {
        "V1": "Inadequate",
        "V2": "chronology; plan",
        "V3": "Yes",
        "V4": "Not applicable",
        "P1": "Outstanding",
        "T1 from": "4 May 2026",
        "T1 to": "11 May 2026",
        "T2": "3/4",
        "T3": None,
        "T4": "1 February 2026",
        "T5": "7",
        "good-practice": "-they came at once",
        "Read by": "Ada",
        "Immediate concern": None,
        "Case comment": "A long one",
    }
    assert notes(book) == [
        ["C-01", "V1", "=1+1 is no formula", "", "Ask again", "Ada", "5 January 2027", "", "", ""],
        ["C-01", "V4", "", "A baby", *[""] * 6],
        ["C-01", "P1", "", "", "", "", "", "Log", "CAD", "2 March 2026"],
        ["C-01", "P1", "", "", "", "", "", "Photo", "", ""],
    ]
    assert all(cell.data_type == "s" for row in book["Notes"]["C5:J8"] for cell in row if cell.value)


def test_what_an_answer_still_owes_has_a_row_to_fill(sent, asked):
    found = case_round(asked, responses=[answered("C-02", {"V1": Answer("inadequate"), "V3": Answer("yes")})])
    assert notes(sent(agencys_form(found, "ash", 1, TODAY))) == [["C-02", "V1", *[""] * 8]]


def test_a_signed_case_is_filled_and_locked(sent, asked):
    signed = answered("C-01", KNOWN, signed=Signature("Ada", "Head", "2026-11-01"))
    book = sent(agencys_form(case_round(asked, responses=[signed]), "ash", 1, TODAY))
    cells = grid(book)
    assert cells["V1", "C-01 (signed)"].value == "Inadequate"
    assert cells["V1", "C-01 (signed)"].protection.locked
    assert not cells["Immediate concern", "C-01 (signed)"].protection.locked
    assert not cells["V1", "C-02"].protection.locked


def test_the_first_sheet_says_whose_it_is_and_what_to_do_about_a_concern(sent, asked):
    said = facts(sent(agencys_form(case_round(asked), "elm", 1, TODAY)))
    assert (said["Round"], said["Agency"]) == ("neglect", "Elm & Oak Trust")
    assert (said["Agency code"], said["Reading"], said["Sample"]) == ("elm", "First reading", "S-001")
    assert (said["Cases"], said["Please return by"]) == ("C-01, C-02, C-03", "31 December 2026")
    assert said["Edition key"] == asked.digest
    assert "not a referral route" in said["At once"]


def test_a_second_reading_is_a_form_of_its_own_and_shows_nothing_of_the_first(sent, asked):
    found = case_round(asked, responses=[answered("C-02", KNOWN)])
    book = sent(agencys_form(found, "ash", 2, TODAY))
    cells = grid(book)
    assert {ref for _, ref in cells} == {"Question", "What is asked", "C-02"}
    said = {label: cell.value for (label, ref), cell in cells.items() if ref == "C-02" and cell.value}
    assert said == {"Version key": "new"}
    assert facts(book)["Reading"] == "Second reading"


def test_every_form_of_a_round_stands_once(asked):
    found = case_round(asked, involved={"C-03": ("ash",)})
    forms = [(one.agency, one.reading, one.refs) for one in case_forms(found, TODAY)]
    assert forms == [
        ("ash", 1, ("C-01", "C-02", "C-03")),
        ("ash", 2, ("C-02",)),
        ("elm", 1, ("C-01", "C-02")),
        ("elm", 2, ("C-02",)),
    ]


def test_where_cases_are_allotted_every_auditor_has_a_form(sent, asked):
    auditors = (Auditor("Ada"), Auditor("Ben", team="North"))
    found = case_round(asked, ALLOTTED, auditors=auditors)
    forms = {(one.auditor, one.reading): one.refs for one in case_forms(found, TODAY)}
    assert sorted(ref for (_, reading), refs in forms.items() if reading == 1 for ref in refs) == [*CASES]
    assert [refs for (_, reading), refs in forms.items() if reading == 2] == [("C-02",)]
    book = sent(auditors_form(found, "Ada", 1, TODAY))
    first = forms["Ada", 1][0]
    assert facts(book)["Auditor"] == "Ada"
    assert "Agency code" not in facts(book)
    assert grid(book)["Read by", first].value == "Ada"


def test_where_nobodys_agency_reads_there_is_one_form_with_every_question(sent, asked):
    found = case_round(asked, ANYONE)
    assert [(one.whose, one.refs) for one in case_forms(found, TODAY) if one.reading == 1] == [("", CASES)]
    book = sent(agencys_form(found, "", 1, TODAY))
    assert ("P1", "C-01") in grid(book)


def test_the_same_form_has_the_same_bytes(tmp_path, asked):
    found = case_round(asked, responses=[answered("C-01", KNOWN)])
    for name in ("one.xlsx", "two.xlsx"):
        write_case_form(agencys_form(found, "ash", 1, TODAY), tmp_path / name)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_there_is_no_formula_anywhere(tmp_path, asked):
    found = case_round(asked, responses=[answered("C-01", KNOWN)])
    write_case_form(agencys_form(found, "ash", 1, TODAY), tmp_path / "form.xlsx")
    with zipfile.ZipFile(tmp_path / "form.xlsx") as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        assert len(sheets) == 5
        assert not any(re.search(rb"<f[ >]|<hyperlink", archive.read(name)) for name in sheets)


PAGES = {8: 1, 12: 1, 30: 3}  # printed, by how many cases the grid has


@pytest.fixture(scope="module")
def printed(tmp_path_factory, make):
    """The pages of grids of so many cases, as LibreOffice prints them: all in one go."""
    folder = tmp_path_factory.mktemp("printed")
    template = make(SET.split("      - id: time", maxsplit=1)[0], ASK)
    for cases in PAGES:
        found = case_round(template, ANYONE, cases=[f"C-{number:02}" for number in range(1, cases + 1)])
        write_case_form(agencys_form(found, "", 1, TODAY), folder / f"{cases}.xlsx")
    pages = converted("pdf", folder, *(folder / f"{cases}.xlsx" for cases in PAGES))
    return {cases: _text(pdf).split("\f") for cases, pdf in zip(PAGES, pages, strict=True)}


def _text(pdf):
    return subprocess.run(
        ["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True
    ).stdout


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext (poppler-utils) is not installed")
@pytest.mark.skipif(not as_wide_as_excels(), reason="No font is as wide as Excel's (fonts-crosextra-carlito)")
@pytest.mark.parametrize(("cases", "pages"), PAGES.items())
def test_the_grid_is_one_page_wide_for_twelve_cases_and_runs_on_for_more(printed, cases, pages):
    across = [page for page in printed[cases] if "What is asked" in page]
    assert len(across) == pages
    assert all("The child was heard." in page and "Anything else" in page for page in across)
    assert [re.findall(r"C-\d\d", page)[0] for page in across] == ["C-01", "C-13", "C-25"][:pages]
