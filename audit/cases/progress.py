"""Who has read which case: each reading that is expected or was given, how far it is, whether it is late."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from audit.cases.allotment import Assignment
from audit.cases.case_round import CaseRound
from audit.cases.plan import EACH
from audit.cases.subject import Subject
from audit.responses.response import Response
from audit.rounds import Expected, Progress, Standing, percent_of

READ = frozenset({Progress.COMPLETE, Progress.SIGNED})


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a subject: by which agency (empty: none), how far it is, by when it is due.

    `auditor` is who read it, or to whom it is allotted while nobody has; `late` is what is neither
    complete nor signed behind its day. Of an agency that declined or left nothing is `expected` any more.
    """

    ref: str
    agency: str
    reading: int
    auditor: str
    progress: Progress
    percent: int
    due: date
    late: bool
    response: Response | None = None
    expected: bool = True

    @property
    def read(self) -> bool:
        """Whether it is complete, signed or not."""
        return self.progress in READ


@dataclass(frozen=True, slots=True)
class Count:
    """How far first and second readings of one agency or auditor, or of all, are."""

    label: str
    expected: int
    not_started: int
    started: int
    complete: int
    signed: int
    late: int


@dataclass(frozen=True, slots=True)
class Out:
    """A case that is not read any more: why, and what took its place (empty: nothing did)."""

    ref: str
    reason: str
    follower: str
    replaced: bool


def readings(case_round: CaseRound, today: date) -> tuple[Reading, ...]:
    """Every reading expected of the subjects in a round, and every other one that was given, in order.

    Subjects stand in the order of reading, first readings before second ones.
    """
    place = {subject.ref: number for number, subject in enumerate(case_round.usable)}
    found = [_of(case_round, one, _given(case_round, one), today) for one in case_round.assignments]
    seen = {id(one.response) for one in found if one.response}
    others = (one for one in case_round.responses if one.subject in place and id(one) not in seen)
    found += [_of(case_round, Assignment(one.subject, one.agency, one.reading), one, today) for one in others]
    return tuple(sorted(found, key=lambda one: (place[one.ref], one.reading)))


def _given(case_round: CaseRound, expected: Assignment) -> Response | None:
    """The response to an assignment: the agency's own, or anybody's where it is not an agency's to give."""
    if case_round.plan.readers == EACH:
        return case_round.readings.get((expected.ref, expected.agency, expected.reading))
    own = (one for one in case_round.of(expected.ref) if one.reading == expected.reading)
    return next(own, None)


def _of(case_round: CaseRound, expected: Assignment, response: Response | None, today: date) -> Reading:
    percent = percent_of(case_round.interview(response, today)) if response else 0
    progress = _progress(response, percent)
    agency = response.agency if response else expected.agency
    own = _expected(case_round, agency)
    due = own.due if own else case_round.round.due
    wanted = own is None or own.standing is Standing.EXPECTED
    return Reading(
        expected.ref,
        agency,
        expected.reading,
        ", ".join(response.readers) if response else expected.auditor,
        progress,
        percent,
        due,
        late=wanted and today > due and progress not in READ,
        response=response,
        expected=wanted,
    )


def _expected(case_round: CaseRound, agency: str) -> Expected | None:
    return next((one for one in case_round.round.expected if one.agency.code == agency), None)


def _progress(response: Response | None, percent: int) -> Progress:
    if response is None:
        return Progress.NOT_STARTED
    if response.signed:
        return Progress.SIGNED
    return Progress.COMPLETE if percent == 100 else Progress.STARTED


def unread(case_round: CaseRound, found: Iterable[Reading]) -> tuple[str, ...]:
    """The subjects in a round of which a first reading is missing or not complete, in order."""
    lines = [one for one in found if one.reading == 1 and (one.expected or one.read)]
    begun = {one.ref for one in lines}
    open_ = {one.ref for one in lines if not one.read}
    return tuple(one.ref for one in case_round.usable if one.ref in open_ or one.ref not in begun)


def count(label: str, found: Sequence[Reading]) -> Count:
    """How far some readings are."""
    states = [one.progress for one in found]
    return Count(
        label,
        len(found),
        states.count(Progress.NOT_STARTED),
        states.count(Progress.STARTED),
        states.count(Progress.COMPLETE),
        states.count(Progress.SIGNED),
        sum(one.late for one in found),
    )


def by_agency(case_round: CaseRound, found: Sequence[Reading]) -> dict[str, Count]:
    """The counts of each agency in a round, by code; of those without an agency under ''."""
    codes = [*case_round.agencies, *sorted({one.agency for one in found} - set(case_round.agencies))]
    names = {code: agency.name for code, agency in case_round.agencies.items()}
    return {
        code: count(names.get(code, code), [one for one in found if one.agency == code]) for code in codes
    }


def by_auditor(case_round: CaseRound, found: Sequence[Reading]) -> dict[str, Count]:
    """The counts of each person who has read or is to read, those of the plan first; none without a name."""
    planned = [one.name for one in case_round.plan.auditors]
    names = dict.fromkeys([*planned, *sorted({one.auditor for one in found if one.auditor})])
    return {name: count(name, [one for one in found if one.auditor == name]) for name in names}


def out(case_round: CaseRound) -> tuple[Out, ...]:
    """The cases that were struck out, and those that are out as unusable, in the order of references."""
    follower = {one.follows: one.ref for one in case_round.subjects if one.follows}
    return tuple(_out(one, follower.get(one.ref, "")) for one in case_round.subjects if not one.usable)


def _out(subject: Subject, follower: str) -> Out:
    return Out(subject.ref, subject.struck or subject.unusable, follower, bool(subject.struck))
