"""An answer of an earlier round, put beside its question to be confirmed; no answer until it is."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from audit.errors import AnswerError
from audit.responses.reply import accept
from audit.responses.response import Answer, answer_from
from audit.standards.question import Question
from audit.templates import Template


@dataclass(frozen=True, slots=True)
class Brought:
    """What was answered to a question of the same id in an earlier round, and what has become of it.

    `label` says the value in words as it was said then, `text` is the question's wording then, `same`
    whether the question still means the same. `signed` is the day of signing (empty: it was never signed),
    `moderated` the panel's grade in words, `revised` the grade since its action was assured, with the day.
    """

    round: str
    answer: Answer
    label: str
    text: str
    same: bool
    signed: str = ""
    moderated: str = ""
    revised: str = ""

    def block(self) -> dict[str, Any]:
        """What is kept of it."""
        return {**asdict(self), "answer": self.answer.block()}


def brought_from(block: Mapping[str, Any]) -> Brought:
    """What a kept block stands for."""
    return Brought(**{**block, "answer": answer_from(block["answer"])})


def confirm(template: Template, question: Question, brought: Brought | None) -> Answer:
    """The answer that confirming an earlier one gives; AnswerError where it cannot be confirmed."""
    if brought is None:
        raise AnswerError(f"{question.id}: nothing was brought forward to confirm, so give an answer.")
    if not brought.same:
        raise AnswerError(
            f"{question.id}: the question has changed since {brought.round!r}, so what was said then cannot "
            "be confirmed; give an answer to it as it is now."
        )
    given = {key: part for key, part in brought.answer.block().items() if key != "confirmed"}
    return replace(accept(template, question, given), confirmed=brought.round)
