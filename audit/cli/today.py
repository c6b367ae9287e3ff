"""audit today: what is new, late, due and waiting in a workspace; elsewhere how to begin."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from audit.cli.desk import DATABASE, SETTINGS, Desk, everywhere, json_option, of_one_moment
from audit.cli.screen import as_json as print_json
from audit.cli.screen import heading, line, tell
from audit.dates import in_words
from audit.wording import harmless

if TYPE_CHECKING:
    from audit.cli.today_matter import Matter

BEGIN = (
    ("See a whole year on made-up data:", "audit demo"),
    (
        "Make a workspace for a partnership:",
        'audit init DIR --name "Kingsbridge Safeguarding Children Partnership"',
    ),
    ("Answer an invitation that your agency got:", "audit join INVITATION.json"),
    ("Work in a workspace that is there:", "audit -w DIR"),
)


@click.command()
@json_option
@everywhere
@of_one_moment
def today(desk: Desk, as_json: bool) -> None:
    """Say what is new, late, due soon and waiting, each with the command that goes on with it.

    'audit' alone says the same. Where there is no workspace it says how to begin. What is new came in
    during the last seven days; soon is within 28 days.

    \b
    Examples:
      audit today
      audit today --json
    """
    if not is_workspace(desk):
        _begin(desk, as_json=as_json)
        return
    from audit.cli.today_lines import matters
    from audit.cli.today_matter import LATE

    found = matters(desk)
    if as_json:
        print_json({"today": desk.today.isoformat(), "matters": [one.block() for one in found]})
        return
    heading(_title(desk))
    _print(desk, found)
    if not any(one.heading == LATE for one in found):
        line("Nothing is late.")


def is_workspace(desk: Desk) -> bool:
    """Whether a workspace is there, if only its settings, of whose database the desk says that it is lost."""
    return bool(desk.url) or any((desk.folder / name).exists() for name in (DATABASE, SETTINGS))


def _title(desk: Desk) -> str:
    name = desk.partnership
    return f"{name}, {in_words(desk.today)}" if name else in_words(desk.today)


def _begin(desk: Desk, *, as_json: bool) -> None:
    """How to begin, where there is no workspace yet."""
    if as_json:
        print_json({"today": desk.today.isoformat(), "matters": [], "begin": [one for _, one in BEGIN]})
        return
    line(f"There is no workspace in {desk.folder.absolute()}. To begin, one of these:")
    for what, command in BEGIN:
        _step(what, command)
    tell("\nEvery command, by what people do: audit --help")


def _print(desk: Desk, found: "Sequence[Matter]") -> None:
    """The matters under their headings, each with its command on a line of its own, to be copied whole."""
    where = _where(desk)
    before = ""
    for one in found:
        if one.heading != before:
            click.echo("")
            heading(one.heading)
            before = one.heading
        _step(one.text, f"{one.command}{where}" if one.command else "")
    if found:
        click.echo("")


def _step(what: str, command: str) -> None:
    line(f"  {what}", "  ")
    if command:
        click.echo(harmless(f"      {command}"))


def _where(desk: Desk) -> str:
    """The option that leads back to the workspace, where it was named by one."""
    from audit.cli.task import quoted

    return "" if desk.folder == Desk().folder else f" -w {quoted(str(desk.folder))}"
