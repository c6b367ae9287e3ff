"""What is kept of actions: plans, what each action is, and everything that was said of it.

What a plan's file said of an action when it was read last is kept beside it, to see what moves next time.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, Row, Table, select

from audit.actions.action import Action, Entry, Plan, Said, action_from, kind_of, said_block, said_from
from audit.actions.followed import Followed
from audit.actions.history import Versions
from audit.definitions import nearest
from audit.errors import StateError, UnknownError
from audit.moderation import Moderated
from audit.store.overtaken import Looked, check_moderated, refuse
from audit.store.overtaken_actions import added, overtaken_plans, round_of, since
from audit.store.rows import Stamp, add, as_text, panel_rows, undamaged
from audit.store.store import Store
from audit.store.tables import ACTION, ACTION_ACT, ACTION_PLAN, ACTION_READ, PANEL


@dataclass(frozen=True, slots=True)
class Carried:
    """An action from another workspace with all that was said of it there, and who wrote it down first.

    It keeps its id, or is given one where it is empty.
    """

    followed: Followed
    by: str


@dataclass(frozen=True, slots=True)
class Writing:
    """What is to be kept at once: plans, actions new or changed, and what is said of which, in this order.

    An action with an empty id is new, and what is said of it stands under its place in `new`. `bases` are
    blocks of what a file says of an action: by its id, or by its place in `new`. `carried` keeps its stamps.
    `graded` are grades revised as the actions of their answers were assured, each with its round's name and
    with what was seen of it.
    """

    plans: tuple[Plan, ...] = ()
    new: tuple[tuple[Action, tuple[Said, ...]], ...] = ()
    changed: tuple[Action, ...] = ()
    said: tuple[tuple[str, Said], ...] = field(default=())
    bases: tuple[tuple[str | int, Mapping[str, Any]], ...] = ()
    carried: tuple[Carried, ...] = ()
    graded: tuple[tuple[str, Moderated, Looked], ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody had before them when they wrote on it; what is left out is not looked at.

    `actions` are actions as they were, by id; `stood` the ids that a plan had then, by its name; `linked`
    those that had come of a round's answers, by its name; `plans` the plans that were to be written, as
    they stood before.
    """

    actions: Mapping[str, Followed] = field(default_factory=dict)
    stood: Mapping[str, frozenset[str]] = field(default_factory=dict)
    linked: Mapping[str, frozenset[str]] = field(default_factory=dict)
    plans: tuple[Plan, ...] | None = None


class ActionBook:
    """What a store knows of actions."""

    def __init__(self, store: Store) -> None:
        """Look at a store's actions."""
        self.store = store

    def plans(self) -> tuple[Plan, ...]:
        """Every plan as it stands now, in the order in which they came."""
        with self.store.reading() as connection, undamaged():
            return _plans(connection)

    def plan(self, name: str) -> Plan:
        """A plan by its name in any case; UnknownError with the nearest name."""
        plans = {one.name.casefold(): one for one in self.plans()}
        if found := plans.get(name.strip().casefold()):
            return found
        end = nearest(name, [one.name for one in plans.values()]) if plans else "; none is kept yet."
        raise UnknownError(f"There is no plan {name!r}{end}")

    def actions(self) -> tuple[Followed, ...]:
        """Every action with what was said of it, in the order of their ids."""
        with self.store.reading() as connection, undamaged():
            return _followed(_lines(connection, ACTION), _lines(connection, ACTION_ACT))

    def action(self, name: str) -> Followed:
        """An action by its id or number; errors as `named`."""
        return self.named([name])[0]

    def named(self, names: Iterable[str]) -> tuple[Followed, ...]:
        """Actions by their ids in any case, or by their numbers in their plans where no others have them.

        UnknownError with the nearest id, or with the ids that a number could mean.
        """
        found = {one.id.casefold(): one for one in self.actions()}
        return tuple(_find(found, name) for name in names)

    def write(self, writing: Writing, stamp: Stamp, seen: Seen | None = None) -> tuple[str, ...]:
        """Keep all of it or nothing; gives the ids of the new actions, in their order.

        `seen` is what somebody had before them: OvertakenError where that is otherwise by now, StateError
        where an action of another workspace has an id that is taken here.
        """
        with self.store.writing() as connection:
            if seen:
                _check(connection, writing, seen)
            own = _carried(connection, writing.carried)
            ids = _numbered(connection, len(writing.new))
            blocks = [{"name": one.name, "block": as_text(_plan_block(one))} for one in writing.plans]
            _add(connection, ACTION_PLAN, blocks, stamp)
            made = [replace(one, id=name) for name, (one, _) in zip(ids, writing.new, strict=True)]
            rows = [{"action": one.id, "block": as_text(one.block())} for one in (*made, *writing.changed)]
            _add(connection, ACTION, rows, stamp)
            said = [(name, each) for name, (_, own) in zip(ids, writing.new, strict=True) for each in own]
            _add(connection, ACTION_ACT, [_act(name, one) for name, one in (*said, *writing.said)], stamp)
            for name, grade, looked in writing.graded:
                row = self.store.round_row(connection, name)
                check_moderated(connection, row.seq, [grade], {(grade.subject, grade.question): looked})
                add(connection, PANEL, panel_rows(row.seq, [grade], stamp))
            bases = [(ids[key] if isinstance(key, int) else key, block) for key, block in writing.bases]
            read = [{"action": name, "block": as_text(block)} for name, block in bases]
            _add(connection, ACTION_READ, read, stamp)
        return (*own, *ids)

    def bases(self) -> Mapping[str, Mapping[str, Any]]:
        """What a file said of each action when it was read last, as blocks by id."""
        with self.store.reading() as connection, undamaged():
            return {line.action: json.loads(line.block) for line in _lines(connection, ACTION_READ)}

    def versions(self) -> Versions:
        """Each action as it read at first and after every change, by id, with when that was written down."""
        found: dict[str, list[tuple[str, Action]]] = {}
        with self.store.reading() as connection, undamaged():
            for line in _lines(connection, ACTION):
                one = action_from(line.action, json.loads(line.block))
                found.setdefault(line.action, []).append((str(line.at), one))
        return found

    def writers(self) -> Mapping[str, str]:
        """Who wrote each action down first, by id."""
        with self.store.reading() as connection:
            return {line.action: str(line.by) for line in reversed(_lines(connection, ACTION))}


