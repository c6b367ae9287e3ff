"""The sheet Notes of a grid form: what the cell of a case cannot say, a row for each case and question."""

from collections.abc import Iterator, Mapping
from typing import Any

from audit.dates import said
from audit.responses.interview import State
from audit.responses.response import Answer, Evidence, PlannedAction
from audit.workbook.book import text
from audit.workbook.case_form_grid import HEAD as GRID_HEAD
from audit.workbook.case_form_plan import CaseForm
from audit.workbook.case_form_words import CASES, HEADINGS, NOTES, PLACE
from audit.workbook.fit import points
from audit.workbook.form_frame import Frame
from audit.workbook.form_sheets import EDGE, TALLEST, WHEN
from audit.workbook.form_words import ACTION, EVIDENCE

HEAD = 3  # row of the headings
SPARE = 3  # blank rows for each case
FEWEST, MOST = 15, 60


def write_notes(frame: Frame, form: CaseForm, sheet: Any, ids: str) -> None:
    """The sheet, with what is known and blank rows below; `ids` says where the questions' ids stand."""
    widths = [heading.width for heading in HEADINGS]
    frame.title(sheet, NOTES, *widths)
    lines = (
        "Only for what the sheet Cases cannot say: why something does not apply, what will be done, what "
        "shows it. Several pieces of evidence for one question stand in several rows."
    )
    frame.flat(sheet, 1, lines)
    frame.head(sheet, HEAD, *(heading.text for heading in HEADINGS))
    sheet.set_row(HEAD, 28)
    known = list(known_notes(form))
    spare: list[dict[str, str]] = [{}] * min(MOST, max(FEWEST, SPARE * len(form.refs)))
    white = frame.book.format(border=1, border_color=EDGE, locked=False, num_format="@")
    for row, cells in enumerate([*known, *spare], HEAD + 1):
        words = [cells.get(heading.field, "") for heading in HEADINGS]
        sheet.set_row(row, min(TALLEST, max(29.0, points(words, widths))))
        for column, word in enumerate(words):
            if word:
                sheet.write_string(row, column, text(word), white)
            else:
                sheet.write_blank(row, column, None, white)
    _rules(sheet, form, ids, HEAD + len(known) + len(spare))
    sheet.freeze_panes(HEAD + 1, 2)
    sheet.repeat_rows(HEAD)


def known_notes(form: CaseForm) -> Iterator[dict[str, str]]:
    """The rows that are known, what the cell of an answer does not say, and a row to fill for what is owed.

    Further pieces of evidence stand in further rows.
    """
    ids = [*(section.id for section, _ in form.sections if section.id), *(one.id for one in form.questions)]
    for ref, response in form.responses.items():
        if response.signed:
            continue
        for name in ids:
            answer = response.answers.get(name, Answer())
            for row in list(_rows(answer)) or ([{}] if _owes(form, ref, name) else []):
                yield {"case": ref, "question": name, **row}


def _owes(form: CaseForm, ref: str, name: str) -> bool:
    """Whether an answer that was given wants a reason, an action or evidence."""
    question = form.found.round.template.by_id.get(name)
    asked = form.interviews[ref]
    return question is not None and asked.state(question) is State.INCOMPLETE


def _rows(answer: Answer) -> Iterator[Mapping[str, str]]:
    action = answer.action or PlannedAction("")
    first = {"comment": answer.comment, "reason": answer.reason}
    first |= dict(zip(ACTION, (action.what, action.who, said(action.when)), strict=True))
    pieces = [_piece(one) for one in answer.evidence]
    for number, piece in enumerate(pieces or [{}]):
        row = {**({} if number else first), **piece}
        if any(row.values()):
            yield row


def _piece(one: Evidence) -> dict[str, str]:
    return dict(zip(EVIDENCE, (one.what, one.where, said(one.date)), strict=True))


def _rules(sheet: Any, form: CaseForm, ids: str, last: int) -> None:
    from xlsxwriter.utility import xl_rowcol_to_cell

    end = xl_rowcol_to_cell(GRID_HEAD, 1 + len(form.refs), row_abs=True, col_abs=True)
    start = xl_rowcol_to_cell(GRID_HEAD, 2, row_abs=True, col_abs=True)
    case = {"validate": "list", "source": f"={CASES}!{start}:{end}"}
    sheet.data_validation(HEAD + 1, PLACE["case"], last, PLACE["case"], case)
    sheet.data_validation(
        HEAD + 1, PLACE["question"], last, PLACE["question"], {"validate": "list", "source": ids}
    )
    when = {"validate": "any", "input_title": "When", "input_message": WHEN}
    for field in ("action_when", "evidence_date"):
        sheet.data_validation(HEAD + 1, PLACE[field], last, PLACE[field], when)
