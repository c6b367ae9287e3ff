"""What a row of a form still needs, as a plain formula over its cells and as the word it gives now.

The formulas say what the engine says as far as a cell can: a span of days is not graded in one.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from audit.responses.interview import OPEN, Interview
from audit.responses.response import Answer
from audit.standards.question import Question
from audit.standards.scale import Grade
from audit.tables import address
from audit.templates import Template
from audit.workbook.form_plan import SPARE, Line, Sheet
from audit.workbook.form_words import GRADES, NOT_APPLICABLE, PLACE

FIRST_GRADE = 4  # row of the best grade on the sheet Grades


def listed(template: Template) -> tuple[Grade, ...]:
    """The grades in the order of the sheet Grades: those that have points first."""
    scale = template.scale
    return (*scale.steps, *(grade for grade in scale.grades if grade.points is None))


def quoted(sheet: str) -> str:
    """A sheet's name as formulas write it."""
    return "'" + sheet.replace("'", "''") + "'"


def count(sheets: Sequence[Sheet]) -> str:
    """A sum over sheets of the questions that still need something."""
    cells = ((sheet, _range("todo", sheet.asked_from, sheet.last)) for sheet in sheets)
    return "+".join(f'COUNTIF({quoted(sheet.name)}!{cells},"?*")' for sheet, cells in cells) or "0"


@dataclass(frozen=True, slots=True)
class Formulas:
    """Writes the formulas of one sheet; `homes` says on which sheet each question stands."""

    asked: Interview
    homes: Mapping[str, Sheet]
    sheet: Sheet

    def of(self, line: Line) -> str:
        """The formula of a row: Answer, Reason, Action or Evidence; nothing where all is there."""
        question = line.question
        if question is None:
            return self._of_standard()
        if question.optional:
            return '=""'
        needed = f'IF({self._cell(question, "value")}="",{self._unanswered()},{self._given(question)})'
        arises = ",".join(self._holds(name, values) for name, values in question.when)
        return f'=IF(AND({arises}),{needed},"")' if arises else f"={needed}"

    def _cell(self, question: Question, field: str) -> str:
        home = self.homes[question.id]
        cell = _fixed(field, home.rows[question.id, 0])
        return cell if home is self.sheet else f"{quoted(home.name)}!{cell}"

    def _grades(self, codes: Collection[str]) -> list[str]:
        """The cells of grades on the sheet Grades, so that a label that is a number is compared as one."""
        rows = (row for row, grade in enumerate(listed(self.asked.template)) if grade.code in codes)
        return [f"{GRADES}!$A${FIRST_GRADE + row + 1}" for row in rows]

    @property
    def _reason_wanted(self) -> bool:
        return self.asked.template.not_applicable == "reason"

    def _unanswered(self) -> str:
        if not self.sheet.section.id:
            return '"Answer"'
        return f'IF({_fixed("value", self.sheet.first)}="","Answer",{self._unless(self._standards_reason())})'

    def _standards_reason(self) -> str:
        return _fixed("reason", self.sheet.first)

    def _unless(self, reason: str) -> str:
        return f'IF({reason}="","Reason","")' if self._reason_wanted else '""'

    def _given(self, question: Question) -> str:
        """What an answer that stands there still demands."""
        value = self._cell(question, "value")
        without = [grade.code for grade in self.asked.template.scale.grades if grade.points is None]
        not_applicable = _any(value, [*self._grades(without), f'"{NOT_APPLICABLE}"', '"n/a"'])
        reason = self._unless(self._cell(question, "reason"))
        return f"IF({not_applicable},{reason},{self._demanded(question)})"

    def _demanded(self, question: Question) -> str:
        graded = self._grade(question)
        evidence = self._own_evidence(question, graded) if "evidence" in question.needs else '""'
        steps = self.asked.template.scale.steps
        low = [grade.code for grade in steps if self.asked.demands_action(question, grade)]
        if not graded or not low:
            return evidence
        no_action = f'{self._cell(question, "action_what")}=""'
        return f'IF(AND({_any(graded, self._grades(low))},{no_action}),"Action",{evidence})'

    def _own_evidence(self, question: Question, graded: str) -> str:
        bare = _no_evidence(self.sheet, self._cell(question, "question"))
        if not question.graded:
            return f'IF({bare},"Evidence","")'
        tops = self._grades(self.asked.template.evidence_grades)
        return f'IF(AND({_any(graded, tops)},{bare}),"Evidence","")' if graded and tops else '""'

    def _grade(self, question: Question) -> str:
        """An expression for the grade that an answer comes to; empty where no cell can say."""
        value = self._cell(question, "value")
        if question.kind == "grade":
            return value
        if question.kind != "share" or not question.graded:
            return ""
        share = f'LEFT({value},FIND("/",{value})-1)/MID({value},FIND("/",{value})+1,9)'
        found = self._grades([self.asked.template.scale.worst.code])[0]
        for code, edge in reversed(question.edges):
            reached = f"{share}>={edge.numerator}/{edge.denominator}"
            found = f"IF({reached},{self._grades([code])[0]},{found})"
        return f'IFERROR({found},"")'

    def _holds(self, name: str, values: Sequence[str]) -> str:
        """Whether an earlier question arises itself and was answered in one of these ways."""
        question = self.asked.template.by_id[name]
        earlier = [self._holds(other, wanted) for other, wanted in question.when]
        return f"AND({','.join([*earlier, self._matches(question, values)])})"

    def _matches(self, question: Question, values: Sequence[str]) -> str:
        if question.graded:
            graded = self._grade(question)
            grades = [self.asked.template.scale.find(word) for word in values]
            return _any(graded, self._grades([g.code for g in grades if g])) if graded else "FALSE"
        value = self._cell(question, "value")
        if question.kind == "choices":
            return f"OR({','.join(f'ISNUMBER(SEARCH({_text(word)},{value}))' for word in values)})"
        return _any(value, [_text(word) for word in values])

    def _of_standard(self) -> str:
        """The first row: a reason for Not applicable, or evidence where a top grade has none."""
        sheet = self.sheet
        answers = _range("value", sheet.asked_from, sheet.last)
        bare = f'{_range("evidence_what", sheet.asked_from, sheet.last)}=""'
        tops = self._grades(self.asked.template.evidence_grades)
        lacking = "+".join(f"SUMPRODUCT(({answers}={top})*({bare}))" for top in tops) or "0"
        own = _no_evidence(sheet, _fixed("question", sheet.first))
        reason = self._unless(self._standards_reason())
        evidence = f'IF(AND({lacking}>0,{own}),"Evidence","")'
        return f'=IF({_fixed("value", sheet.first)}<>"",{reason},{evidence})'


