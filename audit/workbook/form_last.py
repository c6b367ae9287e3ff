"""What an earlier round says to a question, as it stands in a form to be confirmed or not."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from audit.dates import said
from audit.errors import AnswerError
from audit.responses.brought import Brought, confirm, confirm_for_standard
from audit.responses.interview import Interview
from audit.responses.response import Evidence, PlannedAction
from audit.standards.catalogue import Standard
from audit.standards.question import Question


def last_time(brought: Brought) -> str:
    """What was said then and what became of it, a line each; the old wording where it has changed."""
    return "\n".join(_lines(brought))


def _lines(brought: Brought) -> Iterator[str]:
    answer = brought.answer
    signed = f"signed {said(brought.signed)}" if brought.signed else "not signed"
    yield f"{brought.label or 'No answer'} ({brought.round}, {signed})"
    if brought.moderated:
        yield f"The panel's grade: {brought.moderated}"
    if brought.revised:
        yield f"Since its action was assured: {brought.revised}"
    if not brought.same:
        yield f"What is asked has changed. It was: {brought.text}"
    if answer.comment:
        yield f"Comment: {answer.comment}"
    if answer.reason:
        yield f"Not applicable, because: {answer.reason}"
    yield from (f"Evidence: {_dated(piece)}" for piece in answer.evidence)
    if answer.action:
        yield f"Action: {_planned(answer.action)}"


def _dated(piece: Evidence) -> str:
    return str(replace(piece, date=said(piece.date)))


def _planned(action: PlannedAction) -> str:
    return ", ".join(filter(None, (action.what, action.who, said(action.when))))


def offered(asked: Interview, step: Question | Standard) -> Brought | None:
    """What may be confirmed to a question or standard; None where nothing waits, or it no longer fits."""
    brought = asked.to_confirm(step)
    if brought is None or not brought.same:
        return None
    try:
        if isinstance(step, Standard):
            confirm_for_standard(step, brought)
        else:
            confirm(asked.template, step, brought)
    except AnswerError:  # such as a choice that is there no longer
        return None
    return brought


def once_confirmed(asked: Interview) -> Mapping[str, Interview]:
    """The interview as it would stand with one answer confirmed, by the id of each that may be."""
    return {
        question.id: replace(
            asked, answers={**asked.answers, question.id: confirm(asked.template, question, brought)}
        )
        for question in asked.template.questions
        if (brought := offered(asked, question))
    }
