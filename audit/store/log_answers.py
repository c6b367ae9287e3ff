"""The log of answers: given, signed, opened again, moderated, and the concerns raised with them."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Row

from audit.responses.changes import changes, differences
from audit.responses.response import Answer, answer_from, signature_from
from audit.store.entry import Before, Entry, Scope, block_of, first, told
from audit.store.tables import ANSWER, CONCERN, CONCERN_ACT, PANEL, RESPONSE_ACT

RANK = 5
WORDS = ("text", "told", "outcome")  # of a concern


def _place(scope: Scope, line: Row[Any]) -> dict[str, Any]:
    where = {name: getattr(line, name) for name in ("agency", "subject", "reading", "version")}
    return {"round": scope.name(line), "rank": RANK, **where}


def answers(scope: Scope) -> Iterator[Entry]:
    """Answers, part by part; one that says what the one before it says changes nothing."""
    before: dict[tuple[Any, ...], Answer] = {}
    for line in scope.lines(ANSWER):
        key = (line.round, line.agency, line.subject, line.reading, line.question)
        now = answer_from(json.loads(line.block))
        where = {**_place(scope, line), "question": line.question, "step": 1}
        yield from told(line, "answer", changes(before.get(key), now), **where)
        before[key] = now


def signatures(scope: Scope) -> Iterator[Entry]:
    """Responses signed, with the digest of what was signed, and opened again."""
    for line in scope.lines(RESPONSE_ACT):
        signing = line.act == "sign"
        parts = _signature(line) if signing else {"reason": line.reason}
        act = "signed" if signing else "opened again"
        where = {**_place(scope, line), "step": 2 if signing else 0}
        yield from told(line, act, differences({}, parts), **where)


def _signature(line: Row[Any]) -> Mapping[str, Any]:
    signed = signature_from(line.name, line.role, line.day, json.loads(line.block))
    second = (signed.second.name, signed.second.role) if signed.second else ()
    return {
        "by": f"{signed.name}, {signed.role}",
        "second": ", ".join(second),
        "on": signed.on,
        "presented": signed.presented,
        "asked as": signed.words,
        "digest": line.digest,
    }


def panel(scope: Scope) -> Iterator[Entry]:
    """Grades that a panel gave in place of others, and grades revised since an action was assured."""
    before = Before()
    for line in scope.lines(PANEL):
        block = first(block_of(line), "grade", "reason")
        agency = block.pop("respondent", "")
        revised = bool(block.get("assured"))
        key = (line.round, line.subject, line.question, agency, revised)
        act = "grade revised" if revised else "panel's grade"
        where = {"round": scope.name(line), "agency": agency, "subject": line.subject, "rank": RANK + 1}
        found = before.put(key, block) or differences({}, {"grade": block.get("grade")})
        yield from told(line, act, found, question=line.question, **where)


def concerns(scope: Scope) -> Iterator[Entry]:
    """Immediate concerns: raised, said more of, whom one told, what came of them."""
    before = Before()
    raised = {line.seq: line for line in scope.lines(CONCERN)}
    for line in raised.values():
        found = before.put(line.seq, {"number": line.seq, "words": line.text})
        yield from told(line, "concern raised", found, **_about(scope, line))
    for act in scope.every(CONCERN_ACT):
        if act.concern in raised:
            one = raised[act.concern]
            names = dict(zip(WORDS, ("words", "told", "outcome"), strict=True))
            said = {names[name]: getattr(act, name) for name in WORDS if getattr(act, name)}
            found = before.add(act.concern, said)
            yield from told(act, f"concern {act.concern}", found, **_about(scope, one))


def _about(scope: Scope, line: Row[Any]) -> dict[str, Any]:
    where = {"round": scope.name(line), "agency": line.agency, "subject": line.subject}
    return {**where, "question": line.question, "rank": RANK + 2}


READERS = (answers, signatures, panel, concerns)
