"""The sheet of a form with all that a cell can be chosen from: grades with their meaning, other choices."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from audit.standards.question import Question
from audit.templates import Template
from audit.workbook.book import on_colour, text
from audit.workbook.fit import points
from audit.workbook.form_cells import label_cell
from audit.workbook.form_frame import Frame
from audit.workbook.form_sheets import EDGE
from audit.workbook.form_todo import FIRST_GRADE, listed
from audit.workbook.form_words import GRADES, NOT_APPLICABLE

WIDTHS = (34, 90)


@dataclass(frozen=True, slots=True)
class Lists:
    """Writes the sheet Grades of one form; `places` says where the list of each question stands."""

    frame: Frame
    template: Template
    questions: Sequence[Question]
    places: dict[str, str] = field(default_factory=dict)

    def write(self, sheet: Any) -> dict[str, str]:
        """The sheet; gives where the list of each question stands, and under "" that of not applicable."""
        self.frame.title(sheet, GRADES, *WIDTHS)
        self.frame.flat(sheet, 1, "What each grade means. The lists on the other sheets read this one.")
        self.frame.head(sheet, FIRST_GRADE - 1, "Grade", "Meaning")
        grades = listed(self.template)
        for row, grade in enumerate(grades, FIRST_GRADE):
            sheet.set_row(row, points((grade.label, grade.definition), WIDTHS))
            self._label(sheet, row, grade.label, grade.colour)
            shown = self.frame.book.format(border=1, border_color=EDGE)
            sheet.write_string(row, 1, text(grade.definition), shown)
        steps = len(self.template.scale.steps)
        self._list_grades(steps, len(grades))
        self._choices(sheet, FIRST_GRADE + len(grades) + 1)
        return self.places

    @property
    def _refused(self) -> bool:
        return self.template.not_applicable == "refused"

    def _label(self, sheet: Any, row: int, label: str, colour: str) -> None:
        fill = {"bg_color": colour, "font_color": on_colour(colour)} if colour else {}
        shown = self.frame.book.format(bold=True, border=1, border_color=EDGE, align="left", **fill)
        cell = label_cell(label)
        write = sheet.write_string if isinstance(cell, str) else sheet.write_number
        write(row, 0, cell, shown)

    def _list_grades(self, steps: int, grades: int) -> None:
        for question in self.questions:
            if question.kind == "grade":
                self.places[question.id] = _range(FIRST_GRADE, steps if self._refused else grades)
        if not self._refused:
            self.places[""] = _range(FIRST_GRADE + steps, grades - steps)

    def _choices(self, sheet: Any, row: int) -> None:
        """The other lists, each below the other, with the question that it is for."""
        asked = [question for question in self.questions if question.kind in {"choice", "yes-no"}]
        if asked:
            self.frame.head(sheet, row, "Other lists", "For the question")
        shown = self.frame.book.format(border=1, border_color=EDGE, num_format="@")
        for question in asked:
            words = question.choices if question.kind == "choice" else ("Yes", "No")
            words = words if self._refused else (*words, NOT_APPLICABLE)
            self.places[question.id] = _range(row + 1, len(words))
            for word in words:
                row += 1
                whose = f"{question.id} {question.text}"
                sheet.set_row(row, points((word, whose), WIDTHS))
                sheet.write_string(row, 0, text(word), shown)
                sheet.write_string(row, 1, text(whose), shown)


def _range(first: int, length: int) -> str:
    return f"={GRADES}!$A${first + 1}:$A${first + length}"
