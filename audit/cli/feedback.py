"""audit feedback."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli.desk import Desk, by_option, everywhere, json_option
from audit.cli.letters import Mail, letter_blocks, write_letters
from audit.cli.mailing import no_mail_option, say_odd, sender_of
from audit.cli.named import agency_in
from audit.cli.screen import as_json as print_json
from audit.cli.screen import tell
from audit.errors import StateError
from audit.wording import plural, some

if TYPE_CHECKING:
    from audit.chasing.feedback import Feedback
    from audit.chasing.letters import Letter
    from audit.chasing.owing import Next
    from audit.chasing.rule import Rule
    from audit.rounds import Return, Round


@click.command()
@click.argument("name", metavar="R")
@click.option("--agency", "agencies", multiple=True, help="Only this agency; may be repeated.")
@click.option(
    *("-o", "--output", "folder"),
    metavar="FOLDER",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="Write letters there; logged.",
)
@click.option("--again", is_flag=True, help="Also to those that were written to already.")
@no_mail_option
@json_option
@by_option
@everywhere
def feedback(
    desk: Desk,
    name: str,
    agencies: tuple[str, ...],
    folder: Path,
    again: bool,
    no_mail: bool,
    as_json: bool,
) -> None:
    """Write to each agency what came of a visit, a challenge event or its return, once that is signed.

    Which letters they are the round's template says (feedback: letters/NAME); the wording is in that file,
    in the workspace's templates first. Nothing is sent, and each is logged.

    \b
    Examples:
      audit feedback challenge-2026 -o letters
      audit feedback visits-2026 --agency "Elm School" -o letters --again
    """
    from audit.store.feedback import add_feedback, feedback_of

    found = _about_agencies(desk, name)
    rule, made = _rule(desk, found), feedback_of(desk.store, found.name)
    chosen = _chosen(desk, found, agencies, made, again=again)
    letters, log = _letters(desk, found, rule, chosen, made)
    if not letters:
        tell("No letter is written now.")
    mail = None if no_mail else Mail(desk.marking())
    files = (
        write_letters(
            folder,
            letters,
            desk.today,
            lambda: add_feedback(desk.store, found.name, log, desk.stamp(), made),
            mail,
        )
        if letters
        else []
    )
    if as_json:
        print_json({"round": found.name, "letters": letter_blocks(letters, files)})
    if letters:
        _say(letters, folder, files, mail)


def _about_agencies(desk: Desk, name: str) -> "Round":
    """The round; StateError where its template names no letters."""
    found = desk.store.round(name)
    if not found.template.running.feedback:
        raise StateError(
            f"The template of {found.name!r} names no letters; one with 'feedback: letters/NAME' does, such "
            "as challenge/event or visit/school."
        )
    return found


def _rule(desk: Desk, found: "Round") -> "Rule":
    from audit.chasing.feedback import load_feedback

    return load_feedback(desk.library, found.template)


def _chosen(
    desk: Desk, found: "Round", agencies: tuple[str, ...], made: "Sequence[Feedback]", *, again: bool
) -> "list[Return]":
    """Those to be written to now; who is left out is told."""
    from audit.rounds import returns

    lines = returns(found, desk.store.responses(found.name), desk.today)
    wanted = {agency_in(desk, (line.agency for line in lines), name).code for name in agencies}
    looked = [line for line in lines if not wanted or line.agency.code in wanted]
    signed = [line for line in looked if line.response and line.response.signed]
    if waiting := [line.agency.name for line in looked if line not in signed and _is_to_come(line)]:
        tell(f"Nothing is signed yet, so no letter: {some(waiting)}.")
    written = {one.agency for one in made}
    done = [] if again else [line for line in signed if line.agency.code in written]
    if done:
        names = some([line.agency.name for line in done])
        tell(f"Written to already, so left out: {names}. --again writes to them again.")
    return [line for line in signed if line not in done]


def _is_to_come(line: "Return") -> bool:
    from audit.rounds import Progress

    return line.through is None and line.progress not in {Progress.DECLINED, Progress.LEFT}


def _letters(
    desk: Desk, found: "Round", rule: "Rule", chosen: "Sequence[Return]", made: "Sequence[Feedback]"
) -> "tuple[list[Letter], list[Feedback]]":
    """The letters, and what is kept of each; those of whom nobody is known are told."""
    from audit.chasing.feedback import Feedback, feedback_letter, next_letter

    steps: list[tuple[Return, Next]] = [(line, next_letter(rule, line, made)) for line in chosen]
    if lost := [line.agency.name for line, step in steps if not step.to]:
        tell(
            f"Nobody to write to is known, so no letter: {', '.join(lost)}; 'audit agency add' has --contact."
        )
    reached = [(line, step) for line, step in steps if step.to]
    sender = sender_of(desk)
    letters = [feedback_letter(rule, found, line, step, desk.today, sender) for line, step in reached]
    log = [Feedback(line.agency.code, desk.today, step.roles, desk.by) for line, step in reached]
    return letters, log


def _say(letters: "Sequence[Letter]", folder: Path, files: Sequence[Path], mail: Mail | None) -> None:
    if bare := [one.agency for one in letters if not one.addresses]:
        tell(f"No e-mail address is known, so the letter says whom it is for: {', '.join(bare)}.")
    count = plural(len(letters), "letter is", "letters are")
    tell(f"{count} in {folder}, with {files[-1].name} for a mail merge; each is logged.")
    if mail:
        tell("Beside each stands a draft of an e-mail (.eml): open it, look, send it.")
        say_odd(letters, mail.sizes)
    tell("Nothing was sent: send them from your own e-mail.")
