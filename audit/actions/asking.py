"""Asking owners: what each owes, which asks are still without an answer, whom the next letter goes to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from audit.actions.asks import Asked, unanswered
from audit.actions.followed import Followed
from audit.actions.owed import Owed, owed
from audit.actions.whose import Owner
from audit.actions.words import SILENT
from audit.chasing.owing import Next, reach, sentence
from audit.chasing.people import ROLES, Person
from audit.chasing.rule import AGAIN, BOTH, FIRST, OVERSEER, Rule

OWNER = "owner"  # the role of one that is no agency here, or of which nobody is known


@dataclass(frozen=True, slots=True)
class Line:
    """What an owner owes of one action, and the asks about it that nothing has followed."""

    followed: Followed
    owed: Owed
    asks: tuple[Asked, ...] = ()

    def times(self, but: date | None = None) -> int:
        """On how many days it was asked for without an answer; a day may be left out."""
        return len({one.on for one in self.asks} - {but})

    def waits(self, today: date, wait: int) -> date | None:
        """The day until which the owner has time to answer; None where it is to be asked now."""
        last = max((one.until(wait) for one in self.asks), default=None)
        return last if last and today <= last else None


@dataclass(frozen=True, slots=True)
class Debtor:
    """An owner who owes something, of which actions, and the sub-groups that oversee those."""

    owner: Owner
    lines: tuple[Line, ...]
    overseers: tuple[str, ...] = ()

    @property
    def what(self) -> str:
        """What is owed in all, in the words of the rule: `update`, `evidence` or `both`."""
        kinds = {line.owed.what for line in self.lines}
        return kinds.pop() if len(kinds) == 1 else BOTH

    @property
    def state(self) -> str:
        """Whether any of it was asked for before, in the words of the rule."""
        return AGAIN if any(line.asks for line in self.lines) else FIRST


def debtors(
    found: Sequence[Followed], every: Sequence[Owner], today: date, overseers: Mapping[str, str]
) -> tuple[Debtor, ...]:
    """The owners who owe something on a day; `overseers` has the sub-group that oversees each plan."""
    due = [(one, what) for one in found if (what := owed(one, today))]
    made = []
    for owner in every:
        names = (owner.name, *owner.words)
        own = [(one, what) for one, what in due if owner.owns(one.action)]
        lines = tuple(Line(one, what, unanswered(one, names)) for one, what in own)
        groups = (one.action.overseer or overseers.get(one.action.plan, "") for one, _ in own)
        if lines:
            made.append(Debtor(owner, lines, tuple(dict.fromkeys(filter(None, groups)))))
    return tuple(made)


def step(rule: Rule, one: Debtor, on: date | None = None) -> Next:
    """Whom the next letter to an owner goes to, or one that is written on a day.

    The action that was asked about most often without an answer sets the level. An owner that is no agency
    here is addressed in its own words, and so is an agency of which nobody is known.
    """
    level = rule.level(max(line.times(on) for line in one.lines))
    meant = rule.levels[level - 1].to
    roles = tuple(role for role in meant if role in ROLES)
    agency = one.owner.agency
    people, missing = reach(agency, roles) if agency else ((), ())
    if not people:
        people = (Person(OWNER, one.owner.name, (), one.owner.name),)
    if OVERSEER in meant:
        people += tuple(Person(OVERSEER, name, (), name) for name in one.overseers)
        missing += () if one.overseers else (OVERSEER,)
    return Next(level, meant, people, missing)


def no_response(rule: Rule, one: Debtor, today: date) -> tuple[Followed, ...]:
    """The actions that were asked about at the last level in vain, and are not recorded as unanswered yet."""
    last = len(rule.levels)
    return tuple(
        line.followed
        for line in one.lines
        if line.followed.state not in SILENT
        and any(each.ask.level >= last and each.silent(today, rule.wait) for each in line.asks)
    )


def strange(pairs: Sequence[tuple[Debtor, Next]]) -> Iterator[str]:
    """What is odd about whom letters go to, as sentences."""
    if unknown := [one.owner.name for one, _ in pairs if one.owner.agency is None]:
        yield f"No agency known here, so addressed in the plan's words: {', '.join(unknown)}."
    odd: dict[str, list[str]] = {}
    for one, found in pairs:
        if one.owner.agency and any(person.role == OWNER for person in found.to):
            odd.setdefault("nobody is known, so addressed to the agency", []).append(one.owner.name)
        elif one.owner.agency and (words := sentence(found)):
            odd.setdefault(words, []).append(one.owner.name)
    yield from (f"{', '.join(names)}: {words}." for words, names in odd.items())
