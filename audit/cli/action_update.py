"""audit action update: what was said of actions, and how they stand since."""

from datetime import date

import click

from audit.cli.desk import WORDS, Day, Desk, by_option, everywhere


@click.command("update")
@click.argument("ids", metavar="ID…", nargs=-1, required=True)
@click.option("--state", type=WORDS, default="", metavar="S", help="How it stands, such as 'on track'.")
@click.option("--note", type=WORDS, default="", metavar="T", help="What was said.")
@click.option("--on", type=Day(), metavar="DATE", help="When it was said.  [default: today]")
@click.option("--said-by", type=WORDS, default="", metavar="X", help="Who said it.  [default: who writes]")
@click.option("--reopen", is_flag=True, help="Also where the action is assured or closed.")
@by_option
@everywhere
def action_update(
    desk: Desk, ids: tuple[str, ...], state: str, note: str, on: date | None, said_by: str, reopen: bool
) -> None:
    """Write down what was said of actions (ID, or a number in the plan); nothing said before is lost.

    States are: not started, on track, delayed, not on track, reported complete, no response, no further
    assurance received. Reported complete is what the owner says; 'audit action assure' is for what somebody
    has seen, 'audit action close' for what ends otherwise. An update dated before the last one is kept, and
    does not change how the action stands.

    \b
    Examples:
      audit action update A-007 --state "on track" --note "Training booked for May"
      audit action update A-007 A-009 --state "no response" --on 3/3/2027
    """
    from audit.actions.action import Update
    from audit.actions.saying import state_of, update
    from audit.cli.action_writing import keep, meant
    from audit.cli.screen import tell

    if not (state or note):
        raise click.UsageError("Say how it stands (--state), or what was said (--note).")
    word = str(state_of(state)) if state else ""
    said = Update((on or desk.today).isoformat(), said_by or desk.by, word, note)
    seen = meant(desk, ids)
    kept = {name: update(one, said, desk.today, reopen=reopen) for name, one in seen.items()}
    keep(desk, seen, kept)
    if late := [name for name, one in kept.items() if one.history]:
        tell(f"Of a later day more was said already, so this is kept as history: {', '.join(late)}.")
