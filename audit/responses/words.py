"""An answer in words, as people read it on a screen or in a workbook."""

from audit.dates import said
from audit.responses.interview import Interview
from audit.responses.response import Answer, Evidence
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
    lines += [f"Comment: {answer.comment}"] if answer.comment else []
    lines += [f"Reason: {answer.reason}"] if answer.reason and interview.says_not_applicable(question) else []
    lines += [f"Evidence: {piece.what}{_behind(piece)}" for piece in answer.evidence]
    if answer.action:
        parts = (answer.action.what, answer.action.who, said(answer.action.when))
        lines.append("Action: " + ", ".join(part for part in parts if part))
    return lines


def _behind(piece: Evidence) -> str:
    parts = [part for part in (piece.where, said(piece.date)) if part]
    return f" ({', '.join(parts)})" if parts else ""
