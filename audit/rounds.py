"""One run of a template: who is expected, by when, who is late, who is asked what."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

from audit.agencies import Agency
from audit.definitions import nearest
from audit.errors import UnknownError
from audit.members import answered_for
from audit.moderation import Moderation
from audit.responses.brought import Brought
from audit.responses.interview import Interview
from audit.responses.membership import Member, called, folded
from audit.responses.response import Response, Signature
from audit.standards.words import Kinds
from audit.templates import Template

LONGEST_NAME = 80
LIKELY = 4  # agencies that are named where a word stands in their names


class Standing(StrEnum):
    """Whether a return is still expected of an agency."""

    EXPECTED = "expected"
    DECLINED = "declined"
    LEFT = "left"


class Progress(StrEnum):
    """How far a return has come."""

    NOT_STARTED = "not started"
    STARTED = "started"
    COMPLETE = "complete, not signed"
    SIGNED = "signed"
    DECLINED = "declined"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Expected:
    """A return that is expected of an agency: by when, or why no longer."""

    agency: Agency
    due: date
    standing: Standing = Standing.EXPECTED
    reason: str = ""


@dataclass(frozen=True)
class Round:
    """One run of a template over a period; everything about asking is read from its own template.

    `brought` holds what an earlier round says, by the code of the agency and the id of the question;
    `moderation` what a panel made of an agency's grades, by the code of the agency. `members` are those that
    the one agency of a round that it joined may answer for; elsewhere the list of agencies tells.
    """

    name: str
    template: Template
    due: date
    expected: tuple[Expected, ...]
    period: str = ""
    opened: str = ""
    closed: str = ""
    brought: Mapping[str, Mapping[str, Brought]] = field(default_factory=dict)
    moderation: Mapping[str, Moderation] = field(default_factory=dict)
    members: tuple[Member, ...] = ()

    @cached_property
    def families(self) -> Mapping[str, Sequence[Member]]:
        """The agencies that belong to a body, by what they call it, folded; worked out once for all."""
        found: dict[str, list[Member]] = {}
        for one in self.expected:
            if one.agency.parent:
                member = Member(one.agency.code, one.agency.name, one.standing is Standing.LEFT)
                key = folded(one.agency.parent)
                found.setdefault(key, []).append(member)
        return found

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Where each agency stands among those expected, by code."""
        return {one.agency.code: place for place, one in enumerate(self.expected)}

    def of(self, agency: Agency) -> Expected | None:
        """What is expected of an agency; None where it is not in the round."""
        place = self.places.get(agency.code)
        return None if place is None else self.expected[place]


@dataclass(frozen=True, slots=True)
class Return:
    """One line of the returns register.

    `through` is the response of the parent body that answers for the agency, where one does; `response` is
    None then, since the answers are not the agency's own, and `progress` is how far that response is.
    `body` is the parent body that names the agency; without `through` the agency answers itself all the same,
    and what it says itself counts. `begun` is what an agency with `through` has begun itself, and does not
    count.
    """

    expected: Expected
    progress: Progress
    percent: int
    late: bool
    response: Response | None = None
    through: Response | None = None
    body: Agency | None = None
    begun: Response | None = None

    @property
    def agency(self) -> Agency:
        """The agency that the return is about."""
        return self.expected.agency

    @property
    def signature(self) -> Signature | None:
        """The signature by which the agency has returned: its own, or of the body that answers for it."""
        counting = self.through or self.response
        return counting.signed if counting else None

    @property
    def answered_by(self) -> str:
        """Who answers for the agency, in words; empty where it is for itself, and nobody names it."""
        if self.body is None:
            return ""
        if self.through is None:
            return f"named by {self.body.name} too, but answers itself, which counts"
        if self.through.signed:
            return f"answered by {self.body.name}"
        return f"answered for by {self.body.name}, which has not signed yet"


def words_of(agency: Agency) -> frozenset[str]:
    """The codes of an agency's kinds and duties, which decide what it is asked."""
    return frozenset((*agency.kinds, *agency.duties))


def signing_roles(template: Template, words: Collection[str]) -> tuple[str, ...]:
    """The roles of which one signs for an agency of these kinds and duties; none where anybody may."""
    return tuple(dict.fromkeys(role for word in sorted(words) for role in template.sign.get(word, ())))


