"""audit join: a workspace at an agency, from an invitation."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli.case_forms import safe
from audit.cli.desk import DATABASE, WORDS, Desk, by_option, everywhere
from audit.cli.key import write_whole
from audit.cli.screen import tell
from audit.cli.task import quoted
from audit.dates import in_words
from audit.errors import FileError, Problem, StateError

if TYPE_CHECKING:
    from audit.agencies import Agency
    from audit.responses.returns import Party
    from audit.responses.returns_invitation import Invitation
    from audit.store.store import Store


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option("--name", type=WORDS, default="", help="What the round is called here.  [default: as there]")
@by_option
@everywhere
def join(desk: Desk, file: Path, folder: Path | None, name: str) -> None:
    """Begin to answer at an agency: FILE is the invitation that the partnership sent.

    It makes a workspace in DIR, or in a new folder named after the round. To a workspace that is there
    already (this folder, or the one of -w) the round is added, as when a second partnership invites.

    \b
    Examples:
      audit join s11-2026-police.json
      audit join northborough.json -w kingsbridge --name s11-northborough
    """
    from audit.responses.returns_invitation import read_invitation
    from audit.responses.returns_sealed import load
    from audit.rounds import check_name

    invitation = read_invitation(load(content_of(file), str(file)), str(file))
    called = name or invitation.round.name
    if invitation.template.subject != "agency":
        raise FileError(
            str(file), [Problem("", f"it asks about a {invitation.template.subject}; use a form.")]
        )
    if wrong := check_name(called):
        raise FileError(str(file), [Problem("", f"{wrong} Give it another --name.")])
    target = _target(desk, folder, called)
    made = not desk.url and not (target / DATABASE).exists()
    if made:
        _make(target, invitation)
    at = desk if target == desk.folder else Desk(target, desk.url, desk.day, desk.person)
    try:
        code = add_round(at, called, invitation)
    finally:
        at.close()
    _say(target, called, code, invitation)


def content_of(file: Path) -> bytes:
    """The bytes of a file; FileError where it cannot be read or is far too large."""
    from audit.responses.returns_sealed import LARGEST
    from audit.tables.survey import readable

    with readable(file):
        if file.stat().st_size > 2 * LARGEST:
            raise FileError(str(file), [Problem("", "it is too large to be a return or an invitation.")])
        return file.read_bytes()


def _target(desk: Desk, folder: Path | None, called: str) -> Path:
    """Where the round goes: DIR, the workspace that is there, else a new folder named after the round."""
    if folder is not None:
        if (folder / DATABASE).exists():
            raise StateError(
                f"There is a workspace in {folder.absolute()} already; to add the round to it: -w {folder}"
            )
        return folder
    if desk.url or (desk.folder / DATABASE).exists():
        return desk.folder
    return desk.folder / safe(called)


def _make(target: Path, invitation: "Invitation") -> None:
    """A workspace like that of 'audit init', with the partnership's marking."""
    from audit.cli.desk import SETTINGS
    from audit.cli.setup import create

    existed = (target / SETTINGS).exists()
    create(target, invitation.partnership.name)
    if existed or not invitation.marking:
        return
    settings = target / SETTINGS
    lines = settings.read_text(encoding="utf-8").splitlines(keepends=True)
    mark = invitation.marking.replace("\\", "\\\\").replace('"', '\\"')
    text = "".join(f'marking = "{mark}"\n' if one.startswith("marking =") else one for one in lines)
    write_whole(settings, text.encode())


def add_round(desk: Desk, called: str, invitation: "Invitation") -> str:
    """Open the round of an invitation in a workspace; the agency's code there."""
    from audit.rounds import Expected, Round
    from audit.store.joining import Joined, Joining
    from audit.store.joining import join as keep

    run, host = invitation.round, invitation.partnership
    _check_free(desk.store, called, host.name)
    agency = agency_here(desk.store.agencies(), invitation.agency)
    due = date.fromisoformat(run.due)
    opened = Round(called, invitation.template, due, (Expected(agency, due),), run.period)
    from dataclasses import asdict

    origin = Joined(asdict(host), asdict(run), asdict(invitation.agency), invitation.digest)
    stamp = desk.stamp()
    by = f"{host.name or 'the partnership'} (invitation)"
    keep(
        desk.store,
        Joining(opened, agency, origin, invitation.brought, invitation.answers),
        replace(stamp, by=by if invitation.answers else stamp.by),
    )
    return agency.code


def _check_free(store: "Store", called: str, host: str) -> None:
    """StateError where a round has this name already, with a way out."""
    from audit.store.joining import joined

    line = next((one for one in store.rounds() if one.name.casefold() == called.casefold()), None)
    if line is None:
        return
    origin = joined(store, line.name)
    whose = f", joined from {origin.partnership.get('name')}" if origin else ""
    same = origin is not None and origin.partnership.get("name") == host
    kept = " What you answered in it is kept, and 'audit send' sends it." if same else ""
    raise StateError(
        f"There is a round {line.name!r} here already{whose}; to have both, give this one another name: "
        f"--name {quoted(called + '-2')}.{kept}"
    )


def agency_here(known: "tuple[Agency, ...]", party: "Party") -> "Agency":
    """The agency as this workspace keeps it; one that is known otherwise here gets a code of its own.

    What it is asked follows from kinds and duties, so those of a round that is here must stay.
    """
    from audit.agencies import Agency, codes

    wanted = Agency(party.code, party.name, party.kinds, party.duties)
    parts = (party.name, party.kinds, party.duties)
    alike = [one for one in known if (one.name, one.kinds, one.duties) == parts]
    if same := next((one for one in alike if one.code == party.code), None):
        return same
    taken = [one.code for one in known]
    if party.code.casefold() not in {code.casefold() for code in taken}:
        return wanted
    return alike[0] if alike else replace(wanted, code=codes([party.name], taken)[0])


def _say(target: Path, called: str, code: str, invitation: "Invitation") -> None:
    from audit.rounds import asked

    party, host = invitation.agency, invitation.partnership
    here = "" if target == Path() else f" -w {quoted(str(target))}"
    from audit.agencies import Agency

    count = asked(invitation.template, Agency(party.code, party.name, party.kinds, party.duties))
    due = in_words(date.fromisoformat(invitation.round.due))
    tell(
        f"{party.name} has joined {called!r} of {host.name or 'the partnership'}: "
        f"{invitation.template.title}, {count} questions, due {due}. The workspace is {target.absolute()}."
    )
    if invitation.answers:
        tell(f"{len(invitation.answers)} answers that it gave before are there already.")
    if invitation.brought:
        tell(f"{len(invitation.brought)} answers of an earlier round wait to be confirmed.")
    who = f"{quoted(called)} --agency {quoted(code)}"
    tell(f"Answer:  audit ask {who}{here}")
    tell(f"Sign:    audit sign {who}{here} --name … --role …")
    tell(f"Send:    audit send {who}{here} -o return.json")
    if host.contact:
        tell(f"Questions about it: {host.contact}.")
