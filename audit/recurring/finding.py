"""A finding of a review: what it says of which themes, as a worry or as a strength."""

import re
from dataclasses import dataclass
from datetime import date

from audit.errors import StateError

_CITED = re.compile(r"\bfinding ([1-9][0-9]{0,8})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a review, inspection or event found.

    `source` is what found it, `themes` are ids of the list of themes, `on` its day (ISO; empty where none
    is known), `agency` a code. `by` and `at` say who wrote it down, `withdrawn` why it was taken back.
    """

    source: str
    themes: tuple[str, ...]
    text: str
    strength: bool = False
    on: str = ""
    agency: str = ""
    reference: str = ""
    number: int = 0
    by: str = ""
    at: str = ""
    withdrawn: str = ""


def check(finding: Finding, today: date) -> None:
    """StateError where a finding cannot be: nothing said, or of a day to come."""
    if not finding.source:
        raise StateError("--source says what found it, as 'Child R review'.")
    if not finding.text:
        raise StateError("--text says what was found, in a sentence.")
    if finding.on and date.fromisoformat(finding.on) > today:
        raise StateError(f"{finding.on} is still to come; give the day on which it was found with --on.")


def cited(reference: str) -> tuple[int, ...]:
    """The numbers of the findings that an action's reference names: `finding 3`."""
    return tuple(int(number) for number in _CITED.findall(reference))