def interview(
    round_: Round, subject: Agency, response: Response | None, today: date, *, assured: bool = False
) -> Interview:
    """The interview of a round about an agency, as far as its response goes.

    Grades count as at return; where `assured` says so, as they stand since actions were assured. A signed
    response is asked what it was asked when it was signed, whatever the agency's kinds are now.
    """
    answers = response.answers if response else {}
    signed = response.signed if response else None
    words = words_of(subject) if signed is None or signed.words is None else frozenset(signed.words)
    brought = round_.brought.get(subject.code, {})
    members = members_in(round_, subject) if response is None or response.agency == subject.code else ()
    asked_ = Interview(round_.template, words, answers, today, brought=brought, members=members)
    if response is None or subject.code not in round_.moderation:
        return asked_
    own = {q.id: grade.code for q in round_.template.questions if (grade := asked_.grade(q))}
    moderation = round_.moderation[subject.code]
    counting = moderation.today if assured else moderation.at_return
    return replace(asked_, moderated=counting(response.agency, own))


def members_in(round_: Round, body: Agency) -> tuple[Member, ...]:
    """Those whom a body may answer for in a round beside itself; none where somebody else answers for all."""
    if round_.template.running.respondent:
        return ()
    if round_.members and round_.expected[0].agency.code == body.code:
        return round_.members
    own = {one.code: one for word in (body.code, body.name) for one in round_.families.get(folded(word), ())}
    return tuple(own[code] for code in sorted(own, key=round_.places.__getitem__) if code != body.code)


def asked(template: Template, agency: Agency) -> int:
    """How many questions are meant for an agency, before any condition is looked at."""
    words = words_of(agency)
    return sum(not q.applies_to or bool(words & set(q.applies_to)) for q in template.questions)


def find_agency(agencies: Sequence[Agency], word: str) -> Agency:
    """The agency with this code or name, in any case; UnknownError with the nearest."""
    found = called(agencies, word)
    if found is None:
        raise UnknownError(f"There is no agency {word!r}{_like(agencies, word)}")
    return found


def _like(agencies: Sequence[Agency], word: str) -> str:
    """The end of a sentence on an unknown agency: those with the word in their names, else the nearest."""
    holding = [one.code for one in agencies if folded(word) in f"{folded(one.code)} {folded(one.name)}"]
    if folded(word) and 0 < len(holding) <= LIKELY:
        return f"; did you mean {' or '.join(map(repr, holding))}?"
    return nearest(word, [name for one in agencies for name in (one.code, one.name)])


def choose(
    agencies: Sequence[Agency], names: Sequence[str], kinds: Sequence[str], vocabulary: Kinds
) -> list[Agency]:
    """The agencies of these names and kinds (or duties), all where neither is given; UnknownError else."""
    codes = set()
    for word in kinds:
        code = vocabulary.kind(word) or vocabulary.duty(word)
        if code is None:
            known = nearest(word, vocabulary.codes)
            raise UnknownError(f"There is no kind of agency or duty {word!r}{known}")
        codes.add(code)
    named = [find_agency(agencies, name).code for name in names]
    return [one for one in agencies if not (names or kinds) or one.code in named or words_of(one) & codes]


def returns(
    round_: Round,
    responses: Sequence[Response],
    today: date,
    kept: dict[str, Interview] | None = None,
) -> tuple[Return, ...]:
    """The returns register: one line for each agency that was ever expected, in the order of the list.

    Each agency's own interview is put into `kept`, by its code, for whoever goes on with it.
    """
    best = main_responses(responses)
    naming = _naming(round_, best)
    through = _through(naming, best)
    naming = {code: one for code, one in naming.items() if one.agency not in through}
    lines = {}
    for one in round_.expected:
        code = one.agency.code
        own = interview(round_, one.agency, best.get(code), today)
        lines[code] = _return(one, best.get(code), own, today)
        if kept is not None:
            kept[code] = own
    named = {
        code: replace(line, body=lines[naming[code].agency].agency)
        for code, line in lines.items()
        if code in naming
    }
    answered = {
        code: _answered_for(named[code], lines[one.agency], one, today) for code, one in through.items()
    }
    return tuple((lines | named | answered).values())


