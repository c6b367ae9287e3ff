"""audit action form: a workbook for an owner of actions, to say how they stand."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli.desk import WORDS, Desk, everywhere, output_option
from audit.cli.file_names import file_names, make_folder
from audit.cli.screen import tell
from audit.errors import StateError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audit.actions.followed import Followed
    from audit.actions.whose import Owner


@click.command("form")
@click.option("--owner", type=WORDS, help="Whose form: an agency, or an owner in the plan's words.")
@click.option("--all", "everybody", is_flag=True, help="A form for every owner of an open action.")
@click.option("--plan", metavar="P", help="Only the actions of a plan.")
@output_option
@everywhere
def action_form(desk: Desk, owner: str | None, everybody: bool, plan: str | None, output: Path) -> None:
    """Write a form for an owner of actions: the open ones, how each stood last, and what is to be filled in.

    Filled in it goes to 'audit collect', which keeps what it says as proposed until it is accepted.

    \b
    Examples:
      audit action form --owner police -o police-actions.xlsx
      audit action form --all -o action-forms
    """
    from audit.actions.whose import find_owner, owners
    from audit.cli.action_owners import open_actions, tell_guessed

    if bool(owner) == everybody:
        raise click.UsageError("Give --owner X, or --all.")
    found = open_actions(desk, plan or "")
    every = owners(found, desk.store.agencies())
    if owner:
        one = find_owner(every, owner)
        write_form_of(desk, one, found, output)
        tell_guessed([one])
        tell(f"{output} is written for {one.name}. When it comes back: audit collect {output}")
    else:
        count = _write_all(desk, every, found, output)
        tell_guessed(every)
        tell(f"{_forms(count)} written to {output}. When they come back: audit collect {output}")
    if bare := [one.id for one in found if not any(each.owns(one.action) for each in every)]:
        tell(f"Without an owner, so in no form: {', '.join(bare)}.")


def _forms(count: int) -> str:
    return "1 form is" if count == 1 else f"{count} forms are"


def write_form_of(desk: Desk, owner: "Owner", found: "Sequence[Followed]", path: Path) -> None:
    """The form of an owner for those of some actions that are its own."""
    from audit.actions.table import in_order
    from audit.workbook.action_form import write_action_form

    own = [one for one in in_order(found, desk.today) if owner.owns(one.action)]
    write_action_form(owner.name, own, path, today=desk.today, partnership=desk.partnership)


def _write_all(desk: Desk, every: "Sequence[Owner]", found: "Sequence[Followed]", folder: Path) -> int:
    """A form for each owner, and how many."""
    if not every:
        raise StateError("No open action has an owner, so there is nobody to write a form for.")
    make_folder(folder)
    names = file_names("actions", [one.code for one in every])
    for one in every:
        write_form_of(desk, one, found, folder / names[one.code])
    return len(every)
