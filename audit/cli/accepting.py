"""Proposals on a screen, and what somebody chooses of them kept."""

from collections.abc import Sequence

from audit.actions.accepting import Waiting
from audit.cli.desk import Desk
from audit.errors import OvertakenError, UnknownError

ACCEPT, DECLINE, LATER = "accept", "decline", "later"
WAYS = (
    (ACCEPT, "Accept", "It becomes an update; evidence goes into the register."),
    (DECLINE, "Decline", "You say why; the action stays as it stands."),
    (LATER, "Later", "It goes on waiting."),
)


def sender(desk: Desk, word: str) -> str:
    """The name by which an owner's forms are known; an agency may be given by its code."""
    from audit.actions.whose import agency_of

    agency = agency_of(word, desk.store.agencies())
    return agency.name if agency else word


def everything(desk: Desk) -> tuple[Waiting, ...]:
    """All that waits to be accepted."""
    from audit.actions.accepting import waiting
    from audit.store.actions import ActionBook

    return waiting(ActionBook(desk.store).actions())


def chosen(every: Sequence[Waiting], ids: Sequence[str], owner: str) -> tuple[list[Waiting], list[Waiting]]:
    """Those that are meant, and those left since something has overtaken them.

    UnknownError where nothing waits for an id, or from an owner.
    """
    if ids:
        found = [one for name in ids for one in _named(every, name)]
        return list(dict.fromkeys(found)), []
    of = [one for one in every if not owner or _of(every, one, owner)]
    return [one for one in of if not one.overtaken], [one for one in of if one.overtaken]


def _named(every: Sequence[Waiting], name: str) -> list[Waiting]:
    word = name.strip().casefold()
    found = [one for one in every if word in {one.followed.id.casefold(), one.key.casefold()}]
    if not found:
        ids = dict.fromkeys(one.followed.id for one in every)
        end = f"; what waits is for {', '.join(ids)}." if ids else ", nor for any other action."
        raise UnknownError(f"Nothing waits to be accepted for {name!r}{end}")
    return found


def _of(every: Sequence[Waiting], one: Waiting, owner: str) -> bool:
    """Whether a proposal came from an owner, by a name in any case, or a part of one."""
    from audit.actions.filters import meant

    return one.proposal.by in meant(owner, {each.proposal.by for each in every}, "owner with a proposal")


def keep(desk: Desk, some: Sequence[Waiting], reason: str | None) -> None:
    """Keep that some were accepted, or declined for a reason; all or none."""
    from audit.actions.accepting import accepted, declined
    from audit.cli.action_writing import put
    from audit.store.actions import Writing

    said = [
        (one.followed.id, each)
        for one in some
        for each in (accepted(one, desk.by) if reason is None else declined(one, reason))
    ]
    seen = {one.followed.id: one.followed for one in some}
    put(desk, seen, Writing(said=tuple(said)))


def kept_sentence(one: Waiting, *, declined: bool) -> str:
    """A sentence on what was accepted or declined."""
    from audit.actions.words import State

    proposal, name = one.proposal, one.followed.id
    if declined:
        return f"{one.key} is declined; {name} stays {one.followed.state}."
    now = proposal.state or one.followed.state
    said = f"{one.key} is accepted: {name} is {now}" + (f", was {one.followed.state}" if _moves(one) else "")
    if proposal.evidence:
        said += f"; in the register of evidence: {proposal.evidence}"
    if now == State.REPORTED_COMPLETE:
        said += f". It is not assured yet: audit action assure {name}"
        return said
    return f"{said}."


def _moves(one: Waiting) -> bool:
    return bool(one.proposal.state) and one.proposal.state != one.followed.state


def proposals(count: int) -> str:
    """How many wait, as a sentence begins."""
    return "1 proposal waits" if count == 1 else f"{count} proposals wait"


def cells(one: Waiting) -> list[str]:
    """A proposal as the cells of a table."""
    stands = (
        f"{one.followed.state} -> {one.proposal.state}" if one.proposal.state else str(one.followed.state)
    )
    return [one.key, one.followed.action.text, stands, "\n".join(told(one))]


def told(one: Waiting) -> list[str]:
    """What a proposal says, a line each."""
    from audit.actions.wording import day_words

    proposal = one.proposal
    signed = ", signed off by " + proposal.signed_off if proposal.signed_off else ""
    lines = [proposal.note] if proposal.note else []
    if proposal.evidence:
        held = f" (held: {proposal.where})" if proposal.where else ""
        lines.append(f"Evidence: {proposal.evidence}{held}")
    lines.append(f"{proposal.by or 'An owner'}{signed}, {day_words(proposal.on)}")
    return [*lines, f"Beware: {one.overtaken}."] if one.overtaken else lines


# --- one by one -------------------------------------------------------------------------------------


def ask_each(desk: Desk, every: Sequence[Waiting]) -> None:
    """Go through what waits; each choice is kept at once, also where Ctrl-C ends the asking."""
    from audit.responses.prompts import EndOfInput, say

    left = 0
    for place, one in enumerate(every, 1):
        say(f"\n{place} of {len(every)}: {one.followed.id}  {one.followed.action.text}")
        try:
            left += not _ask(desk, one.key)
        except (KeyboardInterrupt, EndOfInput):
            left = len(every) - place + 1 + left
            break
    say(f"\n{proposals(left)} still." if left else "\nNothing waits any more.")


def _ask(desk: Desk, key: str) -> bool:
    """Ask about a proposal as its action stands then; whether it was accepted or declined."""
    from audit.responses.prompts import pick, say, write

    while True:
        one = next((each for each in everything(desk) if each.key == key), None)
        if one is None:
            say("Somebody has settled it in the meantime.", "   ")
            return True
        say(f"State now: {one.followed.state}. Proposed: {one.proposal.state or 'no other status'}.", "   ")
        for line in told(one):
            say(line, "   ")
        way = pick("What is to be done with it?", WAYS)
        if way == LATER:
            return False
        reason = write("Why is it declined?", check=_reason) if way == DECLINE else None
        try:
            keep(desk, [one], reason)
        except OvertakenError as error:
            say(str(error), "   ")
            continue
        say(kept_sentence(one, declined=way == DECLINE), "   ")
        return True


def _reason(text: str) -> str | None:
    return None if text.strip() else "Say in a few words why; the owner will want to know."
