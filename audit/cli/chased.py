"""A round being chased: who owes what, the chases so far, whom the next goes to, and the letters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from audit.cli.desk import Desk
from audit.cli.screen import tell
from audit.dates import said
from audit.errors import StateError

if TYPE_CHECKING:
    from audit.chasing.letters import Letter
    from audit.chasing.owing import Chase, Next, Owing
    from audit.chasing.rule import Rule
    from audit.rounds import Return, Round


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


def letters_of(chasing: Chasing, reached: "Sequence[Owing]") -> "list[Letter]":
    """The letters that go to those to be chased."""
    from audit.chasing.letters import Sender, letter

    desk = chasing.desk
    sender = Sender(desk.partnership, desk.setting("contact"))
    return [
        letter(chasing.rule, chasing.round, one, chasing.step(one, desk.today), desk.today, sender)
        for one in reached
    ]
