"""A past cycle: a closed round of which only figures are known, since it was kept as a table."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Any

from audit.standards.question import Question
from audit.templates import Template, from_definition

UNCHECKED = "wording not checked"
ONLY = "past:"  # begins what stands for the code of an agency that is not known here


class Measure(StrEnum):
    """How a cell of a past cycle says what it says."""

    BAND = "band"
    MET = "met"
    GRADE = "grade"
    SHARE = "share"
    NOT_APPLICABLE = "not applicable"
    NO_ANSWER = "no answer"
    WORDS = "words"


RANKED = (Measure.BAND, Measure.MET, Measure.GRADE, Measure.SHARE)


@dataclass(frozen=True, slots=True)
class Said:
    """What a cell says: the name of a band, `fully`, `in part` or `not`, the code of a grade, a share.

    `value` is empty where nothing applies or nothing was answered; a share is a fraction such as `13/20`.
    `own` is what stood in the cell, empty where it was a colour alone.
    """

    measure: Measure
    value: str = ""
    own: str = ""

    @property
    def share(self) -> Fraction:
        """The share, from 0 to 1; ValueError where it is none."""
        return Fraction(self.value)

    @property
    def word(self) -> str:
        """What it says in a word: `amber`, `in part`, `65 %`, `not applicable`, `no answer`."""
        if self.measure is Measure.SHARE:
            return f"{hundredths(self.share)} %"
        return self.value or str(self.measure)


NOTHING = Said(Measure.NO_ANSWER)


def hundredths(share: Fraction) -> int:
    """A share in whole per cents, halves upwards."""
    return (share * 200 + 1) // 2


@dataclass(frozen=True, slots=True)
class Body:
    """An agency of a past cycle; one that is not known here has a code of its own, and its name alone."""

    code: str
    name: str

    @property
    def known(self) -> bool:
        """Whether it is an agency of the workspace."""
        return not self.code.startswith(ONLY)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a past cycle was read from."""

    file: str = ""
    sheet: str = ""
    sha256: str = ""


@dataclass(frozen=True)
class Past:
    """A past cycle: its agencies, the ids of its standards and questions, what it says of each.

    `template` is what it is held against today, not what was asked then; `on` is a day (ISO) or empty.
    """

    name: str
    template: Template
    bodies: tuple[Body, ...]
    items: tuple[str, ...]
    cells: Mapping[tuple[str, str], Said]
    period: str = ""
    on: str = ""
    source: Source = field(default_factory=Source)
    notes: tuple[str, ...] = ()
    at: str = ""
    by: str = ""

    def said(self, code: str, item: str) -> Said:
        """What it says of an agency and a standard or question; no answer where it says nothing."""
        return self.cells.get((code, item), NOTHING)

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """The title of each standard, and the text of each question, by id."""
        return titles(self.template)

    def counts(self, item: str) -> Mapping[str, int]:
        """How many agencies have each word for a standard or question, best first."""
        found: dict[str, int] = {}
        for one in ordered(self.template, (self.said(body.code, item) for body in self.bodies)):
            found[one.word] = found.get(one.word, 0) + 1
        return found


def titles(template: Template) -> dict[str, str]:
    """The title of each standard, and the text of each graded question, by id."""
    found = {one.id: one.title for one in template.standards}
    return found | {one.id: one.text for one in graded(template)}


def graded(template: Template) -> tuple[Question, ...]:
    """The questions of a template that are graded."""
    return tuple(one for one in template.questions if one.graded)


def ordered(template: Template, said: Any) -> list[Said]:
    """What cells say, the best first, then what has no rank."""
    return sorted(said, key=lambda one: order(template, one))


def order(template: Template, one: Said) -> tuple[int, Fraction, str]:
    """Where what a cell says comes in a list, the best first."""
    rank = rank_of(template, one)
    return [*Measure].index(one.measure), -rank if rank is not None else Fraction(1), one.value


def rank_of(template: Template, one: Said) -> Fraction | None:
    """How good what a cell says is among those of its measure; None for what has no rank there."""
    match one.measure:
        case Measure.BAND:
            return _place([band.name for band in template.bands], one.value)
        case Measure.MET:
            return _place(["fully", "in part", "not"], one.value)
        case Measure.GRADE:
            known = {grade.code for grade in template.scale.grades}
            return template.scale.share(one.value) if one.value in known else None
        case Measure.SHARE:
            return one.share
        case _:
            return None


def _place(best_first: list[str], word: str) -> Fraction | None:
    return Fraction(len(best_first) - best_first.index(word)) if word in best_first else None


def colour_of(template: Template, one: Said) -> str:
    """The colour (six hex digits) of a band, a grade, or how far a standard is met; empty for others."""
    bands = template.bands
    met = {"fully": bands[0], "in part": bands[len(bands) // 2], "not": bands[-1]}
    colours: dict[Measure, dict[str, str]] = {
        Measure.BAND: {band.name: band.colour for band in bands},
        Measure.MET: {word: band.colour for word, band in met.items()},
        Measure.GRADE: {grade.code: grade.colour for grade in template.scale.grades},
    }
    return colours.get(one.measure, {}).get(one.value, "")


def block(past: Past) -> dict[str, Any]:
    """A past cycle as plain values, for the store."""
    source = {"file": past.source.file, "sheet": past.source.sheet, "sha256": past.source.sha256}
    return {
        "period": past.period,
        "on": past.on,
        "source": source,
        "notes": list(past.notes),
        "agencies": [[one.code, one.name] for one in past.bodies],
        "items": list(past.items),
        "cells": [
            [code, item, str(one.measure), one.value, one.own] for (code, item), one in past.cells.items()
        ],
        "definition": dict(past.template.definition),
    }


def from_block(name: str, kept: Mapping[str, Any], at: str = "", by: str = "") -> Past:
    """The past cycle that was kept; ValueError, KeyError or DefinitionError where it is damaged."""
    return Past(
        name,
        from_definition(kept["definition"]),
        tuple(Body(str(code), str(called)) for code, called in kept["agencies"]),
        tuple(map(str, kept["items"])),
        {
            (str(code), str(item)): Said(Measure(measure), str(value), str(own))
            for code, item, measure, value, own in kept["cells"]
        },
        str(kept["period"]),
        str(kept["on"]),
        Source(**kept["source"]),
        tuple(map(str, kept["notes"])),
        at,
        by,
    )
