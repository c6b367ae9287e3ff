"""Whom each chase goes to and what it says: a YAML file under templates/letters/."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace

from audit.chasing.people import ROLES
from audit.definitions import Block, Library, Reading, nearest

BEFORE, OVERDUE = "before due", "overdue"
WHEN = (BEFORE, OVERDUE)
NOT_STARTED, STARTED, COMPLETE = "not started", "started", "complete"
SIGNED = "signed"  # of a body that has returned itself and is asked for members
STATES = (NOT_STARTED, STARTED, COMPLETE, SIGNED)
MEMBERS = "members"
PLACES = (
    *("agency", "partnership", "questions_to", "round", "title", "period", "today", "due", "days_late"),
    *("days_left", "owed", "chases", "last_chase", "names", "signed_by", MEMBERS),
)
UPDATE, EVIDENCE, BOTH = "update", "evidence", "both"
OWED = (UPDATE, EVIDENCE, BOTH)
FIRST, AGAIN = "first", "again"
OVERSEER = "overseer"
ACTION_PLACES = (
    *("owner", "partnership", "questions_to", "today", "answer_by", "count", "actions", "asked"),
    *("last_ask", "names", "overseers"),
)
FORM, GRID, INVITATION, REMINDER, ACTION_FORM = "form", "grid", "invitation", "reminder", "actions"
SENT = (FORM, GRID, INVITATION, REMINDER, ACTION_FORM)
ENCLOSED = (REMINDER, ACTION_FORM)  # what goes with a letter that has words of its own
ENCLOSED_PLACES = ("agency", "partnership", "questions_to", "today", "names", "file")
SENDING_PLACES = (
    *(*ENCLOSED_PLACES, "round", "title", "period", "due", "days_late", "days_left", "signed_by"),
    *("questions", "command", "return_command"),
)
LOWER, HIGHER, OTHERWISE, SAME, NONE = "lower", "higher", "otherwise", "same", "none"
COMPARED = (LOWER, HIGHER, OTHERWISE, SAME, NONE)
FEEDBACK_PLACES = (
    *("agency", "partnership", "questions_to", "round", "title", "period", "today", "due", "names"),
    *("answer_by", LOWER, HIGHER, OTHERWISE, SAME),
)
OF_ANSWERS = ("answer", "grade", "comment", "question")  # {answer:A1}: what an answer holds, by its question
EACH = "{n}"  # stands for one of some words (`each`) in a list of texts
WAIT = 14  # days, where the rule says nothing else
_KEYS = ("title", "about", "of", "wait", "levels", "subject", "paragraphs")
_PLACE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of letters: its name, where its rule is kept, its placeholders, roles, and conditions.

    `when` and `state` are the names of two conditions of a text, each with the words that it may have.
    """

    name: str
    ref: str
    places: tuple[str, ...]
    roles: tuple[str, ...]
    when: tuple[str, tuple[str, ...]]
    state: tuple[str, tuple[str, ...]]


CLOSING = frozenset(("partnership", "questions_to"))  # the places of the lines that end a letter
RETURNS = Kind("returns", "letters/chase", PLACES, ROLES, ("when", WHEN), ("state", STATES))
ACTIONS = Kind(
    *("actions", "letters/actions", ACTION_PLACES, (*ROLES, OVERSEER)),
    when=("owed", OWED),
    state=("asked", (FIRST, AGAIN)),
)
# What goes with a file: a form, an invitation, a form beside another letter.
SENDING = Kind("sending", "letters/sending", SENDING_PLACES, ROLES, ("when", WHEN), ("sent", SENT))
# What came of a response; which file it is, the template says.
FEEDBACK = Kind("feedback", "", FEEDBACK_PLACES, ROLES, ("compared", COMPARED), ("", ()))
KINDS = {kind.name: kind for kind in (RETURNS, ACTIONS, SENDING, FEEDBACK)}


