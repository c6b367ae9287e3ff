"""What the cells of a matrix say: words of bands and grades, per cents, scores, colours; nothing is guessed.

For a standard a band stands as such, and a grade as how far the standard is met: fully (a grade that is
good), not (the lowest), in part (the others). For a question everything stands as a grade of the scale.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property

from audit.definitions import decimal, nearest
from audit.errors import UnknownError
from audit.past.cycle import NOTHING, Measure, Said
from audit.past.spelling import Spelling, key
from audit.plans.states import head_of
from audit.standards.scale import Grade
from audit.tables.colours import colour_word
from audit.templates import Template

FILLS = ("green", "amber", "red")  # colours that a cell may have that say how good it is
_PERCENT = re.compile(r"\d{1,3}(?:\.\d+)?\s*%", re.ASCII)
NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Span:
    """Between which numbers scores lie, the worst and the best."""

    worst: Fraction
    best: Fraction

    def share(self, number: Fraction) -> Fraction | None:
        """How far a number is from the worst to the best; None where it lies outside."""
        share = (number - self.worst) / (self.best - self.worst)
        return share if 0 <= share <= 1 else None


@dataclass(frozen=True)
class Meanings:
    """What the words of one file stand for.

    `own` says what words stand for in the file (by `key`); `span` what its numbers lie between, and None
    where a number is a word like others. `keep` takes what is not known as words without a rank.
    """

    template: Template
    spelling: Spelling
    own: Mapping[str, str] = field(default_factory=dict)
    span: Span | None = None
    keep: bool = False

    def read(self, text: str, fill: str, *, standard: bool) -> Said | None:
        """What a cell says of a standard, else of a question; None where that is not known."""
        if not text.strip():
            return self._coloured(fill, standard=standard) if fill in FILLS else NOTHING
        found = self._read(text, standard=standard)
        if found is None:
            return Said(Measure.WORDS, " ".join(text.split()), text) if self.keep else None
        return replace(found, own=text)

    def _read(self, text: str, *, standard: bool) -> Said | None:
        whole = self.word(text, standard=standard)
        if whole is not None:
            return whole
        head, rest = head_of(text)
        found = self.word(head, standard=standard) if head else None
        other = self.word(rest, standard=standard) if rest else None
        if found is None or (other is not None and other != found):
            return None  # such as `Green - Amber`
        return found

    def _coloured(self, fill: str, *, standard: bool) -> Said | None:
        if own := self.own.get(key(fill)):
            return self._known(own, standard=standard)
        return self._of_colour(fill, standard=standard)

    def word(self, text: str, *, standard: bool) -> Said | None:
        """What a word stands for; None where it is not known."""
        own = self.own.get(key(text))
        return self._known(own if own is not None else text, standard=standard)

    def _known(self, text: str, *, standard: bool) -> Said | None:
        word = key(text)
        level = self.spelling.levels.get(word, word)
        if level in {Measure.NOT_APPLICABLE, Measure.NO_ANSWER}:
            return Said(Measure(level))
        if (number := self._number(text.strip())) is not None:
            return number
        band = next((one.name for one in self.template.bands if key(one.name) == word), "")
        if standard and band:
            return Said(Measure.BAND, band)
        if grade := self._grade(word):
            return _met(self.template, grade) if standard else _graded(grade)
        if colour := self.spelling.colours.get(word):
            return self._of_colour(colour, standard=standard)
        return self._of_level(level, standard=standard)

    def _number(self, text: str) -> Said | None:
        """A share that is given in per cent, or as a score between two numbers; None for others."""
        if _PERCENT.fullmatch(text):
            return _share(decimal(text))
        if self.span and NUMBER.fullmatch(text):
            number = Fraction(text)
            # Excel keeps 95 % as 0.95: as a score of 3 that would be 32 %.
            doubtful = 0 < number < 1 < max(self.span.worst, self.span.best)
            return None if doubtful else _share(self.span.share(number))
        return None

    def _grade(self, word: str) -> Grade | None:
        grades = self.template.scale.grades
        return next((one for one in grades if word in {key(one.code), key(one.label)}), None)

    def _of_colour(self, colour: str, *, standard: bool) -> Said | None:
        """The one band, or grade, that has a colour; None where none has, or several have."""
        if standard:
            bands = [one.name for one in self.template.bands if colour_word(one.colour) == colour]
            return Said(Measure.BAND, bands[0]) if len(bands) == 1 else None
        grades = [one for one in self.template.scale.steps if colour_word(one.colour) == colour]
        return _graded(grades[0]) if len(grades) == 1 else None

    def _of_level(self, level: str, *, standard: bool) -> Said | None:
        """How far a standard is met; of a question the one grade that is so."""
        if level not in {"fully", "in part", "not"}:
            return None
        if standard:
            return Said(Measure.MET, level)
        steps = self.template.scale.steps
        among = [one for one in steps if _met(self.template, one).value == level]
        return _graded(among[0]) if len(among) == 1 else None

    def of_fill(self, fill: str) -> str:
        """What somebody, or a legend, said that a colour stands for; empty where nobody did."""
        return self.own.get(key(fill), "") if fill else ""

    def colour(self, said: Said) -> str:
        """The colour of what a cell says; empty where that has none."""
        return self._colours.get((said.measure, said.value), "")

    @cached_property
    def _colours(self) -> Mapping[tuple[Measure, str], str]:
        found = {
            (Measure.MET, "fully"): "green",
            (Measure.MET, "in part"): "amber",
            (Measure.MET, "not"): "red",
        }
        found |= {(Measure.GRADE, one.code): colour_word(one.colour) for one in self.template.scale.grades}
        return found | {(Measure.BAND, one.name): colour_word(one.colour) for one in self.template.bands}

    def clash(self, said: Said, fill: str) -> bool:
        """Whether the colour of a cell says another thing than its word."""
        wanted = self.colour(said) if fill in FILLS else ""
        return bool(wanted and wanted != fill)

    def known(self, text: str) -> bool:
        """Whether a word stands for something."""
        return any(self.word(text, standard=standard) for standard in (True, False))

    def targets(self, *, standard: bool) -> list[str]:
        """The words that another word may be said to stand for."""
        bands = [one.name for one in self.template.bands] if standard else []
        grades = [one.code for one in self.template.scale.grades]
        met = ["fully", "in part", "not"] if standard else []
        return [*dict.fromkeys((*bands, *met, *grades, "blank"))]


def _share(share: Fraction | None) -> Said | None:
    return Said(Measure.SHARE, str(share)) if share is not None and 0 <= share <= 1 else None


def _graded(grade: Grade) -> Said:
    return Said(Measure.NOT_APPLICABLE) if grade.points is None else Said(Measure.GRADE, grade.code)


def _met(template: Template, grade: Grade) -> Said:
    """How far a standard with this grade is met, as today's headlines have it."""
    if grade.points is None:
        return Said(Measure.NOT_APPLICABLE)
    if grade.good:
        return Said(Measure.MET, "fully")
    return Said(Measure.MET, "not" if template.scale.lowest(grade) else "in part")


def own_words(base: Meanings, given: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What words stand for, by `key`; UnknownError where what one is said to be is nothing here."""
    found = {}
    for word, meaning in given:
        if not base.known(meaning):
            end = nearest(meaning, base.targets(standard=True))
            raise UnknownError(f"--word '{word}={meaning}': {meaning!r} is no grade here{end}")
        found[key(word)] = meaning
    return found


def in_legend(base: Meanings, lines: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What a legend says of words that are not known otherwise, where it says it in words that are."""
    found: dict[str, set[str]] = {}
    for word, meaning in lines:
        said = next(filter(base.known, filter(None, (meaning, head_of(meaning)[0]))), "")
        if said and not base.known(word):
            found.setdefault(key(word), set()).add(said)
    # A word, or two shades of one colour, of which it says two things is asked about.
    return {word: said.pop() for word, said in found.items() if len(said) == 1}
