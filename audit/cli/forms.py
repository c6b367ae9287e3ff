"""audit form."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli.desk import Desk, everywhere, output_option
from audit.cli.file_names import file_names, make_folder
from audit.cli.mailing import FOLDER, Mailing, mail_option
from audit.cli.named import agency_in
from audit.cli.progress import each
from audit.cli.screen import tell
from audit.errors import StateError
from audit.wording import plural

if TYPE_CHECKING:
    from audit.agencies import Agency
    from audit.responses.response import Response
    from audit.rounds import Round


@click.command()
@click.argument("name", metavar="R")
@click.option("--agency", help="Whose form: an agency's name or code.")
@click.option("--auditor", help="Whose form, where cases are allotted: an auditor's name.")
@click.option("--reading", type=click.IntRange(1, 2), help="2 for the form of second readings of cases.")
@click.option("--all", "everybody", is_flag=True, help="A form for everybody who has not signed.")
@output_option
@mail_option
@everywhere
def form(
    desk: Desk,
    name: str,
    agency: str | None,
    auditor: str | None,
    reading: int | None,
    everybody: bool,
    output: Path,
    mail: bool | None,
) -> None:
    """Write an Excel form with a round's questions, filled with what is already known.

    In a round about cases it is a grid: cases across, questions down. With --all a draft of an e-mail for
    each form stands in the folder mail (.eml), in the words of templates/letters/sending.yaml. Nothing is
    sent.

    \b
    Examples:
      audit form s11-2026 --agency police -o police.xlsx
      audit form s11-2026 --all -o forms
      audit form neglect-2026 --agency police -o police.xlsx
      audit form neglect-2026 --auditor "A. Khan" --reading 2 -o khan-second.xlsx
    """
    from audit.rounds import own_responses

    found = desk.store.round(name)
    if found.template.subject != "agency":
        from audit.cli.case_forms import Whose, write_case_forms

        write_case_forms(desk, found.name, Whose(agency, auditor, reading or 0, everybody), output, mail=mail)
        return
    if auditor or reading:
        raise click.UsageError("--auditor and --reading go with rounds about cases.")
    if bool(agency) == everybody:
        raise click.UsageError("Give --agency NAME, or --all.")
    responses = own_responses(found, desk.store.responses(name))
    if not everybody:
        one = agency_in(desk, (expected.agency for expected in found.expected), agency or "")
        write_one(desk, found, one, responses.get(one.code), output)
        word = found.template.running.respondent
        whose = f"about {one.name}, for the {word} to fill in" if word else f"for {one.name}. Send it out"
        tell(f"{output} is written {whose}; when it comes back: audit collect {output}")
        files = {one: output}
    else:
        files = write_all(desk, found, responses, output)
        many = f"{plural(len(files), 'form')} {'is' if len(files) == 1 else 'are'}"
        tell(f"{many} written to {output}. When they come back: audit collect {output}/*.xlsx")
    if found.closed:
        tell(f"The round {found.name!r} is closed, so what is filled in cannot be taken in.")
    if mail or (mail is None and everybody):
        _draft(desk, found, files, responses, output / FOLDER if everybody else None)


def _draft(
    desk: Desk,
    found: "Round",
    files: "dict[Agency, Path]",
    responses: "dict[str, Response]",
    folder: Path | None,
) -> None:
    """A draft for each form; none where another answers about the agencies, which is said."""
    from audit.cli.parcels import form_parcel

    if word := found.template.running.respondent:
        tell(f"No drafts of e-mails are written, since the {word} fills the forms in.")
        return
    mailing = Mailing(desk, found)
    for agency, path in files.items():
        mailing.add(form_parcel(mailing, agency, responses.get(agency.code), path.name), path)
    mailing.write(folder) if folder else mailing.write_beside()


def write_all(
    desk: Desk, found: "Round", responses: "dict[str, Response]", folder: Path
) -> "dict[Agency, Path]":
    """A form for each agency that is expected and has not signed; their files."""
    from audit.rounds import Standing

    make_folder(folder)
    answered = answered_for(found, responses)
    waiting = [
        e.agency for e in found.expected if e.standing is Standing.EXPECTED and e.agency.code not in answered
    ]
    waiting = [one for one in waiting if one.code not in responses or responses[one.code].signed is None]
    names = file_names(found.name, [one.code for one in waiting])
    for one in each(waiting, "Forms"):
        write_one(desk, found, one, responses.get(one.code), folder / names[one.code])
    return {one: folder / names[one.code] for one in waiting}


def answered_for(found: "Round", responses: "dict[str, Response]") -> "set[str]":
    """The codes of the agencies for which a parent body has answered and signed; who they are is told."""
    from audit.rounds import returns
    from audit.wording import some

    lines = [line for line in returns(found, [*responses.values()], found.due) if line.through]
    signed = [line for line in lines if line.through and line.through.signed]
    for name in dict.fromkeys(line.body.name for line in signed if line.body):
        whose = [line.agency.name for line in signed if line.body and line.body.name == name]
        tell(f"{name} has answered for {some(whose)}, so nothing is written for them.")
    return {line.agency.code for line in signed}


def write_one(desk: Desk, found: "Round", one: "Agency", response: "Response | None", path: Path) -> None:
    """One agency's form; StateError where it has signed."""
    from audit.workbook.form import write_form

    if response and response.signed:
        raise StateError(
            f"{one.name} has signed, so there is nothing to fill in; 'audit reopen' makes a new version."
        )
    write_form(found, one, response, path, today=desk.today, partnership=desk.partnership)
