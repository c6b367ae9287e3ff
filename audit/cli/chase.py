"""audit chase."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.cli.desk import WORDS, Desk, by_option, everywhere, json_option
from audit.cli.screen import as_json as print_json
from audit.cli.screen import tell
from audit.dates import in_words, said
from audit.errors import StateError

if TYPE_CHECKING:
    from audit.chasing.letters import Letter
    from audit.chasing.owing import Chase, Next, Owing
    from audit.chasing.rule import Rule
    from audit.rounds import Return, Round


@click.command()
@click.argument("name", metavar="R")
@click.option("--agency", "agencies", multiple=True, help="Only this agency; may be repeated.")
@click.option(
    "--letters",
    "folder",
    metavar="FOLDER",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write letters there; logged.",
)
@click.option("--log", "telephoned", is_flag=True, help="Log that the agency was rung; needs --agency.")
@click.option("--note", type=WORDS, default="", help="With --log: what came of it.")
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
    telephoned: bool,
    note: str,
    again: bool,
    history: bool,
    rate: bool,
    as_json: bool,
) -> None:
    """Say who owes what, by when, and whom the next chase goes to; with --letters write to them.

    Nothing is sent. The wording, and after how many chases it goes to whom, stand in the workspace's
    templates/letters/chase.yaml, else in the shipped one.

    \b
    Examples:
      audit chase s11-2026
      audit chase s11-2026 --letters letters
      audit chase s11-2026 --log --agency "Elm School" --note "rang, promised Friday"
      audit chase s11-2026 --rate
    """
    from audit.cli import chase_lines

    _check_usage(given := (folder is not None, telephoned, history, rate), agencies, note, again=again)
    chasing = Chasing(desk, desk.store.round(name), agencies)
    if history:
        chase_lines.print_history(chasing.round, chasing.history, as_json=as_json)
    elif rate:
        chase_lines.print_rate(desk, chasing.round, as_json=as_json)
    elif not any(given):
        chase_lines.print_owing(chasing, as_json=as_json)
    elif folder is not None:
        _write(chasing, folder, again=again, as_json=as_json)
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


@dataclass
class Chasing:
    """One round being chased today, all of it or some agencies."""

    desk: Desk
    found: "Round"
    agencies: tuple[str, ...] = ()

    @property
    def round(self) -> "Round":
        """The round; StateError where it is about cases."""
        if self.found.template.subject != "agency":
            raise StateError(
                f"The round {self.found.name!r} is about cases; 'audit round status' says which readings are "
                "outstanding, and of whom."
            )
        return self.found

    @cached_property
    def rule(self) -> "Rule":
        """Whom chases go to and what they say."""
        from audit.chasing.rule import load

        return load(self.desk.library)

    @cached_property
    def codes(self) -> frozenset[str]:
        """The codes of the agencies that are looked at; UnknownError with the nearest name."""
        from audit.rounds import find_agency

        everybody = [one.agency for one in self.round.expected]
        return frozenset(find_agency(everybody, name).code for name in self.agencies) or frozenset(
            one.code for one in everybody
        )

    @cached_property
    def history(self) -> "tuple[Chase, ...]":
        """The chases so far, oldest first."""
        from audit.store.chases import chases

        return tuple(one for one in chases(self.desk.store, self.round.name) if one.agency in self.codes)

    @cached_property
    def lines(self) -> "tuple[Return, ...]":
        """The returns register, of the agencies that are looked at."""
        from audit.rounds import returns

        lines = returns(self.round, self.desk.store.responses(self.round.name), self.desk.today)
        return tuple(line for line in lines if line.agency.code in self.codes)

    @cached_property
    def owing(self) -> "tuple[Owing, ...]":
        """Those that owe their return today."""
        from audit.chasing.owing import owing
        from audit.store.conflicts import open_conflicts

        conflicts = open_conflicts(self.desk.store, self.round.name)
        return owing(self.round, self.lines, self.history, self.desk.today, conflicts)

    def step(self, one: "Owing", on: date | None = None) -> "Next":
        """Whom the next chase of an agency goes to, or one that is made on a day."""
        from audit.chasing.owing import step

        return step(self.rule, one, on)

    def due_for(self, *, again: bool) -> "list[Owing]":
        """Those to be chased now; StateError where the round is closed. Who is left out is told."""
        if self.round.closed:
            raise StateError(f"The round {self.round.name!r} was closed on {said(self.round.closed[:10])}.")
        waiting = {one.line.agency.code for one in self.owing}
        if self.agencies:
            for line in self.lines:
                if line.agency.code not in waiting:
                    tell(f"{line.agency.name} is not chased: {line.progress}.")
        done = [one for one in self.owing if one.on(self.desk.today) and not again]
        if done:
            names = ", ".join(one.line.agency.name for one in done)
            tell(f"Chased today already, so left out: {names}. --again chases them again.")
        return [one for one in self.owing if one not in done]

    def log(self, made: "Sequence[Chase]") -> None:
        """Keep chases that were made now."""
        from audit.store.chases import add_chases

        add_chases(self.desk.store, self.round.name, made, self.desk.stamp())

    def chase_of(self, one: "Owing", how: str, note: str = "") -> "Chase":
        """A chase made now."""
        from audit.chasing.owing import Chase

        found = self.step(one, self.desk.today)
        return Chase(one.line.agency.code, self.desk.today, how, found.level, found.roles, note, self.desk.by)


def _write(chasing: Chasing, folder: Path, *, again: bool, as_json: bool) -> None:
    """Write a letter to each of those to be chased, and log them all."""
    from audit.chasing.owing import LETTER
    from audit.cli.letters import letter_blocks, write_letters

    chosen = chasing.due_for(again=again)
    reached = [one for one in chosen if chasing.step(one).to]
    if lost := [one.line.agency.name for one in chosen if one not in reached]:
        tell(
            f"Nobody to write to is known, so no letter: {', '.join(lost)}; 'audit agency add' has --contact."
        )
    letters = letters_of(chasing, reached)
    made = [chasing.chase_of(one, LETTER) for one in reached]
    files = write_letters(folder, letters, chasing.desk.today, lambda: chasing.log(made)) if letters else []
    if bare := [one.agency for one in letters if not one.addresses]:
        tell(f"No e-mail address is known, so the letter says whom it is for: {', '.join(bare)}.")
    if as_json:
        print_json({"round": chasing.round.name, "letters": letter_blocks(letters, files)})
    if not letters:
        tell("Nobody is chased now, so no letter is written.")
        return
    tell(f"{_letters_of(len(letters))} in {folder}, with {files[-1].name} for a mail merge; each is logged.")
    tell("Nothing was sent: send them from your own e-mail.")


def _letters_of(count: int) -> str:
    return "1 letter is" if count == 1 else f"{count} letters are"


def letters_of(chasing: Chasing, reached: "Sequence[Owing]") -> "list[Letter]":
    """The letters that go to those to be chased."""
    from audit.chasing.letters import Sender, letter

    desk = chasing.desk
    sender = Sender(desk.partnership, desk.setting("contact"))
    return [
        letter(chasing.rule, chasing.round, one, chasing.step(one, desk.today), desk.today, sender)
        for one in reached
    ]


def _telephoned(chasing: Chasing, note: str, *, again: bool) -> None:
    """Log that agencies were rung."""
    from audit.chasing.owing import TELEPHONE

    chosen = chasing.due_for(again=again)
    if not chosen:
        raise StateError("Nobody was to be chased, so nothing was logged.")
    chasing.log([chasing.chase_of(one, TELEPHONE, note) for one in chosen])
    names = ", ".join(one.line.agency.name for one in chosen)
    tell(f"Logged for {in_words(chasing.desk.today)}: {names} rung.")
