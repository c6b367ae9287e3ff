"""Taking in the forms of agencies: each wholly or not at all."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from audit.cli.desk import Desk
from audit.cli.task import owed
from audit.dates import in_words, read_day
from audit.errors import AuditError, StateError

if TYPE_CHECKING:
    from audit.agencies import Agency
    from audit.responses.response import Response
    from audit.rounds import Round
    from audit.workbook.form_read import Form


@dataclass
class FormCollecting:
    """Rounds and their responses, each read once however many forms come."""

    desk: Desk
    rounds: "dict[str, tuple[Round, dict[str, Response]] | None]" = field(default_factory=dict)

    @cached_property
    def agencies(self) -> "tuple[Agency, ...]":
        """Every agency."""
        return self.desk.store.agencies()

    def round(self, name: str) -> "tuple[Round, dict[str, Response]] | None":
        """A round with what each agency answered about itself; None where there is no such round."""
        if name not in self.rounds:
            self.rounds[name] = self._read(name)
        return self.rounds[name]

    def _read(self, name: str) -> "tuple[Round, dict[str, Response]] | None":
        try:
            found = self.desk.store.round(name)
        except AuditError:
            return None
        responses = self.desk.store.responses(name)
        return found, {r.subject: r for r in responses if r.agency == r.subject}

    def known(self, name: str, agency: str) -> Collection[str] | None:
        """The ids that a form of a round may answer; None where the round or the agency is not ours."""
        held = self.round(name)
        if held is None or not any(e.agency.code == agency for e in held[0].expected):
            return None
        template = held[0].template
        return {*template.by_id, *(standard.id for standard in template.standards)}

    def edition(self, name: str) -> str:
        """The digest of a round's questions; empty where there is no such round."""
        held = self.round(name)
        return held[0].template.digest if held else ""

    def take(self, one: "Form") -> str:
        """Take a form in; a sentence on what came of it."""
        from audit.responses.response import Response
        from audit.rounds import find_agency, interview
        from audit.workbook.form_take import take_form

        held = self.round(one.round)
        if held is None:
            raise StateError(f"{one.file}: there is no round {one.round!r} here.")
        found, responses = held
        agency = find_agency(self.agencies, one.agency)
        response = responses.get(agency.code) or Response(found.name, agency.code, agency.code)
        self._may_take(one, found, response)
        begun = interview(found, agency, response, self.desk.today)
        given = take_form(begun, one).answers
        changed = {name: answer for name, answer in given.items() if response.answers.get(name) != answer}
        self.desk.store.save(response, changed, self.desk.stamp())
        after = replace(response, answers={**response.answers, **changed})
        responses[agency.code] = after
        said = (
            f"{one.file}: {agency.name}, {len(changed)} answers taken, {len(given) - len(changed)} as before."
        )
        return f"{said} {owed(replace(begun, answers=after.answers))}{self._sign(one, found, agency, after)}"

    def _may_take(self, one: "Form", found: "Round", response: "Response") -> None:
        if found.closed:
            raise StateError(f"{one.file}: the round {found.name!r} is closed.")
        if response.signed:
            by = f"{response.signed.name} on {response.signed.on}"
            raise StateError(
                f"{one.file}: this response was signed by {by}; 'audit reopen' makes a new version."
            )

    def _sign(self, one: "Form", found: "Round", agency: "Agency", response: "Response") -> str:
        """Sign where the form is signed and nothing is owed; a sentence on it."""
        from audit.cli.signing import may_sign
        from audit.responses.response import Signature
        from audit.rounds import interview

        if one.signature is None:
            return ""
        if interview(found, agency, response, self.desk.today).still_owed():
            return " The sign-off in the form was not taken, since answers are owed."
        name, role, on = one.signature
        if wrong := self._unfit(name, role, on):
            return f" The sign-off in the form was not taken, since {wrong}."
        try:
            may_sign(found, agency, role)
            signature = Signature(name, role, on or self.desk.today.isoformat())
            self.desk.store.sign(response, signature, self.desk.stamp())
        except AuditError as error:
            return f" The sign-off in the form was not taken: {error}"
        return f" Signed by {name}, {role}, on {in_words(self.desk.today) if not on else _words(on)}."

    def _unfit(self, name: str, role: str, on: str) -> str:
        """Why a sign-off cannot be taken as it was filled in; empty where it can."""
        if not name or not role:
            return "it names no role" if name else "it gives no name"
        day = read_day(on) if on else self.desk.today
        if day is None:
            return f"{on!r} is no date"
        return f"{in_words(day)} lies ahead" if day > self.desk.today else ""


def _words(day: str) -> str:
    from audit.dates import said

    return said(day)
