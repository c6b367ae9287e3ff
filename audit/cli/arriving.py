"""Taking in what files bring, agency by agency: news is taken, and no change is overwritten unasked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from audit.cli.arrival import Arrival, Outcome
from audit.cli.arrived import named, sentence, taken_before
from audit.cli.desk import Desk
from audit.dates import said
from audit.errors import AuditError, StateError

if TYPE_CHECKING:
    from audit.agencies import Agency
    from audit.responses.interview import Interview
    from audit.responses.merging import Incoming, Merge, Side
    from audit.responses.response import Answer, Response, Signature
    from audit.rounds import Round
    from audit.store.inbox import Decision, Delivery, Received, Standing


@dataclass
class Arriving:
    """One collect command: what arrives is taken, and what came of each is kept for the end.

    `prefer` is "file" or "store" where conflicts are settled for all; empty where they are left open.
    `before` holds the files that were taken whole before, with what came of them then.
    """

    desk: Desk
    prefer: str = ""
    outcomes: list[Outcome] = field(default_factory=list)
    before: "dict[Path, list[Received]]" = field(default_factory=dict)
    _seen: "dict[tuple[str, str, str], Response]" = field(default_factory=dict)

    def response(self, round_: "Round", agency: "Agency", about: "Agency | None" = None) -> "Response":
        """What an agency has answered about itself, or another, as it stands now: arrivals start from it."""
        subject = (about or agency).code
        found = self.desk.store.response(round_.name, agency.code, subject)
        self._seen[round_.name, agency.code, subject] = found
        return found

    def _known(self, arrival: Arrival) -> "Response":
        """The response as it was when the arrival was made."""
        from audit.cases.case_round import blank

        if arrival.case:
            return blank(arrival.case, arrival.subject.code, arrival.agency.code, arrival.reading)
        key = (arrival.round.name, arrival.agency.code, arrival.subject.code)
        return self._seen.get(key) or self.response(arrival.round, arrival.agency, arrival.about)

    def taken_before(self, file: Path, sha256: str, name: str | None = None) -> bool:
        """Whether a file was taken whole before (into a round, where its name is given); if so it is told."""
        from audit.cli.screen import tell
        from audit.store.inbox import received

        last = {(one.round, one.agency, one.part): one for one in received(self.desk.store, sha256)}
        found = [one for one in last.values() if name is None or one.round.casefold() == name.casefold()]
        if not found or not all(one.whole for one in found):
            return False
        self.before[file] = found
        tell(f"{file}: {taken_before(found[-1])}")
        return True

    def take(self, arrival: Arrival) -> str:
        """Take in what arrives; a sentence on what came of it. AuditError where nothing was taken."""
        [outcome] = self.take_all([arrival])
        return sentence(outcome)

    def take_all(self, arrivals: Sequence[Arrival]) -> list[Outcome]:
        """Take in all that one file brings, or nothing; AuditError where nothing was taken."""
        from audit.responses.merging import Side

        deciding = []
        for one in arrivals:
            sides = dict.fromkeys(one.incoming, Side(self.prefer)) if self.prefer else {}
            deciding.append(Deciding(self.desk, one, self._known(one).answers, sides))
        outcomes = self._receive(deciding)
        self.outcomes += [one if one.decision.merge.conflicts else one.told for one in outcomes]
        return outcomes

    def settle(self, outcome: Outcome, sides: "Mapping[str, Side]") -> Outcome:
        """Settle conflicts that were left open, as somebody who saw them chose; what came of it."""
        [found] = self._receive([Deciding(self.desk, outcome.arrival, outcome.seen, sides)])
        self.outcomes[self.outcomes.index(outcome)] = _together(outcome, found)
        return found

    @property
    def open(self) -> list[Outcome]:
        """What came in and left conflicts open."""
        return [one for one in self.outcomes if one.decision.merge.conflicts]

    def _receive(self, deciding: "Sequence[Deciding]") -> list[Outcome]:
        from audit.store.inbox import receive

        try:
            decisions = receive(self.desk.store, [one.delivery for one in deciding])
        except StateError:
            if len(deciding) > 1:
                raise StateError("\n".join(self._refusals(deciding))) from None
            raise
        return [
            Outcome(one.arrival, decision, one.after, one.now, one.seen)
            for one, decision in zip(deciding, decisions, strict=True)
        ]

    def _refusals(self, deciding: "Sequence[Deciding]") -> Iterator[str]:
        """Why each of several things that one file brings cannot be taken."""
        from audit.store.inbox import standing

        for one in deciding:
            try:
                one.decide(standing(self.desk.store, one.delivery))
            except StateError as error:
                yield str(error)


@dataclass
class Deciding:
    """What is done with an arrival, as the response stands in the transaction that writes it."""

    desk: Desk
    arrival: Arrival
    seen: "Mapping[str, Answer]"
    sides: "Mapping[str, Side]"
    after: "Interview" = field(init=False)
    now: "Standing" = field(init=False)

    @property
    def delivery(self) -> "Delivery":
        """The same as the store takes it in."""
        from audit.responses.response import Response
        from audit.store.inbox import Delivery

        one, stamp = self.arrival, self.desk.stamp()
        return Delivery(
            one.sha256,
            one.name,
            one.kind,
            Response(one.round.name, one.agency.code, one.subject.code, reading=one.reading),
            self.decide,
            replace(stamp, by=one.by) if one.by else stamp,
            one.source,
            one.part,
            stamp if one.case else None,
        )

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
        found = merge(response.answers, *self._begun(now))
        found = come_again(found, now.before.block.get("open", ())) if now.before else found
        found = settle(response.answers, self.seen, found, self.sides)
        self.after = self._interview(replace(response, answers={**response.answers, **found.taken}))
        signature, unsigned = self._signature(found)
        return Decision(found, signature, unsigned)

    def _begun(self, now: "Standing") -> "tuple[Mapping[str, Sequence[str]], Mapping[str, Incoming]]":
        """The past versions that count, and the answers with those that the file was made from."""
        from audit.responses.merging import versions_when

        incoming = self.arrival.incoming
        if self.arrival.kind != "grid":
            return now.past, incoming
        if self.arrival.version is None or (began := versions_when(now.steps, self.arrival.version)) is None:
            return {}, incoming  # nobody knows whether what differs is news, so it is in conflict
        return now.past, {
            name: replace(one, started=frozenset({began.get(name, "")})) for name, one in incoming.items()
        }

    def _interview(self, response: "Response") -> "Interview":
        from audit.rounds import interview

        if self.arrival.case:
            return self.arrival.case.interview(response, self.desk.today)
        return interview(self.arrival.round, self.arrival.subject, response, self.desk.today)

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
            arrival, by = self.arrival, f"{response.signed.name} on {said(response.signed.on)}"
            head = f"{arrival.name}: the response of {arrival.whose} was signed by {by}"
            head = f"{head}, and the {arrival.kind} says"
            way = "otherwise, so nothing was taken; 'audit reopen' makes a new version."
            raise StateError("\n  ".join((f"{head} {way}", *lines)))
        return Decision(Merge(same=tuple(self.arrival.incoming)))

    def _signature(self, found: "Merge") -> "tuple[Signature | None, str]":
        """The signature to be written, or why the one in the file is not taken; neither where it has none."""
        from audit.rounds import words_of

        given = self.arrival.signature
        if given is None or self.arrival.unsigned:
            return None, self.arrival.unsigned
        words = tuple(sorted(words_of(self.arrival.subject)))
        signature = replace(given, on=given.on or self.desk.today.isoformat(), words=words)
        why = self._unfit(found, signature)
        return (None, why) if why else (signature, "")

    def _unfit(self, found: "Merge", signature: "Signature") -> str:
        """Why a sign-off cannot be taken; empty where it can."""
        from audit.cli.signing import check_signature

        if found.conflicts:
            return "answers are in conflict"
        if self.after.still_owed():
            return "answers are owed"
        if other := self._otherwise():
            return (
                f"what stands here is not what it signs ({named(other)}); 'audit sign' signs what stands here"
            )
        one = self.arrival
        try:
            agency = one.agency if one.agency.code else None
            check_signature(one.round, agency, self.after, signature, self.desk.today)
        except AuditError as error:
            return str(error).rstrip(".")
        return ""

    def _otherwise(self) -> tuple[str, ...]:
        """The answers that count here and that whoever signed the file saw otherwise, or not at all."""
        from audit.responses.merging import version

        here, incoming = self.after.answers, self.arrival.incoming
        silent = {
            question.id for question in self.after.template.questions if not self.after.arises(question)
        }
        names = dict.fromkeys((*incoming, *(name for name in here if name not in silent)))
        shown = {name: version(incoming[name].shown) if name in incoming else "" for name in names}
        return tuple(name for name in names if shown[name] != version(here.get(name)))


def _together(first: Outcome, later: Outcome) -> Outcome:
    """What came of an arrival whose conflicts were settled afterwards: what was taken before is taken."""
    before, merge = first.decision.merge.taken, later.decision.merge
    same = tuple(name for name in merge.same if name not in before)
    merge = replace(merge, taken={**before, **merge.taken}, same=same)
    return replace(later, decision=replace(later.decision, merge=merge))
