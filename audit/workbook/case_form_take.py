"""The answers that a filled grid form gives about each case, by the same engine as the prompt."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from audit.cases.case_round import CaseRound, blank
from audit.cases.plan import ALLOTTED, EACH
from audit.dates import said
from audit.errors import AnswerError, AuditError, FileError, Problem
from audit.responses.interview import Interview
from audit.responses.merging import Incoming
from audit.responses.reply import accept, accept_for_standard, says_not_applicable
from audit.responses.response import WHOLE, Answer, Response
from audit.sampling.carried import Carried
from audit.schemas.tables import Row
from audit.standards.catalogue import Standard
from audit.standards.question import Question
from audit.standards.scale import NOT_APPLICABLE
from audit.workbook.case_form_read import Filled, Said
from audit.workbook.case_form_words import COMMENT, CONCERN, FROM, NOTED, READ_BY, TO
from audit.workbook.form_pieces import parts
from audit.workbook.form_read import Form, check_edition
from audit.workbook.form_rows import main_first

LONGEST_NAME = 200
Parts = Iterator[tuple[str, dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class TakenCase:
    """What a form says about one case: who read it, what is new, and how many answers are as before.

    `incoming` holds all that it says, `version` what it was made from (empty: from a blank case; None
    where the form does not say), and `named` who read the case where the form says so.
    """

    response: Response
    by: str
    changed: Mapping[str, Answer]
    same: int
    incoming: Mapping[str, Incoming]
    left_out: tuple[str, ...] = ()
    version: str | None = None
    named: str = ""


def take_case_form(
    found: CaseRound, filled: Filled, today: date, by: str, carried: Carried | None = None
) -> tuple[TakenCase, ...]:
    """What a grid form says about each of its cases; FileError with every problem, each with its cell.

    A blank cell leaves what was said before. `by` reads the cases under which nobody is named; `carried`
    knows whose work a case is. Cases that are out of the round since the form was written are left out;
    `gone` names them.
    """
    form = Form(filled.file, filled.round, filled.agency, filled.digest, {})
    check_edition(form, found.round.template.digest)
    _check_whose(found, filled)
    problems = list(filled.problems)
    taken = []
    left_out = set(gone(found, filled))
    for ref in (ref for ref in filled.refs if ref not in left_out):
        case = _Case(found, filled, ref, today, by, carried or Carried())
        one = case.take()
        problems += case.problems
        taken += [one] if one else []
    if problems:
        raise FileError(filled.file, problems)
    return tuple(taken)


def gone(found: CaseRound, filled: Filled) -> list[str]:
    """The cases of a form that were struck out or found unusable since."""
    return [ref for ref in filled.refs if ref in found.by_ref and not found.by_ref[ref].usable]


def _check_whose(found: CaseRound, filled: Filled) -> None:
    """FileError where a form is closed to, or not of, whoever it says."""
    wrong = ""
    if found.round.closed:
        wrong = f"the round {found.round.name!r} is closed, so nothing can be answered."
    elif filled.agency and filled.agency not in found.agencies:
        wrong = f"it is the form of an agency {filled.agency!r}, which is not in {found.round.name!r}."
    elif not filled.agency and found.plan.readers == EACH:
        wrong = "nothing says which agency it is of (Agency code); fill in a fresh form."
    elif found.plan.readers == ALLOTTED and not filled.auditor:
        wrong = "nothing says which auditor it is of; fill in a fresh form."
    if wrong:
        raise FileError(filled.file, [Problem("", wrong)])


class _Case:
    """One case of a form being taken."""

    def __init__(
        self, found: CaseRound, filled: Filled, ref: str, today: date, by: str, carried: Carried
    ) -> None:
        self.found, self.filled, self.ref, self.today, self.carried = found, filled, ref, today, carried
        self.cells = filled.cells.get(ref, {})
        self.notes = {name: rows for (one, name), rows in filled.notes.items() if one == ref}
        named = self.cells.get(READ_BY)
        self.named = " ".join(named.words.split()) if named else ""
        self.by = self.named or by
        self.problems: list[Problem] = []

    def take(self) -> TakenCase | None:
        """What is said about the case; None where nothing is, or what is said is a problem."""
        if not self.notes and not self.cells.keys() - {READ_BY, CONCERN}:
            return None
        response = self._response()
        if response is None:
            return None
        asked = self.found.interview(response, self.today)
        given, left_out = self._answers(asked)
        changed = {name: one for name, one in given.items() if response.answers.get(name) != one}
        if changed:
            self._may(response)
        alone = self._alone(asked)
        incoming = {name: Incoming(alone.get(name, one), one) for name, one in given.items()}
        known = self.filled.versions.get(self.ref)
        same = len(given) - len(changed)
        return TakenCase(response, self.by, changed, same, incoming, tuple(left_out), known, self.named)

    @property
    def _head(self) -> str:
        first = next((rows[0].where("case") for rows in self.notes.values()), "")
        return self.filled.heads.get(self.ref) or first

    def _response(self) -> Response | None:
        try:
            subject = self.found.subject(self.ref)
        except AuditError as error:
            sentence = f"{error} Take its column and notes out of the form."
            self.problems.append(Problem(self._head, sentence))
            return None
        return blank(self.found, subject.ref, self.filled.agency, self.filled.reading)

    def _may(self, response: Response) -> None:
        """Note where this person may not give this reading, or it is signed."""
        named = self.cells.get(READ_BY)
        place = named.where if named else self._head
        if response.signed:
            by = f"{response.signed.name} on {said(response.signed.on)}"
            text_ = f"{self.ref} was signed by {by}; 'audit reopen' makes a new version."
            self.problems.append(Problem(self._head, text_))
        if len(self.by) > LONGEST_NAME or not self.by.isprintable():
            text_ = f"who read {self.ref} must be a name of at most {LONGEST_NAME} printable characters."
            self.problems.append(Problem(place, text_))
            return
        try:
            self.found.check_reader(response.subject, response.agency, response.reading, self.by)
            self.found.check_own_work(response.subject, self.by, self.carried)
        except AuditError as error:
            self.problems.append(Problem(place, str(error)))

    # --- answers --------------------------------------------------------------------------------------

    def _answers(self, asked: Interview) -> tuple[dict[str, Answer], list[str]]:
        given: dict[str, Answer] = {}
        left_out: list[str] = []
        for question in asked.template.questions:
            rows = self._rows(question.id)
            if not rows and not self._cells(question):
                continue
            if not asked.meant(question):
                left_out.append(question.id)
                continue
            given[question.id] = self._answer(asked, question, rows)
        for standard in asked.template.standards:
            answer = asked.answers.get(standard.id, Answer())
            for row, name, part in parts(rows, answer) if (rows := self._rows(standard.id)) else ():
                answer = self._tried(row.where(name), answer, accept_for_standard, standard, part)
                given[standard.id] = answer
        if comment := self.cells.get(COMMENT):
            before = asked.answers.get(WHOLE, Answer())
            said = {"comment": comment.words}
            given[WHOLE] = self._tried(
                comment.where, before, accept_for_standard, Standard(COMMENT, ""), said
            )
        return given, left_out

    def _alone(self, asked: Interview) -> Mapping[str, Answer]:
        """The answers as the form alone has them; none where it stands only on top of what is here."""
        problems, self.problems = self.problems, []
        given, _ = self._answers(replace(asked, answers={}))
        wrong, self.problems = self.problems, problems
        return {} if wrong else given

    def _cells(self, question: Question) -> list[Said]:
        labels = (question.id, f"{question.id} {FROM}", f"{question.id} {TO}")
        return [self.cells[label] for label in labels if label in self.cells]

    def _answer(self, asked: Interview, question: Question, rows: Sequence[Row]) -> Answer:
        answer = asked.answers.get(question.id, Answer())
        if cells := self._cells(question):
            try:
                value = self._span(asked, question) if question.kind == "elapsed" else cells[0].words
                answer = accept(asked.template, question, {"value": value}, answer)
            except AnswerError as error:
                self.problems.append(Problem(cells[0].where, f"{self.ref}, {error}"))
        for row, name, part in parts(rows, answer) if rows else ():
            answer = self._tried(row.where(name), answer, accept, asked.template, question, part)
        return answer

    def _tried(self, place: str, answer: Answer, act: Any, *given: Any) -> Answer:
        try:
            found: Answer = act(*given, answer)
        except AnswerError as error:
            self.problems.append(Problem(place, f"{self.ref}, {error}"))
            return answer
        return found

    def _span(self, asked: Interview, question: Question) -> Any:
        """The two days of a span; a blank one is what was said before."""
        whole, first, last = (
            self.cells[label].words if label in self.cells else ""
            for label in (question.id, f"{question.id} {FROM}", f"{question.id} {TO}")
        )
        if whole or says_not_applicable(asked.template, first):
            return whole or first
        known = asked.answers.get(question.id, Answer()).value
        spans = isinstance(known, str) and known != NOT_APPLICABLE
        start, _, end = str(known).partition("/") if spans else ("", "", "")
        if not first and not start:
            raise AnswerError(f"{question.id}: it says when it ended, but not when it began.")
        return {"from": first or start, "to": last or end}

    def _rows(self, name: str) -> Sequence[Row]:
        """The notes on an id, the one that holds more than evidence first; two of those are a problem."""
        rows = self.notes.get(name)
        if not rows:
            return ()
        ordered = main_first(rows)
        for row in ordered[1:]:
            beside = [field for field in NOTED if row[field] and not field.startswith("evidence")]
            if beside:
                text_ = (
                    f"{self.ref}, {name}: another row of notes says this too ({ordered[0].where('question')})"
                )
                self.problems.append(Problem(row.where(beside[0]), f"{text_}; put them into one."))
        return ordered
