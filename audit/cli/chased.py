"""A round being chased: who owes what, the chases so far, whom the next goes to, and the letters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from audit.cli.desk import Desk
from audit.cli.named import agency_in
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
        everybody = [one.agency for one in self.round.expected]
        return frozenset(agency_in(self.desk, everybody, name).code for name in self.agencies) or frozenset(
            one.code for one in everybody
        )

    @cached_property
    def known(self) -> "tuple[Chase, ...]":
        """The chases of every agency so far, oldest first."""
        from audit.store.chases import chases

        return chases(self.desk.store, self.round.name)

    @cached_property
    def history(self) -> "tuple[Chase, ...]":
        """The chases so far of those that are looked at, oldest first."""
        return tuple(one for one in self.known if one.agency in self.codes)

    @cached_property
    def every(self) -> "tuple[Return, ...]":
        """The whole returns register."""
        from audit.rounds import returns

        return returns(self.round, self.desk.store.responses(self.round.name), self.desk.today)

    @property
    def lines(self) -> "tuple[Return, ...]":
        """The returns register, of the agencies that are looked at."""
        return tuple(line for line in self.every if line.agency.code in self.codes)

    @cached_property
    def asked(self) -> "Mapping[str, tuple[Return, ...]]":
        """The members that each parent body is asked for, by its code; none where letters cannot say so."""
        from audit.chasing.bodies import asked_of_bodies

        return asked_of_bodies(self.every) if self.rule.tells_of_members else {}

    @property
    def not_chased(self) -> "list[tuple[Return, str]]":
        """Those that owe and are not chased themselves, and why, in words."""
        from audit.chasing.bodies import why_not

        found = ((line, why_not(line, self.asked, self.every)) for line in self.lines)
        return [(line, why) for line, why in found if why]

    @cached_property
    def owing(self) -> "tuple[Owing, ...]":
        """Those that owe their return today."""
        from audit.chasing.owing import owing
        from audit.store.conflicts import open_conflicts

        conflicts = open_conflicts(self.desk.store, self.round.name)
        bodies = self.rule.tells_of_members
        head = (self.round, self.every, self.history, self.desk.today, conflicts)
        return tuple(one for one in owing(*head, bodies=bodies) if one.line.agency.code in self.codes)

    def step(self, one: "Owing", on: date | None = None) -> "Next":
        """Whom the next chase of an agency goes to, or one that is made on a day."""
        from audit.chasing.owing import step

        return step(self.rule, one, on)

    def due_for(self, *, again: bool) -> "list[Owing]":
        """Those to be chased now; StateError where the round is closed. Who is left out is told."""
        if self.round.closed:
            raise StateError(f"The round {self.round.name!r} was closed on {said(self.round.closed[:10])}.")
        waiting = {one.line.agency.code for one in self.owing}
        why = {line.agency.code: words for line, words in self.not_chased}
        if self.agencies:
            for line in self.lines:
                if line.agency.code not in waiting:
                    words = why.get(line.agency.code) or line.answered_by or line.progress
                    tell(f"{line.agency.name} is not chased: {words}.")
        done = [one for one in self.owing if one.on(self.desk.today) and not again]
        if done:
            names = ", ".join(one.line.agency.name for one in done)
            tell(f"Chased today already, so left out: {names}. --again chases them again.")
        return [one for one in self.owing if one not in done]

    def log(self, made: "Sequence[Chase]") -> None:
        """Keep chases that were made now."""
        from audit.store.chases import add_chases

        add_chases(self.desk.store, self.round.name, made, self.desk.stamp(), self.known)

    def chase_of(self, one: "Owing", how: str, note: str = "") -> "Chase":
        """A chase made now."""
        from audit.chasing.owing import Chase

        found = self.step(one, self.desk.today)
        return Chase(one.line.agency.code, self.desk.today, how, found.level, found.roles, note, self.desk.by)

    def chases_of(self, one: "Owing", how: str, note: str = "") -> "list[Chase]":
        """A chase made now, and what is kept of it for each member that a body is asked for."""
        from audit.chasing.owing import through_body

        made = self.chase_of(one, how, note)
        return [made, *through_body(one, made)]


def letters_of(chasing: Chasing, reached: "Sequence[Owing]") -> "list[Letter]":
    """The letters that go to those to be chased."""
    from audit.chasing.letters import Sender, letter

    desk = chasing.desk
    sender = Sender(desk.partnership, desk.setting("contact"))
    return [
        letter(chasing.rule, chasing.round, one, chasing.step(one, desk.today), desk.today, sender)
        for one in reached
    ]
