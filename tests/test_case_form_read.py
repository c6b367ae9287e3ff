"""A grid form as it comes back: by references and ids, taken whole by the engine or refused by cell."""

from dataclasses import replace
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from office import converted
from test_case_form import ALLOTTED, ANYONE, ASK, KNOWN, SET, TODAY, answered, asked, case_round, grid

from audit.cases.plan import Auditor
from audit.errors import FileError
from audit.responses.reply import accept, accept_for_standard
from audit.responses.response import WHOLE, Answer, Evidence, PlannedAction, Signature
from audit.workbook.case_form import write_case_form
from audit.workbook.case_form_plan import agencys_form, auditors_form
from audit.workbook.case_form_read import concerns, read_case_form
from audit.workbook.case_form_take import take_case_form
from audit.workbook.case_form_words import CONCERN

__all__ = ["asked"]


class Desk:
    """A grid form that goes out, is filled in by openpyxl, and comes back."""

    def __init__(self, folder, found, agency="ash", auditor="", reading=1):
        self.found, self.path = found, folder / "form.xlsx"
        one = auditors_form(found, auditor, reading, TODAY) if auditor else None
        write_case_form(one or agencys_form(found, agency, reading, TODAY), self.path)
        self.book = openpyxl.load_workbook(self.path)

    def fill(self, ref, **cells):
        for label, value in cells.items():
            self.put(ref, label.replace("_", " "), value)
        return self

    def put(self, ref, label, value):
        cell = grid(self.book)[label, ref]
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"  # as typed into a cell of text, not as a formula

    def note(self, ref, question, **parts):
        sheet = self.book["Notes"]
        heads = {cell.value: cell.column for cell in sheet[4]}
        row = next(n for n in range(5, 99) if not any(cell.value for cell in sheet[n]))
        for head, value in {"Case": ref, "Question": question, **parts}.items():
            sheet.cell(row, heads[head.replace("_", ": ")], value)
        return self

    def read(self, found=None, path=None):
        if path is None:
            self.book.save(self.path)
        found, template = found or self.found, self.found.round.template
        ids = [*template.by_id, *(standard.id for standard in template.standards)]
        return read_case_form(path or self.path, ids, list(found.by_ref))

    def take(self, found=None, by="Ben", path=None):
        filled = self.read(found, path)
        return {one.response.subject: one for one in take_case_form(found or self.found, filled, TODAY, by)}

    def changed(self, ref="C-01", **more):
        return self.take(**more)[ref].changed

    def wrong(self, **more):
        with pytest.raises(FileError) as caught:
            self.take(**more)
        return [str(problem) for problem in caught.value.problems]


@pytest.fixture
def desk(tmp_path, asked):
    return Desk(tmp_path, case_round(asked))


def test_every_kind_of_answer_is_taken_as_people_type_it(desk):
    desk.fill("C-01", V1="GOOD", V2="plan;chronology", V3=True, V4="A Parent", T3="n/a")
    desk.fill("C-01", P1="requires improvement")
    desk.fill("C-01", T1_from=datetime(2026, 5, 4), T1_to="11/5/2026", T2="3 of 4", T4=date(2026, 2, 1), T5=7)
    desk.put("C-01", "good-practice", "=they came at once")
    assert desk.changed() == {
        "V1": Answer("good"),
        "V2": Answer(("chronology", "plan")),
        "V3": Answer("yes"),
        "V4": Answer("a parent"),
        "P1": Answer("requires-improvement"),
        "T1": Answer("2026-05-04/2026-05-11"),
        "T2": Answer("3/4"),
        "T3": Answer("n/a"),
        "T4": Answer("2026-02-01"),
        "T5": Answer("7"),
        "good-practice": Answer("=they came at once"),
    }


def test_notes_say_what_a_cell_cannot(desk):
    desk.fill("C-01", V1="inadequate", V4="Not applicable").fill(
        "C-02", P1="Outstanding", Case_comment="Well led"
    )
    desk.note("C-01", "V1", Comment="Twice", Action_what="Ask", Action_who="Ada", Action_when="5/1/2027")
    desk.note("c-1", "v4", **{"If not applicable, why": "A baby"})
    desk.note("C-02", "P1", Evidence_what="Log", **{"Evidence: where held": "CAD"}, Evidence_date="2/3/2026")
    desk.note("C-02", "P1", Evidence_what="Photo").note("C-02", "voice", Evidence_what="Minutes")
    taken = desk.take()
    assert taken["C-01"].changed == {
        "V1": Answer("inadequate", "Twice", action=PlannedAction("Ask", "Ada", "2027-01-05")),
        "V4": Answer("n/a", reason="A baby"),
    }
    assert taken["C-02"].changed == {
        "P1": Answer("outstanding", evidence=(Evidence("Log", "CAD", "2026-03-02"), Evidence("Photo"))),
        "voice": Answer(evidence=(Evidence("Minutes"),)),
        WHOLE: Answer(comment="Well led"),
    }


