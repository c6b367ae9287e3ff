"""audit ask, show, sign, reopen."""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audit.cli.desk import WORDS, Day, Desk, by_option, everywhere, json_option
from audit.cli.screen import as_json as print_json
from audit.cli.screen import tell
from audit.dates import in_words
from audit.errors import AuditError, StateError

if TYPE_CHECKING:
    from audit.agencies import Agency
    from audit.responses.interview import Interview
    from audit.responses.response import Response
    from audit.rounds import Round

agency_option = click.option("--agency", required=True, help="Who answers: an agency's name or code.")
about_option = click.option("--about", help="Whom it is about, where that is another agency.")


def find(desk: Desk, name: str, agency: str, about: str | None) -> "tuple[Round, Agency, Agency, Response]":
    """A round, the respondent, the subject, and the response of the one about the other."""
    from audit.rounds import find_agency

    found = desk.store.round(name)
    agencies = desk.store.agencies()
    respondent = find_agency(agencies, agency)
    subject = find_agency(agencies, about) if about else respondent
    if found.of(subject) is None:
        raise StateError(
            f"{subject.name} is not in the round {found.name!r}; 'audit round change --add' adds it."
        )
    return found, respondent, subject, desk.store.response(found.name, respondent.code, subject.code)


@click.command()
@click.argument("name", metavar="R")
@agency_option
@about_option
@click.option("--answers", type=click.Path(path_type=Path), help="Take the answers from a YAML or JSON file.")
@by_option
@everywhere
def ask(desk: Desk, name: str, agency: str, about: str | None, answers: Path | None) -> None:
    """Answer a round's questions; every answer is saved as it is given, and the next call goes on from there.

    \b
    Examples:
      audit ask s11-2026 --agency "Kingsbridge Police"
      audit ask s11-2026 --agency police --answers answers.yaml
    """
    from audit.rounds import interview

    found, respondent, subject, response = find(desk, name, agency, about)
    _may_answer(found, response, respondent.name)
    begun = interview(found, subject, response, desk.today)
    if answers is not None:
        _from_file(desk, response, begun, answers)
        return
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise StateError("There is no terminal to ask at; give the answers in a file with --answers FILE.")
    _at_the_prompt(desk, response, begun, (respondent.name, subject.name))


def _may_answer(found: "Round", response: "Response", agency: str) -> None:
    if found.closed:
        raise StateError(
            f"The round {found.name!r} was closed on {found.closed[:10]}; nothing can be answered."
        )
    if response.signed:
        signed = f"{response.signed.name} ({response.signed.role})"
        raise StateError(f"{agency} has signed: by {signed}; 'audit reopen' makes a new version.")


def _from_file(desk: Desk, response: "Response", begun: "Interview", path: Path) -> None:
    from dataclasses import replace

    from audit.responses.files import read_answers, take

    taken = take(begun, read_answers(path), str(path))
    desk.store.save(response, taken.answers, desk.stamp())
    after = replace(begun, answers={**begun.answers, **taken.answers})
    if taken.left_out:
        tell(f"Not asked of this kind of agency, so left out: {', '.join(taken.left_out)}.")
    tell(f"{len(taken.answers)} answers saved. {owed(after)}")


def owed(interview: "Interview") -> str:
    """A sentence on what is still owed."""
    left = interview.still_owed()
    if not left:
        return "Nothing is owed any more."
    lacking = {question.id: interview.missing(question) for question in left[:12]}
    shown = [f"{name} ({', '.join(parts)})" if parts else name for name, parts in lacking.items()]
    more = f" and {len(left) - 12} more" if len(left) > 12 else ""
    return f"Still owed: {', '.join(shown)}{more}."


