"""What a workspace has to say of a day: what cannot wait, is late, waits, is due soon, comes next, is new."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from audit.cli.desk import Desk
from audit.cli.task import quoted
from audit.cli.today_matter import AHEAD, HEADINGS, LATE, MANY, NEXT, SOON, URGENT, WAITING, Matter
from audit.dates import in_words
from audit.errors import AuditError, StoreError
from audit.wording import plural, some

if TYPE_CHECKING:
    from audit.actions.followed import Followed
    from audit.programme.item import Item

DRAWN = timedelta(days=28)  # a sample that nobody opened a round on in this time is read elsewhere


def matters(desk: Desk) -> list[Matter]:
    """All there is to know today, in the order of HEADINGS; StoreError where the store cannot be read.

    What else cannot be read (a programme with a mistake in it) is told as waiting, and hides nothing.
    """
    from audit.cli import today_rounds
    from audit.store.actions import ActionBook

    actions = ActionBook(desk.store).actions()
    parts = (
        _concerns(desk),
        today_rounds.of_rounds(desk),
        _actions(actions, desk.today),
        _programme(desk, actions),
        _samples(desk),
        today_rounds.news(desk),
    )
    found = [one for part in parts for one in _told(part)] or list(_first(desk))
    return sorted(found, key=lambda one: HEADINGS.index(one.heading))


def _told(part: Iterator[Matter]) -> Iterator[Matter]:
    """The matters of a part; a sentence where something in it cannot be read."""
    try:
        yield from part
    except StoreError:
        raise
    except AuditError as error:
        first, *_ = str(error).split("\n")  # 'audit check' tells the others
        yield Matter(WAITING, first, "audit check")


def _first(desk: Desk) -> Iterator[Matter]:
    """What comes first in a workspace with nothing in it."""
    if not desk.store.agencies():
        yield Matter(NEXT, "No agencies are known yet.", "audit agency import LIST.xlsx")
    if not desk.store.rounds():
        yield Matter(NEXT, "No round was opened yet; these are the templates.", "audit templates")


def _concerns(desk: Desk) -> Iterator[Matter]:
    from audit.cases.concern import lines
    from audit.cli.readings import book_of

    found = book_of(desk).concerns()
    names = {one.code: one.name for one in desk.store.agencies()} if found else {}
    for sentence in lines(found, names):
        yield Matter(URGENT, sentence, "audit concern list")


# --- actions ------------------------------------------------------------------------------------------


def _actions(every: "Sequence[Followed]", today: date) -> Iterator[Matter]:
    from audit.actions.accepting import waiting
    from audit.actions.rag import overdue

    late = [one for one in every if overdue(one, today)]
    if late:
        are = "action is" if len(late) == 1 else "actions are"
        yield Matter(
            LATE, f"{len(late)} {are} overdue{_longest(late, today)}.", "audit action list --overdue"
        )
    if proposed := waiting(every):
        verb = "waits" if len(proposed) == 1 else "wait"
        text = f"{plural(len(proposed), 'proposal')} of owners {verb} to be accepted or declined."
        yield Matter(WAITING, text, "audit action accept")
    yield from _due(every, late, today)


def _longest(late: "Sequence[Followed]", today: date) -> str:
    """How long the one that is longest overdue has been."""
    from audit.dates import days

    first = min(late, key=lambda one: one.action.due)
    said = days((today - date.fromisoformat(first.action.due)).days)
    return f", by {said}: {first.id}" if len(late) == 1 else f", {first.id} the longest (by {said})"


def _due(every: "Sequence[Followed]", late: "Sequence[Followed]", today: date) -> Iterator[Matter]:
    from audit.actions.filters import Wanted, chosen

    last = today + AHEAD
    count = len(chosen(every, Wanted(due_by=last), today)) - len(late)
    if count > 0:
        are = "action is" if count == 1 else "actions are"
        besides = ", besides those overdue" if late else ""
        text = f"{count} {are} to be done or reviewed by {in_words(last)}{besides}."
        yield Matter(SOON, text, f"audit action list --due-by {last.isoformat()}")


# --- the programme ------------------------------------------------------------------------------------


def _programme(desk: Desk, actions: "Sequence[Followed]") -> Iterator[Matter]:
    """What is late, due soon and next of the programme and of re-audits.

    What is only waiting for a round that is open here is left out, as the round itself tells of it.
    """
    from audit.programme.item import Standing

    open_ = {one.name for one in desk.store.rounds() if not one.closed}
    found = [one for one in _items(desk, actions) if not one.rounds or not open_ >= {*one.rounds}]
    late = [one for one in found if one.standing is Standing.LATE]
    soon = [one for one in found if one.soon(desk.today)]
    for heading, entries, option in ((LATE, late, "late"), (SOON, soon, "due")):
        if entries:
            names = some([_named(one) for one in entries], MANY)
            text = f"{plural(len(entries), 'entry', 'entries')} of the programme: {names}."
            yield Matter(heading, text, f"audit programme --{option}")
    later = [one for one in found if one.standing is Standing.COMING and one.due]
    if later:
        yield Matter(NEXT, f"The next entry of the programme: {_named(later[0])}.", "audit programme")


def _items(desk: Desk, actions: "Sequence[Followed]") -> "list[Item]":
    from audit.cli.programme import programme_of
    from audit.cli.programme_facts import facts_of
    from audit.programme.acting import from_actions, with_evidence
    from audit.programme.item import SOON as WINDOW
    from audit.programme.items import items
    from audit.programme.spans import financial

    written = programme_of(desk)
    facts = facts_of(desk, written, actions)
    last = max(financial(desk.today).last, desk.today + WINDOW)
    own = [with_evidence(one, actions) for one in items(written, facts, desk.today, last)]
    known = [name for one in written.audits for name in one.rounds]
    found = [*own, *from_actions(actions, facts, desk.today, known)]
    return sorted(found, key=lambda one: one.order)


def _named(one: "Item") -> str:
    return f"{one.what} ({in_words(one.due)})" if one.due else one.what


# --- samples ------------------------------------------------------------------------------------------


def _samples(desk: Desk) -> Iterator[Matter]:
    """Samples that were drawn lately and that no round is about."""
    from audit.store.cases import CaseBook
    from audit.store.ledger import Ledger

    acts, kept = Ledger(desk.store).whole()
    gone = {act.content["sample"] for act in acts if act.act == "discard"}
    bigger = {certificate["design"].get("extends") for certificate in kept.values()}
    book = CaseBook(desk.store)
    for name, certificate in kept.items():
        at = next((act["at"] for act in certificate["acts"] if act["act"] == "draw"), "")
        recent = (desk.today - DRAWN).isoformat() <= at[:10] <= desk.today.isoformat()
        if recent and name not in gone | bigger and not book.rounds_over(name):
            day = in_words(date.fromisoformat(at[:10]))
            cases = plural(len(certificate["drawn"]), "case")
            text = f"The sample {name} of {cases} was drawn on {day}; no round is about it."
            due = (desk.today + AHEAD).isoformat()
            command = f"audit round open TEMPLATE --name {quoted(name.lower())} --sample {name} --due {due}"
            yield Matter(WAITING, text, command)
