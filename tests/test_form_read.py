"""A form as it comes back: read by id and heading, taken by the engine or refused by sheet and cell."""

from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from office import converted

from audit.agencies import Agency
from audit.definitions import library
from audit.errors import FileError
from audit.responses.files import take
from audit.responses.response import Answer, Evidence, PlannedAction, Response
from audit.rounds import Expected, Round, interview
from audit.templates import load
from audit.workbook.form import write_form
from audit.workbook.form_read import read_forms
from audit.workbook.form_signing import SignOff
from audit.workbook.form_take import take_form

TODAY, DUE = date(2026, 1, 10), date(2026, 3, 31)
OAK = Agency("oak", "Oak", ("school",), ("section-11",))
LONDON = load(library(), "section-11/london")


class Desk:
    """A form that goes out, is filled in by openpyxl, and comes back."""

    def __init__(self, folder, template=LONDON, answers=None):
        self.round = Round("R1", template, DUE, (Expected(OAK, DUE),))
        self.stored = Response("R1", "oak", "oak", answers=answers or {})
        self.path = folder / "form.xlsx"
        write_form(self.round, OAK, self.stored, self.path, today=TODAY)
        self.book = openpyxl.load_workbook(self.path)

    def cell(self, name, heading, nth=0):
        found = []
        for sheet in self.book:
            heads = {}
            for row in sheet.iter_rows():
                words = [str(cell.value or "") for cell in row]
                if {"Question", "Answer"} <= {*words}:
                    heads = {word: place for place, word in enumerate(words)}
                elif heads and words[heads["Question"]] == name:
                    found.append(row[heads[heading]])
        return found[nth]

    def fill(self, name, *parts, nth=0):
        """Writes heading, value, heading, value … into the row of an id; the first spare row has none."""
        cells = [self.cell(name, heading, nth) for heading in parts[::2]]
        for cell, value in zip(cells, parts[1::2], strict=True):
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"  # as typed into a cell of text, not as a formula

    def known(self, name, agency):
        ids = {*self.round.template.by_id, *(standard.id for standard in self.round.template.standards)}
        return ids if (name, agency) == ("R1", "oak") else None

    def read(self, *paths):
        return read_forms(paths or [self.path], self.known, lambda _: self.round.template.digest)

    def back(self, *paths, stored=None):
        self.book.save(self.path)
        forms, errors = self.read(*paths)
        if errors:
            raise errors[0]
        return take_form(interview(self.round, OAK, stored or self.stored, TODAY), forms[0]).answers


def texts():
    return st.text(st.characters(exclude_categories=["C", "Z"]), max_size=12)


@st.composite
def replies(draw):
    """Replies as a file of answers gives them, whatever they may hold."""
    given_ = {}
    for question in draw(st.lists(st.sampled_from(LONDON.questions), unique=True, max_size=12)):
        value = {
            "grade": st.sampled_from(["met", "partly", "not-met", "n/a"]),
            "share": st.sampled_from(["24/26", "0/0", "6/8", "n/a"]),
            "date": st.sampled_from(["2026-03-04", "n/a"]),
            "text": texts(),
            "choice": st.sampled_from(question.choices or ("n/a",)),
        }[question.kind]
        piece = st.fixed_dictionaries({"what": texts().filter(bool), "where": texts(), "date": texts()})
        reply = {"value": draw(value), "comment": draw(texts()), "reason": draw(texts())}
        reply["evidence"] = draw(st.lists(piece, max_size=2, unique_by=lambda one: one["what"]))
        reply["action"] = {"what": draw(texts()), "who": draw(texts()), "when": "2026-05-01"}
        given_[question.id] = {key: part for key, part in reply.items() if part not in ("", [])}
    return {name: reply for name, reply in given_.items() if reply}


@settings(max_examples=15)
@given(given_=replies())
def test_a_filled_form_gives_what_a_file_of_answers_gives(given_, tmp_path_factory):
    empty = interview(Round("R1", LONDON, DUE, ()), OAK, None, TODAY)
    wanted = {
        name: answer for name, answer in take(empty, given_, "file").answers.items() if answer != Answer()
    }
    desk = Desk(tmp_path_factory.mktemp("form"), answers=wanted)
    empty = Response("R1", "oak", "oak")
    assert desk.back(stored=empty) == wanted


