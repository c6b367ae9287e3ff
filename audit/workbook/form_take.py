"""The answers that a filled form gives, by the same engine as the prompt."""

from collections.abc import Iterator, Sequence
from typing import Any

from audit.errors import AnswerError, FileError, Problem
from audit.responses.files import Taken, standard_not_applicable
from audit.responses.interview import Interview
from audit.responses.reply import accept, accept_for_standard, says_not_applicable
from audit.responses.response import Answer, PlannedAction
from audit.schemas import Row
from audit.workbook.form_read import Form
from audit.workbook.form_words import ACTION, EVIDENCE


def take_form(interview: Interview, form: Form) -> Taken:
    """The answers that a form gives, by the same engine as the prompt; FileError with every problem.

    A blank cell leaves what was answered before. A standard that is not applicable as a whole
    counts for the questions that are not answered themselves.
    """
    if form.digest != interview.template.digest:
        text_ = "it was made from another edition of the questions; ask for a fresh form, and copy the answers over."
        raise FileError(form.file, [Problem("", text_)])
    taking = _Taking(interview, form)
    for standard in interview.template.standards:
        taking.standard(standard.id)
    for question in interview.template.questions:
        taking.question(question.id)
    if taking.problems:
        raise FileError(form.file, taking.problems)
    return Taken(taking.answers, tuple(taking.left_out))


class _Taking:
    """One form being taken: the answers so far, and what is wrong with its sheet and cell."""

    def __init__(self, interview: Interview, form: Form) -> None:
        self.interview, self.form = interview, form
        self.answers: dict[str, Answer] = {}
        self.problems: list[Problem] = []
        self.left_out: list[str] = []

    def question(self, name: str) -> None:
        rows = self.form.rows.get(name)
        if not rows:
            return
        question = self.interview.template.by_id[name]
        if not self.interview.meant(question):
            self.left_out.append(name)
            return
        # A standard marked as a whole speaks only for questions that say nothing themselves.
        answer = self.interview.answers.get(name, Answer()) if rows[0]["value"] else self._before(name)
        for field, part in _parts(rows, answer):
            try:
                answer = accept(self.interview.template, question, part, answer)
            except AnswerError as error:
                self.problems.append(Problem(rows[0].where(field), str(error)))
        self.answers[name] = answer

    def _before(self, name: str) -> Answer:
        return self.answers.get(name) or self.interview.answers.get(name, Answer())

    def standard(self, name: str) -> None:
        rows = self.form.rows.get(name)
        if not rows:
            return
        first = rows[0]
        try:
            if first["value"]:
                self._not_applicable(name, first)
            else:
                self._evidence(name, rows)
        except AnswerError as error:
            self.problems.append(
                Problem(first.where("value" if first["value"] else "evidence_what"), str(error))
            )

    def _not_applicable(self, name: str, first: Row) -> None:
        if not says_not_applicable(self.interview.template, first["value"]):
            text_ = "it takes evidence, or 'Not applicable' with a reason, but no grade"
            raise AnswerError(f"{name} is a standard: {text_}.")
        self.answers |= standard_not_applicable(self.interview, name, first["reason"])

    def _evidence(self, name: str, rows: Sequence[Row]) -> None:
        standard = next(one for one in self.interview.template.standards if one.id == name)
        before = self.interview.answers.get(name, Answer())
        parts: dict[str, Any] = {}
        for _, part in _parts(rows, before):
            parts |= part
        parts.pop("reason", None)
        if parts:
            self.answers[name] = accept_for_standard(standard, parts, before)


def _parts(rows: Sequence[Row], before: Answer) -> Iterator[tuple[str, dict[str, Any]]]:
    """What the rows of an id say, part by part with the field it stands in; blanks say nothing."""
    first = rows[0]
    for field in ("value", "comment", "reason"):
        if first[field]:
            yield field, {field: first[field]}
    keys = ("what", "where", "date")
    pieces = [dict(zip(keys, (row[field] for field in EVIDENCE), strict=True)) for row in rows]
    pieces = [piece for piece in pieces if any(piece.values())]
    if pieces:
        yield "evidence_what", {"evidence": pieces}
    if any(first[field] for field in ACTION):
        known = before.action or PlannedAction("")
        old = (known.what, known.who, known.when)
        said = (first[field] or was for field, was in zip(ACTION, old, strict=True))
        yield "action_what", {"action": dict(zip(("what", "who", "when"), said, strict=True))}
