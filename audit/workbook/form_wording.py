"""Whether a filled form still asks what its round asks: nobody may change a question in one agency's form."""

import unicodedata
from collections.abc import Iterator, Mapping

from audit.errors import Problem
from audit.responses.interview import Interview
from audit.standards.question import Question
from audit.workbook.book import text
from audit.workbook.form_cells import MORE, Cells
from audit.workbook.form_plan import Line
from audit.workbook.form_read import Form, all_rows

FRESH = "ask for a fresh form and copy the answers"


def altered(asked: Interview, form: Form) -> list[Problem]:
    """What was changed in the wording of questions and in the meaning of grades, each with its cell."""
    return [*_questions(asked, form), *_grades(asked, form)]


def _questions(asked: Interview, form: Form) -> Iterator[Problem]:
    wordings = {question.id: _wordings(asked, question) for question in asked.template.questions}
    for row in all_rows(form):
        said, name = _plain(row["asked"]), row["question"]
        # An inserted row, or one of further evidence, asks nothing itself.
        if not said or said.startswith(_plain(MORE)) or name not in wordings or said in wordings[name]:
            continue
        other = next((other for other, known in wordings.items() if said in known), "")
        text_ = (
            f"this row asks what {other} asks, but its id is {name}; put the id right."
            if other
            else f"the wording of {name} was changed in this form; {FRESH}."
        )
        yield Problem(row.where("question" if other else "asked"), text_)


def _wordings(asked: Interview, question: Question) -> Mapping[str, None]:
    """What may stand in a row of a question: its wording with its conditions, or the bare wording."""
    whole = Cells(asked).asked_in(Line(question.id, question))
    return dict.fromkeys((_plain(text(whole)), _plain(text(question.text))))


def _grades(asked: Interview, form: Form) -> Iterator[Problem]:
    for label, said in form.meanings.items():
        grade = asked.template.scale.find(label)
        meant = _plain(text(grade.definition)) if grade else ""
        for one in said:
            if grade and one.words and _plain(one.words) != meant:
                text_ = f"the meaning of {grade.label!r} was changed in this form; {FRESH}."
                yield Problem(one.where, text_)


def _plain(words: str) -> str:
    """A text as programs may save it: white space of any kind, letters composed or not."""
    return " ".join(unicodedata.normalize("NFC", words).split())