def filled(desk):
    desk.fill(
        "A1", "Answer", "met", "Comment", "=A1+1", "Evidence: what", "Chart", "Evidence: date", "1/2/2026"
    )
    desk.fill("A2", "Answer", "Not met", "Action: what", "Ask", "Action: who", "Ada", "Action: when", "May")
    desk.fill("E3", "Answer", "24 of 26")
    desk.fill("X1", "Answer", datetime(2026, 2, 1))
    desk.fill("B", "Evidence: what", "Policy")


FILLED = {
    "A1": Answer("met", "=A1+1", (Evidence("Chart", "", "2026-02-01"),)),
    "A2": Answer("not-met", action=PlannedAction("Ask", "Ada", "May")),
    "E3": Answer("24/26"),
    "X1": Answer("2026-02-01"),
    "B": Answer(evidence=(Evidence("Policy"),)),
}


def test_rows_columns_and_sheets_may_move(tmp_path):
    desk = Desk(tmp_path)
    filled(desk)
    for number, sheet in enumerate(desk.book.worksheets):
        sheet.insert_cols(2 if number % 2 else 4)
        sheet.insert_rows(7, 2)
        sheet.insert_rows(1, 3)
        sheet["A1"] = "Sent by the office, with thanks"
        sheet.title = f"Sheet {number}"
    desk.book._sheets.reverse()
    assert desk.back() == FILLED


@pytest.mark.parametrize("kind", ["ods", "xls", "xlsx"])
def test_libreoffice_may_save_it_anew(tmp_path, kind):
    desk = Desk(tmp_path)
    filled(desk)
    desk.book.save(desk.path)
    assert desk.back(*converted(kind, tmp_path / "anew", desk.path)) == FILLED


def test_everything_wrong_is_listed_by_sheet_and_cell_at_once(tmp_path):
    desk = Desk(tmp_path)
    desk.fill("B2", "Answer", "Good")
    desk.fill("E3", "Answer", datetime(2026, 8, 6))
    desk.fill("A", "Answer", "Met")
    desk.fill("C", "If not applicable, why", "None of it")
    desk.fill("A1", "Evidence: what", "One")
    desk.fill("", "Question", "A1", "Evidence: where held", "Desk")
    with pytest.raises(FileError) as caught:
        desk.back()
    places = {name: (desk.cell(*name[:2], *name[2:])) for name in [
        ("B2", "Answer"), ("E3", "Answer"), ("A", "Answer"), ("C", "If not applicable, why"),
        ("A1", "Evidence: what", 1)]}  # fmt: skip
    wanted = {f"sheet {cell.parent.title}, cell {cell.coordinate}" for cell in places.values()}
    assert {problem.where for problem in caught.value.problems} == wanted
    said = "\n".join(problem.text for problem in caught.value.problems)
    assert "B2: 'Good' is not a grade; the grades are met, partly, not-met, n/a." in said
    assert "E3: '2026-08-06' is not a count out of a count; write it as 24/26." in said


STORED = {
    "A1": Answer("met", "Said", (Evidence("One", "here", "2026-01-01"), Evidence("Two", "there"))),
    "A2": Answer("partly", action=PlannedAction("Ask", "Ada", "2026-05-01")),
    "A3": Answer("n/a", reason="Not ours"),
}


def test_a_blank_never_deletes(tmp_path):
    desk = Desk(tmp_path, answers=STORED)
    for name, nth in (("A1", 0), ("A1", 1), ("A2", 0), ("A3", 0)):
        for heading in ("Answer", "Comment", "Evidence: what", "Evidence: where held", "Action: who"):
            desk.fill(name, heading, None, nth=nth)
    taken = desk.back()
    assert {name: taken.get(name, STORED[name]) for name in STORED} == STORED
    later = Response("R1", "oak", "oak", answers={**STORED, "A4": Answer("met")})
    assert desk.back(stored=later).get("A4", Answer("met")) == Answer("met")


def test_another_description_is_another_piece_of_evidence(tmp_path):
    desk = Desk(tmp_path, answers=STORED)
    desk.fill("A1", "Evidence: what", "New", "Evidence: where held", None, "Evidence: date", None)
    assert desk.back()["A1"].evidence == (Evidence("New"), Evidence("Two", "there"))


