"""The command line: click, the clock, the exit code; nothing else.

Commands are imported when they are called, so that `audit --help` comes at once.
"""

import gc
import importlib
import io
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TextIO

import click
from click.shell_completion import CompletionItem

from audit import __version__
from audit.cli.ending import MISTAKE, heed, mistake
from audit.errors import AuditError

# What a person wants to do, the commands for it (module, what it does in a line), in the order of a year.
GROUPS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "Begin": {
        "today": ("today", "What is new, late, due soon and waiting; also 'audit' alone."),
        "demo": ("demo", "Play a whole round and a dip sample on made-up data."),
        "init": ("setup", "Make a workspace: a folder for a partnership's rounds."),
        "store": ("store", "A store that many share in PostgreSQL: lay it down, copy a store."),
        "agency": ("agencies", "The agencies of the partnership: add, list, import."),
        "standards": ("setup", "List the standards that practice is held against, or show a set."),
        "templates": ("setup", "List the templates, or show one."),
        "guide": ("guide", "Guides for agencies, QA leads, board readers, and for writing templates."),
        "check": ("setup", "Find mistakes in standards and templates, with their lines."),
        "completion": ("completion", "A script that lets your shell complete commands and names."),
    },
    "Run a round": {
        "round": ("rounds", "Open, repeat, list, follow, change and close rounds."),
        "ask": ("answers", "Answer at the prompt, or from a file; resumes where it stopped."),
        "show": ("answers", "Show a response as it stands."),
        "sign": ("answers", "Sign a response, which locks it."),
        "reopen": ("answers", "Open a signed response again, as a new version."),
        "chase": ("chase", "Who owes what, and letters to them; logged, never sent."),
        "pack": ("pack", "What is taken into a visit or a challenge event with an agency."),
        "feedback": ("feedback", "Letters on what came of a visit or a challenge event."),
        "moderate": ("moderate", "A panel's grades of agencies' returns, or of a case; drift."),
    },
    "Forms and returns by file": {
        "form": ("forms", "Write Excel forms to be filled in."),
        "collect": ("collect", "Take in filled forms, returns and tables."),
        "invite": ("invite", "Write a file for each agency to answer from, on its own computer."),
        "join": ("join", "Begin to answer at an agency, from the invitation it got."),
        "send": ("send", "Write a return as one file, encrypted where there is a key."),
        "key": ("key", "Make the pair of keys that returns are encrypted to."),
    },
    "Look into cases": {
        "register": (
            "register",
            "Say what a register is, what is wrong with it, and what it can be drawn by.",
        ),
        "sample": ("sample", "Seal a register, draw from it, list, replace, verify."),
        "concern": ("concerns", "Immediate concerns about a child: list them, record what came of them."),
        "dip": ("dip", "A routine dip in one step: draw, open the round, write its form."),
        "case-key": ("case_key", "What a register says of an agency's cases, encrypted for it."),
        "stats": ("stats", "How many cases, and how sure a finding is."),
    },
    "Follow actions": {
        "action": ("action", "Actions of plans and audits: import, list, update, assure, ask, report."),
        "programme": ("programme", "What is late, due and done of the year's audits and reports."),
    },
    "See what came of it": {
        "results": ("results", "Scores by agency and standard, and the key figures."),
        "compare": ("compare", "What moved from one round to the next, of cases or of agencies."),
        "agreement": ("agreement", "Whether readers of the same cases see the same."),
        "result": ("known_results", "Results known only as so many of so many: add, list, withdraw."),
        "finding": ("finding", "What a review found on which theme: add, list, withdraw."),
        "benchmark": ("benchmark", "A figure beside other partnerships' figures: range and position."),
        "report": ("report", "Write the workbook for the subgroup, the board or the public."),
        "export": ("export", "Every answer of a round as a table, a row for each question."),
        "log": ("log", "Who changed what and when, with what stood there before."),
    },
    "Keep it safe": {
        "doctor": ("doctor", "Whether everything kept here is whole and as it was; what to do if not."),
        "backup": ("backup", "One file of the whole workspace, encrypted where there is a key."),
        "restore": ("restore", "A workspace again from a backup, proved to be what was backed up."),
        "find": ("find", "Where a case stands: what is kept about one child."),
        "purge": ("purge", "Take the ids of cases out when they need no longer be known."),
    },
}
COMMANDS = {name: where for group in GROUPS.values() for name, where in group.items()}