def test_who_read_a_case_stands_under_it_and_else_is_whoever_collects(desk):
    taken = desk.fill("C-01", V3="yes", Read_by="Ada  Moss").fill("C-02", V3="no").take(by="Ben")
    assert {ref: one.by for ref, one in taken.items()} == {"C-01": "Ada Moss", "C-02": "Ben"}


def test_a_blank_cell_leaves_what_was_said_before_and_what_is_the_same_is_as_before(tmp_path, asked):
    found = case_round(asked, responses=[answered("C-01", KNOWN)])
    desk = Desk(tmp_path, found)
    one = desk.take()["C-01"]
    assert (one.changed, one.same) == ({}, len(KNOWN))
    for label in ("V1", "V2", "T1 from", "T1 to", "T2", "Case comment"):
        desk.put("C-01", label, None)
    assert desk.changed() == {}
    desk.put("C-01", "T1 to", "12/5/2026")
    assert desk.changed() == {"T1": Answer("2026-05-04/2026-05-12")}


@pytest.mark.parametrize(
    ("label", "value", "said"),
    [
        ("V1", "Splendid", "C-01, V1: 'Splendid' is not a grade; the grades are"),
        ("V2", "plan; dog", "C-01, V2: 'dog' is not a choice"),
        ("V3", "perhaps", "C-01, V3: 'perhaps' is neither yes nor no."),
        ("T2", "9/4", "C-01, T2: 9 cannot be out of 4"),
        ("T1 to", "4/5/2026", "C-01, T1: it says when it ended, but not when it began."),
        ("T4", "31/2/2026", "C-01, T4: '31/2/2026' is not a date"),
        ("T5", "many", "C-01, T5: 'many' is not a number"),
        ("Read by", "A" * 201, "who read C-01 must be a name of at most 200"),
    ],
)
def test_what_is_wrong_is_said_with_its_cell_and_nothing_is_taken(desk, label, value, said):
    desk.fill("C-02", V3="yes").put("C-01", label, value)
    desk.put("C-01", "good-practice", "They came")
    cell = grid(desk.book)[label, "C-01"].coordinate
    (problem,) = desk.wrong()
    assert problem.startswith(f"sheet Cases, cell {cell}: {said}")


def test_every_mistake_is_said_at_once(desk):
    desk.fill("C-01", V1="x", V3="x").fill("C-03", T5="x")
    desk.note("C-01", "V9", Comment="x").note("", "V1", Comment="x")
    desk.note("C-02", "V1", Comment="one").note("C-02", "V1", Comment="two")
    grades = "outstanding, good, requires-improvement, inadequate, n/a"
    assert [problem.partition(": ")[2] for problem in desk.wrong()] == [
        "'V9' is no question of this form; say which one this row is about.",
        "no case is named; say which one this row is about.",
        f"C-01, V1: 'x' is not a grade; the grades are {grades}.",
        "C-01, V3: 'x' is neither yes nor no.",
        "C-03, T5: 'x' is not a number; write digits, such as 24 or 3.5.",
        "C-02, V1: another row of notes says this too (sheet Notes, cell B7); put them into one.",
    ]


def test_columns_moved_cases_deleted_sheets_in_another_order(desk):
    desk.fill("C-01", V3="yes", T1_from="4/5/2026").fill("C-02", V3="no").fill("C-03", V3="yes")
    sheet = desk.book["Cases"]
    sheet.insert_cols(1, 2)
    sheet.insert_rows(1, 3)
    heads = {cell.value: cell.column for cell in sheet[6]}
    for row in range(6, sheet.max_row + 1):
        one, three = (sheet.cell(row, heads[ref]) for ref in ("C-01", "C-03"))
        one.value, three.value = three.value, one.value
    sheet.delete_cols(heads["C-02"])
    desk.book.move_sheet("Cases", 3)
    desk.book.move_sheet("Start here", 4)
    taken = desk.take()
    assert taken.keys() == {"C-01", "C-03"}
    assert taken["C-01"].changed == {"V3": Answer("yes"), "T1": Answer("2026-05-04/")}


def test_rows_and_columns_added_by_hand_are_left_out_and_said(desk):
    desk.fill("C-01", V3="yes")
    sheet = desk.book["Cases"]
    row = grid(desk.book)["V3", "C-01"].row
    sheet.cell(row, 9, "a remark")
    sheet.cell(3, 9, "Why")
    sheet.insert_rows(row, 1)
    sheet.cell(row, 1, "Team")
    sheet.cell(row, 3, "North")
    left_out = (f"row {row} (Team) on the sheet Cases", "the column 'Why' on the sheet Cases")
    assert desk.read().left_out == left_out
    assert desk.changed() == {"V3": Answer("yes")}


