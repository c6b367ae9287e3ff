"""Whether a store holds all that writers had acknowledged, once and whole, and what it cost them."""

import json
import re
from collections import Counter, defaultdict
from contextlib import closing
from dataclasses import dataclass, field
from statistics import quantiles
from typing import Any

from sqlalchemy import select
from writers_laid import SETUP
from writers_work import KINDS

from audit.sampling.ledger import broken
from audit.store.engine import WAIT
from audit.store.ledger import Ledger
from audit.store.log import log
from audit.store.signing import signatures
from audit.store.store import Store
from audit.store.tables import METADATA

UNSURE = "it is not known whether it was"
BEFORE = "had been written before"  # so that it is kept, although what came after it failed
LOCKED = re.compile("locked|has been writing")
NEVER = re.compile("deadlock|serialize|Traceback|damaged", re.IGNORECASE)
TOLD = re.compile("in conflict|New observation")  # what is kept of something that was refused in the end
KILLED = -9
# What a command says of the id that it gave, and where the id stands in a row.
GIVEN = {"add": (r"(A-\d+) is kept", "action", "action"), "draw": (r"(S-\d+)", "sample", "id")}


@dataclass
class Done:
    """Something that was begun; `ended` is None where it was not acknowledged."""

    token: str
    kind: str
    begun: float
    ended: float | None = None
    code: int | None = None
    said: str = ""
    wrong: str = ""

    @property
    def kept(self):
        """Whether it was acknowledged as done."""
        return self.code == 0


@dataclass
class Kept:
    """What a store holds: rows by table, the log, and what is wrong with its chain and signatures."""

    rows: dict[str, list[dict[str, Any]]]
    log: list[Any] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)


