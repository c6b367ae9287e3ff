"""audit join: a workspace at an agency, from an invitation."""

from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli.desk import DATABASE, WORDS, Desk, by_option, everywhere
from audit.cli.file_names import safe
from audit.cli.screen import tell
from audit.cli.task import quoted
from audit.cli.whole import write_whole
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
    at = desk if target == desk.folder else Desk(target, desk.url, desk.day, desk.person)
    if not at.begun:
        _make(target, invitation)
    try:
        code, again = add_round(at, called, invitation)
    finally:
        at.close()
    _say(target, called, code, invitation, again=again)


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
    if desk.begun:
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


def add_round(desk: Desk, called: str, invitation: "Invitation") -> tuple[str, bool]:
    """Keep the round of an invitation: the agency's code here, and whether it was here before."""
    from audit.responses.returns_invitation import member_blocks
    from audit.rounds import Expected, Round
    from audit.store.joining import Joined, Joining, join_again
    from audit.store.joining import join as keep

    run, host = invitation.round, invitation.partnership
    before = _before(desk.store, called, invitation)
    agency = before or agency_here(desk.store.agencies(), invitation.agency)
    due = date.fromisoformat(run.due)
    opened = Round(called, invitation.template, due, (Expected(agency, due),), run.period)
    members = tuple(member_blocks(invitation.members))
    origin = Joined(asdict(host), asdict(run), asdict(invitation.agency), invitation.digest, members)
    stamp = desk.stamp()
    joining = Joining(opened, agency, origin, invitation.brought, invitation.answers)
    if before:
        join_again(desk.store, joining, stamp)
    else:
        by = f"{host.name or 'the partnership'} (invitation)" if invitation.answers else stamp.by
        keep(desk.store, joining, replace(stamp, by=by))
    return agency.code, before is not None


def _before(store: "Store", called: str, invitation: "Invitation") -> "Agency | None":
    """Who joined this very round before; None where it is new, StateError where another has its name."""
    from audit.store.joining import joined

    line = next((one for one in store.rounds() if one.name.casefold() == called.casefold()), None)
    if line is None:
        return None
    found, origin = store.round(line.name), joined(store, line.name)
    whose = f", joined from {origin.partnership.get('name')}" if origin else ""
    if (
        origin is None
        or origin.partnership.get("name") != invitation.partnership.name
        or origin.round.get("name") != invitation.round.name
        or origin.agency.get("code") != invitation.agency.code
    ):
        raise StateError(
            f"There is a round {line.name!r} here already{whose}; to have both, give this one another name: "
            f"--name {quoted(called + '-2')}."
        )
    if found.template.digest != invitation.template.digest:
        raise StateError(
            f"There is a round {line.name!r} here already{whose}, and this invitation asks other questions; "
            f"what was answered stays. To answer these too: --name {quoted(called + '-2')}."
        )
    return found.expected[0].agency


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


def _say(target: Path, called: str, code: str, invitation: "Invitation", *, again: bool) -> None:
    from audit.agencies import Agency
    from audit.rounds import asked
    from audit.wording import plural, some

    party, host = invitation.agency, invitation.partnership
    here = "" if target == Path() else f" -w {quoted(str(target))}"
    count = asked(invitation.template, Agency(party.code, party.name, party.kinds, party.duties))
    due = in_words(date.fromisoformat(invitation.round.due))
    asks = f"{invitation.template.title}, {count} questions, due {due}"
    whose = f"{called!r} of {host.name or 'the partnership'}"
    if again:
        tell(f"{party.name} had joined {whose} already: what was answered stays as it is, due {due}.")
    else:
        tell(f"{party.name} has joined {whose}: {asks}. The workspace is {target.absolute()}.")
    if invitation.answers and not again:
        tell(f"{len(invitation.answers)} answers that it gave before are there already.")
    brought = {name for name, one in invitation.brought.items() if one.same}
    if waiting := len(brought - invitation.answers.keys()):
        tell(f"{plural(waiting, 'answer')} of an earlier round can be confirmed.")
    who = f"{quoted(called)} --agency {quoted(code)}"
    if invitation.members:
        names = some([one.name for one in invitation.members])
        tell(f"It may answer for its members too ({names}): it is asked for which, or says it with --for.")
    tell(f"Answer:  audit ask {who}{here}")
    tell(f"Sign:    audit sign {who}{here} --name … --role …")
    tell(f"Send:    audit send {who}{here} -o return.json")
    if host.contact:
        tell(f"Questions about it: {host.contact}.")
