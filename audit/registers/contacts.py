"""The people that a cell names, and what says how to reach them."""

import re

NOTHING = {"-", "–", "—", "?", "n/a", "na", "#n/a", "none", "nil", "tbc", "tba", "unknown", "not known"}

_BREAK = re.compile(r"[;\r\n]| / ")
_ADDRESS_BREAK = re.compile(r"[\s;,/]+")
_WORD_BREAK = re.compile(r"\s+(?:and|&)\s+")
_ASIDE = re.compile(r"\([^)]*\)|<[^>]*>|(?:,|\s[-–—]\s).*")
_PERSON = re.compile(r"[A-ZÀ-Þ][\w.'’-]*(?:\s+(?:[A-ZÀ-Þ][\w.'’-]*|de|van|von|der|al|bin)){1,3}")
_PHONE = re.compile(r"(?:(?:tel|phone|mobile|mob|t|m)\b[.:]?)?\s*[+(]?\d[\d\s()+-]{4,}", re.IGNORECASE)
_ROLE = re.compile(
    r"\b(?:head|headteacher|lead|leader|manager|officer|director|deputy|co-?ordinator|advis[eo]r|safeguarding"
    r"|(?:named|designated) (?:nurse|doctor|gp|person|professional))\b",
    re.IGNORECASE,
)


def people(cell: str) -> list[str]:
    """The people that a cell names, each with the role, e-mail and telephone that follow them."""
    stretches = [stretch.strip(" ,") for stretch in _BREAK.split(cell)]
    found: list[str] = []
    for part in (" ".join(name.split()) for stretch in stretches if stretch for name in _names(stretch)):
        if found and _belongs(part, found[-1]):
            found[-1] += f", {part}"
        else:
            found.append(part)
    return found


def _names(part: str) -> list[str]:
    """Two people joined by `and`, but not `Head of Safeguarding and Quality`."""
    pieces = _WORD_BREAK.split(part)
    return pieces if all("@" in piece or _is_person(piece) for piece in pieces) else [part]


def _is_person(piece: str) -> bool:
    bare = _ASIDE.sub("", piece).strip()
    return bool(_PERSON.fullmatch(bare)) and not _ROLE.search(bare)


def _belongs(part: str, person: str) -> bool:
    """Whether this says how to reach the person before it, or what they are."""
    bare = _ASIDE.sub("", part)
    role = bool(_ROLE.search(bare)) and ":" not in bare and not _ROLE.search(person)
    address = "@" in part and "@" not in person and not _is_person(part)
    return bool(_PHONE.fullmatch(part)) or address or role


def with_addresses(cell: str, addresses: str) -> str:
    """What a cell says of people, each with the e-mail address of another cell: the first with the first.

    What cannot be shared out among them goes to the first, or stands alone where nobody is named.
    """
    said = "" if addresses.strip().casefold() in NOTHING else " ".join(addresses.split())
    if not said:
        return cell
    named, found = people(cell) or [""], _ADDRESS_BREAK.split(said)
    if len(found) != len(named) or not all("@" in one for one in found):
        found = [" ".join(said.replace(";", " ").split()), *[""] * (len(named) - 1)]
    return "; ".join(", ".join(filter(None, pair)) for pair in zip(named, found, strict=True))
