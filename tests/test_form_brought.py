"""Still true? in a form: what was said last time, and what a Yes takes over of it."""

from dataclasses import replace

import openpyxl
import pytest
from test_form_read import DUE, LONDON, OAK, TODAY, Desk

from audit.errors import FileError
from audit.responses.brought import Brought
from audit.responses.response import Answer, Evidence, PlannedAction, Response
from audit.rounds import Expected, Round
from audit.workbook.form import write_form

TEXT = {question.id: question.text for question in LONDON.questions}
THEN = {
    "A1": Brought(
        "s11-2024",
        Answer("met", "Said then", (Evidence("Chart", "intranet", "2024-05-01"),)),
        "Met",
        TEXT["A1"],
        same=True,
        signed="2024-03-28",
        moderated="Partly met",
    ),
    "A2": Brought(
        "s11-2024",
        Answer("partly", action=PlannedAction("Ask", "Ada", "2025-01-31")),
        "Partly met",
        TEXT["A2"],
        same=True,
        revised="Met (1 June 2025)",
    ),
    "A3": Brought("s11-2024", Answer("not-met", "Old"), "Not met", "Asked otherwise?", same=False),
    "A4": Brought("s11-2024", Answer("partly"), "Partly met", TEXT["A4"], same=True),
    "A5": Brought("s11-2024", Answer("met"), "Met", TEXT["A5"], same=True),
    "A": Brought("s11-2024", Answer(evidence=(Evidence("Plan"),)), "Evidence for all of it", "", same=True),
    "E3": Brought("s11-2024", Answer("9/10"), "9/10", TEXT["E3"], same=True),
}


class Again(Desk):
    """A form of a round that brings answers forward, which goes out, is filled in, and comes back."""

    def __init__(self, folder, answers=None):
        self.round = Round("R1", LONDON, DUE, (Expected(OAK, DUE),), brought={"oak": THEN})
        self.stored = Response("R1", "oak", "oak", answers=answers or {})
        self.path = folder / "form.xlsx"
        write_form(self.round, OAK, self.stored, self.path, today=TODAY)
        self.book = openpyxl.load_workbook(self.path)


def test_last_time_stands_beside_what_is_asked_now(tmp_path):
    desk = Again(tmp_path)
    said = {name: desk.cell(name, "Last time").value for name in ("A1", "A2", "A3", "A6")}
    assert said == {
        "A1": (
            "Met (s11-2024, signed 28 March 2024)\nThe panel's grade: Partly met\nComment: Said then\n"
            "Evidence: Chart (intranet, 1 May 2024)"
        ),
        "A2": (
            "Partly met (s11-2024, not signed)\nSince its action was assured: Met (1 June 2025)\n"
            "Action: Ask, Ada, 31 January 2025"
        ),
        "A3": (
            "Not met (s11-2024, not signed)\nWhat is asked has changed. It was: Asked otherwise?\n"
            "Comment: Old"
        ),
        "A6": None,
    }


def test_still_true_is_offered_only_where_it_can_be_confirmed(tmp_path):
    desk = Again(tmp_path)
    cells = {name: desk.cell(name, "Still true?") for name in ("A", "A1", "A3", "A6")}
    assert {name: cell.protection.locked for name, cell in cells.items()} == {
        "A": False, "A1": False, "A3": True, "A6": True,
    }  # fmt: skip
    lists = [rule for rule in cells["A1"].parent.data_validations.dataValidation if rule.formula1 == '"Yes"']
    listed = {cell for rule in lists for cell in str(rule.sqref).split()}
    names = {desk.cell(name, "Still true?").coordinate for name in ("A", "A1", "A2", "A4", "A5")}
    assert listed == names


def test_a_form_with_nothing_brought_forward_or_all_of_it_answered_has_no_such_columns(tmp_path):
    answered = {name: Answer("n/a", reason="None") for name in THEN} | {
        "A": Answer(evidence=(Evidence("X"),))
    }
    for desk in (Desk(tmp_path), Again(tmp_path, answered)):
        heads = [cell.value for row in desk.cell("A1", "Answer").parent for cell in row]
        assert not {"Last time", "Still true?"} & {*heads}


