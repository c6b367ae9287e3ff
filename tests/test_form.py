"""A form as it goes out: what may be filled, what already stands there, and what it still counts as owed."""

import re
import zipfile
from datetime import date

import openpyxl
import pytest
from office import converted

from audit.agencies import Agency
from audit.definitions import library
from audit.responses.brought import Brought, confirm
from audit.responses.response import Answer, Evidence, PlannedAction, Response
from audit.rounds import Expected, Round, interview
from audit.templates import load
from audit.workbook.form import write_form
from audit.workbook.form_cells import label_cell
from audit.workbook.form_plan import SPARE, plan, sheet_name
from audit.workbook.form_todo import word_now

TODAY, DUE = date(2026, 1, 10), date(2026, 3, 31)
SCHOOL = Agency("elm", "Elm's & Oak 🌳 School", ("school",), ("section-11", "contract"))


@pytest.fixture(scope="module")
def london():
    return load(library(), "section-11/london")


@pytest.fixture
def sent(tmp_path):
    """Writes a form and opens it."""

    def sent(template, answers=None, agency=SCHOOL, name="form.xlsx", brought=None):
        round_ = Round("R=1", template, DUE, (Expected(agency, DUE),), brought={agency.code: brought or {}})
        response = Response("R=1", agency.code, agency.code, answers=answers or {})
        write_form(round_, agency, response, tmp_path / name, today=TODAY, partnership="Northshire")
        return openpyxl.load_workbook(tmp_path / name)

    return sent


def table(sheet):
    """The cells of a question sheet by (id, heading); a repeated id is numbered; spare rows are `spare`."""
    headings, cells, seen = {}, {}, {}
    for row in sheet.iter_rows():
        words = [str(cell.value or "") for cell in row]
        if {"Question", "Answer"} <= {*words}:
            headings = dict(enumerate(words))
        elif headings:
            name = words[0] or "spare"
            seen[name] = seen.get(name, 0) + 1
            key = name if seen[name] == 1 else f"{name}#{seen[name]}"
            cells |= {(key, headings[column]): cell for column, cell in enumerate(row)}
    return cells


def questions(book):
    cells = {}
    for sheet in book.worksheets[2:-1]:
        cells |= table(sheet)
    return cells


EVIDENCE = {"Evidence: what", "Evidence: where held", "Evidence: date"}
ACTION = {"Action: what", "Action: who", "Action: when"}


def test_only_the_cells_to_fill_are_unlocked(sent, london):
    book = sent(london, {"A1": Answer("met", evidence=(Evidence("One"), Evidence("Two")))})
    assert all(sheet.protection.sheet and not sheet.protection.password for sheet in book)
    unlocked = {}
    for (name, heading), cell in questions(book).items():
        if not cell.protection.locked:
            unlocked.setdefault(name, set()).add(heading)
    every = {"Answer", "Comment", "If not applicable, why", *EVIDENCE}
    assert unlocked["A"] == every
    assert unlocked["A2"] == every | ACTION
    assert unlocked["A1#2"] == EVIDENCE
    assert unlocked["X2"] == every
    assert unlocked["spare"] == {"Question", *EVIDENCE}
    free = {cell.coordinate for sheet in book.worksheets[:2] for row in sheet for cell in row
            if not cell.protection.locked}  # fmt: skip
    assert not free


def test_nothing_is_hidden(sent, london):
    for sheet in sent(london):
        assert sheet.sheet_state == "visible"
        assert not any(rows.hidden for rows in sheet.row_dimensions.values())
        assert not any(columns.hidden for columns in sheet.column_dimensions.values())


def test_what_is_already_answered_stands_there(sent, london):
    answers = {
        "A1": Answer("partly", "=1+1 is no formula", action=PlannedAction("Do it", "Ada", "2026-05-01")),
        "A2": Answer("n/a", reason="No board"),
        "E3": Answer("24/26"),
        "X1": Answer("2026-02-01"),
        "A": Answer(evidence=(Evidence("Chart", "Intranet", "Spring"),)),
    }
    cells = questions(sent(london, answers))
    said = {key: cell.value for key, cell in cells.items()}
    assert said["A1", "Answer"] == "Partly met"
    assert cells["A1", "Comment"].value == "=1+1 is no formula"
    assert cells["A1", "Comment"].data_type == "s"
    assert [said["A1", heading] for heading in sorted(ACTION)] == ["Do it", "1 May 2026", "Ada"]
    assert (said["A2", "Answer"], said["A2", "If not applicable, why"]) == ("Not applicable", "No board")
    assert (said["E3", "Answer"], said["X1", "Answer"]) == ("24/26", "1 February 2026")
    assert said["A", "Evidence: date"] == "Spring"


