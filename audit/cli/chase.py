"""audit chase."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli.chased import Chasing, letters_of
from audit.cli.desk import Desk, by_option, everywhere, json_option
from audit.cli.letters import letters_option, note_option
from audit.cli.mailing import no_mail_option
from audit.cli.screen import as_json as print_json
from audit.cli.screen import tell
from audit.dates import in_words
from audit.errors import StateError

if TYPE_CHECKING:
    pass


@click.command()
@click.argument("name", metavar="R")
@click.option("--agency", "agencies", multiple=True, help="Only this agency; may be repeated.")
@letters_option
@no_mail_option
@click.option("--log", "telephoned", is_flag=True, help="Log that the agency was rung; needs --agency.")
@note_option
@click.option("--again", is_flag=True, help="Also those that were chased today already.")
@click.option("--history", is_flag=True, help="Every chase of the round so far.")
@click.option("--rate", is_flag=True, help="How many had signed, week by week, of all and by kind.")
@json_option
@by_option
@everywhere
def chase(
    desk: Desk,
    name: str,
    agencies: tuple[str, ...],
    folder: Path | None,
    no_mail: bool,
    telephoned: bool,
    note: str,
    again: bool,
    history: bool,
    rate: bool,
    as_json: bool,
) -> None:
    """Say who owes what, by when, and whom the next chase goes to; with --letters write to them.

    Nothing is sent. Beside each letter stands a draft of an e-mail (.eml) with the agency's form attached,
    filled with the answers that are here. The wording, and after how many chases it goes to whom, stand in
    the workspace's templates/letters/chase.yaml, else in the shipped one. Where the template says who
    answers about every agency (an adviser who visits them), nobody is chased: it lists those that are still
    to come, by day.

    \b
    Examples:
      audit chase s11-2026
      audit chase s11-2026 --letters letters
      audit chase s11-2026 --log --agency "Elm School" --note "rang, promised Friday"
      audit chase s11-2026 --rate
    """
    from audit.cli import chase_lines, still_to_see

    if no_mail and not folder:
        raise click.UsageError("--no-mail goes with --letters.")
    _check_usage(given := (folder is not None, telephoned, history, rate), agencies, note, again=again)
    chasing = Chasing(desk, desk.store.round(name), agencies)
    told_by = bool(chasing.round.template.running.respondent)
    if told_by and (folder is not None or telephoned):
        still_to_see.refuse(chasing)
    if history:
        chase_lines.print_history(chasing.round, chasing.history, as_json=as_json)
    elif rate:
        chase_lines.print_rate(desk, chasing.round, as_json=as_json)
    elif told_by:
        still_to_see.print_still(chasing, as_json=as_json)
    elif not any(given):
        chase_lines.print_owing(chasing, as_json=as_json)
    elif folder is not None:
        _write(chasing, folder, again=again, no_mail=no_mail, as_json=as_json)
    else:
        _telephoned(chasing, note, again=again)


def _check_usage(given: tuple[bool, ...], agencies: tuple[str, ...], note: str, *, again: bool) -> None:
    """Wrong usage where options do not go together."""
    letters, telephoned, *_ = given
    if sum(given) > 1:
        raise click.UsageError("Give one of --letters, --log, --history and --rate.")
    if telephoned and not agencies:
        raise click.UsageError("--log goes with --agency: who was rung?")
    if note and not telephoned:
        raise click.UsageError("--note goes with --log.")
    if again and not (letters or telephoned):
        raise click.UsageError("--again goes with --letters or --log.")


def _write(chasing: Chasing, folder: Path, *, again: bool, no_mail: bool, as_json: bool) -> None:
    """Write a letter to each of those to be chased, and log them all."""
    from audit.chasing.owing import LETTER, members_words
    from audit.cli.attaching import forms_for
    from audit.cli.letters import letter_blocks, write_letters
    from audit.cli.mailing import say_drafts

    chosen = chasing.due_for(again=again)
    reached = [one for one in chosen if chasing.step(one).to]
    if lost := [one.line.agency.name for one in chosen if one not in reached]:
        tell(
            f"Nobody to write to is known, so no letter: {', '.join(lost)}; 'audit agency add' has --contact."
        )
    for one in reached:
        if one.members:
            tell(f"{one.line.agency.name} is asked for {members_words(one)}, which get no letter themselves.")
    letters = letters_of(chasing, reached)
    made = [chase for one in reached for chase in chasing.chases_of(one, LETTER)]
    mail = None if no_mail else forms_for(chasing.desk, chasing.round, folder)
    desk = chasing.desk
    log = partial(chasing.log, made)
    files = write_letters(folder, letters, desk.today, log, mail, again=again) if letters else []
    if bare := [one.agency for one in letters if not one.addresses]:
        tell(f"No e-mail address is known, so the letter says whom it is for: {', '.join(bare)}.")
    if as_json:
        print_json({"round": chasing.round.name, "letters": letter_blocks(letters, files)})
    if not letters:
        tell("Nobody is chased now, so no letter is written.")
        return
    tell(f"{_letters_of(len(letters))} in {folder}, with {files[-1].name} for a mail merge; each is logged.")
    if mail:
        say_drafts(letters, mail)
    tell("Nothing was sent: send them from your own e-mail.")


def _letters_of(count: int) -> str:
    return "1 letter is" if count == 1 else f"{count} letters are"


def _telephoned(chasing: Chasing, note: str, *, again: bool) -> None:
    """Log that agencies were rung."""
    from audit.chasing.owing import TELEPHONE

    chosen = chasing.due_for(again=again)
    if not chosen:
        raise StateError("Nobody was to be chased, so nothing was logged.")
    chasing.log([chase for one in chosen for chase in chasing.chases_of(one, TELEPHONE, note)])
    names = ", ".join(one.line.agency.name for one in chosen)
    tell(f"Logged for {in_words(chasing.desk.today)}: {names} rung.")
