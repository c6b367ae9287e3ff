"""What a form says of the answers it was filled from, and that an untouched row comes back as it went out."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_form_read import DUE, OAK, TODAY, Desk

from audit.errors import AnswerError
from audit.responses.merging import version
from audit.responses.reply import accept, accept_for_standard
from audit.responses.response import Answer, Evidence, PlannedAction, Response
from audit.rounds import Round, interview
from audit.workbook.form import write_form
from audit.workbook.form_read import read_forms
from audit.workbook.form_take import take_form
from audit.workbook.form_version import mark, piece_in, version_in

CATALOGUE = """
title: Of every kind
scale: marks
standards:
  - id: A
    title: One
    questions:
      - {id: '1.1', text: How good?}
      - {id: '1.10', text: How good is the rest?, optional: yes}
      - {id: C1, text: Which?, kind: choice, choices: ['5', '1/2/2026', 'Yes', '= 2']}
      - {id: C2, text: Which of them?, kind: choices, choices: [one, two, three]}
      - {id: T1, text: Say., kind: text}
      - {id: N1, text: How many?, kind: number}
      - {id: S1, text: How many of them?, kind: share, grades: {m5: 0.9}}
      - {id: E1, text: How long?, kind: elapsed, limit: 10, days: calendar}
      - {id: D1, text: When?, kind: date}
      - {id: Y1, text: Is it?, kind: yes-no}
"""
MARKS = """
title: Marks
grades:
  - {code: m5, label: '5', points: 5}
  - {code: m45, label: '4.5', points: 4.5}
  - {code: m1, label: '1.10', points: 1}
  - {code: none, label: Not ours}
"""
VALUES = {
    "grade": st.sampled_from(["5", "4.5", "1.10", "n/a", None]),
    "choice": st.sampled_from(["5", "1/2/2026", "Yes", "= 2", "n/a"]),
    "choices": st.lists(st.sampled_from(["one", "two", "three"]), min_size=1),
    "number": st.sampled_from(["24", "-3.50", "0.1", "007", "1,000"]),
    "share": st.sampled_from(["24/26", "0/0", "1/2", "n/a"]),
    "elapsed": st.sampled_from(["2026-01-05/2026-01-19", "2026-01-05/", "n/a"]),
    "date": st.sampled_from(["2026-02-01", "n/a"]),
    "yes-no": st.sampled_from(["yes", "no", "n/a"]),
}
LETTERS = st.one_of(
    st.sampled_from("\n\t =+-@'\"<>&;/ 0159eE.:#🌳é\u00a0\u200b\u0301"),
    st.characters(exclude_categories=["Cs", "Cn", "Cc"]),
)


def texts():
    odd = ["1/2/2026", "2026-02-01", "=1+1", "n/a", "Not applicable", "TRUE", "#N/A", "012", "1e5", "Spring"]
    return st.one_of(st.sampled_from(["", *odd]), st.text(LETTERS, max_size=30))


@st.composite
def answers(draw, template):
    """Answers as they may be stored, however they came: by the engine that everything goes through."""
    found = {}
    piece = st.fixed_dictionaries({"what": texts(), "where": texts(), "date": texts()})
    for question in draw(st.lists(st.sampled_from(template.questions), unique=True, max_size=6)):
        reply = {"value": draw(VALUES.get(question.kind, texts()))}
        reply |= {part: draw(texts()) for part in ("comment", "reason")}
        reply["evidence"] = draw(st.lists(piece.filter(lambda one: one["what"].strip()), max_size=3))
        reply["action"] = {part: draw(texts()) for part in ("what", "who", "when")}
        try:
            found[question.id] = accept(template, question, reply)
        except AnswerError:  # a description of blanks that Python does not strip
            continue
    standard = draw(st.lists(st.just({"what": "Chart", "date": "1/2/2026"}), max_size=2))
    found["A"] = accept_for_standard(template.standards[0], {"evidence": standard})
    return {name: answer for name, answer in found.items() if answer != Answer()}


@pytest.fixture(scope="module")
def every_kind(make):
    return make(CATALOGUE, marks=MARKS)


@settings(max_examples=15)
@given(data=st.data())
def test_an_untouched_form_says_alone_just_what_it_was_filled_with(data, every_kind, tmp_path_factory):
    stored, ids = data.draw(answers(every_kind)), {"A", *every_kind.by_id}
    round_, path = Round("R1", every_kind, DUE, ()), tmp_path_factory.mktemp("form") / "form.xlsx"
    response = Response("R1", "oak", "oak", answers=stored)
    write_form(round_, OAK, response, path, today=TODAY)
    [form], errors = read_forms([path], lambda *_: ids, lambda _: every_kind.digest)
    assert errors == []
    asked = interview(round_, OAK, response, TODAY)
    alone = take_form(replace(asked, answers={}), form)
    assert alone.answers == stored
    assert take_form(asked, form).answers == stored
    assert form.versions == {name: version(stored.get(name)) for name in ids}
    assert (alone.cleared, alone.notes) == ((), ())


def test_the_longest_text_and_tabs_come_back_as_they_were(tmp_path, small):
    stored = {"A1": Answer("met", "w" * 32_767), "A2": Answer(comment="a\tb\n\tc  d")}
    desk = Desk(tmp_path, small, answers=stored)
    assert "\t" not in desk.cell("A2", "Comment").value  # which LibreOffice loses in an .ods
    assert desk.back(stored=Response("R1", "oak", "oak")) == stored


def test_a_mark_says_the_version_and_the_piece_and_nothing_else_is_one():
    answer = Answer("met")
    assert mark(None) == "new"
    assert mark(answer, 3) == f"v{version(answer)}-3"
    assert (version_in("new"), version_in(mark(answer, 3)), version_in("New-2")) == ("", version(answer), "")
    assert (piece_in("new"), piece_in(mark(answer, 3)), piece_in("new-12")) == (1, 3, 12)
    for odd in ("", "v12", "newer", "0", f"v{version(answer)}-0", version(answer)):
        assert (version_in(odd), piece_in(odd)) == (None, 0)


STORED = {
    "A1": Answer("met", "Said", (Evidence("One", "here", "2026-01-01"), Evidence("Two"), Evidence("Two"))),
    "A2": Answer("partly", action=PlannedAction("Ask", "Ada", "2026-05-01")),
    "A": Answer(evidence=(Evidence("Chart"),)),
}

SMALL = """
title: Of two standards
scale: met-partly-not
standards:
  - id: A
    title: One
    questions: [{id: A1, text: It is led.}, {id: A2, text: It is known.}, {id: A3, text: It is seen.}]
  - id: B
    title: Two
    questions: [{id: B1, text: It is heard.}, {id: B2, text: It is done.}]
