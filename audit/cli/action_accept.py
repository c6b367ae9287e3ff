"""audit action accept: what owners propose, looked at and accepted or declined."""

from typing import TYPE_CHECKING

import click

from audit.cli.desk import WORDS, Desk, by_option, everywhere, json_option
from audit.cli.screen import as_json as print_json
from audit.cli.screen import table, tell
from audit.errors import StateError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audit.actions.accepting import Waiting


@click.command("accept")
@click.argument("ids", nargs=-1, metavar="[ID]…")
@click.option("--all", "everything", is_flag=True, help="All that waits and that nothing has overtaken.")
@click.option("--owner", type=WORDS, help="The same of one owner.")
@click.option("--decline", is_flag=True, help="Decline instead; needs --reason.")
@click.option("--reason", type=WORDS, default="", help="Why it is declined.")
@json_option
@by_option
@everywhere
def action_accept(
    desk: Desk,
    ids: tuple[str, ...],
    everything: bool,
    owner: str | None,
    decline: bool,
    reason: str,
    as_json: bool,
) -> None:
    """Accept or decline what owners propose; without anything named, show what waits.

    At a terminal it then goes through it one by one. What is accepted becomes an update, and evidence goes
    into the register. An action that is reported complete is still not assured. A/2 means the second
    proposal for A; where something newer is known, or an action would be opened again, it takes its ID.

    \b
    Examples:
      audit action accept
      audit action accept A-007 A-011 --by "QA lead"
      audit action accept A-012 --decline --reason "No policy was attached"
    """
    _check_usage(ids, everything, owner, decline, reason)
    from audit.cli import accepting

    every = accepting.everything(desk)
    if not (ids or everything or owner):
        _show_all(desk, every, as_json=as_json)
        return
    chosen, left = accepting.chosen(every, ids, accepting.sender(desk, owner or ""))
    if not chosen:
        if not as_json:
            _tell_left(left)
        raise StateError("Nothing was accepted." if left else "Nothing waits to be accepted.")
    accepting.keep(desk, chosen, reason if decline else None)
    if as_json:
        word = "declined" if decline else "accepted"
        print_json({word: [one.block() for one in chosen], "left": [one.block() for one in left]})
        return
    for one in chosen:
        tell(accepting.kept_sentence(one, declined=decline))
    _tell_left(left)


def _check_usage(
    ids: tuple[str, ...], everything: bool, owner: str | None, decline: bool, reason: str
) -> None:
    """Wrong usage where options do not go together."""
    if bool(ids) + everything + bool(owner) > 1:
        raise click.UsageError("Give IDs, --all or --owner X: one of them.")
    if decline and not (ids or everything or owner):
        raise click.UsageError("--decline goes with IDs, --all or --owner X.")
    if decline != bool(reason):
        raise click.UsageError("--decline and --reason go together: why is it declined?")


def _tell_left(left: "Sequence[Waiting]") -> None:
    for one in left:
        tell(f"{one.key} is left: {one.overtaken}. 'audit action accept {one.key}' accepts it all the same.")


def _show_all(desk: Desk, every: "Sequence[Waiting]", *, as_json: bool) -> None:
    """What waits: as JSON, one by one at a terminal, else as a table."""
    from audit.cli import accepting
    from audit.cli.settling import can_ask

    if as_json:
        print_json([one.block() for one in every])
    elif not every:
        tell("Nothing waits to be accepted.")
    elif can_ask():
        accepting.ask_each(desk, every)
    else:
        heads = ["Id", "What is to be done", "State, and what is proposed", "What is said"]
        table(heads, [accepting.cells(one) for one in every])
        tell(f"{accepting.proposals(len(every))} to be accepted: audit action accept ID…, --all or --owner X")
