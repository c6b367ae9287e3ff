"""The log of actions: plans and actions added and changed, and everything that was said of them."""

from collections.abc import Iterator, Mapping
from typing import Any

from audit.responses.changes import Difference, differences
from audit.store.entry import Before, Entry, Scope, block_of, told
from audit.store.tables import ACTION, ACTION_ACT, ACTION_PLAN

RANK, LATER = 8, 9  # what is said of an action follows the action, in the same second too
ACTS = {
    "update": "action updated",
    "status": "status of a plan",
    "assurance": "action assured",
    "evidence": "evidence accepted",
    "ask": "owner asked",
    "proposal": "update proposed",
    "decision": "proposal settled",
}


def plans(scope: Scope) -> Iterator[Entry]:
    """Plans added and changed; none of them belongs to a round."""
    before = Before()
    for line in scope.every(ACTION_PLAN) if scope.whole else ():
        act = "plan changed" if line.name in before else "plan added"
        yield from told(line, act, before.put(line.name, _named(line.name, block_of(line))), rank=RANK)


def actions(scope: Scope) -> Iterator[Entry]:
    """Actions added and changed, each about the action's id; of a round, those that came of it."""
    before, wanted = Before(), _wanted(scope)
    for line in scope.every(ACTION):
        act = "action changed" if line.action in before else "action added"
        found = before.put(line.action, block_of(line))
        if line.action in wanted:
            yield from told(line, act, found, **wanted[line.action], rank=RANK)


def said(scope: Scope) -> Iterator[Entry]:
    """Everything that was said of actions; of a round, of those that came of it."""
    wanted = _wanted(scope)
    for line in scope.every(ACTION_ACT):
        if line.action in wanted:
            found = _parts(block_of(line))
            yield from told(line, ACTS[line.kind], found, **wanted[line.action], rank=LATER)


def _named(name: str, block: Mapping[str, Any]) -> dict[str, Any]:
    return {"plan": name, **block}


def _parts(block: Mapping[str, Any]) -> tuple[Difference, ...]:
    """What a block says, the state first and the words behind it."""
    return differences({}, {key: block[key] for key in ("state", *block) if key in block})


def _wanted(scope: Scope) -> dict[str, dict[str, str]]:
    """Where each action that is told belongs, by its id: the action, and the answer that it came from."""
    rounds = {row.name for row in scope.rounds.values()}
    found = {}
    for line in scope.every(ACTION):
        link = block_of(line).get("link") or {}
        if scope.whole or link.get("round") in rounds:
            place = {key: str(link.get(key) or "") for key in ("round", "agency", "question")}
            found[line.action] = {"subject": str(line.action), **place}
    return found


READERS = (plans, actions, said)