def test_a_question_not_meant_for_the_agency_is_left_out(sent, make):
    template = make(
        """
        title: T
        scale: met-partly-not
        standards:
          - id: A
            title: One
            questions:
              - {id: A1, text: For all.}
              - {id: A2, text: For the police., applies_to: [police]}
              - {id: A3, text: Hangs on theirs., when: {A2: [met]}}
              - {id: A4, text: Hangs on ours., when: {A1: [partly, not-met]}}
          - id: B
            title: Two
            questions:
              - {id: B1, text: For the police., applies_to: [police]}
        """
    )
    book = sent(template)
    assert book.sheetnames == ["Start here", "Grades", "A One", "Sign-off"]
    cells = questions(book)
    assert {name for name, _ in cells if name[1:].isdigit()} == {"A1", "A4"}
    assert "Only where the answer to A1 is Partly met or Not met." in cells["A4", "What is asked"].value


def test_the_sign_off_says_who_may_sign_by_kind_and_by_duty(sent, make):
    questions_ = (
        "title: T\nscale: met-partly-not\nstandards: [{id: A, title: One, questions: [{id: A1, text: x}]}]"
    )
    template = make(
        questions_, "against: local/set\nsign: {school: [head], contract: [trustee], police: [chief]}"
    )
    said = [cell.value for row in sent(template)["Sign-off"] for cell in row]
    assert "It may be signed by: trustee, head." in said


def test_the_first_sheet_says_what_why_and_until_when(sent, london):
    sheet = sent(london)["Start here"]
    said = {row[0].value: row[1].value for row in sheet.iter_rows(max_col=2)}
    assert (said["Round"], said["Agency"], said["Agency code"]) == ("R=1", SCHOOL.name, "elm")
    assert (said["Please return by"], said["Edition key"]) == ("31 March 2026", london.digest)
    reasons = [london.words.kinds.reason(duty) for duty in SCHOOL.duties]
    assert said["Why you"] == "\n".join(f"You are asked because {reason}" for reason in reasons)


def test_the_same_inputs_give_the_same_bytes(sent, london, tmp_path):
    sent(london, name="one.xlsx")
    sent(london, name="two.xlsx")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_no_row_is_higher_than_excel_allows_and_every_row_still_grows(sent, london, tmp_path):
    sent(london, {"A1": Answer("met", "word " * 6000)})
    with zipfile.ZipFile(tmp_path / "form.xlsx") as book:
        rows = re.findall(r"<row [^>]*>", book.read("xl/worksheets/sheet3.xml").decode())
    heights = [float(found[1]) for row in rows if (found := re.search(r' ht="([\d.]+)"', row))]
    assert max(heights) > 400
    assert max(heights) <= 409.5
    assert not any("customHeight" in row for row in rows)


def test_names_of_sheets_are_short_allowed_and_unlike_in_any_case():
    taken = []
    for title in [
        "A Safe: [and] sound/well?",
        "a safe and sound well",
        "'quoted'",
        "History",
        "",
        "B of " * 20,
    ]:
        taken.append(sheet_name(title, taken))
    assert taken[:4] == ["A Safe and sound well", "a safe and sound well 2", "quoted", "History of it"]
    assert len({name.casefold() for name in taken}) == len(taken)
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in taken)
    assert sheet_name("B Clear statement of responsibilities", []) == "B Clear statement"


