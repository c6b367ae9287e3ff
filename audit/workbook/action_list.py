"""The sheet Actions: all of them for the subgroup; for a board those that it has to look at; else counts."""

import textwrap

from audit.actions.action import Assurance, Entry, Update
from audit.actions.asks import asked
from audit.actions.followed import Followed, day_of_stamp
from audit.actions.history import newly_ended
from audit.actions.table import in_order
from audit.actions.wording import levels_above
from audit.actions.words import ENDED, State
from audit.dates import in_words, said
from audit.wording import plural
from audit.workbook.action_edition import BY_WORD, ActionEdition, are, warned
from audit.workbook.action_lines import counted
from audit.workbook.page import NOTHING, QUIET, Block, Cell, Filled, Page, Table, Text

UNASSURED = (
    State.NOT_ON_TRACK,
    State.NO_RESPONSE,
    State.NO_FURTHER_RECEIVED,
    State.REPORTED_COMPLETE,
)
NOTED = 500  # actions, the loudest first, that a note stands at: more would make the file slow to open
NOTE = 160  # characters of the last update in a note
# Columns that both editions have, with their widths in characters.
WHAT, OWNER, DUE, COLOUR = ("What is to be done", 40.0), ("Owner", 15.0), ("Due", 13.0), ("Colour", 14.0)
STATE, OWN = ("State", 12.0), ("In the plan's own words", 11.0)
LAST, SOURCE = ("Last update", 30.0), ("Where it came from", 13.0)
WIDTHS = (12.0, WHAT[1], OWNER[1], 17.0, COLOUR[1], 15.0, LAST[1], SOURCE[1])  # of a board's
ABOVE, EVIDENCE = ("What it is part of", 28.0), ("Evidence: required, and seen", 24.0)


def actions(edition: ActionEdition) -> Page:
    """The sheet Actions."""
    if edition.public:
        return counted(edition)
    return _selected(edition) if edition.board else _all(edition)


def _all(edition: ActionEdition) -> Page:
    parts = any(levels_above(one.action) for one in edition.found)
    columns = (
        *(("Action", 8.0), WHAT, *([ABOVE] if parts else []), OWNER, COLOUR, STATE, OWN, DUE, LAST),
        *(EVIDENCE, SOURCE),
    )
    found = sorted(edition.found, key=lambda one: edition.order[one.id])
    noted = {one.id for one in found[:NOTED] if one.state not in ENDED}
    rows = tuple(_row(edition, one, parts, noted=one.id in noted) for one in found)
    ended = tuple(int(one.state in ENDED) for one in found)
    place = [name for name, _ in columns].index("Colour")
    table = Table(
        "",
        tuple(name for name, _ in columns),
        rows,
        colours=BY_WORD,
        coloured=(place,),
        filtered=True,
        empty="No action is kept yet.",
        anchors=tuple(one.id for one in found),
        levels=ended if any(ended) else (),
    )
    first = (
        "Those open without an owner or a date come first, then red, amber and green; ended ones come last "
        "and can be folded away. A note at a colour says what was heard and asked last."
    )
    blocks: tuple[Block, ...] = (*warned(edition), Text(first), table)
    widths = tuple(width for _, width in columns)
    return Page("Actions", edition.title("every action"), blocks, frozen=1, widths=widths)


def _row(edition: ActionEdition, one: Followed, parts: bool, *, noted: bool) -> tuple[Cell, ...]:
    return (
        edition.called(one),
        edition.what(one),
        *([edition.above(one)] if parts else []),
        edition.owner(one),
        edition.colour(one, _note(edition, one) if noted else ""),
        str(one.state),
        edition.own_word(one),
        edition.due(one),
        edition.last(one),
        _evidence(edition, one),
        edition.source(one),
    )


def _note(edition: ActionEdition, one: Followed) -> str:
    """The last update and the last ask in a line each."""
    last = " ".join(edition.last(one).split())
    asks = asked(one)
    came = f": {asks[-1].outcome(edition.today, edition.figures.wait)}" if asks else ""
    ask = (
        f"Asked {plural(len(asks), 'time')}, last on {said(asks[-1].ask.on)}{came}" if asks else "Never asked"
    )
    return f"Last update: {textwrap.shorten(last, NOTE, placeholder=' …')}\n{ask}."


