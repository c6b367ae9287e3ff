"""An immediate concern: something in a case that cannot wait for the audit to end."""

from collections.abc import Iterable
from dataclasses import dataclass

from audit.dates import said

ADVICE = (
    "This audit is not a referral route. If a child may be at risk now, follow your own agency's "
    "safeguarding procedure at once: tell the line manager or safeguarding lead who answers for the case, "
    "make a referral where one is needed, and call 999 in an emergency. Then record whom you told, and what "
    "came of it."
)


@dataclass(frozen=True, slots=True)
class Concern:
    """A concern raised about a subject of a round, and what came of it; `number` is its own in the store."""

    number: int
    round: str
    subject: str
    question: str
    text: str
    by: str
    at: str
    told: str = ""
    outcome: str = ""
    since: str = ""

    @property
    def open(self) -> bool:
        """Whether its outcome is still to be recorded."""
        return not self.outcome


def lines(concerns: Iterable[Concern]) -> list[str]:
    """A sentence for each open concern, by reference only; what every output says first."""
    return [
        f"Immediate concern about {one.subject}, raised on {said(one.at[:10])}: "
        f"{f'told to {one.told}, ' if one.told else ''}outcome not recorded yet."
        for one in concerns
        if one.open
    ]
