"""When a text goes on in the row below, how the two become one, and what nobody may pair by guess."""

import re
from collections.abc import Mapping, Sequence

_OPEN = frozenset(
    {
        *("and", "or", "of", "the", "to", "for", "with", "in", "by", "on", "at", "a", "an", "from", "that"),
        *("as", "their", "its", "is", "are", "be", "will", "which", "who", "into", "between", "including"),
    }
)
_CLOSED = (".", "?", "!", ":", ";", ")", "”", '"')
# The cells of a row that several people or dates may stand in side by side with several actions.
PAIRED = (
    *("milestone", "action", "recommendation", "owner", "milestone_owner", "role", "evidence_required"),
    *("start", "due", "achieved", "status", "rag"),
)
_LISTED = re.compile(r"\s*(?:[a-z]|[ivx]{1,4})[.)]\s")
_CONTINUED = re.compile(r"\s*[(\[]?\b(?:continued|cont['’]?d|cont)\b\.?[)\]]?\s*$", re.IGNORECASE)


def begins_low(text: str) -> bool:
    """Whether a text begins as the middle of a sentence does: with a small letter or a closing mark.

    What begins a list (`a)`, `ii.`) is no middle.
    """
    first = text.lstrip()[:1]
    if _LISTED.match(text):
        return False
    return first.islower() or first in {",", ";", ")"}


def is_open(text: str) -> bool:
    """Whether a text breaks off: after a comma, a dash, or a word that no sentence ends with."""
    word = text.rstrip()
    last = next(reversed(word.split()), "")
    return word.endswith((",", "-", "–", "/", "&", "(")) or last in _OPEN


def is_closed(text: str) -> bool:
    """Whether a text ends as a sentence does."""
    return text.rstrip().endswith(_CLOSED)


def goes_on_within(above: str, below: str) -> bool:
    """Whether a text goes on in another in the middle of a sentence."""
    return is_open(above) or (begins_low(below) and not is_closed(above))


def joined(above: str, below: str, *, within: bool = False) -> str:
    """Two texts as one: with a space where the sentence goes on, else on lines of their own."""
    if not above or not below:
        return above or below
    return f"{above}{' ' if within or goes_on_within(above, below) else chr(10)}{below}"


def same_level(one: str, other: str) -> bool:
    """Whether a text repeats another: the same words, or `(continued)` behind them."""
    return _plain(one) == _plain(other)


def _plain(text: str) -> str:
    return " ".join(_CONTINUED.sub("", text).split()).casefold()


def paragraphs(text: str) -> int:
    """How many lines of a text hold something."""
    return sum(1 for line in text.splitlines() if line.strip())


def side_by_side(texts: Mapping[str, Sequence[str]], headings: Mapping[str, str]) -> str:
    """Why a line must be split by hand, as a sentence; empty where no two cells hold several paragraphs.

    `texts` are those of each field, one for each of its columns. Progress counts only where it has as many
    paragraphs as another, since it often has several by itself.
    """
    there = {field: max(map(paragraphs, texts.get(field, ())), default=0) for field in (*PAIRED, "progress")}
    counts = {field: count for field, count in there.items() if count > 1}
    many = counts.pop("progress", 0)
    if many in counts.values():
        counts["progress"] = many
    if len(counts) < 2:
        return ""
    parts = [f"{count} paragraphs in {headings.get(field, field)}" for field, count in counts.items()]
    together = f"{', '.join(parts[:-1])} and {parts[-1]}"
    return f"{together} stand side by side, and are not paired by guess; split the row."
