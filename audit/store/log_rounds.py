"""The log of rounds: opened, closed, who is expected, what they are about, what came in and went out."""

from collections.abc import Iterator, Mapping
from typing import Any

from audit.definitions import digest
from audit.responses.changes import differences
from audit.store.entry import Before, Entry, Scope, block_of, told
from audit.store.tables import BROUGHT, EXPECTED, PLAN, RECEIVED, ROUND_ACT, ROUND_LOG, SUBJECT

ACTS = {"close": "round closed", "reopen": "round opened again"}
SUBJECT_ACTS = {"add": "added", "unusable": "taken out as unusable"}


def opened(scope: Scope) -> Iterator[Entry]:
    """Rounds that were opened, with the digest of what they ask."""
    for row in scope.rounds.values():
        parts = {"due": row.due, "period": row.period, "questions": row.digest}
        yield from told(row, "round opened", differences({}, parts), round=row.name, rank=2)


def closed(scope: Scope) -> Iterator[Entry]:
    """Rounds that were closed, or opened again."""
    for line in scope.lines(ROUND_ACT):
        yield Entry(line.at, line.by, ACTS.get(line.act, line.act), scope.name(line), rank=9)


def expected(scope: Scope) -> Iterator[Entry]:
    """Of whom a return is expected, by when, and of whom no longer."""
    before = Before()
    for line in scope.lines(EXPECTED):
        key = (line.round, line.agency)
        act = "expectation changed" if key in before else "return expected"
        parts = {"due": line.due, "standing": line.standing, "reason": line.reason}
        yield from told(line, act, before.put(key, parts), round=scope.name(line), agency=line.agency, rank=3)


def plans(scope: Scope) -> Iterator[Entry]:
    """How the cases of a round were come by and who reads them."""
    before = Before()
    for line in scope.lines(PLAN):
        found = before.put(line.round, block_of(line))
        yield from told(line, "plan of reading", found, round=scope.name(line), rank=3)


def subjects(scope: Scope) -> Iterator[Entry]:
    """Cases, observations or replies that were added or taken out, by their references."""
    for line in scope.lines(SUBJECT):
        yield Entry(
            *(line.at, line.by, SUBJECT_ACTS.get(line.act, line.act), scope.name(line), line.agency),
            line.reference,
            part="reason" if line.reason else "",
            after=line.reason,
            rank=4,
        )


def brought(scope: Scope) -> Iterator[Entry]:
    """Answers of an earlier round that were put to an agency to be confirmed."""
    before = Before()
    for line in scope.lines(BROUGHT):
        block = block_of(line)
        rounds = ", ".join(sorted({repr(one["round"]) for one in block.values()}))
        parts = {"to confirm": f"{len(block)} answers of {rounds}", "digest": digest(block)}
        found = before.put((line.round, line.agency), parts)
        yield from told(line, "brought forward", found, round=scope.name(line), agency=line.agency, rank=4)


def received(scope: Scope) -> Iterator[Entry]:
    """Files that came in, and what came of what is in them."""
    for line in scope.lines(RECEIVED):
        parts = {"file": line.file, "kind": line.kind, "sha256": line.sha256, **_came(block_of(line))}
        subject = str(parts.pop("subject", "") or line.agency)
        where = {"round": scope.name(line), "agency": line.agency, "subject": subject}
        yield from told(line, "file received", differences({}, parts), **where, rank=8)


def _came(block: Mapping[str, Any]) -> dict[str, Any]:
    """What came of a file; the versions that its answers went through, or stand against, are for merging."""
    source = {key: part for key, part in block.get("source", {}).items() if key != "steps"}
    return {**block, "open": [*block.get("open", ())], "source": source}


def others(scope: Scope) -> Iterator[Entry]:
    """Other acts about a round, such as a letter that chased a return."""
    for line in scope.lines(ROUND_LOG):
        parts = block_of(line)
        # Where a round came from is told with the whole of how the agency is called there.
        agency = parts.pop("agency", "") if isinstance(parts.get("agency"), str) else ""
        where: dict[str, Any] = {"round": scope.name(line), "agency": agency, "rank": 8}
        found = tuple(told(line, line.act, differences({}, parts), **where))
        yield from found or (Entry(line.at, line.by, line.act, **where),)


READERS = (opened, closed, expected, plans, subjects, brought, received, others)
