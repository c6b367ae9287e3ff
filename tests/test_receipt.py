"""The receipt that goes back to an agency: its own return, and the range of others without a name."""

from dataclasses import replace
from datetime import date

import openpyxl
import pytest

from audit.agencies import Agency
from audit.errors import FileError, UnknownError
from audit.moderation import Moderated, moderation_of
from audit.responses.brought import Brought
from audit.responses.response import Answer, Response, Signatory, Signature
from audit.rounds import Expected, Round
from audit.scoring.partnership import results
from audit.workbook.receipt import Came, write_receipt

DUE, TODAY = date(2026, 11, 10), date(2026, 11, 16)
EVIL = '=HYPERLINK("http://x","y")'
CATALOGUE = """\
title: Ours
scale: met-partly-not
standards:
  - id: A
    title: Leadership
    questions:
      - {id: A1, text: Someone senior leads.}
      - {id: A2, text: The board hears of it.}
  - id: B
    title: Pupils
    questions:
      - {id: B1, text: Pupils know whom to tell., applies_to: [school]}
"""
TEMPLATE = """\
against: local/set
needs: {action: [not-met], evidence: []}
sign: {school: [head, chair of governors]}
questions:
  - {id: X1, text: Who graded this?, kind: text, when: {A1: [not-met]}, optional: yes}
"""
OWN = {
    "A1": {
        "value": "met",
        "comment": EVIL,
        "evidence": [{"what": "Minutes", "where": "Office", "date": "2026-01-05"}],
    },
    "A2": {"value": "not-met"},
}
SIGNED = Signature(
    "Ada Moss", "head", "2026-11-01", Signatory("Bea Lund", "chair of governors"), "2026-10-20"
)


@pytest.fixture(scope="session")
def ours(make):
    return make(CATALOGUE, TEMPLATE)


@pytest.fixture(scope="session")
def scored(ours, put):
    """A round of the agency `own` and others, each signed on (A1, A2); `own` draft unless `signed`."""

    def scored(others, own=OWN, signed=None, kinds=("charity",), name="Other {}", **more):
        agencies = [Agency("own", "Own Agency", tuple(kinds))]
        agencies += [Agency(f"o{n}", name.format(n), ("charity",)) for n in range(len(others))]
        answers = [put(ours, own, kinds).answers if own else None]
        answers += [put(ours, {"A1": a, "A2": b}, ("charity",)).answers for a, b in others]
        signatures = [signed, *[Signature("Cy", "lead", "2026-11-01")] * len(others)]
        expected = tuple(Expected(agency, DUE) for agency in agencies)
        round_ = Round("s11", ours, DUE, expected, "2024 to 2026", **more)
        responses = [
            Response("s11", agency.code, agency.code, answers=given, signed=signature)
            for agency, given, signature in zip(agencies, answers, signatures, strict=True)
            if given is not None
        ]
        return results(round_, responses, TODAY)

    return scored


@pytest.fixture
def receipt(tmp_path):
    def receipt(found, *came, name="receipt.xlsx", today=TODAY):
        path = tmp_path / name
        write_receipt(
            found, "own", came or [Came("own.xlsx")], path, today=today, partnership="Kingsbridge SCP"
        )
        return openpyxl.load_workbook(path)

    return receipt


def rows(sheet):
    return [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]


def under(sheet, title):
    """The rows of a table, by its title."""
    found = rows(sheet)
    start = next(place for place, row in enumerate(found) if row[:1] == [title])
    below = found[start + 2 :]
    return below[: next((place for place, row in enumerate(below) if not row), len(below))]


PARTLY, MET, NOT = "partly", "met", "not-met"
FIVE = [(NOT, NOT), (NOT, PARTLY), (PARTLY, PARTLY), (PARTLY, MET), (MET, MET)]


def answer(grade):
    return {"value": grade, "action": {"what": "Act"}} if grade == NOT else grade


def graded(pairs):
    return [tuple(map(answer, pair)) for pair in pairs]


