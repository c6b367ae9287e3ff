"""For whom a report on actions is written, and the words in which all its sheets speak of an action."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from audit.actions.action import Plan
from audit.actions.figures import UNOWNED, Figures, OwnerLine
from audit.actions.followed import Followed
from audit.actions.history import Tally, Versions, trend
from audit.actions.table import in_order
from audit.actions.whose import agency_of
from audit.actions.wording import due_and_review, last_words, levels_above
from audit.actions.words import Colour, State
from audit.cases.plan import PREFIXES
from audit.dates import in_words
from audit.summaries.audience import ForAudience
from audit.workbook.page import NOTHING, Cell, Filled, Text

FILLS = {
    Colour.RED: "D4351C",
    Colour.AMBER: "F4A300",
    Colour.GREEN: "00703C",
    Colour.BLUE: "1D70B8",
    Colour.GREY: "B1B4B6",
}
BY_WORD = {colour.capitalize(): fill for colour, fill in FILLS.items()}
OTHERS = "Other owners"
TYPED = "Words stand as people typed them. Read them before this goes further: people write names."
# What a plan may number so itself, or what an action's own id looks like, is hidden only where it is known.
_SURE = "".join(PREFIXES[name] for name in ("case", "observation", "interview"))


@dataclass(frozen=True)
class ActionEdition(ForAudience):
    """Actions as one audience gets them.

    `plans` are those whose actions stand in it, `chosen` says that there may be others. `versions` are the
    earlier wordings of actions, `rounds` what came of the round that is an action's evidence, by its id.
    """

    figures: Figures
    audience: str
    since: date
    partnership: str = ""
    asks: tuple[str, ...] = ()
    marking: str = ""
    plans: tuple[Plan, ...] = ()
    chosen: bool = False
    versions: Versions = field(default_factory=dict)
    rounds: Mapping[str, str] = field(default_factory=dict)

    @property
    def found(self) -> tuple[Followed, ...]:
        """The actions, in the order of their ids."""
        return self.figures.found

    @property
    def today(self) -> date:
        """The day of the report."""
        return self.figures.today

    @cached_property
    def trend(self) -> tuple[Tally, ...]:
        """The counts at month ends, and today."""
        return trend(self.found, self.today, self.versions)

    @cached_property
    def order(self) -> Mapping[str, int]:
        """The place of each action, by its id, in the order of lists."""
        return {one.id: place for place, one in enumerate(in_order(self.found, self.today))}

    def first(self, ids: Iterable[str]) -> str:
        """Which of some actions comes first in lists, by its id; empty where none of them stands in it."""
        return min((name for name in ids if name in self.order), key=self.order.__getitem__, default="")

    @cached_property
    def late(self) -> frozenset[str]:
        """The ids of those that are overdue."""
        return frozenset(one.id for one in self.figures.overdue)

    @cached_property
    def complete(self) -> frozenset[str]:
        """The ids of those that are reported complete and not assured."""
        return frozenset(one.id for one in self.figures.having(State.REPORTED_COMPLETE))

    @cached_property
    def owners(self) -> tuple[OwnerLine, ...]:
        """The actions by owner; the public reads the names of agencies alone, and of others as one."""
        lines = self.figures.owners
        if not self.public:
            return lines
        names = {one.name for one in self.figures.agencies}
        known = [one for one in lines if one.owner in names]
        others = [one for one in lines if one.owner not in {*names, UNOWNED}]
        bare = [one for one in lines if one.owner == UNOWNED]
        found = {each.id: each for one in others for each in one.found}
        words = frozenset().union(*(one.words for one in others))
        return (*known, *([OwnerLine(OTHERS, tuple(found.values()), words)] if found else []), *bare)

    def party(self, name: str) -> str:
        """Who was asked: the agency that a name stands for, else the name, which the public does not read."""
        if agency := agency_of(name, self.figures.agencies):
            return agency.name
        return OTHERS if self.public and name != UNOWNED else self.typed(name)

    @property
    def name(self) -> str:
        """What it is about, for titles of sheets."""
        titles = [one.title or one.name for one in self.plans]
        return f"Actions of {titles[0]}" if self.chosen and len(titles) == 1 else "Actions"

    def title(self, end: str) -> str:
        """The title of a sheet."""
        return self.typed(f"{self.name}: {end}")

    def typed(self, text: str) -> str:
        """What somebody typed; for a board without references of cases."""
        return self._refs.sub(self._hidden, text) if self.board else text

    @cached_property
    def _refs(self) -> re.Pattern[str]:
        known = {one.action.link.subject for one in self.found if one.action.link and one.action.link.subject}
        patterns = [
            rf"[{_SURE}][\-\u2010-\u2015]\d+",
            *map(_loosely, sorted(known, key=lambda ref: (-len(ref), ref))),
        ]
        return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)

    @cached_property
    def _numbers(self) -> frozenset[str]:
        return frozenset(name.casefold() for one in self.found for name in (one.id, one.action.number))

    def _hidden(self, found: re.Match[str]) -> str:
        return found[0] if found[0].casefold() in self._numbers else "[case]"

    # --- cells -------------------------------------------------------------------------------------

    def colour(self, one: Followed, note: str = "") -> Cell:
        """The colour of an action and why, in words on that colour, with a note at the cell."""
        found = self.figures.rags[one.id]
        return Filled(found.word, FILLS[found.colour], note=note)

    def text(self, text: str) -> str:
        """What somebody typed; a dash where nothing was."""
        return self.typed(text.strip()) or NOTHING

    def called(self, one: Followed) -> str:
        """An action's id, and its number in its plan."""
        number = one.action.number
        return f"{one.id} ({self.typed(number)})" if number else one.id

    def what(self, one: Followed) -> str:
        """What is to be done."""
        return self.text(one.action.text)

    def above(self, one: Followed) -> str:
        """The levels above what is to be done, each with its name."""
        return self.text("\n".join(levels_above(one.action)))

    def owner(self, one: Followed) -> str:
        """Who owns it."""
        role = f" ({one.action.role})" if one.action.role else ""
        names = ", ".join(" ".join(owner.split()) for owner in one.action.owners)
        return self.typed((names or "no owner") + role)

    def due(self, one: Followed) -> str:
        """When it is due: the day, else what was written and the day on which it is looked at again."""
        return self.typed(due_and_review(one.action))

    def own_word(self, one: Followed) -> str:
        """The plan's own word for how it stands, where that is another than the state."""
        return self.text(one.own_word if one.own_word.casefold() != one.state else "")

    def last(self, one: Followed) -> str:
        """The last update: when, who, what."""
        return self.text(last_words(one) or "never updated")

    def source(self, one: Followed) -> str:
        """The plan and where in it, or the answer, that it came from."""
        action, link = one.action, one.action.link
        row = f"row {action.row}" if action.row else ""
        where = [action.plan, action.source, action.reference, row]
        if link:
            subject = link.subject if not self.board else ""
            where += [link.round, self._agency(link.agency), link.question, self._agency(subject)]
        return self.text(", ".join(dict.fromkeys(part for part in where if part)))

    def _agency(self, code: str) -> str:
        """The name of an agency, since codes could not be told from words; what is no code as it stands."""
        return next((one.name for one in self.figures.agencies if one.code == code), code)


def _loosely(reference: str) -> str:
    """A reference also as people type it: C-03, c 3, C03."""
    prefix, dash, number = reference.partition("-")
    if not dash:
        return re.escape(reference)
    return rf"{re.escape(prefix)}[\s\-\u2010-\u2015]?0*{re.escape(number.lstrip('0'))}"


def are(number: int) -> str:
    """`none is`, `1 is`, `3 are`."""
    return f"{number or 'none'} {'is' if number < 2 else 'are'}"


def warned(edition: ActionEdition) -> Iterator[Text]:
    """That words stand as typed."""
    end = " References of cases are left out where they could be told." if edition.board else ""
    yield Text(TYPED + end, "warning")


def as_of(edition: ActionEdition) -> str:
    """The day of the report in words."""
    return in_words(edition.today)
