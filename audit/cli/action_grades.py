"""Grades of answers revised as their actions are assured, and taken back as these are opened again."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from audit.actions.words import Basis, State
from audit.cli.desk import Desk
from audit.errors import StateError

if TYPE_CHECKING:
    from audit.actions.action import Assurance, Link, Said
    from audit.actions.followed import Followed
    from audit.moderation import Moderated
    from audit.store.overtaken import Looked

    Graded = tuple[str, Moderated, Looked]  # a round's name, a grade, and what was seen of it before


def _link(one: "Followed") -> "Link | None":
    """The agency's answer that an action came from; None where it came from none."""
    link = one.action.link
    return link if link and link.agency and not link.subject else None


def regraded(desk: Desk, one: "Followed", said: "Assurance", grade: str) -> "Graded":
    """The grade that the answer of an action has since it was assured, in its round.

    AuditError where the action came from no answer of an agency, or the grade cannot be.
    """
    from audit.cli.sitting import Sitting
    from audit.scoring.panel import Said as Panel

    link = _link(one)
    if link is None:
        raise StateError(
            f"{one.id} came from no agency's answer, so there is no grade to give; leave it out."
        )
    if said.basis == Basis.TOLD:
        raise StateError(
            "Being told is no ground for another grade; leave out --grade, or say what was seen."
        )
    sitting = Sitting(desk, desk.store.round(link.round))
    reason = "; ".join(filter(None, (f"{_mark(one)} {said.basis}", said.evidence, said.note)))
    panel = Panel(grade=grade, reason=reason, assured=date.fromisoformat(said.on))
    agency = sitting.agency(link.agency)
    kept = sitting.moderated(agency, link.question, panel)
    return link.round, kept, sitting.looked(agency, link.question, assured=True)


def taken_back(
    desk: Desk, seen: "Mapping[str, Followed]", said: "Iterable[tuple[str, Said]]"
) -> "tuple[Graded, ...]":
    """The grades that count no more, since what is said puts assured actions into another state."""
    settled = {State.ASSURED, State.NO_FURTHER_REQUIRED}
    opened = {name for name, each in said if _opens(each) and seen[name].state in settled}
    return tuple(grade for name in sorted(opened) for grade in _revised(desk, seen[name]))


def _opens(said: "Said") -> bool:
    """Whether it takes an assurance back; that no more of it is wanted does not."""
    from audit.actions.action import Update

    told = isinstance(said, Update) and not said.history and said.state
    return bool(told) and told != State.NO_FURTHER_REQUIRED


def _revised(desk: Desk, one: "Followed") -> "Iterator[Graded]":
    """What takes the grade back that an action's assurance gave its answer, where that is the last word."""
    from audit.store.overtaken import Looked

    link = _link(one)
    if link is None or link.round not in {line.name for line in desk.store.rounds()}:
        return
    of_agency = desk.store.round(link.round).moderation.get(link.agency)
    last = of_agency.assured.get(link.question) if of_agency else None
    if last and last.grade and last.reason.startswith(_mark(one)):
        back = replace(last, grade="", reason=f"{one.id} was opened again", by="", at="")
        yield link.round, back, Looked(last, alone=True)


def _mark(one: "Followed") -> str:
    """How the reason of a revised grade begins, by which it is known again."""
    return f"{one.id} assured:"