def test_left_alone_it_confirms_nothing_and_yes_confirms(tmp_path):
    desk = Again(tmp_path)
    assert desk.back() == {}
    desk.fill("A1", "Still true?", "Yes")
    desk.fill("A2", "Still true?", "yes ")
    desk.fill("A4", "Still true?", "No")
    desk.fill("E3", "Still true?", True)
    desk.fill("A", "Still true?", "Yes")
    taken = desk.back()
    assert taken.pop("A4", Answer()) == Answer()
    assert taken == {
        name: replace(THEN[name].answer, confirmed="s11-2024") for name in ("A1", "A2", "A", "E3")
    }
    assert desk.back(stored=Response("R1", "oak", "oak", answers=taken)).items() >= taken.items()


def test_what_is_filled_in_beside_a_yes_is_put_on_top(tmp_path):
    desk = Again(tmp_path)
    desk.fill("A1", "Still true?", "Yes", "Answer", "Met", "Comment", "Now", "Evidence: what", "Minutes")
    desk.fill("A2", "Still true?", "Yes", "Action: what", "Ask again")
    desk.fill("A", "Still true?", "Yes", "Evidence: what", "Audit")
    taken = desk.back()
    assert taken["A"] == Answer(
        evidence=(Evidence("Plan"), Evidence("Audit"))
    )  # which is more than was confirmed
    chart = THEN["A1"].answer.evidence
    assert taken["A1"] == Answer("met", "Now", (*chart, Evidence("Minutes")), confirmed="s11-2024")
    assert taken["A2"] == Answer("partly", action=PlannedAction("Ask again"), confirmed="s11-2024")
    assert desk.back(stored=Response("R1", "oak", "oak", answers=taken)) == taken


def test_a_part_that_is_here_already_stays_beside_what_is_confirmed(tmp_path):
    here = {"A1": Answer(comment="Since then", evidence=(Evidence("Audit"),))}
    desk = Again(tmp_path, here)
    desk.fill("A1", "Still true?", "Yes", "Comment", None)
    evidence = (*THEN["A1"].answer.evidence, Evidence("Audit"))
    assert desk.back()["A1"] == Answer("met", "Since then", evidence, confirmed="s11-2024")


def test_an_answer_of_its_own_wins_over_a_blank_still_true(tmp_path):
    desk = Again(tmp_path)
    desk.fill("A1", "Answer", "Not met")
    assert desk.back()["A1"] == Answer("not-met")


@pytest.mark.parametrize(
    ("name", "filled", "said"),
    [
        ("A1", ("Still true?", "Yes", "Answer", "Not met"), "but another answer stands beside it"),
        ("A1", ("Still true?", "x"), "'x' stands here; choose Yes, or clear it"),
        ("A3", ("Still true?", "Yes"), "the question has changed since 's11-2024'"),
        ("B", ("Still true?", "Yes"), "nothing was brought forward to confirm"),
        ("A6", ("Still true?", "Yes"), "nothing was brought forward to confirm"),
    ],
)
def test_a_yes_that_confirms_nothing_is_refused_by_its_cell(tmp_path, name, filled, said):
    desk = Again(tmp_path)
    desk.fill(name, *filled)
    with pytest.raises(FileError) as caught:
        desk.back()
    [problem] = caught.value.problems
    cell = desk.cell(name, "Still true?")
    assert problem.where == f"sheet {cell.parent.title}, cell {cell.coordinate}"
    assert said in problem.text


def test_a_lost_heading_loses_no_yes(tmp_path):
    desk = Again(tmp_path)
    desk.fill("A1", "Still true?", "Yes")
    for row in desk.cell("A1", "Still true?").parent:
        for cell in row:
            cell.value = "Right?" if cell.value == "Still true?" else cell.value
    with pytest.raises(FileError, match="no column is headed 'Still true"):
        desk.back()
