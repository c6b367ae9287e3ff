"""audit action add: a new action by hand, from options or at the prompt."""

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from audit.cli.action_options import given_of, say_dates, what_options
from audit.cli.desk import WORDS, Desk, by_option, everywhere
from audit.cli.screen import tell
from audit.dates import read_day

if TYPE_CHECKING:
    from audit.actions.action import Action
    from audit.store.actions import ActionBook

# What is asked for at a terminal where nothing of it was given: the option, and the question.
QUESTIONS = (
    ("recommendation", "The recommendation that it answers (Enter for none)"),
    ("owners", "Owners, an agency or who else, with ; between several (Enter for none yet)"),
    ("due", "Due on, a date or words such as 'each quarter' (Enter for none yet)"),
    ("evidence_required", "The evidence that will show it to be done (Enter for none yet)"),
)


@click.command("add")
@click.argument("text", required=False, type=WORDS, default="")
@click.option("--milestone-of", metavar="ID", help="TEXT is a milestone under this action.")
@what_options
@by_option
@everywhere
def action_add(desk: Desk, text: str, milestone_of: str | None, **given: Any) -> None:
    """Add an action: TEXT is what is to be done. Without TEXT a terminal asks for it and for the rest.

    A recommendation that has no action yet is added by --recommendation alone.

    \b
    Examples:
      audit action add "Train all staff in the new tool" --owner police --due 31/3/2027 --plan child-r
      audit action add "Report to the board" --owner QA --due "each quarter" --review 1/6/2027
      audit action add "Half of staff trained" --milestone-of A-007 --due 2027-01-31
    """
    from audit.actions.action import Action
    from audit.actions.changing import below, changed
    from audit.cli.action_writing import book_of, plan_of
    from audit.store.actions import Seen, Writing

    book = book_of(desk)
    start = below(book.action(milestone_of).action) if milestone_of else Action("")
    if not (text or given["recommendation"] or given["learning_point"]):
        text = _asked_whole(given)
    _ask_review(given)
    given = given_of(desk, given) | {"milestone" if milestone_of else "action": text or None}
    plan, new_plan = plan_of(desk, given["plan"] or start.plan)
    if given["interval"] is None and not milestone_of:
        given["interval"] = plan.interval
    made = changed(start, given | {"plan": plan.name})
    _say_alike(book, made)
    plans = (plan,) if new_plan else ()
    (name,) = book.write(Writing(plans=plans, new=((made, ()),)), desk.stamp(), Seen(plans=()))
    _say(replace(made, id=name))


def _at_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _asked_whole(given: dict[str, Any]) -> str:
    """What is to be done, asked for with the rest; stopped half-way it says that nothing is kept."""
    try:
        return _asked(given)
    except click.Abort:
        tell("\nThe action was not added.")
        raise


def _asked(given: dict[str, Any]) -> str:
    """What is to be done, asked for at a terminal with what else was not given; wrong usage without one."""
    if not _at_terminal():
        raise click.UsageError('Say what is to be done: audit action add "TEXT", or --recommendation "TEXT".')
    text: str = click.prompt("What is to be done", type=WORDS, err=True)
    for name, question in QUESTIONS:
        if name == "evidence_required":
            _ask_review(given)
        if not given[name]:
            word: str = click.prompt(question, type=WORDS, default="", show_default=False, err=True)
            given[name] = (
                tuple(part.strip() for part in word.split(";")) if name == "owners" else word or None
            )
    return text


def _ask_review(given: dict[str, Any]) -> None:
    """Ask at a terminal for the review date of what is due by words alone, until it is a day or nothing."""
    from audit.dates import latest_day

    if not given["due"] or latest_day(given["due"]) or given["review"] or not _at_terminal():
        return
    while True:
        question = f"{given['due']!r} is no day; on which day is it looked at again (Enter for none yet)"
        word: str = click.prompt(question, type=WORDS, default="", show_default=False, err=True)
        if not word or read_day(word):
            given["review"] = word or None
            return
        tell(f"{word!r} is not a date; write 2026-03-31 or 31/3/2026.")


def _say_alike(book: "ActionBook", made: "Action") -> None:
    """Say where an action of the plan has the same words already."""
    from audit.registers.folding import fold

    same = [
        one.id
        for one in book.actions()
        if (one.action.plan, fold(one.action.text)) == (made.plan, fold(made.text))
    ]
    if same:
        tell(f"The same words stand there already: {', '.join(same)}.")


def _say(made: "Action") -> None:
    from audit.actions.wording import due_words

    owners = ", ".join(made.owners) or "no owner yet"
    tell(
        f"{made.id} is kept ({made.level.replace('_', ' ')}): {owners}; due: {due_words(made) or 'no date'}."
    )
    say_dates(made)
