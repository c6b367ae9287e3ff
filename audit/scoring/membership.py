"""Who answers for whom in a round, in sentences: agencies returned, and the responses that they came by."""

from collections.abc import Iterator, Mapping

from audit.rounds import Return
from audit.scoring.partnership import Results, Row
from audit.summaries.message import Matter, Message
from audit.wording import listed, plural, some


def answered(results: Results, *, signed: bool = True) -> Mapping[str, tuple[Return, ...]]:
    """The lines of the agencies for which a parent body has answered, by its name; or has not signed yet."""
    found: dict[str, tuple[Return, ...]] = {}
    for line in results.named:
        if line.body and (line.signature is not None) is signed:
            found[line.body.name] = (*found.get(line.body.name, ()), line)
    return found


def by_responses(results: Results) -> str:
    """Behind how many have returned, by how many responses: `, by 4 responses: X answers for 24 members`.

    Empty where each agency answers for itself.
    """
    parts = [_for(name, lines) for name, lines in answered(results).items()]
    return f", by {plural(results.responses, 'response')}: {listed(parts)}" if parts else ""


def _for(name: str, lines: tuple[Return, ...]) -> str:
    return f"{name} answers for {plural(len(lines), 'member')}"


def messages(results: Results) -> Iterator[Message]:
    """What a reader must know of members: named by a draft, and named though they answered themselves."""
    waiting = [_for(name, lines) for name, lines in answered(results, signed=False).items()]
    if waiting:
        verb = "has" if len(waiting) == 1 else "have"
        text = f"{listed(waiting)}, and {verb} not signed yet: until then nobody of these has returned."
        yield Message(text, "Returns", Matter.NON_RETURN, "members.unsigned")
    both: dict[str, list[str]] = {}
    for line in results.lines:
        if line.body and line.through is None:
            both.setdefault(line.body.name, []).append(line.agency.name)
    for name, own in both.items():
        text = f"{name} says that it answers for {some(own)}, and {'each' if len(own) > 1 else 'it'} answers "
        text += "itself too: what an agency says itself counts."
        yield Message(text, "Returns", Matter.NON_RETURN, "members.contrary")


def beside(row: Row) -> str:
    """Behind a body's name, for how many members it answers: ` (for 24 members)`; empty where for none."""
    return f" (for {plural(len(row.members), 'member')})" if row.members else ""
