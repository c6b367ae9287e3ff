"""The sheet Summary of a report on actions: what is asked, the key messages, the counts."""

from collections.abc import Iterable, Iterator
from datetime import date

from audit.actions.figures import Figures
from audit.actions.followed import Followed
from audit.actions.history import newly_ended
from audit.actions.words import CLOSED, Basis, Colour, State
from audit.dates import days, in_words
from audit.summaries.asking import asked as given_first
from audit.summaries.choosing import chosen
from audit.summaries.message import Matter, Message
from audit.wording import listed, plural, some
from audit.workbook.action_edition import FILLS, ActionEdition, are, as_of
from audit.workbook.action_trend import finding
from audit.workbook.page import Block, Cell, Filled, NewPage, Page, Table
from audit.workbook.telling import asks, key_messages


def summary(edition: ActionEdition, more: tuple[Message, ...] = ()) -> Page:
    """The sheet Summary; `more` are messages of other sheets, with their names."""
    blocks: list[Block] = [
        *asks(edition.audience, asked(edition)),
        key_messages(told(edition, more)),
        *_counts(edition),
    ]
    return Page("Summary", edition.title("summary"), tuple(blocks), widths=(112, 18), tall=2)


def asked(edition: ActionEdition) -> tuple[str, ...]:
    """What the reader is asked to do: as it was given, then what the figures ask of a board."""
    return given_first(edition.audience, map(edition.typed, edition.asks), _notes(edition.figures))


def made(edition: ActionEdition) -> str:
    """How the figures came about, in a sentence or two."""
    return (
        f"Actions are counted as they stood on {as_of(edition)}, by what was written down until then. "
        "An owner's word that one is complete does not make it assured."
    )


def _notes(figures: Figures) -> Iterator[str]:
    """What the figures ask of a board."""
    if late := figures.overdue:
        names = listed([one.id for one in late])
        yield f"decide what to do about {plural(len(late), 'overdue action')}: {names}."
    if silent := figures.having(State.NO_RESPONSE, State.NO_FURTHER_RECEIVED):
        yield (
            f"decide what to do about {plural(len(silent), 'action')} on which nothing more was heard: "
            f"{listed([one.id for one in silent])}."
        )
    if complete := figures.having(State.REPORTED_COMPLETE):
        yield (
            f"say what would show that {plural(len(complete), 'action')} reported complete "
            f"{_is(len(complete))} done."
        )


def told(edition: ActionEdition, more: tuple[Message, ...] = ()) -> tuple[Message, ...]:
    """The key messages by what matters; `more` are those of other sheets."""
    return chosen((*messages(edition), *more))


def messages(edition: ActionEdition) -> Iterator[Message]:
    """The key messages with the sheet of their figures; none that the figures do not bear."""
    figures = edition.figures
    if not figures.found:
        yield Message("No action is kept yet, so there is nothing to count.", "Actions", Matter.BASIS)
        return
    yield Message(_headline(figures), "Actions", Matter.BASIS, "actions")
    yield from _late(edition)
    yield Message(_colours(edition), "Over time", key="colours")
    if len(edition.trend) > 1:
        yield Message(f"{finding(edition)}.", "Over time", Matter.MOVED, "trend")
    yield from _assurance(figures)
    yield from _closed(edition)
    yield from _unclear(figures)
    if not edition.public:
        yield from _owners(edition)
    yield from _silence(figures)
    if unread := sum(len(plan.unread) for plan in edition.plans):
        sheet = "Notes" if edition.board else "Not understood"
        was = "was" if unread == 1 else "were"
        places = f"{plural(unread, 'place')} in the plans {was}"
        text = f"{places} not understood, or {_is(unread)} to be looked at."
        yield Message(text, sheet, key="unread")


def _late(edition: ActionEdition) -> Iterator[Message]:
    """The action that is overdue longest, or those that are as late; how many are, the headline says."""
    if late := edition.figures.overdue:
        due = date.fromisoformat(late[0].action.due)
        which = some([one.id for one in late if one.action.due == late[0].action.due])
        which = f"{which}, due {in_words(due)}, {days((edition.today - due).days)} ago"
        verb = "is" if len(late) == 1 or late[1].action.due != late[0].action.due else "are"
        said = "the one that is late longest is" if verb == "is" else "those late longest are"
        text = f"Of {plural(len(late), 'overdue action')} {said} {which}."
        text = text if len(late) > 1 else f"The one overdue action is {which}."
        yield Message(text, "Actions", Matter.OVERDUE, "overdue")


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def _headline(figures: Figures) -> str:
    bases = _bases(figures)
    complete, late, bare = (
        len(found) for found in (figures.having(State.REPORTED_COMPLETE), figures.overdue, figures.unowned)
    )
    text = (
        f"Of {plural(len(figures.found), 'action')} {are(len(figures.assured))} assured{bases}, "
        f"{are(complete)} reported complete and not assured, {are(late)} overdue"
    )
    return (
        f"{text}; {bare:,} that {_is(bare)} still open {'has' if bare == 1 else 'have'} no owner."
        if bare
        else f"{text}."
    )


