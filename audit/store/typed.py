"""What people typed, wherever a store keeps it: texts, and names that hold rows together."""

import json
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, Table, select

from audit.mentions import Ids, is_date
from audit.sampling.purged import NAMED
from audit.store.rows import as_text
from audit.store.tables import (
    ACTION,
    ACTION_PLAN,
    AGENCY,
    ANSWER,
    CARRIED,
    CONCERN,
    LEDGER,
    META,
    METADATA,
    PANEL,
    PAST,
    RESPONSE_ACT,
    ROUND,
    SAMPLE,
    SUBJECT,
)

JSON = ("block",)
FREE = ("text", "told", "outcome", "reason", "file")  # a text as it was typed, though it may begin with [
SIGNED = ("name", "role")  # of a signature; elsewhere a name is what other rows know a row by
KEPT = ("name", "period", "code", "by", "definition", "content")
ACT_PARTS = ("reason", *NAMED)  # what is taken out of an act of the ledger
KEPT_JSON = ("definition", "content")
OF_AGENCY = ("name", "parent", "substitute", "kinds", "duties")
AROUND = 40  # characters that are shown either side of an id that was typed
_TABLES = {
    "agency": "an agency",
    "round": "a round",
    "round_act": "the opening or closing of a round",
    "expected": "what is expected of an agency",
    "answer": "an answer",
    "response_act": "a signature",
    "brought": "what an earlier round says",
    "received": "a file that came in",
    "ledger": "the ledger of draws",
    "round_plan": "the plan of a round",
    "subject": "a case of a round",
    "panel": "a panel's grade",
    "concern": "a concern",
    "concern_act": "a concern",
    "round_log": "the log of a round",
    "known_result": "a known result",
    "action_plan": "an action plan",
    "action": "an action",
    "action_read": "an action that was read",
    "action_act": "the log of an action",
    "finding": "a finding",
    "report": "a report that was written",
    "past": "figures of a past cycle",
    "sample": "a sample",
}
_COLUMNS = {
    "name": "as the name in",
    "role": "as the role in",
    "period": "as the period of",
    "code": "as the code of",
    "by": "as the name of who wrote",
    "definition": "in the questions of",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where something about a case stands: `what` it is, in which sample or round, under which reference.

    `count` is how many such rows there are, `by` and `at` who wrote the last of them and when (ISO 8601);
    `text` is what was typed around an id.
    """

    what: str
    where: str
    reference: str = ""
    count: int = 1
    by: str = ""
    at: str = ""
    text: str = ""


def cleaned_columns(table: Table) -> list[str]:
    """The columns of a table out of whose texts ids are taken."""
    if table in {CARRIED, META}:
        return []
    names = (*JSON, *FREE, *(SIGNED if table is RESPONSE_ACT else ()))
    return [name for name in names if name in table.c]


def kept_columns(table: Table) -> list[str]:
    """The columns of a table with words that stay as they are: they hold rows together, or their digests."""
    own = () if table in {CARRIED, META} else KEPT
    return [name for name in own if name in table.c and name not in cleaned_columns(table)]


Changed = tuple[Table, Row[Any], dict[str, str]]


def changed_rows(connection: Connection, ids: Ids, put: str) -> Iterator[Changed]:
    """The rows in which ids were typed, with the texts that they have without: (table, row, by column)."""
    known = names_in(connection) if ids else frozenset()
    for table in METADATA.sorted_tables if ids else ():
        names = cleaned_columns(table)
        if not names:
            continue
        for line in connection.execute(select(table).order_by(table.c.seq)).all():
            old = {name: getattr(line, name) for name in names}
            new = {name: _without(name, text, ids, put, known) for name, text in old.items()}
            if new != old:
                yield table, line, {name: text for name, text in new.items() if text != old[name]}


def names_in(connection: Connection) -> frozenset[str]:
    """The names by which rows know one another, and all that rounds ask: as a whole text none is an id.

    A register of schools has ids that are agencies' codes too.
    """
    found: set[str] = set()
    names = (AGENCY.c.code, ROUND.c.name, ACTION_PLAN.c.name, ACTION.c.action, SAMPLE.c.id, PAST.c.name)
    subjects = (SUBJECT.c.reference, ANSWER.c.subject, PANEL.c.subject, CONCERN.c.subject, ANSWER.c.by)
    for column in (*names, *subjects):
        found |= set(connection.execute(select(column).distinct()).scalars())
    for certificate in connection.execute(select(SAMPLE.c.certificate)).scalars():
        found |= {str(case["reference"]) for case in json.loads(certificate)["drawn"]}
    for definition in connection.execute(select(ROUND.c.definition)).scalars():
        found |= {*_strings(json.loads(definition), keys=True)}
    for block in connection.execute(select(AGENCY.c.block)).scalars():
        agency = json.loads(block)
        found |= {one for part in OF_AGENCY for one in _strings(agency.get(part))}
    return frozenset(found)


def _strings(value: Any, *, keys: bool = False) -> Iterator[str]:
    """The strings in a block of JSON, in their order, with the names of its parts where they are wanted."""
    waiting: list[Any] = [value]
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            waiting[:0] = [*one.values(), *one] if keys else one.values()
        elif isinstance(one, list):
            waiting[:0] = one


def _without(name: str, text: str, ids: Ids, put: str, known: AbstractSet[str]) -> str:
    """A text, or the texts in a block of JSON, without ids; a block without any stays as it is."""
    if name not in JSON:
        return ids.without(text, put)
    block = json.loads(text)
    new = _cleaned(block, ids, put, known)
    return text if new == block else as_text(new)


def _cleaned(value: Any, ids: Ids, put: str, known: AbstractSet[str]) -> Any:
    if isinstance(value, str):
        return value if value in known or is_date(value) else ids.without(value, put)
    if isinstance(value, list):
        return [_cleaned(one, ids, put, known) for one in value]
    if isinstance(value, dict):
        return {name: _cleaned(one, ids, put, known) for name, one in value.items()}
    return value


# --- looking ----------------------------------------------------------------------------------------------


def typed(connection: Connection, ids: Ids, *, kept_alone: bool = False) -> list[Place]:
    """Where ids were typed, each place once with how many rows say the same.

    With `kept_alone` only where no purge takes them out.
    """
    rounds = {line.seq: line.name for line in connection.execute(select(ROUND.c.seq, ROUND.c.name))}
    found: dict[tuple[str, ...], Place] = {}
    for table in METADATA.sorted_tables if ids else ():
        names = kept_columns(table)
        if not kept_alone:
            names = [*cleaned_columns(table), *names]
        elif table is AGENCY:
            names.append("block")
        for line in connection.execute(select(table).order_by(table.c.seq)) if names else ():
            for name in names:
                for text in _texts(name, getattr(line, name), cleaned=not kept_alone):
                    if (span := ids.first(text)) is not None:
                        one = _place(table, name, line, rounds, _around(text, span))
                        key = (one.what, one.where, one.reference, one.by, one.text)
                        count = found[key].count + 1 if key in found else 1
                        found[key] = replace(one, count=count)
    return list(found.values())


def _texts(name: str, text: str, *, cleaned: bool) -> Iterator[str]:
    """The texts in a block of JSON that are no dates, or the one text; with what goes from it, or without."""
    if name not in (*JSON, *KEPT_JSON):
        yield text
        return
    block = json.loads(text)
    if name == "content" and not cleaned:
        block = {part: value for part, value in block.items() if part not in ACT_PARTS}
    if name == "block" and not cleaned:  # of an agency
        block = {part: block.get(part) for part in OF_AGENCY}
    yield from (one for one in _strings(block) if not is_date(one))


def _around(text: str, span: tuple[int, int]) -> str:
    start, end = max(span[0] - AROUND, 0), span[1] + AROUND
    cut = " ".join(text[start:end].split())
    return f"{'… ' if start else ''}{cut}{' …' if end < len(text) else ''}"


def _place(table: Table, name: str, line: Row[Any], rounds: Mapping[int, str], text: str) -> Place:
    own = _TABLES.get(table.name, f"the table {table.name}")
    what = f"typed {_COLUMNS.get(name, 'in')} {own}"
    number = line.seq if table is ROUND else getattr(line, "round", None)
    where = rounds.get(number, "") if number is not None else ""
    if not where:
        where = str(getattr(line, "sample" if table is LEDGER else "action", "") or "")
    reference = getattr(line, "subject", "") or getattr(line, "reference", "")
    return Place(what, where, str(reference), by=line.by, at=line.at, text=text)