def column_of(field: str) -> str:
    """The letters of a field's column."""
    return address(0, PLACE[field]).removesuffix("1")


def _fixed(field: str, row: int) -> str:
    return f"${column_of(field)}${row + 1}"


def _range(field: str, first: int, last: int) -> str:
    return f"{_fixed(field, first)}:{_fixed(field, last)}"


def _no_evidence(sheet: Sheet, name: str) -> str:
    last = sheet.last + SPARE
    ids, found = (_range(field, sheet.first, last) for field in ("question", "evidence_what"))
    # COUNTIFS would take 1.1 and 1.10 for one id, and the * in another for any.
    return f'SUMPRODUCT(({ids}={name})*({found}<>""))=0'


def _any(value: str, words: Sequence[str]) -> str:
    return f"OR({','.join(f'{value}={word}' for word in words)})"


def _text(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def word_now(asked: Interview, sheet: Sheet, line: Line) -> str:
    """What the formula of a row gives as the answers stand."""
    question = line.question
    if question is None:
        return "Evidence" if _standard_lacks(asked, sheet) else ""
    if question.optional or asked.state(question) not in OPEN:
        return ""
    if asked.answer(question).value is None:
        return "Answer"
    missing = asked.missing(question)
    demanded = missing and (question.kind != "elapsed" or missing == ("reason",))
    return missing[0].capitalize() if demanded else ""


def _standard_lacks(asked: Interview, sheet: Sheet) -> bool:
    questions = [line.question for line in sheet.lines if line.question and not line.slot]
    bare = [q for q in questions if q.kind == "grade" and asked.top(q) and not asked.answer(q).evidence]
    return bool(bare) and not asked.answers.get(sheet.section.id, Answer()).evidence
