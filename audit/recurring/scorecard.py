"""Shares that agencies reported, round beside round: k of n, the grade, and which way it went."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from audit.agencies import Agency
from audit.bringing import same_question
from audit.errors import StateError
from audit.scoring.partnership import Results
from audit.standards.question import Question

SHARE = "share"
ALL = "All that reported"


class Way(StrEnum):
    """Which way a share went since it was last reported."""

    UP = "up"
    DOWN = "down"
    SAME = "same"
    OTHERS = "other agencies"


@dataclass(frozen=True, slots=True)
class Entry:
    """What was reported in a round: k of n, the grade that it comes to, and the way since the last time.

    `by` are the agencies (codes) whose counts are added up. The way is empty the first time.
    """

    k: int
    n: int
    grade: str = ""
    way: str = ""
    by: frozenset[str] = field(default_factory=frozenset)

    @property
    def share(self) -> Fraction:
        """K of n, from 0 to 1."""
        return Fraction(self.k, self.n)


@dataclass(frozen=True, slots=True)
class Line:
    """A question as one agency reported it (code empty: all together), with an entry for each round."""

    question: Question
    agency: str
    name: str
    entries: tuple[Entry | None, ...]


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The rounds by name, their lines, and sentences on what stands in an earlier round in other words."""

    rounds: tuple[str, ...]
    lines: tuple[Line, ...]
    left_out: tuple[str, ...] = ()


def scorecard(rounds: Sequence[Results]) -> Scorecard:
    """The questions for a share of the last round, in it and in those before; signed responses count.

    StateError where it asks for no share, or a round is named twice.
    """
    names = [one.round.name for one in rounds]
    if twice := next((name for name in names if names.count(name) > 1), ""):
        raise StateError(f"The round {twice!r} is named twice; name each once.")
    questions = [one for one in rounds[-1].template.questions if one.kind == SHARE]
    if not questions:
        raise StateError(f"{names[-1]} asks for no share; a scorecard is made of questions of kind 'share'.")
    lines = tuple(line for question in questions for line in _lines(rounds, question))
    return Scorecard(tuple(names), lines, tuple(_left_out(rounds, questions)))


def _left_out(rounds: Sequence[Results], questions: Sequence[Question]) -> Iterator[str]:
    for question in questions:
        for one in rounds[:-1]:
            if question.id in one.template.by_id and not _same(one, rounds[-1], question):
                yield f"{question.id} is asked in other words in {one.round.name}, so it stands apart there."


def _same(one: Results, last: Results, question: Question) -> bool:
    return question.id in one.template.by_id and same_question(one.template, last.template, question.id)


def _lines(rounds: Sequence[Results], question: Question) -> Iterator[Line]:
    """All together first where several reported; then each agency, as it was named last."""
    told = [
        reported(one, one.template.by_id[question.id]) if _same(one, rounds[-1], question) else {}
        for one in rounds
    ]
    agencies: dict[str, Agency] = {row.agency.code: row.agency for one in rounds for row in one.counted}
    codes = [code for code in agencies if any(code in entries for entries in told)]
    if len(codes) > 1:
        totals = [together(entries, question, rounds[-1]) for entries in told]
        yield Line(question, "", ALL, _ways(totals))
    for code in codes:
        yield Line(question, code, agencies[code].name, _ways([entries.get(code) for entries in told]))
    if not codes:
        yield Line(question, "", ALL, (None,) * len(rounds))


def reported(found: Results, question: Question) -> Mapping[str, Entry]:
    """What each agency whose response counts reported to a question for a share, by code."""
    entries = {}
    for row in found.counted:
        asked = row.interview
        value = asked.answer(question).value if asked.arises(question) else None
        if isinstance(value, str) and not asked.says_not_applicable(question):
            k, n = (int(part) for part in value.split("/"))
            grade = asked.counts(question)
            code = row.agency.code
            entries[code] = Entry(k, n, grade.label if grade else "", by=frozenset({code}))
    return entries


def together(entries: Mapping[str, Entry], question: Question, found: Results) -> Entry | None:
    """The counts of several agencies added up, with the grade that they come to; None where none reported."""
    if not entries:
        return None
    k, n = sum(one.k for one in entries.values()), sum(one.n for one in entries.values())
    scale = found.template.scale
    reached = (scale[code] for code, edge in question.edges if Fraction(k, n) >= edge)
    grade = next(reached, scale.worst).label if question.edges else ""
    return Entry(k, n, grade, by=frozenset(entries))


def _ways(entries: Sequence[Entry | None]) -> tuple[Entry | None, ...]:
    """The entries with the way that each went since the one before that is there."""
    found: list[Entry | None] = []
    before: Entry | None = None
    for one in entries:
        found.append(Entry(one.k, one.n, one.grade, _way(before, one), one.by) if one else None)
        before = one or before
    return tuple(found)


def _way(before: Entry | None, now: Entry) -> str:
    if before is None:
        return ""
    if before.by != now.by:
        return Way.OTHERS
    if now.share == before.share:
        return Way.SAME
    return Way.UP if now.share > before.share else Way.DOWN


def agencies_figure(found: Results, question: Question) -> tuple[int, int]:
    """K of n of a question over the responses that count: shares added up, else how many are graded good."""
    if question.kind == SHARE:
        entries = reported(found, question).values()
        return sum(one.k for one in entries), sum(one.n for one in entries)
    good = {grade.code for grade in found.template.scale.grades if grade.good}
    given = next(one.given for one in found.questions if one.question.id == question.id)
    return sum(count for code, count in given.items() if code in good), sum(given.values())