class Main(click.Group):
    """The `audit` command: finds its commands when they are called, and says errors in a sentence."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Every command's name."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of a name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"audit.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, cmd_name.replace("-", "_"))
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        """The commands and options that begin so, without importing any command."""
        own = {name: line for group in GROUPS.values() for name, (_, line) in group.items()}
        found = [CompletionItem(name, help=own[name]) for name in own if name.startswith(incomplete)]
        return [*found, *click.Command.shell_complete(self, ctx, incomplete)]

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """The command that was asked for; a misspelt one is answered with the nearest."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from audit.definitions import nearest

            raise click.UsageError(f"There is no command {args[0]!r}{nearest(args[0], COMMANDS)}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The commands by what people do, without importing any."""
        for title, commands in GROUPS.items():
            with formatter.section(title):
                formatter.write_dl([(name, line) for name, (_, line) in commands.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what the user can put right becomes a message and exit code 1."""
        try:
            return super().invoke(ctx)
        except AuditError as error:
            raise click.ClickException(str(error)) from error
        except BrokenPipeError:
            # Whoever read our output closed it early (`audit … | head`); that is no mistake of theirs.
            sys.stdout = _nowhere()
            return 0
        except OSError as error:
            what = error.filename or "The output"
            raise click.ClickException(f"{what} cannot be written or read ({error.strerror}).") from error
        except Exception as error:
            if _interrupted(error):
                raise click.Abort from None
            raise


def _interrupted(error: Exception) -> bool:
    """Whether Ctrl-C came in the middle of a query, for which the engine has errors of its own."""
    before: BaseException | None = error
    while before is not None:
        if isinstance(before, KeyboardInterrupt):
            return True
        before = before.__cause__ or before.__context__
    return str(error) == "Query interrupted" or type(error).__name__ == "InterruptException"


def _early(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    """An option of every command, taken before the command's name too."""

    def _callback(ctx: click.Context, param: click.Parameter, value: Any) -> None:
        if value is not None:
            from pathlib import Path

            from audit.cli.desk import Day, Desk

            given = {"folder": Path(value), "day": None, "url": value}[name]
            day = Day().convert(value, param, ctx) if name == "day" else None
            setattr(ctx.ensure_object(Desk), name, day or given)

    return _callback


@click.group(
    cls=Main,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Try it: audit demo. Each command has help with an example: audit ask --help",
)
@click.option(
    *("-w", "--workspace"),
    type=click.Path(file_okay=False),
    callback=_early("folder"),
    expose_value=False,
    hidden=True,
)
@click.option("--store", callback=_early("url"), expose_value=False, hidden=True)
@click.option("--today", callback=_early("day"), expose_value=False, hidden=True)
@click.version_option(__version__, prog_name="audit")
@click.pass_context
def program(ctx: click.Context) -> None:
    """Section 11 self-assessments and case audits for safeguarding children partnerships.

    Without a command it says what is new, late, due soon and waiting here, or how to begin.
    """
    if ctx.invoked_subcommand is None:
        from audit.cli.today import today

        ctx.invoke(today)


INTERRUPTED = 130
# How many more values than were let go are made before Python looks for circles among them: a command makes
# few and ends soon, and with Python's own 700 a tenth of its time would go in looking.
LITTER = 50_000


def run(args: Sequence[str] | None = None) -> int:
    """Run the program; gives the exit code: 0 done, 1 to be put right, 2 wrong usage, 130 Ctrl-C.

    Without `args` those of the process are taken, and on Windows `*.xlsx` in them stands for the files.
    """
    if os.environ.get("AUDIT_COMPLETE"):  # a shell asks what fits; see completing.py
        from audit.cli.completing import answer

        click.echo(answer(program, os.environ).encode(), nl=False)
        return 0
    try:
        code = program.main(args=args, prog_name="audit", standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("\nStopped. What was acknowledged is saved.", err=True)
        return INTERRUPTED
    except click.ClickException as error:
        _show(error)
        return error.exit_code
    except SystemExit as end:  # a command that looked for something, and found it
        code = end.code
    return code if isinstance(code, int) else 0


def _show(error: click.ClickException) -> None:
    """Say what was wrong; on a terminal its lines break between words."""
    from audit.cli.screen import wrapped
    from audit.wording import harmless

    said = io.StringIO()
    error.show(said)
    text = harmless(said.getvalue().rstrip("\n"))
    click.echo(wrapped(text) if sys.stderr.isatty() else text, err=True)


def _nowhere() -> TextIO:
    """A stream for what nobody reads."""
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123 - open until the end


def main() -> None:
    """The entry point of the `audit` command."""
    sys.stdout, sys.stderr = sys.stdout or _nowhere(), sys.stderr or _nowhere()  # None where they are closed
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A console with few letters shows ? for what it lacks, rather than a traceback.
            stream.reconfigure(errors="replace")
    gc.set_threshold(LITTER)
    heed()
    try:
        code = run()
    except Exception as error:  # noqa: BLE001 - whatever it is, its words may be about somebody
        click.echo(mistake(error), err=True)
        code = MISTAKE
    _end(code)


def _end(code: int) -> None:
    """End at once: everything is closed by now, and Python's own clearing up takes half a second more.

    It would also remember an interrupted import, and then end by the signal instead of the code.
    """
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BrokenPipeError:
            continue  # whoever read it closed it early
        except (OSError, ValueError):
            code = code or 1
    os._exit(code)
