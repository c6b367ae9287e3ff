"""An action as JSON, the same for every command that prints it."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from audit.actions.action import Action, Update
from audit.actions.followed import Followed
from audit.actions.rag import Rag, rag
from audit.actions.words import LOUDEST


def as_json(one: Followed, today: date) -> dict[str, Any]:
    """Everything that is known of an action on a day; what is not there is null, or an empty list."""
    action, colour = one.action, rag(one, today)
    texts = ("learning_point", "recommendation", "action", "milestone")
    return {
        "id": one.id,
        "plan": action.plan or None,
        "number": action.number or None,
        **{name: getattr(action, name) or None for name in texts},
        "level": action.level,
        "owners": [*action.owners],
        "role": action.role or None,
        "overseer": action.overseer or None,
        "start": action.start or None,
        "start_text": action.start_text or None,
        "due": action.due or None,
        "due_text": action.due_text or None,
        "review": action.review or None,
        "achieved_text": action.achieved_text or None,
        "evidence_required": action.evidence_required or None,
        "evidence_round": action.evidence_round or None,
        "outcome": action.outcome or None,
        "re_audit": action.re_audit or None,
        "interval": action.interval,
        "state": str(one.state),
        "own_word": one.own_word or None,
        "rag": str(colour.colour),
        "rag_word": colour.word,
        "assured": bool(one.standing),
        "basis": one.basis or None,
        "sustained": one.sustained,
        "updates": [_update(update) for update in one.updates],
        "assurances": [_assurance(said) for said in one.assurances],
        "evidence": [
            {
                "what": piece.what,
                "where": piece.where or None,
                "date": piece.date or None,
                "by": piece.by or None,
            }
            for piece in one.evidence
        ],
        "asks": [
            {
                "on": ask.on,
                "how": ask.how,
                "to": [*ask.to],
                "level": ask.level,
                "for": ask.for_,
                "note": ask.note,
            }
            for ask in one.asks
        ],
        "proposals": len(one.proposals),
        "source": action.source or None,
        "sheet": action.sheet or None,
        "row": action.row or None,
        "reference": action.reference or None,
        "link": _link(action),
        "theme": action.theme or None,
        "sub_theme": action.sub_theme or None,
        "themes": [*themes_of(action)],
        "other": dict(action.other),
    }


def _update(update: Update) -> dict[str, Any]:
    return {
        "on": update.on or None,
        "by": update.by or None,
        "state": update.state or None,
        "note": update.note,
    }


def _assurance(said: Any) -> dict[str, Any]:
    names = ("on", "by", "basis", "evidence", "where", "note")
    return {name: getattr(said, name) or None for name in names}


def _link(action: Action) -> dict[str, Any] | None:
    link = action.link
    if link is None:
        return None
    return {name: getattr(link, name) or None for name in ("round", "agency", "subject", "question", "said")}


def themes_of(action: Action) -> tuple[str, ...]:
    """The themes of an action: those given, else its theme and sub-theme as the plan words them."""
    said = (action.theme, action.sub_theme)
    return action.themes or tuple(dict.fromkeys(one for one in said if one))


def in_order(found: Iterable[Followed], today: date) -> Sequence[Followed]:
    """Actions as a list shows them: without owner or date first, then the loudest colour, then the due date.

    Ended ones come last. Of the same colour one that is overdue comes before others, by how long.
    """
    return sorted(found, key=lambda one: _rank(one, rag(one, today)))


def _rank(one: Followed, colour: Rag) -> tuple[Any, ...]:
    due = one.action.due_or_review
    ended = colour.colour in LOUDEST[3:]
    bare = not ended and not (one.action.owners and due)
    return ended, not bare, LOUDEST.index(colour.colour), due or "9999", len(one.id), one.id
