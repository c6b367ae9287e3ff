"""audit action close: what ends otherwise than by assurance, with the reason."""

import click

from audit.actions.words import State
from audit.cli.desk import WORDS, Desk, by_option, everywhere

ENDS = (State.SUPERSEDED, State.CLOSED_WITHOUT, State.NO_FURTHER_REQUIRED)


@click.command("close")
@click.argument("ids", metavar="ID…", nargs=-1, required=True)
@click.option(
    "--as", "end", type=click.Choice([one.value for one in ENDS]), required=True, help="How it ends."
)
@click.option("--reason", type=WORDS, required=True, metavar="T", help="Why, and who decided it.")
@click.option("--reopen", is_flag=True, help="Also where the action is assured, or closed otherwise.")
@by_option
@everywhere
def action_close(desk: Desk, ids: tuple[str, ...], end: str, reason: str, reopen: bool) -> None:
    """End actions (ID, or a number in the plan) that nobody will assure, and say why.

    An action that somebody has seen to be done is assured instead: 'audit action assure'.

    \b
    Examples:
      audit action close A-007 --as superseded --reason "Board, 4 March: now in the neglect strategy"
      audit action close A-012 --as "closed without assurance" --reason "The service has ended"
    """
    from audit.actions.action import Update
    from audit.actions.saying import close
    from audit.cli.action_writing import keep, meant

    said = Update(desk.today.isoformat(), desk.by, end, reason)
    seen = meant(desk, ids)
    keep(desk, seen, {name: close(one, said, desk.today, reopen=reopen) for name, one in seen.items()})
