"""An action as JSON, the same for every command that prints it."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from audit.actions.action import Action, Ask
from audit.actions.followed import Followed
from audit.actions.rag import Rag, rag
from audit.actions.words import LOUDEST


def as_json(one: Followed, today: date) -> dict[str, Any]:
    """Everything that is known of an action on a day; what is not there is null, or an empty list."""
    action = one.action
    return {
        "id": one.id,
        **_there(action, "plan", "number", "learning_point", "recommendation", "action", "milestone"),
        "level": action.level,
        "owners": [*action.owners],
        **_there(action, "role", "overseer", "start", "start_text", "due", "due_text", "review"),
        **_there(action, "achieved_text", "evidence_required", "evidence_round", "outcome", "re_audit"),
        "interval": action.interval,
        **_stands(one, today),
        **_said(one),
        **_there(action, "source", "sheet", "row", "reference"),
        "link": _link(action),
        **_there(action, "theme", "sub_theme"),
        "themes": [*themes_of(action)],
        "other": dict(action.other),
    }


def _there(of: Any, *names: str) -> dict[str, Any]:
    """Some fields by their names; null where one says nothing."""
    return {name: getattr(of, name) or None for name in names}


def _stands(one: Followed, today: date) -> dict[str, Any]:
    """How an action stands on a day."""
    colour = rag(one, today)
    return {
        "state": str(one.state),
        "own_word": one.own_word or None,
        "rag": str(colour.colour),
        "rag_word": colour.word,
        "assured": bool(one.standing),
        "basis": one.basis or None,
        "sustained": one.sustained,
    }


def _said(one: Followed) -> dict[str, Any]:
    """What was said of an action, by kind."""
    parts = ("on", "by", "basis", "evidence", "where", "note")
    return {
        "updates": [_there(each, "on", "by", "state") | {"note": each.note} for each in one.updates],
        "assurances": [_there(each, *parts) for each in one.assurances],
        "evidence": [{"what": each.what, **_there(each, "where", "date", "by")} for each in one.evidence],
        "asks": [_ask(each) for each in one.asks],
        "proposals": len(one.proposals),
    }


def _ask(ask: Ask) -> dict[str, Any]:
    head = {"on": ask.on, "how": ask.how, "to": [*ask.to], "level": ask.level}
    return head | {"for": ask.for_, "note": ask.note}


def _link(action: Action) -> dict[str, Any] | None:
    link = action.link
    return _there(link, "round", "agency", "subject", "question", "said") if link else None


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
