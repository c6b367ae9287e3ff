"""audit ask, show, sign, reopen."""

import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli.desk import WORDS, Day, Desk, by_option, everywhere, json_option
from audit.cli.screen import as_json as print_json
from audit.cli.screen import line, tell
from audit.dates import in_words
from audit.errors import AuditError, StateError

if TYPE_CHECKING:
    from audit.agencies import Agency
    from audit.cases.case_round import CaseRound
    from audit.responses.interview import Interview
    from audit.responses.response import Response
    from audit.rounds import Round

agency_option = click.option("--agency", help="Who answers: an agency's name or code.")
about_option = click.option("--about", help="What it is about: a case (C-03), or another agency.")
reading_option = click.option(
    "--reading", type=click.IntRange(1, 2), default=1, help="2 for a second reading by somebody else."
)


@dataclass(frozen=True, slots=True)
class Task:
    """A response that somebody gives: its round, the interview so far, who answers about what.

    `agency` is None where no agency answers; `case_round` is None where the round is about agencies. The
    subject of a new observation or interview is empty until the first thing is said about it.
    """

    round: "Round"
    response: "Response"
    interview: "Interview"
    respondent: str
    subject: str
    agency: "Agency | None" = None
    case_round: "CaseRound | None" = None

    @property
    def what(self) -> str:
        """A subject that has no reference yet."""
        return f"a new {self.round.template.subject}"

    @property
    def options(self) -> str:
        """The options that lead back to this response."""
        agency = f" --agency {quoted(self.respondent)}" if self.agency else ""
        named = self.subject not in {"", self.respondent}
        about = f" --about {quoted(self.subject)}" if named else ""
        return f"{agency}{about}{' --reading 2' if self.response.reading == 2 else ''}"


def find(
    desk: Desk,
    name: str,
    agency: str | None,
    about: str | None,
    reading: int = 1,
    *,
    answering: bool = False,
) -> Task:
    """The response of an agency about itself, another, or a case; StateError where it has none to give.

    Where it is for `answering`, StateError too where whoever is at the keyboard may not read the case.
    """
    from audit.rounds import find_agency, interview

    found = desk.store.round(name)
    if found.template.subject != "agency":
        from audit.cli.readings import find_reading

        return find_reading(desk, found.name, agency, about, reading, answering=answering)
    if reading != 1:
        raise StateError(f"The round {found.name!r} is about agencies; only cases are read a second time.")
    if agency is None:
        raise click.UsageError("Say who answers: --agency NAME.")
    agencies = desk.store.agencies()
    respondent = find_agency(agencies, agency)
    subject = find_agency(agencies, about) if about else respondent
    if found.of(subject) is None:
        raise StateError(
            f"{subject.name} is not in the round {found.name!r}; 'audit round change --add' adds it."
        )
    response = desk.store.response(found.name, respondent.code, subject.code)
    begun = interview(found, subject, response, desk.today)
    return Task(found, response, begun, respondent.name, subject.name, respondent)


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
    from audit.cli.readings import find_new

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


def may_answer(task: Task) -> None:
    """StateError where nothing can be answered: the round is closed, or the response signed."""
    found, response = task.round, task.response
    if found.closed:
        raise StateError(
            f"The round {found.name!r} was closed on {found.closed[:10]}; nothing can be answered."
        )
    if response.signed:
        signed = f"{response.signed.name} ({response.signed.role})"
        raise StateError(f"{task.respondent} has signed: by {signed}; 'audit reopen' makes a new version.")


def owed(interview: "Interview") -> str:
    """A sentence on what is still owed."""
    left = interview.still_owed()
    if not left:
        return "Nothing is owed any more."
    lacking = {question.id: interview.missing(question) for question in left[:12]}
    shown = [f"{name} ({', '.join(parts)})" if parts else name for name, parts in lacking.items()]
    more = f" and {len(left) - 12} more" if len(left) > 12 else ""
    return f"Still owed: {', '.join(shown)}{more}."


def quoted(word: str) -> str:
    """A word as it is typed at a command line."""
    return f'"{word}"' if " " in word or not word.isascii() else word


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