@dataclass(frozen=True, slots=True)
class Level:
    """A step of the escalation: from how many chases since the due date on, and the roles it goes to."""

    after: int
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A text with placeholders, and where it belongs; an empty condition holds always.

    `when` and `state` are what the kind of letters calls so: in letters about actions what is owed, and
    whether it was asked for before. With `members` it stands only where a body is asked for members. In
    feedback `answers` are the values that questions must have, `given` and `lacking` the questions that must
    have an answer, or none. `line` is where it stands in its file.
    """

    text: str
    when: tuple[str, ...] = ()
    state: tuple[str, ...] = ()
    level: tuple[int, ...] = ()
    to: tuple[str, ...] = ()
    answers: tuple[tuple[str, tuple[str, ...]], ...] = ()
    given: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    line: int = field(default=0, compare=False)
    members: bool = False

    @property
    def places(self) -> tuple[str, ...]:
        """The names of its placeholders."""
        return tuple(name.strip() for name in _PLACE.findall(self.text))

    @property
    def closes(self) -> bool:
        """Whether it may be of the lines that end a letter: who writes, and whom questions go to."""
        return bool(self.places) and {*self.places} <= CLOSING

    def fits(
        self, when: str, state: str, level: int, roles: Collection[str], *, members: bool = False
    ) -> bool:
        """Whether it belongs into a letter of this time, state and level (from 1) that reaches some roles."""
        if self.members and not members:
            return False
        given = ((self.when, {when}), (self.state, {state}), (self.level, {level}), (self.to, {*roles}))
        return all(not wanted or {*wanted} & one for wanted, one in given)

    def filled(self, words: dict[str, str]) -> str:
        """The text with each placeholder's words in its place; braces and lines in those stay as they are."""
        whole = _PLACE.sub(lambda found: words[found[1].strip()], " ".join(self.text.split()))
        return "\n".join(" ".join(line.split()) for line in whole.split("\n"))


@dataclass(frozen=True, slots=True)
class Rule:
    """How owners are chased: levels in order, subjects of which the first that fits counts, paragraphs.

    `wait` is how many days an owner of actions, or whoever a letter of feedback goes to, has to answer.
    """

    levels: tuple[Level, ...]
    subjects: tuple[Piece, ...]
    paragraphs: tuple[Piece, ...]
    wait: int = WAIT

    @property
    def tells_of_members(self) -> bool:
        """Whether a body can be asked for its members, since the letters say which they are."""
        return any(MEMBERS in _PLACE.findall(piece.text.replace(" ", "")) for piece in self.paragraphs)

    def level(self, chases: int) -> int:
        """The level (from 1) that comes after so many chases."""
        return sum(chases >= one.after for one in self.levels)


def load(library: Library, kind: Kind = RETURNS, ref: str = "") -> Rule:
    """The rule of the workspace, else the shipped one; DefinitionError with every problem in it.

    `ref` names its file where the kind has none of its own.
    """
    name = ref or kind.ref
    block = library.load("templates", name, "letter")
    return parse(block, str(library.find("templates", name)), kind)


def parse(block: Block, where: str, wanted: Kind | None = None) -> Rule:
    """The rule in a mapping, of the kind that is wanted or any; DefinitionError with each problem's line."""
    reading = Reading(where)
    reading.block(block, _KEYS, "a rule for letters")
    kind = _kind(reading, block, wanted)
    wait = _wait(reading, block, kind)
    levels = tuple(_level(reading, item, kind) for item in reading.blocks(block, "levels", "a level"))
    counts = [one.after for one in levels]
    if not levels or counts[0] != 0 or counts != sorted(set(counts)):
        text = "the first of 'levels' must be after 0, and each after more chases than the one before."
        reading.wrong(block.line_of("levels"), text)
    if kind is SENDING and len(levels) > 1:
        reading.wrong(block.line_of("levels"), "letters of sending have one level: whom a file goes to.")
    subjects, paragraphs = (
        tuple(
            piece
            for item in reading.blocks(block, key, "a text")
            for piece in _pieces(reading, item, kind, len(levels))
        )
        for key in ("subject", "paragraphs")
    )
    for key, pieces in (("subject", subjects), ("paragraphs", paragraphs)):
        if Piece("") not in [replace(one, text="") for one in pieces]:
            text = f"one text of {key!r} must stand without conditions, so that every letter has one."
            reading.wrong(block.line_of(key), text)
    reading.finish()
    return Rule(levels, subjects, paragraphs, wait)


def _kind(reading: Reading, block: Block, wanted: Kind | None) -> Kind:
    """What the letters are of; those that say nothing are of returns."""
    word = reading.text(block, "of").casefold() or RETURNS.name
    found = KINDS.get(word)
    if found is None:
        reading.wrong(block.line_of("of"), f"letters cannot be of {str(word)!r}{nearest(word, KINDS)}")
    elif wanted and found != wanted:
        text = f"these letters are of {found.name}, and they stand where those of {wanted.name} do."
        reading.wrong(block.line_of("of"), text)
    return wanted or found or RETURNS


def _wait(reading: Reading, block: Block, kind: Kind) -> int:
    if "wait" not in block:
        return WAIT
    if kind not in {ACTIONS, FEEDBACK}:
        text = "'wait' is for letters of actions and of feedback; returns have a due date."
        reading.wrong(block.line_of("wait"), text)
    word = reading.text(block, "wait", "a rule for letters")
    return _whole(reading, word, block.line_of("wait"), "'wait'", 366, "a number of days")


