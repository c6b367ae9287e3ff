"""Who may sign a response, and whether it is ready to be signed."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from audit.cli.task import lacking
from audit.dates import in_words, read_day
from audit.errors import StateError

if TYPE_CHECKING:
    from audit.agencies import Agency
    from audit.responses.interview import Interview
    from audit.responses.response import Signature
    from audit.rounds import Round

NAMED = 12  # questions still owed that are told by name


@dataclass(frozen=True, slots=True)
class SignOff:
    """A sign-off as somebody gave it: names and roles, the day, when their own board had it before it."""

    name: str
    role: str
    on: date
    second_name: str = ""
    second_role: str = ""
    presented: date | None = None


def signature_of(given: SignOff, agency: "Agency | None", interview: "Interview") -> "Signature":
    """The signature that a sign-off comes to, which keeps what the agency was asked as."""
    from audit.responses.response import Signatory, Signature

    second = Signatory(given.second_name, given.second_role) if given.second_name else None
    words = None if agency is None else tuple(sorted(interview.words))
    presented = given.presented.isoformat() if given.presented else ""
    return Signature(given.name, given.role, given.on.isoformat(), second, presented, words)


def check_signature(
    found: "Round", agency: "Agency | None", interview: "Interview", signature: "Signature", today: date
) -> None:
    """StateError where a response cannot be signed so: answers owed, a wrong role, a day that is to come."""
    named = agency.name if agency else "This response"
    if interview.still_owed():
        raise StateError(f"{named} cannot be signed yet; still owed: {lacking(interview, NAMED)}.")
    if not signature.name.strip() or not signature.role.strip():
        raise StateError(f"{named} is signed by a person with a name and a role; give both.")
    _check_days(signature, today)
    if agency:
        may_sign(found, agency, signature.role)
    if signature.second:
        _check_second(found, agency, signature)


def may_sign(found: "Round", agency: "Agency", role: str) -> None:
    """StateError where the template names who signs for this kind of agency, and it is another role."""
    from audit.rounds import signing_roles, words_of

    roles = {_fold(role): role for role in signing_roles(found.template, words_of(agency))}
    if roles and _fold(role) not in roles:
        raise StateError(f"{agency.name} is signed by: {', '.join(sorted(roles.values()))}; not by {role!r}.")


def _check_second(found: "Round", agency: "Agency | None", signature: "Signature") -> None:
    second = signature.second
    if second is None:
        return
    if not second.name.strip() or not second.role.strip():
        raise StateError("Who signs beside the first has a name and a role too; give both.")
    if _fold(second.name) == _fold(signature.name):
        raise StateError(f"{second.name} cannot sign twice; the second signatory is somebody else.")
    if agency:
        may_sign(found, agency, second.role)


def _check_days(signature: "Signature", today: date) -> None:
    signed = _day(signature.on, "The day of signing")
    if signed > today:
        raise StateError(f"{in_words(signed)} lies ahead; a response is signed today or was signed before.")
    if signature.presented:
        presented = _day(signature.presented, "The day on which it was presented")
        if presented > today:
            raise StateError(
                f"{in_words(presented)} lies ahead; give the day on which their own board had it, or none."
            )


def _day(word: str, what: str) -> date:
    day = read_day(word)
    if day is None:
        raise StateError(f"{what}, {word!r}, is no date; write 2026-03-31 or 31/3/2026.")
    return day


def _fold(words: str) -> str:
    return " ".join(words.split()).casefold()
