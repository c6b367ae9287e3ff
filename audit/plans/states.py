"""The states that the words, glyphs and colours of a plan stand for, by the profile.

A word counts as a whole cell, or where it begins one before a dash, a colon, a full stop, a bracket, a line
break or a date; never in the middle of prose. That no assurance or answer came, or none is wanted any more,
counts as the last sentence, too. Nothing that a plan says makes an action assured.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from audit.actions.words import CLOSED, Colour, State
from audit.plans.days import DATE
from audit.plans.profile import word_key

_COLOURS = {"r": "red", "a": "amber", "g": "green", "b": "blue", "gray": "grey"} | {
    colour: colour for colour in Colour
}
_EDGES = " \t\n.:;,!\"'“”‘’()[]*-–—"
_BREAK = re.compile(
    r"(?P<stop>[.\n](?!\d)|!)|\s*[:;(\[]|\s[-–—]|[–—]\s?|-\s"
    rf"|,?\s+(?:(?:by|in|on|since|as at|as of|from)\s+)?(?={DATE})",
    re.IGNORECASE,
)
# What takes back a part of what was said to be complete.
_BUT = re.compile(
    r"\b(?:not|except|excluding|apart from|other than|partial\w*|partly|in part|awaiting|outstanding"
    r"|remain\w*|still|but|however|pending|subject to|unless|yet)\b",
    re.IGNORECASE,
)
_DONE = frozenset({State.REPORTED_COMPLETE, State.ASSURED})
_LAST = frozenset({State.NO_FURTHER_RECEIVED, State.NO_FURTHER_REQUIRED, State.NO_RESPONSE})
_WORSE = frozenset({State.DELAYED, State.NOT_ON_TRACK})
_UNTICKED = re.compile("[☐☒✗✘✕✖❌□▢]")
MORE = "…"  # ends a word of the profile that more words may follow
LONGEST = 120  # characters that such a word is looked for in
ENDINGS = _DONE | CLOSED  # what says that nothing is left to do


@dataclass(frozen=True, slots=True)
class Word:
    """The state that a text stands for, the words of it that say so, and what is to be listed about it.

    `state` is empty where it says none for certain; `why` is empty where all is plain.
    """

    state: str = ""
    own: str = ""
    why: str = ""


def plain(text: str) -> str:
    """A word as it is compared: no case, single spaces, no hyphens inside, nothing at its edges."""
    return word_key(
        re.sub(r"[\ufe0f‐‑]", lambda found: "" if found[0] == "\ufe0f" else "-", text).strip(_EDGES)
    )


def read_state(text: str, states: Mapping[str, str]) -> Word:
    """The state that the text of a cell begins with; `states` are states by plain words."""
    last = re.split(r"[.;\n]\s*", text.strip().rstrip(" .;"))[-1]
    if states.get(plain(last)) in _LAST:
        return Word(states[plain(last)], last)
    for sentence, among in ((last, _LAST), (_sentence(text.strip()), frozenset(State))):
        if (opening := _opening(sentence, states)) and states[opening] in among:
            return _opened(states[opening], sentence)
    own, rest, stopped = _head(text, states)
    state = states.get(plain(own), "")
    if doubt := _doubt(own, rest, stopped, states):
        return Word("", own, doubt)
    if state == State.ASSURED:
        why = "nothing becomes assured by an import: taken for reported complete; use `audit action assure`"
        return Word(str(State.REPORTED_COMPLETE), own, why)
    if state and not re.search(r"[^\W_üþ]", own):
        return Word(state, own, f"a glyph for a status: taken for {state}")
    return Word(state, own) if state else Word()


def _opening(text: str, states: Mapping[str, str]) -> str:
    """The word of the profile that more words may follow (`superseded by …`), where a text begins with it."""
    begun = plain(text[:LONGEST]) + " "
    opens = (word for word in states if word.endswith(MORE))
    return next((word for word in opens if begun.startswith(f"{word.rstrip(MORE).strip()} ")), "")


def _opened(state: str, own: str) -> Word:
    """The state of a sentence that begins with its word, unless the rest takes it back."""
    if _BUT.search(own):
        return Word("", own, "it is taken back in part by what follows; no state is taken from it")
    return Word(state, own)


def _doubt(own: str, rest: str, stopped: bool, states: Mapping[str, str]) -> str:
    """Why the state that a text begins with is not taken; empty where it is."""
    state = states.get(plain(own), "")
    if state in _DONE and (_UNTICKED.search(rest) or (not stopped and _BUT.search(_sentence(rest)))):
        return f"{own!r} is taken back in part by what follows; no state is taken from it"
    others = {found for line in rest.splitlines() if (found := states.get(plain(line)))}
    mixed = {state, *others} & ENDINGS and {state, *others} - ENDINGS
    if state and (mixed or (state == State.ON_TRACK and others & _WORSE)):
        return "it says more than one state; no state is taken from it"
    return ""


def read_colour(text: str) -> str:
    """The colour that a text names (`Red`, `A`), by its first word before a break; empty where it is none."""
    return _COLOURS.get(plain(text), "")


def head_of(text: str) -> tuple[str, str]:
    """What a text begins with, up to its first break, and what follows that."""
    found = _BREAK.search(text.strip())
    return (text.strip()[: found.start()], text.strip()[found.end() :]) if found else (text.strip(), "")


def _head(text: str, states: Mapping[str, str]) -> tuple[str, str, bool]:
    """What may be a state at the beginning, what follows, and whether a sentence or a line ended between."""
    whole = text.strip()
    if plain(whole) in states:
        return whole, "", True
    if whole and not whole[0].isalnum() and plain(whole[0]) in states and not whole[0].isascii():
        return whole[0], whole[1:], False
    found = _BREAK.search(whole)
    if not found:
        return whole, "", True
    rest = whole[found.end() :].lstrip()
    return whole[: found.start()], rest, found["stop"] is not None and not rest[:1].islower()


def _sentence(text: str) -> str:
    """A text up to its first full stop."""
    return re.split(r"\.(?!\d)", text, maxsplit=1)[0]