def _evidence(edition: ActionEdition, one: Followed) -> str:
    """What is required, what is held and where, and what came of the round that is its evidence."""
    required = one.action.evidence_required
    lines = [f"Required: {required}"] if required else []
    lines += [f"Result: {edition.rounds[one.id]}"] if one.id in edition.rounds else []
    lines += [f"Seen: {_piece(piece.what, piece.where)}" for piece in one.evidence]
    if one.standing:
        lines.append(f"Assured: {one.basis}")
    return edition.text("\n".join(lines))


def _piece(what: str, where: str) -> str:
    return f"{what}, held: {where}" if where else what


# --- a board ----------------------------------------------------------------------------------------


def _others(edition: ActionEdition) -> list[Followed]:
    """Those that are not assured and not overdue, of which a board hears one by one."""
    return [one for one in edition.figures.having(*UNASSURED) if one.id not in edition.late]


def _selected(edition: ActionEdition) -> Page:
    late = edition.figures.overdue
    blocks: tuple[Block, ...] = (
        *warned(edition),
        Text(_left(edition, len(late) + len(_others(edition)))),
        _open(edition, "Overdue, the longest first", late, "No action is overdue."),
    )
    return Page("Actions", edition.title("what is overdue"), blocks, widths=WIDTHS)


def not_assured(edition: ActionEdition) -> Page:
    """The sheet Not assured: a sheet for each list, so that each page of print can bear its headings."""
    title = "Reported complete, not on track, or nothing more is heard"
    found = tuple(in_order(_others(edition), edition.today))
    empty = "No other action is reported complete without assurance, not on track, or unheard of."
    blocks: tuple[Block, ...] = (*warned(edition), _open(edition, title, found, empty))
    return Page("Not assured", edition.title("not assured"), blocks, widths=WIDTHS)


def _left(edition: ActionEdition, listed: int) -> str:
    rest = len(edition.figures.open) - listed
    others = f" {are(rest).capitalize()} open and not listed; the sheet Summary counts all of them."
    others = f" Those not assured, and those newly closed, stand on the next sheets.{others if rest else ''}"
    return f"{plural(len(edition.found), 'action')} in all.{others}"


def _open(edition: ActionEdition, title: str, found: tuple[Followed, ...], empty: str) -> Table:
    heads = ("Action", WHAT[0], "Owner", "Due", "Colour", OWN[0], LAST[0], SOURCE[0])
    rows = tuple(_open_row(edition, one) for one in found)
    return Table(title, heads, rows, colours=BY_WORD, coloured=(4,), empty=empty)


def _open_row(edition: ActionEdition, one: Followed) -> tuple[Cell, ...]:
    return (
        edition.called(one),
        edition.what(one),
        edition.owner(one),
        edition.due(one),
        edition.colour(one),
        edition.own_word(one),
        edition.last(one),
        edition.source(one),
    )


def newly_closed(edition: ActionEdition) -> Page:
    """The sheet Newly closed."""
    blocks: tuple[Block, ...] = (*warned(edition), _closed(edition))
    return Page("Newly closed", edition.title("newly closed"), blocks, widths=WIDTHS)


def _closed(edition: ActionEdition) -> Table:
    heads = ("Action", WHAT[0], "Owner", "Written down", "How it ended", "Basis", "On what", SOURCE[0])
    new = newly_ended(edition.found, edition.since, edition.today)
    day = in_words(edition.since)
    rows = tuple(_closed_row(edition, one, entry) for one, entry in new)
    return Table(f"Newly closed, since {day}", heads, rows, empty=f"None was assured or closed since {day}.")


def _closed_row(edition: ActionEdition, one: Followed, entry: Entry) -> tuple[Cell, ...]:
    fill = BY_WORD["Blue"] if one.state == State.ASSURED else QUIET
    return (
        edition.called(one),
        edition.what(one),
        edition.owner(one),
        in_words(day_of_stamp(entry.at)),
        Filled(str(one.state).capitalize(), fill),
        one.basis.capitalize() or NOTHING,
        edition.text(_why(entry)),
        edition.source(one),
    )


def _why(entry: Entry) -> str:
    """What was said when it ended: the evidence and where it is held, or the reason."""
    match entry.said:
        case Assurance(evidence=what, where=where, note=note):
            return "; ".join(part for part in (_piece(what, where) if what else "", note) if part)
        case Update(note=note):
            return note
        case _:
            return ""
