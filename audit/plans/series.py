"""Columns of one field beside one another: how it stood at one time and at the next, or notes of each.

Of several columns for the status (or the colour) the last in time that says something in a row counts for it;
the others are history. What has no date in its heading comes before what has one. Notes stay apart, each
with the date in its heading.
"""

from collections.abc import Mapping, Sequence

from audit.plans.line import Part
from audit.plans.names import dated, place_of_heading

STANDING = ("status", "rag")


def last_of(parts: Sequence[Part]) -> tuple[Part | None, tuple[Part, ...]]:
    """The last in time that says something, and the others that do; None where none says anything."""
    told = [one for one in in_time(parts) if not one.blank]
    return (told[-1], tuple(told[:-1])) if told else (None, ())


def in_time(parts: Sequence[Part]) -> list[Part]:
    """Columns in the order of time: by the dates in all of their headings, else as they stand."""
    places = {one.heading: place_of_heading(one.heading) for one in parts}
    with_date = [one for one in parts if dated(one.heading)]
    without = [one for one in parts if not dated(one.heading)]
    kinds = {"quarter" in places[one.heading] for one in with_date}
    if len(kinds) == 1 and all(places[one.heading] for one in with_date):
        with_date.sort(key=lambda one: places[one.heading])
    return [*without, *with_date]


def parts_of(said: Mapping[str, Sequence[str]]) -> tuple[Part, ...]:
    """The parts of what each column says, its text and its colour by heading."""
    return tuple(Part(heading, text, colour) for heading, (text, colour) in said.items())
