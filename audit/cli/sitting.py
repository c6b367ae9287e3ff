"""A panel on a round about agencies: what it has before it, and what is kept of what it says."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from audit.cli.desk import Desk
from audit.cli.named import agency_in
from audit.dates import said
from audit.errors import StateError
from audit.moderation import Moderated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audit.agencies import Agency
    from audit.responses.response import Response
    from audit.rounds import Round
    from audit.scoring.challenge import Matter
    from audit.scoring.panel import Said
    from audit.store.overtaken import Looked
    from audit.store.rows import Stamp


@dataclass
class Sitting:
    """A panel on a round about agencies: the round, the responses that count, and what it has before it."""

    desk: Desk
    round: "Round"
    _matters: "dict[str, tuple[Matter, ...]]" = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._read()

    def look_again(self) -> None:
        """Read the round and its responses as they stand now."""
        self.round = self.desk.store.round(self.round.name)
        self._matters.clear()
        self._read()

    def _read(self) -> None:
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

    def looked(self, agency: "Agency", question: str, *, assured: bool = False) -> "Looked":
        """What the panel has before it of a question: what it said last, and the agency's own answer."""
        from audit.scoring.challenge import find_matter

        matter = find_matter(self.round, self.matters(agency), question)
        return looked(self.best[agency.code], matter, assured=assured)

    def before(self, kept: "Sequence[Moderated]") -> "list[Moderated]":
        """What somebody else had said for the panel that other grades come in the place of."""
        found = []
        for one in kept:
            seen = self._seen(one).said
            if isinstance(seen, Moderated) and seen.grade not in {"", one.grade}:
                found += [seen] if seen.moderator != (one.by or self.desk.by) else []
        return found

    def keep(self, kept: "Sequence[Moderated]", stamp: "Stamp") -> None:
        """Keep what the panel said, all or none; OvertakenError where it has not seen what stands there."""
        seen = {(one.subject, one.question): self._seen(one) for one in kept}
        self.desk.store.moderate(self.round.name, kept, stamp, seen)

    def _seen(self, one: "Moderated") -> "Looked":
        agencies = {each.agency.code: each.agency for each in self.round.expected}
        return self.looked(agencies[one.subject], one.question, assured=bool(one.assured))

    def moderated(self, agency: "Agency", question: str, said: "Said") -> "Moderated":
        """What is to be kept of what the panel said of a question; AuditError where it cannot be."""
        from audit.scoring.challenge import find_matter
        from audit.scoring.panel import moderated

        matter = find_matter(self.round, self.matters(agency), question)
        may_moderate(self.round, assured=said.assured is not None)
        return moderated(self.round.template, matter, said, self.desk.today)


def looked(response: "Response", matter: "Matter", *, assured: bool) -> "Looked":
    """What a panel has before it of a matter: what it said last, and the answer of a response."""
    from audit.responses.response import Answer
    from audit.store.overtaken import Looked
    from audit.store.rows import key_of

    name = matter.question.id
    answer = response.answers.get(name, Answer())
    return Looked(matter.assured if assured else matter.panel, {key_of(response): answer}, alone=True)


def may_moderate(found: "Round", *, assured: bool = False) -> None:
    """StateError where the round is closed, unless it is about a grade revised on assurance."""
    if found.closed and not assured:
        raise StateError(
            f"The round {found.name!r} was closed on {said(found.closed[:10])}; only a grade revised when "
            "its action was assured can still be kept (--assured DAY)."
        )
