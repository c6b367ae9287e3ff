"""What moves when a plan comes again: what the file changed is taken, what was changed here stays.

Each field is looked at three ways: as the file had it last time, as it is in the file now, as it is here.
"""

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from audit.actions.action import Action, Said, Status, Update, action_from, kind_of, said_block
from audit.actions.followed import Followed
from audit.actions.words import ENDED, State
from audit.registers.folding import fold

# What is one thing though it is kept as two; the second of them is shown.
TOGETHER = (("due", "due_text"), ("start", "start_text"), ("sheet", "row"))
APART = {"id", "plan"}  # what no file changes
PLACE = frozenset({"sheet"})  # where an action stands in its file: it follows the file and is not told
OF_PLAN = PLACE | {"source", "interval"}  # what comes with the plan is told once, with the plan


@dataclass(frozen=True, slots=True)
class Change:
    """That a field of an action reads otherwise: before, after, and what is to be said of it, if anything."""

    field: str
    before: str
    after: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Base:
    """What a plan's file said of an action when it was read last: its fields, and its own word for it."""

    action: Action
    status: tuple[str, str] | None = None  # the state it was read as, and the words, folded

    def block(self) -> dict[str, Any]:
        """What is kept of it."""
        return {"action": self.action.block(), "status": [*self.status] if self.status else None}


@dataclass(frozen=True, slots=True)
class Moved:
    """What an import does to an action: how it reads after, what is added to it, each change, and notes."""

    before: Followed
    after: Action
    said: tuple[Said, ...] = ()
    changes: tuple[Change, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def told(self) -> bool:
        """Whether anything moved that somebody is to hear of."""
        return bool(self.said or self.changes)

    @property
    def written(self) -> bool:
        """Whether anything is to be kept."""
        return bool(self.said) or self.after != self.before.action


def base_of(action: Action, said: Sequence[Said]) -> Base:
    """What is kept of a draft, to see next time what the file changed."""
    return Base(replace(action, id=""), next((_word(one) for one in said if isinstance(one, Status)), None))


def base_from(block: Mapping[str, Any]) -> Base:
    """The base that a kept block stands for."""
    status = block.get("status")
    return Base(action_from("", block["action"]), (status[0], status[1]) if status else None)


def merged(one: Followed, action: Action, said: Sequence[Said], base: Base | None) -> Moved:
    """What a draft (its action, what is said of it) does to an action that stands here.

    Without a base the file is taken as it is, since nobody knows what it said before. What became blank
    in the file stays; an update is only ever added; the file's status counts where its word is another.
    """
    after, changes, notes = reworded(one.action, action, base.action if base else one.action, OF_PLAN)
    more = [each for each in said if not isinstance(each, Status)]
    more = [more[place] for place in surplus(more, [entry.said for entry in one.entries], _alike)]
    status, told = _status(one, said, base)
    return Moved(one, after, (*more, *status), changes, (*notes, *told))


def reworded(
    here: Action, there: Action, base: Action, quiet: Collection[str] = PLACE
) -> tuple[Action, tuple[Change, ...], tuple[str, ...]]:
    """An action as it reads after a file, each field that changed, and what stays against it.

    Of `quiet` fields nothing is told.
    """
    after, changes, notes = here, [], []
    for group in groups():
        now, new, old = (_values(action, group) for action in (here, there, base))
        if new in (now, old):
            continue
        if not any(new):
            notes.append(f"{label(group)} is blank in the file and stays {shown(here, group)!r}")
            continue
        after = replace(after, **dict(zip(group, new, strict=True)))
        if group[0] not in quiet:
            here_too = "it had been changed here too" if now != old else ""
            changes.append(Change(group[0], shown(here, group), shown(there, group), here_too))
    return after, tuple(changes), tuple(notes)


def groups() -> tuple[tuple[str, ...], ...]:
    """The fields of an action that a file can change, those together that are one thing."""
    paired = {name for group in TOGETHER for name in group}
    alone = ((one.name,) for one in fields(Action) if one.name not in paired | APART)
    return (*alone, *TOGETHER)


def _values(action: Action, group: Sequence[str]) -> tuple[Any, ...]:
    return tuple(getattr(action, name) for name in group)


def label(group: Sequence[str]) -> str:
    """A field in a sentence."""
    return group[0].replace("_", " ")


def shown(action: Action, group: Sequence[str]) -> str:
    """What stands in a field, as a person reads it."""
    return next((_text(value) for value in reversed(_values(action, group)) if value), "")


def _text(value: Any) -> str:
    match value:
        case tuple():
            return "; ".join(": ".join(one) if isinstance(one, tuple) else str(one) for one in value)
        case _:
            return str(value)


def surplus(said: Sequence[Said], known: Sequence[Said], key: Callable[[Said], Hashable]) -> tuple[int, ...]:
    """The places of what is said and not known yet; what is said twice is known where it stands twice."""
    left = Counter(key(one) for one in known)
    found = []
    for place, one in enumerate(said):
        if left[key(one)]:
            left[key(one)] -= 1
        else:
            found.append(place)
    return tuple(found)


def _alike(one: Said) -> Hashable:
    """What tells one thing said from another: of an update the day and the words, of others all of it."""
    if isinstance(one, Update):
        return "update", one.on, fold(one.note) or one.note.strip(), "" if one.note.strip() else one.state
    return exactly(one)


def exactly(one: Said) -> Hashable:
    """All that is said, but not where an update was found."""
    block = {key: value for key, value in said_block(one).items() if key not in {"row", "history"}}
    return kind_of(one), repr(sorted(block.items()))


def _word(one: Status) -> tuple[str, str]:
    return str(one.state), fold(one.said) or one.said.strip()


def _status(
    one: Followed, said: Sequence[Said], base: Base | None
) -> tuple[tuple[Status, ...], tuple[str, ...]]:
    """The file's status where its word is another than last time, and what is to be said of it."""
    new = next((each for each in reversed(said) if isinstance(each, Status)), None)
    old = base.status if base else _last(one)
    if new is None:
        return (), ("the file has no word for how it stands any more",) if base and old else ()
    if _word(new) == old:
        return (), ()
    if one.state in ENDED and new.state == State.REPORTED_COMPLETE:
        return (), (f"the file now says {new.said!r}; it is {one.state} here and stays so",)
    return (new,), ()


def _last(one: Followed) -> tuple[str, str] | None:
    found = (entry.said for entry in reversed(one.entries))
    return next((_word(said) for said in found if isinstance(said, Status) and said.found), None)
