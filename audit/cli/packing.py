"""What a pack is made from: the round whose answers stand in it, the one before, and the agency's actions."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from audit.cli.desk import Desk
from audit.cli.scored import score_round
from audit.cli.screen import tell
from audit.errors import StateError
from audit.wording import some

if TYPE_CHECKING:
    from audit.actions.followed import Followed
    from audit.agencies import Agency
    from audit.packs.heard import Heard
    from audit.packs.pack import Pack
    from audit.rounds import Return, Round
    from audit.scoring.partnership import Results


YEAR = 12  # months


class Packing:
    """A round for which packs are made; what is read once serves every agency."""

    def __init__(self, desk: Desk, name: str, since: str = "") -> None:
        """Take the round, and the one to compare with; StateError where either is not about agencies."""
        self.desk = desk
        self.round = _about_agencies(desk, name)
        self.since = _about_agencies(desk, since).name if since else ""
        self._scored: dict[str, Results] = {}
        self._heard: dict[str, Heard] = {}

    def scored(self, name: str) -> "Results":
        """A round scored today."""
        if name not in self._scored:
            self._scored[name] = score_round(self.desk, name, False)
        return self._scored[name]

    @cached_property
    def lines(self) -> "dict[str, Return]":
        """The returns register of the round, by the code of the agency."""
        return {line.agency.code: line for line in self.scored(self.round.name).lines}

    @property
    def agencies(self) -> "list[Agency]":
        """The agencies of the round, without those that left."""
        from audit.rounds import Progress

        return [one.agency for one in self.lines.values() if one.progress is not Progress.LEFT]

    @cached_property
    def followed(self) -> "tuple[Followed, ...]":
        """Every action as it stands today."""
        from audit.store.actions import ActionBook

        return tuple(one.until(self.desk.today) for one in ActionBook(self.desk.store).actions())

    @cached_property
    def wait(self) -> int:
        """How many days an owner has to answer an ask."""
        from audit.cli.action_owners import wait_of

        return wait_of(self.desk)

    @cached_property
    def everybody(self) -> "tuple[Agency, ...]":
        """Every agency that is known."""
        return self.desk.store.agencies()

    @cached_property
    def rounds(self) -> "tuple[Round, ...]":
        """The rounds in which agencies answer about themselves, the latest first."""
        return self_assessments(self.desk)

    def pack(self, agency: "Agency") -> "Pack":
        """The pack on an agency."""
        from audit.packs.heard import Heard
        from audit.packs.pack import Pack

        results, how = self._answers(agency)
        before = self._before(agency, results.round)
        desk = self.desk
        return Pack(
            *(agency, self.round, self.lines.get(agency.code), results, desk.today, how),
            since=self.scored(before) if before else None,
            followed=self.actions.get(agency.code, ()),
            wait=self.wait,
            partnership=desk.partnership,
            marking=desk.marking(),
            heard=self._heard.setdefault(results.round.name, Heard()),
        )

    @cached_property
    def actions(self) -> "dict[str, tuple[Followed, ...]]":
        """The actions that each agency owns, by its code."""
        from audit.actions.whose import agency_of, named

        found: dict[str, tuple[Followed, ...]] = {}
        for one in self.followed:
            owners = (agency_of(words, self.everybody) for words in named(one.action))
            for code in {owner.code: None for owner in owners if owner}:
                found[code] = (*found.get(code, ()), one)
        return found

    def _answers(self, agency: "Agency") -> "tuple[Results, str]":
        """The results whose answers stand in the pack, and how those of another round were found."""
        from audit.packs.sentences import LATEST, SAME

        own = not self.round.template.running.respondent
        if own and self._answered(agency, self.round.name):
            return self.scored(self.round.name), ""
        source = self.desk.store.source_of(self.round.name)
        if source and self._answered(agency, source):
            return self.scored(source), SAME
        for found in self.rounds:
            if found.name != self.round.name and self._answered(agency, found.name):
                return self.scored(found.name), LATEST
        return self.scored(self.round.name), ""

    def _answered(self, agency: "Agency", name: str) -> bool:
        from audit.packs.pack import answered

        return answered(self.scored(name), agency.code) is not None

    def _before(self, agency: "Agency", now: "Round") -> str:
        """The round that an agency's answers are compared with; empty where there is none."""
        if self.since:
            if self.since == now.name:
                raise StateError(
                    f"{now.name!r} cannot be compared with itself; --since names an earlier round."
                )
            if not _compares(self.desk.store.round(self.since), now):
                raise StateError(
                    f"No question of {self.since!r} means the same as one of {now.name!r}: nothing compares; "
                    "--since names another round."
                )
            return self.since
        return next((name for name in self._earlier(now) if self._answered(agency, name)), "")

    def _earlier(self, now: "Round") -> Iterator[str]:
        """The rounds that may come before one: that brought forward to it, those it repeats, then others."""
        from audit.store.series import series

        if source := self.desk.store.source_of(now.name):
            yield source
        names = series(self.desk.store, now.name)
        yield from reversed(names[: names.index(now.name)])
        for one in self.rounds:
            if one.opened < now.opened and _compares(one, now):
                yield one.name

    def tell_of(self, made: "Sequence[Pack]") -> None:
        """Say whose answers are no signed answers of their own."""
        silent = [one.agency.name for one in made if one.row is None]
        drafts = [one.agency.name for one in made if one.row and not one.row.signed]
        other = [one for one in made if one.row and one.round.name != self.round.name]
        for names, words in (
            (silent, "Nothing that was answered is known of"),
            (drafts, "Not signed, so the pack says that it is a draft"),
            *(
                (
                    [one.agency.name for one in other if one.round.name == name],
                    f"The answers are those of {name!r}",
                )
                for name in dict.fromkeys(one.round.name for one in other)
            ),
        ):
            if names:
                tell(f"{words}: {some(names)}.")


def self_assessments(desk: Desk) -> "tuple[Round, ...]":
    """The rounds in which agencies answer about themselves, the latest first.

    Those that come round within the year, such as figures of a quarter, stand behind the others.
    """
    lines = [line for line in desk.store.rounds() if line.subject == "agency"]
    found = (desk.store.round(line.name) for line in lines)
    own = [one for one in found if not one.template.running.respondent]
    latest = sorted(own, key=lambda one: one.opened, reverse=True)
    return tuple(sorted(latest, key=lambda one: 0 < one.template.running.every < YEAR))


def _about_agencies(desk: Desk, name: str) -> "Round":
    found = desk.store.round(name)
    if found.template.subject != "agency":
        raise StateError(
            f"{found.name!r} is about a {found.template.subject}, not about agencies; packs are on agencies."
        )
    return found


def _compares(then: "Round", now: "Round") -> bool:
    """Whether any graded question means the same in two rounds."""
    from audit.scoring.movement_pairs import differs, graded

    return any(differs(q.id, then.template, now.template) is None for q in graded(now.template))