"""


@pytest.fixture(scope="module")
def small(make):
    return make(SMALL)


def column(sheet, heading):
    return next(cell for row in sheet for cell in row if cell.value == heading).column


def test_the_version_stands_at_the_right_of_every_row_that_asks_and_is_locked(tmp_path, small):
    desk = Desk(tmp_path, small, answers=STORED)
    for name, number in (("A", 1), ("A1", 1), ("A1", 3), ("A2", 1), ("A3", 1)):
        cell = desk.cell(name, "Version", number - 1)
        assert cell.value == mark(STORED.get(name), number)
        assert cell.protection.locked
        assert cell.column == cell.parent.max_column


@pytest.mark.parametrize("how", ["cell emptied", "cell garbled", "column gone", "of another answer beside"])
def test_a_lost_version_is_unknown_and_never_none(tmp_path, small, how):
    desk = Desk(tmp_path, small, answers=STORED)
    cell = desk.cell("A1", "Version")
    if how == "column gone":
        cell.parent.delete_cols(cell.column)
    else:
        for number in range(3):
            garbled = {"cell emptied": None, "cell garbled": "v12"}.get(how, mark(Answer(str(number))))
            desk.fill("A1", "Version", garbled, nth=number)
    desk.book.save(desk.path)
    [form], _ = desk.read()
    assert form.versions["A1"] is None
    assert form.versions["A3"] == "" if how != "column gone" else form.versions["A3"] is None
    assert desk.back()["A1"] == (
        STORED["A1"] if "of another" in how else replace(STORED["A1"], evidence=STORED["A1"].evidence[:2])
    )


def shuffled(desk):
    """Every question sheet sorted from its last row to its first."""
    for sheet in desk.book.worksheets[2:-1]:
        head = next(row[0].row for row in sheet if row[0].value == "Question")
        cells = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=head + 1)]
        sheet.delete_rows(head + 1, len(cells))
        for row in reversed(cells):
            sheet.append(row)


def test_sorted_rows_say_what_they_said_before(tmp_path, small):
    desk = Desk(tmp_path, small, answers=STORED)
    shuffled(desk)
    alone = desk.back(stored=Response("R1", "oak", "oak"))
    assert alone == STORED


def test_a_deleted_row_of_evidence_takes_no_other_piece_away(tmp_path, small):
    desk = Desk(tmp_path, small, answers=STORED)
    cell = desk.cell("A1", "Question", 0)
    cell.parent.delete_rows(cell.row)
    assert desk.back().get("A1", STORED["A1"]) == STORED["A1"]


def test_what_was_emptied_is_named_and_stays(tmp_path, small):
    desk = Desk(tmp_path, small, answers=STORED)
    desk.fill("A1", "Comment", None, "Evidence: where held", None)
    desk.fill("A2", "Answer", None, "Action: who", None)
    desk.book.save(desk.path)
    [form], _ = desk.read()
    asked = interview(desk.round, OAK, desk.stored, TODAY)
    taken = take_form(asked, form)
    assert taken.cleared == ("A1 comment", "A1 evidence", "A2 answer", "A2 action")
    assert {**STORED, **taken.answers} == STORED
    moved = {**STORED, "A1": Answer("not-met"), "A2": Answer("met")}
    assert take_form(replace(asked, answers=moved), form).cleared == ()


def test_evidence_added_meanwhile_is_not_put_out_of_its_place(tmp_path, small):
    desk = Desk(tmp_path, small, answers={"A1": Answer("met", evidence=(Evidence("One"),))})
    desk.fill("", "Question", "A1", "Evidence: what", "Three")
    now = {"A1": Answer("met", evidence=(Evidence("One"), Evidence("Two")))}
    taken = desk.back(stored=Response("R1", "oak", "oak", answers=now))
    assert taken["A1"].evidence == (Evidence("One"), Evidence("Two"), Evidence("Three"))
