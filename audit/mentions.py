"""Ids of cases in what people typed: found however they are written, and never where they are part of more.

An id is typed as `943 476 5919` or `943-476-5919`, with another hyphen or apostrophe, over the end of a
line, or in another case; all of these are the same id. So what counts are its letters and digits.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

SHORTEST = 5  # characters of an id that is taken out of texts: 2025 may be a year
SURE = 7  # digits that are the same number however they are grouped; fewer are met as 12 345 or 2024/25 too
_PIECE = re.compile(r"[^\W_]+")
_GAP = 3  # signs that are no letters or digits between two pieces of one id, besides blanks
_BLANKS = 40  # and with blanks: a line may be indented
_BETWEEN = re.compile(r"(?<=[^\W_])[\W_]+(?=[^\W_])")
_ENDS = re.compile(r"^[\W_]+|[\W_]+$")
_DATE = re.compile(r"\d{4}-(0\d|1[0-2])|\d{4}([-/.])\d\d?\2\d\d?(T\d\d.*)?|\d\d?([-/.])\d\d?\4\d{2,4}")


def plain(text: str) -> str:
    """A text in one case and with single blanks, as two spellings of one id may differ."""
    return " ".join(text.split()).casefold()


def bare(text: str) -> str:
    """A text without what is no letter or digit at its ends."""
    return _ENDS.sub("", text)


def letters(text: str) -> str:
    """The letters and digits of a text alone, in one case, without accents: what is left of an id."""
    pieces = "".join(_PIECE.findall(text))
    if pieces.isascii():
        return pieces.casefold()
    apart = unicodedata.normalize("NFKD", pieces).casefold()
    return "".join(sign for sign in unicodedata.normalize("NFKD", apart) if sign.isalnum())


def is_date(text: str) -> bool:
    """Whether a whole text is a date, month or moment, which is no id however its digits run."""
    return _DATE.fullmatch(text) is not None


def with_parts(units: Sequence[str], columns: Sequence[str]) -> list[str]:
    """Ids, and of ids of several columns the parts too that tell them apart.

    A pupil's number does, the school's beside it does not: half of the ids at least have one of their own.
    """
    parts = [unit.split("|") for unit in units]
    if any(len(each) != len(columns) for each in parts) or len(columns) == 1:
        return [*units]
    found = [*units]
    for values in zip(*parts, strict=True):
        own = {value for value in values if not is_date(value)}
        found += sorted(own) if 2 * len(own) >= len(values) else []
    return found


class Ids:
    """Ids that are looked for in texts.

    Those with fewer than `shortest` characters are not looked for, and counted as `short`.
    """

    def __init__(self, ids: Iterable[str], shortest: int = SHORTEST) -> None:
        """Prepare to look for ids: as many as there are, a text is gone through once."""
        names = {one: bare(one) for one in ids}
        long = {one: plain(name) for one, name in names.items() if letters(name) and len(name) >= shortest}
        self.short = len(names) - len(long)
        self._exact = set(long.values())
        self._keys = {letters(name): _is_sure(name) for name in long.values()}
        # Between two pieces there may be as much as in any id as it is written.
        gaps = [gap for name in long for gap in _BETWEEN.findall(names[name])]
        self._signs = max((_GAP, *map(_signs, gaps)))
        self._next = re.compile(rf"([\W_]{{1,{max((_BLANKS, *map(len, gaps)))}}})([^\W_]+)")
        self._begun = {key[:end] for key in self._keys for end in range(1, len(key) + 1)}
        # In plain text only pieces that begin like one of them are looked at.
        begin = "".join(sorted({sign for key in self._keys for sign in (key[0], key[0].upper())}))
        self._first = re.compile(rf"(?<![^\W_])[{begin}][^\W_]*" if begin else "(?!)")

    def __bool__(self) -> bool:
        """Whether there is any to look for."""
        return bool(self._keys)

    def is_one(self, text: str) -> bool:
        """Whether a whole text is one of them."""
        return self._is(bare(text))

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where they stand in a text, the longest first that begins at a place: (start, end)."""
        piece = self._first if text.isascii() else _PIECE
        found = piece.search(text)
        while found:
            end = self._end(text, found)
            if end is not None:
                yield found.start(), end
            found = piece.search(text, found.end() if end is None else end)

    def first(self, text: str) -> tuple[int, int] | None:
        """Where the first of them stands in a text; None where none does."""
        return next(self.spans(text), None)

    def without(self, text: str, put: str) -> str:
        """A text with something else in the place of each of them."""
        parts, end = [], 0
        for start, stop in self.spans(text):
            parts += [text[end:start], put]
            end = stop
        return "".join([*parts, text[end:]]) if parts else text

    def _end(self, text: str, piece: re.Match[str]) -> int | None:
        """Where the longest id ends that begins with a piece; None where none does."""
        start, end, key, found = piece.start(), piece.end(), letters(piece[0]), None
        while key in self._begun:
            if key in self._keys and self._is(text[start:end], key):
                found = end
            more = self._next.match(text, end)
            if more is None or _signs(more[1]) > self._signs:
                break
            end, key = more.end(), key + letters(more[2])
        return found

    def _is(self, text: str, key: str = "") -> bool:
        if plain(text) in self._exact:
            return True
        return self._keys.get(key or letters(text), False) and not is_date(text)


def _signs(gap: str) -> int:
    """How many characters that are no blanks stand between two pieces."""
    return len("".join(gap.split()))


def _is_sure(name: str) -> bool:
    """Whether an id is the same one however it is grouped."""
    key = letters(name)
    return len(key) >= (SURE if key.isdigit() else SHORTEST)