def test_spare_rows_add_evidence_and_a_form_that_comes_twice_adds_nothing(tmp_path):
    desk = Desk(tmp_path)
    desk.fill("", "Question", "a1", "Evidence: what", "Minutes")
    desk.fill("", "Question", "A1", "Evidence: what", "Chart")
    taken = desk.back()
    assert taken == {"A1": Answer(evidence=(Evidence("Minutes"), Evidence("Chart")))}
    assert desk.back(stored=Response("R1", "oak", "oak", answers=taken)) == taken
    forms, errors = desk.read(desk.path, desk.path)
    assert (len(forms), errors) == (1, [])


def test_a_standard_may_not_apply_as_a_whole(tmp_path):
    desk = Desk(tmp_path)
    desk.fill(
        "A", "Answer", "Not applicable", "If not applicable, why", "No such work", "Evidence: what", "Note"
    )
    desk.fill("A2", "Comment", "Ask us again")
    taken = desk.back()
    meant = [question.id for question in LONDON.standards[0].questions]
    assert {name: (taken[name].value, taken[name].reason) for name in meant} == dict.fromkeys(
        meant, ("n/a", "No such work")
    )
    assert taken["A2"].comment == "Ask us again"
    assert taken["A"].evidence == (Evidence("Note"),)


def test_without_a_reason_for_the_whole_the_old_reasons_stay(tmp_path):
    desk = Desk(tmp_path)
    desk.fill("A", "Answer", "Not applicable")
    stored = Response("R1", "oak", "oak", answers={"A3": Answer("n/a", reason="Not ours")})
    assert desk.back(stored=stored)["A3"].reason == "Not ours"


def spoil(desk, how):
    heading = next(row for row in desk.book.worksheets[2].iter_rows() if row[0].value == "Question")
    if how == "headings gone":
        desk.book.worksheets[2].delete_rows(heading[0].row)
    elif how == "heading changed":
        heading[3].value = "Our view"
    else:
        heading[5].value = "Answer"


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("headings gone", "the row of headings above them is gone"),
        ("heading changed", "no column is headed 'Answer'"),
        ("heading twice", "no column is headed 'Comment'"),
    ],
)
def test_a_sheet_that_cannot_be_read_whole_is_never_passed_over(tmp_path, how, said):
    desk = Desk(tmp_path)
    desk.fill("A2", "Answer", "Met", "Comment", "Not met")
    spoil(desk, how)
    with pytest.raises(FileError, match=said):
        desk.back()


def test_an_answer_given_twice_is_refused(tmp_path):
    desk = Desk(tmp_path)
    desk.fill("A1", "Answer", "Met")
    desk.fill("", "Question", "A1", "Answer", "Not met")
    with pytest.raises(FileError, match="keep one of the two"):
        desk.back()


def test_what_is_no_form_of_ours_is_refused_in_a_sentence(tmp_path):
    plain = openpyxl.Workbook()
    plain.active["A1"] = "Rota"
    plain.save(tmp_path / "rota.xlsx")
    (tmp_path / "cut.xlsx").write_bytes(b"PK\x03\x04cut")
    other = load(library(), "section-11/short")
    for name, template, agency in (("other", other, OAK), ("stranger", LONDON, Agency("elm", "Elm"))):
        answers = {"S1": Answer("met")} if template is other else {}
        response = Response("R1", "oak", "oak", answers=answers)
        write_form(Round("R1", template, DUE, ()), agency, response, tmp_path / f"{name}.xlsx", today=TODAY)
    desk = Desk(tmp_path)
    names = ["rota", "cut", "other", "stranger"]
    forms, errors = desk.read(desk.path, *(tmp_path / f"{name}.xlsx" for name in names))
    assert [form.file for form in forms] == [str(desk.path)]
    assert [len(error.problems) for error in errors] == [1, 1, 1, 1]
    said = [error.problems[0].text for error in errors]
    assert said[0].startswith("it is not a form of this program")
    assert said[2].startswith("it was made from another edition of the questions")
    assert said[3].startswith("it is a form of the round 'R1' for 'elm'")


def test_the_sign_off_is_read_with_its_day(tmp_path):
    desk = Desk(tmp_path)
    sheet = desk.book["Sign-off"]
    row = next(cell.row for cell in sheet["A"] if cell.value == "Signed by")
    for day, read in ((datetime(2026, 2, 3), "2026-02-03"), ("3/2/2026", "2026-02-03"), ("soon", "soon")):
        for column, value in enumerate(("Jo Ash", "Head", day), 2):
            sheet.cell(row, column).value = value
        desk.book.save(desk.path)
        assert desk.read()[0][0].signature == SignOff("Jo Ash", "Head", read)
