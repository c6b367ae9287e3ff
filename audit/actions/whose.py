"""Whose actions are: the owners that plans name, and which agency each of them is, where it is one."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from audit.actions.action import Action
from audit.actions.followed import Followed
from audit.agencies import Agency
from audit.definitions import nearest
from audit.errors import UnknownError
from audit.registers.folding import fold

_ASIDE = re.compile(r"\([^)]*\)|\[[^]]*\]")
_BEHIND = re.compile(r"[,;:]|\s[-–—|]\s")


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody who is to be asked about actions: an agency, else the words of the plan.

    `words` are all names under which it stands in plans.
    """

    name: str
    agency: Agency | None = None
    words: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """The agency's code, else the words of the plan: what tells it from other owners."""
        return self.agency.code if self.agency else self.name

    def owns(self, action: Action) -> bool:
        """Whether an action names it as an owner."""
        mine = {fold(word) for word in self.words}
        return any(fold(word) in mine for word in named(action))


def named(action: Action) -> tuple[str, ...]:
    """Whom an action names as its owners; the owner's role where it names nobody else."""
    return action.owners or ((action.role,) if action.role else ())


def agency_of(words: str, agencies: Sequence[Agency]) -> Agency | None:
    """The one agency that an owner's words name, by its code or name.

    What stands in brackets, or behind a comma or a dash, may be a person: `Police (DCI Jones)`. None
    where no agency or several are named so.
    """
    bare = _ASIDE.sub(" ", words)
    for word in dict.fromkeys(map(fold, (words, bare, _BEHIND.split(bare, maxsplit=1)[0]))):
        found = [one for one in agencies if word and word in {fold(one.code), fold(one.name)}]
        if len(found) == 1:
            return found[0]
    return None


def owners(found: Iterable[Followed], agencies: Sequence[Agency]) -> tuple[Owner, ...]:
    """Every owner that some actions name, in the order in which they first do."""
    words: dict[str, dict[str, str]] = {}
    whose: dict[str, Owner] = {}
    for one in found:
        for word in named(one.action):
            agency = agency_of(word, agencies)
            key = f"agency {agency.code}" if agency else fold(word)
            whose.setdefault(key, Owner(agency.name if agency else word, agency))
            words.setdefault(key, {}).setdefault(fold(word), word)
    return tuple(Owner(one.name, one.agency, tuple(words[key].values())) for key, one in whose.items())


def find_owners(every: Sequence[Owner], word: str) -> tuple[Owner, ...]:
    """The owners that a word names wholly, else those with it in their names; UnknownError with the nearest.

    An agency is found by its code too, and by the words that plans have for it.
    """
    wanted = fold(word)
    names = {one.code: [*map(fold, (one.name, one.code, *one.words))] for one in every}
    whole = tuple(one for one in every if wanted in names[one.code])
    part = tuple(one for one in every if wanted and any(wanted in name for name in names[one.code]))
    if found := whole or part:
        return found
    end = nearest(word, [one.name for one in every]) if every else "; no open action has one."
    raise UnknownError(f"No open action has an owner {word!r}{end}")


def find_owner(every: Sequence[Owner], word: str) -> Owner:
    """The one owner that a word names; UnknownError where it names none, or several."""
    found = find_owners(every, word)
    if len(found) > 1:
        raise UnknownError(f"Several owners have {word!r} in their names: {_listed(found)}; say which.")
    return found[0]


def _listed(found: Sequence[Owner]) -> str:
    return ", ".join(one.name for one in found)
