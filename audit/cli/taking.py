"""Taking what a table gives into the responses of a round: all of it, or nothing."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from audit.agencies import Agency
from audit.cases.case_round import CaseRound, blank
from audit.cli.arrival import Arrival, Outcome
from audit.cli.arrived import totals
from audit.cli.arriving import Arriving
from audit.cli.conflicts import shown as conflict_lines
from audit.cli.desk import Desk
from audit.cli.files_in import digest_of
from audit.cli.readings import agency_of, book_of
from audit.cli.screen import tell
from audit.dates import said
from audit.errors import AuditError, FileError, Problem, StateError
from audit.responses.given import Given, take_given
from audit.responses.long_table import shown
from audit.responses.membership import KEY
from audit.responses.merging import Incoming, version
from audit.responses.response import MEMBERS, Answer, Response
from audit.rounds import Round, find_agency, interview, respondent_of

if TYPE_CHECKING:
    from audit.responses.interview import Interview
    from audit.sampling.carried import Carried

NEW = "new"  # a version that there was not
READINGS = {"": 1, "1": 1, "2": 2}
Key = tuple[str, str, int, str]  # agency, subject, reading, and who answered where the table says so


@dataclass(frozen=True, slots=True)
class Concerned:
    """A concern that a table raises: about what, by which agency, at which question, in words, by whom."""

    subject: str
    agency: str
    question: str
    text: str
    by: str


class RefusedError(FileError):
    """A table is refused, and what was to be said of the concerns in it is said."""


@dataclass
class Taking:
    """Responses being taken from a table into a round about cases or agencies.

    A table about cases that is not `versioned`, since it has no column of versions, is taken as it is.
    """

    arriving: Arriving
    path: Path
    round: Round
    problems: list[Problem] = field(default_factory=list)
    versioned: bool = False
    concerns: list[Concerned] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    arrivals: dict[Key, Arrival] = field(default_factory=dict)
    outcomes: list[Outcome] = field(default_factory=list)
    _said: "dict[tuple[object, ...], tuple[object, str]]" = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.desk, self.file = self.arriving.desk, str(self.path)
        self.cases = (
            None if self.round.template.subject == "agency" else book_of(self.desk).round(self.round.name)
        )

    @cached_property
    def agencies(self) -> "tuple[Agency, ...]":
        """Every agency."""
        return self.desk.store.agencies()

    @cached_property
    def carried(self) -> "Carried":
        """What a register says of each unit, which tells whose work a case is."""
        return book_of(self.desk).carried(self.cases.standing if self.cases else None)

    @cached_property
    def sha256(self) -> str:
        """The digest of the file."""
        return digest_of(self.path)

    def take(self, given: Sequence[Given]) -> None:
        """Take all, or nothing; FileError with every problem. Concerns are kept in either case."""
        # A second reading stands against the first, which the same table may hold.
        for one in sorted(given, key=lambda one: READINGS.get(one.cells.get("reading", ""), 0)):
            try:
                self._take_one(one)
            except FileError as error:
                self.problems += error.problems
        raise_concerns(self.desk, self.round.name, self.concerns)
        if self.problems:
            if sum(len(one.concerns) for one in given) > len(self.concerns):
                tell_unrecorded(self.file)
            raise RefusedError(self.file, self.problems)
        self.outcomes = self.arriving.take_all(list(self.arrivals.values()))

    def _take_one(self, given: Given) -> None:
        by = shown(given.cells.get("by", "")) or self.desk.by
        self._concerned(given, by)
        reading = READINGS.get(given.cells.get("reading", ""))
        if reading is None:
            sentence = f"{given.cells['reading'][:40]!r} is no reading; write 1 or 2."
            raise FileError(self.file, [given.wrong("reading", sentence)])
        if self.cases:
            self._take_case(self.cases, given, reading, by)
        else:
            self._take_agency(given, reading)

    def _take_case(self, found: CaseRound, given: Given, reading: int, by: str) -> None:
        response, begun = self._of_case(found, given, reading, by)
        if response.signed:
            signed = f"this response was signed by {response.signed.name} on {said(response.signed.on)}"
            raise FileError(self.file, [Problem(given.row, f"{signed}; 'audit reopen' makes a new version.")])
        self._once((response.agency, response.subject, reading), given)
        key = (response.agency, response.subject, reading, shown(given.cells.get("by", "")))
        base = self.arrivals[key].case if key in self.arrivals else found
        first = blank(base or found, response.subject, response.agency, reading)
        # Without versions what the table says is taken, as a change to what stands here now.
        here = None if self.versioned else {name: version(one) for name, one in first.answers.items()}
        incoming = self._incoming(begun, given, key, here)
        agency = found.agencies.get(response.agency) or Agency(response.agency, "")
        about = Agency(response.subject, response.subject)
        head = (self.path, self.sha256, "table", self.round, agency, incoming)
        self.arrivals[key] = Arrival(*head, about=about, by=key[-1], case=base, reading=reading)
        now = {name: one.onto for name, one in incoming.items()}
        after = replace(response, answers={**response.answers, **now}, readers=(*response.readers, by))
        self._keep(found, after)

    def _incoming(
        self, begun: "Interview", given: Given, key: Key, here: Mapping[str, str] | None = None
    ) -> dict[str, Incoming]:
        """The answers that are given, on top of those here, with what each started from.

        Where `here` has the versions that stand here, each started from that.
        """
        # Rows that name one agency in two ways are one arrival, the later on top of the earlier.
        before = self.arrivals[key].incoming if key in self.arrivals else {}
        onto = {**begun.answers, **{name: one.onto for name, one in before.items()}}
        alone = {name: one.shown for name, one in before.items()}
        taken = self._given(replace(begun, answers=onto), given)
        bare = take_given(replace(begun, answers=alone), given).answers
        incoming = dict(before)
        for name, answer in taken.items():
            mark = given.versions.get(KEY if name == MEMBERS else name)
            known = _started(mark) if here is None else frozenset({here.get(name, "")})
            incoming[name] = Incoming(bare.get(name, answer), answer, known)
        return incoming

    def _given(self, begun: "Interview", given: Given) -> Mapping[str, Answer]:
        """The answers that are given, on top of those here; what is wrong with them is noted."""
        found = take_given(begun, given)
        self.problems += found.problems
        self.left_out += found.left_out
        return found.answers

    def _take_agency(self, given: Given, reading: int) -> None:
        """Note what is given to an agency's response, with what each answer started from."""
        agency, subject = self._of_agency(given, reading)
        self._once((agency.code, subject.code), given)
        about = subject if subject.code != agency.code else None
        key = (agency.code, subject.code, reading, shown(given.cells.get("by", "")))
        response = self.arriving.response(self.round, agency, about)
        begun = interview(self.round, subject, response, self.desk.today)
        incoming = self._incoming(begun, given, key)
        head = (self.path, self.sha256, "table", self.round, agency)
        self.arrivals[key] = Arrival(*head, incoming, about=about, by=key[-1])

    def _concerned(self, given: Given, by: str) -> None:
        """Note the concerns of a response whose subject is known, whatever else is wrong with it."""
        agency = given.cells.get("agency", "")
        subject = given.cells.get("case") or ("" if self.cases else agency)
        codes = {word.casefold(): one.code for one in self.agencies for word in (one.name, one.code)}
        found = self.cases.ref_of(subject) if self.cases else codes.get(subject.casefold())
        if found:
            code = codes.get(agency.casefold(), "")
            self.concerns += [Concerned(found, code, name, text, by) for name, text in given.concerns]

    def _once(self, key: tuple[object, ...], given: Given) -> None:
        """Note what rows say of the same response in two ways, since one of the two would be lost."""
        for name, parts in given.replies.items():
            for part, value in parts.items():
                spot = given.spots[name][part]
                before, place = self._said.setdefault((*key, name, part), (value, spot))
                if before != value:
                    sentence = f"{name} has another {part} in {place} already; keep one of the two."
                    self.problems.append(Problem(spot, sentence))

    def _of_case(self, found: CaseRound, given: Given, reading: int, by: str) -> "tuple[Response, Interview]":
        with self._at(given, "case"):
            if "case" not in given.cells:
                raise StateError(f"say in a column 'case' which {found.word} it is about.")
            ref = found.subject(given.cells["case"]).ref
        with self._at(given, "agency"):
            code = self._reading_agency(found, ref, given, reading, by)
        with self._at(given, "by"):
            found.check_reader(ref, code, reading, by)
            found.check_own_work(ref, by, self.carried)
        response = blank(found, ref, code, reading)
        return response, found.interview(response, self.desk.today)

    @staticmethod
    def _reading_agency(found: CaseRound, ref: str, given: Given, reading: int, by: str) -> str:
        try:
            return agency_of(found, ref, given.cells.get("agency"), reading, by)
        except StateError as error:
            what = str(error).partition(";")[0]  # its end names an option, where a table has a column
            raise StateError(f"{what}; say whose answers these are in a column 'agency'.") from None

    def _of_agency(self, given: Given, reading: int) -> "tuple[Agency, Agency]":
        """Which agency answers, and about which."""
        with self._at(given, "reading"):
            if reading != 1:
                raise StateError("only cases are read a second time, and this round is about agencies.")
        if self.round.template.running.respondent:
            return self._about_agency(given)
        with self._at(given, "agency"):
            if "agency" not in given.cells:
                raise StateError("say in a column 'agency' who answers.")
            agency = subject = find_agency(self.agencies, given.cells["agency"])
        with self._at(given, "case"):
            if "case" in given.cells:
                subject = find_agency(self.agencies, given.cells["case"])
        with self._at(given, "case" if "case" in given.cells else "agency"):
            self._check_in_round(subject)
        return agency, subject

    def _about_agency(self, given: Given) -> "tuple[Agency, Agency]":
        """Who answers, and about which agency, where no agency answers about itself."""
        word = self.round.template.running.respondent
        with self._at(given, "case"):
            if "case" not in given.cells:
                raise StateError(f"the {word} answers in this round; say about whom in a column 'about'.")
            subject = find_agency(self.agencies, given.cells["case"])
            self._check_in_round(subject)
        named = given.cells.get("agency", "")
        if named.casefold() in {"", word.casefold()}:
            return respondent_of(self.round.template, subject), subject
        with self._at(given, "agency"):
            agency = find_agency(self.agencies, named)
            if agency == subject:
                raise StateError(f"{subject.name} does not answer about itself here; leave this cell blank.")
        return agency, subject

    def _check_in_round(self, subject: Agency) -> None:
        if self.round.of(subject) is None:
            raise StateError(f"{subject.name} is not in the round; 'audit round change --add' adds it.")

    def _keep(self, found: CaseRound, after: Response) -> None:
        """Go on from what was taken just now."""
        key = (after.agency, after.subject, after.reading)
        others = (one for one in found.responses if (one.agency, one.subject, one.reading) != key)
        self.cases = replace(found, responses=(*others, after))

    @contextmanager
    def _at(self, given: Given, column: str) -> Iterator[None]:
        """A block in which what does not fit is a problem of one of the cells."""
        try:
            yield
        except AuditError as error:
            raise FileError(self.file, [given.wrong(column, str(error))]) from None


