"""What headings and words plans use: a YAML file under templates/plans/; and how one file is to be read."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from audit.actions.action import INTERVAL
from audit.actions.words import Colour, State
from audit.definitions import Block, Library, Reading, Text, nearest, read
from audit.errors import UnknownError
from audit.plans.line import FIELDS
from audit.registers.folding import fold

HOME = "plans/"
PLAN = "plan"  # the profile that is used where none is named
SUB_HEADINGS = ("", "theme", "sub_theme", "owner")
_KEYS = ("title", "about", "fields", "states", "colours")
_DROPPED = frozenset({"and", "or", "the"})


@dataclass(frozen=True, slots=True)
class Profile:
    """What a plan's words stand for: headings (as `heading_key` gives them), status words and colours.

    `states` are State values by word (as `word_key` gives it), `colours` by colour; a colour that is not
    there says nothing. `named` are the fields with their headings as they are written, for people.
    """

    ref: str
    title: str
    headings: Mapping[str, str]
    states: Mapping[str, str]
    colours: Mapping[str, str]
    named: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Options:
    """How one file is to be read.

    `source` and `plan` name it, `interval` is in days. `mapping` corrects what a heading (or the letter of a
    column) is taken for: a name of FIELDS, or '' for nothing. `sub_heading` is what rows of a single heading
    are: one of SUB_HEADINGS, '' for a theme. `agencies` are names and codes that are known; `sheets` those to
    be read, none for all.
    """

    source: str = ""
    plan: str = ""
    interval: int = INTERVAL
    mapping: Mapping[str, str] = field(default_factory=dict)
    sub_heading: str = ""
    agencies: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()


def heading_key(heading: str) -> str:
    """A heading without what people vary: case, spaces, punctuation, `and`, `or`, `the`, and a plural s."""
    words = [_singular(word) for word in fold(heading).split() if word not in _DROPPED]
    return " ".join(words) or " ".join(heading.split())


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] == "s" and word[-2] not in "sui" else word


def word_key(word: str) -> str:
    """A status word without what people vary: case, hyphens, spaces, and punctuation around it."""
    plain = word.casefold().replace("’", "'").replace("-", " ")
    return " ".join(plain.split()).strip(" .,:;!*") or word.strip()


def load(library: Library, ref: str = PLAN) -> Profile:
    """The profile of a name; UnknownError where there is none, DefinitionError with all its problems."""
    path = library.find("templates", f"{HOME}{ref}")
    if path is None:
        there = [one.removeprefix(HOME) for one in library.refs("templates") if one.startswith(HOME)]
        raise UnknownError(f"There is no profile of plans {ref!r}{nearest(ref, there)}")
    return parse(read(path), ref, str(path))


def parse(block: Block, ref: str, where: str) -> Profile:
    """The profile in a mapping; DefinitionError with every problem and its line."""
    reading = Reading(where)
    reading.block(block, _KEYS, "a profile of plans")
    title = reading.text(block, "title", "a profile of plans")
    reading.text(block, "about")
    headings: dict[str, str] = {}
    items = reading.blocks(block, "fields", "a field")
    named = tuple(_field(reading, item, headings) for item in items)
    if not named:
        reading.wrong(block, "a profile of plans needs 'fields'.")
    states = _states(reading, block)
    colours = _colours(reading, block)
    reading.finish()
    return Profile(ref, title, headings, states, colours, named)


def _field(reading: Reading, item: Block, taken: dict[str, str]) -> tuple[str, tuple[str, ...]]:
    """A field with its headings; `taken` keeps which heading stands for which, since one cannot for two."""
    block = reading.block(item, ("name", "headings"), "a field")
    name = reading.text(block, "name", "a field")
    if name and name not in FIELDS:
        reading.wrong(block.line_of("name"), f"{str(name)!r} is no field of a plan{nearest(name, FIELDS)}")
    headings = reading.words(block, "headings")
    for heading in headings:
        other = taken.setdefault(heading_key(heading), name)
        if other != name:
            at = heading if isinstance(heading, Text) else block
            text = f"{str(heading)!r} heads {str(other)!r} and {str(name)!r}; keep it for one of them."
            reading.wrong(at, text)
    return str(name), tuple(map(str, headings))


def _states(reading: Reading, block: Block) -> dict[str, str]:
    found: dict[str, str] = {}
    for item in reading.blocks(block, "states", "a state"):
        one = reading.block(item, ("state", "words"), "a state")
        state = _state(reading, one)
        for word in reading.words(one, "words"):
            other = found.setdefault(word_key(word), state)
            if other != state:
                at = word if isinstance(word, Text) else one
                reading.wrong(at, f"{str(word)!r} is said of {other!r} and of {state!r}; keep one.")
    return found


def _colours(reading: Reading, block: Block) -> dict[str, str]:
    found: dict[str, str] = {}
    for item in reading.blocks(block, "colours", "a colour"):
        one = reading.block(item, ("colour", "state"), "a colour")
        colour = reading.one_of(one, "colour", [*map(str, Colour)], "")
        if colour in found:
            reading.wrong(one, f"the colour {str(colour)!r} stands there twice; keep one.")
        found[str(colour)] = _state(reading, one)
    return found


def _state(reading: Reading, block: Block) -> str:
    return str(reading.one_of(block, "state", [*map(str, State)], State.NOT_STARTED))
