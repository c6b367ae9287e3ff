"""An answer of an earlier round, put beside its question to be confirmed; no answer until it is."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from audit.errors import AnswerError
from audit.responses.reply import accept, accept_for_standard
from audit.responses.response import Answer, answer_from
from audit.standards.catalogue import Standard
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
        # Not by asdict, which would copy the answer to its depths, for thousands of them.
        return {part: getattr(self, part) for part in self.__slots__} | {"answer": self.answer.block()}


def brought_from(block: Mapping[str, Any]) -> Brought:
    """What a kept block stands for."""
    return Brought(**{**block, "answer": answer_from(block["answer"])})


def confirm(
    template: Template, question: Question, brought: Brought | None, before: Answer | None = None
) -> Answer:
    """The answer that confirming an earlier one gives, under what was said `before` of it.

    AnswerError where it cannot be confirmed.
    """
    known = _unchanged(question.id, "question", brought)
    if before and before.confirmed == known.round:
        return before
    return _over(before, accept(template, question, _said(known)), known)


def confirm_for_standard(standard: Standard, brought: Brought | None, before: Answer | None = None) -> Answer:
    """The same of the evidence for a whole standard; what was given before stays."""
    known = _unchanged(standard.id, "standard", brought)
    if before and before.evidence:
        return before
    return _over(before, accept_for_standard(standard, _said(known)), known)


def says_confirm(name: str, given: Any) -> bool:
    """Whether `confirm` in a file is yes; blank and no say nothing. AnswerError for anything else."""
    word = str(given).strip().casefold()
    if word in {"yes", "y", "true"}:
        return True
    if given is None or word in {"", "no", "n", "false"}:
        return False
    raise AnswerError(f"{name}: confirm is yes or no, not {str(given)[:60]!r}.")


def _unchanged(name: str, what: str, brought: Brought | None) -> Brought:
    if brought is None:
        raise AnswerError(f"{name}: nothing was brought forward to confirm, so give an answer.")
    if not brought.same:
        raise AnswerError(
            f"{name}: the {what} has changed since {brought.round!r}, so what was said then cannot "
            "be confirmed; give an answer to it as it is now."
        )
    return brought


def _said(brought: Brought) -> dict[str, Any]:
    return {key: part for key, part in brought.answer.block().items() if key != "confirmed"}


def _over(before: Answer | None, earlier: Answer, brought: Brought) -> Answer:
    """The earlier answer; where something beside a value was said before, that stays."""
    own = before or Answer()
    return replace(
        earlier,
        comment=own.comment or earlier.comment,
        evidence=own.evidence or earlier.evidence,
        reason=own.reason or earlier.reason,
        action=own.action or earlier.action,
        confirmed=brought.round,
    )
