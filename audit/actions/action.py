"""An action of a plan, and everything that was said of it since; nothing that was said is ever taken out."""

from collections.abc import Mapping
from dataclasses import MISSING, asdict, dataclass, fields
from typing import Any

INTERVAL = 92  # days within which an action is to be heard of, where its plan says nothing else
LEVELS = ("learning_point", "recommendation", "action", "milestone")  # from the widest to the narrowest


@dataclass(frozen=True, slots=True)
class Link:
    """The answer that an action came from: a round, and in it an agency (code), a subject and a question.

    `said` is what the answer was graded when the action was made, as a code.
    """

    round: str
    question: str
    agency: str = ""
    subject: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan that actions stand in, by its name; `interval` is copied to each action that comes with it.

    `source` is the review, audit or event that it follows, `overseer` the sub-group that oversees it.
    `unread` keeps what an import did not understand: row (from 1), column, text, why.
    """

    name: str
    title: str = ""
    source: str = ""
    overseer: str = ""
    interval: int = INTERVAL
    unread: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Action:
    """The lowest level of a plan that is there: a milestone, else an action, else a recommendation.

    The levels above stand with it as text. `number` is its own number in its plan. `due`, `start` and
    `review` are days (YYYY-MM-DD) or empty; `due_text`, `start_text` and `achieved_text` are what was
    written. `owners` are agencies or roles as they were named, `role` the owner's role, `themes` ids or
    words. `source` is the file or review it came from, `sheet` and `row` (from 1, 0 for none) its place
    there, `reference` what it cites. `evidence_round` names a round whose result is its evidence,
    `re_audit` the day of a later audit. `other` keeps columns that mean nothing here, by heading.
    """

    id: str
    plan: str = ""
    number: str = ""
    learning_point: str = ""
    recommendation: str = ""
    action: str = ""
    milestone: str = ""
    theme: str = ""
    sub_theme: str = ""
    themes: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    role: str = ""
    overseer: str = ""
    evidence_required: str = ""
    evidence_round: str = ""
    start: str = ""
    start_text: str = ""
    due: str = ""
    due_text: str = ""
    review: str = ""
    achieved_text: str = ""
    outcome: str = ""
    re_audit: str = ""
    interval: int = INTERVAL
    source: str = ""
    sheet: str = ""
    row: int = 0
    reference: str = ""
    link: Link | None = None
    other: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """What is to be done, in the words of the lowest level that is there."""
        return self.milestone or self.action or self.recommendation or self.learning_point

    @property
    def due_or_review(self) -> str:
        """The day on which it is due, else that on which it is looked at again; empty without either."""
        return self.due or self.review

    @property
    def level(self) -> str:
        """Which of LEVELS that is."""
        return next((name for name in reversed(LEVELS) if getattr(self, name)), "action")

    def block(self) -> dict[str, Any]:
        """What is kept of it beside its id: only what is there."""
        found = {key: value for key, value in asdict(self).items() if value not in ("", (), None, 0)}
        return {key: value for key, value in found.items() if key != "id"}


def action_from(name: str, block: Mapping[str, Any]) -> Action:
    """The action of an id that a kept block stands for."""
    parts = dict(block)
    for key in ("themes", "owners"):
        parts[key] = tuple(parts.get(key, ()))
    parts["other"] = tuple((heading, text) for heading, text in parts.get("other", ()))
    parts["link"] = Link(**parts["link"]) if parts.get("link") else None
    return Action(name, **parts)


@dataclass(frozen=True, slots=True)
class Update:
    """What somebody said of an action: `on` is YYYY, YYYY-MM or YYYY-MM-DD, as far as it was said.

    `state` is empty where it says nothing of that. `history` is one that was taken out of a plan's text: it
    is told, and does not change how the action stands (a `Status` beside it does). `row` is where (from 1).
    """

    on: str = ""
    by: str = ""
    state: str = ""
    note: str = ""
    history: bool = False
    row: int = 0


@dataclass(frozen=True, slots=True)
class Status:
    """How a plan says that an action stands: the state it was read as, and the plan's own words for it.

    `found` is where it was read: `status`, `rag`, `fill`, `achieved`, `due`, `progress`, `export`.
    """

    state: str
    said: str = ""
    found: str = ""


@dataclass(frozen=True, slots=True)
class Assurance:
    """That somebody has seen an action to be done: what it rests on, the evidence and where it is held.

    `on` is the day (YYYY-MM-DD), `by` who accepted it. A later one while the action is assured, on another
    basis than being told, shows that the change was sustained.
    """

    on: str
    by: str
    basis: str
    evidence: str = ""
    where: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence that was accepted into the register without being an assurance yet."""

    what: str
    where: str = ""
    date: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """That an owner was asked: on which day, how (`letter`, `form`, `telephone`), whom, at which level.

    `for_` is what for: `update` or `evidence`. One that nothing follows in time is a silence.
    """

    on: str
    how: str
    to: tuple[str, ...] = ()
    level: int = 0
    for_: str = "update"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an owner's form says, until somebody accepts it; `number` tells it from others of the action."""

    number: int
    on: str = ""
    by: str = ""
    state: str = ""
    note: str = ""
    evidence: str = ""
    where: str = ""
    signed_off: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """That a proposal was `accepted` or `declined`, with the reason."""

    number: int
    decision: str
    reason: str = ""


Said = Update | Status | Assurance | Piece | Ask | Proposal | Decision
KINDS: Mapping[str, type[Said]] = {
    "update": Update,
    "status": Status,
    "assurance": Assurance,
    "evidence": Piece,
    "ask": Ask,
    "proposal": Proposal,
    "decision": Decision,
}
_NAMES = {kind: name for name, kind in KINDS.items()}


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was said of an action, with who wrote it down and when (ISO 8601)."""

    said: Said
    at: str
    by: str

    @property
    def kind(self) -> str:
        """Which of KINDS it is."""
        return kind_of(self.said)


def kind_of(said: Said) -> str:
    """Which of KINDS something said is."""
    return _NAMES[type(said)]


def said_block(said: Said) -> dict[str, Any]:
    """What is kept of something said: only what is there."""
    return {key: value for key, value in asdict(said).items() if value not in ("", (), None, 0, False)}


def said_from(kind: str, block: Mapping[str, Any]) -> Said:
    """What a kept block of a kind stands for; KeyError or TypeError where it is damaged."""
    made = KINDS[kind]
    # A field without a default may have been blank, and what is blank is not kept.
    bare: dict[str, Any] = {
        one.name: 0 if one.type in (int, "int") else "" for one in fields(made) if one.default is MISSING
    }
    return made(
        **bare | {key: tuple(value) if isinstance(value, list) else value for key, value in block.items()}
    )
