"""What came of files that were taken in, in sentences."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from audit.cli.task import idle, owed
from audit.dates import said

if TYPE_CHECKING:
    from audit.cli.arrival import Outcome
    from audit.responses.merging import Merge
    from audit.responses.response import Signature
    from audit.store.inbox import Received

NAMED = 12  # ids that are named in one sentence


def sentence(outcome: "Outcome") -> str:
    """What came of an arrival, in sentences, with its conflicts each on a line of its own."""
    from audit.cli.conflicts import shown

    arrival, decision = outcome.arrival, outcome.decision
    head = f"{arrival.file}: {arrival.whose}, "
    if decision.before:
        return head + taken_before(decision.before)
    parts = (
        head + counts(decision.merge, arrival.round.name),
        owed(outcome.after),
        idle(outcome.after, decision.merge.taken),
        sign_off_said(outcome),
        *arrival.notes,
    )
    return "\n".join([" ".join(filter(None, parts)), *shown(outcome)])


def sign_off_said(outcome: "Outcome") -> str:
    """A sentence on the sign-off in a file: taken, or why it was not; empty where there is nothing to say."""
    decision, before = outcome.decision, outcome.standing.response.signed
    if before:
        parts = (_otherwise_signed(before, outcome.arrival.signature), _unsaid(outcome))
        return " ".join(filter(None, parts))
    if decision.unsigned:
        return f"The sign-off in the {outcome.arrival.kind} was not taken, since {decision.unsigned}."
    if (signature := decision.signature) is None:
        return ""
    return f"Signed by {_signatories(signature)}, on {said(signature.on)}."


def _unsaid(outcome: "Outcome") -> str:
    """A sentence on answers signed here to which a return says nothing; a form may be a part of one."""
    if outcome.arrival.kind != "return":
        return ""
    here, there = outcome.standing.response.answers, outcome.arrival.incoming
    bare = tuple(name for name, answer in here.items() if answer.block() and name not in there)
    return f"It says nothing to what was signed here of {named(bare)}." if bare else ""


def counts(found: "Merge", into: str) -> str:
    """How many answers were taken into a round, were here before, have moved on here, are in conflict."""
    from audit.wording import plural

    taken = f"{plural(len(found.taken), 'answer')} taken into {into!r}, {len(found.same)} as before"
    older = f", {len(found.older)} moved on here since ({named(found.older)})" if found.older else ""
    stay = f", {len(found.kept)} kept as here ({named(found.kept)})" if found.kept else ""
    against = f", {len(found.conflicts)} in conflict" if found.conflicts else ""
    return f"{taken}{older}{stay}{against}."


def totals(outcomes: "Sequence[Outcome]", into: str) -> str:
    """The same of all that a file brings, as one sum; `into` says where in words."""
    from audit.wording import plural

    merges = [one.decision.merge for one in outcomes]
    again = sum(len(one.arrival.incoming) for one in outcomes if one.decision.before)
    taken, before = sum(len(one.taken) for one in merges), again + sum(len(one.same) for one in merges)
    rest = {
        "moved on here since": sum(len(one.older) for one in merges),
        "kept as here": sum(len(one.kept) for one in merges),
        "in conflict": sum(len(one.conflicts) for one in merges),
    }
    more = "".join(f", {count} {words}" for words, count in rest.items() if count)
    return f"{plural(taken, 'answer')} taken {into}, {before} as before{more}."


def taken_before(before: "Received") -> str:
    """That a file was taken before: when, by whom, as what."""
    day = before.at[:10]
    into = f"into {before.round!r} on {said(day)} by {before.by}, as {before.file}"
    return f"taken before, {into}; nothing was changed."


def named(ids: tuple[str, ...]) -> str:
    """Some ids by name, and how many more."""
    from audit.cli.conflicts import label

    more = f" and {len(ids) - NAMED} more" if len(ids) > NAMED else ""
    return ", ".join(map(label, ids[:NAMED])) + more


def _otherwise_signed(here: "Signature", there: "Signature | None") -> str:
    """A sentence on a sign-off in a file that is not the one here; empty where they say the same."""
    if there is None:
        return ""
    # A blank in the file says nothing: forms that leave out the day are signed on the day they came.
    parts = ((there.on, here.on), (there.presented, here.presented), (there.second, here.second))
    names = (there.name, there.role) == (here.name, here.role)
    if names and all(new in ("", None, old) for new, old in parts):
        return ""
    here_by = f"it was signed here by {_signatories(here)}, on {said(here.on)}"
    day = f", on {said(there.on)}" if there.on else ""
    return f"The file is signed otherwise, by {_signatories(there)}{day}, which was not taken: {here_by}."


def _signatories(one: "Signature") -> str:
    second = f", and {one.second.name}, {one.second.role}" if one.second else ""
    return f"{one.name}, {one.role}{second}"
