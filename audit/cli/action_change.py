"""audit action change: put right what an action is, or move it to another owner or date, with the reason."""

from typing import TYPE_CHECKING, Any

import click

from audit.cli.action_options import given_of, say_dates, what_options
from audit.cli.desk import WORDS, Desk, by_option, everywhere
from audit.cli.screen import tell
from audit.errors import AnswerError

if TYPE_CHECKING:
    from audit.actions.action import Action, Plan, Update


@click.command("change")
@click.argument("ids", metavar="ID…", nargs=-1, required=True)
@click.option("--action", "action", type=WORDS, metavar="T", help="What is to be done.")
@click.option("--milestone", type=WORDS, metavar="T", help="The milestone's words.")
@what_options
@click.option("--reason", type=WORDS, default="", metavar="T", help="Why; needed where a date moves.")
@by_option
@everywhere
def action_change(desk: Desk, ids: tuple[str, ...], reason: str, **given: Any) -> None:
    """Change what actions are (ID, or a number in the plan): owner, dates, words; "" takes something away.

    What stood there before stays in 'audit log'. A reason is kept with the action's updates; it does not
    count as having heard from the owner, and is needed where a due or review date moves.

    \b
    Examples:
      audit action change A-007 --owner health --reason "The service moved to health in May"
      audit action change A-007 --due 30/6/2027 --reason "Board, 4 March: the tool comes later"
      audit action change A-012 --review 1/6/2027
    """
    from audit.actions.changing import changed
    from audit.cli.action_writing import book_of, meant, plan_of
    from audit.store.actions import Seen, Writing

    given = given_of(desk, given)
    if all(value is None for value in given.values()):
        raise click.UsageError("Say what is changed, such as --owner, --due or --review.")
    plans: tuple[Plan, ...] = ()
    if given["plan"]:
        plan, new = plan_of(desk, given["plan"])
        given["plan"], plans = plan.name, (plan,) if new else ()
    seen = meant(desk, ids)
    moved = {name: changed(one.action, given) for name, one in seen.items()}
    now = {name: one for name, one in moved.items() if one != seen[name].action}
    notes = [(name, _note(desk, seen[name].action, one, reason)) for name, one in now.items()]
    said = tuple((name, note) for name, note in notes if note)
    if now:
        writing = Writing(plans=plans, changed=tuple(now.values()), said=said)
        book_of(desk).write(writing, desk.stamp(), Seen({name: seen[name] for name in now}, plans=()))
    for name, one in moved.items():
        _say(seen[name].action, one)


def _note(desk: Desk, before: "Action", now: "Action", reason: str) -> "Update | None":
    """What is kept of the reason among the updates; AnswerError where a date moves without one."""
    from audit.actions.action import Update
    from audit.actions.changing import slipped

    if slipped(before, now) and not reason:
        raise AnswerError(f"{before.id}: a date that stood there moves, so --reason says why.")
    if not reason:
        return None
    # Without a day, and as history: nobody has heard from the owner by it.
    return Update(by=desk.by, note=f"{_moves(before, now)}. {reason}", history=True)


def _moves(before: "Action", now: "Action") -> str:
    """What moved, part by part, in words."""
    from audit.actions.wording import due_words
    from audit.dates import said
    from audit.responses.changes import differences

    found = [
        f"{one.part.replace('_', ' ')}: {said(one.before) or 'none'} -> {said(one.after) or 'none'}"
        for one in differences(before.block(), now.block())
        if one.part not in {"due", "due_text"}
    ]
    if (before.due, before.due_text) != (now.due, now.due_text):
        found.insert(0, f"due: {due_words(before) or 'no date'} -> {due_words(now) or 'no date'}")
    return "; ".join(found)


def _say(before: "Action", now: "Action") -> None:
    if before == now:
        tell(f"{now.id} is so already; nothing was changed.")
        return
    tell(f"{now.id}: {_moves(before, now)}.")
    say_dates(now)
