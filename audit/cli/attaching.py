"""The form that goes with the draft of a letter: an agency's own, or that of an owner's actions."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from audit.cli.desk import Desk
from audit.cli.file_names import file_names
from audit.cli.letters import Mail
from audit.cli.mailing import sender_of
from audit.passing import passing

if TYPE_CHECKING:
    from audit.chasing.letters import Letter
    from audit.cli.asking_owners import Asking
    from audit.rounds import Round


def forms_for(desk: Desk, found: "Round", folder: Path) -> Mail:
    """Drafts with the form of the agency that a letter is for, filled with what is here.

    None is attached where the agency has signed or answers through another, or where nobody answers about
    itself.
    """
    from audit.chasing.rule import REMINDER
    from audit.cli.forms import write_one
    from audit.rounds import own_responses

    own = {} if found.template.running.respondent else {one.agency.code: one.agency for one in found.expected}
    responses = own_responses(found, desk.store.responses(found.name))
    names = file_names(found.name, own)

    def _form(letter: "Letter") -> tuple[str, bytes] | None:
        agency, response = own.get(letter.code), responses.get(letter.code)
        if agency is None or (response and response.signed):
            return None
        name = names[letter.code]
        return name, _made(folder, name, lambda path: write_one(desk, found, agency, response, path))

    return _mail(desk, REMINDER, _form)


def action_forms_for(asking: "Asking", folder: Path) -> Mail:
    """Drafts with the form for the open actions of the owner that a letter is for."""
    from audit.chasing.rule import ACTION_FORM
    from audit.cli.action_form import write_form_of

    owners = {one.code: one for one in asking.owners}
    names = file_names("actions", owners)

    def _form(letter: "Letter") -> tuple[str, bytes] | None:
        owner, name = owners[letter.code], names[letter.code]
        return name, _made(folder, name, lambda path: write_form_of(asking.desk, owner, asking.open, path))

    return _mail(asking.desk, ACTION_FORM, _form)


def _mail(desk: Desk, what: str, attach: "Callable[[Letter], tuple[str, bytes] | None]") -> Mail:
    from audit.chasing.rule import SENDING, load
    from audit.chasing.sending import enclosed

    rule, sender = load(desk.library, SENDING), sender_of(desk)

    def _below(letter: "Letter", file: str) -> tuple[str, ...]:
        return enclosed(rule, what, letter, file, desk.today, sender)

    return Mail(desk.marking(), attach, _below)


def _made(folder: Path, name: str, write: Callable[[Path], None]) -> bytes:
    """A workbook's bytes; beside the letters it stands no longer than it takes to write it."""
    with passing(folder) as place:
        path = place / name
        write(path)
        return path.read_bytes()
