"""A group of commands whose help lists them in the order of use, each with its whole first sentence."""

import click

LONGEST = 200  # characters of a first sentence; none is cut


class InOrder(click.Group):
    """A group that lists its commands in the order in which they are defined, which is that of use."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Every command's name."""
        return list(self.commands)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands, with what each does."""
        found = [(name, self.commands[name]) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl([(name, one.get_short_help_str(LONGEST)) for name, one in found])
