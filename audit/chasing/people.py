"""The people whom an agency can be reached through, picked out of what was typed about them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audit.agencies import Agency
from audit.registers.contacts import people

CONTACT, SUBSTITUTE, CHIEF = "contact", "substitute", "chief_officer"
ROLES = (CONTACT, SUBSTITUTE, CHIEF)
_ADDRESS = re.compile(r"\w[\w.%+'’-]*@\w[\w-]*(?:\.\w[\w-]*)+")
_PHONE = re.compile(r"(?:\b(?:tel|phone|telephone|mobile|mob)\b[.:]?)?\s*\+?\d[\d\s()-]{4,}", re.IGNORECASE)
_ASIDE = re.compile(r"[,;<(\[]|\s[-–—|]\s")
_NAME = r"[A-ZÀ-Þ][\w'’-]*[a-zß-ÿ][\w'’-]*"
_LAST_FIRST = re.compile(rf"({_NAME}),\s*({_NAME})\s*(?=$|[(\[<,;])")
_WORK = re.compile(
    r"teacher|lead|manage|offic|direct|deput|ordinat|advis|assist|secretar|administrat|safeguard|nurs|doctor"
    r"|midwi|social|work|princip|govern|truste|chair|chief|execut|police|serg|constab|inspect|superint"
    r"|commission|clerk|recept|busin|financ|quality|educat|health|housing|practi|consult|head\b|vicar|warden",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at an agency: in which role, by what name, the e-mail addresses given, and all that was typed.

    The name is empty where only an address or a number was typed; nothing is made up.
    """

    role: str
    name: str
    addresses: tuple[str, ...]
    typed: str


def people_of(agency: Agency, roles: Sequence[str]) -> tuple[Person, ...]:
    """The people of an agency in these roles, in their order, nobody twice."""
    found: dict[tuple[str, tuple[str, ...]], Person] = {}
    for role in roles:
        for one in _in_role(agency, role):
            found.setdefault((one.name.casefold(), one.addresses), one)
    return tuple(found.values())


def _in_role(agency: Agency, role: str) -> Iterator[Person]:
    for typed in people(getattr(agency, role)):
        addresses = tuple(dict.fromkeys(one.casefold() for one in _ADDRESS.findall(typed)))
        yield Person(role, _name(typed), addresses, typed)


def _name(typed: str) -> str:
    """What stands before the first comma, bracket, address or number; of `Head teacher: Ben Ash` the name.

    `Nair, Priya (Dr)` is Priya Nair, as long as neither word is what somebody does.
    """
    bare = _ADDRESS.split(typed, maxsplit=1)[0]
    last_first = _LAST_FIRST.match(bare)
    if last_first and not _WORK.search(last_first[0]):
        return f"{last_first[2]} {last_first[1]}"
    bare = _ASIDE.split(bare, maxsplit=1)[0]
    parts = _PHONE.split(bare, maxsplit=1)[0].strip(" .:-–—'\"").split(":")
    return " ".join(parts[-1].split())


def spoken(role: str) -> str:
    """A role in words: `chief officer`."""
    return role.replace("_", " ")