def test_an_agency_stands_beside_the_range_of_the_others_of_which_there_are_enough(scored, receipt):
    sheet = receipt(scored(graded(FIVE)))["Beside others"]
    found = {row[0]: row[1:] for row in rows(sheet) if len(row) == 6}
    # 0, 1/4, 1/2, 3/4 and 1 are the scores of the others: points 0, 1, 2 of met, partly, not met.
    assert found["A Leadership"] == ["amber 0.50, provisional, 50 % answered", 0, 0.5, 1, 5]
    assert found["Overall"] == ["amber 0.50, provisional, 50 % answered", 0, 0.5, 1, 5]
    assert found["B Pupils"][:2] == ["not asked", "too few returns yet to show a range"]


def test_the_middle_of_an_even_number_lies_between_the_two_in_the_middle(scored, receipt):
    sheet = receipt(scored(graded([*FIVE, (MET, MET)])))["Beside others"]
    assert next(row for row in rows(sheet) if row[0] == "A Leadership")[2:] == [0, 0.63, 1, 6]  # 5/8


@pytest.mark.parametrize("others", [FIVE[:4], [*FIVE[:4], ("n/a", "n/a")]])
def test_four_scores_of_others_are_too_few_whoever_else_returned(scored, receipt, others):
    others = [
        tuple({"value": grade, "reason": "none"} if grade == "n/a" else answer(grade) for grade in pair)
        for pair in others
    ]
    sheet = receipt(scored(others))["Beside others"]
    line = next(row for row in rows(sheet) if row[0] == "A Leadership")
    assert line[2:] == ["too few returns yet to show a range", "–", "–", "–"]


def test_a_draft_of_another_stands_in_no_range(scored, receipt):
    found = scored(graded(FIVE))
    last = found.rows[-1]
    draft = replace(last, line=replace(last.line, response=replace(last.response, signed=None)))
    sheet = receipt(replace(found, rows=(*found.rows[:-1], draft), drafts=True))["Beside others"]
    assert "too few returns yet to show a range" in next(r for r in rows(sheet) if r[0] == "A Leadership")


def test_who_the_others_are_changes_not_a_byte_and_the_same_receipt_is_the_same_bytes(
    scored, receipt, tmp_path
):
    for name in ("Other {}", "Kingsbridge Police {}"):
        receipt(scored(graded(FIVE), name=name), name=f"{name[:5]}.xlsx")
    first, second = (tmp_path / f"{name}.xlsx" for name in ("Other", "Kings"))
    assert first.read_bytes() == second.read_bytes()


def test_what_came_and_what_is_owed_is_said_question_by_question(scored, receipt):
    came = Came(
        "own.xlsx",
        on="2026-11-15",
        taken=("A1", "A2"),
        same=1,
        older=("B1",),
        conflicts=("A2", "A"),
        notes=("A1: the comment was emptied; what was kept stays.",),
        signed="The sign-off was not taken, since answers are owed.",
    )
    sheet = receipt(scored([], own={"A2": {"value": "not-met"}}), came)["Receipt"]
    ((file, came_of_it, day),) = under(sheet, "What came, and what was taken")
    assert (file, day) == ("own.xlsx (form)", "15 November 2026")
    assert came_of_it == (
        "2 answers taken: A1, A2. 1 answer as before. 1 answer left out, since another one stands here: B1. "
        "2 answers not taken, since changed here too: A2, A. The sign-off was not taken, since answers are "
        "owed."
    )
    assert under(sheet, "To be noted") == [["own.xlsx", "A1: the comment was emptied; what was kept stays."]]
    assert [row[0] for row in under(sheet, "Changed here and in your file too")][:2] == ["A2", "A"]
    assert under(sheet, "What is still owed") == [
        ["A1", "Someone senior leads.", "An answer."],
        ["A2", "The board hears of it.", "Answered; its action is owed."],
    ]
    steps = {row[0]: row[-1] for row in under(sheet, "What happens next")}
    assert steps["Answer what is owed"] == "10 November 2026: that day is past"
    assert list(steps) == ["Settle what differs", "Answer what is owed", "Sign-off", "Challenge"]


