"""audit action pack: what a panel needs for a challenge event with an agency."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli.desk import WORDS, Desk, everywhere, output_option
from audit.cli.file_names import file_names, make_folder
from audit.cli.packing import self_assessments
from audit.cli.screen import tell
from audit.errors import StateError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audit.actions.challenge import Answered
    from audit.actions.followed import Followed
    from audit.agencies import Agency


@click.command("pack")
@click.option("--agency", type=WORDS, help="The agency: its name or code.")
@click.option("--all", "everybody", is_flag=True, help="A pack for every agency that has an action.")
@output_option
@everywhere
def action_pack(desk: Desk, agency: str | None, everybody: bool, output: Path) -> None:
    """Write the pack for a challenge event: an agency's actions by colour, and what to ask it.

    It says what is not assured and why, asks questions made from what is written down, and adds the low
    answers of the agency's latest self-assessment and those that a panel graded lower.

    \b
    Examples:
      audit action pack --agency police -o police-challenge.xlsx
      audit action pack --all -o packs
    """
    from audit.actions.whose import owners
    from audit.cli.action_owners import tell_guessed
    from audit.rounds import find_agency

    if bool(agency) == everybody:
        raise click.UsageError("Give --agency NAME, or --all.")
    agencies = desk.store.agencies()
    if agency:
        one = find_agency(agencies, agency)
        found = _found(desk)
        _write(desk, one, found, output)
        tell_guessed(each for each in owners(found, agencies) if each.agency == one)
        tell(f"{output} is written, for a challenge event with {one.name}.")
        return
    count = _write_all(desk, agencies, output)
    tell(f"{'1 pack is' if count == 1 else f'{count} packs are'} written to {output}.")


def _found(desk: Desk) -> "tuple[Followed, ...]":
    from audit.store.actions import ActionBook

    return tuple(one.until(desk.today) for one in ActionBook(desk.store).actions())


def _write_all(desk: Desk, agencies: "Sequence[Agency]", folder: Path) -> int:
    """A pack for each agency that has an action, and how many."""
    from audit.actions.whose import owners
    from audit.cli.action_owners import tell_guessed

    found = _found(desk)
    every = owners(found, agencies)
    having = [one.agency for one in every if one.agency]
    if not having:
        raise StateError("No action has an agency that is known here as its owner.")
    make_folder(folder)
    names = file_names("challenge", [one.code for one in having])
    for one in having:
        _write(desk, one, found, folder / names[one.code])
    tell_guessed(every)
    return len(having)


def _write(desk: Desk, agency: "Agency", found: "Sequence[Followed]", path: Path) -> None:
    from audit.actions.whose import agency_of, named
    from audit.cli.action_owners import wait_of
    from audit.recurring.listed import Listed
    from audit.standards.themes import all_themes
    from audit.workbook.action_pack import Pack, write_pack

    agencies = desk.store.agencies()
    own = tuple(one for one in found if any(agency_of(w, agencies) == agency for w in named(one.action)))
    name, answers = _answers(desk, agency)
    marking = desk.marking()
    listed = Listed(all_themes(desk.library))
    where = (desk.partnership, marking, wait_of(desk), listed)
    write_pack(Pack(agency.name, own, desk.today, name, answers, *where), path)


def _answers(desk: Desk, agency: "Agency") -> "tuple[str, tuple[Answered, ...]]":
    """The latest round that an agency has answered about itself, and its low answers there."""
    from audit.actions.challenge import low_answers
    from audit.rounds import main_responses

    for found in self_assessments(desk):
        response = main_responses(desk.store.responses(found.name)).get(agency.code)
        if response and response.answers:
            return found.name, low_answers(found, agency, response, desk.today)
    return "", ()
