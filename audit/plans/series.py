"""Columns of one field beside one another: how it stood at one time and at the next, or notes of each.

Of several columns for the status (or the colour) the last in time that says something in a row counts for it;
the others are history; so it is for the day it is due, of which the others are kept by their headings.
What has no date in its heading comes before what has one. Notes stay apart, each
with the date in its heading.
"""

from collections.abc import Mapping, Sequence

from audit.plans.line import Part
from audit.plans.names import dated, place_of_heading, turn

STANDING = ("status", "rag")
SERIES = ("progress", "due", *STANDING)  # what several columns may say one after the other


def last_of(parts: Sequence[Part]) -> tuple[Part | None, tuple[Part, ...]]:
    """The last in time that says something, and the others that do; None where none says anything."""
    told = [one for one in in_time(parts) if not one.blank]
    return (told[-1], tuple(told[:-1])) if told else (None, ())


def in_time(parts: Sequence[Part]) -> list[Part]:
    """Columns in the order of time: `previous` first, `current` last, else by date where all have one."""
    places = [place_of_heading(one.heading) for one in parts if dated(one.heading)]
    sortable = all(places) and len({"quarter" in place for place in places}) == 1

    def key(one: Part) -> tuple[int, bool, str]:
        has = bool(dated(one.heading))
        return turn(one.heading), has, place_of_heading(one.heading) if has and sortable else ""

    return sorted(parts, key=key)


def parts_of(said: Mapping[str, Sequence[str]]) -> tuple[Part, ...]:
    """The parts of what each column says: its text, its colour and the day it shows, by heading."""
    return tuple(Part(heading, text, colour, day) for heading, (text, colour, day) in said.items())