def raise_concerns(desk: Desk, name: str, concerns: Sequence[Concerned]) -> None:
    """Keep the concerns that a table raises, and say what to do about them."""
    from audit.cases.concern import ADVICE

    book = book_of(desk)
    for one in concerns:
        stamp = replace(desk.stamp(), by=one.by)
        new = book.raise_concern(name, one.subject, one.question, one.text, stamp, agency=one.agency)
        came = "raised, and saved" if new else "as before"
        tell(f"Immediate concern about {one.subject} in {name!r}: {came}.")
    if concerns:
        tell(ADVICE)


def tell_unrecorded(file: str) -> None:
    """Say what to do about concerns of which nobody can tell what they are about."""
    from audit.cases.concern import ADVICE

    tell(f"{file}: IMMEDIATE CONCERNS IN IT ARE NOT RECORDED, since it is refused. {ADVICE}")


def take_answers(
    arriving: Arriving,
    path: Path,
    found: Round,
    given: Sequence[Given],
    wrong: Sequence[Problem] = (),
    *,
    versioned: bool = False,
) -> str:
    """Take the responses of a table, all or none; sentences on what came of it."""
    from audit.wording import plural

    taking = Taking(arriving, path, found, list(wrong), versioned)
    taking.take(given)
    about = {key[:3] for key in taking.arrivals}
    into = f"into {found.name!r} in {plural(len(about), 'response')}"
    said = f"{path}: {totals(taking.outcomes, into)}"
    if taking.left_out:
        names = ", ".join(dict.fromkeys(taking.left_out))
        said = f"{said} Not asked there, so left out {len(taking.left_out)} times: {names}."
    lines = (conflict_lines(one, one.arrival.whose) for one in taking.outcomes)
    return "\n".join((said, *(line for own in lines for line in own)))


def _started(word: str | None) -> frozenset[str] | None:
    """The version that a cell names, as forms and exports write it; None where it names none."""
    from audit.workbook.form_version import version_in

    found = version_in(word if word == NEW or word.startswith("v") else f"v{word}") if word else None
    return None if found is None else frozenset({found})
