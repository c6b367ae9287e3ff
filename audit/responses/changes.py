"""What changed from one answer to the next, part by part, as text."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from audit.responses.response import Answer, PlannedAction


@dataclass(frozen=True, slots=True)
class Difference:
    """A part that was changed: what stood there before, and what stands there since; empty for nothing."""

    part: str
    before: str
    after: str


def changes(before: Answer | None, after: Answer) -> tuple[Difference, ...]:
    """What changed from an answer (None: there was none) to the next; nothing where they say the same."""
    return differences(_parts(before or Answer()), _parts(after))


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Difference, ...]:
    """What changed between two mappings, in the order of the later one, then what is gone."""
    names = dict.fromkeys((*after, *before))
    pairs = ((name, flat(before.get(name)), flat(after.get(name))) for name in names)
    return tuple(Difference(name, old, new) for name, old, new in pairs if old != new)


def flat(value: Any) -> str:
    """A value of texts, lists and mappings as one text; empty where it says nothing."""
    match value:
        case None | "":
            return ""
        case Mapping():
            return "; ".join(f"{key}: {said}" for key, part in value.items() if (said := flat(part)))
        case list() | tuple():
            return "; ".join(said for part in value if (said := flat(part)))
        case bool():
            return "yes" if value else "no"
        case _:
            return str(value)


def _parts(answer: Answer) -> dict[str, str]:
    return {
        "value": flat(answer.value),
        "comment": answer.comment,
        "reason": answer.reason,
        "evidence": "; ".join(map(str, answer.evidence)),
        "action": _action(answer.action),
        "confirmed from": answer.confirmed,
    }


def _action(action: PlannedAction | None) -> str:
    parts = (action.what, action.who, action.when) if action else ()
    return ", ".join(part for part in parts if part)
