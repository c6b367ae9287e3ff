"""What an action is, from what people type: days and phrases told apart, what cannot be refused."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from audit.actions.action import Action
from audit.dates import in_words, latest_day, read_day
from audit.errors import AnswerError

DAYS = ("review", "re_audit")  # what must be a day; due and start may be a phrase
PHRASES = ("start", "due")
PARENTS = (
    *("plan", "learning_point", "recommendation", "action", "theme", "sub_theme", "themes", "overseer"),
    *("interval", "source"),
)
_FIGURES = re.compile(r"[\d\s/.-]+", re.ASCII)


def typed(given: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an action from what was typed; what is None is left out, what is empty takes away.

    AnswerError for a day that is none.
    """
    found = {name: value for name, value in given.items() if value is not None}
    for name in DAYS:
        if found.get(name):
            found[name] = _day(name, found[name])
    for name in PHRASES:
        if name in found:
            found[name], found[f"{name}_text"] = _day_or_phrase(name, found[name])
    return found


def changed(before: Action, given: Mapping[str, Any]) -> Action:
    """An action with what was typed in the place of what stood there; AnswerError where it cannot be."""
    now = replace(before, **typed(given))
    if not now.text:
        raise AnswerError("An action needs words: what is to be done, or the recommendation.")
    if now.start and now.due and now.due < now.start:
        due, start = (in_words(date.fromisoformat(day)) for day in (now.due, now.start))
        raise AnswerError(f"It would be due on {due}, before it starts on {start}.")
    return now


def below(parent: Action) -> Action:
    """A milestone without words yet under an action (or beside a milestone), with what stands above it.

    The answer that the action came from stays with that alone, or it would count twice.
    """
    found = Action("", **{name: getattr(parent, name) for name in PARENTS})
    return replace(found, reference=parent.reference or parent.id)


def slipped(before: Action, now: Action) -> bool:
    """Whether a due or review date that stood there is another now, or gone."""
    return any(
        getattr(before, name) and getattr(before, name) != getattr(now, name) for name in ("due", "review")
    ) or bool(before.due_text and not before.due and (before.due_text, "") != (now.due_text, now.due))


def due_of(text: str) -> tuple[str, str]:
    """The day (YYYY-MM-DD) that a text surely means, and the text where it is more than that day alone."""
    last = latest_day(text)
    return (last.isoformat() if last else ""), ("" if read_day(text) else text.strip())


def _day(name: str, text: str) -> str:
    day = read_day(text)
    if day is None:
        option = name.replace("_", "-")
        raise AnswerError(f"--{option}: {text!r} is not a date; write 2026-03-31 or 31/3/2026.")
    return day.isoformat()


def _day_or_phrase(name: str, text: str) -> tuple[str, str]:
    """The same as `due_of`; AnswerError for what looks like a date and is none."""
    day, phrase = due_of(text)
    if phrase and not day and _FIGURES.fullmatch(phrase):
        raise AnswerError(f"--{name}: {text!r} is not a date; write 2026-03-31 or 31/3/2026, or words.")
    return day, phrase