def _find(found: Mapping[str, Followed], name: str) -> Followed:
    """The action that a word means, among those by their ids folded."""
    word = name.strip().casefold()
    if one := found.get(word):
        return one
    numbered = [one for one in found.values() if word and one.action.number.casefold() == word]
    if len(numbered) == 1:
        return numbered[0]
    if numbered:
        ids = ", ".join(one.id for one in numbered)
        raise UnknownError(f"Several actions have the number {name!r}; say which of {ids}.")
    end = nearest(name, [one.id for one in found.values()]) if found else "; none is kept yet."
    raise UnknownError(f"There is no action {name!r}{end}")


def _act(name: str, said: Said) -> dict[str, Any]:
    return {"action": name, "kind": kind_of(said), "block": as_text(said_block(said))}


def _add(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], stamp: Stamp) -> None:
    add(connection, table, [{**row, **asdict(stamp)} for row in rows])


def _lines(connection: Connection, table: Table) -> Sequence[Row[Any]]:
    return connection.execute(select(table).order_by(table.c.seq)).all()


def _plan(line: Row[Any]) -> Plan:
    parts = dict(json.loads(line.block))
    parts["unread"] = tuple(tuple(one) for one in parts.get("unread", ()))
    return Plan(line.name, **parts)


def _plan_block(plan: Plan) -> dict[str, Any]:
    return {key: value for key, value in asdict(plan).items() if value and key != "name"}


def _followed(lines: Sequence[Row[Any]], acts: Sequence[Row[Any]]) -> tuple[Followed, ...]:
    latest = {line.action: line for line in lines}
    first = {line.action: str(line.at) for line in reversed(lines)}
    own: dict[str, list[Entry]] = {name: [] for name in latest}
    for act in acts:
        own[act.action].append(Entry(said_from(act.kind, json.loads(act.block)), act.at, act.by))
    found = (
        Followed(action_from(name, json.loads(line.block)), first[name], tuple(own[name]))
        for name, line in latest.items()
    )
    return tuple(sorted(found, key=lambda one: (len(one.id), one.id)))


def _plans(connection: Connection) -> tuple[Plan, ...]:
    return tuple({line.name: _plan(line) for line in _lines(connection, ACTION_PLAN)}.values())


def _check(connection: Connection, writing: Writing, seen: Seen) -> None:
    """Refuse to write on what somebody has not seen: OvertakenError with what it is by now."""
    lines = _lines(connection, ACTION)
    last = {line.action: line for line in lines}
    now = {one.id: one for one in _followed(lines, _lines(connection, ACTION_ACT))}
    plans = () if seen.plans is None else overtaken_plans(writing.plans, seen.plans, _plans(connection))
    refuse(
        [
            *(
                f"{since(one, now[name], last[name])}"
                for name, one in seen.actions.items()
                if now[name] != one
            ),
            *added("was added to", seen.stood, now.values(), last, lambda one: one.action.plan),
            *added("was made of", seen.linked, now.values(), last, round_of),
            *plans,
        ]
    )


def _carried(connection: Connection, found: Sequence[Carried]) -> tuple[str, ...]:
    """Keep actions of another workspace, each thing at its own time; StateError where an id is taken."""
    used = _used(connection)
    if taken := [one.followed.id for one in found if one.followed.id in used]:
        raise StateError(f"{taken[0]} stands here already; look at the file again, then go on.")
    keep = [one for one in found if one.followed.id]
    given = iter(_following({*used, *(one.followed.id for one in keep)}, len(found) - len(keep)))
    ids = tuple(one.followed.id or next(given) for one in found)
    rows, acts = [], []
    for name, one in zip(ids, found, strict=True):
        rows.append(
            {
                "action": name,
                "block": as_text(one.followed.action.block()),
                "at": one.followed.added,
                "by": one.by,
            }
        )
        acts += [{**_act(name, said.said), "at": said.at, "by": said.by} for said in one.followed.entries]
    add(connection, ACTION, rows)
    add(connection, ACTION_ACT, acts)
    return ids


def _numbered(connection: Connection, count: int) -> tuple[str, ...]:
    """The next ids: A-001 and on, never one that was used."""
    return _following(_used(connection), count)


def _used(connection: Connection) -> frozenset[str]:
    return frozenset(connection.execute(select(ACTION.c.action).distinct()).scalars())


def _following(used: Collection[str], count: int) -> tuple[str, ...]:
    last = max((int(name.removeprefix("A-")) for name in used), default=0)
    return tuple(f"A-{number:03}" for number in range(last + 1, last + count + 1))
