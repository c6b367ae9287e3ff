"""The grid form of a round about cases: cases across, questions down, filled by an agency or an auditor."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audit.cases.concern import ADVICE
from audit.dates import in_words
from audit.responses.interview import Interview
from audit.standards.question import Question
from audit.standards.scale import Scale
from audit.templates import Template
from audit.workbook.book import Book, text, writing
from audit.workbook.case_form_grid import Grid
from audit.workbook.case_form_notes import write_notes
from audit.workbook.case_form_plan import CaseForm
from audit.workbook.case_form_words import (
    AUDITOR,
    CASES,
    CONCERN,
    NOTES,
    QUESTIONS,
    READ_BY,
    READING,
    READINGS,
    SAMPLE,
    TOGETHER,
)
from audit.workbook.fit import points
from audit.workbook.form_cells import Cells
from audit.workbook.form_frame import PAIRS, Frame, either
from audit.workbook.form_lists import Lists
from audit.workbook.form_sheets import EDGE, Growing
from audit.workbook.form_words import AGENCY, CODE, EDITION, GRADES, ROUND, START

EXPLAINED = (12, 60, 80)  # widths of the sheet Questions


def write_case_form(form: CaseForm, path: Path, *, partnership: str = "") -> None:
    """A grid form, filled with what is known; FileError where it cannot be written.

    It is read back by `case_form_read.read_case_form`. The same inputs and day give the same bytes.
    """
    template = form.found.round.template
    title = f"{template.title}: {form.whose}" if form.whose else template.title
    with writing(path, text(title), form.today, subject=text(form.found.round.name)) as book:
        second = f" · {READINGS[2]}" if form.reading == 2 else ""
        frame = Frame(book, " · ".join(filter(None, (form.found.round.name, form.whose))) + second)
        _Form(book, frame, form, partnership).write(title)


@dataclass(frozen=True, slots=True)
class _Form:
    book: Book
    frame: Frame
    form: CaseForm
    partnership: str

    def write(self, title: str) -> None:
        names = (START, CASES, NOTES, QUESTIONS, GRADES)
        made = {name: self.book.workbook.add_worksheet(name, Growing) for name in names}
        self._start(made[START])
        lists = Lists(self.frame, self._template, self.form.questions).write(made[GRADES])
        Grid(self.frame, self.form, lists).write(made[CASES], title)
        ids = self._questions(made[QUESTIONS])
        write_notes(self.frame, self.form, made[NOTES], ids)
        made[START].activate()

    @property
    def _template(self) -> Template:
        return self.form.found.round.template

    # --- the first sheet ----------------------------------------------------------------------------

    def _start(self, sheet: Any) -> None:
        self.frame.title(sheet, self._template.title, *PAIRS)
        if self.partnership:
            sheet.write_string(1, 0, text(self.partnership), self.book.format(text_wrap=False, font_size=12))
        row = self.frame.pairs(sheet, 3, self._facts())
        self.frame.head(sheet, row + 1, CONCERN, "")
        told = {"At once": ADVICE, "In this form": self._concern()}
        row = self.frame.pairs(sheet, row + 2, told)
        self.frame.head(sheet, row + 1, "How to fill it in", "")
        steps = {f"Step {number}": step for number, step in enumerate(self._how(), 1)}
        row = self.frame.pairs(sheet, row + 2, steps)
        self.frame.pairs(sheet, row + 1, {EDITION: self._template.digest}, small=True)
        sheet.fit_to_pages(1, 1)

    def _facts(self) -> dict[str, str]:
        found, agency = self.form.found, self.form.found.agencies.get(self.form.agency)
        facts = {ROUND: found.round.name}
        facts |= {AGENCY: agency.name, CODE: agency.code} if agency else {}
        facts |= {AUDITOR: self.form.auditor} if self.form.auditor else {}
        facts |= {TOGETHER: found.plan.panel} if found.plan.together else {}
        facts[READING] = READINGS[self.form.reading]
        facts |= {"Period": found.round.period} if found.round.period else {}
        facts |= {SAMPLE: found.plan.sample} if found.plan.sample else {}
        return facts | {CASES: ", ".join(self.form.refs), "Please return by": in_words(self.form.due)}

    @staticmethod
    def _concern() -> str:
        return (
            f"Write it into the row {CONCERN} of the case, in a few words and without names; leave that row "
            "blank where there is none. Whoever collects the form is told, but that may be days from now."
        )

    def _how(self) -> list[str]:
        template, scale = self._template, self._template.scale
        low = either([grade.label for grade in scale.grades if grade.code in template.action_grades])
        top = either([grade.label for grade in scale.grades if grade.code in template.evidence_grades])
        refused = template.not_applicable == "refused"
        second = "This is a second reading: answer from the file alone, and do not ask how it was graded."
        return [
            *([second] if self.form.reading == 2 else []),
            (
                f"Go to the sheet {CASES}: a case in each column, a question in each row. Fill in the white "
                "cells; the grey ones are locked. Do not name children, families or staff."
            ),
            f"{QUESTIONS} says what each question means, {GRADES} what each grade means.",
            self._who(),
            f"{NOTES} is for what a cell cannot say, a row for each case and question.",
            *([f"For {low}, say there what will be done, by whom and by when."] if low else []),
            *([f"For {top}, say there what shows it."] if top else []),
            *([] if refused else [self._where_none(scale)]),
            f"Save, and send this file back by {in_words(self.form.due)}. You may send it again with more.",
        ]

    def _who(self) -> str:
        if self.form.found.plan.together:
            return (
                f"Agree each answer before it is typed; say in the row {READ_BY} who was there for the case."
            )
        return f"Say under each case who read it, in the row {READ_BY}."

    def _where_none(self, scale: Scale) -> str:
        why = f", and say why in {NOTES}" if self._template.not_applicable == "reason" else ""
        return f"Where a question does not apply to a case, choose {scale.not_applicable.label}{why}."

    # --- what is asked ------------------------------------------------------------------------------

    def _questions(self, sheet: Any) -> str:
        """The sheet that explains the questions; gives where their ids stand."""
        self.frame.title(sheet, QUESTIONS, *EXPLAINED)
        self.frame.flat(sheet, 1, "What each question means, and how it is answered.")
        self.frame.head(sheet, 3, "Question id", "Wording", "Guidance")
        rows = self._rows()
        shown = self.book.format(border=1, border_color=EDGE, num_format="@")
        for row, cells in enumerate(rows, 4):
            sheet.set_row(row, min(409, points(cells, EXPLAINED)))
            for column, cell in enumerate(cells):
                sheet.write_string(row, column, text(cell), shown)
        sheet.freeze_panes(4, 1)
        sheet.repeat_rows(3)
        return f"={QUESTIONS}!$A$5:$A${4 + max(1, len(rows))}"

    def _rows(self) -> Sequence[tuple[str, str, str]]:
        found = []
        for section, lines in self.form.sections:
            whole = "The standard as a whole: evidence for all of its questions can be given once in Notes."
            found += [(section.id, section.title, whole)] if section.id and self._evidence() else []
            questions = dict.fromkeys(line.question for line in lines)
            found += [(one.id, one.text, Cells(self._asked(one)).explained(one)) for one in questions]
        return found

    def _evidence(self) -> bool:
        return bool(self._template.evidence_grades)

    def _asked(self, question: Question) -> Interview:
        return next(self.form.interviews[ref] for ref in self.form.refs if self.form.asks(ref, question))
