"""audit send: an agency's return as one file, encrypted to the partnership where it has a key."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audit.cli.desk import Desk, by_option, everywhere
from audit.cli.encrypting import SUFFIX, keys_of
from audit.cli.invite import as_bytes, made_by, party_of, run_of
from audit.cli.named import agency_in
from audit.cli.screen import tell
from audit.cli.task import owed, quoted
from audit.cli.whole import write_whole
from audit.errors import StateError

if TYPE_CHECKING:
    from audit.agencies import Agency
    from audit.responses.interview import Interview
    from audit.responses.response import Response
    from audit.responses.returns import Step
    from audit.rounds import Round
    from audit.store.joining import Joined

ACT = "send"


@click.command()
@click.argument("name", metavar="R")
@click.option("--agency", help="Whose return: an agency's name or code; may be left out where there is one.")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="The file to be sent.")
@click.option("--to", metavar="KEY|FILE", help="The public key (age1…) of whom it is for, or a file with it.")
@click.option("--plain", is_flag=True, help="Not encrypted, even where the partnership has a key.")
@by_option
@everywhere
def send(desk: Desk, name: str, agency: str | None, output: Path, to: str | None, plain: bool) -> None:
    """Write an agency's return as one file: questions, answers and their history, and who signed.

    Where the invitation brought the partnership's public key the file is encrypted to it, and its name ends
    in .age; nobody else can open it, not even who sends it. It may be sent unsigned, as a draft, and again.

    \b
    Examples:
      audit send s11-2026 --agency police -o return.json
      audit send s11-2026 --agency police -o northborough.json --to northborough.pub
    """
    if to and plain:
        raise click.UsageError("--to and --plain exclude one another.")
    if output.is_dir():
        raise click.UsageError(f"{output} is a folder; name a file in it, such as return.json.")
    sending = Sending.of(desk, name, agency)
    keys = () if plain else keys_of(to) if to else sending.keys
    path = output
    if keys and path.suffix.casefold() != SUFFIX:
        path = path.with_name(path.name + SUFFIX)
    if not keys and path.suffix.casefold() == SUFFIX:
        raise click.UsageError(
            f"{SUFFIX} is the name of encrypted files; give a key with --to, or name .json."
        )
    content = as_bytes(sending.block(), path)
    if keys:
        from audit.encryption import to_keys

        content = to_keys(content, keys)
    write_whole(path, content)
    sending.log(path, keys)
    sending.say(path, keys)


@dataclass(frozen=True, slots=True)
class Sending:
    """A return about to be written: the round, whose, as it stands, and who invited."""

    desk: Desk
    round: "Round"
    agency: "Agency"
    response: "Response"
    interview: "Interview"
    joined: "Joined | None"

    @classmethod
    def of(cls, desk: Desk, name: str, agency: str | None) -> "Sending":
        """What is to be sent; StateError where there is nothing to send."""
        from audit.rounds import interview
        from audit.store.joining import joined

        found = desk.store.round(name)
        if found.template.subject != "agency":
            raise StateError(
                f"{found.name!r} is about a {found.template.subject}; only agencies' rounds are sent."
            )
        if word := found.template.running.respondent:
            raise StateError(f"In {found.name!r} the {word} answers, so no agency has a return to send.")
        agencies = [one.agency for one in found.expected]
        if agency is None and len(agencies) != 1:
            raise click.UsageError("Say whose return it is: --agency NAME.")
        one = agency_in(desk, agencies, agency) if agency else agencies[0]
        response = desk.store.response(found.name, one.code, one.code)
        if not response.answers:
            raise StateError(
                f"{one.name} has answered nothing in {found.name!r} yet, so there is nothing to send."
            )
        begun = interview(found, one, response, desk.today)
        return cls(desk, found, one, response, begun, joined(desk.store, found.name))

    @property
    def keys(self) -> tuple[str, ...]:
        """The public key that the invitation brought, if any."""
        from audit.encryption import check_key

        given = self.joined.partnership.get("public_key") if self.joined else ""
        return (check_key(given),) if given else ()

    def block(self) -> dict[str, Any]:
        """The return."""
        from audit.responses.returns import Party, Run, return_block
        from audit.store.rows import key_of
        from audit.store.signing import signatures

        if self.joined:
            known = self.joined.agency
            party = Party(known["code"], known["name"], tuple(known["kinds"]), tuple(known["duties"]))
            about = (str(self.joined.partnership.get("name", "")), Run(**self.joined.round), party)
        else:
            expected = next(one for one in self.round.expected if one.agency == self.agency)
            about = (self.desk.partnership, run_of(self.round, expected), party_of(self.agency))
        signed = self.response.signed
        printed = signatures(self.desk.store, self.round.name, key_of(self.response))
        if signed and not printed[-1].sound:
            raise StateError(printed[-1].told)
        return return_block(
            about,
            self.round.template,
            self._history(),
            edition=self.response.version,
            owed=[question.id for question in self.interview.still_owed()],
            signed=(signed, printed[-1].kept) if signed else None,
            made=made_by(self.desk),
        )

    def _history(self) -> "dict[str, list[Step]]":
        """Every answer that was ever given, by id, oldest first; what was asked in the order of asking."""
        from audit.responses.response import MEMBERS
        from audit.responses.returns import Step
        from audit.store.history import written

        found: dict[str, list[Step]] = {}
        for one in written(self.desk.store, self.round.name):
            if (one.agency, one.subject, one.reading) == (self.agency.code, self.agency.code, 1):
                step = Step(one.answer, one.at, one.by, one.edition)
                found.setdefault(one.question, []).append(step)
        template = self.round.template
        order = [i for s in template.sections for i in (*(q.id for q in s.questions), s.id) if i]
        order.append(MEMBERS)
        return {name: found[name] for name in order if name in found}

    def log(self, path: Path, keys: Sequence[str]) -> None:
        """Keep that a return was written, and to whom."""
        from audit.cli.readings import book_of

        act = {"agency": self.agency.code, "file": path.name, "to": ", ".join(keys)}
        act["sent"] = state(self.response)
        book_of(self.desk).log(self.round.name, ACT, act, self.desk.stamp())

    def say(self, path: Path, keys: Sequence[str]) -> None:
        """Say what was written, and what is not in it."""
        signed = self.response.signed
        how = f", encrypted to {keys[0]}" if keys else ", NOT encrypted: whoever gets it can read it"
        state = f"signed by {signed.name}" if signed else "a draft, not signed"
        tell(f"{path} is written: {len(self.response.answers)} answers of {self.agency.name}, {state}{how}.")
        if not signed:
            again = f"audit sign {quoted(self.round.name)} --agency {quoted(self.agency.code)}"
            tell(f"{owed(self.interview)} When it is final: {again} --name … --role …, and send it again.")
        contact = self.joined.partnership.get("contact") if self.joined else ""
        if contact:
            tell(f"Send it to: {contact}.")
        self._warn()

    def _warn(self) -> None:
        """Concerns are for whom they were raised to, and go their own way."""
        from audit.cli.readings import book_of

        named = (self.round.name, self.agency.code)
        raised = [
            one for one in book_of(self.desk).concerns() if one.open and (one.round, one.subject) == named
        ]
        if raised:
            tell(
                f"IMMEDIATE CONCERNS ({len(raised)} open here) ARE NOT IN THE FILE: a return reports none. "
                "'audit concern list' shows them; tell whoever has to act by telephone."
            )


def state(response: "Response") -> str:
    """Which version of a response it is, and whether it is signed: `version 1, signed`."""
    return f"version {response.version}, {'signed' if response.signed else 'a draft'}"
