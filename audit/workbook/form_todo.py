"""What a row of a form still needs, as a plain formula over its cells and as the word it gives now.

The formulas say what the engine says as far as a cell can: a span of days is not graded in one.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from audit.responses.interview import OPEN, Interview
from audit.responses.response import Answer
from audit.standards.question import Question
from audit.standards.scale import Grade
from audit.templates import Template
from audit.workbook.form_last import offered, once_confirmed
from audit.workbook.form_plan import SPARE, Line, Sheet
from audit.workbook.form_words import GRADES, NOT_APPLICABLE

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
    cells = ((sheet, _range(sheet, "todo", sheet.asked_from, sheet.last)) for sheet in sheets)
    return "+".join(f'COUNTIF({quoted(sheet.name)}!{cells},"?*")' for sheet, cells in cells) or "0"


@dataclass(frozen=True)
class Formulas:
    """Writes the formulas of one sheet; `homes` says on which sheet each question stands.

    A row that says Yes under Still true? and gives no answer of its own counts as what was brought forward.
    """

    asked: Interview
    homes: Mapping[str, Sheet]
    sheet: Sheet

    @cached_property
    def _confirmed(self) -> Mapping[str, Interview]:
        return once_confirmed(self.asked)

    def of(self, line: Line) -> str:
        """The formula of a row: Answer, Reason, Action or Evidence; nothing where all is there."""
        question = line.question
        if question is None:
            return self._of_standard()
        if question.optional:
            return '=""'
        needed = f'IF({self._cell(question, "value")}="",{self._blank(question)},{self._given(question)})'
        arises = ",".join(self._holds(name, values) for name, values in question.when)
        return f'=IF(AND({arises}),{needed},"")' if arises else f"={needed}"

    def _cell(self, question: Question, field: str) -> str:
        home = self.homes[question.id]
        cell = _fixed(home, field, home.rows[question.id, 0])
        return cell if home is self.sheet else f"{quoted(home.name)}!{cell}"

    def _grades(self, codes: Collection[str]) -> list[str]:
        """The cells of grades on the sheet Grades, so that a label that is a number is compared as one."""
        rows = (row for row, grade in enumerate(listed(self.asked.template)) if grade.code in codes)
        return [f"{GRADES}!$A${FIRST_GRADE + row + 1}" for row in rows]

    @property
    def _reason_wanted(self) -> bool:
        return self.asked.template.not_applicable == "reason"

    def _blank(self, question: Question) -> str:
        """What a row without an answer of its own needs."""
        confirmed = self._confirmed.get(question.id)
        if confirmed is None:
            return self._unanswered()
        needed = '""'
        for word in reversed(confirmed.missing(question)):
            needed = f'IF({self._lacks(question, word)},"{word.capitalize()}",{needed})'
        return f"IF({self._still(question)},{needed},{self._unanswered()})"

    def _still(self, question: Question) -> str:
        return f'{self._cell(question, "still")}="Yes"'

    def _lacks(self, question: Question, word: str) -> str:
        if word == "evidence":
            return _no_evidence(self.sheet, self._cell(question, "question"))
        return f'{self._cell(question, {"action": "action_what"}.get(word, word))}=""'

    def _unanswered(self) -> str:
        if not self.sheet.section.id:
            return '"Answer"'
        whole = _fixed(self.sheet, "value", self.sheet.first)
        return f'IF({whole}="","Answer",{self._unless(self._standards_reason())})'

    def _standards_reason(self) -> str:
        return _fixed(self.sheet, "reason", self.sheet.first)

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
        wanted = f"{_any(graded, self._grades(low))},{self._lacks(question, 'action')}"
        return f'IF(AND({wanted}),"Action",{evidence})'

    def _own_evidence(self, question: Question, graded: str) -> str:
        bare = self._lacks(question, "evidence")
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
        """Whether the answer to a question is one of these, or the confirmed one is where none is given."""
        given, confirmed = self._given_matches(question, values), self._confirmed.get(question.id)
        if confirmed is None:
            return given
        as_then = "TRUE" if _says(confirmed, question, values) else "FALSE"
        bare = f'{self._cell(question, "value")}=""'
        return f"IF(AND({self._still(question)},{bare}),{as_then},{given})"

    def _given_matches(self, question: Question, values: Sequence[str]) -> str:
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
        answers = _range(sheet, "value", sheet.asked_from, sheet.last)
        bare = f'{_range(sheet, "evidence_what", sheet.asked_from, sheet.last)}=""'
        tops = self._grades(self.asked.template.evidence_grades)
        lacking = "+".join([*(f"SUMPRODUCT(({answers}={top})*({bare}))" for top in tops), *self._bare_tops()])
        own = _no_evidence(sheet, _fixed(sheet, "question", sheet.first))
        if offered(self.asked, sheet.section):
            own = f'AND({own},{_fixed(sheet, "still", sheet.first)}<>"Yes")'
        reason = self._unless(self._standards_reason())
        evidence = f'IF(AND({lacking or "0"}>0,{own}),"Evidence","")'
        return f'=IF({_fixed(sheet, "value", sheet.first)}<>"",{reason},{evidence})'

    def _bare_tops(self) -> list[str]:
        """A count of 1 for each confirmed top grade behind which no evidence stands, then or now."""
        found = []
        for line in self.sheet.lines:
            question, confirmed = line.question, self._confirmed.get(line.id)
            if question and confirmed and not line.slot and question.kind == "grade":
                answer = confirmed.answer(question)
                if confirmed.top(question) and not answer.evidence:
                    bare = (f'{self._cell(question, field)}=""' for field in ("value", "evidence_what"))
                    found.append(f"IF(AND({','.join([self._still(question), *bare])}),1,0)")
        return found


def _says(asked: Interview, question: Question, values: Sequence[str]) -> bool:
    """Whether the answer to a question is one of these."""
    value = asked.answer(question).value
    if value is None or asked.says_not_applicable(question):
        return False
    if question.graded:
        return asked.grade(question) in [asked.template.scale.find(word) for word in values]
    given = value if isinstance(value, tuple) else (value,)
    return bool({word.casefold() for word in given} & {word.casefold() for word in values})


def _fixed(sheet: Sheet, field: str, row: int) -> str:
    return f"${sheet.letters(field)}${row + 1}"


def _range(sheet: Sheet, field: str, first: int, last: int) -> str:
    return f"{_fixed(sheet, field, first)}:{_fixed(sheet, field, last)}"


def _no_evidence(sheet: Sheet, name: str) -> str:
    last = sheet.last + SPARE
    ids, found = (_range(sheet, field, sheet.first, last) for field in ("question", "evidence_what"))
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
