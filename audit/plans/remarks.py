"""What is noted while the words of a line are read, and the words that say nothing or point elsewhere."""

import re
from dataclasses import dataclass

_NOTHING = re.compile(r"[-–—_.…\s]*")
_NOT_YET = re.compile(
    r"n\s?/\s?a|n\.a\.|none|nil|not applicable|tb[ac]|t\.b\.[ac]\.|vacant|unknown|\?+"
    r"|to be (?:confirmed|agreed|advised|decided|identified|determined)",
    re.IGNORECASE,
)
_POINTING = re.compile(
    r"(?:as|same as|as per|see|please see|refer to) (?:the )?(?:above|below|previous(?: \w+)?)"
    r"(?: (?:action|row))?"
    r"|ditto|as before|same|[\"“”„〃']{1,2}"
    r"|(?:as|same as|as per|as for|see|please see|refer to)"
    r"(?: (?:action|recommendation|milestone|rec|row|item|no))?\.? ?[A-Z]{0,4}\d+(?:\.\d+)*[a-z]?",
    re.IGNORECASE,
)
_MOVED = re.compile(
    r"\b(?:re-?assigned|re-?allocated|transferred|handed over|handed|passed over) to\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to be listed about a field of a line: the text it is about, and why or what was done."""

    field: str
    text: str
    why: str


def tidy(text: str) -> str:
    """A text with its white space tidied and its paragraphs kept."""
    return "\n".join(line for one in text.splitlines() if (line := " ".join(one.split())))


def says_nothing(text: str) -> bool:
    """Whether a text is blank, or only a dash or dots that stand for a blank."""
    return _NOTHING.fullmatch(text) is not None


def is_open(text: str) -> bool:
    """Whether a text says that there is nothing to say, or not yet (`n/a`, `TBC`, `to be agreed`)."""
    return _NOT_YET.fullmatch(" ".join(text.split()).rstrip(" .")) is not None


def points(text: str) -> bool:
    """Whether a text points to what stands elsewhere (`as above`, `ditto`, `see 3.1`)."""
    return _POINTING.fullmatch(" ".join(text.split()).rstrip(" .")) is not None


def moved(field: str, text: str) -> tuple[Remark, ...]:
    """A remark where a text says that an action went to another owner."""
    if not _MOVED.search(text):
        return ()
    return (Remark(field, text, "it seems to have gone to another owner; the owners were left as they are"),)