def journals(folder):
    """Everything that was begun by those who kept journals in a folder, in the order of beginning."""
    found: dict[str, Done] = {}
    for path in sorted(folder.glob("journal-*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines(keepends=True):
            if line.endswith("\n"):  # the last one may be torn, and is then no acknowledgement
                one = Done(**json.loads(line))
                found[one.token] = one
    return sorted(found.values(), key=lambda one: one.begun)


def kept_in(url):
    """What the store behind a URL holds."""
    with closing(Store(url, lay=False)) as store:
        with store.reading() as connection:
            tables = [table for table in METADATA.sorted_tables if "by" in table.c]
            rows = {
                table.name: [
                    dict(row._mapping) for row in connection.execute(select(table).order_by(table.c.seq))
                ]
                for table in tables
            }
        unsound = [one.told for name in ("r1", "door") for one in signatures(store, name) if not one.sound]
        return Kept(rows, list(log(store)), [*broken(Ledger(store).acts()), *unsound])


def check(play):
    """What is wrong after writers have ended, in sentences; nothing where all is well."""
    done = journals(play.folder)
    kept = kept_in(play.url or f"sqlite:///{play.folder / 'audit.db'}")
    said = [path.read_text(encoding="utf-8") for path in sorted(play.folder.glob("said-*.txt"))]
    ended = [f"{name} ended with {code}." for name, code in play.ends.items() if code not in {0, KILLED}]
    return [*ended, *(text for text in said if text), *heard(done), *held(done, kept)]


def heard(done):
    """What was said to writers and readers that must not be said, and what readers saw in halves."""
    wrong = [f"{one.token} saw {one.wrong}" for one in done if one.wrong]
    for one in done:
        if one.ended is None:
            continue
        waited = one.ended - one.begun
        if one.code not in {0, 1} or NEVER.search(one.said) or (one.code and not one.said.strip()):
            wrong.append(f"{one.token} ({one.kind}) ended with {one.code}: {one.said}")
        elif one.code and LOCKED.search(one.said) and waited < WAIT - 1:
            wrong.append(f"{one.token} ({one.kind}) gave up after {waited:.1f} s: {one.said}")
    return wrong


def held(done, kept):
    """What of that which was begun is missing, twice or half in a store, and what is wrong with the store."""
    own = [one for one in done if one.kind in KINDS]
    rows = defaultdict(Counter)
    for table, lines in kept.rows.items():
        for line in lines:
            rows[line["by"]][table] += 1
    strange = set(rows) - {one.token for one in own} - {SETUP}
    return [
        *(f"Nobody began {name}, of which there is {dict(rows[name])}." for name in sorted(strange)),
        *(sentence for one in own for sentence in _whole(one, rows[one.token])),
        *_in_order(own, kept.rows),
        *_ids(own, kept.rows),
        *_content(kept),
        *_logged(own, kept, rows),
        *kept.broken,
    ]


def _whole(one, found):
    """What is wrong with the rows that something left."""
    steps = [Counter()]
    for part in KINDS[one.kind].parts:
        steps.append(steps[-1] + Counter(part))
    if one.kept:
        allowed = steps[-1:]
    elif one.code is None or UNSURE in one.said:
        allowed = steps
    elif BEFORE in one.said and one.kind != "hold":  # who holds a store had written other things
        allowed = steps[1:]
    else:
        left = KINDS[one.kind].left if TOLD.search(one.said) else ()
        allowed = [Counter(), *map(Counter, left)]
    if found not in allowed:
        came = (
            "was acknowledged" if one.kept else "was not acknowledged" if one.code is None else "was refused"
        )
        yield f"{one.token} ({one.kind}) {came}, and of it there is {dict(found)}. {one.said}"


def _in_order(own, rows):
    """What stands before something that was acknowledged before it was begun."""
    numbers = defaultdict(dict)
    for table, lines in rows.items():
        for line in lines:
            numbers[table].setdefault(line["by"], []).append(line["seq"])
    for table, by_token in numbers.items():
        there = [one for one in own if one.token in by_token]
        ended = sorted((one for one in there if one.ended), key=lambda one: one.ended)
        highest, place = (0, ""), 0
        for one in there:  # in the order of beginning
            while place < len(ended) and ended[place].ended < one.begun:
                token = ended[place].token
                highest = max(highest, (max(by_token[token]), token))
                place += 1
            if min(by_token[one.token]) < highest[0]:
                told = f"which was acknowledged before {one.token} began"
                yield f"In {table} {one.token} stands before {highest[1]}, {told}."


def _ids(own, rows):
    """Ids and references that were given twice, or are others than was said."""
    first: dict[str, str] = {}
    for line in rows["action"]:
        first.setdefault(line["by"], line["action"])
    added = [one.token for one in own if one.kind == "add" and one.token in first]
    given = {
        "action": [first[token] for token in added],
        "sample": [line["id"] for line in rows["sample"]],
        "reference": [(line["round"], line["reference"]) for line in rows["subject"] if line["act"] == "add"],
        "round": [line["folded"] for line in rows["round"]],
        "digest of an act": [line["previous"] for line in rows["ledger"]],
        "reserve": [_reserve(line) for line in rows["ledger"] if line["act"] == "replace"],
    }
    for what, names in given.items():
        for name, count in Counter(names).items():
            if count > 1:
                yield f"The {what} {name} was given {count} times."
    for one in own:
        if one.kind in GIVEN and one.kept:
            pattern, table, column = GIVEN[one.kind]
            told = re.search(pattern, one.said)
            there = {line[column] for line in rows[table] if line["by"] == one.token}
            if not told or told[1] not in there:
                yield f"{one.token} was told {told and told[1]}, and there is {there}."


def _reserve(line):
    block = json.loads(line["content"])
    return block["sample"], block["reserve"]


def _content(kept):
    """Answers that are not those of who is said to have given them."""
    for line in kept.rows["answer"]:
        said = json.loads(line["block"]).get("comment", SETUP)
        if said != line["by"]:
            yield f"{line['by']} is said to have given the answer of {said}."


def _said_before(one, rows):
    """Whether two added the same agency to a round at once: the second changed nothing, which is no news."""
    lines = rows["expected"]
    return one.kind == "expect" and any(
        mine["by"] == one.token
        and other["seq"] < mine["seq"]
        and all(mine[key] == other[key] for key in SAME)
        for mine in lines
        for other in lines
    )


SAME = ("round", "agency", "due", "standing", "reason")


def _logged(own, kept, rows):
    """What the log does not tell, tells twice, or tells of what is not there."""
    told: dict[str, list[Any]] = defaultdict(list)
    for entry in kept.log:
        key = (entry.act, entry.round, entry.agency, entry.subject, entry.question, entry.part)
        told[entry.by].append((*key, entry.before, entry.after))
    for one in own:
        lines = told[one.token]
        if one.kept and not lines and not _said_before(one, rows):
            yield f"The log does not tell of {one.token} ({one.kind})."
        if len(set(lines)) < len(lines):
            yield f"The log tells of {one.token} ({one.kind}) twice: {lines}"
        comments = sum(line[5] == "comment" and line[-1] == one.token for line in lines)
        if comments != rows[one.token]["answer"]:
            yield f"The log tells of {comments} answers of {one.token}, not {rows[one.token]['answer']}."


# --- figures ----------------------------------------------------------------------------------------------


def figures(play):
    """What came of a play, in lines: how much was done, how long it took, what was refused."""
    every = journals(play.folder)
    done = [one for one in every if one.kind in KINDS]
    ended = [one for one in done if one.ended]
    acknowledged = [one for one in ended if one.kept]
    reads = [one for one in every if one.kind not in KINDS and one.ended]
    yield (
        f"{play.writers} writers, {play.readers} readers, {play.seconds:g} s, seed {play.seed}: "
        f"{len(acknowledged)} acknowledged ({len(acknowledged) / play.seconds:.1f}/s), "
        f"{len(ended) - len(acknowledged)} refused, {len(done) - len(ended)} cut off; "
        f"{len(reads)} reads ({len(reads) / play.seconds:.1f}/s), "
        f"{sum(bool(one.code) for one in reads)} refused"
    )
    yield ", ".join(f"{what}: {count}" for what, count in play.done.items())
    for what, some in (("writing", acknowledged), ("reading", reads)):
        waits = sorted(one.ended - one.begun for one in some)
        if len(waits) > 1:
            at = quantiles(waits, n=100, method="inclusive")
            told = (
                f"{name} {wait:.3f} s" for name, wait in (("p50", at[49]), ("p95", at[94]), ("p99", at[98]))
            )
            yield f"{what} took {', '.join(told)}, max {waits[-1]:.3f} s"
    yield "  ".join(
        f"{kind} {count}" for kind, count in sorted(Counter(one.kind for one in acknowledged).items())
    )
    refused = Counter(_alike(one.said) for one in every if one.code)
    for sentence, count in refused.most_common(25):
        yield f"{count:5} × {sentence}"


def _alike(said):
    """What was said, without what tells one from another."""
    line = said.strip().split("\n")[-1]
    return re.sub(r"\b[wr]\d+-\d+\b", "…", re.sub(r"/\S+/|\?host=\S+", "", line))[:150]
