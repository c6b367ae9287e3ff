"""The sheet Cases of a grid form: cases across, questions down, made for one page of A4."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from audit.dates import in_words, said
from audit.responses.merging import whole_version
from audit.responses.response import WHOLE, Value
from audit.standards.scale import NOT_APPLICABLE as NOT_APPLICABLE_CODE
from audit.workbook.book import on_colour, text
from audit.workbook.case_form_plan import CaseForm, Line
from audit.workbook.case_form_words import (
    ASKED,
    COMMENT,
    CONCERN,
    FROM,
    NOT_ASKED,
    QUESTION,
    READ_BY,
    TO,
    VERSION,
)
from audit.workbook.fit import ACROSS, DOWN, digits, points
from audit.workbook.form_cells import HINTS, Cell, Cells, label_cell
from audit.workbook.form_frame import Frame
from audit.workbook.form_plan import Line as FormLine
from audit.workbook.form_sheets import BLUE, DARK, EDGE, GREY, TALLEST, dress, put
from audit.workbook.form_todo import listed
from audit.workbook.form_version import NEW
from audit.workbook.form_words import NOT_APPLICABLE

FIRST = (10, 52)  # widths of the columns of ids and of questions
PER_PAGE = 12  # cases across one page
ACROSS_PAGE = 120  # characters for the cases of a page
HEAD = 2  # row of the headings
SMALL = 9  # points of type in the cells of cases
LEAST_SCALE = 0.6  # of a page on which everything is to stand
# Points of height: lines to write on.
LEAST = 27.0  # two lines of small type
LINES = {"text": 56.0, "choices": 42.0, READ_BY: 29.0, CONCERN: 44.0, COMMENT: 56.0}
BAND = 16.0
TINY = 12.0  # the row of versions, which nobody fills in
SHORT = {
    "share": "How many out of how many, such as 3/4.",
    "date": "A date, such as 31/3/2026.",
    "number": "A number in digits.",
}
SAID = {
    READ_BY: "Your name, under each case that you read.",
    CONCERN: "Only where a child may be at risk now: what worries you. Act first; see Start here.",
    COMMENT: "Anything else about the case that others should know.",
}


@dataclass(frozen=True, slots=True)
class Grid:
    """Writes the sheet Cases of one form; `lists` says where each question's list stands."""

    frame: Frame
    form: CaseForm
    lists: Mapping[str, str]

    def write(self, sheet: Any, title: str) -> None:
        """The whole sheet."""
        dress(sheet, self.frame.footer)
        height = self._top(sheet, title)
        row = HEAD + 1
        for section, lines in self.form.sections:
            height += self._section(sheet, row, section.title or section.id)
            row += 1
            for line in lines:
                height += self._line(sheet, row, line)
                row += 1
        height += self._section(sheet, row, "The case as a whole")
        for row_, label in enumerate(SAID, row + 1):
            height += self._said(sheet, row_, label)
        height += self._versions(sheet, row + 1 + len(SAID))
        self._colours(sheet, row)
        self._print(sheet, height)

    @property
    def _width(self) -> float:
        """The width of a case's column: a page holds them all, and no word of a grade is broken."""
        words = (word for grade in listed(self._template) for word in grade.label.split())
        longest = max((digits(word) for word in words), default=0) * SMALL / 10 + 1.5
        share = ACROSS_PAGE / max(1, min(PER_PAGE, len(self.form.refs)))
        return round(max(min(share, 26), min(longest, 18), 9), 1)

    @property
    def _template(self) -> Any:
        return self.form.found.round.template

    @property
    def _end(self) -> int:
        return 1 + len(self.form.refs)

    def _box(self, **properties: Any) -> Any:
        return self.frame.book.format(border=1, border_color=EDGE, **properties)

    def _cell(self, **properties: Any) -> Any:
        return self._box(font_size=SMALL, align="center", valign="vcenter", **properties)

    def _white(self, *, general: bool = False, left: bool = False) -> Any:
        # As text what is typed stays as typed: 3/4, a leading = or -. A label that is a number stays one.
        look = {"align": "left"} if left else {"align": "center", "valign": "vcenter"}
        return self._box(font_size=SMALL, locked=False, num_format="General" if general else "@", **look)

    def _top(self, sheet: Any, title: str) -> float:
        round_ = self.form.found.round
        second = "Second reading. " if self.form.reading == 2 else ""
        line = f"{round_.name}. {second}Fill in the white cells. Return by {in_words(self.form.due)}."
        shown = self.frame.book.format(bold=True, font_size=15, font_color=DARK, text_wrap=False)
        sheet.set_row(0, 24)
        sheet.write_string(0, 0, text(title), shown)
        sheet.write_string(1, 0, text(line), self.frame.book.format(text_wrap=False))
        sheet.set_column(0, 0, FIRST[0])
        sheet.set_column(1, 1, FIRST[1])
        sheet.set_column(2, self._end, self._width)
        head = self._box(bold=True, bg_color=DARK, font_color="FFFFFF", valign="vcenter")
        across = self._box(bold=True, bg_color=DARK, font_color="FFFFFF", valign="vcenter", align="center")
        sheet.set_row(HEAD, 28)
        sheet.write_string(HEAD, 0, QUESTION, head)
        sheet.write_string(HEAD, 1, ASKED, head)
        for column, ref in enumerate(self.form.refs, 2):
            sheet.write_string(HEAD, column, ref + (" (signed)" if self._signed(ref) else ""), across)
        sheet.freeze_panes(HEAD + 1, 2)
        return 24 + 14 + 28

    def _signed(self, ref: str) -> bool:
        return self.form.responses[ref].signed is not None

    def _section(self, sheet: Any, row: int, title: str) -> float:
        band = self._box(bold=True, bg_color=BLUE, text_wrap=False)
        sheet.set_row(row, BAND)
        for column in range(self._end + 1):
            sheet.write_blank(row, column, None, band)
        sheet.write_string(row, 1, text(title), band)
        return BAND

    def _line(self, sheet: Any, row: int, line: Line) -> float:
        words, cells = self._words(line), [self._value(ref, line) for ref in self.form.refs]
        self._labels(sheet, row, line.label, words)
        general = line.question.kind == "grade"
        left = line.question.kind in {"text", "choices"}
        for column, (ref, cell) in enumerate(zip(self.form.refs, cells, strict=True), 2):
            if not self.form.asks(ref, line.question):
                off = self._cell(bg_color=GREY, font_color="505A5F", italic=True)
                sheet.write_string(row, column, NOT_ASKED, off)
            elif self._signed(ref):
                put(sheet, row, column, cell, self._cell(bg_color=GREY))
            else:
                put(sheet, row, column, cell, self._white(general=general, left=left))
        self._rule(sheet, row, line)
        return self._fit(sheet, row, (line.label, words), cells, LINES.get(line.question.kind, 0))

    def _labels(self, sheet: Any, row: int, label: str, words: str) -> None:
        sheet.write_string(row, 0, text(label), self._box(bold=True, bg_color=GREY))
        sheet.write_string(row, 1, text(words), self._box(bg_color=GREY))

    def _fit(
        self, sheet: Any, row: int, labels: tuple[str, str], cells: Sequence[Cell], least: float
    ) -> float:
        wide = [self._width * 10 / SMALL] * len(cells)
        needed = max(points(labels, FIRST), points([*map(str, cells), ""], [*wide, 1]) * SMALL / 10)
        high = min(TALLEST, max(needed, least, LEAST))
        sheet.set_row(row, high)
        return high

    def _words(self, line: Line) -> str:
        """What is asked in a row, and in a few words how it is answered."""
        question = line.question
        if line.part == TO:
            return "The last day; blank while there is none."
        asked = str(
            Cells(next(iter(self.form.interviews.values()))).of(FormLine(question.id, question))["asked"]
        )
        if line.part == FROM:
            return f"{asked}\nThe first day:"
        if question.kind == "choices":
            return f"{asked}\nOne or more, with ; between them: {'; '.join(question.choices)}."
        return "\n".join(filter(None, (asked, SHORT.get(question.kind, ""))))

    def _value(self, ref: str, line: Line) -> Cell:
        asked, question = self.form.interviews[ref], line.question
        if not self.form.asks(ref, question):
            return NOT_ASKED
        if line.part:
            return _day(asked.answer(question).value, line.part)
        return Cells(asked).of(FormLine(question.id, question)).get("value", "")

    def _rule(self, sheet: Any, row: int, line: Line) -> None:
        question = line.question
        rule: dict[str, Any] = {"validate": "any", "input_title": line.label[:32]}
        rule["input_message"] = HINTS.get(question.kind, "")
        if question.kind == "elapsed":
            rule["input_message"] = SHORT["date"]
        if question.id in self.lists:
            rule = {
                "validate": "list",
                "source": self.lists[question.id],
                "error_title": "Please choose from the list",
                "error_message": "Use the arrow beside the cell, or leave it blank.",
            }
        if self.form.refs and (rule.get("input_message") or "source" in rule):
            sheet.data_validation(row, 2, row, self._end, rule)

    def _said(self, sheet: Any, row: int, label: str) -> float:
        """A row about each case as a whole. A concern stands in no workbook, so its row begins blank."""
        self._labels(sheet, row, label, SAID[label])
        cells = [self._known(ref, label) for ref in self.form.refs]
        for column, (ref, cell) in enumerate(zip(self.form.refs, cells, strict=True), 2):
            locked = self._signed(ref) and label != CONCERN
            put(sheet, row, column, cell, self._cell(bg_color=GREY) if locked else self._white(left=True))
        return self._fit(sheet, row, (label, SAID[label]), cells, LINES[label])

    def _versions(self, sheet: Any, row: int) -> float:
        """What stood here of each case, so that a form that comes back late overwrites nothing."""
        small = self._box(bg_color=GREY, font_color="505A5F", font_size=6, text_wrap=False, valign="vcenter")
        sheet.write_string(row, 0, VERSION, small)
        sheet.write_string(
            row, 1, "Nothing to fill in: it tells which answers this form was made from.", small
        )
        for column, ref in enumerate(self.form.refs, 2):
            known = whole_version(self.form.responses[ref].answers)
            sheet.write_string(row, column, f"v{known}" if known else NEW, small)
        sheet.set_row(row, TINY)
        return TINY

    def _known(self, ref: str, label: str) -> str:
        response = self.form.responses[ref]
        if label == READ_BY:
            return response.by or self.form.auditor
        whole = response.answers.get(WHOLE)
        return whole.comment if whole and label == COMMENT else ""

    def _colours(self, sheet: Any, last: int) -> None:
        """Each grade in its colour, which the word beside it says too."""
        if not self.form.refs or not any(one.kind == "grade" for one in self.form.questions):
            return
        for grade in listed(self._template):
            label = label_cell(grade.label)
            if not grade.colour:
                continue
            look = {"bg_color": grade.colour, "font_color": on_colour(grade.colour)}
            value = '"' + label.replace('"', '""') + '"' if isinstance(label, str) else label
            rule = {"type": "cell", "criteria": "==", "value": value}
            rule["format"] = self.frame.book.workbook.add_format(look)
            sheet.conditional_format(HEAD + 1, 2, last, self._end, rule)

    def _print(self, sheet: Any, height: float) -> None:
        cases = len(self.form.refs)
        kept = f"C{HEAD + 2}:XFD{HEAD + 400}"
        sheet.ignore_errors({"number_stored_as_text": kept, "two_digit_text_year": kept})
        sheet.repeat_rows(HEAD)
        sheet.repeat_columns(0, 1)
        widths = [*FIRST, *[self._width] * min(cases, PER_PAGE)]
        across = sum(width * 7.5 + 5 for width in widths) * 0.75
        scale = min(1.0, ACROSS / across)
        if cases > PER_PAGE:
            sheet.set_print_scale(max(10, int(scale * 97)))
            sheet.set_v_pagebreaks([2 + PER_PAGE * page for page in range(1, ceil(cases / PER_PAGE))])
        else:
            whole = min(scale, DOWN / height) >= LEAST_SCALE
            sheet.fit_to_pages(1, int(whole))


def _day(value: Value, part: str) -> str:
    """The first or the last day of a span in words; that it does not apply stands in the first row."""
    if not isinstance(value, str):
        return ""
    if value == NOT_APPLICABLE_CODE:
        return NOT_APPLICABLE if part == FROM else ""
    first, _, last = value.partition("/")
    return said(first if part == FROM else last)
