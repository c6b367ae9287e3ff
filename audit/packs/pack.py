"""A pack: whose answers it holds, beside whom they stand, and what there was before."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from audit.actions.followed import Followed
from audit.actions.words import ENDED
from audit.agencies import Agency
from audit.chasing.rule import WAIT
from audit.packs.heard import Heard
from audit.rounds import Return, Round
from audit.scoring.movement import AgencyMovement, Movement
from audit.scoring.movement_pairs import Pair, Way, pair
from audit.scoring.partnership import Results, Row

FEWEST = 5  # others of its kind behind a spread: with fewer, one could tell who graded what


@dataclass(frozen=True)
class Pack:
    """What is known of an agency before it is visited or heard.

    `occasion` is the round that the pack was asked for; `results` are those of the round whose answers stand
    in it, which is another where somebody else answers in the first, or where the agency is silent there.
    `how` says how that one was found. `since` are the results of the round before it, None where there is
    none. `followed` are the agency's actions, and `wait` is how many days an owner has to answer an ask.
    Packs on one round share what was `heard` in it.
    """

    agency: Agency
    occasion: Round
    line: Return | None
    results: Results
    today: date
    how: str = ""
    since: Results | None = None
    followed: tuple[Followed, ...] = ()
    wait: int = WAIT
    partnership: str = ""
    marking: str = "OFFICIAL-SENSITIVE"
    heard: Heard = field(default_factory=Heard, compare=False)

    @property
    def title(self) -> str:
        """What it is."""
        return f"{self.occasion.name}: pack on {self.agency.name}"

    @property
    def round(self) -> Round:
        """The round whose answers stand in it."""
        return self.results.round

    @cached_property
    def row(self) -> Row | None:
        """The answers that stand for the agency, its own or its parent body's; None where it is silent.

        What an adviser or a panel said of it is not its own.
        """
        told = self.round.template.running.respondent
        return None if told else answered(self.results, self.agency.code)

    @property
    def silent(self) -> bool:
        """Whether the agency was to answer in the round that the pack was asked for, and has not."""
        if self.line is None or self.line.through or self.occasion.template.running.respondent:
            return False
        return self.row is None or self.round.name != self.occasion.name

    @property
    def parent(self) -> Agency | None:
        """The body whose answers stand for the agency's own; None where they are its own."""
        return self.row.agency if self.row and self.row.agency.code != self.agency.code else None

    @cached_property
    def counted(self) -> tuple[Row, ...]:
        """The responses that count in the spread of all: those that are signed, its own among them."""
        return self.results.counted

    @cached_property
    def others(self) -> tuple[Row, ...]:
        """The responses of others that count."""
        own = self.row.agency.code if self.row else self.agency.code
        return tuple(row for row in self.counted if row.agency.code != own)

    @cached_property
    def alike(self) -> tuple[Row, ...]:
        """The responses of others of its kind that count; none where they are fewer than `FEWEST`."""
        found = tuple(row for row in self.others if set(row.agency.kinds) & set(self.agency.kinds))
        return found if len(found) >= FEWEST else ()

    @property
    def apart(self) -> bool:
        """Whether its kind is counted apart: enough others are of it, and enough are not.

        With fewer of other kinds, one could take the counts of its kind from those of all and tell who they
        are; without any both counts are the same.
        """
        return bool(self.alike) and len(self.others) - len(self.alike) >= FEWEST

    @cached_property
    def of_kind(self) -> tuple[Row, ...]:
        """The responses of its kind that count, its own among them; none where others are too few."""
        others = {row.agency.code for row in self.others} - {row.agency.code for row in self.alike}
        return tuple(row for row in self.counted if row.agency.code not in others) if self.alike else ()

    @property
    def kind(self) -> str:
        """The labels of its kinds."""
        kinds = self.results.template.words.kinds
        return " or ".join(kinds.label(code) for code in self.agency.kinds)

    @cached_property
    def moved(self) -> AgencyMovement | None:
        """What moved for the agency since the round before; None where it answered in one of them alone."""
        before = answered(self.since, self.agency.code) if self.since else None
        if self.since is None or self.row is None or before is None:
            return None
        both = Movement(self.since, self.results)
        pairs = tuple(pair(before, self.row, question) for question in both.questions)
        return AgencyMovement(before, self.row, pairs)

    def went(self, way: Way) -> tuple[Pair, ...]:
        """The grades that went one way since the round before."""
        return tuple(one for one in self.moved.compared if one.way is way) if self.moved else ()

    @cached_property
    def confirmed(self) -> tuple[str, ...]:
        """The questions whose earlier answer was confirmed as still true, in order of asking."""
        if self.row is None:
            return ()
        asked = self.row.interview
        graded = (q for q in asked.template.questions if q.graded and asked.arises(q))
        return tuple(question.id for question in graded if asked.answer(question).confirmed)

    @cached_property
    def open(self) -> tuple[Followed, ...]:
        """Its actions that are neither assured nor closed."""
        return tuple(one for one in self.followed if one.state not in ENDED)


def answered(results: Results, code: str) -> Row | None:
    """The row of an agency, or of the parent body that answers for it; None where neither answered."""
    through = next((one.through for one in results.named if one.agency.code == code), None)
    wanted = through.subject if through else code
    return next((row for row in _own(results.rows) if row.agency.code == wanted and row.response), None)


def _own(rows: Sequence[Row]) -> Sequence[Row]:
    return [row for row in rows if not row.second]
