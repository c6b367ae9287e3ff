"""The sheets Concerns and Actions planned of rounds side by side: what is urgent, what is done about it."""

from collections.abc import Iterator

from audit.actions.followed import Followed
from audit.actions.table import in_order
from audit.actions.words import ENDED
from audit.dates import in_words
from audit.workbook.action_edition import BY_WORD, warned
from audit.workbook.beside_edition import Beside, BesideEdition
from audit.workbook.case_actions import low_grades
from audit.workbook.page import Block, Cell, Page, Table, Text

CONCERNS, ACTIONS = "Concerns", "Actions planned"
RAISED = "Immediate concerns by source"
EACH = "Each immediate concern"
BY_SOURCE = "Actions by source"
PLANNED = "Each action"
COUNT_HEADS = ("Source", "In a plan", "Open", "Assured or closed", "Low grades without an action")
HEADS = ("Action", "Source", "Question", "What is to be done", "Owner", "Due", "Colour")

OPEN = (20.0, 50.0, 50.0, 26.0, 18.0, 18.0)
LISTED = (14.0, *OPEN)


def concerns(edition: BesideEdition) -> Page:
    """The sheet Concerns: how many each source raised; for the subgroup each by reference, without words."""
    rows = tuple(_raised(one) for one in edition.sources)
    blocks: list[Block] = []
    if not edition.board:
        heads = ("Source", "Reference", "Raised", "Outcome")
        each = tuple(
            (one.round, one.subject, in_words(one.day), "not recorded yet" if one.open else "recorded")
            for one in edition.concerns
        )
        blocks.append(Table(EACH, heads, each, empty="No immediate concern was raised."))
    blocks.append(Table(RAISED, ("Source", "Raised", "Outcome not recorded yet"), rows))
    return Page(CONCERNS, "Immediate concerns", tuple(blocks), widths=(34.0, 20.0, 24.0, 24.0))


def _raised(one: Beside) -> tuple[Cell, ...]:
    found = one.results
    return one.name, len(found.case_round.concerns), len(found.open_concerns)


def actions(edition: BesideEdition) -> Page:
    """The sheet Actions planned: counts by source, then each action, of which the public reads the counts."""
    counted = Table(BY_SOURCE, COUNT_HEADS, tuple(_counted(edition, one) for one in edition.sources))
    blocks: list[Block] = [
        *([] if edition.public else warned(edition.actions)),
        Text(_first(edition)),
        counted,
    ]
    if not edition.public:
        blocks.append(_listed(edition))
    widths = OPEN if edition.board else LISTED
    return Page(ACTIONS, ACTIONS, tuple(blocks), widths=widths)


def _first(edition: BesideEdition) -> str:
    once = " The same words stand once." if edition.audience == "board" else ""
    return (
        "Actions of any plan that came of an answer in one of these rounds. Low grades without an action are "
        f"those of first readings that call for one and have none.{once}"
    )


def own(edition: BesideEdition, source: Beside) -> list[Followed]:
    """The actions that came of a source."""
    return [one for one in edition.actions.found if one.action.link and one.action.link.round == source.name]


def _counted(edition: BesideEdition, source: Beside) -> tuple[Cell, ...]:
    found = own(edition, source)
    ended = sum(one.state in ENDED for one in found)
    bare = sum(one.action is None for one in low_grades(source.edition))
    return source.name, len(found), len(found) - ended, ended, bare


def _listed(edition: BesideEdition) -> Table:
    """Each action; for a board without ids, and the same words once, lest an agency's cases be counted."""
    rows = [_row(edition, one) for one in in_order(edition.actions.found, edition.today)]
    heads = HEADS[1:] if edition.board else HEADS
    return Table(
        PLANNED,
        heads,
        tuple(dict.fromkeys(row[1:] for row in rows) if edition.board else rows),
        colours=BY_WORD,
        coloured=(len(heads) - 1,),
        filtered=not edition.board,
        empty="No action in a plan came of these sources yet.",
    )


def _row(edition: BesideEdition, one: Followed) -> tuple[Cell, ...]:
    made = edition.actions
    return (
        made.called(one),
        *_of(edition, one),
        made.text(one.action.action) if one.action.action else "to be agreed",
        made.owner(one),
        made.due(one),
        made.colour(one),
    )


def _of(edition: BesideEdition, one: Followed) -> Iterator[str]:
    """The round and the question that an action came of; for the subgroup the case too."""
    link = one.action.link
    source = next((each for each in edition.sources if link and each.name == link.round), None)
    if link is None or source is None:  # the actions are those of these sources
        return
    by_id = source.edition.template.by_id
    yield source.name
    case = f" ({link.subject})" if link.subject and not edition.board else ""
    yield f"{link.question} {by_id[link.question].text}{case}" if link.question in by_id else link.question
