"""The list of themes, and which of them the words of plans and reviews stand for."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from audit.actions.action import Action
from audit.actions.table import themes_of
from audit.definitions import nearest
from audit.errors import UnknownError
from audit.registers.folding import fold
from audit.standards.themes import Theme

# What a plan's heading says before the theme: `Priority 2: Supervision`, `Objective A - Supervision`.
_TITLED = re.compile(
    r"(?:(?:key|strategic) )?(?:priority|objective)\s*(?:\d{1,2}|[A-Z])?\s*"
    r"(?::|\s[-–—])\s*(?=\S)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[;,/\n|&]+|\band\b", re.IGNORECASE)


def _bare(text: str) -> str:
    """A heading without the word that says what it is."""
    return text[found.end() :] if (found := _TITLED.match(text)) else text


@dataclass(frozen=True)
class Listed:
    """The themes by their ids, in their order."""

    themes: Mapping[str, Theme]

    @cached_property
    def _words(self) -> Mapping[str, str]:
        names = [(word, one.id) for one in self.themes.values() for word in (one.id, one.title)]
        words = [(word, one.id) for one in self.themes.values() for word in one.words]
        # A theme's own name goes before the word that another has for itself.
        return {fold(word): name for word, name in reversed([*names, *words])}

    def theme(self, word: str) -> str:
        """The id of the theme that a word stands for; empty where it is none."""
        return self._words.get(fold(word), "")

    def ask(self, word: str) -> str:
        """The same; UnknownError with the nearest where it is none."""
        if found := self.theme(word):
            return found
        end = nearest(word, [one for theme in self.themes.values() for one in (theme.id, theme.title)])
        raise UnknownError(f"There is no theme {word!r}{end}")

    def split(self, text: str) -> tuple[str, ...]:
        """The ids that a cell names: one theme, or several between commas; empty where a part is none."""
        text = _bare(text)
        if found := self.theme(text):
            return (found,)
        parts = [self.theme(part) for part in _BETWEEN.split(text) if part.strip()]
        return tuple(dict.fromkeys(parts)) if parts and all(parts) else ()

    def of(self, action: Action) -> Mapping[str, str]:
        """The themes of an action as id: title; a word that is not in the list stands for itself, folded.

        A sub-theme that is not in the list is part of its theme, and no theme of its own.
        """
        words = themes_of(action)
        known = {word: self.split(word) for word in words}
        below = "" if action.themes or not action.theme else action.sub_theme
        found: dict[str, str] = {}
        for word, ids in known.items():
            found |= {name: self.themes[name].title for name in ids}
            if not ids and (word != below or word == action.theme) and fold(word):
                found[fold(word)] = word
        return found

    def titles(self, ids: Iterable[str]) -> str:
        """The titles of some themes in a line; the id of one that the list has no more."""
        return ", ".join(self.themes[name].title if name in self.themes else name for name in ids)
