"""A round about cases as it stands: subjects, expected readings, answers, panel's grades, concerns."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from audit.agencies import Agency
from audit.cases.allotment import Assignment, may_read
from audit.cases.concern import Concern
from audit.cases.panel import PanelGrade
from audit.cases.plan import EACH, PREFIXES, Plan
from audit.cases.subject import Subject
from audit.errors import StateError, UnknownError
from audit.registers.folding import fold
from audit.responses.interview import Interview
from audit.responses.response import Response
from audit.rounds import Round, words_of
from audit.sampling.carried import Carried
from audit.sampling.standing import Standing
from audit.standards.question import Question

_REFERENCE = re.compile(r"([a-z])[\s-]?0*([0-9]{1,6})")


@dataclass(frozen=True, slots=True)
class Stop:
    """That a round was closed since a verdict on a target was reached; both are decimals as text."""

    target: str
    confidence: str


@dataclass(frozen=True)
class CaseRound:
    """A round whose subjects are cases, observations, interviews or replies.

    `standing` is its sample as it stands today, None where subjects were made as they came.
    """

    round: Round
    plan: Plan
    standing: Standing | None
    subjects: tuple[Subject, ...]
    assignments: tuple[Assignment, ...] = ()
    responses: tuple[Response, ...] = ()
    panel: Mapping[tuple[str, str], PanelGrade] = field(default_factory=dict)
    concerns: tuple[Concern, ...] = ()
    stop: Stop | None = None

    @cached_property
    def by_ref(self) -> Mapping[str, Subject]:
        """The subjects by their references."""
        return {subject.ref: subject for subject in self.subjects}

    @cached_property
    def usable(self) -> tuple[Subject, ...]:
        """The subjects that are to be read, in the order of reading."""
        return tuple(subject for subject in self.subjects if subject.usable)

    @cached_property
    def agencies(self) -> Mapping[str, Agency]:
        """The agencies expected in the round, by code."""
        return {expected.agency.code: expected.agency for expected in self.round.expected}

    @cached_property
    def readings(self) -> Mapping[tuple[str, str, int], Response]:
        """The responses by reference, agency's code and reading."""
        return {(one.subject, one.agency, one.reading): one for one in self.responses}

    def ref_of(self, name: str) -> str | None:
        """The reference that is meant, in any case and with or without its dash and noughts (c3 is C-03)."""
        folded = {ref.casefold(): ref for ref in self.by_ref}
        written = name.strip().casefold()
        parts = _REFERENCE.fullmatch(written)
        return folded.get(written) or (folded.get(f"{parts[1]}-{int(parts[2]):02}") if parts else None)

    def subject(self, name: str) -> Subject:
        """A subject by its reference as people write it; UnknownError or, where it is out, StateError."""
        ref = self.ref_of(name)
        if ref is None:
            # References are so alike that a guess at the nearest would lead to another child's case.
            known = [one.ref for one in self.usable]
            there = f"; there are {known[0]} to {known[-1]}" if len(known) > 1 else ""
            raise UnknownError(f"There is no {self.word} {name!r} in {self.round.name}{there}.")
        found = self.by_ref[ref]
        if found.struck:
            now = next(
                (f"; {one.ref} took its place" for one in self.subjects if one.follows == found.ref), ""
            )
            raise StateError(f"{found.ref} is struck out ({found.struck}){now}.")
        if found.unusable:
            raise StateError(f"{found.ref} is out of the round as unusable ({found.unusable}).")
        return found

    @property
    def word(self) -> str:
        """What a subject is called."""
        return self.round.template.subject

    @property
    def prefix(self) -> str:
        """What its references begin with."""
        return PREFIXES[self.round.template.subject]

    def interview(self, response: Response, today: date) -> Interview:
        """The interview of a response about its subject, as far as it goes.

        An agency is asked what is meant for its kinds, or was meant for those that it had when it signed;
        where no agency answers, everything is asked.
        """
        agency = self.agencies.get(response.agency)
        words = words_of(agency) if agency else frozenset(self.round.template.words.kinds.codes)
        if response.signed and response.signed.words is not None:
            words = frozenset(response.signed.words)
        subject = self.by_ref.get(response.subject)
        subs = frozenset(subject.subs) if subject else frozenset()
        return Interview(self.round.template, words, response.answers, today, subs)

    def expected(self, ref: str, agency: str, reading: int) -> Assignment | None:
        """The reading that is expected of an agency (or of anyone) about a subject; None where none is."""
        return next(
            (
                one
                for one in self.assignments
                if one.ref == ref and one.reading == reading and one.agency in {agency, ""}
            ),
            None,
        )

    def first(self, ref: str, agency: str) -> Response | None:
        """The first reading that a second one of an agency stands against; None where nothing was read yet.

        Where each agency reads for itself it is the agency's own, else whoever's there is.
        """
        if self.plan.readers == EACH:
            return self.readings.get((ref, agency, 1))
        return next((one for one in self.of(ref) if one.reading == 1), None)

    def of(self, ref: str) -> Sequence[Response]:
        """The responses about a subject, first readings first."""
        return sorted(
            (one for one in self.responses if one.subject == ref), key=lambda one: (one.reading, one.agency)
        )

    def check_reader(self, ref: str, agency: str, reading: int, person: str) -> None:
        """StateError where this reading of a subject is not this agency's, or not this person's."""
        if reading == 2 and self.plan.together:
            raise StateError(f"{together(self)}; leave out --reading 2, and give what they agreed on.")
        name = self.agencies[agency].name if agency in self.agencies else "Nobody"
        if self.plan.readers == EACH and self.expected(ref, agency, 1) is None:
            raise StateError(
                f"{name} is not expected to answer about {ref}; 'audit round status {self.round.name}' shows "
                "who is."
            )
        own = self.readings.get((ref, agency, reading))
        if self.plan.readers != EACH and reading == 1:
            self._check_only(ref, own)
        if reading == 2:
            self._check_second(ref, agency, person)
        else:
            self._check_first(ref, agency, person)

    def check_own_work(self, ref: str, person: str, carried: Carried) -> None:
        """StateError where a case is of the team or the work of an auditor who would read it."""
        reader = next((one for one in self.plan.auditors if fold(one.name) == fold(person)), None)
        if reader and not may_read(reader, self.by_ref[ref], carried):
            raise StateError(
                f"{ref} is of the team or the work of {reader.name}, so somebody else reads it: --by NAME."
            )

    def _check_only(self, ref: str, own: Response | None) -> None:
        other = self.first(ref, "")
        if other is not None and own is None:
            raise StateError(
                f"{ref} was read already, by {_names(other)}; a second reading is given with --reading 2."
            )

    def _check_first(self, ref: str, agency: str, person: str) -> None:
        # Nobody comes to read a case against themselves, whichever of the two they gave before.
        seconds = (one for one in self.of(ref) if one.reading == 2)
        own = [one for one in seconds if self.plan.readers != EACH or one.agency == agency]
        if any(_fold(person) == _fold(name) for one in own for name in one.readers):
            raise StateError(
                f"{person} gave the second reading of {ref}; the first must be somebody else's: --by NAME."
            )

    def _check_second(self, ref: str, agency: str, person: str) -> None:
        first = self.first(ref, agency)
        if first is None:
            raise StateError(f"{ref} has no first reading yet, so there is nothing to read a second time.")
        if _fold(person) in {_fold(name) for name in first.readers}:
            raise StateError(
                f"{person} gave the first reading of {ref}; the second must be somebody else's: --by NAME."
            )


def together(case_round: CaseRound) -> str:
    """That cases are read together, by which roles, as the beginning of a sentence."""
    name, who = case_round.round.name, case_round.plan.panel
    return f"The {case_round.word}s of {name!r} are read together, once, by {who}"


def _names(response: Response) -> str:
    return ", ".join(response.readers) or response.agency


def _fold(name: str) -> str:
    return " ".join(name.split()).casefold()


def blank(case_round: CaseRound, ref: str, agency: str, reading: int) -> Response:
    """The response of an agency about a subject, empty where nothing was answered yet."""
    found = case_round.readings.get((ref, agency, reading))
    return found or Response(case_round.round.name, agency, ref, reading=reading)


def says(interview: Interview, question: Question) -> str:
    """What a response says to a graded question, as one value: a grade's code; '' where it says nothing."""
    grade = interview.grade(question)
    return grade.code if grade else ""