def test_a_signed_return_says_who_signed_and_that_it_is_locked(scored, receipt):
    own = {"A1": "met", "A2": "met", "B1": "partly"}
    sheet = receipt(scored([], own=own, signed=SIGNED, kinds=("school",)), today=DUE)["Receipt"]
    facts = dict(row for row in rows(sheet) if len(row) == 2)
    assert facts["Signed"] == (
        "by Ada Moss, head, and Bea Lund, chair of governors, on 1 November 2026; put before your own board "
        "on 20 October 2026"
    )
    assert (facts["Is due"], facts["Settled"]) == ("10 November 2026", "3 of 3 questions owed")
    assert ["Nothing is owed."] in rows(sheet)
    steps = [row[0] for row in under(sheet, "What happens next")]
    assert steps == ["Keep this workbook", "To change an answer", "Challenge"]


def test_whoever_may_sign_is_named_where_the_template_names_them(scored, receipt):
    sheet = receipt(scored([], own=None, kinds=("school",)))["Receipt"]
    said = {row[0]: row[1] for row in under(sheet, "What happens next")}
    assert said["Sign-off"].endswith("signed, by one of these: head, chair of governors.")


def test_the_copy_has_every_answer_in_words_and_leaves_out_what_was_not_asked(scored, receipt):
    sheet = receipt(scored([], own=OWN | {"A": {"evidence": [{"what": "Policy"}]}}))["Your answers"]
    found = {row[0]: row[1:] for row in rows(sheet) if len(row) == 7}
    assert found["A1"][1:] == ["Met", EVIL, "Minutes (Office, 5 January 2026)", "–", "–"]
    assert found["A2"][1] == "Not met; owed: action"
    assert found["A"][3] == "Policy"
    assert found["X1"][1] == "does not arise"
    assert "B1" not in found
    assert [
        "All that is kept of what you said. Left out: 1 question not meant for an agency of your kind."
    ] in (rows(sheet))


def test_typed_text_is_no_formula_and_a_text_too_long_for_its_cell_stands_whole_in_the_notes(scored, receipt):
    long = " ".join(f"word{n}" for n in range(900))
    book = receipt(
        scored([], own={"A1": {"value": "met", "comment": long}, "A2": {"value": "met", "comment": EVIL}})
    )
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    whole = "".join(str(row[2]) for row in rows(book["Notes"]) if str(row[:1]).startswith("['Note 1"))
    assert " ".join(whole.split()) == long


def test_a_panels_grade_and_an_earlier_answer_to_confirm_are_said(scored, receipt):
    own = {"A1": {"value": "met"}}
    panel = [Moderated("own", "own", "A1", "partly", "No minutes seen", "met")]
    earlier = Brought("s11-2024", Answer("met"), "Met", "The board hears of it.", same=True)
    other = replace(earlier, text="The board knew of it.", same=False)
    brought = {"own": {"A2": earlier, "B1": other}}
    panels = moderation_of(panel)
    found = scored([], own=own, kinds=("school",), moderation=panels, brought=brought)
    book = receipt(found)
    copied = {row[0]: row for row in rows(book["Your answers"]) if len(row) == 8}
    assert (copied["A1"][2], copied["A1"][-1]) == ("Met", "Partly met")
    assert copied["A2"][2] == "not answered: the last answer is to be confirmed"
    assert copied["B1"][2] == "not answered"
    assert (
        under(book["Receipt"], "What is still owed")[0][2]
        == "An answer, or that the one of s11-2024 still holds."
    )


def test_a_silent_agency_has_a_receipt_too(scored, receipt):
    book = receipt(scored(graded(FIVE), own=None), Came("own.xlsx", notes=("Nothing was filled in.",)))
    assert next(row for row in rows(book["Beside others"]) if row[0] == "Overall")[1] == "no return"
    assert len(under(book["Receipt"], "What is still owed")) == 2


def test_an_agency_that_is_not_expected_or_a_file_that_cannot_be_written_is_refused(scored, tmp_path):
    found = scored([])
    with pytest.raises(UnknownError, match="The round 's11' expects nothing of 'oak'"):
        write_receipt(found, "oak", [], tmp_path / "r.xlsx", today=TODAY)
    with pytest.raises(FileError, match="must end in"):
        write_receipt(found, "own", [], tmp_path / "r.ods", today=TODAY)
    assert not list(tmp_path.iterdir())
