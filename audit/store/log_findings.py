"""The log of findings of reviews: added and withdrawn; none in the log of one round."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row

from audit.responses.changes import differences
from audit.store.entry import Entry, Scope, block_of, told
from audit.store.findings import WITHDRAWN
from audit.store.tables import FINDING

RANK = 1  # among changes of one second: with other results that belong to no round


def findings(scope: Scope) -> Iterator[Entry]:
    """Every finding as it was added, and as it was taken back."""
    for line in scope.every(FINDING) if scope.whole else ():
        yield from _told(line)


def _told(line: Row[Any]) -> Iterator[Entry]:
    block = block_of(line)
    act = "finding withdrawn" if line.kind == WITHDRAWN else "finding added"
    agency = str(block.pop("agency", ""))
    parts = {"number": str(block.pop("number", line.seq)), **block}
    yield from told(line, act, differences({}, parts), agency=agency, rank=RANK)


READERS = (findings,)
