"""The sheets that a template or other rounds add to the report of a round about agencies."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from audit.cli.desk import Desk
from audit.cli.scored import score_round

if TYPE_CHECKING:
    from audit.past.compare import Step
    from audit.recurring.scorecard import Scorecard
    from audit.scoring.movement import Movement
    from audit.scoring.partnership import Results
    from audit.scoring.verified import Verified
    from audit.summaries.message import Message
    from audit.workbook.edition import Making


def past_steps(desk: Desk, found: "Results", names: Sequence[str]) -> "tuple[Step, ...]":
    """What moved since each of the past cycles that stand beside a round."""
    from audit.past.compare import Step
    from audit.past.snapshot import of_past, of_round
    from audit.store.past import find_past

    pasts = [past for name in names if (past := find_past(desk.store, name))]
    now = of_round(found) if pasts else None
    return tuple(Step(of_past(one), now) for one in pasts if now)


def past_sheets(steps: "Sequence[Step]") -> "Iterator[Making]":
    """What makes a sheet for each past cycle."""
    from audit.workbook.past import past_sheet

    for at, step in enumerate(steps, 1):
        yield partial(past_sheet, step, at)


def past_messages(steps: "Sequence[Step]") -> "Iterator[Message]":
    """What moved since each of them, as a key message."""
    from audit.past.compare_table import message

    for at, step in enumerate(steps, 1):
        if said := message(step, at):
            yield said


def further_sheets(
    found: "Results", card: "Scorecard | None", beside: "Verified | None"
) -> "tuple[Making, ...]":
    """What makes the further sheets of a round's report, in their order."""
    return (*_of_scorecard(card), *_of_verified(beside), *_of_lists(found))


def further_messages(
    found: "Results", card: "Scorecard | None", beside: "Verified | None"
) -> "tuple[Message, ...]":
    """The key messages of those sheets, but for what those of the round itself say already."""
    from audit.recurring.scorecard_words import messages
    from audit.scoring.messages import SEEN
    from audit.scoring.verified import messages as of_verified

    own = (one for one in of_verified(beside) if one.key != SEEN) if beside else ()
    return (*(messages(card, found.template.bands) if card else ()), *own)


def _of_scorecard(card: "Scorecard | None") -> "Iterator[Making]":
    from audit.workbook.scorecard import scorecard_sheet

    if card is not None:
        yield scorecard_sheet(card)


def scorecard_of(desk: Desk, found: "Results", moved: "Sequence[Movement]") -> "Scorecard | None":
    """The scorecard of the rounds of a report that repeat, or of the series of its only round up to that.

    None for rounds that do not: whose template does not say that it repeats, and that are no series.
    """
    from audit.recurring.measures import measures_of
    from audit.recurring.scorecard import scorecard
    from audit.store.series import series

    own = series(desk.store, found.round.name)
    if moved:
        rounds = [moved[0].then, *(one.now for one in moved)]
    else:
        before = own[: own.index(found.round.name)]
        rounds = [*(score_round(desk, name, found.drafts) for name in before), found]
    repeats = found.template.running.every or {one.round.name for one in rounds} <= {*own}
    one_template = len({one.template.ref for one in rounds}) == 1
    if len(rounds) < 2 or not (repeats and one_template and measures_of(found.template)):
        return None
    return scorecard(rounds)


def _of_verified(beside: "Verified | None") -> "Iterator[Making]":
    """What agencies said of themselves beside what was seen, where both are known."""
    from audit.workbook.verified import verified_detail, verified_sheet

    if beside:
        yield partial(verified_sheet, beside)
        yield partial(verified_detail, beside)


def _of_lists(found: "Results") -> "Iterator[Making]":
    """The lists that the template makes of the answers."""
    from audit.scoring.listed import listed
    from audit.workbook.listed import listed_sheet

    for one in listed(found):
        yield partial(listed_sheet, one)
