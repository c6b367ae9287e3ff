"""Parent bodies and their members: who belongs to whom, and for whom a parent body has answered."""

from collections.abc import Iterable, Mapping, Sequence

from audit.agencies import Agency
from audit.definitions import nearest
from audit.errors import StateError
from audit.responses.membership import called, folded
from audit.responses.response import Response
from audit.wording import some


def parent_of(agency: Agency, agencies: Sequence[Agency]) -> Agency | None:
    """The agency that another one belongs to, by its parent's name or code; None where it is not here."""
    if not agency.parent:
        return None
    found = called(agencies, agency.parent)
    return found if found and found.code != agency.code else None


def strange_parents(agencies: Sequence[Agency], there: Sequence[Agency]) -> tuple[str, ...]:
    """A sentence on each parent body of some agencies that is none of those there, with the nearest name."""
    whose: dict[str, list[str]] = {}
    for one in agencies:
        if one.parent and parent_of(one, there) is None:
            whose.setdefault(one.parent, []).append(one.name)
    known = [name for one in there for name in (one.name, one.code)]
    return tuple(_strange(parent, names, known) for parent, names in whose.items())


def _strange(parent: str, names: Sequence[str], known: Sequence[str]) -> str:
    end = nearest(parent, [name for name in known if name not in names])
    like = end if "did you mean" in end else "."
    belongs = "belongs" if len(names) == 1 else "belong"
    text = f"{some(names)} {belongs} to {parent!r}, which is no other agency here and so answers for nobody"
    return f"{text}{like} It is kept as it stands."


def members_of(parent: Agency, agencies: Sequence[Agency]) -> tuple[Agency, ...]:
    """The agencies that belong to a parent body, in the order of the list."""
    wanted = {folded(parent.code), folded(parent.name)}
    return tuple(
        one for one in agencies if one.parent and one.code != parent.code and folded(one.parent) in wanted
    )


def check_members(parent: Agency, codes: Iterable[str], expected: Sequence[Agency]) -> None:
    """StateError where a body would answer for one that is not its member, or not expected in the round."""
    known = {one.code: one for one in members_of(parent, expected)}
    for code in codes:
        if code in known:
            continue
        named = next((one.name for one in expected if one.code == code), "")
        there = ", ".join(one.name for one in known.values()) or "none"
        if not named:
            raise StateError(
                f"{parent.name} cannot answer for {code}, of which nothing is expected in the round; its "
                f"members there: {there}."
            )
        raise StateError(
            f"{named} is not known as a member of {parent.name}; its members in the round: {there}. 'audit "
            "agency add' has --parent."
        )


def answered_for(responses: Iterable[Response]) -> Mapping[str, Response]:
    """By the code of each member that is named the response that names it: a signed one before a draft."""
    naming = (one for one in responses if one.members and one.agency == one.subject)
    found: dict[str, Response] = {}
    for response in sorted(naming, key=lambda one: (one.signed is None, one.agency)):
        for code in response.members:
            if code != response.agency:
                found.setdefault(code, response)
    return found