def test_a_form_is_written_whatever_letters_its_standards_and_agency_have(sent, make):
    standards = "".join(
        f"""
          - id: S{n}
            title: "Children's 🌳🌳🌳🌳🌳🌳🌳🌳🌳🌳🌳🌳🌳🌳🌳 arrangements / part {n}"
            questions: [{{id: '{n}.1', text: Q}}]"""
        for n in range(1, 14)
    )
    template = make(f"""
        title: T
        scale: met-partly-not
        standards:{standards}
        """)
    book = sent(template, agency=Agency("o'x/1", "O'Hara & 🌳 / =1+1"))
    names = [sheet.title for sheet in book.worksheets[2:-1]]
    assert len({name.casefold() for name in names}) == 13
    # Excel counts a letter beyond U+FFFF as two.
    assert max(len(name.encode("utf-16-le")) // 2 for name in names) <= 31
    links = [cell.hyperlink.location for cell in book["Start here"]["A"] if cell.hyperlink]
    assert links == ["'{}'!A1".format(name.replace("'", "''")) for name in names]


def test_grades_that_are_numbers_are_numbers_in_the_list_and_in_the_cell(sent, make):
    grades = "\n".join(f"  - {{code: m{n}, label: '{n}', points: {n}}}" for n in range(100, -1, -5))
    catalogue = "title: T\nscale: marks\nstandards:\n  - id: A\n    title: T\n    questions:\n"
    template = make(catalogue + "      - {id: A1, text: Q}\n", marks=f"title: Marks\ngrades:\n{grades}\n")
    book = sent(template, {"A1": Answer("m85")})
    assert [book["Grades"].cell(row, 1).value for row in (5, 6, 25, 26)] == [100, 95, 0, "Not applicable"]
    assert questions(book)["A1", "Answer"].value == 85


def test_a_label_is_a_number_only_where_it_reads_back_as_written():
    labels = ["5", "0", "2.5", "-1", "1.10", "05", "1e3", "4/5"]
    assert [label_cell(label) for label in labels] == [5, 0, 2.5, -1, "1.10", "05", "1e3", "4/5"]


def test_the_signatories_cells_are_unlocked_and_nothing_else_of_their_sheet(sent, london):
    sheet = sent(london)["Sign-off"]
    row = next(cell.row for cell in sheet["A"] if cell.value == "Signed by")
    free = {cell.coordinate for cells in sheet for cell in cells if not cell.protection.locked}
    signing = {f"{column}{number}" for column in "BCD" for number in (row, row + 1)}
    assert free == {*signing, f"D{row + 3}"}
    assert sheet[f"A{row + 3}"].value == "Presented to our own board on"


def through_libreoffice(path, folder):
    """The workbook with every formula worked out anew, as it is where a form is saved as .ods and back."""
    for kind in ("ods", "xlsx"):
        [path] = converted(kind, folder / kind, path)
    return openpyxl.load_workbook(path, data_only=True)


def test_the_formulas_come_to_what_the_engine_says(sent, london, tmp_path):
    answers = {
        "A1": Answer("met"), "A2": Answer("met"), "A3": Answer("partly"), "A4": Answer("n/a"),
        "A5": Answer("not-met", action=PlannedAction("Do it")), "E3": Answer("9/10"), "E4": Answer("1/26"),
    }  # fmt: skip
    then = {
        "B1": Answer("met", evidence=(Evidence("Policy"),)), "B2": Answer("met"), "B3": Answer("partly"),
        "C1": Answer("not-met", action=PlannedAction("Ask")), "C2": Answer("n/a"), "X2": Answer("yes"),
        "D": Answer(evidence=(Evidence("Plan"),)), "D1": Answer("met"),
    }  # fmt: skip
    brought = {name: Brought("R=0", answer, "", "", same=True) for name, answer in then.items()}
    book = sent(london, answers, name="out.xlsx", brought=brought)
    assert questions(book)["A1", "Still to do"].data_type == "f"
    for name in then:
        questions(book)[name, "Still true?"].value = "Yes"
    book.save(tmp_path / "out.xlsx")
    book = through_libreoffice(tmp_path / "out.xlsx", tmp_path)
    said = {name: cell.value or "" for (name, head), cell in questions(book).items() if head == "Still to do"}
    confirmed = {
        name: confirm(london, london.by_id[name], one) for name, one in brought.items() if name != "D"
    }
    confirmed["D"] = then["D"]
    round_ = Round("R=1", london, DUE, (Expected(SCHOOL, DUE),))
    asked = interview(round_, SCHOOL, Response("R=1", "elm", "elm", answers={**answers, **confirmed}), TODAY)
    sheets = plan(asked)
    wanted = {line.id: word_now(asked, sheet, line) for sheet in sheets for line in sheet.lines}
    assert {name: said[name] for name in wanted} == wanted
    shown = dict.fromkeys(("A1", "A5", "B1", "C1", "D", "D1"), "") | dict.fromkeys(
        ("A", "A2", "B"), "Evidence"
    )
    shown |= dict.fromkeys(("A3", "B3", "E4"), "Action") | {"A4": "Reason", "A6": "Answer", "C2": "Reason"}
    assert {name: said[name] for name in shown} == shown
    assert f"{len(asked.still_owed())} still to do" in [cell.value for cell in book["Start here"]["B"]]


def test_every_sheet_has_its_spare_rows(sent, london):
    book = sent(london)
    round_ = Round("R=1", london, DUE, (Expected(SCHOOL, DUE),))
    for sheet in plan(interview(round_, SCHOOL, None, TODAY)):
        rows = {name for name, _ in table(book[sheet.name]) if name.startswith("spare")}
        assert len(rows) == SPARE
