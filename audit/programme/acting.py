"""What actions put into a programme: later audits that they set, rounds that are their evidence, reviews."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from audit.actions.action import Assurance
from audit.actions.followed import Followed
from audit.actions.words import CLOSED, ENDED, Basis
from audit.dates import read_day
from audit.programme.entry import Done
from audit.programme.facts import Facts
from audit.programme.item import SOON, Item, Kind, stands, told
from audit.programme.spans import Span


def from_actions(
    actions: Sequence[Followed], facts: Facts, today: date, known: Sequence[str] = ()
) -> Iterator[Item]:
    """The items that actions set; a round in `known` stands in the programme already.

    An action that was closed or superseded sets none any more.
    """
    folded = {name.casefold() for name in known}
    for one in actions:
        if one.state in CLOSED:
            continue
        name, later = one.action.evidence_round, read_day(one.action.re_audit)
        own = bool(name and later and _again(facts, name, later))
        if later:
            yield _item(one, Kind.RE_AUDIT, later, [name] if own else [], facts, today)
        if name and not own and name.casefold() not in folded:
            found = facts.round(name)
            yield _item(one, Kind.EVIDENCE, found.due if found else None, [name], facts, today)


def _again(facts: Facts, name: str, later: date) -> bool:
    """Whether a round is the later audit itself, and not the one that the action came out of."""
    found = facts.round(name)
    return found is None or found.over >= later - SOON


def _item(
    one: Followed, kind: Kind, due: date | None, names: Sequence[str], facts: Facts, today: date
) -> Item:
    own = one.action
    rounds = [facts.round(name) for name in names]
    seen = _seen(one.assurances, due) if kind is Kind.RE_AUDIT else None
    standing, day = stands(due, seen, rounds, today)
    missing = [facts.missing(name) for name, found in zip(names, rounds, strict=True) if not found]
    return Item(
        own.id,
        kind,
        own.text,
        standing,
        due,
        "",
        day,
        ((own.overseer, None),) if own.overseer else (),
        ", ".join(own.owners) or own.role,
        rounds=tuple(names),
        notes=(*told([found for found in rounds if found], today), *([] if day else missing)),
    )


def _seen(assurances: Sequence[Assurance], due: date | None) -> Done | None:
    """The first audit or observation of the action's result from 28 days before the day of its re-audit."""
    days = sorted(
        day for one in assurances if one.basis == Basis.AUDIT and (day := read_day(one.on)) is not None
    )
    return next((Done(day) for day in days if due and day >= due - SOON), None)


def reviews(actions: Sequence[Followed], span: Span, today: date) -> tuple[int, int]:
    """How many open actions have a review date within a span, and how many of those are past unheard of."""
    days = [
        (day, one.heard())
        for one in actions
        if one.state not in ENDED and (day := read_day(one.action.review)) and span.holds(day)
    ]
    return len(days), sum(day < today and heard < day for day, heard in days)


def with_evidence(found: Item, actions: Sequence[Followed]) -> Item:
    """An item that says for which actions its rounds are the evidence."""
    folded = {name.casefold() for name in found.rounds}
    ids = [one.id for one in actions if one.action.evidence_round.casefold() in folded]
    if found.kind is not Kind.AUDIT or not ids:
        return found
    return replace(found, notes=(*found.notes, f"Its result is evidence for {', '.join(ids)}."))
