"""A panel on a round about agencies: what it has before it, and what is kept of what it says."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from audit.cli.desk import Desk
from audit.cli.named import agency_in
from audit.dates import said
from audit.errors import StateError

if TYPE_CHECKING:
    from audit.agencies import Agency
    from audit.moderation import Moderated
    from audit.rounds import Round
    from audit.scoring.challenge import Matter
    from audit.scoring.panel import Said


@dataclass
class Sitting:
    """A panel on a round about agencies: the round, the responses that count, and what it has before it."""

    desk: Desk
    round: "Round"
    _matters: "dict[str, tuple[Matter, ...]]" = field(default_factory=dict)

    def __post_init__(self) -> None:
        from audit.rounds import main_responses

        self.best = main_responses(self.desk.store.responses(self.round.name))

    def agency(self, word: str) -> "Agency":
        """The agency of the round that is meant; UnknownError with the nearest."""
        return agency_in(self.desk, (one.agency for one in self.round.expected), word)

    def matters(self, agency: "Agency") -> "tuple[Matter, ...]":
        """What the panel has before it of an agency; StateError where it has answered nothing."""
        from audit.scoring.challenge import matters_of

        if agency.code not in self._matters:
            response = self.best.get(agency.code)
            if response is None:
                raise StateError(
                    f"{agency.name} has given no answer in {self.round.name!r} yet, so there is nothing to "
                    "moderate."
                )
            self._matters[agency.code] = matters_of(self.round, agency, response, self.desk.today)
        return self._matters[agency.code]

    def moderated(self, agency: "Agency", question: str, said: "Said") -> "Moderated":
        """What is to be kept of what the panel said of a question; AuditError where it cannot be."""
        from audit.scoring.challenge import find_matter
        from audit.scoring.panel import moderated

        matter = find_matter(self.round, self.matters(agency), question)
        may_moderate(self.round, assured=said.assured is not None)
        return moderated(self.round.template, matter, said, self.desk.today)


def may_moderate(found: "Round", *, assured: bool = False) -> None:
    """StateError where the round is closed, unless it is about a grade revised on assurance."""
    if found.closed and not assured:
        raise StateError(
            f"The round {found.name!r} was closed on {said(found.closed[:10])}; only a grade revised when "
            "its action was assured can still be kept (--assured DAY)."
        )
