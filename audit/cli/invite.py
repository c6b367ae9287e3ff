"""audit invite: a file for each agency from which it answers on a computer of its own."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audit import __version__
from audit.cli.desk import Desk, by_option, everywhere
from audit.cli.file_names import file_names, make_folder
from audit.cli.forms import answered_for
from audit.cli.key import SETTING
from audit.cli.mailing import FOLDER, Mailing, no_mail_option
from audit.cli.named import agency_in
from audit.cli.progress import each
from audit.cli.screen import tell
from audit.cli.whole import write_whole
from audit.errors import StateError

if TYPE_CHECKING:
    from audit.agencies import Agency
    from audit.responses.response import Response
    from audit.responses.returns import Party, Run
    from audit.rounds import Expected, Round


@click.command()
@click.argument("name", metavar="R")
@click.option("--agency", "agencies", multiple=True, help="Invite only this agency; may be repeated.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, help="The folder for the files."
)
@no_mail_option
@by_option
@everywhere
def invite(desk: Desk, name: str, agencies: tuple[str, ...], output: Path, no_mail: bool) -> None:
    """Write a file for each agency that is expected and has not signed, to answer on a computer of its own.

    It holds the round's questions, the due date, what the agency has answered so far and what it may confirm
    of an earlier round; nothing of any other agency. There 'audit join FILE' begins, and 'audit send' ends.
    In the folder mail stands a draft of an e-mail for each (.eml) with the file attached, in the words of
    templates/letters/sending.yaml. Nothing is sent.

    \b
    Examples:
      audit invite s11-2026 -o invitations
      audit invite s11-2026 --agency police -o invitations
    """
    from audit.cli.parcels import invitation_parcel
    from audit.rounds import own_responses

    found = desk.store.round(name)
    if word := found.template.running.respondent:
        raise StateError(
            f"In {found.name!r} the {word} answers, so nobody else is invited: 'audit form' writes the forms."
        )
    if found.template.subject != "agency":
        raise StateError(
            f"{found.name!r} is about a {found.template.subject}, not about agencies: send 'audit form' out."
        )
    if found.closed:
        raise StateError(f"The round {found.name!r} is closed; 'audit round close --reopen' opens it again.")
    responses = own_responses(found, desk.store.responses(found.name))
    chosen = chosen_of(desk, found, responses, agencies)
    if not agencies:
        answered = answered_for(found, responses)
        chosen = [one for one in chosen if one.agency.code not in answered]
    if not chosen:
        raise StateError(f"Nobody is to be invited to {found.name!r}: whoever is expected has signed.")
    make_folder(output)
    names = file_names(found.name, [one.agency.code for one in chosen], ".json")
    mailing = Mailing(desk, found)
    for one in each(chosen, "Invitations"):
        response, path = responses.get(one.agency.code), output / names[one.agency.code]
        write_json(path, invitation_of(desk, found, one, response))
        mailing.add(invitation_parcel(mailing, one, response, path.name), path)
    files = "1 invitation is" if len(chosen) == 1 else f"{len(chosen)} invitations are"
    tell(f"{files} written to {output}. Whoever gets one types: audit join {names[chosen[0].agency.code]}")
    if not no_mail:
        mailing.write(output / FOLDER)
    if not desk.setting(SETTING):
        tell("Returns will come unencrypted; 'audit key', and then inviting anew, has them encrypted to you.")


def chosen_of(
    desk: Desk, found: "Round", responses: "dict[str, Response]", agencies: Sequence[str]
) -> "list[Expected]":
    """Who is invited: those named, else all who are expected and have not signed; StateError else."""
    from audit.rounds import Standing

    in_round = [one.agency for one in found.expected]
    named = {agency_in(desk, in_round, word).code for word in agencies}
    signed = {code for code, one in responses.items() if one.signed}
    for one in found.expected:
        if one.agency.code in named & signed:
            raise StateError(
                f"{one.agency.name} has signed, so there is nothing to answer; 'audit reopen' makes a new "
                "version."
            )
    waiting = [one for one in found.expected if one.agency.code not in signed]
    return [
        one
        for one in waiting
        if one.agency.code in named or (not named and one.standing is Standing.EXPECTED)
    ]


def invitation_of(
    desk: Desk, found: "Round", expected: "Expected", response: "Response | None"
) -> dict[str, Any]:
    """The invitation of one agency to a round."""
    from audit.responses.returns_invitation import Invitation, Partnership, invitation_block
    from audit.rounds import members_in

    host = Partnership(desk.partnership, *(desk.setting(key) for key in ("area", "contact", SETTING)))
    invitation = Invitation(
        *(host, run_of(found, expected), party_of(expected.agency), found.template),
        answers=response.answers if response else {},
        brought=found.brought.get(expected.agency.code, {}),
        marking=desk.setting("marking"),
        members=tuple(one for one in members_in(found, expected.agency) if not one.gone),
    )
    return invitation_block(invitation, made_by(desk))


def run_of(found: "Round", expected: "Expected") -> "Run":
    """A round as a file tells it to one agency, with that agency's due date."""
    from audit.responses.returns import Run

    return Run(found.name, found.period, expected.due.isoformat())


def party_of(agency: "Agency") -> "Party":
    """An agency as a file tells it: without its contacts."""
    from audit.responses.returns import Party

    return Party(agency.code, " ".join(agency.name.split()), agency.kinds, agency.duties)


def made_by(desk: Desk) -> dict[str, str]:
    """When, by whom and with what a file is made."""
    stamp = desk.stamp()
    return {"at": stamp.at, "by": stamp.by, "program": f"safeguarding-audit {__version__}"}


def as_bytes(block: dict[str, Any], path: Path) -> bytes:
    """A block as a file that people can read; FileError where its texts cannot be kept in one."""
    from audit.responses.returns_sealed import check_plain

    check_plain(block, str(path))
    return (json.dumps(block, indent=1, ensure_ascii=False) + "\n").encode()


def write_json(path: Path, block: dict[str, Any]) -> None:
    """Write a block, whole or not at all."""
    write_whole(path, as_bytes(block, path))
