"""An answer in words, as people read it on a screen or in a workbook."""

from dataclasses import replace
from textwrap import shorten

from audit.dates import said
from audit.responses.brought import Brought, confirm
from audit.responses.interview import Interview
from audit.responses.response import Answer, Evidence
from audit.standards.catalogue import Standard
from audit.standards.question import Question


def value_words(interview: Interview, question: Question) -> str:
    """What was answered, in words: a grade's label, a share with its grade, dates in words."""
    value = interview.answer(question).value
    if value is None:
        return "not answered"
    if interview.says_not_applicable(question):
        return "Not applicable"
    if isinstance(value, tuple):
        return "; ".join(value)
    grade = interview.grade(question)
    if question.kind == "grade" and grade:
        return grade.label
    if question.kind == "elapsed":
        start, _, end = value.partition("/")
        value = f"{said(start)} to {said(end) if end else 'not ended'}"
    if question.kind == "share":
        value = value.replace("/", " of ")
    if question.kind == "date":
        value = said(value)
    return f"{value} ({grade.label})" if grade else value


def answer_lines(interview: Interview, question: Question, answer: Answer) -> list[str]:
    """An answer as lines to read: value, comment, reason, evidence, action."""
    if answer == Answer():
        return []
    lines = [f"Answer: {value_words(interview, question)}"]
    if answer.confirmed:
        before = interview.brought.get(question.id)
        lines += [f"Confirmed from {answer.confirmed}.", *(_panel_then(before) if before else ())]
    return lines + _parts(interview, answer, reason=interview.says_not_applicable(question))


def brought_lines(interview: Interview, step: Question | Standard, brought: Brought) -> list[str]:
    """What an earlier round says as lines to read: the answer, the panel's grade, what has changed since."""
    signed = f"signed on {said(brought.signed)}" if brought.signed else "never signed"
    lines = [f"In {brought.round} ({signed}): {brought.label}"]
    lines += _panel_then(brought)
    lines += _parts(interview, brought.answer, reason=True)
    return lines + ([] if brought.same else _changed(step, brought))


def _panel_then(brought: Brought) -> list[str]:
    """What a panel made of an answer of an earlier round."""
    lines = [f"The panel's grade then: {brought.moderated}"] if brought.moderated else []
    return lines + ([f"The grade since its action was assured: {brought.revised}"] if brought.revised else [])


def brought_words(brought: Brought) -> str:
    """An answer of an earlier round in a few words: to confirm, or why it is not."""
    said_ = f"{shorten(brought.label, 60, placeholder=' …')} ({brought.round})"
    return f"to confirm: {said_}" if brought.same else f"was {said_}, to another question"


def confirmed_words(interview: Interview, question: Question, brought: Brought) -> str:
    """What an earlier answer comes to now, in words; AnswerError where it cannot be confirmed."""
    answer = confirm(interview.template, question, brought, interview.answer(question))
    return value_words(replace(interview, answers={**interview.answers, question.id: answer}), question)


def _changed(step: Question | Standard, brought: Brought) -> list[str]:
    """Why an earlier answer cannot be confirmed, with the wording then where it was another."""
    now = step.text if isinstance(step, Question) else step.title
    what = "question" if isinstance(step, Question) else "standard"
    worded = " ".join(brought.text.split()) != " ".join(now.split())
    lines = [f"The {what} was then: {brought.text}"] if worded else []
    return [*lines, f"The {what} has changed since, so this cannot be confirmed."]


def _parts(interview: Interview, answer: Answer, *, reason: bool) -> list[str]:
    lines = [f"Comment: {answer.comment}"] if answer.comment else []
    lines += [f"Reason: {answer.reason}"] if answer.reason and reason else []
    lines += [f"Evidence: {evidence_words(interview, piece)}" for piece in answer.evidence]
    if answer.action:
        parts = (answer.action.what, answer.action.who, said(answer.action.when))
        lines.append("Action: " + ", ".join(part for part in parts if part))
    return lines


def evidence_words(interview: Interview, piece: Evidence) -> str:
    """A piece of evidence with its place and date, and a mark where it is older than the template's limit."""
    months = interview.template.evidence_months
    mark = f" [older than {months} months]" if interview.outdated(piece) else ""
    return f"{piece.what}{_behind(piece)}{mark}"


def _behind(piece: Evidence) -> str:
    parts = [part for part in (piece.where, said(piece.date)) if part]
    return f" ({', '.join(parts)})" if parts else ""
