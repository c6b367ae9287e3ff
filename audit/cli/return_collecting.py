"""Taking in the returns that agencies sent: opened, held against their digests, matched to a round here."""

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audit.cli.desk import Desk
from audit.cli.encrypting import SUFFIX, VARIABLE, given_passphrase
from audit.cli.join import content_of
from audit.cli.key import KEY_FILE, secret_in
from audit.cli.refusals import take_each
from audit.dates import said
from audit.errors import AuditError, FileError, Problem, StateError, UnknownError

if TYPE_CHECKING:
    from audit.agencies import Agency
    from audit.cli.arrival import Arrival
    from audit.cli.arriving import Arriving
    from audit.responses.returns import Return
    from audit.rounds import Round
    from audit.store.round_lines import RoundLine
    from audit.templates import Template

IDENTITY = "AUDIT_IDENTITY"
KIND = "return"


@dataclass
class Returns:
    """Returns being taken in; rounds and templates are each read once however many come.

    `name` and `agency` say which round and whose it is, where a return from elsewhere does not tell.
    """

    desk: Desk
    arriving: "Arriving"
    name: str = ""
    agency: str = ""
    _rounds: "dict[str, Round]" = field(default_factory=dict)
    _templates: "dict[str, Template]" = field(default_factory=dict)

    def take_all(self, files: Sequence[Path]) -> list[AuditError]:
        """Take returns in, and tell what came of each; gives why some were refused."""
        return take_each(files, self.take)

    def take(self, path: Path) -> str:
        """Take a return in; a sentence on what came of it."""
        return self.arriving.take(self.arrival(path))

    def arrival(self, path: Path) -> "Arrival":
        """What a file brings, for whom and into which round here; FileError with all that is wrong."""
        from audit.cli.arrival import Arrival
        from audit.responses.returns import read_return
        from audit.responses.returns_sealed import load
        from audit.responses.returns_taking import check_meanings, fitting
        from audit.rounds import interview

        content = self._opened(path)
        sent = read_return(load(content, str(path)), str(path))
        check_meanings(sent, self._template(sent))
        found = self._round(sent)
        whose = self._agency(sent, found)
        # The members of a body in another partnership are called otherwise here, if they are here at all.
        own = sent if self._of_here(sent, found) else without_members(sent)
        response = self.arriving.response(found, whose)
        begun = interview(found, whose, response, self.desk.today)
        fit = fitting(begun, own, self._known(found, whose))
        return Arrival(
            file=path,
            sha256=hashlib.sha256(content).hexdigest(),
            kind=KIND,
            round=found,
            agency=whose,
            incoming=fit.incoming,
            signature=sent.signature,
            source=source_of(sent),
            notes=(*fit.notes, *self._elsewhere(sent, found, whose)),
            given={name: f"{one.by}, {_when(one.at)}" for name, one in sent.answers.items()},
        )

    # --- the file -------------------------------------------------------------------------------------

    def _opened(self, path: Path) -> bytes:
        """What a file holds, decrypted where it is encrypted."""
        from audit.encryption import by_phrase, is_encrypted, opened, opened_by_passphrase

        content = content_of(path)
        if not is_encrypted(content):
            if path.suffix.casefold() == SUFFIX and not content.lstrip().startswith(b"{"):
                text = "it is named .age, but is damaged or only a part of it came; ask for it again."
                raise FileError(str(path), [Problem("", text)])
            return content
        try:
            if by_phrase(content):
                return opened_by_passphrase(content, self._passphrase)
            return opened(content, self._secret)
        except StateError as error:
            raise FileError(str(path), [Problem("", str(error))]) from None

    @cached_property
    def _secret(self) -> str:
        given = os.environ.get(IDENTITY)
        path = Path(given) if given else self.desk.folder / KEY_FILE
        if not path.exists():
            raise StateError(
                f"it is encrypted, and there is no key here to open it: put {KEY_FILE} into "
                f"{self.desk.folder.absolute()}, or name the file with the secret key in {IDENTITY}."
            )
        return secret_in(path)

    @cached_property
    def _passphrase(self) -> str:
        if not (given := given_passphrase("Passphrase of the return")):
            raise StateError(
                f"it opens with a passphrase, and there is no terminal to ask at; set {VARIABLE}."
            )
        return given

    def _template(self, sent: "Return") -> "Template":
        """The template in a return, built once for all returns that hold the same."""
        from audit.responses.returns_taking import template_of

        wanted = sent.template["digest"]
        if wanted not in self._templates:
            self._templates[wanted] = template_of(sent.definition, sent.file)
        return self._templates[wanted]

    # --- which round, whose ---------------------------------------------------------------------------

    @cached_property
    def _lines(self) -> "list[RoundLine]":
        """The rounds about agencies."""
        return [line for line in self.desk.store.rounds() if line.subject == "agency"]

    def _read(self, name: str) -> "Round":
        if name not in self._rounds:
            self._rounds[name] = self.desk.store.round(name)
        return self._rounds[name]

    def _round(self, sent: "Return") -> "Round":
        """The round that a return goes into; StateError where nothing tells."""
        if self.name:
            found = self._read(self.name)
            if found.template.subject != "agency":
                raise StateError(
                    f"{sent.file}: {found.name!r} is about a {found.template.subject}; a return is not."
                )
            return found
        named = next((one for one in self._lines if _same(one.name, sent.round.name)), None)
        its_name = self._read(named.name) if named else None
        alike = its_name is not None and its_name.template.digest == sent.template["digest"]
        if self._ours(sent):
            return self._of_ours(sent, its_name, alike=alike)
        return its_name if its_name and alike else self._fitting(sent)

    def _ours(self, sent: "Return") -> bool:
        return bool(sent.partnership) and _same(sent.partnership, self.desk.partnership)

    def _of_here(self, sent: "Return", found: "Round") -> bool:
        """Whether a return is of this partnership, one without a name too, and so of its codes."""
        nameless = not sent.partnership and not self.desk.partnership
        return self._ours(sent) or (nameless and _same(sent.round.name, found.name))

    @staticmethod
    def _of_ours(sent: "Return", found: "Round | None", *, alike: bool) -> "Round":
        """The round that this partnership invited to, which a return of its own names."""
        if found is None:
            raise StateError(
                f"{sent.file}: it is for the round {sent.round.name!r}, which is not here; if it goes into "
                "another one, say which: --round NAME."
            )
        if not alike:
            raise StateError(
                f"{sent.file}: it was made with another edition of the questions than {found.name!r} asks "
                "(its template is whole, so nobody altered it); invite the agency anew, or take what is "
                f"worded alike with --round {found.name}."
            )
        return found

    def _fitting(self, sent: "Return") -> "Round":
        """The open round that asks the same: another partnership's template, else shared questions."""
        from audit.responses.returns_taking import shared

        open_ = [self._read(line.name) for line in self._lines if not line.closed]
        fits = [one for one in open_ if one.template.digest == sent.template["digest"]]
        fits = fits or [one for one in open_ if shared(one.template, sent)]
        if len(fits) == 1:
            return fits[0]
        made = f"{sent.file}: it was made for {sent.round.name!r} of {sent.partnership or 'a partnership'}"
        if not fits:
            raise StateError(f"{made}, and shares no question with an open round here.")
        names = ", ".join(repr(one.name) for one in fits)
        raise StateError(f"{made}, and fits the rounds {names}; say which it goes into: --round NAME.")

    def _agency(self, sent: "Return", found: "Round") -> "Agency":
        """The agency whose return it is; StateError where nobody in the round can be told to be it."""
        from audit.rounds import find_agency

        if self.agency:
            return find_agency([one.agency for one in found.expected], self.agency)
        place = found.places.get(sent.agency.code)
        by_code = None if place is None else found.expected[place].agency
        if by_code and (self._ours(sent) or _same(by_code.name, sent.agency.name)):
            return by_code
        by_name = [one.agency for one in found.expected if _same(one.agency.name, sent.agency.name)]
        if len(by_name) == 1:
            return by_name[0]
        # Two partnerships may call two bodies 'police', so a code from elsewhere tells nothing by itself.
        raise UnknownError(
            f"{sent.file}: it is the return of {sent.agency.name!r} ({sent.agency.code}), and nobody in "
            f"{found.name!r} has that name; say whose it is here: --agency NAME."
        )

    def _known(self, found: "Round", whose: "Agency") -> list[Mapping[str, Sequence[str]]]:
        """The steps of the answers of every return that came for an agency before."""
        from audit.store.inbox import received

        came = received(self.desk.store, name=found.name, agency=whose.code)
        return [one.block.get("source", {}).get("steps", {}) for one in came]

    def _elsewhere(self, sent: "Return", found: "Round", whose: "Agency") -> list[str]:
        """Sentences on where a return came from, where that is not plain."""
        from audit.responses.response import MEMBERS

        told = []
        if not self._ours(sent) or not _same(sent.round.name, found.name):
            period = f", {sent.round.period}" if sent.round.period else ""
            host = sent.partnership or "a partnership without a name"
            told.append(
                f"It was made for {sent.round.name!r} of {host}{period}, and went into {found.name!r}."
            )
        if not _same(sent.agency.name, whose.name):
            told.append(f"It calls the agency {sent.agency.name!r}.")
        if MEMBERS in sent.answers and not self._of_here(sent, found):
            told.append("It says for whom it answers there, which is not taken: 'audit ask' has --for.")
        if sent.signature is None:
            told.append("It is not signed.")
        return told


def without_members(sent: "Return") -> "Return":
    """A return without those whom it answers for, as one that was made for another partnership is taken."""
    from audit.responses.response import MEMBERS

    return replace(sent, answers={name: said for name, said in sent.answers.items() if name != MEMBERS})


def _when(at: str) -> str:
    """A moment (ISO 8601) as it is told: the day in words, and the time of day as it was there."""
    return f"{said(at[:10])}, {at[11:16]}"


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def source_of(sent: "Return") -> dict[str, Any]:
    """Where a return came from, as it is kept."""
    signed = sent.signature
    return {
        "partnership": sent.partnership,
        "round": sent.round.name,
        "period": sent.round.period,
        "agency": {"code": sent.agency.code, "name": sent.agency.name},
        "template": sent.template["digest"],
        "digest": sent.digest,
        "made": dict(sent.made),
        "edition": sent.edition,
        "signed": f"{signed.name}, {signed.role}, {said(signed.on)}" if signed else "",
        "steps": {name: list(said.steps) for name, said in sent.answers.items()},
    }
