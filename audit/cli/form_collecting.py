"""Taking in the forms of agencies: each wholly or not at all."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from audit.cli.arrival import Arrival
from audit.cli.arriving import Arriving
from audit.cli.files_in import digest_of
from audit.errors import AuditError, FileError, Problem, StateError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from audit.agencies import Agency
    from audit.responses.interview import Interview
    from audit.responses.merging import Incoming
    from audit.responses.response import Answer, Signature
    from audit.rounds import Round
    from audit.workbook.form_read import Form
    from audit.workbook.form_signing import SignOff


@dataclass
class FormCollecting:
    """Forms being taken in; each round is read once however many forms come."""

    arriving: Arriving
    rounds: "dict[str, Round | None]" = field(default_factory=dict)

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

    def round_with(self, digest: str) -> str:
        """The name of a round with a digest of its questions; empty where none has it."""
        return self._digests.get(digest, "")

    @cached_property
    def _digests(self) -> dict[str, str]:
        store = self.arriving.desk.store
        names = [line.name for line in store.rounds() if line.subject == "agency"]
        return {store.round(name).template.digest: name for name in names}

    def _whose(self, one: "Form") -> "tuple[Round, Agency]":
        """The round of a form, and the agency that it is of; StateError where they are not here."""
        held = self.round(one.round)
        expected = next((e for e in held.expected if e.agency.code == one.agency), None) if held else None
        if held is None or expected is None:
            raise StateError(f"{one.file}: there is no round {one.round!r} here.")
        return held, expected.agency

    def _begun(self, held: "Round", agency: "Agency") -> "Interview":
        """The interview of an agency as it stands now."""
        from audit.rounds import interview, respondent_of

        response = self.arriving.response(held, respondent_of(held.template, agency), agency)
        return interview(held, agency, response, self.arriving.desk.today)

    def more(self, one: "Form") -> "Sequence[Problem]":
        """What else is wrong with a form that cannot be taken: its answers, and words that were changed."""
        from audit.workbook.form_take import take_form

        try:
            take_form(self._begun(*self._whose(one)), one)
        except FileError as error:
            return error.problems
        return ()

    def take(self, one: "Form") -> str:
        """Take a form in; a sentence on what came of it."""
        from audit.rounds import respondent_of

        held, agency = self._whose(one)
        begun = self._begun(held, agency)
        signature, unsigned = signed_off(one.signature)
        incoming, cleared, notes = brought_in(begun, one)
        if signature and cleared:
            unsigned = f"what it leaves blank stands here all the same ({', '.join(cleared)})"
        file = Path(one.file)
        respondent = respondent_of(held.template, agency)
        about = agency if respondent != agency else None
        arrival = Arrival(file, digest_of(file), "form", held, respondent, incoming, signature, about=about)
        return self.arriving.take(replace(arrival, notes=notes, unsigned=unsigned))


def brought_in(
    begun: "Interview", form: "Form"
) -> "tuple[Mapping[str, Incoming], tuple[str, ...], tuple[str, ...]]":
    """What a form brings, by id; what was emptied in it; sentences to tell. FileError with every problem."""
    from audit.responses.merging import Incoming
    from audit.workbook.form_take import take_form

    onto = take_form(begun, form)
    alone = _alone(begun, form)
    incoming = {
        name: Incoming(alone.get(name, answer), answer, _started(form.versions.get(name)))
        for name, answer in onto.answers.items()
    }
    left, cleared = ", ".join(onto.left_out), ", ".join(onto.cleared)
    notes = (
        *onto.notes,
        f"Not asked of it, so left out: {left}." if left else "",
        f"Emptied in the form, so it stays as it was: {cleared}." if cleared else "",
    )
    return incoming, onto.cleared, tuple(filter(None, notes))


def _alone(begun: "Interview", form: "Form") -> "Mapping[str, Answer]":
    """The answers as the form alone has them; none where it stands only on top of what is here."""
    from audit.workbook.form_take import take_form

    try:
        return take_form(replace(begun, answers={}), form).answers
    except FileError:
        return {}


def _started(version: str | None) -> frozenset[str] | None:
    return None if version is None else frozenset({version})


def signed_off(given: "SignOff | None") -> "tuple[Signature | None, str]":
    """The sign-off of a form as a signature, else why it cannot be taken; neither where there is none."""
    from audit.responses.response import Signatory, Signature

    if given is None or not any((given.name, given.role, given.second_name, given.second_role)):
        return None, ""
    if not given.name or not given.role:
        return None, "it names no role" if given.name else "it gives no name"
    if bool(given.second_name) != bool(given.second_role):
        lacking = "names no role" if given.second_name else "gives no name"
        return None, f"its second signatory {lacking}"
    second = Signatory(given.second_name, given.second_role) if given.second_name else None
    return Signature(given.name, given.role, given.on, second, given.presented), ""
