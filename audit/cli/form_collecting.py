"""Taking in the forms of agencies: each wholly or not at all."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audit.cli.arriving import Arrival, Arriving
from audit.errors import AuditError, FileError, StateError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from audit.responses.interview import Interview
    from audit.responses.response import Answer, Signature
    from audit.rounds import Round
    from audit.workbook.form_read import Form


@dataclass
class FormCollecting:
    """Forms being taken in; each round is read once however many forms come."""

    arriving: Arriving
    rounds: "dict[str, Round | None]" = field(default_factory=dict)
    digests: dict[Path, str] = field(default_factory=dict)

    def round(self, name: str) -> "Round | None":
        """A round; None where there is no such round."""
        if name not in self.rounds:
            try:
                self.rounds[name] = self.arriving.desk.store.round(name)
            except AuditError:
                self.rounds[name] = None
        return self.rounds[name]

    def known(self, name: str, agency: str) -> Collection[str] | None:
        """The ids that a form of a round may answer; None where the round or the agency is not ours."""
        held = self.round(name)
        if held is None or not any(e.agency.code == agency for e in held.expected):
            return None
        return {*held.template.by_id, *(standard.id for standard in held.template.standards)}

    def edition(self, name: str) -> str:
        """The digest of a round's questions; empty where there is no such round."""
        held = self.round(name)
        return held.template.digest if held else ""

    def take(self, one: "Form") -> str:
        """Take a form in; a sentence on what came of it."""
        from audit.rounds import interview

        held = self.round(one.round)
        expected = next((e for e in held.expected if e.agency.code == one.agency), None) if held else None
        if held is None or expected is None:
            raise StateError(f"{one.file}: there is no round {one.round!r} here.")
        response = self.arriving.response(held, expected.agency)
        begun = interview(held, expected.agency, response, self.arriving.desk.today)
        signature, unsigned = signed_off(one.signature)
        incoming, notes = brought_in(begun, one)
        file = Path(one.file)
        arrival = Arrival(file, digest_of(file), "form", held, expected.agency, incoming, signature)
        return self.arriving.take(replace(arrival, notes=notes, unsigned=unsigned))


def brought_in(begun: "Interview", form: "Form") -> "tuple[Mapping[str, Any], tuple[str, ...]]":
    """What a form brings, by id, and sentences to tell; FileError with every problem in it."""
    from audit.responses.merging import Incoming
    from audit.workbook.form_take import take_form

    onto = take_form(begun, form)
    alone = _alone(begun, form)
    versions = getattr(form, "versions", {})
    incoming = {
        name: Incoming(alone.get(name, answer), answer, _started(versions.get(name)))
        for name, answer in onto.answers.items()
    }
    left = ", ".join(onto.left_out)
    cleared = ", ".join(getattr(form, "cleared", ()))
    notes = (
        f"Not asked of it, so left out: {left}." if left else "",
        f"Emptied in the form, which changes nothing: {cleared}." if cleared else "",
    )
    return incoming, tuple(filter(None, notes))


def _alone(begun: "Interview", form: "Form") -> "Mapping[str, Answer]":
    """The answers as the form alone has them; none where it stands only on top of what is here."""
    from audit.workbook.form_take import take_form

    try:
        return take_form(replace(begun, answers={}), form).answers
    except FileError:
        return {}


def _started(version: str | None) -> frozenset[str] | None:
    return None if version is None else frozenset({version})


def signed_off(given: Any) -> "tuple[Signature | None, str]":
    """The sign-off of a form as a signature, else why it cannot be taken; neither where there is none."""
    from audit.responses.response import Signatory, Signature

    if given is None:
        return None, ""
    name, role, on, *rest = given if isinstance(given, tuple) else _words_of(given)
    second, second_role, presented = rest or ("", "", "")
    if not name or not role:
        return None, "it names no role" if name else "it gives no name"
    if bool(second) != bool(second_role):
        return None, "its second signatory names no role" if second else "its second signatory gives no name"
    beside = Signatory(second, second_role) if second else None
    return Signature(name, role, on, second=beside, presented=presented), ""


def _words_of(given: Any) -> tuple[str, ...]:
    return (given.name, given.role, given.on, given.second_name, given.second_role, given.presented)


def digest_of(file: Path) -> str:
    """The sha256 of a file, in hex letters; FileError where it cannot be read."""
    import hashlib

    from audit.errors import Problem

    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError as error:
        raise FileError(str(file), [Problem("", f"it cannot be read ({error.strerror}).")]) from None
