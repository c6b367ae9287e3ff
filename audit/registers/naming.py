"""Which column people mean: by its heading as it stands, or by another that its profile knows it by."""

from collections.abc import Iterator

from audit.definitions import nearest
from audit.errors import StateError
from audit.registers.folding import fold
from audit.registers.register import Register

_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\xa0": " "})


class Naming:
    """The columns of a register by all the headings that they go by."""

    def __init__(self, register: Register) -> None:
        """Collect the headings of the file, then those its profile knows the same columns by."""
        self.register = register
        self._known: dict[str, list[int]] = {}
        for number, heading in enumerate(register.headings):
            if heading.text:
                self._known.setdefault(_light(heading.text), []).append(number)
        own = set(self._known)
        for text, number in self._others():
            if _light(text) not in own:
                self._known.setdefault(_light(text), []).append(number)
        self._folded: dict[str, list[int]] = {}
        for text, numbers in self._known.items():
            if folded := fold(text):  # a heading of signs alone folds to nothing, as others do
                self._folded.setdefault(folded, []).extend(numbers)

    def _others(self) -> Iterator[tuple[str, int]]:
        profile = self.register.profile
        at = {heading.column: n for n, heading in enumerate(self.register.headings) if heading.column}
        for column in profile.columns if profile else ():
            if column.name in at:
                yield column.name, at[column.name]
                yield from ((heading, at[column.name]) for heading in column.headings)

    def column(self, text: str) -> int:
        """The number of the column that a heading names; StateError with the nearest where none is."""
        numbers = self._known.get(_light(text)) or self._folded.get(fold(text))
        if not numbers:
            raise self._unknown(text)
        return self._one(text, numbers)

    def find(self, text: str) -> tuple[int, str]:
        """The column whose heading a text begins with, the longest one, and the text behind it."""
        light = _light(text)
        starts = [name for name in self._known if light.startswith(name) and _ends(light, len(name))]
        name = max(starts, key=len, default="")
        for end in _word_ends(light):
            if end > len(name) and (numbers := self._folded.get(fold(light[:end]))):
                return self._one(light[:end], numbers), _behind(text, light[:end])
        if not name:
            raise self._unknown(text)
        return self._one(name, self._known[name]), _behind(text, name)

    def of_profile(self, name: str) -> int | None:
        """The column that is the profile's of a name; None where the register has none."""
        found = (n for n, heading in enumerate(self.register.headings) if name and heading.column == name)
        return next(found, None)

    def _one(self, text: str, numbers: list[int]) -> int:
        if len(set(numbers)) > 1:
            count, name = len(set(numbers)), self.register.name
            raise StateError(f"{count} columns are headed {text!r} in {name}; give each its own heading.")
        return numbers[0]

    def _unknown(self, text: str) -> StateError:
        texts = [heading.text for heading in self.register.headings if heading.text]
        end = nearest(text, texts)
        known = "" if len(end) > 1 else f" It has {', '.join(texts)[:500]}."
        return StateError(f"{self.register.name} has no column {text!r}{end}{known}")


def _light(text: str) -> str:
    """A heading in lower case with plain quotation marks and single spaces; each sign stays one sign."""
    lower = (sign.lower() for sign in " ".join(text.translate(_PLAIN).split()))
    return "".join(sign[0] for sign in lower)  # a Turkish İ would become two, and shift what is behind


def _ends(text: str, at: int) -> bool:
    """Whether a word ends at a place of a text."""
    return at >= len(text) or not (text[at - 1].isalnum() and text[at].isalnum())


def _word_ends(text: str) -> Iterator[int]:
    """The places at which words end, the last first, but of the same folded text the shortest."""
    ends = [at for at in range(1, len(text) + 1) if text[at - 1].isalnum() and _ends(text, at)]
    yield from reversed(ends)


def _behind(text: str, name: str) -> str:
    """What stands behind a heading in a text, as typed: a value may hold more than one space on end."""
    left = len(name.replace(" ", ""))
    for at, sign in enumerate(text):
        if not left:
            return text[at:].strip()
        left -= not sign.isspace()
    return ""