def _bases(figures: Figures) -> str:
    """In brackets how many assurances rest on what; nothing where none is assured."""
    parts = [f"{number:,} {_by(basis)}" for basis, number in figures.bases.items() if number]
    return f" ({', '.join(parts)})" if parts else ""


def _by(basis: Basis) -> str:
    return {Basis.TOLD: "told", Basis.DOCUMENT: "by a document held"}.get(basis, f"by {basis}")


def _colours(edition: ActionEdition) -> str:
    counts = [f"{number:,} {colour}" for colour, number in edition.figures.tally.colours.items()]
    return f"By colour on {as_of(edition)}: {listed(counts)}."


def _assurance(figures: Figures) -> Iterator[Message]:
    if figures.assured:
        kept = len(figures.sustained)
        text = (
            f"Of {len(figures.assured):,} assured {are(kept)} sustained: found still done by a later check."
        )
        yield Message(text, "Evidence", Matter.UNASSURED, "sustained")
    if waiting := len(figures.proposed):
        text = f"{plural(waiting, 'answer')} of owners {_is(waiting)} not accepted or declined yet."
        yield Message(text, "Asks", Matter.UNASSURED, "proposed")


def _closed(edition: ActionEdition) -> Iterator[Message]:
    states = edition.figures.tally.states
    parts = [f"{states[state]:,} {state}" for state in State if state in CLOSED and states[state]]
    if parts:
        text = f"Ended without being assured: {listed(parts)}."
        yield Message(text, "Actions", Matter.UNASSURED, "closed")
    new = newly_ended(edition.found, edition.since, edition.today)
    assured = sum(one.state == State.ASSURED for one, _ in new)
    others = len(new) - assured or "none"
    day = in_words(edition.since)
    text = f"Since {day} {assured or 'none'} became assured and {others} closed otherwise."
    sheet = "Newly closed" if edition.audience == "board" else "Actions"
    yield Message(text, sheet, Matter.MOVED, "new")


def _unclear(figures: Figures) -> Iterator[Message]:
    parts = []
    if bare := len(figures.undated):
        has = "has" if bare == 1 else "have"
        parts.append(f"{bare:,} still open {has} no due or review date that can be read")
    if stale := len(figures.stale):
        has = "was" if stale == 1 else "were"
        still = "" if bare else " still open"
        parts.append(f"{stale:,}{still} {has} not updated within the interval of the plan")
    if parts:
        yield Message(f"{'; '.join(parts)}.", "Actions", Matter.OVERDUE, "unclear")


def _owners(edition: ActionEdition) -> Iterator[Message]:
    """Who owns most red actions, where anybody does."""
    figures = edition.figures
    named = [line for line in figures.owners if line.found[0].action.owners]
    reds = {line.owner: _reds(figures, line.found) for line in named}
    most = max(reds.values(), default=0)
    total = _reds(figures, figures.found)
    if most and total > 1:
        who = [edition.typed(name) for name, number in reds.items() if number == most]
        if len(who) <= 3:
            each = " each" if len(who) > 1 else ""
            text = f"Most red actions: {listed(who)}, {most:,} of {total:,}{each}."
            yield Message(text, "By owner", Matter.OVERDUE, "owners")


def _reds(figures: Figures, found: Iterable[Followed]) -> int:
    return sum(figures.rags[one.id].colour == Colour.RED for one in found)


def _silence(figures: Figures) -> Iterator[Message]:
    if silent := figures.silences:
        asked, about = plural(len(silent), "ask"), plural(len({one.followed.id for one in silent}), "action")
        were, within = "was" if len(silent) == 1 else "were", days(figures.wait)
        text = f"{asked} about {about} {were} met by silence: nothing came within {within}, or since."
        yield Message(text, "Asks", Matter.NON_RETURN, "silence")


def _counts(edition: ActionEdition) -> Iterator[Block]:
    figures = edition.figures
    if not figures.found:
        return
    heads = ("How many actions", "Actions")
    colours: list[tuple[Cell, ...]] = [
        (Filled(colour.capitalize(), FILLS[colour]), number)
        for colour, number in figures.tally.colours.items()
    ]
    states = [(str(state).capitalize(), number) for state, number in figures.tally.states.items() if number]
    bases = [(str(basis).capitalize(), number) for basis, number in figures.bases.items()]
    yield NewPage()
    yield Table("By colour", heads, tuple(colours), foot=("All", len(figures.found)))
    yield Table("By state", heads, tuple(states), foot=("All", len(figures.found)))
    if figures.assured:
        foot = ("All assured", len(figures.assured))
        yield Table("Assured actions by what the assurance rests on", heads, tuple(bases), foot=foot)
