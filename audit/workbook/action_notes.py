"""The sheets Not understood and Notes: what of a plan has no place, every update, and texts cut elsewhere."""

from collections.abc import Iterator, Sequence

from audit.actions.action import Update
from audit.actions.followed import day_of_stamp
from audit.actions.wording import day_words
from audit.dates import in_words
from audit.workbook.action_edition import TYPED, ActionEdition
from audit.workbook.page import NOTHING, Block, Page, Table, Text

CUT = "Texts too long for their cell"
UPDATES = "Every update, action by action"
OTHER = "Columns of plans that mean nothing here"
UNREAD = "What was not understood, or is to be looked at, by row"
Line = tuple[str, str, str, str]


def not_understood(edition: ActionEdition) -> Page:
    """The sheet Not understood."""
    rows = tuple(
        (edition.text(plan.name), *(edition.text(str(part)) for part in (row, column, why, text)))
        for plan in edition.plans
        for row, column, text, why in plan.unread
    )
    blocks = (
        Text(TYPED, "warning"),
        Text("Nothing of it was dropped: it stands in the file that came, and has to be settled by hand."),
        Table(
            UNREAD,
            ("Plan", "Row", "Column", "Why", "What stands there"),
            rows,
            split=True,
            empty="Nothing was noted when the plans came.",
        ),
    )
    return Page("Not understood", edition.title("not understood"), blocks, widths=(22, 9, 24, 40, 60))


def notes(edition: ActionEdition, cut: Sequence[tuple[str, str]]) -> Page:
    """The sheet Notes; `cut` holds each text cut elsewhere with its sheet, in the order of the notes."""
    blocks: list[Block] = [Text(TYPED, "warning")] if cut or not edition.board else []
    if cut:
        rows = tuple((f"Note {place}", sheet, NOTHING, whole) for place, (sheet, whole) in enumerate(cut, 1))
        blocks.append(Table(CUT, ("Note", "Sheet", "More", "Whole text"), rows, split=True))
    blocks += _counted(edition) if edition.board else _told(edition)
    return Page("Notes", edition.title("notes"), tuple(blocks), widths=(30, 24, 20, 82))


def _counted(edition: ActionEdition) -> Iterator[Block]:
    """How much is kept one by one."""
    found = edition.found
    counts = {
        "Actions": len(found),
        "Updates": sum(len(one.updates) for one in found),
        "Pieces of evidence": sum(len(one.evidence) for one in found),
        "Times that owners were asked": len(edition.figures.asked),
        "Places in the plans as they came not understood, or to be looked at": sum(
            len(plan.unread) for plan in edition.plans
        ),
    }
    rows = tuple((what, number) for what, number in counts.items())
    title = "What is only counted here" if edition.public else "What the subgroup's edition has one by one"
    yield Table(title, ("What", "How many"), rows)


def _told(edition: ActionEdition) -> Iterator[Block]:
    heads = ("Action", "When, and by whom", "State", "What was said")
    yield Table(
        OTHER,
        ("Action", "Column", "Row", "What stands there"),
        tuple(_other(edition)),
        split=True,
        empty="Every column of the plans has its place.",
    )
    yield Table(UPDATES, heads, tuple(_updates(edition)), split=True, empty="No update is kept.")


def _updates(edition: ActionEdition) -> Iterator[Line]:
    for one in edition.found:
        for entry in one.entries:
            if isinstance(update := entry.said, Update):
                written = f"written down {in_words(day_of_stamp(entry.at))}"
                when = day_words(update.on) or ("undated in the plan" if update.history else written)
                who = f"{when}, {update.by}" if update.by else when
                yield one.id, edition.text(who), update.state or NOTHING, edition.text(update.note)


def _other(edition: ActionEdition) -> Iterator[Line]:
    for one in edition.found:
        for heading, text in one.action.other:
            row = f"row {one.action.row}" if one.action.row else NOTHING
            yield one.id, edition.text(heading), row, edition.text(text)
