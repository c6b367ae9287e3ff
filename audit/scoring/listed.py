"""The lists that a template makes of a round's answers: a row for each agency and filled part of it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from audit.responses.words import value_words
from audit.rounds import Progress
from audit.scoring.partnership import Results, Row, said
from audit.standards.catalogue import Standard
from audit.standards.question import Question
from audit.templates import Listing
from audit.wording import plural

CHOSEN = ("choice", "choices", "yes-no")  # kinds of question of which answers can be counted by what they say


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a list: whose, the section that its own questions stand in, and its questions in order."""

    row: Row
    section: Standard
    questions: tuple[Question, ...]

    def words(self, question: Question) -> str:
        """What was answered, in words; empty where nothing was, or the question does not arise."""
        asked = self.row.interview
        if not asked.arises(question) or asked.answer(question).value is None:
            return ""
        return value_words(asked, question)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many answers a column has by what they say, and how many it has in all.

    `expected` is how many agencies were expected, where the question is asked once of each; else 0. Of
    `several` things one answer may name more than one.
    """

    heading: str
    counts: tuple[tuple[str, int], ...]
    given: int
    expected: int = 0
    several: bool = False

    @property
    def sentence(self) -> str:
        """`Attendance: 9 attended, 3 wrote instead, 1 no response, of 13 expected.`.

        Where an answer may name several: `Who was met, each in how many of 12 answers: head 10, parents 3.`.
        """
        if self.several:
            parts = ", ".join(f"{word} {count}" for word, count in self.counts if count)
            answers = plural(self.given, "answer")
            return f"{self.heading}, each in how many of {answers}: {parts or 'none yet'}."
        parts = ", ".join(f"{count} {word}" for word, count in self.counts if count)
        of = f"of {self.expected} expected" if self.expected else f"of {self.given}"
        return f"{self.heading}: {parts or 'none yet'}, {of}."


@dataclass(frozen=True)
class Listed:
    """A list of a round's answers, over the responses that count."""

    results: Results
    listing: Listing

    @cached_property
    def several(self) -> bool:
        """Whether an agency can have several rows."""
        return len(self.listing.rows) > 1

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The rows in which anything is said; one for an agency that only has what all its rows share."""
        return tuple(line for row in self.results.counted for line in self._lines(row))

    def _lines(self, row: Row) -> Sequence[Line]:
        by_id, section_of = self.results.template.by_id, self.results.template.section_of
        found = []
        for ids in self.listing.rows:
            own = [name for name in ids if name not in self.shared] or list(ids)
            line = Line(row, section_of[own[0]], tuple(by_id[name] for name in ids))
            if any(line.words(by_id[name]) for name in own):
                found.append(line)
        if found:
            return found
        first = Line(row, Standard("", ""), tuple(by_id[name] for name in self.listing.rows[0]))
        return [first] if any(first.words(by_id[name]) for name in self.shared) else []

    @cached_property
    def shared(self) -> frozenset[str]:
        """The questions that stand in every row, so that they are said once of an agency; none of one row."""
        if not self.several:
            return frozenset()
        first, *rest = map(set, self.listing.rows)
        return frozenset(first.intersection(*rest))

    @cached_property
    def tallies(self) -> tuple[Tally, ...]:
        """The counts of the columns whose answers are choices or grades, in the order of the columns."""
        columns = zip(self.listing.headings, zip(*self.listing.rows, strict=True), strict=True)
        found = (self._tally(heading, tuple(dict.fromkeys(ids))) for heading, ids in columns)
        return tuple(one for one in found if one)

    def _tally(self, heading: str, ids: Sequence[str]) -> Tally | None:
        template = self.results.template
        questions = [template.by_id[name] for name in ids]
        if not all(one.graded or one.kind in CHOSEN for one in questions):
            return None
        given: Counter[str] = Counter()
        answered = 0
        for row in self.results.counted:
            for question in questions:
                words = said(row.interview, question)
                given.update(words)
                answered += bool(words)
        expected = self.results.expected if len(questions) == 1 else 0
        counts = tuple((label, given[code]) for code, label in _known(self.results, questions[0]))
        several = any(one.kind == "choices" for one in questions)
        return Tally(heading, counts, answered, expected, several)

    @property
    def waiting(self) -> tuple[str, ...]:
        """The agencies that are expected and of which nothing counts yet, by name."""
        counted = {row.agency.code for row in self.results.counted}
        gone = {Progress.LEFT, Progress.DECLINED}
        lines = (line for line in self.results.lines if line.progress not in gone)
        return tuple(line.agency.name for line in lines if line.agency.code not in counted)


def _known(results: Results, question: Question) -> list[tuple[str, str]]:
    """What can be answered, with how it is said."""
    if question.graded:
        return [(grade.code, grade.label.casefold()) for grade in results.template.scale.steps]
    words = ("yes", "no") if question.kind == "yes-no" else question.choices
    return [(word, word) for word in words]


def listed(results: Results) -> tuple[Listed, ...]:
    """The lists of a round's template."""
    return tuple(Listed(results, one) for one in results.template.running.listings)


def as_json(found: Listed) -> dict[str, Any]:
    """A list as plain values."""
    heads = found.listing.headings
    return {
        "title": found.listing.title,
        "rows": [
            {
                "agency": line.row.agency.name,
                "code": line.row.agency.code,
                **({"part": line.section.id} if found.several else {}),
                **{h: line.words(q) or None for h, q in zip(heads, line.questions, strict=True)},
            }
            for line in found.lines
        ],
        "counts": {
            one.heading: dict(one.counts) | {"of": one.expected or one.given} for one in found.tallies
        },
        "waiting": list(found.waiting),
    }
