"""Days in the free text of plans, read only where they are certain; always day first.

A month or a year alone means its last day, and so do `end of March 2016` and `by March 2016`. A year of two
digits is one of this century where a day and a month stand before it (`3/4/16`), or an apostrophe
(`Sept '16`); `Sept 16` may be a day or a year and is none, and `2011-12` may be a month or a year.
"""

import re
from dataclasses import dataclass

from audit.dates import MONTHS, latest_day
from audit.plans.remarks import is_open, points, says_nothing, tidy

_NAME = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_WEEKDAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?:day)?\b,? )?"
_SHORT = r"(?:[0-9]{4}|['’]?[0-9]{2})"
# Each shape of a date, with the names of its groups; the first that fits the whole of a text counts.
_SHAPES = (
    r"(?P<y>[0-9]{4})-(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})(?:[T ]00:00(?::00)?)?",
    rf"{_WEEKDAY}(?P<d>[0-9]{{1,2}})[/-](?P<m>[0-9]{{1,2}})[/-](?P<y>[0-9]{{4}}|[0-9]{{2}})",
    rf"{_WEEKDAY}(?P<d>[0-9]{{1,2}})\.(?P<m>[0-9]{{1,2}})\.(?P<y>[0-9]{{4}})",
    # Two digits each, or it may be the number of a section.
    r"(?P<d>[0-9]{2})\.(?P<m>[0-9]{2})\.(?P<y>[0-9]{2})",
    rf"{_WEEKDAY}(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?(?: of)?[ -]?(?P<m>{_NAME}),?[ -]?(?P<y>{_SHORT})",
    rf"(?P<m>{_NAME}),?[ /-]?(?P<y>[0-9]{{4}}|['’][0-9]{{2}})",
    r"(?P<m>[0-9]{1,2})/(?P<y>[0-9]{4})",
    r"(?P<y>(?:19|20)[0-9][0-9])-(?P<m>[0-9]{2})",
)
_EACH = tuple(re.compile(shape, re.IGNORECASE) for shape in _SHAPES)
_BARE = "|".join(re.sub(r"\?P<\w>", "?:", shape) for shape in _SHAPES)
DATE = rf"(?<![\w.])(?:(?<!\d/)|(?=[A-Z]))(?:{_BARE})(?![/.-]\d|\w)"
# What is of a time, yet not certain: two digits that may be a day or a year, a quarter, a season.
VAGUE = (
    rf"(?<![\w/.])(?:{_NAME}[ -][0-9]{{2}}|Q[1-4](?:[ ,]+(?:20)?[0-9][0-9](?:[/-][0-9][0-9])?)?"
    r"|(?:Spring|Summer|Autumn|Winter)(?: term)? (?:20)[0-9][0-9])(?![/.-]\d|\w)"
)
# A year that stands apart as the date of what follows: `2018: …`, `2018 - Two audits`; no range, no sentence.
YEAR = r"(?<![\w/.-])(?:19|20)[0-9]{2}(?=[ \t]*:[ \t]*[^\W\d]|[ \t]+[-–—][ \t]+(?-i:[A-Z]))"
_FOUND = re.compile(DATE, re.IGNORECASE)
_VAGUE = re.compile(VAGUE, re.IGNORECASE)
_EITHER = re.compile(r"(?P<y>(?:19|20)\d\d)-(?P<m>\d{2})", re.ASCII)
_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)
_LEAD = re.compile(
    r"(?P<by>(?:(?:to be )?(?:completed?|achieved|done|finished|implemented|delivered|in place) by"
    r"|(?:(?:due|target|completion) date|due|target|deadline)(?: by| on)?|by|no later than|on)\b[ :]*)?"
    r"(?:the )?(?P<end>end (?:of )?)?(?:the )?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class When:
    """What a cell says of a time: the day it means, how far it was said, the cell's own words, any doubt.

    `day` is YYYY-MM-DD or empty, `on` is YYYY, YYYY-MM or YYYY-MM-DD or empty; `phrase` is empty where the
    cell holds nothing but a typed or an ISO date; `why` says why no day was taken, or is empty.
    """

    day: str = ""
    on: str = ""
    phrase: str = ""
    why: str = ""


def read_when(text: str, shown: str = "") -> When:
    """What a cell says of a time; `shown` is what a typed date shows, as far as it shows it."""
    phrase = tidy(text)
    if says_nothing(phrase) and not shown:
        return When()
    on = shown or _certain(phrase)
    day = latest_day(on) if on else None
    if day is None:
        return When(phrase=phrase, why=_doubt(phrase))
    if shown:
        return When(day.isoformat(), on, "" if len(on) == len("YYYY-MM-DD") else on)
    return When(day.isoformat(), on, "" if _is_iso(phrase, on) else phrase)


def is_a_time(text: str) -> bool:
    """Whether a text is one date and nothing else, be it certain (`July 2016`) or not (`Sept 16`)."""
    word = " ".join(text.split()).rstrip(" .")
    return bool(on_of(word) or _YEAR.fullmatch(word) or _VAGUE.fullmatch(word))


def on_of(word: str) -> str:
    """A date as YYYY-MM or YYYY-MM-DD, as far as it is said; empty for a year, or no such day."""
    word = " ".join(word.split())
    found = next((match for shape in _EACH if (match := shape.fullmatch(word))), None)
    if not found or _is_either(word):
        return ""
    parts = found.groupdict()
    year, month = _year(parts["y"]), _month(parts["m"])
    on = f"{year:04}-{month:02}" + (f"-{int(parts['d']):02}" if parts.get("d") else "")
    return on if year and month and latest_day(on) else ""


def dates_in(text: str) -> list[str]:
    """Everything in a text that has the shape of a date."""
    return _FOUND.findall(text)


def _certain(phrase: str) -> str:
    """The date that a whole text means, as far as it is said; empty where it means none for certain."""
    words = " ".join(phrase.split()).rstrip(" .;,")
    lead = _LEAD.match(words)
    rest = words[lead.end() :] if lead else words
    if _YEAR.fullmatch(rest):
        # `by 2016` may be before it begins.
        return "" if lead and lead["by"] and not lead["end"] else rest
    on = on_of(rest)
    return "" if lead and lead["end"] and len(on) == len("YYYY-MM-DD") else on


def _doubt(phrase: str) -> str:
    """Why no day was taken from a text."""
    if found := dates_in(phrase):
        return _doubt_of(found)
    if _VAGUE.search(phrase):
        return "it may be meant in more than one way; no date was taken"
    if points(phrase) or is_open(phrase):
        return "it says no date; none was taken"
    return "no date in it that is certain; the words are kept"


def _doubt_of(found: list[str]) -> str:
    """Why no day was taken from a text that holds something like dates."""
    if len(found) > 1:
        return f"{len(found)} dates in one cell; none was taken"
    if _is_either(found[0]):
        return f"{found[0]!r} may be a month or a year; no date was taken"
    if not on_of(found[0]):
        why = "days are read day first, years of two digits as 2000 to 2049"
        return f"there is no such day as {found[0]!r} ({why}); no date was taken"
    return "other words stand beside the date; no date was taken"


def _is_iso(phrase: str, on: str) -> bool:
    """Whether a text is a day in ISO and nothing else, but for midnight."""
    return phrase[: len("YYYY-MM-DD")] == on and len(on) == len("YYYY-MM-DD")


def _is_either(word: str) -> bool:
    """Whether a word is the month of a year and a year of accounts alike (`2011-12`)."""
    found = _EITHER.fullmatch(word)
    return found is not None and (int(found["y"]) + 1) % 100 == int(found["m"])


def _year(word: str) -> int:
    digits = word.lstrip("'’")
    if len(digits) == len("2016"):
        return int(digits)
    return 2000 + int(digits) if int(digits) < 50 else 0


def _month(word: str) -> int:
    if word.isdecimal():
        return int(word)
    return next(n for n, name in enumerate(MONTHS, 1) if name[:3].casefold() == word[:3].casefold())
