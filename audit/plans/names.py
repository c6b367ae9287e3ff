"""What a heading of a plan stands for, and the date in it.

A heading is known whole, without its brackets or its date, or by halves that agree (`Lead / Owner`; of a half
that is progress and another it is progress). Where it is not, what stands before a word such as `of`, `to` or
`presented` is looked at, and of that the end (`Sutton LSCB recommendation`), or its beginning for progress,
status and colours (`Update 3`, `RAG rating Jan 18`). A word that may head many things (`date`, `name`) counts
only where it is the whole heading, and what ends with `by` asks for a person or a day, so that it is known
whole or not at all.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from audit.actions.action import LEVELS
from audit.plans.days import on_of
from audit.plans.profile import heading_key

_BRACKETS = re.compile(r"\([^)]*\)|\[[^]]*\]")
_HALVES = re.compile(r"[/|]|\s&\s|\s\+\s|\s(?:and|or)\s", re.IGNORECASE)
_FIRST = re.compile(r"[:\n?–—]|\s-\s")
_DATE = re.compile(
    r"\b(?:as at|as of|as on|at|on|to|for|by|in)?\s*((?:\d{1,2}(?:st|nd|rd|th)?[ ./-])?"
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*[ ./-]*['’]?\d{2,4}|"
    r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|(?:q(?:uarter|tr)?\s?[1-4]\b\s*)(?:(?:20)?\d\d(?:[/-]\d{2,4})?)?"
    r"|\b(?:19|20)\d\d(?:[/-]\d{2,4})?\b)",
    re.IGNORECASE,
)
_SHORT_YEAR = re.compile(r"(\w+[ ./-]*)['’]?(\d\d)")
_QUARTER = re.compile(r"q(?:uarter|tr)?\s?([1-4])\s*([\d/-]*)", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)
# Behind these, a heading only says more of what stands before them.
_BEHIND = re.compile(
    r"\s(?:of|for|to|on|at|by|from|in|as|with|since|per|against|about|towards|within|during|under|"
    r"presented|received|reported|agreed|made|given|submitted|provided)\s",
    re.IGNORECASE,
)
# What asks for a person or a day, and what is of something else than it names.
_ASKS = re.compile(
    r"^(?:date|number|no|cost|name|reason|type|when)\b|\b(?:by|whom|when|who)\W*$", re.IGNORECASE
)
_PLAIN = re.compile(r"\b(?:date|due|frequency|owner|lead|no|number)\s*$", re.IGNORECASE)
_BEFORE = re.compile(r"\b(?:previous|last|original|initial|old|prior|first|start)\b", re.IGNORECASE)
_AFTER = re.compile(r"\b(?:current|latest|revised|new|extended|now|amended)\b", re.IGNORECASE)
# Single words that say what a column is, wherever they end a heading.
_NOUNS = frozenset(
    {
        *(
            "recommendation",
            "action",
            "milestone",
            "lead",
            "owner",
            "agency",
            "progress",
            "update",
            "comment",
        ),
        *("commentary", "status", "rag", "brag", "outcome", "impact", "timescale", "deadline", "evidence"),
    }
)
_SERIES = frozenset({"progress", "status", "rag"})
_PEOPLE = frozenset({"owner", "role", "milestone_owner"})


@dataclass(frozen=True, slots=True)
class Names:
    """What headings stand for: by `heading_key`, and by column where somebody said so by its letter."""

    headings: Mapping[str, str]
    columns: Mapping[int, str]
    mapped: Collection[str] = ()
    states: Collection[str] = ()  # status words, as `word_key` gives them

    def field(self, heading: str) -> str | None:
        """The field that a heading is known for, '' where somebody said that it means nothing; else None."""
        bare = _BRACKETS.sub(" ", heading)
        for one in (heading, bare, undated(bare)):
            if one.strip() and (found := self.headings.get(heading_key(one))) is not None:
                return found
        found = self._of_halves(undated(bare))
        if found is None and (first := _FIRST.split(bare.strip(), maxsplit=1)[0]) != bare.strip():
            found = self.headings.get(heading_key(first)) if first.strip() else None
        return found

    def loosely(self, heading: str) -> str | None:
        """The field of a heading by the words in it, where it is not known otherwise; None for none."""
        bare = " ".join(undated(_BRACKETS.sub(" ", heading)).split())
        if (found := self.field(heading)) is not None or not bare or _ASKS.search(bare):
            return found
        halves = [half for half in _HALVES.split(bare) if half.strip()]
        if len(halves) < 2:
            return self._by_words(bare)
        fields = [self.field(half) or self._by_words(half) for half in halves]
        return _agreed(fields) if all(fields) else (fields[0] if not any(fields[1:]) else None)

    def _by_words(self, bare: str) -> str | None:
        """The field of the longest known words that end a heading, or begin it."""
        words = heading_key(_BEHIND.split(f"{bare.strip()} ", maxsplit=1)[0]).split()
        ends = [" ".join(words[at:]) for at in range(len(words))]
        begins = [" ".join(words[:end]) for end in range(len(words), 0, -1)]
        ended = (self.headings.get(one) for one in ends if " " in one or one in _NOUNS)
        begun = (self.headings.get(one) for one in begins if " " in one or one in _NOUNS)
        found = next(filter(None, ended), None)
        if found or _PLAIN.search(bare):
            return found
        return next((one for one in begun if one in _SERIES), None)

    def _of_halves(self, heading: str) -> str | None:
        parts = [self.headings.get(heading_key(part)) for part in _HALVES.split(heading)]
        return _agreed(parts) if len(parts) > 1 else None


def _agreed(parts: Sequence[str | None]) -> str | None:
    """The field that all parts of a heading agree on, progress where it is one of them; None for none."""
    known = {part for part in parts if part}
    if not all(parts):
        return None
    if len(known) == 1:
        return known.pop()
    if known <= {*LEVELS}:
        return max(known, key=LEVELS.index)
    if known <= _PEOPLE:
        return "owner"
    return "progress" if "progress" in known else None


def is_of_a_time(heading: str) -> bool:
    """Whether a heading says of which time it is: by a date, or as `previous`, `current`, `revised`."""
    return bool(dated(heading) or _BEFORE.search(heading) or _AFTER.search(heading))


def turn(heading: str) -> int:
    """Where a heading comes in time without its date: before (0) or after (2) the others (1)."""
    return 0 if _BEFORE.search(heading) else (2 if _AFTER.search(heading) else 1)


def dated(heading: str) -> str:
    """The date in a heading such as `Progress at June 2016`; empty where there is none."""
    found = _DATE.search(heading)
    return " ".join(found[1].split()) if found else ""


def undated(heading: str) -> str:
    """A heading without the date in it; as it stands where it is nothing but a date."""
    rest = _DATE.sub(" ", heading)
    return rest if rest.strip(" -–—:()") else heading


def day_of_heading(heading: str) -> str:
    """The date in a heading as YYYY, YYYY-MM or YYYY-MM-DD; empty where none is certain."""
    date = dated(heading)
    return date if _YEAR.fullmatch(date) else on_of(date)


def place_of_heading(heading: str) -> str:
    """What puts headings in the order of time: a date (`Jan 18` is of 2018), or a quarter; empty for none."""
    date = dated(heading)
    if found := _QUARTER.fullmatch(date):
        return f"{found[2]} quarter {found[1]}"
    short = _SHORT_YEAR.fullmatch(date)
    return day_of_heading(heading) or (on_of(f"{short[1].strip(' ./-')} 20{short[2]}") if short else "")
