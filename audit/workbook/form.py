"""A form that an agency fills in Excel or LibreOffice, without instructions beside it."""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from audit.agencies import Agency
from audit.dates import in_words, said
from audit.responses.interview import Interview
from audit.responses.response import Response, Signature
from audit.rounds import Round, interview
from audit.templates import Template
from audit.workbook.book import Book, on_colour, text, writing
from audit.workbook.fit import points
from audit.workbook.form_cells import label_cell
from audit.workbook.form_plan import Sheet, plan
from audit.workbook.form_sheets import DARK, EDGE, GREY, Growing, Writer, dress
from audit.workbook.form_todo import FIRST_GRADE, count, listed, quoted, word_now
from audit.workbook.form_words import (
    AGENCY,
    CODE,
    EDITION,
    GRADES,
    NOT_APPLICABLE,
    ROUND,
    SIGN_OFF,
    START,
)

PAIRS = (30, 100)  # widths of the two columns of the first sheet


def write_form(
    round_: Round,
    agency: Agency,
    response: Response | None,
    path: Path,
    *,
    today: date,
    partnership: str = "",
) -> None:
    """The form of a round for an agency, filled with its answers; FileError where it cannot be written.

    It is read back by `form_read.read_forms`. The same inputs and day give the same bytes.
    """
    asked = interview(round_, agency, response, today)
    sheets = plan(asked)
    title = f"{round_.template.title}: {agency.name}"
    with writing(path, text(title), today, subject=text(round_.name)) as book:
        form = _Form(book, round_, agency, asked, sheets, partnership)
        form.write(response.signed if response else None)


