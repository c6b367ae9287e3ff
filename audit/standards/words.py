"""The words that questions may use: kinds of agency, duties, learning themes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from audit.definitions import Block, Library, Reading, read, unique
from audit.standards.themes import all_themes


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of agency or a duty, with the other words that boards use for it."""

    code: str
    label: str
    words: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Kinds:
    """The kinds of agency and the duties that are known."""

    kinds: tuple[Kind, ...]
    duties: tuple[Kind, ...]

    def kind(self, word: str) -> str | None:
        """The code of the kind that a word stands for, or None."""
        return self._kinds.get(_fold(word))

    def duty(self, word: str) -> str | None:
        """The code of the duty that a word stands for, or None."""
        return self._duties.get(_fold(word))

    @cached_property
    def _kinds(self) -> Mapping[str, str]:
        return _codes(self.kinds)

    @cached_property
    def _duties(self) -> Mapping[str, str]:
        return _codes(self.duties)

    def label(self, code: str) -> str:
        """The label of a kind or duty; the code itself where it is not known."""
        return next((kind.label for kind in (*self.kinds, *self.duties) if kind.code == code), code)

    def reason(self, code: str) -> str:
        """What follows "You are asked because" for a duty; empty for others."""
        return next((kind.reason for kind in self.duties if kind.code == code), "")

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code, kinds first."""
        return tuple(kind.code for kind in (*self.kinds, *self.duties))


def _codes(kinds: tuple[Kind, ...]) -> dict[str, str]:
    """The code behind each word, folded; the first kind's where two have the same."""
    words = ((word, kind.code) for kind in reversed(kinds) for word in (kind.code, kind.label, *kind.words))
    return {_fold(word): code for word, code in words}


def _fold(word: str) -> str:
    return " ".join(word.replace("-", " ").replace("’", "'").split()).casefold()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that questions may use: kinds and duties, themes (id: title)."""

    kinds: Kinds
    themes: Mapping[str, str] = field(default_factory=dict)


def parse_kinds(block: Block, where: str) -> Kinds:
    """The kinds of agency and duties from their mapping; DefinitionError with every problem."""
    reading = Reading(where)
    reading.block(block, ("title", "about", "kinds", "duties"), "a file of kinds")
    kinds = tuple(_kind(reading, item) for item in reading.blocks(block, "kinds", "a kind"))
    duties = tuple(_kind(reading, item) for item in reading.blocks(block, "duties", "a duty"))
    unique(reading, [*kinds, *duties], "word", lambda kind: (kind.code, kind.label, *kind.words))
    reading.finish()
    return Kinds(kinds, duties)


def _kind(reading: Reading, item: Block) -> Kind:
    block = reading.block(item, ("code", "label", "words", "reason"), "a kind")
    code = reading.text(block, "code", "a kind")
    label = reading.text(block, "label", default=code)
    return Kind(code, label, reading.words(block, "words"), reading.text(block, "reason"))


def vocabulary(library: Library) -> Vocabulary:
    """Kinds, duties and themes of the workspace and the shipped ones."""
    themes = {name: theme.title for name, theme in all_themes(library).items()}
    kinds = library.find("standards", "kinds")
    return Vocabulary(parse_kinds(read(kinds), str(kinds)) if kinds else Kinds((), ()), themes)


def kinds_block(kinds: Kinds) -> dict[str, object]:
    """Kinds and duties as the mapping that they are read from."""
    return {
        "kinds": [_kind_block(kind) for kind in kinds.kinds],
        "duties": [_kind_block(d) for d in kinds.duties],
    }


def _kind_block(kind: Kind) -> dict[str, object]:
    return {"code": kind.code, "label": kind.label, "words": list(kind.words), "reason": kind.reason}
