"""What a file brings for one agency or about one case, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from audit.agencies import Agency
    from audit.cases.case_round import CaseRound
    from audit.responses.interview import Interview
    from audit.responses.merging import Incoming
    from audit.responses.response import Answer, Signature
    from audit.rounds import Round
    from audit.store.inbox import Decision, Standing


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a file brings for one agency in one round: its answers by the id of question or standard.

    `signature` is a sign-off in the file, its days read; `unsigned` says instead why one in it cannot be
    taken. `source` says where the file came from and is kept as it is; `notes` are sentences to tell;
    `about` is another agency that it answers about, `by` who answered, where the file names them; `given`
    says in words who gave an answer in the file, and when. Of a reading of a case `case` is the round as it
    stood when the file was read, `about` stands for the case, and `version` is that of the whole reading
    which the file was made from, where it says one for all of its answers.
    """

    file: Path
    sha256: str
    kind: str  # "form", "grid", "return" or "table"
    round: "Round"
    agency: "Agency"
    incoming: "Mapping[str, Incoming]"
    signature: "Signature | None" = None
    source: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    unsigned: str = ""
    about: "Agency | None" = None
    by: str = ""
    given: Mapping[str, str] = field(default_factory=dict)
    case: "CaseRound | None" = None
    reading: int = 1
    version: str | None = None

    @property
    def name(self) -> str:
        """The file's path as text, whatever bytes it has in it."""
        return str(self.file).encode("utf-8", "replace").decode("utf-8")

    @property
    def subject(self) -> "Agency":
        """The agency that it answers about: another one, or itself."""
        return self.about or self.agency

    @property
    def part(self) -> str:
        """What tells it apart from others that the file brings for the agency; empty as a rule."""
        reading = str(self.reading) if self.reading > 1 else ""
        return "|".join((self.about.code if self.about else "", self.by, reading)).strip("|")

    @property
    def whose(self) -> str:
        """Whose answers they are, in words: the agency's, and about which case or other agency."""
        second = "second reading" if self.reading > 1 else ""
        about = self.subject.code if self.case else self.about.name if self.about else ""
        return ", ".join(filter(None, (self.agency.name, about, second)))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an arrival: what was decided as things stood, and the interview as it is afterwards."""

    arrival: Arrival
    decision: "Decision"
    after: "Interview"
    standing: "Standing"
    seen: "Mapping[str, Answer]"

    @property
    def told(self) -> "Outcome":
        """The same as far as it is told at the end, without the answers: thousands of files may come."""
        from audit.responses.interview import NOTHING

        arrival = replace(self.arrival, source={}, given={})
        standing = replace(self.standing, past={}, given={}, steps=())
        if not standing.response.signed:  # else it is told on which of its answers the file is silent
            arrival = replace(arrival, incoming={})
            standing = replace(standing, response=replace(standing.response, answers={}))
        merge = replace(self.decision.merge, taken=dict.fromkeys(self.decision.merge.taken, NOTHING))
        after = replace(self.after, answers={})
        return Outcome(arrival, replace(self.decision, merge=merge), after, standing, {})

    @property
    def news(self) -> bool:
        """Whether anything was taken, settled or signed."""
        merge = self.decision.merge
        return bool(merge.taken or merge.settled or self.decision.signature)