def test_one_case_with_two_different_answers_is_not_guessed_at(desk):
    desk.fill("C-01", V3="yes", V1="good")
    desk.book.copy_worksheet(desk.book["Cases"])
    assert desk.changed() == {"V1": Answer("good"), "V3": Answer("yes")}
    desk.fill("C-01", V3="no")
    desk.book["Cases Copy"]["C7"].value = "yes"
    (problem,) = [one for one in desk.wrong() if "V3" in one]
    assert "something else stands in sheet Cases" in problem


def test_a_grid_without_its_references_is_not_passed_over(desk):
    desk.fill("C-01", V3="yes", Read_by="Ada")
    desk.book["Cases"].delete_rows(3)
    assert "the row of references above them is gone" in desk.wrong()[0]


def test_a_case_struck_out_since_is_left_out_and_one_that_is_unknown_is_a_problem(desk):
    one, two, three = desk.found.subjects
    now = replace(desk.found, subjects=(replace(one, struck="closed before"), two, three))
    desk.fill("C-02", V3="no")
    assert desk.take(now).keys() == {"C-02"}
    desk.fill("C-01", V3="yes")
    assert desk.take(now).keys() == {"C-02"}
    desk.book["Cases"]["E3"].value = "C-33"
    desk.fill("C-33", V3="yes")
    [last] = desk.wrong(found=now)
    assert last.startswith("sheet Cases, cell E3: There is no case 'C-33' in neglect")
    assert last.endswith("Take its column and notes out of the form.")


def test_a_case_of_another_agency_is_refused(tmp_path, asked):
    found = case_round(asked, involved={"C-03": ("ash",)})
    desk = Desk(tmp_path, found, "elm")
    desk.book["Cases"]["D3"].value = "C-03"
    desk.fill("C-03", V3="yes")
    assert "Elm & Oak Trust is not expected to answer about C-03" in desk.wrong()[0]


def test_something_said_where_nothing_is_asked_is_left_out_and_said(desk):
    one = desk.fill("C-02", T3="good", V3="yes").take()["C-02"]
    assert (one.changed, one.left_out) == ({"V3": Answer("yes")}, ("T3",))


def test_a_signed_case_is_taken_only_where_nothing_changes(tmp_path, asked):
    signed = answered("C-01", KNOWN, signed=Signature("Ada", "Head", "2026-11-01"))
    desk = Desk(tmp_path, case_round(asked, responses=[signed]))
    assert desk.changed() == {}
    desk.put("C-01 (signed)", "V3", "no")
    assert "C-01 was signed by Ada on 1 November 2026; 'audit reopen' makes a new version." in desk.wrong()[0]


def test_a_second_reading_is_refused_for_whoever_gave_the_first(tmp_path, asked):
    found = case_round(asked, responses=[answered("C-02", {"V3": Answer("yes")}, by="Ada Moss")])
    desk = Desk(tmp_path, found, reading=2)
    desk.fill("C-02", V3="no", Read_by="ada moss")
    cell = grid(desk.book)["Read by", "C-02"].coordinate
    (problem,) = desk.wrong()
    assert problem.startswith(f"sheet Cases, cell {cell}: ada moss gave the first reading of C-02;")
    one = desk.fill("C-02", Read_by="Ben").take()["C-02"]
    assert (one.response.reading, one.response.answers, one.changed) == (2, {}, {"V3": Answer("no")})


def test_an_auditors_form_comes_back_in_the_auditors_name(tmp_path, asked):
    found = case_round(asked, ALLOTTED, agencies=(), auditors=(Auditor("Ada Moss"), Auditor("Ben")))
    desk = Desk(tmp_path, found, auditor="Ada Moss")
    ref = auditors_form(found, "Ada Moss", 1, TODAY).refs[0]
    one = desk.fill(ref, V3="yes").take()[ref]
    assert (one.by, one.response.agency) == ("Ada Moss", "")


def test_a_case_that_somebody_else_read_meanwhile_is_refused(tmp_path, asked):
    desk = Desk(tmp_path, case_round(asked, ANYONE), agency="")
    now = case_round(asked, ANYONE, responses=[answered("C-01", {"V3": Answer("yes")}, agency="ash")])
    desk.fill("C-01", V3="no")
    assert "C-01 was read already, by Ada" in desk.wrong(found=now)[0]