@dataclass(frozen=True, slots=True)
class _Form:
    book: Book
    round: Round
    agency: Agency
    asked: Interview
    sheets: Sequence[Sheet]
    partnership: str
    lists: dict[str, str] = field(default_factory=dict)

    def write(self, signed: Signature | None) -> None:
        names = (START, GRADES, *(sheet.name for sheet in self.sheets), SIGN_OFF)
        made = {name: self.book.workbook.add_worksheet(name, Growing) for name in names}
        self._start(made[START])
        self._grades(made[GRADES])
        homes = {line.id: sheet for sheet in self.sheets for line in sheet.lines if line.question}
        writer = Writer(self.book, self.asked, self.lists, homes, self._footer)
        for sheet in self.sheets:
            writer.write(sheet, made[sheet.name])
        self._sign_off(made[SIGN_OFF], signed)
        made[START].activate()

    @property
    def _template(self) -> Template:
        return self.round.template

    @property
    def _footer(self) -> str:
        return f"{self.round.name} · {self.agency.name}"

    @property
    def _due(self) -> date:
        expected = self.round.of(self.agency)
        return expected.due if expected else self.round.due

    def _title(self, sheet: Any, title: str, *widths: float) -> None:
        dress(sheet, self._footer)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        shown = self.book.format(bold=True, font_size=18, font_color=DARK, text_wrap=False)
        sheet.set_row(0, 28)
        sheet.write_string(0, 0, text(title), shown)

    def _flat(self, sheet: Any, row: int, *lines: str) -> int:
        """Lines over all columns from a row on; the row behind them."""
        for line in (part for words in lines for part in textwrap.wrap(words, 105)):
            sheet.write_string(row, 0, text(line), self.book.format(text_wrap=False))
            row += 1
        return row

    def _head(self, sheet: Any, row: int, *words: str) -> None:
        shown = self.book.format(bold=True, bg_color=DARK, font_color="FFFFFF", border=1, border_color=EDGE)
        for column, word in enumerate(words):
            sheet.write_string(row, column, word, shown)

    # --- the first sheet ----------------------------------------------------------------------------

    def _start(self, sheet: Any) -> None:
        self._title(sheet, self._template.title, *PAIRS)
        if self.partnership:
            flat = self.book.format(text_wrap=False, font_size=12)
            sheet.write_string(1, 0, text(self.partnership), flat)
        row = self._pairs(sheet, 3, self._facts())
        row = self._steps(sheet, row + 1)
        row = self._progress(sheet, row + 1)
        self._pairs(sheet, row + 1, {EDITION: self._template.digest}, small=True)
        sheet.fit_to_pages(1, 1)

    def _facts(self) -> dict[str, str]:
        facts = {ROUND: self.round.name, AGENCY: self.agency.name, CODE: self.agency.code}
        facts |= {"Period": self.round.period} if self.round.period else {}
        return facts | {"Please return by": in_words(self._due), "Why you": self._why()}

    def _why(self) -> str:
        kinds = self._template.words.kinds
        reasons = [reason for duty in self.agency.duties if (reason := kinds.reason(duty))]
        reasons = reasons or ["the partnership expects a return from your agency in this round."]
        return "\n".join(f"You are asked because {reason}" for reason in reasons)

    def _pairs(self, sheet: Any, row: int, pairs: Mapping[str, str], *, small: bool = False) -> int:
        size = {"font_size": 9, "font_color": "505A5F"} if small else {}
        label = self.book.format(bold=not small, bg_color=GREY, border=1, border_color=EDGE, **size)
        value = self.book.format(border=1, border_color=EDGE, **size)
        for name, words in pairs.items():
            sheet.set_row(row, points((name, words), PAIRS))
            sheet.write_string(row, 0, name, label)
            sheet.write_string(row, 1, text(words), value)
            row += 1
        return row

    def _steps(self, sheet: Any, row: int) -> int:
        self._head(sheet, row, "How to fill it in", "")
        steps = {f"Step {number}": step for number, step in enumerate(self._how(), 1)}
        return self._pairs(sheet, row + 1, steps)

    def _how(self) -> list[str]:
        scale, template = self._template.scale, self._template
        top = _either([grade.label for grade in scale.grades if grade.code in template.evidence_grades])
        low = _either([grade.label for grade in scale.grades if grade.code in template.action_grades])
        refused = template.not_applicable == "refused"
        return [
            (
                "Work through the sheets below from the first to the last and fill in the white cells. Save "
                "as often as you like. Please do not name children or families."
            ),
            (
                "Choose each answer from the list that opens beside its cell. The sheet Grades says what "
                "every grade means."
            ),
            *([f"For {top}, say what shows it, where that is held and its date."] if top else []),
            *([f"For {low}, say what will be done, by whom and by when."] if low else []),
            *([] if refused else ["Where something does not apply to you, choose that and say why."]),
            (
                f"When nothing is left to do, fill in {SIGN_OFF}, save, and send this file back by "
                f"{in_words(self._due)}."
            ),
        ]

    def _progress(self, sheet: Any, row: int) -> int:
        left = {
            s.name: sum(bool(word_now(self.asked, s, li)) for li in s.lines if _counts(li))
            for s in self.sheets
        }
        total = self.book.format(bold=True, font_size=13, border=1, border_color=EDGE)
        self._head(sheet, row, "How far you are", "")
        self._left(sheet, row + 1, "The whole form", count(self.sheets), sum(left.values()), total)
        value = self.book.format(border=1, border_color=EDGE)
        for at, plan_ in enumerate(self.sheets, row + 2):
            self._left(sheet, at, plan_.name, count([plan_]), left[plan_.name], value)
        return row + 2 + len(self.sheets)

    def _left(self, sheet: Any, row: int, name: str, formula: str, left: int, shown: Any) -> None:
        label = self.book.format(bg_color=GREY, border=1, border_color=EDGE)
        if name in {plan_.name for plan_ in self.sheets}:
            link = self.book.format(
                bg_color=GREY, border=1, border_color=EDGE, font_color="1D5FA8", underline=1
            )
            sheet.write_url(row, 0, f"internal:{quoted(name)}!A1", link, name)
        else:
            sheet.write_string(row, 0, name, label)
        words = f"{left} still to do" if left else "Nothing left to do"
        sheet.write_formula(
            row, 1, f'=IF({formula}=0,"Nothing left to do",{formula}&" still to do")', shown, words
        )

    # --- grades and other lists ---------------------------------------------------------------------

    def _grades(self, sheet: Any) -> None:
        self._title(sheet, GRADES, 34, 90)
        self._flat(sheet, 1, "What each grade means. The lists on the other sheets read this one.")
        self._head(sheet, FIRST_GRADE - 1, "Grade", "Meaning")
        grades = listed(self._template)
        for row, grade in enumerate(grades, FIRST_GRADE):
            sheet.set_row(row, points((grade.label, grade.definition), (34, 90)))
            self._label(sheet, row, grade.label, grade.colour)
            sheet.write_string(row, 1, text(grade.definition), self.book.format(border=1, border_color=EDGE))
        steps = len(self._template.scale.steps)
        self._list_grades(steps, len(grades))
        self._choices(sheet, FIRST_GRADE + len(grades) + 1)

    def _label(self, sheet: Any, row: int, label: str, colour: str) -> None:
        fill = {"bg_color": colour, "font_color": on_colour(colour)} if colour else {}
        shown = self.book.format(bold=True, border=1, border_color=EDGE, align="left", **fill)
        cell = label_cell(label)
        write = sheet.write_string if isinstance(cell, str) else sheet.write_number
        write(row, 0, cell, shown)

    def _list_grades(self, steps: int, grades: int) -> None:
        refused = self._template.not_applicable == "refused"
        questions = [line for sheet in self.sheets for line in sheet.lines if line.question]
        for line in questions:
            if line.question and line.question.kind == "grade":
                self.lists[line.id] = _range(FIRST_GRADE, steps if refused else grades)
        if not refused:
            self.lists[""] = _range(FIRST_GRADE + steps, grades - steps)

    def _choices(self, sheet: Any, row: int) -> None:
        """The other drop-downs, each below the other, with the question that it is for."""
        refused = self._template.not_applicable == "refused"
        lines = [line for s in self.sheets for line in s.lines if line.question and not line.slot]
        asked = [
            line.question for line in lines if line.question and line.question.kind in {"choice", "yes-no"}
        ]
        if asked:
            self._head(sheet, row, "Other lists", "For the question")
        shown = self.book.format(border=1, border_color=EDGE, num_format="@")
        for question in asked:
            words = question.choices if question.kind == "choice" else ("Yes", "No")
            words = words if refused else (*words, NOT_APPLICABLE)
            self.lists[question.id] = _range(row + 1, len(words))
            for word in words:
                row += 1
                sheet.set_row(row, points((word, f"{question.id} {question.text}"), (34, 90)))
                sheet.write_string(row, 0, text(word), shown)
                sheet.write_string(row, 1, text(f"{question.id} {question.text}"), shown)

    # --- signatures ---------------------------------------------------------------------------------

    def _sign_off(self, sheet: Any, signed: Signature | None) -> None:
        self._title(sheet, SIGN_OFF, 30, 40, 40, 24)
        confirm = (
            "By filling in this sheet you confirm, for your agency, that the answers in this form are true "
            "as far as you know. Fill it in last, when Start here says that nothing is left to do."
        )
        row = self._flat(sheet, 1, confirm, self._who()) + 1
        self._head(sheet, row, "Signature", "Name", "Role", "Date")
        first = (signed.name, signed.role, said(signed.on)) if signed else ("", "", "")
        self._signatory(sheet, row + 1, "Signed by", first)
        self._signatory(sheet, row + 2, "Second signature, if you want one", ("", "", ""))
        when = {"validate": "any", "input_title": "Date", "input_message": "A date, such as 31/3/2026."}
        sheet.data_validation(row + 1, 3, row + 2, 3, when)
        sheet.set_selection(row + 1, 1, row + 1, 1)

    def _who(self) -> str:
        roles = dict.fromkeys(
            role for kind in self.agency.kinds for role in self._template.sign.get(kind, ())
        )
        return f"It may be signed by: {', '.join(roles)}." if roles else ""

    def _signatory(self, sheet: Any, row: int, label: str, known: Sequence[str]) -> None:
        sheet.set_row(row, 30)
        grey = self.book.format(bg_color=GREY, border=1, border_color=EDGE)
        white = self.book.format(locked=False, num_format="@", border=1, border_color=EDGE)
        sheet.write_string(row, 0, label, grey)
        for column, words in enumerate(known, 1):
            sheet.write_string(row, column, text(words), white)


def _counts(line: Any) -> bool:
    return line.question is not None and not line.slot


def _range(first: int, length: int) -> str:
    return f"={GRADES}!$A${first + 1}:$A${first + length}"


def _either(words: Sequence[str]) -> str:
    return " or ".join(words)
