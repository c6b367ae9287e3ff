"""The answers that a filled form gives, by the same engine as the prompt."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from audit.errors import AnswerError, FileError, Problem
from audit.responses.brought import confirm, confirm_for_standard
from audit.responses.files import standard_not_applicable
from audit.responses.interview import Interview
from audit.responses.merging import version
from audit.responses.reply import accept, accept_for_standard, says_not_applicable
from audit.responses.response import MEMBERS, Answer
from audit.schemas.tables import Row
from audit.standards.catalogue import Standard
from audit.standards.question import Question
from audit.standards.scale import NOT_APPLICABLE
from audit.workbook.form_members import members_in
from audit.workbook.form_notes import absent, cleared, no_days
from audit.workbook.form_pieces import parts, together
from audit.workbook.form_read import Form, check_edition
from audit.workbook.form_version import version_in
from audit.workbook.form_wording import altered
from audit.workbook.form_words import MEMBERS_SHEET, TYPED

Rows = Sequence[Row]
YES, NO = {"yes", "y", "true"}, {"no", "n", "false"}


@dataclass(frozen=True, slots=True)
class TakenForm:
    """What a form gives: answers by id of question or standard, and what somebody should be told of.

    `left_out` are ids that are not asked of this agency. `cleared` names what the form was filled with and
    what is blank in it now (`A1 comment`): it stays as it was. `notes` are sentences.
    """

    answers: Mapping[str, Answer]
    left_out: tuple[str, ...] = ()
    cleared: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def take_form(interview: Interview, form: Form) -> TakenForm:
    """The answers that a form gives, by the same engine as the prompt; FileError with every problem.

    A blank cell leaves what was answered before. A standard that is not applicable as a whole
    counts for the questions that are not answered themselves. Of several copies of a row those that
    say just what the form was filled with give way.
    """
    check_edition(form, interview.template.digest)
    taking = _Taking(interview, form)
    for standard in interview.template.standards:
        taking.standard(standard)
    for question in interview.template.questions:
        taking.question(question)
    taking.members()
    if taking.problems:
        raise FileError(form.file, taking.problems)
    gone = [word for name, rows in taking.rows.items() for word in cleared(interview, form, name, rows)]
    notes = (*form.notes, *taking.notes, *no_days(interview, taking.rows), *absent(interview, form))
    return TakenForm(taking.answers, tuple(taking.left_out), tuple(gone), notes)


class _Taking:
    """One form being taken: the answers so far, and what is wrong with its sheet and cell."""

    def __init__(self, interview: Interview, form: Form) -> None:
        self.interview, self.form, self.template = interview, form, interview.template
        self.answers: dict[str, Answer] = {}
        self.problems: list[Problem] = altered(interview, form)
        self.left_out: list[str] = []
        self.rows: dict[str, Rows] = {}
        self.notes: list[str] = []

    # --- members ------------------------------------------------------------------------------------

    def members(self) -> None:
        before, given = self.interview.answers.get(MEMBERS), self.form.members
        if given is None:
            gone = before is not None and bool(version(before))
            self.notes += (
                [f"It has no sheet {MEMBERS_SHEET}; for whom it answers stays as it was."] if gone else []
            )
            return
        answer, problems, self.notes = members_in(self.interview.members, before, given)
        self.problems += problems
        self.answers |= {MEMBERS: answer} if answer is not None else {}

    # --- questions ----------------------------------------------------------------------------------

    def question(self, question: Question) -> None:
        rows = self._chosen(question.id, lambda part, on: accept(self.template, question, part, on))
        if not _filled(rows):
            return
        if not self.interview.meant(question):
            self.left_out.append(question.id)
            return
        answer = self._base(question, rows[0])
        for row, field, part in parts(rows, answer, adding=_says_yes(rows[0])):
            try:
                answer = accept(self.template, question, part, answer)
            except AnswerError as error:
                self.problems.append(Problem(row.where(field), str(error)))
        self.answers[question.id] = answer

    def _base(self, question: Question, first: Row) -> Answer:
        """What the row of a question is put on top of."""
        here = self.interview.answers.get(question.id, Answer())
        if first["still"]:
            return self._confirmed(question, first, here)
        # A standard marked as a whole speaks only for questions that say nothing themselves.
        return here if first["value"] else self._before(question.id)

    def _confirmed(self, question: Question, row: Row, here: Answer) -> Answer:
        """The answer of last time with what is here on top, where the row says that it is still true."""
        if row["still"].casefold() in NO:
            return here
        own = {key: part for key, part in here.block().items() if key in {"comment", "reason", "action"}}
        try:
            _check_yes(question.id, row)
            answer = confirm(self.template, question, self.interview.brought.get(question.id))
            self._not_contrary(question, row, answer)
            own["evidence"] = together(answer.evidence, here.evidence)
            return accept(self.template, question, own, answer)
        except AnswerError as error:
            self.problems.append(Problem(row.where("still"), str(error)))
            return here

    def _not_contrary(self, question: Question, row: Row, answer: Answer) -> None:
        if not row["value"]:
            return
        try:
            own = accept(self.template, question, row["value"]).value
        except AnswerError:
            return  # which is told of its own cell
        if own != answer.value:
            raise AnswerError(
                f"{question.id}: Yes says that the answer of {answer.confirmed!r} is still true, but another "
                "answer stands beside it; clear one of the two."
            )

    def _before(self, name: str) -> Answer:
        return self.answers.get(name) or self.interview.answers.get(name, Answer())

    # --- standards ----------------------------------------------------------------------------------

    def standard(self, standard: Standard) -> None:
        name = standard.id
        rows = self._chosen(name, lambda part, on: accept_for_standard(standard, part, on))
        if not _filled(rows):
            return
        if rows[0]["value"]:
            self._try(rows[0], "value", self._not_applicable, name, rows[0])
        elif rows[0]["reason"]:
            text_ = f"{name}: a reason stands here, but the answer beside it is not 'Not applicable'."
            self.problems.append(Problem(rows[0].where("reason"), text_))
        before = self.interview.answers.get(name, Answer())
        if rows[0]["still"] and rows[0]["still"].casefold() not in NO:
            self._try(rows[0], "still", self._confirm_evidence, standard, rows[0], before)
            before = self._before(name)
        for row, field, part in parts(rows, before, adding=_says_yes(rows[0])):
            if field not in {"value", "reason"}:
                self._try(row, field, self._add, standard, part)

    def _try(self, row: Row, field: str, act: Callable[..., None], *given: Any) -> None:
        try:
            act(*given)
        except AnswerError as error:
            self.problems.append(Problem(row.where(field), str(error)))

    def _not_applicable(self, name: str, first: Row) -> None:
        if not says_not_applicable(self.template, first["value"]):
            text_ = "it takes evidence, or 'Not applicable' with a reason, but no grade"
            raise AnswerError(f"{name} is a standard: {text_}.")
        if first["reason"]:
            self.answers |= standard_not_applicable(self.interview, name, first["reason"])
            return
        # Without a reason in the form those that were given before stay.
        standard = next(one for one in self.template.standards if one.id == name)
        for question in filter(self.interview.meant, standard.questions):
            before = self.interview.answers.get(question.id, Answer())
            self.answers[question.id] = accept(self.template, question, NOT_APPLICABLE, before)

    def _confirm_evidence(self, standard: Standard, row: Row, here: Answer) -> None:
        _check_yes(standard.id, row)
        answer = confirm_for_standard(standard, self.interview.brought.get(standard.id))
        evidence = together(answer.evidence, here.evidence)
        self.answers[standard.id] = accept_for_standard(standard, {"evidence": evidence}, answer)

    def _add(self, standard: Standard, part: dict[str, Any]) -> None:
        self.answers[standard.id] = accept_for_standard(standard, part, self._before(standard.id))

    # --- copies -------------------------------------------------------------------------------------

    def _chosen(self, name: str, put: Callable[[dict[str, Any], Answer], Answer]) -> Rows:
        """The rows of an id that count, kept for what is told of them; `put` puts a part onto an answer."""
        copies = self.form.rows.get(name, ())
        if not copies:
            return ()
        filled = [rows for rows in copies if _filled(rows)] or [copies[0]]
        if len(filled) > 1:
            filled = [rows for rows in filled if not _untouched(rows, put)] or filled[:1]
        first, *others = filled
        for rows in others:
            if _said(rows) != _said(first):
                text_ = f"{name} is answered otherwise in {first[0].where('question')}; keep one of the two."
                self.problems.append(Problem(rows[0].where("question"), text_))
        self.rows[name] = first
        return first


def _says_yes(row: Row) -> bool:
    return row["still"].casefold() in YES


def _check_yes(name: str, row: Row) -> None:
    if not _says_yes(row):
        raise AnswerError(f"{name}: {row['still'][:60]!r} stands here; choose Yes, or clear it.")


def _filled(rows: Rows) -> bool:
    return any(row[field] for row in rows for field in TYPED)


def _said(rows: Rows) -> set[tuple[str, ...]]:
    return {tuple(row[field] for field in TYPED) for row in rows} - {("",) * len(TYPED)}


def _untouched(rows: Rows, put: Callable[[dict[str, Any], Answer], Answer]) -> bool:
    """Whether rows say just what they were filled with."""
    started, answer = version_in(rows[0]["version"]), Answer()
    if rows[0]["still"]:
        return False
    try:
        for _, _, part in parts(rows, answer):
            answer = put(part, answer)
    except AnswerError:
        return False
    return bool(started) and version(answer) == started