def _level(reading: Reading, item: Block, kind: Kind) -> Level:
    block = reading.block(item, ("after", "to"), "a level")
    after = _whole(reading, reading.text(block, "after", "a level") or "0", block.line_of("after"), "'after'")
    to = tuple(_known(reading, block, "to", kind.roles))
    if not to:
        reading.wrong(block.line_of("to"), "a level needs 'to', whom it goes to.")
    return Level(after, to)


def _pieces(reading: Reading, item: Block, kind: Kind, levels: int) -> Iterator[Piece]:
    """The text of an item; in feedback also several, for each of some words that stand in them as {n}."""
    if kind is not FEEDBACK:
        yield _piece(reading, item, kind, levels)
    elif "each" not in item:
        yield _of_answers(reading, item, kind, levels, "")
    else:
        block = reading.block(item, ("each", "texts"), "a list of texts")
        texts = reading.blocks(block, "texts", "a text")
        if not texts:
            reading.wrong(block, f"'each' needs 'texts', in which it stands as {EACH}.")
        for mark in reading.words(block, "each"):
            for text in texts:
                yield _of_answers(reading, text, kind, levels, mark)


def _of_answers(reading: Reading, item: Block, kind: Kind, levels: int, mark: str) -> Piece:
    """A text of feedback with its conditions on answers, `mark` in place of {n}."""
    keys = ("text", "when", "given", "not-given", kind.when[0], "level", "to")
    block = reading.block(item, keys, "a text")
    when = reading.mapping(block.get("when", Block()), "'when'")
    texts = Block({"text": _marked(str(block.get("text", "")), mark)})
    texts.lines, texts.line = block.lines, block.line
    line = block.line_of("level")
    level = tuple(_whole(reading, word, line, "'level'", levels) for word in reading.words(block, "level"))
    return Piece(
        _text(reading, texts, kind.places, OF_ANSWERS),
        when=tuple(_known(reading, block, *kind.when)),
        level=level,
        to=tuple(_known(reading, block, "to", kind.roles)),
        answers=tuple((_marked(name, mark), reading.words(when, name)) for name in when),
        given=tuple(_marked(name, mark) for name in reading.words(block, "given")),
        lacking=tuple(_marked(name, mark) for name in reading.words(block, "not-given")),
        line=block.line_of("text"),
    )


def _marked(text: str, mark: str) -> str:
    return text.replace(EACH, mark) if mark else text


def _piece(reading: Reading, item: Block, kind: Kind, levels: int) -> Piece:
    names = (kind.when[0], kind.state[0])
    own = (MEMBERS,) if kind is RETURNS else ()
    block = reading.block(item, ("text", *names, "level", "to", *own), "a text")
    line = block.line_of("level")
    level = tuple(_whole(reading, word, line, "'level'", levels) for word in reading.words(block, "level"))
    conditions = (kind.when, kind.state, ("to", kind.roles))
    when, state, to = (tuple(_known(reading, block, *pair)) for pair in conditions)
    below = kind is SENDING and bool({*state} & {*ENCLOSED})
    if below and when:
        reading.wrong(block.line_of("when"), "what is added to a letter has no 'when'; the letter says it.")
    text = _text(reading, block, ENCLOSED_PLACES if below else kind.places)
    return Piece(text, when, state, level, to, members=reading.yes(block, MEMBERS))


def _text(reading: Reading, block: Block, places: Collection[str], of_answers: Collection[str] = ()) -> str:
    """A text whose placeholders are all known; those with the id of a question begin with `of_answers`."""
    text = reading.text(block, "text", "a text")
    for name in map(str.strip, _PLACE.findall(text)):
        part, _, question = name.partition(":")
        if name not in places and not (part in of_answers and question):
            end = nearest(name, places)
            reading.wrong(block.line_of("text"), f"there is no placeholder {{{name}}}{end}")
    if set("{}") & set(_PLACE.sub("", text)):
        example = f"{{{next(iter(places))}}}"
        reading.wrong(
            block.line_of("text"), f"a brace stands there alone; placeholders are written {example}."
        )
    return text


def _known(reading: Reading, block: Block, key: str, known: Collection[str]) -> Iterator[str]:
    for word in reading.words(block, key):
        if word.casefold() in known:
            yield word.casefold()
        else:
            reading.wrong(word, f"{key!r} cannot be {str(word)!r}{nearest(word, known)}")


def _whole(
    reading: Reading, word: str, line: int, what: str, most: int = 0, of: str = "the number of levels"
) -> int:
    """A whole number; noted where it is none, or not from 1 to `most`."""
    fits = word.isascii() and word.isdigit() and len(word) < 5
    if not fits or (most and not 1 <= int(word) <= most):
        span = f"from 1 to {most}, {of}" if most else "such as 2"
        reading.wrong(line, f"{what} must be a whole number {span}, not {str(word)!r}.")
        return 0
    return int(word)
