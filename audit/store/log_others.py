"""The log of what belongs to no round: agencies, draws, results known only as so many of so many."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Row, select

from audit.responses.changes import Difference, differences, flat
from audit.store.entry import Before, Entry, Scope, block_of, first, told
from audit.store.past_rows import REASON, WITHDRAWS
from audit.store.tables import AGENCY, EXPECTED, KNOWN_RESULT, LEDGER, PAST, PLAN, SAMPLE

ACTS = {
    "seal": "register sealed",
    "seed": "seed set",
    "draw": "sample drawn",
    "replace": "case replaced",
    "discard": "draw thrown away",
    "purge": "ids purged",
}
RANK, LATER = 1, 7  # a round is opened after its sample is drawn, and before a case of it is replaced
# Ids of children stay out of the log, and so does whatever else an act holds beside these.
TOLD = ("sample", "register", "sheet", "rows", "sha256", "population", "seed", "origin", "sealed", "method")
SAID = ("size", "cases", "by_reference", "reason", "result", "before", "texts", "keys")


def agencies(scope: Scope) -> Iterator[Entry]:
    """Agencies added and changed; of one round, those expected in it and as they changed since it opened."""
    before = Before()
    opened = min((row.at for row in scope.rounds.values()), default="")
    expected = set() if scope.whole else {line.agency for line in scope.lines(EXPECTED)}
    for line in scope.every(AGENCY):
        act = "agency changed" if line.code in before else "agency added"
        found = before.put(line.code, first(block_of(line), "name", "code"))
        if scope.whole or (line.code in expected and line.at > opened):
            yield from told(line, act, found, agency=line.code)


def draws(scope: Scope) -> Iterator[Entry]:
    """The acts of the ledger of draws; of one round, those of the samples that it read."""
    own = None if scope.whole else _digests(scope)
    samples = {block_of(line).get("sample") for line in scope.lines(PLAN)} - {"", None}
    for line in scope.every(LEDGER):
        if own is not None and line.digest not in own and line.sample not in samples:
            continue
        content = dict(json.loads(line.content))
        act = ACTS.get(line.act, line.act)
        rank = RANK + LATER * (line.act in {"replace", "discard"})
        yield from told(line, act, _said(content), subject=str(content.get("reference", "")), rank=rank)


def _digests(scope: Scope) -> set[str]:
    """The digests of the acts in the certificates of a round's samples, the seal before them included."""
    samples = {block_of(line).get("sample") for line in scope.lines(PLAN)}
    rows = scope.connection.execute(select(SAMPLE.c.certificate).where(SAMPLE.c.id.in_(samples)))
    return {act["digest"] for row in rows for act in json.loads(row.certificate)["acts"]}


def _said(content: Mapping[str, Any]) -> tuple[Difference, ...]:
    """What an act says, without the ids of what was drawn."""
    inner = (content.get(name) for name in ("source", "frame", "design"))
    parts = {key: part for block in inner if isinstance(block, dict) for key, part in block.items()}
    parts |= {key: part for key, part in content.items() if not isinstance(part, dict)}
    own = {"samples": ", ".join(content["samples"])} if content.get("samples") else {}  # what was purged
    return differences({}, own | {key: parts[key] for key in (*TOLD, *SAID) if key in parts})


def known_results(scope: Scope) -> Iterator[Entry]:
    """Results reported and withdrawn; none in the log of one round, since they belong to none."""
    for line in scope.every(KNOWN_RESULT) if scope.whole else ():
        block = block_of(line)
        act = "result withdrawn" if "withdraws" in block else "result reported"
        yield from told(line, act, _result(line, block), question=line.question, rank=RANK)


def _result(line: Row[Any], block: Mapping[str, Any]) -> tuple[Difference, ...]:
    number = flat(block.get("withdraws")) or str(line.seq)
    rest = {key: part for key, part in block.items() if key != "withdraws"}
    return differences({}, {"number": number, **rest})


def pasts(scope: Scope) -> Iterator[Entry]:
    """Past cycles taken in and withdrawn; in the log of one round, those under its name."""
    for line in scope.every(PAST):
        if not scope.whole and line.folded != scope.past:
            continue
        block = block_of(line)
        if WITHDRAWS in block:
            act, parts = "past cycle withdrawn", {REASON: block[REASON]}
        else:
            act, parts = "past cycle taken in", _figures(block)
        yield from told(line, act, differences({}, parts), round=line.name, rank=RANK)


def _figures(block: Mapping[str, Any]) -> dict[str, Any]:
    """What of a past cycle the log tells: where it was read from, and how much it holds."""
    counts = {"agencies": len(block["agencies"]), "standards or questions": len(block["items"])}
    against = block["definition"]["ref"]
    return {**block["source"], "period": block["period"], "against": against, **counts}


READERS = (agencies, draws, known_results, pasts)
