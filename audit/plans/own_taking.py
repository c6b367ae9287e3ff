"""What a table of ours does to the actions that stand here: which is new, what moves, what stays as it is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from audit.actions.action import (
    INTERVAL,
    Action,
    Decision,
    Entry,
    Plan,
    Proposal,
    Said,
    Status,
    Update,
    kind_of,
)
from audit.actions.followed import Followed, state_in
from audit.actions.saying import last_said
from audit.actions.words import ENDED
from audit.dates import latest_day
from audit.plans.exporting import said_cells, version
from audit.plans.line import Unread
from audit.plans.matching import folded_number, match, whole_text
from audit.plans.moving import Moved, exactly, reworded, surplus
from audit.plans.own import Own
from audit.plans.own_row import Owned

_PROPOSED = "what owners propose comes by a form ('audit collect'), not by this table"
_EDITED = "what was said is never changed; say it anew in a row of its own with a blank 'Written at'"


@dataclass(frozen=True, slots=True)
class OwnTaken:
    """New actions with who wrote each first, in order; what moves; notes; what is not taken, by row."""

    new: tuple[tuple[Followed, str], ...]
    moved: tuple[Moved, ...]
    missing: tuple[Followed, ...]
    notes: tuple[str, ...]
    unread: tuple[Unread, ...]


def take_own(
    own: Own, standing: Sequence[Followed], versions: Mapping[str, Sequence[Action]], stamp: tuple[str, str]
) -> OwnTaken:
    """What a table of ours does; what was typed into it without a time gets the stamp (at, by)."""
    pairs = _pairs(own, standing)
    ids = {one.id for one in standing}
    new, moved, notes, unread = [], [], [], []
    for place, owned in enumerate(own.actions):
        if (here := pairs.get(place)) is None:
            wanted = owned.action.id
            if wanted in ids:
                notes.append(
                    f"{wanted} is another action here, so the file's (row {owned.row}) gets a new id"
                )
            new.append((_fresh(owned, "" if wanted in ids else wanted, stamp), owned.adder or stamp[1]))
            continue
        one, lists = _moved(owned, here, versions.get(here.id, ()))
        moved.append(one)
        unread += lists
    found = {one.id for one in pairs.values()}
    plans = {plan.name for plan in own.plans}
    missing = (one for one in standing if one.action.plan in plans and one.id not in found)
    return OwnTaken(tuple(new), tuple(moved), tuple(missing), tuple(notes), (*own.unread, *unread))


def _pairs(own: Own, standing: Sequence[Followed]) -> dict[int, Followed]:
    """Which row is which action here: by id, else within its plan by number or text."""
    by_id = {one.id: one for one in standing}
    pairs: dict[int, Followed] = {}
    for place, owned in enumerate(own.actions):
        here = by_id.get(owned.action.id)
        if here and _the_same(owned, here):
            pairs[place] = here
    taken = {one.id for one in pairs.values()}
    for name in dict.fromkeys(owned.action.plan for owned in own.actions):
        rows = [n for n, one in enumerate(own.actions) if one.action.plan == name and n not in pairs]
        left = [one for one in standing if one.action.plan == name and one.id not in taken]
        for pair in match([own.actions[row].action for row in rows], left).pairs:
            pairs[rows[pair.place]] = pair.one
    return pairs


def _the_same(owned: Owned, here: Followed) -> bool:
    """Whether an action of the same id and plan is the same: begun at the same time, or like it."""
    if owned.action.plan != here.action.plan:
        return False
    if owned.added in {"", here.added}:
        return True
    number = folded_number(owned.action)
    alike = bool(number) and number == folded_number(here.action)
    return alike or whole_text(owned.action) == whole_text(here.action)


def _fresh(owned: Owned, name: str, stamp: tuple[str, str]) -> Followed:
    """A new action as the table has it; what has no stamp yet gets this one."""
    action = replace(owned.action, id=name, interval=owned.action.interval or INTERVAL)
    one = owned.followed
    entries = (Entry(each.said, each.at or stamp[0], each.by or stamp[1]) for each in one.entries)
    return Followed(action, owned.added or stamp[0], tuple(entries))


def _moved(owned: Owned, here: Followed, versions: Sequence[Action]) -> tuple[Moved, list[Unread]]:
    base = next((one for one in versions if version(one) == owned.version), here.action)
    after, changes, notes = reworded(here.action, owned.action, base)
    said: list[Said] = []
    unread: list[Unread] = []
    entries = owned.followed.entries
    known = [entry.said for entry in here.entries]
    for place in surplus([entry.said for entry in entries], known, exactly):
        one, why = _added(entries[place], here, place)
        if one is None:
            unread.append(Unread("", owned.row, here.id, _words(entries[place].said), why))
        else:
            said.append(one)
    return Moved(here, after, tuple(said), changes, (*notes, *_opened(here, said))), unread


def _opened(here: Followed, said: Sequence[Said]) -> Iterator[str]:
    """What is to be said where something in the table opens an action again that had ended."""
    states = [state for each in said if (state := state_in(Entry(each, "", "")))]
    if here.state in ENDED and states and states[-1] not in ENDED:
        yield f"it was {here.state} here and is open again: the table now says '{states[-1]}'"


def _added(entry: Entry, here: Followed, place: int) -> tuple[Said | None, str]:
    """What is added of something in the table that is not known here; or nothing, and why.

    What was edited in the table does not move a state that somebody reported later.
    """
    said, later = entry.said, any(state_in(one) for one in here.entries[place + 1 :])
    if isinstance(said, Proposal | Decision):
        return None, _PROPOSED
    if not entry.at:
        return _in_time(said, here), ""
    if isinstance(said, Update):
        return (replace(said, history=True) if later else said), ""
    if isinstance(said, Status) and not later:
        return said, ""
    return None, _EDITED


def _in_time(said: Said, here: Followed) -> Said:
    """Something typed; an update of a day before the last one is told, and does not change how it stands."""
    last = last_said(here)
    day = latest_day(said.on) if isinstance(said, Update) and said.state else None
    if isinstance(said, Update) and day and last and day < last:
        return replace(said, history=True)
    return said


def _words(said: Said) -> str:
    """Something said in a line."""
    return f"{kind_of(said)}: {'; '.join(cell for cell in said_cells(said).values() if cell)}"


def plans_after(own: Own, standing: Sequence[Plan]) -> tuple[Plan, ...]:
    """The plans of a table that are new or read otherwise; what is blank in it stays as it is here."""
    here = {plan.name: plan for plan in standing}
    found = []
    for plan in own.plans:
        old = here.get(plan.name, plan)
        head = {name: getattr(plan, name) or getattr(old, name) for name in ("title", "source", "overseer")}
        after = replace(plan, **head)
        if here.get(plan.name) != after:
            found.append(after)
    return tuple(found)
