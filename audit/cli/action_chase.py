"""audit action chase: who owes an update or evidence, letters to owners, what was asked and what followed."""

from pathlib import Path

import click

from audit.cli.desk import WORDS, Desk, by_option, everywhere, json_option
from audit.cli.letters import letters_option, note_option
from audit.cli.mailing import no_mail_option


@click.command("chase")
@click.option("--owner", type=WORDS, default="", help="Only an owner: an agency, or the plan's words.")
@click.option("--plan", metavar="P", default="", help="Only the actions of a plan.")
@letters_option
@no_mail_option
@click.option("--log", "telephoned", is_flag=True, help="Log that the owner was rung; needs --owner.")
@note_option
@click.option("--again", is_flag=True, help="Also what was asked for and there is still time to answer.")
@click.option("--history", is_flag=True, help="Every ask so far, and what followed.")
@json_option
@by_option
@everywhere
def action_chase(
    desk: Desk,
    owner: str,
    plan: str,
    folder: Path | None,
    no_mail: bool,
    telephoned: bool,
    note: str,
    again: bool,
    history: bool,
    as_json: bool,
) -> None:
    """Say which owners owe an update or evidence, since when, and whom the next letter goes to.

    Nothing is sent. Beside each letter stands a draft of an e-mail (.eml) with the form for its actions
    attached. An ask that nothing has followed when the time to answer is over is a silence. The
    wording, the days to answer and whom a letter goes to after how many asks stand in the workspace's
    templates/letters/actions.yaml, else in the shipped one. After the last level it says how to record
    that there is no response, and does not record it itself.

    \b
    Examples:
      audit action chase
      audit action chase --letters letters
      audit action chase --log --owner police --note "rang, promised Friday"
      audit action chase --history
    """
    from audit.cli import asking_lines
    from audit.cli.asking_owners import Asking

    if sum((folder is not None, telephoned, history)) > 1:
        raise click.UsageError("Give one of --letters, --log and --history.")
    if no_mail and not folder:
        raise click.UsageError("--no-mail goes with --letters.")
    if telephoned and not owner:
        raise click.UsageError("--log goes with --owner: who was rung?")
    if note and not telephoned:
        raise click.UsageError("--note goes with --log.")
    if again and not (folder or telephoned):
        raise click.UsageError("--again goes with --letters or --log.")
    asking = Asking(desk, plan, owner)
    if history:
        asking_lines.print_history(asking, as_json=as_json)
    elif folder is not None:
        asking.write(folder, again=again, no_mail=no_mail, as_json=as_json)
    elif telephoned:
        asking.rang(note, again=again)
    else:
        asking_lines.print_owing(asking, as_json=as_json)
