"""The question sheets of a form: one row for each question, only the cells to fill unlocked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.worksheet import Worksheet

from audit.responses.interview import Interview
from audit.workbook.book import Book, text
from audit.workbook.fit import points
from audit.workbook.form_cells import HINTS, MORE, Cell, Cells, kept_whole
from audit.workbook.form_last import last_time, offered
from audit.workbook.form_plan import SPARE, Line, Sheet
from audit.workbook.form_todo import Formulas, word_now
from audit.workbook.form_version import mark
from audit.workbook.form_words import EVIDENCE

DARK, GREY, BLUE, EDGE, TINT, INK = "1D3557", "F3F2F1", "E3E7EE", "BFC1C3", "FFF1C2", "8A1C00"
ROOM = 56.0  # points: four lines
TALLEST = 409.0  # points: Excel's own limit
WHEN = "A date such as 31/3/2026, or a few words."
SPARE_ROW = f"{MORE}: choose its question in the first column."
WANTED = {"Answer": "value", "Reason": "reason", "Action": "action_what", "Evidence": "evidence_what"}


STILL = {
    "validate": "list",
    "source": ["Yes"],
    "input_title": "Still true?",
    "input_message": "Yes takes over all that is said under Last time. Left blank it confirms nothing.",
    "error_title": "Yes, or nothing",
    "error_message": "Choose Yes, or leave it blank and give an answer of your own.",
}


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
            self._line(sheet, plan, row, line)
        self._to_do(sheet, plan)
        for row in range(plan.last + 1, plan.last + 1 + SPARE):
            self._spare(sheet, plan, row)
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
        for column, heading in enumerate(plan.headings):
            sheet.set_column(column, column, heading.width)
            sheet.write_string(plan.head, column, heading.text, head)
        sheet.freeze_panes(plan.first, plan.place["guidance"])
        sheet.repeat_rows(plan.head)
        sheet.set_selection(plan.asked_from, plan.place["value"], plan.asked_from, plan.place["value"])

    @staticmethod
    def _height(plan: Sheet, known: Mapping[str, Cell]) -> float:
        """Room for what stands in a row, and for a few lines more to be written."""
        columns = [(str(known.get(h.field, "")), h.width) for h in plan.headings if h.field != "version"]
        return min(TALLEST, max(ROOM, points(*zip(*columns, strict=True))))

    def _box(self, **properties: Any) -> Any:
        return self.book.format(border=1, border_color=EDGE, **properties)

    def _line(self, sheet: Any, plan: Sheet, row: int, line: Line) -> None:
        cells = Cells(self.asked)
        known, to_fill = cells.of(line) | self._before(plan, line), cells.to_fill(line)
        to_fill |= {"still"} if self._offered(plan, line) else set()
        sheet.set_row(row, self._height(plan, known))
        for field, column in plan.place.items():
            shown = self._white(line, field) if field in to_fill else self._locked(line, field)
            put(sheet, row, column, kept_whole(known.get(field, "")), shown)

    def _before(self, plan: Sheet, line: Line) -> dict[str, Cell]:
        """What an earlier round says to a row, and which answer it was filled from."""
        brought = None if line.slot else self.asked.to_confirm(line.question or plan.section)
        known: dict[str, Cell] = {"version": mark(self.asked.answers.get(line.id), line.slot + 1)}
        return known | ({"last": last_time(brought)} if brought else {})

    def _offered(self, plan: Sheet, line: Line) -> bool:
        return not line.slot and offered(self.asked, line.question or plan.section) is not None

    def _white(self, line: Line, field: str) -> Any:
        # As text what is typed stays as typed: 6/8, a leading = or -. A label that is a number stays one.
        graded = field == "value" and (line.question is None or line.question.kind == "grade")
        return self._box(locked=False, num_format="General" if graded else "@")

    def _locked(self, line: Line, field: str) -> Any:
        colour = GREY if line.question else BLUE
        if field == "version":
            return self._box(bg_color=colour, font_size=7, font_color="505A5F", num_format="@")
        return self._box(bg_color=colour, bold=field == "question")

    def _to_do(self, sheet: Any, plan: Sheet) -> None:
        formulas = Formulas(self.asked, self.homes, plan)
        for row, line in enumerate(plan.lines, plan.first):
            if not line.slot:
                shown = self._box(bold=True, font_color=INK, bg_color=GREY if line.question else BLUE)
                now = word_now(self.asked, plan, line)
                sheet.write_formula(row, plan.place["todo"], formulas.of(line), shown, now)

    def _spare(self, sheet: Any, plan: Sheet, row: int) -> None:
        white, grey = self._box(locked=False, num_format="@"), self._box(bg_color=GREY)
        sheet.set_row(row, 30)
        for field, column in plan.place.items():
            shown = white if field in {"question", *EVIDENCE} else grey
            put(sheet, row, column, SPARE_ROW if field == "asked" else "", shown)

    def _answers(self, sheet: Any, plan: Sheet) -> None:
        for row, line in enumerate(plan.lines, plan.first):
            rule = None if line.slot else self._rule(line)
            if rule:
                sheet.data_validation(row, plan.place["value"], row, plan.place["value"], rule)
            if self._offered(plan, line):
                sheet.data_validation(row, plan.place["still"], row, plan.place["still"], STILL)
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
            sheet.data_validation(plan.first, plan.place[field], end, plan.place[field], _hint("When", WHEN))
        kept = f"{plan.letters('value')}{plan.first + 1}:{plan.letters('version')}{end + 1}"
        sheet.ignore_errors({"number_stored_as_text": kept, "two_digit_text_year": kept})

    def _tints(self, sheet: Any, plan: Sheet) -> None:
        """The cells that are still wanted stand out, as the word beside them says."""
        tint = self.book.format(bg_color=TINT)
        for word, field in WANTED.items():
            criteria = f'=${plan.letters("todo")}{plan.first + 1}="{word}"'
            rule = {"type": "formula", "criteria": criteria, "format": tint}
            sheet.conditional_format(plan.first, plan.place[field], plan.last, plan.place[field], rule)


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
