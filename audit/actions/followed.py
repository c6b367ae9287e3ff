"""An action with all that was said of it, as it stands after the last word, or stood on an earlier day."""

from dataclasses import dataclass, replace
from datetime import date

from audit.actions.action import Action, Ask, Assurance, Decision, Entry, Piece, Proposal, Status, Update
from audit.actions.words import Basis, State
from audit.dates import latest_day


@dataclass(frozen=True, slots=True)
class Followed:
    """An action, when it was written down first (ISO 8601), and what was said of it in that order."""

    action: Action
    added: str
    entries: tuple[Entry, ...] = ()

    @property
    def id(self) -> str:
        """The id of the action."""
        return self.action.id

    @property
    def state(self) -> State:
        """How it stands: by the last that was said of it; not started where nothing was."""
        for one in reversed(self.entries):
            if found := state_in(one):
                return found
        return State.NOT_STARTED

    @property
    def entered(self) -> Entry | None:
        """What put it into its state, and did not only say so once more; None where nothing did."""
        found: Entry | None = None
        for one in self.entries:
            state = state_in(one)
            if state is not None and (found is None or state != state_in(found)):
                found = one
        return found

    @property
    def own_word(self) -> str:
        """The plan's own word for how it stands, or what the owner reported last; empty where none was."""
        for one in reversed(self.entries):
            if isinstance(one.said, Status):
                return one.said.said
            if isinstance(one.said, Update) and one.said.state and not one.said.history:
                return one.said.state
        return ""

    @property
    def updates(self) -> tuple[Update, ...]:
        """What was said of it, as it was written down."""
        return tuple(one.said for one in self.entries if isinstance(one.said, Update))

    @property
    def assurances(self) -> tuple[Assurance, ...]:
        """Every assurance, also of a time before it was opened again."""
        return tuple(one.said for one in self.entries if isinstance(one.said, Assurance))

    @property
    def standing(self) -> tuple[Assurance, ...]:
        """The assurances since the action was last in another state; none where it is not assured."""
        found: list[Assurance] = []
        for one in self.entries:
            if isinstance(one.said, Assurance):
                found.append(one.said)
            elif state_in(one):
                found.clear()
        return tuple(found)

    @property
    def basis(self) -> str:
        """The strongest that its assurance rests on; empty where it is not assured."""
        order = [*Basis]
        return max(
            (one.basis for one in self.standing), key=lambda name: order.index(Basis(name)), default=""
        )

    @property
    def sustained(self) -> bool:
        """Whether a later check, by more than being told, found it still done."""
        return any(
            one.on > first.on and one.basis != Basis.TOLD
            for first in self.standing[:1]
            for one in self.standing[1:]
        )

    @property
    def asks(self) -> tuple[Ask, ...]:
        """Every time that its owner was asked."""
        return tuple(one.said for one in self.entries if isinstance(one.said, Ask))

    @property
    def evidence(self) -> tuple[Piece, ...]:
        """The evidence register of the action: pieces accepted, and what its assurances rest on."""
        found = []
        for one in self.entries:
            if isinstance(one.said, Piece):
                found.append(one.said)
            elif isinstance(one.said, Assurance) and one.said.evidence:
                found.append(Piece(one.said.evidence, one.said.where, one.said.on, one.said.by))
        return tuple(found)

    @property
    def proposals(self) -> tuple[Proposal, ...]:
        """What its owner proposed and nobody has accepted or declined."""
        settled = {one.said.number for one in self.entries if isinstance(one.said, Decision)}
        return tuple(
            one.said
            for one in self.entries
            if isinstance(one.said, Proposal) and one.said.number not in settled
        )

    def heard(self) -> date:
        """The day on which something was last said of it: of an update, else when it was written down.

        An update that says a month or a year counts to its end, yet not beyond the day it was written down.
        A status or a note without a day that came later with its plan counts on that day, unless updates with
        days came with it.
        """
        said = [one for one in self.entries if isinstance(one.said, Update | Assurance) and day_said(one)]
        told = {self.added, *(one.at for one in said)}
        moved = [one for one in self.entries if _of_a_plan(one) and one.at not in told]
        days = [day_said(one) for one in said] + [day_of_stamp(one.at) for one in moved]
        return max(filter(None, days), default=day_of_stamp(self.added))

    def until(self, day: date) -> "Followed":
        """The same as it was known at the end of a day; what was written down later is not there."""
        kept = tuple(one for one in self.entries if day_of_stamp(one.at) <= day)
        return replace(self, entries=kept)


def _of_a_plan(entry: Entry) -> bool:
    """Whether it was read in a plan that says no day for it."""
    said = entry.said
    return isinstance(said, Status) or (isinstance(said, Update) and bool(said.row) and not said.on)


def state_in(entry: Entry) -> State | None:
    """The state that something said puts an action into; None where it leaves it."""
    match entry.said:
        case Update(state=state, history=False) | Status(state=state) if state:
            return State(state)
        case Assurance():
            return State.ASSURED
        case _:
            return None


def day_of_stamp(at: str) -> date:
    """The day of a time in ISO 8601."""
    return date.fromisoformat(at[:10])


def day_said(entry: Entry) -> date | None:
    """The day on which something was said, where a day, month or year was; at most the day of writing."""
    on = getattr(entry.said, "on", "")
    day = latest_day(on) if on else None
    return min(day, day_of_stamp(entry.at)) if day else None
