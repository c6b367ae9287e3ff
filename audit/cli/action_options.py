"""The options that say what an action is, the same where one is added and where one is changed."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from audit.cli.desk import WORDS, Desk
from audit.cli.screen import tell

if TYPE_CHECKING:
    from audit.actions.action import Action

Command = Callable[..., Any]
_TEXTS = (
    ("--learning-point", "T", "What was learnt."),
    ("--recommendation", "T", "The recommendation that it answers."),
    ("--number", "N", "Its number in the plan."),
    ("--source", "T", "The review, audit or event that it comes from."),
    ("--reference", "T", "What it cites there."),
    ("--role", "T", "The owner's role."),
    ("--overseer", "T", "The sub-group that oversees it."),
    ("--evidence-round", "ROUND", "A round whose result is its evidence."),
    ("--start", "DATE", "When it starts: a date, or words."),
    ("--due", "DATE", "When it is due: a date, or words such as 'each quarter', with --review."),
    ("--review", "DATE", "When it is looked at again, where it is due by words alone."),
    ("--outcome", "T", "What is to be better for children."),
    ("--re-audit", "DATE", "When it is to be audited again."),
)


def what_options(command: Command) -> Command:
    """Give a command the options that say what an action is; each is None where it is not given."""
    own = [click.option(name, type=WORDS, metavar=word, help=text) for name, word, text in _TEXTS]
    own += [
        click.option("--plan", type=WORDS, metavar="P", help="The plan that it stands in; made if new."),
        click.option(
            "--owner", "owners", type=WORDS, multiple=True, metavar="X", help="An agency, or who else."
        ),
        click.option("--theme", "themes", type=WORDS, multiple=True, metavar="T", help="A theme."),
        click.option("--evidence", "evidence_required", type=WORDS, metavar="T", help="Evidence required."),
        click.option(
            "--interval", type=click.IntRange(1, 3660), metavar="DAYS", help="To be heard of within."
        ),
    ]
    for option in reversed(own):
        command = option(command)
    return command


def given_of(desk: Desk, given: dict[str, Any]) -> dict[str, Any]:
    """What was given, with owners by the names of agencies; an empty text stays, for what it takes away."""
    for name in ("owners", "themes"):
        words = given.pop(name)
        given[name] = tuple(word for word in words if word) if words else None
    if given["owners"]:
        given["owners"] = owners_of(desk, given["owners"])
    if given.get("evidence_round"):
        given["evidence_round"] = _round(desk, given["evidence_round"])
    return given


def owners_of(desk: Desk, words: Sequence[str]) -> tuple[str, ...]:
    """Owners by the names of the agencies that they are, and others as they were typed; each once."""
    from audit.errors import UnknownError
    from audit.rounds import find_agency

    agencies, found = desk.store.agencies(), []
    for word in words:
        try:
            found.append(find_agency(agencies, word).name)
        except UnknownError as error:
            found.append(word)
            if "did you mean" in str(error):
                tell(f"{error} The owner is kept as {word!r}.")
    return tuple(dict.fromkeys(found))


def _round(desk: Desk, name: str) -> str:
    """The name of a round as it is; one that is not open yet is kept as it was typed, and said."""
    from audit.errors import UnknownError

    try:
        return desk.store.round(name).name
    except UnknownError as error:
        tell(f"{error} The evidence is to come from {name!r}, once that is open.")
        return name


def say_dates(one: "Action") -> None:
    """Say where a phrase for a date leaves an action without a day, and what would give it one."""
    if not one.due and not one.review:
        why = f"{one.due_text!r} is no day" if one.due_text else "No date is given"
        tell(f"{why}, so it is amber until it has one: audit action change {one.id} --review DATE")
