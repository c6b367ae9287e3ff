"""Answers that differ from what a file brought, and that nobody has settled yet."""

from datetime import datetime

from audit.store.history import written
from audit.store.inbox import Received, received
from audit.store.store import Store


def open_conflicts(store: Store, name: str) -> dict[str, tuple[str, ...]]:
    """The ids of questions that wait to be settled in a round, by the code of the agency.

    What came of a file when it came last counts; a question that was answered since waits no longer.
    """
    last: dict[tuple[str, str], Received] = {
        (one.agency, one.sha256): one for one in received(store, name=name)
    }
    waiting = [one for one in last.values() if one.block.get("open")]
    if not waiting:
        return {}
    answered = {
        (line.agency, line.question): datetime.fromisoformat(line.at) for line in written(store, name)
    }
    found: dict[str, dict[str, None]] = {}
    for one in waiting:
        came = datetime.fromisoformat(one.at)
        left = [key for key in one.block["open"] if answered.get((one.agency, key), came) <= came]
        found.setdefault(one.agency, {}).update(dict.fromkeys(left))
    return {code: tuple(ids) for code, ids in found.items() if ids}
