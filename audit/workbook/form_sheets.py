"""The question sheets of a form: one row for each question, only the cells to fill unlocked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.worksheet import Worksheet

from audit.responses.interview import Interview
from audit.workbook.book import Book, text
from audit.workbook.fit import points
from audit.workbook.form_cells import HINTS, Cell, Cells
from audit.workbook.form_plan import SPARE, Line, Sheet
from audit.workbook.form_todo import Formulas, column_of, word_now
from audit.workbook.form_words import EVIDENCE, HEADINGS, PLACE

DARK, GREY, BLUE, EDGE, TINT, INK = "1D3557", "F3F2F1", "E3E7EE", "BFC1C3", "FFF1C2", "8A1C00"
ROOM = 56.0  # points: four lines
TALLEST = 409.0  # points: Excel's own limit
WHEN = "A date such as 31/3/2026, or a few words."
MORE = "More evidence: choose its question in the first column."
WANTED = {"Answer": "value", "Reason": "reason", "Action": "action_what", "Evidence": "evidence_what"}


class Growing(Worksheet):  # type: ignore[misc]  # XlsxWriter tells no types
    """A sheet whose rows have a height to begin with and still grow with what is typed into them."""

    def _xml_start_tag_unencoded(self, tag: str, attributes: Sequence[tuple[str, Any]] = ()) -> None:
        kept = [pair for pair in attributes if tag != "row" or pair[0] != "customHeight"]
        super()._xml_start_tag_unencoded(tag, kept)

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002
        # XlsxWriter searches each formula for functions newer than 2010, words in quotes too; it finds none.
        return formula.removeprefix("=")


def dress(sheet: Any, footer: str) -> None:
    """A sheet for A4 across, one page wide, locked but for its white cells."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    sheet.set_footer(f"&L&8{footer[:90].replace('&', '&&')}&C&8&A&R&8Page &P of &N")
    sheet.protect("", {"format_columns": True, "format_rows": True})


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes the question sheets of one form.

    `lists` says where the answers of each drop-down stand: by id of question, and under "" what a
    standard as a whole can be.
    """

    book: Book
    asked: Interview
    lists: Mapping[str, str]
    homes: Mapping[str, Sheet]
    footer: str

    def write(self, plan: Sheet, sheet: Any) -> None:
        """One sheet, from its title to its spare rows."""
        dress(sheet, self.footer)
        self._top(sheet, plan)
        for row, line in enumerate(plan.lines, plan.first):
            self._line(sheet, row, line)
        self._to_do(sheet, plan)
        for row in range(plan.last + 1, plan.last + 1 + SPARE):
            self._spare(sheet, row)
        self._answers(sheet, plan)
        self._hints(sheet, plan)
        self._tints(sheet, plan)

    def _top(self, sheet: Any, plan: Sheet) -> None:
        title = self.book.format(bold=True, font_size=15, font_color=DARK, text_wrap=False)
        sheet.set_row(0, 24)
        sheet.set_row(plan.head, 30)
        sheet.write_string(0, 0, text(f"{plan.section.id} {plan.section.title}".strip()), title)
        for row, line in enumerate(plan.intro, 1):
            sheet.write_string(row, 0, text(line), self.book.format(text_wrap=False))
        head = self._box(bold=True, bg_color=DARK, font_color="FFFFFF", valign="vcenter")
        for column, heading in enumerate(HEADINGS):
            sheet.set_column(column, column, heading.width)
            sheet.write_string(plan.head, column, heading.text, head)
        sheet.freeze_panes(plan.first, PLACE["guidance"])
        sheet.repeat_rows(plan.head)
        sheet.set_selection(plan.asked_from, PLACE["value"], plan.asked_from, PLACE["value"])

    @staticmethod
    def _height(known: Mapping[str, Cell]) -> float:
        """Room for what stands in a row, and for a few lines more to be written."""
        needed = points([str(known.get(h.field, "")) for h in HEADINGS], [h.width for h in HEADINGS])
        return min(TALLEST, max(ROOM, needed))

    def _box(self, **properties: Any) -> Any:
        return self.book.format(border=1, border_color=EDGE, **properties)

    def _line(self, sheet: Any, row: int, line: Line) -> None:
        cells = Cells(self.asked)
        known, to_fill = cells.of(line), cells.to_fill(line)
        sheet.set_row(row, self._height(known))
        for field, column in PLACE.items():
            shown = self._white(line, field) if field in to_fill else self._locked(line, field)
            put(sheet, row, column, known.get(field, ""), shown)

    def _white(self, line: Line, field: str) -> Any:
        # As text what is typed stays as typed: 6/8, a leading = or -. A label that is a number stays one.
        graded = field == "value" and (line.question is None or line.question.kind == "grade")
        return self._box(locked=False, num_format="General" if graded else "@")

    def _locked(self, line: Line, field: str) -> Any:
        colour = GREY if line.question else BLUE
        return self._box(bg_color=colour, bold=field == "question")

    def _to_do(self, sheet: Any, plan: Sheet) -> None:
        formulas = Formulas(self.asked, self.homes, plan)
        for row, line in enumerate(plan.lines, plan.first):
            if not line.slot:
                shown = self._box(bold=True, font_color=INK, bg_color=GREY if line.question else BLUE)
                now = word_now(self.asked, plan, line)
                sheet.write_formula(row, PLACE["todo"], formulas.of(line), shown, now)

    def _spare(self, sheet: Any, row: int) -> None:
        white, grey = self._box(locked=False, num_format="@"), self._box(bg_color=GREY)
        sheet.set_row(row, 30)
        for field, column in PLACE.items():
            shown = white if field in {"question", *EVIDENCE} else grey
            put(sheet, row, column, MORE if field == "asked" else "", shown)

    def _answers(self, sheet: Any, plan: Sheet) -> None:
        for row, line in enumerate(plan.lines, plan.first):
            rule = None if line.slot else self._rule(line)
            if rule:
                sheet.data_validation(row, PLACE["value"], row, PLACE["value"], rule)
        ids = {"validate": "list", "source": f"=$A${plan.first + 1}:$A${plan.last + 1}"}
        sheet.data_validation(plan.last + 1, 0, plan.last + SPARE, 0, ids)

    def _rule(self, line: Line) -> dict[str, Any] | None:
        key = line.id if line.question else ""
        if key in self.lists:
            hint = "Choose from the list. The sheet Grades says what each means."
            whole = "Leave this blank, unless the whole standard does not apply to you."
            return _list(self.lists[key], hint if line.question else whole)
        return _hint("Answer", HINTS.get(line.question.kind, "")) if line.question else None

    def _hints(self, sheet: Any, plan: Sheet) -> None:
        end = plan.last + SPARE
        for field in ("evidence_date", "action_when"):
            sheet.data_validation(plan.first, PLACE[field], end, PLACE[field], _hint("When", WHEN))
        kept = f"{column_of('value')}{plan.first + 1}:{column_of('action_when')}{end + 1}"
        sheet.ignore_errors({"number_stored_as_text": kept, "two_digit_text_year": kept})

    def _tints(self, sheet: Any, plan: Sheet) -> None:
        """The cells that are still wanted stand out, as the word beside them says."""
        tint = self.book.format(bg_color=TINT)
        for word, field in WANTED.items():
            criteria = f'=${column_of("todo")}{plan.first + 1}="{word}"'
            rule = {"type": "formula", "criteria": criteria, "format": tint}
            sheet.conditional_format(plan.first, PLACE[field], plan.last, PLACE[field], rule)


def put(sheet: Any, row: int, column: int, value: Cell, shown: Any) -> None:
    """Write a number, a text as text, or a blank cell that shows its format."""
    if not isinstance(value, str):
        sheet.write_number(row, column, value, shown)
    elif value:
        sheet.write_string(row, column, text(value), shown)
    else:
        sheet.write_blank(row, column, None, shown)


def _hint(title: str, hint: str) -> dict[str, Any] | None:
    return {"validate": "any", "input_title": title, "input_message": hint} if hint else None


def _list(source: str, hint: str) -> dict[str, Any]:
    return {
        "validate": "list",
        "source": source,
        "input_title": "Answer",
        "input_message": hint,
        "error_title": "Please choose from the list",
        "error_message": "Use the arrow beside the cell, or leave it blank.",
    }