def _naming(round_: Round, best: Mapping[str, Response]) -> Mapping[str, Response]:
    """The response that names each agency of a round as one that its parent body answers for."""
    standing = {one.agency.code: one.standing for one in round_.expected}
    asked_ = [r for r in best.values() if r.signed or standing.get(r.subject) is Standing.EXPECTED]
    found = answered_for(asked_)
    there = {code for code, one in standing.items() if one is not Standing.LEFT}
    return {code: one for code, one in found.items() if code in there and one.agency in standing}


def _through(naming: Mapping[str, Response], best: Mapping[str, Response]) -> Mapping[str, Response]:
    """The response that stands for each agency whose parent body answers for it.

    What an agency has signed itself comes first, and what it has begun comes before a draft of its parent's.
    """
    found = {}
    for code, response in naming.items():
        own = best.get(code)
        if own is None or (own.signed is None and response.signed is not None):
            found[code] = response
    return {code: one for code, one in found.items() if one.agency not in found}


def _answered_for(line: Return, parent: Return, response: Response, today: date) -> Return:
    """The line of an agency for which a parent body answers: as far as the parent's response is."""
    late = today > line.expected.due and response.signed is None
    head = (line.expected, parent.progress, parent.percent, late)
    return Return(*head, through=response, body=parent.agency, begun=line.response)


def respondent_of(template: Template, subject: Agency) -> Agency:
    """Who answers about an agency: itself, or, without a code, whoever the template says instead."""
    word = template.running.respondent
    return Agency("", word) if word else subject


def own_responses(round_: Round, responses: Sequence[Response]) -> dict[str, Response]:
    """The responses of those who are to answer, by the subject's code; nobody else's about it."""
    word = round_.template.running.respondent
    return {one.subject: one for one in responses if one.agency == ("" if word else one.subject)}


def main_responses(responses: Sequence[Response]) -> Mapping[str, Response]:
    """The response that counts for each subject: a signed one before a draft, its own before another's."""
    ordered = sorted(
        (r for r in responses if r.reading == 1),
        key=lambda r: (r.signed is None, r.agency != r.subject, r.agency),
    )
    best: dict[str, Response] = {}
    for response in ordered:
        best.setdefault(response.subject, response)
    return best


def _return(expected: Expected, response: Response | None, asked_: Interview, today: date) -> Return:
    percent = percent_of(asked_) if response else 0
    progress = _progress(expected, response, percent)
    late = today > expected.due and progress in {Progress.NOT_STARTED, Progress.STARTED, Progress.COMPLETE}
    return Return(expected, progress, percent, late, response)


def percent_of(asked_: Interview) -> int:
    """Completeness in whole per cent, rounded down, so that 100 means all."""
    return int(asked_.completeness() * 100)


def _progress(expected: Expected, response: Response | None, percent: int) -> Progress:
    if response and response.signed:
        return Progress.SIGNED
    if expected.standing is Standing.LEFT:
        return Progress.LEFT
    if expected.standing is Standing.DECLINED:
        return Progress.DECLINED
    if response is None:
        return Progress.NOT_STARTED
    return Progress.COMPLETE if percent == 100 else Progress.STARTED


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of the agencies expected have returned (signed)."""

    label: str
    returned: int
    expected: int


def rates(lines: Sequence[Return], kinds: Kinds) -> tuple[Rate, ...]:
    """The response rate by kind of agency, kinds in their own order; those that left are not counted.

    An agency of two kinds counts under both; one without a kind stands under "no kind given".
    """
    counted = [line for line in lines if line.progress is not Progress.LEFT]
    found = []
    for code in [*(kind.code for kind in kinds.kinds), ""]:
        of_kind = [line for line in counted if (code in line.agency.kinds if code else not line.agency.kinds)]
        if of_kind:
            returned = sum(line.progress is Progress.SIGNED for line in of_kind)
            found.append(Rate(kinds.label(code) if code else "No kind given", returned, len(of_kind)))
    return tuple(found)


def check_name(name: str) -> str | None:
    """What is wrong with the name of a round, or None."""
    if not name.strip() or len(name) > LONGEST_NAME or not name.isprintable() or name != name.strip():
        return f"A round's name is 1 to {LONGEST_NAME} printable characters without blanks at its ends."
    return None
