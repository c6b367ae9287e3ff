"""Answers that differ from what a file brought, and that nobody has settled yet."""

from audit.responses.merging import version
from audit.responses.response import Response
from audit.rounds import main_responses
from audit.store.inbox import Received, received
from audit.store.store import Store


def open_conflicts(store: Store, name: str) -> dict[str, tuple[str, ...]]:
    """The ids of questions that wait to be settled in a round, by the code of the agency that they are about.

    What came of a file when it came last counts, in the response that counts; where another answer stands
    there since, nothing waits any longer.
    """
    last: dict[tuple[str, str, str], Received] = {
        (one.agency, one.part, one.sha256): one for one in received(store, name=name)
    }
    waiting = [one for one in last.values() if one.block.get("open")]
    if not waiting:
        return {}
    counted = main_responses(store.responses(name))
    found: dict[str, dict[str, None]] = {}
    for one in waiting:
        subject = str(one.block.get("subject", one.agency))
        response = counted.get(subject, Response(name, one.agency, subject))
        if response.agency == one.agency:
            stood = one.block["open"].items()
            left = (key for key, known in stood if version(response.answers.get(key)) == known)
            found.setdefault(subject, {}).update(dict.fromkeys(left))
    return {code: tuple(ids) for code, ids in found.items() if ids}
