"""audit ask, show, sign, reopen."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audit.cli.desk import WORDS, Day, Desk, by_option, everywhere, json_option, of_one_moment
from audit.cli.naming import for_option, keep_naming
from audit.cli.readings import find, find_new, interview_of
from audit.cli.screen import as_json as print_json
from audit.cli.screen import line, tell
from audit.cli.task import Task, may_answer, quoted
from audit.dates import in_words
from audit.errors import StateError

if TYPE_CHECKING:
    from audit.store.signing import Signed

agency_option = click.option(
    "--agency", help="Who answers: an agency's name or code; may be left out where there is one."
)
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
@for_option
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
    members: tuple[str, ...],
) -> None:
    """Answer a round's questions; every answer is saved as it is given, and the next call goes on from there.

    \b
    Examples:
      audit ask s11-2026 --agency "Kingsbridge Police"
      audit ask s11-2026 --agency police --answers answers.yaml
      audit ask neglect-2026 --agency police --about C-03
      audit ask observations --new --agency council
      audit ask s11-2026 --agency "Kingsbridge ICB" --for abbey-surgery --for beech-surgery
    """
    from audit.cli.answering import Pen, at_the_prompt, from_file

    if answers is not None:
        from_file(desk, (name, agency, about, reading), new=new, path=answers, members=members)
        return
    task = (
        find_new(desk, name, agency, about)
        if new
        else find(desk, name, agency, about, reading, answering=True)
    )
    may_answer(task)
    if members:
        keep_naming(Pen(desk, task), members)
        return
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise StateError("There is no terminal to ask at; give the answers in a file with --answers FILE.")
    at_the_prompt(desk, task)


@click.command()
@click.argument("name", metavar="R")
@agency_option
@about_option
@reading_option
@click.option("--version", "edition", type=click.IntRange(1), help="An earlier version, as it was signed.")
@json_option
@everywhere
@of_one_moment
def show(
    desk: Desk,
    name: str,
    agency: str | None,
    about: str | None,
    reading: int,
    edition: int | None,
    as_json: bool,
) -> None:
    """Show a response as it stands, and what is still owed; with --version as it was signed before.

    \b
    Examples:
      audit show s11-2026 --agency police
      audit show s11-2026 --agency police --version 1
    """
    from audit.cli.concerns import concerns_about, open_lines
    from audit.cli.show import print_response, response_block
    from audit.store.signing import signatures

    task = find(desk, name, agency, about, reading)
    signed = signatures(desk.store, task.round.name, key_of(task))
    if edition is not None:
        task = as_signed(desk, task, signed, edition)
    wrong = [one.told for one in signed if not one.sound]
    if as_json:
        raised = [one.number for one in concerns_about(desk, task) if one.open]
        block = response_block(task.response, task.interview)
        if task.case_round:
            block["together"] = list(task.case_round.plan.together)
        print_json({**block, "signatures": [signed_block(one) for one in signed], "open_concerns": raised})
    else:
        for sentence in (*wrong, *open_lines(desk, task)):
            line(sentence)
        if task.case_round and task.case_round.plan.together:
            line(f"Read together by: {task.case_round.plan.panel}.")
        print_response(task.response, task.interview, (task.respondent, task.subject))
    if wrong:
        raise SystemExit(1)


def key_of(task: Task) -> tuple[str, str, int]:
    """What a response is known by: agency, subject, reading."""
    return task.response.agency, task.response.subject, task.response.reading


def as_signed(desk: Desk, task: Task, signed: "Sequence[Signed]", edition: int) -> Task:
    """A response as it was signed in an earlier version; StateError where that was never signed."""
    from audit.store.signing import answers_at

    one = next((one for one in signed if one.version == edition), None)
    if one is None:
        known = ", ".join(str(one.version) for one in signed) or "none"
        raise StateError(f"Version {edition} was never signed; signed versions: {known}.")
    answers = answers_at(desk.store, task.response, edition)
    response = replace(task.response, version=edition, answers=answers, signed=one.signature)
    return replace(task, response=response, interview=interview_of(desk, task, response))


def signed_block(one: "Signed") -> dict[str, Any]:
    """A signature as plain values, with its digest and whether the store still holds what was signed."""
    second = one.signature.second
    return {
        "version": one.version,
        "name": one.signature.name,
        "role": one.signature.role,
        "on": one.signature.on,
        "second": {"name": second.name, "role": second.role} if second else None,
        "presented": one.signature.presented or None,
        "at": one.at,
        "by": one.by,
        "digest": one.kept,
        "unchanged": one.sound,
        "reopened": not one.standing,
    }


@click.command()
@click.argument("name", metavar="R")
@agency_option
@about_option
@reading_option
@click.option("--name", "person", type=WORDS, required=True, help="Who signs.")
@click.option("--role", type=WORDS, required=True, help="As what: chief officer, head …")
@click.option("--second-name", type=WORDS, default="", help="Who signs too.")
@click.option("--second-role", type=WORDS, default="", help="As what.")
@click.option("--presented", type=Day(), help="The day on which the agency's own board had it before it.")
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
    second_name: str,
    second_role: str,
    presented: date | None,
    on: date | None,
) -> None:
    """Sign a response in which nothing is owed any more, which locks it.

    Where the template names who signs for a kind of agency, any of them may, and nobody else.

    \b
    Examples:
      audit sign s11-2026 --agency police --name "A. Khan" --role "Chief Constable"
      audit sign s175-2026 --agency elm --name "J. Bell" --role Head --second-name "R. Osei"
        --second-role "Chair of governors" --presented 2026-11-12
    """
    from audit.cli.concerns import say_open
    from audit.cli.signing import SignOff, check_signature, signature_of

    if not person or not role:
        raise click.UsageError("--name and --role must not be blank.")
    if bool(second_name) != bool(second_role):
        raise click.UsageError("--second-name and --second-role go together; give both.")
    task = find(desk, name, agency, about, reading)
    may_answer(task)
    given = SignOff(person, role, on or desk.today, second_name, second_role, presented)
    signature = signature_of(given, task.agency, task.interview)
    if task.case_round is None:  # whoever answers, it was asked what is meant for its subject
        signature = replace(signature, words=tuple(sorted(task.interview.words)))
    say_open(desk, task)
    check_signature(task.round, task.agency, task.interview, signature, desk.today)
    digest = desk.store.sign(task.response, signature, desk.stamp())
    both = f" and {second_name}, {second_role}," if second_name else ""
    tell(f"{task.subject} is signed by {person}, {role},{both} on {in_words(given.on)}. Digest: {digest}")


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
    tell(
        f"What was signed is kept: audit show {quoted(task.round.name)}{task.options} --version {version - 1}"
    )
