"""The sheet By plan: the actions of each plan, and of each round whose answers they came from, counted."""

from collections.abc import Iterator

from audit.actions.followed import Followed
from audit.workbook.action_edition import ActionEdition
from audit.workbook.action_lines import COUNTED, WIDTHS, Line, Rows, barred, line
from audit.workbook.page import Block, Link, Page, Table, Text

NO_PLAN = "In no plan"
EVERYBODY = "All owners"
PLANS, ROUNDS = "Actions by plan", "Actions that came from answers, by round"
Groups = dict[str, list[Followed]]


def several(edition: ActionEdition) -> bool:
    """Whether there is more to tell apart than one plan."""
    plans = {one.name for one in edition.plans} | {one.action.plan for one in edition.found}
    return len(plans) > 1 or any(one.action.link for one in edition.found)


def by_plan(edition: ActionEdition) -> Page:
    """The sheet By plan; for the subgroup each plan's owners stand below it, and can be folded away."""
    plans: Groups = {one.name: [] for one in edition.plans}
    for one in edition.found:
        plans.setdefault(one.action.plan, []).append(one)
    table = _of_all(edition, plans) if edition.board else _of_owners(edition, plans)
    blocks: tuple[Block, ...] = (*map(Text, _intro(edition)), table, _rounds(edition))
    widths = (50, *([] if edition.board else [40.0]), *WIDTHS)
    return Page("By plan", edition.title("by plan"), blocks, widths=widths)


def _intro(edition: ActionEdition) -> Iterator[str]:
    yield "Each action stands in one plan at most."
    if not edition.board:
        yield "An action of two owners counts below its plan for each of them, and once for the plan."


def _of_all(edition: ActionEdition, plans: Groups) -> Table:
    rows: Rows = tuple((named(edition, name), *line(edition, found)) for name, found in plans.items())
    foot: Line = ("All actions", *line(edition, edition.found)) if len(rows) > 1 else ()
    bars, top = barred(rows, 1)
    empty = "No action is kept yet."
    return Table(PLANS, ("Plan", *COUNTED), rows, foot, bars=bars, bar_top=top, empty=empty)


def _of_owners(edition: ActionEdition, plans: Groups) -> Table:
    """The same with a line for each owner below its plan."""
    rows: list[Line] = []
    levels: list[int] = []
    below = _owned(edition)
    for name, found in plans.items():
        title = named(edition, name)
        first = Link(title, "Actions", edition.first(one.id for one in found)) if found else title
        rows.append((first, EVERYBODY, *line(edition, found)))
        own: list[Line] = [
            (title, edition.typed(owner), *line(edition, ones)) for owner, ones in below.get(name, {}).items()
        ]
        rows += own
        levels += [0, *[1] * len(own)]
    foot: Line = ("All actions", EVERYBODY, *line(edition, edition.found)) if len(plans) > 1 else ()
    bars, top = barred(rows, 2)
    heads = ("Plan", "Owner", *COUNTED)
    return Table(
        PLANS,
        heads,
        tuple(rows),
        foot,
        bars=bars,
        bar_top=top,
        levels=tuple(levels),
        empty="No action is kept yet.",
    )


def _owned(edition: ActionEdition) -> dict[str, Groups]:
    """The actions by plan and owner."""
    found: dict[str, Groups] = {}
    for owner in edition.owners:
        for one in owner.found:
            found.setdefault(one.action.plan, {}).setdefault(owner.owner, []).append(one)
    return found


def _rounds(edition: ActionEdition) -> Table:
    """How those stand that came from an answer of a round."""
    rounds: Groups = {}
    for one in edition.found:
        if one.action.link:
            rounds.setdefault(one.action.link.round, []).append(one)
    beside = () if edition.board else (EVERYBODY,)
    rows: Rows = tuple(
        (edition.typed(name), *beside, *line(edition, found)) for name, found in sorted(rounds.items())
    )
    heads = ("Round", *(() if edition.board else ("Owner",)), *COUNTED)
    return Table(ROUNDS, heads, rows, empty="No action came from an answer of a round.")


def named(edition: ActionEdition, name: str) -> str:
    """A plan by its title and its name, as the partnership gave them."""
    title = next((one.title for one in edition.plans if one.name == name), "")
    return edition.typed(f"{title} ({name})" if title else name or NO_PLAN)