def _at_the_prompt(desk: Desk, response: "Response", begun: "Interview", names: tuple[str, str]) -> None:
    from audit.responses.terminal import Conversation, End

    agency, subject = names
    about = f" about {subject}" if subject != agency else ""
    tell(f"{begun.template.title}: {agency}{about}. Every answer is saved as you give it; Ctrl-C stops.")
    if response.answers:
        tell("Going on where you stopped.")
    again = f"audit ask {_quoted(response.round)} --agency {_quoted(agency)}"
    again += f" --about {_quoted(subject)}" if about else ""
    conversation = Conversation(begun, _saver(desk, response), at=response.last)
    try:
        ended = conversation.run()
    except KeyboardInterrupt:
        tell(f"\nStopped. Every answer you gave is saved; go on with: {again}")
        raise click.exceptions.Exit(130) from None
    if ended is End.DONE:
        signing = again.replace("audit ask", "audit sign")
        tell(f"All questions are answered. Sign with: {signing} --name … --role …")
    else:
        tell(f"Saved. {owed(conversation.interview)} Go on with: {again}")


def _saver(desk: Desk, response: "Response") -> Callable[[str, Any], None]:
    def _save(name: str, answer: Any) -> None:
        desk.store.save(response, {name: answer}, desk.stamp())

    return _save


def _quoted(word: str) -> str:
    return f'"{word}"' if " " in word or not word.isascii() else word


@click.command()
@click.argument("name", metavar="R")
@agency_option
@about_option
@json_option
@everywhere
def show(desk: Desk, name: str, agency: str, about: str | None, as_json: bool) -> None:
    """Show a response as it stands, and what is still owed.

    \b
    Example:
      audit show s11-2026 --agency police
    """
    from audit.cli.show import print_response, response_block
    from audit.rounds import interview

    found, respondent, subject, response = find(desk, name, agency, about)
    begun = interview(found, subject, response, desk.today)
    if as_json:
        print_json(response_block(response, begun))
    else:
        print_response(response, begun, (respondent.name, subject.name))


@click.command()
@click.argument("name", metavar="R")
@agency_option
@about_option
@click.option("--name", "person", type=WORDS, required=True, help="Who signs.")
@click.option("--role", type=WORDS, required=True, help="As what: chief officer, head …")
@click.option("--on", type=Day(), help="The day of signing.  [default: today]")
@by_option
@everywhere
def sign(
    desk: Desk, name: str, agency: str, about: str | None, person: str, role: str, on: date | None
) -> None:
    """Sign a response as it stands, which locks it.

    \b
    Example:
      audit sign s11-2026 --agency police --name "A. Khan" --role "Chief Constable"
    """
    from audit.responses.response import Signature
    from audit.rounds import interview

    found, respondent, subject, response = find(desk, name, agency, about)
    _may_answer(found, response, respondent.name)
    if not person or not role:
        raise click.UsageError("--name and --role must not be blank.")
    may_sign(found, respondent, role)
    begun = interview(found, subject, response, desk.today)
    day = on or desk.today
    if day > desk.today:
        raise StateError(f"{in_words(day)} lies ahead; a response is signed today or was signed before.")
    signature = Signature(person, role, day.isoformat())
    digest = desk.store.sign(response, signature, desk.stamp())
    tell(f"{subject.name} is signed by {person}, {role}, on {in_words(day)}. Digest: {digest}")
    if begun.still_owed():
        tell(f"Signed with answers owed, so its bands stay provisional. {owed(begun)}")


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
@click.option("--reason", type=WORDS, required=True, help="Why it is opened again.")
@by_option
@everywhere
def reopen(desk: Desk, name: str, agency: str, about: str | None, reason: str) -> None:
    """Open a signed response again as a new version; what was signed is kept.

    \b
    Example:
      audit reopen s11-2026 --agency police --reason "Evidence came in late"
    """
    if not reason:
        raise click.UsageError("--reason must not be blank.")
    _found, _respondent, subject, response = find(desk, name, agency, about)
    version = desk.store.reopen(response, reason, desk.stamp())
    tell(f"{subject.name} is open again, as version {version}; it has to be signed anew.")
