"""The answers that a filled form gives, by the same engine as the prompt."""

from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest
from typing import Any

from audit.errors import AnswerError, FileError, Problem
from audit.responses.files import Taken, standard_not_applicable
from audit.responses.interview import Interview
from audit.responses.reply import accept, accept_for_standard, says_not_applicable
from audit.responses.response import Answer, Evidence, PlannedAction
from audit.schemas.tables import Row
from audit.standards.catalogue import Standard
from audit.standards.scale import NOT_APPLICABLE
from audit.workbook.form_read import Form, check_edition, day_or_words
from audit.workbook.form_words import ACTION, EVIDENCE, FIELDS


def take_form(interview: Interview, form: Form) -> Taken:
    """The answers that a form gives, by the same engine as the prompt; FileError with every problem.

    A blank cell leaves what was answered before. A standard that is not applicable as a whole
    counts for the questions that are not answered themselves.
    """
    check_edition(form, interview.template.digest)
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
        rows = self._filled(name)
        if not rows:
            return
        question = self.interview.template.by_id[name]
        if not self.interview.meant(question):
            self.left_out.append(name)
            return
        # A standard marked as a whole speaks only for questions that say nothing themselves.
        answer = self.interview.answers.get(name, Answer()) if rows[0]["value"] else self._before(name)
        for row, field, part in parts(rows, answer):
            try:
                answer = accept(self.interview.template, question, part, answer)
            except AnswerError as error:
                self.problems.append(Problem(row.where(field), str(error)))
        self.answers[name] = answer

    def _filled(self, name: str) -> Sequence[Row]:
        """The rows of an id, where anything stands in any of them."""
        rows = self.form.rows.get(name, ())
        return rows if any(row[field] for row in rows for field in FIELDS) else ()

    def _before(self, name: str) -> Answer:
        return self.answers.get(name) or self.interview.answers.get(name, Answer())

    def standard(self, name: str) -> None:
        rows = self._filled(name)
        if not rows:
            return
        if rows[0]["value"]:
            self._try(rows[0], "value", self._not_applicable, name, rows[0])
        elif rows[0]["reason"]:
            text_ = f"{name}: a reason stands here, but the answer beside it is not 'Not applicable'."
            self.problems.append(Problem(rows[0].where("reason"), text_))
        self._evidence(name, rows)

    def _try(self, row: Row, field: str, act: Callable[..., None], *given: Any) -> None:
        try:
            act(*given)
        except AnswerError as error:
            self.problems.append(Problem(row.where(field), str(error)))

    def _not_applicable(self, name: str, first: Row) -> None:
        template = self.interview.template
        if not says_not_applicable(template, first["value"]):
            text_ = "it takes evidence, or 'Not applicable' with a reason, but no grade"
            raise AnswerError(f"{name} is a standard: {text_}.")
        if first["reason"]:
            self.answers |= standard_not_applicable(self.interview, name, first["reason"])
            return
        # Without a reason in the form those that were given before stay.
        standard = next(one for one in template.standards if one.id == name)
        for question in filter(self.interview.meant, standard.questions):
            before = self.interview.answers.get(question.id, Answer())
            self.answers[question.id] = accept(template, question, NOT_APPLICABLE, before)

    def _evidence(self, name: str, rows: Sequence[Row]) -> None:
        standard = next(one for one in self.interview.template.standards if one.id == name)
        before = self.interview.answers.get(name, Answer())
        for row, field, part in parts(rows, before):
            if field not in {"value", "reason"}:
                self._try(row, field, self._add, standard, part)

    def _add(self, standard: Standard, part: dict[str, Any]) -> None:
        self.answers[standard.id] = accept_for_standard(standard, part, self._before(standard.id))


Part = tuple[Row, str, dict[str, Any]]


def parts(rows: Sequence[Row], before: Answer) -> Iterator[Part]:
    """What the rows of an id say, part by part with the cell it stands in; blanks say nothing."""
    first = rows[0]
    for field in ("value", "comment", "reason"):
        if first[field]:
            yield first, field, {field: first[field]}
    if any(row[field] for row in rows for field in EVIDENCE):
        pieces = _pieces(rows, before.evidence)
        bare = (row for row, piece in zip(rows, pieces, strict=False) if any(piece) and not piece[0])
        # A blank row above one that was filled would bring the same piece twice when a form comes again.
        once = [dict(zip(("what", "where", "date"), piece, strict=True)) for piece in dict.fromkeys(pieces)]
        yield next(bare, first), "evidence_what", {"evidence": once}
    if any(first[field] for field in ACTION):
        known = before.action or PlannedAction("")
        old = (known.what, known.who, known.when)
        said = (first[field] or was for field, was in zip(ACTION, old, strict=True))
        yield first, "action_what", {"action": dict(zip(("what", "who", "when"), said, strict=True))}


Piece = tuple[str, str, str]


def _pieces(rows: Sequence[Row], before: Sequence[Evidence]) -> list[Piece]:
    """The evidence in its places: a blank keeps what stood there, another description is another piece."""
    given: list[Piece] = [
        (row["evidence_what"], row["evidence_where"], day_or_words(row["evidence_date"])) for row in rows
    ]
    stored: list[Piece] = [(piece.what, piece.where, piece.date) for piece in before]
    return [_kept(new, old) for new, old in zip_longest(given, stored, fillvalue=("", "", ""))]


def _kept(new: Piece, old: Piece) -> Piece:
    same = new[0] in {"", old[0]}
    return (new[0] or old[0], new[1] or old[1], new[2] or old[2]) if same else new
