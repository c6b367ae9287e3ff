"""What a heading of a plan stands for, and the date in it.

A heading is known whole, without its brackets or its date, or by halves that agree (`Lead / Owner`; of a half
that is progress and another it is progress). Where it is not, what stands before a word such as `of`, `to` or
`presented` is looked at, and of that the end (`Sutton LSCB recommendation`), or its beginning for progress,
status and colours (`Update 3`, `RAG rating Jan 18`). A word that may head many things (`date`, `name`) counts
only where it is the whole heading, and what ends with `by` asks for a person or a day, so that it is known
whole or not at all.
"""

import re
from collections.abc import Collection, Mapping
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
_ASKS = re.compile(r"\b(?:by|date|due|frequency|owner|lead|who|when|no|number)\s*$", re.IGNORECASE)
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
        words = heading_key(_BEHIND.split(f"{bare} ", maxsplit=1)[0]).split()
        ends = [" ".join(words[at:]) for at in range(len(words))]
        begins = [" ".join(words[:end]) for end in range(len(words), 0, -1)]
        ended = (self.headings.get(one) for one in ends if " " in one or one in _NOUNS)
        begun = (self.headings.get(one) for one in begins if " " in one or one in _NOUNS)
        return next(filter(None, ended), None) or next((one for one in begun if one in _SERIES), None)

    def _of_halves(self, heading: str) -> str | None:
        parts = [self.headings.get(heading_key(part)) for part in _HALVES.split(heading)]
        known = {part for part in parts if part}
        if len(parts) < 2 or not all(parts):
            return None
        if len(known) == 1:
            return known.pop()
        if known <= {*LEVELS}:
            return max(known, key=LEVELS.index)
        if known <= _PEOPLE:
            return "owner"
        return "progress" if "progress" in known else None


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
