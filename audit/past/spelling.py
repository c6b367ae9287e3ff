"""How boards head such tables and which words stand for a grade: a YAML file under templates/past/."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from audit.definitions import Block, Library, Reading, Text, read
from audit.errors import UnknownError
from audit.plans.states import plain
from audit.registers.folding import fold

HOME = "past/matrix"
_YEARS = re.compile(r"\b(?:19|20)\d\d(?:\s+(?:(?:19|20)\d\d|\d\d))?\b")
HEADINGS = ("agency", "standard", "grade", "left out", "legend")
COLOURS = ("green", "amber", "red")
LEVELS = ("fully", "in part", "not", "not applicable", "no answer")


@dataclass(frozen=True, slots=True)
class Spelling:
    """What words stand for: headings (folded), colours and levels (as `key` gives them)."""

    headings: Mapping[str, str]
    colours: Mapping[str, str]
    levels: Mapping[str, str]

    def kind(self, heading: str) -> str:
        """What kind of heading a text is, also with a year in it (`RAG 2024`); empty where it is none."""
        plain = folded(heading)
        bare = " ".join(_YEARS.sub(" ", plain).split())
        return self.headings.get(plain) or self.headings.get(bare, "")

    def heads(self, text: str, kind: str) -> bool:
        """Whether a text is a heading of a kind."""
        return self.headings.get(folded(text)) == kind


def key(word: str) -> str:
    """A word of a cell without what people vary; a dash or a sign alone stays."""
    return plain(word) or word.strip()


def folded(heading: str) -> str:
    """A heading without what people vary; a sign alone stays."""
    return fold(heading) or heading.strip()


def load(library: Library) -> Spelling:
    """The spellings, a workspace's own first; UnknownError or DefinitionError where they cannot be had."""
    path = library.find("templates", HOME)
    if path is None:
        raise UnknownError(f"There is no file templates/{HOME}.yaml, which says what such tables hold.")
    return parse(read(path), str(path))


def parse(block: Block, where: str) -> Spelling:
    """The spellings in a mapping; DefinitionError with every problem and its line."""
    reading = Reading(where)
    reading.block(block, ("title", "about", "headings", "colours", "levels"), "such a file")
    parts = ("headings", "heading", HEADINGS), ("colours", "colour", COLOURS), ("levels", "level", LEVELS)
    headings, colours, levels = (_words(reading, block, *part) for part in parts)
    reading.finish()
    return Spelling(headings, colours, levels)


def _words(reading: Reading, block: Block, name: str, single: str, known: tuple[str, ...]) -> dict[str, str]:
    """What each word stands for; a word that stands for two things is noted."""
    found: dict[str, str] = {}
    make = folded if name == "headings" else key
    for item in reading.blocks(block, name, f"a {single}"):
        one = reading.block(item, (single, "words"), f"a {single}")
        meaning = str(reading.one_of(one, single, known, known[0]))
        for word in reading.words(one, "words"):
            other = found.setdefault(make(word), meaning)
            if other != meaning:
                at = word if isinstance(word, Text) else one
                reading.wrong(at, f"{str(word)!r} stands for {other!r} and for {meaning!r}; keep one.")
    return found
