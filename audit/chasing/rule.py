"""Whom each chase goes to and what it says: a YAML file under templates/letters/."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from audit.chasing.people import ROLES
from audit.definitions import Block, Library, Reading, nearest

REF = "letters/chase"
BEFORE, OVERDUE = "before due", "overdue"
WHEN = (BEFORE, OVERDUE)
NOT_STARTED, STARTED, COMPLETE = "not started", "started", "complete"
STATES = (NOT_STARTED, STARTED, COMPLETE)
PLACES = (
    *("agency", "partnership", "questions_to", "round", "title", "period", "today", "due", "days_late"),
    *("days_left", "owed", "chases", "last_chase", "names", "signed_by"),
)
_KEYS = ("title", "about", "levels", "subject", "paragraphs")
_PLACE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Level:
    """A step of the escalation: from how many chases since the due date on, and the roles it goes to."""

    after: int
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A text with placeholders, and where it belongs; an empty condition holds always."""

    text: str
    when: tuple[str, ...] = ()
    state: tuple[str, ...] = ()
    level: tuple[int, ...] = ()
    to: tuple[str, ...] = ()

    def fits(self, when: str, state: str, level: int, roles: Collection[str]) -> bool:
        """Whether it belongs into a letter of this time, state and level (from 1) that reaches some roles."""
        given = ((self.when, {when}), (self.state, {state}), (self.level, {level}), (self.to, {*roles}))
        return all(not wanted or {*wanted} & one for wanted, one in given)

    def filled(self, words: dict[str, str]) -> str:
        """The text with each placeholder's words in its place; braces in those stay as they are."""
        return " ".join(_PLACE.sub(lambda found: words[found[1].strip()], self.text).split())


@dataclass(frozen=True, slots=True)
class Rule:
    """How returns are chased: levels in order, subjects of which the first that fits counts, paragraphs."""

    levels: tuple[Level, ...]
    subjects: tuple[Piece, ...]
    paragraphs: tuple[Piece, ...]

    def level(self, chases: int) -> int:
        """The level (from 1) that comes after so many chases."""
        return sum(chases >= one.after for one in self.levels)


def load(library: Library) -> Rule:
    """The rule of the workspace, else the shipped one; DefinitionError with every problem in it."""
    block = library.load("templates", REF, "letter")
    return parse(block, str(library.find("templates", REF)))


def parse(block: Block, where: str) -> Rule:
    """The rule in a mapping; DefinitionError with every problem and its line."""
    reading = Reading(where)
    reading.block(block, _KEYS, "a rule for letters")
    levels = tuple(_level(reading, item) for item in reading.blocks(block, "levels", "a level"))
    counts = [one.after for one in levels]
    if not levels or counts[0] != 0 or counts != sorted(set(counts)):
        text = "the first of 'levels' must be after 0, and each after more chases than the one before."
        reading.wrong(block.line_of("levels"), text)
    subjects, paragraphs = (
        tuple(_piece(reading, item, len(levels)) for item in reading.blocks(block, key, "a text"))
        for key in ("subject", "paragraphs")
    )
    for key, pieces in (("subject", subjects), ("paragraphs", paragraphs)):
        if Piece("") not in [replace(one, text="") for one in pieces]:
            text = f"one text of {key!r} must stand without conditions, so that every letter has one."
            reading.wrong(block.line_of(key), text)
    reading.finish()
    return Rule(levels, subjects, paragraphs)


def _level(reading: Reading, item: Block) -> Level:
    block = reading.block(item, ("after", "to"), "a level")
    after = _whole(reading, reading.text(block, "after", "a level") or "0", block.line_of("after"), "'after'")
    to = tuple(_known(reading, block, "to", ROLES))
    if not to:
        reading.wrong(block.line_of("to"), "a level needs 'to', whom it goes to.")
    return Level(after, to)


def _piece(reading: Reading, item: Block, levels: int) -> Piece:
    block = reading.block(item, ("text", "when", "state", "level", "to"), "a text")
    text = reading.text(block, "text", "a text")
    for name in map(str.strip, _PLACE.findall(text)):
        if name not in PLACES:
            reading.wrong(block.line_of("text"), f"there is no placeholder {{{name}}}{nearest(name, PLACES)}")
    if set("{}") & set(_PLACE.sub("", text)):
        reading.wrong(block.line_of("text"), "a brace stands there alone; placeholders are written {agency}.")
    line = block.line_of("level")
    level = tuple(_whole(reading, word, line, "'level'", levels) for word in reading.words(block, "level"))
    conditions = (("when", WHEN), ("state", STATES), ("to", ROLES))
    when, state, to = (tuple(_known(reading, block, *pair)) for pair in conditions)
    return Piece(text, when, state, level, to)


def _known(reading: Reading, block: Block, key: str, known: Collection[str]) -> Iterator[str]:
    for word in reading.words(block, key):
        if word.casefold() in known:
            yield word.casefold()
        else:
            reading.wrong(word, f"{key!r} cannot be {str(word)!r}{nearest(word, known)}")


def _whole(reading: Reading, word: str, line: int, what: str, most: int = 0) -> int:
    """A whole number; noted where it is none, or not from 1 to `most`."""
    fits = word.isascii() and word.isdigit() and len(word) < 5
    if not fits or (most and not 1 <= int(word) <= most):
        span = f"from 1 to {most}, the number of levels" if most else "such as 2"
        reading.wrong(line, f"{what} must be a whole number {span}, not {str(word)!r}.")
        return 0
    return int(word)
