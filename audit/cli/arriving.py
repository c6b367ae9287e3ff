"""Taking in what files bring, agency by agency: news is taken, and no change is overwritten unasked."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audit.cli.desk import Desk
from audit.cli.task import owed
from audit.dates import in_words, read_day
from audit.errors import AuditError, StateError

if TYPE_CHECKING:
    from audit.agencies import Agency
    from audit.responses.interview import Interview
    from audit.responses.merging import Incoming, Merge, Side
    from audit.responses.response import Answer, Response, Signature
    from audit.rounds import Round
    from audit.store.inbox import Decision, Received, Standing

NAMED = 12  # ids that are named in one sentence


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a file brings for one agency in one round: its answers by the id of question or standard.

    `signature` is a sign-off in the file, its days read; `unsigned` says instead why one in it cannot be
    taken. `source` says where the file came from and is kept as it is; `notes` are sentences to tell;
    `given` says in words who gave an answer in the file, and when, where the file knows.
    """

    file: Path
    sha256: str
    kind: str  # "form", "return" or "table"
    round: "Round"
    agency: "Agency"
    incoming: "Mapping[str, Incoming]"
    signature: "Signature | None" = None
    source: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    unsigned: str = ""
    given: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an arrival: what was decided as things stood, and the interview as it is afterwards."""

    arrival: Arrival
    decision: "Decision"
    after: "Interview"
    standing: "Standing"
    seen: "Mapping[str, Answer]"


@dataclass
class Arriving:
    """One collect command: what arrives is taken, and what came of each is kept for the end.

    `prefer` is "file" or "store" where conflicts are settled for all; empty where they are left open.
    """

    desk: Desk
    prefer: str = ""
    outcomes: list[Outcome] = field(default_factory=list)
    _seen: "dict[tuple[str, str], Response]" = field(default_factory=dict)

    def response(self, round_: "Round", agency: "Agency") -> "Response":
        """What an agency has answered about itself as it stands now; an arrival is made from this."""
        found = self.desk.store.response(round_.name, agency.code, agency.code)
        self._seen[round_.name, agency.code] = found
        return found

    def take(self, arrival: Arrival) -> str:
        """Take in what arrives; a sentence on what came of it. AuditError where nothing was taken."""
        from audit.responses.merging import Side

        key = (arrival.round.name, arrival.agency.code)
        seen = self._seen.pop(key, None) or self.response(arrival.round, arrival.agency)
        sides = dict.fromkeys(arrival.incoming, Side(self.prefer)) if self.prefer else {}
        outcome = self._receive(arrival, seen.answers, sides)
        self.outcomes.append(outcome)
        return sentence(outcome)

    def settle(self, outcome: Outcome, sides: "Mapping[str, Side]") -> Outcome:
        """Settle conflicts that were left open, as somebody who saw them chose; what came of it."""
        found = self._receive(outcome.arrival, outcome.seen, sides)
        self.outcomes[self.outcomes.index(outcome)] = found
        return found

    @property
    def open(self) -> list[Outcome]:
        """What came in and left conflicts open."""
        return [one for one in self.outcomes if one.decision.merge.conflicts]

    def _receive(
        self, arrival: Arrival, seen: "Mapping[str, Answer]", sides: "Mapping[str, Side]"
    ) -> Outcome:
        from audit.responses.response import Response
        from audit.store.inbox import Delivery, receive

        deciding = Deciding(self.desk, arrival, seen, sides)
        code = arrival.agency.code
        delivery = Delivery(
            arrival.sha256,
            str(arrival.file),
            arrival.kind,
            Response(arrival.round.name, code, code),
            deciding.decide,
            self.desk.stamp(),
            arrival.source,
        )
        [decision] = receive(self.desk.store, [delivery])
        return Outcome(arrival, decision, deciding.after, deciding.now, seen)


@dataclass
class Deciding:
    """What is done with an arrival, as the response stands in the transaction that writes it."""

    desk: Desk
    arrival: Arrival
    seen: "Mapping[str, Answer]"
    sides: "Mapping[str, Side]"
    after: "Interview" = field(init=False)
    now: "Standing" = field(init=False)

    def decide(self, now: "Standing") -> "Decision":
        """The decision; StateError where nothing may be taken."""
        from audit.responses.merging import come_again, merge, settle
        from audit.store.inbox import Decision

        self.now, response = now, now.response
        self.after = self._interview(response)
        if now.before and now.before.whole:
            return Decision(before=now.before)
        if self.arrival.round.closed:
            raise StateError(f"{self.arrival.file}: the round {self.arrival.round.name!r} is closed.")
        if response.signed:
            return self._signed_here(response)
        found = merge(response.answers, now.past, self.arrival.incoming)
        found = come_again(found, now.before.block.get("open", ())) if now.before else found
        found = settle(response.answers, self.seen, found, self.sides)
        self.after = self._interview(replace(response, answers={**response.answers, **found.taken}))
        signature, unsigned = self._signature(found)
        return Decision(found, signature, unsigned)

    def _interview(self, response: "Response") -> "Interview":
        from audit.rounds import interview

        return interview(self.arrival.round, self.arrival.agency, response, self.desk.today)

    def _signed_here(self, response: "Response") -> "Decision":
        """As before where the file says just what was signed here; StateError that shows what differs."""
        from audit.cli.conflicts import differences
        from audit.responses.merging import Merge, version
        from audit.store.inbox import Decision

        lines = []
        for name, one in self.arrival.incoming.items():
            here = response.answers.get(name)
            if version(here) != version(one.onto):
                lines.append(differences(self.after, name, here, one.onto))
        if lines and response.signed:
            by = f"{response.signed.name} on {_words(response.signed.on)}"
            raise StateError(
                f"{self.arrival.file}: this response was signed by {by}, and the {self.arrival.kind} says "
                "otherwise, so nothing was taken; 'audit reopen' makes a new version.\n  "
                + "\n  ".join(lines)
            )
        return Decision(Merge(same=tuple(self.arrival.incoming)))

    def _signature(self, found: "Merge") -> "tuple[Signature | None, str]":
        """The signature to be written, or why the one in the file is not taken; neither where it has none."""
        signature = self.arrival.signature
        if signature is None or self.arrival.unsigned:
            return None, self.arrival.unsigned
        if why := self._unfit(found, signature):
            return None, why
        from audit.rounds import words_of

        day = signature.on or self.desk.today.isoformat()
        return replace(signature, on=day, words=tuple(sorted(words_of(self.arrival.agency)))), ""

    def _unfit(self, found: "Merge", signature: "Signature") -> str:
        """Why a sign-off cannot be taken; empty where it can."""
        from audit.cli.signing import may_sign

        if found.conflicts:
            return "answers are in conflict"
        if self.after.still_owed():
            return "answers are owed"
        if found.otherwise:
            return f"what stands here is not what it signs ({named(found.otherwise)})"
        try:
            may_sign(self.arrival.round, self.arrival.agency, signature.role)
        except AuditError as error:
            return str(error).rstrip(".")
        days = (_unfit_day(day, self.desk.today) for day in (signature.on, signature.presented) if day)
        return next(filter(None, days), "")


def _unfit_day(day: str, today: date) -> str:
    read = read_day(day)
    if read is None:
        return f"{day!r} is no date"
    return f"{in_words(read)} lies ahead" if read > today else ""


def sentence(outcome: Outcome) -> str:
    """What came of an arrival, in sentences, with its conflicts each on a line of its own."""
    from audit.cli.conflicts import shown

    arrival, decision = outcome.arrival, outcome.decision
    head = f"{arrival.file}: {arrival.agency.name}, "
    if decision.before:
        return head + taken_before(decision.before)
    parts = [head + counts(decision.merge), owed(outcome.after)]
    if signature := decision.signature:
        parts.append(f"Signed by {signature.name}, {signature.role}, on {_words(signature.on)}.")
    if decision.unsigned:
        parts.append(f"The sign-off in the {arrival.kind} was not taken, since {decision.unsigned}.")
    return "\n".join([" ".join((*parts, *arrival.notes)), *shown(outcome)])


def counts(found: "Merge") -> str:
    """How many answers were taken, were here before, have moved on here, are in conflict."""
    taken = f"{len(found.taken)} answers taken, {len(found.same)} as before"
    older = f", {len(found.older)} moved on here since ({named(found.older)})" if found.older else ""
    kept = [name for name in found.settled if name not in found.taken]
    stay = f", {len(kept)} kept as here ({named(kept)})" if kept else ""
    against = f", {len(found.conflicts)} in conflict" if found.conflicts else ""
    return f"{taken}{older}{stay}{against}."


def taken_before(before: "Received") -> str:
    """That a file was taken before: when, by whom, as what."""
    day = before.at[:10]
    return f"taken before, on {_words(day)} by {before.by}, as {before.file}; nothing in it is new."


def named(ids: "tuple[str, ...] | list[str]") -> str:
    """Some ids by name, and how many more."""
    more = f" and {len(ids) - NAMED} more" if len(ids) > NAMED else ""
    return ", ".join(ids[:NAMED]) + more


def _words(day: str) -> str:
    from audit.dates import said

    return said(day)
