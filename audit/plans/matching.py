"""Which action each row of a plan is, when the plan comes again: by number and text, never by guess."""

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass

from audit.actions.action import LEVELS, Action
from audit.actions.followed import Followed
from audit.plans.rows import without_number
from audit.registers.folding import fold

NEAR, MOST = 0.3, 5  # how alike a text must be to be offered, and how many are


@dataclass(frozen=True, slots=True)
class Pair:
    """That the row at a place of the file is an action that stands here; `how` it was seen, `note` if odd."""

    place: int
    one: Followed
    how: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Matching:
    """What came of matching: the pairs, the places that fit none, the actions that no row fits."""

    pairs: tuple[Pair, ...]
    open: tuple[int, ...]
    left: tuple[Followed, ...]


Key = Callable[[Action], Hashable]


def folded_number(action: Action) -> str:
    """An action's number without case and the marks around it; empty where it has none."""
    return re.sub(r"^\W+|\W+$", "", action.number.casefold())


def whole_text(action: Action) -> tuple[str, ...]:
    """The texts of all levels without numbers and what people vary; empty where there is no word in them."""
    found = tuple(fold(without_number(getattr(action, level))) for level in LEVELS)
    return found if any(found) else ()


def match(actions: Sequence[Action], standing: Sequence[Followed]) -> Matching:
    """The rows of a plan against its actions.

    Number and text together come first; then a text that stands once on both sides, so that a plan that
    was numbered anew keeps its actions; then a number that stands once on both sides, within its level;
    then a text that stands as often on both sides, in order. What is left fits by nothing.
    """
    rows = dict(enumerate(actions))
    left = {one.id: one for one in standing}
    pairs: list[Pair] = []
    for how, key, several in _KEYS:
        for place, name in _same(rows, left, key, several=several):
            one = left.pop(name)
            pairs.append(Pair(place, one, how, _odd(how, rows.pop(place), one.action)))
    return Matching(tuple(sorted(pairs, key=lambda pair: pair.place)), tuple(rows), tuple(left.values()))


def _numbered(action: Action) -> Hashable:
    number = folded_number(action)
    return (action.level, number) if number else ()


def _both(action: Action) -> Hashable:
    number, text = _numbered(action), whole_text(action)
    return (number, text) if number and text else ()


def _with_owner(action: Action) -> Hashable:
    text = whole_text(action)
    return (text, tuple(map(fold, action.owners)), fold(action.due_text or action.due)) if text else ()


# In this order: the words for it, what must be the same, and whether several may be so on each side.
_KEYS: tuple[tuple[str, Key, bool], ...] = (
    ("number and text", _both, False),
    ("text", whole_text, False),
    ("number", _numbered, False),
    ("text, owner and date", _with_owner, True),
    ("text", whole_text, True),
)


def _same(
    rows: Mapping[int, Action], left: Mapping[str, Followed], key: Key, *, several: bool
) -> list[tuple[int, str]]:
    """The places and ids that have the same key, once on both sides, or as often where `several` may."""
    here: dict[Hashable, list[str]] = {}
    there: dict[Hashable, list[int]] = {}
    for name, one in left.items():
        here.setdefault(key(one.action), []).append(name)
    for place, action in rows.items():
        there.setdefault(key(action), []).append(place)
    return [
        both
        for found, places in there.items()
        if found and len(places) == len(here.get(found, ())) and (several or len(places) == 1)
        for both in zip(places, here[found], strict=True)
    ]


def _odd(how: str, row: Action, here: Action) -> str:
    """What is to be looked at in a pair; empty where it is plain."""
    if how == "number" and not shared(row.text, here.text):
        return f"number {row.number} has a wholly different text now; it was {here.text!r}"
    if row.number and here.number and folded_number(row) != folded_number(here):
        return f"number {here.number} is number {row.number} now"
    return ""


def shared(one: str, other: str) -> frozenset[str]:
    """The words of more than three letters that two texts share."""
    return frozenset(_words(one) & _words(other))


def _words(text: str) -> set[str]:
    found = fold(text).split()
    return {word for word in found if len(word) > 3} or {*found}


def nearest_to(row: Action, left: Sequence[Followed]) -> tuple[Followed, ...]:
    """The actions whose text a row's is most like, at most five and the likest first; none below a third."""
    found = [(_likeness(row.text, one.action.text), one) for one in left]
    near = sorted((pair for pair in found if pair[0] >= NEAR), key=lambda pair: (-pair[0], pair[1].id))
    return tuple(one for _, one in near[:MOST])


def _likeness(one: str, other: str) -> float:
    """How many of the words of two texts they share, from 0 to 1."""
    ours, theirs = _words(one), _words(other)
    return len(ours & theirs) / max(1, len(ours | theirs))
