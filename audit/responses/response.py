"""What was answered: a value, what shows it, why it does not apply, what will be done."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

Value = str | tuple[str, ...] | None
# Under this id stands a comment on a case as a whole; no question can have it, since no id holds a #.
WHOLE = "#case"
# Under this id stand the codes of the members that a parent body answers for, beside itself.
MEMBERS = "#members"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What shows an answer to be true: a description, where it is held, its date (a day or a phrase)."""

    what: str
    where: str = ""
    date: str = ""

    def __str__(self) -> str:
        """The description, with place and date behind it."""
        behind = ", ".join(part for part in (self.where, self.date) if part)
        return f"{self.what} ({behind})" if behind else self.what

    def block(self) -> dict[str, str]:
        """The evidence as it is stored: only what was said."""
        return _said({"what": self.what, "where": self.where, "date": self.date})


@dataclass(frozen=True, slots=True)
class PlannedAction:
    """What will be done about a low grade, by whom, by when (a day or a phrase)."""

    what: str
    who: str = ""
    when: str = ""

    def block(self) -> dict[str, str]:
        """The action as it is stored: only what was said."""
        return _said({"what": self.what, "who": self.who, "when": self.when})


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. `value` is a grade's code, a choice, choices, or text; None is not answered.

    A share is `24/26`; a span of days is `2026-01-05/2026-01-19`, open at the end where it has not
    ended; dates are YYYY-MM-DD. An answer under a standard's id holds evidence for the whole standard.
    `confirmed` names the earlier round whose answer was confirmed as still true.
    """

    value: Value = None
    comment: str = ""
    evidence: tuple[Evidence, ...] = ()
    reason: str = ""
    action: PlannedAction | None = None
    confirmed: str = ""

    def block(self) -> dict[str, Any]:
        """The answer as it is stored and exported: only what was said."""
        value = list(self.value) if isinstance(self.value, tuple) else self.value
        block: dict[str, Any] = {"value": value, "comment": self.comment, "reason": self.reason}
        block |= {"confirmed": self.confirmed}
        block |= {"evidence": [item.block() for item in self.evidence]}
        block |= {"action": self.action.block() if self.action else None}
        return {key: part for key, part in block.items() if part not in (None, "", [])}


def _said(parts: Mapping[str, str]) -> dict[str, str]:
    return {key: part for key, part in parts.items() if part}


def answer_from(block: Mapping[str, Any]) -> Answer:
    """The answer that a stored block stands for."""
    value = block.get("value")
    action = block.get("action")
    return Answer(
        value=tuple(value) if isinstance(value, list) else value,
        comment=block.get("comment", ""),
        evidence=tuple(Evidence(**item) for item in block.get("evidence", [])),
        reason=block.get("reason", ""),
        action=PlannedAction(**({"what": ""} | action)) if action else None,
        confirmed=block.get("confirmed", ""),
    )


@dataclass(frozen=True, slots=True)
class Signatory:
    """Somebody who signs beside the first."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed a version of a response, as what, and on which day (YYYY-MM-DD).

    `presented` is the day on which it was put before the agency's own board, empty where none was given.
    `words` are the codes of the kinds and duties that the agency had when it signed, so that what it was
    asked stays as it was; None where an older version of this program did not keep them.
    """

    name: str
    role: str
    on: str
    second: Signatory | None = None
    presented: str = ""
    words: tuple[str, ...] | None = None

    def block(self) -> dict[str, Any]:
        """What is kept of it beside name, role and day."""
        second = asdict(self.second) if self.second else None
        words = None if self.words is None else list(self.words)
        block = {"second": second, "presented": self.presented, "words": words}
        return {key: part for key, part in block.items() if part not in (None, "")}


def signature_from(name: str, role: str, on: str, block: Mapping[str, Any]) -> Signature:
    """The signature that stored columns and their block stand for."""
    second, words = block.get("second"), block.get("words")
    return Signature(
        *(name, role, on),
        second=Signatory(**second) if second else None,
        presented=block.get("presented", ""),
        words=None if words is None else tuple(words),
    )


@dataclass(frozen=True, slots=True)
class Response:
    """One respondent's answers about one subject in one round.

    `agency` answers about `subject`, by default itself; `version` counts from 1 and rises when a
    signed response is reopened; `last` is the id that was answered last, where an interview resumes.
    `reading` 2 is a second one of the same case by somebody else; `readers` are those who wrote.
    """

    round: str
    agency: str
    subject: str
    version: int = 1
    answers: Mapping[str, Answer] = field(default_factory=dict)
    signed: Signature | None = None
    last: str = ""
    by: str = ""
    reading: int = 1
    readers: tuple[str, ...] = ()

    @property
    def members(self) -> tuple[str, ...]:
        """The codes of the members that a parent body names as those it answers for."""
        value = self.answers.get(MEMBERS, Answer()).value
        return value if isinstance(value, tuple) else ()
