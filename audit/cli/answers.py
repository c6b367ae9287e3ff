"""audit ask, show, sign, reopen."""

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli.desk import WORDS, Day, Desk, by_option, everywhere, json_option
from audit.cli.readings import find, find_new
from audit.cli.screen import as_json as print_json
from audit.cli.screen import line, tell
from audit.cli.task import may_answer, owed
from audit.dates import in_words
from audit.errors import AuditError, StateError

if TYPE_CHECKING:
    from audit.agencies import Agency
    from audit.rounds import Round

agency_option = click.option("--agency", help="Who answers: an agency's name or code.")
about_option = click.option("--about", help="What it is about: a case (C-03), or another agency.")
reading_option = click.option(
    "--reading", type=click.IntRange(1, 2), default=1, help="2 for a second reading by somebody else."
)


@click.command()
@click.argument("name", metavar="R")
@agency_option
@about_option
@reading_option
@click.option("--new", is_flag=True, help="About a new observation or interview.")
@click.option("--answers", type=click.Path(path_type=Path), help="Take the answers from a YAML or JSON file.")
@by_option
@everywhere
def ask(
    desk: Desk,
    name: str,
    agency: str | None,
    about: str | None,
    reading: int,
    new: bool,
    answers: Path | None,
) -> None:
    """Answer a round's questions; every answer is saved as it is given, and the next call goes on from there.

    \b
    Examples:
      audit ask s11-2026 --agency "Kingsbridge Police"
      audit ask s11-2026 --agency police --answers answers.yaml
      audit ask neglect-2026 --agency police --about C-03
      audit ask observations --new --agency council
    """
    from audit.cli.answering import at_the_prompt, from_file

    if answers is not None:
        from_file(desk, (name, agency, about, reading), new=new, path=answers)
        return
    task = (
        find_new(desk, name, agency, about)
        if new
        else find(desk, name, agency, about, reading, answering=True)
    )
    may_answer(task)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise StateError("There is no terminal to ask at; give the answers in a file with --answers FILE.")
    at_the_prompt(desk, task)


@click.command()
@click.argument("name", metavar="R")
@agency_option
@about_option
@reading_option
@json_option
@everywhere
def show(desk: Desk, name: str, agency: str | None, about: str | None, reading: int, as_json: bool) -> None:
    """Show a response as it stands, and what is still owed.

    \b
    Example:
      audit show s11-2026 --agency police
    """
    from audit.cli.concerns import concerns_about, open_lines
    from audit.cli.show import print_response, response_block

    task = find(desk, name, agency, about, reading)
    if as_json:
        raised = [one.number for one in concerns_about(desk, task) if one.open]
        print_json({**response_block(task.response, task.interview), "open_concerns": raised})
    else:
        for sentence in open_lines(desk, task):
            line(sentence)
        print_response(task.response, task.interview, (task.respondent, task.subject))


@click.command()
@click.argument("name", metavar="R")
@agency_option
@about_option
@reading_option
@click.option("--name", "person", type=WORDS, required=True, help="Who signs.")
@click.option("--role", type=WORDS, required=True, help="As what: chief officer, head …")
@click.option("--on", type=Day(), help="The day of signing.  [default: today]")
@by_option
@everywhere
def sign(
    desk: Desk,
    name: str,
    agency: str | None,
    about: str | None,
    reading: int,
    person: str,
    role: str,
    on: date | None,
) -> None:
    """Sign a response as it stands, which locks it.

    \b
    Example:
      audit sign s11-2026 --agency police --name "A. Khan" --role "Chief Constable"
    """
    from audit.cli.concerns import say_open
    from audit.responses.response import Signature

    task = find(desk, name, agency, about, reading)
    may_answer(task)
    if not person or not role:
        raise click.UsageError("--name and --role must not be blank.")
    if task.agency:
        may_sign(task.round, task.agency, role)
    day = on or desk.today
    if day > desk.today:
        raise StateError(f"{in_words(day)} lies ahead; a response is signed today or was signed before.")
    signature = Signature(person, role, day.isoformat())
    say_open(desk, task)
    digest = desk.store.sign(task.response, signature, desk.stamp())
    tell(f"{task.subject} is signed by {person}, {role}, on {in_words(day)}. Digest: {digest}")
    if task.interview.still_owed():
        tell(f"Signed with answers owed, so its bands stay provisional. {owed(task.interview)}")


def may_sign(found: "Round", agency: "Agency", role: str) -> None:
    """Raise where the template names who signs for this kind of agency, and it is another role."""
    from audit.rounds import words_of

    roles = {r.casefold(): r for word in words_of(agency) for r in found.template.sign.get(word, ())}
    if roles and role.strip().casefold() not in roles:
        raise AuditError(f"{agency.name} is signed by: {', '.join(sorted(roles.values()))}; not by {role!r}.")


@click.command()
@click.argument("name", metavar="R")
@agency_option
@about_option
@reading_option
@click.option("--reason", type=WORDS, required=True, help="Why it is opened again.")
@by_option
@everywhere
def reopen(desk: Desk, name: str, agency: str | None, about: str | None, reading: int, reason: str) -> None:
    """Open a signed response again as a new version; what was signed is kept.

    \b
    Example:
      audit reopen s11-2026 --agency police --reason "Evidence came in late"
    """
    if not reason:
        raise click.UsageError("--reason must not be blank.")
    task = find(desk, name, agency, about, reading)
    version = desk.store.reopen(task.response, reason, desk.stamp())
    tell(f"{task.subject} is open again, as version {version}; it has to be signed anew.")
