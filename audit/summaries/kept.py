"""What is kept of a report that was written: its figures by name, and the tables that were printed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

ACTIONS, ALL = "all actions", "the whole year"  # what reports are of beside rounds, as a log says it


@dataclass(frozen=True, slots=True)
class Kept:
    """A report as it was written on a day.

    `of` is what it is about: a round by its name, ACTIONS or ALL. `figures` hold counts by a name that
    does not change from report to report. `printed` holds each table of children as it was printed, by
    its name: what the next public edition must not contradict. `number`, `at` and `by` are the store's.
    """

    of: str
    audience: str
    on: date
    figures: Mapping[str, int] = field(default_factory=dict)
    printed: Mapping[str, Any] = field(default_factory=dict)
    number: int = 0
    at: str = ""
    by: str = ""
