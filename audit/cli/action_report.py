"""audit action report: the workbook of actions for the subgroup, the board or the public."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

import click

from audit.cli.desk import Day, Desk, everywhere, of_one_moment
from audit.cli.reporting import Wanted, deliver, report_options
from audit.cli.screen import tell
from audit.dates import in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audit.actions.followed import Followed

RECENT = 92  # days for which an action counts as newly closed where --since says nothing else
NAMES = "Words that people typed stand in it: read them before it goes further, since people write names."
TITLES = (
    "It names plans, rounds and themes as you did: read those names before it is published, since one may "
    "tell of a child."
)


@click.command("report")
@report_options
@click.option("--plan", "plans", multiple=True, help="Only the actions of this plan; may be repeated.")
@click.option("--since", type=Day(), help=f"From when closed ones are new.  [default: {RECENT} days ago]")
@everywhere
@of_one_moment
def action_report(desk: Desk, plans: tuple[str, ...], since: date | None, wanted: Wanted) -> None:
    """Write the workbook of actions for the subgroup, the board or the public.

    The subgroup gets every action, the evidence register and what was asked of whom; the board what is
    overdue, not assured or newly closed, with the counts and how they moved. The public gets counts, and
    agencies as the only owners by name. All get the same figures.

    \b
    Examples:
      audit action report --for board -o actions.xlsx --ask "decide about A-007" --since 2026-06-30
      audit action report --for subgroup -o working.xlsx --plan child-r
      audit action report --for public -o actions-public.xlsx
    """
    start = since or desk.today - timedelta(days=RECENT)
    if start > desk.today:
        raise click.UsageError(f"--since {start} is after {desk.today}, the day of the report.")
    count = write(desk, wanted, plans, start)
    actions = "1 action" if count == 1 else f"{count:,} actions"
    told = TITLES if wanted.audience == "public" else NAMES
    if wanted.output:
        tell(f"{wanted.output} is written, as of {in_words(desk.today)}: {actions}. {told}")


def write(desk: Desk, wanted: Wanted, names: tuple[str, ...], since: date) -> int:
    """Write the workbook, with the partnership's own name and marking; gives how many actions it counts."""
    from audit.actions.figures import Figures
    from audit.cli.action_owners import wait_of
    from audit.cli.themes import themes_of
    from audit.store.actions import ActionBook
    from audit.workbook.action_edition import ActionEdition
    from audit.workbook.action_report import action_report_of

    book = ActionBook(desk.store)
    plans = tuple({one.name: one for one in map(book.plan, names)}.values()) or book.plans()
    chosen = {one.name for one in plans}
    found = tuple(one for one in book.actions() if not names or one.action.plan in chosen)
    edition = ActionEdition(
        Figures(found, desk.today, wait_of(desk), tuple(desk.store.agencies())),
        wanted.audience,
        since,
        desk.partnership,
        wanted.asks,
        desk.marking(wanted.audience),
        plans,
        chosen=bool(names),
        versions=book.versions(),
        rounds=_results(desk, found),
    )
    deliver(desk, action_report_of(edition, themes_of(desk)[0]), wanted)
    return len(found)


def _results(desk: Desk, found: "Sequence[Followed]") -> dict[str, str]:
    """What came of the rounds that are actions' evidence, in a sentence each, by the id of the action."""
    from audit.cli.action_rounds import Rounds, evidence_result

    rounds = Rounds(desk)
    return {one.id: evidence_result(desk, one.action, rounds) for one in found if one.action.evidence_round}
