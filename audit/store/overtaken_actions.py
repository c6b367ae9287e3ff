"""What was done to actions and plans since somebody looked at them, in words."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from audit.actions.action import Plan, said_block
from audit.actions.followed import Followed
from audit.dates import moment
from audit.responses.changes import differences, flat

SHOWN = 3  # new actions of one plan or round that are named


def since(seen: Followed, now: Followed, line: Any) -> str:
    """What was done to an action since it was seen: how it reads, what was said of it, by whom and when.

    `line` is the row in which it was written down last.
    """
    told = []
    if now.action != seen.action:
        found = differences(seen.action.block(), now.action.block())
        parts = "; ".join(f"{one.part} {one.after or 'taken away'}" for one in found)
        told.append(f"{parts} (by {line.by}, {moment(line.at)})")
    told += [
        f"{one.kind}: {flat(said_block(one.said))} (by {one.by}, {moment(one.at)})"
        for one in now.entries[len(seen.entries) :]
    ]
    return f"{now.id} was changed: {', '.join(told)}"


def round_of(one: Followed) -> str:
    """The round of whose answers an action came; empty where it came of none."""
    return one.action.link.round if one.action.link else ""


def added(
    how: str,
    seen: Mapping[str, frozenset[str]],
    now: Iterable[Followed],
    last: Mapping[str, Any],
    place: Callable[[Followed], str],
) -> Iterator[str]:
    """A clause on the actions that each place (a plan, a round) has and had not when it was seen."""
    every = list(now)
    for name, ids in seen.items():
        new = [one.id for one in every if place(one) == name and one.id not in ids]
        here = {one.id for one in every if place(one) == name}
        if new:
            more = f" and {len(new) - SHOWN} more" if len(new) > SHOWN else ""
            line = last[new[-1]]
            yield f"{', '.join(new[:SHOWN])}{more} {how} {name!r} (by {line.by}, {moment(line.at)})"
        elif gone := ids - here:
            yield f"{', '.join(sorted(gone)[:SHOWN])} is no longer in {name!r}"


def overtaken_plans(writing: Sequence[Plan], seen: Sequence[Plan], now: Sequence[Plan]) -> Iterator[str]:
    """A clause on each plan that would be written over another than somebody saw."""
    before = {one.name.casefold(): one for one in seen}
    standing = {one.name.casefold(): one for one in now}
    for one in writing:
        there = standing.get(one.name.casefold())
        if there not in (before.get(one.name.casefold()), one):
            yield f"the plan {one.name!r} was {'changed' if one.name.casefold() in before else 'made'}"
