"""What owners propose, and what is kept of it once somebody has accepted or declined it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from audit.actions.action import Decision, Piece, Proposal, Said, Update
from audit.actions.followed import Followed, day_said, state_in
from audit.actions.proposing import ACCEPTED, DECLINED
from audit.actions.words import ENDED
from audit.dates import in_words, latest_day


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposal that nobody has accepted or declined, with its action as it stands."""

    followed: Followed
    proposal: Proposal

    @property
    def key(self) -> str:
        """What names it among all that wait: the action's id and its own number there."""
        return f"{self.followed.id}/{self.proposal.number}"

    @property
    def overtaken(self) -> str:
        """Why it takes somebody who has looked at it to accept it; empty where nothing came in between.

        It would open an action again that has ended, or put a newer word behind an older one.
        """
        one, proposal = self.followed, self.proposal
        if proposal.state and one.state in ENDED:
            return f"it is {one.state} by now, and would be opened again"
        if self._moved():
            return f"it has moved on since this came, and is {one.state}"
        newest, said = _newest(one), latest_day(proposal.on)
        if newest and said and said < newest:
            return f"something newer is known already, of {in_words(newest)}"
        return ""

    def _moved(self) -> bool:
        places = [place for place, each in enumerate(self.followed.entries) if each.said == self.proposal]
        return any(state_in(each) for each in self.followed.entries[places[-1] :]) if places else False

    def block(self) -> dict[str, Any]:
        """The same as plain values."""
        one, proposal = self.followed, self.proposal
        return {
            "id": one.id,
            "number": proposal.number,
            "action": one.action.text,
            "owner": proposal.by or None,
            "before": str(one.state),
            "proposed": proposal.state or None,
            "note": proposal.note,
            "evidence": proposal.evidence or None,
            "where": proposal.where or None,
            "signed_off": proposal.signed_off or None,
            "on": proposal.on or None,
            "file": proposal.file or None,
            "overtaken": self.overtaken or None,
        }


def _newest(one: Followed) -> date | None:
    """The latest day that an update of an action says; None where none does."""
    days = (day_said(each) for each in one.entries if isinstance(each.said, Update))
    return max(filter(None, days), default=None)


def waiting(found: Iterable[Followed]) -> tuple[Waiting, ...]:
    """All that waits to be accepted, by action, oldest first."""
    return tuple(Waiting(one, proposal) for one in found for proposal in one.proposals)


def accepted(one: Waiting, by: str) -> tuple[Said, ...]:
    """What is kept where somebody accepts a proposal: the update, and the evidence in the register."""
    return tuple(_accepted(one.proposal, by))


def _accepted(proposal: Proposal, by: str) -> Iterator[Said]:
    yield Decision(proposal.number, ACCEPTED)
    who = proposal.signed_off or proposal.by
    yield Update(proposal.on, who, proposal.state, proposal.note)
    if proposal.evidence:
        yield Piece(proposal.evidence, proposal.where, proposal.on, by)


def declined(one: Waiting, reason: str) -> tuple[Said, ...]:
    """What is kept where somebody declines a proposal."""
    return (Decision(one.proposal.number, DECLINED, reason),)
