"""What agencies said of themselves beside what was seen by whoever answered about them.

Only answers brought forward to questions that still mean the same are compared. The answers that agencies
gave themselves stand as they were when the round was opened.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from audit.bringing import told_and_found
from audit.moderation import Moved, moved
from audit.scoring.moderated import moved_block
from audit.scoring.partnership import Results, Row
from audit.standards.catalogue import Standard
from audit.standards.question import Question
from audit.standards.scale import Grade
from audit.summaries.message import Matter, Message
from audit.wording import plural, some

SHEET = "Verified"


class Way(StrEnum):
    """How the verified grade lies to the agency's own."""

    LOWER = "lower"
    SAME = "as told"
    HIGHER = "higher"
    OTHER = "to or from not applicable"
    NEITHER = "not applicable both times"


@dataclass(frozen=True, slots=True)
class Pair:
    """A question of an agency: its own grade, and the grade that counts in this round."""

    row: Row
    question: Question
    told: Grade
    seen: Grade

    @property
    def codes(self) -> tuple[str, str]:
        """The codes of both grades, the agency's own first."""
        return self.told.code, self.seen.code

    @property
    def way(self) -> Way:
        """How the verified grade lies to the agency's own."""
        told, seen = self.told.points, self.seen.points
        if told is None or seen is None:
            return Way.NEITHER if told is seen else Way.OTHER
        return Way.SAME if told == seen else Way.LOWER if seen < told else Way.HIGHER


@dataclass(frozen=True)
class Verified:
    """The pairs of a round, over the responses that count.

    `source` names the rounds that the agencies' own answers come from, `reworded` the questions that an own
    answer was brought to and that mean another thing now, `silent` the rows of agencies that said nothing of
    themselves, `unsigned` those whose own answers were never signed.
    """

    results: Results
    pairs: tuple[Pair, ...]
    source: tuple[str, ...]
    reworded: tuple[str, ...]
    silent: tuple[Row, ...]
    unsigned: tuple[Row, ...]

    @cached_property
    def whole(self) -> Moved:
        """How verified grades lie to agencies' own, in all."""
        return self._moved(self.pairs)

    @property
    def compared(self) -> int:
        """How many grades are compared: all pairs but those that are not applicable both times."""
        return self.whole.answers + self.whole.other

    @property
    def neither(self) -> int:
        """How many pairs are not applicable both times, and so are not compared."""
        return len(self.pairs) - self.compared

    def standard(self, standard: Standard) -> Moved:
        """The same of a standard."""
        return self._moved([one for one in self.pairs if one.question.standard == standard.id])

    def row(self, row: Row) -> Moved:
        """The same of an agency."""
        return self._moved(self.of(row))

    def of(self, row: Row) -> Sequence[Pair]:
        """The pairs of an agency."""
        return self._by_agency.get(row.agency.code, ())

    @cached_property
    def _by_agency(self) -> Mapping[str, Sequence[Pair]]:
        found: dict[str, list[Pair]] = {}
        for one in self.pairs:
            found.setdefault(one.row.agency.code, []).append(one)
        return found

    @cached_property
    def questions(self) -> tuple[tuple[Question, Moved], ...]:
        """The questions that were compared, those most often verified lower first."""
        by: dict[str, list[Pair]] = {}
        for one in self.pairs:
            by.setdefault(one.question.id, []).append(one)
        found = [(pairs[0].question, self._moved(pairs)) for pairs in by.values()]
        order = [question.id for question in self.results.template.questions]
        return tuple(sorted(found, key=lambda pair: (-pair[1].down, order.index(pair[0].id))))

    def _moved(self, pairs: Sequence[Pair]) -> Moved:
        return moved(self.results.template.scale, (one.codes for one in pairs))


def verified(results: Results) -> Verified | None:
    """What agencies said of themselves beside what was seen.

    None where nobody else answers about them, or nothing was brought forward.
    """
    brought = results.round.brought
    if not results.template.running.respondent or not any(brought.values()):
        return None
    rows = results.counted
    own = [one for known in brought.values() for one in known.values()]
    graded = {question.id for question in results.template.questions if question.graded}
    changed = {name for known in brought.values() for name, one in known.items() if not one.same}
    return Verified(
        results,
        tuple(pair for row in rows for pair in _pairs(row)),
        tuple(dict.fromkeys(one.round for one in own)),
        tuple(q.id for q in results.template.questions if q.id in changed & graded),
        tuple(row for row in rows if not brought.get(row.agency.code)),
        tuple(row for row in rows if _unsigned(results, row)),
    )


def _unsigned(results: Results, row: Row) -> bool:
    brought = results.round.brought.get(row.agency.code, {})
    return any(not one.signed for one in brought.values())


def _pairs(row: Row) -> tuple[Pair, ...]:
    return tuple(Pair(row, *found) for found in told_and_found(row.interview))


def sentence(found: Verified) -> str:
    """How verified grades lie to agencies' own, in counts that stand in the tables too."""
    whole = found.whole
    counts = f"{whole.down} lower than told, {whole.up} higher, {whole.same} as told"
    other = f", {whole.other} {Way.OTHER}" if whole.other else ""
    return f"Of {plural(found.compared, 'grade')} compared {counts}{other}"


def messages(found: Verified) -> tuple[Message, ...]:
    """The key messages: how many grades are lower, higher, as told; and the question most often lower."""
    if not found.compared:
        return ()
    texts = [
        (f"Verified grades beside agencies' own: {sentence(found)[0].lower()}{sentence(found)[1:]}.", "")
    ]
    question, first = found.questions[0]
    if first.down:
        many = [one.id for one, counts in found.questions if counts.down == first.down]
        also = f" (as often: {some(many[1:])})" if many[1:] else ""
        asked = first.answers + first.other
        said = f"{question.id} {question.text.rstrip('.')}: {first.down} of {asked}"
        texts.append((f"Most often verified lower than told is {said}{also}.", ".lower"))
    return tuple(Message(text, SHEET, Matter.DISAGREE, f"verified{end}") for text, end in texts)


def as_json(found: Verified) -> dict[str, Any]:
    """The comparison as plain values; means from -1 to 1, or null."""
    template = found.results.template
    return {
        "round": found.results.round.name,
        "from": list(found.source),
        "whole": moved_block(found.whole),
        "compared": found.compared,
        "not_applicable_both_times": found.neither,
        "standards": {one.id: moved_block(found.standard(one)) for one in template.standards},
        "questions": {question.id: moved_block(one) for question, one in found.questions},
        "agencies": {row.agency.code: _row_block(found, row) for row in found.results.counted},
        "reworded": list(found.reworded),
        "without_own_answers": [row.agency.code for row in found.silent],
        "own_answers_unsigned": [row.agency.code for row in found.unsigned],
    }


def _row_block(found: Verified, row: Row) -> Mapping[str, Any]:
    grades = {one.question.id: {"self": one.told.code, "verified": one.seen.code} for one in found.of(row)}
    return {"agency": row.agency.name, **moved_block(found.row(row)), "grades": grades}
