"""Owners of actions being asked: who owes what, letters to them, and the log of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from audit.cli.desk import Desk
from audit.cli.screen import as_json as print_json
from audit.cli.screen import tell
from audit.dates import in_words
from audit.errors import StateError

if TYPE_CHECKING:
    from audit.actions.action import Ask, Said
    from audit.actions.asking import Debtor
    from audit.actions.followed import Followed
    from audit.actions.whose import Owner
    from audit.chasing.letters import Letter
    from audit.chasing.owing import Next
    from audit.chasing.rule import Rule
    from audit.cli.letters import Mail


@dataclass
class Asking:
    """The owners of a plan's actions, or of all, being asked today; or one of them."""

    desk: Desk
    plan: str = ""
    word: str = ""

    @cached_property
    def rule(self) -> "Rule":
        """Whom letters go to and what they say."""
        from audit.chasing.rule import ACTIONS, load

        return load(self.desk.library, ACTIONS)

    @cached_property
    def found(self) -> "tuple[Followed, ...]":
        """The actions as they were known at the end of today."""
        from audit.cli.action_owners import every_action

        return tuple(one.until(self.desk.today) for one in every_action(self.desk, self.plan))

    @cached_property
    def open(self) -> "tuple[Followed, ...]":
        """Those that are neither assured nor closed."""
        from audit.actions.words import ENDED

        return tuple(one for one in self.found if one.state not in ENDED)

    @cached_property
    def owners(self) -> "tuple[Owner, ...]":
        """The owners of open actions that are looked at; UnknownError with the nearest."""
        from audit.actions.whose import find_owners, owners

        every = owners(self.open, self.desk.store.agencies())
        return find_owners(every, self.word) if self.word else every

    @cached_property
    def debtors(self) -> "tuple[Debtor, ...]":
        """Those who owe something today."""
        from audit.actions.asking import debtors
        from audit.store.actions import ActionBook

        overseers = {one.name: one.overseer for one in ActionBook(self.desk.store).plans()}
        return debtors(self.open, self.owners, self.desk.today, overseers)

    def step(self, one: "Debtor") -> "Next":
        """Whom the next letter to an owner goes to."""
        from audit.actions.asking import step

        return step(self.rule, one, self.desk.today)

    def to_ask(self, *, again: bool) -> "list[Debtor]":
        """Those to be asked now, with what is to be asked for; what there is still time to answer is told."""
        made = [*self._now(again=again)]
        if self.word and not self.debtors:
            tell(f"{' and '.join(one.name for one in self.owners)} owes nothing now.")
        return made

    def _now(self, *, again: bool) -> "Iterator[Debtor]":
        for one in self.debtors:
            open_ = [line for line in one.lines if line.waits(self.desk.today, self.rule.wait)]
            if again or not open_:
                yield one
                continue
            rest = tuple(line for line in one.lines if line not in open_)
            last = max(self._until(line.waits(self.desk.today, self.rule.wait)) for line in open_)
            ids = ", ".join(line.followed.id for line in open_)
            tell(f"{one.owner.name} has until {in_words(last)} to answer, so left out: {ids} (--again).")
            if rest:
                yield replace(one, lines=rest)

    @staticmethod
    def _until(day: date | None) -> date:
        return day or date.min

    # --- letters and calls --------------------------------------------------------------------------

    def letters(self, some: "Sequence[Debtor]") -> "list[Letter]":
        """The letters to some owners."""
        from audit.actions.letters import action_letter
        from audit.chasing.letters import Sender

        sender = Sender(self.desk.partnership, self.desk.setting("contact"))
        return [action_letter(self.rule, one, self.step(one), self.desk.today, sender) for one in some]

    def write(self, folder: Path, *, again: bool, no_mail: bool, as_json: bool) -> None:
        """Write a letter to each owner who is to be asked, and log all."""
        from audit.actions.asking import strange
        from audit.cli.action_owners import tell_guessed
        from audit.cli.attaching import action_forms_for
        from audit.cli.letters import letter_blocks
        from audit.cli.mailing import say_drafts

        some = self.to_ask(again=again)
        mail = None if no_mail else action_forms_for(self, folder)
        letters, files, asks = self.keep_letters(folder, some, mail, again=again)
        for words in strange([(one, self.step(one)) for one in some]):
            tell(words)
        tell_guessed(one.owner for one in some)
        if as_json:
            print_json({"letters": letter_blocks(letters, files)})
        if not letters:
            tell("Nobody is to be asked now, so no letter is written.")
            return
        count = "1 letter is" if len(letters) == 1 else f"{len(letters)} letters are"
        logged = "1 ask is" if asks == 1 else f"{asks} asks are"
        tell(f"{count} in {folder}, with {files[-1].name} for a mail merge; {logged} logged.")
        if mail:
            say_drafts(letters, mail)
        tell("Nothing was sent: send them from your own e-mail.")

    def keep_letters(
        self, folder: Path, some: "Sequence[Debtor]", mail: "Mail | None" = None, *, again: bool = False
    ) -> "tuple[list[Letter], list[Path], int]":
        """Write letters to some owners, log their asks; gives the letters, their files, how many asks."""
        from audit.cli.letters import write_letters

        letters = self.letters(some)
        log = [said for one in some for said in self._asks(one, "letter")]
        if not letters:
            return [], [], 0
        keep = partial(self._log, log, some)
        return letters, write_letters(folder, letters, self.desk.today, keep, mail, again=again), len(log)

    def rang(self, note: str, *, again: bool) -> None:
        """Log that owners were rung."""
        some = self.to_ask(again=again)
        if not some:
            raise StateError("Nobody was to be asked, so nothing was logged.")
        self._log([said for one in some for said in self._asks(one, "telephone", note)], some)
        names = ", ".join(one.owner.name for one in some)
        ids = ", ".join(line.followed.id for one in some for line in one.lines)
        tell(f"Logged for {in_words(self.desk.today)}: {names} rung about {ids}.")

    def _asks(self, one: "Debtor", how: str, note: str = "") -> "Iterator[tuple[str, Ask]]":
        """An ask for each action that an owner is asked about now."""
        from audit.actions.action import Ask
        from audit.chasing.people import spoken

        found = self.step(one)
        to = (one.owner.name, *(f"{spoken(p.role)} {p.name or p.typed}" for p in found.to))
        for line in one.lines:
            ask = Ask(self.desk.today.isoformat(), how, to, found.level, line.owed.what, note)
            yield line.followed.id, ask

    def _log(self, made: "Sequence[tuple[str, Said]]", some: "Sequence[Debtor]") -> None:
        """Keep what some owners were asked; OvertakenError where their actions have moved since."""
        from audit.store.actions import ActionBook, Seen, Writing

        seen = Seen({line.followed.id: line.followed for one in some for line in one.lines})
        ActionBook(self.desk.store).write(Writing(said=tuple(made)), self.desk.stamp(), seen)