def test_a_form_of_another_edition_or_agency_or_of_a_closed_round_is_refused(desk, make):
    desk.fill("C-01", V3="yes")
    alone = case_round(desk.found.round.template, agencies=())
    other = make(SET.replace("was heard", "was seen"), ASK)
    assert "made from another edition" in desk.wrong(found=case_round(other))[0]
    assert "an agency 'ash', which is not in" in desk.wrong(found=alone)[0]
    closed = replace(desk.found, round=replace(desk.found.round, closed="2026-11-20"))
    assert "is closed" in desk.wrong(found=closed)[0]
    sheet = desk.book["Start here"]
    sheet.delete_rows(next(cell.row for cell in sheet["A"] if cell.value == "Agency code"))
    assert "nothing says which agency it is of" in desk.wrong()[0]


def test_concerns_are_read_even_of_a_form_that_cannot_be_taken(desk):
    desk.fill("C-01", V1="x", Immediate_concern="The baby is alone").fill("C-02", Immediate_concern=" No. ")
    desk.fill("C-03", Immediate_concern="None")
    found = concerns(desk.read(), CONCERN)
    assert [(ref, said.words) for ref, said in found] == [("C-01", "The baby is alone")]
    assert len(desk.wrong()) == 1


@pytest.mark.parametrize("kind", ["ods", "xls", "xlsx"])
def test_a_form_that_libreoffice_has_saved_says_the_same(tmp_path, asked, kind):
    found = case_round(asked, responses=[answered("C-01", KNOWN)])
    desk = Desk(tmp_path, found)
    desk.fill("C-02", V1="good", T1_from=date(2026, 5, 4), T2="3/4", T5=7, V3="yes")
    desk.book.save(desk.path)
    [anew] = converted(kind, tmp_path / "out", desk.path)
    taken = desk.take(path=anew, found=case_round(asked))
    assert taken["C-01"].changed == KNOWN
    assert taken["C-02"].changed == {
        "V1": Answer("good"),
        "V3": Answer("yes"),
        "T1": Answer("2026-05-04/"),
        "T2": Answer("3/4"),
        "T5": Answer("7"),
    }


def texts(least=0):
    return st.text(st.characters(exclude_categories=["C", "Z"]), min_size=least, max_size=12)


@st.composite
def answers(draw, template):
    """Answers to some questions of a template as the engine takes them, whatever they may hold."""
    found = {}
    for question in draw(st.lists(st.sampled_from(template.questions), unique=True, max_size=8)):
        value = {
            "grade": st.sampled_from([grade.code for grade in template.scale.grades]),
            "share": st.sampled_from(["24/26", "0/0", "6/8", "n/a"]),
            "date": st.sampled_from(["2026-03-04", "n/a"]),
            "text": texts(),
            "number": st.sampled_from(["0", "-3.50", "1000000", "0.1", "n/a"]),
            "yes-no": st.sampled_from(["yes", "no", "n/a"]),
            "elapsed": st.sampled_from(["2026-05-04/", "2026-05-04/2026-06-01", "n/a"]),
            "choice": st.sampled_from([*question.choices, "n/a"]),
            "choices": st.lists(st.sampled_from(question.choices or ("",)), unique=True),
        }[question.kind]
        piece = st.fixed_dictionaries({"what": texts(1), "where": texts(), "date": texts()})
        reply = {"value": draw(value), "comment": draw(texts()), "reason": draw(texts())}
        reply["evidence"] = draw(st.lists(piece, max_size=2, unique_by=lambda one: one["what"]))
        reply["action"] = {"what": draw(texts()), "who": draw(texts()), "when": "2026-05-01"}
        answer = accept(template, question, reply)
        found |= {question.id: answer} if answer != Answer() else {}
    for standard in draw(st.lists(st.sampled_from(template.standards), unique=True)):
        found[standard.id] = accept_for_standard(standard, {"evidence": draw(texts(1))})
    comment = draw(texts())
    return found | ({WHOLE: Answer(comment=comment)} if comment else {})


def test_a_note_that_says_question_does_not_lose_the_notes(asked, tmp_path):
    given_ = {
        "V1": Answer("inadequate", comment="Question", action=PlannedAction("Ask", "question", "2026-05-01"))
    }
    found = case_round(asked, responses=[answered("C-03", given_)])
    desk = Desk(tmp_path, found)
    assert desk.take(path=desk.path, found=case_round(asked))["C-03"].changed == given_


@settings(max_examples=25)
@given(data=st.data())
def test_whatever_was_answered_comes_back_unchanged(data, asked, tmp_path_factory):
    given_ = {ref: data.draw(answers(asked)) for ref in ("C-01", "C-03")}
    found = case_round(asked, responses=[answered(ref, one) for ref, one in given_.items() if one])
    desk = Desk(tmp_path_factory.mktemp("form"), found)
    path = desk.path
    again = desk.take(path=path, found=case_round(asked))
    given_ = {ref: one for ref, one in given_.items() if one}
    assert {ref: one.changed for ref, one in again.items()} == given_
    assert not any(one.changed for one in desk.take(path=path).values())
