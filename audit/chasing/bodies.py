"""Parent bodies chased for their members: a body that has named any is asked for those it has not."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from audit.agencies import Agency
from audit.members import members_of
from audit.rounds import Progress, Return, Standing

OWING = frozenset({Progress.NOT_STARTED, Progress.STARTED, Progress.COMPLETE})


def owes(line: Return) -> bool:
    """Whether a return is still to come and no parent body has said that it answers for the agency."""
    return line.progress in OWING and line.body is None


def asked_of_bodies(lines: Sequence[Return]) -> Mapping[str, tuple[Return, ...]]:
    """The lines of those that owe and that their body has not named, by the body's code.

    Only a body that has named at least one is asked; the members of any other are chased themselves.
    """
    every = [line.agency for line in lines]
    owing = {line.agency.code: line for line in lines if owes(line)}
    left: dict[str, tuple[Return, ...]] = {}
    for line in lines:
        if line.response and line.response.members and line.expected.standing is Standing.EXPECTED:
            own = (owing.get(one.code) for one in members_of(line.agency, every))
            left[line.agency.code] = tuple(one for one in own if one)
    # A body that is itself asked for others gets its letter itself, whichever comes first in the list.
    found = {code: tuple(one for one in own if not left.get(one.agency.code)) for code, own in left.items()}
    return {code: own for code, own in found.items() if own}


def line_of(body: Return, members: Sequence[Return]) -> Return:
    """The line of a body as it is chased: where it has signed itself, its members' due date counts."""
    if body.progress is not Progress.SIGNED:
        return body
    due = min(one.expected.due for one in members)
    return replace(body, expected=replace(body.expected, due=due))


def why_not(line: Return, asked: Mapping[str, tuple[Return, ...]], lines: Sequence[Return]) -> str:
    """Why an agency is not chased itself, in words; empty where it is, or where it owes nothing."""
    if line.progress not in OWING:
        return ""
    if line.body:
        return line.answered_by if line.through else f"named by {line.body.name}, which has not signed yet"
    body = _asked_for(line, asked, lines)
    return f"asked of {body.name}" if body else ""


def _asked_for(
    line: Return, asked: Mapping[str, tuple[Return, ...]], lines: Sequence[Return]
) -> Agency | None:
    """The body that is asked for an agency."""
    codes = (code for code, own in asked.items() if any(one.agency.code == line.agency.code for one in own))
    code = next(codes, "")
    return next((one.agency for one in lines if one.agency.code == code), None)
