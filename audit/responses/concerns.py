"""Immediate concerns as people raise them: a typed line, and the keys of an answers file."""

import copy
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from audit.templates import Template

SIGN = "!concern"
_LINE = re.compile(r"!\s*concerns?(?![^\W_])[\s:,;.-]*(.*)", re.IGNORECASE | re.DOTALL)
_MENTION = re.compile(r"""(^|[{,\s])["']?(immediate[ _-])?concerns?["']?\s*:|!\s*concern""", re.IGNORECASE)
_KEYS = {"concern", "concerns", "immediate concern"}
_NONE = {*("", "-", "n/a", "na", "nil", "no", "none", "nothing", "false"), "no concern", "no concerns"}
_YES = {"y", "yes", "true"}


@dataclass(frozen=True, slots=True)
class Raised:
    """A concern found in a file: the id that it was written under, empty at the top, and its words."""

    question: str
    text: str


def typed(text: str) -> str | None:
    """The words behind `!concern`, which may be none; None where a line does not begin so."""
    found = _LINE.fullmatch(text.strip())
    return words(found[1]) if found else None


def nearly(text: str) -> bool:
    """Whether a line was meant to raise a concern, but is misspelt."""
    word = text.strip().partition(" ")[0].casefold()
    return word.startswith("!") and typed(text) is None and bool(get_close_matches(word, [SIGN]))


def mentioned(text: str) -> bool:
    """Whether the raw text of an answers file seems to raise a concern, though it may not be readable."""
    return bool(_MENTION.search(text))


def words(text: str) -> str:
    """What was said as one line, without what can be neither shown nor stored."""
    spaced = (" " if c.isspace() else c for c in text)
    return " ".join("".join(c for c in spaced if unicodedata.category(c) not in {"Cc", "Cs"}).split())


def said(value: Any) -> list[str]:
    """The words of each concern that the value of `concern:` raises; of none where it says so (`none`).

    What is no text is kept as it can be shown: nothing that somebody wrote here is refused.
    """
    if isinstance(value, (list, tuple)):
        return [text for one in value for text in said(one)]
    if value is None or value is False:
        return []
    shown = json.dumps(value, ensure_ascii=False) if isinstance(value, Mapping) else str(value)
    text = typed(shown)
    if text is not None:
        return [text]
    text = words(shown)
    folded = text.casefold().rstrip(".")
    if folded in _NONE:
        return []
    return ["" if folded in _YES else text]


def split(template: Template, given: Mapping[str, Any]) -> tuple[Mapping[str, Any], tuple[Raised, ...]]:
    """An answers file without its concerns, and the concerns: at the top, or within one reply."""
    ids = [name for one in template.sections for name in (one.id, *(q.id for q in one.questions)) if name]
    known = {name.casefold(): name for name in ids}
    rest: dict[str, Any] = copy.copy(dict(given) if not isinstance(given, dict) else given)
    found: list[Raised] = []
    for name, reply in given.items():
        question = known.get(str(name).strip().casefold(), "")
        left, texts = ([], said(reply)) if not question and _is_key(name) else _parted(reply)
        found += [Raised(question, text) for text in texts]
        if left:
            rest[name] = left[0]
        else:
            del rest[name]
    return rest, tuple(found)


def _parted(reply: Any) -> tuple[list[Any], list[str]]:
    """What is left of a reply, if anything, and the words of the concerns that it raised."""
    if isinstance(reply, str) and (text := typed(reply)) is not None:
        return [], [text]
    if not isinstance(reply, dict) or not any(map(_is_key, reply)):
        return [reply], []
    left = copy.copy(reply)
    texts = [text for key in reply if _is_key(key) for text in said(left.pop(key))]
    return ([left] if left else []), texts


def _is_key(key: Any) -> bool:
    folded = str(key).strip().lstrip("!").replace("-", " ").replace("_", " ").casefold()
    return " ".join(folded.split()) in _KEYS
