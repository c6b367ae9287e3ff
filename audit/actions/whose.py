"""Whose actions are: the owners that plans name, and which agency each of them is, where it is one."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from audit.actions.action import Action
from audit.actions.followed import Followed
from audit.agencies import Agency
from audit.definitions import nearest
from audit.errors import UnknownError
from audit.registers.folding import fold

_ASIDE = re.compile(r"\([^)]*\)|\[[^]]*\]")
_BEHIND = re.compile(r"[,;:]|\s[-–—|]\s")
# Words that many bodies have in their names, so that one of them alone names none.
_COMMON = frozenset(
    {
        *("agency", "board", "borough", "centre", "children", "college", "council", "county", "group"),
        *("lead", "nhs", "office", "partnership", "safeguarding", "school", "service", "services", "team"),
        *("trust", "unit"),
    }
)


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody who is to be asked about actions: an agency, else the words of the plan.

    `words` are all names under which it stands in plans.
    """

    name: str
    agency: Agency | None = None
    words: tuple[str, ...] = ()

    @property
    def guessed(self) -> tuple[str, ...]:
        """The words that were taken for the agency by a part of its name."""
        return tuple(word for word in self.words if self.agency and not _is(self.agency, word))

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
    """The one agency that an owner's words name: by its code or name, else by a part of one name alone.

    What stands in brackets, or behind a comma or a dash, may be a person: `Police (DCI Jones)`. None
    where no agency or several are named so.
    """
    whole = [one for one in agencies if _is(one, words)]
    found = whole or [one for one in agencies if _has_part(one, words)]
    return found[0] if len(found) == 1 else None


def _tries(words: str) -> Iterator[str]:
    """Words folded, and without what may be a person behind them."""
    bare = _ASIDE.sub(" ", words)
    yield from filter(None, dict.fromkeys(map(fold, (words, bare, _BEHIND.split(bare, maxsplit=1)[0]))))


def _is(agency: Agency, words: str) -> bool:
    names = {fold(agency.code), fold(agency.name)}
    return any(word in names for word in _tries(words))


def _has_part(agency: Agency, words: str) -> bool:
    name = f" {fold(agency.name)} "
    return any(f" {word} " in name and word not in _COMMON for word in _tries(words))


def owners(found: Iterable[Followed], agencies: Sequence[Agency]) -> tuple[Owner, ...]:
    """Every owner that some actions name, in the order in which they first do."""
    words: dict[str, dict[str, str]] = {}
    whose: dict[str, Owner] = {}
    for one in found:
        for word in named(one.action):
            agency = agency_of(word, agencies)
            key = f"agency {agency.code}" if agency else fold(word)
            whose.setdefault(key, Owner(agency.name if agency else " ".join(word.split()), agency))
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
        names = ", ".join(one.name for one in found)
        raise UnknownError(f"Several owners have {word!r} in their names: {names}; say which.")
    return found[0]
