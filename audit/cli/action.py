"""audit action: a group whose commands stand in files of their own, imported when they are called."""

import importlib
from collections.abc import Mapping

import click

# The commands in the order in which they are used: module, and what each does in a line.
LINES: Mapping[str, tuple[str, str]] = {
    "import": ("action_import", "Take in a plan from a file, and say what moved."),
    "export": ("action_export", "Write actions as a table that comes back exactly."),
    "list": ("action_list", "Actions as they stand: without owner or date first, then the overdue."),
    "show": ("action_show", "All that is known of an action, in the order in which it came."),
    "add": ("action_add", "Add an action by hand; without words a terminal asks for them."),
    "from": ("action_from", "Make actions of the low answers and findings of a round."),
    "update": ("action_update", "Write down what was said of actions, and how they stand."),
    "change": ("action_change", "Put right what an action is; move its owner or date, with the reason."),
    "assure": ("action_assure", "Write down that somebody has seen an action to be done."),
    "close": ("action_close", "End actions otherwise than by assurance, with the reason."),
}


class Actions(click.Group):
    """The group; it finds its commands when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Every command's name."""
        return list(LINES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of a name, imported now; the function is `action_` and the name."""
        if cmd_name not in LINES:
            return None
        module = importlib.import_module(f"audit.cli.{LINES[cmd_name][0]}")
        found: click.Command = getattr(module, f"action_{cmd_name.replace('-', '_')}")
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The commands with what each does, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in LINES.items()])


@click.group("action", cls=Actions)
def action() -> None:
    """Actions of plans, audits and low answers, followed until somebody has seen that they are done.

    \b
    Examples:
      audit action import plan.xlsx --plan child-r
      audit action list --overdue
      audit action update A-007 --state "on track" --note "Training booked for May"
    """
