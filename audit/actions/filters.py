"""Which actions somebody wants to see: every part of a wish holds, and nothing else is left out."""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from audit.actions.followed import Followed
from audit.actions.rag import overdue, rag
from audit.actions.table import themes_of
from audit.actions.whose import agency_of
from audit.actions.words import ENDED
from audit.agencies import Agency
from audit.definitions import nearest
from audit.errors import UnknownError
from audit.registers.folding import fold

_BEHIND = re.compile(r"[(\[,;:]|\s[-–—|]\s")  # before a person or a role that stands behind an owner's name
WITHOUT = ("owner", "date")
Test = Callable[[Followed], bool]
Names = Callable[[Followed], Collection[str]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; a part that is empty or None leaves nothing out.

    `owner`, `theme` and `source` are met by the whole of a name in any case, else by a part of it. `due_by`
    looks at the due date, else the review date, of what is not ended; so do `overdue` and `unassured`. An
    owner that is one of `agencies` is met by every word that plans have for it, as in letters and forms.
    """

    plan: str = ""
    owner: str = ""
    state: str = ""
    colour: str = ""
    theme: str = ""
    source: str = ""
    level: str = ""
    link: str = ""
    without: str = ""
    due_by: date | None = None
    overdue: bool = False
    unassured: bool = False
    agencies: tuple[Agency, ...] = ()


def chosen(found: Sequence[Followed], wanted: Wanted, today: date) -> tuple[Followed, ...]:
    """The actions that are wanted, in their order; UnknownError for a name that none of them has."""
    tests = [*_named(found, wanted), *_plain(wanted, today)]
    return tuple(one for one in found if all(test(one) for test in tests))


def _named(found: Sequence[Followed], wanted: Wanted) -> Iterable[Test]:
    """The tests of what has a name."""
    if wanted.owner:
        mine = _owners(found, wanted)
        yield lambda one: not mine.isdisjoint(owners_of(one))
    if wanted.theme:
        yield _has(found, wanted.theme, "theme", lambda one: themes_of(one.action))
    if wanted.source:
        yield _has(found, wanted.source, "source", _sources)


def _owners(found: Sequence[Followed], wanted: Wanted) -> frozenset[str]:
    """The owners that a word means: all words that plans have for the agency that it names, else those."""
    names = {name for one in found for name in owners_of(one)}
    if agency := agency_of(wanted.owner, wanted.agencies):
        mine = frozenset(name for name in names if agency_of(name, wanted.agencies) == agency)
        return mine or meant(wanted.owner, names, "owner")
    return meant(wanted.owner, names, "owner")


def _has(found: Sequence[Followed], word: str, what: str, names_of: Names) -> Test:
    """Whether an action has a name that a word means among those that there are."""
    names = meant(word, {name for one in found for name in names_of(one)}, what)
    return lambda one: not names.isdisjoint(names_of(one))


def _plain(wanted: Wanted, today: date) -> Iterable[Test]:
    """The tests of all parts but names."""
    if wanted.plan:
        yield lambda one: one.action.plan == wanted.plan
    if wanted.state:
        yield lambda one: one.state == wanted.state
    if wanted.colour:
        yield lambda one: rag(one, today).colour == wanted.colour
    if wanted.level:
        yield lambda one: one.action.level == wanted.level
    if wanted.link:
        yield lambda one: one.action.link is not None and one.action.link.round == wanted.link
    if wanted.without:
        yield lambda one: lacks(one, wanted.without)
    if wanted.overdue:
        yield lambda one: overdue(one, today)
    if wanted.unassured:
        yield lambda one: one.state not in ENDED
    if by := wanted.due_by:
        yield lambda one: one.state not in ENDED and "" < one.action.due_or_review <= by.isoformat()


def owners_of(one: Followed) -> tuple[str, ...]:
    """Whoever is named as an owner of an action: agencies, people, and the owner's role."""
    return tuple(name for name in (*one.action.owners, one.action.role) if name)


def _sources(one: Followed) -> tuple[str, ...]:
    return tuple(name for name in (one.action.source, one.action.reference) if name)


def lacks(one: Followed, what: str) -> bool:
    """Whether an action has no `owner`, or no `date` that can be read."""
    return not one.action.owners if what == "owner" else not one.action.due_or_review


def bare(one: Followed) -> bool:
    """Whether an action that is not ended lacks its owner or its date."""
    return one.state not in ENDED and any(lacks(one, what) for what in WITHOUT)


def meant(word: str, names: Collection[str], what: str) -> frozenset[str]:
    """The names that a word means: those that it is, in any case, else those that it is a part of.

    It is also `Health (Dr Lee)` and `Health, named nurse`. UnknownError with the nearest where it is neither.
    """
    wanted = fold(word)
    whole = frozenset(name for name in names if wanted in {fold(name), fold(_BEHIND.split(name)[0])})
    if found := whole or frozenset(name for name in names if wanted and wanted in fold(name)):
        return found
    end = nearest(word, names) if names else "; none has one."
    raise UnknownError(f"No action has {_article(what)} {what} {word!r}{end}")


def _article(word: str) -> str:
    return "an" if word[0] in "aeiou" else "a"
