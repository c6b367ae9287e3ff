"""audit report of a round about agencies."""

from pathlib import Path
from typing import TYPE_CHECKING

from audit.cli.concerns import concerns_in, say_waiting
from audit.cli.desk import Desk
from audit.cli.further import (
    further_messages,
    further_sheets,
    past_messages,
    past_sheets,
    past_steps,
    scorecard_of,
)
from audit.cli.reporting import Wanted, deliver
from audit.cli.scored import score_round
from audit.cli.screen import tell
from audit.dates import in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audit.scoring.movement import Movement
    from audit.scoring.partnership import Results
    from audit.workbook.assembled import Report
    from audit.workbook.edition import Edition


def report_agencies(desk: Desk, names: tuple[str, ...], wanted: Wanted, *, drafts: bool) -> None:
    """Write the workbook of a round about agencies, and say what is in it."""
    from audit.cli.compare_agencies import movements_of
    from audit.cli.past_show import rounds_of
    from audit.scoring.membership import by_responses

    rounds, pasts = rounds_of(desk, names)
    moved = movements_of(desk, rounds, drafts=drafts) if len(rounds) > 1 else ()
    found = moved[-1].now if moved else score_round(desk, rounds[0], drafts)
    deliver(desk, agency_report(desk, found, wanted, moved, pasts), wanted)
    say_waiting(desk, [found.round.name])
    running = found.template.running
    done = running.done if running.states else "returns signed"
    signed = f"{found.returned} of {found.expected} {done}{by_responses(found)}"
    if wanted.output:
        tell(f"{wanted.output} is written, as of {in_words(desk.today)}: {signed}.")


def agency_report(
    desk: Desk,
    found: "Results",
    wanted: Wanted,
    moved: "Sequence[Movement]" = (),
    pasts: "Sequence[str]" = (),
) -> "Report":
    """The report of a round about agencies, with the partnership's own name and marking."""
    from audit.workbook.report import report_of

    return report_of(agency_edition(desk, found, wanted, moved, pasts))


def agency_edition(
    desk: Desk,
    found: "Results",
    wanted: Wanted,
    moved: "Sequence[Movement]" = (),
    pasts: "Sequence[str]" = (),
) -> "Edition":
    """The edition of a round about agencies that is wanted."""
    from audit.scoring.verified import verified
    from audit.workbook.edition import Edition

    marking = desk.marking(wanted.audience)
    card, beside, steps = scorecard_of(desk, found, moved), verified(found), past_steps(desk, found, pasts)
    return Edition(
        found,
        wanted.audience,
        desk.partnership,
        wanted.asks,
        marking,
        tuple(moved),
        escalated=_escalated(desk, found),
        concerns=concerns_in(desk, [found.round.name]),
        further=(*past_sheets(steps), *further_sheets(found, card, beside)),
        said=(*past_messages(steps), *further_messages(found, card, beside)),
    )


def _escalated(desk: Desk, found: "Results") -> tuple[str, ...]:
    """The agencies, by code, whose chief officer was chased for the return by the day of the report."""
    from audit.chasing.people import CHIEF
    from audit.store.chases import chases

    made = chases(desk.store, found.round.name)
    return tuple({one.agency: None for one in made if CHIEF in one.to and one.on <= desk.today})


def write(desk: Desk, found: "Results", audience: str, output: Path, asks: tuple[str, ...] = ()) -> None:
    """Write the workbook of a round about agencies."""
    wanted = Wanted(audience, output, asks)
    deliver(desk, agency_report(desk, found, wanted), wanted)
