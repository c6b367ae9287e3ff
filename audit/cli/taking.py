"""Taking what a table gives into the responses of a round: all of it, or nothing."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from audit.cases.case_round import CaseRound, blank
from audit.cli.desk import Desk
from audit.cli.readings import agency_of, book_of
from audit.cli.screen import tell
from audit.errors import AuditError, FileError, Problem, StateError
from audit.responses.given import Given, take_given
from audit.responses.long_table import shown
from audit.responses.response import Response
from audit.rounds import Round, find_agency, interview

if TYPE_CHECKING:
    from audit.agencies import Agency
    from audit.responses.interview import Interview
    from audit.sampling.carried import Carried
    from audit.store.store import Change

READINGS = {"": 1, "1": 1, "2": 2}


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
    """Responses being taken from a table into a round about cases or agencies."""

    desk: Desk
    file: str
    round: Round
    problems: list[Problem] = field(default_factory=list)
    changes: "list[Change]" = field(default_factory=list)
    concerns: list[Concerned] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    taken: int = 0
    before: int = 0
    _said: "dict[tuple[object, ...], tuple[object, str]]" = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.cases = (
            None if self.round.template.subject == "agency" else book_of(self.desk).round(self.round.name)
        )
        self.stamp = self.desk.stamp()

    @cached_property
    def agencies(self) -> "tuple[Agency, ...]":
        """Every agency."""
        return self.desk.store.agencies()

    @cached_property
    def carried(self) -> "Carried":
        """What a register says of each unit, which tells whose work a case is."""
        return book_of(self.desk).carried(self.cases.standing if self.cases else None)

    @cached_property
    def own(self) -> dict[tuple[str, str], Response]:
        """The responses of a round about agencies."""
        return {(one.agency, one.subject): one for one in self.desk.store.responses(self.round.name)}

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
        self.desk.store.save_all([change for change in self.changes if change[1]])

    def _take_one(self, given: Given) -> None:
        by = shown(given.cells.get("by", "")) or self.desk.by
        self._concerned(given, by)
        reading = READINGS.get(given.cells.get("reading", ""))
        if reading is None:
            sentence = f"{given.cells['reading'][:40]!r} is no reading; write 1 or 2."
            raise FileError(self.file, [given.wrong("reading", sentence)])
        if self.cases:
            response, begun = self._of_case(self.cases, given, reading, by)
        else:
            response, begun = self._of_agency(given, reading)
        if response.signed:
            signed = f"this response was signed by {response.signed.name} on {response.signed.on}"
            raise FileError(self.file, [Problem(given.row, f"{signed}; 'audit reopen' makes a new version.")])
        self._once((response.agency, response.subject, reading), given)
        found = take_given(begun, given)
        self.problems += found.problems
        self.left_out += found.left_out
        changed = {name: one for name, one in found.answers.items() if response.answers.get(name) != one}
        self.taken += len(changed)
        self.before += len(found.answers) - len(changed)
        self.changes.append((response, changed, replace(self.stamp, by=by)))
        self._keep(
            replace(response, answers={**response.answers, **changed}, readers=(*response.readers, by))
        )

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

    def _of_agency(self, given: Given, reading: int) -> "tuple[Response, Interview]":
        with self._at(given, "reading"):
            if reading != 1:
                raise StateError("only cases are read a second time, and this round is about agencies.")
        with self._at(given, "agency"):
            if "agency" not in given.cells:
                raise StateError("say in a column 'agency' who answers.")
            agency = subject = find_agency(self.agencies, given.cells["agency"])
        with self._at(given, "case"):
            if "case" in given.cells:
                subject = find_agency(self.agencies, given.cells["case"])
        with self._at(given, "case" if "case" in given.cells else "agency"):
            if self.round.of(subject) is None:
                raise StateError(f"{subject.name} is not in the round; 'audit round change --add' adds it.")
        found = self.own.get((agency.code, subject.code))
        response = found or Response(self.round.name, agency.code, subject.code)
        return response, interview(self.round, subject, response, self.desk.today)

    def _keep(self, after: Response) -> None:
        """Go on from what was taken just now."""
        key = (after.agency, after.subject, after.reading)
        if self.cases:
            others = (one for one in self.cases.responses if (one.agency, one.subject, one.reading) != key)
            self.cases = replace(self.cases, responses=(*others, after))
        else:
            self.own[after.agency, after.subject] = after

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
    desk: Desk, path: Path, found: Round, given: Sequence[Given], wrong: Sequence[Problem] = ()
) -> str:
    """Take the responses of a table, all or none; a sentence on what came of it."""
    taking = Taking(desk, str(path), found, list(wrong))
    taking.take(given)
    about = len({(change[0].agency, change[0].subject, change[0].reading) for change in taking.changes})
    counts = f"{taking.taken} answers taken into {found.name!r} in {about} responses"
    said = f"{path}: {counts}, {taking.before} as before."
    if taking.left_out:
        names = ", ".join(dict.fromkeys(taking.left_out))
        said = f"{said} Not asked there, so left out {len(taking.left_out)} times: {names}."
    return said
