"""audit action list: the actions that are followed, what has no owner or date first, then what is overdue."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from audit.actions.action import LEVELS
from audit.actions.filters import WITHOUT
from audit.actions.words import Colour, State
from audit.cli.desk import WORDS, Day, Desk, everywhere, json_option, of_one_moment
from audit.cli.screen import as_json as print_json
from audit.cli.screen import clipped, columns, line, table, tell

if TYPE_CHECKING:
    from audit.actions.followed import Followed
    from audit.cli.action_rounds import Rounds

WIDE = 120  # columns from which owner and date, colour and state have columns of their own
COLOURS = {"Blue": "5694CA", "Grey": "888888", "Red": "D4351C", "Amber": "F4A300", "Green": "00703C"}


@click.command("list")
@click.option("--plan", metavar="P", help="Those of a plan.")
@click.option("--owner", type=WORDS, default="", metavar="X", help="Those of an owner, or of a role.")
@click.option(
    "--state",
    type=click.Choice([one.value for one in State]),
    metavar="S",
    help=f"Those that stand so: {', '.join(State)}.",
)
@click.option("--rag", "colour", type=click.Choice([one.value for one in Colour]), help="Those of a colour.")
@click.option("--theme", type=WORDS, default="", metavar="T", help="Those of a theme.")
@click.option("--source", type=WORDS, default="", metavar="S", help="Those of a review, file or reference.")
@click.option("--link", metavar="ROUND", help="Those that came from a round's answers.")
@click.option(
    "--level", type=click.Choice([one.replace("_", " ") for one in LEVELS]), help="Those of a level."
)
@click.option("--overdue", is_flag=True, help="Those past their due date and not reported complete.")
@click.option("--due-by", type=Day(), metavar="DATE", help="Those not ended that are due, or to be reviewed.")
@click.option("--unassured", is_flag=True, help="Those that are neither assured nor closed.")
@click.option("--without", type=click.Choice(WITHOUT), help="Those without it.")
@json_option
@everywhere
@of_one_moment
def action_list(
    desk: Desk, plan: str | None, link: str | None, level: str | None, as_json: bool, **given: Any
) -> None:
    """List actions: those without owner or date first, then the overdue and the other red ones.

    Every option narrows the list further. The colour is worked out from what was said and the day;
    'audit action show' gives all that is known of one.

    \b
    Examples:
      audit action list --overdue
      audit action list --owner police --unassured --due-by 31/3/2027
      audit action list --plan child-r --json
    """
    from audit.actions.filters import Wanted, chosen
    from audit.actions.table import as_json as block
    from audit.actions.table import in_order
    from audit.store.actions import ActionBook

    book = ActionBook(desk.store)
    every = book.actions()
    texts = {name: value or "" for name, value in given.items() if name in {"state", "colour", "without"}}
    wanted = Wanted(
        plan=book.plan(plan).name if plan else "",
        link=_round(desk, every, link) if link else "",
        level=(level or "").replace(" ", "_"),
        agencies=tuple(desk.store.agencies()),
        **given | texts,
    )
    found = in_order(chosen(every, wanted, desk.today), desk.today)
    if as_json:
        print_json([block(one, desk.today) for one in found])
    elif not every:
        tell("There are no actions yet: 'audit action add', 'audit action import' or 'audit action from'.")
    else:
        print_actions(desk, found)
        line(counted(found, desk.today))


def _round(desk: Desk, every: "Sequence[Followed]", name: str) -> str:
    """The name of a round that actions came from; UnknownError where neither they nor the store have it."""
    links = {one.action.link.round for one in every if one.action.link}
    return (
        next((one for one in links if one.casefold() == name.casefold()), "") or desk.store.round(name).name
    )


def print_actions(desk: Desk, found: "Sequence[Followed]") -> None:
    """Actions as tables, in their order; those without owner or date in one of their own, first."""
    from audit.actions.filters import bare
    from audit.cli.action_rounds import Rounds

    rounds = Rounds(desk)
    first = [one for one in found if bare(one)]
    rest = [one for one in found if not bare(one)]
    if first:
        line(f"Without an owner, or without a date that can be read: {len(first)}.")
        _print(rounds, first)
    if rest:
        if first:
            line(f"With both, or ended: {len(rest)}.")
        _print(rounds, rest)


def _print(rounds: "Rounds", found: "Sequence[Followed]") -> None:
    heads = ["Id", "What is to be done", "Owner", "Due", "Colour", "State"]
    rows = [cells(one, rounds.desk.today) for one in found]
    for one, row in zip(found, rows, strict=True):
        if moved := rounds.moved(one.action):
            row[-1] += f"; answer today: {moved}"
    if columns() >= WIDE:
        table(heads, rows, colours=COLOURS)
        return
    # On a narrow screen the words of an action get the room that two columns more would take.
    narrow = [[*row[:2], "\n".join(row[2:4]), _colour_and_state(*row[4:])] for row in rows]
    table(["Id", "What is to be done", "Owner, due", "How it stands"], narrow, colours=COLOURS)


def _colour_and_state(colour: str, state: str) -> str:
    return colour if colour.endswith(f": {state}") else f"{colour}\n{state}"


def cells(one: "Followed", today: date) -> list[str]:
    """An action as the cells of a table."""
    from audit.actions.rag import rag
    from audit.actions.wording import due_and_review

    action = one.action
    number = f"{one.id}\n({action.number})" if action.number else one.id
    owners = ", ".join(action.owners) or action.role or "no owner"
    return [number, clipped(action.text), owners, due_and_review(action), rag(one, today).word, stands(one)]


def stands(one: "Followed") -> str:
    """The state of an action, with the plan's or the owner's own word where it is another."""
    own = one.own_word if one.own_word.casefold() != one.state else ""
    more = [f"{one.basis}, sustained" if one.sustained else one.basis] if one.basis else []
    more += [clipped(f"own word: {own}")] if own else []
    return f"{one.state} ({'; '.join(more)})" if more else str(one.state)


def counted(found: "Sequence[Followed]", today: date) -> str:
    """How many actions there are of each colour, how many are overdue and not assured: a sentence."""
    from audit.actions.rag import overdue, rag
    from audit.actions.words import ENDED, LOUDEST

    if not found:
        return "No action is so."
    colours = Counter(rag(one, today).colour for one in found)
    parts = [f"{colours[colour]} {colour}" for colour in LOUDEST if colours[colour]]
    late = sum(overdue(one, today) for one in found)
    open_ = sum(one.state not in ENDED for one in found)
    actions = "1 action" if len(found) == 1 else f"{len(found)} actions"
    return f"{actions}: {', '.join(parts)}. Overdue: {late}. Neither assured nor closed: {open_}."
